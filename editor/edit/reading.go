package edit

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lanyard/editor/syntax"
	"lanyard/editor/text"
)

// reading is a paragraph with its markup.
type reading struct {
	para
	st      style
	marks   []syntax.Mark // of the style
	cross   []syntax.Mark // of other styles and links
	whole   [][2]int
	covered []span // has the style, sorted
}

func read(p para, st style) *reading {
	r := &reading{para: p, st: st}
	marks, whole := syntax.Inline(p.text)
	r.whole = whole
	for _, m := range marks {
		switch m.Kind {
		case st.kind:
			r.marks = append(r.marks, m)
			r.covered = append(r.covered, span{m.Text, m.End})
		case syntax.Mono:
			r.whole = append(r.whole, [2]int{m.Open, m.Close})
		default:
			r.cross = append(r.cross, m)
		}
	}
	r.covered = union(r.covered)
	kept := r.spans[:0]
	for _, s := range r.spans {
		if s = r.tidy(s); st.kind == syntax.Mono || r.letters(s) {
			kept = append(kept, s)
		}
	}
	r.spans = kept
	return r
}

// letters reports whether there is anything in a stretch that a style shows on; punctuation alone is left as it is.
func (r *reading) letters(s span) bool {
	for i := s.from; i < s.to; {
		_, n := utf8.DecodeRuneInString(r.text[i:])
		if !r.mute(i) && !r.marker(i) {
			return true
		}
		i += n
	}
	return false
}

// tidy moves the ends of a selection out of what must stay whole and out of markers, and off white space.
func (r *reading) tidy(s span) span {
	for changed := true; changed; {
		changed = false
		for _, w := range r.whole {
			if s.from > w[0] && s.from < w[1] {
				s.from, changed = w[0], true
			}
			if s.to > w[0] && s.to < w[1] {
				s.to, changed = w[1], true
			}
		}
		for _, m := range r.cross {
			if m.Kind == syntax.Link || m.Kind == 0 { // one end in a link's text, the other not: all of the link
				in := s.from >= m.Text && s.to <= m.End
				if !in && s.from < m.Close && s.to > m.Open {
					if s.from > m.Open {
						s.from, changed = m.Open, true
					}
					if s.to < m.Close {
						s.to, changed = m.Close, true
					}
				}
			}
		}
	}
	return r.trim(s)
}

// trim takes white space off the ends of a stretch.
func (r *reading) trim(s span) span {
	t := r.text[s.from:s.to]
	s.from += len(t) - len(strings.TrimLeftFunc(t, unicode.IsSpace))
	s.to = max(s.from, s.to-(len(t)-len(strings.TrimRightFunc(t, unicode.IsSpace))))
	return s
}

// all reports whether all that is selected has the style. White space, markers, and punctuation at the ends do not count.
func (r *reading) all() bool {
	seen := false
	for _, s := range r.spans {
		core := s
		for _, strip := range []bool{true, false} {
			core = s
			for core.from < core.to && (r.marker(core.from) || (strip && r.mute(core.from))) {
				_, n := utf8.DecodeRuneInString(r.text[core.from:])
				core.from += n
			}
			for core.to > core.from {
				_, n := utf8.DecodeLastRuneInString(r.text[core.from:core.to])
				if !r.marker(core.to-n) && (!strip || !r.mute(core.to-n)) {
					break
				}
				core.to -= n
			}
			if core.from < core.to {
				break
			}
		}
		for i := core.from; i < core.to; {
			c, n := utf8.DecodeRuneInString(r.text[i:])
			if !unicode.IsSpace(c) && !r.marker(i) {
				seen = true
				if !within(r.covered, i) {
					return false
				}
			}
			i += n
		}
	}
	return seen
}

// mute reports whether the rune at i is punctuation or white space.
func (r *reading) mute(i int) bool {
	c, _ := utf8.DecodeRuneInString(r.text[i:])
	return unicode.IsPunct(c) || unicode.IsSymbol(c) || unicode.IsSpace(c)
}

// marker reports whether the byte at i is part of a marker of emphasis.
func (r *reading) marker(i int) bool {
	for _, list := range [][]syntax.Mark{r.marks, r.cross} {
		for _, m := range list {
			if (i >= m.Open && i < m.Text) || (i >= m.End && i < m.Close) {
				return true
			}
		}
	}
	return false
}

func within(spans []span, i int) bool {
	for _, s := range spans {
		if s.from <= i && i < s.to {
			return true
		}
	}
	return false
}

// union sorts and merges stretches that touch.
func union(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	var out []span
	for _, s := range spans {
		if n := len(out) - 1; n >= 0 && s.from <= out[n].to {
			out[n].to = max(out[n].to, s.to)
		} else if s.from < s.to {
			out = append(out, s)
		}
	}
	return out
}

// minus takes b out of a; both are sorted and apart.
func minus(a, b []span) []span {
	var out []span
	for _, s := range a {
		for _, t := range b {
			if t.to <= s.from || t.from >= s.to {
				continue
			}
			if t.from > s.from {
				out = append(out, span{s.from, t.from})
			}
			s.from = min(t.to, s.to)
		}
		if s.from < s.to {
			out = append(out, s)
		}
	}
	return out
}

// change gives the edits that switch the style of the selection on or off. Markers of stretches that come out as they were are not
// touched.
func (r *reading) change(on bool) []text.Edit {
	if len(r.spans) == 0 {
		return nil
	}
	want := union(slices.Clone(r.spans))
	if on {
		// Stretches apart only by their own markers grow together.
		grown := append(slices.Clone(want), r.covered...)
		want = r.bridge(union(grown))
	} else {
		want = minus(r.covered, want)
	}
	want = r.split(want)
	var edits []text.Edit
	kept := map[span]bool{}
	for _, m := range r.marks {
		s := span{m.Text, m.End}
		if slices.Contains(want, s) {
			kept[s] = true
			continue
		}
		edits = append(edits, text.Edit{From: m.Open, To: m.Text}, text.Edit{From: m.End, To: m.Close})
	}
	gone := edits
	for _, s := range want {
		if kept[s] {
			continue
		}
		if s = r.place(s, gone); s.from < s.to {
			edits = append(edits, text.Edit{From: s.from, To: s.from, Insert: r.st.mark}, text.Edit{From: s.to, To: s.to, Insert: r.st.mark})
		}
	}
	edits = cancel(edits)
	if len(edits) == 0 || !r.works(edits, on) {
		return nil
	}
	return edits
}

// bridge joins stretches between which only markers of the style stand.
func (r *reading) bridge(spans []span) []span {
	var out []span
	for _, s := range spans {
		if n := len(out) - 1; n >= 0 {
			gap := true
			for i := out[n].to; i < s.from; i++ {
				if !slices.ContainsFunc(r.marks, func(m syntax.Mark) bool { return (i >= m.Open && i < m.Text) || (i >= m.End && i < m.Close) }) {
					gap = false
				}
			}
			if gap {
				out[n].to = s.to
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

// split cuts stretches where markup of another kind begins or ends inside of them without its other half, so that markup nests.
func (r *reading) split(spans []span) []span {
	for _, m := range r.cross {
		var out []span
		for _, s := range spans {
			opens, closes := s.from <= m.Open && s.to >= m.Text, s.from <= m.End && s.to >= m.Close
			switch {
			case s.to <= m.Open || s.from >= m.Close || (opens && closes) || (s.from >= m.Text && s.to <= m.End):
				out = append(out, s)
			default:
				for _, part := range []span{{s.from, min(s.to, m.Open)}, {max(s.from, m.Text), min(s.to, m.End)}, {max(s.from, m.Close), s.to}} {
					if part.from < part.to {
						out = append(out, part)
					}
				}
			}
		}
		spans = out
	}
	for i, s := range spans {
		spans[i] = r.trim(s)
	}
	return slices.DeleteFunc(spans, func(s span) bool { return s.from >= s.to })
}

// place moves the ends of a stretch inwards over punctuation until markers work there; empty when they do nowhere. gone are the
// markers that fall away.
func (r *reading) place(s span, gone []text.Edit) span {
	c := r.st.mark[0]
	for s.from < s.to {
		after, n := r.next(s.from, gone)
		if opens, _ := syntax.Flanking(c, r.prev(s.from, gone), after); opens {
			break
		}
		s.from += n
	}
	for s.from < s.to {
		before, n := utf8.DecodeLastRuneInString(r.text[s.from:s.to])
		after, _ := r.next(s.to, gone)
		if _, closes := syntax.Flanking(c, before, after); closes {
			break
		}
		s.to -= n
		if first, k := r.next(s.from, gone); n > 0 { // both halves of a pair stay outside
			if half, ok := closing(first); ok && half == before && s.from+k <= s.to {
				s.from += k
			}
		}
	}
	return r.trim(s)
}

// prev is the rune before i when the markers in gone are taken away, a space at the begin.
func (r *reading) prev(i int, gone []text.Edit) rune {
	for again := true; again; {
		again = false
		for _, e := range gone {
			if e.To == i && e.From < e.To {
				i, again = e.From, true
			}
		}
	}
	if i == 0 {
		return ' '
	}
	c, _ := utf8.DecodeLastRuneInString(r.text[:i])
	return c
}

// next is the rune at i when the markers in gone are taken away, a space at the end.
func (r *reading) next(i int, gone []text.Edit) (rune, int) {
	from := i
	for again := true; again; {
		again = false
		for _, e := range gone {
			if e.From == i && e.From < e.To {
				i, again = e.To, true
			}
		}
	}
	if i >= len(r.text) {
		return ' ', 1
	}
	c, n := utf8.DecodeRuneInString(r.text[i:])
	return c, i - from + n
}

// cancel drops an insertion of markers at a place where the same markers are deleted.
func cancel(edits []text.Edit) []text.Edit {
	drop := make([]bool, len(edits))
	for i, a := range edits {
		for k, b := range edits {
			if a.From < a.To && b.From == b.To && !drop[i] && !drop[k] && (b.From == a.From || b.From == a.To) && len(b.Insert) == a.To-a.From {
				drop[i], drop[k] = true, true
			}
		}
	}
	var out []text.Edit
	for i, e := range edits {
		if !drop[i] {
			out = append(out, e)
		}
	}
	return out
}

// works reads the edited paragraph again: what is visible must be the same, and the style as it was meant for every letter of the
// selection.
func (r *reading) works(edits []text.Edit, on bool) bool {
	c, err := text.NewChange(len(r.text), edits...)
	if err != nil {
		return false
	}
	after := c.Apply(text.New(r.text)).String()
	next := read(para{text: after}, r.st)
	if visible(r) != visible(next) {
		return false
	}
	for _, s := range r.spans {
		for i := s.from; i < s.to; i++ {
			if !utf8.RuneStart(r.text[i]) || r.marker(i) || r.mute(i) {
				continue
			}
			if k := c.Map(i, 1); within(next.covered, k) != on {
				return false
			}
		}
	}
	return true
}

// visible is the text without the markers of emphasis.
func visible(r *reading) string {
	var b strings.Builder
	for i := range len(r.text) {
		if !r.marker(i) {
			b.WriteByte(r.text[i])
		}
	}
	return b.String()
}
