package field

import (
	"runtime"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/editor/gate"
)

// Area is Fyne's entry of several lines as a field of the window: Tab leaves it, Escape is its holder's, undo is
// the post's own, and keys that belong to an input method are kept back.
type Area struct {
	widget.Entry
	Ways
	gate *gate.Gate
	held bool // has the focus

	rows  int
	ruler *widget.Label // finds how many lines the text takes

	// Focused is called when the focus came or went.
	Focused func(bool)
	// Typed gets the text after each change by the person.
	Typed func(string)

	// quiet is set while the text is changed by us and not by the person.
	quiet bool
}

var (
	_ fyne.Focusable         = (*Area)(nil)
	_ fyne.Shortcutable      = (*Area)(nil)
	_ fyne.Tabbable          = (*Area)(nil)
	_ fyne.SecondaryTappable = (*Area)(nil)
	_ desktop.Mouseable      = (*Area)(nil)
)

// NewArea makes an empty field. now is the clock of the composition gate.
func NewArea(now func() time.Time) *Area {
	e := &Area{ruler: widget.NewLabel("")}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.gate = gate.New(now, e.Entry.TypedRune, func(k gate.Key) { e.press(fyne.KeyName(k.Name)) })
	e.OnChanged = func(s string) {
		e.wrap(s)
		if !e.quiet && e.Typed != nil {
			e.Typed(s)
		}
	}
	e.ExtendBaseWidget(e)
	return e
}

// Set changes the text without telling that it was typed.
func (e *Area) Set(text string) {
	if e.Text == text {
		return
	}
	e.quiet = true
	e.SetText(text)
	e.quiet = false
}

// wrap breaks Chinese anywhere: Fyne's word wrap breaks only at spaces, of which it has hardly any.
func (e *Area) wrap(text string) {
	mode := fyne.TextWrapWord
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			mode = fyne.TextWrapBreak
			break
		}
	}
	e.Wrapping = mode
}

// HeightFor is the height at a width, at which all lines show.
func (e *Area) HeightFor(width float32) float32 {
	th := fyne.CurrentApp().Settings().Theme()
	pad, size := th.Size(fynetheme.SizeNameInnerPadding), th.Size(fynetheme.SizeNameText)
	e.ruler.TextStyle = e.TextStyle
	e.ruler.Wrapping = e.Wrapping
	e.ruler.Resize(fyne.NewSize(width, areaLeast))
	e.ruler.SetText(e.Text)
	line := fyne.MeasureText("M", size, e.TextStyle).Height
	rows := max(int((e.ruler.MinSize().Height-2*pad)/line+0.5), 1)
	if rows != e.rows {
		e.rows = rows
		e.SetMinRowsVisible(rows)
	}
	return max(float32(rows)*line+2*pad+2, areaLeast)
}

// CaretPlace is the beginning of the caret's row, in the widget's coordinates: Fyne's entry tells the row, and not where in it.
func (e *Area) CaretPlace() (pos fyne.Position, size fyne.Size) {
	th := fyne.CurrentApp().Settings().Theme()
	pad := th.Size(fynetheme.SizeNameInnerPadding)
	line := fyne.MeasureText("M", th.Size(fynetheme.SizeNameText), e.TextStyle).Height
	return fyne.NewPos(pad, pad+float32(e.CursorRow)*line), fyne.NewSize(1, line)
}

// AcceptsTab lets Tab leave a field of several lines too.
func (e *Area) AcceptsTab() bool { return false }

// TypedKey is called by Fyne for each key press without a modifier but Shift.
func (e *Area) TypedKey(ev *fyne.KeyEvent) {
	e.gate.Press(gate.Key{Name: string(ev.Name), Printable: gate.Printable(string(ev.Name), ev.Physical.ScanCode, runtime.GOOS)})
}

// TypedRune is called by Fyne for each character.
func (e *Area) TypedRune(r rune) { e.gate.Rune(r) }

func (e *Area) press(name fyne.KeyName) {
	switch {
	case e.Function(name):
	case name == fyne.KeyEscape:
		e.escape()
	default:
		e.Entry.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// TypedShortcut is called by Fyne for keys with Control, Alt or Super, all of which come here while the entry has the
// focus.
func (e *Area) TypedShortcut(s fyne.Shortcut) {
	if own(s) {
		e.Entry.TypedShortcut(s)
		return
	}
	e.Shortcut(s)
}

// FocusGained is called by Fyne.
func (e *Area) FocusGained() {
	e.held = true
	e.Entry.FocusGained()
	e.Hold(e, true)
	if e.Focused != nil {
		e.Focused(true)
	}
}

// FocusLost is called by Fyne.
func (e *Area) FocusLost() {
	e.held = false
	e.gate.Close()
	e.Entry.FocusLost()
	e.Hold(e, false)
	if e.Focused != nil {
		e.Focused(false)
	}
}

// MouseDown is called by Fyne.
func (e *Area) MouseDown(ev *desktop.MouseEvent) {
	e.gate.Close()
	e.Press(true)
	e.Entry.MouseDown(ev)
}

// MouseUp is called by Fyne.
func (e *Area) MouseUp(ev *desktop.MouseEvent) {
	e.Entry.MouseUp(ev)
	e.Press(false)
}

// DragEnd is called by Fyne.
func (e *Area) DragEnd() {
	e.Entry.DragEnd()
	e.Press(false)
}

// TappedSecondary shows the menu of a field, without the entry's own undo.
func (e *Area) TappedSecondary(ev *fyne.PointEvent) {
	showMenu(e, ev, e.Disabled(), e.Clip)
}

// areaLeast is the least height of a field of several lines, in Fyne units.
const areaLeast = 32
