package store

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// A Catalog is what one run learns of a folder's posts and files, each read once however many posts ask. It goes stale when the disk
// changes, so it is made for a run and thrown away. Several goroutines may use it. Its calls block on the disk.
type Catalog struct {
	f     *Folder
	moved func(path string) string // where the pages are taken to be; nil where they are

	mu    sync.Mutex
	posts *sitePosts          // nil until asked
	pages *sitePages          // nil until asked
	files map[string][]string // files of static and assets by the lower-case last part of their paths; nil until asked

	names spellings
}

// sitePosts is what the posts of all folders are.
type sitePosts struct {
	at       map[string][]Summary // the posts by language and address, drafts left out
	bundles  map[string][]string  // the folders of bundles by address
	sections map[string]section   // by folder, see sectionOf
	errs     map[string]error     // why a folder cannot be read
}

// section is what the posts of one folder are.
type section struct {
	posts int // how many there are, with those that cannot be read
	dated int // how many of them have a date
}

// NewCatalog makes an empty one.
func NewCatalog(f *Folder) *Catalog {
	return &Catalog{f: f, names: spellings{run: true}}
}

// CatalogAfter makes a catalog of the folder as it will be once moved has been done to the paths of its files: references are looked up among the
// pages of then.
func CatalogAfter(f *Folder, moved func(path string) string) *Catalog {
	c := NewCatalog(f)
	c.moved = moved
	return c
}

// Resolver is Folder.Resolver with what the run has learnt: files of other posts are found by the address of their post, too.
func (c *Catalog) Resolver(p *Post) *Resolver {
	r := c.f.Resolver(p)
	r.cat = c
	return r
}

// At lists the other posts, of whichever folder, that Hugo publishes in the same language as the post at path at the address addr. The error is
// the context's, or that of the folder of this post, when it cannot be read; the posts then are those that could.
func (c *Catalog) At(ctx context.Context, path, addr string) ([]Summary, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, err := c.all(ctx)
	if err != nil {
		return nil, err
	}
	var out []Summary
	for _, x := range s.at[c.f.pageLang(path)+" "+addr] {
		if x.Path != path {
			out = append(out, x)
		}
	}
	return out, s.errs[sectionOf(path)]
}

// Dated tells how many posts there are in the section that holds the post at path, itself included, and how many of them have a date.
func (c *Catalog) Dated(ctx context.Context, path string) (posts, dated int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, err := c.all(ctx)
	if err != nil {
		return 0, 0
	}
	own := s.sections[sectionOf(path)]
	return own.posts, own.dated
}

// all reads the posts, once. The error is the context's. The caller holds mu.
func (c *Catalog) all(ctx context.Context) (*sitePosts, error) {
	if c.posts != nil {
		return c.posts, nil
	}
	s := &sitePosts{at: map[string][]Summary{}, bundles: map[string][]string{}, sections: map[string]section{}, errs: map[string]error{}}
	err := c.f.List(ctx, func(x Summary) bool {
		if x.Err != nil && !IsMarkdown(x.Path) { // a folder
			s.errs[x.Path] = x.Err
			return true
		}
		own := s.sections[sectionOf(x.Path)]
		own.posts++
		if !x.Date.Time.IsZero() {
			own.dated++
		}
		s.sections[sectionOf(x.Path)] = own
		if x.Err != nil {
			return true
		}
		a, ok := c.f.Address(x)
		if ok && x.Bundle {
			s.bundles[a] = appendNew(s.bundles[a], filepath.Dir(x.Path))
		}
		if ok && (!x.Draft || c.f.config.BuildDrafts) {
			key := c.f.pageLang(x.Path) + " " + a
			s.at[key] = append(s.at[key], x)
		}
		return true
	})
	if ctx.Err() != nil { // not what the folder is
		return nil, ctx.Err()
	}
	if err != nil {
		s.errs[c.f.Content] = err
	}
	c.posts = s
	return s, nil
}

// sectionOf is the folder that holds a post: for a bundle, the one around the bundle's.
func sectionOf(path string) string {
	dir := filepath.Dir(path)
	if IsIndex(filepath.Base(path)) {
		dir = filepath.Dir(dir)
	}
	return dir
}

// bundlesAt gives the folders of the bundles that Hugo publishes at an address. The first call reads all posts.
func (c *Catalog) bundlesAt(addr string) []string {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s, err := c.all(context.Background())
	if err != nil {
		return nil
	}
	return s.bundles[strings.ToLower(addr)]
}

// maxFiles is how many files of the site a catalog remembers.
const maxFiles = 200_000

// ending finds a file of a static folder or of assets whose path ends with name; empty where there is none. The first call walks through these
// folders.
func (c *Catalog) ending(name string) string {
	if c == nil || name == "" {
		return ""
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.files == nil {
		c.files = map[string][]string{}
		n := 0
		for _, b := range append(c.f.statics[:len(c.f.statics):len(c.f.statics)], c.f.assets...) {
			_ = filepath.WalkDir(b.dir, func(p string, d fs.DirEntry, err error) error {
				if err != nil || !d.Type().IsRegular() {
					return nil //nolint:nilerr // what cannot be read is not found
				}
				if n++; n > maxFiles {
					return fs.SkipAll
				}
				key := norm.NFC.String(d.Name())
				c.files[key] = append(c.files[key], p)
				return nil
			})
		}
	}
	name = norm.NFC.String(filepath.FromSlash(name))
	for _, p := range c.files[filepath.Base(name)] {
		if strings.HasSuffix(norm.NFC.String(p), string(filepath.Separator)+name) {
			if _, err := c.f.Check(p); err == nil {
				return p
			}
		}
	}
	return ""
}
