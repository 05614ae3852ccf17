package sched

import (
	"context"
	"time"
)

// A Keep brings a value that changes often to the disk: soon after the first change that is not there yet, one write at a time, the value as
// it is when the write begins. It belongs to the UI goroutine.
type Keep struct {
	s      *Scheduler
	worker *Serial
	delay  time.Duration
	take   func() (write func() error)
	told   func(error)

	changed bool // since the last take
	due     bool // a write will begin
	writing bool
	ending  []func(error) // wait for the write that is under way
	waiting []func(error) // wait for the one after it
}

// NewKeep makes a keep that begins to write at most delay after a change, on the given worker. take is called on the UI goroutine and gives a
// function that writes the value as it is then; told hears how each write ended. A write that failed is tried again after delay.
func NewKeep(s *Scheduler, worker *Serial, delay time.Duration, take func() (write func() error), told func(error)) *Keep {
	return &Keep{s: s, worker: worker, delay: delay, take: take, told: told}
}

// Changed says that the value is another one now.
func (k *Keep) Changed() {
	k.changed = true
	k.schedule()
}

func (k *Keep) schedule() {
	if k.due || k.writing {
		return
	}
	k.due = true
	k.s.After(k.delay, func() {
		if k.due {
			k.write()
		}
	})
}

// Pending reports whether the value is not on the disk yet.
func (k *Keep) Pending() bool { return k.changed || k.writing }

// Flush writes what is pending at once. then runs on the UI goroutine when it is on the disk, or could not be brought there; when there is
// nothing to write, before Flush returns.
func (k *Keep) Flush(then func(error)) {
	if !k.Pending() {
		then(nil)
		return
	}
	if k.writing && !k.changed { // the write that is under way has all of it
		k.ending = append(k.ending, then)
		return
	}
	k.waiting = append(k.waiting, then)
	if !k.writing {
		k.write()
	}
}

func (k *Keep) write() {
	k.due, k.changed, k.writing = false, false, true
	k.ending, k.waiting = k.waiting, nil
	write := k.take()
	k.worker.Go(func(context.Context) {
		err := write()
		k.s.Do(func() {
			k.writing = false
			k.changed = k.changed || err != nil
			ended := k.ending
			k.ending = nil
			k.told(err)
			for _, then := range ended {
				then(err)
			}
			switch {
			case len(k.waiting) > 0 && !k.writing:
				k.write()
			case k.changed:
				k.schedule()
			}
		})
	})
}
