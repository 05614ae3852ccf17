package cli

import (
	"cmp"
	"fmt"
	"strings"

	"lanyard/store"
	"lanyard/store/relocate"
	"lanyard/store/taxonomy"
)

func runTags(c *call) error {
	verb := ""
	if len(c.args) > 0 {
		verb = c.args[0]
	}
	rest := c.args[min(len(c.args), 1):]
	switch verb {
	case "rename":
		if len(rest) != 2 {
			return usagef("tags rename needs OLD NEW")
		}
		return c.changeTerms(rest[:1], rest[1], false)
	case "merge":
		if len(rest) < 2 {
			return usagef("tags merge needs OLD… NEW")
		}
		return c.changeTerms(rest[:len(rest)-1], rest[len(rest)-1], true)
	case "delete":
		if len(rest) == 0 {
			return usagef("tags delete needs TAG…")
		}
		return c.changeTerms(rest, "", false)
	}
	if len(c.args) > 1 {
		return usagef("tags knows rename, merge and delete, not %q", verb)
	}
	return c.listTerms(cmp.Or(verb, c.text("in"), "."))
}

func (c *call) listTerms(dir string) error {
	f, _, err := c.openStore(dir)
	if err != nil {
		return err
	}
	terms, unread, err := taxonomy.Terms(c.ctx, f, c.termKey())
	if err != nil {
		return err
	}
	c.sayUnread(unread)
	if c.has("json") {
		out := []termOut{}
		for _, t := range terms {
			out = append(out, termOut{t.Name, t.Count, list(t.Twins)})
		}
		return c.printJSON(out)
	}
	for _, t := range terms {
		line := fmt.Sprintf("%d\t%s", t.Count, store.PrintableText(oneLine(t.Name)))
		if len(t.Twins) > 0 {
			line += "\tlike " + store.PrintableText(oneLine(strings.Join(t.Twins, ", ")))
		}
		fmt.Fprintln(c.out, line)
	}
	return nil
}

func (c *call) termKey() string { return cmp.Or(c.text("key"), "tags") }

func (c *call) sayUnread(errs []error) {
	for _, err := range errs {
		fmt.Fprintf(c.env.Stderr, "lanyard: it stays as it is: %v\n", err)
	}
}

// changeTerms calls the terms olds name in all posts, or takes them out where name is empty.
func (c *call) changeTerms(olds []string, name string, merge bool) error {
	for _, t := range append(olds[:len(olds):len(olds)], name) {
		if t != strings.TrimSpace(t) || strings.ContainsAny(t, "\n\r") {
			return usagef("%q is no name of a tag", t)
		}
	}
	if name == "" && c.args[0] != "delete" {
		return usagef("the new name is empty; tags delete takes tags out")
	}
	f, _, err := c.openStore(cmp.Or(c.text("in"), "."))
	if err != nil {
		return err
	}
	o := taxonomy.Options{Key: c.termKey(), Merge: merge, Now: c.env.Now()}
	if c.has("no-alias") {
		o.Aliases = relocate.None
	}
	p, err := taxonomy.Change(c.ctx, f, olds, name, o)
	if err != nil {
		return err
	}
	p.Act.What = "tags " + strings.Join(c.args, " ")
	c.sayUnread(p.Unread)
	for _, dir := range p.Kept {
		fmt.Fprintf(c.env.Stderr, "lanyard: %s stays, the page of a tag that no post has any more\n", printed(dir))
	}
	if err := c.unsaved(p.Act); err != nil {
		return err
	}
	out := tagsOut{Pages: p.Pages, Changed: []string{}, Moved: []pageOut{}, Links: []followedOut{}}
	var changes []change
	for _, x := range p.Changes {
		out.Changed = append(out.Changed, shown(x.Path))
		changes = append(changes, change(x))
	}
	for _, m := range p.Act.Moves {
		out.Moved = append(out.Moved, pageOut{From: shown(m.From), To: shown(m.To)})
	}
	for _, l := range p.Links {
		out.Links = append(out.Links, followedOut{shown(l.Path), l.Line, l.Old, l.New})
	}
	return c.perform(p.Act, changes, &out.actOut, &out, func() {
		for _, path := range out.Changed {
			fmt.Fprintln(c.out, store.Printable(path))
		}
		for _, m := range p.Act.Moves {
			fmt.Fprintf(c.out, "%s -> %s\n", printed(m.From), printed(m.To))
		}
	})
}

// The JSON of terms and of what was done to them.
type termOut struct {
	Name  string   `json:"name"`
	Count int      `json:"count"`
	Twins []string `json:"twins"`
}

type tagsOut struct {
	actOut
	Pages   int           `json:"pages"` // whose front matter changed
	Changed []string      `json:"changed"`
	Moved   []pageOut     `json:"moved"`
	Links   []followedOut `json:"links"`
}
