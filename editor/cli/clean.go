package cli

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"

	"lanyard/store"
	"lanyard/store/check"
	"lanyard/store/frontmatter"
	"lanyard/store/intent"
	"lanyard/store/photo"
	"lanyard/store/recovery"
)

// cleaned is what photo clean prints of one picture with --json.
type cleaned struct {
	Name  string `json:"name"`
	New   string `json:"newName,omitempty"`
	Bytes int64  `json:"bytes,omitempty"`
	Error string `json:"error,omitempty"`
}

// photoClean mends the pictures of a bundle, and takes what is private out of its
// movies and documents, in place: those named, else all. Each is taken by itself; references follow a picture whose name changes.
func (c *call) photoClean(arg string, names []string) error {
	s, err := c.settings()
	if err != nil {
		return err
	}
	if s.State == "" {
		return usagef("no home folder to keep the old pictures in; set LANYARD_STATE")
	}
	f, p, err := c.open(arg)
	if err != nil {
		return err
	}
	s.Open = f.OpenFile
	if !p.Bundle {
		return store.Fail("clean the photos of", p.Path, store.NotPost, errors.New("a single file has no photos of its own"))
	}
	record := intent.New(intent.Dir(s.State))
	defer record.End()
	s.Record = record
	b := bundle{c: c, record: record, settings: s, dir: p.Dir, renamed: map[string]string{}}
	if err := b.load(f); err != nil {
		return err
	}
	all := slices.Concat(b.uses.Files, b.uses.Unused)
	slices.Sort(all)
	var paths []string
	for _, path := range slices.Compact(all) {
		rel, err := filepath.Rel(p.Dir, path)
		if err != nil || !filepath.IsLocal(rel) || store.IsMarkdown(path) {
			continue
		}
		if len(names) == 0 || slices.Contains(names, filepath.ToSlash(rel)) {
			paths = append(paths, path)
		}
	}
	var errs []error
	for _, n := range names {
		if !slices.Contains(paths, filepath.Join(p.Dir, filepath.FromSlash(n))) {
			errs = append(errs, store.Fail("clean photo", n, store.NotFound, errors.New("the bundle has no such file")))
		}
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	return b.clean(paths)
}

// bundle is a bundle whose pictures are being cleaned.
type bundle struct {
	c        *call
	record   *intent.Log
	settings photo.Settings
	dir      string
	pages    []*store.Post
	uses     *check.Uses
	renamed  map[string]string // picture → its new path
}

func (b *bundle) load(f *store.Folder) error {
	for _, path := range store.Pages(b.dir) {
		p, err := f.Load(path)
		if err != nil {
			return err
		}
		b.pages = append(b.pages, p)
	}
	b.uses = check.NewRun(f, check.Options{}).References(b.pages...)
	return nil
}

func (b *bundle) clean(paths []string) error {
	rows := []cleaned{}
	var errs []error
	for _, file := range paths {
		if err := b.c.ctx.Err(); err != nil {
			errs = append(errs, err)
			break
		}
		dir, name := filepath.Split(file)
		rel, _ := filepath.Rel(b.dir, file)
		rel = filepath.ToSlash(rel)
		done, err := photo.Clean(b.c.ctx, filepath.Clean(dir), name, b.settings)
		switch {
		case err != nil:
			errs = append(errs, err)
			rows = append(rows, cleaned{Name: rel, Error: err.Error()})
		case done.Changed:
			rows = append(rows, cleaned{Name: rel, New: done.NewName, Bytes: done.Bytes})
			if done.NewName != name {
				b.renamed[file] = filepath.Join(dir, done.NewName)
			}
		}
	}
	if err := b.follow(); err != nil {
		b.record.Release() // no reference may lead nowhere: all of it goes on or back as after a kill
		b.c.settle(b.dir)
		return err
	}
	if len(errs) > 0 {
		b.record.Release() // what failed half-way goes back as after a kill
		b.c.settle(b.dir)
	}
	if b.c.has("json") {
		return errors.Join(b.c.printJSON(rows), refused(errs))
	}
	for _, r := range rows {
		if r.Error == "" {
			fmt.Fprintln(b.c.out, store.Printable(path.Join(path.Dir(r.Name), r.New)))
		}
	}
	return refused(errs)
}

// follow points the references to renamed pictures at their new names.
func (b *bundle) follow() error {
	if len(b.renamed) == 0 {
		return nil
	}
	var writes []recovery.Write
	for _, p := range b.pages {
		text, err := b.rewritten(p)
		if err != nil {
			return err
		}
		writes = append(writes, recovery.Write{Path: p.Path, Was: p.Stamp.Sum, Text: text})
	}
	b.record.Note(recovery.NoteWrites, writes)
	for i, p := range b.pages {
		text := writes[i].Text
		if _, err := store.Save(p, text, store.SaveOptions{}); err != nil {
			return err
		}
	}
	return nil
}

func (b *bundle) rewritten(p *store.Post) (string, error) {
	var edits []frontmatter.Edit
	var covers []check.Use
	for _, u := range b.uses.All {
		to, ok := b.renamed[u.File()]
		switch {
		case !ok || u.Post != p:
		case !u.Ref:
			covers = append(covers, u)
		case u.From < u.To:
			edits = append(edits, frontmatter.Edit{From: u.From, To: u.To, Insert: store.Escape(b.rel(to)) + u.Target.Suffix})
		}
	}
	slices.SortFunc(edits, func(a, b frontmatter.Edit) int { return a.From - b.From })
	edits = slices.CompactFunc(edits, func(a, b frontmatter.Edit) bool { return a.From == b.From })
	text := frontmatter.Apply(p.Text, edits)
	for _, u := range covers {
		file, err := frontmatter.Open(text)
		if err != nil {
			return "", store.MetaError(p.Path, err)
		}
		old, _ := file.Block.Get(u.Key...)
		set, err := file.Set(u.Key, store.Replaced(old, u.Dest, b.rel(b.renamed[u.File()])))
		if err != nil {
			return "", store.MetaError(p.Path, err)
		}
		text = frontmatter.Apply(text, set)
	}
	return text, nil
}

func (b *bundle) rel(path string) string {
	rel, err := filepath.Rel(b.dir, path)
	if err != nil {
		return filepath.Base(path)
	}
	return filepath.ToSlash(rel)
}
