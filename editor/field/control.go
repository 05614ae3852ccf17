package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/theme"
)

// Ways are the ways out of a control, to what holds it. Nil functions are not called.
type Ways struct {
	Escape  func()                             // that key was pressed
	Forward func(fyne.Shortcut)                // a shortcut that the control has no use for
	Held    func(fyne.Focusable, bool)         // the control got the keyboard, or lost it
	Arrow   func(fyne.Focusable, fyne.KeyName) // an arrow was pressed that the control has no use for
	Pressed func(bool)                         // a button of the pointer went down on the control, which takes the keyboard with it, or up
}

// Shortcut hands on what a control has no use for.
func (w *Ways) Shortcut(s fyne.Shortcut) {
	if w.Forward != nil {
		w.Forward(s)
	}
}

// Steer hands on an arrow and reports whether the key was one.
func (w *Ways) Steer(f fyne.Focusable, name fyne.KeyName) bool {
	switch name {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown:
		if w.Arrow != nil {
			w.Arrow(f, name)
		}
		return true
	}
	return false
}

// Function hands on F1 to F12, which Fyne delivers to the holder of the focus alone, and reports whether the key was one of them.
func (w *Ways) Function(name fyne.KeyName) bool {
	s, ok := Function(name)
	if ok {
		w.Shortcut(s)
	}
	return ok
}

func (w *Ways) escape() {
	if w.Escape != nil {
		w.Escape()
	}
}

// Press tells that a button of the pointer went down on a control, or up.
func (w *Ways) Press(down bool) {
	if w.Pressed != nil {
		w.Pressed(down)
	}
}

// Hold tells that a control got the keyboard, or lost it.
func (w *Ways) Hold(f fyne.Focusable, on bool) {
	if w.Held != nil {
		w.Held(f, on)
	}
}

// control is what buttons, switches and choices have in common: the pointer and Space or Enter act, and the focus shows.
type control struct {
	widget.BaseWidget
	Ways
	// Says is what Copy copies of the control; nil where there is nothing.
	Says func() string

	self    fyne.Focusable // the whole of it
	act     func()
	held    bool
	hovered bool
	off     bool
}

var (
	_ fyne.Focusable     = (*control)(nil)
	_ fyne.Disableable   = (*control)(nil)
	_ fyne.Tappable      = (*control)(nil)
	_ fyne.Shortcutable  = (*control)(nil)
	_ desktop.Hoverable  = (*control)(nil)
	_ desktop.Cursorable = (*control)(nil)
)

// Tapped is called by Fyne.
func (c *control) Tapped(*fyne.PointEvent) {
	if !c.off && c.act != nil {
		c.act()
	}
}

// TypedKey is called by Fyne.
func (c *control) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.Tapped(nil)
	case fyne.KeyEscape:
		c.escape()
	default:
		if !c.Steer(c.self, ev.Name) {
			c.Function(ev.Name)
		}
	}
}

// TypedRune is called by Fyne.
func (c *control) TypedRune(rune) {}

// TypedShortcut is called by Fyne.
func (c *control) TypedShortcut(s fyne.Shortcut) { c.Shortcut(s) }

// FocusGained is called by Fyne.
func (c *control) FocusGained() { c.hold(true) }

// FocusLost is called by Fyne.
func (c *control) FocusLost() { c.hold(false) }

func (c *control) hold(on bool) {
	c.held = on
	c.Refresh()
	c.Hold(c.self, on)
}

// MouseIn is called by Fyne.
func (c *control) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved is called by Fyne.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (c *control) MouseOut() { c.hovered = false; c.Refresh() }

// Cursor is called by Fyne.
func (c *control) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// SetEnabled makes the control do nothing, or work again. One that does nothing cannot have the keyboard.
func (c *control) SetEnabled(on bool) {
	if c.off == on {
		c.off = !on
		c.Refresh()
		if c.held && c.off {
			c.Hold(c.self, false)
		}
	}
}

// Enable is for Fyne, which passes over controls that do nothing.
func (c *control) Enable() { c.SetEnabled(true) }

// Disable is for Fyne.
func (c *control) Disable() { c.SetEnabled(false) }

// Disabled reports whether the control does nothing now.
func (c *control) Disabled() bool { return c.off }

// Do acts as a tap does.
func (c *control) Do() { c.Tapped(nil) }

// controlHeight is the height of buttons and choices, in Fyne units.
const controlHeight = 30

// focusRing draws the border of the control with the focus.
func focusRing(r *canvas.Rectangle, held bool, p theme.Palette) {
	if held {
		r.StrokeColor, r.StrokeWidth = p.Accent, 2
	}
}

// label is a text as controls show it.
func label(t *canvas.Text, text string, bold bool) {
	t.Text, t.TextSize, t.TextStyle = text, fyne.CurrentApp().Settings().Theme().Size(fynetheme.SizeNameText), fyne.TextStyle{Bold: bold}
}

// icon draws one of our line icons in a colour of the theme.
func icon(i *canvas.Image, name string, color fyne.ThemeColorName) {
	i.Resource = fynetheme.NewColoredResource(theme.Icon(name), color)
	i.FillMode = canvas.ImageFillContain
}

const iconSize = 16
