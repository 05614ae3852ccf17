package typeset

import (
	"slices"
	"strings"
	"testing"
)

func TestRowsEndWhereReadersExpect(t *testing.T) {
	for _, want := range []string{
		"one |two-|three|", "Cloud |Native|", "说|“好”，|然|后|", "用 |Go |1.26 |写|（标|点）|", "\xff|", "a\u0301b|",
	} {
		text := strings.ReplaceAll(want, "|", "")
		var parts []string
		from := 0
		for _, to := range RowEnds(text) {
			parts = append(parts, text[from:to])
			from = to
		}
		if got := strings.Join(parts, "|") + "|"; got != want {
			t.Errorf("%q may end rows at %q, want %q", text, got, want)
		}
		if !slices.IsSorted(RowEnds(text)) {
			t.Errorf("%q: not in order", text)
		}
	}
}
