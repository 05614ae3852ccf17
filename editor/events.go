package editor

import (
	"context"
	"errors"
	"io/fs"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/session"
	"lanyard/editor/workcopy"
	"lanyard/store"
	"lanyard/store/merge"
	"lanyard/store/watch"
)

// newSession makes what owns the folder and its posts, and says what the window does about what happens to them.
func (w *Workbench) newSession() *session.Session {
	return session.New(session.Options{
		Sched: w.env.Sched, Log: w.log, StateDir: w.env.StateDir, Ask: asker(func() *bars { return w.bars }), Watch: w.env.Watch, Hugo: w.env.Hugo,
		Events: session.Events{
			Folder:  w.folderOpened,
			Opened:  w.postOpened,
			Updated: func(p *session.Post, u workcopy.Update) { w.updated(w.views[p], u) },
			Undone:  func(p *session.Post, attach any, undo bool) { w.moveAttached(w.views[p], attach, undo) },
			State:   func(*session.Post) { w.refreshState() },
			Unsaved: w.markUnsaved,
			Saved:   w.saved,
			Merged:  func(p *session.Post, m merge.Result) { w.showConflicts(w.views[p], m) },
			Moved:   w.moved,
			Closed:  w.postClosed,
			Shows:   func(p *session.Post) bool { return w.active != nil && w.active.Post == p },
			Show:    func(p *session.Post) { w.showPost(w.views[p]) },
			Outside: w.outside,
			Listed:  w.listed,
			Photos:  func() { w.refreshPhotos(w.active) },
			Compare: w.showDiff,
			Asked:   w.asked,
			Say:     func(text string) { w.status.Say(text) },
			Failed:  w.fail,
			Busy: func() (underWay, unsafe bool) {
				b := w.drafts.begun
				return false, b.keep.Pending() && !b.failed
			},
			Cancel: func() { w.status.CancelAll() },
		},
	})
}

// asker asks with the window's bars, which are made after the session.
type asker func() *bars

// Ask is for session.Asker.
func (a asker) Ask(q ask.Question) { a().Ask(q) }

// Close is for session.Asker.
func (a asker) Close(id string) bool { return a().Close(id) }

// saved says that a post is in its file.
func (w *Workbench) saved(p *session.Post) {
	if p.Copy.Post().Parted {
		w.status.Say(assets.T("window.saved.parted", w.now().Format("15:04")))
	} else {
		w.status.Say(assets.T("window.saved.at", w.now().Format("15:04")))
	}
	w.refreshState()
	w.refreshSummary(p.Path())
}

// moved follows a post that is another file now.
func (w *Workbench) moved(p *session.Post, old string) {
	w.list.Remove(old)
	w.refreshSummary(p.Path())
	if w.active != nil && w.active.Post == p {
		w.parser.reset()
		w.parse()
	}
}

// outside takes in that other programs changed files which are no posts, such as pictures, or everything.
func (w *Workbench) outside(c watch.Changes) {
	pictures := c.Everything
	if c.Everything {
		w.reload(nil)
	}
	for _, path := range c.Paths {
		pictures = pictures || w.looked.has(path)
	}
	if pictures {
		w.reloadPictures()
	}
}

// listed brings a post's line of the list up to date.
func (w *Workbench) listed(s store.Summary, gone bool) {
	if gone {
		w.list.Remove(s.Path)
		return
	}
	w.list.Update(s)
	w.list.Select(w.activePath())
}

// Save writes the open post.
func (w *Workbench) Save() {
	if w.active != nil {
		w.session.Save(w.active.Post, store.SaveOptions{}, nil)
	}
}

// Quit ends the program once everything unsaved is safe and nothing is under way any more.
func (w *Workbench) Quit() {
	if w.session.Quitting() {
		return
	}
	w.drafts.begun.keep.Flush(func(error) {})
	w.form.Commit() // a tag without its comma, say, is not in the text yet
	if w.active != nil {
		w.settings.remember(w.active.Path(), w.active.Copy.State().Selection.MainRange().Head)
	}
	size := w.env.Window.Canvas().Size()
	w.settings.Width, w.settings.Height = size.Width, size.Height
	w.settings.save()
	w.session.Quit(w.quit)
}

func (w *Workbench) quit() {
	for _, p := range w.views {
		if p.tray != nil {
			p.tray.end() // its draft is on the disk
		}
	}
	w.hasQuit = true
	w.log.Debug("quit")
	w.looked.forget()
	w.session.End()
	w.env.Quit()
}

// fail shows an error that needs no answer but must not be missed.
func (w *Workbench) fail(what string, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	w.log.Warn("failed", "what", what, "error", err)
	w.bars.Ask(ask.Question{ID: "error:" + what, Tone: ask.Error, Text: what + " " + ask.Explain(err)})
}

// isMissing reports that a file is not there.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, store.ErrGone)
}
