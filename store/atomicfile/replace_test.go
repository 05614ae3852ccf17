package atomicfile_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"lanyard/store/atomicfile"
)

// meddler is a system on which another program does something right before the
// layer's calls, which count from 1.
type meddler struct {
	atomicfile.OS
	n          int
	at         map[int]func()
	noExchange bool
}

func (m *meddler) step() {
	m.n++
	if do := m.at[m.n]; do != nil {
		do()
	}
}

func (m *meddler) Resolve(path string) (string, fs.FileInfo, error) {
	m.step()
	return m.OS.Resolve(path)
}

func (m *meddler) Create(path string, perm fs.FileMode) (atomicfile.File, error) {
	m.step()
	return m.OS.Create(path, perm)
}

func (m *meddler) Move(from, to string, replace bool) error {
	m.step()
	return m.OS.Move(from, to, replace)
}

func (m *meddler) Exchange(a, b string) error {
	m.step()
	if m.noExchange {
		return errors.ErrUnsupported
	}
	return m.OS.Exchange(a, b)
}

func (m *meddler) Remove(path string) error {
	m.step()
	return m.OS.Remove(path)
}

func (m *meddler) Sum(path string) ([32]byte, error) {
	m.step()
	return m.OS.Sum(path)
}

func (m *meddler) SyncDir(dir string) error {
	m.step()
	return m.OS.SyncDir(dir)
}

// appendTo is what another program does: it reads the file, adds a word and
// renames the whole over it.
func appendTo(t *testing.T, path, word string) func() {
	return func() {
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			err = nil // it was taken
		}
		tmp := filepath.Join(filepath.Dir(path), word)
		if err = errors.Join(err, os.WriteFile(tmp, append(data, word...), 0o644), os.Rename(tmp, path)); err != nil {
			t.Fatal(err)
		}
	}
}

// everything is what the folder holds: the file and what was set aside of it.
func everything(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all string
	for _, e := range entries {
		all += read(t, filepath.Join(dir, e.Name()))
	}
	return all
}

// TestNothingThatAnotherProgramWritesIsReplaced lets another program write before
// every call of the layer, once and twice. A layer without an exchange is safe but
// for the moment between the last look and the rename.
func TestNothingThatAnotherProgramWritesIsReplaced(t *testing.T) {
	if exchanges(t) != nil {
		t.Skip("this system cannot exchange two files")
	}
	const was = "was "
	calls := 6
	for one := 1; one <= calls; one++ {
		for two := one; two <= calls; two++ {
			dir := t.TempDir()
			path := filepath.Join(dir, "index.md")
			if err := os.WriteFile(path, []byte(was), 0o644); err != nil {
				t.Fatal(err)
			}
			layer := &meddler{at: map[int]func(){two: appendTo(t, path, "two ")}}
			layer.at[one] = appendTo(t, path, "one ")
			err := atomicfile.Writer{FS: layer}.Replace(path, sha256.Sum256([]byte(was)), []byte("ours "))
			calls = max(calls, layer.n)
			got := everything(t, dir)
			for _, word := range []string{"one ", "two "} {
				if (word == "one " || two > one && layer.n >= two) && layer.n >= one && !strings.Contains(got, word) {
					t.Errorf("written before the calls %d and %d: %q is lost, there is %q (%v)", one, two, word, got, err)
				}
			}
			aside := left(t, dir, "index.md")
			if ours := strings.Contains(got, "ours "); err == nil && !ours || err != nil && ours && len(aside) == 0 {
				t.Errorf("written before the calls %d and %d: %v, and there is %q", one, two, err, got)
			}
			if err != nil && !errors.Is(err, atomicfile.ErrChanged) {
				t.Errorf("written before the calls %d and %d: %v", one, two, err)
			}
			if len(aside) > 0 && !strings.Contains(fmt.Sprint(err), aside[0]) {
				t.Errorf("written before the calls %d and %d: left %q without a word (%v)", one, two, aside, err)
			}
		}
	}
	if calls < 10 {
		t.Errorf("%d calls: something was not tried", calls)
	}
}

// exchanges tells why this system cannot exchange two files.
func exchanges(t *testing.T) error {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	return errors.Join(os.WriteFile(a, nil, 0o600), os.WriteFile(b, nil, 0o600), atomicfile.OS{}.Exchange(a, b))
}

// TestNothingThatAnotherProgramWritesIsTaken is the same for a file that is removed.
func TestNothingThatAnotherProgramWritesIsTaken(t *testing.T) {
	const was = "was "
	calls := 6
	for at := 1; at <= calls; at++ {
		dir := t.TempDir()
		path := filepath.Join(dir, "index.md")
		if err := os.WriteFile(path, []byte(was), 0o644); err != nil {
			t.Fatal(err)
		}
		layer := &meddler{at: map[int]func(){at: appendTo(t, path, "one ")}}
		err := atomicfile.Writer{FS: layer}.Take(path, sha256.Sum256([]byte(was)))
		calls = max(calls, layer.n)
		if got := everything(t, dir); layer.n >= at && !strings.Contains(got, "one ") {
			t.Errorf("written before call %d: lost, there is %q (%v)", at, got, err)
		}
		if err != nil && !errors.Is(err, atomicfile.ErrChanged) {
			t.Errorf("written before call %d: %v", at, err)
		}
	}
}

// TestWithoutAnExchangeTheLastLookIsRightBeforeTheRename: only a write between the
// two is lost.
func TestWithoutAnExchangeTheLastLookIsRightBeforeTheRename(t *testing.T) {
	lost, calls := 0, 6
	for at := 1; at <= calls; at++ {
		dir := t.TempDir()
		path := filepath.Join(dir, "index.md")
		if err := os.WriteFile(path, []byte("was "), 0o644); err != nil {
			t.Fatal(err)
		}
		layer := &meddler{noExchange: true, at: map[int]func(){at: appendTo(t, path, "one ")}}
		err := atomicfile.Writer{FS: layer}.Replace(path, sha256.Sum256([]byte("was ")), []byte("ours "))
		calls = max(calls, layer.n)
		if got := read(t, path); layer.n >= at && !strings.Contains(got, "one ") {
			lost++
			if err != nil {
				t.Errorf("written before call %d: %v, and there is %q", at, err, got)
			}
		}
	}
	if lost > 2 { // before the exchange that is not there, and before the rename
		t.Errorf("lost before %d of %d calls", lost, calls)
	}
}

// TestAProgramThatHasTheFileOpenIsWaitedFor: it opens the file before one call and
// writes into it before a later one.
func TestAProgramThatHasTheFileOpenIsWaitedFor(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells that a file is open for writing")
	}
	const was = "was "
	for open := 1; open < 12; open++ {
		for wait := 1; wait < 12; wait++ {
			dir := t.TempDir()
			path := filepath.Join(dir, "index.md")
			if err := os.WriteFile(path, []byte(was), 0o644); err != nil {
				t.Fatal(err)
			}
			var f *os.File
			write := func() {
				if f != nil {
					_, err := f.WriteString("one ")
					if err = errors.Join(err, f.Close()); err != nil {
						t.Fatal(err)
					}
				}
				f = nil
			}
			layer := &meddler{at: map[int]func(){open + wait: write, open: func() {
				var err error
				if f, err = os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0); err != nil {
					t.Fatal(err)
				}
			}}}
			err := atomicfile.Writer{FS: layer}.Replace(path, sha256.Sum256([]byte(was)), []byte("ours "))
			opened := layer.n >= open
			write()
			if got := everything(t, dir); opened && !strings.Contains(got, "one ") {
				t.Errorf("opened before call %d, written %d calls later: lost, there is %q (%v)", open, wait, got, err)
			}
		}
	}
}

func TestAFileThatStaysOpenIsNotReplaced(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells that a file is open for writing")
	}
	path := filepath.Join(t.TempDir(), "index.md")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := atomicfile.Replace(path, sha256.Sum256(nil), []byte("ours")); !errors.Is(err, atomicfile.ErrBusy) || read(t, path) != "" {
		t.Errorf("got %v and %q", err, read(t, path))
	}
}

func TestReplaceFindsAnotherFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "index.md")
	sum := sha256.Sum256([]byte("was"))
	if err := atomicfile.Replace(path, sum, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v for a file that is gone", err)
	}
	if err := os.WriteFile(path, []byte("theirs"), 0o640); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{atomicfile.Replace(path, sum, nil), atomicfile.Take(path, sum)} {
		if !errors.Is(err, atomicfile.ErrChanged) {
			t.Errorf("got %v", err)
		}
	}
	if err := os.WriteFile(path, []byte("was"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Replace(path, sum, []byte("ours")); err != nil || read(t, path) != "ours" {
		t.Errorf("got %v and %q", err, read(t, path))
	}
	if st, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && st.Mode().Perm() != 0o640 {
		t.Errorf("got %v, %v", st.Mode(), err)
	}
	if err := atomicfile.Take(path, sha256.Sum256([]byte("ours"))); err != nil || len(left(t, dir, "")) > 0 {
		t.Errorf("got %v and %q", err, left(t, dir, ""))
	}
}

// TestProgramsThatAddToOneFileLoseNothing: each of several reads the file, adds a
// line and replaces it, beginning again where it comes too late.
func TestProgramsThatAddToOneFileLoseNothing(t *testing.T) {
	if exchanges(t) != nil {
		t.Skip("this system cannot exchange two files")
	}
	each, programs := 250, 4
	if testing.Short() {
		each = 50
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "index.md")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for p := range programs {
		all.Go(func() {
			for i := 0; i < each; {
				now, err := os.ReadFile(path)
				if err == nil {
					err = atomicfile.Replace(path, sha256.Sum256(now), fmt.Appendf(now, "%d.%d\n", p, i))
				}
				switch {
				case err == nil:
					i++
				case !errors.Is(err, atomicfile.ErrChanged):
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	lines := bytes.Fields([]byte(read(t, path)))
	if len(lines) != each*programs || len(left(t, dir, "index.md")) > 0 {
		t.Errorf("%d of %d lines, left %q", len(lines), each*programs, left(t, dir, "index.md"))
	}
}

// TestEveryFaultOfReplaceLeavesOneWholeFile is TestEveryFaultLeavesOldOrNewFileWhole for Replace and Take.
func TestEveryFaultOfReplaceLeavesOneWholeFile(t *testing.T) {
	oldData, newData := bytes.Repeat([]byte("old\n"), 5000), bytes.Repeat([]byte("neu\n"), 7000)
	for _, take := range []bool{false, true} {
		for _, mode := range []struct{ after, killed bool }{{false, false}, {true, false}, {false, true}, {true, true}} {
			for at := 1; ; at++ {
				dir := t.TempDir()
				path := filepath.Join(dir, "index.md")
				if err := os.WriteFile(path, oldData, 0o640); err != nil {
					t.Fatal(err)
				}
				fault := &faultFS{at: at, err: syscall.ENOSPC, after: mode.after, killed: mode.killed}
				w := atomicfile.Writer{FS: fault}
				var err error
				if take {
					err = w.Take(path, sha256.Sum256(oldData))
				} else {
					err = w.Replace(path, sha256.Sum256(oldData), newData)
				}
				if fault.n < at {
					if err != nil {
						t.Fatal(err)
					}
					break
				}
				whole := 0
				for _, name := range left(t, dir, "") {
					data := read(t, filepath.Join(dir, name))
					if data == string(oldData) || data == string(newData) {
						whole++
					} else if !atomicfile.IsTemp(name) {
						t.Errorf("take=%v %+v call %d: half a file", take, mode, at)
					}
					if name != "index.md" && !atomicfile.IsTemp(name) {
						t.Errorf("take=%v %+v call %d: left %q", take, mode, at, name)
					}
				}
				if whole == 0 && !(take && err != nil) {
					t.Errorf("take=%v %+v call %d: nothing is left (%v)", take, mode, at, err)
				}
				if _, e := os.Stat(path); e != nil && !take {
					t.Errorf("%+v call %d: the file is gone (%v)", mode, at, err)
				}
			}
		}
	}
}
