package editor

import (
	"fyne.io/fyne/v2"

	"lanyard/assets"
	"lanyard/editor/field"
)

// clips is a control that the commands of the clipboard work on while it has the keyboard. It does the work itself or reports that there
// is none for it; it never passes the command on, because the keys of these commands reach the window through the control, and a command
// that went back to where its key came from would never end.
type clips interface {
	Clip(what field.Clip, board fyne.Clipboard) bool
}

// clip does a command of the clipboard where the keyboard is: in the text, in the preview, or in a control. Where there is nothing to do
// it says so.
func (w *Workbench) clip(what field.Clip) {
	done := false
	switch f := w.env.Window.Canvas().Focused().(type) {
	case nil:
		done = w.active != nil && w.clipSource(what)
	case clips:
		done = f.Clip(what, w.env.App.Clipboard())
	default:
		switch f {
		case fyne.Focusable(w.source):
			done = w.clipSource(what)
		case fyne.Focusable(w.preview):
			done = w.clipPreview(what)
		}
	}
	if !done {
		w.status.Say(assets.T([...]string{"window.clip.copy", "window.clip.cut", "window.clip.paste", "window.clip.all"}[what]))
	}
}

func (w *Workbench) clipSource(what field.Clip) bool {
	switch what {
	case field.Copy:
		w.source.Copy()
	case field.Cut:
		w.source.Cut()
	case field.Paste:
		w.Paste()
	case field.SelectAll:
		w.source.SelectAll()
	}
	return true
}

func (w *Workbench) clipPreview(what field.Clip) bool {
	switch what {
	case field.Copy:
		if text := w.preview.SelectedText(); text != "" {
			w.copyFromPreview(text)
			return true
		}
	case field.SelectAll:
		w.preview.SelectAll()
		return true
	}
	return false
}
