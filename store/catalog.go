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

	mu       sync.Mutex
	sections map[string]*section
	bundles  map[string][]string // address → folders of the bundles there; nil until asked
	pages    *sitePages          // nil until asked
	files    map[string][]string // files of static and assets by the lower-case last part of their paths; nil until asked

	names spellings
}

// section is what the posts of one folder are.
type section struct {
	at    map[string][]Summary // the posts by language and address, drafts left out
	posts int                  // how many there are, with those that cannot be read
	dated int                  // how many of them have a date
	err   error
}

// NewCatalog makes an empty one.
func NewCatalog(f *Folder) *Catalog {
	return &Catalog{f: f, sections: map[string]*section{}, names: spellings{run: true}}
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

// At lists the other posts of the section that holds the post at path which Hugo publishes in the same language at the address addr. The error
// is the context's, or that of a folder that cannot be read; the posts then are those that could.
func (c *Catalog) At(ctx context.Context, path, addr string) ([]Summary, error) {
	s, err := c.section(ctx, path)
	if s == nil {
		return nil, err
	}
	var out []Summary
	for _, x := range s.at[c.f.pageLang(path)+" "+addr] {
		if x.Path != path {
			out = append(out, x)
		}
	}
	return out, err
}

// Dated tells how many posts there are in the section that holds the post at path, itself included, and how many of them have a date.
func (c *Catalog) Dated(ctx context.Context, path string) (posts, dated int) {
	s, _ := c.section(ctx, path)
	if s == nil {
		return 0, 0
	}
	return s.posts, s.dated
}

// section reads the posts beside the one at path, once.
func (c *Catalog) section(ctx context.Context, path string) (*section, error) {
	dir := sectionOf(path)
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.sections[dir]; s != nil {
		return s, s.err
	}
	s := &section{at: map[string][]Summary{}}
	s.err = c.f.Siblings(ctx, path, func(x Summary) bool {
		s.posts++
		if !x.Date.Time.IsZero() {
			s.dated++
		}
		if x.Draft && !c.f.config.BuildDrafts || x.Err != nil {
			return true
		}
		if a, ok := c.f.Address(x); ok {
			key := c.f.pageLang(x.Path) + " " + a
			s.at[key] = append(s.at[key], x)
		}
		return true
	})
	if err := ctx.Err(); err != nil { // not what the folder is
		return nil, err
	}
	c.sections[dir] = s
	return s, s.err
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
	if c.bundles == nil {
		c.bundles = map[string][]string{}
		_ = c.f.List(context.Background(), func(s Summary) bool { // a folder that cannot be read has none
			if s.Bundle && s.Err == nil {
				if a, ok := c.f.Address(s); ok {
					c.bundles[a] = appendNew(c.bundles[a], filepath.Dir(s.Path))
				}
			}
			return true
		})
	}
	return c.bundles[strings.ToLower(addr)]
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
