package sched

import (
	"runtime"
	"testing"

	"fyne.io/fyne/v2/test"
)

// Fyne runs what comes after its loop on the goroutine that calls, and what was queued before it just then: neither may touch a window.
func TestNothingRunsOnceTheLoopEnds(t *testing.T) {
	test.NewTempApp(t)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	s := NewFyne(nil)
	ran := 0
	run := func() { ran++ }
	s.Do(run)
	s.Frame(run)
	if ran != 2 {
		t.Fatalf("ran %d of 2 while the loop runs", ran)
	}
	done := make(chan struct{})
	go func() { // Fyne runs it here, as after its loop
		runtime.LockOSThread() // and ends the thread, which no test may have after it
		defer close(done)
		s.Do(run)
		s.Frame(run)
	}()
	<-done
	if ran != 2 && runtime.GOOS == "linux" {
		t.Errorf("ran %d times on another goroutine", ran-2)
	}
	ran = 2
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
