//go:build unix

package instance

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// socketDir is a directory that only this user can enter. The runtime directory of the session is one by its standard (XDG Base
// Directory: owned by the user, mode 0700); below the directory for temporary files, where anybody may have been first, what is found
// is looked at, and a new one is made when it is somebody else's.
func socketDir() (string, error) {
	if dir := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) && ours(dir) && fits(dir) {
		sub := filepath.Join(dir, "lanyard")
		if os.Mkdir(sub, 0o700); ours(sub) {
			return sub, nil
		}
	}
	for _, tmp := range []string{os.TempDir(), "/tmp"} {
		dir := filepath.Join(tmp, fmt.Sprint("lanyard-", os.Getuid()))
		if !fits(dir) {
			continue
		}
		if os.Mkdir(dir, 0o700); ours(dir) {
			return dir, nil
		}
		if dir, err := os.MkdirTemp(tmp, "lanyard-"); err == nil {
			return dir, nil
		}
	}
	return "", errors.New("no place for a socket")
}

// fits reports whether a socket in dir has a path that every system takes: macOS allows 103 bytes. The longest directory below dir and the
// name take 40.
func fits(dir string) bool { return len(dir) <= 103-40 }

// ours reports whether path is no link and belongs to this user alone.
func ours(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSymlink != 0 || info.Mode().Perm()&0o077 != 0 {
		return false
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == os.Getuid()
}

// lockFile holds f for this process until it is closed.
func lockFile(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return ErrHeld
	}
	return err
}
