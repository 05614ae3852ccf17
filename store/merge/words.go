package merge

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	udiff "github.com/aymanbagabas/go-udiff"
)

// maxWords bounds the bytes of a stretch of lines that is compared by word from the start; a longer one is compared by line first.
const maxWords = 16 << 10

// wordEdits gives the edits of whole words that turn a into b, in order and apart from each other by at least one word. A word is a run of
// letters and digits of one script's kind, a single Han character, a run of blanks, or one other character.
func wordEdits(a, b string) []udiff.Edit {
	if len(a)+len(b) <= maxWords {
		return wordsOf(a, b)
	}
	lines := udiff.Lines(a, b)
	slices.SortStableFunc(lines, inOrder)
	var out []udiff.Edit
	for _, l := range lines {
		for _, e := range wordsOf(a[l.Start:l.End], l.New) {
			out = append(out, udiff.Edit{Start: l.Start + e.Start, End: l.Start + e.End, New: e.New})
		}
	}
	return out
}

func wordsOf(a, b string) []udiff.Edit {
	if len(a)+len(b) > maxWords {
		return whole(a, b)
	}
	edits := udiff.Strings(a, b)
	slices.SortStableFunc(edits, inOrder)
	cuts := wordCuts(a)
	var out []udiff.Edit
	for i := 0; i < len(edits); {
		from, to := wordsAround(cuts, edits[i])
		n := i + 1
		for n < len(edits) {
			start, end := wordsAround(cuts, edits[n])
			if start > to { // neither in the same word nor in the one beside it
				break
			}
			to = max(to, end)
			n++
		}
		out = append(out, udiff.Edit{Start: from, End: to, New: apply(a, from, to, edits[i:n])})
		i = n
	}
	return out
}

// whole is the one edit between two texts.
func whole(a, b string) []udiff.Edit {
	e, ok := Change(a, b)
	if !ok {
		return nil
	}
	return []udiff.Edit{{Start: e.From, End: e.To, New: e.Insert}}
}

// wordsAround is the stretch of whole words that an edit changes.
func wordsAround(cuts []int, e udiff.Edit) (from, to int) {
	i, exact := slices.BinarySearch(cuts, e.Start)
	if !exact {
		i--
	}
	j, _ := slices.BinarySearch(cuts, e.End)
	return cuts[i], cuts[j]
}

// wordCuts are the offsets between the words of s, with 0 and its length.
func wordCuts(s string) []int {
	cuts := []int{0}
	var last wordKind
	for at, r := range s {
		k := kindOf(r)
		if at > 0 && (k != last || k == other) {
			cuts = append(cuts, at)
		}
		last = k
	}
	if s != "" {
		cuts = append(cuts, len(s))
	}
	return cuts
}

type wordKind uint8

const (
	other wordKind = iota // a word by itself
	letters
	blanks
)

func kindOf(r rune) wordKind {
	switch {
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return other
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '_':
		return letters
	case r == ' ', r == '\t':
		return blanks
	}
	return other
}

// ThreeByWord is [Three] for two changes of the same author, such as what was typed while the program rewrote a link: where both changed the
// same lines but other words of them, both changes stand. A conflict is of whole lines.
func ThreeByWord(base, mine, theirs string, l Labels) Result {
	if !utf8.ValidString(base) || !utf8.ValidString(mine) || !utf8.ValidString(theirs) {
		return Three(base, mine, theirs, l)
	}
	a, b := editsBetween(base, mine, wordEdits), editsBetween(base, theirs, wordEdits)
	for {
		lines := conflictingLines(base, a, b)
		left, right := gathered(base, a, lines), gathered(base, b, lines)
		if len(left) == len(a) && len(right) == len(b) { // no conflict grew
			return three(base, left, right, eolOf(base), l)
		}
		a, b = left, right
	}
}

// conflictingLines are the stretches of whole lines of base that hold what both sides changed differently, in order and apart.
func conflictingLines(base string, a, b []udiff.Edit) []Range {
	var out []Range
	for len(a) > 0 || len(b) > 0 {
		from, to, na, nb := region(a, b)
		if na > 0 && nb > 0 && apply(base, from, to, a[:na]) != apply(base, from, to, b[:nb]) {
			r := Range{strings.LastIndexByte(base[:from], '\n') + 1, len(base)}
			if to > r.From && base[to-1] == '\n' {
				r.To = to
			} else if i := strings.IndexByte(base[to:], '\n'); i >= 0 {
				r.To = to + i + 1
			}
			if n := len(out); n > 0 && r.From <= out[n-1].To {
				out[n-1].To = max(out[n-1].To, r.To)
			} else {
				out = append(out, r)
			}
		}
		a, b = a[na:], b[nb:]
	}
	return out
}

// gathered makes one edit of each stretch of lines and of all edits that touch it.
func gathered(base string, edits []udiff.Edit, lines []Range) []udiff.Edit {
	var out []udiff.Edit
	for _, r := range lines {
		for len(edits) > 0 && edits[0].End < r.From {
			out = append(out, edits[0])
			edits = edits[1:]
		}
		from, to, n := r.From, r.To, 0
		for n < len(edits) && edits[n].Start <= to {
			from, to = min(from, edits[n].Start), max(to, edits[n].End)
			n++
		}
		if n > 0 {
			out = append(out, udiff.Edit{Start: from, End: to, New: apply(base, from, to, edits[:n])})
		}
		edits = edits[n:]
	}
	return append(out, edits...)
}

// Edits gives the edits that turn a into b, in order, sorted and apart, each as small as the words that differ: what stands between them keeps
// its place. Offsets are bytes of a.
func Edits(a, b string) []Edit {
	span, ok := Change(a, b)
	if !ok {
		return nil
	}
	// Only the lines from the first difference to the last are compared: a megabyte in which a word changed takes no time then.
	tail := len(a) - span.To
	from := strings.LastIndexByte(a[:span.From], '\n') + 1
	if i := strings.IndexByte(a[span.To:], '\n'); i >= 0 {
		tail -= i + 1
	} else {
		tail = 0
	}
	var out []Edit
	for _, e := range editsBetween(a[from:len(a)-tail], b[from:len(b)-tail], wordEdits) {
		e.Start, e.End = e.Start+from, e.End+from
		if small, ok := Change(a[e.Start:e.End], e.New); ok {
			small.From += e.Start
			small.To += e.Start
			out = append(out, small)
		}
	}
	return out
}
