package session

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
func (s *Session) followFile(p *Post, post *store.Post, from workcopy.Origin) {
	s.followedFile(p, p.Copy.Follow(post, from, ByWord()), nil)
}

// ByWord joins two changes of the same author: see workcopy.ByWord.
func ByWord() workcopy.Way { return workcopy.ByWord(mergeLabels()) }

// followedFile does what is due after a copy followed its file. kept, where given, runs beside the UI goroutine once all of it is safe.
func (s *Session) followedFile(p *Post, m merge.Result, kept func()) {
	s.journalAnew(p, kept)
	s.on.Merged(p, m)
	s.on.State(p)
}

// mergeLabels name the sides of a conflict.
func mergeLabels() merge.Labels {
	return merge.Labels{Mine: assets.T("window.merge.mine"), Theirs: assets.T("window.merge.theirs")}
}

// journalAnew begins the journal of p anew from what its file holds. The old one goes only when the new one is on the disk; then kept, where
// given, runs.
func (s *Session) journalAnew(p *Post, kept func()) {
	post, old := p.Copy.Post(), p.log
	p.log = journal.New(s.journalDir(), baseOf(post), func() string { return post.Text })
	e, differs := merge.Change(post.Text, p.Copy.State().Doc.String())
	drop := func() {
		s.journals.drop(old, s.journalWarn)
		if kept != nil {
			s.journals.files.Go(func(context.Context) { // the old one is gone
				s.State.Go(func(context.Context) { kept() })
			})
		}
	}
	if !differs {
		drop()
		return
	}
	p.log.Append([]journal.Edit{journal.Edit(e)})
	s.journals.flush(p, func(err error) {
		s.journalDone(err)
		if err == nil {
			drop()
		}
	})
}
