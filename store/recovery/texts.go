package recovery

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"lanyard/store"
)

// texts are those that may show a photo of one folder.
type texts struct {
	all   []string
	final bool // none of them is unsaved, and all could be read
}

// texts gives the texts of the pages of the bundle that dir is in.
func (s *settler) texts(dir string) texts {
	t := texts{final: true}
	pages, bundle := pagesOf(dir)
	for _, path := range pages {
		data, err := readFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.final = false
			s.failed(err)
		}
		t.all = append(t.all, string(data))
	}
	mine := func(path string) bool { return filepath.Dir(path) == bundle }
	for _, r := range s.unsaved {
		if mine(r.Path) {
			t.all, t.final = append(t.all, r.Text), false
		}
	}
	for path, text := range s.open {
		if mine(path) {
			if data, err := readFile(path); err != nil || string(data) != text {
				t.final = false
			}
			t.all = append(t.all, text)
		}
	}
	return t
}

// pagesOf finds the bundle around a folder, which is the folder itself or one above it, and its pages.
func pagesOf(dir string) (pages []string, bundle string) {
	for d := dir; ; d = filepath.Dir(d) {
		if pages = store.Pages(d); len(pages) > 0 {
			return pages, d
		}
		if d == filepath.Dir(d) {
			return nil, dir
		}
	}
}

// show reports whether one of the texts speaks of a file of that name.
func (t texts) show(name string) bool {
	return slices.ContainsFunc(t.all, func(s string) bool { return Shows(s, name) })
}

// Shows reports whether a text speaks of a file of that name, in whatever way: better an unused photo than one that is missed.
func Shows(text, name string) bool { return mentions(text, name) || mentions(text, store.Escape(name)) }

// mentions reports whether name stands in s and is not the end or the beginning of a longer name.
func mentions(s, name string) bool {
	for at := 0; name != ""; {
		i := strings.Index(s[at:], name)
		if i < 0 {
			return false
		}
		from, to := at+i, at+i+len(name)
		if (from == 0 || !inName(s[from-1])) && (to == len(s) || !inName(s[to])) {
			return true
		}
		at = from + 1
	}
	return false
}

func inName(c byte) bool {
	return c == '-' || c == '_' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// readFile reads a regular file; it does not wait for the other end of a FIFO.
func readFile(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if st, err := f.Stat(); err != nil || !st.Mode().IsRegular() {
		return nil, errors.Join(err, fs.ErrInvalid)
	}
	return io.ReadAll(f)
}
