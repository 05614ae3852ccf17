package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/theme"
)

// Picker is one choice of a few, which a menu shows. Up, Down, Home and End change it without the menu. Make one with [NewPicker].
type Picker struct {
	control
	Options  []string
	Selected int // index in Options

	changed func(int)
}

// NewPicker makes a choice that tells changed, which may be nil.
func NewPicker(options []string, selected int, changed func(int)) *Picker {
	p := &Picker{Options: options, Selected: selected, changed: changed}
	p.act = func() { p.open(false) }
	p.self = p
	p.ExtendBaseWidget(p)
	return p
}

// TypedKey is called by Fyne.
func (p *Picker) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyUp:
		p.Pick(p.Selected - 1)
	case fyne.KeyDown:
		p.Pick(p.Selected + 1)
	case fyne.KeyHome:
		p.Pick(0)
	case fyne.KeyEnd:
		p.Pick(len(p.Options) - 1)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if !p.off {
			p.open(true)
		}
	default:
		p.control.TypedKey(ev)
	}
}

// Pick chooses an option as the person does; an index outside changes nothing.
func (p *Picker) Pick(i int) {
	if i < 0 || i >= len(p.Options) || i == p.Selected {
		return
	}
	p.Selected = i
	p.Refresh()
	if p.changed != nil {
		p.changed(i)
	}
}

// open shows the menu. From the keyboard it begins at the option in force, with the pointer at none.
func (p *Picker) open(keys bool) {
	c := fyne.CurrentApp().Driver().CanvasForObject(p)
	if c == nil {
		return
	}
	menu := fyne.NewMenu("")
	for i, o := range p.Options {
		item := fyne.NewMenuItem(o, func() { p.Pick(i) })
		item.Checked = i == p.Selected
		menu.Items = append(menu.Items, item)
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p).AddXY(0, p.Size().Height+2)
	pop := widget.NewPopUpMenu(menu, c)
	pop.ShowAtPosition(at)
	for range p.Selected + 1 {
		if keys {
			pop.ActivateNext()
		}
	}
}

// CreateRenderer is called by Fyne.
func (p *Picker) CreateRenderer() fyne.WidgetRenderer {
	r := &pickerRenderer{p: p, ground: &canvas.Rectangle{}, text: &canvas.Text{}, arrow: &canvas.Image{}}
	icon(r.arrow, "chevron-down", fynetheme.ColorNameForeground)
	r.Refresh()
	return AtSize(p, r)
}

type pickerRenderer struct {
	p      *Picker
	ground *canvas.Rectangle
	text   *canvas.Text
	arrow  *canvas.Image
}

func (*pickerRenderer) Destroy() {}
func (r *pickerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text, r.arrow}
}

func (r *pickerRenderer) MinSize() fyne.Size {
	widest := float32(0)
	for _, o := range r.p.Options {
		widest = max(widest, fyne.MeasureText(o, r.text.TextSize, r.text.TextStyle).Width)
	}
	return fyne.NewSize(10+widest+8+iconSize+6, controlHeight)
}

func (r *pickerRenderer) Refresh() {
	p, c := r.p, theme.Current()
	text := ""
	if p.Selected >= 0 && p.Selected < len(p.Options) {
		text = p.Options[p.Selected]
	}
	label(r.text, text, false)
	r.text.Color = c.Ink
	r.ground.CornerRadius, r.ground.StrokeWidth, r.ground.FillColor, r.ground.StrokeColor = 5, 1, c.Paper, c.Hairline
	if p.hovered {
		r.ground.FillColor, r.ground.StrokeColor = c.Button, c.Placeholder
	}
	focusRing(r.ground, p.held, c)
	r.Layout(p.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *pickerRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	text := r.text.MinSize()
	r.text.Move(fyne.NewPos(10, (size.Height-text.Height)/2))
	r.text.Resize(text)
	r.arrow.Move(fyne.NewPos(size.Width-6-iconSize, (size.Height-iconSize)/2))
	r.arrow.Resize(fyne.NewSquareSize(iconSize))
}
