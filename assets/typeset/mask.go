package typeset

import (
	"image"
	"image/draw"
	"math"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// mask is a drawn glyph: coverage, or pixels where the glyph has its own
// colours.
type mask struct {
	x, y, w, h int // of the top left corner, from the pen on the baseline
	alpha      []uint8
	color      *image.RGBA
}

type maskKey struct {
	face       *face
	id         uint32
	size       int32 // in 64ths of a pixel
	sub        uint8 // quarters of a pixel to the right
	bold, skew bool
}

// maskCache keeps masks in two generations, as pieceCache does.
type maskCache struct {
	young, old map[maskKey]*mask
	size       int
	limit      int
}

func (c *maskCache) get(key maskKey) (*mask, bool) {
	if m, ok := c.young[key]; ok {
		return m, true
	}
	m, ok := c.old[key]
	if ok {
		c.put(key, m)
	}
	return m, ok
}

func (c *maskCache) put(key maskKey, m *mask) {
	if c.young == nil || c.size > c.limit/2 {
		c.old, c.young, c.size = c.young, map[maskKey]*mask{}, 0
	}
	c.young[key] = m
	c.size += 128
	if m != nil {
		c.size += len(m.alpha)
		if m.color != nil {
			c.size += len(m.color.Pix)
		}
	}
}

// mask returns the glyph of a key, nil for one without ink.
func (r *Rasterizer) mask(key maskKey, fc *font.Face) *mask {
	if m, ok := r.cache.get(key); ok {
		return m
	}
	m := r.makeMask(key, fc)
	r.cache.put(key, m)
	return m
}

func (r *Rasterizer) makeMask(key maskKey, fc *font.Face) *mask {
	size := float32(key.size) / 64
	if key.id == uint32(font.EmptyGlyph) || size > maxGlyph {
		return nil
	}
	if m, done := r.colorGlyph(key, fc, size); done {
		return m
	}
	segments := key.face.segments(fc, font.GID(key.id))
	if len(segments) == 0 {
		return nil
	}
	o := outliner{scale: size / float32(fc.Upem())}
	o.tall = r.stretch(key, fc, o.scale)
	return r.fillOutline(key, o, segments)
}

// Letters up to this size are stretched.
const maxStretch = 40

// stretch returns the factor that makes the x-height of a face for letters a
// whole number of pixels, so that the tops of small letters are as sharp as
// their feet on the baseline. It is what is left of hinting when nothing is
// hinted, at most some hundredths. Ideographs have no such height.
func (r *Rasterizer) stretch(key maskKey, fc *font.Face, scale float32) float32 {
	if key.size > maxStretch*64 {
		return 0
	}
	f, ok := r.stretched[fc]
	if !ok {
		f = fc.LineMetric(font.XHeight)
		_, letters := fc.NominalGlyph('x')
		_, ideographs := fc.NominalGlyph('一')
		if !letters || ideographs || !(f > 0) {
			f = 0
		}
		r.stretched[fc] = f
	}
	height := f * scale
	if height < 4 {
		return 0
	}
	factor := float32(math.Floor(float64(height)+0.5)) / height
	if factor < 0.95 || factor > 1.07 {
		return 0
	}
	return factor
}

// maxGlyph bounds the size of the em that glyphs are drawn at, in pixels.
const maxGlyph = 2048

// synthetic styles: the slant as a tangent, and the extra stroke in ems.
const (
	slant  = 0.2
	stroke = 1.0 / 26
)

// outliner maps font units to pixels of a mask.
type outliner struct {
	scale, skew, dx, dy float32
	tall                float32 // stretches the height, 0 for not at all
}

func (o *outliner) at(p ot.SegmentPoint) (x, y float32) {
	y = -p.Y * o.scale
	if o.tall != 0 {
		y *= o.tall
	}
	return (p.X+o.skew*p.Y)*o.scale + o.dx, y + o.dy
}

// fillOutline rasterises an outline at o's scale.
func (r *Rasterizer) fillOutline(key maskKey, o outliner, segs []ot.Segment) *mask {
	if key.skew {
		o.skew = slant
	}
	var strength float32
	if key.bold {
		strength = max(float32(key.size)/64*stroke, 0.35)
	}
	x0, y0, x1, y1 := bounds(&o, segs)
	left := floor(x0 + float32(key.sub)/4)
	top := floor(y0)
	w := int(math.Ceil(float64(x1+float32(key.sub)/4+strength))) - left
	h := int(math.Ceil(float64(y1))) - top
	if w <= 0 || h <= 0 || w > 4*maxGlyph || h > 4*maxGlyph {
		return nil
	}
	o.dx, o.dy = float32(key.sub)/4-float32(left), -float32(top)
	r.path.Reset(w, h)
	r.path.DrawOp = draw.Src
	r.trace(&o, segs)
	if key.bold {
		for _, part := range []float32{0.5, 1} {
			moved := o
			moved.dx += strength * part
			r.trace(&moved, segs)
		}
	}
	img := image.Alpha{Pix: make([]uint8, w*h), Stride: w, Rect: image.Rect(0, 0, w, h)}
	r.path.Draw(&img, img.Rect, image.Opaque, image.Point{})
	return &mask{x: left, y: top, w: w, h: h, alpha: img.Pix}
}

// bounds returns the box of the control points.
func bounds(o *outliner, segs []ot.Segment) (x0, y0, x1, y1 float32) {
	x0, y0, x1, y1 = math.MaxFloat32, math.MaxFloat32, -math.MaxFloat32, -math.MaxFloat32
	for i := range segs {
		for _, pt := range segs[i].ArgsSlice() {
			x, y := o.at(pt)
			x0, x1 = min(x0, x), max(x1, x)
			y0, y1 = min(y0, y), max(y1, y)
		}
	}
	return x0, y0, x1, y1
}

// trace adds the outline to the path.
func (r *Rasterizer) trace(o *outliner, segs []ot.Segment) {
	for i := range segs {
		s := &segs[i]
		ax, ay := o.at(s.Args[0])
		switch s.Op {
		case ot.SegmentOpMoveTo:
			if i > 0 {
				r.path.ClosePath()
			}
			r.path.MoveTo(ax, ay)
		case ot.SegmentOpLineTo:
			r.path.LineTo(ax, ay)
		case ot.SegmentOpQuadTo:
			bx, by := o.at(s.Args[1])
			r.path.QuadTo(ax, ay, bx, by)
		case ot.SegmentOpCubeTo:
			bx, by := o.at(s.Args[1])
			cx, cy := o.at(s.Args[2])
			r.path.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	r.path.ClosePath()
}
