package session

import (
	"path/filepath"
	"time"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/store"
)

// Leave goes on after what is unsaved in p is safe and nothing is under way for it. The journal keeps it and the next opening offers it again,
// so nothing is asked; only a post whose journal cannot be written (a full disk, say) asks.
func (s *Session) Leave(p *Post, then func()) {
	p.Work.WhenIdle(func() { s.leaveIdle(p, then) })
}

func (s *Session) leaveIdle(p *Post, then func()) {
	if p.Beside == nil || p.discarded {
		s.leaveText(p, then)
		return
	}
	beside := p.Beside
	beside.Flush(func(err error) {
		if err == nil {
			s.leaveText(p, then)
			return
		}
		s.closing = false // a question is open: quitting may be asked for again
		s.o.Ask.Ask(ask.Question{
			ID: "leave", Tone: ask.Warning, Text: beside.Unkept(err),
			Answers: []ask.Answer{{Label: assets.T("window.leave.discard"), Run: func() { s.leaveText(p, then) }}},
		})
	})
}

// leaveText is Leave for the text alone.
func (s *Session) leaveText(p *Post, then func()) {
	if p.discarded {
		then()
		return
	}
	if !p.Copy.Dirty() {
		s.journals.drop(p.log, s.journalWarn)
		then()
		return
	}
	s.journals.flush(p, func(err error) {
		if err == nil {
			then()
			return
		}
		s.log.Warn("journal", "error", err)
		s.closing = false // a question is open: quitting may be asked for again
		s.o.Ask.Ask(ask.Question{
			ID: "leave", Tone: ask.Warning, Text: assets.T("window.leave", filepath.Base(p.Copy.Post().Path), ask.Explain(err)),
			Answers: []ask.Answer{
				{Label: assets.T("window.leave.discard"), Run: func() { p.discarded = true; then() }},
				{Label: assets.T("window.leave.save"), Main: true, Run: func() {
					s.Save(p, store.SaveOptions{}, func(err error) {
						if err == nil {
							then()
						}
					})
				}},
			},
		})
	})
}

// LeaveAll leaves every open post in turn, then goes on. What begins for a post that was left already, such as a look at its file, is waited for.
func (s *Session) LeaveAll(then func()) {
	s.leaveAll(s.Leave, func() {
		if s.underWay() || s.unsafe() {
			s.sched.After(10*time.Millisecond, func() { s.LeaveAll(then) })
			return
		}
		then()
	})
}

func (s *Session) leaveAll(leave func(p *Post, then func()), then func()) {
	posts := s.Posts()
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

// QuitGrace is how long quitting waits for what is under way, such as a save or an import of photos; then what can be canceled is, and it is
// waited for as long again.
const QuitGrace = 10 * time.Second

// Quitting reports whether the author wants to quit.
func (s *Session) Quitting() bool { return s.closing }

// Quit runs then once everything unsaved is safe and nothing is under way any more, or after 20 s in which something hung. It reports whether
// that was not asked for before.
func (s *Session) Quit(then func()) bool {
	if s.closing {
		return false
	}
	s.closing = true
	s.quitWhenDone(s.sched.Now().Add(QuitGrace), s.sched.Now().Add(2*QuitGrace), then)
	return true
}

// quitWhenDone quits at a moment at which nothing is under way and everything is safe. What is typed while that is waited for is made safe too.
func (s *Session) quitWhenDone(cancel, end time.Time, then func()) {
	again, now, leave := func() { s.quitWhenDone(cancel, end, then) }, s.sched.Now(), s.Leave
	switch {
	case !now.Before(end): // something hangs
		leave = s.leaveIdle
	case s.underWay():
		if !now.Before(cancel) {
			s.on.Cancel()
		}
		s.sched.After(10*time.Millisecond, again)
		return
	}
	s.leaveAll(leave, func() {
		if s.sched.Now().Before(end) && (s.underWay() || s.unsafe()) {
			s.sched.Do(again)
			return
		}
		then()
	})
}

// underWay reports whether something still has to come back to a post.
func (s *Session) underWay() bool {
	busy, _ := s.on.Busy()
	busy = busy || s.Writer.Busy()
	for _, p := range s.open {
		busy = busy || p.Work.Busy()
	}
	return busy
}

// unsafe reports whether a key was pressed that is not in a journal yet.
func (s *Session) unsafe() bool {
	if _, unsafe := s.on.Busy(); unsafe {
		return true
	}
	for _, p := range s.open {
		if !p.discarded && (p.log.Pending() || p.Beside != nil && p.Beside.Pending()) {
			return true
		}
	}
	return false
}

// End lets go of the folder and of all that is open there: see [Session.Quit]. The posts stay as they are.
func (s *Session) End() {
	for _, p := range s.open {
		s.letGo(p)
	}
	s.unfollow()
	s.release()
	for _, p := range s.open {
		p.log.Release() // everything in it is on the disk
	}
}

// Vanish lets go of files and locks as the system does when a program is killed. Tests go on with another session then.
func (s *Session) Vanish() {
	for _, p := range s.open {
		p.log.Release()
		for _, r := range p.records {
			r.Release()
		}
	}
	s.release()
}

// Abandon closes the journals as they are, with a last write, for a program whose event loop has ended by itself.
func (s *Session) Abandon() {
	for _, p := range s.open {
		if err := p.log.Close(); err != nil {
			s.log.Error("journal", "error", err)
		}
	}
}
