package atomicfile

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// mayWrite has nothing to ask: Windows refuses the rename itself.
func mayWrite(string, fs.FileInfo) error { return nil }

// adoptOwner does nothing: a new file inherits the directory's access list.
func adoptOwner(*os.File, fs.FileInfo) {}

// syncDir does nothing: Windows has no call that flushes a directory, NTFS
// journals the rename.
func syncDir(string) error { return nil }

// renameNew renames from to to unless something is there.
func renameNew(from, to string) error {
	f, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	t, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	err = windows.MoveFileEx(f, t, windows.MOVEFILE_WRITE_THROUGH)
	if err == nil {
		return nil
	}
	if errors.Is(err, windows.ERROR_ALREADY_EXISTS) || errors.Is(err, windows.ERROR_FILE_EXISTS) {
		err = fs.ErrExist
	}
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
}

// exchange has no system call here.
func exchange(_, _ string) error { return errors.ErrUnsupported }

// readFlags: a program that reads or renames the file meanwhile is not kept from it.
const readFlags = os.O_RDONLY

func isLink(error) bool { return false }
