// Package store owns the content folder: which files are posts, what they hold,
// and how they are written.
//
// A folder is read only up to its boundary, the site root (the content folder,
// where there is no site): a symbolic link that leads out of it is refused, save
// for the one post that the author opened by that very path.
//
// [Folder.List] starts goroutines and has ended them when it returns; nothing
// else here starts any. A Folder is immutable but for what its documentation
// says and may be used from several goroutines at once. The calls block on the
// disk: keep them off the UI goroutine.
package store

import (
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"lanyard/store/frontmatter"
)

// MaxSize is the largest post, in bytes, that is opened.
const MaxSize = 50 << 20

// Stamp tells one state of a file from another. Two states with equal Sum are
// the same, whatever the clock of the file says.
type Stamp struct {
	Sum     [32]byte // SHA-256 of the bytes
	Mode    fs.FileMode
	ModTime time.Time
	Size    int64
}

// Post is one post as it was read: the whole file byte for byte.
type Post struct {
	Path     string // the Markdown file, absolute
	Dir      string // the folder of Path, against which links are resolved
	Bundle   bool   // Path is an index.md: the folder belongs to the post
	Text     string // valid UTF-8 without NUL
	Stamp    Stamp
	Writable bool // the file and its folder can be written
	Parted   bool // its file had other names (hard links) when it was saved; they keep the text from before
}

// Summary is what a list shows of one post. Of a post that cannot be read Err
// tells why, and only Path, Bundle and what was found until then are set.
type Summary struct {
	Path       string // the Markdown file, absolute
	Bundle     bool
	Title      string
	Date       frontmatter.Date // zero without a date, or with one that Hugo rejects
	Draft      bool
	Slug       string // the slug key; empty without
	URL        string // the url key; empty without
	Tags       []string
	Authors    []string
	Categories []string
	Photos     int    // pictures in the bundle's folder; 0 for a single file
	Cover      string // as written in the front matter
	Lang       string // see [Folder.PageLang]
	Key        string // the same for all pages of one post, see [Folder.TranslationKey]
	// Translations are all pages of the post, this one among them; nil for a post in one language, and before [Folder.ByPost].
	Translations []Translation
	Err          error
	ModTime      time.Time
}

// IsMarkdown reports whether the name is that of a Markdown file.
func IsMarkdown(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".md", ".markdown":
		return true
	}
	return false
}

// IsIndex reports whether the name is that of a leaf bundle's page: index.md or
// index.LANG.md. The conflict copy that a sync program made of one is none, see [ConflictOf].
func IsIndex(name string) bool {
	if !IsMarkdown(name) || isConflict(name) {
		return false
	}
	stem := strings.TrimSuffix(name, filepath.Ext(name))
	return stem == "index" || strings.HasPrefix(stem, "index.")
}

// IsPicture reports whether the name is that of a picture, by its extension.
func IsPicture(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".hif", ".jfif", ".jpe", ".apng":
		return true
	}
	return false
}

// hidden reports whether Hugo and the file managers overlook the name.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~")
}
