package editor

import (
	"time"

	"lanyard/editor/sched"
)

// later does on the UI goroutine what need not follow every key: once, a moment after the first of the calls that ask for it. Nothing is
// under way while nobody asks.
type later struct {
	sched *sched.Scheduler
	wait  time.Duration
	do    func()
	due   bool
}

// ask has it done soon.
func (l *later) ask() {
	if l.due {
		return
	}
	l.due = true
	l.sched.After(l.wait, l.now)
}

// now does it at once.
func (l *later) now() {
	l.due = false
	l.do()
}

// glanceDelay is how long the caret's place and the menus may be behind the text: shorter than a look at them takes.
const glanceDelay = 100 * time.Millisecond

func (w *Workbench) newGlance() *later {
	return &later{sched: w.env.Sched, wait: glanceDelay, do: func() {
		w.showPlace()
		w.menus.update()
	}}
}
