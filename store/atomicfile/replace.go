package atomicfile

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
)

// ErrChanged: the file is not the one that the caller knows.
var ErrChanged = errors.New("another program has changed it")

// ErrBusy: another program has the file open for writing, and may write after
// the last look.
var ErrBusy = errors.New("another program is writing it")

// busyWait is how long Replace and Take wait for a program that has the file
// open for writing.
const busyWait = time.Second

// Replace is Write for a file that the caller has read: it is replaced only as
// long as its bytes are those with the SHA-256 was. Else it stays, and the error
// is ErrChanged, or one that is fs.ErrNotExist.
//
// Where the system can exchange two files (Linux, macOS) nothing that another
// program writes can slip in between look and replacement: what was exchanged is
// looked at and put back when it is not what was expected. Elsewhere the last look
// comes right before the rename.
func Replace(path string, was [32]byte, data []byte) error { return Writer{}.Replace(path, was, data) }

// Take removes the file at path, under the conditions of Replace.
func Take(path string, was [32]byte) error { return Writer{}.Take(path, was) }

// Replace is the function Replace on w's layer.
func (w Writer) Replace(path string, was [32]byte, data []byte) error {
	if err := w.untilFree(func() error { return w.replace(path, was, data) }); err != nil {
		return fmt.Errorf("write %q: %w", path, bare(err))
	}
	return nil
}

// Take is the function Take on w's layer.
func (w Writer) Take(path string, was [32]byte) error {
	if err := w.untilFree(func() error { return w.take(path, was) }); err != nil {
		return fmt.Errorf("remove %q: %w", path, bare(err))
	}
	return nil
}

// untilFree calls f again while another program has the file open, for a while.
func (w Writer) untilFree(f func() error) error {
	end := time.Now().Add(busyWait)
	for pause := time.Millisecond; ; pause *= 2 {
		err := f()
		if !errors.Is(err, ErrBusy) || time.Now().Add(pause).After(end) {
			return err
		}
		<-time.After(pause)
	}
}

func (w Writer) replace(path string, was [32]byte, data []byte) error {
	real, old, err := w.target(path)
	if err != nil {
		return err
	}
	if old == nil {
		return fs.ErrNotExist
	}
	if err := w.expect(real, was); err != nil {
		return err
	}
	return w.place(real, data, old.Mode().Perm(), old, func(tmp, path string) error {
		return w.exchange(tmp, path, was, sha256.Sum256(data))
	})
}

// exchange puts the file tmp, which holds ours, in the place of one that holds
// was.
func (w Writer) exchange(tmp, path string, was, ours [32]byte) error {
	layer := w.fs()
	defer lock(filepath.Dir(path))()
	if err := w.expect(path, was); err != nil { // nearly every change is found here, and no reader sees two exchanges
		return err
	}
	err := layer.Exchange(tmp, path)
	if errors.Is(err, errors.ErrUnsupported) {
		return layer.Move(tmp, path, true)
	}
	if err != nil {
		return err
	}
	cause := w.expect(tmp, was)
	if cause == nil {
		_ = layer.Remove(tmp) // what cannot be removed is hidden, and swept later
		return nil
	}
	// What came out is another program's. It goes back, and ours comes out, unless
	// that was replaced meanwhile as well: then the newest is at path, and tmp has
	// what it did not know.
	for range 2 {
		if err := layer.Exchange(tmp, path); err != nil {
			return w.aside(tmp, err)
		}
		if w.expect(tmp, ours) == nil {
			return cause // the caller removes tmp
		}
	}
	return w.aside(tmp, cause)
}

// asideSuffix ends the name of a file that no Sweep may take away.
const asideSuffix = ".kept"

// aside keeps a file that holds what another program wrote.
func (w Writer) aside(tmp string, cause error) error {
	kept := strings.TrimSuffix(tmp, tempSuffix) + asideSuffix
	if err := w.fs().Move(tmp, kept, false); err != nil {
		return &AsideError{tmp, errors.Join(cause, err)}
	}
	return &AsideError{kept, cause}
}

// AsideError tells that something that another program wrote had to be left in a
// file of its own: two writes of others came between two system calls of ours.
type AsideError struct {
	File string // hidden, beside the file that was to be written
	Err  error
}

func (e *AsideError) Error() string {
	return fmt.Sprintf("%v; what it wrote was set aside as %q", e.Err, filepath.Base(e.File))
}

func (e *AsideError) Unwrap() error { return e.Err }

// take moves the file away first, so that it is known what is removed.
func (w Writer) take(path string, was [32]byte) error {
	layer := w.fs()
	real, old, err := w.target(path)
	if err != nil {
		return err
	}
	if old == nil {
		return fs.ErrNotExist
	}
	if err := w.expect(real, was); err != nil {
		return err
	}
	tmp := tempName(filepath.Dir(real))
	defer lock(filepath.Dir(real))()
	if err := layer.Move(real, tmp, false); err != nil {
		return err
	}
	if cause := w.expect(tmp, was); cause != nil {
		if err := layer.Move(tmp, real, false); err != nil { // something new has that name already
			return w.aside(tmp, cause)
		}
		return cause
	}
	if err := layer.Remove(tmp); err != nil {
		return errors.Join(err, layer.Move(tmp, real, false))
	}
	return layer.SyncDir(filepath.Dir(real))
}

// expect looks whether the file at path holds was.
func (w Writer) expect(path string, was [32]byte) error {
	sum, err := w.fs().Sum(path)
	if err == nil && sum != was {
		err = ErrChanged
	}
	return err
}
