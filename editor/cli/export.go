package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"lanyard/store"
	"lanyard/store/check"
	"lanyard/store/export"
)

func runCheck(c *call) error {
	runs, posts, err := c.checks()
	if err != nil {
		return err
	}
	found, told := []check.Finding{}, map[string]bool{}
	for _, p := range posts {
		list, err := runs[p.site].Post(c.ctx, p.path)
		if err != nil {
			return err
		}
		for _, x := range list { // what concerns a file of the bundle comes with each of its languages
			if key := x.String(); !told[key] {
				told[key] = true
				found = append(found, x)
			}
		}
	}
	bad := false
	for i := range found {
		found[i].Path = shown(found[i].Path)
		bad = bad || found[i].Severity == check.Error || c.has("strict") && found[i].Severity == check.Warning
	}
	if c.has("json") {
		if err := c.printJSON(found); err != nil {
			return err
		}
	} else {
		for _, f := range found {
			fmt.Fprintln(c.out, f)
		}
	}
	if bad {
		return errFound
	}
	return nil
}

// checked is a post to check, and the site by whose rules.
type checked struct{ site, path string }

// checks opens the posts of the command line and makes one run for all those of one site, so that what they share is read once.
func (c *call) checks() (map[string]*check.Run, []checked, error) {
	folders := map[string]*store.Folder{}
	var posts []checked
	for _, arg := range c.args {
		f, p, err := c.open(arg)
		if err != nil {
			return nil, nil, err
		}
		site := f.Site
		if site == "" {
			site = f.Content
		}
		if have := folders[site]; have != nil {
			if f, err = have.Join(f); err != nil {
				return nil, nil, store.Fail("open", arg, store.Outside, err)
			}
		}
		folders[site] = f
		posts = append(posts, checked{site, p.Path})
	}
	runs := map[string]*check.Run{}
	for site, f := range folders {
		runs[site] = check.NewRun(f, check.Options{Now: c.env.Now(), Hugo: c.hugo(), All: c.has("all")})
	}
	return runs, posts, nil
}

// exported is what export prints with --json.
type exported struct {
	Out   string          `json:"out"`
	Files []string        `json:"files"`
	Notes []check.Finding `json:"notes"`
}

func runExport(c *call) error {
	to := c.text("to")
	if to == "" {
		to = "hugo"
	}
	if to == "list" {
		return c.targets()
	}
	if !known(to) {
		return usagef("no target %q; --to list names them", to)
	}
	out := c.text("out")
	switch {
	case len(c.args) == 0:
		return usagef("export needs POST…")
	case out == "":
		return usagef("export needs --out DIR")
	}
	f, paths, err := c.posts()
	if err != nil {
		return err
	}
	plan, err := export.Prepare(c.ctx, f, paths, to, export.Options{Now: c.env.Now(), Hugo: c.hugo()})
	if err != nil {
		return err
	}
	write := export.ToDir
	if c.has("zip") {
		write = export.ToZip
	}
	if err := write(c.ctx, plan, out, c.has("force")); err != nil {
		return err
	}
	return c.tell(plan, out)
}

func known(id string) bool {
	for _, t := range export.Targets() {
		if t.ID == id {
			return true
		}
	}
	return false
}

func (c *call) targets() error {
	if c.has("json") {
		type target struct {
			ID    string `json:"id"`
			Name  string `json:"name"`
			About string `json:"about"`
		}
		list := []target{}
		for _, t := range export.Targets() {
			list = append(list, target{t.ID, t.Name, t.About})
		}
		return c.printJSON(list)
	}
	for _, t := range export.Targets() {
		fmt.Fprintf(c.out, "%s\t%s\t%s\n", t.ID, t.Name, t.About)
	}
	return nil
}

// posts opens all posts of the command line, which must be of one site.
func (c *call) posts() (*store.Folder, []string, error) {
	var folder *store.Folder
	var paths []string
	for _, arg := range c.args {
		f, p, err := c.openStore(arg)
		if err != nil {
			return nil, nil, err
		}
		if p == "" {
			return nil, nil, store.Fail("open", arg, store.NotPost, errors.New("a folder without an index.md, so no post"))
		}
		if folder == nil {
			folder = f
		} else if folder, err = folder.Join(f); err != nil {
			return nil, nil, store.Fail("open", arg, store.Outside, err)
		}
		c.sweep(filepath.Dir(p))
		paths = append(paths, p)
	}
	return folder, paths, nil
}

// tell prints what was written; what was left out and other notes go to standard
// error.
func (c *call) tell(plan export.Plan, out string) error {
	notes := []check.Finding{}
	for _, n := range plan.Notes {
		n.Path = shown(n.Path)
		if n.Severity > check.Info || n.Code == check.CodeKept || n.Code == check.CodeUnused {
			notes = append(notes, n)
		}
	}
	if c.has("json") {
		e := exported{Out: out, Files: []string{}, Notes: notes}
		for _, f := range plan.Files {
			e.Files = append(e.Files, f.Path)
		}
		return c.printJSON(e)
	}
	for _, n := range notes {
		if n.Code == check.CodeUnused {
			fmt.Fprintf(c.env.Stderr, "%s: left out: nothing refers to it\n", store.Printable(n.Path))
			continue
		}
		fmt.Fprintln(c.env.Stderr, n)
	}
	if c.has("zip") {
		fmt.Fprintln(c.out, store.Printable(out))
		return nil
	}
	for _, u := range plan.Units {
		fmt.Fprintln(c.out, store.Printable(filepath.Join(out, filepath.FromSlash(strings.TrimSuffix(u, "/")))))
	}
	return nil
}
