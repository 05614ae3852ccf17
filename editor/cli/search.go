package cli

import (
	"errors"
	"fmt"
	"os"

	"lanyard/store"
	"lanyard/store/library"
)

// hitOut is a line of search --json; of a post that the filters alone found, line and column are left out.
type hitOut struct {
	Path   string `json:"path"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"` // in bytes
	Text   string `json:"text"`
	Title  string `json:"title"`
}

// runSearch looks for a query in all posts of a folder.
func runSearch(c *call) error {
	q, err := library.Parse(c.args[0])
	if err != nil {
		return usagef("%v", err)
	}
	if q.Empty() {
		return usagef("search needs something to look for")
	}
	dir := "."
	if len(c.args) == 2 {
		dir = c.args[1]
	}
	f, _, err := c.openStore(dir)
	if err != nil {
		return err
	}
	l, err := library.Open(c.ctx, f, store.CacheDir())
	if err != nil {
		return err
	}
	for _, e := range l.Entries() { // a post whose front matter is wrong is searched all the same
		if bad := (*store.Error)(nil); e.Err != nil && (!errors.As(e.Err, &bad) || bad.Kind != store.BadMeta) {
			fmt.Fprintf(c.env.Stderr, "lanyard: not searched: %v\n", e.Err)
		}
	}
	found, hits := false, []hitOut{}
	colour := isTerminal(c.env.Stdout)
	err = l.Search(c.ctx, q, 0, func(r library.Result) bool {
		found = true
		if !c.has("json") {
			c.showResult(r, colour)
			return true
		}
		if len(r.Hits) == 0 {
			hits = append(hits, hitOut{Path: shown(r.Path), Text: r.Title, Title: r.Title})
		}
		for _, h := range r.Hits {
			hits = append(hits, hitOut{shown(r.Path), h.Line, h.Col, h.Text, r.Title})
		}
		return true
	})
	if err != nil {
		return err
	}
	if c.has("json") {
		if err := c.printJSON(hits); err != nil {
			return err
		}
	}
	if !found {
		return errFound
	}
	return nil
}

// showResult prints a post that was found as grep does; without hits by its title.
func (c *call) showResult(r library.Result, colour bool) {
	path := printed(r.Path)
	if len(r.Hits) == 0 {
		fmt.Fprintf(c.out, "%s: %s\n", path, store.PrintableText(oneLine(r.Title)))
	}
	for _, h := range r.Hits {
		text, at := "", 0
		for _, m := range h.Marks {
			if m[0] < at || !colour {
				continue
			}
			text += store.PrintableText(h.Text[at:m[0]]) + "\x1b[1;31m" + store.PrintableText(h.Text[m[0]:m[1]]) + "\x1b[0m"
			at = m[1]
		}
		fmt.Fprintf(c.out, "%s:%d:%d: %s\n", path, h.Line, h.Col, text+store.PrintableText(h.Text[at:]))
	}
}

// isTerminal reports whether a person reads what is written.
func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}
