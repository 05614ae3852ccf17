//go:build unix

package atomicfile

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lockFile is the folder itself; nil where it cannot be opened.
func lockFile(dir string) *os.File {
	f, err := os.Open(dir)
	if err != nil {
		return nil
	}
	return f
}

// tryLock reports whether another program has the lock. A file system without
// locks has none.
func tryLock(f *os.File) (busy bool) {
	return errors.Is(unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB), unix.EWOULDBLOCK)
}
