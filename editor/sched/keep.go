package sched

import (
	"context"
	"time"
)

// A Keep brings a value that changes often to the disk: soon after the first change that is not there yet, one write at a time, the value as
// it is when the write begins. What is written outlives a kill of the program. Flushing it to the disk, which may take seconds on a slow or
// busy one, runs beside the writes. It belongs to the UI goroutine.
type Keep struct {
	s      *Scheduler
	worker *Serial
	disk   *Serial
	delay  time.Duration
	take   func() (write, sync func() error)
	told   func(error)

	changed bool // since the last take
	due     bool // a write will begin
	writing bool
	sync    func() error  // flushes what was written; nil when that is done or under way
	syncing bool          // a flush is under way
	ending  []func(error) // wait for the write that is under way
	waiting []func(error) // wait for the one after it
	flushed []func(error) // wait for the flush that is under way
	flushes []func(error) // wait for the one after it
}

// NewKeep makes a keep that begins to write at most delay after a change, on the given worker, and flushes on disk. take is called on the UI
// goroutine and gives a function that writes the value as it is then and one that flushes it; told hears how each of them ended. What failed
// is written again after delay.
func NewKeep(s *Scheduler, worker, disk *Serial, delay time.Duration, take func() (write, sync func() error), told func(error)) *Keep {
	return &Keep{s: s, worker: worker, disk: disk, delay: delay, take: take, told: told}
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
func (k *Keep) Pending() bool { return k.changed || k.writing || k.sync != nil || k.syncing }

// Flush writes what is pending at once. then runs on the UI goroutine when it is on the disk, or could not be brought there; when there is
// nothing to write, before Flush returns.
func (k *Keep) Flush(then func(error)) {
	switch {
	case !k.Pending():
		then(nil)
	case k.changed:
		if k.waiting = append(k.waiting, then); !k.writing {
			k.write()
		}
	case k.writing: // it has all of it
		k.ending = append(k.ending, then)
	case k.sync != nil:
		k.flushes = append(k.flushes, then)
	default:
		k.flushed = append(k.flushed, then)
	}
}

func (k *Keep) write() {
	k.due, k.changed, k.writing = false, false, true
	k.ending, k.waiting = k.waiting, nil
	write, sync := k.take()
	k.worker.Go(func(context.Context) {
		err := write()
		k.s.Do(func() {
			k.writing = false
			ended := k.ending
			k.ending = nil
			k.told(err)
			if err == nil {
				k.sync = sync
				k.flushes = append(k.flushes, ended...)
				k.flush()
			} else {
				k.changed = true
				run(ended, err)
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

// flush flushes what was written, one flush at a time.
func (k *Keep) flush() {
	if k.syncing || k.sync == nil {
		return
	}
	sync := k.sync
	k.sync, k.syncing = nil, true
	k.flushed, k.flushes = k.flushes, nil
	k.disk.Go(func(context.Context) {
		err := sync()
		k.s.Do(func() {
			k.syncing = false
			ended := k.flushed
			k.flushed = nil
			if err != nil {
				k.told(err)
				k.Changed()
			}
			run(ended, err)
			k.flush()
		})
	})
}

func run(all []func(error), err error) {
	for _, f := range all {
		f(err)
	}
}
