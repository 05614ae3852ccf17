package field

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func key(f fyne.Focusable, names ...fyne.KeyName) {
	for _, n := range names {
		f.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func TestControlsActOnSpaceEnterAndTheirEscapeIsTheHolders(t *testing.T) {
	test.NewTempApp(t)
	test.NewTempWindow(t, nil)
	acted, escaped := 0, 0
	b := NewButton("Go", "check", Main, func() { acted++ })
	b.Escape = func() { escaped++ }
	key(b, fyne.KeySpace, fyne.KeyReturn, fyne.KeyEscape)
	b.Disable()
	key(b, fyne.KeySpace)
	if acted != 2 || escaped != 1 {
		t.Errorf("acted %d times, escaped %d", acted, escaped)
	}
	var told []bool
	c := NewCheck("Zip", func(on bool) { told = append(told, on) })
	key(c, fyne.KeySpace)
	c.SetChecked(false)
	if len(told) != 1 || !told[0] || c.Checked {
		t.Errorf("told %v, checked %v", told, c.Checked)
	}
}

func TestPickerChangesByArrowsWithinItsOptions(t *testing.T) {
	test.NewTempApp(t)
	test.NewTempWindow(t, nil)
	var told []int
	p := NewPicker([]string{"a", "b"}, 0, func(i int) { told = append(told, i) })
	key(p, fyne.KeyUp, fyne.KeyDown, fyne.KeyDown)
	if p.Selected != 1 || len(told) != 1 {
		t.Errorf("selected %d, told %v", p.Selected, told)
	}
}

func TestControlsAreLargeEnoughToHit(t *testing.T) {
	test.NewTempApp(t)
	test.NewTempWindow(t, nil)
	small := NewButton("1", "", Quiet, nil)
	small.Small = true
	for _, o := range []fyne.CanvasObject{small, NewButton("", "close", Quiet, nil), NewButton("Go", "", Normal, nil), NewCheck("x", nil), NewPicker([]string{"a"}, 0, nil), NewLine(nil)} {
		if h := o.MinSize().Height; h < 28 {
			t.Errorf("%T is %v high", o, h)
		}
	}
}
