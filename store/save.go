package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"lanyard/store/atomicfile"
)

// SaveOptions say what Save may do beyond its rule.
type SaveOptions struct {
	Force bool // overwrite a file that changed, make one again that is gone
}

// Save writes text to p's file at once or not at all, and returns the post as it
// is now on the disk. It fails with ErrChanged when the file's bytes are no longer
// those of p.Stamp, and with ErrGone when the file is not there. A text that the
// file has already is not written. Permissions stay.
func Save(p *Post, text string, opts SaveOptions) (*Post, error) {
	if len(text) > MaxSize {
		return nil, tooLarge(p.Path, int64(len(text)), MaxSize)
	}
	if err := validText(p.Path, []byte(text)); err != nil {
		var e *Error
		if errors.As(err, &e) {
			e.Op = "save"
		}
		return nil, err
	}
	now, st, err := readRegular(p.Path, p.Path, MaxSize)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if !opts.Force {
			return nil, Wrap("save", p.Path, ErrGone)
		}
		if err := os.MkdirAll(p.Dir, 0o777); err != nil {
			return nil, Wrap("save", p.Path, err)
		}
	case err != nil:
		var e *Error
		if errors.As(err, &e) {
			e.Op = "save"
			if e.Kind == TooLarge && !opts.Force { // it was smaller when it was loaded
				e.Kind, e.Err = Changed, ErrChanged
			}
			if e.Kind == TooLarge {
				break
			}
		}
		return nil, err
	default:
		stamp := stampOf(now, st)
		if string(now) == text {
			q := *p
			q.Text, q.Stamp = text, stamp
			return &q, nil
		}
		if stamp.Sum != p.Stamp.Sum && !opts.Force {
			return nil, Wrap("save", p.Path, ErrChanged)
		}
	}
	perm := p.Stamp.Mode.Perm()
	if perm == 0 {
		perm = 0o644
	}
	if err := atomicfile.Write(p.Path, []byte(text), perm); err != nil {
		return nil, Wrap("save", p.Path, err)
	}
	_ = atomicfile.Sweep(p.Dir) // what cannot be removed is hidden
	if st, err = os.Stat(p.Path); err != nil {
		return nil, Wrap("save", p.Path, err)
	}
	q := *p
	q.Text, q.Writable = text, true
	q.Stamp = stampOf([]byte(text), st)
	return &q, nil
}

// Same reports whether the file at p.Path still holds the bytes of p.Stamp. The
// error is ErrGone when it is not there.
func Same(p *Post) (bool, error) {
	data, st, err := readRegular(p.Path, p.Path, MaxSize)
	if errors.Is(err, fs.ErrNotExist) {
		return false, Wrap("read", p.Path, ErrGone)
	}
	if err != nil {
		return false, err
	}
	return stampOf(data, st).Sum == p.Stamp.Sum, nil
}

// CheckName refuses what cannot be the name of one folder or file.
func CheckName(name string) error {
	if name == "" || name == "." || name == ".." || filepath.Base(name) != name || !filepath.IsLocal(name) {
		return fmt.Errorf("%q is no name of a folder", name)
	}
	return nil
}
