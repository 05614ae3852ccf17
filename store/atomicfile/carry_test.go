package atomicfile_test

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"lanyard/store/atomicfile"
)

// carried makes a file a.md and an empty folder beside it.
func carried(t *testing.T) (from, to string) {
	t.Helper()
	dir := t.TempDir()
	from, to = filepath.Join(dir, "a.md"), filepath.Join(dir, "a", "index.md")
	if err := errors.Join(os.Mkdir(filepath.Dir(to), 0o755), os.WriteFile(from, []byte("text"), 0o640)); err != nil {
		t.Fatal(err)
	}
	return from, to
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func TestACarriedFileIsAtOnePlaceWhateverFails(t *testing.T) {
	was := sha256.Sum256([]byte("text"))
	for _, mode := range []struct{ after, killed bool }{{false, false}, {true, false}, {false, true}, {true, true}} {
		for at := 1; ; at++ {
			from, to := carried(t)
			fault := &faultFS{at: at, err: syscall.EIO, after: mode.after, killed: mode.killed}
			err := atomicfile.Writer{FS: fault}.Carry(from, to, was)
			if exists(from) == exists(to) {
				t.Fatalf("%+v call %d: old place %v, new place %v", mode, at, exists(from), exists(to))
			}
			if fault.n < at {
				if err != nil || read(t, to) != "text" {
					t.Fatalf("carried: %v", err)
				}
				break
			}
			if err == nil || !mode.killed && !mode.after && exists(to) {
				t.Errorf("%+v call %d: %v, and the file is at the new place: %v", mode, at, err, exists(to))
			}
		}
	}
}

func TestWhatIsNotKnownIsNotCarried(t *testing.T) {
	from, to := carried(t)
	if err := atomicfile.Carry(from, to, sha256.Sum256([]byte("other"))); !errors.Is(err, atomicfile.ErrChanged) || !exists(from) {
		t.Errorf("a changed file: %v", err)
	}
	was := sha256.Sum256([]byte("text"))
	if err := os.WriteFile(to, []byte("there"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Carry(from, to, was); !errors.Is(err, fs.ErrExist) || read(t, to) != "there" || !exists(from) {
		t.Errorf("over another file: %v", err)
	}
	link := filepath.Join(filepath.Dir(from), "link.md")
	if err := os.Symlink("a.md", link); err != nil {
		t.Skip("no symlinks here")
	}
	if err := atomicfile.Carry(link, filepath.Join(filepath.Dir(to), "b.md"), was); err == nil || !exists(from) || !exists(link) {
		t.Errorf("a symlink: %v", err)
	}
	if err := atomicfile.Carry(filepath.Join(filepath.Dir(from), "none.md"), to, was); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}
