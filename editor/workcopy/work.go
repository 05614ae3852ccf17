package workcopy

// Work is what is under way for an open post beside the UI goroutine and will come back to it. While there is any, the post must stay open:
// what comes back has to find the copy that the author sees and the journal that keeps it. The zero value is idle. It belongs to the UI
// goroutine.
type Work struct {
	holds  int
	filing bool
	queue  []func()
	idle   []func()
}

// Hold says that something was begun that will change the text, such as an import of photos. release, called once, says that it has.
func (w *Work) Hold() (release func()) {
	w.holds++
	held := true
	return func() {
		if held {
			held = false
			w.holds--
			w.rest()
		}
	}
}

// File runs f when no other f is under way, so that only one thing at a time happens to the post's file and to what the copy knows of it: a
// save never meets a file that is being moved. f calls done once, when its result has been taken in.
func (w *Work) File(f func(done func())) {
	run := func() {
		w.filing = true
		done := false
		f(func() {
			if !done {
				done = true
				w.next()
			}
		})
	}
	if w.filing {
		w.queue = append(w.queue, run)
		return
	}
	run()
}

func (w *Work) next() {
	w.filing = false
	if len(w.queue) > 0 {
		run := w.queue[0]
		w.queue = w.queue[1:]
		run()
		return
	}
	w.rest()
}

// Filing reports whether something is happening to the file.
func (w *Work) Filing() bool { return w.filing }

// Busy reports whether anything is under way.
func (w *Work) Busy() bool { return w.holds > 0 || w.filing }

// WhenIdle runs f once nothing is under way: now, when that is so.
func (w *Work) WhenIdle(f func()) {
	w.idle = append(w.idle, f)
	w.rest()
}

// rest runs those that wait for the end; one of them may begin something again.
func (w *Work) rest() {
	for !w.Busy() && len(w.idle) > 0 {
		f := w.idle[0]
		w.idle = w.idle[1:]
		f()
	}
}
