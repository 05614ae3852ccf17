package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/theme"
)

// control is what buttons, switches and choices have in common: the pointer and Space or Enter act, and the focus shows.
type control struct {
	widget.BaseWidget
	// Escape is called for that key, Forward gets each shortcut; nil functions are not called.
	Escape  func()
	Forward func(fyne.Shortcut)
	// Says is what Copy copies of the control; nil where there is nothing.
	Says func() string

	act     func()
	held    bool
	hovered bool
	off     bool
}

var (
	_ fyne.Focusable     = (*control)(nil)
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
		if c.Escape != nil {
			c.Escape()
		}
	default:
		if s, ok := Function(ev.Name); ok {
			c.forward(s)
		}
	}
}

// TypedRune is called by Fyne.
func (c *control) TypedRune(rune) {}

// TypedShortcut is called by Fyne.
func (c *control) TypedShortcut(s fyne.Shortcut) { c.forward(s) }

func (c *control) forward(s fyne.Shortcut) {
	if c.Forward != nil {
		c.Forward(s)
	}
}

// FocusGained is called by Fyne.
func (c *control) FocusGained() { c.held = true; c.Refresh() }

// FocusLost is called by Fyne.
func (c *control) FocusLost() { c.held = false; c.Refresh() }

// MouseIn is called by Fyne.
func (c *control) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved is called by Fyne.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (c *control) MouseOut() { c.hovered = false; c.Refresh() }

// Cursor is called by Fyne.
func (c *control) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// Disable makes the control do nothing, or work again.
func (c *control) Disable(off bool) {
	if c.off != off {
		c.off = off
		c.Refresh()
	}
}

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
