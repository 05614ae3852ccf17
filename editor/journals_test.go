package editor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lanyard/editor/sched"
	"lanyard/store/journal"
)

// killed gives what a start after a kill would find in the journals of the window.
func (a *author) killed() string {
	a.t.Helper()
	dir := a.t.TempDir() // the window has its own files locked
	entries, err := os.ReadDir(filepath.Join(a.state, "journal"))
	if errors.Is(err, os.ErrNotExist) {
		return ""
	}
	for _, e := range entries {
		data, rerr := os.ReadFile(filepath.Join(filepath.Join(a.state, "journal"), e.Name()))
		if err = errors.Join(err, rerr, os.WriteFile(filepath.Join(dir, e.Name()), data, 0o600)); err != nil {
			a.t.Fatal(err)
		}
	}
	found, err := journal.Pending(dir, a.dir)
	if err != nil || len(found) > 1 {
		a.t.Fatalf("%d journals, %v", len(found), err)
	}
	if len(found) == 0 {
		return ""
	}
	return found[0].Text
}

// TestASlowDiskLosesNoMoreThanASecond: everything that waits for the disk hangs, a save and an import of photos too. What was typed a second
// ago would come back after a kill all the same. When a journal's flush held up its writes, that were six.
func TestASlowDiskLosesNoMoreThanASecond(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	a.Open("a/index.md").Caret("The end.")
	hangs := make(chan struct{})
	for _, s := range []*sched.Serial{a.w.session.Disk, a.w.session.State, a.w.session.Writer, a.w.drafts.disk} {
		s.Go(func(context.Context) { <-hangs })
	}
	t.Cleanup(func() { close(hangs) })
	settle := func() { _ = a.clock.Settle(time.Millisecond) } // it is never idle
	var words []string
	for i := range 40 {
		words = append(words, fmt.Sprintf(" w%d", i))
		for _, r := range words[i] {
			a.clock.Advance(50 * time.Millisecond)
			a.w.source.TypedRune(r)
		}
		settle()
		if i == 10 || i == 25 {
			a.w.RunCommand("file.save")
			settle()
		}
		const second = 5 // words are typed in it
		if i < second {
			continue
		}
		limit := time.NewTimer(10 * time.Second)
		for want := strings.Join(words[:i-second+1], ""); !strings.Contains(a.killed(), want); {
			select {
			case <-limit.C:
				t.Fatalf("after %q a kill leaves %q", words[i], a.killed())
			default:
				settle()
			}
		}
		limit.Stop()
	}
}
