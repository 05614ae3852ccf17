package field

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestTheCaretOfAnAreaGoesDownARowAtATime(t *testing.T) {
	test.NewTempApp(t)
	e := NewArea(time.Now)
	w := test.NewTempWindow(t, e)
	w.Resize(fyne.NewSize(300, 200))
	w.Canvas().Focus(e)
	first, size := e.CaretPlace()
	e.Set("one\ntwo\nthree")
	for range 2 {
		e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	third, _ := e.CaretPlace()
	if got, want := third.Y-first.Y, 2*size.Height; size.Height <= 0 || got < want-0.5 || got > want+0.5 {
		t.Errorf("two rows down are %v, want %v", got, want)
	}
}
