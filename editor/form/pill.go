package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"lanyard/editor/field"

	"lanyard/assets/theme"
)

// The size of a pill: what is seen is lower than what can be hit.
const (
	pillHeight = 28
	pillInset  = 2.5
	pillPad    = 9
	pillCross  = 15
	pillMost   = 260 // a longer text ends in an ellipsis
)

// pill is one value of a list, or one on offer. It never has the focus: the field around it moves the mark.
type pill struct {
	widget.BaseWidget
	text   string
	offer  bool // outlined, a value that can be added
	marked bool // chosen by keyboard
	tap    func()
	remove func() // nil: no cross
	hover  bool
}

var (
	_ fyne.Tappable      = (*pill)(nil)
	_ desktop.Hoverable  = (*pill)(nil)
	_ desktop.Cursorable = (*pill)(nil)
)

func newPill(text string, tap, remove func()) *pill {
	p := &pill{text: text, tap: tap, remove: remove}
	p.ExtendBaseWidget(p)
	return p
}

// Cursor is called by Fyne.
func (p *pill) Cursor() desktop.Cursor {
	if p.tap == nil && p.remove == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// Tapped is called by Fyne: on the cross it removes, elsewhere it does what the pill is for.
func (p *pill) Tapped(ev *fyne.PointEvent) {
	switch {
	case p.remove != nil && ev.Position.X >= p.Size().Width-pillCross-pillPad:
		p.remove()
	case p.tap != nil:
		p.tap()
	}
}

// MouseIn is called by Fyne.
func (p *pill) MouseIn(*desktop.MouseEvent) { p.hovering(true) }

// MouseOut is called by Fyne.
func (p *pill) MouseOut() { p.hovering(false) }

// MouseMoved is called by Fyne.
func (p *pill) MouseMoved(*desktop.MouseEvent) {}

func (p *pill) hovering(on bool) {
	if p.hover != on {
		p.hover = on
		p.Refresh()
	}
}

func (p *pill) mark(on bool) {
	if p.marked != on {
		p.marked = on
		p.Refresh()
	}
}

func smallText() float32 {
	return fyne.CurrentApp().Settings().Theme().Size(fynetheme.SizeNameText) * 0.96
}

// CreateRenderer is called by Fyne.
func (p *pill) CreateRenderer() fyne.WidgetRenderer {
	r := &pillRenderer{p: p, ground: &canvas.Rectangle{}, text: &canvas.Text{}}
	r.cross = canvas.NewImageFromResource(theme.Icon("close"))
	r.Refresh()
	return field.AtSize(p, r)
}

type pillRenderer struct {
	p      *pill
	ground *canvas.Rectangle
	text   *canvas.Text
	cross  *canvas.Image
}

func (r *pillRenderer) Destroy() {}
func (r *pillRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text, r.cross}
}

func (r *pillRenderer) MinSize() fyne.Size {
	w := fyne.MeasureText(r.text.Text, r.text.TextSize, r.text.TextStyle).Width + 2*pillPad
	if r.p.remove != nil {
		w += pillCross - 1
	}
	return fyne.NewSize(w, pillHeight)
}

func (r *pillRenderer) Refresh() {
	c := theme.Current()
	r.text.TextSize = smallText()
	r.text.Text = shorten(r.p.text, r.text.TextSize, pillMost)
	r.text.Color = c.Ink
	r.ground.CornerRadius = (pillHeight - 2*pillInset) / 2
	r.ground.FillColor = c.Chip
	r.ground.StrokeWidth, r.ground.StrokeColor = 1, c.Chip
	if r.p.offer {
		r.text.Color = c.Secondary
		r.ground.FillColor, r.ground.StrokeColor = c.Paper, c.Hairline
	}
	if r.p.hover && r.p.tap != nil {
		r.ground.FillColor = c.Hairline
	}
	if r.p.marked {
		r.ground.StrokeColor, r.ground.StrokeWidth = c.Accent, 1.5
		r.text.Color = c.Ink
	}
	show(r.cross, r.p.remove != nil)
	r.ground.Refresh()
	r.text.Refresh()
	r.cross.Refresh()
	r.Layout(r.p.Size())
}

func (r *pillRenderer) Layout(size fyne.Size) {
	r.ground.Move(fyne.NewPos(0, pillInset))
	r.ground.Resize(fyne.NewSize(size.Width, size.Height-2*pillInset))
	min := r.text.MinSize()
	r.text.Move(fyne.NewPos(pillPad, (size.Height-min.Height)/2))
	r.text.Resize(min)
	r.cross.Resize(fyne.NewSquareSize(pillCross - 2))
	r.cross.Move(fyne.NewPos(size.Width-pillCross-pillPad/2-1, (size.Height-pillCross+2)/2))
}

// shorten cuts text with an ellipsis to at most width units.
func shorten(text string, size, width float32) string {
	fits := func(s string) bool { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width <= width }
	if fits(text) {
		return text
	}
	runes := []rune(text)
	lo, hi := 0, len(runes)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if fits(string(runes[:mid]) + "…") {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return string(runes[:lo]) + "…"
}

// sliver is a width for which no new line is begun.
const sliver = 12

// flow lays objects out in lines of a width and returns the height they take. A nil object begins a new line. An
// object that stretches takes what is left of its line, if that is at least its least width.
func flow(objs []fyne.CanvasObject, stretch fyne.CanvasObject, width, gap float32, place bool) float32 {
	var x, y, line float32
	for _, o := range objs {
		if o == nil {
			if x > 0 || line > 0 {
				x, y, line = 0, y+line, 0
			}
			continue
		}
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		size.Width = min(size.Width, width)
		if x > 0 && x+size.Width > width && size.Width > sliver {
			x, y, line = 0, y+line, 0
		}
		if o == stretch {
			size.Width = max(width-x, 0)
		}
		if place {
			o.Move(fyne.NewPos(x, y))
			o.Resize(size)
		}
		x += size.Width + gap
		line = max(line, size.Height)
	}
	return y + line
}
