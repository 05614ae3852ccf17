package assets

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"math/rand/v2"

	"golang.org/x/image/vector"
)

// The size of the sample's pictures, and a quality at which none is larger than 80 KB.
const (
	pictureWidth   = 1200
	pictureHeight  = 800
	pictureQuality = 84
)

// picture is one drawn picture of the sample; paint gets an empty scene.
type picture struct {
	name  string
	paint func(*scene)
}

func pictures() []picture {
	return []picture{
		{"stage.jpg", paintStage},
		{"slides.jpg", paintSlides},
		{"badge.jpg", paintBadge},
		{"skyline.jpg", paintSkyline},
		{"hall.jpg", paintHall},
	}
}

// jpeg draws the picture; the same picture gives the same bytes.
func (p picture) jpeg() ([]byte, error) {
	s := &scene{
		img:  image.NewRGBA(image.Rect(0, 0, pictureWidth, pictureHeight)),
		mask: vector.NewRasterizer(pictureWidth, pictureHeight),
		rnd:  rand.New(rand.NewPCG(7, uint64(len(p.name)))),
	}
	p.paint(s)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, s.img, &jpeg.Options{Quality: pictureQuality}); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// scene is a picture being drawn, in pixels.
type scene struct {
	img  *image.RGBA
	mask *vector.Rasterizer
	rnd  *rand.Rand // with a fixed seed
}

func hex(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

func (s *scene) alpha(c color.NRGBA, a float64) color.NRGBA {
	c.A = uint8(a * 255)
	return c
}

// between mixes two colours; t is 0 for a and 1 for b.
func between(a, b color.NRGBA, t float64) color.NRGBA {
	mix := func(x, y uint8) uint8 { return uint8(float64(x) + (float64(y)-float64(x))*t + 0.5) }
	return color.NRGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: 0xff}
}

// gradient fills the rows from y0 to y1.
func (s *scene) gradient(y0, y1 int, from, to color.NRGBA) {
	for y := y0; y < y1; y++ {
		c := between(from, to, float64(y-y0)/float64(y1-y0))
		draw.Draw(s.img, image.Rect(0, y, pictureWidth, y+1), image.NewUniform(c), image.Point{}, draw.Src)
	}
}

// polygon fills a shape given as x, y, x, y, … Only the box around it is worked on.
func (s *scene) polygon(c color.NRGBA, p ...float64) {
	x0, y0, x1, y1 := p[0], p[1], p[0], p[1]
	for i := 2; i+1 < len(p); i += 2 {
		x0, y0, x1, y1 = min(x0, p[i]), min(y0, p[i+1]), max(x1, p[i]), max(y1, p[i+1])
	}
	box := image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(x1)+1, int(y1)+1).Intersect(s.img.Bounds())
	if box.Empty() {
		return
	}
	at := func(i int) (x, y float32) {
		return float32(p[i]) - float32(box.Min.X), float32(p[i+1]) - float32(box.Min.Y)
	}
	s.mask.Reset(box.Dx(), box.Dy())
	s.mask.MoveTo(at(0))
	for i := 2; i+1 < len(p); i += 2 {
		s.mask.LineTo(at(i))
	}
	s.mask.ClosePath()
	s.mask.Draw(s.img, box, image.NewUniform(c), image.Point{})
}

func (s *scene) rect(c color.NRGBA, x, y, w, h float64) {
	s.polygon(c, x, y, x+w, y, x+w, y+h, x, y+h)
}

// round fills a rectangle with round corners.
func (s *scene) round(c color.NRGBA, x, y, w, h, r float64) {
	var p []float64
	for i, at := range [][2]float64{{x + w - r, y + r}, {x + w - r, y + h - r}, {x + r, y + h - r}, {x + r, y + r}} {
		for k := 0; k <= 10; k++ {
			a := (float64(i-1) + float64(k)/10) * math.Pi / 2
			p = append(p, at[0]+r*math.Cos(a), at[1]+r*math.Sin(a))
		}
	}
	s.polygon(c, p...)
}

func (s *scene) ellipse(c color.NRGBA, x, y, rx, ry float64) {
	var p []float64
	for k := range 48 {
		a := float64(k) * math.Pi / 24
		p = append(p, x+rx*math.Cos(a), y+ry*math.Sin(a))
	}
	s.polygon(c, p...)
}

// glow adds light that fades out towards the radius.
func (s *scene) glow(c color.NRGBA, x, y, rx, ry, strength float64) {
	box := image.Rect(int(x-rx), int(y-ry), int(x+rx)+1, int(y+ry)+1).Intersect(s.img.Bounds())
	for py := box.Min.Y; py < box.Max.Y; py++ {
		for px := box.Min.X; px < box.Max.X; px++ {
			dx, dy := (float64(px)-x)/rx, (float64(py)-y)/ry
			d := dx*dx + dy*dy
			if d >= 1 {
				continue
			}
			k := (1 - d) * (1 - d) * strength
			i := s.img.PixOffset(px, py)
			for n, v := range [3]uint8{c.R, c.G, c.B} {
				s.img.Pix[i+n] = uint8(min(float64(s.img.Pix[i+n])+float64(v)*k, 255))
			}
		}
	}
}

// crowd draws heads and shoulders in a row, seen from behind.
func (s *scene) crowd(c color.NRGBA, y, size, step float64) {
	for x := -step / 2; x < pictureWidth+step; x += step {
		at := x + (s.rnd.Float64()-0.5)*step*0.3
		up := y + (s.rnd.Float64()-0.5)*size*0.5
		k := size * (0.92 + s.rnd.Float64()*0.16)
		s.ellipse(c, at, up, k*0.42, k*0.52)
		s.round(c, at-k*0.95, up+k*0.5, k*1.9, k*3, k*0.6)
	}
}

func paintStage(s *scene) {
	s.gradient(0, 800, hex(0x0c1330), hex(0x1c2450))
	s.glow(hex(0x3f6fd8), 600, 300, 620, 420, 0.55)
	for i, x := range []float64{180, 400, 800, 1020} {
		tone := []uint32{0x8fb4ff, 0xffc38f, 0x9fe0ff, 0xffb0c0}[i]
		s.polygon(s.alpha(hex(tone), 0.10), x, -20, x+14, -20, 640+(x-600)*0.55+120, 560, 560+(x-600)*0.55-60, 560)
		s.glow(hex(tone), x+6, 4, 70, 50, 0.8)
	}
	s.rect(hex(0x0a1026), 300, 96, 600, 344)
	s.rect(hex(0xf4f7ff), 312, 108, 576, 320)
	s.round(hex(0x1f6feb), 352, 156, 250, 26, 8)
	for i, w := range []float64{430, 380, 460, 300} {
		s.round(hex(0xc4d2ec), 352, 222+float64(i)*42, w, 14, 7)
	}
	s.ellipse(hex(0xffb454), 806, 190, 42, 42)
	s.glow(hex(0xbfd2ff), 600, 268, 520, 330, 0.16)
	s.polygon(hex(0x232c5c), 0, 560, 1200, 560, 1200, 610, 0, 610)
	s.gradient(606, 800, hex(0x10173a), hex(0x080c20))
	s.round(hex(0x141b3e), 905, 420, 96, 150, 10)
	s.ellipse(hex(0xe0b191), 952, 372, 20, 25)
	s.round(hex(0x2c3a78), 922, 396, 60, 80, 22)
	s.crowd(hex(0x0d1330), 640, 34, 74)
	s.crowd(hex(0x090e26), 700, 46, 104)
	s.crowd(hex(0x05081a), 775, 62, 146)
}

func paintSlides(s *scene) {
	s.gradient(0, 800, hex(0xe9e4dc), hex(0xcfc8bd))
	s.glow(hex(0xfff2d8), 600, 200, 800, 420, 0.35)
	s.polygon(hex(0x3a3f4a), 120, 70, 1096, 92, 1090, 640, 128, 664)
	s.polygon(hex(0xfdfdfc), 136, 86, 1081, 107, 1076, 625, 143, 647)
	s.round(hex(0x1c1f23), 210, 150, 380, 30, 6)
	s.round(hex(0x9aa3af), 210, 200, 250, 16, 6)
	for i, bar := range []struct {
		h    float64
		tone uint32
	}{{320, 0xb8c2d0}, {140, 0x8fb2ea}, {44, 0x1f6feb}} {
		x := 300 + float64(i)*220
		s.rect(hex(bar.tone), x, 590-bar.h, 130, bar.h)
		s.round(hex(0x5b6470), x+28, 566-bar.h, 74, 12, 5)
	}
	s.rect(hex(0x5b6470), 240, 590, 760, 4)
	s.polygon(s.alpha(hex(0xffffff), 0.22), 136, 86, 520, 95, 300, 642, 143, 647)
	s.gradientBand(690, 800, hex(0x8a7f70), hex(0x6e6457))
	s.crowd(hex(0x4a443c), 752, 46, 150)
	s.crowd(hex(0x332f2a), 810, 62, 196)
}

// gradientBand is a gradient with a soft upper edge.
func (s *scene) gradientBand(y0, y1 int, from, to color.NRGBA) {
	for i := range 24 {
		s.rect(s.alpha(from, float64(i)/24), 0, float64(y0-24+i), pictureWidth, 1)
	}
	s.gradient(y0, y1, from, to)
}

func paintBadge(s *scene) {
	s.gradient(0, 800, hex(0xc79a6b), hex(0x9d7248))
	for i := range 26 {
		y := float64(i)*34 + s.rnd.Float64()*12
		s.polygon(s.alpha(hex(0x6f4c2b), 0.10), 0, y, 1200, y+s.rnd.Float64()*30-15, 1200, y+8, 0, y+6)
	}
	s.glow(hex(0xffe6c0), 340, 160, 760, 520, 0.30)
	s.polygon(s.alpha(hex(0x2a1a0c), 0.25), 470, -10, 560, -10, 660, 280, 610, 300)
	s.polygon(hex(0x1a56c4), 455, -10, 520, -10, 640, 276, 592, 292)
	s.polygon(hex(0x2f7bf0), 745, -10, 812, -10, 656, 292, 606, 276)
	s.round(s.alpha(hex(0x2a1a0c), 0.30), 404, 312, 440, 440, 30)
	s.round(hex(0xfbfbf8), 388, 292, 440, 440, 30)
	s.round(hex(0x3c4450), 592, 250, 40, 66, 12)
	s.round(hex(0xdfe3e8), 558, 318, 104, 22, 11)
	s.round(hex(0x1f6feb), 388, 372, 440, 74, 2)
	s.round(hex(0xffffff), 430, 396, 210, 26, 8)
	for i, w := range []float64{300, 340, 250, 320, 190} {
		y := 486 + float64(i)*46
		s.polygon(hex(0x39424f), 430, y, 430+w, y-4, 430+w, y+3, 430, y+6)
	}
	s.polygon(hex(0xc62828), 650, 640, 730, 612, 722, 598, 762, 606, 742, 640, 735, 626, 654, 654)
	s.round(s.alpha(hex(0x2a1a0c), 0.28), 934, 206, 40, 500, 20)
	s.round(hex(0x22303f), 920, 190, 40, 470, 18)
	s.polygon(hex(0xd9b38c), 921, 655, 959, 655, 940, 712)
	s.polygon(hex(0x22303f), 933, 692, 947, 692, 940, 712)
}

func paintSkyline(s *scene) {
	s.gradient(0, 470, hex(0x2b3a72), hex(0xf2a07a))
	s.glow(hex(0xffd9a0), 820, 450, 520, 260, 0.55)
	s.gradient(470, 800, hex(0xb9756c), hex(0x1a2350))
	far, near := hex(0x6d5f8c), hex(0x2c2d58)
	for x := -20.0; x < 1220; {
		w, h := 40+s.rnd.Float64()*50, 50+s.rnd.Float64()*120
		s.rect(far, x, 470-h, w, h)
		x += w - 2
	}
	s.polygon(near, 286, 470, 300, 150, 306, 60, 312, 150, 326, 470)
	s.ellipse(near, 306, 196, 30, 30)
	s.ellipse(near, 306, 352, 40, 40)
	s.polygon(near, 700, 470, 704, 130, 742, 100, 780, 130, 784, 470)
	s.polygon(near, 792, 470, 800, 206, 866, 180, 872, 470)
	for x := 10.0; x < 1200; {
		w, h := 54+s.rnd.Float64()*64, 60+s.rnd.Float64()*150
		if x < 240 || (x > 360 && x < 680) || x > 890 {
			s.rect(near, x, 470-h, w, h)
			s.windows(x, 470-h, w, h)
		}
		x += w + 4
	}
	s.windows(704, 150, 78, 310)
	s.windows(800, 216, 68, 250)
	s.rect(hex(0x23254c), 0, 466, 1200, 8)
	for range 260 {
		x, y := s.rnd.Float64()*1200, 480+s.rnd.Float64()*s.rnd.Float64()*310
		tone := []uint32{0xffd9a0, 0xffb47c, 0x9fc0ff, 0xf7e6c8}[s.rnd.IntN(4)]
		w := 16 + s.rnd.Float64()*60*(y-440)/200
		s.round(s.alpha(hex(tone), 0.10+0.16*s.rnd.Float64()), x, y, w, 3, 1.5)
	}
}

// windows lights some windows of a house.
func (s *scene) windows(x, y, w, h float64) {
	for wy := y + 10; wy < y+h-12; wy += 15 {
		for wx := x + 7; wx < x+w-9; wx += 13 {
			if s.rnd.Float64() < 0.42 {
				s.rect(s.alpha(hex(0xffdf9e), 0.45+0.5*s.rnd.Float64()), wx, wy, 5, 7)
			}
		}
	}
}

func paintHall(s *scene) {
	s.gradient(0, 300, hex(0xdfe7ee), hex(0xf1f0ea))
	s.gradient(300, 800, hex(0xb9a68c), hex(0x84705a))
	for i := range 6 {
		x := 60 + float64(i)*190
		s.rect(hex(0xf8fbff), x, 40, 130, 220)
		s.gradientWindow(x, 40, 130, 220)
		s.rect(hex(0xaab4bd), x+62, 40, 6, 220)
		s.polygon(s.alpha(hex(0xfff6df), 0.30), x-60, 330, x+70, 330, x-150, 800, x-420, 800)
	}
	s.rect(hex(0x9aa3ab), 0, 286, 1200, 14)
	for row := range 6 {
		t := float64(row) / 5
		y := 330 + t*t*330
		size := 34 + t*92
		tone := between(hex(0x4f6d94), hex(0x223754), t)
		for x := 600 - size*13.2; x < 600+size*13; x += size * 1.22 {
			if math.Abs(x+size/2-600) < size*0.9 {
				continue // the aisle
			}
			s.round(s.alpha(hex(0x2a2118), 0.22), x-size*0.10, y+size*0.95, size*1.05, size*0.22, size*0.1)
			s.round(tone, x, y, size, size*0.86, size*0.2)
			s.round(between(tone, hex(0xffffff), 0.12), x+size*0.06, y+size*0.70, size*0.88, size*0.3, size*0.12)
			s.rect(hex(0x30343a), x+size*0.14, y+size*0.98, size*0.06, size*0.4)
			s.rect(hex(0x30343a), x+size*0.80, y+size*0.98, size*0.06, size*0.4)
		}
	}
	s.glow(hex(0xfff1d0), 900, 160, 760, 520, 0.22)
}

// gradientWindow lets a tree and the sky show in a window.
func (s *scene) gradientWindow(x, y, w, h float64) {
	s.rect(hex(0xcfe4f7), x, y, w, h*0.62)
	for range 7 {
		s.ellipse(s.alpha(hex(0x7fae7a), 0.6), x+s.rnd.Float64()*w*0.8+w*0.1, y+h*(0.62+0.3*s.rnd.Float64()), w*0.14, h*0.08)
	}
}
