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

// showMenu shows the context menu of a field; act gets what was chosen.
func showMenu(o fyne.CanvasObject, ev *fyne.PointEvent, locked bool, act func(fyne.Shortcut)) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	board := fyne.CurrentApp().Clipboard()
	item := func(id string, s fyne.Shortcut) *fyne.MenuItem {
		return fyne.NewMenuItem(assets.T(id), func() { act(s) })
	}
	copying := item("form.copy", &fyne.ShortcutCopy{Clipboard: board})
	all := item("form.select_all", &fyne.ShortcutSelectAll{})
	items := []*fyne.MenuItem{copying, all}
	if !locked {
		items = []*fyne.MenuItem{
			item("form.cut", &fyne.ShortcutCut{Clipboard: board}), copying,
			item("form.paste", &fyne.ShortcutPaste{Clipboard: board}), fyne.NewMenuItemSeparator(), all,
		}
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, ev.AbsolutePosition)
}
