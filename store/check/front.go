package check

import (
	"fmt"
	"regexp"
	"strings"

	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

var (
	emptyItem = regexp.MustCompile(`^([ ]*)-[ \t]*(?:#.*)?$`)
	mapKey    = regexp.MustCompile(`^([ ]*)((?:"[^"]*"|'[^']*'|[^\s#"'\-\[\]{},&*!|>%@` + "`" + `:][^:#]*?))[ \t]*:(?:[ \t]|$)`)
)

// swallowed finds an empty item of a YAML list that is not indented: the YAML reader of Hugo since 0.152 takes the keys that follow for keys of
// that item, so that a post may lose its title.
func (c *checker) swallowed() {
	pg := c.file.Page
	if pg.Format != page.YAML {
		return
	}
	lines := strings.SplitAfter(c.p.Text[pg.MetaFrom:pg.MetaTo], "\n")
	at := pg.MetaFrom
	for i, l := range lines {
		start := at
		at += len(l)
		item := emptyItem.FindStringSubmatch(strings.TrimRight(l, "\r\n"))
		if item == nil {
			continue
		}
		keys := keysAfter(lines[i+1:], item[1])
		if len(keys) == 0 || c.inScalar(start) {
			continue
		}
		names := strings.Join(keys, ", ")
		f := c.place(start, start+len(strings.TrimRight(l, "\r\n")), Finding{
			Severity: Error, Code: CodeSwallowed, Name: keys[0], Args: []any{names},
			Message: fmt.Sprintf("the list has an empty item that is not indented, so that Hugo from 0.152 takes what follows (%s) for a part of it", names),
			Fix:     &Fix{Code: "remove-item", Label: "Remove the empty item", Edits: []frontmatter.Edit{{From: start, To: at}}},
		})
		if !c.run.templates().Since("0.152.0") {
			f.Severity = Warning
		}
		c.add(f)
	}
}

// keysAfter lists the keys that directly follow a line at an indentation.
func keysAfter(lines []string, indent string) []string {
	var keys []string
	for _, l := range lines {
		l = strings.TrimRight(l, "\r\n")
		trimmed := strings.TrimLeft(l, " ")
		if trimmed == "" || trimmed[0] == '#' {
			continue
		}
		depth := len(l) - len(trimmed)
		m := mapKey.FindStringSubmatch(l)
		switch {
		case depth > len(indent) || depth == len(indent) && strings.HasPrefix(trimmed, "-") && len(keys) > 0:
			if len(keys) == 0 {
				return nil // the item is not empty
			}
		case depth < len(indent) || m == nil:
			return keys
		default:
			keys = append(keys, strings.Trim(m[2], `"'`))
		}
	}
	return keys
}

// inScalar reports whether a byte of the front matter is in a text of several lines.
func (c *checker) inScalar(at int) bool {
	for _, e := range c.file.Block.Entries() {
		if s, ok := e.Value.(string); ok && strings.Contains(s, "\n") && c.file.Page.MetaFrom+e.From <= at && at < c.file.Page.MetaFrom+e.To {
			return true
		}
	}
	return false
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
