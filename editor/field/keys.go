package field

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
)

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
		case fyne.KeyHome, fyne.KeyEnd:
			return plain == fyne.KeyModifierShortcutDefault
		case fyne.KeyLeft, fyne.KeyRight:
			return plain == word || (runtime.GOOS == "darwin" && s.Modifier == fyne.KeyModifierSuper)
		case fyne.KeyBackspace, fyne.KeyDelete:
			return s.Modifier == word
		}
	}
	return false
}

// Function is the shortcut that a key without Control, Alt or Super stands for, which Fyne delivers to the holder of the
// focus alone: F1 to F12.
func Function(name fyne.KeyName) (fyne.Shortcut, bool) {
	if len(name) < 2 || name[0] != 'F' || name[1] < '1' || name[1] > '9' {
		return nil, false
	}
	s := &desktop.CustomShortcut{KeyName: name}
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		s.Modifier = d.CurrentKeyModifiers() & fyne.KeyModifierShift
	}
	return s, true
}

// showMenu shows the context menu of a field; clip does what was chosen.
func showMenu(o fyne.CanvasObject, ev *fyne.PointEvent, locked bool, clip func(Clip, fyne.Clipboard) bool) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	item := func(id string, what Clip) *fyne.MenuItem {
		return fyne.NewMenuItem(assets.T(id), func() { clip(what, fyne.CurrentApp().Clipboard()) })
	}
	copying, all := item("form.copy", Copy), item("form.select_all", SelectAll)
	items := []*fyne.MenuItem{copying, all}
	if !locked {
		items = []*fyne.MenuItem{item("form.cut", Cut), copying, item("form.paste", Paste), fyne.NewMenuItemSeparator(), all}
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, ev.AbsolutePosition)
}

// AsksMenu reports whether a key asks for the context menu of what has the keyboard: Menu, or F10 with Shift.
func AsksMenu(name fyne.KeyName) bool {
	if name == desktop.KeyMenu {
		return true
	}
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return name == fyne.KeyF10 && ok && d.CurrentKeyModifiers() == fyne.KeyModifierShift
}

// menuAt is a call for the menu of an object from the keyboard, at a place in it.
func menuAt(o fyne.CanvasObject, pos fyne.Position) *fyne.PointEvent {
	return &fyne.PointEvent{Position: pos, AbsolutePosition: fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Add(pos)}
}
