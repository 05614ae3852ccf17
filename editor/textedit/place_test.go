package textedit

import (
	"math/rand"
	"testing"
	"time"
)

// Showing a place that was read brings the same rows back, wherever in the view it was read.
func TestPlacesLeadBack(t *testing.T) {
	seed := time.Now().UnixNano()
	r := rand.New(rand.NewSource(seed))
	f := newFixture(t, sample("zh", 6000), 420, 500)
	if f.Progress() != 0 || f.PlaceAt(0) != 0 {
		t.Errorf("at the beginning: progress %v, place %v", f.Progress(), f.PlaceAt(0))
	}
	f.press("Ctrl+End")
	f.RevealPlace(float64(f.state.Doc.Len()), 0)
	if p := f.Progress(); p < 0.99 {
		t.Errorf("progress %v at the end", p)
	}
	for range 200 {
		share := r.Float32()
		f.RevealPlace(r.Float64()*float64(f.state.Doc.Len()), share)
		at := f.PlaceAt(share)
		f.RevealPlace(at, share)
		if got := f.PlaceAt(share); got < at-6 || got > at+6 { // a pixel or two of a row
			t.Fatalf("seed %d: place %v at %v led to %v", seed, at, share, got)
		}
	}
}
