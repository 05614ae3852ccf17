package session

import (
	"context"

	"lanyard/assets"
	"lanyard/store/versions"
)

// Versions gives what earlier saves of a post replaced, the newest first.
func (s *Session) Versions(p *Post, then func([]versions.Version)) {
	path := p.Path()
	s.State.Go(func(context.Context) {
		list, err := s.versions.List(path)
		s.sched.Do(func() {
			if err != nil {
				s.on.Failed(assets.T("window.versions.failed"), err)
				return
			}
			then(list)
		})
	})
}

// Version reads the text of one.
func (s *Session) Version(v versions.Version, use func(string)) {
	s.State.Go(func(context.Context) {
		text, err := s.versions.Load(v)
		s.sched.Do(func() {
			if err != nil {
				s.on.Failed(assets.T("window.versions.failed"), err)
				return
			}
			use(text)
		})
	})
}
