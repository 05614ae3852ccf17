package textedit

import (
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"lanyard/assets/theme"
	"lanyard/editor/text"
)

var update = flag.Bool("update", false, "write the pictures anew; look at them before committing")

// paper is Fyne's test theme on our background.
type paper struct {
	fyne.Theme
	variant fyne.ThemeVariant
}

func (p paper) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if n == fynetheme.ColorNameBackground {
		return theme.Colours(p.variant).Paper
	}
	return p.Theme.Color(n, v)
}

const scene1 = "## 大会背景介绍\n\n2019 年 6 月 24-26 日，**KubeCon** + CloudNativeCon 大会在上世中心行。本次大会是由 *CNCF* 的两个大会合并而成的，" +
	"规模「前」大。\n![](scenery1.jpg)\n\n- one **粗体** `code 中文`\n- 😀 [link](http://example.org)   \n\n```go\nfunc main() {}\n```\n\nשלום hello\ttab\n"

func TestGoldens(t *testing.T) {
	for _, variant := range []struct {
		name string
		v    fyne.ThemeVariant
	}{{"light", fynetheme.VariantLight}, {"dark", fynetheme.VariantDark}} {
		for _, scale := range []float32{1, 2} {
			name := variant.name + map[float32]string{1: "@1x", 2: "@2x"}[scale]
			t.Run(name, func(t *testing.T) {
				f := newFixture(t, scene1, 480, 380)
				test.ApplyTheme(t, paper{test.Theme(), variant.v})
				setScale(f.window, scale)
				f.window.Resize(fyne.NewSize(480, 381))
				st := f.opt.Style
				st.Colours, st.Numbers, st.Trailing = theme.Colours(variant.v), true, true
				f.SetStyle(st)
				f.input.focused = true
				f.state.Selection = text.Select([]text.Range{{Anchor: 60, Head: 150}, {Anchor: 8, Head: 8}}, 0)
				f.SetMatches([]text.Range{{Anchor: 3, Head: 9}}, 0)
				f.SetDropMark(f.state.Doc.LineStart(5))
				golden(t, name, f.window.Canvas().Capture())
			})
		}
	}
}

// golden compares a picture with the one in testdata.
func golden(t *testing.T, name string, img image.Image) {
	t.Helper()
	got := image.NewNRGBA(img.Bounds())
	draw.Draw(got, got.Rect, img, img.Bounds().Min, draw.Src)
	path := filepath.Join("testdata", name+".png")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if err := png.Encode(file, got); err != nil {
			t.Fatal(err)
		}
		return
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	want, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != got.Bounds() {
		t.Fatalf("%v, want %v", got.Bounds(), want.Bounds())
	}
	// Glyph outlines are rasterised in floating point, which differs by a shade between processors.
	const shade = 8
	bad := 0
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			r, g, b, _ := want.At(x, y).RGBA()
			c := got.NRGBAAt(x, y)
			if abs(int(r>>8)-int(c.R)) > shade || abs(int(g>>8)-int(c.G)) > shade || abs(int(b>>8)-int(c.B)) > shade {
				bad++
			}
		}
	}
	if bad > 0 {
		out := filepath.Join(os.TempDir(), "textedit-"+name+".png")
		if file, err := os.Create(out); err == nil {
			defer file.Close()
			err = png.Encode(file, got)
			t.Logf("written to %s (%v)", out, err)
		}
		t.Errorf("%d pixels differ", bad)
	}
}
