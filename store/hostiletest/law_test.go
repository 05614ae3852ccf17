package hostiletest

import (
	"slices"
	"strings"
	"testing"
)

// TestTheLawTellsCurvesApart: what grows with the square of the text is steep, what sorts it is not.
func TestTheLawTellsCurvesApart(t *testing.T) {
	x := Text{Name: "bytes", Make: again("", "a")}
	if g := x.Measure(5000, func(s string) { slices.Sort([]byte(s + "b")); strings.Count(s, "aa") }); g.Slow() || g.Large() {
		t.Errorf("sorting: %v", g)
	}
	square := func(s string) {
		n := 0
		for i := range len(s) {
			n += strings.IndexByte(s[i:], 'b')
		}
		if n == 1 {
			t.Error("found")
		}
	}
	if g := x.Measure(10000, square); !g.Slow() {
		t.Errorf("a search from every byte: %v", g)
	}
	copies := func(s string) {
		kept := ""
		for range len(s) {
			kept += "a"
		}
	}
	if g := x.Measure(5000, copies); !g.Large() {
		t.Errorf("a string that grows by a byte: %v", g)
	}
}

// TestTextsHaveTheirSize: each kind can be made at any size, and no two have one name.
func TestTextsHaveTheirSize(t *testing.T) {
	seen := map[string]bool{}
	for _, x := range Texts() {
		if seen[x.Name] {
			t.Errorf("%q stands twice", x.Name)
		}
		seen[x.Name] = true
		for _, n := range []int{1, 100, 10000} {
			if got := len(x.Make(n)); got > 2*n+2500 || n > 100 && got < n/3 {
				t.Errorf("%s: %d bytes where %d were asked for", x.Name, got, n)
			}
		}
	}
}
