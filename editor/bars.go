package editor

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// tone says how much a bar asks for.
type tone uint8

const (
	toneInfo tone = iota
	toneWarning
	toneError
)

// An action is a button of a bar. Unless it keeps the bar, choosing it closes the bar first.
type action struct {
	label string
	run   func()
	main  bool // the one in accent colour
	keep  bool
}

// A bar is something that needs an answer: a sentence and at most three actions. A new bar with the id of an old one replaces it.
type bar struct {
	id      string
	tone    tone
	text    string
	actions []action
	closed  func() // the author closed it without choosing
	sticky  bool   // stays when another post is shown
}

// bars are shown on top of the source, the newest first.
type bars struct {
	widget.BaseWidget
	items []bar
	box   *fyne.Container
	after func() // when the height changed
}

func newBars(after func()) *bars {
	b := &bars{box: container.NewVBox(), after: after}
	b.ExtendBaseWidget(b)
	return b
}

// Ask adds or replaces a bar.
func (b *bars) Ask(n bar) {
	b.items = slices.DeleteFunc(b.items, func(x bar) bool { return x.id == n.id })
	b.items = append([]bar{n}, b.items...)
	b.rebuild()
}

// Close removes the bar with that id and reports whether there was one.
func (b *bars) Close(id string) bool {
	n := len(b.items)
	b.items = slices.DeleteFunc(b.items, func(x bar) bool { return x.id == id })
	if len(b.items) == n {
		return false
	}
	b.rebuild()
	return true
}

// CloseTop closes the newest bar as the author does with Escape, and reports whether there was one.
func (b *bars) CloseTop() bool {
	if len(b.items) == 0 {
		return false
	}
	top := b.items[0]
	b.Close(top.id)
	if top.closed != nil {
		top.closed()
	}
	return true
}

// Clear removes the bars of the post that was shown, without asking.
func (b *bars) Clear() {
	b.items = slices.DeleteFunc(b.items, func(x bar) bool { return !x.sticky })
	b.rebuild()
}

// Find gives the bar with that id, for tests and for what must not be asked twice.
func (b *bars) Find(id string) (bar, bool) {
	i := slices.IndexFunc(b.items, func(x bar) bool { return x.id == id })
	if i < 0 {
		return bar{}, false
	}
	return b.items[i], true
}

// Choose runs the action with that label of the bar with that id.
func (b *bars) Choose(id, label string) bool {
	n, ok := b.Find(id)
	if !ok {
		return false
	}
	for _, a := range n.actions {
		if a.label == label {
			b.choose(id, a)
			return true
		}
	}
	return false
}

func (b *bars) choose(id string, a action) {
	if !a.keep {
		b.Close(id)
	}
	if a.run != nil {
		a.run()
	}
}

func (b *bars) rebuild() {
	b.box.RemoveAll()
	for _, n := range b.items {
		b.box.Add(b.draw(n))
	}
	b.Refresh()
	if b.after != nil {
		b.after()
	}
}

func (b *bars) draw(n bar) fyne.CanvasObject {
	text := widget.NewLabel(n.text)
	text.Wrapping = fyne.TextWrapWord
	text.Selectable = true
	icon := widget.NewIcon(theme.NewColoredResource(toneIcon(n.tone), toneColor(n.tone)))
	buttons := container.NewHBox()
	for _, a := range n.actions {
		button := widget.NewButton(a.label, func() { b.choose(n.id, a) })
		button.Importance = widget.LowImportance
		if a.main {
			button.Importance = widget.HighImportance
		}
		buttons.Add(button)
	}
	dismiss := widget.NewButtonWithIcon("", theme.CancelIcon(), func() {
		b.Close(n.id)
		if n.closed != nil {
			n.closed()
		}
	})
	dismiss.Importance = widget.LowImportance
	buttons.Add(dismiss)
	background := canvas.NewRectangle(theme.Color(panelColorName))
	edge := canvas.NewRectangle(theme.Color(toneColor(n.tone)))
	edge.SetMinSize(fyne.NewSize(3, 1))
	row := container.NewBorder(nil, widget.NewSeparator(), container.NewHBox(edge, icon), container.NewCenter(buttons), text)
	return container.NewStack(background, row)
}

func toneIcon(t tone) fyne.Resource {
	switch t {
	case toneWarning:
		return theme.WarningIcon()
	case toneError:
		return theme.ErrorIcon()
	}
	return theme.InfoIcon()
}

func toneColor(t tone) fyne.ThemeColorName {
	switch t {
	case toneWarning:
		return theme.ColorNameWarning
	case toneError:
		return theme.ColorNameError
	}
	return theme.ColorNamePrimary
}

// CreateRenderer is for Fyne.
func (b *bars) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.box) }
