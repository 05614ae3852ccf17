// Package icc owns colour profiles: it reads those made of curves and a matrix (or one grey curve), says whether one is sRGB in all but
// name, and converts pixels to sRGB in place. Of those made of tables it reads the ones for CMYK; the others are recognised and left alone.
package icc

import (
	"encoding/binary"
	"errors"
	"math"
)

// Kind says what can be done with a profile.
type Kind uint8

// The kinds.
const (
	None   Kind = iota // no profile: taken as sRGB
	SRGB               // converts to sRGB within one level: may be dropped
	Matrix             // converted by curves and a matrix
	Gray               // converted by one curve
	Table              // tables: kept, never converted
	Ink                // CMYK, converted by its table
)

// String names the kind.
func (k Kind) String() string { return [...]string{"", "sRGB", "matrix", "gray", "table", "cmyk"}[k] }

// Transform converts 8-bit samples to sRGB. It is immutable and safe for concurrent use.
type Transform struct {
	kind Kind
	in   [3][256]int32 // sample → linear light, 1 = 1<<16
	m    [9]int32      // linear → linear sRGB, 1 = 1<<12
	gray [256]uint8
	grey bool // gray is for pictures without colour, too
	hdr  *hdr
	ink  *ink
}

const (
	outBits = 14
	outMax  = 1<<outBits - 1
)

var errProfile = errors.New("broken colour profile")

// dst is the inverse of sRGB's primaries adapted to D50 (IEC 61966-2-1 with Bradford, as every ICC sRGB profile has them).
var dst = invert([9]float64{
	0.4360747, 0.3850649, 0.1430804,
	0.2225045, 0.7168786, 0.0606169,
	0.0139322, 0.0971045, 0.7141733,
})

// Parse reads a profile. A broken one is an error; the caller then treats the picture as sRGB.
func Parse(p []byte) (*Transform, Kind, error) {
	if len(p) == 0 {
		return nil, None, nil
	}
	if len(p) < 132 || string(p[36:40]) != "acsp" {
		return nil, None, errProfile
	}
	tags := tagTable(p)
	space, pcs := string(p[16:20]), string(p[20:24])
	_, lut := tags["A2B0"]
	switch {
	case space == "GRAY" && tags["kTRC"] != nil && !lut:
		return grayTransform(tags)
	case space == "RGB " && pcs == "XYZ " && !lut && tags["rXYZ"] != nil && tags["rTRC"] != nil:
		return matrixTransform(tags)
	case space == "CMYK" && pcs == "Lab ":
		if t := inkTransform(tags); t != nil {
			return t, Ink, nil
		}
	}
	return nil, Table, nil
}

func tagTable(p []byte) map[string][]byte {
	tags := map[string][]byte{}
	for i := range min(int(binary.BigEndian.Uint32(p[128:])), 128) {
		at := 132 + 12*i
		if at+12 > len(p) {
			break
		}
		off, n := uint64(binary.BigEndian.Uint32(p[at+4:])), uint64(binary.BigEndian.Uint32(p[at+8:]))
		if off+n <= uint64(len(p)) {
			tags[string(p[at:at+4])] = p[off : off+n]
		}
	}
	return tags
}

func grayTransform(tags map[string][]byte) (*Transform, Kind, error) {
	c, err := curve(tags["kTRC"])
	if err != nil {
		return nil, None, err
	}
	t := &Transform{kind: Gray, grey: true}
	same := true
	for i := range t.gray {
		t.gray[i] = uint8(math.Round(255 * encode(c(float64(i)/255))))
		same = same && math.Abs(float64(t.gray[i])-float64(i)) <= 1
	}
	if same {
		return nil, SRGB, nil
	}
	return t, Gray, nil
}

func matrixTransform(tags map[string][]byte) (*Transform, Kind, error) {
	t := &Transform{kind: Matrix}
	var src [9]float64
	for i, n := range []string{"r", "g", "b"} {
		x, c := tags[n+"XYZ"], tags[n+"TRC"]
		if len(x) < 20 || string(x[:4]) != "XYZ " {
			return nil, None, errProfile
		}
		for j := range 3 {
			src[3*j+i] = float64(int32(binary.BigEndian.Uint32(x[8+4*j:]))) / 65536
		}
		f, err := curve(c)
		if err != nil {
			return nil, None, err
		}
		for v := range 256 {
			t.in[i][v] = int32(math.Round(65536 * min(max(f(float64(v)/255), 0), 1)))
		}
	}
	m := mul(dst, src)
	for i, v := range m {
		if math.IsNaN(v) || math.Abs(v) > 2.6 { // three of them must fit an int32
			return nil, Table, nil
		}
		t.m[i] = int32(math.Round(v * 4096))
	}
	if t.neutral() {
		return nil, SRGB, nil
	}
	return t, Matrix, nil
}

// neutral reports whether the transform changes no colour of a coarse grid by more than one level.
func (t *Transform) neutral() bool {
	out := outTable()
	for r := 0; r < 256; r += 15 {
		for g := 0; g < 256; g += 15 {
			for b := 0; b < 256; b += 15 {
				r2, g2, b2 := t.rgb(out, int32(r), int32(g), int32(b))
				if abs(r2-int32(r)) > 1 || abs(g2-int32(g)) > 1 || abs(b2-int32(b)) > 1 {
					return false
				}
			}
		}
	}
	return true
}

// curve reads a curv or para element as a function from 0 … 1 to 0 … 1.
func curve(b []byte) (func(float64) float64, error) {
	if len(b) < 12 {
		return nil, errProfile
	}
	switch string(b[:4]) {
	case "curv":
		return sampled(b)
	case "para":
		return parametric(b)
	}
	return nil, errProfile
}

func sampled(b []byte) (func(float64) float64, error) {
	n := int(binary.BigEndian.Uint32(b[8:]))
	if n < 0 || n > 1<<16 || 12+2*n > len(b) {
		return nil, errProfile
	}
	switch n {
	case 0:
		return func(x float64) float64 { return x }, nil
	case 1:
		g := float64(binary.BigEndian.Uint16(b[12:])) / 256
		return func(x float64) float64 { return math.Pow(x, g) }, nil
	}
	return func(x float64) float64 {
		at := x * float64(n-1)
		i := min(int(at), n-2)
		a, c := float64(binary.BigEndian.Uint16(b[12+2*i:])), float64(binary.BigEndian.Uint16(b[14+2*i:]))
		return (a + (c-a)*(at-float64(i))) / 65535
	}, nil
}

// parametric reads the five function types of ICC.1:2010 §10.15.
func parametric(b []byte) (func(float64) float64, error) {
	kind := int(binary.BigEndian.Uint16(b[8:]))
	counts := [...]int{1, 3, 4, 5, 7}
	if kind >= len(counts) || len(b) < 12+4*counts[kind] {
		return nil, errProfile
	}
	var p [7]float64 // g a b c d e f
	for i := range counts[kind] {
		p[i] = float64(int32(binary.BigEndian.Uint32(b[12+4*i:]))) / 65536
	}
	g, a, bb, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
	power := func(x float64) float64 { return math.Pow(max(a*x+bb, 0), g) }
	switch kind {
	case 0:
		return func(x float64) float64 { return math.Pow(x, g) }, nil
	case 1, 2:
		if a == 0 {
			return nil, errProfile
		}
		return func(x float64) float64 {
			if x >= -bb/a {
				return power(x) + c
			}
			return c
		}, nil
	case 3:
		e, f = 0, 0
	}
	return func(x float64) float64 {
		if x >= d {
			return power(x) + e
		}
		return c*x + f
	}, nil
}

// encode is sRGB's transfer function from linear light.
func encode(x float64) float64 {
	x = min(max(x, 0), 1)
	if x <= 0.0031308 {
		return 12.92 * x
	}
	return 1.055*math.Pow(x, 1/2.4) - 0.055
}

func mul(a, b [9]float64) (c [9]float64) {
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				c[3*i+j] += a[3*i+k] * b[3*k+j]
			}
		}
	}
	return c
}

func invert(m [9]float64) [9]float64 {
	c := func(a, b, d, e int) float64 { return m[a]*m[e] - m[b]*m[d] }
	det := m[0]*c(4, 5, 7, 8) - m[1]*c(3, 5, 6, 8) + m[2]*c(3, 4, 6, 7)
	return [9]float64{
		c(4, 5, 7, 8) / det, c(2, 1, 8, 7) / det, c(1, 2, 4, 5) / det,
		c(5, 3, 8, 6) / det, c(0, 2, 6, 8) / det, c(2, 0, 5, 3) / det,
		c(3, 4, 6, 7) / det, c(1, 0, 7, 6) / det, c(0, 1, 3, 4) / det,
	}
}

func abs(v int32) int32 { return max(v, -v) }
