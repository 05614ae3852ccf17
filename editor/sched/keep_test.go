package sched

import (
	"errors"
	"testing"
	"time"
)

// shelf is a value and the disk that a Keep brings it to.
type shelf struct {
	t      *testing.T
	clock  *Manual
	keep   *Keep
	value  int
	disk   int // what a kill would leave
	synced int // what a loss of power would leave
	writes int
	slow   chan struct{} // a flush waits for it
	fails  error
	told   error
}

func newShelf(t *testing.T) *shelf {
	s := &shelf{t: t, clock: NewManual(time.Unix(0, 0))}
	t.Cleanup(func() { s.clock.Close(time.Second) })
	s.keep = NewKeep(s.clock.Scheduler, s.clock.NewSerial("keep"), s.clock.NewSerial("flush"), time.Second, func() (write, sync func() error) {
		v := s.value
		return func() error {
				if s.writes++; s.fails != nil {
					return s.fails
				}
				s.disk = v
				return nil
			}, func() error {
				if s.slow != nil {
					<-s.slow
				}
				s.synced = v
				return nil
			}
	}, func(err error) { s.told = err })
	return s
}

func (s *shelf) set(v int) {
	s.value = v
	s.keep.Changed()
}

func (s *shelf) wait(d time.Duration) {
	s.t.Helper()
	s.clock.Advance(d)
	if err := s.clock.Settle(5 * time.Second); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) has(v, writes int) {
	s.t.Helper()
	if s.disk != v || s.writes != writes {
		s.t.Errorf("the disk has %d after %d writes, want %d after %d", s.disk, s.writes, v, writes)
	}
}

func TestAKeepWritesTheNewestValueInTime(t *testing.T) {
	s := newShelf(t)
	s.set(1)
	s.wait(600 * time.Millisecond)
	s.set(2)
	s.has(0, 0)
	s.wait(400 * time.Millisecond) // a second after the first change, however often it changes
	s.has(2, 1)
	s.wait(10 * time.Second)
	s.has(2, 1)
	s.set(3)
	s.wait(time.Second)
	s.has(3, 2)
	if s.keep.Pending() {
		t.Error("pending with all on the disk")
	}
}

func TestAFlushWaitsForItsValue(t *testing.T) {
	s := newShelf(t)
	flushed := 0
	flush := func() { s.keep.Flush(func(error) { flushed++ }) }
	flush()
	if flushed != 1 {
		t.Error("it waits with nothing to write")
	}
	s.set(1)
	flush() // begins to write
	flush() // waits for that
	s.set(2)
	flush() // waits for the next
	s.wait(0)
	s.has(2, 2)
	if flushed != 4 || s.keep.Pending() {
		t.Errorf("%d flushes ended", flushed)
	}
	s.wait(10 * time.Second)
	s.has(2, 2)
}

func TestAKeepTriesAgain(t *testing.T) {
	s := newShelf(t)
	s.fails = errors.New("no room")
	s.set(1)
	var got error
	s.keep.Flush(func(err error) { got = err })
	s.wait(0)
	if got == nil || s.told == nil || !s.keep.Pending() {
		t.Errorf("flush: %v, told: %v", got, s.told)
	}
	s.wait(time.Second)
	s.has(0, 2)
	s.fails = nil
	s.wait(time.Second)
	s.has(1, 3)
	if s.told != nil {
		t.Errorf("told %v", s.told)
	}
}

// A flush that takes long holds up no write, and who asks for the value to be on the disk hears of it only when it is.
func TestASlowFlushHoldsUpNoWrite(t *testing.T) {
	s := newShelf(t)
	s.slow = make(chan struct{})
	flushed := 0
	step := func() {
		s.clock.Advance(time.Second)
		_ = s.clock.Settle(10 * time.Millisecond) // it is never idle
	}
	s.set(1)
	step()
	s.set(2)
	step()
	s.set(3)
	for end := time.Now().Add(5 * time.Second); s.keep.writing || s.keep.changed; step() {
		if time.Now().After(end) {
			t.Fatal("the write waits for the flush")
		}
	}
	s.keep.Flush(func(error) { flushed++ })
	if s.disk != 3 || flushed != 0 || !s.keep.Pending() {
		t.Errorf("with the flush under way: written %d, flushed %d, pending %v", s.disk, flushed, s.keep.Pending())
	}
	close(s.slow)
	s.wait(0)
	if s.synced != 3 || flushed != 1 || s.keep.Pending() {
		t.Errorf("afterwards: on the disk %d, flushed %d, pending %v", s.synced, flushed, s.keep.Pending())
	}
}

func TestAFlushThatFailedIsWrittenAgain(t *testing.T) {
	s := newShelf(t)
	broken := errors.New("broken")
	take := s.keep.take
	s.keep.take = func() (write, sync func() error) {
		write, sync = take()
		if s.writes == 0 {
			sync = func() error { return broken }
		}
		return write, sync
	}
	var got error
	s.set(1)
	s.keep.Flush(func(err error) { got = err })
	s.wait(0)
	if got != broken || s.told != broken || !s.keep.Pending() {
		t.Errorf("flushed: %v, told %v, pending %v", got, s.told, s.keep.Pending())
	}
	s.wait(time.Second)
	if s.synced != 1 || s.told != nil || s.keep.Pending() {
		t.Errorf("again: on the disk %d, told %v, pending %v", s.synced, s.told, s.keep.Pending())
	}
}
