package sched

import (
	"context"
	"sync"
)

// A Serial runs jobs one after the other in the order in which they were given: the writer of a folder, so that a save never
// overtakes the photo whose link it contains. Its methods may be called from any goroutine.
type Serial struct {
	s    *Scheduler
	name string

	mu    sync.Mutex
	queue []func(context.Context)
	busy  bool
}

// NewSerial makes a queue. It has a goroutine only while there is work.
func (s *Scheduler) NewSerial(name string) *Serial { return &Serial{s: s, name: name} }

// Go appends a job.
func (q *Serial) Go(job func(context.Context)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.queue = append(q.queue, job)
	if q.busy {
		return
	}
	q.busy = true
	q.start()
}

// start runs jobs until none is left. A job that panics ends the worker; the deferred restart keeps the rest of the queue alive.
func (q *Serial) start() {
	q.s.Go(q.name, func(ctx context.Context) {
		defer func() {
			q.mu.Lock()
			defer q.mu.Unlock()
			if len(q.queue) > 0 {
				q.start()
				return
			}
			q.busy = false
		}()
		for {
			q.mu.Lock()
			if len(q.queue) == 0 {
				q.mu.Unlock()
				return
			}
			job := q.queue[0]
			q.queue = q.queue[1:]
			q.mu.Unlock()
			job(ctx)
		}
	})
}

// Busy reports whether a job is running or waiting.
func (q *Serial) Busy() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.busy
}
