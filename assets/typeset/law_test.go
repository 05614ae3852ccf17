package typeset_test

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"lanyard/assets/typeset"
	"lanyard/assets/typeset/typesettest"
)

// atoms are what random texts are made of.
var atoms = []string{
	"a", "fi", "word ", "KubeCon", " ", "  ", "\t", "\n", "\r\n", "，", "。", "“", "”", "（", "）", "中", "文字", "**", "`", "——",
	"😀", "👨‍👩‍👧", "🇨🇳", "👍🏽", "❤️", "e\u0301", "\u0301", "\u200d", "\ufe0f", "שלום", "مرحبا", "123", "-", "https://a.example/b/c?d=e",
	"\x00", "\x7f", "\r", "\u2028", "\u202e", "\u2066", "\u2069", "\u200f", "ﬁ", "한국", "क्षि", "\u3000", "\u00a0", "\U0010ffff", "\ufffc", "\xff",
}

func randomText(rng *rand.Rand, n int) string {
	var b strings.Builder
	for range rng.IntN(n + 1) {
		b.WriteString(atoms[rng.IntN(len(atoms))])
	}
	return b.String()
}

func randomSpans(rng *rand.Rand, text string) []typeset.Span {
	var list []typeset.Span
	for at := 0; at < len(text); {
		to := min(at+1+rng.IntN(12), len(text))
		sp := typeset.Span{From: at, To: to, Style: typeset.Style{Size: 15, Bold: rng.IntN(3) == 0, Italic: rng.IntN(4) == 0, Mono: rng.IntN(4) == 0}}
		switch rng.IntN(12) {
		case 0:
			sp.Box = &typeset.Box{W: float32(rng.IntN(80)), H: 30, Ascent: 20}
		case 1:
			sp.Style.Size = 22
		}
		if rng.IntN(5) > 0 {
			list = append(list, sp)
		}
		at = to
	}
	return list
}

func seeded(t testing.TB) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}

var base = typeset.Options{Base: typeset.Style{Size: 15}}

func TestCaretAndOffsetAreInverse(t *testing.T) {
	rng := seeded(t)
	s := typeset.NewShaper(typesettest.Book())
	for range 400 {
		text := randomText(rng, 30)
		p := s.Shape(text, randomSpans(rng, text), base)
		p.Wrap(float32(rng.IntN(300)))
		if err := checkCarets(p); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	}
}

// checkCarets walks all boundaries of all rows.
func checkCarets(p *typeset.Paragraph) error {
	for i := range p.Rows() {
		row := p.Row(i)
		for off := row.From; off <= row.To; off++ {
			x := p.CaretX(off, i)
			if x != x || math.Abs(float64(x)) > 1e9 {
				return fmt.Errorf("caret %d on row %d at %v", off, i, x)
			}
			back, up := p.Hit(i, x)
			if y := p.CaretX(back, i); abs(x-y) > 0.02 {
				return fmt.Errorf("row %d: offset %d is at %v, but hitting that gives %d at %v", i, off, x, back, y)
			}
			if got := p.RowAt(back, up); got != i {
				return fmt.Errorf("row %d: a hit gives offset %d upstream %v, which is on row %d", i, back, up, got)
			}
		}
	}
	return nil
}

func abs(v float32) float32 { return float32(math.Abs(float64(v))) }

func TestCaretPlacesDifferInMixedDirections(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	for _, text := range []string{"abc", "abcשלום", "abcשלוםdef", "שלום", "שלום abc עולם", "abc שלום 123 def", "שלום abc 123"} {
		p := s.Shape(text, nil, base)
		seen := map[int]int{}
		for off := 0; ; off = typeset.NextGrapheme(text, off) {
			x := int(math.Round(float64(p.CaretX(off, 0) * 16)))
			if other, dup := seen[x]; dup {
				t.Errorf("%q: offsets %d and %d share a place", text, other, off)
			}
			seen[x] = off
			if got, _ := p.Hit(0, p.CaretX(off, 0)); got != off {
				t.Errorf("%q: hit at the caret of %d gives %d", text, off, got)
			}
			if off == len(text) {
				break
			}
		}
	}
}

func TestMovingRightVisitsEveryPlaceFromTheLeft(t *testing.T) {
	s := typeset.NewShaper(typesettest.Book())
	text := "abc שלום 123 中文"
	p := s.Shape(text, nil, base)
	off, steps := 0, 0
	last := p.CaretX(0, 0)
	for {
		next, ok := p.Right(0, off)
		if !ok {
			break
		}
		x := p.CaretX(next, 0)
		if x <= last {
			t.Fatalf("from %d to %d: %v is not right of %v", off, next, x, last)
		}
		if back, _ := p.Left(0, next); back != off {
			t.Fatalf("left of %d is %d, want %d", next, back, off)
		}
		off, last = next, x
		steps++
	}
	if want := utf8.RuneCountInString(text); steps != want {
		t.Errorf("got %d steps, want %d", steps, want)
	}
}

func TestRowsJoinedAreTheText(t *testing.T) {
	rng := seeded(t)
	s := typeset.NewShaper(typesettest.Book())
	for range 400 {
		text := randomText(rng, 60)
		p := s.Shape(text, randomSpans(rng, text), base)
		p.Wrap(float32(rng.IntN(200)))
		at, top := 0, 0
		for i := range p.Rows() {
			row := p.Row(i)
			if row.From != at || row.Top != top {
				t.Fatalf("%q: row %d begins at byte %d, top %d, want %d, %d", text, i, row.From, row.Top, at, top)
			}
			if row.Baseline <= 0 || row.Baseline > row.Height {
				t.Fatalf("%q: row %d has its baseline at %d of %d", text, i, row.Baseline, row.Height)
			}
			at, top = row.To, top+row.Height
		}
		if at != len(text) || top != p.Height() {
			t.Fatalf("%q: rows end at byte %d, height %d, want %d, %d", text, at, top, len(text), p.Height())
		}
	}
}

func TestWrappingAgainEqualsWrappingFromScratch(t *testing.T) {
	rng := seeded(t)
	s := typeset.NewShaper(typesettest.Book())
	for range 300 {
		text := randomText(rng, 40)
		spans := randomSpans(rng, text)
		width := float32(rng.IntN(250))
		used := s.Shape(text, spans, base)
		for range 3 {
			used.Wrap(float32(rng.IntN(250)))
		}
		used.Wrap(width)
		fresh := typeset.NewShaper(typesettest.Book())
		if rng.IntN(100) > 0 {
			fresh = s // a new book is slow to make
		}
		p := fresh.Shape(text, spans, base)
		p.Wrap(width)
		if got, want := dump(used), dump(p); got != want {
			t.Fatalf("%q at %v:\n%s\nwant\n%s", text, width, got, want)
		}
	}
}

// dump lists rows and carets.
func dump(p *typeset.Paragraph) string {
	var b strings.Builder
	for i := range p.Rows() {
		fmt.Fprintln(&b, p.Row(i), p.CaretX(p.Row(i).From, i), p.CaretX(p.Row(i).To, i), p.Rects(p.Row(i).From, p.Row(i).To))
	}
	return b.String()
}

func TestRowsKeepToTheWidth(t *testing.T) {
	rng := seeded(t)
	s := typeset.NewShaper(typesettest.Book())
	for range 300 {
		text := randomText(rng, 40)
		p := s.Shape(text, nil, base)
		p.Wrap(180)
		for i := range p.Rows() {
			row := p.Row(i)
			piece := text[row.From:row.To]
			if row.Width > 180.02 && typeset.NextGrapheme(piece, 0) < len(strings.TrimRight(piece, " \t\r\n\u3000")) {
				t.Fatalf("%q: row %q is %v wide", text, piece, row.Width)
			}
		}
	}
}

func TestRectsCoverWhatIsSelectedAndNoMore(t *testing.T) {
	rng := seeded(t)
	s := typeset.NewShaper(typesettest.Book())
	for range 300 {
		text := randomText(rng, 20)
		p := s.Shape(text, nil, base)
		p.Wrap(float32(rng.IntN(200)))
		from := rng.IntN(len(text) + 1)
		to := from + rng.IntN(len(text)-from+1)
		got := width(p.Rects(from, to))
		// Cell by cell the same, whole cells counted.
		var want float32
		for a := 0; a < len(text); {
			b := typeset.NextGrapheme(text, a)
			if a < to && b > from && from < to {
				want += width(p.Rects(a, b))
			}
			a = b
		}
		if abs(got-want) > 0.05 {
			t.Fatalf("%q [%d, %d): %v wide, its cells %v: %v", text, from, to, got, want, p.Rects(from, to))
		}
		for _, r := range p.Rects(from, to) {
			if r.X1 < r.X0 || r.Row >= p.Rows() {
				t.Fatalf("%q [%d, %d): %v", text, from, to, r)
			}
		}
	}
}

func width(rects []typeset.Rect) (sum float32) {
	for _, r := range rects {
		sum += r.X1 - r.X0
	}
	return sum
}

func TestGraphemesGoForthAndBack(t *testing.T) {
	rng := seeded(t)
	for range 500 {
		text := randomText(rng, 20)
		var forth []int
		for off := 0; off < len(text); {
			next := typeset.NextGrapheme(text, off)
			if next <= off {
				t.Fatalf("%q: after %d comes %d", text, off, next)
			}
			if got := typeset.PrevGrapheme(text, next); got != off {
				t.Fatalf("%q: before %d comes %d, want %d", text, next, got, off)
			}
			forth = append(forth, next)
			off = next
		}
		if len(text) > 0 && forth[len(forth)-1] != len(text) {
			t.Fatalf("%q: boundaries %v", text, forth)
		}
	}
}

func TestCaretsStandAtGraphemeBoundaries(t *testing.T) {
	rng := seeded(t)
	s := typeset.NewShaper(typesettest.Book())
	for range 300 {
		text := randomText(rng, 20)
		boundary := map[int]bool{0: true}
		for off := 0; off < len(text); {
			off = typeset.NextGrapheme(text, off)
			boundary[off] = true
		}
		p := s.Shape(text, nil, base)
		p.Wrap(60)
		for i := range p.Rows() {
			for x := float32(-5); x < 70; x += 3 {
				if off, _ := p.Hit(i, x); !boundary[off] {
					t.Fatalf("%q: hit gives %d, boundaries %v", text, off, boundary)
				}
			}
		}
	}
}

// FuzzParagraph sets any text in any width and looks for broken invariants.
func FuzzParagraph(f *testing.F) {
	for _, a := range atoms {
		f.Add(a+a+"x"+a, uint16(40))
	}
	f.Add(strings.Repeat("\u0301", 700), uint16(10))
	f.Add(strings.Repeat("\U0001f468\u200d", 300), uint16(0))
	s := typeset.NewShaper(typesettest.Book())
	r := typeset.NewRasterizer(1 << 20)
	img := image.NewRGBA(image.Rect(0, 0, 64, 32))
	f.Fuzz(func(t *testing.T, text string, width uint16) {
		if len(text) > 4000 {
			return
		}
		half := len(text) / 2
		p := s.Shape(text, []typeset.Span{{From: 0, To: half, Style: typeset.Style{Size: 13, Bold: true, Italic: true}}}, base)
		p.Wrap(float32(width))
		if len(text) < 400 {
			if err := checkCarets(p); err != nil {
				t.Error(err)
			}
		}
		at := 0
		for i := range p.Rows() {
			if p.Row(i).From != at {
				t.Fatalf("row %d begins at %d, want %d", i, p.Row(i).From, at)
			}
			at = p.Row(i).To
			r.DrawRow(img, 0, 0, p, i)
		}
		if at != len(text) {
			t.Fatalf("rows end at %d of %d", at, len(text))
		}
		p.Rects(half/2, half)
		for off := 0; off < len(text); {
			next := typeset.NextWord(text, off)
			if next <= off {
				t.Fatalf("the word after %d ends at %d", off, next)
			}
			if prev := typeset.PrevWord(text, next); prev >= next {
				t.Fatalf("the word before %d begins at %d", next, prev)
			}
			off = next
		}
		typeset.WordAt(text, half)
	})
}
