package paint

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lanyard/assets"
	"lanyard/assets/typeset/typesettest"
	"lanyard/store/markdown"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// testPics knows red pictures of 400 × 240, none that begins with "no", and
// nothing of the network.
type testPics struct{}

func (testPics) Look(dest string) Picture {
	switch {
	case strings.HasPrefix(dest, "no"):
		return Picture{State: PictureMissing, Path: "post/" + dest}
	case strings.HasPrefix(dest, "../"):
		return Picture{State: PictureRefused, Path: dest, Message: "outside"}
	case strings.HasPrefix(dest, "http"):
		return Picture{State: PictureRemote, Path: dest}
	case strings.HasPrefix(dest, "icon"):
		return Picture{W: 16, H: 16}
	}
	return Picture{W: 400, H: 240}
}

func (testPics) Image(dest string, w, h int) *image.RGBA {
	if strings.HasPrefix(dest, "late") {
		return nil
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(60 + 120*x/w), uint8(60 + 120*y/h), 140, 255})
		}
	}
	return img
}

// constructs are the texts of the golden pictures.
func constructs() map[string]string {
	return map[string]string{
		"inline":  "# Head `code` *em*\n\nPlain **bold** *italic* ***both*** ~~gone~~ `code` [link](u) note[^1] H<sub>2</sub>O x<sup>2</sup> <kbd>C</kbd> <mark>m</mark>.\n\n## 中文 Two\n\n中文**粗体**与 English 混排，“好”。\n\n### Three\n\n#### Four\n\n##### Five\n\n###### Six\n\n[^1]: The note.\n",
		"lists":   "- one\n- two two two two two two two two two two two two two two two two two\n  - nested\n    - deeper\n\n1. a\n2. b\n\n   para\n\n- [ ] open\n- [x] done\n\nTerm\n: Definition\n\n: Another\n",
		"quotes":  "> quote\n>\n> > nested\n\n> [!NOTE]\n> a note\n\n> [!WARNING]\n> careful\n\n---\n\n<!--more-->\n\nafter\n",
		"code":    "```go\nfunc main() {\n\tx := \"s\" // c\n\treturn 42\n}\n```\n\n    indented\n",
		"html":    "<details>\n<summary>Summary</summary>\n\nHidden **text**\n\n</details>\n\n<center>mid</center>\n\n<div align=\"right\">\n\nend\n\n</div>\n\n<img src=\"p.jpg\" width=\"80\">\n\n<table><tr><th>A</th><th align=\"right\">Long</th></tr><tr><td>1</td><td align=\"right\">2</td></tr></table>\n\n| a word | another | yet another | and many more | words |\n|--|--|--|--|--|\n| 1 | 2 | 3 | 4 | 5 |\n",
		"table":   "| Left | Mid | Right |\n|:-----|:---:|------:|\n| a | b | 1 |\n| long cell text | `c` | 200 |\n",
		"picture": "Line before\n![](p.jpg \"The caption\")\n\n![](late.jpg)\n\n![](no.jpg)\n\n![](../up.jpg)\n\n![](https://e.org/x.png)\n\nIcon ![](icon.png) here\n",
		"cards":   "{{< youtube abc >}}\n\n{{< figure src=\"p.jpg\" title=\"T\" caption=\"C\" >}}\n\n{{< notice tip >}}\nSome **text**\n{{< /notice >}}\n\nSee {{< ref \"other\" >}} and {{< x a=1 >}}.\n\n<div><b>raw</b> html</div>\n\n$$\na^2\n$$\n",
	}
}

func shoot(t *testing.T, src string, st Style, width int) *image.RGBA {
	t.Helper()
	opt := markdown.Options{Unsafe: true, Passthrough: true, PassthroughBlock: [][2]string{{"$$", "$$"}}}
	doc := markdown.Parse(src, 0, opt)
	var out *image.RGBA
	head := Head{}
	if strings.HasPrefix(src, "# Head") {
		head = Head{Title: "Title 标题", Date: "28 June 2019", Authors: []string{"A. Author"}, Tags: []string{"tag"}}
	}
	err := Page(typesettest.Book(), head, doc, testPics{}, Sheet{Style: st, Width: width, Text: assets.T}, func(img *image.RGBA) error {
		out = img
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPagesLookAsApproved(t *testing.T) {
	assets.SetLanguage(assets.English)
	for name, src := range constructs() {
		for _, v := range []struct {
			name  string
			scale float32
			c     Colours
		}{{"light-1x", 1, Light()}, {"dark-1x", 1, Dark()}, {"light-2x", 2, Light()}, {"dark-2x", 2, Dark()}} {
			st := Style{Em: 16 * v.scale, Scale: v.scale, Colours: v.c, Lang: "zh"}
			compare(t, filepath.Join("testdata", fmt.Sprintf("%s-%s.png", name, v.name)), shoot(t, src, st, int(420*v.scale)))
		}
	}
}

// compare allows for rounding that differs between processors.
func compare(t *testing.T, path string, got *image.RGBA) {
	t.Helper()
	if *update {
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, got); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != got.Bounds() {
		t.Errorf("%s: size %v, want %v", path, got.Bounds(), want.Bounds())
		return
	}
	differ := 0
	for y := range got.Bounds().Dy() {
		for x := range got.Bounds().Dx() {
			r0, g0, b0, _ := want.At(x, y).RGBA()
			r1, g1, b1, _ := got.At(x, y).RGBA()
			if far(r0, r1) || far(g0, g1) || far(b0, b1) {
				differ++
			}
		}
	}
	if limit := got.Bounds().Dx() * got.Bounds().Dy() / 2000; differ > limit {
		t.Errorf("%s: %d pixels differ; look at the picture and run with -update", path, differ)
	}
}

func far(a, b uint32) bool { return max(a, b)-min(a, b) > 24<<8 }

// TestEveryPictureOfALongPageIsShortEnough: pages past 16,000 pixels come in
// pieces without loss.
func TestEveryPictureOfALongPageIsShortEnough(t *testing.T) {
	src := strings.Repeat("Paragraph of text.\n\n", 1500) + "```\n" + strings.Repeat("line\n", 1500) + "```\n"
	doc := markdown.Parse(src, 0, markdown.Options{})
	st := Style{Em: 16, Scale: 1, Colours: Light()}
	total, n := 0, 0
	err := Page(typesettest.Book(), Head{}, doc, testPics{}, Sheet{Style: st, Width: 400, Text: assets.T}, func(img *image.RGBA) error {
		if h := img.Bounds().Dy(); h > maxPage || h < 1 {
			t.Errorf("a picture of %d pixels", h)
		}
		total += img.Bounds().Dy()
		n++
		return nil
	})
	if err != nil || n < 3 || total < 80000 {
		t.Errorf("%d pictures, %d pixels, %v", n, total, err)
	}
}

// TestSourceAndHeightAgree: what is shown at the height of an offset is that
// offset, or nearly.
func TestSourceAndHeightAgree(t *testing.T) {
	set := NewSetter(typesettest.Book(), Style{Em: 16, Scale: 1, Colours: Light()}, testPics{}, assets.T)
	for name, src := range constructs() {
		doc := markdown.Parse(src, 0, markdown.Options{Unsafe: true})
		for i, b := range doc.Blocks {
			s := set.Block(b, Context{Doc: doc, Start: doc.Starts[i]}, 300)
			last := 0
			for off := 0; off < b.To; off++ {
				y := s.YOf(off)
				if y < last-400 || y > s.Height {
					t.Fatalf("%s block %d: offset %d at height %d of %d", name, i, off, y, s.Height)
				}
				last = y
				if got := s.SourceAt(y); got < 0 || got > b.To {
					t.Fatalf("%s block %d: height %d is offset %d", name, i, y, got)
				}
			}
			for y := 0; y < s.Height; y += 3 {
				for x := 0; x < 300; x += 7 {
					if h := s.HitAt(x, y); h.Source > b.To {
						t.Fatalf("%s block %d: hit %+v", name, i, h)
					}
				}
			}
		}
	}
}

// TestMonstersAreBounded: what is too long is shown in part, and says so.
func TestMonstersAreBounded(t *testing.T) {
	set := NewSetter(typesettest.Book(), Style{Em: 16, Scale: 1, Colours: Light()}, testPics{}, assets.T)
	for name, src := range map[string]string{
		"code":      "```\n" + strings.Repeat("x\n", 200000) + "```\n",
		"table":     "|a|b|\n|-|-|\n" + strings.Repeat("|x|y|\n", 20000),
		"paragraph": strings.Repeat("word ", 200000),
		"quotes":    strings.Repeat("> ", 200) + "deep",
		"wide":      "|" + strings.Repeat("a|", 200) + "\n|" + strings.Repeat("-|", 200) + "\n",
	} {
		doc := markdown.Parse(src, 0, markdown.Options{})
		for i, b := range doc.Blocks {
			s := set.Block(b, Context{Doc: doc, Start: doc.Starts[i]}, 300)
			if s.Height > 400000 {
				t.Errorf("%s: %d pixels", name, s.Height)
			}
		}
	}
}
