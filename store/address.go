package store

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"lanyard/store/frontmatter"
	"lanyard/store/hugo"
)

// placeOf finds the branch of the content that holds path, and the path's place in the site's content, slash separated; nil where none
// does.
func (f *Folder) placeOf(p string) (b *branch, place string, ok bool) {
	for i := range f.content { // the deepest, as content/en lies in content
		c := &f.content[i]
		if Within(c.dir, p) && (b == nil || len(c.dir) > len(b.dir)) {
			b = c
		}
	}
	if b == nil {
		return nil, "", false
	}
	rel, err := filepath.Rel(b.dir, p)
	if err != nil {
		return nil, "", false
	}
	place = filepath.ToSlash(filepath.Join(filepath.FromSlash(b.at), rel))
	if place == "." {
		place = ""
	}
	return b, place, true
}

// Place is the path of a file below the content folder, slash separated; false for one that lies in none.
func (f *Folder) Place(path string) (string, bool) {
	_, place, ok := f.placeOf(path)
	return place, ok
}

// SameLanguage reports whether two pages are of one language.
func (f *Folder) SameLanguage(a, b string) bool { return f.pageLang(a) == f.pageLang(b) }

// langCode is what a part of a file's name looks like that tells a language: zh, pt-br, zh-hant-tw.
var langCode = regexp.MustCompile(`^(?i:[a-z]{2,3}(-[a-z0-9]{2,8})*)$`)

// Lang is the language of a page by its file, in lower case: the code in its name or that of its content folder; empty where neither tells.
func (f *Folder) Lang(path string) string {
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if _, code, ok := cutLast(stem, "."); ok && f.language(code) {
		return strings.ToLower(code)
	}
	if b, _, ok := f.placeOf(path); ok {
		return b.lang
	}
	return ""
}

// Address is where Hugo publishes a listed post, such as /posts/a/, without base and language; false where that cannot be told.
func (f *Folder) Address(s Summary) (string, bool) {
	pg := hugo.Page{Title: s.Title, Slug: s.Slug, URL: s.URL}
	pg.Date = f.When(s.Date)
	return f.address(s.Path, pg, nil)
}

// AddressOf is where Hugo publishes, or would publish, a page with this text at path, without base and language; false where that cannot be told.
// It is the caller's to say where a folder of that path is found now, when it is only planned; nil means at its path.
func (f *Folder) AddressOf(path, text string, now func(path string) string) (string, bool) {
	var pg hugo.Page
	if file, err := frontmatter.Open(text); err == nil {
		pg = f.pageOf(file.Block)
	}
	return f.address(path, pg, now)
}

// pageOf takes from a front matter what decides the address.
func (f *Folder) pageOf(b *frontmatter.Block) hugo.Page {
	get := func(key string) any { v, _ := b.Get(key); return v }
	pg := hugo.Page{Title: frontmatter.Text(get("title")), Slug: frontmatter.Text(get("slug")), URL: frontmatter.Text(get("url"))}
	if d, ok := frontmatter.AsDate(get("date")); ok {
		pg.Date = f.When(d)
	}
	return pg
}

// When is a date in the zone in which Hugo reads it.
func (f *Folder) When(d frontmatter.Date) time.Time {
	t := d.Time
	if t.IsZero() || d.HasZone {
		return t
	}
	y, mo, day := t.Date()
	h, mi, s := t.Clock()
	return time.Date(y, mo, day, h, mi, s, t.Nanosecond(), f.config.Location())
}

func (f *Folder) address(path string, pg hugo.Page, now func(string) string) (string, bool) {
	_, place, ok := f.placeOf(path)
	if !ok {
		return "", false
	}
	dir, base := "", place
	if i := strings.LastIndexByte(place, '/'); i >= 0 {
		dir, base = place[:i], place[i+1:]
	}
	name := f.withoutLang(strings.TrimSuffix(base, filepath.Ext(base)))
	switch {
	case name == "_index": // a section: its folder
		pg.Slug = ""
		return hugo.Permalinks(nil).Address(hugo.Page{Dir: dir, URL: pg.URL})
	case name == "index" && dir == "":
		return "/", true
	case name == "index":
		i := strings.LastIndexByte(dir, '/')
		name = dir[i+1:]
		dir = dir[:max(i, 0)]
	}
	pg.Dir, pg.Name = dir, name
	pg.Sections = f.sections(path, dir, now)
	addr, ok := f.config.Permalinks.Address(pg)
	if ok && f.config.UglyURLs && pg.URL == "" && strings.HasSuffix(addr, "/") && len(addr) > 1 {
		addr = addr[:len(addr)-1] + ".html"
	}
	return addr, ok
}

// StemAndLang is the name of a page's file without its extension and without the language in it, and that language as it is spelled there;
// empty without one.
func (f *Folder) StemAndLang(path string) (stem, lang string) {
	stem = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if name, code, ok := cutLast(stem, "."); ok && f.language(code) {
		return name, code
	}
	return stem, ""
}

func (f *Folder) withoutLang(stem string) string {
	if name, code, ok := cutLast(stem, "."); ok && f.language(code) {
		return name
	}
	return stem
}

// sections lists the sections that hold a page in the folder dir of the content: the first folder, and every deeper one with a page of its
// own.
func (f *Folder) sections(path, dir string, now func(string) string) []string {
	if dir == "" {
		return nil
	}
	if now == nil {
		now = func(path string) string { return path }
	}
	names := strings.Split(dir, "/")
	out := names[:1:1]
	b, _, _ := f.placeOf(path)
	for i := 1; i < len(names); i++ {
		if at, ok := b.find(strings.Join(names[:i+1], "/")); ok {
			if _, err := os.Stat(now(filepath.Join(at, "_index.md"))); err == nil {
				out = append(out, names[i])
			}
		}
	}
	return out
}
