package sched

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
)

// NewFyne makes the scheduler of a running window. This file is the only one that calls fyne.Do. It must be called on the UI goroutine, which
// is locked to its thread.
// A log at debug level is told which functions are slow.
func NewFyne(log *slog.Logger) *Scheduler {
	b := &fyneBackend{thread: threadID()}
	if log != nil && log.Enabled(context.Background(), slog.LevelDebug) {
		b.tell = logSlow(log)
	}
	s := newScheduler(b, log)
	b.ctx = s.ctx
	return s
}

type fyneBackend struct {
	thread int                                   // of the UI goroutine
	ctx    context.Context                       // of the scheduler
	due    []func()                              // to be run before the next picture; of the UI goroutine
	tell   func(name string, took time.Duration) // nil: nobody wants to know
}

func (b *fyneBackend) watched(f func()) func() {
	if b.tell != nil {
		return timed(f, b.tell)
	}
	return f
}

func (b *fyneBackend) post(f func()) { b.do(b.watched(f)) }

func (b *fyneBackend) frame(f func()) { b.do(f) }

// do hands f to Fyne's loop. When that has ended, fyne.Do runs a function on the goroutine that calls it (v2.8.1, runOnMainWithWait), where
// there is no window and no UI goroutine any more. The end is known from [Scheduler.Leave] when the window was closed, and from the thread when
// the loop ended by itself, as it does at a signal that Fyne hears.
func (b *fyneBackend) do(f func()) {
	fyne.Do(func() {
		if b.ctx.Err() == nil && threadID() == b.thread {
			f()
		}
	})
}

// beforeFrame starts an animation that ends with its first step: Fyne's loop takes the input, steps the animations and draws, in this
// order (v2.8.1, internal/driver/glfw/loop.go), and one that is started while no other runs has its step in the same turn.
func (b *fyneBackend) beforeFrame(f func()) {
	b.due = append(b.due, b.watched(f))
	fyne.NewAnimation(0, func(float32) { b.frameDue() }).Start()
}

func (b *fyneBackend) frameDue() {
	for len(b.due) > 0 {
		f := b.due[0]
		b.due = b.due[1:]
		f()
	}
}

func (*fyneBackend) now() time.Time { return time.Now() }

func (*fyneBackend) after(d time.Duration, f func()) func() {
	t := time.AfterFunc(d, f)
	return func() { t.Stop() }
}
