package typeset

import (
	"image"
	"math"
	"slices"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"golang.org/x/image/draw"
)

// layeredGlyph draws a glyph of a font with a COLR table. The graph of paints of
// version 1 is followed where it is made of solid colours, gradients, layers,
// transformations without skew and plain compositing; done is false for a glyph
// that needs more, which then is drawn from the font's other tables.
func (r *Rasterizer) layeredGlyph(key maskKey, fc *font.Face, size float32) (m *mask, done bool) {
	data, ok := fc.GlyphDataColor(font.GID(key.id))
	if !ok || len(fc.CPAL) == 0 {
		return nil, false
	}
	side, up, down := int(size*0.5)+2, int(size*1.25)+2, int(size*0.5)+2
	img := image.NewRGBA(image.Rect(0, 0, int(size*1.5)+2*side, up+down))
	s := size / float32(fc.Upem())
	p := layerPainter{r: r, face: fc, img: img, budget: 1000}
	at := affine{xx: s, yy: -s, dx: float32(side) + float32(key.sub)/4, dy: float32(up)}
	if !p.paint(data.Paint, at) {
		return nil, false
	}
	return trimmed(img, -side, -up), true
}

// affine maps (x, y) to (xx*x + xy*y + dx, yx*x + yy*y + dy).
type affine struct{ xx, yx, xy, yy, dx, dy float32 }

func (a affine) at(x, y float32) (float32, float32) {
	return a.xx*x + a.xy*y + a.dx, a.yx*x + a.yy*y + a.dy
}

// then returns the map that applies b first and a to what comes out.
func (a affine) then(b affine) affine {
	dx, dy := a.at(b.dx, b.dy)
	return affine{
		xx: a.xx*b.xx + a.xy*b.yx, yx: a.yx*b.xx + a.yy*b.yx,
		xy: a.xx*b.xy + a.xy*b.yy, yy: a.yx*b.xy + a.yy*b.yy, dx: dx, dy: dy,
	}
}

// inverse returns the map back; ok is false where there is none.
func (a affine) inverse() (b affine, ok bool) {
	det := a.xx*a.yy - a.xy*a.yx
	if det == 0 || det != det {
		return a, false
	}
	b = affine{xx: a.yy / det, yx: -a.yx / det, xy: -a.xy / det, yy: a.xx / det}
	b.dx, b.dy = -(b.xx*a.dx + b.xy*a.dy), -(b.yx*a.dx + b.yy*a.dy)
	return b, true
}

// around returns the map b with (x, y) as its fixed point.
func around(b affine, x, y int16) affine {
	cx, cy := float32(x), float32(y)
	return affine{xx: 1, yy: 1, dx: cx, dy: cy}.then(b).then(affine{xx: 1, yy: 1, dx: -cx, dy: -cy})
}

func scaling(x, y float32) affine { return affine{xx: x, yy: y} }

// rotation turns by an angle in half turns, counter-clockwise.
func rotation(angle float32) affine {
	sin, cos := math.Sincos(float64(angle) * math.Pi)
	return affine{xx: float32(cos), yx: float32(sin), xy: -float32(sin), yy: float32(cos)}
}

// layerPainter paints one glyph.
type layerPainter struct {
	r      *Rasterizer
	face   *font.Face
	img    *image.RGBA
	budget int // paints left: a broken font may refer in circles
}

// paint draws a paint and what it refers to; false means that it cannot.
func (p *layerPainter) paint(t tables.PaintTable, at affine) bool {
	if p.budget--; p.budget < 0 {
		return false
	}
	switch t := t.(type) {
	case tables.PaintColrLayersResolved:
		for _, l := range t {
			if !p.fillGlyph(font.GID(l.GlyphID), at, p.solid(l.PaletteIndex, 1)) {
				return false
			}
		}
		return true
	case tables.PaintColrLayers:
		list, err := p.face.COLR.LayerList.Resolve(t)
		if err != nil {
			return false
		}
		for _, sub := range list {
			if !p.paint(sub, at) {
				return false
			}
		}
		return true
	case tables.PaintColrGlyph:
		sub, ok := p.face.COLR.Search(tables.GlyphID(t.GlyphID))
		return ok && p.paint(sub, at)
	case tables.PaintGlyph:
		shade, ok := p.shade(t.Paint, at)
		return ok && p.fillGlyph(font.GID(t.GlyphID), at, shade)
	case tables.PaintComposite:
		if t.CompositeMode != tables.CompositeSrcOver {
			return false
		}
		return p.paint(t.BackdropPaint, at) && p.paint(t.SourcePaint, at)
	}
	if sub, m, ok := transformed(t); ok {
		return p.paint(sub, at.then(m))
	}
	return false
}

// transformed returns the paint inside a transformation, and that.
func transformed(t tables.PaintTable) (sub tables.PaintTable, m affine, ok bool) {
	switch t := t.(type) {
	case tables.PaintTransform:
		f := t.Transform
		return t.Paint, affine{float32(f.Xx), float32(f.Yx), float32(f.Xy), float32(f.Yy), float32(f.Dx), float32(f.Dy)}, true
	case tables.PaintTranslate:
		return t.Paint, affine{xx: 1, yy: 1, dx: float32(t.Dx), dy: float32(t.Dy)}, true
	case tables.PaintScale:
		return t.Paint, scaling(unit(t.ScaleX), unit(t.ScaleY)), true
	case tables.PaintScaleAroundCenter:
		return t.Paint, around(scaling(unit(t.ScaleX), unit(t.ScaleY)), t.CenterX, t.CenterY), true
	case tables.PaintScaleUniform:
		return t.Paint, scaling(unit(t.Scale), unit(t.Scale)), true
	case tables.PaintScaleUniformAroundCenter:
		return t.Paint, around(scaling(unit(t.Scale), unit(t.Scale)), t.CenterX, t.CenterY), true
	case tables.PaintRotate:
		return t.Paint, rotation(unit(t.Angle)), true
	case tables.PaintRotateAroundCenter:
		return t.Paint, around(rotation(unit(t.Angle)), t.CenterX, t.CenterY), true
	}
	return nil, m, false
}

// unit returns the value of a number with 14 binary places.
func unit(v tables.Fixed214) float32 { return float32(v) / (1 << 14) }

// fillGlyph fills the outline of a glyph.
func (p *layerPainter) fillGlyph(gid font.GID, at affine, shade shader) bool {
	outline, ok := p.face.GlyphDataOutline(gid)
	if !ok {
		return false
	}
	rect := p.img.Rect
	p.r.path.Reset(rect.Dx(), rect.Dy())
	p.r.path.DrawOp = draw.Src
	segs := slices.Clone(outline.Segments)
	for i := range segs {
		s := segs[i]
		for k, pt := range s.ArgsSlice() {
			x, y := at.at(pt.X, pt.Y)
			s.Args[k] = ot.SegmentPoint{X: x, Y: -y} // trace turns it over again
		}
		segs[i] = s
	}
	p.r.trace(&outliner{scale: 1}, segs)
	cover := image.NewAlpha(rect)
	p.r.path.Draw(cover, rect, image.Opaque, image.Point{})
	for y := range rect.Dy() {
		for x := range rect.Dx() {
			cov := uint32(cover.Pix[y*cover.Stride+x])
			if cov == 0 {
				continue
			}
			c := shade(float32(x)+0.5, float32(y)+0.5)
			d := p.img.Pix[p.img.PixOffset(x, y):]
			a := uint32(div255(uint32(c.A) * cov))
			d[0] = div255(uint32(c.R)*a + uint32(d[0])*(255-a))
			d[1] = div255(uint32(c.G)*a + uint32(d[1])*(255-a))
			d[2] = div255(uint32(c.B)*a + uint32(d[2])*(255-a))
			d[3] = div255(255*a + uint32(d[3])*(255-a))
		}
	}
	return true
}
