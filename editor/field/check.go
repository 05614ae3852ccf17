package field

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"lanyard/assets/theme"
)

// Check is a box that is ticked or not, with a text beside it. Make one with [NewCheck].
type Check struct {
	control
	Text    string
	Checked bool
}

// NewCheck makes a box that tells changed, which may be nil.
func NewCheck(text string, changed func(bool)) *Check {
	c := &Check{Text: text}
	c.act = func() {
		c.Checked = !c.Checked
		c.Refresh()
		if changed != nil {
			changed(c.Checked)
		}
	}
	c.self = c
	c.ExtendBaseWidget(c)
	return c
}

// SetChecked ticks the box or not, without telling.
func (c *Check) SetChecked(on bool) {
	if c.Checked != on {
		c.Checked = on
		c.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	r := &checkRenderer{c: c, box: &canvas.Rectangle{}, tick: &canvas.Image{}, text: &canvas.Text{}}
	icon(r.tick, "check", fynetheme.ColorNameForegroundOnPrimary)
	r.Refresh()
	return AtSize(c, r)
}

type checkRenderer struct {
	c    *Check
	box  *canvas.Rectangle
	tick *canvas.Image
	text *canvas.Text
}

const boxSize = 16

func (*checkRenderer) Destroy() {}
func (r *checkRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.tick, r.text}
}

func (r *checkRenderer) MinSize() fyne.Size {
	return fyne.NewSize(boxSize+8+r.text.MinSize().Width+4, controlHeight)
}

func (r *checkRenderer) Refresh() {
	c, p := r.c, theme.Current()
	label(r.text, c.Text, false)
	r.text.Color = color.Color(p.Ink)
	r.box.CornerRadius, r.box.StrokeWidth, r.box.FillColor, r.box.StrokeColor = 4, 1, p.Paper, p.Placeholder
	switch {
	case c.off:
		r.text.Color, r.box.StrokeColor = p.Faint, p.Faint
	case c.Checked:
		r.box.FillColor, r.box.StrokeColor = p.Accent, p.Accent
	case c.hovered:
		r.box.FillColor = p.Button
	}
	focusRing(r.box, c.held, p)
	if c.held && c.Checked {
		r.box.StrokeColor = p.Ink
	}
	show(r.tick, c.Checked)
	r.Layout(c.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *checkRenderer) Layout(size fyne.Size) {
	y := (size.Height - boxSize) / 2
	r.box.Move(fyne.NewPos(0, y))
	r.box.Resize(fyne.NewSquareSize(boxSize))
	r.tick.Move(fyne.NewPos(2, y+2))
	r.tick.Resize(fyne.NewSquareSize(boxSize - 4))
	text := r.text.MinSize()
	r.text.Move(fyne.NewPos(boxSize+8, (size.Height-text.Height)/2))
	r.text.Resize(text)
}
