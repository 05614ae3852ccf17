package typeset

import "sort"

// visItem is the part of an item that lies on a row, from left to right.
type visItem struct {
	item     int32
	from, to int32 // cells
	level    int8
	x, w     float32
}

// place lays the items of a row out from left to right and notes the left edge
// of every cell.
func (p *Paragraph) place(i int) []visItem {
	if p.visN == i+1 {
		return p.vis
	}
	r := &p.rows[i]
	p.vis = p.vis[:0]
	base := baseLevel(p.rtl)
	end := r.to
	if p.mixed { // rule L1: the spaces at the end go the paragraph's way
		for end > r.from && p.flag[end-1]&(flagSpace|flagTab|flagFeed) != 0 {
			end--
		}
	}
	for k := r.item; int(k) < len(p.items) && p.items[k].from < r.to; k++ {
		it := &p.items[k]
		from, to := max(it.from, r.from), min(it.to, r.to)
		if mid := min(to, end); mid > from {
			p.vis = append(p.vis, visItem{item: k, from: from, to: mid, level: it.level})
			from = mid
		}
		if to > from {
			p.vis = append(p.vis, visItem{item: k, from: from, to: to, level: base})
		}
	}
	x := r.x
	if p.rtl {
		x -= r.hang
	}
	if p.mixed {
		reorder(p.vis)
	}
	p.left = resize(p.left, int(r.to-r.from))
	if p.mixed {
		p.lvl = resize(p.lvl, int(r.to-r.from))
	}
	for k := range p.vis {
		v := &p.vis[k]
		v.x = x
		if p.mixed {
			for c := v.from; c < v.to; c++ {
				p.lvl[c-r.from] = v.level
			}
		}
		if v.level&1 == 0 {
			for c := v.from; c < v.to; c++ {
				p.left[c-r.from] = x
				x += p.adv[c]
			}
		} else {
			for c := v.to - 1; c >= v.from; c-- {
				p.left[c-r.from] = x
				x += p.adv[c]
			}
		}
		v.w = x - v.x
	}
	p.visN = i + 1
	return p.vis
}

// reorder applies rule L2 of UAX #9: from the highest level down to the lowest
// odd one, what has at least that level is reversed.
func reorder(vis []visItem) {
	var high, low int8 = 0, 127
	for _, v := range vis {
		high = max(high, v.level)
		if v.level&1 == 1 {
			low = min(low, v.level)
		}
	}
	for level := high; level >= low && level > 0; level-- {
		for i := 0; i < len(vis); {
			if vis[i].level < level {
				i++
				continue
			}
			k := i
			for k < len(vis) && vis[k].level >= level {
				k++
			}
			for a, b := i, k-1; a < b; a, b = a+1, b-1 {
				vis[a], vis[b] = vis[b], vis[a]
			}
			i = k
		}
	}
}

// edge returns the place of the boundary before cell c on row i, which must be
// the row placed last. Between cells of different level the boundary is the
// edge of the one with the lower level, which makes every boundary of a row a
// place of its own.
func (p *Paragraph) edge(i int, c int32) float32 {
	r := &p.rows[i]
	start, end := r.x, r.x+r.width+r.hang
	if p.rtl {
		start, end = r.x+r.width, r.x-r.hang
	}
	switch {
	case c <= r.from:
		return start
	case c >= r.to:
		return end
	}
	k := c - r.from
	var before, after int8
	if p.mixed {
		before, after = p.lvl[k-1], p.lvl[k]
	}
	if before <= after {
		return p.trailing(k-1, c-1, before)
	}
	return p.leading(k, c, after)
}

func (p *Paragraph) leading(k, c int32, level int8) float32 {
	if level&1 == 1 {
		return p.left[k] + p.adv[c]
	}
	return p.left[k]
}

func (p *Paragraph) trailing(k, c int32, level int8) float32 {
	if level&1 == 1 {
		return p.left[k]
	}
	return p.left[k] + p.adv[c]
}

// lastCaret returns the boundary a caret can stand at farthest down row i: not
// behind a line feed.
func (p *Paragraph) lastCaret(i int) int32 {
	r := &p.rows[i]
	if r.to > r.from && p.flag[r.to-1]&flagFeed != 0 {
		return r.to - 1
	}
	return r.to
}

// RowAt returns the row that shows a caret at off. The end of a wrapped row is
// also the start of the next: upstream chooses the former.
func (p *Paragraph) RowAt(off int, upstream bool) int {
	c := p.cellAt(off)
	i := sort.Search(len(p.rows), func(i int) bool { return p.rows[i].to > c })
	if i == len(p.rows) {
		i--
	}
	if upstream && i > 0 && p.rows[i].from == c && p.lastCaret(i-1) == c {
		i--
	}
	return i
}

// CaretX returns the place of a caret before off on a row, counted from the
// paragraph's left edge. An offset that is not on the row counts as its nearer
// end.
func (p *Paragraph) CaretX(off, row int) float32 {
	p.place(row)
	r := &p.rows[row]
	c := min(max(p.cellAt(off), r.from), p.lastCaret(row))
	return p.edge(row, c)
}

// Hit returns the grapheme boundary nearest to x on a row, and whether it is
// the end of a row that goes on in the next.
func (p *Paragraph) Hit(row int, x float32) (off int, upstream bool) {
	p.place(row)
	r := &p.rows[row]
	last := p.lastCaret(row)
	best := r.from
	if p.mixed {
		dist := float32(-1)
		for c := r.from; c <= last; c++ {
			d := p.edge(row, c) - x
			if d < 0 {
				d = -d
			}
			if dist < 0 || d < dist {
				best, dist = c, d
			}
		}
	} else {
		n := int(last - r.from)
		k := sort.Search(n, func(i int) bool { return p.left[i]+p.adv[int(r.from)+i]/2 > x })
		best = r.from + int32(k)
	}
	off = int(p.off[best])
	return off, best == r.to && best > r.from && row < len(p.rows)-1
}

// Rects returns the places of the bytes [from, to), row by row, from left to
// right; a row with right to left runs may have several. A cluster of which
// only a part is asked for counts whole.
func (p *Paragraph) Rects(from, to int) []Rect {
	if from >= to {
		return nil
	}
	a, b := p.cellAt(from), p.cellAt(to)
	if int(b) < len(p.adv) && to > int(p.off[b]) {
		b++
	}
	var list []Rect
	for i := p.RowAt(from, false); i < len(p.rows) && a < b && p.rows[i].from < b; i++ {
		first := len(list)
		for _, v := range p.place(i) {
			lo, hi := max(v.from, a), min(v.to, b)
			if lo >= hi {
				continue
			}
			base := p.rows[i].from
			x0, end := p.left[lo-base], hi-1
			if v.level&1 == 1 {
				x0, end = p.left[hi-1-base], lo
			}
			x1 := p.left[end-base] + p.adv[end]
			if n := len(list); n > first && x0 <= list[n-1].X1+0.01 {
				list[n-1].X1 = x1
				continue
			}
			list = append(list, Rect{Row: i, X0: x0, X1: x1})
		}
	}
	return list
}

// Left returns the caret next to the left of off on its row as it is seen,
// whatever the direction of the text; ok is false at the row's edge.
func (p *Paragraph) Left(row, off int) (next int, ok bool) { return p.beside(row, off, -1) }

// Right is Left in the other direction.
func (p *Paragraph) Right(row, off int) (next int, ok bool) { return p.beside(row, off, 1) }

func (p *Paragraph) beside(row, off int, sign float32) (int, bool) {
	x := p.CaretX(off, row)
	r := &p.rows[row]
	best, found := off, false
	var near float32
	for c := r.from; c <= p.lastCaret(row); c++ {
		d := (p.edge(row, c) - x) * sign
		if d > 0.01 && (!found || d < near) {
			best, near, found = int(p.off[c]), d, true
		}
	}
	return best, found
}

// Boxes appends the boxes of a row to dst, from left to right.
func (p *Paragraph) Boxes(dst []PlacedBox, row int) []PlacedBox {
	r := &p.rows[row]
	for _, v := range p.place(row) {
		it := &p.items[v.item]
		if it.box == nil {
			continue
		}
		dst = append(dst, PlacedBox{
			Box: it.box, From: int(p.off[it.from]), To: int(p.off[it.to]),
			X: v.x, Y: float32(r.top+r.baseline) - it.box.Ascent,
		})
	}
	return dst
}
