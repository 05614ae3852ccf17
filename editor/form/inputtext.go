package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/theme"
)

// inputText is the clipped inside of an input: selection, text and caret.
type inputText struct {
	widget.BaseWidget
	e *input
}

// CreateRenderer is called by Fyne.
func (t *inputText) CreateRenderer() fyne.WidgetRenderer {
	r := &inputTextRenderer{t: t, mark: &canvas.Rectangle{CornerRadius: 2}, text: &canvas.Text{}, caret: &canvas.Rectangle{}}
	r.Refresh()
	return r
}

type inputTextRenderer struct {
	t           *inputText
	mark, caret *canvas.Rectangle
	text        *canvas.Text
}

// IsClip tells Fyne to cut off what is drawn outside.
func (*inputTextRenderer) IsClip() {}

func (*inputTextRenderer) Destroy() {}
func (r *inputTextRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.mark, r.text, r.caret}
}
func (*inputTextRenderer) MinSize() fyne.Size { return fyne.NewSize(8, 16) }

func (r *inputTextRenderer) Refresh() {
	e, c := r.t.e, theme.Current()
	r.text.TextSize, r.text.TextStyle = e.size(), e.style()
	r.text.Text, r.text.Color = e.text, c.Ink
	switch {
	case e.text == "" && (!e.plain || e.scale > 1 || e.held):
		r.text.Text, r.text.Color = e.place, c.Placeholder
	case e.off:
		r.text.Color = c.Faint
	}
	r.mark.FillColor, r.caret.FillColor = c.Selection, c.Accent
	r.Layout(r.t.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *inputTextRenderer) Layout(size fyne.Size) {
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
