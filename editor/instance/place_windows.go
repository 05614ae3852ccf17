package instance

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// socketDir is a directory in the user's profile, which Windows keeps from other users.
func socketDir() (string, error) {
	for _, base := range []func() (string, error){os.UserCacheDir, func() (string, error) { return os.TempDir(), nil }} {
		tmp, err := base()
		if err != nil || len(tmp) > 103-40 {
			continue
		}
		dir := filepath.Join(tmp, "lanyard-run")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return "", err
		}
		return dir, nil
	}
	return "", errors.New("no place for a socket: the profile's path is too long")
}

// ours has nothing to ask, see socketDir.
func ours(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// lockFile holds f for this process until it is closed. The byte that is locked lies far behind the content, which stays readable.
func lockFile(f *os.File) error {
	const far = 1 << 30
	o := &windows.Overlapped{OffsetHigh: far}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, o)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return ErrHeld
	}
	return err
}
