package store

import (
	"context"
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

	// Replaced, where given, is called with what Force is about to overwrite, so
	// that it can be kept. Nothing that it was not called with is overwritten.
	Replaced func(theirs *Post)
}

// forceTries bounds how often a forced save begins again because the file has
// changed once more.
const forceTries = 16

// Save writes text to p's file at once or not at all, and returns the post as it
// is now on the disk. It fails with ErrChanged when the file's bytes are not those
// of p.Stamp, also when they change in the moment of the save, and with ErrGone when
// the file is not there. A text that the file has already is not written.
// Permissions stay; a file with several names is parted from the others, and says so
// in Parted.
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
	tries := 1
	if opts.Force {
		tries = forceTries
	}
	for {
		done, err := save(p, text, opts)
		if tries--; err == nil || !errors.Is(err, ErrChanged) || tries == 0 {
			return done, err
		}
	}
}

// save is one try.
func save(p *Post, text string, opts SaveOptions) (*Post, error) {
	now, st, err := readRegular(p.Path, p.Path, MaxSize)
	parted := err == nil && linked(st)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if !opts.Force {
			return nil, Wrap("save", p.Path, ErrGone)
		}
		err = recreate(p, text)
	case err != nil:
		var e *Error
		if !errors.As(err, &e) {
			return nil, err
		}
		e.Op = "save"
		if e.Kind != TooLarge {
			return nil, err
		}
		if !opts.Force { // it was smaller when it was loaded
			e.Kind, e.Err = Changed, ErrChanged
			return nil, err
		}
		err = atomicfile.Write(p.Path, []byte(text), p.Stamp.Mode.Perm())
	default:
		stamp := stampOf(now, st)
		if string(now) == text {
			q := *p
			q.Text, q.Stamp = text, stamp
			return &q, nil
		}
		if stamp.Sum != p.Stamp.Sum {
			if !opts.Force {
				return nil, Wrap("save", p.Path, ErrChanged)
			}
			if opts.Replaced != nil {
				theirs := *p
				theirs.Text, theirs.Stamp = string(now), stamp
				opts.Replaced(&theirs)
			}
		}
		err = atomicfile.Replace(p.Path, stamp.Sum, []byte(text))
	}
	if err != nil {
		return nil, saveError(p.Path, err)
	}
	_ = atomicfile.Sweep(p.Dir) // what cannot be removed is hidden
	if st, err = os.Stat(p.Path); err != nil {
		return nil, Wrap("save", p.Path, err)
	}
	q := *p
	q.Text, q.Writable, q.Parted = text, true, parted
	q.Stamp = stampOf([]byte(text), st)
	return &q, nil
}

// recreate makes a file again that is gone, unless something has its name now.
func recreate(p *Post, text string) error {
	if err := os.MkdirAll(p.Dir, 0o777); err != nil {
		return err
	}
	perm := p.Stamp.Mode.Perm()
	if perm == 0 {
		perm = 0o644
	}
	err := atomicfile.Create(p.Path, []byte(text), perm)
	if errors.Is(err, fs.ErrExist) {
		return ErrChanged
	}
	return err
}

// saveError says in the store's terms what the writing of a file said.
func saveError(path string, err error) error {
	var aside *atomicfile.AsideError
	switch {
	case errors.As(err, &aside):
		err = fmt.Errorf("%w; what another program wrote was set aside as %q", ErrChanged, aside.File)
	case errors.Is(err, atomicfile.ErrChanged):
		err = ErrChanged
	case errors.Is(err, fs.ErrNotExist):
		err = ErrGone
	}
	return Wrap("save", path, err)
}

// editTries bounds how often Edit begins again. Of programs that save one post at
// the same time one always comes through, so it is for a program gone wild.
const editTries = 100

// Edit saves what change makes of p's text. Where another program has written the
// file meanwhile, the post is loaded again and change, which has to be ready for
// that, gets the new text: neither loses anything.
func (f *Folder) Edit(ctx context.Context, p *Post, change func(*Post) (string, error)) (*Post, error) {
	for range editTries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		text, err := change(p)
		if err != nil {
			return nil, err
		}
		q, err := Save(p, text, SaveOptions{})
		if !errors.Is(err, ErrChanged) {
			return q, err
		}
		if p, err = f.Load(p.Path); err != nil {
			return nil, err
		}
	}
	return nil, Wrap("save", p.Path, ErrChanged)
}

// CheckName refuses what cannot be the name of one folder or file.
func CheckName(name string) error {
	if name == "" || name == "." || name == ".." || filepath.Base(name) != name || !filepath.IsLocal(name) {
		return fmt.Errorf("%q is no name of a folder", name)
	}
	return nil
}
