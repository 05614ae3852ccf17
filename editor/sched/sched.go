// Package sched owns the way between the UI goroutine and everything that runs beside it.
//
// Widgets, the working copy and the preview belong to one goroutine, the UI goroutine. Work that would hold it up runs in a worker
// started here, receives values, and posts values back with [Scheduler.Do]. No other package of the window starts a goroutine, so a
// test can wait until nothing is under way instead of sleeping.
package sched

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// A Scheduler runs functions on the UI goroutine, now or later, and workers beside it. Its methods may be called from any goroutine.
// Use [NewFyne] for the window and [NewManual] for tests.
type Scheduler struct {
	backend backend
	log     *slog.Logger
	ctx     context.Context
	cancel  context.CancelFunc

	mu      sync.Mutex
	workers map[string]int // running workers by name, for Close and for the log
	running int
	serving int           // of running: those that wait for the world outside
	settled chan struct{} // closed and replaced whenever a worker ends
}

// backend is what differs between the window and a test: the queue of the UI goroutine and the clock.
type backend interface {
	post(func())
	frame(func())
	beforeFrame(func())
	frameDue()
	now() time.Time
	after(time.Duration, func()) (stop func())
}

func newScheduler(b backend, log *slog.Logger) *Scheduler {
	ctx, cancel := context.WithCancel(context.Background())
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Scheduler{backend: b, log: log, ctx: ctx, cancel: cancel, workers: map[string]int{}, settled: make(chan struct{})}
}

// Do queues f for the UI goroutine, behind all input that has already arrived. It never runs f before it returns. Once the scheduler is
// closed there is no UI goroutine any more, and f is dropped.
func (s *Scheduler) Do(f func()) {
	if s.ctx.Err() == nil {
		s.backend.post(f)
	}
}

// BeforeFrame runs f on the UI goroutine, from which it must be called, just before the next picture of the window is made and behind the
// input that comes with it. A call from a key's handler is in time for the picture that shows the key.
func (s *Scheduler) BeforeFrame(f func()) {
	if s.ctx.Err() == nil {
		s.backend.beforeFrame(f)
	}
}

// Frame queues f like Do. It makes a picture: its time is the toolkit's, and is not told as slow.
func (s *Scheduler) Frame(f func()) {
	if s.ctx.Err() == nil {
		s.backend.frame(f)
	}
}

// FrameDue runs what [Scheduler.BeforeFrame] has put off. It is for the UI goroutine, and for whoever makes a picture there besides Fyne.
func (s *Scheduler) FrameDue() { s.backend.frameDue() }

// Now is the scheduler's time: the wall clock in the window, a clock that the test moves otherwise.
func (s *Scheduler) Now() time.Time { return s.backend.now() }

// After runs f on the UI goroutine once d has passed, unless stop is called first. A stop on the UI goroutine is certain: f does
// not run afterwards.
func (s *Scheduler) After(d time.Duration, f func()) (stop func()) {
	var mu sync.Mutex
	stopped := false
	cancel := s.backend.after(d, func() {
		s.Do(func() {
			mu.Lock()
			dead := stopped
			mu.Unlock()
			if !dead && s.ctx.Err() == nil {
				f()
			}
		})
	})
	return func() {
		mu.Lock()
		stopped = true
		mu.Unlock()
		cancel()
	}
}

// Go starts a worker. Its context ends when the scheduler closes. A panic in f is logged with its stack and ends the worker only:
// a broken picture must not take unsaved text with it.
func (s *Scheduler) Go(name string, f func(context.Context)) { s.start(name, false, f) }

// Serve is Go for a worker that waits for the world outside, such as a watcher, and ends only with the scheduler or a context of its
// own: being idle does not mean that it has ended.
func (s *Scheduler) Serve(name string, f func(context.Context)) { s.start(name, true, f) }

func (s *Scheduler) start(name string, serves bool, f func(context.Context)) {
	s.mu.Lock()
	s.workers[name]++
	s.running++
	if serves {
		s.serving++
	}
	s.mu.Unlock()
	go func() {
		defer s.ended(name, serves)
		defer func() {
			if r := recover(); r != nil {
				s.log.Error("worker panicked", "worker", name, "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
			}
		}()
		f(s.ctx)
	}()
}

func (s *Scheduler) ended(name string, serves bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if serves {
		s.serving--
	}
	if s.workers[name]--; s.workers[name] == 0 {
		delete(s.workers, name)
	}
	s.running--
	close(s.settled)
	s.settled = make(chan struct{})
}

// Context ends when the scheduler closes.
func (s *Scheduler) Context() context.Context { return s.ctx }

// Leave says that the loop of the UI goroutine is about to end: nothing that is queued or comes later runs any more, and workers are asked to
// end. It is for the UI goroutine, before the window is gone; [Scheduler.Close] then waits for the workers.
func (s *Scheduler) Leave() { s.cancel() }

// Close cancels every worker and waits at most grace for them to end. It reports the names of those that did not.
func (s *Scheduler) Close(grace time.Duration) (left []string) {
	s.cancel()
	timeout := time.NewTimer(grace)
	defer timeout.Stop()
	for {
		s.mu.Lock()
		n, settled := s.running, s.settled
		left = left[:0]
		for name := range s.workers {
			left = append(left, name)
		}
		s.mu.Unlock()
		if n == 0 {
			return nil
		}
		select {
		case <-settled:
		case <-timeout.C:
			return left
		}
	}
}
