package icc

import (
	"encoding/binary"
	"image"
	"math"
)

// ink converts four inks to sRGB by a table: the profile's own (ICC.1:2010 §10.8, §10.9), worked out for a regular grid.
type ink struct{ nodes []uint8 }

// inkGrid is how many steps each ink has in the table, of 15 or 16 levels.
const inkGrid = 17

// lut is a lut8 or lut16 element of four channels in and three out.
type lut struct {
	wide    bool // 16 bits
	grid    int
	in, out []byte // tables
	nodes   []byte
	nIn     int // entries of an input table
	nOut    int
}

// readLUT reads an element; nil for one of another kind.
func readLUT(b []byte) *lut {
	if len(b) < 52 || b[8] != 4 || b[9] != 3 || b[10] < 2 {
		return nil
	}
	l := &lut{grid: int(b[10]), nIn: 256, nOut: 256}
	at, size := 48, 1
	switch string(b[:4]) {
	case "mft1":
	case "mft2":
		l.wide, at, size = true, 52, 2
		l.nIn, l.nOut = int(binary.BigEndian.Uint16(b[48:])), int(binary.BigEndian.Uint16(b[50:]))
	default:
		return nil
	}
	if l.nIn < 2 || l.nOut < 2 || l.nIn > 4096 || l.nOut > 4096 || l.grid > 64 {
		return nil
	}
	nodes := l.grid * l.grid * l.grid * l.grid * 3 * size
	in, out := 4*l.nIn*size, 3*l.nOut*size
	if at+in+nodes+out > len(b) {
		return nil
	}
	l.in, l.nodes, l.out = b[at:at+in], b[at+in:at+in+nodes], b[at+in+nodes:at+in+nodes+out]
	return l
}

// value gives an entry of a table, 0 … 1.
func (l *lut) value(b []byte, i int) float64 {
	if l.wide {
		return float64(binary.BigEndian.Uint16(b[2*i:])) / 65535
	}
	return float64(b[i]) / 255
}

// curve looks x up in the n entries from at.
func (l *lut) curve(b []byte, at, n int, x float64) float64 {
	x = min(max(x, 0), 1) * float64(n-1)
	i := min(int(x), n-2)
	a, c := l.value(b, at+i), l.value(b, at+i+1)
	return a + (c-a)*(x-float64(i))
}

// lab gives the colour of four inks, 0 … 1.
func (l *lut) lab(inks [4]float64) (v [3]float64) {
	var at [4]int
	var f [4]float64
	for i, x := range inks {
		x = l.curve(l.in, i*l.nIn, l.nIn, x) * float64(l.grid-1)
		at[i] = min(int(x), l.grid-2)
		f[i] = x - float64(at[i])
	}
	for corner := range 16 {
		weight, node := 1.0, 0
		for i := range 4 {
			bit := corner >> i & 1
			node = node*l.grid + at[i] + bit
			if bit == 1 {
				weight *= f[i]
			} else {
				weight *= 1 - f[i]
			}
		}
		if weight == 0 {
			continue
		}
		for j := range v {
			v[j] += weight * l.value(l.nodes, 3*node+j)
		}
	}
	for j := range v {
		v[j] = l.curve(l.out, j*l.nOut, l.nOut, v[j])
	}
	if l.wide { // FF00 is 100, 8000 is 0
		return [3]float64{v[0] * 65535 / 652.80, v[1]*65535/256 - 128, v[2]*65535/256 - 128}
	}
	return [3]float64{v[0] * 100, v[1]*255 - 128, v[2]*255 - 128}
}

// fromLab gives sRGB's samples for a colour under D50.
func fromLab(lab [3]float64) (rgb [3]uint8) {
	inv := func(t float64) float64 {
		if t > 6.0/29 {
			return t * t * t
		}
		return 3 * (6.0 / 29) * (6.0 / 29) * (t - 4.0/29)
	}
	y := (lab[0] + 16) / 116
	xyz := [3]float64{.9642 * inv(y+lab[1]/500), inv(y), .8249 * inv(y-lab[2]/200)}
	for i := range rgb {
		rgb[i] = uint8(math.Round(255 * encode(dst[3*i]*xyz[0]+dst[3*i+1]*xyz[1]+dst[3*i+2]*xyz[2])))
	}
	return rgb
}

// inkTransform makes the transform of a CMYK profile; nil where its table is of a kind that is not read here.
func inkTransform(tags map[string][]byte) *Transform {
	l := readLUT(tags["A2B0"])
	if l == nil {
		return nil
	}
	k := &ink{nodes: make([]uint8, 0, inkGrid*inkGrid*inkGrid*inkGrid*3)}
	step := func(i int) float64 { return float64(i) / (inkGrid - 1) }
	for c := range inkGrid {
		for m := range inkGrid {
			for y := range inkGrid {
				for b := range inkGrid {
					rgb := fromLab(l.lab([4]float64{step(c), step(m), step(y), step(b)}))
					k.nodes = append(k.nodes, rgb[:]...)
				}
			}
		}
	}
	return &Transform{kind: Ink, ink: k}
}

// CMYK converts a picture of four inks; 255 is all of one. The profile must be of that kind.
func (t *Transform) CMYK(m *image.CMYK) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		from, to := m.Pix[y*m.Stride:y*m.Stride+4*w], out.Pix[y*out.Stride:]
		for x := 0; x < 4*w; x += 4 {
			p := to[x : x+4 : x+4]
			p[0], p[1], p[2] = t.ink.rgb(from[x : x+4 : x+4])
			p[3] = 255
		}
	}
	return out
}

// rgb interpolates between the 16 nodes around a colour, with weights of 8 bits for each ink.
func (k *ink) rgb(inks []uint8) (r, g, b uint8) {
	var at [4]int
	var f [4]int // of 256
	for i, v := range inks {
		x := int(v) * (inkGrid - 1) * 256 / 255
		at[i] = min(x>>8, inkGrid-2)
		f[i] = x - at[i]<<8
	}
	const sc, sm, sy, sk = 3 * inkGrid * inkGrid * inkGrid, 3 * inkGrid * inkGrid, 3 * inkGrid, 3
	node := at[0]*sc + at[1]*sm + at[2]*sy + at[3]*sk
	var sum [3]int
	for corner := range 16 {
		n, weight := node, 1
		for i, s := range [4]int{sc, sm, sy, sk} {
			if corner>>i&1 == 1 {
				weight *= f[i]
				n += s
			} else {
				weight *= 256 - f[i]
			}
		}
		if weight == 0 {
			continue
		}
		p := k.nodes[n : n+3 : n+3]
		sum[0] += weight * int(p[0])
		sum[1] += weight * int(p[1])
		sum[2] += weight * int(p[2])
	}
	const half = 1 << 31
	return uint8((sum[0] + half) >> 32), uint8((sum[1] + half) >> 32), uint8((sum[2] + half) >> 32)
}
