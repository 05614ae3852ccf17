package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"lanyard/store/atomicfile"
)

// A root is something that may be read, named without symbolic links: a folder
// and all that is in it or, where file is not empty, that one file of it.
type root struct {
	dir  string
	file string
}

// holds reports whether a path without symbolic links may be read.
func (r root) holds(real string) bool {
	if r.file != "" {
		return real == filepath.Join(r.dir, r.file)
	}
	return Within(r.dir, real)
}

// A beneath opens files below its roots, each only once: what is looked at, read
// and copied is the very file whose place was checked, whatever another program
// puts at its path meanwhile. A symbolic link that is swapped in and leads out is
// refused, a FIFO is not waited for. It keeps the roots that it has used open until
// Close, and belongs to one goroutine.
type beneath struct {
	roots []root
	open  map[string]*os.Root // by folder

	// walks says that what is opened lies close together: the folder above it is
	// kept open too, so that the way there is not gone anew each time.
	walks bool
	near  *os.Root
	at    string // of near
}

// walk is a beneath for many files of a folder.
func (f *Folder) walk() beneath { return beneath{roots: f.roots, walks: true} }

// Close lets the roots go.
func (b *beneath) Close() {
	for _, r := range b.open {
		r.Close()
	}
	b.open = nil
	b.leave()
}

func (b *beneath) leave() {
	if b.near != nil {
		b.near.Close()
	}
	b.near, b.at = nil, ""
}

// resolve is path without symbolic links, if it may be read.
func resolve(roots []root, path string) (string, error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) { // as most guesses are: told by one call, not by one for each folder
		return "", Wrap("open", path, err)
	}
	real, err := filepath.EvalSymlinks(path)
	for tries := 0; errors.Is(err, syscall.EINVAL) && tries < 8; tries++ { // what was a link is none any more
		real, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		return "", Wrap("open", path, err)
	}
	if !slices.ContainsFunc(roots, func(r root) bool { return r.holds(real) }) {
		return "", Wrap("open", path, ErrOutside)
	}
	return real, nil
}

// file opens a regular file. real is path without symbolic links where that is
// known, else empty.
func (b *beneath) file(path, real string) (*os.File, fs.FileInfo, error) {
	h, r, err := b.handle(path, real, 2)
	if err != nil {
		return nil, nil, err
	}
	st, err := h.Stat()
	switch {
	case err != nil:
		err = Wrap("open", path, err)
	case !st.Mode().IsRegular():
		err = fail("open", path, NotRegular, "%s, not a file", kindName(st.Mode()))
	case r.file != "" && !b.is(r, st):
		err = Wrap("open", path, ErrOutside)
	default:
		return h, st, nil
	}
	h.Close()
	return nil, nil, err
}

// is reports whether the file of a root is the one that was opened, and no
// symbolic link to it.
func (b *beneath) is(r root, opened fs.FileInfo) bool {
	at, err := b.open[r.dir].Lstat(r.file)
	return err == nil && os.SameFile(at, opened)
}

// entries lists a folder, sorted by name.
func (b *beneath) entries(path, real string) ([]fs.DirEntry, error) {
	h, _, err := b.handle(path, real, 1)
	if err != nil {
		return nil, err
	}
	defer h.Close()
	list, err := h.ReadDir(-1)
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	if b.walks && slices.ContainsFunc(list, func(e fs.DirEntry) bool { return atomicfile.IsTemp(e.Name()) }) {
		_ = atomicfile.Sweep(path) // of killed programs; what cannot be removed is hidden
	}
	return list, Wrap("read", path, err)
}

// handle opens what is at path, and tells below which root. Of a walk the folder so
// many steps above is kept open.
func (b *beneath) handle(path, real string, steps int) (*os.File, root, error) {
	if real == "" {
		var err error
		if real, err = resolve(b.roots, path); err != nil {
			return nil, root{}, err
		}
	}
	i := slices.IndexFunc(b.roots, func(r root) bool { return r.holds(real) })
	if i < 0 {
		return nil, root{}, Wrap("open", path, ErrOutside)
	}
	r := b.roots[i]
	dir, rel, err := b.folder(r, real, steps)
	if err != nil {
		return nil, r, refusal(nil, "", path, err)
	}
	h, err := dir.OpenFile(rel, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	for tries := 0; errors.Is(err, syscall.ELOOP) && tries < 8; tries++ { // what was a link is none any more
		h, err = dir.OpenFile(rel, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	}
	if err != nil {
		return nil, r, refusal(dir, rel, path, err)
	}
	return h, r, nil
}

// folder is an open folder above real, and the way from there.
func (b *beneath) folder(r root, real string, steps int) (*os.Root, string, error) {
	dir, err := b.root(r)
	if err != nil {
		return nil, "", err
	}
	rel, err := filepath.Rel(r.dir, real)
	if err != nil || !b.walks {
		return dir, rel, err
	}
	up := rel
	for range steps {
		up = filepath.Dir(up)
	}
	if up == "." {
		return dir, rel, nil
	}
	if at := filepath.Join(r.dir, up); b.at != at {
		b.leave()
		if b.near, err = dir.OpenRoot(up); err != nil {
			b.near = nil
			return nil, "", err
		}
		b.at = at
	}
	return b.near, rel[len(up)+1:], nil
}

func (b *beneath) root(r root) (*os.Root, error) {
	if dir := b.open[r.dir]; dir != nil {
		return dir, nil
	}
	dir, err := os.OpenRoot(r.dir)
	if err != nil {
		return nil, err
	}
	if b.open == nil {
		b.open = map[string]*os.Root{}
	}
	b.open[r.dir] = dir
	return dir, nil
}

// refusal says why a file was not opened: what is no errno is os.Root's word that
// the path leads out, and a socket is named as one.
func refusal(dir *os.Root, rel, path string, err error) error {
	var no syscall.Errno
	if !errors.As(err, &no) {
		return Wrap("open", path, ErrOutside)
	}
	if dir == nil {
		return Wrap("open", path, err)
	}
	if st, serr := dir.Lstat(rel); serr == nil && !st.Mode().IsRegular() && !st.IsDir() && st.Mode()&fs.ModeSymlink == 0 {
		return fail("open", path, NotRegular, "%s, not a file", kindName(st.Mode()))
	}
	return Wrap("open", path, err)
}

// rootAt is the folder dir as a root.
func rootAt(dir string) (root, error) {
	real, err := filepath.EvalSymlinks(dir)
	return root{dir: real}, err
}
