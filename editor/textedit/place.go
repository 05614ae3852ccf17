package textedit

import "lanyard/editor/layout"

// Progress is how far the text is scrolled: 0 at its beginning, 1 at its end.
func (e *Editor) Progress() float32 {
	if e.view.h <= 0 || e.fits() {
		return 0
	}
	total, above := e.extent()
	return min(max(float32(above)/float32(max(total-e.view.h, 1)), 0), 1)
}

// PlaceAt is the offset of the row at a share of the view's height. Its fraction tells, together with the row's length, which part of the
// row's height lies above, so that it grows evenly as the text is scrolled.
func (e *Editor) PlaceAt(share float32) float64 {
	if e.view.h <= 0 {
		return float64(e.lay.Floor())
	}
	y := int(share * float32(e.view.h))
	p, row, rest := e.rowAt(y)
	from, to, height := e.rowSpan(p, row)
	return float64(from) + float64(to-from)*float64(min(max(rest, 0), height))/float64(height)
}

// rowSpan is what a row of p covers of the document, its line's end included, and how high it is.
func (e *Editor) rowSpan(p layout.Para, row int) (from, to, height int) {
	r := p.P.Row(row)
	from, to = p.From+r.From, p.From+r.To
	if row == p.P.Rows()-1 {
		to = p.End
	}
	return from, max(to, from), max(r.Height, 1)
}

// RevealPlace scrolls so that what [Editor.PlaceAt] gave lies at a share of the view's height.
func (e *Editor) RevealPlace(place float64, share float32) {
	if e.view.h <= 0 {
		return
	}
	e.stopScrolling()
	e.toReveal = -1
	off := max(int(place), e.lay.Floor())
	c := e.lay.Caret(min(off, e.host.State().Doc.Len()), false)
	from, to, height := e.rowSpan(c.Para, c.Row)
	part := 0
	if to > from {
		part = int((place - float64(from)) / float64(to-from) * float64(height))
	}
	y := min(max(part, 0), height-1)
	e.view.place = e.walk(layout.Place{Off: from, Y: y}, -int(share*float32(e.view.h)))
	e.clampScroll()
	e.arrange()
}
