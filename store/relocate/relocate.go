// Package relocate owns how a post, or a section with all its posts, gets another path: which files move together, and what of other posts has to
// change so that every link still leads where it led. It plans; store/act does.
package relocate

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lanyard/store"
	"lanyard/store/act"
	"lanyard/store/frontmatter"
)

// Aliases says which pages keep their old address as an alias.
type Aliases uint8

// The values of [Aliases].
const (
	Published Aliases = iota // those that are no drafts and have no date in the future
	All
	None
)

// Options say how posts move.
type Options struct {
	Aliases Aliases
	Now     time.Time
}

// Plan is what a move is going to do.
type Plan struct {
	Act     *act.Act
	Pages   []Page   // the pages that move, in the order of their old paths
	Links   []Link   // references that are rewritten, by page in the order of the text
	Lost    []Link   // references to pages that move for which no spelling was found; New is empty
	Changes []Change // the texts that change
	Unread  []error  // pages that could not be read, so that their links stay as they are
}

// Page is one page that moves.
type Page struct {
	From, To       string
	Address, After string // where Hugo publishes it, without base and language; empty where that cannot be told
	Alias          string // that is added; empty for none
	Lang           string

	post *store.Post
}

// Link is a reference that a page makes.
type Link struct {
	Path     string // of the page, from before the move
	Line     int    // from 1; 0 in the front matter
	Old, New string
}

// Change is a text before and after, by its path from before the move.
type Change struct{ Path, Was, Now string }

// New plans how what is at from gets the path to: a post's Markdown file, a bundle's folder or its page, a section's folder or its page. to is the
// new path of the same, for a single file with its extension or without; folders missing on its way are made. The errors are *store.Error: Exists
// where something is in the way, BadName, Outside.
func New(ctx context.Context, f *store.Folder, from, to string, o Options) (*Plan, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	p := &planner{f: f, o: o, plan: &Plan{Act: act.New(f.Boundary(), "mv", o.Now)}}
	if err := p.roots(from, to); err != nil {
		return nil, err
	}
	if err := p.find(ctx); err != nil {
		return nil, err
	}
	if err := p.follow(ctx); err != nil {
		return nil, err
	}
	return p.plan, nil
}

// Follow plans what changes in texts when no file moves, but all that is published at the address from and below it is published at to: the page of a
// term that Hugo makes by itself. Both begin with a slash, without base and language.
func Follow(ctx context.Context, f *store.Folder, from, to string, now time.Time) (*Plan, error) {
	p := &planner{f: f, o: Options{Aliases: None, Now: now}, plan: &Plan{Act: act.New(f.Boundary(), "mv", now)}}
	p.places = []place{{strings.TrimRight(from, "/"), strings.TrimRight(to, "/")}}
	if err := p.find(ctx); err != nil {
		return nil, err
	}
	return p.plan, p.follow(ctx)
}

// planner makes one plan.
type planner struct {
	f    *store.Folder
	o    Options
	plan *Plan

	others []string // pages that stay
	places []place  // the roots by their places
	urls   urlMap
	before *store.Catalog
	after  *store.Catalog
	gone   string // the address of what is only looked at as if it went; empty for a move
}

// place is a root as links see it: its place below the content folder, with a slash before it and without extension.
type place struct{ from, to string }

func refuse(from string, kind store.Kind, why string) error {
	return store.Fail("move", from, kind, errors.New(why))
}

// roots finds the files and folders that move: the post in all its languages.
func (p *planner) roots(from, to string) error {
	info, err := os.Lstat(from)
	if err != nil {
		return store.Wrap("move", from, err)
	}
	if !info.IsDir() && (store.IsIndex(filepath.Base(from)) || isSection(from)) {
		from = filepath.Dir(from)
		if info, err = os.Lstat(from); err != nil {
			return store.Wrap("move", from, err)
		}
	}
	oldPlace, ok := p.f.Place(from)
	if !ok {
		return store.Wrap("move", from, store.ErrOutside)
	}
	newPlace, ok := p.f.Place(to)
	if !ok {
		return store.Wrap("move to", to, store.ErrOutside)
	}
	switch {
	case info.Mode().Type() != 0 && !info.IsDir():
		return refuse(from, store.NotRegular, "it is a symbolic link or something else that is no file")
	case oldPlace == "" || newPlace == "":
		return refuse(from, store.BadName, "it is the whole content")
	case !info.IsDir() && !store.IsMarkdown(from):
		return refuse(from, store.NotPost, "it is no post")
	case info.IsDir() && store.IsMarkdown(to):
		return refuse(to, store.BadName, "a folder stays a folder, so its new name has no extension")
	case info.IsDir() && store.Within(from, to) && from != to:
		return refuse(to, store.BadName, "a folder does not go into itself")
	}
	if !info.IsDir() && store.IsMarkdown(to) {
		to = strings.TrimSuffix(to, filepath.Ext(to))
	}
	if err := store.CheckSlug("move", to); err != nil {
		return err
	}
	olds, own, _ := p.f.Counterparts(from)
	news, where, _ := p.f.Counterparts(to)
	if own != where {
		return refuse(to, store.BadName, "it lies in another content folder; pages of a language stay in that language's")
	}
	for i, old := range olds {
		if old == "" || news[i] == "" {
			continue
		}
		if info.IsDir() {
			err = p.folder(old, news[i], i == own)
		} else {
			err = p.single(old, news[i])
		}
		if err != nil {
			return err
		}
	}
	if len(p.plan.Act.Moves) == 0 {
		return refuse(from, store.Exists, "it has this name already")
	}
	stem := oldPlace
	if !info.IsDir() {
		name, _ := p.f.StemAndLang(from)
		stem = strings.TrimSuffix(oldPlace, filepath.Base(oldPlace)) + name
		newPlace = strings.TrimSuffix(newPlace, filepath.Ext(newPlace))
		if rest, _ := p.f.Place(to); rest != "" {
			newPlace = rest
		}
	}
	p.places = []place{{"/" + stem, "/" + newPlace}}
	return nil
}

func isSection(path string) bool {
	return store.IsMarkdown(path) && strings.HasPrefix(filepath.Base(path), "_index.")
}

// folder moves the folder of a bundle or section.
func (p *planner) folder(from, to string, must bool) error {
	info, err := os.Lstat(from)
	if err != nil || !info.IsDir() {
		if must {
			return store.Wrap("move", from, err)
		}
		return nil // not in this language
	}
	if from == to {
		return nil
	}
	if err := p.free(from, to, filepath.Base(from)); err != nil {
		return err
	}
	p.dirs(filepath.Dir(to))
	p.plan.Act.Moves = append(p.plan.Act.Moves, act.Move{From: from, To: to})
	return nil
}

// single moves the page of a single post with its translations beside it.
func (p *planner) single(from, to string) error {
	stem, _ := p.f.StemAndLang(from)
	entries, err := p.f.ReadDir(filepath.Dir(from))
	if err != nil {
		return nil //nolint:nilerr // not in this language
	}
	checked := false
	for _, e := range entries {
		old := filepath.Join(filepath.Dir(from), e.Name())
		name, _ := p.f.StemAndLang(old)
		if _, copied := store.ConflictOf(e.Name()); copied || !store.IsMarkdown(e.Name()) || name != stem {
			continue
		}
		if !e.Type().IsRegular() {
			return refuse(old, store.NotRegular, "it is a symbolic link or something else that is no file")
		}
		now := to + strings.TrimPrefix(e.Name(), stem)
		if old == now {
			continue
		}
		if !checked {
			if err := p.free(filepath.Join(filepath.Dir(from), stem), to, stem); err != nil {
				return err
			}
			checked = true
		}
		p.dirs(filepath.Dir(to))
		p.plan.Act.Moves = append(p.plan.Act.Moves, act.Move{From: old, To: now})
	}
	return nil
}

// free refuses a place that is taken, or that lies in a bundle, whose files are no posts.
func (p *planner) free(from, to, name string) error {
	dir := filepath.Dir(to)
	onlyCase := dir == filepath.Dir(from) && store.FoldName(filepath.Base(to)) == store.FoldName(name)
	if !onlyCase && store.Taken(dir, filepath.Base(to)) {
		return store.Fail("move to", to, store.Exists, os.ErrExist)
	}
	for d := dir; ; d = filepath.Dir(d) {
		if place, ok := p.f.Place(d); !ok || place == "" {
			return nil
		}
		if len(store.Pages(d)) > 0 {
			return refuse(to, store.BadName, "it would lie inside the post "+d+", and Hugo publishes no post inside another")
		}
	}
}

// dirs notes the folders that have to be made.
func (p *planner) dirs(dir string) {
	var missing []string
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Lstat(d); err == nil || d == filepath.Dir(d) {
			break
		}
		missing = append(missing, d)
	}
	for _, d := range slices.Backward(missing) {
		if !slices.Contains(p.plan.Act.Dirs, d) {
			p.plan.Act.Dirs = append(p.plan.Act.Dirs, d)
		}
	}
}

// find reads the pages that move, and notes which stay.
func (p *planner) find(ctx context.Context) error {
	a := p.plan.Act
	err := p.f.PageFiles(ctx, func(path string) bool {
		if a.Moved(path) == path {
			p.others = append(p.others, path)
			return true
		}
		post, err := p.f.Load(path)
		if err != nil {
			p.plan.Unread = append(p.plan.Unread, err)
			return true
		}
		pg := Page{From: path, To: a.Moved(path), Lang: p.f.PageLang(path), post: post}
		if p.isPage(post) {
			pg.Address, _ = p.f.AddressOf(path, post.Text, nil)
			pg.After, _ = p.f.AddressOf(pg.To, post.Text, a.Back)
			if p.gone != "" && pg.Address != "" {
				pg.After = p.gone
			}
		}
		p.plan.Pages = append(p.plan.Pages, pg)
		return true
	})
	if err != nil {
		return err
	}
	slices.SortFunc(p.plan.Pages, func(a, b Page) int { return strings.Compare(a.From, b.From) })
	p.before, p.after = store.NewCatalog(p.f), store.CatalogAfter(p.f, a.Moved)
	p.urls = newURLMap(p.plan.Pages, p.places)
	for i := range p.plan.Pages {
		p.plan.Pages[i].Alias = p.alias(p.plan.Pages[i])
	}
	return nil
}

// isPage reports whether Hugo makes a page of a file: not of a text that lies in a bundle beside its page.
func (p *planner) isPage(post *store.Post) bool {
	return post.Bundle || isSection(post.Path) || len(store.Pages(post.Dir)) == 0
}

// alias is the old address of a page that is to keep leading there; empty for none.
func (p *planner) alias(pg Page) string {
	if pg.Address == "" || pg.After == "" || pg.Address == pg.After || p.o.Aliases == None {
		return ""
	}
	if file, err := frontmatter.Open(pg.post.Text); p.o.Aliases == Published && err == nil {
		v, _ := file.Block.Get("draft")
		draft, _ := frontmatter.Bool(v)
		v, _ = file.Block.Get("date")
		date, _ := frontmatter.AsDate(v)
		if draft || p.f.When(date).After(p.o.Now) {
			return ""
		}
	}
	return p.f.LangPrefix(pg.Lang) + pg.Address
}

// follow finds what changes in texts.
func (p *planner) follow(ctx context.Context) error {
	for i := range p.plan.Pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.change(&p.plan.Pages[i], p.plan.Pages[i].post)
	}
	return p.followOthers(ctx)
}

// followOthers is follow for the pages that stay.
func (p *planner) followOthers(ctx context.Context) error {
	wanted := newNeedles(p.plan, p.places)
	for _, path := range p.others {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := p.f.ReadFile(path, store.MaxSize)
		if err != nil {
			p.plan.Unread = append(p.plan.Unread, err)
			continue
		}
		if !wanted.in(string(data)) {
			continue
		}
		post, err := p.f.Load(path)
		if err != nil {
			p.plan.Unread = append(p.plan.Unread, err)
			continue
		}
		p.change(nil, post)
	}
	return nil
}

// change notes what changes in the text of a page; pg is nil for one that stays.
func (p *planner) change(pg *Page, post *store.Post) {
	r := newRewriter(p, pg, post)
	edits := r.edits()
	if len(edits) == 0 {
		return
	}
	p.plan.Act.Writes = append(p.plan.Act.Writes, act.NewWrite(r.after.Path, post.Text, edits))
	p.plan.Changes = append(p.plan.Changes, Change{post.Path, post.Text, frontmatter.Apply(post.Text, edits)})
}
