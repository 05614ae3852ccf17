package atomicfile_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/atomicfile"
)

func TestSweepRemovesWhatKilledProgramsLeft(t *testing.T) {
	dir := t.TempDir()
	long := time.Now().Add(-25 * time.Hour)
	for name, age := range map[string]time.Time{
		".lanyard-old.tmp": long, ".lanyard-young.tmp": time.Now(), "old.tmp": long, ".lanyard-old.md": long, "index.md": long,
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, age, age); err != nil {
			t.Fatal(err)
		}
	}
	if err := atomicfile.Sweep(dir); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{".lanyard-old.md", ".lanyard-young.tmp", "index.md", "old.tmp"}, left(t, dir, "")); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if err := atomicfile.Sweep(filepath.Join(dir, "none")); err != nil {
		t.Error(err)
	}
}
