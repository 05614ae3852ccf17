package field

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"lanyard/assets/theme"
	"lanyard/assets/typeset"
)

// pad is the space between the edge of a field and its text.
func (e *Line) pad() float32 {
	if e.Plain {
		return 0
	}
	return 7
}

func (e *Line) size() float32 {
	return fyne.CurrentApp().Settings().Theme().Size(fynetheme.SizeNameText) * e.Scale
}

func (e *Line) style() fyne.TextStyle { return fyne.TextStyle{Bold: e.Bold, Monospace: e.Mono} }

// x is where the byte at off begins, from the beginning of the text.
func (e *Line) x(off int) float32 {
	if off <= 0 {
		return 0
	}
	return fyne.MeasureText(e.Text[:off], e.size(), e.style()).Width
}

// CaretPlace is where the caret stands, in the widget's coordinates, for what belongs beside it: the candidates of an input method.
func (e *Line) CaretPlace() (pos fyne.Position, size fyne.Size) {
	return fyne.NewPos(e.pad()+e.x(e.caret)-e.scroll, 0), fyne.NewSize(1, e.Size().Height)
}

// hit returns the grapheme boundary nearest to a place in the field.
func (e *Line) hit(x float32) int {
	x += e.scroll - e.pad()
	var bounds []int
	for off := 0; ; off = typeset.NextGrapheme(e.Text, off) {
		bounds = append(bounds, off)
		if off >= len(e.Text) {
			break
		}
	}
	i := sort.Search(len(bounds), func(i int) bool { return e.x(bounds[i]) >= x })
	switch {
	case i == 0:
		return 0
	case i == len(bounds):
		return len(e.Text)
	case e.x(bounds[i])-x < x-e.x(bounds[i-1]):
		return bounds[i]
	}
	return bounds[i-1]
}

// follow scrolls so that the caret is in sight, and no further than the text.
func (e *Line) follow(width float32) {
	const edge = 2
	room := width - 2*e.pad() - edge
	at, all := e.x(e.caret), e.x(len(e.Text))
	if !e.held {
		e.scroll = 0
		return
	}
	e.scroll = min(e.scroll, max(all-room, 0))
	e.scroll = max(min(e.scroll, at), at-room, 0)
}

// Overflows reports whether the text is wider than the field.
func (e *Line) Overflows() bool { return e.x(len(e.Text)) > e.Size().Width-2*e.pad() }

// CreateRenderer is called by Fyne.
func (e *Line) CreateRenderer() fyne.WidgetRenderer {
	r := &lineRenderer{e: e, ground: &canvas.Rectangle{}, inner: &lineText{}}
	r.inner.e = e
	r.inner.ExtendBaseWidget(r.inner)
	r.Refresh()
	return AtSize(e, r)
}

type lineRenderer struct {
	e      *Line
	ground *canvas.Rectangle
	inner  *lineText
}

func (*lineRenderer) Destroy() {}
func (r *lineRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.inner}
}

func (r *lineRenderer) MinSize() fyne.Size {
	h := fyne.MeasureText("M", r.e.size(), r.e.style()).Height
	return fyne.NewSize(24, max(h+8, least))
}

func (r *lineRenderer) Refresh() {
	show(r.ground, !r.e.Plain)
	PaintGround(r.ground, r.e.held)
	r.Layout(r.e.Size())
	r.inner.Refresh()
}

func (r *lineRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.inner.Move(fyne.NewPos(r.e.pad(), 0))
	r.inner.Resize(fyne.NewSize(max(size.Width-2*r.e.pad(), 0), size.Height))
}

// PaintGround colours the ground of a field; the border of the one with the focus has the accent.
func PaintGround(g *canvas.Rectangle, held bool) {
	c := theme.Current()
	g.CornerRadius, g.FillColor, g.StrokeWidth, g.StrokeColor = 5, c.Panel, 1, c.Hairline
	if held {
		g.FillColor, g.StrokeColor, g.StrokeWidth = c.Paper, c.Accent, 1.5
	}
	g.Refresh()
}

// least is the least height of a field, in Fyne units: what a hand can hit.
const least = 28

func show(o fyne.CanvasObject, visible bool) {
	if visible == o.Visible() {
		return
	}
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}
