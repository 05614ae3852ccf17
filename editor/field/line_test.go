package field

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lanyard/assets"
	"lanyard/assets/theme"
)

// story is a person at a field in a window of 400 units.
type story struct {
	t   *testing.T
	e   *Line
	w   fyne.Window
	now time.Time
}

func open(t *testing.T, text string) *story {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Options{}))
	assets.SetLanguage(assets.English)
	t.Cleanup(func() { assets.SetLanguage("") })
	s := &story{t: t, w: test.NewTempWindow(t, nil), now: time.Date(2026, 6, 28, 14, 30, 0, 0, time.UTC)}
	s.e = NewLine(func() time.Time { return s.now })
	s.e.Set(text)
	s.w.SetContent(s.e)
	s.w.Resize(fyne.NewSize(400, 60))
	s.w.Canvas().Focus(s.e)
	return s
}

func (s *story) press(names ...fyne.KeyName) *story {
	for _, n := range names {
		s.e.TypedKey(&fyne.KeyEvent{Name: n})
	}
	return s
}

func (s *story) types(text string) *story {
	for _, r := range text {
		s.e.TypedRune(r)
	}
	return s
}

func (s *story) shortcut(sc fyne.Shortcut) *story {
	s.e.TypedShortcut(sc)
	return s
}

func word(name fyne.KeyName, shift fyne.KeyModifier) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault | shift}
}

func TestLineEditsByGraphemes(t *testing.T) {
	s := open(t, "a👨‍👩‍👧b").press(fyne.KeyEnd, fyne.KeyLeft, fyne.KeyBackspace)
	if got := s.e.Text; got != "ab" {
		t.Errorf("text %q", got)
	}
}

func TestLineReplacesTheSelection(t *testing.T) {
	s := open(t, "one two").press(fyne.KeyEnd)
	e := s.e
	e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	s.press(fyne.KeyLeft, fyne.KeyLeft, fyne.KeyLeft)
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	s.types("2")
	if e.Text != "one 2" || e.caret != 5 {
		t.Errorf("text %q, caret %d", e.Text, e.caret)
	}
}

func TestLineCutsAndPastesOneLine(t *testing.T) {
	s := open(t, "one")
	board := fyne.CurrentApp().Clipboard()
	s.shortcut(&fyne.ShortcutSelectAll{}).shortcut(&fyne.ShortcutCut{Clipboard: board})
	if got := board.Content(); got != "one" {
		t.Errorf("cut %q", got)
	}
	board.SetContent("two\r\nlines\n")
	s.shortcut(&fyne.ShortcutPaste{Clipboard: board})
	if got := s.e.Text; got != "two lines" {
		t.Errorf("text %q", got)
	}
}

func TestLineMovesAndErasesByWord(t *testing.T) {
	s := open(t, "one two three").press(fyne.KeyEnd)
	s.shortcut(word(fyne.KeyBackspace, 0))
	if got := s.e.Text; got != "one two " {
		t.Errorf("text %q", got)
	}
	s.press(fyne.KeyHome).shortcut(word(fyne.KeyDelete, 0))
	if got := s.e.Text; got != "two " && got != " two " {
		t.Errorf("text %q", got)
	}
}

func TestPointerPlacesTheCaretAndTakesWords(t *testing.T) {
	s := open(t, "one two three")
	e := s.e
	s.w.Canvas().Unfocus()
	at := fyne.NewPos(e.pad()+e.x(5), 10)
	down := func() {
		e.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
	}
	down()
	if e.caret != 5 || s.w.Canvas().Focused() != fyne.Focusable(e) {
		t.Errorf("caret %d, focus %T", e.caret, s.w.Canvas().Focused())
	}
	down()
	if from, to := e.selection(); e.Text[from:to] != "two" {
		t.Errorf("second click takes %q", e.Text[from:to])
	}
	down()
	if from, to := e.selection(); e.Text[from:to] != e.Text {
		t.Errorf("third click takes %q", e.Text[from:to])
	}
	s.now = s.now.Add(time.Second)
	down()
	if from, to := e.selection(); from != to {
		t.Errorf("a later click takes %q", e.Text[from:to])
	}
	e.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(e.pad()+e.x(7), 10)}})
	if from, to := e.selection(); e.Text[from:to] != "wo" {
		t.Errorf("the drag takes %q", e.Text[from:to])
	}
}

func TestALongTextFollowsTheCaret(t *testing.T) {
	s := open(t, "A text that is much longer than the field it stands in, by far and then some more words to be sure").press(fyne.KeyHome)
	if s.e.scroll != 0 {
		t.Errorf("scrolled by %v with the caret at the start", s.e.scroll)
	}
	s.press(fyne.KeyEnd)
	if at := s.e.x(s.e.caret) - s.e.scroll; s.e.scroll <= 0 || at > s.e.Size().Width {
		t.Errorf("scroll %v, the caret is at %v of %v", s.e.scroll, at, s.e.Size().Width)
	}
}

func TestEnterEscapeAndForeignShortcutsAreTheHolders(t *testing.T) {
	s := open(t, "x")
	var got []string
	s.e.OnSubmitted = func(text string) { got = append(got, "enter "+text) }
	s.e.Escape = func() { got = append(got, "escape") }
	s.e.Forward = func(sc fyne.Shortcut) { got = append(got, sc.ShortcutName()) }
	s.press(fyne.KeyReturn, fyne.KeyEscape).shortcut(&fyne.ShortcutUndo{})
	if len(got) != 3 || got[0] != "enter x" || got[1] != "escape" || got[2] != "Undo" {
		t.Errorf("got %q", got)
	}
}

func TestBackspaceOfACompositionStaysOutOfTheText(t *testing.T) {
	s := open(t, "会")
	s.e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyN}) // a letter without its rune: it went to the input method
	s.now = s.now.Add(50 * time.Millisecond)
	s.press(fyne.KeyBackspace)
	if s.e.Text != "会" {
		t.Errorf("text %q", s.e.Text)
	}
}

func TestTheCaretsPlaceFollowsTheText(t *testing.T) {
	s := open(t, "")
	last := float32(-1)
	for _, r := range "会场 abc" {
		pos, size := s.e.CaretPlace()
		if pos.X <= last || size.Height <= 0 {
			t.Fatalf("before %q the caret is at %v, after the last character at %v", r, pos, last)
		}
		last = pos.X
		s.types(string(r))
	}
}
