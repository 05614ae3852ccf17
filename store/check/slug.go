package check

import (
	"fmt"
	"path/filepath"
	"strings"

	"lanyard/store"
	"lanyard/store/frontmatter"
)

// slugOf is the last part of a post's address where the front matter names none:
// the bundle's folder or the file's name, without its language.
func slugOf(p *store.Post) string { return nameOf(p.Path) }

func nameOf(path string) string {
	base := filepath.Base(path)
	if store.IsIndex(base) {
		return filepath.Base(filepath.Dir(path))
	}
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// language is the code in index.CODE.md, empty without.
func language(path string) string {
	base := filepath.Base(path)
	if !store.IsIndex(base) {
		return ""
	}
	return strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(base, "index"), filepath.Ext(base)), ".")
}

// twice looks for another post of the same section and language at the same
// address.
func (c *checker) twice() {
	own := slugOf(c.p)
	e, has := c.entry("slug")
	if text := frontmatter.Text(e.Value); has && text != "" {
		own = text
	}
	if _, ok := c.nonEmpty("url"); ok {
		return
	}
	own = address(own)
	err := c.f.Siblings(c.ctx, c.p.Path, func(s store.Summary) bool {
		if s.Path == c.p.Path || language(s.Path) != language(c.p.Path) {
			return true
		}
		name := s.Slug
		if name == "" {
			name = nameOf(s.Path)
		}
		if address(name) != own {
			return true
		}
		f := Finding{
			Severity: Error, Code: CodeSlugTwice, Name: s.Path, Args: []any{own, s.Path},
			Message: fmt.Sprintf("%q has the same address %q", s.Path, own),
		}
		if has {
			f = c.at(f, e)
			f.Name = s.Path
		}
		c.add(f)
		return c.ctx.Err() == nil
	})
	if err != nil && c.ctx.Err() == nil {
		c.add(Finding{
			Severity: Warning, Code: CodeUnreadable, Args: []any{err.Error()},
			Message: "the posts beside this one cannot be read, so equal slugs are not found: " + err.Error(),
		})
	}
}

// address is a slug as it stands in the URL, near enough to compare.
func address(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(s), "-"))
	return strings.Trim(s, "-")
}
