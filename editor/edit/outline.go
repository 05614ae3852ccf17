package edit

import (
	"strings"

	"lanyard/editor/syntax"
	"lanyard/editor/text"
)

// HeadingLine is a heading of the text with its section.
type HeadingLine struct {
	Level    int
	Text     string // without marks and attributes
	Line     int
	From, To int // the section: from the heading to the next one of its level or a higher one
}

// Outline finds the headings behind the floor, as the colours see them: those in code, quotes and lists left out. It reads the whole text.
func Outline(d text.Doc, floor int) []HeadingLine {
	var out []HeadingLine
	for _, h := range syntax.Headings(d, floor) {
		line := d.Line(h.First)
		head := HeadingLine{Level: h.Level, Line: h.First}
		if h.First == h.Last {
			head.Text = headingText(line[min(h.Text, len(line)):])
		} else {
			var words []string
			for i := h.First; i < h.Last; i++ {
				words = append(words, strings.TrimSpace(d.Line(i)))
			}
			head.Text = strings.Join(words, " ")
		}
		out = append(out, head)
	}
	for k := range out {
		out[k].From = d.LineStart(out[k].Line)
	}
	for k := range out {
		out[k].To = d.Len()
		for _, next := range out[k+1:] {
			if next.Level <= out[k].Level {
				out[k].To = next.From
				break
			}
		}
	}
	return out
}

func headingText(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasSuffix(s, "}") {
		if k := strings.LastIndex(s, "{#"); k >= 0 {
			s = strings.TrimSpace(s[:k])
		}
	}
	if t := strings.TrimRight(s, "#"); t == "" || strings.HasSuffix(t, " ") {
		s = strings.TrimSpace(t)
	}
	return s
}

// HeadingAt is the index in an outline of the section that holds an offset, -1 before the first heading.
func HeadingAt(outline []HeadingLine, off int) int {
	at := -1
	for i, h := range outline {
		if h.From <= off {
			at = i
		}
	}
	return at
}

// GoToLine puts the caret at the begin of a line, counted from 1 over the whole file.
func GoToLine(s text.State, env Env, line int) (text.Transaction, bool) {
	off := max(s.Doc.LineStart(min(max(line, 1), s.Doc.Lines())-1), env.Floor)
	return moveTo(s, env, text.Caret(off))
}

// MoveSection moves the section of a heading, with the sections below it, before the heading at index `to` of the outline (its length
// for the end). It is false when the section would move into itself or stay where it is.
func MoveSection(s text.State, env Env, outline []HeadingLine, from, to int) (text.Transaction, bool) {
	if from < 0 || from >= len(outline) || to < 0 || to > len(outline) {
		return text.Transaction{}, false
	}
	h := outline[from]
	at := s.Doc.Len()
	if to < len(outline) {
		at = outline[to].From
	}
	if at >= h.From && at <= h.To {
		return text.Transaction{}, false
	}
	body := s.Doc.Slice(h.From, h.To)
	eol := eolAt(s.Doc, h.Line)
	del := text.Edit{From: h.From, To: h.To}
	ins := text.Edit{From: at, To: at, Insert: body}
	switch {
	case at == s.Doc.Len() && !strings.HasSuffix(s.Doc.Slice(max(at-2, 0), at), eol): // behind a last line without terminator
		ins.Insert = eol + eol + strings.TrimRight(body, "\r\n")
	case h.To == s.Doc.Len() && !strings.HasSuffix(body, "\n"):
		ins.Insert = body + eol + eol
		for del.From > env.Floor && strings.HasSuffix(s.Doc.Slice(del.From-1, del.From), "\n") {
			del.From = s.Doc.LineEnd(s.Doc.LineAt(del.From) - 1)
		}
		if del.From < at {
			del.From = h.From
		}
	}
	off := at + len(ins.Insert) - len(strings.TrimLeft(ins.Insert, "\r\n"))
	if at > h.From {
		off -= del.To - del.From
	}
	caret := min(max(s.Selection.MainRange().Head-h.From, 0), len(body))
	if head := s.Selection.MainRange().Head; head < h.From || head > h.To {
		caret = 0
	}
	s.Selection.Main = 0
	return Transaction(s, env, text.Command, []text.Edit{del, ins}, []text.Range{{Anchor: off + caret, Head: off + caret}})
}

// SectionUp moves the section at the caret before the one of its level in front of it.
func SectionUp(s text.State, env Env) (text.Transaction, bool) {
	o := Outline(s.Doc, env.Floor)
	at := HeadingAt(o, s.Selection.MainRange().Head)
	for k := at - 1; at >= 0 && k >= 0 && o[k].Level >= o[at].Level; k-- {
		if o[k].Level == o[at].Level {
			return MoveSection(s, env, o, at, k)
		}
	}
	return text.Transaction{}, false
}

// SectionDown moves the section at the caret behind the one of its level after it.
func SectionDown(s text.State, env Env) (text.Transaction, bool) {
	o := Outline(s.Doc, env.Floor)
	at := HeadingAt(o, s.Selection.MainRange().Head)
	if at < 0 {
		return text.Transaction{}, false
	}
	next := -1
	for k := at + 1; k < len(o) && o[k].Level >= o[at].Level; k++ {
		if o[k].Level == o[at].Level {
			next = k
			break
		}
	}
	if next < 0 {
		return text.Transaction{}, false
	}
	to := len(o)
	for k := next + 1; k < len(o); k++ {
		if o[k].Level <= o[next].Level {
			to = k
			break
		}
	}
	return MoveSection(s, env, o, at, to)
}

// OnHeading reports whether the main caret is in a heading that begins with a number sign.
func OnHeading(s text.State, _ Env) bool {
	level, _ := headingOf(s.Doc.Line(s.Doc.LineAt(s.Selection.MainRange().Head)))
	return level > 0
}
