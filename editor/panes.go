package editor

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// The panes of the window, from left to right.
const (
	paneList = iota
	paneSource
	panePreview
	paneCount
)

// Widths in Fyne units.
const (
	dividerWidth     = 1   // the line between two panes
	dividerHand      = 9   // what the hand can take, over the edges of both panes
	listWidth        = 240 // unless dragged
	listWidthMin     = 160
	bodyWidthMin     = 220 // of source and preview
	narrowWindow     = 900 // below this the list hides itself
	defaultBodyShare = 0.5
)

// panesState is what is kept per machine.
type panesState struct {
	Hidden    [paneCount]bool
	ListWidth float32
	BodyShare float32 // of source in what source and preview share, 0…1
}

func defaultPanes() panesState { return panesState{ListWidth: listWidth, BodyShare: defaultBodyShare} }

// panes lays the three panes side by side with dividers that drag. A double click on a divider restores its place.
type panes struct {
	widget.BaseWidget
	state    panesState
	content  [paneCount]fyne.CanvasObject
	dividers [paneCount - 1]*divider
	both     bool             // source and preview stood side by side before the preview took the place of both
	asked    column           // what the left column shows in a narrow window, where it does not show by itself
	narrow   bool             // as of the last layout
	changed  func(panesState) // after a drag or a toggle; not while the window resizes
}

func newPanes(list, source, preview fyne.CanvasObject, state panesState, changed func(panesState)) *panes {
	p := &panes{state: state, content: [paneCount]fyne.CanvasObject{list, source, preview}, changed: changed}
	for i := range p.dividers {
		p.dividers[i] = newDivider(p, i)
	}
	p.ExtendBaseWidget(p)
	return p
}

// column is what the left column shows in a narrow window.
type column uint8

const (
	columnNone column = iota
	columnList
	columnOutline
)

// isNarrow reports whether the left column hides itself.
func (p *panes) isNarrow() bool { return p.Size().Width > 0 && p.Size().Width < narrowWindow }

// alone reports whether the left column takes the place of all else, because there is no room beside it.
func (p *panes) alone() bool {
	return p.isNarrow() && p.asked != columnNone && p.Size().Width < listWidthMin+dividerWidth+bodyWidthMin
}

// Shows reports whether pane i is drawn at the present width.
func (p *panes) Shows(i int) bool {
	if i == paneList {
		if p.isNarrow() {
			return p.asked != columnNone || p.state.Hidden[paneSource] && p.state.Hidden[panePreview]
		}
		return !p.state.Hidden[i]
	}
	if p.state.Hidden[i] || p.alone() {
		return false
	}
	if i == panePreview { // in a narrow window it replaces the source instead of standing beside it
		return p.state.Hidden[paneSource] || p.Size().Width == 0 || p.Size().Width-p.leftWidth() >= 2*bodyWidthMin+dividerWidth
	}
	return true
}

// leftWidth is what the left column and its divider take, where something stands beside them.
func (p *panes) leftWidth() float32 {
	if !p.Shows(paneList) {
		return 0
	}
	return clamp(p.state.ListWidth, listWidthMin, max(listWidthMin, p.Size().Width-bodyWidthMin-dividerWidth)) + dividerWidth
}

// ask shows the list or the outline in the left column of a narrow window, or nothing.
func (p *panes) ask(c column) {
	p.asked = c
	p.update()
	p.content[paneList].Refresh()
}

// Toggle hides or shows a pane. The last visible one of source and preview stays: the other one comes back instead.
func (p *panes) Toggle(i int) {
	if i == paneList && p.isNarrow() {
		if p.asked == columnList {
			p.ask(columnNone)
		} else {
			p.ask(columnList)
		}
		return
	}
	p.state.Hidden[i] = !p.state.Hidden[i]
	if p.state.Hidden[paneSource] && p.state.Hidden[panePreview] {
		p.state.Hidden[paneSource+panePreview-i] = false
	}
	p.update()
}

// ShowSource brings the source back where it is hidden or something stands in its place.
func (p *panes) ShowSource() {
	if p.Shows(paneSource) {
		return
	}
	p.state.Hidden[paneSource] = false
	p.asked = columnNone
	p.update()
	p.content[paneList].Refresh()
}

// SwapBody shows the preview instead of the source, or what there was before.
func (p *panes) SwapBody() {
	source, preview := p.state.Hidden[paneSource], p.state.Hidden[panePreview]
	switch {
	case !source: // the preview alone
		p.both = !preview
		p.state.Hidden[paneSource], p.state.Hidden[panePreview] = true, false
	default:
		p.state.Hidden[paneSource], p.state.Hidden[panePreview] = false, !p.both
	}
	p.update()
}

func (p *panes) update() {
	if p.changed != nil {
		p.changed(p.state)
	}
	p.Refresh()
}

// drag moves divider i so that its centre lies at x.
func (p *panes) drag(i int, x float32) {
	width := p.Size().Width
	left := float32(0)
	if p.Shows(paneList) {
		left = p.content[paneList].Size().Width + dividerWidth
	}
	if i == 0 {
		bodies := float32(2 * bodyWidthMin)
		if p.isNarrow() {
			bodies = bodyWidthMin
		}
		p.state.ListWidth = clamp(x, listWidthMin, max(listWidthMin, width-bodies))
	} else if room := width - left - dividerWidth; room > 0 {
		p.state.BodyShare = clamp((x-left)/room, bodyWidthMin/room, 1-bodyWidthMin/room)
	}
	p.update()
}

func (p *panes) restore(i int) {
	if i == 0 {
		p.state.ListWidth = listWidth
	} else {
		p.state.BodyShare = defaultBodyShare
	}
	p.update()
}

func clamp(v, low, high float32) float32 {
	if high < low {
		return (low + high) / 2
	}
	return min(max(v, low), high)
}

// CreateRenderer is for Fyne.
func (p *panes) CreateRenderer() fyne.WidgetRenderer { return &panesRenderer{p: p} }

// MinSize does not depend on what the panes hold, so that no text can resize the window.
func (p *panes) MinSize() fyne.Size { return fyne.NewSize(bodyWidthMin, 120) }

type panesRenderer struct{ p *panes }

func (r *panesRenderer) Destroy()           {}
func (r *panesRenderer) MinSize() fyne.Size { return r.p.MinSize() }

func (r *panesRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, paneCount+len(r.p.dividers))
	for _, c := range r.p.content {
		out = append(out, c)
	}
	for _, d := range r.p.dividers {
		out = append(out, d)
	}
	return out
}

func (r *panesRenderer) Layout(size fyne.Size) {
	p := r.p
	if narrow := p.isNarrow(); narrow != p.narrow {
		p.narrow = narrow
		p.content[paneList].Refresh() // it shows something else
	}
	source, preview := p.Shows(paneSource), p.Shows(panePreview)
	x := float32(0)
	place := func(i int, visible bool, width float32) {
		if !visible {
			p.content[i].Hide()
			return
		}
		width = float32(math.Round(float64(width)))
		p.content[i].Move(fyne.NewPos(x, 0))
		p.content[i].Resize(fyne.NewSize(width, size.Height))
		p.content[i].Show()
		x += width
	}
	divide := func(i int, visible bool) {
		if !visible {
			p.dividers[i].Hide()
			return
		}
		p.dividers[i].Move(fyne.NewPos(x-(dividerHand-dividerWidth)/2, 0))
		p.dividers[i].Resize(fyne.NewSize(dividerHand, size.Height))
		p.dividers[i].Show()
		x += dividerWidth
	}
	list := p.Shows(paneList)
	if list && !source && !preview {
		place(paneList, true, size.Width)
	} else {
		place(paneList, list, p.leftWidth()-dividerWidth)
	}
	divide(0, list && (source || preview))
	room := size.Width - x
	if source && preview {
		room -= dividerWidth
		place(paneSource, true, clamp(room*p.state.BodyShare, min(bodyWidthMin, room/2), max(room-bodyWidthMin, room/2)))
	} else {
		place(paneSource, source, room)
	}
	divide(1, source && preview)
	place(panePreview, preview, size.Width-x)
}

func (r *panesRenderer) Refresh() {
	r.Layout(r.p.Size())
	for _, d := range r.p.dividers {
		d.Refresh()
	}
	canvas.Refresh(r.p)
}

// divider is the line between two panes and the handle to drag it.
type divider struct {
	widget.BaseWidget
	panes   *panes
	index   int
	line    *canvas.Rectangle
	hovered bool
	dragged bool
}

var (
	_ fyne.Draggable         = (*divider)(nil)
	_ fyne.DoubleTappable    = (*divider)(nil)
	_ desktop.Cursorable     = (*divider)(nil)
	_ desktop.Hoverable      = (*divider)(nil)
	_ fyne.WidgetRenderer    = (*dividerRenderer)(nil)
	_ fyne.WidgetRenderer    = (*panesRenderer)(nil)
	_ fyne.CanvasObject      = (*panes)(nil)
	_ desktop.StandardCursor = desktop.HResizeCursor
)

func newDivider(p *panes, index int) *divider {
	d := &divider{panes: p, index: index, line: canvas.NewRectangle(nil)}
	d.ExtendBaseWidget(d)
	return d
}

// Dragged moves the divider with the pointer.
func (d *divider) Dragged(e *fyne.DragEvent) {
	d.dragged = true
	d.panes.drag(d.index, d.Position().X+e.Position.X)
}

// DragEnd is for fyne.Draggable.
func (d *divider) DragEnd() {
	d.dragged = false
	d.Refresh()
}

// DoubleTapped puts the divider back.
func (d *divider) DoubleTapped(*fyne.PointEvent) { d.panes.restore(d.index) }

// Cursor is for desktop.Cursorable.
func (d *divider) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// MouseIn is for desktop.Hoverable.
func (d *divider) MouseIn(*desktop.MouseEvent) { d.hovered = true; d.Refresh() }

// MouseMoved is for desktop.Hoverable.
func (d *divider) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for desktop.Hoverable.
func (d *divider) MouseOut() { d.hovered = false; d.Refresh() }

// CreateRenderer is for Fyne.
func (d *divider) CreateRenderer() fyne.WidgetRenderer { return &dividerRenderer{d: d} }

type dividerRenderer struct{ d *divider }

func (r *dividerRenderer) Destroy()                     {}
func (r *dividerRenderer) MinSize() fyne.Size           { return fyne.NewSize(dividerHand, 1) }
func (r *dividerRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.d.line} }

func (r *dividerRenderer) Layout(size fyne.Size) {
	r.d.line.Move(fyne.NewPos((size.Width-1)/2, 0))
	r.d.line.Resize(fyne.NewSize(1, size.Height))
	if r.d.hovered || r.d.dragged {
		r.d.line.Move(fyne.NewPos((size.Width-3)/2, 0))
		r.d.line.Resize(fyne.NewSize(3, size.Height))
	}
}

func (r *dividerRenderer) Refresh() {
	r.Layout(r.d.Size())
	r.d.line.FillColor = dividerColor(r.d.hovered || r.d.dragged)
	r.d.line.Refresh()
}
