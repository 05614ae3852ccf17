package typeset

import (
	"image"
	"math"
)

// hasBackground reports whether a span from the given one on to the byte end
// has a background.
func (p *Paragraph) hasBackground(span, end int) bool {
	for ; span < len(p.spans) && p.spans[span].From < end; span++ {
		if p.spans[span].Ink.Background.A != 0 {
			return true
		}
	}
	return false
}

// hasLines reports whether one of these spans is underlined or struck through.
func (p *Paragraph) hasLines(span, end int) bool {
	for ; span < len(p.spans) && p.spans[span].From < end; span++ {
		if ink := &p.spans[span].Ink; ink.Underline || ink.Strike || ink.Wavy {
			return true
		}
	}
	return false
}

// eachStretch calls f with the horizontal extent of every span's part of v.
func (p *Paragraph) eachStretch(v *visItem, first int32, span int, f func(sp *Span, x0, x1 float32)) {
	for c := v.from; c < v.to; {
		span = p.spanAt(int(p.off[c]), span)
		sp := &p.spans[span]
		end := c + 1
		for end < v.to && int(p.off[end]) < sp.To {
			end++
		}
		lo, hi := c, end-1
		if v.level&1 == 1 {
			lo, hi = hi, lo
		}
		f(sp, p.left[lo-first], p.left[hi-first]+p.adv[hi])
		c = end
	}
}

func (r *Rasterizer) drawBackground(dst *image.RGBA, x, y int, p *Paragraph, rw *row, v *visItem, span int) {
	p.eachStretch(v, rw.from, span, func(sp *Span, x0, x1 float32) {
		if sp.Ink.Background.A != 0 {
			fill(dst, image.Rect(x+round(x0), y, x+round(x1), y+int(rw.height)), sp.Ink.Background)
		}
	})
}

func (r *Rasterizer) drawLines(dst *image.RGBA, x, base int, p *Paragraph, rw *row, v *visItem, span int) {
	if p.items[v.item].box != nil {
		return
	}
	size := p.items[v.item].size
	thick := max(round(size/15), 1)
	p.eachStretch(v, rw.from, span, func(sp *Span, x0, x1 float32) {
		from, to := x+round(x0), x+round(x1)
		at := base - round(sp.Ink.Raise)
		if sp.Ink.Underline {
			y := at + max(round(size*0.12), 1)
			fill(dst, image.Rect(from, y, to, y+thick), sp.Ink.Color)
		}
		if sp.Ink.Strike {
			y := at - round(size*0.3)
			fill(dst, image.Rect(from, y, to, y+thick), sp.Ink.Color)
		}
		if sp.Ink.Wavy {
			wave(dst, from, to, at+max(round(size*0.16), 2), thick, size, sp)
		}
	})
}

// wave draws a wavy line whose phase depends on the pixel column alone, so that
// the stretches of a row join.
func wave(dst *image.RGBA, from, to, y, thick int, size float32, sp *Span) {
	period := max(float64(size)*0.3, 4)
	height := max(float64(size)*0.05, 1)
	for x := from; x < to; x++ {
		v := height * math.Sin(2*math.Pi*float64(x)/period)
		top := float64(y) + v
		whole := math.Floor(top)
		frac := top - whole
		c := sp.Ink.Color
		if sp.Ink.Wave.A != 0 {
			c = sp.Ink.Wave
		}
		edge := c
		edge.A = uint8(float64(c.A) * (1 - frac))
		fill(dst, image.Rect(x, int(whole), x+1, int(whole)+1), edge)
		fill(dst, image.Rect(x, int(whole)+1, x+1, int(whole)+thick), c)
		edge.A = uint8(float64(c.A) * frac)
		fill(dst, image.Rect(x, int(whole)+thick, x+1, int(whole)+thick+1), edge)
	}
}
