package editor

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/editor/field"
)

// sheet is the place below the bars for a question with fields: where to export, what to find. One is open at a time; Escape closes it.
type sheet struct {
	widget.BaseWidget
	sheetNeeds
	box    *fyne.Container
	closed func()
}

// sheetNeeds is what a sheet asks of the window.
type sheetNeeds struct {
	canvas func() fyne.Canvas
	side   func(width float32) float32 // space left of the source's text
	resize func()                      // the sheet has another height
	back   func()                      // gives the keyboard to the one that had it before
	ways   field.Ways
}

func newSheet(needs sheetNeeds) *sheet {
	s := &sheet{sheetNeeds: needs, box: container.NewStack()}
	s.ExtendBaseWidget(s)
	s.Hide()
	return s
}

// Open opens the sheet with a content whose focus goes to the given field.
func (s *sheet) Open(title string, content fyne.CanvasObject, focus fyne.Focusable) {
	s.Close()
	dismiss := s.fill(title, content)
	s.BaseWidget.Show()
	s.resize()
	if focus == nil {
		focus = dismiss
	}
	s.canvas().Focus(focus)
}

// Replace puts another title and content into the sheet that is open. The keyboard stays where it is; in the sheet, on the control that has the
// same place in the new content, or the last one.
func (s *sheet) Replace(title string, content fyne.CanvasObject) {
	c := s.canvas()
	at := slices.Index(focusables(s.box), c.Focused())
	s.fill(title, content)
	s.resize()
	if all := focusables(s.box); at >= 0 && len(all) > 0 {
		c.Focus(all[min(at, len(all)-1)])
	}
}

// fill makes the sheet's objects and gives the cross among them.
func (s *sheet) fill(title string, content fyne.CanvasObject) (dismiss *field.Button) {
	dismiss = field.NewButton("", "close", field.Quiet, func() { s.Close(); s.back() })
	dismiss.Ways = s.ways
	objects := []fyne.CanvasObject{field.NewGround(panelColor), field.NewGround(hairlineColor), content, dismiss}
	if title != "" {
		heading := newNote(theme.SizeNameCaptionText, fyne.TextAlignLeading)
		heading.segment.Style.TextStyle.Bold = true
		heading.SetText(title)
		objects = append(objects, heading)
	}
	s.box.Objects = []fyne.CanvasObject{container.New(&sheetLayout{side: s.side}, objects...)}
	s.Refresh()
	return dismiss
}

// sheetLayout puts a sheet's content in line with the text of the source, under its heading, and the cross into the corner. The objects
// are ground, hairline, content, cross and, where there is one, heading.
type sheetLayout struct {
	side func(width float32) float32
}

const (
	sheetSpace   = 8  // above and below
	sheetHeading = 24 // height of the heading
)

// MinSize is for fyne.Layout: the height at the width of the last layout.
func (l *sheetLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	height := o[2].MinSize().Height + 2*sheetSpace
	if len(o) > 4 {
		height += sheetHeading
	}
	return fyne.NewSize(bodyWidthMin, height)
}

// Layout is for fyne.Layout.
func (l *sheetLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	side, cross := l.side(size.Width), o[3].MinSize()
	o[0].Resize(size)
	o[1].Move(fyne.NewPos(0, size.Height-1))
	o[1].Resize(fyne.NewSize(size.Width, 1))
	right := size.Width - max(side-cross.Width/2+4, 4) - cross.Width // the cross stands in the margin where that is wide enough
	o[3].Move(fyne.NewPos(right, sheetSpace))
	o[3].Resize(cross)
	width, top := min(size.Width-side, right-4)-side, float32(sheetSpace)
	if len(o) > 4 {
		pad := theme.InnerPadding()
		o[4].Move(fyne.NewPos(side-pad, sheetSpace+(sheetHeading-o[4].MinSize().Height)/2-1))
		o[4].Resize(fyne.NewSize(width+2*pad, o[4].MinSize().Height))
		top += sheetHeading
	}
	o[2].Move(fyne.NewPos(side, top))
	o[2].Resize(fyne.NewSize(width, o[2].MinSize().Height))
	o[2].Resize(fyne.NewSize(width, o[2].MinSize().Height)) // what wraps knows its height only at its width
}

// sheetHeight is where the rows of a sheet begin to scroll: the text below stays in sight.
func (w *Workbench) sheetHeight() float32 {
	return max(w.env.Window.Canvas().Size().Height*0.38, 220)
}

// OnClose calls f when the sheet that is open closes.
func (s *sheet) OnClose(f func()) { s.closed = f }

// IsOpen reports whether a sheet shows.
func (s *sheet) IsOpen() bool { return s.Visible() }

// Close closes the sheet and reports whether one was open.
func (s *sheet) Close() bool {
	if !s.Visible() {
		return false
	}
	s.Hide()
	s.box.Objects = nil
	if f := s.closed; f != nil {
		s.closed = nil
		f()
	}
	s.resize()
	return true
}

// CreateRenderer is for Fyne.
func (s *sheet) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.box) }

// sheetEntry is a field of a sheet.
type sheetEntry = field.Line

// newSheetEntry makes a field whose Enter runs submit and whose Escape closes the sheet. Shortcuts it has no use for are the window's.
func newSheetEntry(w *Workbench, submit func()) *sheetEntry {
	e := field.NewLine(w.env.Sched.Now)
	e.OnSubmitted = func(string) {
		if submit != nil {
			submit()
		} else {
			w.env.Window.Canvas().FocusNext()
		}
	}
	e.Ways = w.ways()
	return e
}

// button makes a button of a sheet: Escape closes the sheet, and shortcuts are the window's.
func (w *Workbench) button(text, icon string, look field.Look, act func()) *field.Button {
	b := field.NewButton(text, icon, look, act)
	b.Ways = w.ways()
	return b
}

// check makes a box of a sheet, on or off.
func (w *Workbench) check(text string, on bool, changed func(bool)) *field.Check {
	c := field.NewCheck(text, changed)
	c.Checked = on
	c.Ways = w.ways()
	return c
}

// picker makes a choice of a sheet.
func (w *Workbench) picker(options []string, selected int, changed func(int)) *field.Picker {
	p := field.NewPicker(options, selected, changed)
	p.Ways = w.ways()
	return p
}

// rowsLayout is lines of a label and a control, the labels as wide as the widest of them.
type rowsLayout struct{ gap float32 }

// MinSize is for fyne.Layout.
func (l *rowsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	height := float32(0)
	for i := 1; i < len(o); i += 2 {
		height += o[i].MinSize().Height + l.gap
	}
	return fyne.NewSize(bodyWidthMin/2, height-l.gap)
}

// Layout is for fyne.Layout; the objects are label, control, label, control and so on.
func (l *rowsLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	pad, labels := theme.InnerPadding(), float32(0)
	for i := 0; i+1 < len(o); i += 2 {
		labels = max(labels, o[i].MinSize().Width-2*pad)
	}
	y := float32(0)
	for i := 0; i+1 < len(o); i += 2 {
		label, height := o[i].MinSize(), o[i+1].MinSize().Height
		o[i].Move(fyne.NewPos(-pad, y+(height-label.Height)/2))
		o[i].Resize(label)
		o[i+1].Move(fyne.NewPos(labels+2*l.gap, y))
		o[i+1].Resize(fyne.NewSize(size.Width-labels-2*l.gap, height))
		y += height + l.gap
	}
}

// leftLayout keeps an object at the left, no wider than it needs.
type leftLayout struct{}

// MinSize is for fyne.Layout.
func (leftLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout is for fyne.Layout.
func (leftLayout) Layout(o []fyne.CanvasObject, _ fyne.Size) { o[0].Resize(o[0].MinSize()) }

// flushLayout lets a note begin where the controls above it do: the padding that Fyne puts around its text lies outside.
type flushLayout struct{}

// MinSize is for fyne.Layout.
func (flushLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().SubtractWidthHeight(2*theme.InnerPadding(), 0)
}

// Layout is for fyne.Layout.
func (flushLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.NewPos(-theme.InnerPadding(), 0))
	o[0].Resize(size.AddWidthHeight(2*theme.InnerPadding(), 0))
}

func caption(text string) *note {
	n := newNote(theme.SizeNameText, fyne.TextAlignLeading)
	n.Truncation = fyne.TextTruncateOff
	n.SetText(text)
	return n
}
