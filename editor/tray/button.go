package tray

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/theme"
	"lanyard/editor/field"
)

type canvasColor = color.Color

// set changes text and state of a button where they differ.
func set(b *field.Button, text string, enabled bool) {
	b.SetText(text)
	b.SetEnabled(enabled)
}

// line is one line of text that ends in an ellipsis where it is too long. Fyne's label has no secondary colour, and adds padding.
type line struct {
	widget.BaseWidget
	text  string
	size  fyne.ThemeSizeName
	bold  bool
	color func() canvasColor
	drawn *canvas.Text
}

func newLine(size fyne.ThemeSizeName, bold bool, color func() canvasColor) *line {
	l := &line{size: size, bold: bold, color: color, drawn: canvas.NewText("", nil)}
	l.drawn.TextStyle.Bold = bold
	l.ExtendBaseWidget(l)
	return l
}

func (l *line) set(text string) {
	if l.text != text {
		l.text = text
		l.Refresh()
	}
}

// natural is the width of the whole text.
func (l *line) natural() float32 {
	return fyne.MeasureText(l.text, fynetheme.Size(l.size), l.drawn.TextStyle).Width
}

// MinSize is for Fyne: one line, as narrow as there is room.
func (l *line) MinSize() fyne.Size {
	return fyne.NewSize(1, fyne.MeasureText("M", fynetheme.Size(l.size), l.drawn.TextStyle).Height)
}

// CreateRenderer is for Fyne.
func (l *line) CreateRenderer() fyne.WidgetRenderer { return &lineRenderer{l} }

type lineRenderer struct{ l *line }

func (r *lineRenderer) Destroy()                     {}
func (r *lineRenderer) MinSize() fyne.Size           { return r.l.MinSize() }
func (r *lineRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.l.drawn} }
func (r *lineRenderer) Refresh()                     { r.Layout(r.l.Size()) }

func (r *lineRenderer) Layout(size fyne.Size) {
	l := r.l
	l.drawn.TextSize, l.drawn.Color = fynetheme.Size(l.size), l.color()
	l.drawn.Text = clip(l.text, size.Width, l.drawn.TextSize, l.drawn.TextStyle)
	l.drawn.Move(fyne.NewPos(0, (size.Height-l.drawn.MinSize().Height)/2))
	l.drawn.Resize(l.drawn.MinSize())
	l.drawn.Refresh()
}

func inkColor() canvasColor       { return theme.Current().Ink }
func secondaryColor() canvasColor { return theme.Current().Secondary }
