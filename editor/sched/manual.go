package sched

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// Manual is a scheduler for tests. The goroutine that calls [Manual.Settle] is the UI goroutine; time moves only by
// [Manual.Advance].
type Manual struct {
	*Scheduler
	b *manualBackend
	// Tell, when it is set, gets the name of each function that Settle runs and its processor time. The goroutine must be locked to its thread.
	Tell func(name string, took time.Duration)
}

// NewManual makes a scheduler whose clock stands at start.
func NewManual(start time.Time) *Manual {
	b := &manualBackend{clock: start, posted: make(chan struct{}, 1)}
	return &Manual{Scheduler: newScheduler(b, nil), b: b}
}

// Settle runs everything that is queued and waits for workers, until nothing is queued and no worker runs. It fails when that
// takes longer than limit of real time, naming the workers.
func (m *Manual) Settle(limit time.Duration) error {
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	for {
		for f := m.b.take(); f != nil; f = m.b.take() {
			if m.Tell != nil {
				f = timed(f, m.Tell)
			}
			f()
		}
		m.mu.Lock()
		n, settled := m.running-m.serving, m.settled
		names := make([]string, 0, len(m.workers))
		for name := range m.workers {
			names = append(names, name)
		}
		m.mu.Unlock()
		if n == 0 {
			if m.b.empty() {
				return nil
			}
			continue
		}
		select {
		case <-settled:
		case <-m.b.posted:
		case <-deadline.C:
			slices.Sort(names)
			return fmt.Errorf("not idle after %v: workers %v", limit, names)
		}
	}
}

// Advance moves the clock, firing timers in the order of their times. What they queue runs at the next Settle.
func (m *Manual) Advance(d time.Duration) { m.b.advance(d) }

type timer struct {
	at   time.Time
	fire func()
}

type manualBackend struct {
	mu     sync.Mutex
	queue  []func()
	clock  time.Time
	timers []*timer
	posted chan struct{} // wakes Settle; holds at most one token
}

func (b *manualBackend) post(f func()) {
	b.mu.Lock()
	b.queue = append(b.queue, f)
	b.mu.Unlock()
	select {
	case b.posted <- struct{}{}:
	default:
	}
}

func (b *manualBackend) frame(f func()) { b.post(f) }

func (b *manualBackend) beforeFrame(f func()) { b.post(f) }

// frameDue has nothing to do: a test sees what was put off when it settles.
func (b *manualBackend) frameDue() {}

func (b *manualBackend) take() func() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.queue) == 0 {
		return nil
	}
	f := b.queue[0]
	b.queue = b.queue[1:]
	return f
}

func (b *manualBackend) empty() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.queue) == 0
}

func (b *manualBackend) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.clock
}

func (b *manualBackend) after(d time.Duration, f func()) func() {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := &timer{at: b.clock.Add(d), fire: f}
	b.timers = append(b.timers, t)
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.timers = slices.DeleteFunc(b.timers, func(x *timer) bool { return x == t })
	}
}

func (b *manualBackend) advance(d time.Duration) {
	b.mu.Lock()
	end := b.clock.Add(d)
	b.mu.Unlock()
	for {
		b.mu.Lock()
		var next *timer
		for _, t := range b.timers {
			if !t.at.After(end) && (next == nil || t.at.Before(next.at)) {
				next = t
			}
		}
		if next == nil {
			b.clock = end
			b.mu.Unlock()
			return
		}
		b.clock = next.at
		b.timers = slices.DeleteFunc(b.timers, func(x *timer) bool { return x == next })
		b.mu.Unlock()
		next.fire()
	}
}
