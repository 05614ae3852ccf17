package editor

import (
	"fmt"
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lanyard/editor/field"
)

// keyboard keeps the keys from going nowhere. Fyne takes the focus from its holder at each click on what takes none, such as a menu, a
// divider or the button of a bar, and leaves it with a control that was hidden; either way every key is swallowed from then on. All
// controls tell here when the keyboard comes and goes, and once the event is over it is given back: to the one that lost it, else to the
// one before that still shows, else home.
type keyboard struct {
	canvas  func() fyne.Canvas
	driver  fyne.Driver
	after   func(func())                // runs something once the event under way is over
	home    func() fyne.Focusable       // where the keyboard belongs when nobody else has it; nil for nowhere
	visible func(f fyne.Focusable) bool // whether a control at the window's very corner shows

	came func(f fyne.Focusable) // the keyboard rests in a control

	holder fyne.Focusable   // of the window's content; nil since it lost the keyboard
	over   fyne.Focusable   // of what lies over it, such as the palette
	trail  []fyne.Focusable // that had it before, the last one at the end
	due    bool
	down   bool     // a button of the pointer is held
	rest   []func() // wait until the keyboard has found its place and no button is held
}

func (w *Workbench) newKeyboard() *keyboard {
	return &keyboard{
		canvas: w.env.Window.Canvas, driver: w.env.App.Driver(), after: w.env.Sched.BeforeFrame, home: w.homeKeys,
		came: func(f fyne.Focusable) {
			o := f.(fyne.CanvasObject)
			reveal(w.sheet, o)
			x, y := w.env.Window.Canvas().PixelCoordinateForPosition(w.env.App.Driver().AbsolutePositionForObject(o))
			x2, y2 := w.env.Window.Canvas().PixelCoordinateForPosition(fyne.NewPos(0, 0).Add(o.Size()))
			w.log.Debug("keyboard", "in", reflect.TypeOf(f), "at", fmt.Sprint(x, y, x2, y2)) // in pixels: .ci/hand clicks there
		},
		visible: func(f fyne.Focusable) bool {
			return f == fyne.Focusable(w.preview) && w.panes.Shows(panePreview) && w.panes.Visible()
		},
	}
}

// ways are the ways out of a control of the window.
func (w *Workbench) ways() field.Ways {
	return field.Ways{
		Escape:  w.leaveControl,
		Forward: func(s fyne.Shortcut) { w.router.Forward(s) },
		Held:    w.keyboard.Moved, Pressed: w.keyboard.Pressed, Arrow: w.arrow,
	}
}

// waysOver are those out of a control that lies over the window's content.
func (w *Workbench) waysOver() field.Ways {
	ways := w.ways()
	ways.Held = w.keyboard.MovedOver
	return ways
}

// leaveControl is Escape in a control: it closes the topmost thing, and where nothing is open it goes back to the text.
func (w *Workbench) leaveControl() {
	if !w.Escape() {
		w.focusHome()
	}
}

// leaveList is Escape in the list of posts: it ends the search, which is on top of it; without one it goes back to the text.
func (w *Workbench) leaveList() {
	if w.list.search.Visible() {
		w.list.ToggleSearch()
		return
	}
	w.uncoverText()
	w.focusHome()
}

// homeKeys is where the keyboard belongs when nobody else has it: the text, or what shows in its place.
func (w *Workbench) homeKeys() fyne.Focusable {
	switch {
	case w.welcome.Visible():
		if all := focusables(w.welcome); len(all) > 0 {
			return all[0]
		}
		return nil
	case w.panes.alone() || w.active == nil && w.panes.Shows(paneList):
		if w.outlineShows() && w.active != nil {
			return w.outline
		}
		return w.list.list
	case w.active == nil:
		return nil
	case w.panes.Shows(paneSource):
		return w.source
	}
	return w.preview
}

// focusHome gives the keyboard to the text, or to what shows in its place.
func (w *Workbench) focusHome() {
	if f := w.homeKeys(); f != nil {
		w.env.Window.Canvas().Focus(f)
	}
}

// trailMost is how many controls are remembered: as many as there are layers that can close one after the other.
const trailMost = 16

// Moved follows the keyboard through the window's content.
func (k *keyboard) Moved(f fyne.Focusable, on bool) {
	switch {
	case on:
		k.holder = f
		k.trail = append(slices.DeleteFunc(k.trail, func(x fyne.Focusable) bool { return x == f }), f)
		k.trail = k.trail[max(0, len(k.trail)-trailMost):]
		k.rest = append(k.rest, func() {
			if k.holder == f {
				k.came(f)
			}
		})
	case k.holder == f:
		k.holder = nil
	}
	k.Ask()
}

// MovedOver follows it through what lies over the content, which takes the keys as long as it shows.
func (k *keyboard) MovedOver(f fyne.Focusable, on bool) {
	if on {
		k.over = f
		k.rest = append(k.rest, func() {
			if k.over == f {
				k.came(f)
			}
		})
	}
	k.Ask()
}

// Ask looks, once the event is over, whether the keyboard is where keys do something. Whoever hides a control calls it.
func (k *keyboard) Ask() {
	if !k.due {
		k.due = true
		k.after(k.settle)
	}
}

// settle gives the keyboard back where it went nowhere.
func (k *keyboard) settle() {
	k.due = false
	c := k.canvas()
	if k.holder == nil || !k.stays(k.holder) {
		if f := k.next(); f != nil {
			c.Focus(f) // also below what lies over the content: Fyne finds it there
		}
	}
	if c.Overlays().Top() == nil {
		if k.over != nil && k.holder != nil {
			k.came(k.holder)
		}
		k.over = nil
	} else if c.Focused() == nil && k.over != nil && k.shows(k.over) {
		c.Focus(k.over)
	}
	k.flush()
}

// Rest runs f once the keyboard has found its place and no button of the pointer is held: what a press moved would not be under the
// pointer when it is released.
func (k *keyboard) Rest(f func()) {
	k.rest = append(k.rest, f)
	k.Ask()
}

// Pressed is told by the controls that take the keyboard when a button goes down on them, and when it is released.
func (k *keyboard) Pressed(down bool) {
	k.down = down
	if !down {
		k.Ask()
	}
}

func (k *keyboard) flush() {
	if k.down {
		return
	}
	for len(k.rest) > 0 && !k.due { // one may move the keyboard once more
		f := k.rest[0]
		k.rest = k.rest[1:]
		f()
	}
}

// next is who gets the keyboard: the last one that had it and shows.
func (k *keyboard) next() fyne.Focusable {
	for _, f := range slices.Backward(k.trail) {
		if k.shows(f) {
			return f
		}
	}
	if f := k.home(); f != nil && k.shows(f) { // before the first layout nothing does
		return f
	}
	return nil
}

// Back gives the keyboard to the one that had it before what is closed now.
func (k *keyboard) Back() {
	k.settle()
}

// Give gives the keyboard to a control and reports whether it could. One that went away meanwhile, as a sheet does while a file chooser is
// open, is passed over: Fyne would complain of it.
func (k *keyboard) Give(f fyne.Focusable) bool {
	if !k.stays(f) {
		return false
	}
	k.canvas().Focus(f)
	return true
}

// Take finds a place for a key that came while nobody had the keyboard, and is the control that it is for; nil for none.
func (k *keyboard) Take() fyne.Focusable {
	k.down = false // whatever became of the release: a person types
	k.settle()
	c := k.canvas()
	if c.Focused() == nil {
		c.FocusNext() // the first control of what lies over the content
	}
	return c.Focused()
}

// stays reports whether the holder can keep the keyboard. One that was not drawn yet is on its way.
func (k *keyboard) stays(f fyne.Focusable) bool {
	return k.driver.CanvasForObject(f.(fyne.CanvasObject)) == nil || k.shows(f)
}

// shows reports whether a control is drawn in the window. Fyne gives a place of its own to what is not.
func (k *keyboard) shows(f fyne.Focusable) bool {
	o := f.(fyne.CanvasObject)
	if off, ok := f.(fyne.Disableable); ok && off.Disabled() {
		return false
	}
	if k.driver.CanvasForObject(o) == nil {
		return false
	}
	nowhere := k.driver.AbsolutePositionForObject(&canvas.Rectangle{})
	return k.driver.AbsolutePositionForObject(o) != nowhere || k.visible(f)
}
