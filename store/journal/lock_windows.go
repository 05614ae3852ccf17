package journal

import (
	"os"

	"golang.org/x/sys/windows"
)

// lock holds f for this program until it is closed, or fails at once. The byte that is locked lies far behind the content, which
// stays readable.
func lock(f *os.File) error {
	const far = 1 << 30
	o := &windows.Overlapped{OffsetHigh: far}
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, o)
}
