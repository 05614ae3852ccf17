package editor

import (
	"testing"

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
