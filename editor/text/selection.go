package text

import "slices"

// Range is a selected stretch of text. Head is where the caret stands; Anchor == Head is a bare caret.
type Range struct {
	Anchor, Head int
}

// From is the smaller offset.
func (r Range) From() int { return min(r.Anchor, r.Head) }

// To is the larger offset.
func (r Range) To() int { return max(r.Anchor, r.Head) }

// Empty reports whether the range is a bare caret.
func (r Range) Empty() bool { return r.Anchor == r.Head }

// Selection is one or more ranges, sorted and apart, made by [Select]. Main is the index of the one that scrolling, the status bar
// and single-caret commands go by. It must not be modified.
type Selection struct {
	Ranges []Range
	Main   int
}

// Caret is the selection of one bare caret.
func Caret(off int) Selection { return Selection{Ranges: []Range{{off, off}}} }

// Single is the selection of one range.
func Single(anchor, head int) Selection { return Selection{Ranges: []Range{{anchor, head}}} }

// Select sorts the ranges and merges those that overlap or, where one of them is a bare caret, touch. main is an index into ranges.
// Without ranges it is a caret at 0.
func Select(ranges []Range, main int) Selection {
	switch len(ranges) {
	case 0:
		return Caret(0)
	case 1:
		return Selection{Ranges: slices.Clone(ranges)}
	}
	main = min(max(main, 0), len(ranges)-1)
	order := make([]int, len(ranges))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if d := ranges[a].From() - ranges[b].From(); d != 0 {
			return d
		}
		return ranges[a].To() - ranges[b].To()
	})
	out := Selection{Ranges: make([]Range, 0, len(ranges))}
	for _, i := range order {
		r := ranges[i]
		if n := len(out.Ranges) - 1; n >= 0 && touch(out.Ranges[n], r) {
			out.Ranges[n] = join(out.Ranges[n], r)
		} else {
			out.Ranges = append(out.Ranges, r)
		}
		if i == main {
			out.Main = len(out.Ranges) - 1
		}
	}
	return out
}

// touch reports whether b, which begins at or after a, has to merge with it.
func touch(a, b Range) bool {
	return b.From() < a.To() || (b.From() == a.To() && (a.Empty() || b.Empty()))
}

func join(a, b Range) Range {
	from, to := min(a.From(), b.From()), max(a.To(), b.To())
	if (a.Empty() && b.Head < b.Anchor) || (!a.Empty() && a.Head < a.Anchor) {
		return Range{to, from}
	}
	return Range{from, to}
}

// MainRange is the main range.
func (s Selection) MainRange() Range {
	if len(s.Ranges) == 0 {
		return Range{}
	}
	return s.Ranges[s.Main]
}

// Map takes the selection through a change. Carets go behind what is inserted at them; a range does not grow at its ends.
func (s Selection) Map(c Change) Selection {
	if c.Empty() {
		return s
	}
	out := make([]Range, len(s.Ranges))
	m := mapper{edits: c.edits}
	for i, r := range s.Ranges {
		if r.Empty() {
			p := m.pos(r.Head, 1)
			out[i] = Range{p, p}
			continue
		}
		from := m.pos(r.From(), 1)
		to := max(m.pos(r.To(), -1), from)
		if r.Head < r.Anchor {
			from, to = to, from
		}
		out[i] = Range{from, to}
	}
	return Select(out, s.Main)
}

// Clamp moves what is outside a document of that length to its end.
func (s Selection) Clamp(length int) Selection {
	for _, r := range s.Ranges {
		if r.From() < 0 || r.To() > length {
			out := make([]Range, len(s.Ranges))
			for i, r := range s.Ranges {
				out[i] = Range{min(max(r.Anchor, 0), length), min(max(r.Head, 0), length)}
			}
			return Select(out, s.Main)
		}
	}
	if len(s.Ranges) == 0 {
		return Caret(0)
	}
	return s
}

// Equal reports whether both have the same ranges and the same main one.
func (s Selection) Equal(o Selection) bool {
	return s.Main == o.Main && slices.Equal(s.Ranges, o.Ranges)
}
