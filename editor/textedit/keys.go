package textedit

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/editor/gate"
)

// input is what is remembered between events.
type input struct {
	focused bool
	shift   bool // a Shift key is down
	leaving bool // Escape was pressed last: Tab leaves the editor
	pointer pointer
}

// keyName is the name in a chord of a key that Fyne may call otherwise.
func keyName(fyneName string) string {
	switch fyne.KeyName(fyneName) {
	case fyne.KeyReturn, fyne.KeyEnter:
		return "Enter"
	case fyne.KeyBackspace:
		return "Backspace"
	case fyne.KeyPageUp:
		return "PageUp"
	case fyne.KeyPageDown:
		return "PageDown"
	}
	return fyneName
}

// chordOf writes a key as [Host.Key] takes it.
func chordOf(fyneName string, mods gate.Mod) string {
	name := keyName(fyneName)
	if mods == 0 {
		return name
	}
	var b strings.Builder
	for _, m := range []struct {
		mod  gate.Mod
		name string
	}{{gate.Control, "Ctrl+"}, {gate.Alt, "Alt+"}, {gate.Shift, "Shift+"}, {gate.Super, "Super+"}} {
		if mods&m.mod != 0 {
			b.WriteString(m.name)
		}
	}
	b.WriteString(name)
	return b.String()
}

// modsOf converts Fyne's modifiers. On macOS ⌘ and the control key change places, so that commands have one name.
func modsOf(m fyne.KeyModifier) gate.Mod {
	var mods gate.Mod
	if m&fyne.KeyModifierShift != 0 {
		mods |= gate.Shift
	}
	if m&fyne.KeyModifierAlt != 0 {
		mods |= gate.Alt
	}
	control, super := gate.Control, gate.Super
	if runtime.GOOS == "darwin" {
		control, super = super, control
	}
	if m&fyne.KeyModifierControl != 0 {
		mods |= control
	}
	if m&fyne.KeyModifierSuper != 0 {
		mods |= super
	}
	return mods
}

// AcceptsTab keeps Tab for the text. Escape and then Tab leaves.
func (e *Editor) AcceptsTab() bool { return true }

// FocusGained is called by Fyne.
func (e *Editor) FocusGained() {
	e.input.focused = true
	e.arrange()
	e.restartBlink()
	if e.opt.OnFocus != nil {
		e.opt.OnFocus(true)
	}
}

// FocusLost is called by Fyne.
func (e *Editor) FocusLost() {
	e.input.focused, e.input.shift, e.input.leaving = false, false, false
	e.gate.Close()
	e.stopBlink()
	e.arrange()
	if e.opt.OnFocus != nil {
		e.opt.OnFocus(false)
	}
}

// KeyDown notes Shift, which the events of typed keys do not tell.
func (e *Editor) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.input.shift = true
	}
}

// KeyUp notes Shift.
func (e *Editor) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.input.shift = false
	}
}

// shifted reports whether Shift is down, from the driver where it can tell.
func (e *Editor) shifted() bool {
	if app := fyne.CurrentApp(); app != nil {
		if d, ok := app.Driver().(desktop.Driver); ok {
			return d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
		}
	}
	return e.input.shift
}

// TypedKey takes a key without modifiers other than Shift.
func (e *Editor) TypedKey(ev *fyne.KeyEvent) {
	k := gate.Key{Name: string(ev.Name), Printable: gate.Printable(string(ev.Name), ev.Physical.ScanCode, runtime.GOOS)}
	if e.shifted() {
		k.Mods = gate.Shift
	}
	if modifier(ev.Name) {
		return
	}
	e.gate.Press(k)
}

func modifier(n fyne.KeyName) bool {
	switch n {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight, desktop.KeyControlLeft, desktop.KeyControlRight, desktop.KeyAltLeft,
		desktop.KeyAltRight, desktop.KeySuperLeft, desktop.KeySuperRight, desktop.KeyCapsLock:
		return true
	}
	return false
}

// TypedRune takes a character.
func (e *Editor) TypedRune(r rune) { e.gate.Rune(r) }

// TypedShortcut takes a key with modifiers.
func (e *Editor) TypedShortcut(s fyne.Shortcut) {
	if chord, ok := Chord(s); ok {
		e.Key(chord)
	}
}

// Key handles a key press, written as [Host.Key] takes it. All keys come in here, from behind the composition gate: the host's
// commands first, then the editor's own, which move the caret or let go of something.
func (e *Editor) Key(chord string) {
	if e.cancelMove() && chord == "Escape" {
		return
	}
	leaving := e.input.leaving
	e.input.leaving = chord == "Escape"
	if leaving && (chord == "Tab" || chord == "Shift+Tab") {
		e.leave(chord != "Tab")
		return
	}
	if e.host.Key(chord) != NotMine || e.motion(chord) {
		return
	}
	switch chord {
	case "Escape":
		e.collapse()
	case "Menu", "Shift+F10":
		e.menuAtCaret()
	}
}

// menuAtCaret asks for the context menu from the keyboard.
func (e *Editor) menuAtCaret() {
	if e.opt.OnMenu == nil {
		return
	}
	pos := e.PositionOf(e.host.State().Selection.MainRange().Head)
	if app := fyne.CurrentApp(); app != nil {
		pos = pos.Add(app.Driver().AbsolutePositionForObject(e))
	}
	e.opt.OnMenu(pos)
}

// leave moves the focus on.
func (e *Editor) leave(back bool) {
	if e.opt.OnLeave != nil {
		e.opt.OnLeave(back)
		return
	}
	if c := e.canvas(); c != nil {
		if back {
			c.FocusPrevious()
		} else {
			c.FocusNext()
		}
	}
}
