package layout

import (
	"fmt"
	"math/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"lanyard/assets/typeset"
	"lanyard/assets/typeset/typesettest"
	"lanyard/editor/text"
)

// book is read once; reading fonts would take most of the tests' time.
var book = sync.OnceValue(typesettest.Book)

func newLayout(t testing.TB, s string, floor int, width float32) *Layout {
	t.Helper()
	cfg := Config{
		Shaper:  typeset.NewShaper(book()),
		Options: typeset.Options{LineHeight: 1.6, Base: typeset.Style{Size: 15}},
		Width:   width,
		Spans: func(dst []typeset.Span, _ int, s string) []typeset.Span {
			// Bold from the first star on, so that styles depend on the text.
			at := strings.IndexByte(s, '*')
			if at < 0 {
				at = len(s)
			}
			for _, sp := range []typeset.Span{{From: 0, To: at, Style: typeset.Style{Size: 15}}, {From: at, To: len(s), Style: typeset.Style{Size: 15, Bold: true}}} {
				if sp.From < sp.To {
					dst = append(dst, sp)
				}
			}
			return dst
		},
	}
	l := New(cfg)
	l.Reset(text.New(s), floor)
	return l
}

// rows writes every row with its place and text. All is measured by it.
func rows(l *Layout) []string {
	var out []string
	for p, ok := l.At(l.Floor()), true; ok; p, ok = l.Next(p) {
		for i := range p.P.Rows() {
			r := p.P.Row(i)
			out = append(out, fmt.Sprintf("%d+%d %d-%d %q", p.Top, r.Top, p.From+r.From, p.From+r.To, p.P.Text()[r.From:r.To]))
		}
	}
	return out
}

const letters = "abc de*f 中文，字。「引」 Go\n\n\r\n\t😀é́-_x"

func randomText(r *rand.Rand, n int) string {
	runes := []rune(letters)
	var b strings.Builder
	for b.Len() < n {
		if r.Intn(200) == 0 {
			b.WriteString(strings.Repeat("长行long line ", r.Intn(1500)))
		}
		b.WriteRune(runes[r.Intn(len(runes))])
	}
	return b.String()
}

// boundary moves an offset to the begin of a rune.
func boundary(d text.Doc, off int) int {
	for off > 0 && off < d.Len() && d.Byte(off)&0xc0 == 0x80 {
		off--
	}
	return off
}

func TestIncrementalLayoutEqualsLayoutFromScratch(t *testing.T) {
	seed := time.Now().UnixNano()
	r := rand.New(rand.NewSource(seed))
	for round := range 25 {
		s := randomText(r, r.Intn(3000))
		doc := text.New(s)
		floor := 0
		if i := strings.IndexByte(s, '\n'); i >= 0 && r.Intn(2) == 0 {
			floor = i + 1
		}
		l := newLayout(t, s, floor, 300)
		for step := range 12 {
			var edits []text.Edit
			for at := 0; len(edits) < 1+r.Intn(3); {
				from := boundary(doc, at+r.Intn(doc.Len()-at+1))
				to := boundary(doc, min(doc.Len(), from+r.Intn(40)*r.Intn(2)))
				to = max(from, to)
				if from < floor && to > floor {
					to = floor
				}
				if len(edits) > 0 && from <= edits[len(edits)-1].To {
					break
				}
				edits = append(edits, text.Edit{From: from, To: to, Insert: randomText(r, r.Intn(30)*r.Intn(2))})
				at = to
			}
			c, err := text.NewChange(doc.Len(), edits...)
			if err != nil {
				t.Fatal(err)
			}
			if r.Intn(3) == 0 {
				l.Refine(time.Now, time.Now())
			}
			if r.Intn(3) == 0 && doc.Len() > 0 {
				l.Hit(float32(r.Intn(300)), r.Intn(l.Height()+1))
			}
			if r.Intn(5) == 0 {
				l.SetWidth(float32(100 + r.Intn(300)))
			}
			doc = c.Apply(doc)
			floor = c.Map(floor, -1+2*r.Intn(2))
			l.Update(c, doc, floor)
			got := rows(l)
			fresh := newLayout(t, doc.String(), floor, l.Width())
			want := rows(fresh)
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				for i := range got {
					if i >= len(want) || got[i] != want[i] {
						t.Fatalf("seed %d round %d step %d, row %d: %s, want %s", seed, round, step, i, got[i], want[min(i, len(want)-1)])
					}
				}
				t.Fatalf("seed %d round %d step %d: %d rows, want %d", seed, round, step, len(got), len(want))
			}
			if got, want := l.Height(), fresh.Height(); got != want {
				t.Fatalf("seed %d round %d step %d: height %d, want %d", seed, round, step, got, want)
			}
			checkSums(t, l)
		}
	}
}

func checkSums(t *testing.T, l *Layout) {
	t.Helper()
	bytes, height := 0, 0
	for _, c := range l.index.chunks {
		b, h := c.bytes, c.height
		c.sum()
		if c.bytes != b || c.height != h || len(c.units) == 0 || len(c.units) > chunkMax {
			t.Fatalf("chunk of %d units says %d bytes, %d pixels, has %d, %d", len(c.units), b, h, c.bytes, c.height)
		}
		bytes, height = bytes+b, height+h
	}
	if bytes != l.index.bytes || height != l.index.height || bytes != l.doc.Len()-l.floor {
		t.Fatalf("index says %d bytes, %d pixels, has %d, %d", l.index.bytes, l.index.height, bytes, height)
	}
	shaped, n := 0, 0
	for p := l.recent.next; p != &l.recent; p = p.next {
		shaped += p.bytes
		n++
	}
	if shaped != l.shaped {
		t.Fatalf("%d bytes shaped, counted %d", shaped, l.shaped)
	}
}

func TestRowsJoinedAreTheText(t *testing.T) {
	seed := time.Now().UnixNano()
	s := randomText(rand.New(rand.NewSource(seed)), 60_000)
	l := newLayout(t, s, 0, 200)
	var b strings.Builder
	for p, ok := l.At(0), true; ok; p, ok = l.Next(p) {
		for i := range p.P.Rows() {
			r := p.P.Row(i)
			b.WriteString(p.P.Text()[r.From:r.To])
		}
		b.WriteString(s[p.To:p.End])
	}
	if b.String() != s {
		t.Errorf("seed %d: the rows joined are not the text", seed)
	}
	if l.shaped > keepBytes+longLine {
		t.Errorf("%d bytes stay shaped, want about %d", l.shaped, keepBytes)
	}
}

func TestCaretAndPointAreInverse(t *testing.T) {
	seed := time.Now().UnixNano()
	r := rand.New(rand.NewSource(seed))
	s := randomText(r, 4000)
	s = strings.ReplaceAll(s, "\r", "")
	l := newLayout(t, s, 0, 250)
	l.Refine(time.Now, time.Now().Add(time.Hour))
	for line := range l.doc.Lines() {
		s := l.doc.Line(line)
		for at := 0; ; at = typeset.NextGrapheme(s, at) {
			off := l.doc.LineStart(line) + at
			c := l.Caret(off, false)
			got, up := l.Hit(c.X, c.Top+1)
			// A lone combining mark has no width: the carets on both its sides are one place.
			if at := l.Caret(got, up); got != off && (at.X != c.X || at.Top != c.Top) {
				t.Fatalf("seed %d: caret at %d is at (%v, %d), where %d is", seed, off, c.X, c.Top, got)
			}
			if at == len(s) {
				break
			}
		}
	}
}

func TestVerticalMotionKeepsItsColumn(t *testing.T) {
	l := newLayout(t, "abcdefgh ijklmnop qrstuvwx yz abcdefg\nx\n\n中文中文中文中文", 0, 120)
	goal := l.Caret(6, false).X
	off, up, ok := 6, false, true
	var xs []float32
	for ok {
		xs = append(xs, l.Caret(off, up).X)
		off, up, ok = l.Vertical(off, up, 1, goal)
	}
	if off < len("abcdefgh ijklmnop qrstuvwx yz abcdefg\nx\n\n中文") {
		t.Errorf("ended at %d", off)
	}
	if x := l.Caret(off, up).X; x < goal-8 || x > goal+8 {
		t.Errorf("after short lines x is %v, want about %v (went %v)", x, goal, xs)
	}
	for ok = true; ok; {
		off, up, ok = l.Vertical(off, up, -1, goal)
	}
	if off != 6 {
		t.Errorf("back at %d, want 6", off)
	}
}

// What stands at the top of the view must stay there when heights above it are corrected, the width changes or text comes in above.
func TestPlaceStaysWhenHeightsAboveAreCorrected(t *testing.T) {
	s := strings.Repeat("iiiiiiiiiiiiiiiiiiiiiiiiiiiiiii iiiiiiiiiiiiiiiiiiiiiiiiiii 中文中文。\n", 300)
	l := newLayout(t, s, 0, 200)
	off, rest := l.OffsetAtY(l.Height() / 2)
	at := l.Walk(Place{Off: off}, rest)
	estimated := l.Top(at.Off)
	for l.Refine(time.Now, time.Now()) {
	}
	if l.Top(at.Off) == estimated {
		t.Fatal("the estimate was right; the test shows nothing")
	}
	if got := l.Walk(at, 0); got != at {
		t.Errorf("the place went to %v, want %v", got, at)
	}
	if got := l.Walk(l.Walk(at, 777), -777); got != at {
		t.Errorf("there and back ends at %v, want %v", got, at)
	}
	if dy, near := l.Distance(at, l.Walk(at, -500).Off, false, 1000); !near || dy > -480 || dy < -530 {
		t.Errorf("500 pixels up are %d, %v", dy, near)
	}
}

func TestLongLineIsCutWithoutLosingCarets(t *testing.T) {
	s := strings.Repeat("没有空格的长行", 3000) // 63,000 bytes
	l := newLayout(t, s+"\nend", 0, 300)
	n := 0
	for p, ok := l.At(0), true; ok; p, ok = l.Next(p) {
		n++
		if len(p.P.Text()) > longLine {
			t.Fatalf("a paragraph of %d bytes", len(p.P.Text()))
		}
	}
	if n < 4 {
		t.Errorf("%d paragraphs", n)
	}
	p := l.At(0)
	up, down := l.Caret(p.End, true), l.Caret(p.End, false)
	if up.Top >= down.Top || down.X != 0 {
		t.Errorf("at the cut the carets are at %d and %d", up.Top, down.Top)
	}
}

func BenchmarkReset1MB(b *testing.B) {
	s := strings.Repeat("中文 and English 在一行里面，再长一点点就要换行了，所以写得长一些，写得长一些。\n\n", 9000)
	l := newLayout(b, "", 0, 600)
	doc := text.New(s)
	for b.Loop() {
		l.Reset(doc, 0)
		l.Hit(0, 900)
	}
}

func BenchmarkRefine1MB(b *testing.B) {
	s := strings.Repeat("中文 and English 在一行里面，再长一点点就要换行了，所以写得长一些，写得长一些。\n\n", 9000)
	l := newLayout(b, "", 0, 600)
	doc := text.New(s)
	for b.Loop() {
		l.Reset(doc, 0)
		var worst time.Duration
		for more := true; more; {
			start := time.Now()
			more = l.Refine(time.Now, start.Add(2*time.Millisecond))
			worst = max(worst, time.Since(start))
		}
		b.ReportMetric(float64(worst.Microseconds())/1000, "worst-slice-ms")
	}
}
