package check

import (
	"math/rand/v2"
	"strings"
	"testing"

	"lanyard/store"
)

// TestPositionsAreThoseOfTheStore: the index tells of every offset what a count from the beginning tells.
func TestPositionsAreThoseOfTheStore(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	words := []string{"\n", "\n\n", "a", "字", "\r\n", strings.Repeat("x", stretch-1), strings.Repeat("\n", stretch+1), strings.Repeat("y", 3*stretch)}
	for range 200 {
		var b strings.Builder
		for range r.IntN(8) {
			b.WriteString(words[r.IntN(len(words))])
		}
		text := b.String()
		index := newLineIndex(text)
		for range 50 {
			off := r.IntN(len(text) + 1)
			line, col := index.position(off)
			if wantLine, wantCol := store.Position(text, off); line != wantLine || col != wantCol {
				t.Fatalf("offset %d of %q: %d:%d, want %d:%d", off, text, line, col, wantLine, wantCol)
			}
		}
	}
}
