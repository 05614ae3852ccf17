package icc

import (
	"encoding/binary"
	"image"
	"math"
	"sync"
)

// outTable maps linear light in outBits bits to sRGB's samples. It is made once, when the first profile is met.
var outTable = sync.OnceValue(func() *[outMax + 1]uint8 {
	t := new([outMax + 1]uint8)
	for i := range t {
		t[i] = uint8(math.Round(255 * encode(float64(i)/outMax)))
	}
	return t
})

func (t *Transform) rgb(out *[outMax + 1]uint8, r, g, b int32) (r2, g2, b2 int32) {
	x, y, z := t.in[0][r&255], t.in[1][g&255], t.in[2][b&255]
	const sh = 16 + 12 - outBits
	i := min(max((t.m[0]*x+t.m[1]*y+t.m[2]*z)>>sh, 0), outMax)
	j := min(max((t.m[3]*x+t.m[4]*y+t.m[5]*z)>>sh, 0), outMax)
	k := min(max((t.m[6]*x+t.m[7]*y+t.m[8]*z)>>sh, 0), outMax)
	return int32(out[i]), int32(out[j]), int32(out[k])
}

// Gray converts grey samples in place.
func (t *Transform) Gray(pix []byte) {
	if !t.grey {
		return
	}
	for i, v := range pix {
		pix[i] = t.gray[v]
	}
}

// RGBA converts pixels of four bytes in place; straight tells that colours are not multiplied with alpha.
func (t *Transform) RGBA(pix []byte, straight bool) {
	if t.kind == Ink {
		return // they were inks before they became pixels
	}
	out := outTable()
	for i := 0; i+3 < len(pix); i += 4 {
		p := pix[i : i+4 : i+4]
		a := int32(p[3])
		if straight || a == 255 {
			r, g, b := t.pixel(out, int32(p[0]), int32(p[1]), int32(p[2]))
			p[0], p[1], p[2] = uint8(r), uint8(g), uint8(b)
			continue
		}
		if a == 0 {
			continue
		}
		un := func(v uint8) int32 { return min((int32(v)*255+a/2)/a, 255) }
		r, g, b := t.pixel(out, un(p[0]), un(p[1]), un(p[2]))
		p[0], p[1], p[2] = uint8((r*a+127)/255), uint8((g*a+127)/255), uint8((b*a+127)/255)
	}
}

// pixel converts one colour, of a grey profile as well.
func (t *Transform) pixel(out *[outMax + 1]uint8, r, g, b int32) (r2, g2, b2 int32) {
	switch {
	case t.kind == Gray:
		return int32(t.gray[r&255]), int32(t.gray[g&255]), int32(t.gray[b&255])
	case t.hdr != nil:
		return t.hdr.rgb(out, uint8(r), uint8(g), uint8(b))
	}
	return t.rgb(out, r, g, b)
}

// YCbCr converts planes in place. Each chroma sample is converted together with the (one, two or four) luma samples that it covers: they
// become RGB, are converted, and go back; the new chroma is their mean.
func (t *Transform) YCbCr(m *image.YCbCr) {
	if t.kind != Matrix {
		return
	}
	if t.hdr != nil {
		t.hdr.planes(m)
		return
	}
	sx, sy := Steps(m.SubsampleRatio)
	out := outTable()
	w, h := m.Rect.Dx(), m.Rect.Dy()
	cw, ch := (w+sx-1)/sx, (h+sy-1)/sy
	for cy := range ch {
		cb, cr := m.Cb[cy*m.CStride:cy*m.CStride+cw], m.Cr[cy*m.CStride:cy*m.CStride+cw]
		y0, y1 := cy*sy, min((cy+1)*sy, h)
		if sx == 2 && sy == 2 && y1 == y0+2 {
			t.rows420(out, m.Y[y0*m.YStride:y0*m.YStride+w], m.Y[(y0+1)*m.YStride:(y0+1)*m.YStride+w], cb, cr)
			continue
		}
		for cx := range cw {
			t.cell(out, m, image.Rect(cx*sx, y0, min((cx+1)*sx, w), y1), &cb[cx], &cr[cx])
		}
	}
}

// Steps gives how many luma samples share a chroma sample, across and down.
func Steps(r image.YCbCrSubsampleRatio) (x, y int) {
	switch r {
	case image.YCbCrSubsampleRatio422:
		return 2, 1
	case image.YCbCrSubsampleRatio420:
		return 2, 2
	case image.YCbCrSubsampleRatio440:
		return 1, 2
	case image.YCbCrSubsampleRatio411:
		return 4, 1
	case image.YCbCrSubsampleRatio410:
		return 4, 2
	}
	return 1, 1
}

// offsets gives what Cb and Cr add to Y for R, G and B, in 1<<16 with rounding (JFIF).
func offsets(cb, cr uint8) (r, g, b int32) {
	u, v := int32(cb)-128, int32(cr)-128
	return 91881*v + 1<<15, -22554*u - 46802*v + 1<<15, 116130*u + 1<<15
}

func clamp(v int32) int32 { return min(max(v, 0), 255) }

// cell converts the luma samples of one chroma sample.
func (t *Transform) cell(out *[outMax + 1]uint8, m *image.YCbCr, at image.Rectangle, cb, cr *uint8) {
	ro, gof, bo := offsets(*cb, *cr)
	var u, v, n int32
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			p := &m.Y[y*m.YStride+x]
			l := int32(*p) << 16
			r, g, b := t.rgb(out, clamp((l+ro)>>16), clamp((l+gof)>>16), clamp((l+bo)>>16))
			*p = uint8((19595*r + 38470*g + 7471*b + 1<<15) >> 16)
			u += -11056*r - 21712*g + 32768*b
			v += 32768*r - 27440*g - 5328*b
			n++
		}
	}
	*cb = uint8(clamp((u/n + 128<<16 + 1<<15) >> 16))
	*cr = uint8(clamp((v/n + 128<<16 + 1<<15) >> 16))
}

// rows420 converts two luma rows with their chroma row: cell for the usual case, unrolled.
func (t *Transform) rows420(out *[outMax + 1]uint8, a, b, cb, cr []byte) {
	whole := len(a) / 2
	for i := range whole {
		ro, gof, bo := offsets(cb[i], cr[i])
		pa, pb := a[2*i:2*i+2:2*i+2], b[2*i:2*i+2:2*i+2]
		y0, u, v := t.one(out, pa[0], ro, gof, bo)
		y1, u1, v1 := t.one(out, pa[1], ro, gof, bo)
		y2, u2, v2 := t.one(out, pb[0], ro, gof, bo)
		y3, u3, v3 := t.one(out, pb[1], ro, gof, bo)
		pa[0], pa[1], pb[0], pb[1] = y0, y1, y2, y3
		cb[i] = uint8(clamp(((u+u1+u2+u3)>>2 + 128<<16 + 1<<15) >> 16))
		cr[i] = uint8(clamp(((v+v1+v2+v3)>>2 + 128<<16 + 1<<15) >> 16))
	}
	if len(a)%2 == 1 {
		ro, gof, bo := offsets(cb[whole], cr[whole])
		y0, u, v := t.one(out, a[2*whole], ro, gof, bo)
		y1, u1, v1 := t.one(out, b[2*whole], ro, gof, bo)
		a[2*whole], b[2*whole] = y0, y1
		cb[whole] = uint8(clamp(((u+u1)>>1 + 128<<16 + 1<<15) >> 16))
		cr[whole] = uint8(clamp(((v+v1)>>1 + 128<<16 + 1<<15) >> 16))
	}
}

func (t *Transform) one(out *[outMax + 1]uint8, y uint8, ro, gof, bo int32) (y2 uint8, u, v int32) {
	l := int32(y) << 16
	r, g, b := t.rgb(out, clamp((l+ro)>>16), clamp((l+gof)>>16), clamp((l+bo)>>16))
	return uint8((19595*r + 38470*g + 7471*b + 1<<15) >> 16), -11056*r - 21712*g + 32768*b, 32768*r - 27440*g - 5328*b
}

// Scrub gives a copy of a profile without the elements that name a person's monitor by its serial number ('mmod' of Apple's display
// profiles); the colours stay the same. It gives p itself when there is nothing to remove.
func Scrub(p []byte) []byte {
	if len(p) < 132 {
		return p
	}
	for i := range min(int(binary.BigEndian.Uint32(p[128:])), 128) {
		at := 132 + 12*i
		if at+12 > len(p) {
			break
		}
		off, n := uint64(binary.BigEndian.Uint32(p[at+4:])), uint64(binary.BigEndian.Uint32(p[at+8:]))
		if string(p[at:at+4]) != "mmod" || n <= 8 || off+n > uint64(len(p)) {
			continue
		}
		q := append([]byte(nil), p...)
		clear(q[off+8 : off+n])
		if string(q) == string(p) {
			return p
		}
		return q
	}
	return p
}
