package merge

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestManySmallChangesStaySmall(t *testing.T) {
	const n = 3000
	text := func(every int, to string) string {
		var b strings.Builder
		for i := range n {
			switch {
			case every > 0 && i%every == 3:
				fmt.Fprintf(&b, "%s %d\n", to, i)
			case i%5 == 0:
				b.WriteString("\n") // lines that are there often
			default:
				fmt.Fprintf(&b, "line %d\n", i)
			}
		}
		return b.String()
	}
	base, mine := text(0, ""), text(10, "mine")
	theirs := strings.Replace(base, "line 1507\n", "theirs\n", 1)
	got := Three(base, mine, theirs, sides)
	if want := strings.Replace(mine, "line 1507\n", "theirs\n", 1); got.Text != want || got.Conflicts != nil {
		t.Errorf("%d conflicts, %d bytes, want none and %d", len(got.Conflicts), len(got.Text), len(want))
	}
	inserted := 0
	for _, l := range Lines(base, mine, 0) {
		if l.Op == Insert {
			inserted++
		}
	}
	if inserted != n/10 {
		t.Errorf("%d lines inserted, want %d", inserted, n/10)
	}
}

func TestEditsGiveTheOtherText(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	text := func() string {
		var b strings.Builder
		for range r.IntN(40) {
			fmt.Fprintf(&b, "%d%s", r.IntN(30), []string{"\n", "\n", "\r\n"}[r.IntN(3)])
		}
		if r.IntN(3) == 0 {
			b.WriteString("no end")
		}
		return b.String()
	}
	for range 5000 {
		a, b := text(), text()
		edits, at := lineEdits(a, b), 0
		for _, e := range edits {
			if e.Start < at || e.End < e.Start {
				t.Fatalf("%q → %q: edits %+v are not in order", a, b, edits)
			}
			at = e.End
		}
		if got := apply(a, 0, len(a), edits); got != b {
			t.Fatalf("%q → %q: got %q", a, b, got)
		}
	}
}

func BenchmarkThreeOfAMegabyte(b *testing.B) {
	var base strings.Builder
	for i := range 30000 {
		fmt.Fprintf(&base, "line %d of a text of a megabyte 行\n", i)
	}
	mine := strings.ReplaceAll(base.String(), "7 of", "seven of")
	theirs := strings.Replace(base.String(), "line 15001 ", "theirs ", 1)
	b.SetBytes(int64(base.Len()))
	for b.Loop() {
		Three(base.String(), mine, theirs, sides)
	}
}

func BenchmarkEditsOfAMegabyte(b *testing.B) {
	var base strings.Builder
	for i := range 30000 {
		fmt.Fprintf(&base, "line %d of a text of a megabyte 行\n", i)
	}
	theirs := strings.Replace(base.String(), "line 15001 ", "theirs ", 1)
	b.SetBytes(int64(base.Len()))
	for b.Loop() {
		Edits(base.String(), theirs)
	}
}
