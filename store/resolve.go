package store

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"lanyard/store/frontmatter"
	"lanyard/store/hugo"
)

// A Resolver finds the files that destinations written in one page name. It is the one place that knows where Hugo, its themes' usual
// templates and a browser look: beside the page, in the page's other languages and parents, at an address of the site, in static folders and
// in assets.
//
// It is for one goroutine, and lasts as long as the page's front matter stays as it is.
type Resolver struct {
	f    *Folder
	cat  *Catalog // nil: the bundles of other posts are found by their folders only, not by their addresses
	post *Post
	addr string   // where Hugo publishes the page, such as /posts/a/; empty where that cannot be told
	own  []string // addr and what the file's name alone would give: for a bundle always, else where addr is not known
	done bool     // both are known

	found map[string]found // what was looked for before in this run
	names spellings        // of the folders that were looked into, where there is no catalog to keep them
}

// spelt is where the names of folders are kept.
func (r *Resolver) spelt() *spellings {
	if r.cat != nil {
		return &r.cat.names
	}
	return &r.names
}

// found is what a destination leads to.
type found struct {
	t   Target
	err error
}

// Resolver finds what p names. It reads p's front matter when a destination needs it.
func (f *Folder) Resolver(p *Post) *Resolver { return &Resolver{f: f, post: p} }

// Picture finds the file of a picture, or of another thing to be shown. The error is an *Error whose Kind is Outside when dest leads out of the
// boundary, by its name or through a symbolic link, BadName (with ErrUnsafe) when it is a path of this computer, NotRegular for a folder
// or the like, and NotFound when there is no such file; Target.Path then tells where it was looked for first.
func (r *Resolver) Picture(dest string) (Target, error) {
	if f, ok := r.found[dest]; ok {
		return f.t, f.err
	}
	t, err := r.picture(dest)
	if r.cat != nil { // for the time of a run
		if r.found == nil {
			r.found = map[string]found{}
		}
		r.found[dest] = found{t, err}
	}
	return t, err
}

func (r *Resolver) picture(dest string) (Target, error) {
	t, name, err := split(dest)
	if err != nil || t.Place == Anchor {
		return t, err
	}
	if t.Place == Elsewhere {
		return r.ownAddress(dest), nil
	}
	if strings.HasPrefix(name, "/") {
		return r.search(t, r.fromRoot(name))
	}
	return r.search(t, r.fromPage(name))
}

// Link is Picture for a link: where there is no file and the destination does not end like a file's name, it is taken for the address of a
// page.
func (r *Resolver) Link(dest string) (Target, error) {
	t, err := r.Picture(dest)
	if err == nil || t.Place != File {
		return t, err
	}
	_, name, _ := split(dest)
	var e *Error
	if errors.As(err, &e) && e.Kind != BadName && !looksLikeFile(name) {
		return Target{Place: Page, Suffix: t.Suffix}, nil
	}
	return t, err
}

// Cover is Picture for a value of the front matter. Themes complete such names with a folder of their own, so that a picture of the site whose
// path ends like the value counts, too.
func (r *Resolver) Cover(dest string) (Target, error) {
	t, err := r.Picture(dest)
	if err == nil || t.Place != File || !errors.Is(err, fs.ErrNotExist) {
		return t, err
	}
	_, name, _ := split(dest)
	name = strings.TrimLeft(name, "/")
	found, errRoot := r.search(Target{Place: File, Suffix: t.Suffix}, r.fromRoot("/"+name))
	if errRoot == nil {
		return found, nil
	}
	if path := r.cat.ending(name); path != "" {
		return Target{Place: File, Path: path, Static: true, Suffix: t.Suffix}, nil
	}
	return t, err
}

// ownAddress resolves an address in full that is one of this site's. What is not found there is elsewhere: other things may lie on the
// same host.
func (r *Resolver) ownAddress(dest string) Target {
	away := Target{Place: Elsewhere}
	u, err := url.Parse(dest)
	if err != nil || u.Host == "" || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return away
	}
	for _, base := range r.f.config.bases {
		b, err := url.Parse(base)
		if err != nil || b.Host == "" || !strings.EqualFold(b.Host, u.Host) {
			continue
		}
		t := Target{Place: File}
		if i := strings.IndexAny(dest, "?#"); i >= 0 {
			t.Suffix = dest[i:]
		}
		if t, err = r.search(t, r.fromRoot(u.Path)); err == nil {
			return t
		}
	}
	return away
}

// A candidate is a place where a file may be.
type candidate struct {
	path   string
	base   string // a folder that may be read, on which path was built
	static bool
	byURL  bool
}

// search takes the first candidate that is there, else the first whose name is nearly that; its error is that of the first candidate.
func (r *Resolver) search(t Target, list []candidate) (Target, error) {
	var first Target
	var firstErr error
	for _, alike := range []*spellings{nil, r.spelt()} {
		for i, c := range list {
			if slices.ContainsFunc(list[:i], func(x candidate) bool { return x.path == c.path }) {
				continue
			}
			try := t
			try.Path, try.Static, try.ByURL = c.path, c.static, c.byURL
			got, err := r.f.lookUp(try, c.base, alike)
			if err == nil {
				return got, nil
			}
			if first.Path == "" {
				first, firstErr = got, err
			}
		}
	}
	return first, firstErr
}

// fromPage lists where a relative destination may lead.
func (r *Resolver) fromPage(name string) []candidate {
	dir, rel := r.post.Dir, filepath.FromSlash(name)
	list := []candidate{{path: filepath.Join(dir, rel), base: dir}}
	if r.f.Site == "" {
		if rest, ok := strings.CutPrefix(name, "../"); ok && !r.post.Bundle { // the page of a.md lies in a/, so that ../x.jpg is its neighbour
			list = append(list, candidate{path: filepath.Join(dir, filepath.FromSlash(rest)), base: dir, byURL: true})
		}
		return list
	}
	branch, place, _ := r.f.placeOf(dir)
	for _, other := range r.f.content { // the same bundle in another language
		if at, ok := other.find(place); ok && branch != nil && other.dir != branch.dir {
			list = append(list, candidate{path: filepath.Join(at, rel), base: at})
		}
	}
	if lang := r.f.Lang(r.post.Path); lang != "" { // a.zh.png is shown for a.png on a Chinese page
		ext := filepath.Ext(rel)
		list = append(list, candidate{path: filepath.Join(dir, strings.TrimSuffix(rel, ext)+"."+lang+ext), base: dir})
	}
	for _, addr := range r.addresses() {
		if !strings.HasSuffix(addr, "/") { // a file, such as /posts/a.html
			addr = path.Dir(addr)
		}
		if joined := path.Join(addr, name); joined != "/" {
			list = append(list, r.fromRoot(joined)...)
		}
	}
	if branch != nil {
		list = append(list, r.fromParents(branch.dir, rel)...)
	}
	if !strings.HasPrefix(name, "../") {
		list = append(list, r.f.inTree(r.f.assets, name)...)
		if r.f.config.unknownImages() {
			list = append(list, r.f.inTree(r.f.statics, name)...)
		}
	}
	return list
}

// fromParents lists the places among the resources of the bundles and sections above the page.
func (r *Resolver) fromParents(top, rel string) []candidate {
	var list []candidate
	for dir := r.post.Dir; dir != top && Within(top, dir); {
		dir = filepath.Dir(dir)
		if isSectionOrBundle(dir) {
			list = append(list, candidate{path: filepath.Join(dir, rel), base: dir})
		}
	}
	return list
}

func isSectionOrBundle(dir string) bool {
	for _, name := range []string{"_index.md", "index.md"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// unknownImages reports whether templates that are not understood decide where a picture's address leads.
func (c *SiteConfig) unknownImages() bool {
	return len(c.MissingThemes) > 0 || slices.Contains(c.Hooks, "image")
}

// fromRoot lists where a destination may lead that begins with /, as seen from the site's root.
func (r *Resolver) fromRoot(name string) []candidate {
	if r.f.Site == "" { // without a site the content folder is its own root
		base := r.f.Boundary()
		return []candidate{{path: filepath.Join(base, filepath.FromSlash(name)), base: base, static: true, byURL: true}}
	}
	var list []candidate
	for _, n := range r.spellings(strings.TrimLeft(name, "/")) {
		list = append(list, r.f.inTree(r.f.statics, n)...)
		for _, b := range r.f.content {
			if p, ok := b.find(n); ok {
				list = append(list, candidate{path: p, base: b.dir, byURL: true})
			}
		}
		list = append(list, r.fromAddress(n)...)
		list = append(list, r.f.inTree(r.f.assets, n)...)
	}
	return list
}

// spellings are the paths below the site's root that a path below the host's root may mean: itself, and without the base's path and
// the language.
func (r *Resolver) spellings(name string) []string {
	all := []string{name}
	for _, base := range r.f.config.bases {
		if u, err := url.Parse(base); err == nil {
			if p := strings.Trim(u.Path, "/"); p != "" {
				if rest, ok := strings.CutPrefix(name, p+"/"); ok {
					all = appendNew(all, rest)
				}
			}
		}
	}
	for _, n := range slices.Clone(all) {
		if lang, rest, ok := strings.Cut(n, "/"); ok && r.f.language(lang) {
			all = appendNew(all, rest)
		}
	}
	return all
}

// fromAddress lists the resources of pages whose address name lies below: the page's own, and those that the catalog knows.
func (r *Resolver) fromAddress(name string) []candidate {
	var list []candidate
	name = norm.NFC.String("/" + name)
	for _, addr := range r.addresses() {
		if rest, ok := strings.CutPrefix(name, addr); ok && rest != "" && r.post.Bundle {
			list = append(list, candidate{path: filepath.Join(r.post.Dir, filepath.FromSlash(rest)), base: r.post.Dir, byURL: true})
		}
	}
	for i := len(name) - 1; i > 0; i-- {
		if name[i] != '/' || i == len(name)-1 {
			continue
		}
		for _, dir := range r.cat.bundlesAt(name[:i+1]) {
			list = append(list, candidate{path: filepath.Join(dir, filepath.FromSlash(name[i+1:])), base: dir, byURL: true})
		}
	}
	return list
}

// inTree lists the places of name in a tree of files that the site publishes.
func (f *Folder) inTree(tree []branch, name string) []candidate {
	var list []candidate
	for _, b := range tree {
		if p, ok := b.find(name); ok {
			list = append(list, candidate{path: p, base: b.dir, static: true, byURL: true})
		}
	}
	return list
}

// Address is where Hugo publishes the page, such as /posts/a/, without base and language; false where that cannot be told.
func (r *Resolver) Address() (string, bool) {
	r.addresses()
	return r.addr, r.addr != ""
}

// addresses are those of the page: what Hugo makes of its name or permalink, and its folder's.
func (r *Resolver) addresses() []string {
	if r.done {
		return r.own
	}
	r.done = true
	_, place, ok := r.f.placeOf(r.post.Dir)
	if r.f.Site == "" || !ok {
		return nil
	}
	var pg hugo.Page
	if file, err := frontmatter.Open(r.post.Text); err == nil {
		pg = r.f.pageOf(file.Block)
	}
	if r.addr, ok = r.f.address(r.post.Path, pg, nil); ok {
		r.own = append(r.own, r.addr)
	} else if !r.post.Bundle {
		name := strings.TrimSuffix(filepath.Base(r.post.Path), filepath.Ext(r.post.Path))
		r.own = append(r.own, path.Join("/", norm.NFC.String(place), r.f.withoutLang(name))+"/")
	}
	if r.post.Bundle {
		r.own = appendNew(r.own, "/"+norm.NFC.String(place)+"/")
	}
	return r.own
}
