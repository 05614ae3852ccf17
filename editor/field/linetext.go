package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/theme"
)

// lineText is the clipped inside of a line: selection, text and caret.
type lineText struct {
	widget.BaseWidget
	e *Line
}

// CreateRenderer is called by Fyne.
func (t *lineText) CreateRenderer() fyne.WidgetRenderer {
	r := &lineTextRenderer{t: t, mark: &canvas.Rectangle{CornerRadius: 2}, text: &canvas.Text{}, caret: &canvas.Rectangle{}}
	r.Refresh()
	return AtSize(t, r)
}

type lineTextRenderer struct {
	t           *lineText
	mark, caret *canvas.Rectangle
	text        *canvas.Text
}

// IsClip tells Fyne to cut off what is drawn outside.
func (*lineTextRenderer) IsClip() {}

func (*lineTextRenderer) Destroy() {}
func (r *lineTextRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.mark, r.text, r.caret}
}
func (*lineTextRenderer) MinSize() fyne.Size { return fyne.NewSize(8, 16) }

func (r *lineTextRenderer) Refresh() {
	e, c := r.t.e, theme.Current()
	r.text.TextSize, r.text.TextStyle = e.size(), e.style()
	r.text.Text, r.text.Color = e.Text, c.Ink
	switch {
	case e.Text == "" && (!e.Plain || e.Scale > 1 || e.held):
		r.text.Text, r.text.Color = e.PlaceHolder, c.Placeholder
	case e.off:
		r.text.Color = c.Faint
	}
	r.mark.FillColor, r.caret.FillColor = c.Selection, c.Accent
	r.Layout(r.t.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *lineTextRenderer) Layout(size fyne.Size) {
	e := r.t.e
	e.follow(size.Width + 2*e.pad())
	min := r.text.MinSize()
	y := (size.Height - min.Height) / 2
	r.text.Move(fyne.NewPos(-e.scroll, y))
	r.text.Resize(min)
	from, to := e.selection()
	show(r.mark, e.held && from != to)
	show(r.caret, e.held && !e.off)
	r.mark.Move(fyne.NewPos(e.x(from)-e.scroll, y+1))
	r.mark.Resize(fyne.NewSize(e.x(to)-e.x(from), min.Height-2))
	at := e.x(e.caret) - e.scroll
	r.caret.Move(fyne.NewPos(max(at-0.5, 0), y+1))
	r.caret.Resize(fyne.NewSize(1.5, min.Height-2))
}
