package editor

import (
	"context"

	"lanyard/assets"
	"lanyard/editor/workcopy"
	"lanyard/store"
	"lanyard/store/journal"
	"lanyard/store/merge"
)

// What comes for the text of an open post comes through here: the copy merges it with what was typed since from, the journal begins anew from
// what the file holds, and a conflict is shown.

// followFile takes in what p's file holds now, which the author or the program made from the text from.
func (w *Workbench) followFile(p *openPost, post *store.Post, from workcopy.Origin) {
	w.followedFile(p, p.copy.Follow(post, from, byWord()), nil)
}

func byWord() workcopy.Way { return workcopy.ByWord(mergeLabels()) }

// followedFile does what is due after a copy followed its file. kept, where given, runs beside the UI goroutine once all of it is safe.
func (w *Workbench) followedFile(p *openPost, m merge.Result, kept func()) {
	w.journalAnew(p, kept)
	w.showConflicts(p, m)
	w.refreshState()
}

// mergeLabels name the sides of a conflict.
func mergeLabels() merge.Labels {
	return merge.Labels{Mine: assets.T("window.merge.mine"), Theirs: assets.T("window.merge.theirs")}
}

// journalAnew begins the journal of p anew from what its file holds. The old one goes only when the new one is on the disk; then kept, where
// given, runs.
func (w *Workbench) journalAnew(p *openPost, kept func()) {
	post, old := p.copy.Post(), p.log
	p.log = journal.New(w.journalDir(), baseOf(post), func() string { return post.Text })
	e, differs := merge.Change(post.Text, p.copy.State().Doc.String())
	drop := func() {
		w.journalDrop(old)
		if kept != nil {
			w.journals.files.Go(func(context.Context) { // the old one is gone
				w.state.Go(func(context.Context) { kept() })
			})
		}
	}
	if !differs {
		drop()
		return
	}
	p.log.Append([]journal.Edit{journal.Edit(e)})
	w.journalFlush(p, func(err error) {
		w.journalDone(err)
		if err == nil {
			drop()
		}
	})
}
