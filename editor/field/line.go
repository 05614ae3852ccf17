package field

import (
	"runtime"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/typeset"
	"lanyard/editor/gate"
)

// Line is a field of one line. It is our own and not Fyne's entry, whose size of text and border can be changed only
// by a theme of its own: each such theme has Fyne read all fonts anew, 30 MB for a Chinese one. Its caret does not
// blink, so a field with the focus costs nothing while nobody types. Make one with [NewLine]; the functions may be nil.
type Line struct {
	widget.BaseWidget
	Ways
	Text        string  // read it; [Line.Set] changes it
	PlaceHolder string  // shows while there is no text
	Scale       float32 // of the text, to the theme's
	Bold        bool
	Mono        bool
	Plain       bool   // no ground and border
	Fixed       bool   // to be read and copied, not changed
	Joint       string // stands for the line ends of what is pasted

	// Key gets each key first, Rune each character; true when it was used.
	Key  func(fyne.KeyName) bool
	Rune func(rune) bool
	// Typed gets the text after each change by the person, Focused whether the focus came or went.
	Typed   func(string)
	Focused func(bool)
	// OnSubmitted is called for Enter, Refused for a change of a text that is fixed.
	OnSubmitted func(string)
	Refused     func()

	self    fyne.Focusable // the whole of it
	multi   *Area          // that it is the core of; nil in a field of one line
	gate    *gate.Gate
	now     func() time.Time
	caret   int // byte offsets, on boundaries of graphemes
	anchor  int // other end of the selection
	scroll  float32
	held    bool
	off     bool // takes no input
	shift   bool
	clicks  int
	clicked time.Time
}

var (
	_ fyne.Focusable         = (*Line)(nil)
	_ fyne.Disableable       = (*Line)(nil)
	_ fyne.Shortcutable      = (*Line)(nil)
	_ fyne.Draggable         = (*Line)(nil)
	_ fyne.SecondaryTappable = (*Line)(nil)
	_ desktop.Mouseable      = (*Line)(nil)
	_ desktop.Keyable        = (*Line)(nil)
	_ desktop.Cursorable     = (*Line)(nil)
)

// NewLine makes an empty field. now is the clock of the composition gate and of double clicks.
func NewLine(now func() time.Time) *Line {
	e := &Line{}
	e.init(e, now)
	e.ExtendBaseWidget(e)
	return e
}

// init makes a field whose whole is self.
func (e *Line) init(self fyne.Focusable, now func() time.Time) {
	e.self, e.Scale, e.Joint, e.now = self, 1, " ", now
	e.gate = gate.New(now, e.insertRune, func(k gate.Key) { e.press(fyne.KeyName(k.Name)) })
}

// Set changes the text without telling that it was typed. The caret stays behind what is before it where it can.
func (e *Line) Set(text string) {
	if e.Text == text {
		return
	}
	at := min(e.caret, len(text))
	if e.caret == len(e.Text) {
		at = len(text)
	}
	e.Text = text
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

func (e *Line) selection() (from, to int) { return min(e.caret, e.anchor), max(e.caret, e.anchor) }

// AtStart reports whether the caret is before all text with nothing selected.
func (e *Line) AtStart() bool { return e.caret == 0 && e.anchor == 0 }

// replace puts text in place of the selection.
func (e *Line) replace(text string) {
	from, to := e.selection()
	if from == to && text == "" {
		return
	}
	e.Text = e.Text[:from] + text + e.Text[to:]
	e.caret = from + len(text)
	e.anchor = e.caret
	if e.multi != nil {
		e.multi.goal, e.multi.upstream = -1, false
	}
	e.show()
	if e.Typed != nil {
		e.Typed(e.Text)
	}
}

func (e *Line) insertRune(r rune) {
	if e.locked() || (e.Rune != nil && e.Rune(r)) {
		return
	}
	e.replace(string(r))
}

// locked reports whether the text cannot be changed, and tells that somebody wanted to.
func (e *Line) locked() bool {
	if e.Fixed && e.Refused != nil {
		e.Refused()
	}
	return e.off || e.Fixed
}

// move puts the caret at off, or extends the selection to it.
func (e *Line) move(off int, extend bool) {
	e.caret = off
	if !extend {
		e.anchor = off
	}
	e.show()
}

// erase deletes the selection, or what lies between the caret and off.
func (e *Line) erase(off int) {
	if e.locked() {
		return
	}
	if e.caret == e.anchor {
		e.anchor = off
	}
	e.replace("")
}

func (e *Line) press(name fyne.KeyName) {
	if e.Key != nil && e.Key(name) {
		return
	}
	if AsksMenu(name) {
		e.callMenu()
		return
	}
	if e.Function(name) || e.multi != nil && e.multi.press(name) {
		return
	}
	from, to := e.selection()
	switch name {
	case fyne.KeyEscape:
		e.escape()
	case fyne.KeyLeft:
		if from != to && !e.shift {
			e.move(from, false)
		} else {
			e.move(typeset.PrevGrapheme(e.Text, e.caret), e.shift)
		}
	case fyne.KeyRight:
		if from != to && !e.shift {
			e.move(to, false)
		} else {
			e.move(typeset.NextGrapheme(e.Text, e.caret), e.shift)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.OnSubmitted != nil {
			e.OnSubmitted(e.Text)
		}
	case fyne.KeyHome, fyne.KeyPageUp, fyne.KeyUp:
		e.move(0, e.shift)
	case fyne.KeyEnd, fyne.KeyPageDown, fyne.KeyDown:
		e.move(len(e.Text), e.shift)
	case fyne.KeyBackspace:
		e.erase(typeset.PrevGrapheme(e.Text, e.caret))
	case fyne.KeyDelete:
		e.erase(typeset.NextGrapheme(e.Text, e.caret))
	}
}

// TypedKey is called by Fyne for each key press without a modifier but Shift.
func (e *Line) TypedKey(ev *fyne.KeyEvent) {
	e.gate.Press(gate.Key{Name: string(ev.Name), Printable: gate.Printable(string(ev.Name), ev.Physical.ScanCode, runtime.GOOS)})
}

// TypedRune is called by Fyne for each character.
func (e *Line) TypedRune(r rune) { e.gate.Rune(r) }

// TypedShortcut is called by Fyne for keys with Control, Alt or Super, all of which come here while the field has the
// focus.
func (e *Line) TypedShortcut(s fyne.Shortcut) {
	if !own(s) {
		e.Shortcut(s)
		return
	}
	if what, ok := clipOf(s); ok {
		if !e.Clip(what, fyne.CurrentApp().Clipboard()) {
			e.Shortcut(s) // whoever holds the field may say that there is nothing
		}
	} else if word, ok := s.(*desktop.CustomShortcut); ok {
		e.byWord(word)
	}
}

func (e *Line) byWord(s *desktop.CustomShortcut) {
	extend := s.Modifier&fyne.KeyModifierShift != 0
	toEnds := s.Modifier == fyne.KeyModifierSuper
	left, right := typeset.PrevWord(e.Text, e.caret), typeset.NextWord(e.Text, e.caret)
	if toEnds {
		left, right = 0, len(e.Text)
	}
	if e.multi != nil {
		e.multi.goal, e.multi.upstream = -1, false
	}
	switch s.KeyName {
	case fyne.KeyHome:
		e.move(0, extend)
	case fyne.KeyEnd:
		e.move(len(e.Text), extend)
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
func (e *Line) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = true
	}
}

// KeyUp is called by Fyne.
func (e *Line) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = false
	}
}

// FocusGained is called by Fyne.
func (e *Line) FocusGained() {
	e.held = true
	e.show()
	e.Hold(e.self, true)
	if e.Focused != nil {
		e.Focused(true)
	}
}

// FocusLost is called by Fyne.
func (e *Line) FocusLost() {
	e.held, e.shift = false, false
	e.gate.Close()
	e.scroll = 0
	e.show()
	e.Hold(e.self, false)
	if e.Focused != nil {
		e.Focused(false)
	}
}

// Cursor is called by Fyne.
func (e *Line) Cursor() desktop.Cursor { return desktop.TextCursor }

// doubleClick is the longest time between the clicks of one.
const doubleClick = 400 * time.Millisecond

// MouseDown puts the caret under the pointer; the second click takes the word, the third all.
func (e *Line) MouseDown(ev *desktop.MouseEvent) {
	e.gate.Close()
	e.Press(true)
	if e.off {
		return
	}
	if !e.held {
		if c := fyne.CurrentApp().Driver().CanvasForObject(e.self.(fyne.CanvasObject)); c != nil {
			c.Focus(e.self)
		}
	}
	at := e.offset(ev.Position)
	from, to := e.selection()
	if ev.Button == desktop.MouseButtonSecondary {
		if at < from || at > to {
			e.move(at, false)
		}
		return
	}
	now := e.now()
	if now.Sub(e.clicked) > doubleClick {
		e.clicks = 0
	}
	e.clicks, e.clicked = e.clicks+1, now
	switch e.clicks {
	case 1:
		e.move(at, e.shift || ev.Modifier&fyne.KeyModifierShift != 0)
	default:
		e.anchor, to = e.unit(at)
		e.move(to, true)
	}
}

// offset is the place in the text under the pointer.
func (e *Line) offset(pos fyne.Position) int {
	if e.multi != nil {
		return e.multi.hit(pos)
	}
	return e.hit(pos.X)
}

// unit is what a second or third click takes: the word, or all.
func (e *Line) unit(at int) (from, to int) {
	switch {
	case e.multi != nil:
		return e.multi.unit(at, e.clicks)
	case e.clicks == 2:
		return typeset.WordAt(e.Text, at)
	}
	return 0, len(e.Text)
}

// MouseUp is called by Fyne.
func (e *Line) MouseUp(*desktop.MouseEvent) { e.Press(false) }

// Dragged extends the selection to the pointer.
func (e *Line) Dragged(ev *fyne.DragEvent) {
	if !e.off && e.clicks < 2 {
		e.move(e.offset(ev.Position), true)
	}
}

// DragEnd is called by Fyne.
func (e *Line) DragEnd() { e.Press(false) }

// callMenu shows the menu at the caret.
func (e *Line) callMenu() {
	whole := e.self.(interface {
		fyne.CanvasObject
		CaretPlace() (fyne.Position, fyne.Size)
	})
	pos, size := whole.CaretPlace()
	e.TappedSecondary(menuAt(whole, pos.AddXY(0, size.Height)))
}

// TappedSecondary shows the menu of the field.
func (e *Line) TappedSecondary(ev *fyne.PointEvent) {
	showMenu(e.self.(fyne.CanvasObject), ev, e.off || e.Fixed, e.Clip)
}

// SetEnabled makes the field take input, or none; then it cannot have the keyboard.
func (e *Line) SetEnabled(on bool) {
	if e.off == on {
		e.off = !on
		e.show()
		if e.held && e.off {
			e.Hold(e.self, false)
		}
	}
}

// Enable is for Fyne, which passes over controls that take no input.
func (e *Line) Enable() { e.SetEnabled(true) }

// Disable is for Fyne.
func (e *Line) Disable() { e.SetEnabled(false) }

// Disabled reports whether the field takes no input.
func (e *Line) Disabled() bool { return e.off }

// Held reports whether the field has the focus.
func (e *Line) Held() bool { return e.held }

// SelectAll selects the whole text.
func (e *Line) SelectAll() {
	e.anchor = 0
	e.move(len(e.Text), true)
}

// SetPlaceHolder changes what shows while there is no text.
func (e *Line) SetPlaceHolder(text string) {
	e.PlaceHolder = text
	e.show()
}

func (e *Line) show() {
	e.Refresh()
	canvas.Refresh(e.self.(fyne.CanvasObject))
}
