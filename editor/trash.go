package editor

import (
	"context"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/store"
	"lanyard/store/relocate"
	"lanyard/store/trash"
)

// Trash moves the open post to the system's trash: the folder of a bundle, or the file. It can be put back.
func (w *Workbench) Trash() {
	p := w.active
	if p == nil {
		return
	}
	post := p.Copy.Post()
	victim := post.Path
	if post.Bundle {
		victim = post.Dir
	}
	name, folder := w.titleOf(p), w.session.Folder()
	w.session.Leave(p.Post, func() {
		w.forget(p)
		w.session.Writer.Go(func(ctx context.Context) {
			links := linkingTo(ctx, folder, post.Path)
			item, err := trash.Put(victim)
			w.env.Sched.Do(func() {
				if err != nil {
					w.fail(assets.T("window.trash.failed", name), err)
					return
				}
				w.list.Remove(post.Path)
				w.offerPutBack(name, post.Path, item, links)
			})
		})
	})
}

// linkingTo counts the links of other pages to the post at path; 0 where that cannot be told.
func linkingTo(ctx context.Context, folder *store.Folder, path string) int {
	links, _, err := relocate.Linking(ctx, folder, path)
	if err != nil {
		return 0
	}
	return len(links)
}

// offerPutBack says that a post is in the trash, and how many links lead nowhere now.
func (w *Workbench) offerPutBack(name, path string, item trash.Item, links int) {
	said := assets.T("window.trash", name)
	if links > 0 {
		said += " " + assets.N("window.trash.links", links)
	}
	w.bars.Ask(ask.Question{
		ID: "trash", Sticky: true, Text: said,
		Answers: []ask.Answer{{Label: assets.T("window.trash.undo"), Main: true, Run: func() {
			w.session.Writer.Go(func(context.Context) {
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
