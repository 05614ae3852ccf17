package textedit

import (
	"image/color"
	"math"
	"runtime"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/assets/typeset"
	"lanyard/editor/layout"
	"lanyard/editor/text"
)

// pointer is what the pointer is doing.
type pointer struct {
	mode   dragMode
	pos    fyne.Position // last known, in the widget
	inside bool
	clicks int // 1 to 3
	at     time.Time
	down   fyne.Position
	from   text.Range   // what the press selected; dragging never lets go of it
	others []text.Range // carets that Alt+click keeps
	column bool         // dragging selects a rectangle
	target int          // dragMove: where the text would go, or -1
	taken  text.Range   // dragMove: the selection that was pressed
	hold   float32      // bar: where in the thumb it was taken, in units
	auto   func()       // stops scrolling while dragging
}

type dragMode uint8

const (
	dragNone dragMode = iota
	dragText
	dragBar
	dragMove // the selected text goes where the button is let go
	dragOver // the button is down still, and nothing comes of it
)

const (
	clickTime = 400 * time.Millisecond
	clickSlop = 5 // units
	autoTick  = 30 * time.Millisecond
)

// Cursor is called by Fyne.
func (e *Editor) Cursor() desktop.Cursor {
	if e.overBar(e.input.pointer.pos) {
		return desktop.DefaultCursor
	}
	if p := &e.input.pointer; p.mode == dragMove && p.target >= 0 {
		if copies(heldModifiers()) {
			return desktop.CrosshairCursor // the system's plus
		}
		return desktop.DefaultCursor
	}
	return desktop.TextCursor
}

// MouseIn is called by Fyne.
func (e *Editor) MouseIn(ev *desktop.MouseEvent) { e.MouseMoved(ev) }

// MouseMoved is called by Fyne once a frame.
func (e *Editor) MouseMoved(ev *desktop.MouseEvent) {
	p := &e.input.pointer
	was := p.inside && e.overBar(p.pos)
	p.pos, p.inside = ev.Position, true
	if was != e.overBar(p.pos) {
		e.arrangeBar()
	}
}

// MouseOut is called by Fyne.
func (e *Editor) MouseOut() {
	p := &e.input.pointer
	was := p.inside && e.overBar(p.pos)
	p.inside = false
	if was {
		e.arrangeBar()
	}
}

// MouseDown is called by Fyne.
func (e *Editor) MouseDown(ev *desktop.MouseEvent) {
	e.gate.Close()
	e.input.leaving = false
	if e.opt.OnPress != nil {
		e.opt.OnPress(true)
	}
	if c := e.canvas(); c != nil && c.Focused() != fyne.Focusable(e) {
		c.Focus(e)
	}
	p := &e.input.pointer
	p.pos = ev.Position
	switch ev.Button {
	case desktop.MouseButtonPrimary:
		if e.overBar(ev.Position) {
			e.pressBar(ev.Position)
			return
		}
		e.press(ev)
	case desktop.MouseButtonTertiary:
		if s := e.opt.Primary.Content(); s != "" {
			off, up := e.hit(ev.Position)
			e.selectRanges(text.Caret(off), []caretState{{upstream: up}}, false)
			e.paste(s)
		}
	}
}

// press selects what a press of the primary button takes.
func (e *Editor) press(ev *desktop.MouseEvent) {
	p := &e.input.pointer
	off, up := e.hit(ev.Position)
	mods := modsOf(ev.Modifier)
	if control := modsOf(fyne.KeyModifierShortcutDefault); mods&control != 0 && e.opt.OnPick != nil {
		e.opt.OnPick(off)
		return
	}
	now := e.opt.Now()
	d := ev.Position.Subtract(p.down)
	if now.Sub(p.at) <= clickTime && math.Hypot(float64(d.X), float64(d.Y)) <= clickSlop {
		p.clicks = p.clicks%3 + 1
	} else {
		p.clicks = 1
	}
	p.at, p.down, p.mode, p.others, p.column = now, ev.Position, dragText, nil, false
	st := e.host.State()
	shift, alt := ev.Modifier&fyne.KeyModifierShift != 0, ev.Modifier&fyne.KeyModifierAlt != 0
	if shift {
		main := st.Selection.MainRange()
		p.from = text.Range{Anchor: main.Anchor, Head: main.Anchor}
		if p.clicks > 1 {
			p.clicks = 1
		}
		e.drag(off, up)
		return
	}
	p.from = e.unitAt(off)
	if !alt && p.clicks == 1 && e.holds(ev.Position, off) {
		p.mode, p.target, p.taken = dragMove, -1, st.Selection.MainRange()
		return
	}
	if alt {
		for _, r := range st.Selection.Ranges {
			if p.clicks == 1 && r.Empty() && r.Head == off && len(st.Selection.Ranges) > 1 {
				e.dropCaret(off)
				return
			}
		}
		p.others = append(p.others, st.Selection.Ranges...)
		p.column = p.clicks == 1 && e.opt.Column != nil
	}
	e.selectPointer(p.from, up)
}

// dropCaret takes one of several carets away.
func (e *Editor) dropCaret(off int) {
	e.input.pointer.mode = dragNone
	var rest []text.Range
	for _, r := range e.host.State().Selection.Ranges {
		if r.Head != off || !r.Empty() {
			rest = append(rest, r)
		}
	}
	e.selectRanges(text.Select(rest, len(rest)-1), nil, false)
}

// unitAt is what a press at the offset selects: nothing, the word, or the line, by the number of clicks.
func (e *Editor) unitAt(off int) text.Range {
	doc := e.host.State().Doc
	switch e.input.pointer.clicks {
	case 2:
		s, base := e.near(off)
		from, to := typeset.WordAt(s, off-base)
		return text.Range{Anchor: max(base+from, e.host.Floor()), Head: base + to}
	case 3:
		line := doc.LineAt(off)
		return text.Range{Anchor: max(doc.LineStart(line), e.host.Floor()), Head: doc.LineEnd(line) + len(doc.EOLOf(line))}
	}
	return text.Range{Anchor: off, Head: off}
}

// drag selects from what was pressed to the offset, in whole words or lines after a double or triple click.
func (e *Editor) drag(off int, up bool) {
	from := e.input.pointer.from
	if e.input.pointer.column {
		e.dragColumn(from.Head, off)
		return
	}
	to := e.unitAt(off)
	r := text.Range{Anchor: from.From(), Head: max(to.To(), from.To())}
	if to.From() < from.From() {
		r = text.Range{Anchor: from.To(), Head: to.From()}
	}
	e.selectPointer(r, up && r.Head == off)
}

func (e *Editor) selectPointer(r text.Range, up bool) {
	p := &e.input.pointer
	sel := text.Single(r.Anchor, r.Head)
	carets := []caretState{{upstream: up}}
	if len(p.others) > 0 {
		sel = text.Select(append(append([]text.Range{}, p.others...), r), len(p.others))
		carets = nil
	}
	if sel.Equal(e.host.State().Selection) && len(e.carets) == len(carets) && (len(carets) == 0 || e.carets[0] == carets[0]) {
		return
	}
	e.selectRanges(sel, carets, false)
}

// MouseUp is called by Fyne.
func (e *Editor) MouseUp(ev *desktop.MouseEvent) { e.release(ev.Modifier) }

// Dragged is called by Fyne once the pointer has moved a little with the button down, also outside the widget.
func (e *Editor) Dragged(ev *fyne.DragEvent) {
	p := &e.input.pointer
	p.pos = ev.Position
	switch p.mode {
	case dragBar:
		e.dragBar(ev.Position.Y)
	case dragMove:
		e.dragTarget(ev.Position)
		e.scrollAtEdge()
	case dragText:
		e.drag(e.hit(ev.Position))
		e.scrollAtEdge()
	}
}

// scrollAtEdge begins or ends the scrolling of a drag.
func (e *Editor) scrollAtEdge() {
	p := &e.input.pointer
	if e.outside() == 0 {
		e.stopAuto()
	} else if p.auto == nil {
		p.auto = e.opt.After(autoTick, e.autoScroll)
	}
}

// DragEnd is called by Fyne. A button let go outside the widget has just taken the focus from it, which no author means.
func (e *Editor) DragEnd() {
	dragged := e.input.pointer.mode != dragNone
	e.release(heldModifiers()) // where the pointer was outside, which no MouseUp told
	if c := e.canvas(); dragged && c != nil && c.Focused() == nil {
		c.Focus(e)
	}
}

// release ends what the button did.
func (e *Editor) release(mods fyne.KeyModifier) {
	if e.opt.OnPress != nil {
		e.opt.OnPress(false)
	}
	p := &e.input.pointer
	if p.mode == dragText {
		e.setPrimary()
	}
	bar, move := p.mode == dragBar, p.mode == dragMove
	p.mode = dragNone
	e.stopAuto()
	if move {
		e.dropSelected(mods)
	}
	if bar {
		e.arrangeBar()
	}
}

func (e *Editor) stopAuto() {
	if p := &e.input.pointer; p.auto != nil {
		p.auto()
		p.auto = nil
	}
}

// outside is how far the pointer is above (negative) or below the view, in device pixels. Text that is dragged is to be let go inside, so
// for it the rows at the edges are outside.
func (e *Editor) outside() int {
	y, edge := int(e.input.pointer.pos.Y*e.view.scale), 0
	if row := e.lay.RowHeight(); e.input.pointer.mode == dragMove && e.view.h > 4*row {
		edge = row
	}
	switch {
	case y < edge:
		return y - edge
	case y > e.view.h-edge:
		return y - e.view.h + edge
	}
	return 0
}

// autoScroll scrolls while the pointer is dragged past an edge, the faster the farther.
func (e *Editor) autoScroll() {
	p := &e.input.pointer
	p.auto = nil
	d := e.outside()
	if p.mode != dragText && p.mode != dragMove || d == 0 {
		return
	}
	row := e.lay.RowHeight()
	step := min(4*row, row/4+abs(d)/3)
	if d < 0 {
		step = -step
	}
	e.scrollBy(step)
	if p.mode == dragMove {
		e.dragTarget(p.pos)
	} else {
		pos := p.pos
		pos.Y = min(max(pos.Y, 0), e.view.size.Height)
		e.drag(e.hit(pos))
	}
	p.auto = e.opt.After(autoTick, e.autoScroll)
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// TappedSecondary is called by Fyne. The caret goes to the pointer unless that is on a selection.
func (e *Editor) TappedSecondary(ev *fyne.PointEvent) {
	off, up := e.hit(ev.Position)
	within := false
	for _, r := range e.host.State().Selection.Ranges {
		within = within || !r.Empty() && off >= r.From() && off <= r.To()
	}
	if !within {
		e.selectRanges(text.Caret(off), []caretState{{upstream: up}}, false)
	}
	if e.opt.OnMenu != nil {
		e.opt.OnMenu(ev.AbsolutePosition)
	}
}

// overBar reports whether a position is in the scroll bar's zone.
func (e *Editor) overBar(pos fyne.Position) bool {
	_, h, ok := e.thumb()
	return ok && h > 0 && pos.X >= e.view.size.Width-barZone
}

// thumb is the scroll bar's thumb, in units; ok is false when there is nothing to scroll.
func (e *Editor) thumb() (top, height float32, ok bool) {
	v := &e.view
	total, above := e.extent()
	if total <= v.h || v.h == 0 || e.fits() {
		return 0, 0, false
	}
	height = max(barLeast, v.size.Height*float32(v.h)/float32(total))
	share := float32(above) / float32(total-v.h)
	return min(max(share, 0), 1) * (v.size.Height - height), height, true
}

// extent is the height of everything that can be scrolled through, and the part of it above the view.
func (e *Editor) extent() (total, above int) {
	v := &e.view
	place := v.place
	lead := min(0, place.Y)
	c := e.lay.Caret(place.Off, false)
	above = v.px(topPad) + c.Top + place.Y
	if lead < 0 {
		above = v.px(topPad) + lead
	}
	return v.px(topPad) + e.lay.Height() + e.slack(), above
}

// pressBar takes the thumb, or brings it to the pointer.
func (e *Editor) pressBar(pos fyne.Position) {
	p := &e.input.pointer
	top, h, _ := e.thumb()
	p.mode, p.hold = dragBar, pos.Y-top
	if p.hold < 0 || p.hold > h {
		p.hold = h / 2
		e.dragBar(pos.Y)
	}
	e.arrangeBar()
}

// dragBar scrolls so that the thumb is where the pointer holds it.
func (e *Editor) dragBar(y float32) {
	v := &e.view
	_, h, ok := e.thumb()
	if !ok {
		return
	}
	e.stopScrolling()
	total, _ := e.extent()
	share := (y - e.input.pointer.hold) / (v.size.Height - h)
	above := int(min(max(share, 0), 1)*float32(total-v.h)) - v.px(topPad)
	if above <= 0 {
		v.place = layout.Place{Off: e.lay.Floor(), Y: above}
	} else {
		off, rest := e.lay.OffsetAtY(above)
		v.place = e.walk(layout.Place{Off: off}, rest)
	}
	e.clampScroll()
	e.arrange()
}

// arrangeBar places the scroll bar.
func (e *Editor) arrangeBar() {
	top, h, ok := e.thumb()
	r := e.scene.thumb
	if !ok {
		if !r.Hidden {
			r.Hide()
		}
		return
	}
	v := &e.view
	p := &e.input.pointer
	w, c := float32(barW), e.style.Colours.ScrollBar
	if p.mode == dragBar || p.inside && p.pos.X >= v.size.Width-barZone {
		w, c.A = barW+2, uint8(min(255, int(c.A)*2))
	}
	r.Move(fyne.NewPos(v.units(v.px(v.size.Width-w-3)), v.units(v.px(top+2))))
	if size := fyne.NewSize(v.units(v.px(w)), v.units(max(1, v.px(h-4)))); r.Size() != size {
		r.Resize(size)
	}
	if r.FillColor != color.Color(c) {
		r.FillColor = c
		r.CornerRadius = w / 2
		r.Refresh()
	}
	if r.Hidden {
		r.Show()
	}
}

// Scrolled is called by Fyne. The wheel's steps are eased over a few frames; a touchpad's small ones are taken as they are.
func (e *Editor) Scrolled(ev *fyne.ScrollEvent) {
	dy := -ev.Scrolled.DY * e.view.scale
	if runtime.GOOS != "darwin" && abs(int(ev.Scrolled.DY)) >= wheelNotch {
		e.scrollSmoothly(dy * wheelRows)
		return
	}
	e.stopScrolling()
	e.scrollBy(int(math.Round(float64(dy))))
}
