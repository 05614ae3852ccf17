package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/assets/theme"
)

// label names a row. A click moves to its field; the other button has a menu to take the field out.
type label struct {
	widget.BaseWidget
	r    *row
	text *canvas.Text
}

var (
	_ fyne.Tappable          = (*label)(nil)
	_ fyne.SecondaryTappable = (*label)(nil)
)

func newLabel(r *row) *label {
	l := &label{r: r, text: &canvas.Text{}}
	l.ExtendBaseWidget(l)
	return l
}

// Tapped is called by Fyne.
func (l *label) Tapped(*fyne.PointEvent) { l.r.s.f.focus(l.r.control.first()) }

// TappedSecondary is called by Fyne.
func (l *label) TappedSecondary(ev *fyne.PointEvent) {
	c := l.r.s.f.canvas()
	if c == nil || !l.r.spec.present {
		return
	}
	menu := fyne.NewMenu("", fyne.NewMenuItem(assets.T("form.remove"), l.r.unset))
	widget.ShowPopUpMenuAtPosition(menu, c, ev.AbsolutePosition)
}

// CreateRenderer is called by Fyne.
func (l *label) CreateRenderer() fyne.WidgetRenderer { return labelRenderer{l} }

type labelRenderer struct{ l *label }

func (labelRenderer) Destroy()                       {}
func (r labelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.l.text} }
func (r labelRenderer) MinSize() fyne.Size           { return fyne.NewSize(labelThin, rowHeight) }

func (r labelRenderer) Refresh() {
	t := r.l.text
	t.TextSize, t.Color = smallText(), theme.Current().Secondary
	t.Text = shorten(r.l.r.name(), t.TextSize, max(r.l.Size().Width, labelThin))
	t.Refresh()
}

func (r labelRenderer) Layout(fyne.Size) {
	r.Refresh()
	min := r.l.text.MinSize()
	r.l.text.Move(fyne.NewPos(0, (rowHeight-min.Height)/2))
	r.l.text.Resize(min)
}

// crossSize is the side of the small buttons at the end of a row.
const crossSize = 28

// cross is a small button with an icon that can have the focus.
type cross struct {
	widget.BaseWidget
	form    *Form
	self    fyne.Focusable // the whole of it
	icon    *canvas.Image
	disc    *canvas.Rectangle
	act     func()
	focused func(bool) // the keyboard came or went; may be nil
	hover   bool
	held    bool
}

var (
	_ fyne.Focusable     = (*cross)(nil)
	_ fyne.Shortcutable  = (*cross)(nil)
	_ fyne.Tappable      = (*cross)(nil)
	_ desktop.Hoverable  = (*cross)(nil)
	_ desktop.Cursorable = (*cross)(nil)
)

func newIconButton(f *Form, icon string, act func()) *cross {
	c := &cross{form: f, act: act, icon: canvas.NewImageFromResource(theme.Icon(icon)), disc: &canvas.Rectangle{}}
	c.disc.CornerRadius = 5
	c.self = c
	c.ExtendBaseWidget(c)
	return c
}

// Cursor is called by Fyne.
func (c *cross) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Tapped is called by Fyne.
func (c *cross) Tapped(*fyne.PointEvent) { c.act() }

// MouseIn is called by Fyne.
func (c *cross) MouseIn(*desktop.MouseEvent) { c.set(true, c.held) }

// MouseOut is called by Fyne.
func (c *cross) MouseOut() { c.set(false, c.held) }

// MouseMoved is called by Fyne.
func (c *cross) MouseMoved(*desktop.MouseEvent) {}

// FocusGained is called by Fyne.
func (c *cross) FocusGained() { c.hold(true) }

// FocusLost is called by Fyne.
func (c *cross) FocusLost() { c.hold(false) }

func (c *cross) hold(on bool) {
	c.set(c.hover, on)
	c.form.o.Ways.Hold(c.self, on)
	if c.focused != nil {
		c.focused(on)
	}
}

func (c *cross) set(hover, held bool) {
	c.hover, c.held = hover, held
	c.Refresh()
}

// TypedRune is called by Fyne.
func (c *cross) TypedRune(rune) {}

// TypedKey is called by Fyne.
func (c *cross) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.act()
	case fyne.KeyEscape:
		c.form.escape()
	default:
		if !c.form.steer(ev.Name) {
			c.form.o.Ways.Function(ev.Name)
		}
	}
}

// TypedShortcut is called by Fyne.
func (c *cross) TypedShortcut(s fyne.Shortcut) { c.form.o.Ways.Shortcut(s) }

// CreateRenderer is called by Fyne.
func (c *cross) CreateRenderer() fyne.WidgetRenderer { return crossRenderer{c} }

type crossRenderer struct{ c *cross }

func (crossRenderer) Destroy() {}
func (r crossRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.c.disc, r.c.icon}
}
func (r crossRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(crossSize) }

func (r crossRenderer) Refresh() {
	p := theme.Current()
	d := r.c.disc
	d.FillColor, d.StrokeColor, d.StrokeWidth = p.Paper, p.Accent, 0
	if r.c.hover {
		d.FillColor = p.Chip
	}
	if r.c.held {
		d.StrokeWidth = 1.5
	}
	show(d, r.c.hover || r.c.held)
	d.Refresh()
	r.c.icon.Refresh()
}

func (r crossRenderer) Layout(size fyne.Size) {
	r.c.disc.Resize(size)
	const icon = 15
	r.c.icon.Resize(fyne.NewSquareSize(icon))
	r.c.icon.Move(fyne.NewPos((size.Width-icon)/2, (size.Height-icon)/2))
	r.Refresh()
}
