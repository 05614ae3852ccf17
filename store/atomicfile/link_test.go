package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestLinkNewIsExclusive(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	for _, there := range []bool{false, true} {
		if err := os.WriteFile(from, []byte("new"), 0o644); err != nil {
			t.Fatal(err)
		}
		err := linkNew(from, to)
		if !there && err != nil || there && !errors.Is(err, fs.ErrExist) {
			t.Errorf("there=%v: got %v", there, err)
		}
		if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) == there {
			t.Errorf("there=%v: source: %v", there, err)
		}
	}
}
