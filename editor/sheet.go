package editor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/editor/field"
)

// sheet is the place below the bars for a question with fields: where to export, what to find. One is open at a time; Escape closes it.
type sheet struct {
	widget.BaseWidget
	w      *Workbench
	box    *fyne.Container
	closed func()
}

func newSheet(w *Workbench) *sheet {
	s := &sheet{w: w, box: container.NewStack()}
	s.ExtendBaseWidget(s)
	s.Hide()
	return s
}

// Open opens the sheet with a content whose focus goes to the given field.
func (s *sheet) Open(title string, content fyne.CanvasObject, focus fyne.Focusable) {
	s.Close()
	dismiss := widget.NewButtonWithIcon("", theme.CancelIcon(), func() { s.Close(); s.w.focusSource() })
	dismiss.Importance = widget.LowImportance
	var label fyne.CanvasObject
	if title != "" {
		label = widget.NewLabel(title)
	}
	row := container.NewBorder(nil, widget.NewSeparator(), label, dismiss, content)
	s.box.Objects = []fyne.CanvasObject{newTinted(panelColor), container.New(insets{x: 6, y: 3}, row)}
	s.Refresh()
	s.BaseWidget.Show()
	s.w.relayout()
	if focus != nil {
		s.w.env.Window.Canvas().Focus(focus)
	}
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
	s.w.relayout()
	return true
}

// CreateRenderer is for Fyne.
func (s *sheet) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.box) }

// insets puts space around its one object, in Fyne units.
type insets struct{ x, y float32 }

// MinSize is for fyne.Layout.
func (i insets) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().AddWidthHeight(2*i.x, 2*i.y)
}

// Layout is for fyne.Layout.
func (i insets) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(i.x, i.y))
	o[0].Resize(s.SubtractWidthHeight(2*i.x, 2*i.y))
}

// sheetEntry is a field of a sheet.
type sheetEntry = field.Line

// newSheetEntry makes a field whose Enter runs submit and whose Escape closes the sheet. Shortcuts it has no use for are the window's.
func newSheetEntry(w *Workbench, submit func()) *sheetEntry {
	e := field.NewLine(w.env.Sched.Now)
	e.OnSubmitted = func(string) {
		if submit != nil {
			submit()
		}
	}
	e.Escape = func() { w.Escape() }
	e.Forward = func(s fyne.Shortcut) { w.forward(s) }
	return e
}
