package photo

import (
	"context"
	"image"
	"math/bits"
)

// nearBits is how many of the 64 bits of two difference hashes may differ for photos of one burst.
const nearBits = 7

// Near reports whether two difference hashes belong to photos that look nearly the same: a burst, or the same photo at another size.
// Hashes of flat pictures (0) are near to nothing.
func Near(a, b uint64) bool {
	return a != 0 && b != 0 && bits.OnesCount64(a^b) <= nearBits
}

// difference is the difference hash of a picture: 9 × 8 mean grey values, each compared with its right neighbour.
func difference(m image.Image) uint64 {
	b := m.Bounds()
	w, h := b.Dx(), b.Dy()
	if w < 9 || h < 8 {
		return 0
	}
	grey := func(x, y int) int {
		switch m := m.(type) {
		case *image.YCbCr:
			return int(m.Y[y*m.YStride+x])
		case *image.Gray:
			return int(m.Pix[y*m.Stride+x])
		case *image.RGBA:
			p := m.Pix[y*m.Stride+4*x:]
			return (299*int(p[0]) + 587*int(p[1]) + 114*int(p[2])) / 1000
		}
		r, g, bl, _ := m.At(b.Min.X+x, b.Min.Y+y).RGBA()
		return int(299*r+587*g+114*bl) / 257000
	}
	var cell [8][9]int
	for cy := range 8 {
		for cx := range 9 {
			x0, x1, y0, y1 := cx*w/9, (cx+1)*w/9, cy*h/8, (cy+1)*h/8
			sx, sy := max(1, (x1-x0)/16), max(1, (y1-y0)/16)
			sum, n := 0, 0
			for y := y0; y < y1; y += sy {
				for x := x0; x < x1; x += sx {
					sum += grey(x, y)
					n++
				}
			}
			cell[cy][cx] = sum * 16 / n
		}
	}
	var hash uint64
	for cy := range 8 {
		for cx := range 8 {
			hash <<= 1
			if cell[cy][cx] > cell[cy][cx+1]+8 {
				hash |= 1
			}
		}
	}
	return hash
}

// similarity gives the difference hash of a photo that was not decoded otherwise; 0 when it cannot be decoded.
func (s *source) similarity(ctx context.Context) uint64 {
	if s.info.Format != JPEG {
		return 0 // drawings and animations come in no bursts
	}
	w, h := (s.info.Width+7)/8, (s.info.Height+7)/8
	m, err := s.pixels(ctx, w, h, 0)
	if err != nil {
		return 0
	}
	return difference(m)
}
