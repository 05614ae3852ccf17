package syntax

import "strings"

// front reads a line up to the end of the front matter and reports false when the line belongs to the body. The rules are those of
// Hugo's lexer: the first byte that is no white space decides, the closing line need only begin with the delimiter.
func (r *reader) front() bool {
	switch r.st.mode {
	case modeStart:
		return r.frontStart()
	case modeYAML, modeTOML:
		delim := "---"
		if r.st.mode == modeTOML {
			delim = "+++"
		}
		if strings.HasPrefix(r.s, delim) {
			r.st.mode = modeBody
			r.mark(0, 3, Marker)
			r.finish(rowFrontDelim, 3)
			return true
		}
	case modeJSON:
		r.json(r.s)
	}
	r.finish(rowFront, 0)
	return true
}

func (r *reader) frontStart() bool {
	s := strings.TrimLeft(r.s, "\ufeff \t\r")
	if s == "" {
		r.finish(rowBlank, len(r.s))
		return true
	}
	pos := len(r.s) - len(s)
	switch line := strings.TrimRight(s, " \t"); {
	case line == "---":
		r.st.mode = modeYAML
	case line == "+++":
		r.st.mode = modeTOML
	case s[0] == '{' && !strings.HasPrefix(s, "{{"):
		r.st.mode = modeJSON
		r.json(s)
		r.finish(rowFront, 0)
		return true
	default:
		r.st.mode = modeBody
		return false
	}
	r.mark(pos, pos+3, Marker)
	r.finish(rowFrontDelim, pos+3)
	return true
}

// json counts braces outside of strings; the block ends with the one that closes the first.
func (r *reader) json(s string) {
	quoted := r.st.b == 1
	for i := 0; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case quoted:
		case s[i] == '{' && r.st.a < 255:
			r.st.a++
		case s[i] == '}':
			r.st.a--
			if r.st.a == 0 {
				r.st.mode, r.st.b = modeBody, 0
				return
			}
		}
	}
	r.st.b = 0
	if quoted {
		r.st.b = 1
	}
}

// paintFront colours a line of the front matter.
func (p *painter) paintFront(s string) {
	p.fill(0, len(s), FrontMatter)
	i := 0
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '-') {
		i++
	}
	if i < len(s) && s[i] == '#' {
		p.fill(i, len(s), Comment)
		return
	}
	if i < len(s) && s[i] == '[' && !strings.Contains(s, ",") && strings.HasSuffix(strings.TrimRight(s, " \t"), "]") && i == 0 {
		p.fill(i, len(s), FrontKey) // a TOML table
		return
	}
	end := i
	if i < len(s) && (s[i] == '"' || s[i] == '\'') {
		if n := strings.IndexByte(s[i+1:], s[i]); n >= 0 {
			end = i + n + 2
		}
	}
	for end < len(s) && s[end] != ':' && s[end] != '=' && s[end] != '#' && s[end] != '"' && s[end] != '[' && s[end] != '{' {
		end++
	}
	if end == i || end == len(s) || (s[end] != ':' && s[end] != '=') {
		return
	}
	if s[end] == ':' && end+1 < len(s) && !isSpace(s[end+1]) && s[i] != '"' {
		return // part of a plain value, such as an address
	}
	p.fill(i, end, FrontKey)
	p.fill(end, end+1, Marker)
}
