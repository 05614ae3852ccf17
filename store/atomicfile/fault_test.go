package atomicfile_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"lanyard/store/atomicfile"
)

var errKilled = errors.New("killed")

// faultFS passes calls to the operating system until the at-th, counted from
// 1. That one fails with err, having done half of its work where it can be
// halved (after: having done all of it); with killed every later call, also
// one that tidies up, does nothing, as after kill -9.
type faultFS struct {
	atomicfile.OS
	n, at  int
	err    error
	after  bool
	killed bool
	dead   bool
}

// step returns whether the call happens and what it reports.
func (f *faultFS) step() (do bool, err error) {
	f.n++
	if f.dead {
		return false, errKilled
	}
	if f.n != f.at {
		return true, nil
	}
	f.dead = f.killed
	return f.after, f.err
}

func (f *faultFS) Resolve(path string) (string, fs.FileInfo, error) {
	do, err := f.step()
	if !do || err != nil {
		return "", nil, err
	}
	return f.OS.Resolve(path)
}

func (f *faultFS) Create(path string, perm fs.FileMode) (atomicfile.File, error) {
	do, err := f.step()
	if !do {
		return nil, err
	}
	file, e := f.OS.Create(path, perm)
	if e != nil {
		return nil, e
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &faultFile{file, f}, nil
}

func (f *faultFS) Move(from, to string, replace bool) error {
	do, err := f.step()
	if do {
		if e := f.OS.Move(from, to, replace); e != nil {
			return e
		}
	}
	return err
}

func (f *faultFS) Remove(path string) error {
	do, err := f.step()
	if do {
		if e := f.OS.Remove(path); e != nil {
			return e
		}
	}
	return err
}

func (f *faultFS) Exchange(a, b string) error {
	do, err := f.step()
	if do {
		if e := f.OS.Exchange(a, b); e != nil {
			return e
		}
	}
	return err
}

func (f *faultFS) Sum(path string) ([32]byte, error) {
	do, err := f.step()
	if !do || err != nil {
		return [32]byte{}, err
	}
	return f.OS.Sum(path)
}

func (f *faultFS) SyncDir(dir string) error {
	do, err := f.step()
	if do {
		if e := f.OS.SyncDir(dir); e != nil {
			return e
		}
	}
	return err
}

type faultFile struct {
	atomicfile.File
	fs *faultFS
}

func (f *faultFile) Write(p []byte) (int, error) {
	do, err := f.fs.step()
	if !do {
		n, _ := f.File.Write(p[:len(p)/2]) // a full disk takes what fits
		return n, err
	}
	n, e := f.File.Write(p)
	return n, errors.Join(e, err)
}

func (f *faultFile) Sync() error {
	do, err := f.fs.step()
	if do {
		return errors.Join(f.File.Sync(), err)
	}
	return err
}

func (f *faultFile) Adopt(old fs.FileInfo) error {
	do, err := f.fs.step()
	if do {
		return errors.Join(f.File.Adopt(old), err)
	}
	return err
}

func (f *faultFile) Close() error {
	_, err := f.fs.step()
	return errors.Join(f.File.Close(), err) // a dead process closes its files too
}

// left returns the names in dir other than keep.
func left(t *testing.T, dir, keep string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.Name() != keep {
			names = append(names, e.Name())
		}
	}
	return names
}

func TestEveryFaultLeavesOldOrNewFileWhole(t *testing.T) {
	oldData, newData := bytes.Repeat([]byte("old\n"), 5000), bytes.Repeat([]byte("neu\n"), 7000)
	for _, exists := range []bool{true, false} {
		for _, mode := range []struct{ after, killed bool }{{false, false}, {true, false}, {false, true}, {true, true}} {
			for at := 1; ; at++ {
				dir := t.TempDir()
				path := filepath.Join(dir, "index.md")
				if exists {
					if err := os.WriteFile(path, oldData, 0o640); err != nil {
						t.Fatal(err)
					}
				}
				fault := &faultFS{at: at, err: syscall.ENOSPC, after: mode.after, killed: mode.killed}
				err := atomicfile.Writer{FS: fault}.Write(path, newData, 0o644)
				if fault.n < at { // every call has failed once
					if err != nil {
						t.Fatal(err)
					}
					break
				}
				if err == nil || !mode.killed && !errors.Is(err, syscall.ENOSPC) {
					t.Errorf("exists=%v %+v call %d: got error %v, want ENOSPC", exists, mode, at, err)
				}
				got, rerr := os.ReadFile(path)
				switch {
				case bytes.Equal(got, newData):
				case exists && bytes.Equal(got, oldData):
				case !exists && errors.Is(rerr, fs.ErrNotExist):
				default:
					t.Errorf("exists=%v %+v call %d: %d bytes, neither old nor new (%v)", exists, mode, at, len(got), rerr)
				}
				names := left(t, dir, "index.md")
				if !mode.killed && !mode.after && len(names) > 0 {
					t.Errorf("exists=%v %+v call %d: left %q", exists, mode, at, names)
				}
				for _, name := range names {
					if !atomicfile.IsTemp(name) {
						t.Errorf("%+v call %d: left %q, which IsTemp does not know", mode, at, name)
					}
				}
			}
		}
	}
}

func TestFaultsInCreateLeaveNothingOrTheFile(t *testing.T) {
	data := bytes.Repeat([]byte("x"), 10000)
	for _, killed := range []bool{false, true} {
		for at := 1; ; at++ {
			dir := t.TempDir()
			path := filepath.Join(dir, "a.md")
			fault := &faultFS{at: at, err: syscall.EIO, killed: killed}
			err := atomicfile.Writer{FS: fault}.Create(path, data, 0o644)
			if fault.n < at {
				break
			}
			if err == nil {
				t.Errorf("call %d: got no error", at)
			}
			got, rerr := os.ReadFile(path)
			if rerr == nil && !bytes.Equal(got, data) {
				t.Errorf("call %d: half a file of %d bytes", at, len(got))
			}
			if !killed && (rerr == nil || len(left(t, dir, "a.md")) > 0) {
				t.Errorf("call %d: something is left", at)
			}
		}
	}
}
