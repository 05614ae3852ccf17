package editor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/assets/theme"
	"lanyard/editor/field"
)

// CreateRenderer is for Fyne.
func (o *outline) CreateRenderer() fyne.WidgetRenderer {
	r := &outlineRenderer{o: o, hover: canvas.NewRectangle(nil), here: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil), drop: canvas.NewRectangle(nil), empty: newNote(fynetheme.SizeNameText, fyne.TextAlignLeading)}
	for _, c := range []*canvas.Rectangle{r.hover, r.here, r.ring} {
		c.CornerRadius = 6
	}
	r.empty.SetText(assets.T("writing.outline.empty"))
	return field.AtSize(o, r)
}

// outlineRenderer has a label for each row in view.
type outlineRenderer struct {
	o                       *outline
	hover, here, ring, drop *canvas.Rectangle
	labels                  []*widget.Label
	empty                   *note
}

func (r *outlineRenderer) Destroy()           {}
func (r *outlineRenderer) MinSize() fyne.Size { return r.o.MinSize() }

func (r *outlineRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.hover, r.here, r.ring, r.empty}
	for _, l := range r.labels {
		out = append(out, l)
	}
	return append(out, r.drop)
}

func (r *outlineRenderer) Layout(fyne.Size) { r.Refresh() }

func (r *outlineRenderer) Refresh() {
	o, p, size := r.o, theme.Current(), r.o.Size()
	o.scroll(0)
	first := int(o.offset / outlineRow)
	count := min(len(o.heads)-first, int(size.Height/outlineRow)+2)
	grown := false
	for len(r.labels) < count {
		l := widget.NewLabel("")
		l.Truncation = fyne.TextTruncateEllipsis
		r.labels = append(r.labels, l)
		grown = true
	}
	for i, l := range r.labels {
		if i >= count {
			l.Hide()
			continue
		}
		r.label(l, first+i, size.Width)
	}
	r.bar(r.hover, o.hover, p.Chip)
	r.bar(r.here, o.at, p.Chip)
	ring := -1
	if o.focused {
		ring = o.chosen
	}
	r.ring.StrokeColor, r.ring.StrokeWidth = p.Accent, 1.5
	r.bar(r.ring, ring, nil)
	r.drop.FillColor, r.drop.Hidden = p.Accent, o.drop < 0
	r.drop.Move(fyne.NewPos(8, min(max(float32(o.drop)*outlineRow-o.offset-1, 0), size.Height-2)))
	r.drop.Resize(fyne.NewSize(size.Width-16, 2))
	r.drop.Refresh()
	r.empty.Hidden = len(o.heads) > 0 || o.post() == nil
	r.empty.Move(fyne.NewPos(edgeSpace-fynetheme.InnerPadding(), 0))
	r.empty.Resize(fyne.NewSize(size.Width-8, r.empty.MinSize().Height))
	if grown {
		canvas.Refresh(o)
	}
}

func (r *outlineRenderer) label(l *widget.Label, i int, width float32) {
	o := r.o
	h := o.heads[i]
	importance, bold := widget.MediumImportance, i == o.at
	if i == o.drag {
		importance = widget.LowImportance
	}
	if l.Text != h.Text || l.TextStyle.Bold != bold || l.Importance != importance {
		l.TextStyle.Bold, l.Importance = bold, importance
		l.SetText(h.Text)
	}
	x := edgeSpace - fynetheme.InnerPadding() + float32(min(h.Level-o.base, 4))*outlineIndent
	height := l.MinSize().Height
	l.Move(fyne.NewPos(x, float32(i)*outlineRow-o.offset+(outlineRow-height)/2))
	l.Resize(fyne.NewSize(width-x-4, height))
	l.Show()
}

// bar lays a rectangle over a row; -1 hides it.
func (r *outlineRenderer) bar(c *canvas.Rectangle, row int, fill fyneColor) {
	c.Hidden = row < 0 || row >= len(r.o.heads)
	c.FillColor = fill
	c.Move(fyne.NewPos(4, float32(row)*outlineRow-r.o.offset+1))
	c.Resize(fyne.NewSize(r.o.Size().Width-8, outlineRow-2))
	c.Refresh()
}

// leftColumn is the list of posts, and below it the outline when it is wanted; in a narrow window one of them.
type leftColumn struct {
	widget.BaseWidget
	leftNeeds
	head *outlineHead
}

// leftNeeds is what the column holds and asks of the window.
type leftNeeds struct {
	list, outline fyne.CanvasObject
	narrow        func() bool // there is room for one of them
	shows         func() bool // the outline does
	part          *float32    // of the height that the outline has, as the author dragged it; 0 for the usual
	keep          func()      // part has been set
}

func newLeftColumn(needs leftNeeds) *leftColumn {
	l := &leftColumn{leftNeeds: needs}
	l.head = newOutlineHead(l)
	l.ExtendBaseWidget(l)
	return l
}

// MinSize does not depend on what it holds.
func (l *leftColumn) MinSize() fyne.Size { return fyne.NewSize(listWidthMin, 80) }

// CreateRenderer is for Fyne.
func (l *leftColumn) CreateRenderer() fyne.WidgetRenderer {
	return field.AtSize(l, &leftRenderer{l: l, paper: field.NewGround(panelColor), line: field.NewGround(func() fyneColor { return dividerColor(l.head.hovered && !l.narrow()) })})
}

type leftRenderer struct {
	l           *leftColumn
	paper, line *field.Ground
}

func (r *leftRenderer) Destroy()           {}
func (r *leftRenderer) MinSize() fyne.Size { return r.l.MinSize() }
func (r *leftRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.l.list, r.paper, r.l.head, r.line, r.l.outline}
}

func (r *leftRenderer) Layout(size fyne.Size) {
	narrow, on := r.l.narrow(), r.l.shows()
	below := float32(0)
	if on && narrow {
		below = size.Height
	} else if on {
		below = clamp(size.Height*r.l.share(), outlineHeight+2*outlineRow, size.Height-100)
	}
	if on && narrow {
		r.l.list.Hide()
	} else {
		r.l.list.Show()
	}
	for _, c := range []fyne.CanvasObject{r.paper, r.l.head, r.line, r.l.outline} {
		if on {
			c.Show()
		} else {
			c.Hide()
		}
	}
	r.l.list.Move(fyne.NewPos(0, 0))
	r.l.list.Resize(fyne.NewSize(size.Width, size.Height-below))
	top := size.Height - below
	r.paper.Move(fyne.NewPos(0, top))
	r.paper.Resize(fyne.NewSize(size.Width, below))
	r.line.Move(fyne.NewPos(0, top))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	r.l.head.Move(fyne.NewPos(0, top))
	r.l.head.Resize(fyne.NewSize(size.Width, outlineHeight))
	r.l.outline.Move(fyne.NewPos(0, top+outlineHeight))
	r.l.outline.Resize(fyne.NewSize(size.Width, max(below-outlineHeight-4, 0)))
}

func (r *leftRenderer) Refresh() {
	r.Layout(r.l.Size())
	for _, c := range r.Objects() {
		c.Refresh()
	}
}

func (l *leftColumn) share() float32 {
	if s := *l.part; s > 0.1 && s < 0.9 {
		return s
	}
	return outlineShare
}

// outlineHead is the name of the outline, which drags its upper edge. A double click restores it.
type outlineHead struct {
	widget.BaseWidget
	left    *leftColumn
	hovered bool
}

func newOutlineHead(l *leftColumn) *outlineHead {
	h := &outlineHead{left: l}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer is for Fyne.
func (h *outlineHead) CreateRenderer() fyne.WidgetRenderer {
	name := newNote(fynetheme.SizeNameCaptionText, fyne.TextAlignLeading)
	name.segment.Style.TextStyle.Bold = true
	name.SetText(assets.T("writing.outline"))
	return field.AtSize(h, widget.NewSimpleRenderer(container.New(&listHead{}, name)))
}

// Dragged moves the edge.
func (h *outlineHead) Dragged(e *fyne.DragEvent) {
	l := h.left
	if height := l.Size().Height; height > 0 && !l.narrow() {
		*l.part = clamp((height-h.Position().Y-e.Dragged.DY)/height, 0.15, 0.85)
		l.Refresh()
	}
}

// DragEnd keeps the edge.
func (h *outlineHead) DragEnd() { h.left.keep() }

// DoubleTapped restores the edge.
func (h *outlineHead) DoubleTapped(*fyne.PointEvent) {
	*h.left.part = 0
	h.left.keep()
	h.left.Refresh()
}

// Cursor is for desktop.Cursorable.
func (h *outlineHead) Cursor() desktop.Cursor {
	if h.left.narrow() { // nothing above it
		return desktop.DefaultCursor
	}
	return desktop.VResizeCursor
}

// MouseIn is for desktop.Hoverable.
func (h *outlineHead) MouseIn(*desktop.MouseEvent) { h.hovered = true; h.left.Refresh() }

// MouseMoved is for desktop.Hoverable.
func (h *outlineHead) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for desktop.Hoverable.
func (h *outlineHead) MouseOut() { h.hovered = false; h.left.Refresh() }
