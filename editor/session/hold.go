package session

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"lanyard/editor/instance"
	"lanyard/store"
)

// ErrElsewhere: another window has the folder and was brought up with what was asked for.
var ErrElsewhere = errors.New("open in another window")

// hold takes the folder for this program, off the UI goroutine. Where another one has it, that one is asked to show path, and the error
// is ErrElsewhere; one that does not answer hinders nobody. The hold may be nil.
func (s *Session) hold(folder *store.Folder, path string) (*instance.Instance, error) {
	root := folder.Boundary()
	for range 2 {
		held, err := instance.Acquire(s.o.StateDir, root)
		if err == nil {
			return held, nil
		}
		if !errors.Is(err, instance.ErrHeld) {
			s.log.Warn("instance", "error", err)
			return nil, nil
		}
		handled, err := instance.Ask(s.o.StateDir, root, []string{path})
		if handled {
			return nil, ErrElsewhere
		}
		if err != nil {
			s.log.Warn("instance", "error", err)
			return nil, nil
		}
	}
	return nil, nil
}

// HandOver asks the window that has the folder of path, if there is one, to show path, and reports whether it does. It comes before anything
// of a window: one that appears only to go again takes the keyboard from the other, and Fyne writes its preferences when it goes, which the
// other reads half-written and complains.
func HandOver(stateDir, path string, log *slog.Logger) bool {
	folder, _, err := store.Open(path)
	if err != nil {
		return false // the window says why
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	handled, err := instance.Ask(stateDir, folder.Boundary(), []string{path})
	if err != nil {
		log.Warn("instance", "error", err)
	}
	return handled
}

// holds reports whether this program has the folder already. Any goroutine may ask.
func (s *Session) holds(folder *store.Folder) bool {
	root := s.heldRoot.Load()
	return root != nil && *root == folder.Boundary()
}

// serve shows what other programs hand over, until the folder is closed.
func (s *Session) serve(held *instance.Instance) {
	s.held = held
	ctx, stop := context.WithCancel(s.sched.Context())
	s.unserve = stop
	s.sched.Serve("instance", func(context.Context) {
		err := held.Serve(ctx, func(paths []string) {
			s.sched.Do(func() { s.on.Asked(paths) })
		})
		if err != nil && ctx.Err() == nil {
			s.log.Warn("instance", "error", err)
		}
	})
}

// release lets go of the folder.
func (s *Session) release() {
	if s.unserve != nil {
		s.unserve()
		s.unserve = nil
	}
	if s.held != nil {
		if err := s.held.Close(); err != nil {
			s.log.Warn("instance", "error", err)
		}
		s.held = nil
		s.heldRoot.Store(nil)
	}
}
