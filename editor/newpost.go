package editor

import (
	"context"
	"path/filepath"
	"strings"

	"lanyard/assets"
	"lanyard/store"
)

// NewPost asks for a title and makes a bundle of that name in the folder's section.
func (w *Workbench) NewPost() {
	if w.folder == nil {
		return
	}
	var title *sheetEntry
	title = newSheetEntry(w, func() { w.create(strings.TrimSpace(title.Text)) })
	title.SetPlaceHolder(assets.T("window.new.title"))
	w.sheet.Open(assets.T("window.new"), title, title)
}

// create makes the post and opens it with the caret in its body. The author of the other posts is taken over when there is but one.
func (w *Workbench) create(title string) {
	if title == "" {
		return
	}
	o := store.NewOptions{Title: title, Dir: w.folder.Section(), Date: w.now()}
	if authors := w.words["authors"]; len(authors) == 1 {
		o.Authors = authors
	}
	folder := w.folder
	w.writer.Go(func(context.Context) {
		path, err := store.New(o)
		w.env.Sched.Do(func() {
			if err != nil {
				w.fail(assets.T("window.new.failed", title), err)
				return
			}
			w.sheet.Close()
			w.log.Debug("created", "path", path)
			if w.folder == folder {
				w.refreshSummary(path)
				w.OpenPost(path, nil)
			}
		})
	})
}

// titleOf is what a post is called in the title bar: its title, else its folder or file.
func (w *Workbench) titleOf(p *openPost) string {
	if b := p.copy.Block(); b != nil {
		if v, ok := b.Get("title"); ok {
			if s, ok := v.(string); ok && strings.TrimSpace(s) != "" {
				return s
			}
		}
	}
	post := p.copy.Post()
	return nameOf(post.Path, post.Bundle)
}

// showInFiles is the folder that a file manager should open for the post.
func showInFiles(p *store.Post) string { return filepath.Dir(p.Path) }
