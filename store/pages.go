package store

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// contentExts end the names of files of which Hugo makes pages.
var contentExts = []string{".md", ".markdown", ".mdown", ".html", ".htm", ".org", ".adoc", ".asciidoc", ".ad", ".pandoc", ".pdc", ".rst"}

// sitePages are the pages of a site by their places, as ref and relref look for them.
type sitePages struct {
	files   map[string]string   // language and place, see pageKey, → file; a section without a page of its own has none
	names   map[string][]string // language and last part of a place → files of single pages
	unknown bool                // the site has pages that are no files here

	moved func(path string) string // where a file or folder is taken to be
}

// A Ref is what a reference to a page leads to.
type Ref uint8

// What references lead to.
const (
	RefFound Ref = iota
	RefDead
	RefAmbiguous // several pages have the name
	RefUnknown   // no page here has the place, but a theme, a module or a content adapter may bring one
)

// FindPage finds the page that ref names, written by the shortcode ref or relref in p, in a language of the site; empty is p's own. The
// rules are Hugo's (hugolib/pagecollections.go in gohugoio/hugo): a place below the content folder, one relative to the page, and a bare name
// wherever it is the only one. old asks for those before Hugo 0.123. The path is that of the page's file; a section may have none.
func (c *Catalog) FindPage(p *Post, ref, lang string, old bool) (string, Ref) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pages == nil {
		c.pages = c.f.readPages(c.moved)
	}
	s := c.pages
	if lang == "" {
		lang = c.f.pageLang(p.Path)
	}
	lang = strings.ToLower(lang)
	if i := strings.IndexAny(ref, "?#"); i >= 0 {
		ref = ref[:i]
	}
	if ref == "" {
		return p.Path, RefFound
	}
	for _, place := range c.f.placesOf(p, ref, old) {
		for _, key := range pageKeys(place) {
			if file, ok := s.files[lang+" "+s.spelled(key.place, old)]; ok && strings.HasPrefix(filepath.Base(file), key.file) {
				return file, RefFound
			}
		}
		if c.f.isTaxonomy(place) {
			return "", RefFound
		}
	}
	name := strings.TrimRight(ref, "/")
	if old { // overlooks what else stands before the name
		name = strings.TrimPrefix(strings.TrimPrefix(name, "./"), "/")
	}
	if !strings.Contains(name, "/") {
		for _, key := range pageKeys(name) {
			switch files := s.names[lang+" "+s.spelled(key.place, old)]; len(files) {
			case 0:
			case 1:
				return files[0], RefFound
			default:
				return "", RefAmbiguous
			}
		}
	}
	if s.unknown {
		return "", RefUnknown
	}
	return "", RefDead
}

// spelled is the key under which a place is booked: as it is since Hugo 0.123, and behind a mark with its blanks before.
func (*sitePages) spelled(key string, old bool) string {
	if old {
		return "=" + key
	}
	return strings.ReplaceAll(key, " ", "-")
}

// book puts a file at a place of one language, in both spellings.
func (s *sitePages) book(lang, key, file string) {
	for _, old := range []bool{false, true} {
		s.files[lang+" "+s.spelled(key, old)] = file
	}
}

// name books a file under the last part of its place, in both spellings.
func (s *sitePages) name(lang, key, file string) {
	for _, old := range []bool{false, true} {
		k := lang + " " + s.spelled("/"+path.Base(key), old)
		s.names[k] = append(s.names[k], file)
	}
}

// Named lists the files of the pages whose place ends with the last part of ref, whatever their language: what its author may have meant.
func (c *Catalog) Named(ref string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pages == nil {
		c.pages = c.f.readPages(c.moved)
	}
	if i := strings.IndexAny(ref, "?#"); i >= 0 {
		ref = ref[:i]
	}
	var out []string
	for _, key := range pageKeys(path.Base(strings.TrimSuffix(strings.Trim(ref, "/"), "/index.md"))) {
		for _, lang := range c.f.codes() {
			out = append(out, c.pages.names[strings.ToLower(lang)+" "+c.pages.spelled(key.place, false)]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// pageLang is the language of a page, the default one's where nothing tells.
func (f *Folder) pageLang(path string) string {
	if lang := f.Lang(path); lang != "" {
		return lang
	}
	return strings.ToLower(f.config.Language())
}

// placesOf lists the places that ref may mean in p, the nearest first.
func (f *Folder) placesOf(p *Post, ref string, old bool) []string {
	if strings.HasPrefix(ref, "/") {
		if old && len(ref) > 1 && strings.HasSuffix(ref, "/") {
			return nil
		}
		return []string{ref}
	}
	_, place, _ := f.placeOf(p.Dir)
	dir := "/" + place
	around := dir // the folder that holds the post
	if p.Bundle {
		around = path.Dir(dir)
	}
	file := path.Ext(ref) != ""
	var list []string
	switch up := strings.HasPrefix(ref, "../"); {
	case old && up:
		list = append(list, path.Join(dir, ref))
	case old:
		list = append(list, path.Join(around, ref))
	case file && up:
		list = append(list, path.Join(dir, ref))
	default:
		list = append(list, path.Join(around, ref))
		if file {
			list = append(list, path.Join(dir, ref))
		}
	}
	if !strings.HasPrefix(ref, ".") {
		list = append(list, "/"+ref)
	}
	return list
}

// isTaxonomy reports the place of a taxonomy or of a term.
func (f *Folder) isTaxonomy(place string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(pageKey(place), "/"), "/")
	return slices.Contains(f.config.TaxonomyKeys(), first)
}

// placeKey is a key of a place, and how the name of the file there has to begin.
type placeKey struct{ place, file string }

// pageKeys are the keys of a place as an author may spell it: with the extension and language of its file, or without, and with index.
func pageKeys(place string) []placeKey {
	keys := []placeKey{{place: pageKey(place)}}
	add := func(p string) {
		keys = append(keys, placeKey{place: pageKey(p)})
		if base := path.Base(p); base == "index" || base == "_index" {
			keys = append(keys, placeKey{pageKey(path.Dir(p)), base + "."})
		}
	}
	add(place)
	if ext := path.Ext(place); slices.Contains(contentExts, strings.ToLower(ext)) {
		stem := strings.TrimSuffix(place, ext)
		add(stem)
		if lang := path.Ext(stem); lang != "" && langCode.MatchString(lang[1:]) {
			add(strings.TrimSuffix(stem, lang))
		}
	}
	return keys
}

// pageKey makes places equal that Hugo takes for one whatever their case.
func pageKey(place string) string { return strings.ToLower(norm.NFC.String(path.Clean("/" + place))) }

// readPages walks through the content. moved gives the path at which a file is to be booked; nil leaves it.
func (f *Folder) readPages(moved func(string) string) *sitePages {
	if moved == nil {
		moved = func(path string) string { return path }
	}
	s := &sitePages{moved: moved, files: map[string]string{}, names: map[string][]string{}, unknown: f.Site == "" || len(f.config.MissingThemes) > 0}
	langs := f.codes()
	for i := range langs {
		langs[i] = strings.ToLower(langs[i])
		s.book(langs[i], "/", "")
	}
	for _, b := range f.content {
		if real, err := filepath.EvalSymlinks(b.dir); err == nil && f.holds(real) {
			s.walk(f, b.dir, langs, 0)
		}
	}
	return s
}

func (s *sitePages) walk(f *Folder, dir string, langs []string, depth int) {
	entries, err := f.ReadDir(dir)
	if err != nil || depth > 32 {
		return
	}
	bundle := indexOf(entries) != ""
	_, place, ok := f.placeOf(s.moved(dir))
	if !ok {
		return
	}
	if place != "" && !strings.Contains(place, "/") && !bundle { // a section, whether it has a page or not
		for _, lang := range langs {
			s.book(lang, pageKey(place), "")
		}
	}
	for _, e := range entries {
		switch {
		case hidden(e.Name()) || isConflict(e.Name()):
		case e.IsDir():
			if !bundle {
				s.walk(f, filepath.Join(dir, e.Name()), langs, depth+1)
			}
		case strings.HasPrefix(e.Name(), "_content."): // a content adapter makes pages of data
			s.unknown = true
		default:
			s.add(f, dir, e, bundle)
		}
	}
}

// add books the page of a file in the folder dir; in a bundle only its own pages are.
func (s *sitePages) add(f *Folder, dir string, e fs.DirEntry, bundle bool) {
	ext := filepath.Ext(e.Name())
	if !slices.Contains(contentExts, strings.ToLower(ext)) {
		return
	}
	file := s.moved(filepath.Join(dir, e.Name()))
	_, place, ok := f.placeOf(filepath.Dir(file))
	if !ok {
		return
	}
	stem := f.withoutLang(strings.TrimSuffix(filepath.Base(file), ext))
	lang := f.pageLang(file)
	switch key := pageKey(place); {
	case stem == "index" || stem == "_index":
		s.book(lang, key, file)
		if key != "/" {
			s.name(lang, key, file)
		}
	case !bundle:
		key = pageKey(path.Join(place, stem))
		s.book(lang, key, file)
		s.name(lang, key, file)
	}
}
