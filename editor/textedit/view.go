package textedit

import (
	"math"
	"strconv"

	"fyne.io/fyne/v2"

	"lanyard/assets/typeset"
	"lanyard/editor/layout"
)

// view is what part of the rows is seen. Lengths are device pixels.
type view struct {
	size   fyne.Size // of the widget, in units
	scale  float32   // device pixels per unit
	w, h   int
	colX   int // left edge of the column
	colW   int
	gutter int // width of the line numbers
	place  layout.Place
	told   layout.Place // last reported by OnScroll
}

// The widget's inner lengths, in units.
const (
	sidePad  = 24 // least distance of the column from either edge
	topPad   = 14 // above the first row
	caretW   = 2
	barW     = 6  // of the scroll bar's thumb
	barZone  = 14 // in which the pointer takes the bar
	barLeast = 28 // shortest thumb

	caretTall = 1.35 // of the em
)

func (v *view) px(units float32) int { return int(math.Round(float64(units * v.scale))) }

func (v *view) units(px int) float32 { return float32(px) / v.scale }

// configure makes the layout for the style, the scale and the book's faces. Only sizes kept in view survive.
func (e *Editor) configure() {
	e.book = e.opt.Book.Revision()
	e.columns()
	base := typeset.Style{Size: e.em(), Mono: e.style.Mono, Lang: e.style.Lang}
	cfg := layout.Config{
		Shaper:  e.shaper,
		Options: typeset.Options{TabWidth: 2 * e.em(), LineHeight: e.style.LineHeight, Base: base},
		Width:   float32(e.view.colW),
		Spans:   e.spans,
	}
	if e.lay == nil {
		e.lay = layout.New(cfg)
	} else {
		e.lay.SetConfig(cfg)
	}
	e.scene.forget()
}

// em is the size of the text in device pixels.
func (e *Editor) em() float32 { return e.style.Size * e.view.scale }

// columns places the column in the view.
func (e *Editor) columns() {
	v := &e.view
	v.w, v.h = int(v.size.Width*v.scale+0.01), int(v.size.Height*v.scale+0.01)
	v.gutter = e.gutter()
	left := max(v.px(sidePad), v.gutter+v.px(12))
	room := v.w - left - v.px(sidePad)
	v.colW = max(int(e.em()*4), min(room, int(e.em()*e.style.Measure)))
	v.colX = left + max(0, (room-v.colW)/2)
}

// gutter is the width that the line numbers need.
func (e *Editor) gutter() int {
	if !e.style.Numbers {
		return 0
	}
	digits := max(2, len(strconv.Itoa(e.host.State().Doc.Lines())))
	return int(float32(digits)*e.em()*0.56) + e.view.px(10)
}

// resize takes the widget's size and asks for the canvas's scale.
func (e *Editor) resize(size fyne.Size) {
	scale := e.deviceScale()
	if size == e.view.size && scale == e.view.scale {
		return
	}
	rescaled := scale != e.view.scale
	e.view.size, e.view.scale = size, scale
	if rescaled {
		if top := e.view.place; top.Off == e.host.Floor() && top.Y <= 0 {
			e.view.place.Y = -e.view.px(topPad)
		} else {
			e.view.place.Y = 0
		}
		e.configure()
	} else {
		e.recolumn()
	}
	if off := e.toReveal; off >= 0 && e.view.h > 0 {
		e.toReveal = -1
		e.reveal(off, false)
	}
	e.clampScroll()
	e.arrange()
	e.scheduleIdle()
}

// recolumn places the column anew after the view's or the gutter's width changed.
func (e *Editor) recolumn() {
	width := e.view.colW
	e.columns()
	if e.view.colW != width {
		e.lay.SetWidth(float32(e.view.colW))
		e.scene.forget()
	}
}

// deviceScale is the number of device pixels in a unit, which on a screen of high density is more than the canvas's scale.
func (e *Editor) deviceScale() float32 {
	c := e.canvas()
	if c == nil || c.Scale() <= 0 {
		return e.view.scale
	}
	scale := c.Scale()
	x, _ := c.PixelCoordinateForPosition(fyne.NewPos(1000, 0))
	if dense := float32(x) / 1000; dense >= scale*1.4 {
		return scale * float32(math.Round(float64(dense/scale)))
	}
	return scale
}

func (e *Editor) canvas() fyne.Canvas {
	app := fyne.CurrentApp()
	if app == nil || app.Driver() == nil {
		return nil
	}
	return app.Driver().CanvasForObject(e)
}

// scrollBy scrolls by device pixels, down for positive ones, at once.
func (e *Editor) scrollBy(dy int) {
	if dy == 0 {
		return
	}
	before := e.view.place
	e.view.place = e.walk(e.view.place, dy)
	e.clampScroll()
	if e.view.place != before {
		e.arrange()
	}
}

// walk is layout.Walk, with the padding above the first row as negative Y at the floor.
func (e *Editor) walk(at layout.Place, dy int) layout.Place {
	pad := e.view.px(topPad)
	if at.Y < 0 {
		dy += at.Y
		at.Y = 0
	}
	to := e.lay.Walk(at, dy)
	if to.Off == e.lay.Floor() && to.Y == 0 && dy <= 0 {
		if d, near := e.lay.Distance(at, to.Off, false, -dy+pad); near {
			to.Y = max(-pad, min(0, dy-d))
		}
	}
	return to
}

// slack is how much emptiness may be scrolled in below the last row.
func (e *Editor) slack() int { return e.view.h / 2 }

// clampScroll keeps the end of the text from leaving the view, and the padding above the text in it at the top.
func (e *Editor) clampScroll() {
	v := &e.view
	pad := v.px(topPad)
	if e.fits() {
		v.place = layout.Place{Off: e.lay.Floor(), Y: -pad}
		return
	}
	if v.place.Off <= e.lay.Floor() && v.place.Y <= 0 {
		v.place = layout.Place{Off: e.lay.Floor(), Y: max(v.place.Y, -pad)}
		return
	}
	keep := v.h - e.slack()
	if below := e.lay.Below(v.place, keep); below < keep {
		v.place = e.walk(v.place, below-keep)
	}
}

// fits reports whether all rows fit into the view.
func (e *Editor) fits() bool {
	room := e.view.h - e.view.px(topPad)
	if e.lay.Height() > 2*room+20*e.lay.RowHeight() {
		return false // by any estimate; looking would shape the first screen each time
	}
	return e.lay.Below(layout.Place{Off: e.lay.Floor()}, room+1) <= room
}

// revealCaret scrolls the main caret into view.
func (e *Editor) revealCaret() {
	sel := e.host.State().Selection
	e.reveal(sel.MainRange().Head, e.caretAt(sel.Main).upstream)
}

func (e *Editor) reveal(off int, upstream bool) {
	if e.view.h <= 0 {
		e.toReveal = off
		return
	}
	e.stopScrolling()
	row := e.lay.RowHeight()
	off = max(off, e.lay.Floor())
	place := e.view.place
	lead := min(0, place.Y) // the padding above the first row
	place.Y -= lead
	dy, near := e.lay.Distance(place, off, upstream, 2*e.view.h)
	dy -= lead
	margin := min(row, max(0, (e.view.h-row)/3))
	switch {
	case e.style.Typewriter:
		if near {
			e.view.place = e.walk(e.view.place, dy-e.view.h/2)
		} else {
			e.view.place = e.walk(layout.Place{Off: off}, -e.view.h/2)
		}
	case near && dy < margin:
		e.view.place = e.walk(e.view.place, dy-margin)
	case near && dy+row > e.view.h-margin && dy < 2*e.view.h:
		e.view.place = e.walk(e.view.place, dy+row-e.view.h+margin)
	case !near:
		e.view.place = e.walk(layout.Place{Off: off}, -e.view.h/3)
	}
	e.clampScroll()
}

// Reveal scrolls so that the offset is in view.
func (e *Editor) Reveal(off int) {
	e.reveal(off, false)
	e.arrange()
}

// RevealTop scrolls so that the offset's row is the first in view.
func (e *Editor) RevealTop(off int) {
	e.stopScrolling()
	e.toReveal = -1
	c := e.lay.Caret(max(off, e.lay.Floor()), false)
	e.view.place = layout.Place{Off: c.Para.From + c.Para.P.Row(c.Row).From}
	if e.view.place.Off == e.lay.Floor() {
		e.view.place.Y = -e.view.px(topPad)
	}
	e.clampScroll()
	e.arrange()
}

// TopOffset is the offset of the first row in view.
func (e *Editor) TopOffset() int { return e.view.place.Off }

// point converts a position in the widget to the layout's x and to pixels from the view's top.
func (e *Editor) point(pos fyne.Position) (x float32, y int) {
	return pos.X*e.view.scale - float32(e.view.colX), int(pos.Y * e.view.scale)
}

// hit is the caret nearest to a position in the widget.
func (e *Editor) hit(pos fyne.Position) (off int, upstream bool) {
	x, y := e.point(pos)
	p, row, _ := e.rowAt(y)
	return e.lay.HitRow(p, row, x)
}

// rowAt is the row at y pixels from the view's top, and the pixels from its top. Above and below the text it is the first or last row.
func (e *Editor) rowAt(y int) (p layout.Para, row, rest int) {
	at := e.view.place
	y += min(0, at.Y)
	at.Y = max(0, at.Y)
	to := e.lay.Walk(at, y)
	c := e.lay.Caret(to.Off, false)
	return c.Para, c.Row, to.Y
}

// OffsetAt is the offset nearest to a position in the widget.
func (e *Editor) OffsetAt(pos fyne.Position) int {
	off, _ := e.hit(pos)
	return off
}

// LineOffsetAt is the begin of the line, or the end of the text, between whose rows the position lies: where a dropped photo would go.
func (e *Editor) LineOffsetAt(pos fyne.Position) int {
	_, y := e.point(pos)
	p, row, rest := e.rowAt(y)
	doc := e.host.State().Doc
	line := doc.LineAt(p.From)
	before := p.P.Row(row).Top+rest < p.P.Height()/2
	switch {
	case before:
		return max(doc.LineStart(line), e.lay.Floor())
	case line+1 < doc.Lines():
		return doc.LineStart(line + 1)
	default:
		return doc.Len()
	}
}

// CaretPlace is where the main caret stands, in the widget's coordinates, for what belongs beside it: the candidates of an input method. It
// may lie outside the widget.
func (e *Editor) CaretPlace() (pos fyne.Position, size fyne.Size) {
	sel := e.host.State().Selection
	pos, height := e.caretCorner(sel.MainRange().Head, e.caretAt(sel.Main).upstream)
	return pos.SubtractXY(0, height), fyne.NewSize(caretW, height)
}

// PositionOf is the lower left corner of the caret at the offset, in the widget's coordinates, for a menu or a completion. It may
// lie outside the widget.
func (e *Editor) PositionOf(off int) fyne.Position {
	pos, _ := e.caretCorner(off, false)
	return pos
}

// caretCorner is the lower left corner of the caret at the offset, and the height of its row.
func (e *Editor) caretCorner(off int, upstream bool) (pos fyne.Position, height float32) {
	off = max(off, e.lay.Floor())
	place := e.view.place
	lead := min(0, place.Y)
	place.Y -= lead
	c := e.lay.Caret(off, upstream)
	dy, _ := e.lay.Distance(place, off, upstream, 4*e.view.h)
	row := c.Para.P.Row(c.Row)
	return fyne.NewPos(e.view.units(e.view.colX)+c.X/e.view.scale, e.view.units(dy-lead+row.Height)), e.view.units(row.Height)
}
