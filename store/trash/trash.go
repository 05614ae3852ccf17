// Package trash owns the way of files and folders to the system's trash and back.
//
// Where the desktop follows freedesktop.org, that is the Trash specification 1.0; on macOS the user's .Trash folders; on Windows the recycle
// bin. What a file manager shows in its trash is there after [Put], and can be put back from there too. The calls block on the disk.
package trash

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Item is something that Put moved into the trash. The zero Item is nothing.
type Item struct {
	from string // where it was, absolute
	to   string // where it lies in the trash
	info string // the file that describes it there; empty where there is none
}

// ErrNoTrash: the place where the file lies has no trash, so that it could only be deleted for good.
var ErrNoTrash = errors.New("there is no trash for this place")

// Put moves path into the system's trash: a file, a symbolic link itself, or a folder with all in it. It is there as a whole, or after
// an error still where it was.
func Put(path string) (Item, error) {
	abs, err := filepath.Abs(path)
	if err == nil {
		_, err = os.Lstat(abs)
	}
	var item Item
	if err == nil {
		item, err = put(abs)
	}
	if err != nil {
		return Item{}, fmt.Errorf("move %q to the trash: %w", path, bare(err))
	}
	return item, nil
}

// PutBack moves it to where it was, and makes the folder it was in again where that is gone. It fails with an error that is fs.ErrExist
// when something stands there, and with one that is fs.ErrNotExist when the trash was emptied; the item stays as it is then.
func (i Item) PutBack() error {
	if err := i.putBack(); err != nil {
		return fmt.Errorf("put back %q: %w", i.from, bare(err))
	}
	return nil
}

func (i Item) putBack() error {
	if _, err := os.Lstat(i.to); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(i.from), 0o777); err != nil {
		return err
	}
	if err := move(i.to, i.from); err != nil {
		return err
	}
	if i.info != "" {
		// The item is back. A description without an item is what file managers clear away by themselves.
		_ = os.Remove(i.info)
	}
	return nil
}

// bare takes the paths out of an error: those inside the trash say nothing to anybody.
func bare(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err
	}
	return err
}
