package form

import (
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/typeset"
	"lanyard/editor/gate"
)

// input is a field of one line. It is our own and not Fyne's entry, whose size of text and border can be changed only
// by a theme of its own: each such theme has Fyne read all fonts anew, 30 MB for a Chinese one. Its caret does not
// blink, so a field with the focus costs nothing while nobody types.
type input struct {
	widget.BaseWidget
	form  *Form
	gate  *gate.Gate
	scale float32 // of the text, to the theme's
	bold  bool
	plain bool // no ground and border
	place string
	joint string // stands for the line ends of what is pasted

	text    string
	caret   int // byte offsets, on boundaries of graphemes
	anchor  int // other end of the selection
	scroll  float32
	held    bool
	off     bool // takes no input
	shift   bool
	clicks  int
	clicked time.Time

	// key gets each key first, rune each character; true when it was used.
	key  func(fyne.KeyName) bool
	rune func(rune) bool
	// typed gets the text after each change by the person, focused whether the focus came or went.
	typed   func(string)
	focused func(bool)
}

var (
	_ fyne.Focusable         = (*input)(nil)
	_ fyne.Shortcutable      = (*input)(nil)
	_ fyne.Draggable         = (*input)(nil)
	_ fyne.SecondaryTappable = (*input)(nil)
	_ desktop.Mouseable      = (*input)(nil)
	_ desktop.Keyable        = (*input)(nil)
	_ desktop.Cursorable     = (*input)(nil)
)

func newInput(f *Form) *input {
	e := &input{form: f, scale: 1, joint: " "}
	e.gate = gate.New(f.o.Now, e.insertRune, func(k gate.Key) { e.press(fyne.KeyName(k.Name)) })
	e.ExtendBaseWidget(e)
	return e
}

func (e *input) heightFor(float32) float32 { return rowHeight }

// set changes the text without telling that it was typed. The caret stays behind what is before it where it can.
func (e *input) set(text string) {
	if e.text == text {
		return
	}
	at := min(e.caret, len(text))
	if e.caret == len(e.text) {
		at = len(text)
	}
	e.text = text
	e.caret = snap(text, at)
	e.anchor = e.caret
	e.show()
}

// snap moves an offset back to a boundary of graphemes.
func snap(text string, off int) int {
	if off <= 0 || off >= len(text) {
		return min(max(off, 0), len(text))
	}
	at := typeset.PrevGrapheme(text, typeset.NextGrapheme(text, off))
	return min(at, off)
}

func (e *input) selection() (from, to int) { return min(e.caret, e.anchor), max(e.caret, e.anchor) }

// atStart reports whether the caret is before all text with nothing selected.
func (e *input) atStart() bool { return e.caret == 0 && e.anchor == 0 }

// replace puts text in place of the selection.
func (e *input) replace(text string) {
	from, to := e.selection()
	if from == to && text == "" {
		return
	}
	e.text = e.text[:from] + text + e.text[to:]
	e.caret = from + len(text)
	e.anchor = e.caret
	e.show()
	if e.typed != nil {
		e.typed(e.text)
	}
}

func (e *input) insertRune(r rune) {
	if e.off || (e.rune != nil && e.rune(r)) {
		return
	}
	e.replace(string(r))
}

// move puts the caret at off, or extends the selection to it.
func (e *input) move(off int, extend bool) {
	e.caret = off
	if !extend {
		e.anchor = off
	}
	e.show()
}

// erase deletes the selection, or what lies between the caret and off.
func (e *input) erase(off int) {
	if e.off {
		return
	}
	if e.caret == e.anchor {
		e.anchor = off
	}
	e.replace("")
}

func (e *input) press(name fyne.KeyName) {
	if e.key != nil && e.key(name) {
		return
	}
	from, to := e.selection()
	switch name {
	case fyne.KeyEscape:
		e.form.escape()
	case fyne.KeyLeft:
		if from != to && !e.shift {
			e.move(from, false)
		} else {
			e.move(typeset.PrevGrapheme(e.text, e.caret), e.shift)
		}
	case fyne.KeyRight:
		if from != to && !e.shift {
			e.move(to, false)
		} else {
			e.move(typeset.NextGrapheme(e.text, e.caret), e.shift)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		e.form.next()
	case fyne.KeyHome, fyne.KeyPageUp, fyne.KeyUp:
		e.move(0, e.shift)
	case fyne.KeyEnd, fyne.KeyPageDown, fyne.KeyDown:
		e.move(len(e.text), e.shift)
	case fyne.KeyBackspace:
		e.erase(typeset.PrevGrapheme(e.text, e.caret))
	case fyne.KeyDelete:
		e.erase(typeset.NextGrapheme(e.text, e.caret))
	}
}

// TypedKey is called by Fyne for each key press without a modifier but Shift.
func (e *input) TypedKey(ev *fyne.KeyEvent) {
	e.gate.Press(gate.Key{Name: string(ev.Name), Printable: gate.Printable(string(ev.Name), ev.Physical.ScanCode, runtime.GOOS)})
}

// TypedRune is called by Fyne for each character.
func (e *input) TypedRune(r rune) { e.gate.Rune(r) }

// TypedShortcut is called by Fyne for keys with Control, Alt or Super, all of which come here while the field has the
// focus.
func (e *input) TypedShortcut(s fyne.Shortcut) {
	if !own(s) {
		e.form.forward(s)
		return
	}
	from, to := e.selection()
	switch s := s.(type) {
	case *fyne.ShortcutSelectAll:
		e.anchor = 0
		e.move(len(e.text), true)
	case *fyne.ShortcutCopy:
		if from != to {
			s.Clipboard.SetContent(e.text[from:to])
		}
	case *fyne.ShortcutCut:
		if from != to && !e.off {
			s.Clipboard.SetContent(e.text[from:to])
			e.replace("")
		}
	case *fyne.ShortcutPaste:
		if !e.off {
			e.replace(strings.Join(strings.FieldsFunc(s.Clipboard.Content(), func(r rune) bool { return r == '\n' || r == '\r' }), e.joint))
		}
	case *desktop.CustomShortcut:
		e.byWord(s)
	}
}

func (e *input) byWord(s *desktop.CustomShortcut) {
	extend := s.Modifier&fyne.KeyModifierShift != 0
	toEnds := s.Modifier == fyne.KeyModifierSuper
	left, right := typeset.PrevWord(e.text, e.caret), typeset.NextWord(e.text, e.caret)
	if toEnds {
		left, right = 0, len(e.text)
	}
	switch s.KeyName {
	case fyne.KeyLeft:
		e.move(left, extend)
	case fyne.KeyRight:
		e.move(right, extend)
	case fyne.KeyBackspace:
		e.erase(left)
	case fyne.KeyDelete:
		e.erase(right)
	}
}

// KeyDown is called by Fyne: Shift is not told with the keys.
func (e *input) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = true
	}
}

// KeyUp is called by Fyne.
func (e *input) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = false
	}
}

// FocusGained is called by Fyne.
func (e *input) FocusGained() {
	e.held = true
	e.show()
	if e.focused != nil {
		e.focused(true)
	}
}

// FocusLost is called by Fyne.
func (e *input) FocusLost() {
	e.held, e.shift = false, false
	e.gate.Close()
	e.anchor = e.caret
	e.scroll = 0
	e.show()
	if e.focused != nil {
		e.focused(false)
	}
}

// Cursor is called by Fyne.
func (e *input) Cursor() desktop.Cursor { return desktop.TextCursor }

// doubleClick is the longest time between the clicks of one.
const doubleClick = 400 * time.Millisecond

// MouseDown puts the caret under the pointer; the second click takes the word, the third all.
func (e *input) MouseDown(ev *desktop.MouseEvent) {
	e.gate.Close()
	if e.off {
		return
	}
	if !e.held {
		e.form.focus(e)
	}
	at := e.hit(ev.Position.X)
	from, to := e.selection()
	if ev.Button == desktop.MouseButtonSecondary {
		if at < from || at > to {
			e.move(at, false)
		}
		return
	}
	now := e.form.o.Now()
	if now.Sub(e.clicked) > doubleClick {
		e.clicks = 0
	}
	e.clicks, e.clicked = e.clicks+1, now
	switch e.clicks {
	case 1:
		e.move(at, e.shift || ev.Modifier&fyne.KeyModifierShift != 0)
	case 2:
		e.anchor, to = typeset.WordAt(e.text, at)
		e.move(to, true)
	default:
		e.anchor = 0
		e.move(len(e.text), true)
	}
}

// MouseUp is called by Fyne.
func (e *input) MouseUp(*desktop.MouseEvent) {}

// Dragged extends the selection to the pointer.
func (e *input) Dragged(ev *fyne.DragEvent) {
	if !e.off && e.clicks < 2 {
		e.move(e.hit(ev.Position.X), true)
	}
}

// DragEnd is called by Fyne.
func (e *input) DragEnd() {}

// TappedSecondary shows the menu of the field.
func (e *input) TappedSecondary(ev *fyne.PointEvent) { showMenu(e, ev, e.off, e.TypedShortcut) }

func (e *input) disable(on bool) {
	if e.off != on {
		e.off = on
		e.show()
	}
}

func (e *input) show() {
	e.Refresh()
	canvas.Refresh(e)
}
