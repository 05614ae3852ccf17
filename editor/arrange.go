package editor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/editor/field"
)

// columnSide is the space left of the text in a source pane of a width, so that bars, sheets, form and text stand in one line.
func (w *Workbench) columnSide(width float32) float32 {
	return max((width-w.columnWidth())/2, min(columnMargin, width/12))
}

// columnWidth is how wide the text gets at most, in Fyne units.
func (w *Workbench) columnWidth() float32 { return sourceSize * sourceMeasure * w.settings.Zoom }

const (
	sourceMeasure = 42 // widest the text gets, in em
	columnMargin  = 24 // least space beside it, in Fyne units
)

// stackLayout stands its visible objects one below the other.
type stackLayout struct{ gap float32 }

// MinSize is for fyne.Layout.
func (l *stackLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := fyne.NewSize(0, -l.gap)
	for _, o := range objects {
		if o.Visible() {
			m := o.MinSize()
			s = fyne.NewSize(max(s.Width, m.Width), s.Height+m.Height+l.gap)
		}
	}
	return fyne.NewSize(s.Width, max(s.Height, 0))
}

// Layout is for fyne.Layout.
func (l *stackLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		height := o.MinSize().Height // what wraps knows its height only at its width
		o.Resize(fyne.NewSize(size.Width, height))
		o.Move(fyne.NewPos(0, y))
		y += height + l.gap
	}
}

// footLayout gives the last object its height at the bottom and the first the rest.
type footLayout struct{}

// MinSize is for fyne.Layout.
func (*footLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(a.Width, b.Width), a.Height+b.Height)
}

// Layout is for fyne.Layout.
func (*footLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	foot := o[1].MinSize().Height
	o[0].Resize(fyne.NewSize(size.Width, size.Height-foot))
	o[1].Move(fyne.NewPos(0, size.Height-foot))
	o[1].Resize(fyne.NewSize(size.Width, foot))
}

// flowLayout stands its objects side by side and goes on below where the width ends. Objects that stretch take what is left of their
// row.
type flowLayout struct {
	gap     float32
	stretch fyne.CanvasObject
	least   float32 // width of the one that stretches
	width   float32
}

// MinSize is for fyne.Layout: the height at the width of the last layout.
func (l *flowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(min(l.width, bodyWidthMin/2), l.arrange(o, l.width))
}

// Layout is for fyne.Layout.
func (l *flowLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.arrange(o, size.Width)
}

func (l *flowLayout) arrange(objects []fyne.CanvasObject, width float32) float32 {
	y := float32(0)
	for start := 0; start < len(objects); {
		end, used, high := start, float32(0), float32(0)
		for end < len(objects) {
			s := l.size(objects[end])
			if end > start && used+l.gap+s.Width > width {
				break
			}
			if end > start {
				used += l.gap
			}
			used += s.Width
			high = max(high, s.Height)
			end++
		}
		x := float32(0)
		for _, o := range objects[start:end] {
			s := l.size(o)
			if o == l.stretch && width > used {
				s.Width += width - used
			}
			o.Resize(s)
			o.Move(fyne.NewPos(x, y+(high-s.Height)/2))
			x += s.Width + l.gap
		}
		y += high + l.gap
		start = end
	}
	return max(y-l.gap, 0)
}

func (l *flowLayout) size(o fyne.CanvasObject) fyne.Size {
	s := fyne.Size{}
	if o.Visible() {
		s = o.MinSize()
	}
	if o == l.stretch {
		s.Width = max(s.Width, l.least)
	}
	return s
}

// rowLayout gives its first object what the others leave of the width.
type rowLayout struct{}

const rowGap = 6

// MinSize is for fyne.Layout.
func (*rowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, c := range o {
		m := c.MinSize()
		s = fyne.NewSize(s.Width+m.Width+rowGap, max(s.Height, m.Height))
	}
	return s.SubtractWidthHeight(rowGap, 0)
}

// Layout is for fyne.Layout.
func (*rowLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x := size.Width
	for i := len(o) - 1; i > 0; i-- {
		m := o[i].MinSize()
		x -= m.Width
		o[i].Resize(m)
		o[i].Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		x -= rowGap
	}
	h := o[0].MinSize().Height
	o[0].Resize(fyne.NewSize(max(x, 0), h))
	o[0].Move(fyne.NewPos(0, (size.Height-h)/2))
}

// newScroll holds rows that scroll where they are higher than most.
func newScroll(rows *fyne.Container, most float32) *container.Scroll {
	s := container.NewVScroll(nil)
	s.Content = container.New(&scrollRoom{scroll: s, most: most}, rows)
	return s
}

// scrollRoom leaves room for the scroll bar at the right, and for what shows where the keyboard is at both sides. The scroll is as high as
// the rows, which know their height only at their width.
type scrollRoom struct {
	scroll *container.Scroll
	most   float32
}

const scrollBar = 10

// MinSize is for fyne.Layout.
func (*scrollRoom) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout is for fyne.Layout.
func (l *scrollRoom) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size.SubtractWidthHeight(scrollBar, 0))
	if height := min(o[0].MinSize().Height, l.most); height != l.scroll.MinSize().Height {
		l.scroll.SetMinSize(fyne.NewSize(100, height))
	}
}

// newPlain is a line of text that is cut off where there is no room, its first letter at the left edge.
func newPlain(text string) fyne.CanvasObject {
	l := widget.NewLabel(text)
	l.Truncation = fyne.TextTruncateEllipsis
	return container.New(flush{}, l)
}

// flush moves a label to the left by the padding it brings.
type flush struct{}

// MinSize is for fyne.Layout.
func (flush) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout is for fyne.Layout.
func (flush) Layout(o []fyne.CanvasObject, size fyne.Size) {
	pad := theme.InnerPadding()
	o[0].Move(fyne.NewPos(-pad, 0))
	o[0].Resize(size.AddWidthHeight(2*pad, 0))
}

// newRule is a hairline.
func newRule() fyne.CanvasObject { return container.New(ruleLayout{}, field.NewGround(hairlineColor)) }

type ruleLayout struct{}

// MinSize is for fyne.Layout.
func (ruleLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

// Layout is for fyne.Layout.
func (ruleLayout) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }
