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

// twice looks for other posts of the same language at the same address, whichever folders they are in. Drafts have none. There is one finding
// for all of them.
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
	if len(same) == 0 {
		return
	}
	other, more := same[0].Path, ""
	if n := len(same) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more)", n)
	}
	f := Finding{
		Severity: Error, Code: CodeSlugTwice, Name: other, Args: []any{own, other},
		Message: fmt.Sprintf("%q%s has the same address %q", other, more, own),
	}
	for _, key := range []string{"url", "slug"} {
		if e, ok := c.nonEmpty(key); ok {
			f = c.at(f, e)
			f.Name = other
			break
		}
	}
	c.add(f)
}
