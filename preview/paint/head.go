package paint

import (
	"strings"
	"time"

	"lanyard/store/frontmatter"
)

// HeadOf is what the front matter b says for above the body; b may be nil. text
// gives the sentence with an id of the catalogue, such as assets.T. The cover is
// left to who knows the site.
func HeadOf(b *frontmatter.Block, text func(id string, args ...any) string) Head {
	if b == nil {
		return Head{}
	}
	value := func(keys ...string) any {
		for _, k := range keys {
			if v, ok := b.Get(k); ok {
				return v
			}
		}
		return nil
	}
	h := Head{
		Title:   strings.TrimSpace(frontmatter.Text(value("title"))),
		Authors: frontmatter.Strings(value("authors", "author")), Tags: frontmatter.Strings(value("tags")),
	}
	if d, ok := frontmatter.AsDate(value("date")); ok {
		h.Date = longDay(d.Time, text)
	}
	return h
}

// longDay is a day as people write it.
func longDay(t time.Time, text func(id string, args ...any) string) string {
	y, m, d := t.Date()
	return text("window.longday", d, text("window.longmonth."+m.String()[:3]), y, int(m))
}
