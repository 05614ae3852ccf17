package typeset

import (
	"image/color"
	"math"
	"slices"

	"github.com/go-text/typesetting/font/opentype/tables"
)

// shader returns the colour of a pixel.
type shader func(x, y float32) color.NRGBA

// shade returns what a paint without an outline fills with.
func (p *layerPainter) shade(t tables.PaintTable, at affine) (shader, bool) {
	if p.budget--; p.budget < 0 {
		return nil, false
	}
	back, ok := at.inverse()
	if !ok {
		return nil, false
	}
	switch t := t.(type) {
	case tables.PaintSolid:
		return p.solid(t.PaletteIndex, unit(t.Alpha)), true
	case tables.PaintLinearGradient:
		return linear(t, back, p.stops(t.ColorLine)), true
	case tables.PaintRadialGradient:
		return radial(t, back, p.stops(t.ColorLine)), true
	case tables.PaintSweepGradient:
		return sweep(t, back, p.stops(t.ColorLine)), true
	}
	if sub, m, ok := transformed(t); ok {
		return p.shade(sub, at.then(m))
	}
	return nil, false
}

// palette returns a colour of the font's first palette, times alpha. The text's
// own colour, which some glyphs ask for, is taken as black.
func (p *layerPainter) palette(i uint16, alpha float32) color.NRGBA {
	c := color.NRGBA{A: 255}
	if pal := p.face.CPAL[0]; int(i) < len(pal) {
		c = color.NRGBA{R: pal[i].Red, G: pal[i].Green, B: pal[i].Blue, A: pal[i].Alpha}
	}
	c.A = uint8(float32(c.A)*min(max(alpha, 0), 1) + 0.5)
	return c
}

func (p *layerPainter) solid(i uint16, alpha float32) shader {
	c := p.palette(i, alpha)
	return func(float32, float32) color.NRGBA { return c }
}

// colorLine is the colours along a gradient.
type colorLine struct {
	extend tables.Extend
	at     []float32
	color  []color.NRGBA
}

func (p *layerPainter) stops(line tables.ColorLine) colorLine {
	l := colorLine{extend: line.Extend}
	list := slices.Clone(line.ColorStops)
	slices.SortStableFunc(list, func(a, b tables.ColorStop) int { return int(a.StopOffset) - int(b.StopOffset) })
	for _, s := range list {
		l.at = append(l.at, unit(s.StopOffset))
		l.color = append(l.color, p.palette(s.PaletteIndex, unit(s.Alpha)))
	}
	return l
}

// get returns the colour at t.
func (l *colorLine) get(t float32) color.NRGBA {
	n := len(l.at)
	if n == 0 || t != t {
		return color.NRGBA{}
	}
	first, last := l.at[0], l.at[n-1]
	if span := last - first; span > 0 && l.extend != tables.ExtendPad {
		u := float64((t - first) / span)
		whole := math.Floor(u)
		u -= whole
		if l.extend == tables.ExtendReflect && math.Mod(whole, 2) != 0 {
			u = 1 - u
		}
		t = first + float32(u)*span
	}
	i, _ := slices.BinarySearch(l.at, t)
	switch {
	case i == 0:
		return l.color[0]
	case i == n:
		return l.color[n-1]
	}
	f := (t - l.at[i-1]) / (l.at[i] - l.at[i-1])
	a, b := l.color[i-1], l.color[i]
	mix := func(x, y uint8) uint8 { return uint8(float32(x) + (float32(y)-float32(x))*f + 0.5) }
	return color.NRGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: mix(a.A, b.A)}
}

// linear runs from (X0, Y0) to (X1, Y1), its lines of one colour parallel to
// the way from there to (X2, Y2).
func linear(t tables.PaintLinearGradient, back affine, line colorLine) shader {
	x0, y0 := float32(t.X0), float32(t.Y0)
	px, py := float32(t.X2)-x0, float32(t.Y2)-y0
	nx, ny := py, -px // at right angles to the lines of one colour
	along := (float32(t.X1)-x0)*nx + (float32(t.Y1)-y0)*ny
	return func(x, y float32) color.NRGBA {
		x, y = back.at(x, y)
		if along == 0 {
			return color.NRGBA{}
		}
		return line.get(((x-x0)*nx + (y-y0)*ny) / along)
	}
}

// radial runs from one circle to another: the colour of a point is that of the
// largest t whose circle, of a radius that is not negative, goes through it.
func radial(t tables.PaintRadialGradient, back affine, line colorLine) shader {
	x0, y0, r0 := float64(t.X0), float64(t.Y0), float64(t.Radius0)
	dx, dy, dr := float64(t.X1)-x0, float64(t.Y1)-y0, float64(t.Radius1)-r0
	a := dx*dx + dy*dy - dr*dr
	return func(x, y float32) color.NRGBA {
		x, y = back.at(x, y)
		px, py := float64(x)-x0, float64(y)-y0
		b := px*dx + py*dy + r0*dr
		c := px*px + py*py - r0*r0
		var roots [2]float64
		if math.Abs(a) < 1e-9 {
			roots = [2]float64{c / (2 * b), math.NaN()}
		} else {
			root := math.Sqrt(b*b - a*c)
			roots = [2]float64{max((b+root)/a, (b-root)/a), min((b+root)/a, (b-root)/a)}
		}
		for _, s := range roots {
			if r0+s*dr >= 0 {
				return line.get(float32(s))
			}
		}
		return color.NRGBA{}
	}
}

// sweep runs around a point, its angles counted in half turns.
func sweep(t tables.PaintSweepGradient, back affine, line colorLine) shader {
	start, end := unit(t.StartAngle)+1, unit(t.EndAngle)+1
	return func(x, y float32) color.NRGBA {
		x, y = back.at(x, y)
		turn := float32(math.Atan2(float64(y)-float64(t.CenterY), float64(x)-float64(t.CenterX)) / math.Pi)
		if turn < 0 {
			turn += 2
		}
		if end == start {
			return color.NRGBA{}
		}
		return line.get((turn - start) / (end - start))
	}
}
