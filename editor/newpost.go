package editor

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/field"
	"lanyard/store"
	"lanyard/store/newpost"
)

// newPostSheet asks for the title of a new post, and says before anything is made where it goes, under which name, and after what it is
// written.
type newPostSheet struct {
	w        *Workbench
	folder   *store.Folder
	posts    []store.Summary
	open     string // the post that is open; its section is meant first
	title    *sheetEntry
	section  *field.Picker // hidden where there is one section alone
	where    *note
	dirs     []string // of section
	planning bool
	again    bool // what was typed has changed since the planning began
	closed   bool
}

// NewPost opens the sheet for a new post.
func (w *Workbench) NewPost() {
	if w.session.Folder() != nil {
		askNewPost(w)
	}
}

func askNewPost(w *Workbench) *newPostSheet {
	n := &newPostSheet{w: w, folder: w.session.Folder(), posts: w.list.Summaries(), open: w.activePath()}
	n.title = newSheetEntry(w, n.create)
	n.title.SetPlaceHolder(assets.T("window.new.title"))
	n.title.Set(w.drafts.begun.Titles[n.folder.Content])
	n.title.Typed = func(title string) {
		w.drafts.begun.title(n.folder.Content, title)
		n.plan()
	}
	n.section = w.picker([]string{""}, 0, func(int) { n.plan() })
	n.section.Hide()
	n.where = caption("")
	n.where.Wrapping = fyne.TextWrapWord
	make := w.button(assets.T("window.new.create"), "", field.Main, n.create)
	line := container.New(&flowLayout{gap: 8, stretch: n.title, least: 180}, n.title, n.section, make)
	w.sheet.Open(assets.T("window.new"), container.New(&stackLayout{gap: 4}, line, container.New(flushLayout{}, n.where)), n.title)
	n.title.SelectAll() // of an earlier time: what is typed takes its place
	w.sheet.OnClose(func() { n.closed = true })
	n.plan()
	return n
}

// options are what is asked for now.
func (n *newPostSheet) options() newpost.Options {
	o := newpost.Options{Title: strings.TrimSpace(n.title.Text), Open: n.open, Date: n.w.now()}
	if zone := n.folder.Config(); zone.TimeZone != "" {
		o.Date = o.Date.In(zone.Location())
	}
	if i := n.section.Selected; len(n.dirs) > 0 && i >= 0 && i < len(n.dirs) {
		o.Section = n.dirs[i]
	}
	if authors := n.w.words["authors"]; len(authors) == 1 {
		o.Author = authors[0]
	}
	return o
}

// plan finds out beside the UI goroutine what would be made, and says it. One plan is under way at a time.
func (n *newPostSheet) plan() {
	if n.planning {
		n.again = true
		return
	}
	n.planning, n.again = true, false
	o, folder, posts := n.options(), n.folder, n.posts
	if o.Title == "" {
		o.Title = assets.T("window.new")
	}
	n.w.env.Sched.Go("plan a post", func(ctx context.Context) {
		dirs := newpost.Sections(folder, posts)
		p, err := newpost.Prepare(ctx, folder, posts, o)
		n.w.env.Sched.Do(func() {
			n.planning = false
			if n.closed {
				return
			}
			n.show(p, dirs, err)
			if n.again {
				n.plan()
			}
		})
	})
}

// show says what would be made.
func (n *newPostSheet) show(p *newpost.Plan, dirs []string, err error) {
	if err != nil {
		n.where.SetText(ask.Explain(err))
		return
	}
	n.offer(p, dirs)
	where := assets.T("window.new.where", n.short(p.Dir), p.Slug)
	if strings.TrimSpace(n.title.Text) == "" {
		where = assets.T("window.new.where.section", n.short(p.Dir))
	}
	lines := []string{where + " " + n.model(p)}
	if p.Err != nil {
		lines = append(lines, ask.Explain(p.Err))
	}
	for _, l := range p.Left {
		lines = append(lines, assets.T("window.new.left", l.Text, n.short(p.Source), l.Line))
	}
	n.where.SetText(strings.Join(lines, "\n"))
	n.w.relayout()
}

// model says after what the front matter is written.
func (n *newPostSheet) model(p *newpost.Plan) string {
	switch p.Model {
	case newpost.Archetype:
		return assets.T("window.new.archetype", n.short(p.Source))
	case newpost.Habits:
		return assets.T("window.new.habits")
	}
	return ""
}

// offer fills the choice of sections once, with the one that is meant chosen.
func (n *newPostSheet) offer(p *newpost.Plan, dirs []string) {
	if n.dirs != nil {
		return
	}
	at := slices.Index(dirs, p.Section)
	if at < 0 {
		dirs, at = append([]string{p.Section}, dirs...), 0
	}
	n.dirs = dirs
	if len(dirs) < 2 {
		return
	}
	names := make([]string, len(dirs))
	for i, d := range dirs {
		names[i] = n.short(d)
	}
	n.section.Options, n.section.Selected = names, at
	n.section.Show()
	n.section.Refresh()
	n.w.relayout()
}

// short is a path as it stands in the site.
func (n *newPostSheet) short(path string) string {
	if rel, err := filepath.Rel(n.folder.Boundary(), path); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return path
}

// create makes the post and opens it with the caret in its body.
func (n *newPostSheet) create() {
	w, o, folder, posts := n.w, n.options(), n.folder, n.posts
	if o.Title == "" {
		w.keyboard.Give(n.title)
		return
	}
	w.session.Writer.Go(func(ctx context.Context) {
		p, err := newpost.Prepare(ctx, folder, posts, o)
		path := ""
		if err == nil {
			path, err = p.Make()
		}
		w.env.Sched.Do(func() {
			if err != nil {
				w.fail(assets.T("window.new.failed", o.Title), err)
				return
			}
			if !n.closed {
				w.sheet.Close()
			}
			w.drafts.begun.title(folder.Content, "")
			w.log.Debug("created", "path", path)
			if w.session.Folder() == folder {
				w.refreshSummary(path)
				w.OpenPost(path, nil)
			}
		})
	})
}

// titleOf is what a post is called in the title bar: its title, else its folder or file.
func (w *Workbench) titleOf(p *openPost) string {
	if b := p.Copy.Block(); b != nil {
		if v, ok := b.Get("title"); ok {
			if s, ok := v.(string); ok && strings.TrimSpace(s) != "" {
				return s
			}
		}
	}
	post := p.Copy.Post()
	return nameOf(post.Path, post.Bundle)
}

// showInFiles is the folder that a file manager should open for the post.
func showInFiles(p *store.Post) string { return filepath.Dir(p.Path) }
