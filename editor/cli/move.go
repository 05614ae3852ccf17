package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	udiff "github.com/aymanbagabas/go-udiff"

	"lanyard/store"
	"lanyard/store/act"
	"lanyard/store/journal"
	"lanyard/store/relocate"
)

func runMove(c *call) error {
	if c.has("alias") && c.has("no-alias") {
		return usagef("--alias and --no-alias do not go together")
	}
	f, from, to, err := c.ends(c.args[0], c.args[1])
	if err != nil {
		return err
	}
	o := relocate.Options{Now: c.env.Now()}
	switch {
	case c.has("alias"):
		o.Aliases = relocate.All
	case c.has("no-alias"):
		o.Aliases = relocate.None
	}
	p, err := relocate.New(c.ctx, f, from, to, o)
	if err != nil {
		return err
	}
	p.Act.What = "mv " + shown(from) + " " + shown(to)
	for _, err := range p.Unread {
		fmt.Fprintf(c.env.Stderr, "lanyard: its links stay as they are: %v\n", err)
	}
	if err := c.unsaved(p.Act); err != nil {
		return err
	}
	for _, l := range p.Lost {
		fmt.Fprintf(c.env.Stderr, "lanyard: %s:%d: no spelling of %q leads to the page's new place; it stays\n", printed(l.Path), l.Line, l.Old)
	}
	out := moveOut{Pages: []pageOut{}, Links: []followedOut{}, Lost: []followedOut{}}
	for _, pg := range p.Pages {
		out.Pages = append(out.Pages, pageOut{shown(pg.From), shown(pg.To), pg.Address, pg.After, pg.Alias})
	}
	for _, l := range p.Links {
		out.Links = append(out.Links, followedOut{shown(l.Path), l.Line, l.Old, l.New})
	}
	for _, l := range p.Lost {
		out.Lost = append(out.Lost, followedOut{Path: shown(l.Path), Line: l.Line, Old: l.Old})
	}
	var changes []change
	for _, x := range p.Changes {
		changes = append(changes, change(x))
	}
	return c.perform(p.Act, changes, &out.actOut, &out, func() {
		for _, m := range p.Act.Moves {
			fmt.Fprintf(c.out, "%s -> %s\n", printed(m.From), printed(m.To))
		}
		for _, l := range p.Links {
			fmt.Fprintf(c.out, "%s:%d: %s -> %s\n", printed(l.Path), l.Line, store.PrintableText(l.Old), store.PrintableText(l.New))
		}
	})
}

// ends opens the folder around a post and finds its path and the new one.
func (c *call) ends(post, dest string) (f *store.Folder, from, to string, err error) {
	f, file, err := c.openStore(post)
	if err != nil {
		return nil, "", "", err
	}
	if from, err = filepath.Abs(post); err != nil {
		return nil, "", "", store.Wrap("move", post, err)
	}
	if file != "" && store.IsIndex(filepath.Base(file)) {
		from = filepath.Dir(file)
	}
	if to, err = newPath(from, dest); err != nil {
		return nil, "", "", err
	}
	if f.Site == "" { // the folder around both is the whole there is
		root := filepath.Dir(from)
		for !store.Within(root, to) && root != filepath.Dir(root) {
			root = filepath.Dir(root)
		}
		if wd, err := os.Getwd(); err == nil && store.Within(wd, root) {
			root = wd
		}
		f, _, err = c.openStore(root)
	}
	return f, from, to, err
}

// newPath is the path that dest means for what is at from: a folder that is there gets it under its name; a name alone is a new name beside the
// old one.
func newPath(from, dest string) (string, error) {
	abs, err := filepath.Abs(dest)
	if err != nil {
		return "", store.Wrap("move", dest, err)
	}
	if st, err := os.Stat(abs); err == nil && st.IsDir() && abs != from && len(store.Pages(abs)) == 0 {
		return filepath.Join(abs, filepath.Base(from)), nil
	}
	if strings.HasSuffix(dest, "/") || strings.HasSuffix(dest, string(filepath.Separator)) {
		return filepath.Join(abs, filepath.Base(from)), nil
	}
	if !strings.ContainsAny(dest, `/`+string(filepath.Separator)) {
		abs = filepath.Join(filepath.Dir(from), dest)
	}
	if store.IsMarkdown(from) && !store.IsMarkdown(abs) {
		abs += filepath.Ext(from)
	}
	return abs, nil
}

// unsaved refuses an act on texts that a window has open with changes.
func (c *call) unsaved(a *act.Act) error {
	dir := filepath.Join(store.StateDir(), "journal")
	var errs []error
	for _, w := range a.Writes {
		if path := a.Back(w.Path); journal.Held(dir, path) {
			errs = append(errs, store.Fail("change", path, store.Busy, errors.New("a window has unsaved text of it; save it first")))
		}
	}
	for _, m := range a.Moves {
		_ = filepath.WalkDir(m.From, func(path string, d os.DirEntry, err error) error { // what cannot be listed is not open
			if err == nil && !d.IsDir() && store.IsMarkdown(path) && journal.Held(dir, path) &&
				!slices.ContainsFunc(a.Writes, func(w act.Write) bool { return a.Back(w.Path) == path }) {
				errs = append(errs, store.Fail("move", path, store.Busy, errors.New("a window has unsaved text of it; save it first")))
			}
			return nil
		})
	}
	return errors.Join(errs...)
}

// change is a text before and after an act.
type change struct{ Path, Was, Now string }

// perform does an act, or with --dry-run shows it as a diff, and says what was left out. out is what --json prints, of which told is a part; text
// prints it for a person.
func (c *call) perform(a *act.Act, changes []change, told *actOut, out any, text func()) error {
	told.DryRun, told.Left = c.has("dry-run"), []string{}
	if told.DryRun {
		if c.has("json") {
			return c.printJSON(out)
		}
		c.showDiff(a, changes)
		return nil
	}
	r, err := a.Do(c.ctx, store.StateDir())
	if err != nil {
		return err
	}
	for _, path := range r.Left {
		fmt.Fprintf(c.env.Stderr, "lanyard: %s has changed meanwhile, and is left as it is\n", printed(path))
		told.Left = append(told.Left, shown(path))
	}
	if r.State != nil {
		fmt.Fprintf(c.env.Stderr, "lanyard: it is done, but not all that Lanyard keeps of it came along: %v\n", r.State)
	}
	if c.has("json") {
		err = c.printJSON(out)
	} else {
		text()
	}
	if err == nil && len(r.Left) > 0 {
		err = errFound
	}
	return err
}

// showDiff prints an act as git shows renames and changes.
func (c *call) showDiff(a *act.Act, changes []change) {
	for _, m := range a.Moves {
		fmt.Fprintf(c.out, "rename from %s\nrename to %s\n", printed(m.From), printed(m.To))
	}
	for _, x := range changes {
		fmt.Fprint(c.out, udiff.Unified(printed(x.Path), printed(a.Moved(x.Path)), x.Was, x.Now))
	}
}

func runUndo(c *call) error {
	dir := "."
	if len(c.args) == 1 {
		dir = c.args[0]
	}
	f, _, err := c.openStore(dir)
	if err != nil {
		return err
	}
	root := f.Boundary()
	last, err := act.Last(store.StateDir(), root)
	if err != nil {
		return store.Fail("undo in", root, store.NotFound, err)
	}
	back := last.Inverse(c.env.Now())
	if err := c.unsaved(back); err != nil {
		return err
	}
	out := undoOut{Undone: last.What, When: last.When.Format("2006-01-02T15:04:05Z07:00")}
	return c.perform(back, c.undone(f, back), &out.actOut, &out, func() { fmt.Fprintf(c.out, "undone: %s\n", store.PrintableText(last.What)) })
}

// undone are the texts that an act changes, read for a diff.
func (c *call) undone(f *store.Folder, a *act.Act) []change {
	if !c.has("dry-run") {
		return nil
	}
	var out []change
	for _, w := range a.Writes {
		path := a.Back(w.Path)
		if data, err := f.ReadFile(path, store.MaxSize); err == nil {
			if now, err := w.Apply(string(data)); err == nil {
				out = append(out, change{path, string(data), now})
			}
		}
	}
	return out
}

// The JSON of acts.
type actOut struct {
	DryRun bool     `json:"dryRun"`
	Left   []string `json:"left"` // files that changed meanwhile
}

type moveOut struct {
	actOut
	Pages []pageOut     `json:"pages"`
	Links []followedOut `json:"links"`
	Lost  []followedOut `json:"lost"` // references for which no spelling was found
}

type pageOut struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Address string `json:"address,omitempty"`
	After   string `json:"after,omitempty"` // the address after the move
	Alias   string `json:"alias,omitempty"`
}

type followedOut struct {
	Path string `json:"path"`
	Line int    `json:"line,omitempty"`
	Old  string `json:"old"`
	New  string `json:"new,omitempty"`
}

type undoOut struct {
	actOut
	Undone string `json:"undone"`
	When   string `json:"when"`
}
