package edit

import (
	"slices"
	"strings"

	"lanyard/editor/syntax"
	"lanyard/editor/text"
)

// FixEmphasis makes pairs of stars that stay literal work: in the selected paragraphs, or the caret's, it moves markers inwards over
// the punctuation that spoils them, so that "**“加粗”**后文" becomes "“**加粗**”后文".
func FixEmphasis(s text.State, env Env) (text.Transaction, bool) {
	var edits []text.Edit
	done := -1
	inCode := code(s.Doc, env.Floor, s.Doc.LineAt(s.Selection.Ranges[len(s.Selection.Ranges)-1].To()))
	for _, r := range s.Selection.Ranges {
		for i := s.Doc.LineAt(r.From()); i <= s.Doc.LineAt(r.To()); i++ {
			first, last := paraLines(s.Doc, env, i)
			if first <= done {
				continue
			}
			done = last
			i = last
			start := s.Doc.LineStart(first) + textStart(s.Doc.Line(first))
			if inCode(first) || start < env.Floor || s.Doc.LineEnd(last)-start > maxInline/4 {
				continue
			}
			for _, e := range fixes(s.Doc.Slice(start, s.Doc.LineEnd(last))) {
				edits = append(edits, text.Edit{From: start + e.From, To: start + e.To, Insert: e.Insert})
			}
		}
	}
	if len(edits) == 0 {
		return text.Transaction{}, false
	}
	return Transaction(s, env, text.Command, edits, nil)
}

// fixes are the edits that make literal stars of a paragraph work, pair by pair.
func fixes(s string) []text.Edit {
	st := style{syntax.Strong, "**"}
	r := read(para{text: s}, st)
	var at []int
	for i := 0; i < len(s); {
		n := len(s[i:]) - len(strings.TrimLeft(s[i:], "*"))
		if n == 2 && !r.marker(i) && !slices.ContainsFunc(r.whole, func(w [2]int) bool { return w[0] <= i && i < w[1] }) {
			at = append(at, i)
		}
		i += max(n, 1)
	}
	var out []text.Edit
	for k := 0; k+1 < len(at); k += 2 {
		a, b := at[k], at[k+1]
		gone := []text.Edit{{From: a, To: a + 2}, {From: b, To: b + 2}}
		to := r.place(r.trim(span{a + 2, b}), gone)
		if to.from >= to.to || strings.Contains(s[a:b], "\n\n") {
			continue
		}
		edits := append(gone, text.Edit{From: to.from, To: to.from, Insert: "**"}, text.Edit{From: to.to, To: to.to, Insert: "**"})
		c, err := text.NewChange(len(s), cancel(edits)...)
		if err != nil || c.Empty() {
			continue
		}
		marks, _ := syntax.Inline(c.Apply(text.New(s)).String())
		from := c.Map(to.from, 1)
		if slices.ContainsFunc(marks, func(m syntax.Mark) bool { return m.Kind == syntax.Strong && m.Open <= from && from <= m.End }) {
			out = append(out, cancel(edits)...)
		}
	}
	return out
}
