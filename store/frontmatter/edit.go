package frontmatter

import (
	"slices"
	"strings"
)

// Edit replaces the bytes [From, To) of a text by Insert. Several edits are
// sorted, do not overlap, and all speak of the text before any of them.
type Edit struct {
	From, To int
	Insert   string
}

// Apply returns src with the edits made. They must be as Edit says.
func Apply(src string, edits []Edit) string {
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(src[at:e.From])
		b.WriteString(e.Insert)
		at = e.To
	}
	b.WriteString(src[at:])
	return b.String()
}

// Invert returns the edits that turn Apply(src, edits) back into src.
func Invert(src string, edits []Edit) []Edit {
	back := make([]Edit, len(edits))
	moved := 0
	for i, e := range edits {
		from := e.From + moved
		back[i] = Edit{from, from + len(e.Insert), src[e.From:e.To]}
		moved += len(e.Insert) - (e.To - e.From)
	}
	return back
}

// Shift returns the edits moved by n bytes.
func Shift(edits []Edit, n int) []Edit {
	out := slices.Clone(edits)
	for i := range out {
		out[i].From += n
		out[i].To += n
	}
	return out
}

// sortEdits puts edits made in any order into the order of Edit.
func sortEdits(edits []Edit) []Edit {
	slices.SortStableFunc(edits, func(a, b Edit) int { return a.From - b.From })
	return edits
}

// diff returns the one edit that turns before into after, without the bytes
// they begin and end with alike; none when they are equal. It does not divide
// a character or a \r\n.
func diff(before, after string) []Edit {
	if before == after {
		return nil
	}
	head := 0
	for head < len(before) && head < len(after) && before[head] == after[head] {
		head++
	}
	tail := 0
	for tail < len(before)-head && tail < len(after)-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	for head > 0 && (splits(before, head) || splits(after, head)) {
		head--
	}
	for tail > 0 && (splits(before, len(before)-tail) || splits(after, len(after)-tail)) {
		tail--
	}
	return []Edit{{head, len(before) - tail, after[head : len(after)-tail]}}
}

// splits reports whether byte offset i lies inside a character or a \r\n.
func splits(s string, i int) bool {
	if i <= 0 || i >= len(s) {
		return false
	}
	return s[i]&0xC0 == 0x80 || s[i] == '\n' && s[i-1] == '\r'
}
