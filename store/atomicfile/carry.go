package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// Carry moves the file at path from to the path to, in another folder of the same
// file system, in one step: at every instant it is at exactly one of the two. It
// fails, and moves nothing, under the conditions of [Take], and with an error that
// is fs.ErrExist when something is at to. A symlink is refused: what it says could
// mean another file there.
func Carry(from, to string, was [32]byte) error { return Writer{}.Carry(from, to, was) }

// Carry is the function Carry on w's layer.
func (w Writer) Carry(from, to string, was [32]byte) error {
	if err := w.untilFree(func() error { return w.carry(from, to, was) }); err != nil {
		return fmt.Errorf("move %q: %w", from, bare(err))
	}
	return nil
}

func (w Writer) carry(from, to string, was [32]byte) error {
	layer := w.fs()
	real, old, err := w.target(from)
	switch {
	case err != nil:
		return err
	case old == nil:
		return fs.ErrNotExist
	case real != from:
		return errIrregular
	}
	if err := w.expect(from, was); err != nil {
		return err
	}
	defer lock(filepath.Dir(from))()
	if err := layer.Move(from, to, false); err != nil {
		return err
	}
	cause := w.expect(to, was)
	if cause == nil {
		cause = errors.Join(layer.SyncDir(filepath.Dir(to)), layer.SyncDir(filepath.Dir(from)))
	}
	if cause == nil {
		return nil
	}
	if err := layer.Move(to, from, false); err != nil { // something new has that name already
		return &AsideError{to, cause}
	}
	return cause
}
