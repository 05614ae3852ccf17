package paint

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"lanyard/assets/typeset"
)

// Painter draws sets into images. It belongs to one goroutine.
type Painter struct {
	Raster *typeset.Rasterizer
	Pics   Pictures
	Style  Style
}

// NewPainter makes one with its own glyph cache.
func NewPainter(style Style, pics Pictures) *Painter {
	return &Painter{Raster: typeset.NewRasterizer(16 << 20), Pics: pics, Style: style}
}

// Draw paints the part of s that shows in dst when the set's top left corner is
// at x, y of dst. The paper is painted already.
func (p *Painter) Draw(dst *image.RGBA, x, y int, s *Set) {
	bounds := dst.Bounds()
	for _, it := range s.items {
		_, iy, _, ih := it.place()
		if y+iy >= bounds.Max.Y || y+iy+ih <= bounds.Min.Y {
			continue
		}
		switch it := it.(type) {
		case *rect:
			p.rect(dst, x, y, it)
		case *Lines:
			p.lines(dst, x, y, it)
		case *photo:
			p.photo(dst, x, y, it)
		case *tick:
			p.tick(dst, x, y, it)
		case *fold:
			p.fold(dst, x, y, it)
		case *button:
			if it.label != nil {
				p.lines(dst, x, y, it.label)
			}
		}
	}
}

func (p *Painter) lines(dst *image.RGBA, x, y int, l *Lines) {
	b := dst.Bounds()
	n := l.P.Rows()
	for i := l.rowAt(b.Min.Y - y - l.Y); i < n; i++ {
		r := l.P.Row(i)
		top := y + l.Y + r.Top
		if top >= b.Max.Y {
			break
		}
		p.Raster.DrawRow(dst, x+l.X, top, l.P, i)
	}
}

func (p *Painter) rect(dst *image.RGBA, x, y int, r *rect) {
	area := image.Rect(x+r.x, y+r.y, x+r.x+r.w, y+r.y+r.h)
	if r.width > 0 && r.line.A > 0 {
		fillRound(dst, area, r.radius, r.line)
		fillRound(dst, area.Inset(r.width), max(r.radius-r.width, 0), r.fill)
		return
	}
	fillRound(dst, area, r.radius, r.fill)
}

// tick draws the box of a task.
func (p *Painter) tick(dst *image.RGBA, x, y int, t *tick) {
	c := &p.Style.Colours
	area := image.Rect(x+t.x, y+t.y, x+t.x+t.size, y+t.y+t.size)
	radius := t.size / 5
	if !t.done {
		w := p.Style.px(1.4)
		fillRound(dst, area, radius, c.Secondary)
		fillRound(dst, area.Inset(w), max(radius-w, 0), c.Paper)
		return
	}
	fillRound(dst, area, radius, c.Accent)
	s := float64(t.size)
	ox, oy := float64(area.Min.X), float64(area.Min.Y)
	stroke(dst, ox+s*.22, oy+s*.52, ox+s*.42, oy+s*.72, s*.075, c.Paper)
	stroke(dst, ox+s*.42, oy+s*.72, ox+s*.79, oy+s*.30, s*.075, c.Paper)
}

// stroke draws a line with round ends.
func stroke(dst *image.RGBA, x0, y0, x1, y1, half float64, c color.NRGBA) {
	dx, dy := x1-x0, y1-y0
	len2 := dx*dx + dy*dy
	for y := int(min(y0, y1) - half - 1); y <= int(max(y0, y1)+half+1); y++ {
		for x := int(min(x0, x1) - half - 1); x <= int(max(x0, x1)+half+1); x++ {
			px, py := float64(x)+.5, float64(y)+.5
			t := ((px-x0)*dx + (py-y0)*dy) / len2
			t = min(max(t, 0), 1)
			d := math.Hypot(px-x0-t*dx, py-y0-t*dy)
			blend(dst, x, y, c, half-d+.5)
		}
	}
}

// photo draws a picture with round corners, or the panel that waits for it.
func (p *Painter) photo(dst *image.RGBA, x, y int, ph *photo) {
	if ph.h <= 0 || ph.w <= 0 {
		return
	}
	area := image.Rect(x+ph.x, y+ph.y, x+ph.x+ph.w, y+ph.y+ph.h)
	if !area.Overlaps(dst.Bounds()) {
		return
	}
	img := p.Pics.Image(ph.dest, ph.w, ph.h)
	if img == nil {
		fillRound(dst, area, ph.radius, p.Style.Colours.Panel)
		return
	}
	src := img.Bounds()
	if src.Dx() < ph.w || src.Dy() < ph.h { // the decoder may have been a pixel short
		fillRound(dst, area, ph.radius, p.Style.Colours.Panel)
	}
	at := image.Pt(area.Min.X+(ph.w-src.Dx())/2, area.Min.Y+(ph.h-src.Dy())/2)
	clip := image.Rectangle{at, at.Add(src.Size())}.Intersect(area)
	keep := corners(dst, clip, ph.radius)
	draw.Draw(dst, clip, img, src.Min.Add(clip.Min.Sub(at)), draw.Over)
	keep(dst)
}

// corners remembers what lies in the corners of a rectangle and gives a function
// that puts it back around the rounding.
func corners(dst *image.RGBA, r image.Rectangle, radius int) func(*image.RGBA) {
	if radius <= 0 {
		return func(*image.RGBA) {}
	}
	radius = min(radius, r.Dx()/2, r.Dy()/2)
	type pixel struct {
		x, y  int
		c     color.RGBA
		cover float64
	}
	var kept []pixel
	eachCorner(r, radius, func(x, y int, cover float64) {
		if cover < 1 && image.Pt(x, y).In(dst.Bounds()) {
			kept = append(kept, pixel{x, y, dst.RGBAAt(x, y), cover})
		}
	})
	return func(dst *image.RGBA) {
		for _, k := range kept {
			n := dst.RGBAAt(k.x, k.y)
			mix := func(a, b uint8) uint8 { return uint8(float64(a)*(1-k.cover) + float64(b)*k.cover + .5) }
			dst.SetRGBA(k.x, k.y, color.RGBA{mix(k.c.R, n.R), mix(k.c.G, n.G), mix(k.c.B, n.B), mix(k.c.A, n.A)})
		}
	}
}

// eachCorner visits the pixels of the four corners with their coverage.
func eachCorner(r image.Rectangle, radius int, visit func(x, y int, cover float64)) {
	f := float64(radius)
	for dy := range radius {
		for dx := range radius {
			d := math.Hypot(f-float64(dx)-.5, f-float64(dy)-.5)
			cover := min(max(f-d+.5, 0), 1)
			visit(r.Min.X+dx, r.Min.Y+dy, cover)
			visit(r.Max.X-1-dx, r.Min.Y+dy, cover)
			visit(r.Min.X+dx, r.Max.Y-1-dy, cover)
			visit(r.Max.X-1-dx, r.Max.Y-1-dy, cover)
		}
	}
}

func fillRound(dst *image.RGBA, r image.Rectangle, radius int, c color.NRGBA) {
	if c.A == 0 || r.Empty() || !r.Overlaps(dst.Bounds()) {
		return
	}
	radius = max(min(radius, r.Dx()/2, r.Dy()/2), 0)
	u := image.NewUniform(c)
	draw.Draw(dst, image.Rect(r.Min.X, r.Min.Y+radius, r.Max.X, r.Max.Y-radius), u, image.Point{}, draw.Over)
	if radius == 0 {
		return
	}
	draw.Draw(dst, image.Rect(r.Min.X+radius, r.Min.Y, r.Max.X-radius, r.Min.Y+radius), u, image.Point{}, draw.Over)
	draw.Draw(dst, image.Rect(r.Min.X+radius, r.Max.Y-radius, r.Max.X-radius, r.Max.Y), u, image.Point{}, draw.Over)
	eachCorner(r, radius, func(x, y int, cover float64) { blend(dst, x, y, c, cover) })
}

// blend puts c with a coverage from 0 to 1 over a pixel.
func blend(dst *image.RGBA, x, y int, c color.NRGBA, cover float64) {
	if cover <= 0 || !image.Pt(x, y).In(dst.Bounds()) {
		return
	}
	a := min(cover, 1) * float64(c.A) / 255
	d := dst.RGBAAt(x, y)
	mix := func(old, add uint8) uint8 { return uint8(float64(old)*(1-a) + float64(add)*a + .5) }
	dst.SetRGBA(x, y, color.RGBA{mix(d.R, c.R), mix(d.G, c.G), mix(d.B, c.B), mix(d.A, 255)})
}

// Fill paints the whole of dst.
func Fill(dst *image.RGBA, c color.NRGBA) {
	draw.Draw(dst, dst.Bounds(), image.NewUniform(c), image.Point{}, draw.Src)
}
