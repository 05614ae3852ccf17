package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
	"lanyard/editor/field"

	"lanyard/assets/theme"
)

// toggle is a switch: on with the pointer, Space or Enter.
type toggle struct {
	widget.BaseWidget
	form    *Form
	on      bool
	caption string
	changed func(bool)
	focused func(bool)
	held    bool
}

var (
	_ fyne.Focusable     = (*toggle)(nil)
	_ fyne.Tappable      = (*toggle)(nil)
	_ fyne.Shortcutable  = (*toggle)(nil)
	_ desktop.Cursorable = (*toggle)(nil)
)

func newToggle(f *Form, changed func(bool)) *toggle {
	t := &toggle{form: f, changed: changed}
	t.ExtendBaseWidget(t)
	return t
}

func (t *toggle) set(on bool, caption string) {
	if t.on != on || t.caption != caption {
		t.on, t.caption = on, caption
		t.Refresh()
	}
}

// Cursor is called by Fyne.
func (t *toggle) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Tapped is called by Fyne.
func (t *toggle) Tapped(*fyne.PointEvent) {
	t.form.focus(t)
	t.changed(!t.on)
}

// TypedKey is called by Fyne.
func (t *toggle) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		t.changed(!t.on)
	case fyne.KeyEscape:
		t.form.escape()
	case fyne.KeyLeft, fyne.KeyRight:
		if right := ev.Name == fyne.KeyRight; right != t.on {
			t.changed(right)
		}
	default:
		if !t.form.steer(ev.Name) {
			t.form.o.Ways.Function(ev.Name)
		}
	}
}

// TypedRune is called by Fyne.
func (t *toggle) TypedRune(rune) {}

// TypedShortcut is called by Fyne.
func (t *toggle) TypedShortcut(s fyne.Shortcut) { t.form.o.Ways.Shortcut(s) }

// FocusGained is called by Fyne.
func (t *toggle) FocusGained() { t.hold(true) }

// FocusLost is called by Fyne.
func (t *toggle) FocusLost() { t.hold(false) }

func (t *toggle) hold(on bool) {
	t.held = on
	t.Refresh()
	t.form.o.Ways.Hold(t, on)
	if t.focused != nil {
		t.focused(on)
	}
}

const (
	toggleWidth  = 34
	toggleHeight = 20
)

// CreateRenderer is called by Fyne.
func (t *toggle) CreateRenderer() fyne.WidgetRenderer {
	r := &toggleRenderer{t: t, halo: &canvas.Rectangle{}, track: &canvas.Rectangle{}, knob: &canvas.Circle{}, text: &canvas.Text{}}
	r.Refresh()
	return field.AtSize(t, r)
}

type toggleRenderer struct {
	t           *toggle
	halo, track *canvas.Rectangle
	knob        *canvas.Circle
	text        *canvas.Text
}

func (r *toggleRenderer) Destroy() {}
func (r *toggleRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.halo, r.track, r.knob, r.text}
}

func (r *toggleRenderer) MinSize() fyne.Size {
	return fyne.NewSize(toggleWidth+10+r.text.MinSize().Width, rowHeight)
}

func (r *toggleRenderer) Refresh() {
	c := theme.Current()
	r.text.Text, r.text.TextSize, r.text.Color = r.t.caption, smallText(), c.Secondary
	r.halo.CornerRadius = toggleHeight/2 + 3
	r.halo.FillColor, r.halo.StrokeColor, r.halo.StrokeWidth = c.Paper, c.Accent, 1.5
	show(r.halo, r.t.held)
	r.track.CornerRadius = toggleHeight / 2
	r.track.FillColor = c.Faint
	if r.t.on {
		r.track.FillColor = c.Ink
	}
	r.knob.FillColor = c.Paper
	for _, o := range r.Objects() {
		o.Refresh()
	}
	r.Layout(r.t.Size())
}

func (r *toggleRenderer) Layout(size fyne.Size) {
	y := (size.Height - toggleHeight) / 2
	r.halo.Move(fyne.NewPos(0, y-3))
	r.halo.Resize(fyne.NewSize(toggleWidth+6, toggleHeight+6))
	r.track.Move(fyne.NewPos(3, y))
	r.track.Resize(fyne.NewSize(toggleWidth, toggleHeight))
	x := float32(3 + 3)
	if r.t.on {
		x = 3 + toggleWidth - toggleHeight + 3
	}
	r.knob.Move(fyne.NewPos(x, y+3))
	r.knob.Resize(fyne.NewSquareSize(toggleHeight - 6))
	min := r.text.MinSize()
	r.text.Move(fyne.NewPos(toggleWidth+14, (size.Height-min.Height)/2))
	r.text.Resize(min)
}
