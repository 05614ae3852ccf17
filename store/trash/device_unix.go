//go:build unix

package trash

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// crossDevice reports whether a rename failed because its ends lie on two file systems.
func crossDevice(err error) bool { return errors.Is(err, syscall.EXDEV) }

// device is the number of the file system that info's file lies on.
func device(info fs.FileInfo) uint64 {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0
	}
	return uint64(st.Dev) // it has another type on other systems
}

// top is the mount point of the file system that path, absolute, lies on.
func top(path string) (string, error) {
	dir, err := filepath.EvalSymlinks(filepath.Dir(path)) // a link lies where its folder does
	if err != nil {
		return "", err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	for {
		up := filepath.Dir(dir)
		above, err := os.Lstat(up)
		if err != nil {
			return "", err
		}
		if up == dir || device(above) != device(info) {
			return dir, nil
		}
		dir, info = up, above
	}
}

// isOwn reports whether path is a folder of this user and no link, as a trash in a place that others can write must be.
func isOwn(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.IsDir() {
		return false
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == os.Getuid()
}
