package textedit

import (
	"image/color"

	"lanyard/assets/typeset"
	"lanyard/editor/syntax"
)

// spans appends the styles and colours of a stretch of one line to dst, as the layout asks for it.
func (e *Editor) spans(dst []typeset.Span, from int, s string) []typeset.Span {
	line := e.doc.LineAt(from)
	skip := from - e.doc.LineStart(line)
	dim := e.style.Focus && (from < e.blockAt || from >= e.blockTo)
	first := len(dst)
	for _, sp := range e.syn.Line(line) {
		a, b := max(0, sp.From-skip), min(len(s), sp.To-skip)
		if a >= b {
			continue
		}
		if sp.Kind == syntax.CodeInfo || sp.Kind == syntax.Marker && s[a] == '`' {
			sp.Flags |= syntax.Mono // the marks of code go with it
		}
		st, ink := e.looks(sp)
		if dim {
			ink.Color.A = uint8(int(ink.Color.A) * 2 / 5)
		}
		if n := len(dst); n > 0 && dst[n-1].To == a && dst[n-1].Style == st && dst[n-1].Ink == ink {
			dst[n-1].To = b
			continue
		}
		dst = append(dst, typeset.Span{From: a, To: b, Style: st, Ink: ink})
	}
	return e.underline(dst, first, from, from+len(s))
}

// looks is the style and the colour of a span.
func (e *Editor) looks(sp syntax.Span) (typeset.Style, typeset.Ink) {
	f := sp.Flags
	st := typeset.Style{Size: e.em(), Lang: e.style.Lang, Mono: e.style.Mono || f&syntax.Mono != 0}
	st.Bold = f&syntax.Strong != 0 || f.Heading() > 0
	st.Italic = f&syntax.Emphasis != 0
	if st.Mono && !e.style.Mono {
		st.Size *= 0.94 // monospaced faces look larger beside proportional ones
	}
	ink := typeset.Ink{Color: e.colour(sp), Strike: f&syntax.Strike != 0}
	return st, ink
}

// colour is that of a span: what is markup stands back, what is prose has the ink of text.
func (e *Editor) colour(sp syntax.Span) color.NRGBA {
	c := &e.style.Colours
	switch sp.Kind {
	case syntax.Marker, syntax.Rule, syntax.TablePipe, syntax.LinkLabel, syntax.HardBreak, syntax.CodeInfo, syntax.LinkURL:
		return c.Secondary
	case syntax.Comment, syntax.CodeComment:
		return c.Syntax.Comment
	case syntax.ListMarker, syntax.LinkText, syntax.ImageAlt, syntax.Footnote:
		return c.Accent
	case syntax.Keyword, syntax.Tag:
		return c.Syntax.Keyword
	case syntax.Name, syntax.Function, syntax.FrontKey, syntax.Attribute:
		return c.Syntax.Name
	case syntax.String:
		return c.Syntax.String
	case syntax.Number:
		return c.Syntax.Number
	case syntax.Code, syntax.Math, syntax.Shortcode, syntax.HTML, syntax.Entity:
		return c.Syntax.Literal
	case syntax.Operator:
		return c.Secondary
	}
	if sp.Flags&syntax.Link != 0 {
		return c.Accent
	}
	if sp.Flags&syntax.Quote != 0 {
		return c.Secondary
	}
	return c.Ink
}

// focusBlock finds the paragraph of the caret for focus mode: the lines around it up to blank ones.
func (e *Editor) focusBlock() {
	if !e.style.Focus {
		return
	}
	st := e.host.State()
	line := st.Doc.LineAt(st.Selection.MainRange().Head)
	const far = 200 // lines; a paragraph is shorter
	first, last := line, line
	for first > 0 && line-first < far && !blank(st.Doc.Line(first)) && !blank(st.Doc.Line(first-1)) {
		first--
	}
	for last+1 < st.Doc.Lines() && last-line < far && !blank(st.Doc.Line(last)) && !blank(st.Doc.Line(last+1)) {
		last++
	}
	from, to := st.Doc.LineStart(first), st.Doc.LineEnd(last)+1
	if from == e.blockAt && to == e.blockTo {
		return
	}
	was, wasTo := e.blockAt, e.blockTo
	e.blockAt, e.blockTo = from, to
	e.lay.Restyle(was, wasTo)
	e.lay.Restyle(from, to)
}

func blank(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] != ' ' && s[i] != '\t' {
			return false
		}
	}
	return true
}
