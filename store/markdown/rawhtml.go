package markdown

import (
	"strconv"
	"strings"
)

// htmlBlock finds the references and the part that can be shown of raw HTML.
func (c *converter) htmlBlock(b *Block) {
	h := htmlReader{c: c, b: b}
	b.Children = h.read()
}

// htmlReader makes blocks of raw HTML: it knows the tags that people write into
// Markdown and shows the text of the others. Nothing of a script is read.
type htmlReader struct {
	c   *converter
	b   *Block
	out []*Block
	ins []Inline

	level int // of the heading being read
	table *Block
	row   *Block
	pre   bool
	order []int
}

func (h *htmlReader) read() []*Block {
	s := h.b.Text
	for i := 0; i < len(s); {
		lt := strings.IndexByte(s[i:], '<')
		if lt < 0 {
			h.text(i, len(s))
			break
		}
		h.text(i, i+lt)
		i += lt
		next := h.markup(i)
		if next <= i {
			h.text(i, i+1)
			next = i + 1
		}
		i = next
	}
	h.flush()
	h.endTable()
	return h.out
}

// markup reads the tag or comment at s[i] and gives where it ends, i for none.
func (h *htmlReader) markup(i int) int {
	s := h.b.Text
	if strings.HasPrefix(s[i:], "<!--") {
		if e := strings.Index(s[i+4:], "-->"); e >= 0 {
			return i + 4 + e + 3
		}
		return len(s)
	}
	end := tagEnd(s, i)
	if end < 0 {
		return i
	}
	from, to := h.b.Offset(i), h.b.Offset(end-1)+1
	name, attrs := parseTag(s[i:end], from)
	if name == "" {
		return end
	}
	if name == "script" || name == "style" || name == "template" || name == "svg" {
		if e := strings.Index(strings.ToLower(s[end:]), "</"+name); e >= 0 {
			return end + e
		}
		return len(s)
	}
	in := Inline{Kind: Tag, Text: s[i:end], Name: name, Attrs: attrs, From: from, To: to}
	h.c.tagRefs(&in)
	h.tag(in)
	return end
}

// tagEnd is the end of the tag at s[i], -1 when there is none.
func tagEnd(s string, i int) int {
	var quote byte
	for j := i + 1; j < len(s); j++ {
		switch ch := s[j]; {
		case quote != 0:
			if ch == quote {
				quote = 0
			}
		case ch == '"' || ch == '\'':
			quote = ch
		case ch == '>':
			return j + 1
		case j == i+1 && ch != '/' && ch != '!' && ch != '?' && (ch|0x20 < 'a' || ch|0x20 > 'z'):
			return -1
		}
	}
	return -1
}

func (h *htmlReader) text(from, to int) {
	s := h.b.Text[from:to]
	if s == "" {
		return
	}
	if !h.pre {
		lead, trail := isSpace(s[0]), isSpace(s[len(s)-1])
		s = strings.Join(strings.Fields(s), " ")
		if s == "" {
			s = " "
		} else {
			if lead {
				s = " " + s
			}
			if trail {
				s += " "
			}
		}
		if len(h.ins) == 0 || h.ins[len(h.ins)-1].Kind == Break {
			s = strings.TrimLeft(s, " ")
		}
	}
	if s == "" {
		return
	}
	h.ins = append(h.ins, Inline{Kind: Text, Text: strings.ToValidUTF8(decodeEntities(s), "\uFFFD"), From: h.b.Offset(from), To: h.b.Offset(to-1) + 1})
}

func decodeEntities(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] == '&' {
			if n, v := entity(s[i:]); n > 0 {
				b.WriteString(v)
				i += n
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

func (h *htmlReader) tag(in Inline) {
	name, closing := strings.CutPrefix(in.Name, "/")
	switch name {
	case "br":
		h.ins = append(h.ins, Inline{Kind: Break, Text: "\n", From: in.From, To: in.To})
	case "h1", "h2", "h3", "h4", "h5", "h6":
		h.flush()
		h.level = 0
		if !closing {
			h.level = int(name[1] - '0')
		}
	case "p", "div", "center", "section", "article", "header", "footer", "details", "figure", "figcaption", "blockquote", "main", "dl", "dt", "dd", "tbody", "thead", "tfoot", "summary", "address", "nav", "aside", "form", "video", "audio", "iframe", "object":
		h.flush()
	case "pre":
		h.flush()
		h.pre = !closing
	case "hr":
		h.flush()
		h.out = append(h.out, &Block{Kind: Rule, From: in.From, To: in.To})
	case "ul", "ol":
		h.flush()
		if closing && len(h.order) > 0 {
			h.order = h.order[:len(h.order)-1]
		} else if !closing && len(h.order) < maxDepth {
			n := -1
			if name == "ol" {
				n = 1
			}
			h.order = append(h.order, n)
		}
	case "li":
		h.flush()
		if !closing {
			h.item(in)
		}
	case "table":
		h.flush()
		h.endTable()
		if !closing {
			h.table = &Block{Kind: Table, From: in.From, To: in.To}
		}
	case "tr":
		h.flush()
		h.row = nil
		if !closing && h.table != nil {
			h.row = &Block{Kind: Row, From: in.From, To: in.To}
			h.table.Children = append(h.table.Children, h.row)
		}
	case "td", "th":
		if closing && h.row != nil {
			h.cell(in)
		} else {
			h.flush()
		}
	default:
		h.ins = append(h.ins, in)
	}
}

// item begins a list item: its mark, since HTML lists need no more here.
func (h *htmlReader) item(in Inline) {
	mark := "• "
	if n := len(h.order) - 1; n >= 0 && h.order[n] > 0 {
		mark = strconv.Itoa(h.order[n]) + ". "
		h.order[n]++
	}
	h.ins = append(h.ins, Inline{Kind: Text, Text: mark, From: in.From, To: in.To})
}

func (h *htmlReader) cell(in Inline) {
	c := &Block{Kind: Cell, From: in.From, To: in.To, Inlines: h.ins}
	if len(h.ins) > 0 {
		c.From = h.ins[0].From
	}
	h.ins = nil
	h.row.Children = append(h.row.Children, c)
}

func (h *htmlReader) endTable() {
	if t := h.table; t != nil {
		cols := 0
		for _, r := range t.Children {
			cols = max(cols, len(r.Children))
		}
		if cols > 0 {
			t.Aligns = make([]Align, cols)
			for _, r := range t.Children {
				for len(r.Children) < cols {
					r.Children = append(r.Children, &Block{Kind: Cell, From: r.From, To: r.To})
				}
			}
			h.out = append(h.out, t)
		}
	}
	h.table, h.row = nil, nil
}

// flush ends the paragraph that is being read.
func (h *htmlReader) flush() {
	ins := h.ins
	h.ins = nil
	if h.row != nil && len(ins) > 0 { // text of a cell without an end
		h.row.Children = append(h.row.Children, &Block{Kind: Cell, Inlines: ins, From: ins[0].From, To: ins[len(ins)-1].To})
		return
	}
	seen := false
	for i := range ins {
		in := &ins[i]
		seen = seen || in.Kind == Text && strings.TrimSpace(in.Text) != "" || in.Kind == Tag && in.Name == "img"
	}
	if !seen {
		return
	}
	b := &Block{Kind: Paragraph, From: ins[0].From, To: ins[len(ins)-1].To, Inlines: ins}
	if h.level > 0 {
		b.Kind, b.Level = HeadingBlock, h.level
	}
	if h.pre {
		b = &Block{Kind: Code, From: b.From, To: b.To, Text: strings.Trim(PlainText(ins), "\n")}
	}
	h.out = append(h.out, b)
}
