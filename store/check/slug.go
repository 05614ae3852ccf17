package check

import (
	"fmt"
	"path/filepath"
	"strings"

	"lanyard/store"
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

// twice looks for another post of the same section and language at the same
// address. Drafts have none.
func (c *checker) twice() {
	if e, ok := c.entry("draft"); ok && isDraft(e) && !c.f.Config().BuildDrafts {
		return
	}
	own, ok := c.run.cat.Resolver(c.p).Address()
	if !ok {
		return
	}
	same, err := c.run.cat.At(c.ctx, c.p.Path, own)
	if err != nil && c.ctx.Err() == nil {
		c.add(Finding{
			Severity: Warning, Code: CodeUnreadable, Args: []any{err.Error()},
			Message: "the posts beside this one cannot be read, so equal slugs are not found: " + err.Error(),
		})
	}
	for _, s := range same {
		f := Finding{
			Severity: Error, Code: CodeSlugTwice, Name: s.Path, Args: []any{own, s.Path},
			Message: fmt.Sprintf("%q has the same address %q", s.Path, own),
		}
		for _, key := range []string{"url", "slug"} {
			if e, ok := c.nonEmpty(key); ok {
				f = c.at(f, e)
				f.Name = s.Path
				break
			}
		}
		c.add(f)
	}
}
