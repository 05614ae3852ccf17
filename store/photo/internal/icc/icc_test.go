package icc_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"lanyard/store/photo/internal/fixture"
	"lanyard/store/photo/internal/icc"
)

func parse(t testing.TB, profile []byte, want icc.Kind) *icc.Transform {
	t.Helper()
	tr, kind, err := icc.Parse(profile)
	if err != nil || kind != want {
		t.Fatalf("kind %v, %v; want %v", kind, err, want)
	}
	return tr
}

func TestKindsOfProfiles(t *testing.T) {
	parse(t, nil, icc.None)
	parse(t, fixture.Profile(fixture.SRGB, 0), icc.SRGB)
	parse(t, fixture.Profile(fixture.DisplayP3, 0), icc.Matrix)
	parse(t, fixture.Profile(fixture.AdobeRGB, 2.19921875), icc.Matrix)
	if _, _, err := icc.Parse([]byte("no profile")); err == nil {
		t.Error("no error")
	}
}

func TestGreyStaysGrey(t *testing.T) {
	for _, profile := range [][]byte{fixture.Profile(fixture.DisplayP3, 0), fixture.Profile(fixture.AdobeRGB, 2.2)} {
		tr := parse(t, profile, icc.Matrix)
		last := -1
		for v := range 256 {
			p := []byte{byte(v), byte(v), byte(v), 255}
			tr.RGBA(p, true)
			if d := max(p[0], p[1], p[2]) - min(p[0], p[1], p[2]); d > 1 {
				t.Errorf("grey %d became %v", v, p)
			}
			if int(p[1]) < last {
				t.Errorf("grey %d is darker than the one before", v)
			}
			last = int(p[1])
		}
		black, white := []byte{0, 0, 0, 255}, []byte{255, 255, 255, 255}
		tr.RGBA(black, true)
		tr.RGBA(white, true)
		if black[0] != 0 || white[0] < 254 {
			t.Errorf("black %v, white %v", black, white)
		}
	}
}

// TestPlanesAgreeWithPixels compares the conversion of planes, unrolled for 4:2:0, with that of pixels, where every chroma sample's luma is the
// same, so that nothing is averaged.
func TestPlanesAgreeWithPixels(t *testing.T) {
	tr := parse(t, fixture.Profile(fixture.DisplayP3, 0), icc.Matrix)
	rnd := rand.New(rand.NewPCG(7, 7))
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio440,
		image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
	} {
		for _, size := range []image.Point{{16, 12}, {17, 13}, {1, 1}, {3, 5}} {
			m := image.NewYCbCr(image.Rectangle{Max: size}, ratio)
			sx, sy := icc.Steps(ratio)
			for cy := 0; cy*sy < size.Y; cy++ {
				for cx := 0; cx*sx < size.X; cx++ {
					l := byte(60 + rnd.IntN(130))
					for y := cy * sy; y < min((cy+1)*sy, size.Y); y++ {
						for x := cx * sx; x < min((cx+1)*sx, size.X); x++ {
							m.Y[m.YOffset(x, y)] = l
						}
					}
					i := m.COffset(cx*sx, cy*sy)
					m.Cb[i], m.Cr[i] = byte(100+rnd.IntN(56)), byte(100+rnd.IntN(56))
				}
			}
			want := image.NewRGBA(m.Rect)
			for y := range size.Y {
				for x := range size.X {
					want.Set(x, y, m.At(x, y))
				}
			}
			tr.RGBA(want.Pix, true)
			tr.YCbCr(m)
			for y := range size.Y {
				for x := range size.X {
					r, g, b, _ := m.At(x, y).RGBA()
					p := want.Pix[want.PixOffset(x, y):]
					if far(r, p[0]) || far(g, p[1]) || far(b, p[2]) {
						t.Fatalf("%v %v at %d, %d: %d %d %d, want %v", ratio, size, x, y, r>>8, g>>8, b>>8, p[:3])
					}
				}
			}
		}
	}
}

func far(a uint32, b byte) bool { d := int(a>>8) - int(b); return d > 3 || d < -3 }

func TestAlphaIsKept(t *testing.T) {
	tr := parse(t, fixture.Profile(fixture.DisplayP3, 0), icc.Matrix)
	for a := range 256 {
		p := []byte{byte(a / 2), byte(a / 3), byte(a), byte(a)}
		tr.RGBA(p, false)
		if int(p[3]) != a || p[0] > p[3] || p[1] > p[3] || p[2] > p[3] {
			t.Errorf("alpha %d: %v", a, p)
		}
	}
}

func TestScrubTakesTheMonitorAway(t *testing.T) {
	p := fixture.Profile(fixture.DisplayP3, 0)
	if q := icc.Scrub(p); &q[0] != &p[0] {
		t.Error("a profile without a monitor was copied")
	}
	// Its last element becomes that of a monitor.
	n := int(binary.BigEndian.Uint32(p[128:]))
	copy(p[132+12*(n-1):], "mmod")
	q := icc.Scrub(p)
	if len(q) != len(p) || bytes.Equal(q, p) || bytes.Contains(q, []byte("t\x00e\x00s\x00t")) {
		t.Error("the monitor is still named")
	}
	if r := icc.Scrub(q); &r[0] != &q[0] {
		t.Error("scrubbed twice it is another profile")
	}
}

// TestInksGoThroughTheTable: what a profile says of full areas is what comes out, and between them nothing jumps.
func TestInksGoThroughTheTable(t *testing.T) {
	encode := func(x float64) float64 {
		if x <= .0031308 {
			return 255 * 12.92 * x
		}
		return 255 * (1.055*math.Pow(x, 1/2.4) - .055)
	}
	for _, wide := range []bool{false, true} {
		tr := parse(t, fixture.InkProfile(wide), icc.Ink)
		m := image.NewCMYK(image.Rect(0, 0, 16, 1))
		for i := range 16 {
			for j := range 4 {
				m.Pix[4*i+j] = byte(255 * (i >> j & 1))
			}
		}
		out := tr.CMYK(m)
		for i := range 16 {
			b := func(j int) float64 { return float64(i >> j & 1) }
			want := fixture.Ink(b(0), b(1), b(2), b(3))
			for j, w := range want {
				if d := float64(out.Pix[4*i+j]) - encode(w); d > 4 || d < -4 {
					t.Errorf("wide %v, inks %04b: %v, want channel %d to be %.0f", wide, i, out.Pix[4*i:4*i+3], j, encode(w))
				}
			}
		}
		last := 256
		for v := range 256 {
			ramp := image.NewCMYK(image.Rect(0, 0, 1, 1))
			ramp.Pix[3] = byte(v)
			g := int(tr.CMYK(ramp).Pix[1])
			if g > last || last-g > 3 && last < 256 {
				t.Errorf("wide %v: black %d gives %d after %d", wide, v, g, last)
			}
			last = g
		}
	}
	broken := fixture.InkProfile(true)
	if tr, kind, err := icc.Parse(broken[:200]); tr != nil || kind == icc.Ink {
		t.Errorf("a table that is cut off: %v, %v", kind, err)
	}
}

// FuzzParse has the laws: a transform is made or not, but never fails; scrubbing changes no colour and no length.
func FuzzParse(f *testing.F) {
	f.Add(fixture.Profile(fixture.DisplayP3, 0))
	f.Add(fixture.Profile(fixture.AdobeRGB, 2.2))
	f.Add(fixture.InkProfile(true))
	grey := bytes.Replace(fixture.Profile(fixture.SRGB, 1.8), []byte("RGB "), []byte("GRAY"), 1)
	f.Add(bytes.Replace(grey, []byte("rTRC"), []byte("kTRC"), 1))
	f.Fuzz(func(t *testing.T, b []byte) {
		tr, kind, err := icc.Parse(b)
		if err != nil && tr != nil {
			t.Error("an error, and a transform")
		}
		if (kind == icc.Matrix || kind == icc.Gray || kind == icc.Ink) != (tr != nil) {
			t.Errorf("kind %v, transform %v", kind, tr != nil)
		}
		s := icc.Scrub(b)
		if len(s) != len(b) {
			t.Errorf("%d bytes became %d", len(b), len(s))
		}
		if tr == nil {
			return
		}
		p := []byte{10, 128, 250, 255, 10, 20, 30, 40, 0, 0, 0, 0}
		tr.RGBA(p, false)
		if p[3] != 255 || p[7] != 40 || p[4] > 40 || p[5] > 40 || p[6] > 40 {
			t.Errorf("pixels %v", p)
		}
		if kind == icc.Ink {
			tr.CMYK(image.NewCMYK(image.Rect(0, 0, 5, 3)))
		}
		tr.Gray(p)
		tr.YCbCr(image.NewYCbCr(image.Rect(0, 0, 5, 3), image.YCbCrSubsampleRatio420))
	})
}
