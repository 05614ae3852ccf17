package typeset

import (
	"image"
	"math"

	"github.com/go-text/typesetting/font"
	"golang.org/x/image/vector"
)

// Rasterizer draws rows from masks that it keeps, within bounds. It belongs to
// one goroutine.
type Rasterizer struct {
	cache maskCache
	faces map[*face]*font.Face
	// stretched holds the x-heights of the faces, in font units.
	stretched map[*font.Face]float32
	path      vector.Rasterizer
	tone      [toneCount][256]uint8
}

// NewRasterizer returns a rasterizer that keeps up to maxBytes of masks and
// colour glyphs; some 8 MB hold the characters of a Chinese post in a few sizes.
func NewRasterizer(maxBytes int) *Rasterizer {
	r := &Rasterizer{cache: maskCache{limit: maxBytes}, faces: map[*face]*font.Face{}, stretched: map[*font.Face]float32{}}
	for i := range r.tone {
		r.tone[i] = toneTable(i)
	}
	return r
}

// DrawRow draws a row of p into dst: backgrounds, glyphs and the lines under and
// through them, over what is there. (x, y) is where the top left corner of the
// row comes to be: the paragraph's left edge and the row's top. Nothing of the
// row's place in the paragraph but its own X enters, so that an image of a row
// is drawn with (0, 0).
func (r *Rasterizer) DrawRow(dst *image.RGBA, x, y int, p *Paragraph, row int) {
	rw := &p.rows[row]
	vis := p.place(row)
	span := p.spanAt(int(p.off[rw.from]), 0)
	if p.hasBackground(span, int(p.off[rw.to])) {
		for i := range vis {
			r.drawBackground(dst, x, y, p, rw, &vis[i], span)
		}
	}
	base := y + int(rw.baseline)
	for i := range vis {
		v := &vis[i]
		it := &p.items[v.item]
		if it.piece != nil && v.x < float32(dst.Rect.Max.X-x) && v.x+v.w > float32(dst.Rect.Min.X-x)-2*it.size {
			span = r.drawGlyphs(dst, x, base, p, it, v, span)
		}
	}
	span = p.spanAt(int(p.off[rw.from]), span)
	if p.hasLines(span, int(p.off[rw.to])) {
		for i := range vis {
			r.drawLines(dst, x, base, p, rw, &vis[i], span)
		}
	}
}

// drawGlyphs draws the part of an item that is on the row. It returns the span
// of the last glyph, where the next search begins.
func (r *Rasterizer) drawGlyphs(dst *image.RGBA, x, base int, p *Paragraph, it *item, v *visItem, span int) int {
	pc := it.piece
	if pc.face == nil {
		return r.drawHollow(dst, x, base, p, it, v, span)
	}
	left := float32(x) + v.x - pieceLeft(it, v)*it.size
	lo, hi := v.from-it.from, v.to-it.from
	whole := v.from == it.from && v.to == it.to
	fc := r.face(pc.face)
	key := maskKey{face: pc.face, size: int32(it.size*64 + 0.5), bold: pc.bold, skew: pc.skew}
	var tone *[256]uint8
	var ink Ink
	last := -1
	for i := range pc.glyphs {
		g := &pc.glyphs[i]
		c := int32(g.cell)
		if !whole && (c < lo || c >= hi) {
			continue
		}
		span = p.spanAt(int(p.off[it.from+c]), span)
		if span != last {
			ink = p.spans[span].Ink
			tone = &r.tone[toneOf(ink.Color)]
			last = span
		}
		fx := left + g.x*it.size
		ix := floor(fx*4 + 0.5)
		key.id, key.sub = g.id, uint8(ix&3)
		m := r.mask(key, fc)
		if m == nil {
			continue
		}
		gy := base - round(g.y*it.size+ink.Raise)
		if m.color != nil {
			drawColor(dst, ix>>2+m.x, gy+m.y, m, ink.Color.A)
		} else {
			drawMask(dst, ix>>2+m.x, gy+m.y, m, ink.Color, tone)
		}
	}
	return span
}

// pieceLeft returns how much of the piece, in ems, lies left of the part v.
func pieceLeft(it *item, v *visItem) float32 {
	var sum float32
	if it.piece.rtl {
		for _, a := range it.piece.adv[v.to-it.from:] {
			sum += a
		}
		return sum
	}
	for _, a := range it.piece.adv[:v.from-it.from] {
		sum += a
	}
	return sum
}

// drawHollow draws an empty rectangle for each cell: the book has no face.
func (r *Rasterizer) drawHollow(dst *image.RGBA, x, base int, p *Paragraph, it *item, v *visItem, span int) int {
	at := float32(x) + v.x
	for c := v.from; c < v.to; c++ {
		span = p.spanAt(int(p.off[c]), span)
		ink := p.spans[span].Ink.Color
		x0, x1 := round(at+it.size*0.1), round(at+p.adv[c]-it.size*0.1)
		y0, y1 := base-round(it.size*0.7), base
		fill(dst, image.Rect(x0, y0, x1, y0+1), ink)
		fill(dst, image.Rect(x0, y1-1, x1, y1), ink)
		fill(dst, image.Rect(x0, y0+1, x0+1, y1-1), ink)
		fill(dst, image.Rect(x1-1, y0+1, x1, y1-1), ink)
		at += p.adv[c]
	}
	return span
}

// face returns the rasterizer's own face for drawing outlines.
func (r *Rasterizer) face(f *face) *font.Face {
	fc := r.faces[f]
	if fc == nil {
		fc = f.newFace()
		r.faces[f] = fc
	}
	return fc
}

func floor(v float32) int { return int(math.Floor(float64(v))) }
func round(v float32) int { return int(math.Floor(float64(v) + 0.5)) }
