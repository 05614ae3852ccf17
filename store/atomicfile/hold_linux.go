package atomicfile

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// hold takes a read lease on f, which the system refuses while any program has
// the file open for writing. free fails with ErrBusy when one has tried to open it
// since. Where there are no leases (another owner's file, a network) it holds
// nothing.
func hold(f *os.File) (free func() error, err error) {
	_, err = unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_RDLCK)
	switch {
	case errors.Is(err, unix.EAGAIN):
		return nil, ErrBusy
	case err != nil:
		return func() error { return nil }, nil
	}
	return func() error {
		if kept, err := unix.FcntlInt(f.Fd(), unix.F_GETLEASE, 0); err == nil && kept != unix.F_RDLCK {
			return ErrBusy
		}
		return nil
	}, nil
}
