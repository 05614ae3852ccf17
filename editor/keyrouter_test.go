package editor

import (
	"testing"

	"fyne.io/fyne/v2"

	"lanyard/editor/textedit"
)

// TestAKeyIsDoneRefusedOrNotOurs: a command that has nothing to do refuses its key, so that nobody after it does half of the same; only what
// nothing is bound to is left to the control.
func TestAKeyIsDoneRefusedOrNotOurs(t *testing.T) {
	a := writer(t, "one|\n")
	a.w.focusSource()
	for _, c := range []struct {
		chord string
		want  textedit.Answer
	}{
		{"Ctrl+B", textedit.Done},
		{"Ctrl+Z", textedit.Done},
		{"Alt+Up", textedit.Refused},    // the first line has none above it
		{"Shift+Tab", textedit.Refused}, // nothing to outdent
		{"Ctrl+F12", textedit.NotMine},  // bound to nothing
		{"Right", textedit.NotMine},     // moves the caret
		{"Escape", textedit.NotMine},    // nothing is open
	} {
		if got := a.w.router.Key(c.chord); got != c.want {
			t.Errorf("%s: %v, want %v", c.chord, got, c.want)
		}
	}
	a.want("one|\n")
	a.w.source.Key("Shift+Tab")
	a.w.source.Key("Alt+Up")
	a.want("one|\n")
	a.Run("view.form")
	if got := a.w.router.Key("Ctrl+B"); got != textedit.Refused {
		t.Errorf("Ctrl+B of a field: %v", got)
	}
}

// TestAPlainKeyBesideTheTextDoesNotEdit: Delete in the outline took a letter of the text.
func TestAPlainKeyBesideTheTextDoesNotEdit(t *testing.T) {
	for _, to := range []string{"outline", "list", "preview"} {
		k := newKeyed(t, plainBody)
		k.Run("view.outline").wait()
		before := k.Text()
		var f fyne.Focusable
		switch to {
		case "outline":
			f = k.w.outline
		case "list":
			f = k.w.list.list
		case "preview":
			f = k.w.preview
		}
		k.win.Canvas().Focus(f)
		k.wait()
		for _, key := range []fyne.KeyName{fyne.KeyDelete, fyne.KeyBackspace, fyne.KeyTab, fyne.KeyInsert, fyne.KeyA} {
			k.win.Canvas().Focus(f)
			f.TypedKey(&fyne.KeyEvent{Name: key})
			k.wait()
			if k.Text() != before {
				t.Errorf("%s: %s edits the text", to, key)
				before = k.Text()
			}
		}
	}
}
