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
	Static bool   // of a File: it belongs to the site, not to a post: found in a static folder or in assets
	ByURL  bool   // of a File: found at an address of the site, not by its place beside the page's file
	Suffix string // "?query#fragment", as written
}

// DestPath is the path in a destination: without its suffix and without percent
// escapes. It fails for a path of one computer.
func DestPath(dest string) (string, error) {
	_, name, err := split(dest)
	return name, err
}

// split takes a destination apart: what kind of place, its path without escapes,
// its suffix.
func split(dest string) (t Target, name string, err error) {
	if unsafeDest(dest) {
		return t, "", Fail("open", dest, BadName, ErrUnsafe)
	}
	if strings.HasPrefix(dest, "//") || scheme.MatchString(dest) || strings.HasPrefix(dest, "{{") {
		return Target{Place: Elsewhere}, "", nil
	}
	name = dest
	if i := strings.IndexAny(dest, "?#"); i >= 0 {
		name, t.Suffix = dest[:i], dest[i:]
	}
	if name == "" {
		t.Place = Anchor
		return t, "", nil
	}
	if n, err := url.PathUnescape(name); err == nil {
		name = n
	}
	if strings.IndexByte(name, 0) >= 0 {
		return t, "", Fail("open", dest, BadName, errors.New("a NUL byte in a name"))
	}
	t.Place = File
	return t, name, nil
}

// Fail makes an *Error of its parts.
func Fail(op, path string, kind Kind, err error) error {
	return &Error{Op: op, Path: path, Kind: kind, Err: err}
}

// lookUp finds the file t.Path, which a destination built on base. alike, unless nil, looks for one whose name differs by case or Unicode form, too.
func (f *Folder) lookUp(t Target, base string, alike *spellings) (Target, error) {
	if !f.inside(t.Path, base) {
		return t, Wrap("open", t.Path, ErrOutside)
	}
	real, err := f.Check(t.Path)
	if alike != nil && errors.Is(err, fs.ErrNotExist) {
		if actual := alike.find(f, t.Path); actual != "" {
			t.Actual = actual
			real, err = f.Check(actual)
		}
	}
	if err != nil {
		return t, err
	}
	st, err := os.Lstat(real)
	if err != nil {
		return t, Wrap("open", t.Path, err)
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
	if Within(f.Boundary(), path) || f.under(f.contents, path) {
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
	if s := new(spellings).find(f, path); s != "" {
		return s
	}
	return path
}

func swapCase(path string) string {
	dir, name := filepath.Split(path)
	if up := strings.ToUpper(name); up != name {
		return dir + up
	}
	return dir + strings.ToLower(name)
}

// FoldName makes names equal that some file system takes for one: by case and by
// Unicode form.
func FoldName(s string) string { return cases.Fold().String(norm.NFC.String(s)) }

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

// looksLikeFile reports a destination that ends like the name of a file that one
// puts beside a post.
func looksLikeFile(name string) bool {
	if IsPicture(name) {
		return true
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".pdf", ".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".key",
		".odt", ".ods", ".odp", ".epub", ".csv", ".txt", ".mp3", ".m4a", ".ogg", ".wav", ".flac", ".mp4", ".m4v", ".mov",
		".webm", ".mkv", ".ics", ".drawio", ".psd":
		return true
	}
	return false
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
