package editor

import (
	"os"
	"testing"
	"time"
)

// TestAClosedWindowIsTheEnd: a loop that hangs after the window was closed does not keep the program. Before, the closing ended the watch.
func TestAClosedWindowIsTheEnd(t *testing.T) {
	ended := func(is bool) chan struct{} {
		c := make(chan struct{})
		if is {
			close(c)
		}
		return c
	}
	for _, c := range []struct {
		name          string
		signals       int
		closing, done bool
		patience      time.Duration
		want          bool
		quits         int
	}{
		{"the loop ends by itself", 0, false, true, time.Hour, true, 0},
		{"the window is closed, the loop hangs", 0, true, false, time.Millisecond, false, 0},
		{"a signal, the window is closed, the loop hangs", 1, false, false, time.Millisecond, false, 1},
		{"two signals", 2, false, false, time.Hour, false, 1},
		{"the window is closed, and a signal", 1, true, false, time.Millisecond, false, -1},
	} {
		asked := make(chan os.Signal, 2)
		for range c.signals {
			asked <- os.Interrupt
		}
		quits := 0
		if got := loopEnds(asked, ended(c.closing), ended(c.done), func() { quits++ }, c.patience); got != c.want || c.quits >= 0 && quits != c.quits {
			t.Errorf("%s: %v with %d quits, want %v with %d", c.name, got, quits, c.want, c.quits)
		}
	}
	done := make(chan struct{})
	asked := make(chan os.Signal, 1)
	asked <- os.Interrupt
	if !loopEnds(asked, nil, done, func() { close(done) }, time.Hour) {
		t.Error("a signal that the window follows is no orderly end")
	}
}
