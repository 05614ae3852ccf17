package icc_test

import (
	"image"
	"math"
	"testing"

	"lanyard/store/photo/internal/icc"
)

// sample is what one grey sample becomes.
func sample(tr *icc.Transform, v byte) byte {
	p := []byte{v}
	tr.Gray(p)
	return p[0]
}

func TestCodePointsOfSRGBChangeNothing(t *testing.T) {
	for _, c := range [][2]int{{1, 13}, {2, 2}, {1, 1}, {5, 6}, {0, 99}} {
		if tr := icc.FromCICP(c[0], c[1]); tr != nil && c[0] != 5 {
			t.Errorf("%v: a transform", c)
		}
	}
	for _, gamma := range []float64{0, .45455, .45} {
		if icc.FromGamma(gamma, nil) != nil {
			t.Errorf("gamma %v: a transform", gamma)
		}
	}
	if icc.FromGamma(.45455, &icc.Primaries{.64, .33, .30, .60, .15, .06, .3127, .3290}) != nil {
		t.Error("sRGB's own primaries: a transform")
	}
}

func TestGammaIsHonoured(t *testing.T) {
	for _, c := range []struct {
		gamma    float64
		in, want byte
	}{{1, 120, 181}, {.551, 120, 137}, {1, 255, 255}, {1, 0, 0}, {.35, 128, 105}} {
		got := sample(icc.FromGamma(c.gamma, nil), c.in)
		if diff(got, c.want) > 2 {
			t.Errorf("gamma %v: %d became %d, want about %d", c.gamma, c.in, got, c.want)
		}
	}
}

func diff(a, b byte) int { return max(int(a)-int(b), int(b)-int(a)) }

// TestPaperWhiteIsWhite holds the mapping of high dynamic range to what ITU-R BT.2408 calls white: below it the light of the screen is that of
// the picture, and above it still differs.
func TestPaperWhiteIsWhite(t *testing.T) {
	nits := []float64{0, 18, 50, 100, 203, 400, 1000}
	for name, c := range map[string]struct {
		transfer int
		code     func(nits float64) float64
	}{
		"PQ": {16, func(n float64) float64 {
			p := math.Pow(n/10000, 2610.0/16384)
			return math.Pow((3424.0/4096+2413.0/128*p)/(1+2392.0/128*p), 2523.0/32)
		}},
		"HLG": {18, func(n float64) float64 {
			e := math.Pow(n/1000, 1/1.2)
			if e <= 1.0/12 {
				return math.Sqrt(3 * e)
			}
			return .17883277*math.Log(12*e-.28466892) + .55991073
		}},
	} {
		tr := icc.FromCICP(9, c.transfer)
		last := -1
		for _, n := range nits {
			got := sample(tr, byte(255*c.code(n)+.5))
			if int(got) <= last {
				t.Errorf("%s: %v cd/m² is %d, no brighter than less light", name, n, got)
			}
			last = int(got)
			want := 255.0
			if l := n / 203; l <= .6 {
				want = 255 * 12.92 * l
				if l > .0031308 {
					want = 255 * (1.055*math.Pow(l, 1/2.4) - .055)
				}
				if math.Abs(float64(got)-want) > 3 {
					t.Errorf("%s: %v cd/m² is %d, want %.0f", name, n, got, want)
				}
			}
			if n == 203 && got < 235 {
				t.Errorf("%s: paper white is %d", name, got)
			}
		}
		if white := sample(tr, 255); white != 255 {
			t.Errorf("%s: the brightest is %d", name, white)
		}
	}
}

func TestHDRPlanesAgreeWithPixels(t *testing.T) {
	for _, transfer := range []int{16, 18} {
		tr := icc.FromCICP(9, transfer)
		for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio444} {
			m := image.NewYCbCr(image.Rect(0, 0, 5, 3), ratio)
			for i := range m.Y {
				m.Y[i] = 110
			}
			for i := range m.Cb {
				m.Cb[i], m.Cr[i] = 120, 139
			}
			r, g, b, _ := m.At(0, 0).RGBA()
			want := []byte{byte(r >> 8), byte(g >> 8), byte(b >> 8), 255}
			tr.RGBA(want, true)
			tr.YCbCr(m)
			r, g, b, _ = m.At(4, 2).RGBA()
			if far(r, want[0]) || far(g, want[1]) || far(b, want[2]) {
				t.Errorf("transfer %d %v: %d %d %d, want %v", transfer, ratio, r>>8, g>>8, b>>8, want[:3])
			}
		}
	}
}

func TestWidePrimariesBecomeNarrow(t *testing.T) {
	tr := icc.FromCICP(12, 13)
	p := []byte{250, 120, 30, 255}
	tr.RGBA(p, true) // the reference is lcms's
	if far(uint32(p[0])<<8, 255) || far(uint32(p[1])<<8, 111) || p[2] > 3 {
		t.Errorf("Display P3 250 120 30 is %v, want about 255 111 0", p)
	}
}

func FuzzFromGamma(f *testing.F) {
	f.Add(.45455, .64, .33, .30, .60, .15, .06, .3127, .3290)
	f.Add(1.0, .7, .3, .1, .8, .1, .0001, .3, .3)
	f.Fuzz(func(t *testing.T, gamma, a, b, c, d, e, g, h, i float64) {
		if tr := icc.FromGamma(gamma, &icc.Primaries{a, b, c, d, e, g, h, i}); tr != nil {
			p := []byte{1, 2, 3, 255, 200, 100, 50, 255}
			tr.RGBA(p, true)
			tr.YCbCr(image.NewYCbCr(image.Rect(0, 0, 3, 3), image.YCbCrSubsampleRatio420))
		}
	})
}
