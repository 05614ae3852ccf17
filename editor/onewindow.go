package editor

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"lanyard/assets"
	"lanyard/editor/instance"
	"lanyard/store"
)

// errElsewhere: another window has the folder and was brought up with what was asked for.
var errElsewhere = errors.New("open in another window")

// hold takes the folder for this program, off the UI goroutine. Where another one has it, that one is asked to show path, and the error
// is errElsewhere; one that does not answer hinders nobody. The hold may be nil.
func (w *Workbench) hold(folder *store.Folder, path string) (*instance.Instance, error) {
	root := folder.Boundary()
	for range 2 {
		held, err := instance.Acquire(w.env.StateDir, root)
		if err == nil {
			return held, nil
		}
		if !errors.Is(err, instance.ErrHeld) {
			w.log.Warn("instance", "error", err)
			return nil, nil
		}
		handled, err := instance.Ask(w.env.StateDir, root, []string{path})
		if handled {
			return nil, errElsewhere
		}
		if err != nil {
			w.log.Warn("instance", "error", err)
			return nil, nil
		}
	}
	return nil, nil
}

// handOver asks the window that has the folder of path, if there is one, to show path, and reports whether it does. It comes before anything
// of a window: one that appears only to go again takes the keyboard from the other, and Fyne writes its preferences when it goes, which the
// other reads half-written and complains.
func handOver(stateDir, path string, log *slog.Logger) bool {
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
func (w *Workbench) holds(folder *store.Folder) bool {
	root := w.heldRoot.Load()
	return root != nil && *root == folder.Boundary()
}

// serve shows what other programs hand over, until the folder is closed.
func (w *Workbench) serve(held *instance.Instance) {
	w.held = held
	ctx, stop := context.WithCancel(w.env.Sched.Context())
	w.unserve = stop
	w.env.Sched.Serve("instance", func(context.Context) {
		err := held.Serve(ctx, func(paths []string) {
			w.env.Sched.Do(func() { w.shown(paths) })
		})
		if err != nil && ctx.Err() == nil {
			w.log.Warn("instance", "error", err)
		}
	})
}

// shown brings the window up with the post that another program was asked to open.
func (w *Workbench) shown(paths []string) {
	w.log.Debug("asked", "paths", len(paths))
	w.env.Window.RequestFocus()
	for _, path := range paths {
		w.env.Sched.Go("asked", func(context.Context) {
			_, post, err := store.Open(path)
			w.env.Sched.Do(func() {
				if err == nil && post != "" {
					w.OpenPost(post, nil)
				}
			})
		})
	}
}

// release lets go of the folder.
func (w *Workbench) release() {
	if w.unserve != nil {
		w.unserve()
		w.unserve = nil
	}
	if w.held != nil {
		if err := w.held.Close(); err != nil {
			w.log.Warn("instance", "error", err)
		}
		w.held = nil
		w.heldRoot.Store(nil)
	}
}

// elsewhere ends a window that has nothing to show, because another one shows it; one that shows something says so.
func (w *Workbench) elsewhere() {
	if w.folder == nil {
		w.Quit()
		return
	}
	w.reload(nil)
	w.status.Say(assets.T("window.elsewhere"))
}
