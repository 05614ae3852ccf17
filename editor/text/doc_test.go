package text

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// seeded gives a random source and prints its seed when the test fails.
func seeded(t testing.TB) *rand.Rand {
	seed := time.Now().UnixNano()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	return rand.New(rand.NewSource(seed))
}

var pieces = []string{"a", "bc", " ", "\n", "\r\n", "\r", "中文", "，", "é", "👨‍👩‍👧", "\t", "**", "long line of some words ", "\n\n", "\ufeff"}

func randomText(r *rand.Rand, n int) string {
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(pieces[r.Intn(len(pieces))])
	}
	return b.String()
}

// naive is the model that the tree is compared with.
type naive string

func (s naive) lines() []string { // with terminators
	return strings.SplitAfter(string(s), "\n")
}

func checkDoc(t *testing.T, d Doc, want string) {
	t.Helper()
	if got := d.String(); got != want {
		t.Fatalf("text differs:\n%s", cmp.Diff(got, want))
	}
	lines := naive(want).lines()
	if d.Len() != len(want) || d.Lines() != len(lines) {
		t.Fatalf("got %d bytes, %d lines, want %d, %d", d.Len(), d.Lines(), len(want), len(lines))
	}
	off := 0
	for i, l := range lines {
		body := strings.TrimSuffix(l, "\n")
		if body != l {
			body = strings.TrimSuffix(body, "\r")
		}
		if got := d.LineStart(i); got != off {
			t.Fatalf("LineStart(%d): got %d, want %d", i, got, off)
		}
		if got := d.LineEnd(i); got != off+len(body) {
			t.Fatalf("LineEnd(%d): got %d, want %d", i, got, off+len(body))
		}
		if got := d.Line(i); got != body {
			t.Fatalf("Line(%d): got %q, want %q", i, got, body)
		}
		if got := d.EOLOf(i); got != l[len(body):] {
			t.Fatalf("EOLOf(%d): got %q, want %q", i, got, l[len(body):])
		}
		off += len(l)
	}
	checkTree(t, d.root, d.depth)
}

func checkTree(t *testing.T, e entry, depth int) {
	t.Helper()
	if depth == 0 {
		if e.kids != nil || e.size != len(e.text) || e.nl != strings.Count(e.text, "\n") || e.size > maxChunk {
			t.Fatalf("bad leaf of %d bytes, sums %d %d", len(e.text), e.size, e.nl)
		}
		return
	}
	if len(e.kids) == 0 || len(e.kids) > maxKids {
		t.Fatalf("node with %d children", len(e.kids))
	}
	sum := inner(e.kids)
	if sum.size != e.size || sum.nl != e.nl {
		t.Fatalf("sums %d %d, want %d %d", e.size, e.nl, sum.size, sum.nl)
	}
	for _, k := range e.kids {
		checkTree(t, k, depth-1)
	}
}

func TestDocEqualsAStringAfterRandomEdits(t *testing.T) {
	r := seeded(t)
	for round := range 30 {
		want := randomText(r, r.Intn(1<<r.Intn(16)))
		d := New(want)
		checkDoc(t, d, want)
		for range 60 {
			from := r.Intn(len(want) + 1)
			to := from + r.Intn(min(len(want)-from, 1<<r.Intn(16))+1)
			ins := ""
			if r.Intn(3) > 0 {
				ins = randomText(r, r.Intn(1<<r.Intn(14)))
			}
			before, old := d, want
			d = d.Replace(from, to, ins).Apply(d)
			want = want[:from] + ins + want[to:]
			if before.String() != old {
				t.Fatalf("round %d: the document before was modified", round)
			}
			if round%5 == 0 {
				checkDoc(t, d, want)
			}
		}
		checkDoc(t, d, want)
		for range 50 {
			off := r.Intn(len(want) + 1)
			if got, want := d.LineAt(off), strings.Count(want[:off], "\n"); got != want {
				t.Fatalf("LineAt(%d): got %d, want %d", off, got, want)
			}
			to := off + r.Intn(len(want)-off+1)
			if got := d.Slice(off, to); got != want[off:to] {
				t.Fatalf("Slice(%d, %d): got %q", off, to, got)
			}
		}
	}
}

func TestTreeStaysShallowUnderTyping(t *testing.T) {
	r := seeded(t)
	d := New("")
	for i := range 30000 {
		off := d.Len()
		if i%3 == 0 {
			off = r.Intn(d.Len() + 1)
		}
		d = d.Replace(off, off, "中文字\n").Apply(d)
	}
	for d.Len() > 2000 {
		off := r.Intn(d.Len() - 30)
		d = d.Replace(off, off+30, "").Apply(d)
	}
	leaves := 0
	d.Chunks(0, d.Len(), func(string) bool { leaves++; return true })
	if d.depth != minDepth || leaves > 12 {
		t.Errorf("%d bytes lie in %d leaves at depth %d", d.Len(), leaves, d.depth)
	}
}

func TestAllLinesEqualsLine(t *testing.T) {
	r := seeded(t)
	for range 50 {
		d := New(randomText(r, r.Intn(9000)))
		i := r.Intn(d.Lines())
		d.AllLines(i, func(l string) bool {
			if got := d.Line(i); got != l {
				t.Fatalf("line %d: got %q, want %q", i, l, got)
			}
			i++
			return true
		})
		if i != d.Lines() {
			t.Fatalf("%d lines, want %d", i, d.Lines())
		}
	}
}

func TestZeroDocIsEmpty(t *testing.T) {
	var d Doc
	if d.Len() != 0 || d.Lines() != 1 || d.Line(0) != "" || d.LineEnd(0) != 0 || d.LineAt(3) != 0 || d.String() != "" {
		t.Errorf("got %d bytes, %d lines", d.Len(), d.Lines())
	}
	if got := d.Replace(0, 0, "x").Apply(d).String(); got != "x" {
		t.Errorf("got %q", got)
	}
}

func TestDominantEOL(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", "\n"}, {"a\nb\r\nc\r\n", "\r\n"}, {"a\nb\nc\r\n", "\n"}, {"a\rb\r", "\n"}, {strings.Repeat("x\r\n", 5000), "\r\n"},
	} {
		if got := New(c.in).EOL(); got != c.want {
			t.Errorf("%.10q: got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestRunesAcrossChunks(t *testing.T) {
	s := strings.Repeat("中文👍é\n", 2000)
	d := New(s)
	// Cut runes apart by editing inside of them.
	d = d.Replace(4, 4, strings.Repeat("x", 3000)).Apply(d)
	d = d.Replace(4, 3004, "").Apply(d)
	for off, r := range s {
		got, n := d.Rune(off)
		back, m := d.RuneBefore(off + n)
		if got != r || back != r || n != m {
			t.Fatalf("at %d: got %q and %q, want %q", off, got, back, r)
		}
	}
	if _, n := d.Rune(d.Len()); n != 0 {
		t.Errorf("a rune of %d bytes at the end", n)
	}
}

func FuzzSplice(f *testing.F) {
	f.Add("a\r\nb", 1, 2, "中")
	f.Fuzz(func(t *testing.T, s string, from, to int, ins string) {
		from = min(max(from, 0), len(s))
		to = min(max(from, to), len(s))
		s, ins = strings.Repeat(s, 40), strings.Repeat(ins, 40)
		d := New(s)
		checkDoc(t, d.Replace(from, to, ins).Apply(d), s[:from]+ins+s[to:])
	})
}

var sizes = []int{15_000, 100_000, 1_000_000}

func chinese(n int) string {
	line := "由于最近两年在从事 Service Mesh 方面的一些工作，而本次大会中有多个议程，我向公司申请报名参加了这次大会。\n\n"
	return strings.Repeat(line, n/len(line)+1)[:n/3*3]
}

func BenchmarkKey(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := NewState(chinese(n))
			s.Selection = Caret(s.Doc.LineEnd(s.Doc.Lines() / 2))
			h := NewHistory(1 << 20)
			now := time.Unix(0, 0)
			b.ReportAllocs()
			for b.Loop() {
				at := s.Selection.MainRange().Head
				c := s.Doc.Replace(at, at, "中")
				sel := Caret(at + 3)
				tr := Transaction{Change: c, Selection: &sel, Kind: Type, Time: now}
				h.Record(s, tr)
				s = s.Apply(tr)
				if s.Doc.Len() > n+600 {
					s.Doc = s.Doc.Replace(at-500, at, "").Apply(s.Doc)
					s.Selection = Caret(at - 500)
				}
			}
		})
	}
}

func BenchmarkLine(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := New(chinese(n))
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i = (i + 7) % d.Lines()
				d.Line(i)
			}
		})
	}
}

func BenchmarkPaste100K(b *testing.B) {
	d, s := New(chinese(1_000_000)), chinese(100_000)
	b.ReportAllocs()
	for b.Loop() {
		d.Replace(500_001, 500_001, s).Apply(d)
	}
}

func TestAKeyAllocatesTheSameAtEverySize(t *testing.T) {
	var got []float64
	for _, n := range sizes {
		d := New(chinese(n))
		at := d.LineEnd(d.Lines() / 2)
		got = append(got, testing.AllocsPerRun(50, func() { d.Replace(at, at, "中").Apply(d) }))
	}
	if got[0] != got[2] || got[0] > 12 {
		t.Errorf("allocations at %v bytes: %v", sizes, got)
	}
}
