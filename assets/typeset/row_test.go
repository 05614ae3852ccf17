package typeset_test

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/assets/typeset"
	"lanyard/assets/typeset/typesettest"
)

// rowsOf wraps text at width and returns its rows.
func rowsOf(s *typeset.Shaper, text string, width float32) []string {
	p := s.Shape(text, nil, base)
	p.Wrap(width)
	var rows []string
	for i := range p.Rows() {
		rows = append(rows, text[p.Row(i).From:p.Row(i).To])
	}
	return rows
}

func TestRowsEndWhereAReaderOfChineseExpects(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	const em = 15
	for _, tc := range []struct {
		name  string
		text  string
		width float32
		want  []string
	}{
		{"no mark at the start", "大会背景，介绍", 4 * em, []string{"大会背", "景，介绍"}},
		{"no opening mark at the end", "大会背（景介绍）", 4 * em, []string{"大会背", "（景介", "绍）"}},
		{"quotation marks stay with their text", "大会背“景”介绍", 4 * em, []string{"大会背", "“景”介", "绍"}},
		{"a dash is whole", "大会背——景介绍", 4 * em, []string{"大会背", "——景介", "绍"}},
		{"an English word is whole", "大会 KubeCon 背景", 5 * em, []string{"大会 ", "KubeCon ", "背景"}},
		{"a URL is whole where it fits", "见 https://a.example/b/c/d 背景", 12 * em, []string{"见 ", "https://a.example/b/c/d ", "背景"}},
		{"a long URL breaks after a slash", "见 https://a.example/bbbb/cccc/dddd", 9 * em, []string{"见 ", "https://a.example/", "bbbb/cccc/dddd"}},
		{"marks of emphasis stay with their text", "大会背**景介**绍", 4 * em, []string{"大会", "背**景", "介**绍"}},
		{"spaces hang", "大会背景    介绍", 4 * em, []string{"大会背景    ", "介绍"}},
		{"line feeds end rows", "大会\n\n背景\n", 4 * em, []string{"大会\n", "\n", "背景\n", ""}},
		{"a carriage return belongs to its line feed", "大\r\n会", 4 * em, []string{"大\r\n", "会"}},
		{"a family is never divided", "👨‍👩‍👧👨‍👩‍👧", 10, []string{"👨‍👩‍👧", "👨‍👩‍👧"}},
		{"one cell at least", "大会", 1, []string{"大", "会"}},
		{"nothing is one row", "", 100, []string{""}},
	} {
		if diff := cmp.Diff(tc.want, rowsOf(s, tc.text, tc.width)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
}

func TestEveryRowHasOneHeightAndBaseline(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	want := s.Shape("x", nil, base).Row(0)
	for _, text := range []string{"", "中文", "😀", "שלום", "مرحبا", "a中😀ש\x00", "\t", "\u0301", "\U0010fffd"} {
		p := s.Shape(text, []typeset.Span{{To: len(text), Style: typeset.Style{Size: 15, Bold: true, Italic: true, Mono: true}}}, base)
		if got := p.Row(0); got.Height != want.Height || got.Baseline != want.Baseline {
			t.Errorf("%q: height %d and baseline %d, want %d and %d", text, got.Height, got.Baseline, want.Height, want.Baseline)
		}
	}
	if want.Height != 24 {
		t.Errorf("a row of 15 px at 1.6 is %d high, want 24", want.Height)
	}
}

func TestABoxTakesItsPlace(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	text := "ab![](x.jpg)cd"
	box := &typeset.Box{W: 100, H: 60, Ascent: 50, Key: "x"}
	p := s.Shape(text, []typeset.Span{{From: 2, To: 12, Style: base.Base, Box: box}}, base)
	got := p.Boxes(nil, 0)
	if len(got) != 1 || got[0].Box != box || got[0].From != 2 || got[0].To != 12 {
		t.Fatalf("got boxes %v", got)
	}
	if before, after := p.CaretX(2, 0), p.CaretX(12, 0); got[0].X != before || after-before != 100 {
		t.Errorf("the box is at %v, between carets at %v and %v", got[0].X, before, after)
	}
	row := p.Row(0)
	if row.Baseline != 50 || got[0].Y != 0 || row.Height < 60 {
		t.Errorf("row %+v, box at y %v", row, got[0].Y)
	}
	if off, _ := p.Hit(0, got[0].X+20); off != 2 {
		t.Errorf("a hit on the left half gives %d, want 2", off)
	}
	p.Wrap(60)
	if p.Rows() != 3 {
		t.Errorf("got %d rows, want 3", p.Rows())
	}
}

func TestTabsReachTheNextStop(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	o := base
	o.TabWidth = 40
	p := s.Shape("a\tbcd\te\t\tf", nil, o)
	for off, want := range map[int]float32{2: 40, 6: 80, 8: 120, 9: 160} {
		if got := p.CaretX(off, 0); abs(got-want) > 0.01 {
			t.Errorf("the caret behind the tab at %d is at %v, want %v", off, got, want)
		}
	}
}

func TestMetricsScaleWithTheSize(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	text := "KubeCon 大会 fi 1.26"
	small := s.Shape(text, nil, typeset.Options{Base: typeset.Style{Size: 15}})
	large := s.Shape(text, nil, typeset.Options{Base: typeset.Style{Size: 18.75}})
	if got, want := large.CaretX(len(text), 0), small.CaretX(len(text), 0)*1.25; abs(got-want) > 0.05 {
		t.Errorf("at 1.25× the text is %v wide, want %v", got, want)
	}
}

// ink returns the sum of darkness of text drawn black on white.
func ink(t *testing.T, s *typeset.Shaper, r *typeset.Rasterizer, text string, st typeset.Style) int {
	t.Helper()
	p := s.Shape(text, []typeset.Span{{To: len(text), Style: st, Ink: typeset.Ink{Color: color.NRGBA{A: 255}}}}, base)
	img := image.NewRGBA(image.Rect(0, 0, 400, 40))
	r.DrawRow(img, 4, 4, p, 0)
	sum := 0
	for i := 3; i < len(img.Pix); i += 4 {
		sum += int(img.Pix[i])
	}
	return sum
}

func TestBoldIsHeavierInEveryScript(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	r := typeset.NewRasterizer(1 << 20)
	for _, text := range []string{"bold", "中文", "שלום", "مرحبا"} { // the last two have no bold face
		regular, bold := ink(t, s, r, text, typeset.Style{Size: 15}), ink(t, s, r, text, typeset.Style{Size: 15, Bold: true})
		if ratio := float64(bold) / float64(regular); ratio < 1.1 || ratio > 1.9 {
			t.Errorf("%s: bold has %.2f times the ink", text, ratio)
		}
	}
}

func TestItalicMovesTheInkAndNotTheCarets(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	text := "中文שלום"
	up := s.Shape(text, []typeset.Span{{To: len(text), Style: typeset.Style{Size: 15}}}, base)
	it := s.Shape(text, []typeset.Span{{To: len(text), Style: typeset.Style{Size: 15, Italic: true}}}, base)
	if dump(up) != dump(it) {
		t.Error("slanted text has other carets")
	}
}

func TestControlCharactersAreVisible(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	r := typeset.NewRasterizer(1 << 20)
	for _, text := range []string{"\x00", "\x01", "\x1b", "\x7f", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029", "\u0090"} {
		if ink(t, s, r, text, typeset.Style{Size: 15}) == 0 {
			t.Errorf("%q is drawn as nothing", text)
		}
		if w := s.Shape(text, nil, base).CaretX(len(text), 0); w <= 0 {
			t.Errorf("%q has no width", text)
		}
	}
}

func TestInksDoNotMoveAnything(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	r := typeset.NewRasterizer(1 << 20)
	text := "office 中文 مرحبا"
	p := s.Shape(text, nil, base)
	before := dump(p)
	red := color.NRGBA{R: 255, A: 255}
	p.SetInks([]typeset.Span{{From: 2, To: 9, Ink: typeset.Ink{Color: red}}})
	if dump(p) != before {
		t.Error("recolouring moved something")
	}
	img := image.NewRGBA(image.Rect(0, 0, 200, 24))
	r.DrawRow(img, 0, 0, p, 0)
	seen := 0
	for i := 0; i < len(img.Pix); i += 4 {
		if img.Pix[i] > 200 && img.Pix[i+1] == 0 {
			seen++
		}
	}
	if seen == 0 {
		t.Error("no red pixel")
	}
}

func TestDrawingStaysInsideTheImage(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	r := typeset.NewRasterizer(1 << 20)
	text := "大会😀 KubeCon מרחבא"
	full := typeset.Ink{Color: color.NRGBA{A: 255}, Background: color.NRGBA{R: 9, A: 99}, Underline: true, Strike: true, Wavy: true, Raise: 3}
	p := s.Shape(text, []typeset.Span{{To: len(text), Style: typeset.Style{Size: 40, Bold: true, Italic: true}, Ink: full}}, base)
	whole := image.NewRGBA(image.Rect(-50, -50, 900, 150))
	r.DrawRow(whole, 0, 0, p, 0)
	for _, rect := range []image.Rectangle{{}, image.Rect(0, 0, 1, 1), image.Rect(20, 10, 31, 25), image.Rect(-7, -7, 30, 30)} {
		part := image.NewRGBA(rect)
		r.DrawRow(part, 0, 0, p, 0)
		for y := rect.Min.Y; y < rect.Max.Y; y++ {
			for x := rect.Min.X; x < rect.Max.X; x++ {
				if part.RGBAAt(x, y) != whole.RGBAAt(x, y) {
					t.Fatalf("%v: pixel (%d, %d) is %v, want %v", rect, x, y, part.RGBAAt(x, y), whole.RGBAAt(x, y))
				}
			}
		}
	}
}

func TestDrawingAgainAllocatesNothing(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	r := typeset.NewRasterizer(4 << 20)
	text := chinese(30) + "KubeCon 😀 **"
	p := s.Shape(text, []typeset.Span{{From: 3, To: 30, Style: typeset.Style{Size: 15, Bold: true}, Ink: typeset.Ink{Color: color.NRGBA{A: 255}, Underline: true}}}, base)
	img := image.NewRGBA(image.Rect(0, 0, 700, 24))
	r.DrawRow(img, 0, 0, p, 0)
	if n := testing.AllocsPerRun(50, func() { r.DrawRow(img, 0, 0, p, 0) }); n > 0 {
		t.Errorf("got %v allocations", n)
	}
	p.Wrap(500)
	if n := testing.AllocsPerRun(50, func() { p.Wrap(500) }); n > 0 {
		t.Errorf("wrapping: got %v allocations", n)
	}
}

func TestTheMaskCacheIsBounded(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	small, large := typeset.NewRasterizer(20<<10), typeset.NewRasterizer(64<<20)
	for size := float32(10); size < 40; size++ {
		text := chinese(40)
		p := s.Shape(text, nil, typeset.Options{Base: typeset.Style{Size: size}})
		a, b := image.NewRGBA(image.Rect(0, 0, 300, 64)), image.NewRGBA(image.Rect(0, 0, 300, 64))
		small.DrawRow(a, 0, 0, p, 0)
		large.DrawRow(b, 0, 0, p, 0)
		if string(a.Pix) != string(b.Pix) {
			t.Fatalf("size %v: a small cache draws other pixels", size)
		}
	}
	if got := typeset.MaskBytes(small); got > 20<<10+16<<10 {
		t.Errorf("the small cache holds %d bytes", got)
	}
}

func TestWordsFollowScripts(t *testing.T) {
	for _, tc := range []struct {
		text string
		want []string // by NextWord
	}{
		{"他说“好”，然后走了", []string{"他说", "“", "好", "”，", "然后走了"}},
		{"KubeCon 2019 大会", []string{"KubeCon", " 2019", " 大会"}},
		{"it's v1.26, ok", []string{"it's", " v1.26", ",", " ok"}},
		{"a\n  b", []string{"a", "\n", "  b"}},
		{"日本語のテキスト", []string{"日本語", "の", "テキスト"}},
		{"café\u0301 naïve", []string{"café\u0301", " naïve"}},
		{"好😀😀a", []string{"好", "😀😀", "a"}},
	} {
		var got []string
		for off := 0; off < len(tc.text); {
			next := typeset.NextWord(tc.text, off)
			got = append(got, tc.text[off:next])
			off = next
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tc.text, diff)
		}
		back := len(tc.text)
		for i := len(tc.want) - 1; i >= 0; i-- {
			back = typeset.PrevWord(tc.text, back)
			start := len(strings.Join(tc.want[:i], ""))
			start += len(tc.want[i]) - len(strings.TrimLeft(tc.want[i], " "))
			if back != start {
				t.Errorf("%q: the word before begins at %d, want %d", tc.text, back, start)
				break
			}
		}
	}
	for _, tc := range []struct {
		text string
		off  int
		want string
	}{{"他说好，走", 3, "他说好"}, {"go test now", 4, "test"}, {"go test now", 7, "test"}, {"a，，b", 4, "，，"}, {"", 0, ""}, {"ab", 2, "ab"}, {"ab\n", 2, "ab"}, {"\n", 0, ""}} {
		from, to := typeset.WordAt(tc.text, tc.off)
		if got := tc.text[from:to]; got != tc.want {
			t.Errorf("%q at %d: got %q, want %q", tc.text, tc.off, got, tc.want)
		}
	}
}
