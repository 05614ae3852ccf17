package paint

// Target is something that a click would do, for those who have no mouse: a link,
// a tick box, a button, details. X, Y, W and H are where it begins.
type Target struct {
	X, Y, W, H int
	Hit        Hit // its Source tells targets of a block apart
}

// Targets are those of s in the order of the page.
func (s *Set) Targets() []Target {
	var out []Target
	for _, it := range s.items {
		x, y, w, h := it.place()
		switch it := it.(type) {
		case *Lines:
			out = it.targets(out)
		case *tick:
			out = append(out, Target{x, y, w, h, Hit{Source: it.from, Task: true, Done: it.done, Line: -1}})
		case *button:
			out = append(out, Target{x, y, w, h, Hit{Source: it.from, Copy: it.copy, Fetch: it.fetch, Line: -1}})
		case *fold:
			out = append(out, Target{x, y, w, h, Hit{Source: it.block.From, Fold: it.block, Line: -1}})
		case *photo:
			if it.link != "" && it.h > 0 {
				out = append(out, Target{x, y, w, h, Hit{Source: it.from, Link: it.link, Line: -1}})
			}
		}
	}
	return out
}

// targets are the links of l; runs side by side that lead to the same place are
// one.
func (l *Lines) targets(out []Target) []Target {
	for i := 0; i < len(l.runs); i++ {
		r := l.runs[i]
		if r.link == "" {
			continue
		}
		for i+1 < len(l.runs) && l.runs[i+1].link == r.link && l.runs[i+1].at == r.to {
			i++
			r.to = l.runs[i].to
		}
		for _, q := range l.P.Rects(r.at, r.to) {
			row := l.P.Row(q.Row)
			out = append(out, Target{l.X + int(q.X0), l.Y + row.Top, max(int(q.X1-q.X0), 1), row.Height, Hit{Source: r.from, Link: r.link, Line: -1}})
			break
		}
	}
	return out
}
