//go:build unix

package export

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// What another program has swapped in since it was looked at is neither read nor waited for.
func TestWhatIsSwappedInIsNotCompared(t *testing.T) {
	stage, target, outside := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "secret")
	at := func(name string) string { return filepath.Join(target, name) }
	for _, path := range []string{filepath.Join(stage, "a"), filepath.Join(stage, "fifo"), filepath.Join(stage, "link"), at("a"), outside} {
		if err := os.WriteFile(path, []byte("the same"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(at("fifo"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, at("link")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"a": true, "fifo": false, "link": false, "missing": false} {
		if got := equalFiles(stage, name, target, name); got != want {
			t.Errorf("%s: equal %v", name, got)
		}
	}
}
