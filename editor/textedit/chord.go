package textedit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Chord writes a shortcut of Fyne's as [Host.Key] takes it; false for one that is no key.
func Chord(s fyne.Shortcut) (string, bool) {
	switch s := s.(type) {
	case *fyne.ShortcutUndo:
		return "Ctrl+Z", true
	case *fyne.ShortcutRedo:
		return "Ctrl+Y", true
	case *fyne.ShortcutCut:
		return "Ctrl+X", true
	case *fyne.ShortcutCopy:
		return "Ctrl+C", true
	case *fyne.ShortcutPaste:
		return "Ctrl+V", true
	case *fyne.ShortcutSelectAll:
		return "Ctrl+A", true
	case *desktop.CustomShortcut:
		return chordOf(string(s.KeyName), modsOf(s.Modifier)), true
	case fyne.KeyboardShortcut:
		return chordOf(string(s.Key()), modsOf(s.Mod())), true
	}
	return "", false
}
