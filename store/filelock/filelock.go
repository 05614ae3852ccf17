// Package filelock owns the lock on an open file that tells a living program from one that was killed: the system takes it away with the
// program, however that ends.
package filelock

import (
	"errors"
	"os"
)

// ErrHeld: another open file has the lock, of this program or of another one.
var ErrHeld = errors.New("another program holds it")

// Hold locks f until it is closed, or fails at once: with ErrHeld, or with another error where the file system has no locks.
func Hold(f *os.File) error { return hold(f) }
