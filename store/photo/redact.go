package photo

import (
	"context"
	"errors"
	"image"
	"path/filepath"

	"lanyard/store/photo/internal/raster"
)

// Cover is how an area is made unreadable.
type Cover uint8

// The covers. Both throw the detail away before they smooth anything, so that neither can be computed back to letters or faces.
const (
	Pixelate Cover = iota
	Blur
	Fill // one colour, the mean
)

// Area is a rectangle of the picture, in its pixels before the crop and the turn.
type Area struct {
	Rect  image.Rectangle
	Cover Cover
}

// Edits are what an author does to a stored picture by hand. They apply in the order of the fields.
type Edits struct {
	Areas []Area
	Crop  image.Rectangle // empty: all of it
	Turn  int             // quarter turns clockwise; negative ones go the other way
}

// Empty reports whether the edits change nothing.
func (e Edits) Empty() bool { return len(e.Areas) == 0 && e.Crop.Empty() && e.Turn%4 == 0 }

// Apply gives a copy of m with the edits done; m stays as it is. Rectangles are clipped to the picture.
func (e Edits) Apply(m *image.RGBA) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, m.Rect.Dx(), m.Rect.Dy()))
	for y := range out.Rect.Dy() {
		copy(out.Pix[y*out.Stride:(y+1)*out.Stride], m.Pix[m.PixOffset(m.Rect.Min.X, m.Rect.Min.Y+y):])
	}
	for _, a := range e.Areas {
		cover(out, a.Rect.Intersect(out.Rect), a.Cover)
	}
	if c := e.Crop.Intersect(out.Rect); !c.Empty() {
		sub := image.NewRGBA(image.Rect(0, 0, c.Dx(), c.Dy()))
		for y := range c.Dy() {
			copy(sub.Pix[y*sub.Stride:(y+1)*sub.Stride], out.Pix[out.PixOffset(c.Min.X, c.Min.Y+y):])
		}
		out = sub
	}
	return raster.Upright(out, exifTurn(e.Turn)).(*image.RGBA)
}

// exifTurn is the EXIF orientation of so many quarter turns clockwise; negative ones go the other way.
func exifTurn(quarters int) int { return [4]int{1, 6, 3, 8}[(quarters%4+4)%4] }

// blocksAcross is how many blocks the shorter side of a covered area is cut into at most: too few to read a word or know a face.
const blocksAcross = 6

// minBlock is the least side of a block in pixels.
const minBlock = 12

// cover makes an area unreadable.
func cover(m *image.RGBA, r image.Rectangle, how Cover) {
	if r.Empty() {
		return
	}
	side := max(minBlock, (min(r.Dx(), r.Dy())+blocksAcross-1)/blocksAcross)
	if how == Fill {
		side = max(r.Dx(), r.Dy())
	}
	cols, rows := (r.Dx()+side-1)/side, (r.Dy()+side-1)/side
	mean := make([][4]int, cols*rows)
	for by := range rows {
		for bx := range cols {
			b := image.Rect(r.Min.X+bx*side, r.Min.Y+by*side, r.Min.X+(bx+1)*side, r.Min.Y+(by+1)*side).Intersect(r)
			mean[by*cols+bx] = meanOf(m, b)
		}
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			bx, by := (x-r.Min.X)/side, (y-r.Min.Y)/side
			c := mean[by*cols+bx]
			if how == Blur {
				c = between(mean, cols, rows, side, x-r.Min.X, y-r.Min.Y)
			}
			p := m.Pix[m.PixOffset(x, y):]
			p[0], p[1], p[2], p[3] = uint8(c[0]), uint8(c[1]), uint8(c[2]), uint8(c[3])
		}
	}
}

func meanOf(m *image.RGBA, r image.Rectangle) (sum [4]int) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			p := m.Pix[m.PixOffset(x, y):]
			for i := range sum {
				sum[i] += int(p[i])
			}
		}
	}
	n := r.Dx() * r.Dy()
	for i := range sum {
		sum[i] = (sum[i] + n/2) / n
	}
	return sum
}

// between interpolates the blocks' means, smoothly from centre to centre.
func between(mean [][4]int, cols, rows, side, x, y int) (c [4]int) {
	axis := func(v, n int) (i, j, f int) {
		v -= side / 2
		if v < 0 {
			return 0, 0, 0
		}
		i = min(v/side, n-1)
		return i, min(i+1, n-1), (v - i*side) * 256 / side
	}
	x0, x1, fx := axis(x, cols)
	y0, y1, fy := axis(y, rows)
	for k := range c {
		top := mean[y0*cols+x0][k]*(256-fx) + mean[y0*cols+x1][k]*fx
		low := mean[y1*cols+x0][k]*(256-fx) + mean[y1*cols+x1][k]*fx
		c[k] = min((top*(256-fy)+low*fy)>>16, 255)
	}
	return c
}

// redactQuality is the least quality with which an edited photo is written: it was encoded once already.
const redactQuality = 92

// Redact writes edits into a stored picture, under the same name, and keeps the old one in the state directory, which s must name. An
// animation or an SVG is refused.
func Redact(ctx context.Context, dir, name string, e Edits, s Settings) (Swap, error) {
	src, err := s.Open.source(ctx, "edit", filepath.Join(dir, name))
	if err != nil {
		return Swap{}, err
	}
	if src.info.Animated || src.info.Format == SVG || src.info.Format == GIF {
		return Swap{}, &Error{Op: "edit", Path: src.path, Kind: KindOther, Actual: src.info.Format.what(), Why: Why{Code: "no-edit"}, Detail: "an animation or drawing cannot be edited here"}
	}
	if e.Empty() {
		return Swap{}, errors.New("edit photo: nothing to do")
	}
	m, err := src.rgba(ctx, 0, 0)
	if err != nil {
		return Swap{}, err
	}
	m = e.Apply(m)
	if err := ctx.Err(); err != nil {
		return Swap{}, err
	}
	st := stored{width: m.Rect.Dx(), height: m.Rect.Dy(), hash: difference(m)}
	if src.info.Format == PNG {
		st.format = PNG
		st.data, err = encodePNG(m, src.keptProfile())
	} else {
		st.data, st.format, err = src.encode(m, max(redactQuality, s.quality()))
	}
	if err != nil {
		return Swap{}, src.fail(err)
	}
	w, err := src.replace(dir, name, st, s)
	if err != nil {
		return Swap{}, err
	}
	return w, w.carry(s.State, st.hash)
}
