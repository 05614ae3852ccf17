package atomicfile

import (
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

var (
	errIsDir     error = syscall.EISDIR
	errIrregular       = errors.New("not a regular file")
	errLoop            = errors.New("too many levels of symbolic links")
)

// OS is the operating system's FS.
type OS struct{}

// Resolve follows symlinks, also one whose target does not exist yet.
func (OS) Resolve(path string) (string, fs.FileInfo, error) {
	for range 64 {
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return path, nil, nil
		}
		if err != nil {
			return "", nil, err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			return path, info, mayWrite(path, info)
		}
		to, err := os.Readlink(path)
		if err != nil {
			return "", nil, err
		}
		if !filepath.IsAbs(to) {
			// The kernel resolves the link against the real directory, which
			// a lexical join would miss when that is itself a link.
			dir, err := filepath.EvalSymlinks(filepath.Dir(path))
			if err != nil {
				return "", nil, err
			}
			to = filepath.Join(dir, to)
		}
		path = to
	}
	return "", nil, errLoop
}

// Create makes a new file with O_EXCL.
func (OS) Create(path string, perm fs.FileMode) (File, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return nil, err
	}
	return osFile{f}, nil
}

// Move renames from to to.
func (OS) Move(from, to string, replace bool) error {
	if replace {
		return os.Rename(from, to)
	}
	return renameNew(from, to)
}

// Exchange swaps a and b.
func (OS) Exchange(a, b string) error { return exchange(a, b) }

// Sum reads the file without waiting for the other end of a FIFO.
func (OS) Sum(path string) (sum [32]byte, err error) {
	f, err := os.OpenFile(path, os.O_RDONLY|readFlags, 0)
	if err != nil {
		if isLink(err) {
			err = ErrChanged
		}
		return sum, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return sum, err
	}
	if !st.Mode().IsRegular() {
		return sum, ErrChanged
	}
	free, err := hold(f)
	if err != nil {
		return sum, err
	}
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, err
	}
	return [32]byte(h.Sum(nil)), free()
}

// Remove deletes one file.
func (OS) Remove(path string) error { return os.Remove(path) }

// SyncDir flushes a directory.
func (OS) SyncDir(dir string) error { return syncDir(dir) }

type osFile struct{ *os.File }

// Adopt sets the owner first: changing it may clear bits of the mode.
func (f osFile) Adopt(old fs.FileInfo) error {
	adoptOwner(f.File, old)
	const bits = fs.ModePerm | fs.ModeSetgid | fs.ModeSetuid | fs.ModeSticky
	now, err := f.Stat()
	if err != nil {
		return err
	}
	if now.Mode()&bits == old.Mode()&bits {
		return nil // a file system without permissions may refuse chmod
	}
	return f.Chmod(old.Mode() & bits)
}

// linkNew is renameNew for file systems without an exclusive rename: by a hard
// link and, where there are none, by reserving the name. Only the last can
// leave an empty file when the process is killed in it.
func linkNew(from, to string) error {
	err := os.Link(from, to)
	if err == nil {
		return os.Remove(from)
	}
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	if err := os.Rename(from, to); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}

// linkCause returns the cause of an error of rename or link.
func linkCause(err error) (error, bool) {
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err, true
	}
	return nil, false
}
