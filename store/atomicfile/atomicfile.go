// Package atomicfile owns how a file is replaced: at every instant, whatever
// fails and wherever the process is killed, the path holds the whole old
// content or the whole new one.
//
// The new content goes to a temporary file beside the target, is flushed to
// the disk, takes the target's permissions and owner, and is renamed over it;
// then the directory is flushed. The calls block on the disk and may be made
// from any goroutine.
package atomicfile

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
)

// FS is the layer below a Writer. Tests put faults into it; OS is the real one.
type FS interface {
	// Resolve follows the symlinks of path. It returns where the file really
	// is or, when nothing is there, would be made, with a nil info then.
	Resolve(path string) (real string, info fs.FileInfo, err error)
	// Create makes a new file for writing and fails when something is there.
	Create(path string, perm fs.FileMode) (File, error)
	// Move renames a file within one directory. Unless replace is set it
	// fails with an error that is fs.ErrExist when something is at to.
	Move(from, to string, replace bool) error
	// Exchange swaps two files of one directory in one step. Where the system
	// cannot, the error is errors.ErrUnsupported.
	Exchange(a, b string) error
	Remove(path string) error
	// Sum gives the SHA-256 of a file. A path that leads to something else, also
	// to a symlink, is ErrChanged; a file that a program has open for writing is
	// ErrBusy, where the system tells.
	Sum(path string) ([32]byte, error)
	// SyncDir flushes a directory's entries, where the platform can.
	SyncDir(dir string) error
}

// File is an open temporary file of an FS.
type File interface {
	io.WriteCloser
	Sync() error
	// Adopt gives the file the permissions of old and, as far as the process
	// may, its owner.
	Adopt(old fs.FileInfo) error
}

// Writer writes files through FS. The zero Writer uses the operating system.
type Writer struct {
	FS FS
	// Unsynced leaves the flushing to the caller: once a call has returned the file
	// outlives a kill of the program, but not yet the loss of power.
	Unsynced bool
}

// SyncDir flushes the entries of a directory on w's layer.
func (w Writer) SyncDir(dir string) error { return w.fs().SyncDir(dir) }

// Write replaces the file at path by data, or makes it with perm (before
// umask) when there is none. An existing file keeps its permissions and, where
// the process may set it, its owner; a symlink stays and its target is
// replaced. A file without any write permission is refused with
// fs.ErrPermission, and what is no regular file is refused too.
//
// After an error nothing is left behind, and the file is the old one, except
// that it may be the new one when flushing the directory failed.
func Write(path string, data []byte, perm fs.FileMode) error { return Writer{}.Write(path, data, perm) }

// Create makes the file at path with perm (before umask). It fails with an
// error that is fs.ErrExist when anything is there, a dangling symlink too;
// of several concurrent calls exactly one succeeds.
func Create(path string, data []byte, perm fs.FileMode) error {
	return Writer{}.Create(path, data, perm)
}

// Write is the function Write on w's layer.
func (w Writer) Write(path string, data []byte, perm fs.FileMode) error {
	if err := w.write(path, data, perm); err != nil {
		return fmt.Errorf("write %q: %w", path, bare(err))
	}
	return nil
}

// Create is the function Create on w's layer.
func (w Writer) Create(path string, data []byte, perm fs.FileMode) error {
	if err := w.place(path, data, perm, nil, nil); err != nil {
		return fmt.Errorf("create %q: %w", path, bare(err))
	}
	return nil
}

func (w Writer) write(path string, data []byte, perm fs.FileMode) error {
	real, old, err := w.target(path)
	if err != nil {
		return err
	}
	return w.place(real, data, perm, old, func(tmp, path string) error { return w.fs().Move(tmp, path, true) })
}

// target is the file that path leads to, which may be written; old is nil when
// there is none yet.
func (w Writer) target(path string) (real string, old fs.FileInfo, err error) {
	real, old, err = w.fs().Resolve(path)
	switch {
	case err != nil, old == nil:
	case old.IsDir():
		err = errIsDir
	case !old.Mode().IsRegular():
		err = errIrregular
	case old.Mode().Perm()&0o222 == 0:
		// The rename would succeed, but the owner has said not to write.
		err = fs.ErrPermission
	}
	return real, old, err
}

// place writes data beside path and moves it there: by replace, or, where that is
// nil, only while nothing is there.
func (w Writer) place(path string, data []byte, perm fs.FileMode, old fs.FileInfo, replace func(tmp, path string) error) (err error) {
	layer := w.fs()
	dir := filepath.Dir(path)
	tmp, f, release, err := w.temp(dir, perm)
	if err != nil {
		return err
	}
	defer release() // when it is no temporary file any more
	moved := false
	defer func() {
		var aside *AsideError
		if err != nil && !moved && !errors.As(err, &aside) {
			// The first error is the one that matters; a temporary file that
			// cannot be removed is dotted, so a site does not publish it.
			_ = layer.Remove(tmp)
		}
	}()
	if err := w.fill(f, data, old); err != nil {
		return err
	}
	if replace == nil {
		err = layer.Move(tmp, path, false)
	} else {
		err = replace(tmp, path)
	}
	if err != nil {
		return err
	}
	moved = true
	if w.Unsynced {
		return nil
	}
	if err := layer.SyncDir(dir); err != nil {
		if replace == nil {
			_ = layer.Remove(path) // so that the caller can try again
		}
		return err
	}
	return nil
}

// fill writes, flushes and closes f.
func (w Writer) fill(f File, data []byte, old fs.FileInfo) (err error) {
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	n, err := f.Write(data)
	if err != nil {
		return err
	}
	if n < len(data) {
		return io.ErrShortWrite
	}
	if old != nil {
		if err := f.Adopt(old); err != nil {
			return err
		}
	}
	if w.Unsynced {
		return nil
	}
	return f.Sync()
}

const (
	tempPrefix = ".lanyard-"
	tempSuffix = ".tmp"
)

// IsTemp reports whether name, a base name, is one of the temporary files of
// this package. One that is not being written was left by a killed process, and
// is removed by Sweep.
func IsTemp(name string) bool {
	return strings.HasPrefix(name, tempPrefix) && strings.HasSuffix(name, tempSuffix)
}

// temp makes a new temporary file in dir, which no Sweep takes away before
// release is called. Its name does not depend on the target's, which may have no
// byte to spare.
func (w Writer) temp(dir string, perm fs.FileMode) (path string, f File, release func(), err error) {
	for range 100 {
		path = tempName(dir)
		f, err = w.fs().Create(path, perm)
		if err == nil {
			if release, err = claim(path); err == nil {
				return path, f, release, nil
			}
			_ = f.Close() // a Sweep was faster; it removes the file
			continue
		}
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return "", nil, nil, err
}

func tempName(dir string) string {
	var id [8]byte
	rand.Read(id[:]) // never fails
	return filepath.Join(dir, tempPrefix+hex.EncodeToString(id[:])+tempSuffix)
}

func (w Writer) fs() FS {
	if w.FS == nil {
		return OS{}
	}
	return w.FS
}

// bare takes the path of a temporary file out of an error: the reader knows
// only the file that was to be written.
func bare(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	if cause, ok := linkCause(err); ok {
		return cause
	}
	return err
}
