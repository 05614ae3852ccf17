package icc

import (
	"image"
	"math"
)

// white is the luminance, in cd/m², of paper white in a high dynamic range picture (ITU-R BT.2408): it becomes the white of the screen.
const white = 203

// shoulder is from which part of white on light is compressed, so that what is brighter than white still differs.
const shoulder = .6

// peak is the luminance for which HLG is displayed, and the exponent of its system function there (ITU-R BT.2100).
const peak, system = 1000, 1.2

// hdr maps a picture of high dynamic range to sRGB.
type hdr struct {
	light [256]float32 // sample → light, 1 = white; of HLG the light of the scene
	m     [9]float32
	hlg   bool
	luma  [3]float32 // of the picture's primaries
}

func newHDR(transfer int, p Primaries) *Transform {
	m, ok := p.toSRGB()
	xyz, _ := p.toXYZ()
	if !ok {
		return nil
	}
	h := &hdr{hlg: transfer == transferHLG, luma: [3]float32{float32(xyz[3]), float32(xyz[4]), float32(xyz[5])}}
	for i, v := range m {
		h.m[i] = float32(v)
	}
	for v := range h.light {
		x := float64(v) / 255
		if h.hlg {
			h.light[v] = float32(hlgScene(x))
		} else {
			h.light[v] = float32(pqDisplay(x) / white)
		}
	}
	t := &Transform{kind: Matrix, hdr: h, grey: true}
	for v := range t.gray {
		_, g, _ := h.rgb(outTable(), uint8(v), uint8(v), uint8(v))
		t.gray[v] = uint8(g)
	}
	return t
}

// pqDisplay is the light, in cd/m², of a sample of SMPTE ST 2084.
func pqDisplay(x float64) float64 {
	const m1, m2, c1, c2, c3 = 2610.0 / 16384, 2523.0 / 4096 * 128, 3424.0 / 4096, 2413.0 / 4096 * 32, 2392.0 / 4096 * 32
	p := math.Pow(x, 1/m2)
	return 10000 * math.Pow(max(p-c1, 0)/(c2-c3*p), 1/m1)
}

// hlgScene is the light of the scene, 0 … 1, of a sample of ARIB STD-B67.
func hlgScene(x float64) float64 {
	const a, b, c = 0.17883277, 0.28466892, 0.55991073
	if x <= .5 {
		return x * x / 3
	}
	return (math.Exp((x-c)/a) + b) / 12
}

// rgb maps one colour.
func (h *hdr) rgb(out *[outMax + 1]uint8, r, g, b uint8) (r2, g2, b2 int32) {
	x, y, z := h.light[r], h.light[g], h.light[b]
	if h.hlg { // the screen shows the scene brighter the brighter it is
		if l := h.luma[0]*x + h.luma[1]*y + h.luma[2]*z; l > 0 {
			f := float32(math.Pow(float64(l), system-1)) * peak / white
			x, y, z = x*f, y*f, z*f
		}
	}
	show := func(v float32) int32 {
		if v > shoulder {
			v = shoulder + (1-shoulder)*(1-float32(math.Exp(float64(shoulder-v)/(1-shoulder))))
		}
		return int32(out[int(min(max(v, 0), 1)*outMax+.5)])
	}
	m := &h.m
	return show(m[0]*x + m[1]*y + m[2]*z), show(m[3]*x + m[4]*y + m[5]*z), show(m[6]*x + m[7]*y + m[8]*z)
}

// planes converts planes in place, cell by cell.
func (h *hdr) planes(m *image.YCbCr) {
	sx, sy := Steps(m.SubsampleRatio)
	out := outTable()
	w, ht := m.Rect.Dx(), m.Rect.Dy()
	for cy := range (ht + sy - 1) / sy {
		for cx := range (w + sx - 1) / sx {
			cb, cr := &m.Cb[cy*m.CStride+cx], &m.Cr[cy*m.CStride+cx]
			ro, gof, bo := offsets(*cb, *cr)
			var u, v, n int32
			for y := cy * sy; y < min((cy+1)*sy, ht); y++ {
				for x := cx * sx; x < min((cx+1)*sx, w); x++ {
					p := &m.Y[y*m.YStride+x]
					l := int32(*p) << 16
					r, g, b := h.rgb(out, uint8(clamp((l+ro)>>16)), uint8(clamp((l+gof)>>16)), uint8(clamp((l+bo)>>16)))
					*p = uint8((19595*r + 38470*g + 7471*b + 1<<15) >> 16)
					u += (-11056*r - 21712*g + 32768*b) >> 4
					v += (32768*r - 27440*g - 5328*b) >> 4
					n++
				}
			}
			*cb = uint8(clamp((u/n<<4 + 128<<16 + 1<<15) >> 16))
			*cr = uint8(clamp((v/n<<4 + 128<<16 + 1<<15) >> 16))
		}
	}
}
