package typeset

import (
	"bytes"
	"image"
	_ "image/jpeg" // some bitmap fonts
	"image/png"

	"github.com/fyne-io/oksvg"
	"github.com/go-text/typesetting/font"
	"github.com/srwiley/rasterx"
	"golang.org/x/image/draw"
)

// colorGlyph draws a glyph that has its own colours; done is false for one that
// has none.
func (r *Rasterizer) colorGlyph(key maskKey, fc *font.Face, size float32) (m *mask, done bool) {
	if fc.COLR != nil {
		if m, done := r.layeredGlyph(key, fc, size); done {
			return m, true
		}
	}
	if len(fc.BitmapSizes()) != 0 {
		if m, done := bitmapGlyph(key, fc, size); done {
			return m, true
		}
	}
	if svg, ok := fc.GlyphDataSVG(font.GID(key.id)); ok {
		return svgGlyph(key, svg.Source, size, fc.Upem())
	}
	return nil, false
}

// bitmapGlyph scales a glyph of a bitmap font (CBDT, sbix) from the strike that
// is nearest to size.
func bitmapGlyph(key maskKey, fc *font.Face, size float32) (m *mask, done bool) {
	ppem := uint16(min(max(size, 1), 512))
	fc.SetPpem(ppem, ppem)
	bm, ok := fc.GlyphDataBitmap(font.GID(key.id))
	if !ok {
		return nil, false
	}
	img := decodeBitmap(bm)
	if img == nil {
		return nil, true
	}
	ext, ok := fc.GlyphExtents(font.GID(key.id))
	if !ok || ext.Width == 0 || ext.Height == 0 {
		return nil, true
	}
	scale := size / float32(fc.Upem())
	x0 := round(ext.XBearing*scale + float32(key.sub)/4)
	y0 := round(-ext.YBearing * scale)
	w := max(round(ext.Width*scale), 1)
	h := max(round(-ext.Height*scale), 1)
	if w > 4*maxGlyph || h > 4*maxGlyph {
		return nil, true
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	return &mask{x: x0, y: y0, w: w, h: h, color: out}, true
}

// svgGlyph draws a glyph of an SVG font: a document whose view box is the em,
// with its top at the baseline. Documents that hold several glyphs are left to
// the outline.
func svgGlyph(key maskKey, source []byte, size float32, upem uint16) (m *mask, done bool) {
	if bytes.Count(source, []byte(`id="glyph`)) > 1 {
		return nil, false
	}
	icon, err := oksvg.ReadIconStream(bytes.NewReader(source), oksvg.IgnoreErrorMode)
	if err != nil {
		return nil, false
	}
	// Room for what reaches over the em; what is not used is cut off again.
	side, up, down := int(size*0.25)+2, int(size*1.25)+2, int(size*0.5)+2
	w, h := int(size)+2*side, up+down
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	box := icon.ViewBox
	if !(box.W > 0 && box.H > 0) {
		box.W, box.H = float64(upem), float64(upem)
	}
	// Not SetTarget, which forgets to scale the view box's corner.
	icon.Transform = rasterx.Identity.
		Translate(float64(side)+float64(key.sub)/4, float64(up)).
		Scale(float64(size)/box.W, float64(size)/box.H).
		Translate(-box.X, -box.Y)
	icon.Draw(rasterx.NewDasher(w, h, rasterx.NewScannerGV(w, h, img, img.Rect)), 1)
	return trimmed(img, -side, -up), true
}

// trimmed returns img, whose top left corner is at (x, y) from the pen, without
// its empty edges; nil if all is empty.
func trimmed(img *image.RGBA, x, y int) *mask {
	box := image.Rectangle{Min: img.Rect.Max, Max: img.Rect.Min}
	for py := img.Rect.Min.Y; py < img.Rect.Max.Y; py++ {
		for px := img.Rect.Min.X; px < img.Rect.Max.X; px++ {
			if img.Pix[img.PixOffset(px, py)+3] != 0 {
				box.Min.X, box.Max.X = min(box.Min.X, px), max(box.Max.X, px+1)
				box.Min.Y, box.Max.Y = min(box.Min.Y, py), max(box.Max.Y, py+1)
			}
		}
	}
	if box.Empty() {
		return nil
	}
	out := image.NewRGBA(image.Rect(0, 0, box.Dx(), box.Dy()))
	draw.Draw(out, out.Rect, img, box.Min, draw.Src)
	return &mask{x: x + box.Min.X, y: y + box.Min.Y, w: box.Dx(), h: box.Dy(), color: out}
}

// decodeBitmap returns the picture of a bitmap glyph, nil if it has none that
// can be read.
func decodeBitmap(bm font.GlyphBitmap) image.Image {
	switch bm.Format {
	case font.PNG:
		img, err := png.Decode(bytes.NewReader(bm.Data))
		if err != nil {
			return nil
		}
		return img
	case font.JPG:
		img, _, err := image.Decode(bytes.NewReader(bm.Data))
		if err != nil {
			return nil
		}
		return img
	}
	return nil
}
