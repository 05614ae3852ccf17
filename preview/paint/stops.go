package paint

// Stop is a source offset (in the top-level block) and the height at which it is
// shown. Between two stops both grow evenly.
type Stop struct{ Src, Y int }

// Stops are the rows of text and the pictures of s from its top to its bottom;
// neither offsets nor heights ever fall.
func (s *Set) Stops() []Stop {
	if s.stops != nil {
		return s.stops
	}
	last := Stop{0, s.Before}
	out := []Stop{last}
	add := func(src, y int) {
		last = Stop{max(src, last.Src), max(y, last.Y)}
		out = append(out, last)
	}
	for _, it := range s.items {
		switch it := it.(type) {
		case *Lines:
			if it.skip || it.from < 0 {
				continue
			}
			for i := range it.P.Rows() {
				r := it.P.Row(i)
				add(it.Source(r.From), it.Y+r.Top)
			}
			add(it.to, it.Y+it.P.Height())
		case *photo:
			if it.from >= 0 && it.h > 0 {
				add(it.from, it.y)
				add(it.to, it.y+it.h)
			}
		}
	}
	s.stops = out
	return out
}
