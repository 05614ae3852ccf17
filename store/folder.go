package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Folder is a content folder, in a site or by itself. All its paths are absolute.
type Folder struct {
	Content string // where the posts are
	Site    string // the Hugo site root; empty without one

	contents []string // every content folder of the site, Content first
	content  []branch // contents, each with its place in the site
	statics  []branch // every static folder, the site's own before its themes'; none without a site
	assets   []branch // every folder of assets, likewise
	layouts  []string // every folder of templates, likewise
	config   SiteConfig
	roots    []root        // what may be read: the boundary, then what the author opened by its path
	hugo     func() string // see ReadAs; nil without it
	tree     bool          // without a site: an index.md of Content is the page of the whole tree, not of a bundle
}

// Open opens a Hugo site root, a content folder, or one post: a bundle's folder
// or a Markdown file. For a post it also returns the path of its Markdown file,
// and the folder is that of the site around it, or, where there is none, the
// bundle (the folder of a single file). A configuration that cannot be read does
// not keep a folder from opening, see [SiteConfig].
func Open(path string) (*Folder, string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, "", Wrap("open", path, err)
	}
	st, err := os.Stat(abs)
	if err != nil {
		return nil, "", Wrap("open", path, err)
	}
	if st.IsDir() {
		return openDir(abs, path)
	}
	if !st.Mode().IsRegular() {
		return nil, "", fail("open", path, NotRegular, "%s, not a file or folder", kindName(st.Mode()))
	}
	if !IsMarkdown(abs) {
		return nil, "", fail("open", path, NotPost, "not a Markdown file")
	}
	dir := filepath.Dir(abs)
	around := dir
	if IsIndex(filepath.Base(abs)) {
		around = filepath.Dir(dir)
	}
	f, err := folderAround(dir, around)
	if err != nil {
		return nil, "", Wrap("open", path, err)
	}
	f.admit(abs)
	return f, abs, nil
}

func openDir(abs, shown string) (*Folder, string, error) {
	entries, err := os.ReadDir(abs)
	if err != nil {
		return nil, "", Wrap("open", shown, err)
	}
	if isSite(abs) {
		f, err := newFolder(abs, readConfig(abs), "")
		return f, "", Wrap("open", shown, err)
	}
	if index := indexOf(entries); index != "" && !holdsPages(abs, entries) {
		f, err := folderAround(abs, filepath.Dir(abs))
		if err != nil {
			return nil, "", Wrap("open", shown, err)
		}
		post := f.defaultPage(abs, index)
		f.admit(post)
		return f, post, nil
	}
	f, err := folderAround(abs, abs)
	if err != nil {
		return nil, "", Wrap("open", shown, err)
	}
	if f.Site == "" || f.under(f.contents, abs) {
		f.Content = abs
	}
	f.tree = f.Site == "" && indexOf(entries) != ""
	return f, "", nil
}

// holdsPages reports a folder whose subfolders have pages of their own: with an index.md in it, it is the root of a tree of pages, as
// MkDocs and others have them, and no bundle.
func holdsPages(dir string, entries []fs.DirEntry) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		if !e.IsDir() || hidden(e.Name()) {
			return false
		}
		children, err := os.ReadDir(filepath.Join(dir, e.Name()))
		return err == nil && hasPage(children)
	})
}

func hasPage(entries []fs.DirEntry) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return !e.IsDir() && (IsIndex(e.Name()) || strings.HasPrefix(e.Name(), "_index.") && IsMarkdown(e.Name()))
	})
}

// isRoot reports whether dir is where the content begins. An index.md there is a page, and its folder no bundle with all the site's photos.
func (f *Folder) isRoot(dir string) bool {
	return f.tree && dir == f.Content || f.Site != "" && slices.Contains(f.contents, dir)
}

// isBundle reports whether a page is that of a leaf bundle.
func (f *Folder) isBundle(path string) bool {
	return IsIndex(filepath.Base(path)) && !f.isRoot(filepath.Dir(path))
}

// indexOf picks a bundle's page: index.md, else the first index.LANG.md.
func indexOf(entries []fs.DirEntry) string {
	first := ""
	for _, e := range entries {
		if e.IsDir() || !IsIndex(e.Name()) {
			continue
		}
		if e.Name() == "index.md" {
			return "index.md"
		}
		if first == "" {
			first = e.Name()
		}
	}
	return first
}

// folderAround finds the site whose content holds path; without one the folder
// is own.
func folderAround(own, path string) (*Folder, error) {
	for dir := path; ; {
		if isSite(dir) {
			c := readConfig(dir)
			f, err := newFolder(dir, c, "")
			if err != nil {
				return nil, err
			}
			if f.under(f.contents, own) {
				return f, nil
			}
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return newFolder("", SiteConfig{}, own)
}

func newFolder(site string, c SiteConfig, own string) (*Folder, error) {
	f := &Folder{Site: site, Content: own, contents: []string{own}, content: []branch{{dir: own}}, config: c}
	boundary, err := rootAt(f.Boundary())
	if err != nil {
		return nil, err
	}
	f.roots = []root{boundary}
	if site != "" {
		f.content = f.rooted(c.contentTree())
		f.statics = f.rooted(c.dirTree("static", c.StaticDirs))
		f.assets = f.rooted(c.dirTree("assets", c.assets))
		for _, b := range f.rooted(c.layoutTree()) {
			f.layouts = appendNew(f.layouts, b.dir)
		}
		if len(f.content) == 0 || f.content[0].at != "" { // all that was named leads out
			f.content = slices.Insert(f.content, 0, branch{dir: filepath.Join(site, "content")})
		}
		f.contents = nil
		for _, b := range f.content {
			if st, err := os.Stat(b.dir); b.at == "" || err == nil && st.IsDir() {
				f.contents = appendNew(f.contents, b.dir)
			}
		}
		f.Content = f.contents[0]
	}
	return f, nil
}

// rooted makes the folders of a tree absolute. One whose name leads out of the site
// is left out and named in the configuration's error.
func (f *Folder) rooted(tree []branch) []branch {
	var out []branch
	for _, b := range tree {
		named := b.dir
		b.dir = absolute(f.Site, named)
		if !Within(f.Site, b.dir) && !f.holds(b.dir) {
			f.config.Err = errors.Join(f.config.Err, outsideError(f.config.File, named))
			continue
		}
		out = append(out, b)
	}
	return out
}

func absolute(base, p string) string {
	p = filepath.FromSlash(p)
	if filepath.IsAbs(p) {
		return filepath.Clean(p)
	}
	return filepath.Join(base, p)
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// admit lets through what the author opened by its very path: the post, and the
// rest of its folder where that belongs to it.
func (f *Folder) admit(post string) {
	real, err := filepath.EvalSymlinks(post)
	if err != nil || f.holds(real) {
		return
	}
	own := root{dir: filepath.Dir(real), file: filepath.Base(real)}
	if IsIndex(filepath.Base(post)) {
		if dir, err := filepath.EvalSymlinks(filepath.Dir(post)); err == nil && own.dir == dir {
			own.file = ""
		}
	}
	f.roots = append(f.roots, own)
}

// Boundary is the folder outside of which nothing is read: the site root, or the
// content folder where there is no site.
func (f *Folder) Boundary() string {
	if f.Site != "" {
		return f.Site
	}
	return f.contents[0]
}

// Config is what the site's configuration says; the zero value without a site.
func (f *Folder) Config() SiteConfig { return f.config }

// ContentOf is the content folder that a path lies in; Content where it lies in none.
func (f *Folder) ContentOf(path string) string {
	best := ""
	for _, c := range f.contents {
		if Within(c, path) && len(c) > len(best) {
			best = c
		}
	}
	if best == "" {
		return f.Content
	}
	return best
}

// Archetypes lists the folders with templates of new posts, the site's own before
// its themes'; some may not exist. Nil without a site.
func (f *Folder) Archetypes() []string {
	if f.Site == "" {
		return nil
	}
	name := f.config.ArchetypeDir
	if name == "" {
		name = "archetypes"
	}
	dirs := []string{absolute(f.Site, name)}
	for _, t := range f.config.themes {
		dirs = append(dirs, filepath.Join(f.Site, t.dir, "archetypes"))
	}
	return slices.DeleteFunc(dirs, func(dir string) bool { return !Within(f.Site, dir) })
}

// Layouts lists the folders of templates, the site's own before its themes'; some may not exist. Nil without a site.
func (f *Folder) Layouts() []string { return slices.Clone(f.layouts) }

// Section is the folder into which a new post goes: Content's one sub-folder with
// a customary name (posts, post, blog, articles, news), else Content itself.
func (f *Folder) Section() string {
	for _, name := range []string{"posts", "post", "blog", "articles", "news"} {
		dir := filepath.Join(f.Content, name)
		if st, err := os.Lstat(dir); err == nil && st.IsDir() && !f.hasIndex(dir) {
			return dir
		}
	}
	return f.Content
}

func (f *Folder) hasIndex(dir string) bool {
	entries, err := f.ReadDir(dir)
	return err == nil && indexOf(entries) != ""
}

func (f *Folder) under(dirs []string, path string) bool {
	return slices.ContainsFunc(dirs, func(d string) bool { return Within(d, path) })
}

// holds reports whether a path without symbolic links may be read.
func (f *Folder) holds(real string) bool {
	return slices.ContainsFunc(f.roots, func(r root) bool { return r.holds(real) })
}

// Within reports whether path is dir or below it, by their names alone.
func Within(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}

// Check reports whether path may be read: it exists, and neither its name nor a
// symbolic link in it leads out of the boundary. It returns the path without
// symbolic links. That is an answer about this moment; what is to be read is opened
// with OpenFile.
func (f *Folder) Check(path string) (string, error) { return resolve(f.roots, path) }

// OpenFile opens a regular file inside the boundary for reading. Whatever another
// program does at path meanwhile, the handle is that of a file inside; use it for
// all that is to be known of the file, and close it.
func (f *Folder) OpenFile(path string) (*os.File, fs.FileInfo, error) {
	b := beneath{roots: f.roots}
	defer b.Close()
	return b.file(path, "")
}

// ReadDir lists a folder inside the boundary, sorted by name.
func (f *Folder) ReadDir(path string) ([]fs.DirEntry, error) {
	b := beneath{roots: f.roots}
	defer b.Close()
	return b.entries(path, "")
}

// ReadFile reads a regular file inside the boundary of at most limit bytes.
func (f *Folder) ReadFile(path string, limit int64) ([]byte, error) {
	data, _, err := f.read(path, limit)
	return data, err
}

func (f *Folder) read(path string, limit int64) ([]byte, fs.FileInfo, error) {
	h, st, err := f.OpenFile(path)
	if err != nil {
		return nil, nil, err
	}
	defer h.Close()
	data, err := readAll(h, st, path, limit)
	return data, st, err
}

// readRegular reads path; errors name shown. A FIFO is not waited for.
func readRegular(path, shown string, limit int64) ([]byte, fs.FileInfo, error) {
	h, st, err := openRegular(path, shown)
	if err != nil {
		return nil, nil, err
	}
	defer h.Close()
	data, err := readAll(h, st, shown, limit)
	return data, st, err
}

// readAll reads an open file of at most limit bytes; errors name shown.
func readAll(h io.Reader, st fs.FileInfo, shown string, limit int64) ([]byte, error) {
	if st.Size() > limit {
		return nil, tooLarge(shown, st.Size(), limit)
	}
	data := make([]byte, 0, st.Size()+1)
	for {
		n, err := h.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return nil, Wrap("read", shown, err)
		}
		if int64(len(data)) > limit {
			return nil, tooLarge(shown, int64(len(data)), limit)
		}
		if len(data) == cap(data) {
			data = slices.Grow(data, len(data)+512)
		}
	}
}

func openRegular(path, shown string) (*os.File, fs.FileInfo, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, nil, Wrap("open", shown, err)
	}
	if !st.Mode().IsRegular() {
		return nil, nil, fail("open", shown, NotRegular, "%s, not a file", kindName(st.Mode()))
	}
	return openNoWait(path, shown)
}

// openNoWait opens a file and refuses what is none; it does not wait for the other
// end of a FIFO.
func openNoWait(path, shown string) (*os.File, fs.FileInfo, error) {
	h, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, Wrap("open", shown, err)
	}
	st, err := h.Stat()
	if err != nil {
		h.Close()
		return nil, nil, Wrap("open", shown, err)
	}
	if !st.Mode().IsRegular() {
		h.Close()
		return nil, nil, fail("open", shown, NotRegular, "%s, not a file", kindName(st.Mode()))
	}
	return h, st, nil
}

func tooLarge(path string, size, limit int64) error {
	return fail("open", path, TooLarge, "%s are too much, the limit is %s", bytesText(size), bytesText(limit))
}

func kindName(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "a folder"
	case m&fs.ModeNamedPipe != 0:
		return "a FIFO"
	case m&fs.ModeSocket != 0:
		return "a socket"
	case m&fs.ModeDevice != 0:
		return "a device"
	}
	return strings.TrimSpace("a special file " + m.Type().String())
}

// Join gives one folder that holds both, for a command on posts that were opened
// one by one. Posts of two sites do not go together.
func (f *Folder) Join(g *Folder) (*Folder, error) {
	if f.Site != g.Site {
		return nil, errors.New("the posts are not of one site")
	}
	joined := *f
	joined.contents, joined.roots = slices.Clone(f.contents), slices.Clone(f.roots)
	for _, c := range g.contents {
		joined.contents = appendNew(joined.contents, c)
	}
	for _, r := range g.roots {
		if !slices.Contains(joined.roots, r) {
			joined.roots = append(joined.roots, r)
		}
	}
	return &joined, nil
}
