package edit

import (
	"strings"

	"lanyard/editor/text"
)

// HeadingLine is a heading of the text with its section.
type HeadingLine struct {
	Level    int
	Text     string // without marks and attributes
	Line     int
	From, To int // the section: from the heading to the next one of its level or a higher one
}

// Outline finds the headings behind the floor, those in code left out. It reads the whole text.
func Outline(d text.Doc, floor int) []HeadingLine {
	var out []HeadingLine
	f, in := fence{}, false
	i := d.LineAt(floor)
	if d.LineStart(i) < floor {
		i++
	}
	prev, prevText := -1, ""
	d.AllLines(i, func(line string) bool {
		head := HeadingLine{Line: i}
		switch g, ok := parseFenceFast(line); {
		case ok && !in:
			f, in = g, true
		case ok && f.closedBy(g):
			in = false
		case in:
		case strings.HasPrefix(line, "#"):
			if level, n := headingOf(line); level > 0 {
				head.Level, head.Text = level, headingText(line[n:])
				out = append(out, head)
			}
		case prev == i-1 && prevText != "" && underline(line) > 0:
			head.Level, head.Text, head.Line = underline(line), strings.TrimSpace(prevText), prev
			out = append(out, head)
			prevText = ""
		}
		prev, prevText = i, ""
		if !in && plainLine(line) {
			prevText = line
		}
		i++
		return true
	})
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

func parseFenceFast(line string) (fence, bool) {
	if nextFence(line) < 0 {
		return fence{}, false
	}
	return parseFence(line)
}

// plainLine reports whether a line can be the text of a setext heading.
func plainLine(line string) bool {
	if line == "" || strings.IndexByte("#>|<", line[0]) >= 0 || strings.TrimSpace(line) == "" || strings.HasPrefix(line, "    ") {
		return false
	}
	return markerLen(strings.TrimLeft(line, " ")) == 0 && !isRule(line)
}

// underline is the level of a setext heading's underline, 0 for other lines.
func underline(line string) int {
	t := strings.TrimRight(line, " \t")
	if len(t) == 0 || len(t)-len(strings.TrimLeft(t, " ")) > 3 {
		return 0
	}
	t = strings.TrimLeft(t, " ")
	switch {
	case strings.Trim(t, "=") == "":
		return 1
	case strings.Trim(t, "-") == "" && len(t) > 1:
		return 2
	}
	return 0
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
