package journal

import (
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// slow makes the disk of a Log take so long for every flush, in the time of a synctest bubble.
func slow(l *Log, d time.Duration) {
	l.flush = func(*os.File) error {
		<-time.After(d)
		return nil
	}
}

// TestASlowDiskHoldsUpNothing types for a minute while every flush takes four seconds, saves and compacts, and looks after each second what
// a kill would leave.
func TestASlowDiskHoldsUpNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file := "begin "
		l, dir, _ := begin(t, file)
		slow(l, 4*time.Second)
		now := file
		var syncs atomic.Int64 // read while the worker goes on
		stop := make(chan struct{})
		done := make(chan struct{})
		go func() { // as the worker of the window does
			defer close(done)
			for {
				select {
				case <-stop:
					return
				case <-time.After(100 * time.Millisecond):
				}
				if err := l.Sync(); err != nil {
					t.Error(err)
				}
				syncs.Add(1)
			}
		}()
		start := time.Now()
		for second := range 60 {
			<-time.After(time.Second)
			e := []Edit{{From: len(now), To: len(now), Insert: "key "}}
			l.Append(e)
			now = apply(now, e)
			at := time.Now()
			switch {
			case second%10 == 4:
				l.Mark()
				saved := now
				e := []Edit{{From: 0, To: 0, Insert: "meanwhile "}}
				l.Append(e)
				now = apply(now, e)
				file = saved
				if err := l.Saved(l.base, func() string { return saved }); err != nil {
					t.Fatal(err)
				}
			case second%10 == 8:
				if err := l.Compact(now, l.Take()); err != nil {
					t.Fatal(err)
				}
			default:
				if err := l.Write(); err != nil {
					t.Fatal(err)
				}
			}
			if waited := time.Since(at); waited > 0 {
				t.Fatalf("second %d: waited %v for the disk", second, waited)
			}
			check(t, dir, file, now, now)
		}
		if took := time.Since(start); took != time.Minute || syncs.Load() < 10 {
			t.Errorf("took %v, %d flushes", took, syncs.Load())
		}
		close(stop)
		<-done
		if err := l.Sync(); err != nil {
			t.Fatal(err)
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
			t.Errorf("once all is on the disk there are %v, %v", entries, err)
		}
	})
}

// TestAJournalMayEndWhileTheDiskIsSlow: a save of all, or the end of the program, comes while a flush is under way.
func TestAJournalMayEndWhileTheDiskIsSlow(t *testing.T) {
	for name, end := range map[string]func(l *Log) error{
		"drop":    (*Log).Drop,
		"saved":   func(l *Log) error { l.Mark(); return l.Saved(l.base, func() string { return "one two" }) },
		"release": func(l *Log) error { l.Release(); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			l, dir, _ := begin(t, "one")
			begun, resume := make(chan struct{}), make(chan struct{})
			l.flush = func(f *os.File) error {
				close(begun)
				<-resume
				return f.Sync()
			}
			l.Append([]Edit{{3, 3, " two"}})
			if err := l.Write(); err != nil {
				t.Fatal(err)
			}
			synced := make(chan error, 1)
			go func() { synced <- l.Sync() }()
			<-begun
			if err := end(l); err != nil {
				t.Fatal(err)
			}
			close(resume)
			if err := <-synced; err != nil {
				t.Error(err)
			}
			if r, ok := stored(t, dir); ok != (name == "release") || ok && r.Text != "one two" {
				t.Errorf("there is %v %q", ok, r.Text)
			}
		})
	}
}

// TestAFailedFlushIsWrittenAgain: the system has forgotten what of it is on the disk.
func TestAFailedFlushIsWrittenAgain(t *testing.T) {
	l, dir, _ := begin(t, "one")
	bad := errors.New("input/output error")
	for _, synced := range []bool{false, true} {
		if synced {
			l.flush = (*os.File).Sync
			if err := l.Flush(); err != nil {
				t.Fatal(err)
			}
		}
		text, _ := stored(t, dir)
		if !synced {
			text.Text = "one"
		}
		l.Append([]Edit{{3, 3, " two"}})
		want := apply(text.Text, []Edit{{3, 3, " two"}})
		l.flush = func(*os.File) error { return bad }
		if err := l.Flush(); !errors.Is(err, bad) || !l.Pending() {
			t.Fatalf("synced %v: got %v, pending %v", synced, err, l.Pending())
		}
		check(t, dir, "", want, "")
		l.flush = (*os.File).Sync
		if err := l.Flush(); err != nil || l.Pending() {
			t.Fatalf("synced %v: got %v, pending %v", synced, err, l.Pending())
		}
		check(t, dir, "", want, "")
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("there are %v, %v", entries, err)
	}
}

// TestALossOfPowerLeavesOneOfTwoJournals: until the new file is on the disk the old one is there, and counts where the new one is cut off in what
// it began with.
func TestALossOfPowerLeavesOneOfTwoJournals(t *testing.T) {
	l, dir, root := begin(t, "0123456789")
	l.Append([]Edit{{0, 0, "typed "}})
	if err := l.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := l.Compact("typed 0123456789", l.Take()); err != nil {
		t.Fatal(err)
	}
	l.Append([]Edit{{0, 0, "more "}})
	if err := l.Write(); err != nil {
		t.Fatal(err)
	}
	file := l.cur.f.Name()
	l.Release()
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for cut := range len(whole) + 1 {
		if err := os.WriteFile(file, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		want := "typed 0123456789"
		if cut == len(whole) {
			want = "more typed 0123456789"
		}
		got := pending(t, dir, root)
		if len(got) != 1 || got[0].Text != want {
			t.Fatalf("cut at %d: got %+v, want %q", cut, got, want)
		}
	}
	if err := pending(t, dir, root)[0].Discard(); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
