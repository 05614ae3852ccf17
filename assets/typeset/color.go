package typeset

import (
	"bytes"
	"image"
	_ "image/jpeg" // some bitmap fonts
	"image/png"

	"github.com/go-text/typesetting/font"
	"golang.org/x/image/draw"
)

// colorGlyph draws a glyph that has its own colours; done is false for one that
// has none.
func (r *Rasterizer) colorGlyph(key maskKey, fc *font.Face, size float32) (m *mask, done bool) {
	if len(fc.BitmapSizes()) == 0 {
		return nil, false
	}
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
