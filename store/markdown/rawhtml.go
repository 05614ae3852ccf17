package markdown

import (
	"strconv"
	"strings"
)

// htmlBlock finds the references and the part that can be shown of raw HTML.
func (c *converter) htmlBlock(b *Block) {
	h := htmlReader{c: c, b: b, budget: maxLost + maxLostShare*len(b.Text)}
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

	budget int // bytes that may still be looked at for the end of a tag in vain

	open    []Container
	summary bool
	align   Align // of the cell being read
}

func (h *htmlReader) read() []*Block {
	s := h.b.Text
	for i := 0; i < len(s); {
		lt := strings.IndexByte(s[i:], '<')
		if lt < 0 {
			h.text(i, max(i, len(strings.TrimRight(s, " \t\r\n")))) // the block ends before its last line feed
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
	for _, c := range h.open {
		if c.Name != "p" { // ends with its block at the latest
			h.b.Opens = append(h.b.Opens, c)
		}
	}
	return h.out
}

// emit adds a block where reading is: to the page or within details.
func (h *htmlReader) emit(b *Block) {
	for i := len(h.open) - 1; i >= 0; i-- {
		if d := h.open[i].Details; d != nil {
			d.Children = append(d.Children, b)
			return
		}
	}
	h.out = append(h.out, b)
}

// endSummary gives the text just read to the details it stands in.
func (h *htmlReader) endSummary() {
	if n := len(h.open); n > 0 && h.summary {
		if d := h.open[n-1].Details; d != nil && len(d.Inlines) == 0 && len(d.Children) == 0 {
			d.Inlines, h.ins = h.ins, nil
			return
		}
	}
	h.flush()
}

// surround begins or ends an element that holds others.
func (h *htmlReader) surround(name string, closing bool, in *Inline) {
	h.flush()
	if closing {
		for i := len(h.open) - 1; i >= 0; i-- {
			if h.open[i].Name == name {
				h.endTable()
				h.open = h.open[:i:i]
				return
			}
		}
		if len(h.b.Closes) < maxDepth {
			h.b.Closes = append(h.b.Closes, name)
		}
		return
	}
	if n := len(h.open); n > 0 && name == "p" && h.open[n-1].Name == "p" {
		h.open = h.open[: n-1 : n-1]
	}
	if len(h.open) >= maxDepth {
		return
	}
	c := Container{Name: name, Align: alignIn(in)}
	switch name {
	case "center":
		c.Align = AlignCenter
	case "details":
		h.endTable()
		c.Details = &Block{Kind: Details, From: in.From, To: in.To}
		for _, a := range in.Attrs {
			c.Details.Open = c.Details.Open || a.Name == "open"
		}
		h.emit(c.Details)
	}
	h.open = append(h.open, c)
}

// alignIn is the alignment that the attributes of a tag ask for.
func alignIn(in *Inline) Align {
	want := strings.ToLower(in.Attr("align"))
	if style := strings.ReplaceAll(strings.ToLower(in.Attr("style")), " ", ""); strings.Contains(style, "text-align:") {
		_, want, _ = strings.Cut(style, "text-align:")
		want, _, _ = strings.Cut(want, ";")
	}
	switch want {
	case "left":
		return AlignLeft
	case "center", "middle":
		return AlignCenter
	case "right":
		return AlignRight
	}
	return AlignNone
}

// aligned is the alignment of what is being read.
func (h *htmlReader) aligned() []Align {
	for i := len(h.open) - 1; i >= 0; i-- {
		if a := h.open[i].Align; a != AlignNone {
			return []Align{a}
		}
	}
	return nil
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
	if h.budget <= 0 || !isName(s, i+1) {
		return i
	}
	end := tagEnd(s, i)
	if end < 0 {
		h.budget -= len(s) - i
		return i
	}
	from, to := h.b.Offset(i), h.b.Offset(end-1)+1
	name, attrs := parseTag(s[i:end], from)
	if name == "" {
		return end
	}
	if name == "script" || name == "style" || name == "template" || name == "svg" {
		return endTag(s, end, name)
	}
	in := Inline{Kind: Tag, Text: s[i:end], Name: name, Attrs: attrs, From: from, To: to}
	h.c.tagRefs(&in)
	h.tag(in)
	return end
}

// isName reports whether a tag, a comment or the like may begin before s[i].
func isName(s string, i int) bool {
	return i < len(s) && (s[i] == '/' || s[i] == '!' || s[i] == '?' || s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z')
}

// endTag is where the next closing tag of an element stands, or the end.
func endTag(s string, from int, name string) int {
	for i := from; ; i += 2 {
		n := strings.Index(s[i:], "</")
		if n < 0 {
			return len(s)
		}
		i += n
		if end := i + 2 + len(name); end <= len(s) && strings.EqualFold(s[i+2:end], name) {
			return i
		}
	}
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
	case "details", "center", "div", "p":
		h.surround(name, closing, &in)
	case "summary":
		if closing {
			h.endSummary()
		} else {
			h.flush()
		}
		h.summary = !closing
	case "section", "article", "header", "footer", "figure", "figcaption", "blockquote", "main", "dl", "dt", "dd", "tbody", "thead", "tfoot", "address", "nav", "aside", "form", "video", "audio", "iframe", "object":
		h.flush()
	case "pre":
		h.flush()
		h.pre = !closing
	case "hr":
		h.flush()
		h.emit(&Block{Kind: Rule, From: in.From, To: in.To})
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
			h.align = alignIn(&in)
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
	if h.align != AlignNone {
		c.Aligns = []Align{h.align}
	}
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
			h.emit(t)
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
	b := &Block{Kind: Paragraph, From: ins[0].From, To: ins[len(ins)-1].To, Inlines: ins, Aligns: h.aligned()}
	if h.level > 0 {
		b.Kind, b.Level = HeadingBlock, h.level
	}
	if h.pre {
		b = &Block{Kind: Code, From: b.From, To: b.To, Text: strings.Trim(PlainText(ins), "\n")}
	}
	h.emit(b)
}
