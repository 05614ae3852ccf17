package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestNamesOfAFolderAreReadOnceInARun: what a run has read holds for it, what the window has read until the folder changes.
func TestNamesOfAFolderAreReadOnceInARun(t *testing.T) {
	dir := t.TempDir()
	write := func(name string) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("Straße.PNG")
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(dir, old, old); err != nil {
		t.Fatal(err)
	}
	f, _, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	run, window := &spellings{run: true}, &spellings{}
	find := func(s *spellings, name string) string {
		found := s.find(f, filepath.Join(dir, name))
		if found == "" {
			return ""
		}
		return filepath.Base(found)
	}
	for _, s := range []*spellings{run, window} {
		if got := find(s, "STRASSE.png"); got != "Straße.PNG" {
			t.Errorf("STRASSE.png is %q", got)
		}
		if got := find(s, "new.png"); got != "" {
			t.Errorf("new.png is %q before it is there", got)
		}
		if len(s.dirs) != 1 {
			t.Errorf("%d folders are kept, want 1", len(s.dirs))
		}
	}
	write("New.png")
	if got := find(run, "new.png"); got != "" {
		t.Errorf("a run reads its folder again: %q", got)
	}
	if got := find(window, "new.png"); got != "New.png" {
		t.Errorf("new.png is %q, want New.png: the folder has changed", got)
	}
	write("Newer.png") // within the step that times of a file system may have
	if got := find(window, "newer.png"); got != "Newer.png" {
		t.Errorf("newer.png is %q, want Newer.png", got)
	}
}
