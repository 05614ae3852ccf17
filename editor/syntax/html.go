package syntax

import "strings"

// The kinds of HTML blocks, by the numbers of CommonMark's section 4.6.
const (
	htmlRaw     = 1 // script, pre, style, textarea
	htmlComment = 2
	htmlPI      = 3
	htmlDecl    = 4
	htmlCData   = 5
	htmlBlock   = 6 // ends at an empty line
	htmlOther   = 7 // ends at an empty line, does not interrupt a paragraph
)

const blockTags = " address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt " +
	"fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu " +
	"menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead title tr track ul "

// html opens an HTML block.
func (r *reader) html(pos int, para bool) bool {
	kind := htmlKind(r.s[pos:])
	if kind == 0 || (kind == htmlOther && para) {
		return false
	}
	r.st.mode, r.st.a, r.st.para = modeHTML, uint8(kind), 0
	return r.htmlLine(pos)
}

// htmlLine reads a line of an HTML block.
func (r *reader) htmlLine(pos int) bool {
	rest := r.s[pos:]
	kind := r.st.a
	if kind >= htmlBlock && rest == "" {
		r.st.a = 0
		return false
	}
	end := false
	switch kind {
	case htmlRaw:
		low := strings.ToLower(rest)
		end = strings.Contains(low, "</script>") || strings.Contains(low, "</pre>") || strings.Contains(low, "</style>") ||
			strings.Contains(low, "</textarea>")
	case htmlComment:
		end = strings.Contains(rest, "-->")
	case htmlPI:
		end = strings.Contains(rest, "?>")
	case htmlDecl:
		end = strings.Contains(rest, ">")
	case htmlCData:
		end = strings.Contains(rest, "]]>")
	}
	if end {
		r.st.mode, r.st.a = modeBody, 0
	}
	if kind == htmlComment {
		r.finish(rowComment, pos)
	} else {
		r.finish(rowHTML, pos)
	}
	return true
}

// htmlKind is the kind of HTML block that s begins, 0 for none.
func htmlKind(s string) int {
	switch {
	case len(s) < 2:
		return 0
	case strings.HasPrefix(s, "<!--"):
		return htmlComment
	case s[1] == '?':
		return htmlPI
	case strings.HasPrefix(s, "<![CDATA["):
		return htmlCData
	case s[1] == '!' && len(s) > 2 && isLetter(s[2]):
		return htmlDecl
	}
	i := 1
	if s[i] == '/' {
		i++
	}
	from := i
	for i < len(s) && i < from+16 && (isLetter(s[i]) || (i > from && (s[i] == '-' || (s[i] >= '0' && s[i] <= '9')))) {
		i++
	}
	if i == from {
		return 0
	}
	name := strings.ToLower(s[from:i])
	closed := i == len(s) || s[i] == ' ' || s[i] == '\t' || s[i] == '>'
	switch name {
	case "script", "pre", "style", "textarea":
		if closed && s[1] != '/' {
			return htmlRaw
		}
	}
	if (closed || strings.HasPrefix(s[i:], "/>")) && strings.Contains(blockTags, " "+name+" ") {
		return htmlBlock
	}
	if n := tagLen(s); n > 0 && strings.Trim(s[n:], " \t") == "" {
		return htmlOther
	}
	return 0
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isAlnum(c byte) bool { return isLetter(c) || (c >= '0' && c <= '9') }

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// tagLen is the length of the open or closing tag that s begins with, 0 for none. It follows CommonMark's section 6.6.
func tagLen(s string) int {
	if len(s) < 3 || s[0] != '<' {
		return 0
	}
	i := 1
	closing := s[i] == '/'
	if closing {
		i++
	}
	if i >= len(s) || !isLetter(s[i]) {
		return 0
	}
	for i < len(s) && (isAlnum(s[i]) || s[i] == '-') {
		i++
	}
	for {
		from := i
		for i < len(s) && isSpace(s[i]) {
			i++
		}
		switch {
		case i >= len(s):
			return 0
		case s[i] == '>':
			return i + 1
		case s[i] == '/' && !closing:
			if i+1 < len(s) && s[i+1] == '>' {
				return i + 2
			}
			return 0
		case closing || from == i:
			return 0
		}
		if i = attribute(s, i); i < 0 {
			return 0
		}
	}
}

// attribute passes name, name=value, name="value"; -1 when there is none at i.
func attribute(s string, i int) int {
	from := i
	for i < len(s) && (isAlnum(s[i]) || strings.IndexByte("_:.-@", s[i]) >= 0) {
		i++
	}
	if i == from {
		return -1
	}
	j := i
	for j < len(s) && isSpace(s[j]) {
		j++
	}
	if j >= len(s) || s[j] != '=' {
		return i
	}
	j++
	for j < len(s) && isSpace(s[j]) {
		j++
	}
	if j >= len(s) {
		return -1
	}
	if q := s[j]; q == '"' || q == '\'' {
		end := strings.IndexByte(s[j+1:], q)
		if end < 0 {
			return -1
		}
		return j + end + 2
	}
	from = j
	for j < len(s) && !isSpace(s[j]) && strings.IndexByte("\"'=<>`", s[j]) < 0 {
		j++
	}
	if j == from {
		return -1
	}
	return j
}
