//go:build unix

package journal

import (
	"os"

	"golang.org/x/sys/unix"
)

// lock holds f for this program until it is closed, or fails at once.
func lock(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }
