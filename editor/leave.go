package editor

import (
	"path/filepath"
	"time"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/store"
)

// leave goes on after what is unsaved in p is safe and nothing is under way for it. The journal keeps it and the next opening offers it again,
// so nothing is asked; only a post whose journal cannot be written (a full disk, say) asks.
func (w *Workbench) leave(p *openPost, then func()) {
	p.work.WhenIdle(func() { w.leaveIdle(p, then) })
}

func (w *Workbench) leaveIdle(p *openPost, then func()) {
	if p.tray == nil || p.discarded {
		w.leaveText(p, then)
		return
	}
	p.tray.keep.Changed() // the text may have moved the place
	p.tray.keep.Flush(func(err error) {
		if err == nil {
			w.leaveText(p, then)
			return
		}
		w.closing = false // a question is open: quitting may be asked for again
		w.bars.Ask(ask.Question{
			ID: "leave", Tone: ask.Warning, Text: assets.T("tray.draft.leave", w.titleOf(p), ask.Explain(store.Wrap("write", w.draftDir(), err))),
			Answers: []ask.Answer{{Label: assets.T("window.leave.discard"), Run: func() { w.leaveText(p, then) }}},
		})
	})
}

// leaveText is leave for the text alone.
func (w *Workbench) leaveText(p *openPost, then func()) {
	if p.discarded {
		then()
		return
	}
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
		w.closing = false // a question is open: quitting may be asked for again
		w.bars.Ask(ask.Question{
			ID: "leave", Tone: ask.Warning, Text: assets.T("window.leave", filepath.Base(p.copy.Post().Path), ask.Explain(err)),
			Answers: []ask.Answer{
				{Label: assets.T("window.leave.discard"), Run: func() { p.discarded = true; then() }},
				{Label: assets.T("window.leave.save"), Main: true, Run: func() {
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

// leaveAll leaves every open post in turn, then goes on.
func (w *Workbench) leaveAll(leave func(p *openPost, then func()), then func()) {
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
		leave(p, next)
	}
	next()
}

// quitGrace is how long quitting waits for what is under way, such as a save or an import of photos; then what can be canceled is, and it is
// waited for as long again.
const quitGrace = 10 * time.Second

// Quit ends the program once everything unsaved is safe and nothing is under way any more.
func (w *Workbench) Quit() {
	if w.closing {
		return
	}
	w.closing = true
	w.drafts.begun.keep.Flush(func(error) {})
	w.form.Commit() // a tag without its comma, say, is not in the text yet
	if w.active != nil {
		w.settings.remember(w.active.copy.Post().Path, w.active.copy.State().Selection.MainRange().Head)
	}
	size := w.env.Window.Canvas().Size()
	w.settings.Width, w.settings.Height = size.Width, size.Height
	w.settings.save()
	w.quitWhenDone(w.now().Add(quitGrace), w.now().Add(2*quitGrace))
}

// quitWhenDone quits at a moment at which nothing is under way and everything is safe. What is typed while that is waited for is made safe too.
func (w *Workbench) quitWhenDone(cancel, end time.Time) {
	again, now, leave := func() { w.quitWhenDone(cancel, end) }, w.now(), w.leave
	switch {
	case !now.Before(end): // something hangs
		leave = w.leaveIdle
	case w.underWay():
		if !now.Before(cancel) {
			w.status.CancelAll()
		}
		w.env.Sched.After(10*time.Millisecond, again)
		return
	}
	w.leaveAll(leave, func() {
		if w.now().Before(end) && (w.underWay() || w.unsafe()) {
			w.env.Sched.Do(again)
			return
		}
		w.quit()
	})
}

// underWay reports whether something still has to come back to a post.
func (w *Workbench) underWay() bool {
	busy := w.writer.Busy()
	for _, p := range w.open {
		busy = busy || p.work.Busy()
	}
	return busy
}

// unsafe reports whether a key was pressed that is not in a journal yet.
func (w *Workbench) unsafe() bool {
	if b := w.drafts.begun; b.keep.Pending() && !b.failed {
		return true
	}
	for _, p := range w.open {
		if !p.discarded && (p.log.Pending() || p.tray != nil && p.tray.keep.Pending()) {
			return true
		}
	}
	return false
}

func (w *Workbench) quit() {
	for _, p := range w.open {
		if p.tray != nil {
			p.tray.end() // its draft is on the disk
		}
		w.letGo(p)
	}
	w.hasQuit = true
	w.log.Debug("quit")
	w.closeFolder()
	w.release()
	for _, p := range w.open {
		p.log.Release() // everything in it is on the disk
	}
	w.env.Quit()
}
