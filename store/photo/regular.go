package photo

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// An Opener opens a picture for reading. That of a site, [lanyard/store.Folder.OpenFile], opens nothing outside of it, whatever
// another program puts at the path; nil opens whatever the path leads to, which is right for a path that the author gave. The methods of an
// Opener are this package's functions of the same name on files that it opens.
type Opener func(path string) (*os.File, fs.FileInfo, error)

// open opens a regular file and gives its state. A folder, pipe, socket or device is an *[Error] that names it, at once: it is not opened if
// the path shows it, and not waited for if it came between the look and the opening.
func (o Opener) open(op, path string) (*os.File, fs.FileInfo, error) {
	if o != nil {
		return o(path)
	}
	return openRegular(op, path)
}

func openRegular(op, path string) (*os.File, fs.FileInfo, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if err := regular(op, path, st.Mode()); err != nil {
		return nil, nil, err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|openAtOnce, 0)
	if err != nil {
		return nil, nil, err
	}
	if st, err = f.Stat(); err == nil {
		err = regular(op, path, st.Mode())
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, st, nil
}

// regular names what is no regular file.
func regular(op, path string, mode fs.FileMode) error {
	is := WhatSpecial
	switch {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		is = WhatFolder
	case mode&fs.ModeNamedPipe != 0:
		is = WhatPipe
	case mode&fs.ModeSocket != 0:
		is = WhatSocket
	case mode&fs.ModeDevice != 0:
		is = WhatDevice
	}
	return unsupported(op, path, is)
}

// readFile reads a regular file of at most maxBytes.
func readFile(op, path string) ([]byte, time.Time, error) { return Opener(nil).read(op, path) }

func (o Opener) read(op, path string) ([]byte, time.Time, error) {
	f, st, err := o.open(op, path)
	if err != nil {
		return nil, time.Time{}, err
	}
	defer f.Close()
	data, err := readOpen(op, path, f, st)
	return data, st.ModTime(), err
}

// readOpen reads all of a file that is open, at most maxBytes.
func readOpen(op, path string, f *os.File, st fs.FileInfo) ([]byte, error) {
	if st.Size() > maxBytes {
		return nil, tooManyBytes(op, path, st.Size())
	}
	data := make([]byte, st.Size())
	if n, err := f.ReadAt(data, 0); n < len(data) {
		if errors.Is(err, io.EOF) {
			err = fmt.Errorf("%w while it was read", ErrChanged)
		}
		return nil, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return data, nil
}
