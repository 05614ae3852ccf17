package editor

import (
	"path/filepath"
	"time"

	"lanyard/assets"
	"lanyard/store"
)

// leave closes p after what is unsaved in it is safe. The journal keeps it and the next opening offers it again, so nothing is asked;
// only a post whose journal cannot be written (a full disk, say) asks.
func (w *Workbench) leave(p *openPost, then func()) {
	if !p.copy.Dirty() {
		w.journalClosed(p)
		then()
		return
	}
	w.journalFlush(p, func(err error) {
		if err == nil {
			then()
			return
		}
		w.log.Warn("journal", "error", err)
		w.bars.Ask(bar{
			id: "leave", tone: toneWarning, text: assets.T("window.leave", filepath.Base(p.copy.Post().Path), explain(err)),
			actions: []action{
				{label: assets.T("window.leave.discard"), run: then},
				{label: assets.T("window.leave.save"), main: true, run: func() {
					w.save(p, store.SaveOptions{}, func(err error) {
						if err == nil {
							then()
						}
					})
				}},
			},
		})
	})
}

// leaveAll leaves every open post, then goes on.
func (w *Workbench) leaveAll(then func()) {
	var posts []*openPost
	for _, p := range w.open {
		posts = append(posts, p)
	}
	var next func()
	next = func() {
		if len(posts) == 0 {
			then()
			return
		}
		p := posts[0]
		posts = posts[1:]
		w.leave(p, next)
	}
	next()
}

// quitGrace is how long quitting waits for a save that is under way.
const quitGrace = 10 * time.Second

// Quit ends the program once everything unsaved is safe and the writer is done.
func (w *Workbench) Quit() {
	if w.closing {
		return
	}
	w.closing = true
	if w.active != nil {
		w.settings.remember(w.active.copy.Post().Path, w.active.copy.State().Selection.MainRange().Head)
	}
	size := w.env.Window.Canvas().Size()
	w.settings.Width, w.settings.Height = size.Width, size.Height
	w.settings.save()
	w.leaveAll(func() { w.quitWhenWritten(w.now().Add(quitGrace)) })
	w.env.Sched.After(time.Second, func() { w.closing = false }) // a question is open: quitting may be asked for again
}

func (w *Workbench) quitWhenWritten(end time.Time) {
	if w.writer.Busy() && w.now().Before(end) {
		w.env.Sched.After(10*time.Millisecond, func() { w.quitWhenWritten(end) })
		return
	}
	w.closeTray()
	w.log.Debug("quit")
	w.closeFolder()
	w.release()
	for _, p := range w.open {
		p.log.Release() // everything in it is on the disk
	}
	w.env.Quit()
}
