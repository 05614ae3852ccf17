package session

import (
	"context"
	"path/filepath"

	"lanyard/assets"
	"lanyard/editor/instance"
	"lanyard/store"
	"lanyard/store/recovery"
)

// Open opens what path names: a content folder, a site, or one post with the folder around it. What a killed program left half done there is
// put right first. then runs once what was left unsaved is on offer, with the path of the post, empty for a folder; or with why nothing was
// opened, which is [ErrElsewhere] where another window shows it. The folder that was open is left before: [Session.Leave].
func (s *Session) Open(path string, then func(post string, err error)) {
	s.sched.Go("open folder", func(ctx context.Context) {
		folder, post, err := store.Open(path)
		if err == nil && s.o.Hugo != nil {
			folder.ReadAs(func() string { return s.o.Hugo(context.WithoutCancel(ctx)) }) // it has a limit of its own
		}
		var held *instance.Instance
		if err == nil && !s.holds(folder) {
			held, err = s.hold(folder, path)
		}
		var right recovery.Result
		if err == nil {
			right = s.putRight(folder)
		}
		s.sched.Do(func() {
			if err != nil {
				then("", err)
				return
			}
			s.setFolder(folder, held)
			s.unsettled = right.Kept > 0
			s.recover(right.Moved, func() { then(post, nil) })
		})
	})
}

func (s *Session) setFolder(f *store.Folder, held *instance.Instance) {
	s.log.Debug("folder", "path", f.Content)
	if held != nil {
		s.release()
		s.serve(held)
		root := f.Boundary()
		s.heldRoot.Store(&root)
	}
	s.folder = f
	s.on.Folder(f)
	s.watch()
	if err := f.Config().Err; err != nil {
		s.on.Failed(assets.T("window.config"), err)
	}
}

// OpenPost gives the post at path: the working copy of this session where there is one, else one of the file. beside runs on the worker that
// reads the file, with what it holds. then runs on the UI goroutine; what was left unsaved of the post is on offer by then.
func (s *Session) OpenPost(path string, beside func(context.Context, *store.Post), then func(*Post, error)) {
	if p := s.open[path]; p != nil {
		then(p, nil)
		return
	}
	folder, search := s.folder, s.journals.search()
	s.sched.Go("open post", func(ctx context.Context) {
		post, err := folder.Load(path)
		if err == nil {
			beside(ctx, post)
		}
		search(func() {
			left := s.leftBehind(path)
			s.sched.Do(func() {
				s.addRecovered(left)
				if err != nil {
					s.on.Failed(assets.T("window.read.failed", filepath.Base(path)), err)
					then(nil, err)
					return
				}
				if s.open[path] == nil { // it may have been opened in the meantime
					s.adopt(post)
				}
				then(s.open[path], nil)
			})
		})
	})
}

// Retire closes a post that does not show any more, once nothing is under way for it and if it has no unsaved text then.
func (s *Session) Retire(p *Post) {
	p.Work.WhenIdle(func() {
		if !s.on.Shows(p) && s.Has(p) && !p.Copy.Dirty() && p.Beside == nil {
			s.letGo(p)
			s.journals.drop(p.log, s.journalWarn)
			s.close(p)
		}
	})
}

// Forget closes a post that was left: see [Session.Leave]. What is unsaved in it is in its journal, and is offered when it is opened again.
func (s *Session) Forget(p *Post) {
	s.letGo(p)
	s.journals.close(p.log, s.journalWarn)
	if p.Copy.Dirty() {
		s.kept[p.Path()] = true
	}
	s.close(p)
}

// CloseFolder closes every post, each of which was left. The folder is open until another one is.
func (s *Session) CloseFolder() {
	for _, p := range s.Posts() {
		s.Forget(p)
	}
	clear(s.kept) // they are of this folder
}
