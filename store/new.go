package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lanyard/store/atomicfile"
	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// NewOptions describe a new post.
type NewOptions struct {
	Title   string
	Slug    string    // the folder's name; made from the title where empty
	Dir     string    // the folder that gets the bundle; it is made where missing
	Date    time.Time // its offset is written; the present time where zero
	Tags    []string
	Authors []string
	Lang    string // index.LANG.md instead of index.md, where not empty
	Text    string // of the page; that of NewText where empty
	Files   []NewFile
}

// NewFile is a file that is made beside the page of a new post.
type NewFile struct {
	Name string // from the bundle, with slashes
	Data []byte
}

// New makes the leaf bundle Dir/SLUG/index.md with a front matter and returns the
// path of its file. It never overwrites: where the folder of a slug that the
// caller chose is there already, it fails with fs.ErrExist; a slug made of the
// title gets a suffix. On failure nothing is left behind.
func New(o NewOptions) (string, error) {
	if o.Date.IsZero() {
		o.Date = time.Now()
	}
	text := o.Text
	if text == "" {
		var err error
		if text, err = NewText(o); err != nil {
			return "", Wrap("make", o.Dir, err)
		}
	}
	name := "index.md"
	if o.Lang != "" {
		name = "index." + o.Lang + ".md"
		if err := CheckName(name); err != nil {
			return "", &Error{Op: "make", Path: o.Dir, Kind: BadName, Err: err}
		}
	}
	made, err := makeDirs(o.Dir)
	if err != nil {
		return "", Wrap("make", o.Dir, err)
	}
	path, err := newBundle(o, name, text)
	if err != nil {
		removeEmpty(made)
	}
	return path, err
}

func newBundle(o NewOptions, name, text string) (string, error) {
	chosen := o.Slug
	if chosen != "" {
		if err := CheckName(chosen); err != nil {
			return "", &Error{Op: "make", Path: filepath.Join(o.Dir, chosen), Kind: BadName, Err: err}
		}
		if err := CheckSlug("make", filepath.Join(o.Dir, chosen)); err != nil {
			return "", err
		}
	}
	slug := chosen
	if slug == "" {
		slug = NewSlug("", o.Title, o.Dir, o.Date)
	}
	dir := filepath.Join(o.Dir, slug)
	if chosen != "" && takenIn(o.Dir)(slug) {
		return "", Wrap("make", dir, fs.ErrExist)
	}
	if err := os.Mkdir(dir, 0o777); err != nil {
		return "", Wrap("make", dir, err)
	}
	path := filepath.Join(dir, name)
	if err := fillBundle(dir, append([]NewFile{{name, []byte(text)}}, o.Files...)); err != nil {
		return "", err
	}
	return path, nil
}

// CheckSlug refuses a path whose last part is no name that a post may have: it would break addresses, or files on another system. op says what
// was to be done.
func CheckSlug(op, path string) error {
	name := filepath.Base(path)
	if err := CheckName(name); err != nil {
		return &Error{Op: op, Path: path, Kind: BadName, Err: err}
	}
	if strings.ContainsAny(name, "#%?*:<>|\"\\/") || hidden(name) || reserved(name) {
		return fail(op, path, BadName, "%q is a slug that breaks addresses or file names", name)
	}
	return nil
}

// Taken reports whether the folder dir has a post or folder that would be in the way of one called name, without regard to case.
func Taken(dir, name string) bool { return takenIn(dir)(name) }

// fillBundle makes the files of a new bundle, or removes it.
func fillBundle(dir string, files []NewFile) (err error) {
	var made []string // deepest last
	defer func() {
		if err != nil {
			for _, p := range slices.Backward(made) {
				os.Remove(p)
			}
			os.Remove(dir)
		}
	}()
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if !filepath.IsLocal(filepath.FromSlash(f.Name)) {
			return &Error{Op: "make", Path: path, Kind: BadName, Err: errors.New("not a name below the bundle")}
		}
		dirs, err := makeDirs(filepath.Dir(path))
		if err != nil {
			return Wrap("make", path, err)
		}
		for _, d := range slices.Backward(dirs) {
			made = append(made, d)
		}
		if err := atomicfile.Create(path, f.Data, 0o644); err != nil {
			return Wrap("make", path, err)
		}
		made = append(made, path)
	}
	return nil
}

// NewSlug is the name that a new bundle gets in dir: prefix and what [Slug] makes
// of the title, or the date for a title without letters, with a suffix where it is
// taken.
func NewSlug(prefix, title, dir string, date time.Time) string {
	base := slugify(title)
	if base == "" { // a title of punctuation only
		base = date.Format("2006-01-02")
	}
	return free(prefix+base, takenIn(dir))
}

// takenIn reports the names that are in use in dir, without regard to case: as a
// folder, or as the name of a single post.
func takenIn(dir string) func(string) bool {
	used := map[string]bool{}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		name := e.Name()
		used[FoldName(name)] = true
		if IsMarkdown(name) {
			used[FoldName(strings.TrimSuffix(name, filepath.Ext(name)))] = true
		}
	}
	return func(s string) bool { return used[FoldName(s)] }
}

// makeDirs makes dir and its parents, and returns those it made, deepest first.
func makeDirs(dir string) ([]string, error) {
	var missing []string
	for d := filepath.Clean(dir); ; {
		st, err := os.Stat(d)
		if err == nil {
			if !st.IsDir() {
				return nil, &Error{Op: "make", Path: d, Kind: NotFolder, Err: errors.New("not a folder")}
			}
			break
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		missing = append(missing, d)
		up := filepath.Dir(d)
		if up == d {
			break
		}
		d = up
	}
	for i := len(missing) - 1; i >= 0; i-- {
		if err := os.Mkdir(missing[i], 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
			removeEmpty(missing[i+1:])
			return nil, err
		}
	}
	return missing, nil
}

// MakeFile makes a file and the folders on its way, all of it or nothing. It never overwrites.
func MakeFile(path string, data []byte, mode fs.FileMode) error {
	made, err := makeDirs(filepath.Dir(path))
	if err != nil {
		return Wrap("make", path, err)
	}
	if err := atomicfile.Create(path, data, mode.Perm()); err != nil {
		removeEmpty(made)
		return Wrap("make", path, err)
	}
	return nil
}

func removeEmpty(dirs []string) {
	for _, d := range dirs {
		if os.Remove(d) != nil {
			return
		}
	}
}

// NewText is the text of a new post: a draft with the fields that a post usually
// has, and an empty body.
func NewText(o NewOptions) (string, error) {
	if o.Date.IsZero() {
		o.Date = time.Now()
	}
	title := strings.Join(strings.Fields(o.Title), " ")
	pairs := frontmatter.Map{
		{Key: "title", Value: title},
		{Key: "date", Value: frontmatter.NewDate(o.Date.Truncate(time.Second))},
		{Key: "draft", Value: true},
		{Key: "authors", Value: anys(o.Authors)},
		{Key: "summary", Value: ""},
		{Key: "tags", Value: anys(o.Tags)},
	}
	meta, err := frontmatter.New(page.YAML, "\n", pairs)
	if err != nil {
		return "", fmt.Errorf("front matter: %w", err)
	}
	return "---\n" + meta + "---\n\n", nil
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}
