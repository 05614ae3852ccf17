package layout

import "lanyard/assets/typeset"

// Para is a shaped paragraph in its place: a line, or a piece of a very long one. It is good until the next change; its Top until
// a paragraph above it is looked at for the first time.
type Para struct {
	From, To int // of the document; the terminator is left out
	End      int // where the next paragraph begins
	Top      int
	P        *typeset.Paragraph
	Version  uint64         // differs whenever the rows may look different
	Spans    []typeset.Span // what it was shaped with; must not be modified
	Whole    bool           // begins a line, rather than going on with one

	c cursor
}

func (l *Layout) para(c cursor) Para {
	pa := l.set(c)
	u := l.index.at(c)
	from := l.floor + c.off
	end := from + int(u.bytes)
	whole := true
	if p, ok := l.index.prev(c); ok {
		whole = l.index.at(p).flags&goesOn == 0
	}
	return Para{From: from, To: end - u.term(), End: end, Top: c.top, P: pa.p, Version: pa.version, Spans: pa.spans, Whole: whole, c: c}
}

// At is the paragraph that holds the offset, which is clamped to what has rows.
func (l *Layout) At(off int) Para { return l.para(l.index.byOffset(off - l.floor)) }

// Next is the paragraph after p.
func (l *Layout) Next(p Para) (Para, bool) {
	c, ok := l.index.next(p.c)
	if !ok {
		return p, false
	}
	return l.para(c), true
}

// Prev is the paragraph before p.
func (l *Layout) Prev(p Para) (Para, bool) {
	c, ok := l.index.prev(p.c)
	if !ok {
		return p, false
	}
	return l.para(c), true
}

// Top is the distance of the offset's paragraph from the top, as far as it is known; nothing is shaped for it.
func (l *Layout) Top(off int) int { return l.index.byOffset(off - l.floor).top }

// OffsetAtY is the begin of the paragraph at a distance from the top, as far as it is known; nothing is shaped for it. rest is the
// distance from that paragraph's top.
func (l *Layout) OffsetAtY(y int) (off, rest int) {
	c := l.index.byY(y)
	return l.floor + c.off, max(0, y-c.top)
}

// Caret is the place of a caret.
type Caret struct {
	Para Para
	Row  int     // of the paragraph
	X    float32 // from the column's left edge
	Top  int     // of the row
}

// Caret finds a caret. upstream says which one, where a row wraps without a break between: at the end of the upper row, or else at
// the begin of the lower one.
func (l *Layout) Caret(off int, upstream bool) Caret {
	c := l.index.byOffset(off - l.floor)
	if upstream && off-l.floor == c.off {
		if p, ok := l.index.prev(c); ok && l.index.at(p).flags&goesOn != 0 {
			l.set(p)
			c = l.index.byOffset(p.off)
		}
	}
	p := l.para(c)
	at := min(max(off-p.From, 0), p.To-p.From)
	row := p.P.RowAt(at, upstream)
	return Caret{Para: p, Row: row, X: p.P.CaretX(at, row), Top: p.Top + p.P.Row(row).Top}
}

// Hit is the caret nearest to a point.
func (l *Layout) Hit(x float32, y int) (off int, upstream bool) {
	p := l.para(l.index.byY(y))
	for y >= p.Top+p.P.Height() {
		n, ok := l.Next(p)
		if !ok {
			break
		}
		p = n
	}
	return l.HitRow(p, RowAtY(p.P, y-p.Top), x)
}

// HitRow is the caret nearest to x on a row.
func (l *Layout) HitRow(p Para, row int, x float32) (off int, upstream bool) {
	at, up := p.P.Hit(row, x)
	return p.From + at, up
}

// RowAtY is the row of a paragraph at a distance from its top.
func RowAtY(p *typeset.Paragraph, y int) int {
	lo, hi := 0, p.Rows()-1
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if p.Row(mid).Top <= y {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// RowEnds are the ends of the caret's row. last says that the paragraph ends there, so that a caret at to stands behind its text
// and not, as otherwise, upstream of the wrap.
func (l *Layout) RowEnds(off int, upstream bool) (from, to int, last bool) {
	c := l.Caret(off, upstream)
	r := c.Para.P.Row(c.Row)
	last = c.Row == c.Para.P.Rows()-1 && (c.Para.End != c.Para.To || c.Para.End == l.doc.Len())
	return c.Para.From + r.From, min(c.Para.From+r.To, c.Para.To), last
}

// Vertical moves a caret by rows, negative is up, and puts it near goal, the x that the motion set out from. At the first or last
// row ok is false and the caret goes no further.
func (l *Layout) Vertical(off int, upstream bool, rows int, goal float32) (to int, up, ok bool) {
	c := l.Caret(off, upstream)
	p, row := c.Para, c.Row
	ok = true
	for ; rows > 0; rows-- {
		if row+1 < p.P.Rows() {
			row++
			continue
		}
		n, more := l.Next(p)
		if !more {
			ok = false
			break
		}
		p, row = n, 0
	}
	for ; rows < 0; rows++ {
		if row > 0 {
			row--
			continue
		}
		n, more := l.Prev(p)
		if !more {
			ok = false
			break
		}
		p, row = n, n.P.Rows()-1
	}
	to, up = l.HitRow(p, row, goal)
	return to, up, ok
}

// Place names the row at the top of a viewport: it holds the offset, and y of its pixels are above the viewport. Naming it so keeps
// what is seen in its place when heights above are corrected, the text changes or the width does.
type Place struct{ Off, Y int }

// Walk is the place dy pixels below another one. Everything between them is measured on the way. It ends at the first row's top and
// in the last row.
func (l *Layout) Walk(at Place, dy int) Place {
	c := l.Caret(at.Off, false)
	p := c.Para
	y := p.P.Row(c.Row).Top + at.Y + dy // from the top of p
	for y < 0 {
		n, ok := l.Prev(p)
		if !ok {
			return Place{l.floor, 0}
		}
		p = n
		y += p.P.Height()
	}
	for y >= p.P.Height() {
		n, ok := l.Next(p)
		if !ok {
			break
		}
		y -= p.P.Height()
		p = n
	}
	row := p.P.Row(RowAtY(p.P, y))
	return Place{p.From + row.From, min(y-row.Top, row.Height-1)}
}

// Below is the height of what follows a place down to the end of the text, or limit where it is more than that.
func (l *Layout) Below(at Place, limit int) int {
	c := l.Caret(at.Off, false)
	h := c.Para.P.Height() - c.Para.P.Row(c.Row).Top - at.Y
	for p, ok := c.Para, true; h < limit; h += p.P.Height() {
		if p, ok = l.Next(p); !ok {
			return h
		}
	}
	return limit
}

// Distance is the height from a place to the top of a caret's row, negative when the caret is above, as far as limit to either
// side: beyond, near is false.
func (l *Layout) Distance(from Place, off int, upstream bool, limit int) (dy int, near bool) {
	a := l.Caret(from.Off, false)
	b := l.Caret(off, upstream)
	top := a.Para.P.Row(a.Row).Top + from.Y
	if b.Para.From < a.Para.From {
		h := 0 // from the top of p to the top of a's paragraph
		for p := a.Para; p.From > b.Para.From; {
			n, ok := l.Prev(p)
			if !ok {
				break
			}
			p = n
			if h += p.P.Height(); h > limit+p.P.Height() {
				return -h, false
			}
		}
		dy = b.Para.P.Row(b.Row).Top - h - top
		return dy, dy >= -limit
	}
	h := 0
	for p := a.Para; p.From < b.Para.From; {
		h += p.P.Height()
		if h > limit+top {
			return h, false
		}
		n, ok := l.Next(p)
		if !ok {
			break
		}
		p = n
	}
	dy = h + b.Para.P.Row(b.Row).Top - top
	return dy, dy <= limit
}
