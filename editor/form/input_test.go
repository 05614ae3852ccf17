package form

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func word(name fyne.KeyName, shift fyne.KeyModifier) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault | shift}
}

func TestInputEditsByGraphemes(t *testing.T) {
	s := open(t, "---\ntitle: a👨‍👩‍👧b\n---\n").at("title").press(fyne.KeyEnd, fyne.KeyLeft, fyne.KeyBackspace)
	if got := s.f.title.entry.text; got != "ab" {
		t.Errorf("title %q", got)
	}
}

func TestInputReplacesTheSelection(t *testing.T) {
	s := open(t, "---\ntitle: one two\n---\n").at("title").press(fyne.KeyEnd)
	e := s.f.title.entry
	e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	s.press(fyne.KeyLeft, fyne.KeyLeft, fyne.KeyLeft)
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	s.types("2")
	if e.text != "one 2" || e.caret != 5 {
		t.Errorf("title %q, caret %d", e.text, e.caret)
	}
}

func TestInputCutsAndPastesOneLine(t *testing.T) {
	s := open(t, "---\ntitle: one\n---\n").at("title")
	board := fyne.CurrentApp().Clipboard()
	s.shortcut(&fyne.ShortcutSelectAll{}).shortcut(&fyne.ShortcutCut{Clipboard: board})
	if got := board.Content(); got != "one" {
		t.Errorf("cut %q", got)
	}
	board.SetContent("two\r\nlines\n")
	s.shortcut(&fyne.ShortcutPaste{Clipboard: board})
	if got := s.f.title.entry.text; got != "two lines" {
		t.Errorf("title %q", got)
	}
}

func TestInputMovesAndErasesByWord(t *testing.T) {
	s := open(t, "---\ntitle: one two three\n---\n").at("title").press(fyne.KeyEnd)
	s.shortcut(word(fyne.KeyBackspace, 0))
	if got := s.f.title.entry.text; got != "one two " {
		t.Errorf("title %q", got)
	}
	s.press(fyne.KeyHome).shortcut(word(fyne.KeyDelete, 0))
	if got := s.f.title.entry.text; got != "two " && got != " two " {
		t.Errorf("title %q", got)
	}
}

func TestPointerPlacesTheCaretAndTakesWords(t *testing.T) {
	s := open(t, "---\ntitle: one two three\n---\n")
	e := s.f.title.entry
	now := fixedNow()
	s.f.o.Now = func() time.Time { return now }
	at := fyne.NewPos(e.x(5), 10)
	down := func() {
		e.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
	}
	down()
	if e.caret != 5 || s.w.Canvas().Focused() != fyne.Focusable(e) {
		t.Errorf("caret %d, focus %T", e.caret, s.w.Canvas().Focused())
	}
	down()
	if from, to := e.selection(); e.text[from:to] != "two" {
		t.Errorf("second click takes %q", e.text[from:to])
	}
	down()
	if from, to := e.selection(); e.text[from:to] != e.text {
		t.Errorf("third click takes %q", e.text[from:to])
	}
	now = now.Add(time.Second)
	down()
	if from, to := e.selection(); from != to {
		t.Errorf("a later click takes %q", e.text[from:to])
	}
	e.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(e.x(7), 10)}})
	if from, to := e.selection(); e.text[from:to] != "wo" {
		t.Errorf("the drag takes %q", e.text[from:to])
	}
}

func TestALongTitleFollowsTheCaretAndFadesElse(t *testing.T) {
	s := open(t, "---\ntitle: A title that is much longer than the pane it stands in, by far and then some more words to be sure\n---\n")
	e := s.f.title.entry
	if !fades(s) || e.scroll != 0 {
		t.Errorf("fade %v, scroll %v", fades(s), e.scroll)
	}
	s.at("title").press(fyne.KeyEnd)
	if fades(s) || e.scroll <= 0 {
		t.Errorf("while editing: fade %v, scroll %v", fades(s), e.scroll)
	}
	if at := e.x(e.caret) - e.scroll; at > e.Size().Width {
		t.Errorf("the caret is at %v of %v", at, e.Size().Width)
	}
	s.at("draft")
	if !fades(s) || e.scroll != 0 {
		t.Errorf("after editing: fade %v, scroll %v", fades(s), e.scroll)
	}
}

func fades(s *story) bool {
	_, _, _, a := s.f.title.fade.EndColor.RGBA()
	return a > 0
}
