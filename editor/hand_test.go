package editor

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// seen is an object of the window as it stands on the screen.
type seen struct {
	o        fyne.CanvasObject
	pos      fyne.Position // in the window
	clip     area          // what may be drawn of it
	ancestry []fyne.CanvasObject
}

// area is a rectangle of the window, in Fyne units.
type area struct{ x, y, x2, y2 float32 }

func areaOf(pos fyne.Position, size fyne.Size) area {
	return area{pos.X, pos.Y, pos.X + size.Width, pos.Y + size.Height}
}

func (a area) meet(b area) area {
	return area{max(a.x, b.x), max(a.y, b.y), min(a.x2, b.x2), min(a.y2, b.y2)}
}
func (a area) empty() bool              { return a.x >= a.x2 || a.y >= a.y2 }
func (a area) has(p fyne.Position) bool { return p.X >= a.x && p.X < a.x2 && p.Y >= a.y && p.Y < a.y2 }

func (s seen) area() area { return areaOf(s.pos, s.o.Size()) }

// shows is what can be seen of it.
func (s seen) shows() area { return s.area().meet(s.clip) }

// children are what Fyne draws of an object, from the lowest to the topmost.
func children(o fyne.CanvasObject) (objects []fyne.CanvasObject, clips bool) {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects, false
	case fyne.Widget:
		r := test.WidgetRenderer(o)
		_, clips = r.(interface{ IsClip() })
		return r.Objects(), clips
	}
	return nil, false
}

// walk calls visit for every visible object of the window, what is drawn later coming later: the content, then what lies over it.
func walk(c fyne.Canvas, visit func(seen)) {
	all := areaOf(fyne.Position{}, c.Size())
	for _, root := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
		walkTree(root, root.Position(), all, nil, visit)
	}
}

func walkTree(o fyne.CanvasObject, pos fyne.Position, clip area, above []fyne.CanvasObject, visit func(seen)) {
	if !o.Visible() {
		return
	}
	s := seen{o, pos, clip, above}
	visit(s)
	below, clips := children(o)
	if _, scrolls := o.(fyne.Scrollable); scrolls || clips {
		clip = s.shows()
	}
	line := append(above[:len(above):len(above)], o)
	for _, c := range below {
		walkTree(c, pos.Add(c.Position()), clip, line, visit)
	}
}

// controls are all controls that the keyboard can be in now: those of the topmost layer of the window.
func controls(c fyne.Canvas) []seen {
	var out []seen
	top := c.Overlays().Top()
	walk(c, func(s seen) {
		if _, ok := s.o.(fyne.Focusable); !ok {
			return
		}
		if off, ok := s.o.(fyne.Disableable); ok && off.Disabled() {
			return
		}
		if top == nil || len(s.ancestry) > 0 && s.ancestry[0] == top {
			out = append(out, s)
		}
	})
	return out
}

// kindOf is the name of a control's type.
func kindOf(o any) string {
	if o == nil {
		return "nothing"
	}
	return reflect.TypeOf(o).String()
}

func TestTheWalkFindsWhatCanHaveTheKeyboard(t *testing.T) {
	k := newKeyed(t, plainBody)
	found := map[fyne.CanvasObject]bool{}
	for _, s := range controls(k.win.Canvas()) {
		found[s.o] = true
	}
	for _, want := range []fyne.CanvasObject{k.w.source, k.w.preview, k.w.list.list, k.w.list.add, k.w.form.Stops()[0].(fyne.CanvasObject)} {
		if !found[want] {
			t.Errorf("a %s is not found: the tables of controls would hold of too few", kindOf(want))
		}
	}
}

// hand is a person's pointer. It does what Fyne's window does with a button (v2.8.1, internal/driver/glfw/window.go, processMouseClicked):
// the test driver's own taps neither press before they release nor take the focus away as the window does.
type hand struct {
	k       *keyed
	pressed fyne.CanvasObject
}

// under is the topmost object at a place that matches, in the topmost layer.
func (h *hand) under(at fyne.Position, matches func(fyne.CanvasObject) bool) (found seen, ok bool) {
	c := h.k.win.Canvas()
	top := c.Overlays().Top()
	walk(c, func(s seen) {
		if top != nil && s.o != top && (len(s.ancestry) == 0 || s.ancestry[0] != top) {
			return
		}
		if s.shows().has(at) && matches(s.o) {
			found, ok = s, true
		}
	})
	return found, ok
}

func takesClicks(o fyne.CanvasObject) bool {
	switch o.(type) {
	case fyne.Tappable, fyne.SecondaryTappable, fyne.DoubleTappable, fyne.Focusable, desktop.Mouseable:
		return true
	}
	return false
}

// button is a press or a release.
func (h *hand) button(at fyne.Position, which desktop.MouseButton, down bool) (s seen, ok bool) {
	c := h.k.win.Canvas()
	s, ok = h.under(at, takesClicks)
	inside := fyne.PointEvent{AbsolutePosition: at, Position: at.Subtract(s.pos)}
	if m, is := s.o.(desktop.Mouseable); ok && is {
		ev := &desktop.MouseEvent{PointEvent: inside, Button: which}
		if down {
			m.MouseDown(ev)
		} else {
			m.MouseUp(ev)
		}
	}
	focused := c.Focused()
	if f, is := s.o.(fyne.Focusable); !ok || !is || f != focused {
		_, over := h.under(at, func(o fyne.CanvasObject) bool { return focused != nil && o == focused.(fyne.CanvasObject) })
		if !over {
			c.Unfocus()
		}
	}
	return s, ok
}

// Press puts a button down.
func (h *hand) Press(at fyne.Position, which desktop.MouseButton) {
	h.pressed = nil
	if s, ok := h.button(at, which, true); ok {
		h.pressed = s.o
	}
	h.k.wait() // a picture comes between a press and its release
}

// Release lets it go, and taps what both were on.
func (h *hand) Release(at fyne.Position, which desktop.MouseButton) {
	s, ok := h.button(at, which, false)
	if ok && s.o == h.pressed {
		ev := &fyne.PointEvent{AbsolutePosition: at, Position: at.Subtract(s.pos)}
		if which == desktop.MouseButtonSecondary {
			if t, is := s.o.(fyne.SecondaryTappable); is {
				t.TappedSecondary(ev)
			}
		} else if t, is := s.o.(fyne.Tappable); is {
			t.Tapped(ev)
		}
	}
	h.k.wait()
}

// Click presses and releases.
func (h *hand) Click(at fyne.Position, which desktop.MouseButton) {
	h.Press(at, which)
	h.Release(at, which)
}

// middle is where a hand aims at an object.
func (s seen) middle() fyne.Position {
	a := s.shows()
	return fyne.NewPos((a.x+a.x2)/2, (a.y+a.y2)/2)
}
