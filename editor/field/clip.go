package field

import (
	"strings"

	"fyne.io/fyne/v2"
)

// Clip is what the commands of the clipboard ask of the control that has the keyboard.
type Clip uint8

// The four commands.
const (
	Copy Clip = iota
	Cut
	Paste
	SelectAll
)

// clipOf is the command that a shortcut of Fyne's stands for.
func clipOf(s fyne.Shortcut) (Clip, bool) {
	switch s.(type) {
	case *fyne.ShortcutCopy:
		return Copy, true
	case *fyne.ShortcutCut:
		return Cut, true
	case *fyne.ShortcutPaste:
		return Paste, true
	case *fyne.ShortcutSelectAll:
		return SelectAll, true
	}
	return 0, false
}

// Clip does what a command of the clipboard asks, and reports whether there was anything to do it with. It never hands the command on,
// so that no command can come back to where it was asked.
func (e *Line) Clip(what Clip, board fyne.Clipboard) bool {
	from, to := e.selection()
	switch what {
	case SelectAll:
		e.SelectAll()
		return e.Text != ""
	case Copy, Cut:
		if from == to || what == Cut && e.locked() {
			return false
		}
		board.SetContent(e.Text[from:to])
		if what == Cut {
			e.replace("")
		}
	case Paste:
		text := board.Content()
		if e.multi != nil {
			text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
		} else {
			text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }), e.Joint)
		}
		if text == "" || e.locked() {
			return false
		}
		e.replace(text)
	}
	return true
}

// Clip copies what the control stands for, where it stands for a sentence.
func (c *control) Clip(what Clip, board fyne.Clipboard) bool {
	if what != Copy || c.Says == nil {
		return false
	}
	board.SetContent(c.Says())
	return true
}
