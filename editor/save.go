package editor

import (
	"context"
	"errors"
	"path/filepath"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/store"
)

// Save writes the open post.
func (w *Workbench) Save() {
	if w.active != nil {
		w.save(w.active, store.SaveOptions{}, nil)
	}
}

// save writes p in the folder's order. then, where given, runs on the UI goroutine once p is written or could not be. A save asked
// for while something else happens to the file follows it, so that it compares with what that left.
func (w *Workbench) save(p *openPost, opts store.SaveOptions, then func(error)) {
	plain := then == nil && !opts.Force
	if plain && p.saveDue {
		return // the one that waits will write this text too
	}
	p.saveDue = p.saveDue || plain
	p.work.File(func(done func()) {
		p.saveDue = p.saveDue && !plain
		w.write(p, opts, func(err error) {
			done()
			if then != nil {
				then(err)
			}
		})
	})
}

// write is save for who has the turn at the file already.
func (w *Workbench) write(p *openPost, opts store.SaveOptions, then func(error)) {
	p.saving = true
	snap := p.copy.Snapshot()
	log, records := p.log, p.records
	log.Mark()
	w.writer.Go(func(context.Context) {
		before := snap.Post
		opts.Replaced = w.keepVersion // the other program's text goes among the versions
		post, err := store.Save(before, snap.Doc.String(), opts)
		if err == nil {
			for _, r := range records { // the file says now what is shown
				r.End()
			}
			w.keepVersion(before)
			if jerr := log.Saved(baseOf(post), snap.Doc.String); jerr != nil {
				w.log.Warn("journal", "error", jerr)
			}
		} else {
			log.Unmark()
		}
		w.env.Sched.Do(func() {
			p.saving = false
			w.journals.written(log)
			if err == nil {
				p.copy.Saved(snap, post)
				p.records = p.records[min(len(records), len(p.records)):]
				w.written(p)
				w.settleRecords()
			} else {
				w.log.Warn("not saved", "path", snap.Post.Path, "error", err)
				w.notSaved(p, err)
			}
			then(err)
		})
	})
}

// keepVersion keeps what a save replaced. A version that cannot be kept does not stop the save.
func (w *Workbench) keepVersion(before *store.Post) {
	if before.Text == "" {
		return
	}
	w.state.Go(func(context.Context) { // the store of versions belongs to that worker
		if err := w.versions.Put(before.Path, before.Text, before.Stamp.ModTime); err != nil {
			w.log.Warn("version", "error", err)
		}
	})
}

func (w *Workbench) written(p *openPost) {
	path := p.copy.Post().Path
	w.log.Debug("saved", "path", path)
	for _, id := range []string{"save", "conflict", "gone"} {
		w.bars.Close(id)
	}
	if p.copy.Post().Parted {
		w.status.Say(assets.T("window.saved.parted", w.now().Format("15:04")))
	} else {
		w.status.Say(assets.T("window.saved.at", w.now().Format("15:04")))
	}
	w.refreshState()
	w.refreshSummary(path)
}

// notSaved tells why a save failed and what can be done. The text stays.
func (w *Workbench) notSaved(p *openPost, err error) {
	name := filepath.Base(p.copy.Post().Path)
	switch {
	case errors.Is(err, store.ErrChanged):
		w.conflict(p)
	case errors.Is(err, store.ErrGone):
		w.gone(p)
	default:
		w.bars.Ask(ask.Question{
			ID: "save", Tone: ask.Error, Text: assets.T("window.save.failed", name, ask.Explain(err)),
			Answers: []ask.Answer{{Label: assets.T("window.save.again"), Main: true, Run: func() { w.save(p, store.SaveOptions{}, nil) }}},
		})
	}
	w.refreshState()
}

// gone: the file vanished while it was open.
func (w *Workbench) gone(p *openPost) {
	p.copy.Unsave()
	w.bars.Ask(ask.Question{
		ID: "gone", Tone: ask.Warning, Text: assets.T("window.gone", filepath.Base(p.copy.Post().Path)),
		Answers: []ask.Answer{{Label: assets.T("window.gone.recreate"), Main: true, Run: func() {
			w.save(p, store.SaveOptions{Force: true}, nil)
		}}},
	})
}

// conflict: the file is another one than the text came from. Nothing was written.
func (w *Workbench) conflict(p *openPost) {
	w.bars.Ask(ask.Question{
		ID: "conflict", Tone: ask.Warning, Text: assets.T("window.conflict", filepath.Base(p.copy.Post().Path)),
		Answers: []ask.Answer{
			{Label: assets.T("window.conflict.mine"), Run: func() { w.save(p, store.SaveOptions{Force: true}, nil) }},
			{Label: assets.T("window.conflict.theirs"), Run: func() { w.takeTheirs(p) }},
			{Label: assets.T("window.conflict.merge"), Main: true, Run: func() { w.merge(p) }},
		},
	})
}

// takeTheirs replaces the text by the file's, as one step that undo takes back. What is typed while the file is being read stays.
func (w *Workbench) takeTheirs(p *openPost) {
	from := p.copy.Now()
	w.reread(p, func(post *store.Post) {
		mine, path := p.copy.State().Doc, post.Path
		if p.copy.Dirty() {
			w.state.Go(func(context.Context) {
				if err := w.versions.Put(path, mine.String(), w.now()); err != nil {
					w.log.Warn("version", "error", err)
				}
			})
		}
		w.followFile(p, post, from)
	})
}

// reread loads the post's file again and hands it to use on the UI goroutine.
func (w *Workbench) reread(p *openPost, use func(*store.Post)) {
	p.work.File(func(done func()) {
		path, folder := p.copy.Post().Path, w.folder
		w.writer.Go(func(context.Context) {
			post, err := folder.Load(path)
			w.env.Sched.Do(func() {
				defer done()
				if err != nil {
					w.fail(assets.T("window.read.failed", filepath.Base(path)), err)
					return
				}
				use(post)
			})
		})
	})
}

// fail shows an error that needs no answer but must not be missed.
func (w *Workbench) fail(what string, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	w.log.Warn("failed", "what", what, "error", err)
	w.bars.Ask(ask.Question{ID: "error:" + what, Tone: ask.Error, Text: what + " " + ask.Explain(err)})
}
