package textedit

import (
	"context"
	"time"
)

// idle is the work and the blinking that go on between events.
type idle struct {
	stopBlink  func()
	blinkSince time.Time
	stopWork   func()
	stopScroll func()
	left       float32 // device pixels still to scroll
	colouring  bool    // a worker looks for the colours of a code block
}

const (
	blinkTime = 530 * time.Millisecond
	blinkRest = 10 * time.Second // after it the caret stands still, so that a resting editor repaints nothing
	workDelay = 250 * time.Millisecond
	workPause = 12 * time.Millisecond
	workSlice = 2 * time.Millisecond // a line that is begun at its end may take one more
	frame     = 16 * time.Millisecond

	wheelNotch = 20  // units; Fyne gives 25 for a step of the wheel
	wheelRows  = 3.0 // a step of the wheel goes three rows of 25 units
)

// restartBlink shows the carets and lets them blink anew.
func (e *Editor) restartBlink() {
	e.stopBlink()
	if !e.input.focused {
		return
	}
	e.idle.blinkSince = e.opt.Now()
	e.idle.stopBlink = e.opt.After(blinkTime, e.blink)
}

// stopBlink shows the carets and leaves them so.
func (e *Editor) stopBlink() {
	if e.idle.stopBlink != nil {
		e.idle.stopBlink()
		e.idle.stopBlink = nil
	}
	if e.scene.resting {
		e.scene.resting = false
		e.showCarets()
	}
}

func (e *Editor) blink() {
	e.idle.stopBlink = nil
	if e.opt.Now().Sub(e.idle.blinkSince) > blinkRest {
		e.stopBlink()
		return
	}
	e.scene.resting = !e.scene.resting
	e.showCarets()
	e.idle.stopBlink = e.opt.After(blinkTime, e.blink)
}

// showCarets shows or hides the carets: they are seen with the focus and while they do not rest.
func (e *Editor) showCarets() {
	s := &e.scene
	visible := e.input.focused && !s.resting
	for _, o := range s.carets.list[:s.carets.used] {
		if visible && o.img.Hidden {
			o.img.Show()
			s.damage.add(e.view.ground(o.img))
		} else if !visible && !o.img.Hidden {
			s.damage.add(e.view.ground(o.img))
			o.img.Hide()
		}
	}
}

// scheduleIdle puts idle work off until nothing has happened for a moment.
func (e *Editor) scheduleIdle() {
	if e.idle.stopWork != nil {
		e.idle.stopWork()
	}
	e.idle.stopWork = e.opt.After(workDelay, e.work)
}

// work does a slice of what was put off: colours of long code blocks, and heights of lines that were never seen.
func (e *Editor) work() {
	e.idle.stopWork = nil
	again := e.colourCode()
	if !again {
		height := e.lay.Height()
		again = e.lay.Refine(e.opt.Now, e.opt.Now().Add(workSlice))
		if e.lay.Height() != height {
			e.arrangeBar()
		}
	}
	if again {
		e.idle.stopWork = e.opt.After(workPause, e.work)
	}
}

// colourCode sees that the colours of the next code block are found and reports whether there is more to do here.
func (e *Editor) colourCode() (more bool) {
	if e.opt.Go == nil {
		from, to, more := e.syn.Idle()
		e.recolour(from, to)
		return more
	}
	if e.idle.colouring {
		return false
	}
	syn := e.syn
	w := syn.Work()
	if w == nil {
		return false
	}
	e.idle.colouring = true
	e.opt.Go("editor code", func(ctx context.Context) {
		w.Do(ctx)
		e.opt.Do(func() {
			e.idle.colouring = false
			if syn == e.syn { // still the document that the block is of
				e.recolour(syn.Done(w))
			}
			if e.idle.stopWork == nil {
				e.work()
			}
		})
	})
	return false
}

// recolour draws the lines [from, to) anew.
func (e *Editor) recolour(from, to int) {
	if from < to {
		e.lay.Restyle(e.doc.LineStart(from), e.doc.LineEnd(min(to, e.doc.Lines())-1))
		e.arrange()
	}
}

// scrollSmoothly adds to what is still to scroll and sees it done over a few frames.
func (e *Editor) scrollSmoothly(dy float32) {
	if e.idle.left*dy < 0 {
		e.idle.left = 0 // the other way: what was left is not wanted any more
	}
	e.idle.left += dy
	if e.idle.stopScroll == nil {
		e.scrollFrame()
	}
}

func (e *Editor) scrollFrame() {
	e.idle.stopScroll = nil
	step := int(e.idle.left * 0.35)
	if abs(step) < 2 {
		step = int(e.idle.left)
		e.idle.left = float32(step)
	}
	e.idle.left -= float32(step)
	before := e.view.place
	e.scrollBy(step)
	if e.view.place == before {
		e.idle.left = 0
	}
	if e.idle.left != 0 {
		e.idle.stopScroll = e.opt.After(frame, e.scrollFrame)
	}
}

// stopScrolling ends smooth scrolling where it is.
func (e *Editor) stopScrolling() {
	if e.idle.stopScroll != nil {
		e.idle.stopScroll()
		e.idle.stopScroll = nil
	}
	e.idle.left = 0
}
