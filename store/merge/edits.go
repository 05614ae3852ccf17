package merge

import (
	"slices"
	"strings"

	udiff "github.com/aymanbagabas/go-udiff"
)

// lineEdits gives the edits of whole lines that turn a into b, in order. udiff gives up on texts with more than a hundred scattered
// differences and calls all between the first and the last of them changed, which would be a conflict with any change in there. So the lines
// that both texts have exactly once are matched first, as patience diff does, and udiff compares only what lies between them.
func lineEdits(a, b string) []udiff.Edit {
	return editsBetween(a, b, func(a, b string) []udiff.Edit {
		edits := udiff.Lines(a, b)
		slices.SortStableFunc(edits, inOrder)
		return edits
	})
}

func inOrder(x, y udiff.Edit) int {
	if x.Start != y.Start {
		return x.Start - y.Start
	}
	return x.End - y.End
}

// editsBetween gives the edits that turn a into b, in order; compare finds them between two lines that both texts have once.
func editsBetween(a, b string, compare func(a, b string) []udiff.Edit) []udiff.Edit {
	var out []udiff.Edit
	la, lb := newLines(a), newLines(b)
	gap := func(fromA, toA, fromB, toB int) {
		startA, endA := la.offset[fromA], la.offset[toA]
		startB, endB := lb.offset[fromB], lb.offset[toB]
		switch {
		case startA == endA && startB == endB:
		case startA == endA || startB == endB:
			out = append(out, udiff.Edit{Start: startA, End: endA, New: b[startB:endB]})
		default:
			for _, e := range compare(a[startA:endA], b[startB:endB]) {
				out = append(out, udiff.Edit{Start: startA + e.Start, End: startA + e.End, New: e.New})
			}
		}
	}
	i, j := 0, 0 // behind the last equal line
	for _, m := range anchors(la, lb) {
		if m.a < i || m.b < j {
			continue // passed with the lines around another anchor
		}
		x, y := m.a, m.b
		for x > i && y > j && la.at(x-1) == lb.at(y-1) {
			x, y = x-1, y-1
		}
		gap(i, x, j, y)
		i, j = m.a+1, m.b+1
		for i < la.len() && j < lb.len() && la.at(i) == lb.at(j) {
			i, j = i+1, j+1
		}
	}
	gap(i, la.len(), j, lb.len())
	return out
}

// lines is a text cut after each line end.
type lines struct {
	text   string
	offset []int // of each line, and of the end
}

func newLines(text string) lines {
	l := lines{text: text, offset: make([]int, 1, strings.Count(text, "\n")+2)}
	for at := 0; at < len(text); {
		if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
			at += n + 1
		} else {
			at = len(text)
		}
		l.offset = append(l.offset, at)
	}
	return l
}

func (l lines) len() int        { return len(l.offset) - 1 }
func (l lines) at(i int) string { return l.text[l.offset[i]:l.offset[i+1]] }

// match is a line that is the same in both texts.
type match struct{ a, b int }

// anchors gives the longest chain of lines that are in each text exactly once, in the order of both.
func anchors(a, b lines) []match {
	type places struct{ a, b, inA, inB int }
	seen := make(map[string]*places, a.len())
	for i := range a.len() {
		p := seen[a.at(i)]
		if p == nil {
			p = new(places)
			seen[a.at(i)] = p
		}
		p.a = i
		p.inA++
	}
	for i := range b.len() {
		if p := seen[b.at(i)]; p != nil {
			p.b = i
			p.inB++
		}
	}
	var all []match
	for i := range a.len() {
		if p := seen[a.at(i)]; p.inA == 1 && p.inB == 1 {
			all = append(all, match{p.a, p.b})
		}
	}
	return longest(all)
}

// longest is the longest subsequence of matches, sorted by a, that is sorted by b too.
func longest(all []match) []match {
	var tops []int // of the piles of patience, as indices of all
	before := make([]int, len(all))
	for i, m := range all {
		pile, _ := slices.BinarySearchFunc(tops, m.b, func(top, b int) int { return all[top].b - b })
		before[i] = -1
		if pile > 0 {
			before[i] = tops[pile-1]
		}
		if pile == len(tops) {
			tops = append(tops, i)
		} else {
			tops[pile] = i
		}
	}
	out := make([]match, len(tops))
	if len(tops) == 0 {
		return out
	}
	for i, n := tops[len(tops)-1], len(out)-1; n >= 0; i, n = before[i], n-1 {
		out[n] = all[i]
	}
	return out
}
