package session

import (
	"context"
	"errors"
	"path/filepath"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/workcopy"
	"lanyard/store"
)

// Save writes p in the folder's order. then, where given, runs on the UI goroutine once p is written or could not be. A save asked
// for while something else happens to the file follows it, so that it compares with what that left.
func (s *Session) Save(p *Post, opts store.SaveOptions, then func(error)) {
	plain := then == nil && !opts.Force
	if plain && p.saveDue {
		return // the one that waits will write this text too
	}
	p.saveDue = p.saveDue || plain
	p.Work.File(func(done func()) {
		p.saveDue = p.saveDue && !plain
		s.write(p, opts, func(err error) {
			done()
			if then != nil {
				then(err)
			}
		})
	})
}

// write is Save for who has the turn at the file already.
func (s *Session) write(p *Post, opts store.SaveOptions, then func(error)) {
	p.saving = true
	snap := p.Copy.Snapshot()
	log, records := p.log, p.records
	log.Mark()
	s.Writer.Go(func(context.Context) {
		before := snap.Post
		opts.Replaced = s.keepVersion // the other program's text goes among the versions
		post, err := store.Save(before, snap.Doc.String(), opts)
		if err == nil {
			for _, r := range records { // the file says now what is shown
				r.End()
			}
			s.keepVersion(before)
			if jerr := log.Saved(baseOf(post), snap.Doc.String); jerr != nil {
				s.log.Warn("journal", "error", jerr)
			}
		} else {
			log.Unmark()
		}
		s.sched.Do(func() {
			p.saving = false
			s.journals.written(log)
			if err == nil {
				p.Copy.Saved(snap, post)
				p.records = p.records[min(len(records), len(p.records)):]
				s.written(p)
				s.settleRecords()
			} else {
				s.log.Warn("not saved", "path", snap.Post.Path, "error", err)
				s.notSaved(p, err)
			}
			then(err)
		})
	})
}

// keepVersion keeps what a save replaced. A version that cannot be kept does not stop the save.
func (s *Session) keepVersion(before *store.Post) {
	if before.Text == "" {
		return
	}
	s.State.Go(func(context.Context) { // the store of versions belongs to that worker
		if err := s.versions.Put(before.Path, before.Text, before.Stamp.ModTime); err != nil {
			s.log.Warn("version", "error", err)
		}
	})
}

func (s *Session) written(p *Post) {
	s.log.Debug("saved", "path", p.Path())
	for _, id := range []string{"save", "conflict", "gone"} {
		s.o.Ask.Close(id)
	}
	s.on.Saved(p)
}

// notSaved tells why a save failed and what can be done. The text stays.
func (s *Session) notSaved(p *Post, err error) {
	name := filepath.Base(p.Copy.Post().Path)
	switch {
	case errors.Is(err, store.ErrChanged):
		s.conflict(p)
	case errors.Is(err, store.ErrGone):
		s.gone(p)
	default:
		s.o.Ask.Ask(ask.Question{
			ID: "save", Tone: ask.Error, Text: assets.T("window.save.failed", name, ask.Explain(err)),
			Answers: []ask.Answer{{Label: assets.T("window.save.again"), Main: true, Run: func() { s.Save(p, store.SaveOptions{}, nil) }}},
		})
	}
	s.on.State(p)
}

// gone: the file vanished while it was open.
func (s *Session) gone(p *Post) {
	p.Copy.Unsave()
	s.o.Ask.Ask(ask.Question{
		ID: "gone", Tone: ask.Warning, Text: assets.T("window.gone", filepath.Base(p.Copy.Post().Path)),
		Answers: []ask.Answer{{Label: assets.T("window.gone.recreate"), Main: true, Run: func() {
			s.Save(p, store.SaveOptions{Force: true}, nil)
		}}},
	})
}

// conflict: the file is another one than the text came from. Nothing was written.
func (s *Session) conflict(p *Post) {
	s.o.Ask.Ask(ask.Question{
		ID: "conflict", Tone: ask.Warning, Text: assets.T("window.conflict", filepath.Base(p.Copy.Post().Path)),
		Answers: []ask.Answer{
			{Label: assets.T("window.conflict.mine"), Run: func() { s.Save(p, store.SaveOptions{Force: true}, nil) }},
			{Label: assets.T("window.conflict.theirs"), Run: func() { s.TakeTheirs(p) }},
			{Label: assets.T("window.conflict.merge"), Main: true, Run: func() { s.merge(p) }},
		},
	})
}

// TakeTheirs replaces the text by the file's, as one step that undo takes back. What is typed while the file is being read stays.
func (s *Session) TakeTheirs(p *Post) {
	from := p.Copy.Now()
	s.reread(p, func(post *store.Post) {
		mine, path := p.Copy.State().Doc, post.Path
		if p.Copy.Dirty() {
			s.State.Go(func(context.Context) {
				if err := s.versions.Put(path, mine.String(), s.sched.Now()); err != nil {
					s.log.Warn("version", "error", err)
				}
			})
		}
		s.followFile(p, post, from)
	})
}

// reread loads the post's file again and hands it to use on the UI goroutine.
func (s *Session) reread(p *Post, use func(*store.Post)) {
	p.Work.File(func(done func()) {
		path, folder := p.Copy.Post().Path, s.folder
		s.Writer.Go(func(context.Context) {
			post, err := folder.Load(path)
			s.sched.Do(func() {
				defer done()
				switch {
				case p.closed:
				case err != nil:
					s.on.Failed(assets.T("window.read.failed", filepath.Base(path)), err)
				default:
					use(post)
				}
			})
		})
	})
}

// merge joins the author's text with the other program's, against the text that both came from. Conflicts stand marked in the text.
func (s *Session) merge(p *Post) {
	s.reread(p, func(post *store.Post) {
		m := p.Copy.Follow(post, p.Copy.InFile(), workcopy.ByLine(mergeLabels()))
		s.o.Ask.Close("conflict")
		if len(m.Conflicts) == 0 {
			s.on.Say(assets.T("window.merged"))
		}
		s.followedFile(p, m, nil)
	})
}
