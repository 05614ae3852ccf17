package editor

import (
	"time"

	"lanyard/editor/sched"
)

// later does on the UI goroutine what need not follow every key: once, when for a moment nobody has asked for it. Each time costs a
// repaint of the whole window, so while somebody types it does not come between the keys. Nothing is under way while nobody asks.
type later struct {
	sched *sched.Scheduler
	wait  time.Duration
	do    func()
	asked time.Time // the last time
	due   bool
}

// ask has it done soon.
func (l *later) ask() {
	l.asked = l.sched.Now()
	if !l.due {
		l.due = true
		l.sched.After(l.wait, l.look)
	}
}

// look does it if the moment has passed since the last call.
func (l *later) look() {
	if left := l.wait - l.sched.Now().Sub(l.asked); left > 0 {
		l.sched.After(left, l.look)
		return
	}
	l.now()
}

// now does it at once.
func (l *later) now() {
	l.due = false
	l.do()
}

// glanceDelay is how long the keys must rest before the caret's place and the menus follow: longer than between two keys of a quick
// hand, shorter than a look takes.
const glanceDelay = 200 * time.Millisecond

func (w *Workbench) newGlance() *later {
	return &later{sched: w.env.Sched, wait: glanceDelay, do: func() {
		w.showPlace()
		w.menus.update()
	}}
}
