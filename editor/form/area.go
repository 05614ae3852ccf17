package form

import (
	"runtime"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/editor/gate"
)

// area is Fyne's entry of several lines as a field of the form: Tab leaves it, Escape leaves the form, undo is the
// post's own, and keys that belong to an input method are kept back.
type area struct {
	widget.Entry
	form *Form
	gate *gate.Gate
	held bool // has the focus

	rows  int
	ruler *widget.Label // finds how many lines the text takes

	// focused is called when the focus came or went.
	focused func(bool)
	// quiet is set while the text is changed by us and not by the person.
	quiet bool
	// typed gets the text after each change by the person.
	typed func(string)
}

var (
	_ fyne.Focusable         = (*area)(nil)
	_ fyne.Shortcutable      = (*area)(nil)
	_ fyne.Tabbable          = (*area)(nil)
	_ fyne.SecondaryTappable = (*area)(nil)
	_ desktop.Mouseable      = (*area)(nil)
)

func newArea(f *Form) *area {
	e := &area{form: f, ruler: widget.NewLabel("")}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.gate = gate.New(f.o.Now, e.Entry.TypedRune, func(k gate.Key) { e.press(fyne.KeyName(k.Name)) })
	e.OnChanged = func(s string) {
		e.wrap(s)
		if !e.quiet && e.typed != nil {
			e.typed(s)
		}
	}
	e.ExtendBaseWidget(e)
	return e
}

// set changes the text without telling that it was typed.
func (e *area) set(text string) {
	if e.Text == text {
		return
	}
	e.quiet = true
	e.SetText(text)
	e.quiet = false
}

// wrap breaks Chinese anywhere: Fyne's word wrap breaks only at spaces, of which it has hardly any.
func (e *area) wrap(text string) {
	mode := fyne.TextWrapWord
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			mode = fyne.TextWrapBreak
			break
		}
	}
	e.Wrapping = mode
}

// heightFor is the height at a width, at which all lines show.
func (e *area) heightFor(width float32) float32 {
	th := fyne.CurrentApp().Settings().Theme()
	pad, size := th.Size(fynetheme.SizeNameInnerPadding), th.Size(fynetheme.SizeNameText)
	e.ruler.TextStyle = e.TextStyle
	e.ruler.Wrapping = e.Wrapping
	e.ruler.Resize(fyne.NewSize(width, rowHeight))
	e.ruler.SetText(e.Text)
	line := fyne.MeasureText("M", size, e.TextStyle).Height
	rows := max(int((e.ruler.MinSize().Height-2*pad)/line+0.5), 1)
	if rows != e.rows {
		e.rows = rows
		e.SetMinRowsVisible(rows)
	}
	return max(float32(rows)*line+2*pad+2, rowHeight)
}

// AcceptsTab lets Tab leave a field of several lines too.
func (e *area) AcceptsTab() bool { return false }

// TypedKey is called by Fyne for each key press without a modifier but Shift.
func (e *area) TypedKey(ev *fyne.KeyEvent) {
	e.gate.Press(gate.Key{Name: string(ev.Name), Printable: gate.Printable(string(ev.Name), ev.Physical.ScanCode, runtime.GOOS)})
}

// TypedRune is called by Fyne for each character.
func (e *area) TypedRune(r rune) { e.gate.Rune(r) }

func (e *area) press(name fyne.KeyName) {
	switch {
	case name == fyne.KeyEscape:
		e.form.escape()
	default:
		e.Entry.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// TypedShortcut is called by Fyne for keys with Control, Alt or Super, all of which come here while the entry has the
// focus.
func (e *area) TypedShortcut(s fyne.Shortcut) {
	if own(s) {
		e.Entry.TypedShortcut(s)
		return
	}
	e.form.forward(s)
}

// FocusGained is called by Fyne.
func (e *area) FocusGained() {
	e.held = true
	e.Entry.FocusGained()
	if e.focused != nil {
		e.focused(true)
	}
}

// FocusLost is called by Fyne.
func (e *area) FocusLost() {
	e.held = false
	e.gate.Close()
	e.Entry.FocusLost()
	if e.focused != nil {
		e.focused(false)
	}
}

// MouseDown is called by Fyne.
func (e *area) MouseDown(ev *desktop.MouseEvent) {
	e.gate.Close()
	e.Entry.MouseDown(ev)
}

// TappedSecondary shows the menu of a field, without the entry's own undo.
func (e *area) TappedSecondary(ev *fyne.PointEvent) {
	showMenu(e, ev, e.Disabled(), e.Entry.TypedShortcut)
}
