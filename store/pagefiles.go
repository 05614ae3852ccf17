package store

import (
	"context"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
)

// PageFiles gives each Markdown file of the site to yield until it returns false: the posts of all languages, the pages of sections and the texts
// that lie in bundles. Hidden files and the conflict copies of sync programs are left out, and so is what cannot be listed. It starts no goroutine.
func (f *Folder) PageFiles(ctx context.Context, yield func(path string) bool) error {
	dirs := f.contents
	if f.Site == "" {
		dirs = []string{f.Content}
	}
	files := f.walk()
	defer files.Close()
	var walk func(dir, real string, depth int) bool
	walk = func(dir, real string, depth int) bool {
		entries, err := files.entries(dir, real)
		if err != nil || depth > maxDepth {
			return true
		}
		for _, e := range entries {
			name := e.Name()
			if ctx.Err() != nil {
				return false
			}
			switch {
			case hidden(name) || name == "node_modules" || isConflict(name):
			case e.IsDir():
				if !walk(filepath.Join(dir, name), filepath.Join(real, name), depth+1) {
					return false
				}
			case IsMarkdown(name):
				if !yield(filepath.Join(dir, name)) {
					return false
				}
			}
		}
		return true
	}
	for i, dir := range dirs {
		if slices.ContainsFunc(dirs[:i], func(d string) bool { return Within(d, dir) }) {
			continue
		}
		real, err := filepath.EvalSymlinks(dir)
		if err != nil || !f.holds(real) {
			continue
		}
		if !walk(dir, real, 0) {
			break
		}
	}
	return ctx.Err()
}

// maxDepth bounds how deep folders nest that are walked through.
const maxDepth = 64

// Counterparts are the paths that the place of path has in the site's content folders, one for each folder in their order, and own is the index of
// the one that path lies in; empty where a folder has no such place. False for a path in no content folder.
func (f *Folder) Counterparts(path string) (paths []string, own int, ok bool) {
	b, place, ok := f.placeOf(path)
	if !ok {
		return nil, 0, false
	}
	paths = make([]string, len(f.content))
	for i := range f.content {
		c := &f.content[i]
		if c == b {
			paths[i], own = path, i
		} else if at, ok := c.find(place); ok {
			if deepest, _, _ := f.placeOf(at); deepest == c {
				paths[i] = at
			}
		}
	}
	return paths, own, true
}

// An AddressPart is one way to read a path below the host's root: what stands before the address that [Folder.Address] knows.
type AddressPart struct {
	Prefix  string // the base's path and the language, such as /blog/zh; empty or without a slash at its end
	Address string // begins with a slash
	Lang    string // lower case; empty where no language stands in it
}

// AddressParts are the ways to read a path that begins with a slash, the plainest first.
func (f *Folder) AddressParts(name string) []AddressPart {
	all := []AddressPart{{Address: name}}
	for _, base := range f.config.bases {
		u, err := url.Parse(base)
		if err != nil {
			continue
		}
		p := strings.TrimRight(u.Path, "/")
		if rest, ok := strings.CutPrefix(name, p+"/"); ok && p != "" {
			if part := (AddressPart{Prefix: p, Address: "/" + rest}); !slices.Contains(all, part) {
				all = append(all, part)
			}
		}
	}
	for _, part := range slices.Clone(all) {
		lang, rest, ok := strings.Cut(part.Address[1:], "/")
		if ok && f.Site != "" && f.language(lang) {
			all = append(all, AddressPart{Prefix: part.Prefix + "/" + lang, Address: "/" + rest, Lang: strings.ToLower(lang)})
		}
	}
	return all
}

// OwnAddress finds the path in an address in full that is one of this site's: its bytes [from, to).
func (f *Folder) OwnAddress(dest string) (from, to int, ok bool) {
	u, err := url.Parse(dest)
	if err != nil || u.Host == "" || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return 0, 0, false
	}
	for _, base := range f.config.bases {
		b, err := url.Parse(base)
		if err != nil || b.Host == "" || !strings.EqualFold(b.Host, u.Host) {
			continue
		}
		i := strings.Index(dest, "//") + 2
		n := strings.IndexAny(dest[i:], "/?#")
		if n < 0 || dest[i+n] != '/' {
			return 0, 0, false
		}
		from, to = i+n, len(dest)
		if n := strings.IndexAny(dest[from:], "?#"); n >= 0 {
			to = from + n
		}
		return from, to, true
	}
	return 0, 0, false
}

// LangPrefix is what the addresses of pages in a language begin with, such as /zh; empty for those that begin with none.
func (f *Folder) LangPrefix(lang string) string {
	if lang == "" || !f.Multilingual() || strings.EqualFold(lang, f.config.Language()) && !f.config.DefaultInSubdir {
		return ""
	}
	return "/" + strings.ToLower(lang)
}
