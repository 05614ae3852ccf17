package editor

import (
	"context"

	"lanyard/assets"
	"lanyard/editor/ask"
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
	name := w.titleOf(p)
	w.session.Leave(p.Post, func() {
		w.forget(p)
		w.session.Writer.Go(func(context.Context) {
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
