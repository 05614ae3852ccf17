package raster_test

import (
	"bytes"
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"lanyard/store/photo/internal/raster"
)

var ratios = []image.YCbCrSubsampleRatio{
	image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio440,
	image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
}

// planes is a picture of random samples.
func planes(w, h int, ratio image.YCbCrSubsampleRatio, rnd *rand.Rand) *image.YCbCr {
	m := image.NewYCbCr(image.Rect(0, 0, w, h), ratio)
	for _, p := range [][]byte{m.Y, m.Cb, m.Cr} {
		for i := range p {
			p[i] = byte(rnd.UintN(256))
		}
	}
	return m
}

func same(a, b image.Image) bool {
	if a.Bounds().Size() != b.Bounds().Size() {
		return false
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p, q := a.Bounds().Min, b.Bounds().Min
			if a.At(p.X+x, p.Y+y) != b.At(q.X+x, q.Y+y) {
				return false
			}
		}
	}
	return true
}

func TestTurningBackGivesThePicture(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, size := range []image.Point{{1, 1}, {2, 3}, {33, 64}, {65, 31}} {
		rgba := image.NewRGBA(image.Rectangle{Max: size})
		for i := range rgba.Pix {
			rgba.Pix[i] = byte(rnd.UintN(256))
		}
		gray := image.NewGray(rgba.Rect)
		copy(gray.Pix, rgba.Pix)
		all := []image.Image{rgba, gray, &image.NRGBA{Pix: rgba.Pix, Stride: rgba.Stride, Rect: rgba.Rect}}
		for _, r := range ratios[:4] { // the others change their chroma when they lie on their side
			all = append(all, planes(size.X, size.Y, r, rnd))
		}
		for _, m := range all {
			for o := 0; o <= 9; o++ {
				up := raster.Upright(m, o)
				if raster.Swaps(o) != (up.Bounds().Dx() == size.Y && up.Bounds().Dy() == size.X) && size.X != size.Y {
					t.Errorf("%T %v turned by %d is %v", m, size, o, up.Bounds())
				}
				if back := raster.Upright(up, raster.Inverse(o)); !same(back, m) {
					t.Errorf("%T %v turned by %d and back is another picture", m, size, o)
				}
			}
		}
	}
}

// TestTurnsGoWhereTheySay looks at one pixel of the corner.
func TestTurnsGoWhereTheySay(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 3, 2))
	m.Pix[0] = 200 // at the top left, as coded
	for o, want := range map[int]image.Point{1: {0, 0}, 2: {2, 0}, 3: {2, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 2}, 8: {0, 2}} {
		up := raster.Upright(m, o).(*image.Gray)
		if up.GrayAt(want.X, want.Y).Y != 200 {
			t.Errorf("orientation %d: the corner is not at %v", o, want)
		}
	}
}

func TestAFlatPictureStaysFlat(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		w, h, w2, h2 := 1+rnd.IntN(90), 1+rnd.IntN(90), 1+rnd.IntN(90), 1+rnd.IntN(90)
		m := image.NewYCbCr(image.Rect(0, 0, w, h), ratios[rnd.IntN(len(ratios))])
		v := [3]byte{byte(rnd.UintN(256)), byte(rnd.UintN(256)), byte(rnd.UintN(256))}
		for i, p := range [][]byte{m.Y, m.Cb, m.Cr} {
			copy(p, bytes.Repeat([]byte{v[i]}, len(p)))
		}
		got := raster.Resize(m, w2, h2).(*image.YCbCr)
		if got.Bounds().Dx() != w2 || got.Bounds().Dy() != h2 {
			t.Fatalf("%d × %d to %d × %d gave %v", w, h, w2, h2, got.Bounds())
		}
		for i, p := range [][]byte{got.Y, got.Cb, got.Cr} {
			for _, c := range p {
				if c != v[i] {
					t.Fatalf("%v %d × %d to %d × %d: plane %d has %d, want %d", m.SubsampleRatio, w, h, w2, h2, i, c, v[i])
				}
			}
		}
	}
}

func TestShrinkingKeepsTheMean(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 9))
	m := image.NewGray(image.Rect(0, 0, 400, 300))
	sum := 0
	for i := range m.Pix {
		m.Pix[i] = byte(64 + rnd.IntN(128))
		sum += int(m.Pix[i])
	}
	got := raster.Resize(m, 50, 40).(*image.Gray)
	small := 0
	for _, v := range got.Pix {
		small += int(v)
	}
	a, b := float64(sum)/float64(len(m.Pix)), float64(small)/float64(len(got.Pix))
	if a-b > 1 || b-a > 1 {
		t.Errorf("the mean was %.2f and is %.2f", a, b)
	}
}

func TestNoColourAboveItsAlpha(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 9))
	m := image.NewRGBA(image.Rect(0, 0, 40, 40))
	for i := 0; i < len(m.Pix); i += 4 {
		a := byte(rnd.IntN(2) * 255)
		m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = a, a/2, 0, a
	}
	for _, p := range chunks(raster.Resize(m, 17, 13).(*image.RGBA).Pix) {
		if p[0] > p[3] || p[1] > p[3] || p[2] > p[3] {
			t.Fatalf("pixel %v", p)
		}
	}
}

func chunks(pix []byte) (out [][4]byte) {
	for i := 0; i+3 < len(pix); i += 4 {
		out = append(out, [4]byte(pix[i:i+4]))
	}
	return out
}

func TestStudioRangeBecomesFull(t *testing.T) {
	m := image.NewYCbCr(image.Rect(0, 0, 4, 2), image.YCbCrSubsampleRatio444)
	copy(m.Y, []byte{16, 235, 126, 0, 255, 16, 16, 16})
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = 128, 128
	}
	raster.JFIF(m, 6, false)
	if got := m.Y[:5]; !bytes.Equal(got, []byte{0, 255, 128, 0, 255}) {
		t.Errorf("luma %v", got)
	}
	if m.Cb[0] != 128 || m.Cr[0] != 128 {
		t.Errorf("grey has chroma %d, %d", m.Cb[0], m.Cr[0])
	}
	g := image.NewGray(image.Rect(0, 0, 3, 1))
	copy(g.Pix, []byte{16, 235, 126})
	raster.Expand(g)
	if !bytes.Equal(g.Pix, []byte{0, 255, 128}) {
		t.Errorf("grey %v", g.Pix)
	}
}

// TestMatricesComeToJPEGs: a colour coded with one matrix has the same RGB with JPEG's.
func TestMatricesComeToJPEGs(t *testing.T) {
	for matrix, k := range map[int][2]float64{1: {0.2126, 0.0722}, 9: {0.2627, 0.0593}, 6: {0.299, 0.114}} {
		kr, kb := k[0], k[1]
		for _, c := range []color.RGBA{{200, 60, 40, 255}, {20, 180, 90, 255}, {250, 250, 250, 255}, {90, 90, 200, 255}} {
			r, g, b := float64(c.R), float64(c.G), float64(c.B)
			l := kr*r + (1-kr-kb)*g + kb*b
			m := image.NewYCbCr(image.Rect(0, 0, 1, 1), image.YCbCrSubsampleRatio444)
			m.Y[0], m.Cb[0], m.Cr[0] = byte(l+.5), byte((b-l)/(2*(1-kb))+128.5), byte((r-l)/(2*(1-kr))+128.5)
			raster.JFIF(m, matrix, true)
			got := color.RGBAModel.Convert(m.At(0, 0)).(color.RGBA)
			if d := max(diff(got.R, c.R), diff(got.G, c.G), diff(got.B, c.B)); d > 3 {
				t.Errorf("matrix %d: %v became %v", matrix, c, got)
			}
		}
	}
}

func diff(a, b byte) int { return max(int(a)-int(b), int(b)-int(a)) }

// FuzzResize has the laws of sizes: what comes out is as large as was asked for, and never has a sample outside of the picture's range.
func FuzzResize(f *testing.F) {
	f.Add(uint8(40), uint8(30), uint8(7), uint8(9), uint8(2), uint64(1))
	f.Add(uint8(1), uint8(1), uint8(255), uint8(1), uint8(5), uint64(2))
	f.Fuzz(func(t *testing.T, w, h, w2, h2, kind uint8, seed uint64) {
		if w == 0 || h == 0 || w2 == 0 || h2 == 0 {
			return
		}
		m := planes(int(w)+3, int(h)+2, ratios[int(kind)%len(ratios)], rand.New(rand.NewPCG(seed, 1)))
		sub := m.SubImage(image.Rect(0, 0, int(w), int(h))).(*image.YCbCr)
		got := raster.Resize(sub, int(w2), int(h2))
		if got.Bounds() != image.Rect(0, 0, int(w2), int(h2)) && !same(got, sub) {
			t.Errorf("%d × %d to %d × %d gave %v", w, h, w2, h2, got.Bounds())
		}
		up := raster.Upright(got, int(kind)%10)
		if n := up.Bounds().Dx() * up.Bounds().Dy(); n != int(w2)*int(h2) {
			t.Errorf("turned, it has %d pixels", n)
		}
		raster.YCbCr(raster.RGBA(up), kind&1 == 0)
		if fw, fh := raster.Fit(int(w), int(h), int(w2)); fw < 1 || fh < 1 || fw > max(int(w2), 1) && fw > int(w) || max(fw, fh) > max(int(w), int(h)) {
			t.Errorf("Fit gives %d × %d", fw, fh)
		}
	})
}
