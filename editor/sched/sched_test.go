package sched

import (
	"context"
	"testing"
	"time"
)

func manual(t *testing.T) *Manual {
	t.Helper()
	m := NewManual(time.Date(2019, 6, 28, 3, 5, 0, 0, time.UTC))
	t.Cleanup(func() {
		if left := m.Close(5 * time.Second); left != nil {
			t.Errorf("workers left after Close: %v", left)
		}
	})
	return m
}

func settle(t *testing.T, m *Manual) {
	t.Helper()
	if err := m.Settle(5 * time.Second); err != nil {
		t.Fatal(err)
	}
}

func TestDoNeverRunsBeforeItReturns(t *testing.T) {
	m := manual(t)
	var got []int
	m.Do(func() {
		m.Do(func() { got = append(got, 2) })
		got = append(got, 1)
	})
	if len(got) != 0 {
		t.Fatalf("ran %v before Settle", got)
	}
	settle(t, m)
	if len(got) != 2 || got[0] != 1 || got[1] != 2 {
		t.Errorf("got %v, want [1 2]", got)
	}
}

func TestSettleWaitsForWhatAWorkerPosts(t *testing.T) {
	m := manual(t)
	got := 0
	for range 50 {
		m.Go("adder", func(context.Context) { m.Do(func() { got++ }) })
	}
	settle(t, m)
	if got != 50 {
		t.Errorf("got %d posts, want 50", got)
	}
}

func TestAPanickingWorkerEndsAlone(t *testing.T) {
	m := manual(t)
	q := m.NewSerial("writer")
	ran := false
	q.Go(func(context.Context) { panic("broken picture") })
	q.Go(func(context.Context) { m.Do(func() { ran = true }) })
	settle(t, m)
	if !ran {
		t.Error("the job behind the panic did not run")
	}
	if q.Busy() {
		t.Error("queue still busy")
	}
}

func TestSerialKeepsTheOrder(t *testing.T) {
	m := manual(t)
	q := m.NewSerial("writer")
	var got []int
	for i := range 100 {
		q.Go(func(context.Context) { got = append(got, i) })
	}
	settle(t, m)
	if len(got) != 100 {
		t.Fatalf("got %d jobs, want 100", len(got))
	}
	for i, v := range got {
		if v != i {
			t.Fatalf("job %d ran at place %d", v, i)
		}
	}
}

func TestTimersFireInOrderAndStopIsCertain(t *testing.T) {
	m := manual(t)
	var got []string
	m.After(2*time.Second, func() { got = append(got, "late") })
	m.After(time.Second, func() { got = append(got, "early") })
	stop := m.After(time.Second, func() { got = append(got, "stopped") })
	m.Advance(1500 * time.Millisecond) // queued, not yet run
	stop()
	settle(t, m)
	if len(got) != 1 || got[0] != "early" {
		t.Fatalf("got %v, want [early]", got)
	}
	m.Advance(time.Second)
	settle(t, m)
	if len(got) != 2 || got[1] != "late" {
		t.Errorf("got %v, want [early late]", got)
	}
}

func TestSettleNamesWhatHangs(t *testing.T) {
	m := NewManual(time.Unix(0, 0))
	m.Go("hanging", func(ctx context.Context) { <-ctx.Done() })
	err := m.Settle(10 * time.Millisecond)
	if err == nil || err.Error() != "not idle after 10ms: workers [hanging]" {
		t.Errorf("got %v", err)
	}
	if left := m.Close(5 * time.Second); left != nil {
		t.Errorf("left %v", left)
	}
}
