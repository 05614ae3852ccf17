package typeset_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lanyard/assets/typeset"
	"lanyard/assets/typeset/typesettest"
)

var update = flag.Bool("update", false, "rewrite the pictures in testdata")

// look is the colours of a scene.
type look struct {
	name                          string
	paper, ink, dim, accent, code color.NRGBA
	selection                     color.NRGBA
}

func hex(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xFF}
}

func looks() []look {
	return []look{
		{"light", hex(0xFFFFFF), hex(0x1C1F23), hex(0x5B6470), hex(0x1F6FEB), hex(0xF6F7F9), hex(0xCFE3FF)},
		{"dark", hex(0x15171B), hex(0xE4E6EA), hex(0x9AA3AF), hex(0x6CB2FF), hex(0x1B1E23), hex(0x23406A)},
	}
}

// part is a stretch of a scene with a mark-up of one letter each: b bold, i
// italic, m mono, d dim, a accent, u underlined, s struck, w wavy, h large.
type part struct{ marks, text string }

type scene struct {
	name     string
	width    float32 // in units
	parts    []part
	selected [2]int // bytes
	ends     int    // only so many rows at either end are drawn; 0 for all
}

func scenes() []scene {
	long := strings.Repeat("永和九年岁在癸丑", 12)
	return []scene{
		{name: "mixed", width: 300, parts: []part{{"", "他说“好”，然后用 Go 1.26（标点）「引号」写了一个程序。KubeCon + CloudNativeCon 是开源社区的大会，见 https://example.com/posts/2019/kubecon-recap 和朋友们……——！"}}},
		{name: "bold", width: 300, parts: []part{{"", "一个"}, {"bd", "**"}, {"b", "粗体中文 bold"}, {"bd", "**"}, {"", "与"}, {"id", "*"}, {"i", "斜体 italic"}, {"id", "*"}, {"", "，还有"}, {"bi", "粗斜 both"}, {"", "和代码 "}, {"mc", "go test ./... 中文"}, {"", "、"}, {"au", "链接 link"}, {"", "、"}, {"s", "删除"}, {"", "、"}, {"w", "错误 wrong"}, {"", "。"}}},
		{name: "heading", width: 300, parts: []part{{"hb", "大会背景介绍 Heading"}, {"", " 和正文 body 在一行"}}},
		{name: "emoji", width: 260, parts: []part{{"", "大会😀很好🎉👍🏽，一家👨‍👩‍👧来自🇨🇳，爱❤️ and 1️⃣ text 😀"}, {"b", "粗😀"}}},
		{name: "unbroken", width: 220, parts: []part{{"", "见" + strings.Repeat("abcdefghij", 8) + "。"}}},
		{name: "5,000 characters", width: 290, ends: 3, parts: []part{{"", strings.Repeat("abcdefghij", 250) + strings.Repeat("永和九年岁在癸丑暮春", 249) + "之初会于会之初会于"}, {"b", "。"}}},
		{name: "ideographs", width: 240, parts: []part{{"", long}}},
		{name: "tabs", width: 300, parts: []part{{"m", "a\tb\t中\tend\n\tif x {\n\t\treturn\t1"}}},
		{name: "bidi", width: 260, parts: []part{{"", "The title is שלום עולם and العربية 2019 (مرحبا) here, 中文 too."}}},
		{name: "rtl", width: 260, parts: []part{{"", "שלום, this is English בתוך עברית 123. مرحبا بالعالم"}}},
		{name: "control", width: 300, parts: []part{{"", "bell\a nul\x00 esc\x1b[0m del\x7f cr\r sep\u2028 mark: e\u0301 ñ lone: \u0301x"}}},
		{name: "selection", width: 200, selected: [2]int{12, 96}, parts: []part{{"", "大会背景介绍 2019 年 6 月 KubeCon 开源社区与朋友们，选中的文字 across rows 到这里为止。"}}},
		{name: "spaces", width: 200, selected: [2]int{0, 200}, parts: []part{{"", "words and       many         spaces hang      over the   edge　　中文"}}},
	}
}

// spans turns the parts of a scene into text and spans.
func (s scene) spans(l look, scale float32) (string, []typeset.Span) {
	var text strings.Builder
	var list []typeset.Span
	for _, p := range s.parts {
		sp := typeset.Span{From: text.Len(), To: text.Len() + len(p.text)}
		sp.Style = typeset.Style{Size: 15 * scale, Lang: "zh-Hans"}
		sp.Ink.Color = l.ink
		for _, m := range p.marks {
			switch m {
			case 'b':
				sp.Style.Bold = true
			case 'i':
				sp.Style.Italic = true
			case 'm':
				sp.Style.Mono = true
			case 'c':
				sp.Ink.Background = l.code
			case 'd':
				sp.Ink.Color = l.dim
			case 'a':
				sp.Ink.Color = l.accent
			case 'u':
				sp.Ink.Underline = true
			case 's':
				sp.Ink.Strike = true
			case 'w':
				sp.Ink.Wavy = true
			case 'h':
				sp.Style.Size = 24 * scale
			}
		}
		text.WriteString(p.text)
		list = append(list, sp)
	}
	return text.String(), list
}

// render draws a scene with a margin of 8 units.
func render(s *typeset.Shaper, r *typeset.Rasterizer, sc scene, l look, scale float32) *image.RGBA {
	text, spans := sc.spans(l, scale)
	p := s.Shape(text, spans, typeset.Options{LineHeight: 1.6, Base: typeset.Style{Size: 15 * scale, Lang: "zh-Hans"}, TabWidth: 40 * scale})
	p.Wrap(sc.width * scale)
	margin := int(8 * scale)
	height, gap := p.Height(), 0 // rows past the first ends are drawn so much higher
	if sc.ends > 0 {
		gap = p.Row(p.Rows()-sc.ends).Top - p.Row(sc.ends).Top
		height -= gap
	}
	img := image.NewRGBA(image.Rect(0, 0, int(sc.width*scale)+2*margin, height+2*margin))
	draw.Draw(img, img.Rect, image.NewUniform(l.paper), image.Point{}, draw.Src)
	for _, q := range p.Rects(sc.selected[0], min(sc.selected[1], len(text))) {
		row := p.Row(q.Row)
		draw.Draw(img, image.Rect(margin+int(q.X0+.5), margin+row.Top, margin+int(q.X1+.5), margin+row.Top+row.Height), image.NewUniform(l.selection), image.Point{}, draw.Src)
	}
	for i := range p.Rows() {
		switch {
		case sc.ends == 0 || i < sc.ends:
			r.DrawRow(img, margin, margin+p.Row(i).Top, p, i)
		case i >= p.Rows()-sc.ends:
			r.DrawRow(img, margin, margin+p.Row(i).Top-gap, p, i)
		}
	}
	return img
}

// TestRowsLookAsDrawnBefore compares every scene, light and dark, at 1× and 2×,
// with the picture in testdata. Rewrite with -update, then look at them.
func TestRowsLookAsDrawnBefore(t *testing.T) {
	shaper := typeset.NewShaper(typesettest.Book())
	raster := typeset.NewRasterizer(8 << 20)
	for _, l := range looks() {
		for _, scale := range []float32{1, 2} {
			t.Run(fmt.Sprintf("%s@%vx", l.name, scale), func(t *testing.T) {
				got := sheet(shaper, raster, l, scale)
				comparePicture(t, fmt.Sprintf("%s@%vx.png", l.name, scale), got)
			})
		}
	}
}

// sheet draws all scenes of one look one below the other, in two columns.
func sheet(s *typeset.Shaper, r *typeset.Rasterizer, l look, scale float32) *image.RGBA {
	var pics [2][]*image.RGBA
	var height [2]int
	for _, sc := range scenes() {
		img := render(s, r, sc, l, scale)
		k := 0
		if height[1] < height[0] {
			k = 1
		}
		pics[k] = append(pics[k], img)
		height[k] += img.Rect.Dy()
	}
	column := int(316 * scale)
	out := image.NewRGBA(image.Rect(0, 0, 2*column, max(height[0], height[1])))
	draw.Draw(out, out.Rect, image.NewUniform(l.paper), image.Point{}, draw.Src)
	for k := range pics {
		y := 0
		for _, img := range pics[k] {
			draw.Draw(out, img.Rect.Add(image.Pt(k*column, y)), img, image.Point{}, draw.Src)
			y += img.Rect.Dy()
		}
	}
	return out
}

func comparePicture(t *testing.T, name string, got *image.RGBA) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		var buf bytes.Buffer
		enc := png.Encoder{CompressionLevel: png.BestCompression}
		if err := enc.Encode(&buf, got); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
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
		t.Fatalf("%s: size %v, want %v", name, got.Bounds(), want.Bounds())
	}
	// Floating point may be fused on some machines: a grey level or two is no
	// difference that anybody could see.
	const slack = 3 << 8
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			r0, g0, b0, _ := got.At(x, y).RGBA()
			r1, g1, b1, _ := want.At(x, y).RGBA()
			if far(r0, r1, slack) || far(g0, g1, slack) || far(b0, b1, slack) {
				t.Fatalf("%s: pixel (%d, %d) is %v, want %v; rewrite with -update and look", name, x, y, got.At(x, y), want.At(x, y))
			}
		}
	}
}

func far(a, b, slack uint32) bool { return a > b+slack || b > a+slack }
