//go:build unix

package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// mayWrite asks the kernel whether this user may write the file itself, which
// the rename would not ask.
func mayWrite(path string, info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return nil
	}
	if err := unix.Access(path, unix.W_OK); err != nil {
		return &fs.PathError{Op: "access", Path: path, Err: err}
	}
	return nil
}

// adoptOwner keeps owner and group as far as the process may: an author who
// is in the file's group keeps the group, root keeps both.
func adoptOwner(f *os.File, old fs.FileInfo) {
	st, ok := old.Sys().(*syscall.Stat_t)
	if !ok {
		return
	}
	now, err := f.Stat()
	if err != nil {
		return
	}
	if cur, ok := now.Sys().(*syscall.Stat_t); ok && cur.Uid == st.Uid && cur.Gid == st.Gid {
		return
	}
	if f.Chown(int(st.Uid), int(st.Gid)) != nil {
		_ = f.Chown(-1, int(st.Gid)) // best effort, see the doc of Write
	}
}

// syncDir flushes dir. File systems that cannot (some network and FUSE ones
// answer EINVAL) and directories one may write but not read are no error: the
// rename has happened, only its durability is the file system's own affair.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) {
			return nil
		}
		return err
	}
	err = d.Sync()
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.EBADF) {
		err = nil
	}
	if e := d.Close(); err == nil {
		err = e
	}
	return err
}

// readFlags open a file that may have become something else.
const readFlags = unix.O_NONBLOCK | unix.O_NOFOLLOW

// isLink reports that O_NOFOLLOW has found a symlink.
func isLink(err error) bool { return errors.Is(err, unix.ELOOP) || errors.Is(err, unix.EMLINK) }
