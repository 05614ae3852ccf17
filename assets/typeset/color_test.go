package typeset_test

import (
	"image"
	"image/color"
	"os"
	"testing"

	"lanyard/assets/typeset"
)

// colorBook has testdata/color.ttf, a font made for this test with glyphs in
// COLR version 0 and 1 and in SVG.
func colorBook(t *testing.T) *typeset.Book {
	t.Helper()
	data, err := os.ReadFile("testdata/color.ttf")
	if err != nil {
		t.Fatal(err)
	}
	return typeset.NewBook(typeset.Font{Name: "color", Data: data})
}

// TestColourGlyphsOfEveryKind looks at points of each glyph, whose square is 90
// pixels wide and reaches from 10 below to 80 above the baseline.
func TestColourGlyphsOfEveryKind(t *testing.T) {
	s := typeset.NewShaper(colorBook(t))
	r := typeset.NewRasterizer(1 << 20)
	red, blue, yellow := color.RGBA{255, 0, 0, 255}, color.RGBA{0, 0, 255, 255}, color.RGBA{0xFF, 0xDD, 0x67, 255}
	for _, tc := range []struct {
		name string
		text string
		at   map[image.Point]color.RGBA // right of the pen, above the baseline
	}{
		{"layers", "🔴", map[image.Point]color.RGBA{{20, 40}: blue, {80, 40}: red, {98, 40}: {}}},
		{"linear", "🔵", map[image.Point]color.RGBA{{6, 40}: red, {93, 40}: blue, {50, 40}: {127, 0, 127, 255}}},
		{"radial", "🟠", map[image.Point]color.RGBA{{50, 35}: red, {8, 75}: {0, 76, 0, 128}}},
		{"sweep", "🟡", map[image.Point]color.RGBA{{90, 38}: red, {90, 32}: blue, {10, 35}: {127, 0, 127, 255}}},
		{"svg", "🟢", map[image.Point]color.RGBA{{50, 60}: yellow, {32, 49}: {0x66, 0x4E, 0x27, 255}, {2, 80}: {}}},
	} {
		p := s.Shape(tc.text, nil, typeset.Options{Base: typeset.Style{Size: 100}})
		img := image.NewRGBA(image.Rect(0, 0, 120, p.Height()))
		r.DrawRow(img, 0, 0, p, 0)
		for at, want := range tc.at {
			got := img.RGBAAt(at.X, p.Row(0).Baseline-at.Y)
			if !near(got.R, want.R) || !near(got.G, want.G) || !near(got.B, want.B) || !near(got.A, want.A) {
				t.Errorf("%s at %v: got %v, want %v", tc.name, at, got, want)
			}
		}
	}
}

func near(a, b uint8) bool { return int(a)-int(b) < 12 && int(b)-int(a) < 12 }
