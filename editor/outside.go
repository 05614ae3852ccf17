package editor

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/store"
	"lanyard/store/trash"
	"lanyard/store/watch"
)

// watch follows what other programs do in the folder. The watcher of the folder before, if any, ends.
func (w *Workbench) watch() {
	w.closeFolder()
	folder, follow, log := w.folder, w.env.Watch, w.log
	ctx, stop := context.WithCancel(w.env.Sched.Context())
	w.unwatch = stop
	w.env.Sched.Serve("watch", func(context.Context) {
		err := follow(ctx, folder.Content, watch.Options{Log: log}, func(changes watch.Changes) {
			w.env.Sched.Do(func() {
				if w.folder == folder {
					w.outside(changes)
				}
			})
		})
		if err != nil && ctx.Err() == nil {
			log.Warn("watch", "error", err)
		}
	})
}

// closeFolder ends what runs for the folder that is open.
func (w *Workbench) closeFolder() {
	if w.unwatch != nil {
		w.unwatch()
		w.unwatch = nil
	}
	w.looked.forget()
}

// outside takes in what changed in the folder, by us or by others.
func (w *Workbench) outside(c watch.Changes) {
	if c.RootGone {
		w.bars.Ask(ask.Question{ID: "folder", Sticky: true, Tone: ask.Warning, Text: assets.T("window.folder.gone", w.folder.Content)})
		return
	}
	w.bars.Close("folder")
	if c.Everything {
		w.reload(nil)
		for _, p := range w.open {
			w.lookAgain(p)
		}
		w.reloadPictures()
		return
	}
	pictures := false
	for _, path := range c.Paths {
		switch {
		case store.IsMarkdown(path):
			w.postChanged(path)
		case w.looked.has(path):
			pictures = true
		}
	}
	if pictures {
		w.reloadPictures()
	}
}

// postChanged takes in a change of one post's file.
func (w *Workbench) postChanged(path string) {
	if p := w.open[path]; p != nil {
		w.lookAgain(p)
	}
	folder := w.folder
	w.env.Sched.Go("summary", func(context.Context) {
		_, err := folder.Check(path)
		s := folder.Summary(path)
		w.env.Sched.Do(func() {
			switch {
			case w.folder != folder:
			case isMissing(err):
				w.list.Remove(path)
			default:
				w.list.Update(s)
				w.list.Select(w.activePath())
			}
		})
	})
}

// lookAgain compares an open post with its file. Our own saves and a sync program that writes the same bytes change nothing; a clean post
// takes the new text over as one step; a dirty one asks.
func (w *Workbench) lookAgain(p *openPost) {
	if p.lookDue {
		return
	}
	p.lookDue = true
	p.work.File(func(done func()) {
		p.lookDue = false
		folder, path := w.folder, p.copy.Post().Path
		w.writer.Go(func(context.Context) {
			post, err := folder.Load(path)
			w.env.Sched.Do(func() {
				defer done()
				if w.open[path] == p {
					w.found(p, post, err)
				}
			})
		})
	})
}

// found takes in what p's file holds now, or why it cannot be read.
func (w *Workbench) found(p *openPost, post *store.Post, err error) {
	path := p.copy.Post().Path
	switch {
	case isMissing(err):
		if !p.missing {
			p.missing = true
			w.gone(p)
			w.refreshState()
		}
	case err != nil:
		w.fail(assets.T("window.read.failed", filepath.Base(path)), err)
	case post.Stamp.Sum == p.copy.Post().Stamp.Sum:
		if p.missing {
			p.missing = false
			w.bars.Close("gone")
			p.copy.Restored(post)
			w.refreshState()
		}
	case p.copy.Dirty():
		w.conflict(p)
	default:
		p.missing = false
		w.bars.Close("gone")
		w.followFile(p, post, p.copy.InFile())
		w.status.Say(assets.T("window.changed", filepath.Base(path)))
	}
}

func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, store.ErrGone)
}

// Trash moves the open post to the system's trash: the folder of a bundle, or the file. It can be put back.
func (w *Workbench) Trash() {
	p := w.active
	if p == nil {
		return
	}
	post := p.copy.Post()
	victim := post.Path
	if post.Bundle {
		victim = post.Dir
	}
	name := w.titleOf(p)
	w.leave(p, func() {
		w.forget(p)
		w.writer.Go(func(context.Context) {
			item, err := trash.Put(victim)
			w.env.Sched.Do(func() {
				if err != nil {
					w.fail(assets.T("window.trash.failed", name), err)
					return
				}
				w.list.Remove(post.Path)
				w.offerPutBack(name, post.Path, item)
			})
		})
	})
}

func (w *Workbench) offerPutBack(name, path string, item trash.Item) {
	w.bars.Ask(ask.Question{
		ID: "trash", Sticky: true, Text: assets.T("window.trash", name),
		Answers: []ask.Answer{{Label: assets.T("window.trash.undo"), Main: true, Run: func() {
			w.writer.Go(func(context.Context) {
				err := item.PutBack()
				w.env.Sched.Do(func() {
					if err != nil {
						w.fail(assets.T("window.trash.failed", name), err)
						return
					}
					w.status.Say(assets.T("window.trash.undone", name))
					w.refreshSummary(path)
					w.OpenPost(path, nil)
				})
			})
		}}},
	})
}
