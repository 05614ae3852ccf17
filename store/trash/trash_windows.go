package trash

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// fileOp is SHFILEOPSTRUCTW as 64-bit Windows lays it out.
type fileOp struct {
	window   uintptr
	do       uint32
	from, to *uint16
	flags    uint16
	aborted  int32
	mappings uintptr
	title    *uint16
}

const (
	opDelete         = 3
	flagSilent       = 0x0004
	flagNoConfirm    = 0x0010
	flagAllowUndo    = 0x0040
	flagNoErrorUI    = 0x0400
	flagWarnForever  = 0x4000 // ask before something is deleted for good, whatever flagNoConfirm says
	recycleBinFolder = "$Recycle.Bin"
)

// put asks the shell, for only it keeps the bin's bounds and its other bookkeeping right, and then looks where the shell put the item.
func put(path string) (Item, error) {
	bin, err := binOf(path)
	if err != nil {
		return Item{}, err
	}
	began := time.Now()
	if err := recycle(path); err != nil {
		return Item{}, err
	}
	return find(bin, path, began)
}

// binOf is this user's part of the recycle bin on the drive of path. Network and most removable drives have none: the shell would delete for
// good there.
func binOf(path string) (string, error) {
	drive := filepath.VolumeName(path) + `\`
	root, err := windows.UTF16PtrFromString(drive)
	if err != nil {
		return "", err
	}
	if windows.GetDriveType(root) != windows.DRIVE_FIXED || unsafe.Sizeof(uintptr(0)) != 8 {
		return "", ErrNoTrash
	}
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return "", err
	}
	return filepath.Join(drive, recycleBinFolder, user.User.Sid.String()), nil
}

func recycle(path string) error {
	from, err := windows.UTF16FromString(path)
	if err != nil {
		return err
	}
	from = append(from, 0) // a list of one
	op := fileOp{do: opDelete, from: &from[0], flags: flagAllowUndo | flagNoConfirm | flagSilent | flagNoErrorUI | flagWarnForever}
	runtime.LockOSThread() // the shell's objects belong to a thread
	defer runtime.UnlockOSThread()
	r, _, _ := windows.NewLazySystemDLL("shell32.dll").NewProc("SHFileOperationW").Call(uintptr(unsafe.Pointer(&op)))
	runtime.KeepAlive(from)
	switch {
	case op.aborted != 0:
		return errors.New("cancelled")
	case r == uintptr(windows.ERROR_FILE_NOT_FOUND), r == uintptr(windows.ERROR_PATH_NOT_FOUND):
		return fs.ErrNotExist
	case r == uintptr(windows.ERROR_ACCESS_DENIED), r == 0x78: // DE_ACCESSDENIEDSRC
		return fs.ErrPermission
	case r == uintptr(windows.ERROR_SHARING_VIOLATION):
		return windows.ERROR_SHARING_VIOLATION
	case r != 0:
		return fmt.Errorf("the shell refuses with 0x%x", r)
	}
	return nil
}

// find looks for the newest record of path in the bin. Where there is none the item is in the trash all the same, but only the file manager
// can put it back.
func find(bin, path string, began time.Time) (Item, error) {
	item := Item{from: path}
	entries, err := os.ReadDir(bin)
	if err != nil {
		return item, nil
	}
	var newest time.Time
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), "$I")
		if info, err := e.Info(); !ok || err != nil || info.Size() > 1<<17 || info.ModTime().Before(began.Add(-time.Minute)) {
			continue
		}
		record := filepath.Join(bin, e.Name())
		data, err := os.ReadFile(record)
		if err != nil {
			continue
		}
		was, deleted, ok := readRecord(data)
		if ok && strings.EqualFold(was, path) && !deleted.Before(newest) {
			newest, item.to, item.info = deleted, filepath.Join(bin, "$R"+rest), record
		}
	}
	return item, nil
}
