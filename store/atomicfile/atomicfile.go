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
	Remove(path string) error
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
type Writer struct{ FS FS }

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
	if err := w.place(path, data, perm, nil, false); err != nil {
		return fmt.Errorf("create %q: %w", path, bare(err))
	}
	return nil
}

func (w Writer) write(path string, data []byte, perm fs.FileMode) error {
	real, old, err := w.fs().Resolve(path)
	if err != nil {
		return err
	}
	switch {
	case old == nil:
	case old.IsDir():
		return errIsDir
	case !old.Mode().IsRegular():
		return errIrregular
	case old.Mode().Perm()&0o222 == 0:
		// The rename would succeed, but the owner has said not to write.
		return fs.ErrPermission
	}
	return w.place(real, data, perm, old, true)
}

// place writes data beside path and moves it there.
func (w Writer) place(path string, data []byte, perm fs.FileMode, old fs.FileInfo, replace bool) (err error) {
	layer := w.fs()
	dir := filepath.Dir(path)
	tmp, f, err := w.temp(dir, perm)
	if err != nil {
		return err
	}
	moved := false
	defer func() {
		if err != nil && !moved {
			// The first error is the one that matters; a temporary file that
			// cannot be removed is dotted, so a site does not publish it.
			_ = layer.Remove(tmp)
		}
	}()
	if err := fill(f, data, old); err != nil {
		return err
	}
	if err := layer.Move(tmp, path, replace); err != nil {
		return err
	}
	moved = true
	if err := layer.SyncDir(dir); err != nil {
		if !replace {
			_ = layer.Remove(path) // so that the caller can try again
		}
		return err
	}
	return nil
}

// fill writes, flushes and closes f.
func fill(f File, data []byte, old fs.FileInfo) (err error) {
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
	return f.Sync()
}

const (
	tempPrefix = ".lanyard-"
	tempSuffix = ".tmp"
)

// IsTemp reports whether name, a base name, is one of the temporary files of
// this package. One that is not being written was left by a killed process.
func IsTemp(name string) bool {
	return strings.HasPrefix(name, tempPrefix) && strings.HasSuffix(name, tempSuffix)
}

// temp makes a new temporary file in dir. Its name does not depend on the
// target's, which may have no byte to spare.
func (w Writer) temp(dir string, perm fs.FileMode) (string, File, error) {
	var last error
	for range 100 {
		var id [8]byte
		rand.Read(id[:]) // never fails
		path := filepath.Join(dir, tempPrefix+hex.EncodeToString(id[:])+tempSuffix)
		f, err := w.fs().Create(path, perm)
		if err == nil {
			return path, f, nil
		}
		last = err
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return "", nil, last
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
