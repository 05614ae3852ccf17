package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// staleAfter is how old a temporary file is that no program can still be writing,
// whatever the clock of a file server says. It counts where the system cannot tell
// whether the program lives.
const staleAfter = 24 * time.Hour

// Sweep removes the temporary files that killed programs left in dir. One that a
// program is writing stays: the program holds it, and the system lets go of it
// when the program ends. A dir that is not there has none.
func Sweep(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || !slices.ContainsFunc(entries, isTemp) {
		return err
	}
	unlock, locked := tryLockDir(dir) // what others exchange or take away is a temporary file for a moment that nobody holds
	defer unlock()
	if !locked {
		return nil // the next one will
	}
	if entries, err = os.ReadDir(dir); err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		if !isTemp(e) {
			continue
		}
		if err := sweep(filepath.Join(dir, e.Name()), e); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func isTemp(e fs.DirEntry) bool { return IsTemp(e.Name()) && e.Type().IsRegular() }

// sweep removes one temporary file when its program is gone.
func sweep(path string, e fs.DirEntry) error {
	info, err := e.Info()
	if err != nil {
		return err
	}
	dead, done := abandoned(path, info)
	defer done() // it is held while it is removed
	if !dead && time.Since(info.ModTime()) < staleAfter {
		return nil
	}
	return os.Remove(path)
}
