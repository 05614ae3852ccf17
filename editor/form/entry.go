package form

import (
	"runtime"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/editor/gate"
)

// entry is Fyne's entry as a field of the form: Tab leaves it, Escape leaves the form, undo is the post's own, and
// keys that belong to an input method are kept back.
type entry struct {
	widget.Entry
	form *Form
	gate *gate.Gate
	held bool // has the focus

	ground *canvas.Rectangle
	frame  *fyne.Container // the entry on its ground: Fyne's own border blends with black at its edges
	rows   int
	ruler  *widget.Label // finds how many lines a text of several lines takes

	// key gets each key before the entry; true when it was used.
	key func(fyne.KeyName) bool
	// rune gets each rune before the entry; true when it was used.
	rune func(rune) bool
	// focused is called when the focus came or went.
	focused func(bool)
	// quiet is set while the text is changed by us and not by the person.
	quiet bool
	// typed gets the text after each change by the person.
	typed func(string)
}

var (
	_ fyne.Focusable         = (*entry)(nil)
	_ fyne.Shortcutable      = (*entry)(nil)
	_ fyne.Tabbable          = (*entry)(nil)
	_ fyne.SecondaryTappable = (*entry)(nil)
	_ desktop.Mouseable      = (*entry)(nil)
)

// newEntry makes an entry of one line, or of as many as its text has.
func newEntry(f *Form, multiline bool) *entry {
	e := &entry{form: f}
	e.MultiLine = multiline
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	if multiline {
		e.Wrapping = fyne.TextWrapWord
		e.ruler = widget.NewLabel("")
	}
	e.ground = &canvas.Rectangle{}
	e.frame = container.NewStack(e.ground, naked(e, 1))
	e.gate = gate.New(f.o.Now, e.insert, func(k gate.Key) { e.press(fyne.KeyName(k.Name)) })
	e.OnChanged = func(s string) {
		if e.MultiLine {
			e.wrap(s)
		}
		if !e.quiet && e.typed != nil {
			e.typed(s)
		}
	}
	e.ExtendBaseWidget(e)
	return e
}

// set changes the text without telling that it was typed.
func (e *entry) set(text string) {
	if e.Text == text {
		return
	}
	e.quiet = true
	e.SetText(text)
	e.quiet = false
}

// wrap breaks Chinese anywhere: Fyne's word wrap breaks only at spaces, of which it has hardly any.
func (e *entry) wrap(text string) {
	mode := fyne.TextWrapWord
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			mode = fyne.TextWrapBreak
			break
		}
	}
	e.Wrapping = mode
}

// heightFor is the height of the framed entry at a width: that of its lines, or of one.
func (e *entry) heightFor(width float32) float32 {
	if !e.MultiLine {
		return rowHeight
	}
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

func (e *entry) paint() { paintGround(e.ground, e.held) }

// AcceptsTab lets Tab leave a field of several lines too.
func (e *entry) AcceptsTab() bool { return false }

// TypedKey is called by Fyne for each key press without a modifier but Shift.
func (e *entry) TypedKey(ev *fyne.KeyEvent) {
	e.gate.Press(gate.Key{Name: string(ev.Name), Printable: gate.Printable(string(ev.Name), ev.Physical.ScanCode, runtime.GOOS)})
}

// TypedRune is called by Fyne for each character.
func (e *entry) TypedRune(r rune) { e.gate.Rune(r) }

func (e *entry) insert(r rune) {
	if e.rune == nil || !e.rune(r) {
		e.Entry.TypedRune(r)
	}
}

func (e *entry) press(name fyne.KeyName) {
	switch {
	case e.key != nil && e.key(name):
	case name == fyne.KeyEscape:
		e.form.escape()
	default:
		e.Entry.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// TypedShortcut is called by Fyne for keys with Control, Alt or Super, all of which come here while the entry has the
// focus.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	if own(s) {
		e.Entry.TypedShortcut(s)
		return
	}
	e.form.forward(s)
}

// own reports whether an entry has a use for a shortcut. Undo and redo are the post's.
func own(s fyne.Shortcut) bool {
	switch s := s.(type) {
	case *fyne.ShortcutCut, *fyne.ShortcutCopy, *fyne.ShortcutPaste, *fyne.ShortcutSelectAll:
		return true
	case *desktop.CustomShortcut:
		word := fyne.KeyModifierShortcutDefault
		if runtime.GOOS == "darwin" {
			word = fyne.KeyModifierAlt
		}
		plain := s.Modifier &^ fyne.KeyModifierShift
		switch s.KeyName {
		case fyne.KeyLeft, fyne.KeyRight:
			return plain == word || (runtime.GOOS == "darwin" && s.Modifier == fyne.KeyModifierSuper)
		case fyne.KeyBackspace, fyne.KeyDelete:
			return s.Modifier == word
		}
	}
	return false
}

// FocusGained is called by Fyne.
func (e *entry) FocusGained() {
	e.held = true
	e.paint()
	e.Entry.FocusGained()
	if e.focused != nil {
		e.focused(true)
	}
}

// FocusLost is called by Fyne.
func (e *entry) FocusLost() {
	e.held = false
	e.paint()
	e.gate.Close()
	e.Entry.FocusLost()
	if e.focused != nil {
		e.focused(false)
	}
}

// MouseDown is called by Fyne.
func (e *entry) MouseDown(ev *desktop.MouseEvent) {
	e.gate.Close()
	e.Entry.MouseDown(ev)
}

// TappedSecondary shows the menu of the entry, without the entry's own undo.
func (e *entry) TappedSecondary(ev *fyne.PointEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(e)
	if c == nil {
		return
	}
	board := fyne.CurrentApp().Clipboard()
	item := func(id string, s fyne.Shortcut) *fyne.MenuItem {
		return fyne.NewMenuItem(assets.T(id), func() { e.Entry.TypedShortcut(s) })
	}
	copying := item("form.copy", &fyne.ShortcutCopy{Clipboard: board})
	all := item("form.select_all", &fyne.ShortcutSelectAll{})
	items := []*fyne.MenuItem{copying, all}
	if !e.Disabled() {
		items = []*fyne.MenuItem{
			item("form.cut", &fyne.ShortcutCut{Clipboard: board}), copying,
			item("form.paste", &fyne.ShortcutPaste{Clipboard: board}), fyne.NewMenuItemSeparator(), all,
		}
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(e).Add(ev.Position)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
}

// caretToEnd puts the caret behind the last character.
func (e *entry) caretToEnd() {
	e.press(fyne.KeyEnd)
}
