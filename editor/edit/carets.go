package edit

import (
	"strings"
	"unicode/utf8"

	"lanyard/editor/text"
)

// NextOccurrence selects the word at the caret; once something is selected it adds the next place where the same text stands, going
// round the end, and makes it the main one.
func NextOccurrence(s text.State, env Env) (text.Transaction, bool) {
	d := s.Doc
	r := s.Selection.MainRange()
	if r.Empty() {
		from, to := wordAt(d, r.Head)
		if from == to {
			return text.Transaction{}, false
		}
		ranges := append([]text.Range(nil), s.Selection.Ranges...)
		ranges[s.Selection.Main] = text.Range{Anchor: from, Head: to}
		return moveTo(s, env, text.Select(ranges, s.Selection.Main))
	}
	want := d.Slice(r.From(), r.To())
	body := d.Slice(env.Floor, d.Len())
	taken := map[int]bool{}
	for _, x := range s.Selection.Ranges {
		taken[x.From()] = true
	}
	at := r.To() - env.Floor
	for round := 0; round < 2; {
		k := strings.Index(body[at:], want)
		if k < 0 {
			round++
			at = 0
			continue
		}
		off := env.Floor + at + k
		if !taken[off] {
			x := text.Range{Anchor: off, Head: off + len(want)}
			if r.Head < r.Anchor {
				x.Anchor, x.Head = x.Head, x.Anchor
			}
			ranges := append(append([]text.Range(nil), s.Selection.Ranges...), x)
			return moveTo(s, env, text.Select(ranges, len(ranges)-1))
		}
		if round > 0 && off >= r.From() {
			break
		}
		at += k + len(want)
	}
	return text.Transaction{}, false
}

// maxCarets bounds how many carets a command makes.
const maxCarets = 10_000

// AllOccurrences selects every place where the selected text, or the word at the caret, stands.
func AllOccurrences(s text.State, env Env) (text.Transaction, bool) {
	d := s.Doc
	r := s.Selection.MainRange()
	from, to := r.From(), r.To()
	if r.Empty() {
		from, to = wordAt(d, r.Head)
	}
	if from == to || from < env.Floor {
		return text.Transaction{}, false
	}
	want := d.Slice(from, to)
	var ranges []text.Range
	main := 0
	Occurrences(d.Slice(env.Floor, d.Len()), want, func(a, b int) bool {
		if env.Floor+a == from {
			main = len(ranges)
		}
		ranges = append(ranges, text.Range{Anchor: env.Floor + a, Head: env.Floor + b})
		return len(ranges) < maxCarets
	})
	return moveTo(s, env, text.Select(ranges, main))
}

// column is the number of cells before an offset of a line, Chinese counted as two.
func column(d text.Doc, off int) int {
	i := d.LineAt(off)
	return wide(d.Slice(d.LineStart(i), off))
}

// atColumn is the offset in line i at a column, or its end where it is shorter.
func atColumn(d text.Doc, i, col int) int {
	off, n := d.LineStart(i), 0
	for _, r := range d.Line(i) {
		w := wide(string(r))
		if n+w > col && w > 0 {
			break
		}
		n += w
		off += utf8.RuneLen(r)
	}
	return min(off, d.LineEnd(i))
}

// CaretAbove adds a caret in the line above the topmost one, at the same column.
func CaretAbove(s text.State, env Env) (text.Transaction, bool) { return addCaret(s, env, -1) }

// CaretBelow adds a caret in the line below the lowest one, at the same column.
func CaretBelow(s text.State, env Env) (text.Transaction, bool) { return addCaret(s, env, 1) }

func addCaret(s text.State, env Env, dir int) (text.Transaction, bool) {
	r := s.Selection.Ranges[0]
	if dir > 0 {
		r = s.Selection.Ranges[len(s.Selection.Ranges)-1]
	}
	i := s.Doc.LineAt(r.Head) + dir
	if i < 0 || i >= s.Doc.Lines() || s.Doc.LineStart(i) < env.Floor {
		return text.Transaction{}, false
	}
	off := atColumn(s.Doc, i, column(s.Doc, r.Head))
	ranges := append(append([]text.Range(nil), s.Selection.Ranges...), text.Range{Anchor: off, Head: off})
	return moveTo(s, env, text.Select(ranges, len(ranges)-1))
}

// CaretsInLines puts a caret at the end of each selected line.
func CaretsInLines(s text.State, env Env) (text.Transaction, bool) {
	var ranges []text.Range
	selected(s, func(i int, _ string, _ int) {
		if e := s.Doc.LineEnd(i); len(ranges) < maxCarets {
			ranges = append(ranges, text.Range{Anchor: e, Head: e})
		}
	})
	if len(ranges) < 2 {
		return text.Transaction{}, false
	}
	return moveTo(s, env, text.Select(ranges, len(ranges)-1))
}

// Column is the selection of a rectangle, as dragging with Alt makes it: in each line from one offset's to the other's the cells
// between their columns. Lines too short for it get none, unless the rectangle has no width.
func Column(d text.Doc, anchor, head int) text.Selection {
	a, b := d.LineAt(anchor), d.LineAt(head)
	c1, c2 := column(d, anchor), column(d, head)
	step := 1
	if b < a {
		step = -1
	}
	var ranges []text.Range
	for i := a; ; i += step {
		r := text.Range{Anchor: atColumn(d, i, c1), Head: atColumn(d, i, c2)}
		if !r.Empty() || c1 == c2 && column(d, r.Head) == c1 || i == b {
			ranges = append(ranges, r)
		}
		if i == b || len(ranges) == maxCarets {
			return text.Select(ranges, len(ranges)-1)
		}
	}
}

// Occurrences calls f with the places of sub in s, from left to right and apart, until f returns false.
func Occurrences(s, sub string, f func(from, to int) bool) {
	for at := 0; sub != ""; {
		k := strings.Index(s[at:], sub)
		if k < 0 || !f(at+k, at+k+len(sub)) {
			return
		}
		at += k + len(sub)
	}
}
