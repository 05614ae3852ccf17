package editor

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// gcPercent is how much may be allocated beyond what is in use before memory is collected. Most of what is in use is fonts and pictures,
// which hold no pointers and cost nothing to collect, and the window stands open for hours beside others.
const gcPercent = 40

// memoryLimit is what the Go heap, its stacks and its own bookkeeping may have from the system before the runtime works to stay below: of
// the 400 MB that a post with 200 photos may take, about 105 are the program's file and the libraries mapped with it, and some 60 belong to
// the graphics driver where that draws in software. What is in use stays around 100, so the rest is room for garbage. The limit does not
// refuse memory, and it grows with what is in use (see limitFor), so that it never makes the program collect all the time.
const memoryLimit = 208 << 20

// photoBudget bounds the memory of photos that are being decoded at once, in bytes: two HEIC of 12 MP, whose memory is their decoders', or
// more JPEG than there are processors. A photo that alone needs more gets all of it.
const photoBudget = 128 << 20

// settleDelay is after the first screen, when what the start needed is garbage.
const settleDelay = 3 * time.Second

// calmDelay is after a batch of photos, when no other has followed.
const calmDelay = 2 * time.Second

// boundMemory sets how much garbage the program keeps, unless the environment says so.
func boundMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
		followHeap()
	}
}

// limitFor is the limit while so many bytes are in use: never less than the garbage collector would let the heap grow to by gcPercent, and
// what is not heap besides.
func limitFor(live uint64) int64 {
	const besides = 24 << 20
	return max(memoryLimit, int64(live)*(100+gcPercent)/100+besides)
}

// followHeap adapts the limit after every collection. It costs one small object for each: its cleanup is the runtime's only word that a
// collection has ended.
func followHeap() {
	mark := new([64]byte)
	runtime.AddCleanup(mark, func(struct{}) {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		if live[0].Value.Kind() != metrics.KindUint64 {
			return
		}
		if want := limitFor(live[0].Value.Uint64()); want != debug.SetMemoryLimit(-1) {
			debug.SetMemoryLimit(want)
		}
		followHeap()
	}, struct{}{})
}

// settle gives the memory of the start back to the system, once.
func (w *Workbench) settle() {
	w.env.Sched.After(settleDelay, w.giveBack)
}

// calm gives memory back to the system once a batch of photos is done: what was left over from it would stay with the program otherwise.
func (w *Workbench) calm() {
	if w.calming != nil {
		w.calming()
	}
	w.calming = w.env.Sched.After(calmDelay, w.giveBack)
}

func (w *Workbench) giveBack() {
	w.env.Sched.Go("memory", func(context.Context) { debug.FreeOSMemory() })
}
