package raster

import "math"

// Weights are fixed point, 1 = 1<<weightBits; their sum is exact for every output sample, so that a flat area stays flat.
const weightBits = 14

// taps are the weights of one axis: output sample i is the sum of n input samples from start[i], weighted with weight[i*n:].
type taps struct {
	n      int
	start  []int32
	weight []int32
}

// lanczos3 makes the taps from in to out samples, f input samples per output sample. Beyond the edge the edge's sample counts.
func lanczos3(in, out int, f float64) taps {
	stretch := max(f, 1)
	radius := 3 * stretch
	n := min(int(math.Ceil(2*radius))+1, in)
	t := taps{n: n, start: make([]int32, out), weight: make([]int32, out*n)}
	w := make([]float64, n)
	for i := range out {
		centre := (float64(i)+.5)*f - .5
		first, last := int(math.Ceil(centre-radius)), int(math.Floor(centre+radius))
		start := min(max(first, 0), in-n)
		clear(w)
		sum := 0.0
		for j := first; j <= last; j++ {
			v := kernel((float64(j) - centre) / stretch)
			w[min(max(j, 0), in-1)-start] += v
			sum += v
		}
		t.start[i] = int32(start)
		rest, big := int32(1<<weightBits), 0
		for k, v := range w {
			q := int32(math.Round(v / sum * (1 << weightBits)))
			t.weight[i*n+k] = q
			rest -= q
			if w[k] > w[big] {
				big = k
			}
		}
		t.weight[i*n+big] += rest
	}
	return t
}

// kernel is the Lanczos window of three lobes.
func kernel(x float64) float64 {
	if x = math.Abs(x); x < 1e-9 {
		return 1
	}
	if x >= 3 {
		return 0
	}
	x *= math.Pi
	return 3 * math.Sin(x) * math.Sin(x/3) / (x * x)
}

// midBits are kept below the sample's 8 bits between the two passes.
const midBits = 5

// scale resamples a plane to w×h, fx and fy input samples per output sample. It runs down first, row by row, and across each finished row:
// the larger of the two passes then reads along rows, and one row is all that is kept in between.
func scale(p plane, w, h int, fx, fy float64) plane {
	q := plane{w: w, h: h, ch: p.ch, stride: w * p.ch, pix: make([]byte, w*p.ch*h)}
	if w == 0 || h == 0 {
		return q
	}
	across, down := lanczos3(p.w, w, fx), lanczos3(p.h, h, fy)
	mid := make([]int32, p.w*p.ch)
	for y := range h {
		down.column(mid, p, y)
		row := q.pix[y*q.stride : (y+1)*q.stride]
		if p.ch == 1 {
			across.row(row, mid)
		} else {
			across.row4(row, mid)
		}
	}
	return q
}

// column sums the input rows of output row y into mid, with midBits of fraction.
func (t taps) column(mid []int32, p plane, y int) {
	n := len(mid)
	wt := t.weight[y*t.n : (y+1)*t.n]
	at := int(t.start[y]) * p.stride
	const round = 1 << (weightBits - midBits - 1)
	for i := range mid {
		mid[i] = round
	}
	k := 0
	for ; k+4 <= len(wt); k += 4 {
		a, b := p.pix[at:][:n], p.pix[at+p.stride:][:n]
		c, d := p.pix[at+2*p.stride:][:n], p.pix[at+3*p.stride:][:n]
		w0, w1, w2, w3 := wt[k], wt[k+1], wt[k+2], wt[k+3]
		for i := range mid {
			mid[i] += w0*int32(a[i]) + w1*int32(b[i]) + w2*int32(c[i]) + w3*int32(d[i])
		}
		at += 4 * p.stride
	}
	for ; k < len(wt); k++ {
		if w0 := wt[k]; w0 != 0 {
			a := p.pix[at:][:n]
			for i := range mid {
				mid[i] += w0 * int32(a[i])
			}
		}
		at += p.stride
	}
	for i, v := range mid {
		mid[i] = v >> (weightBits - midBits)
	}
}

func (t taps) row(out []byte, mid []int32) {
	const shift = weightBits + midBits
	for x := range out {
		s := int(t.start[x])
		in := mid[s : s+t.n]
		wt := t.weight[x*t.n:][:len(in)]
		sum := int32(1 << (shift - 1))
		for k, v := range in {
			sum += wt[k] * v
		}
		out[x] = uint8(min(max(sum>>shift, 0), 255))
	}
}

func (t taps) row4(out []byte, mid []int32) {
	const shift = weightBits + midBits
	for x := range len(out) / 4 {
		s := 4 * int(t.start[x])
		wt := t.weight[x*t.n:][:t.n]
		in := mid[s:][:4*len(wt)]
		a, b, c, d := int32(1<<(shift-1)), int32(1<<(shift-1)), int32(1<<(shift-1)), int32(1<<(shift-1))
		for k, w := range wt {
			p := in[4*k : 4*k+4 : 4*k+4]
			a, b, c, d = a+w*p[0], b+w*p[1], c+w*p[2], d+w*p[3]
		}
		o := out[4*x : 4*x+4 : 4*x+4]
		o[0], o[1] = uint8(min(max(a>>shift, 0), 255)), uint8(min(max(b>>shift, 0), 255))
		o[2], o[3] = uint8(min(max(c>>shift, 0), 255)), uint8(min(max(d>>shift, 0), 255))
	}
}
