package sched

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// Fyne runs what comes after its loop on the goroutine that calls, and what was queued before it just then: neither may touch a window.
func TestNothingRunsOnceTheLoopEnds(t *testing.T) {
	test.NewTempApp(t)
	s := NewFyne(nil)
	ran := 0
	run := func() { ran++ }
	s.Do(run)
	s.Frame(run)
	if ran != 2 {
		t.Fatalf("ran %d of 2 while the loop runs", ran)
	}
	s.Leave()
	s.Do(run)
	s.Frame(run)
	for _, late := range []func(func()){s.backend.post, s.backend.frame} { // past the check that Do makes, as from another goroutine
		late(run)
	}
	if ran != 2 {
		t.Errorf("ran %d times after its end", ran-2)
	}
}
