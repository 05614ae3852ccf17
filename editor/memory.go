package editor

import (
	"context"
	"os"
	"runtime/debug"
	"time"
)

// gcPercent is how much may be allocated beyond what is in use before memory is collected. Most of what is in use is fonts and pictures,
// which hold no pointers and cost nothing to collect, and the window stands open for hours beside others.
const gcPercent = 40

// settleDelay is after the first screen, when what the start needed is garbage.
const settleDelay = 3 * time.Second

// boundMemory sets how much garbage the program keeps, unless the environment says so.
func boundMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}

// settle gives the memory of the start back to the system, once.
func (w *Workbench) settle() {
	w.env.Sched.After(settleDelay, func() {
		w.env.Sched.Go("memory", func(context.Context) { debug.FreeOSMemory() })
	})
}
