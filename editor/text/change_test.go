package text

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// randomChange makes up to five edits, some of them touching.
func randomChange(r *rand.Rand, length int) ([]Edit, Change) {
	cuts := make([]int, 2*r.Intn(6))
	for i := range cuts {
		cuts[i] = r.Intn(length + 1)
	}
	slices.Sort(cuts)
	var edits []Edit
	for i := 0; i+1 < len(cuts); i += 2 {
		ins := ""
		if r.Intn(2) == 0 {
			ins = randomText(r, r.Intn(9))
		}
		edits = append(edits, Edit{cuts[i], cuts[i+1], ins})
	}
	c, err := NewChange(length, edits...)
	if err != nil {
		panic(err)
	}
	return edits, c
}

func TestChangeLaws(t *testing.T) {
	r := seeded(t)
	for range 3000 {
		s := randomText(r, r.Intn(60))
		d := New(s)
		edits, a := randomChange(r, len(s))
		want := s
		for _, e := range slices.Backward(edits) {
			want = want[:e.From] + e.Insert + want[e.To:]
		}
		d1 := a.Apply(d)
		if got := d1.String(); got != want {
			t.Fatalf("%q with %v: got %q, want %q", s, edits, got, want)
		}
		if d1.Len() != d.Len()+a.Delta() {
			t.Fatalf("Delta %d", a.Delta())
		}
		if got := a.Invert(d).Apply(d1).String(); got != s {
			t.Fatalf("invert of %v on %q: got %q", edits, s, got)
		}
		if got := a.Invert(d).Invert(d1).Apply(d).String(); got != want {
			t.Fatalf("invert twice of %v on %q: got %q, want %q", edits, s, got, want)
		}
		_, b := randomChange(r, d1.Len())
		d2 := b.Apply(d1)
		ab := a.Compose(b)
		if got := ab.Apply(d).String(); got != d2.String() {
			t.Fatalf("%q: %v then %v: got %q, want %q", s, a.edits, b.edits, got, d2)
		}
		_, c := randomChange(r, d2.Len())
		if x, y := ab.Compose(c), a.Compose(b.Compose(c)); x.Apply(d).String() != y.Apply(d).String() {
			t.Fatalf("compose is not associative on the text")
		}
		last := 0
		for pos := range len(s) + 1 {
			lo, hi := a.Map(pos, -1), a.Map(pos, 1)
			if lo > hi || lo < last || hi > d1.Len() {
				t.Fatalf("%v maps %d to %d and %d after %d", a.edits, pos, lo, hi, last)
			}
			last = lo
		}
		from, to, newTo := a.Span()
		if got := s[:from] + d1.Slice(from, newTo) + s[to:]; got != want {
			t.Fatalf("Span of %v: %d %d %d", a.edits, from, to, newTo)
		}
	}
}

func TestKeptBytesMapToThemselves(t *testing.T) {
	r := seeded(t)
	for range 1000 {
		s := randomText(r, 40)
		d := New(s)
		_, c := randomChange(r, len(s))
		d1 := c.Apply(d)
		for i := range len(s) {
			inside := slices.ContainsFunc(c.edits, func(e Edit) bool { return e.From <= i && i < e.To })
			if inside {
				continue
			}
			if got := d1.Byte(c.Map(i, 1)); got != s[i] {
				t.Fatalf("%v: byte %d went astray", c.edits, i)
			}
		}
	}
}

func TestMap(t *testing.T) {
	c, err := NewChange(20, Edit{5, 5, "xx"}, Edit{10, 14, "yyy"})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct{ pos, assoc, want int }{
		{4, 1, 4}, {5, -1, 5}, {5, 1, 7}, {6, -1, 8}, {10, -1, 12}, {10, 1, 12}, {12, -1, 12}, {12, 1, 15}, {14, -1, 15}, {14, 1, 15}, {20, 1, 21},
	} {
		if got := c.Map(w.pos, w.assoc); got != w.want {
			t.Errorf("Map(%d, %d): got %d, want %d", w.pos, w.assoc, got, w.want)
		}
	}
}

func TestNewChangeJoinsAndRefuses(t *testing.T) {
	c, err := NewChange(9, Edit{3, 5, "b"}, Edit{0, 3, "a"}, Edit{5, 5, "c"}, Edit{8, 8, "1"}, Edit{8, 8, "2"}, Edit{7, 7, ""})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c.Edits(), []Edit{{0, 5, "abc"}, {8, 8, "12"}}); diff != "" {
		t.Error(diff)
	}
	for _, bad := range [][]Edit{{{0, 2, ""}, {1, 3, ""}}, {{-1, 0, "x"}}, {{4, 3, ""}}, {{0, 10, ""}}} {
		if _, err := NewChange(9, bad...); err == nil {
			t.Errorf("%v: no error", bad)
		}
	}
}

func TestManyEditsEqualOneByOne(t *testing.T) {
	s := chinese(300_000)
	var edits []Edit
	for i := 0; i+6 < len(s); i += 30 {
		edits = append(edits, Edit{i, i + 3, "ab"})
	}
	d := New(s)
	c, err := NewChange(len(s), edits...)
	if err != nil {
		t.Fatal(err)
	}
	got := c.Apply(d).String()
	for _, e := range slices.Backward(c.Edits()) {
		d = d.splice(e.From, e.To, e.Insert)
	}
	if got != d.String() {
		t.Error("rebuilding differs from splicing")
	}
}
