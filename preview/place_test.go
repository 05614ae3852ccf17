package preview

import (
	"strings"
	"testing"

	"lanyard/store/markdown"
)

// TestPlacesGrowEvenly: scrolling pixel by pixel never jumps in the source nor
// runs back, pictures and tables included, and every place leads back to where it
// was read.
func TestPlacesGrowEvenly(t *testing.T) {
	r := newRig(t, 500, 600)
	src := strings.Replace(long(12), "Paragraph 3", "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nParagraph 3", 1)
	r.set(src)
	for range 30 { // everything is set: no height changes any more
		r.scrollBy(500)
	}
	c := &r.column
	if p := r.Progress(); p != 1 {
		t.Errorf("progress %v at the end", p)
	}
	if got := r.PlaceAt(1); got != float64(len(src)) {
		t.Errorf("place %v at the end of %d bytes", got, len(src))
	}
	r.scrollBy(-c.scroll)
	if got := r.PlaceAt(0); got != 0 || r.Progress() != 0 {
		t.Errorf("place %v, progress %v at the beginning", got, r.Progress())
	}
	last := r.PlaceAt(0.5)
	for y := 0; y < c.total()-c.height; y += 3 {
		c.scroll = y
		r.show()
		at := r.PlaceAt(0.5)
		if at < last || at > last+120 {
			t.Fatalf("at height %d the place went from %v to %v", y, last, at)
		}
		last = at
		r.RevealPlace(at, 0.5)
		if d := c.scroll - y; d < -2 || d > 2 {
			if r.PlaceAt(0.5) != at { // where several heights show one place, any will do
				t.Fatalf("place %v was read at %d and led to %d", at, y, c.scroll)
			}
		}
	}
}

func TestPlacesOfAnEmptyPost(t *testing.T) {
	r := newRig(t, 500, 600)
	for _, src := range []string{"", "\n\n", "[a]: b\n"} {
		r.set(src)
		r.RevealPlace(1, 0.5)
		if p := r.Progress(); p != 0 {
			t.Errorf("%q: progress %v", src, p)
		}
		r.PlaceAt(0.5)
	}
	r.SetDocument(markdown.Parse("---\nx: y\n---\n", 13, markdown.Options{}), r.meta())
	r.PlaceAt(0)
}
