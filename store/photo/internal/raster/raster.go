// Package raster owns what is done to decoded planes and pixels: turning, shrinking with Lanczos3, changing between planes and RGBA.
// Photos stay in YCbCr planes all the way, a third of the memory of RGBA; pictures with alpha are four interleaved channels.
package raster

import (
	"image"
	"image/draw"

	"lanyard/store/photo/internal/icc"
)

// Swaps reports whether an EXIF orientation exchanges width and height.
func Swaps(o int) bool { return o >= 5 && o <= 8 }

// plane is one channel, or several interleaved.
type plane struct {
	pix          []byte
	stride, w, h int
	ch           int
}

// turned gives a plane turned upright from EXIF orientation o (2 … 8), packed.
func (p plane) turned(o int) plane {
	q := plane{w: p.w, h: p.h, ch: p.ch}
	if Swaps(o) {
		q.w, q.h = p.h, p.w
	}
	q.stride = q.w * q.ch
	q.pix = make([]byte, q.stride*q.h)
	// q(x, y) = p(x·xx + y·xy + x0, …) as one offset: at + x·dx + y·dy.
	c, last, end := p.ch, (p.w-1)*p.ch, (p.h-1)*p.stride
	var at, dx, dy int
	switch o {
	case 2:
		at, dx, dy = last, -c, p.stride
	case 3:
		at, dx, dy = end+last, -c, -p.stride
	case 4:
		at, dx, dy = end, c, -p.stride
	case 5:
		at, dx, dy = 0, p.stride, c
	case 6:
		at, dx, dy = end, -p.stride, c
	case 7:
		at, dx, dy = end+last, -p.stride, -c
	case 8:
		at, dx, dy = last, p.stride, -c
	default:
		at, dx, dy = 0, c, p.stride
	}
	if c == 1 {
		q.fill1(p.pix, at, dx, dy)
	} else {
		q.fill4(p.pix, at, dx, dy)
	}
	return q
}

// tile is the side of the squares in which a transposition runs, so that its reads stay in the cache.
const tile = 32

func (p plane) fill1(src []byte, at, dx, dy int) {
	for ty := 0; ty < p.h; ty += tile {
		for tx := 0; tx < p.w; tx += tile {
			n := min(tile, p.w-tx)
			for y := ty; y < min(ty+tile, p.h); y++ {
				row := p.pix[y*p.stride+tx : y*p.stride+tx+n]
				s := at + tx*dx + y*dy
				for x := range row {
					row[x] = src[s]
					s += dx
				}
			}
		}
	}
}

func (p plane) fill4(src []byte, at, dx, dy int) {
	for ty := 0; ty < p.h; ty += tile {
		for tx := 0; tx < p.w; tx += tile {
			for y := ty; y < min(ty+tile, p.h); y++ {
				s := at + tx*dx + y*dy
				for x := tx; x < min(tx+tile, p.w); x++ {
					copy(p.pix[y*p.stride+4*x:y*p.stride+4*x+4], src[s:s+4])
					s += dx
				}
			}
		}
	}
}

// planes gives the three channels of m with their origin at the picture's top left.
func planes(m *image.YCbCr) [3]plane {
	sx, sy := icc.Steps(m.SubsampleRatio)
	w, h := m.Rect.Dx(), m.Rect.Dy()
	cw, ch := (w+sx-1)/sx, (h+sy-1)/sy
	y, c := m.YOffset(m.Rect.Min.X, m.Rect.Min.Y), m.COffset(m.Rect.Min.X, m.Rect.Min.Y)
	return [3]plane{
		{pix: m.Y[y:], stride: m.YStride, w: w, h: h, ch: 1},
		{pix: m.Cb[c:], stride: m.CStride, w: cw, h: ch, ch: 1},
		{pix: m.Cr[c:], stride: m.CStride, w: cw, h: ch, ch: 1},
	}
}

func fromPlanes(p [3]plane, r image.YCbCrSubsampleRatio) *image.YCbCr {
	return &image.YCbCr{
		Y: p[0].pix, Cb: p[1].pix, Cr: p[2].pix, YStride: p[0].stride, CStride: p[1].stride,
		SubsampleRatio: r, Rect: image.Rect(0, 0, p[0].w, p[0].h),
	}
}

// Upright turns a picture by its EXIF orientation; 0, 1 and anything unknown change nothing. It knows *image.YCbCr, *image.Gray,
// *image.RGBA and *image.NRGBA.
func Upright(m image.Image, o int) image.Image {
	if o < 2 || o > 8 {
		return m
	}
	switch m := m.(type) {
	case *image.YCbCr:
		ratio := m.SubsampleRatio
		if Swaps(o) {
			switch ratio {
			case image.YCbCrSubsampleRatio422:
				ratio = image.YCbCrSubsampleRatio440
			case image.YCbCrSubsampleRatio440:
				ratio = image.YCbCrSubsampleRatio422
			case image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410:
				m = common(m)
				ratio = m.SubsampleRatio
			}
		}
		p := planes(m)
		for i := range p {
			p[i] = p[i].turned(o)
		}
		return fromPlanes(p, ratio)
	case *image.Gray:
		q := grayPlane(m).turned(o)
		return &image.Gray{Pix: q.pix, Stride: q.stride, Rect: image.Rect(0, 0, q.w, q.h)}
	case *image.RGBA:
		q := rgbaPlane(m.Pix, m.Stride, m.Rect).turned(o)
		return &image.RGBA{Pix: q.pix, Stride: q.stride, Rect: image.Rect(0, 0, q.w, q.h)}
	case *image.NRGBA:
		q := rgbaPlane(m.Pix, m.Stride, m.Rect).turned(o)
		return &image.NRGBA{Pix: q.pix, Stride: q.stride, Rect: image.Rect(0, 0, q.w, q.h)}
	}
	return Upright(RGBA(m), o)
}

func grayPlane(m *image.Gray) plane {
	return plane{pix: m.Pix, stride: m.Stride, w: m.Rect.Dx(), h: m.Rect.Dy(), ch: 1}
}

func rgbaPlane(pix []byte, stride int, r image.Rectangle) plane {
	return plane{pix: pix, stride: stride, w: r.Dx(), h: r.Dy(), ch: 4}
}

// common brings the rare 4:1:1 and 4:1:0 to 4:2:0 at the same size.
func common(m *image.YCbCr) *image.YCbCr {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	p := planes(m)
	to := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	sx, sy := icc.Steps(m.SubsampleRatio)
	q := planes(to)
	for i := range p {
		if i == 0 {
			for y := range h {
				copy(q[0].pix[y*q[0].stride:y*q[0].stride+w], p[0].pix[y*p[0].stride:])
			}
			continue
		}
		q[i] = scale(p[i], q[i].w, q[i].h, 2/float64(sx), 2/float64(sy))
	}
	return fromPlanes(q, image.YCbCrSubsampleRatio420)
}

// Fit gives the size of w×h shrunk to a longest side of at most limit, never enlarged and never below 1.
func Fit(w, h, limit int) (int, int) {
	if limit <= 0 || max(w, h) <= limit {
		return w, h
	}
	if w >= h {
		return limit, max(1, (h*limit+w/2)/w)
	}
	return max(1, (w*limit+h/2)/h), limit
}

// FitBox gives the size of w×h shrunk to fit maxW×maxH, where 0 is no bound; never enlarged and never below 1.
func FitBox(w, h, maxW, maxH int) (int, int) {
	f := 1.0
	if maxW > 0 {
		f = min(f, float64(maxW)/float64(w))
	}
	if maxH > 0 {
		f = min(f, float64(maxH)/float64(h))
	}
	if f >= 1 {
		return w, h
	}
	return max(1, int(float64(w)*f+.5)), max(1, int(float64(h)*f+.5))
}

// Resize scales a picture to w×h with Lanczos3. YCbCr keeps its subsampling (4:1:1 and 4:1:0 become 4:2:0); colours with alpha are
// scaled multiplied, as they must be.
func Resize(m image.Image, w, h int) image.Image {
	b := m.Bounds()
	return ResizePart(m, w, h, float64(b.Dx()), float64(b.Dy()))
}

// ResizePart is Resize of the part of m that is fw × fh samples large, from the top left on: a decoder that halves an odd size gives one sample
// more than the picture has.
func ResizePart(m image.Image, w, h int, fw, fh float64) image.Image {
	b := m.Bounds()
	if b.Dx() == w && b.Dy() == h {
		return m
	}
	fx, fy := fw/float64(w), fh/float64(h)
	switch m := m.(type) {
	case *image.YCbCr:
		return resizeYCbCr(m, w, h, fx, fy)
	case *image.Gray:
		q := scale(grayPlane(m), w, h, fx, fy)
		return &image.Gray{Pix: q.pix, Stride: q.stride, Rect: image.Rect(0, 0, w, h)}
	}
	r := RGBA(m)
	q := scale(rgbaPlane(r.Pix, r.Stride, r.Rect), w, h, fx, fy)
	out := &image.RGBA{Pix: q.pix, Stride: q.stride, Rect: image.Rect(0, 0, w, h)}
	if !r.Opaque() {
		for i := 0; i+3 < len(q.pix); i += 4 { // the filter's ringing must not leave colour above alpha
			a := q.pix[i+3]
			q.pix[i], q.pix[i+1], q.pix[i+2] = min(q.pix[i], a), min(q.pix[i+1], a), min(q.pix[i+2], a)
		}
	}
	return out
}

func resizeYCbCr(m *image.YCbCr, w, h int, fx, fy float64) *image.YCbCr {
	ratio := m.SubsampleRatio
	if ratio == image.YCbCrSubsampleRatio411 || ratio == image.YCbCrSubsampleRatio410 {
		ratio = image.YCbCrSubsampleRatio420
	}
	sx, sy := icc.Steps(m.SubsampleRatio)
	tx, ty := icc.Steps(ratio)
	cw, ch := (w+tx-1)/tx, (h+ty-1)/ty
	p := planes(m)
	p[0] = scale(p[0], w, h, fx, fy)
	for i := 1; i < 3; i++ {
		p[i] = scale(p[i], cw, ch, fx*float64(tx)/float64(sx), fy*float64(ty)/float64(sy))
	}
	return fromPlanes(p, ratio)
}

// RGBA gives m as RGBA with its origin at 0,0, without copying where it is one.
func RGBA(m image.Image) *image.RGBA {
	b := m.Bounds()
	if r, ok := m.(*image.RGBA); ok && b.Min == (image.Point{}) {
		return r
	}
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, m, b.Min, draw.Src)
	return out
}

// Opaque reports whether no pixel is transparent.
func Opaque(m image.Image) bool {
	o, ok := m.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// YCbCr gives an opaque picture as planes at full chroma resolution, or 4:2:0 when half is true.
func YCbCr(m image.Image, half bool) *image.YCbCr {
	r := RGBA(m)
	w, h := r.Rect.Dx(), r.Rect.Dy()
	if !half {
		out := image.NewYCbCr(r.Rect, image.YCbCrSubsampleRatio444)
		for y := range h {
			row := r.Pix[y*r.Stride : y*r.Stride+4*w]
			for x := range w {
				i := y*out.YStride + x
				out.Y[i], out.Cb[i], out.Cr[i] = toYCC(int32(row[4*x]), int32(row[4*x+1]), int32(row[4*x+2]))
			}
		}
		return out
	}
	out := image.NewYCbCr(r.Rect, image.YCbCrSubsampleRatio420)
	for cy := range (h + 1) / 2 {
		for cx := range (w + 1) / 2 {
			var u, v, n int32
			for y := 2 * cy; y < min(2*cy+2, h); y++ {
				for x := 2 * cx; x < min(2*cx+2, w); x++ {
					p := r.Pix[y*r.Stride+4*x:]
					l, cb, cr := toYCC(int32(p[0]), int32(p[1]), int32(p[2]))
					out.Y[y*out.YStride+x] = l
					u, v, n = u+int32(cb), v+int32(cr), n+1
				}
			}
			out.Cb[cy*out.CStride+cx], out.Cr[cy*out.CStride+cx] = uint8((u+n/2)/n), uint8((v+n/2)/n)
		}
	}
	return out
}

func toYCC(r, g, b int32) (y, cb, cr uint8) {
	y = uint8((19595*r + 38470*g + 7471*b + 1<<15) >> 16)
	u := (-11056*r - 21712*g + 32768*b + 257<<15) >> 16
	v := (32768*r - 27440*g - 5328*b + 257<<15) >> 16
	return y, uint8(min(max(u, 0), 255)), uint8(min(max(v, 0), 255))
}

// Inverse gives the orientation that undoes o.
func Inverse(o int) int {
	switch o {
	case 6:
		return 8
	case 8:
		return 6
	}
	return o
}
