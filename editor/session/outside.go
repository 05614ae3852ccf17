package session

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/store"
	"lanyard/store/watch"
)

// watch follows what other programs do in the folder. The watcher of the folder before, if any, ends.
func (s *Session) watch() {
	s.unfollow()
	folder, follow, log := s.folder, s.o.Watch, s.log
	ctx, stop := context.WithCancel(s.sched.Context())
	s.unwatch = stop
	s.sched.Serve("watch", func(context.Context) {
		err := follow(ctx, folder.Content, watch.Options{Log: log}, func(changes watch.Changes) {
			s.sched.Do(func() {
				if s.folder == folder {
					s.outside(changes)
				}
			})
		})
		if err != nil && ctx.Err() == nil {
			log.Warn("watch", "error", err)
		}
	})
}

// unfollow ends the watcher of the folder.
func (s *Session) unfollow() {
	if s.unwatch != nil {
		s.unwatch()
		s.unwatch = nil
	}
}

// Watched reports whether what other programs do in the folder is followed.
func (s *Session) Watched() bool { return s.unwatch != nil }

// outside takes in what changed in the folder, by us or by others.
func (s *Session) outside(c watch.Changes) {
	if c.RootGone {
		s.o.Ask.Ask(ask.Question{ID: "folder", Sticky: true, Tone: ask.Warning, Text: assets.T("window.folder.gone", s.folder.Content)})
		return
	}
	s.o.Ask.Close("folder")
	files := watch.Changes{Everything: c.Everything}
	if c.Everything {
		for _, p := range s.open {
			s.lookAgain(p)
		}
	}
	for _, path := range c.Paths {
		if store.IsMarkdown(path) {
			s.postChanged(path)
		} else {
			files.Paths = append(files.Paths, path)
		}
	}
	if files.Everything || len(files.Paths) > 0 {
		s.on.Outside(files)
	}
}

// postChanged takes in a change of one post's file.
func (s *Session) postChanged(path string) {
	if p := s.open[path]; p != nil {
		s.lookAgain(p)
	}
	folder := s.folder
	s.sched.Go("summary", func(context.Context) {
		_, err := folder.Check(path)
		row := folder.Summary(path)
		s.sched.Do(func() {
			if s.folder == folder {
				s.on.Listed(row, missing(err))
			}
		})
	})
}

// lookAgain compares an open post with its file. Our own saves and a sync program that writes the same bytes change nothing; a clean post
// takes the new text over as one step; a dirty one asks.
func (s *Session) lookAgain(p *Post) {
	if p.lookDue {
		return
	}
	p.lookDue = true
	p.Work.File(func(done func()) {
		p.lookDue = false
		folder, path := s.folder, p.Copy.Post().Path
		s.Writer.Go(func(context.Context) {
			post, err := folder.Load(path)
			s.sched.Do(func() {
				defer done()
				if s.open[path] == p {
					s.found(p, post, err)
				}
			})
		})
	})
}

// found takes in what p's file holds now, or why it cannot be read.
func (s *Session) found(p *Post, post *store.Post, err error) {
	path := p.Copy.Post().Path
	switch {
	case missing(err):
		if !p.missing {
			p.missing = true
			s.gone(p)
			s.on.State(p)
		}
	case err != nil:
		s.on.Failed(assets.T("window.read.failed", filepath.Base(path)), err)
	case post.Stamp.Sum == p.Copy.Post().Stamp.Sum:
		if p.missing {
			p.missing = false
			s.o.Ask.Close("gone")
			p.Copy.Restored(post)
			s.on.State(p)
		}
	case p.Copy.Dirty():
		s.conflict(p)
	default:
		p.missing = false
		s.o.Ask.Close("gone")
		s.followFile(p, post, p.Copy.InFile())
		s.on.Say(assets.T("window.changed", filepath.Base(path)))
	}
}

func missing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, store.ErrGone)
}
