package field

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lanyard/assets/theme"
)

// openArea is a person at a field of several lines, 200 units wide.
func openArea(t *testing.T, text string) *Area {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Options{}))
	e := NewArea(time.Now)
	e.Set(text)
	w := test.NewTempWindow(t, e)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(200, 200))
	w.Canvas().Focus(e)
	e.move(0, false)
	return e
}

func (e *Area) presses(names ...fyne.KeyName) *Area {
	for _, n := range names {
		e.TypedKey(&fyne.KeyEvent{Name: n})
	}
	return e
}

func (e *Area) lines() []string {
	e.wrap(e.Size().Width)
	var out []string
	for _, r := range e.rows {
		out = append(out, e.Text[r.from:r.to])
	}
	return out
}

func TestAnAreaBreaksBetweenWordsAndNotInThem(t *testing.T) {
	e := openArea(t, "关于 Cloud Native 的会议，来自 Kubernetes 社区的 contributors\n\nend")
	for _, l := range e.lines() {
		for _, word := range []string{"Cloud", "Native", "Kubernetes", "contributors"} {
			if n := strings.Count(e.Text, word); n != 1 {
				t.Fatalf("%q is there %d times", word, n)
			}
		}
		if strings.HasPrefix(l, "，") {
			t.Errorf("a row begins with a comma: %q", l)
		}
	}
	joined := strings.Join(e.lines(), "|")
	for _, word := range []string{"Cloud", "Native", "Kubernetes", "contributors"} {
		if !strings.Contains(joined, word) {
			t.Errorf("%s is broken: %s", word, joined)
		}
	}
	if got := e.lines(); len(got) < 4 || got[len(got)-2] != "" || got[len(got)-1] != "end" {
		t.Errorf("rows %q", got)
	}
	long := openArea(t, strings.Repeat("x", 100))
	if got := long.lines(); len(got) < 3 || strings.Join(got, "") != long.Text {
		t.Errorf("a word wider than the field: %q", got)
	}
}

func TestTheCaretOfAnAreaGoesByRows(t *testing.T) {
	e := openArea(t, "one two\nx\nthree four")
	e.Mono = true // so that columns are
	at := func(want int, keys ...fyne.KeyName) {
		t.Helper()
		if e.presses(keys...); e.caret != want {
			t.Errorf("after %v the caret is at %d, want %d", keys, e.caret, want)
		}
	}
	at(7, fyne.KeyEnd)
	at(9, fyne.KeyDown)  // the row is short
	at(17, fyne.KeyDown) // and the column comes back
	at(9, fyne.KeyUp)
	at(8, fyne.KeyHome)
	at(0, fyne.KeyUp)
	at(0, fyne.KeyUp)
	at(len(e.Text), fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	e.move(3, false)
	at(4, fyne.KeyReturn)
	if e.Text != "one\n two\nx\nthree four" {
		t.Errorf("text %q", e.Text)
	}
	e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEnd, Modifier: fyne.KeyModifierShortcutDefault})
	if e.caret != len(e.Text) {
		t.Errorf("Ctrl+End leads to %d", e.caret)
	}
}

func TestTheEndOfARowThatWrapsIsInThatRow(t *testing.T) {
	e := openArea(t, "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十")
	first, size := e.CaretPlace()
	e.presses(fyne.KeyEnd)
	end, _ := e.CaretPlace()
	if end.Y != first.Y || end.X <= first.X {
		t.Errorf("End goes from %v to %v", first, end)
	}
	e.presses(fyne.KeyRight)
	if next, _ := e.CaretPlace(); next.Y != first.Y+size.Height {
		t.Errorf("Right from there goes to %v", next)
	}
}

func TestAnAreaKeepsTheLinesOfWhatIsPasted(t *testing.T) {
	e := openArea(t, "")
	board := fyne.CurrentApp().Clipboard()
	board.SetContent("a\r\nb\n\nc")
	e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
	if e.Text != "a\nb\n\nc" {
		t.Errorf("text %q", e.Text)
	}
}

func TestThePointerTakesWordsAndLinesOfAnArea(t *testing.T) {
	e := openArea(t, "one two\nthree four\nfive")
	e.CaretPlace()
	at := e.spot(1, 14)
	var got []string
	for range 3 {
		e.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at.AddXY(1, 3)}, Button: desktop.MouseButtonPrimary})
		from, to := e.selection()
		got = append(got, e.Text[from:to])
	}
	if want := []string{"", "four", "three four"}; !slices.Equal(got, want) {
		t.Errorf("one to three clicks take %q, want %q", got, want)
	}
}

func TestAnAreaIsAsHighAsItsTextAndNeverScrolls(t *testing.T) {
	e := openArea(t, "one")
	one := e.HeightFor(200)
	e.Set("one\ntwo\nthree")
	if three := e.HeightFor(200); three != one+2*e.lineHeight() {
		t.Errorf("one row is %v high, three are %v", one, three)
	}
	for _, o := range test.LaidOutObjects(e) {
		if _, scrolls := o.(fyne.Scrollable); scrolls {
			t.Errorf("a %T takes the wheel from what the field stands in", o)
		}
	}
}
