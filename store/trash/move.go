package trash

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"lanyard/store/atomicfile"
)

// move renames from to to, also onto another file system, and fails with fs.ErrExist when something is at to.
func move(from, to string) error {
	err := renameNew(from, to)
	if err == nil || !crossDevice(err) {
		return err
	}
	return copyOver(from, to)
}

// renameNew renames within one file system unless something is at to.
func renameNew(from, to string) error {
	info, err := os.Lstat(from)
	if err != nil {
		return err
	}
	err = atomicfile.OS{}.Move(from, to, false)
	if err == nil || errors.Is(err, fs.ErrExist) || crossDevice(err) || !info.IsDir() {
		return err
	}
	// A file system without an exclusive rename, which has none for folders by other ways. A rename replaces an empty folder at most.
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

// copyOver moves onto another file system: all is copied and flushed beside to, that is renamed to to, and only then the original goes.
func copyOver(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	copied := hiddenBeside(to)
	if err := copyTree(from, copied); err != nil {
		return errors.Join(err, os.RemoveAll(copied))
	}
	// Under a hidden name the original is gone at once, and a folder that may not be changed says so before anything is deleted.
	old := hiddenBeside(from)
	if err := os.Rename(from, old); err != nil {
		return errors.Join(err, os.RemoveAll(copied))
	}
	if err := renameNew(copied, to); err != nil {
		return errors.Join(err, os.Rename(old, from), os.RemoveAll(copied))
	}
	_ = os.RemoveAll(old) // what cannot be removed is hidden, and everything is safe at to
	return nil
}

// hiddenBeside is a new name in the folder of path that the list of posts, the watcher and a site overlook.
func hiddenBeside(path string) string {
	return filepath.Join(filepath.Dir(path), ".lanyard-"+rand.Text()[:16]+".tmp")
}

// copyTree copies files, folders and symbolic links with their permissions and times, and refuses what is something else.
func copyTree(from, to string) error {
	info, err := os.Lstat(from)
	if err != nil {
		return err
	}
	switch info.Mode().Type() {
	case 0:
		return copyFile(from, to, info)
	case fs.ModeSymlink:
		target, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(target, to)
	case fs.ModeDir:
		if err := os.Mkdir(to, 0o700); err != nil {
			return err
		}
		entries, err := os.ReadDir(from)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := copyTree(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())); err != nil {
				return err
			}
		}
		if err := os.Chmod(to, info.Mode().Perm()); err != nil {
			return err
		}
		return os.Chtimes(to, info.ModTime(), info.ModTime())
	}
	return fmt.Errorf("%q is neither a file nor a folder", from)
}

func copyFile(from, to string, info fs.FileInfo) (err error) {
	in, err := os.OpenFile(from, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a FIFO that came meanwhile is not waited for
	if err != nil {
		return err
	}
	defer in.Close()
	if st, err := in.Stat(); err != nil {
		return err
	} else if !os.SameFile(st, info) || !st.Mode().IsRegular() {
		return fmt.Errorf("copy %q: another program has put something else there", from)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if e := out.Close(); err == nil {
			err = e
		}
		if err == nil {
			err = os.Chtimes(to, info.ModTime(), info.ModTime())
		}
	}()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	if err := out.Chmod(info.Mode().Perm()); err != nil {
		return err
	}
	return out.Sync()
}
