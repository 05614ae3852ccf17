package typeset

import "math"

// Wrap breaks the paragraph into rows no wider than width, which may be left
// out by giving 0 or less. It only adds up cached advances. The spaces at a
// row's end hang over it; a word longer than a row is broken at a grapheme
// boundary; a row has at least one cell.
func (p *Paragraph) Wrap(width float32) {
	if !(width > 0) {
		width = 0
	}
	p.width = width
	p.rows = p.rows[:0]
	p.visN = 0
	n := int32(len(p.adv))
	top, it := int32(0), int32(0)
	for start := int32(0); start < n; {
		r := p.fit(start, width)
		for int(it) < len(p.items) && p.items[it].to <= start {
			it++
		}
		r.item = it
		top = p.addRow(r, top)
		start = r.to
	}
	if n == 0 || p.flag[n-1]&flagFeed != 0 {
		p.addRow(row{from: n, to: n, item: int32(len(p.items))}, top)
	}
}

// fit returns the row that begins at cell start.
func (p *Paragraph) fit(start int32, width float32) row {
	const slack = 0.01 // sums of float32
	n := int32(len(p.adv))
	var x, ink float32
	var good, weak row // the row if it ended at the last opportunity
	for i := start; i < n; i++ {
		f := p.flag[i]
		if f&(flagSpace|flagTab|flagFeed) == 0 {
			if width > 0 && x+p.adv[i] > width+slack && i > start {
				switch {
				case good.to > start:
					return good
				case weak.to > start:
					return weak
				}
				return row{from: start, to: i, width: ink, hang: x - ink}
			}
			x += p.adv[i]
			ink = x
		} else {
			if f&flagTab != 0 {
				p.adv[i] = p.tabAdvance(x)
			}
			x += p.adv[i]
		}
		switch breakClass(f & flagBreak) {
		case breakForced:
			return row{from: start, to: i + 1, width: ink, hang: x - ink}
		case breakNormal:
			good = row{from: start, to: i + 1, width: ink, hang: x - ink}
		case breakWeak:
			weak = row{from: start, to: i + 1, width: ink, hang: x - ink}
		}
	}
	return row{from: start, to: n, width: ink, hang: x - ink}
}

// tabAdvance returns the way from x to the next tab stop that is at least a
// quarter of an em away.
func (p *Paragraph) tabAdvance(x float32) float32 {
	tab := float64(p.metrics.tab)
	stop := (math.Floor((float64(x)+float64(p.metrics.base.Size)/4)/tab) + 1) * tab
	return float32(stop) - x
}

// addRow completes a row and appends it; it returns the top of the next.
func (p *Paragraph) addRow(r row, top int32) int32 {
	above, below := p.metrics.extent(p.metrics.base.Size)
	for k := int(r.item); k < len(p.items) && p.items[k].from < r.to; k++ {
		it := &p.items[k]
		if it.box != nil {
			above, below = max(above, length(it.box.Ascent)), max(below, length(it.box.H-it.box.Ascent))
			continue
		}
		if it.size > p.metrics.base.Size {
			a, b := p.metrics.extent(it.size)
			above, below = max(above, a), max(below, b)
		}
	}
	r.top = top
	r.baseline = int32(math.Round(float64(above)))
	r.height = max(int32(math.Round(float64(above+below))), 1)
	if p.rtl && p.width > 0 {
		r.x = p.width - r.width
	}
	p.rows = append(p.rows, r)
	return top + r.height
}
