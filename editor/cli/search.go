package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"lanyard/store"
	"lanyard/store/library"
)

// searchOut is a post of search --json.
type searchOut struct {
	Path  string   `json:"path"`
	Title string   `json:"title"`
	Hits  []hitOut `json:"hits"`
	More  int      `json:"more,omitempty"` // lines that are left out
}

type hitOut struct {
	Line  int      `json:"line"`
	Text  string   `json:"text"`
	Marks [][2]int `json:"marks"` // bytes of text
}

// runSearch looks for a query in all posts around the current folder, or around --in.
func runSearch(c *call) error {
	q, err := library.Parse(strings.Join(c.args, " "))
	if err != nil {
		return usagef("%v", err)
	}
	if q.Empty() {
		return usagef("search needs something to look for")
	}
	dir := c.text("in")
	if dir == "" {
		dir = "."
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
	found := []searchOut{}
	colour := isTerminal(c.env.Stdout)
	err = l.Search(c.ctx, q, func(r library.Result) bool {
		if !c.has("json") {
			found = append(found, searchOut{})
			c.showResult(r, colour)
			return true
		}
		out := searchOut{Path: shown(r.Path), Title: r.Title, Hits: []hitOut{}, More: r.More}
		for _, h := range r.Hits {
			out.Hits = append(out.Hits, hitOut{h.Line, h.Text, h.Marks})
		}
		found = append(found, out)
		return true
	})
	if err != nil {
		return err
	}
	if c.has("json") {
		if err := c.printJSON(found); err != nil {
			return err
		}
	}
	if len(found) == 0 {
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
		fmt.Fprintf(c.out, "%s:%d: %s\n", path, h.Line, text+store.PrintableText(h.Text[at:]))
	}
	if r.More > 0 {
		fmt.Fprintf(c.out, "%s: %d more\n", path, r.More)
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
