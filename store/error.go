package store

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"lanyard/store/atomicfile"
)

// ErrChanged: the file on the disk is no longer what was loaded.
var ErrChanged = errors.New("changed on the disk since it was loaded")

// ErrGone: the file that was loaded is no longer there.
var ErrGone = errors.New("no longer there")

// ErrOutside: the path leads out of the site root, or out of the content folder
// where there is no site.
var ErrOutside = errors.New("lies outside the site")

// Kind says what went wrong, for a caller that decides or translates.
type Kind uint8

// The kinds of an [Error].
const (
	Other        Kind = iota // see Err
	NotFound                 // no such file or folder
	Denied                   // the system does not allow it: permissions
	ReadOnly                 // the file system or the folder is read-only
	NoSpace                  // the disk or the quota is full
	NotRegular               // a folder, FIFO, socket or device where a file is needed
	NotFolder                // a file where a folder is needed
	NotPost                  // a file that is no Markdown
	TooLarge                 // more than MaxSize
	Binary                   // has a NUL byte
	NotUTF8                  // is in another encoding
	Outside                  // ErrOutside
	Exists                   // would overwrite
	Changed                  // ErrChanged
	Gone                     // ErrGone
	BadMeta                  // the front matter or the site configuration cannot be read
	BadName                  // a name or an argument that no file may have
	BadReference             // a post refers to a file that is not there or must not be read
	Busy                     // another program has it open for writing
)

// Error names the file, the place in it where there is one, and the reason.
// Line and Col count from 1 (Col in bytes); zero means no place.
type Error struct {
	Op   string
	Path string
	Line int
	Col  int
	Kind Kind
	Err  error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	if e.Path != "" {
		fmt.Fprintf(&b, " %q", e.Path)
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", e.Line, max(e.Col, 1))
	}
	if e.Err != nil {
		b.WriteString(": ")
		b.WriteString(e.Err.Error())
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// Wrap makes an *Error of what the system said about path; nil stays nil and an
// *Error stays as it is. The path that an *fs.PathError carries is dropped, for
// it would be named twice.
func Wrap(op, path string, err error) error {
	if err == nil {
		return nil
	}
	var own *Error
	if errors.As(err, &own) {
		return err
	}
	return &Error{Op: op, Path: path, Kind: kindOf(err), Err: Bare(err)}
}

// Bare is what the system said, without the path.
func Bare(err error) error {
	var no syscall.Errno
	if errors.As(err, &no) {
		return no
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

func kindOf(err error) Kind {
	switch {
	case errors.Is(err, ErrChanged):
		return Changed
	case errors.Is(err, ErrGone):
		return Gone
	case errors.Is(err, atomicfile.ErrBusy):
		return Busy
	case errors.Is(err, ErrOutside):
		return Outside
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return NotFound
	case errors.Is(err, fs.ErrExist):
		return Exists
	case errors.Is(err, syscall.EROFS):
		return ReadOnly
	case errors.Is(err, fs.ErrPermission):
		return Denied
	case errors.Is(err, syscall.ENOSPC), isQuota(err):
		return NoSpace
	}
	return Other
}

func fail(op, path string, kind Kind, format string, args ...any) error {
	return &Error{Op: op, Path: path, Kind: kind, Err: fmt.Errorf(format, args...)}
}
