package session

import (
	"context"
	"path/filepath"
	"strings"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/store"
	"lanyard/store/intent"
)

// OfferBundle asks whether a single file may become a folder that can hold photos; then runs once it is one.
func (s *Session) OfferBundle(p *Post, then func()) {
	name := filepath.Base(p.Path())
	folder := strings.TrimSuffix(name, filepath.Ext(name))
	s.o.Ask.Ask(ask.Question{
		ID: "bundle", Tone: ask.Info, Text: assets.T("window.bundle", name, folder+"/index.md"),
		Answers: []ask.Answer{{Label: assets.T("window.bundle.make"), Main: true, Run: func() { s.MakeBundle(p, then) }}},
	})
}

// MakeBundle moves a single file into a folder of its own; then runs once it is there. Unsaved text is saved first: the move carries the file's
// bytes. What is typed while the file is on its way is merged with what the move did to the links.
func (s *Session) MakeBundle(p *Post, then func()) {
	p.Work.File(func(done func()) {
		ended := func(err error) {
			done()
			if err == nil {
				then()
			}
		}
		if !p.Copy.Dirty() {
			s.moveToBundle(p, ended)
			return
		}
		s.write(p, store.SaveOptions{}, func(err error) {
			if err != nil {
				ended(err)
				return
			}
			s.moveToBundle(p, ended)
		})
	})
}

func (s *Session) moveToBundle(p *Post, then func(error)) {
	old, folder, record := p.Path(), s.folder, s.NewRecord()
	s.Writer.Go(func(context.Context) {
		path, err := folder.ToBundleRecorded(old, record)
		var post *store.Post
		if err == nil {
			record.Note(store.NoteCommit, nil)
			post, err = folder.Load(path)
		}
		s.sched.Do(func() {
			if err != nil {
				record.End()
				s.on.Failed(assets.T("window.bundle.failed", filepath.Base(old)), err)
			} else {
				s.moved(p, old, post, record)
			}
			then(err)
		})
	})
}

// moved follows a post to its new path. The record of the move is over when what is typed is kept for the new path.
func (s *Session) moved(p *Post, old string, post *store.Post, record *intent.Log) {
	if s.open[old] == p {
		delete(s.open, old)
		s.open[post.Path] = p
	}
	for i, r := range s.recovered {
		if r.Path == old {
			s.recovered[i].Path = post.Path
		}
	}
	s.followedFile(p, p.Copy.Follow(post, p.Copy.InFile(), ByWord()), record.End) // the move may have rewritten links
	s.on.Moved(p, old)
}
