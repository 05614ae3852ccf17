package icc

import "math"

// Primaries are the chromaticities x, y of red, green, blue and white.
type Primaries [8]float64

// d65 is the white of every space that is met here but some of old PNG files.
const d65x, d65y = 0.3127, 0.3290

// The primaries of sRGB, and those of ITU-T H.273 table 2 by their numbers; those that differ from sRGB's by less than a level are left out.
var (
	srgbPrimaries = Primaries{.64, .33, .30, .60, .15, .06, d65x, d65y}
	byNumber      = map[int]Primaries{
		1:  srgbPrimaries,
		5:  {.64, .33, .29, .60, .15, .06, d65x, d65y},
		6:  {.630, .340, .310, .595, .155, .070, d65x, d65y},
		9:  {.708, .292, .170, .797, .131, .046, d65x, d65y},
		11: {.680, .320, .265, .690, .150, .060, .314, .351},
		12: {.680, .320, .265, .690, .150, .060, d65x, d65y},
	}
)

// Transfer functions of ITU-T H.273 that are read here; 1, 6, 14 and 15 are video's, shown as sRGB.
const (
	transferLinear = 8
	transferPQ     = 16
	transferHLG    = 18
)

// FromCICP makes the transform for the code points of an nclx box or a cICP chunk. It gives nil for sRGB itself and for what it does not know.
func FromCICP(primaries, transfer int) *Transform {
	p, ok := byNumber[primaries]
	if !ok {
		p = srgbPrimaries // 2: unspecified
	}
	switch transfer {
	case 1, 2, 6, 13, 14, 15:
		return coded(decode, p)
	case 4:
		return coded(power(2.2), p)
	case 5:
		return coded(power(2.8), p)
	case transferLinear:
		return coded(power(1), p)
	case transferPQ, transferHLG:
		return newHDR(transfer, p)
	}
	return nil
}

// FromGamma makes the transform for PNG's gAMA and cHRM chunks: gamma is the exponent with which samples were made from light, 0 where the
// file does not say; nil primaries are sRGB's. It gives nil where that is sRGB in all but name.
func FromGamma(gamma float64, p *Primaries) *Transform {
	curve := decode
	if gamma > 0 && math.Abs(gamma*2.2-1) > .05 { // the tolerance of libpng
		curve = power(1 / gamma)
	}
	if p == nil {
		p = &srgbPrimaries
	}
	return coded(curve, *p)
}

func power(g float64) func(float64) float64 { return func(x float64) float64 { return math.Pow(x, g) } }

// decode is sRGB's transfer function to linear light.
func decode(x float64) float64 {
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

// coded makes a transform from a curve to light and primaries; nil when it changes nothing.
func coded(curve func(float64) float64, p Primaries) *Transform {
	m, ok := p.toSRGB()
	if !ok {
		return nil
	}
	t := &Transform{kind: Matrix, grey: true}
	for i, v := range m {
		if math.Abs(v) > 2.6 { // three of them must fit an int32
			return nil
		}
		t.m[i] = int32(math.Round(v * 4096))
	}
	for v := range 256 {
		x := curve(float64(v) / 255)
		for i := range t.in {
			t.in[i][v] = int32(math.Round(65536 * min(max(x, 0), 1)))
		}
		t.gray[v] = uint8(math.Round(255 * encode(x)))
	}
	if t.neutral() {
		return nil
	}
	return t
}

// toSRGB gives the matrix from linear light of these primaries to that of sRGB, white to white (Bradford).
func (p Primaries) toSRGB() (m [9]float64, ok bool) {
	src, ok := p.toXYZ()
	if !ok {
		return m, false
	}
	to, _ := srgbPrimaries.toXYZ()
	return mul(invert(to), mul(adapt(p[6], p[7]), src)), true
}

// toXYZ gives the matrix from linear light to XYZ in which white has Y = 1.
func (p Primaries) toXYZ() (m [9]float64, ok bool) {
	for i := range 4 {
		if x, y := p[2*i], p[2*i+1]; !(x >= 0 && y > 0 && x+y <= 1.001) {
			return m, false
		}
	}
	for i := range 3 {
		x, y := p[2*i], p[2*i+1]
		m[i], m[3+i], m[6+i] = x/y, 1, (1-x-y)/y
	}
	inv := invert(m)
	w := [3]float64{p[6] / p[7], 1, (1 - p[6] - p[7]) / p[7]}
	for i := range 3 {
		s := inv[3*i]*w[0] + inv[3*i+1]*w[1] + inv[3*i+2]*w[2]
		if math.IsNaN(s) || math.IsInf(s, 0) {
			return m, false
		}
		for j := range 3 {
			m[3*j+i] *= s
		}
	}
	return m, true
}

// bradford is the cone response of ICC.1 annex E.
var bradford = [9]float64{0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296}

// adapt gives the matrix that makes of colours under the white x, y those under D65.
func adapt(x, y float64) [9]float64 {
	cone := func(x, y float64) (c [3]float64) {
		w := [3]float64{x / y, 1, (1 - x - y) / y}
		for i := range 3 {
			c[i] = bradford[3*i]*w[0] + bradford[3*i+1]*w[1] + bradford[3*i+2]*w[2]
		}
		return c
	}
	from, to := cone(x, y), cone(d65x, d65y)
	return mul(invert(bradford), mul([9]float64{to[0] / from[0], 0, 0, 0, to[1] / from[1], 0, 0, 0, to[2] / from[2]}, bradford))
}
