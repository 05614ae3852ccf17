package filelock

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// hold locks a byte far behind the content, which stays readable.
func hold(f *os.File) error {
	const far = 1 << 30
	o := &windows.Overlapped{OffsetHigh: far}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, o)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return ErrHeld
	}
	return err
}
