package typeset

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"
)

// toneCount is the number of inks, from dark to light, that coverage is
// corrected for.
const toneCount = 4

// toneOf returns the tone of an ink by its luminance.
func toneOf(c color.NRGBA) int {
	lum := (2126*int(c.R) + 7152*int(c.G) + 722*int(c.B)) / 10000
	return lum * toneCount / 256
}

// toneTable maps coverage to alpha for a tone. Blending in sRGB makes dark ink
// on light paper a little heavier than it is and light ink on dark paper
// thinner; and grey antialiasing without hinting loses stems of one pixel. So
// partial coverage is raised, light ink more than dark.
func toneTable(tone int) (t [256]uint8) {
	gamma := 1/1.18 - 0.07*float64(tone)
	for i := range t {
		t[i] = uint8(math.Round(255 * math.Pow(float64(i)/255, gamma)))
	}
	return t
}

// drawMask blends ink through a mask whose top left corner is at (x, y).
func drawMask(dst *image.RGBA, x, y int, m *mask, ink color.NRGBA, tone *[256]uint8) {
	x0, y0 := max(x, dst.Rect.Min.X), max(y, dst.Rect.Min.Y)
	x1, y1 := min(x+m.w, dst.Rect.Max.X), min(y+m.h, dst.Rect.Max.Y)
	if x0 >= x1 || y0 >= y1 || ink.A == 0 {
		return
	}
	rb := uint32(ink.R) | uint32(ink.B)<<16
	ga := uint32(ink.G) | 0xFF<<16
	solid := rb | ga<<8
	sa := uint32(ink.A)
	for py := y0; py < y1; py++ {
		src := m.alpha[(py-y)*m.w+x0-x : (py-y)*m.w+x1-x]
		at := dst.PixOffset(x0, py)
		row := dst.Pix[at : at+4*len(src)]
		for i, cov := range src {
			if cov == 0 {
				continue
			}
			a := uint32(tone[cov])
			if sa != 255 {
				a = a * sa / 255
			}
			d := row[4*i : 4*i+4 : 4*i+4]
			if a == 255 {
				binary.LittleEndian.PutUint32(d, solid)
				continue
			}
			binary.LittleEndian.PutUint32(d, over(binary.LittleEndian.Uint32(d), rb*a, ga*a, 255-a))
		}
	}
}

// over returns the pixel d, R in the lowest byte, times b plus the source: rb
// and ga are its channels two by two, 16 bits apart and times their alpha. All
// is divided by 255 and rounded, in pairs of channels.
func over(d, rb, ga, b uint32) uint32 {
	const pair = 0x00FF00FF
	rb += d&pair*b + 0x00800080
	ga += d>>8&pair*b + 0x00800080
	rb = (rb + rb>>8&pair) >> 8 & pair
	ga = (ga + ga>>8&pair) & (pair << 8)
	return rb | ga
}

// div255 divides v, at most 255*255, by 255 and rounds.
func div255(v uint32) uint8 {
	v += 128
	return uint8((v + v>>8) >> 8)
}

// drawColor draws a coloured glyph, faded by alpha.
func drawColor(dst *image.RGBA, x, y int, m *mask, alpha uint8) {
	x0, y0 := max(x, dst.Rect.Min.X), max(y, dst.Rect.Min.Y)
	x1, y1 := min(x+m.w, dst.Rect.Max.X), min(y+m.h, dst.Rect.Max.Y)
	for py := y0; py < y1; py++ {
		for px := x0; px < x1; px++ {
			s := m.color.Pix[m.color.PixOffset(px-x, py-y):]
			a := uint32(s[3])
			if a == 0 {
				continue
			}
			d := dst.Pix[dst.PixOffset(px, py):]
			f := uint32(alpha)
			b := 255 - uint32(div255(a*f))
			for k := range 4 {
				d[k] = uint8(min(uint32(div255(uint32(s[k])*f))+uint32(div255(uint32(d[k])*b)), 255))
			}
		}
	}
}

// fill blends a rectangle of one colour.
func fill(dst *image.RGBA, r image.Rectangle, c color.NRGBA) {
	r = r.Intersect(dst.Rect)
	if r.Empty() || c.A == 0 {
		return
	}
	a := uint32(c.A)
	rb, ga := (uint32(c.R)|uint32(c.B)<<16)*a, (uint32(c.G)|0xFF<<16)*a
	for y := r.Min.Y; y < r.Max.Y; y++ {
		at := dst.PixOffset(r.Min.X, y)
		row := dst.Pix[at : at+4*r.Dx()]
		for i := 0; i+4 <= len(row); i += 4 {
			d := row[i : i+4 : i+4]
			binary.LittleEndian.PutUint32(d, over(binary.LittleEndian.Uint32(d), rb, ga, 255-a))
		}
	}
}
