package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/theme"
)

// CreateRenderer is called by Fyne.
func (e *Area) CreateRenderer() fyne.WidgetRenderer {
	r := &areaRenderer{e: e, ground: &canvas.Rectangle{}, inner: &areaText{e: e, caret: &canvas.Rectangle{}}}
	r.inner.ExtendBaseWidget(r.inner)
	r.Refresh()
	return AtSize(e, r)
}

type areaRenderer struct {
	e      *Area
	ground *canvas.Rectangle
	inner  *areaText
}

func (*areaRenderer) Destroy() {}
func (r *areaRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.inner}
}
func (r *areaRenderer) MinSize() fyne.Size { return fyne.NewSize(60, areaLeast) }

func (r *areaRenderer) Refresh() {
	PaintGround(r.ground, r.e.held)
	r.Layout(r.e.Size())
}

func (r *areaRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.inner.Resize(size)
	r.inner.arrange()
}

// areaText is the clipped inside of an area: selection, rows and caret.
type areaText struct {
	widget.BaseWidget
	e     *Area
	rows  []*canvas.Text
	marks []*canvas.Rectangle
	caret *canvas.Rectangle
}

// CreateRenderer is called by Fyne.
func (t *areaText) CreateRenderer() fyne.WidgetRenderer { return areaTextRenderer{t} }

type areaTextRenderer struct{ t *areaText }

// IsClip tells Fyne to cut off what is drawn outside.
func (areaTextRenderer) IsClip() {}

func (areaTextRenderer) Destroy()           {}
func (areaTextRenderer) MinSize() fyne.Size { return fyne.NewSize(8, 16) }
func (areaTextRenderer) Layout(fyne.Size)   {}
func (areaTextRenderer) Refresh()           {}
func (r areaTextRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(r.t.marks)+len(r.t.rows)+1)
	for _, m := range r.t.marks {
		out = append(out, m)
	}
	for _, row := range r.t.rows {
		out = append(out, row)
	}
	return append(out, r.t.caret)
}

// arrange draws the rows as they are now.
func (t *areaText) arrange() {
	e, c := t.e, theme.Current()
	e.wrap(e.Size().Width)
	from, to := e.selection()
	marks := 0
	for i, r := range e.rows {
		if i == len(t.rows) {
			t.rows = append(t.rows, &canvas.Text{})
		}
		row := t.rows[i]
		row.Text, row.TextSize, row.TextStyle, row.Color = e.Text[r.from:r.to], e.size(), e.style(), c.Ink
		switch {
		case e.Text == "":
			row.Text, row.Color = e.PlaceHolder, c.Placeholder
		case e.off:
			row.Color = c.Faint
		case e.Fixed:
			row.Color = c.Secondary
		}
		row.Move(e.spot(i, r.from))
		row.Resize(row.MinSize())
		row.Refresh()
		if a, b := max(from, r.from), min(to, r.to); e.held && from < to && (a < b || a == b && to > r.to) {
			if marks == len(t.marks) {
				t.marks = append(t.marks, &canvas.Rectangle{CornerRadius: 2})
			}
			m, start := t.marks[marks], e.spot(i, a)
			width := e.spot(i, b).X - start.X
			if to > r.to && !e.wraps(i) {
				width += 4 // the line feed is selected too
			}
			m.FillColor = c.Selection
			m.Move(start)
			m.Resize(fyne.NewSize(width, e.lineHeight()))
			m.Refresh()
			marks++
		}
	}
	t.rows, t.marks = t.rows[:len(e.rows)], t.marks[:marks]
	show(t.caret, e.held && !e.off)
	t.caret.FillColor = c.Accent
	at, size := e.CaretPlace()
	t.caret.Move(at.SubtractXY(0.5, -1))
	t.caret.Resize(fyne.NewSize(1.5, size.Height-2))
	t.caret.Refresh()
	canvas.Refresh(t)
}
