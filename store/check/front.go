package check

import (
	"fmt"
	"strings"

	"lanyard/store/frontmatter"
)

// swallowed tells of keys that new Hugo takes for a part of a list, so that a post may lose its title.
func (c *checker) swallowed() {
	for _, gap := range c.file.Block.Gaps() {
		names := strings.Join(gap.Keys, ", ")
		from, to := c.file.Page.MetaFrom+gap.From, c.file.Page.MetaFrom+gap.To
		f := c.place(from, from+len(strings.TrimRight(c.p.Text[from:to], "\r\n")), Finding{
			Severity: Error, Code: CodeSwallowed, Name: gap.Keys[0], Args: []any{names},
			Message: fmt.Sprintf("the list has an empty item that is not indented, so that Hugo from 0.152 takes what follows (%s) for a part of it", names),
			Fix:     &Fix{Code: "remove-item", Label: "Remove the empty item", Edits: []frontmatter.Edit{{From: from, To: to}}},
		})
		if !c.run.templates().Since("0.152.0") {
			f.Severity = Warning
		}
		c.add(f)
	}
}

// addresses finds addresses of other hosts where Hugo takes none.
func (c *checker) addresses() {
	for _, key := range []string{"url", "aliases"} {
		e, ok := c.entry(key)
		if !ok {
			continue
		}
		for _, s := range frontmatter.Strings(e.Value) {
			if !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") {
				continue
			}
			c.add(c.at(Finding{
				Severity: Error, Code: CodeAddress, Reason: "host", Args: []any{e.Key, s}, Breaks: true,
				Message: fmt.Sprintf("the %s %q names a host; Hugo takes paths only, and does not build the site", e.Key, s),
			}, e))
			break
		}
	}
}
