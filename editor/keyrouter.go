package editor

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/editor/command"
	"lanyard/editor/field"
	"lanyard/editor/textedit"
)

// keyRouter decides what a key does. A key comes in by one of these ways, and each of them ends in [keyRouter.Key]:
//
//   - The text has the keyboard. The input method that is spoken with directly sees the key before Fyne (editor/driver); Fyne gives the
//     rest to the source, as a typed key, a character or a shortcut. Through the composition gate each becomes a chord, for which the
//     source asks its host (sourceHost.Key). Only a key that is not ours moves the caret.
//   - A field, a button or another control has it, and has no use for a shortcut: its Ways hand it on (Forward), F keys too.
//   - The list or the preview has it: F keys come through Function, Escape through what the list was given.
//   - Nobody has it: Fyne asks the canvas (strayKey, strayRune, strayChord), and the keyboard finds its place first.
//   - The menu bar of the system takes the chord: it runs the command by its ID, as the palette and the context menu do, without a key.
type keyRouter struct {
	canvas   func() fyne.Canvas
	keyboard *keyboard
	table    *command.Table
	source   *textedit.Editor
	inText   func() bool             // the text has the keyboard
	first    func(chord string) bool // what is under way in the text, such as the fields of a snippet, takes a chord for itself
	escape   func() bool             // closes the topmost thing
	run      func(id string) textedit.Answer
	ended    func() bool // the window has quit: keys that come late are nobody's
}

// Key runs the command of a chord. It is the one place that decides.
func (r *keyRouter) Key(chord string) textedit.Answer {
	if r.ended() {
		return textedit.Refused
	}
	if r.inText() && r.first(chord) {
		return textedit.Done
	}
	if chord == "Escape" {
		if r.escape() {
			return textedit.Done
		}
		return textedit.NotMine // the source lets go of a selection
	}
	c, ok := r.table.ByKey(chord)
	if !ok || c.Source && plain(chord) && !r.inText() {
		return textedit.NotMine // Delete in a list is not meant for the text beside it
	}
	return r.run(c.ID)
}

// Forward takes a shortcut that a control has no use for.
func (r *keyRouter) Forward(s fyne.Shortcut) textedit.Answer {
	chord, ok := textedit.Chord(s)
	if !ok {
		return textedit.NotMine
	}
	return r.Key(chord)
}

// bind makes the commands' keys work wherever the keyboard is: the menu takes those with a place in it, the canvas the others.
func (r *keyRouter) bind() {
	c := r.canvas()
	for _, b := range r.bindings() {
		c.AddShortcut(b.shortcut, func(fyne.Shortcut) { r.strayChord(b.chord) })
	}
	c.SetOnTypedKey(r.strayKey)
	c.SetOnTypedRune(r.strayRune)
}

// strayKey is a key that came while no control had the keyboard. It goes where the keyboard belongs.
func (r *keyRouter) strayKey(e *fyne.KeyEvent) {
	if f := r.keyboard.Take(); f != nil {
		f.TypedKey(e)
	} else if e.Name == fyne.KeyEscape {
		r.escape()
	} else {
		r.Function(e.Name)
	}
}

// strayRune is a character that came while no control had the keyboard.
func (r *keyRouter) strayRune(c rune) {
	if f := r.keyboard.Take(); f != nil {
		f.TypedRune(c)
	}
}

// strayChord is a chord that came while no control had the keyboard that takes chords.
func (r *keyRouter) strayChord(chord string) {
	if r.keyboard.Take() == fyne.Focusable(r.source) {
		r.source.Key(chord)
	} else {
		r.Key(chord)
	}
}

// binding is a chord as the canvas takes it while nothing has the focus.
type binding struct {
	shortcut fyne.Shortcut
	chord    string
}

// bindings are the chords of the commands that work wherever the keyboard is. Those that Fyne has a type for it delivers as that alone,
// which the menu does not know either.
func (r *keyRouter) bindings() []binding {
	own := map[string]fyne.Shortcut{}
	for _, s := range []fyne.Shortcut{
		&fyne.ShortcutUndo{}, &fyne.ShortcutRedo{}, &fyne.ShortcutCut{}, &fyne.ShortcutCopy{}, &fyne.ShortcutPaste{}, &fyne.ShortcutSelectAll{},
	} {
		if chord, ok := textedit.Chord(s); ok {
			own[chord] = s
		}
	}
	var out []binding
	for _, cmd := range r.table.All() {
		if cmd.Run != nil || cmd.Source {
			continue
		}
		for _, chord := range r.table.Keys(cmd.ID) {
			if s, ok := shortcut(chord); ok {
				out = append(out, binding{s, chord})
			}
			if s := own[chord]; s != nil {
				out = append(out, binding{s, chord})
			}
		}
	}
	return out
}

// Function runs the command of F1 to F12, with Shift where it is held; false for every other key, and one that nothing is bound to. Fyne
// delivers these keys to the holder of the focus alone, which hands them on to here.
func (r *keyRouter) Function(name fyne.KeyName) bool {
	s, ok := field.Function(name)
	return ok && r.Forward(s) != textedit.NotMine
}

// shortcut is a chord as Fyne has it; false for one without modifiers, or with Shift alone, which Fyne delivers as a typed key.
func shortcut(chord string) (fyne.Shortcut, bool) {
	s := &desktop.CustomShortcut{}
	rest := chord
	for rest != "" {
		name, after, ok := strings.Cut(rest, "+")
		mod := map[string]fyne.KeyModifier{"Ctrl": fyne.KeyModifierShortcutDefault, "Alt": fyne.KeyModifierAlt, "Shift": fyne.KeyModifierShift, "Super": superModifier}[name]
		if !ok || mod == 0 {
			break
		}
		s.Modifier |= mod
		rest = after
	}
	s.KeyName = keyName(rest)
	return s, s.Modifier&^fyne.KeyModifierShift != 0
}

// plain reports a key as it is pressed for itself: no modifier but Shift, and no F key.
func plain(chord string) bool {
	if _, modified := shortcut(chord); modified {
		return false
	}
	_, function := field.Function(keyName(strings.TrimPrefix(chord, "Shift+")))
	return !function
}

func keyName(name string) fyne.KeyName {
	switch name {
	case "Enter":
		return fyne.KeyReturn
	case "Backspace":
		return fyne.KeyBackspace
	case "PageUp":
		return fyne.KeyPageUp
	case "PageDown":
		return fyne.KeyPageDown
	}
	return fyne.KeyName(name)
}

// superModifier is the modifier that chords call Super: the control key on macOS, where Ctrl stands for ⌘.
const superModifier = fyne.KeyModifierSuper
