// Package field owns the one-line and many-line text fields of the window: Fyne's entry behind the composition gate, with undo left to
// the post and Escape to whoever holds the field. Everything in it belongs to the UI goroutine.
package field

import (
	"runtime"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/editor/gate"
)

// Entry is Fyne's entry as a field of the window: Tab leaves it, undo is the post's own, and keys that belong to an input method are
// kept back. Make one with [New]. The functions may be nil.
type Entry struct {
	widget.Entry

	// Key gets each key before the entry; true when it was used.
	Key func(fyne.KeyName) bool
	// Rune gets each rune before the entry; true when it was used.
	Rune func(rune) bool
	// Focused is called when the focus came or went.
	Focused func(bool)
	// Typed gets the text after each change by the person.
	Typed func(string)
	// Escape is called for that key.
	Escape func()
	// Forward gets each shortcut that the entry has no use for.
	Forward func(fyne.Shortcut)

	gate  *gate.Gate
	held  bool // has the focus
	quiet bool // the text is changed by the program and not by the person
}

var (
	_ fyne.Focusable         = (*Entry)(nil)
	_ fyne.Shortcutable      = (*Entry)(nil)
	_ fyne.Tabbable          = (*Entry)(nil)
	_ fyne.SecondaryTappable = (*Entry)(nil)
	_ desktop.Mouseable      = (*Entry)(nil)
)

// New makes an entry of one line, or of as many as its text has. now is the clock of the composition gate.
func New(now func() time.Time, multiline bool) *Entry {
	e := &Entry{}
	e.MultiLine = multiline
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	if multiline {
		e.Wrapping = fyne.TextWrapWord
	}
	e.gate = gate.New(now, e.insert, func(k gate.Key) { e.press(fyne.KeyName(k.Name)) })
	e.OnChanged = func(s string) {
		if e.MultiLine {
			e.wrap(s)
		}
		if !e.quiet && e.Typed != nil {
			e.Typed(s)
		}
	}
	e.ExtendBaseWidget(e)
	return e
}

// Set changes the text without telling that it was typed.
func (e *Entry) Set(text string) {
	if e.Text == text {
		return
	}
	e.quiet = true
	e.SetText(text)
	e.quiet = false
}

// wrap breaks Chinese anywhere: Fyne's word wrap breaks only at spaces, of which it has hardly any.
func (e *Entry) wrap(text string) {
	mode := fyne.TextWrapWord
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			mode = fyne.TextWrapBreak
			break
		}
	}
	e.Wrapping = mode
}

// AcceptsTab lets Tab leave a field of several lines too.
func (e *Entry) AcceptsTab() bool { return false }

// TypedKey is called by Fyne for each key press without a modifier but Shift.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	e.gate.Press(gate.Key{Name: string(ev.Name), Printable: gate.Printable(string(ev.Name), ev.Physical.ScanCode, runtime.GOOS)})
}

// TypedRune is called by Fyne for each character.
func (e *Entry) TypedRune(r rune) { e.gate.Rune(r) }

func (e *Entry) insert(r rune) {
	if e.Rune == nil || !e.Rune(r) {
		e.Entry.TypedRune(r)
	}
}

func (e *Entry) press(name fyne.KeyName) {
	switch {
	case e.Key != nil && e.Key(name):
	case name == fyne.KeyEscape:
		if e.Escape != nil {
			e.Escape()
		}
	default:
		e.Entry.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// TypedShortcut is called by Fyne for keys with Control, Alt or Super, all of which come here while the entry has the
// focus.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if own(s) {
		e.Entry.TypedShortcut(s)
		return
	}
	if e.Forward != nil {
		e.Forward(s)
	}
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
func (e *Entry) FocusGained() {
	e.held = true
	e.Entry.FocusGained()
	if e.Focused != nil {
		e.Focused(true)
	}
}

// FocusLost is called by Fyne.
func (e *Entry) FocusLost() {
	e.held = false
	e.gate.Close()
	e.Entry.FocusLost()
	if e.Focused != nil {
		e.Focused(false)
	}
}

// MouseDown is called by Fyne.
func (e *Entry) MouseDown(ev *desktop.MouseEvent) {
	e.gate.Close()
	e.Entry.MouseDown(ev)
}

// TappedSecondary shows the menu of the entry, without the entry's own undo.
func (e *Entry) TappedSecondary(ev *fyne.PointEvent) {
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

// CaretToEnd puts the caret behind the last character.
func (e *Entry) CaretToEnd() { e.press(fyne.KeyEnd) }

// Held reports whether the entry has the focus.
func (e *Entry) Held() bool { return e.held }
