// Package merge owns the comparison of texts: the smallest change between two, the lines that differ, and the three-way merge of a text
// that two programs changed. Its functions are pure and may be called from any goroutine.
package merge

import (
	"strings"

	udiff "github.com/aymanbagabas/go-udiff"
)

// Edit replaces the bytes [From, To) of a text by Insert.
type Edit struct {
	From, To int
	Insert   string
}

// Change is the single edit that turns a into b, as small as whole runes allow; false when they are equal.
func Change(a, b string) (Edit, bool) {
	if a == b {
		return Edit{}, false
	}
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	for from > 0 && (from < len(a) && !runeStart(a[from]) || from < len(b) && !runeStart(b[from])) {
		from--
	}
	endA, endB := len(a), len(b)
	for endA > from && endB > from && a[endA-1] == b[endB-1] {
		endA--
		endB--
	}
	for endA < len(a) && !runeStart(a[endA]) {
		endA++
		endB++
	}
	return Edit{From: from, To: endA, Insert: b[from:endB]}, true
}

func runeStart(b byte) bool { return b&0xC0 != 0x80 }

// Result is a merged text. Conflicts are the places, in bytes of Text, where both sides changed the same lines differently; each holds
// both versions between markers.
type Result struct {
	Text      string
	Conflicts []Range
}

// Range is a half-open stretch of bytes.
type Range struct{ From, To int }

// The markers of a conflict, each on a line of its own, as Git writes them.
const (
	markMine   = "<<<<<<< "
	markMiddle = "======="
	markTheirs = ">>>>>>> "
)

// Labels name the two sides in the markers of a conflict.
type Labels struct{ Mine, Theirs string }

// Three merges by line what mine and theirs made of base. Where only one side changed lines, its lines stand; where both made the same of
// them, they stand once; else both stand as a conflict. Changes that touch count as overlapping, as in Git.
func Three(base, mine, theirs string, l Labels) Result {
	return three(base, lineEdits(base, mine), lineEdits(base, theirs), eolOf(base), l)
}

func eolOf(s string) string {
	if strings.Contains(s, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// three puts the edits of both sides together.
func three(base string, a, b []udiff.Edit, eol string, l Labels) Result {
	var out strings.Builder
	var conflicts []Range
	at := 0
	for len(a) > 0 || len(b) > 0 {
		from, to, na, nb := region(a, b)
		out.WriteString(base[at:from])
		left, right := apply(base, from, to, a[:na]), apply(base, from, to, b[:nb])
		switch {
		case nb == 0 || left == right:
			out.WriteString(left)
		case na == 0:
			out.WriteString(right)
		default:
			start := out.Len()
			writeConflict(&out, left, right, l, eol)
			conflicts = append(conflicts, Range{start, out.Len()})
		}
		at, a, b = to, a[na:], b[nb:]
	}
	out.WriteString(base[at:])
	return Result{Text: out.String(), Conflicts: conflicts}
}

func writeConflict(out *strings.Builder, left, right string, l Labels, eol string) {
	part := func(mark, text string) {
		out.WriteString(mark + eol + text)
		if text != "" && !strings.HasSuffix(text, "\n") {
			out.WriteString(eol)
		}
	}
	part(markMine+l.Mine, left)
	part(markMiddle, right)
	out.WriteString(markTheirs + l.Theirs + eol)
}

// region finds the next stretch of base that one or both sides changed, and how many edits of each lie in it.
func region(a, b []udiff.Edit) (from, to, na, nb int) {
	switch {
	case len(a) == 0:
		from = b[0].Start
	case len(b) == 0:
		from = a[0].Start
	default:
		from = min(a[0].Start, b[0].Start)
	}
	to = from
	for grown := true; grown; {
		grown = false
		for na < len(a) && a[na].Start <= to {
			to, grown = max(to, a[na].End), true
			na++
		}
		for nb < len(b) && b[nb].Start <= to {
			to, grown = max(to, b[nb].End), true
			nb++
		}
	}
	return from, to, na, nb
}

// apply gives base[from:to] after the edits, all of which lie in it.
func apply(base string, from, to int, edits []udiff.Edit) string {
	var out strings.Builder
	for _, e := range edits {
		out.WriteString(base[from:e.Start] + e.New)
		from = e.End
	}
	out.WriteString(base[from:to])
	return out.String()
}
