package editor

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lanyard/assets"
	"lanyard/editor/field"
)

// focused names the control of the find bar that has the keyboard.
func (f *finder) focused() string {
	switch o := f.w.env.Window.Canvas().Focused().(type) {
	case *field.Line:
		switch o {
		case f.what:
			return "find"
		case f.with:
			return "replace"
		}
	case *field.Button:
		return o.Text + o.Icon
	default:
		return fmt.Sprintf("%T", o)
	}
	return "?"
}

// strike presses a key where the keyboard is, as the driver does.
func (a *author) strike(names ...fyne.KeyName) *author {
	a.t.Helper()
	for _, n := range names {
		a.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: n})
		a.wait()
	}
	return a
}

// fill types into the field that has the keyboard.
func (a *author) fill(s string) *author {
	a.t.Helper()
	for _, r := range s {
		a.win.Canvas().Focused().TypedRune(r)
	}
	return a.wait()
}

func TestTabGoesThroughTheFindBar(t *testing.T) {
	a := writer(t, "«a\nb»\nc")
	a.Run("edit.replace")
	f := a.w.finder
	order := []string{
		"find", "replace", assets.T("window.find.case"), assets.T("window.find.word"), assets.T("window.find.regexp"),
		assets.T("window.find.selection"), "chevron-up", "chevron-down", assets.T("window.find.replace"), assets.T("window.find.all"), "close",
	}
	for i, want := range order {
		if got := f.focused(); got != want {
			t.Errorf("stop %d is %q, want %q", i, got, want)
		}
		if i < len(order)-1 {
			a.win.Canvas().FocusNext()
		}
	}
	for i := len(order) - 1; i >= 0; i-- {
		if got := f.focused(); got != order[i] {
			t.Errorf("back at stop %d is %q, want %q", i, got, order[i])
		}
		if i > 0 {
			a.win.Canvas().FocusPrevious()
		}
	}
}

func TestTheFindBarIsUsedFromTheKeyboard(t *testing.T) {
	a := writer(t, "|one two one TWO")
	a.Run("edit.find").fill("two").want("one «two» one TWO")
	f := a.w.finder
	a.strike(fyne.KeyReturn).want("one two one «TWO»").strike(fyne.KeyEnter).want("one «two» one TWO")
	f.shift = func() bool { return true }
	a.strike(fyne.KeyReturn).want("one two one «TWO»").strike(fyne.KeyEnter).want("one «two» one TWO")
	f.shift = func() bool { return false }
	a.win.Canvas().FocusNext() // no second row: the button for case
	a.strike(fyne.KeySpace)
	if !f.options[optCase].On || len(f.matches) != 1 || f.focused() != assets.T("window.find.case") {
		t.Errorf("Space on the button: on %v, %d matches, keyboard in %q", f.options[optCase].On, len(f.matches), f.focused())
	}
	a.strike(fyne.KeyReturn)
	if f.options[optCase].On || len(f.matches) != 2 {
		t.Errorf("Enter on the button: on %v, %d matches", f.options[optCase].On, len(f.matches))
	}
	a.strike(fyne.KeyEscape)
	if a.w.sheet.IsOpen() || !a.w.sourceFocused() {
		t.Error("Escape on a button does not lead back to the text")
	}
	a.want("one «two» one TWO")

	a.Press("Ctrl+H").want("one «two» one TWO")
	f = a.w.finder
	a.win.Canvas().FocusNext()
	a.fill("2").strike(fyne.KeyReturn).want("one 2 one «TWO»")
	f.shift = func() bool { return true }
	a.fill("3").strike(fyne.KeyReturn) // looks back, and there is but this one
	a.want("one 2 one «TWO»")
	f.shift = func() bool { return false }
	a.strike(fyne.KeyReturn).want("one 2 one «23»").strike(fyne.KeyEscape)
	if a.w.sheet.IsOpen() || !a.w.sourceFocused() {
		t.Error("Escape in the field does not lead back to the text")
	}
	a.Press("Ctrl+Z", "Ctrl+Z").Sees("one two one TWO")
}

func TestAClickOnAButtonOfTheFindBarGivesTheKeyboardBack(t *testing.T) {
	a := writer(t, "|one")
	a.Run("edit.find").fill("one")
	f := a.w.finder
	a.win.Canvas().Unfocus() // as the driver does for a press on what does not have the focus
	test.Tap(f.options[optWord])
	if f.focused() != "find" {
		t.Errorf("the keyboard is in %q", f.focused())
	}
}

func TestFromFindToReplaceNothingIsLost(t *testing.T) {
	a := writer(t, "|a1 b2 x")
	a.Run("edit.find")
	a.w.finder.options[optRegexp].Do()
	a.fill(`(\w)(\d)`).want("«a1» b2 x")
	chord := &desktop.CustomShortcut{KeyName: fyne.KeyH, Modifier: fyne.KeyModifierShortcutDefault}
	a.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(chord)
	f := a.wait().w.finder
	if f.what.Text != `(\w)(\d)` || !f.options[optRegexp].On || len(f.matches) != 2 {
		t.Errorf("looks for %q, regular expression %v, %d matches", f.what.Text, f.options[optRegexp].On, len(f.matches))
	}
	if f.focused() != "replace" {
		t.Errorf("the keyboard is in %q", f.focused())
	}
	a.fill("$2$1")
	f.replaceAll()
	a.wait().Sees("1a 2b x").strike(fyne.KeyEscape)
	a.post("1.5 «1.5» 125").Run("edit.find") // what is selected is looked for as it stands
	if f = a.w.finder; !f.options[optRegexp].On || f.what.Text != `1\.5` || len(f.matches) != 2 {
		t.Errorf("looks for %q with %d matches", f.what.Text, len(f.matches))
	}
	if f.with.Text != "$2$1" {
		t.Errorf("the other text is %q", f.with.Text)
	}
	a.w.focusSource()
	a.w.GoToOffset(a.w.active.Copy.Floor())
	a.Press("Shift+Right", "Ctrl+F") // and another selection is another search
	if f = a.w.finder; f.what.Text != "1" {
		t.Errorf("looks for %q", f.what.Text)
	}
}
