package paint

import (
	"image/color"
	"sort"

	"lanyard/assets/typeset"
	"lanyard/store/markdown"
)

// Set is a block (or the head, or the footnotes) set at a width. Positions are
// relative to its top left corner; Source offsets are those of its top-level
// block.
type Set struct {
	Width  int // what it needs; wider than asked for where a table cannot be narrower
	Height int
	Before int // white space at the top, part of Height

	items []item
	codes []*codePiece
	stops []Stop // made when first asked for
	text  []*Lines
}

type item interface{ place() (x, y, w, h int) }

// Lines is a set paragraph.
type Lines struct {
	P        *typeset.Paragraph
	X, Y     int
	runs     []run
	from, to int    // of the source
	after    string // what a copy puts behind it
	skip     bool   // not part of a copy: list markers, labels
}

func (l *Lines) place() (x, y, w, h int) { return l.X, l.Y, 1 << 20, l.P.Height() }

// run maps bytes of a paragraph to the source.
type run struct {
	at, to    int
	from, end int
	link      string
	task      *markdown.Inline
	key       any
	code      bool
	pad       bool // room around a tint, no text
	tint      color.NRGBA
}

type rect struct {
	x, y, w, h int
	fill       color.NRGBA
	line       color.NRGBA
	width      int
	radius     int
}

func (r *rect) place() (x, y, w, h int) { return r.x, r.y, r.w, r.h }

// photo is a picture in its place.
type photo struct {
	x, y, w, h int
	dest       string
	link       string
	radius     int
	from, to   int
	state      PictureState
}

func (p *photo) place() (x, y, w, h int) { return p.x, p.y, p.w, p.h }

// tick is the box of a task.
type tick struct {
	x, y, size int
	done       bool
	from       int
}

func (t *tick) place() (x, y, w, h int) { return t.x, t.y, t.size, t.size }

// button is a small clickable word, such as that which copies code.
type button struct {
	x, y, w, h int
	label      *Lines
	copy       string
	fetch      string
	from       int // of the source
}

func (b *button) place() (x, y, w, h int) { return b.x, b.y, b.w, b.h }

// Hit is what lies at a point.
type Hit struct {
	Source int    // offset in the top-level block, -1 for none
	Link   string // destination
	Task   bool   // a tick box; Source is that of its "[ ]"
	Done   bool
	Copy   string          // text a click copies
	Fetch  string          // address of a remote picture a click loads
	Fold   *markdown.Block // details that a click opens or closes
	Text   bool            // over text
	Line   int             // index of the nearest Lines, -1 for none
	Offset int             // in its text
}

// HitAt tells what lies at a point.
func (s *Set) HitAt(x, y int) Hit {
	h := Hit{Source: -1, Line: -1}
	for i := len(s.items) - 1; i >= 0; i-- {
		ix, iy, iw, ih := s.items[i].place()
		if x < ix || y < iy || x >= ix+iw || y >= iy+ih {
			continue
		}
		switch it := s.items[i].(type) {
		case *tick:
			return Hit{Source: it.from, Task: true, Done: it.done, Line: -1}
		case *button:
			return Hit{Source: -1, Copy: it.copy, Fetch: it.fetch, Line: -1}
		case *fold:
			if h.Source < 0 && !s.overLink(x, y) {
				return Hit{Source: it.block.From, Fold: it.block, Line: -1}
			}
		case *photo:
			h.Source, h.Link = it.from, it.link
			if it.state == PictureRemote {
				h.Fetch = it.dest
			}
		}
	}
	if h.Source >= 0 {
		return h
	}
	best := 1 << 30
	for i, l := range s.text {
		ph := l.P.Height()
		dy := 0
		if y < l.Y {
			dy = l.Y - y
		} else if y >= l.Y+ph {
			dy = y - l.Y - ph + 1
		}
		dx := 0
		if x < l.X {
			dx = l.X - x
		} else if w := l.width(); x > l.X+w {
			dx = x - l.X - w
		}
		if d := dy*4 + dx; d < best {
			best, h.Line = d, i
		}
	}
	if h.Line < 0 {
		return h
	}
	l := s.text[h.Line]
	off, inside := l.hit(x, y)
	h.Offset = off
	h.Source = l.Source(off)
	h.Text = inside
	if inside {
		if r := l.runAt(off, x, y); r != nil {
			h.Link = r.link
			if r.task != nil {
				h.Task, h.Done, h.Source = true, r.task.Checked, r.task.From
			}
		}
	}
	return h
}

// overLink reports whether a link lies at a point.
func (s *Set) overLink(x, y int) bool {
	for _, l := range s.text {
		if off, inside := l.hit(x, y); inside {
			if r := l.runAt(off, x, y); r != nil {
				return true
			}
		}
	}
	return false
}

func (l *Lines) width() int {
	w := float32(0)
	for i := range l.P.Rows() {
		if i > 64 {
			break
		}
		r := l.P.Row(i)
		w = max(w, r.X+r.Width)
	}
	return int(w)
}

// rowAt is the row at a height above the paragraph's top.
func (l *Lines) rowAt(y int) int {
	n := l.P.Rows()
	return min(max(sort.Search(n, func(i int) bool { return l.P.Row(i).Top > y })-1, 0), max(n-1, 0))
}

func (l *Lines) hit(x, y int) (off int, inside bool) {
	row := l.rowAt(y - l.Y)
	off, _ = l.P.Hit(row, float32(x-l.X))
	r := l.P.Row(row)
	fx := float32(x - l.X)
	inside = y >= l.Y && y < l.Y+l.P.Height() && fx >= r.X-2 && fx <= r.X+r.Width+2
	return off, inside
}

func (l *Lines) runAt(off, x, y int) *run {
	fx := float32(x - l.X)
	row := l.rowAt(y - l.Y)
	for i := range l.runs {
		r := &l.runs[i]
		if r.link == "" && r.task == nil || off < r.at || off > r.to {
			continue
		}
		for _, q := range l.P.Rects(r.at, r.to) {
			if q.Row == row && fx >= q.X0-1 && fx <= q.X1+1 {
				return r
			}
		}
	}
	return nil
}

// Source maps an offset of the text to the source.
func (l *Lines) Source(off int) int {
	i := sort.Search(len(l.runs), func(i int) bool { return l.runs[i].at > off }) - 1
	if i < 0 {
		return l.from
	}
	r := l.runs[i]
	if r.to-r.at == r.end-r.from {
		return r.from + min(off, r.to) - r.at
	}
	if off >= r.to {
		return r.end
	}
	return r.from
}

// Lines are the paragraphs in reading order.
func (s *Set) Lines() []*Lines { return s.text }

// Copy is the text of l between two offsets as it is copied, with what parts it
// from the next paragraph when it is copied to its end.
func (l *Lines) Copy(from, to int) string {
	if l.skip {
		return ""
	}
	t := l.P.Text()
	from, to = min(max(from, 0), len(t)), min(max(to, 0), len(t))
	if from > to {
		return ""
	}
	out := make([]byte, 0, to-from)
	pads := map[int]bool{}
	for _, r := range l.runs {
		if r.pad {
			pads[r.at] = true
		}
	}
	for i := from; i < to; i++ {
		if pads[i] {
			i++ // two bytes
			continue
		}
		if i+3 <= to && t[i:i+3] == "\uFFFC" {
			i += 2
			continue
		}
		out = append(out, t[i])
	}
	if to == len(t) {
		return string(out) + l.after
	}
	return string(out)
}

// Areas are the rectangles of the text of l between two offsets: x, y, w, h.
func (l *Lines) Areas(from, to int) [][4]int {
	var out [][4]int
	for _, r := range l.P.Rects(from, to) {
		row := l.P.Row(r.Row)
		out = append(out, [4]int{l.X + int(r.X0), l.Y + row.Top, max(int(r.X1-r.X0), 2), row.Height})
	}
	return out
}

// Skipped reports whether l is no part of what is copied.
func (l *Lines) Skipped() bool { return l.skip }

// YOf gives the height at which the source offset (in the top-level block) is
// shown.
func (s *Set) YOf(src int) int {
	y := s.Before
	for _, it := range s.items {
		switch it := it.(type) {
		case *Lines:
			if it.skip || it.from > src {
				continue
			}
			y = max(y, it.Y)
			if src <= it.to {
				for _, r := range it.runs {
					if r.from <= src && src <= r.end && r.to > r.at {
						off := r.at
						if r.to-r.at == r.end-r.from {
							off += src - r.from
						}
						y = it.Y + it.P.Row(it.P.RowAt(min(off, len(it.P.Text())), false)).Top
					}
				}
			}
		case *photo:
			if it.from <= src {
				y = max(y, it.y)
			}
		}
	}
	return y
}

// SourceAt is the source offset shown at a height: the reverse of YOf.
func (s *Set) SourceAt(y int) int {
	src := 0
	for _, it := range s.items {
		switch it := it.(type) {
		case *Lines:
			if it.skip || it.Y > y {
				continue
			}
			row := it.rowAt(y - it.Y)
			src = max(src, it.Source(it.P.Row(row).From))
		case *photo:
			if it.y <= y {
				src = max(src, it.from)
			}
		}
	}
	return src
}

// Photos are the destinations of the pictures with the heights where they are.
func (s *Set) Photos(visit func(dest string, y, h int)) {
	for _, it := range s.items {
		if p, ok := it.(*photo); ok {
			visit(p.dest, p.y, p.h)
		}
	}
}
