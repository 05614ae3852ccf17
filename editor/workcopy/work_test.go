package workcopy

import (
	"slices"
	"strings"
	"testing"
)

func TestOneThingAtATimeHappensToAFile(t *testing.T) {
	var w Work
	var did []string
	var ends []func()
	begin := func(name string) {
		w.File(func(done func()) {
			did = append(did, name)
			ends = append(ends, done)
		})
	}
	begin("save")
	begin("move")
	begin("read")
	w.WhenIdle(func() { did = append(did, "idle") })
	release := w.Hold()
	for len(ends) > 0 {
		end := ends[0]
		ends = ends[1:]
		if !w.Filing() || !w.Busy() {
			t.Fatal("idle while something is under way")
		}
		end()
		end() // once is enough
	}
	if w.Filing() || !w.Busy() || slices.Contains(did, "idle") {
		t.Fatalf("filing %v, busy %v, did %v", w.Filing(), w.Busy(), did)
	}
	release()
	release()
	if got := strings.Join(did, " "); got != "save move read idle" || w.Busy() {
		t.Errorf("did %q, busy %v", got, w.Busy())
	}
}

func TestWhatRunsWhenIdleMayBeginAgain(t *testing.T) {
	var w Work
	var did []string
	var end func()
	w.WhenIdle(func() {
		did = append(did, "first")
		w.File(func(done func()) { end = done })
	})
	w.WhenIdle(func() { did = append(did, "second") })
	if len(did) != 1 {
		t.Fatalf("did %v while the first one was at work", did)
	}
	end()
	if len(did) != 2 {
		t.Errorf("did %v", did)
	}
}
