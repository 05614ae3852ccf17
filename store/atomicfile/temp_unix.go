//go:build unix

package atomicfile

import (
	"errors"
	"io/fs"
	"os"

	"lanyard/store/filelock"
)

// claim marks the temporary file at path as one that a living program writes, until
// release is called or the program ends. The error says that a Sweep has it.
func claim(path string) (release func(), err error) {
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		return func() {}, nil // it can be written and not read: the day counts
	}
	if err := filelock.Hold(f); err != nil {
		if errors.Is(err, filelock.ErrHeld) {
			f.Close()
			return nil, err
		}
		return func() { f.Close() }, nil // a file system without locks
	}
	mine, err := f.Stat()
	now, nerr := os.Lstat(path)
	if err = errors.Join(err, nerr); err != nil || !os.SameFile(mine, now) {
		f.Close()
		return nil, errors.Join(err, fs.ErrNotExist)
	}
	return func() { f.Close() }, nil
}

// abandoned reports whether nobody holds the temporary file that info speaks of,
// and holds it itself then until done is called.
func abandoned(path string, info fs.FileInfo) (dead bool, done func()) {
	f, err := os.Open(path)
	if err != nil {
		return false, func() {}
	}
	st, err := f.Stat()
	dead = err == nil && os.SameFile(st, info) && filelock.Hold(f) == nil
	return dead, func() { f.Close() }
}

// tryLockDir takes the lock of [lock], and reports whether it has it.
func tryLockDir(dir string) (unlock func(), locked bool) {
	f, err := os.Open(dir)
	if err != nil {
		return func() {}, false
	}
	err = filelock.Hold(f)
	return func() { f.Close() }, err == nil
}
