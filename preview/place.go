package preview

import (
	"sort"

	"lanyard/preview/paint"
)

// A place is a file offset with a fraction, so that it grows evenly as the page is
// scrolled: over a picture it runs from the beginning of the picture's link to its
// end. The head of the page belongs to the first block, the footnotes to the last.

// Progress is how far the page is scrolled: 0 at its beginning, 1 at its end.
func (p *Preview) Progress() float32 {
	c := &p.column
	if p.doc == nil || c.height == 0 || c.total() <= c.height {
		return 0
	}
	return min(max(float32(c.scroll)/float32(c.total()-c.height), 0), 1)
}

// PlaceAt is the place at a share of the pane's height.
func (p *Preview) PlaceAt(share float32) float64 {
	c := &p.column
	if p.doc == nil || c.height == 0 || len(p.doc.Blocks) == 0 {
		return 0
	}
	y := c.scroll + int(share*float32(c.height))
	i := min(max(c.at(y), 1), len(p.doc.Blocks))
	stops := p.stops(i)
	if i > 1 && y < stops[0].Y { // the space above a block belongs to the one before
		i--
		stops = p.stops(i)
	}
	n := sort.Search(len(stops), func(k int) bool { return stops[k].Y > y })
	if n == 0 {
		return float64(stops[0].Src)
	}
	if n == len(stops) {
		return float64(stops[n-1].Src)
	}
	a, b := stops[n-1], stops[n]
	return float64(a.Src) + float64(b.Src-a.Src)*float64(y-a.Y)/float64(b.Y-a.Y)
}

// RevealPlace scrolls so that a place lies at a share of the pane's height.
// OnScroll is not called.
func (p *Preview) RevealPlace(place float64, share float32) {
	c := &p.column
	if p.doc == nil || c.width == 0 || len(p.doc.Blocks) == 0 {
		return
	}
	for range 2 { // what is set on the way may move it
		c.scroll = p.placeY(place) - int(share*float32(c.height))
		c.clamp()
		p.show()
	}
}

// placeY is the height in the page of a place.
func (p *Preview) placeY(place float64) int {
	i := p.doc.BlockAt(max(int(place), p.doc.From)) + 1
	p.column.setEntry(p, i)
	stops := p.stops(i)
	n := sort.Search(len(stops), func(k int) bool { return float64(stops[k].Src) >= place })
	if n == 0 {
		return stops[0].Y
	}
	if n == len(stops) {
		return stops[n-1].Y
	}
	a, b := stops[n-1], stops[n]
	return a.Y + int(float64(b.Y-a.Y)*(place-float64(a.Src))/float64(b.Src-a.Src))
}

// stops are those of entry i, which is a block, as file offsets and heights of
// the page. They reach as far as the next block's begin, or to the end of the page.
func (p *Preview) stops(i int) []paint.Stop {
	c := &p.column
	c.sum()
	start, top := p.doc.Starts[i-1], c.tops[i]
	var out []paint.Stop
	if set := c.entries[i].set; set != nil {
		for _, s := range set.Stops() {
			out = append(out, paint.Stop{Src: start + s.Src, Y: top + s.Y})
		}
	} else {
		out = append(out, paint.Stop{Src: start, Y: top})
	}
	if i == 1 { // the head comes before its first character
		n := sort.Search(len(out), func(k int) bool { return out[k].Src > start })
		out = append([]paint.Stop{{Src: p.doc.From}}, out[n:]...)
	}
	end := paint.Stop{Src: len(p.doc.Source), Y: c.total()}
	if i < len(p.doc.Blocks) {
		end = paint.Stop{Src: p.doc.Starts[i], Y: c.tops[i+1]}
		if next := c.entries[i+1].set; next != nil {
			end.Y += next.Before
		}
	}
	last := out[len(out)-1]
	return append(out, paint.Stop{Src: max(end.Src, last.Src), Y: max(end.Y, last.Y)})
}
