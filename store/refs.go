package store

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// ErrUnsafe: a destination that names a place on one computer, not in the site.
var ErrUnsafe = errors.New("names a place on this computer, not in the site")

// Place is where a destination written in a post leads.
type Place uint8

// The places of a [Target].
const (
	Elsewhere Place = iota // another host, a mail address, a data URL
	Anchor                 // a heading of the same page
	Page                   // a page of the site: no file that can be looked up
	File                   // Path
)

// Target is what a destination names.
type Target struct {
	Place  Place
	Path   string // of a File: as the destination spells it, absolute
	Actual string // of a File: as it is spelled on the disk, when that differs by case or by Unicode form only; the file is not found on the site then
	Static bool   // of a File: found in a static folder, or of the site's root where none has it
	Suffix string // "?query#fragment", as written
}

// Resolve finds what dest, written in a page of folder dir, names: a relative one
// beside the page, one that begins with / in the site's static folders. The error
// is an *Error whose Kind is Outside when it leads out of the boundary, by its name
// or through a symbolic link, BadName (with ErrUnsafe) when it is a path of this
// computer, NotRegular for a folder or the like, and NotFound when there is no such
// file; Target.Path then tells where it was looked for.
func (f *Folder) Resolve(dir, dest string) (Target, error) {
	if unsafeDest(dest) {
		return Target{}, Fail("open", dest, BadName, ErrUnsafe)
	}
	if dest == "" {
		return Target{Place: Page}, nil
	}
	if strings.HasPrefix(dest, "//") || scheme.MatchString(dest) || strings.HasPrefix(dest, "{{") {
		return Target{Place: Elsewhere}, nil
	}
	name, suffix := dest, ""
	if i := strings.IndexAny(dest, "?#"); i >= 0 {
		name, suffix = dest[:i], dest[i:]
	}
	if name == "" {
		return Target{Place: Anchor, Suffix: suffix}, nil
	}
	if n, err := url.PathUnescape(name); err == nil {
		name = n
	}
	if strings.IndexByte(name, 0) >= 0 {
		return Target{}, Fail("open", dest, BadName, errors.New("a NUL byte in a name"))
	}
	page := !IsPicture(name) && looksLikePage(name)
	t := Target{Place: File, Suffix: suffix}
	if strings.HasPrefix(name, "/") {
		return f.resolveStatic(t, name, page)
	}
	t.Path = filepath.Join(dir, filepath.FromSlash(name))
	if page {
		if st, err := os.Stat(t.Path); err != nil || !st.Mode().IsRegular() {
			return Target{Place: Page, Suffix: suffix}, nil
		}
	}
	return f.lookUp(t, dir)
}

// Fail makes an *Error of all its parts.
func Fail(op, path string, kind Kind, err error) error {
	return &Error{Op: op, Path: path, Kind: kind, Err: err}
}

func (f *Folder) resolveStatic(t Target, name string, page bool) (Target, error) {
	t.Static = true
	rel := filepath.FromSlash(strings.TrimLeft(name, "/"))
	statics := f.statics
	if len(statics) == 0 { // no site: the content folder's own root
		statics = []string{f.Boundary()}
	}
	var first Target
	var firstErr error
	for i, dir := range statics {
		try := t
		try.Path = filepath.Join(dir, rel)
		got, err := f.lookUp(try, dir)
		if err == nil {
			return got, nil
		}
		if i == 0 {
			first, firstErr = got, err
		}
	}
	if page {
		return Target{Place: Page, Suffix: t.Suffix}, nil
	}
	return first, firstErr
}

// lookUp finds the file t.Path, which a destination built on base.
func (f *Folder) lookUp(t Target, base string) (Target, error) {
	if !f.inside(t.Path, base) {
		return t, Wrap("open", t.Path, ErrOutside)
	}
	st, err := os.Stat(t.Path)
	if errors.Is(err, fs.ErrNotExist) {
		if actual := f.otherSpelling(t.Path); actual != "" {
			t.Actual = actual
			st, err = os.Stat(actual)
		}
	}
	if err != nil {
		return t, Wrap("open", t.Path, err)
	}
	where := t.Path
	if t.Actual != "" {
		where = t.Actual
	}
	if _, err := f.Check(where); err != nil {
		return t, err
	}
	if !st.Mode().IsRegular() {
		return t, fail("open", t.Path, NotRegular, "%s, not a file", kindName(st.Mode()))
	}
	if t.Actual == "" {
		if actual := f.spelling(t.Path); actual != t.Path { // a file system that overlooks case
			t.Actual = actual
		}
	}
	return t, nil
}

// inside reports whether the name of path stays inside what may be read. base is
// a folder that is known to be inside, by its own name perhaps not: a bundle
// that the author opened through a symbolic link.
func (f *Folder) inside(path, base string) bool {
	if Within(f.Boundary(), path) || f.under(f.contents, path) || f.under(f.statics, path) {
		return true
	}
	if !Within(base, path) {
		return false
	}
	real, err := filepath.EvalSymlinks(base)
	return err == nil && f.holds(real)
}

// spelling gives path as the disk spells it, looking only at elements below the
// boundary; path itself where that cannot be told.
func (f *Folder) spelling(path string) string {
	if _, err := os.Lstat(swapCase(path)); err != nil {
		return path // the file system tells cases apart, so path is right
	}
	if s := f.otherSpelling(path); s != "" {
		return s
	}
	return path
}

// otherSpelling finds an existing file whose path equals path but for case and
// Unicode form in the elements below the boundary.
func (f *Folder) otherSpelling(path string) string {
	base := f.Boundary()
	if !Within(base, path) {
		base = filepath.Dir(path)
	}
	rel, err := filepath.Rel(base, path)
	if err != nil {
		return ""
	}
	at := base
	for _, elem := range strings.Split(rel, string(filepath.Separator)) {
		entries, err := os.ReadDir(at)
		if err != nil {
			return ""
		}
		found := ""
		for _, e := range entries {
			if e.Name() == elem {
				found = elem
				break
			}
			if found == "" && fold(e.Name()) == fold(elem) {
				found = e.Name()
			}
		}
		if found == "" {
			return ""
		}
		at = filepath.Join(at, found)
	}
	return at
}

func swapCase(path string) string {
	dir, name := filepath.Split(path)
	if up := strings.ToUpper(name); up != name {
		return dir + up
	}
	return dir + strings.ToLower(name)
}

// fold makes names equal that some file system takes for one: by case and by
// Unicode form.
func fold(s string) string { return cases.Fold().String(norm.NFC.String(s)) }

// EqualFold reports whether two file names are one on a file system that
// overlooks case or Unicode form.
func EqualFold(a, b string) bool { return a == b || fold(a) == fold(b) }

var (
	scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+:`)
	drive  = regexp.MustCompile(`^/?[A-Za-z]:([\\/]|%5[Cc])`)
)

// unsafeDest reports paths of one computer: file:, C:\, \img\, ~/, \\server.
func unsafeDest(dest string) bool {
	return len(dest) >= 5 && strings.EqualFold(dest[:5], "file:") ||
		drive.MatchString(dest) || strings.HasPrefix(dest, `\`) || strings.HasPrefix(dest, "~/") ||
		strings.HasPrefix(dest, `.\`) || strings.HasPrefix(dest, `..\`)
}

// looksLikePage reports a destination that is more likely the address of a page
// than a file: no extension, or that of a page.
func looksLikePage(name string) bool {
	if strings.HasSuffix(name, "/") {
		return true
	}
	base := name[strings.LastIndexByte(name, '/')+1:]
	ext := strings.ToLower(filepath.Ext(base))
	switch ext {
	case "", ".", ".html", ".htm", ".md", ".markdown", ".xml", ".php", ".asp", ".aspx", ".jsp":
		return true
	}
	// "v1.2" and "release-1.17" are pages, too: no file has digits alone for its extension.
	return strings.Trim(ext, ".0123456789") == ""
}

// Escape writes the path of a file as a destination that needs no angle brackets
// in Markdown and means that very file as an address.
func Escape(path string) string {
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		c := path[i]
		switch {
		case c <= ' ', c == 0x7f, strings.IndexByte("#%?()<>[]\\\"'`*&", c) >= 0:
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
