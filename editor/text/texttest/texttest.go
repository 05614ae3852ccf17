// Package texttest writes states as marked text, for tests. "|" is a bare caret and "«…»" a selected range whose head is at "»"
// (so "»…«" is one made backwards); there may be several, and the last one is the main one. Where the text itself has "|", as
// tables have, write carets as "‸": as soon as one stands in the text, "|" is an ordinary character.
package texttest

import (
	"fmt"
	"slices"
	"strings"

	"lanyard/editor/text"
)

// Parse reads marked text. It panics on unbalanced marks: they are a mistake in the test.
func Parse(marked string) text.State {
	var b strings.Builder
	var ranges []text.Range
	table := strings.ContainsRune(marked, '‸')
	open, openRune := -1, rune(0)
	for _, r := range marked {
		switch {
		case r == '‸' || (r == '|' && !table):
			ranges = append(ranges, text.Range{Anchor: b.Len(), Head: b.Len()})
		case (r == '«' || r == '»') && open < 0:
			open, openRune = b.Len(), r
		case r == '«' || r == '»':
			if r == openRune {
				panic(fmt.Sprintf("texttest: %q has two %q in a row", marked, r))
			}
			if r == '»' {
				ranges = append(ranges, text.Range{Anchor: open, Head: b.Len()})
			} else {
				ranges = append(ranges, text.Range{Anchor: b.Len(), Head: open})
			}
			open = -1
		default:
			b.WriteRune(r)
		}
	}
	if open >= 0 {
		panic(fmt.Sprintf("texttest: %q has a range without end", marked))
	}
	return text.State{Doc: text.New(b.String()), Selection: text.Select(ranges, len(ranges)-1)}
}

// Format is the marked text of a state.
func Format(s text.State) string {
	type mark struct {
		off  int
		text string
	}
	doc := s.Doc.String()
	caret := "|"
	if strings.Contains(doc, "|") {
		caret = "‸"
	}
	var marks []mark
	for _, r := range s.Selection.Ranges {
		switch {
		case r.Empty():
			marks = append(marks, mark{r.Head, caret})
		case r.Head > r.Anchor:
			marks = append(marks, mark{r.Anchor, "«"}, mark{r.Head, "»"})
		default:
			marks = append(marks, mark{r.Head, "»"}, mark{r.Anchor, "«"})
		}
	}
	for _, m := range slices.Backward(marks) {
		doc = doc[:m.off] + m.text + doc[m.off:]
	}
	return doc
}
