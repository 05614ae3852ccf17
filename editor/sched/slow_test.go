package sched

import (
	"bytes"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestSlowFunctionsAreToldByName(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	m := manual(t)
	var out bytes.Buffer
	m.Tell = logSlow(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})))
	m.Do(func() {})
	m.Do(busy)
	settle(t, m)
	if got := out.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "sched.busy") {
		t.Errorf("logged %q, want one line for busy", got)
	}
}

// busy takes processor time, however many others do.
func busy() {
	for begin := threadTime(); threadTime()-begin < slowFrom+time.Millisecond; {
		runtime.Gosched()
	}
}
