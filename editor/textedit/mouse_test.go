package textedit

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/editor/text"
)

// at is the middle of the left edge of what stands behind the offset.
func (f *fixture) at(off int) fyne.Position {
	p := f.PositionOf(off)
	p.Y -= 12
	p.X++
	return p
}

func (f *fixture) down(pos fyne.Position, button desktop.MouseButton, mods fyne.KeyModifier) {
	f.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos}, Button: button, Modifier: mods})
}

func (f *fixture) click(off int, mods fyne.KeyModifier) {
	f.down(f.at(off), desktop.MouseButtonPrimary, mods)
	f.MouseUp(&desktop.MouseEvent{})
}

func (f *fixture) dragTo(pos fyne.Position) {
	f.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: pos}})
}

func (f *fixture) pass(d time.Duration) {
	f.sched.Advance(d)
	if err := f.sched.Settle(time.Second); err != nil {
		f.t.Fatal(err)
	}
}

func TestClicksSelect(t *testing.T) {
	f := newFixture(t, "", 500, 300)
	f.set("|one two three\nsecond line\nthird")
	f.click(5, 0)
	f.want("one t|wo three\nsecond line\nthird")
	f.click(5, 0)
	f.want("one «two» three\nsecond line\nthird")
	f.click(5, 0)
	f.want("«one two three\n»second line\nthird")
	f.click(5, 0)
	f.want("one t|wo three\nsecond line\nthird")
	f.pass(time.Second)
	f.click(2, 0)
	f.pass(time.Second)
	f.click(9, fyne.KeyModifierShift)
	f.want("on«e two t»hree\nsecond line\nthird")
	f.pass(time.Second)
	f.click(0, fyne.KeyModifierShift)
	f.want("»on«e two three\nsecond line\nthird")
	f.pass(time.Second)
	f.click(16, fyne.KeyModifierAlt)
	f.want("»on«e two three\nse|cond line\nthird")
	f.pass(time.Second)
	f.press("Escape")
	f.want("one two three\nse|cond line\nthird")
}

func TestDragSelectsAndScrollsPastTheEdge(t *testing.T) {
	f := newFixture(t, strings.Repeat("a line of text\n", 200), 500, 200)
	f.click(3, 0)
	f.pass(time.Second)
	f.down(f.at(3), desktop.MouseButtonPrimary, 0)
	f.dragTo(f.at(17))
	if r := f.state.Selection.MainRange(); r != (text.Range{Anchor: 3, Head: 17}) {
		t.Errorf("dragged %v", r)
	}
	f.dragTo(fyne.NewPos(50, 260))
	for range 20 {
		f.pass(autoTick)
	}
	if f.TopOffset() == 0 {
		t.Error("dragging below the edge does not scroll")
	}
	if r := f.state.Selection.MainRange(); r.Anchor != 3 || r.Head < f.TopOffset() {
		t.Errorf("selected %v with %d at the top", r, f.TopOffset())
	}
	top := f.TopOffset()
	f.window.Canvas().Unfocus() // as Fyne does when the button is let go outside
	f.DragEnd()
	if f.window.Canvas().Focused() != fyne.Focusable(f.Editor) {
		t.Error("dragging out of the editor takes its focus")
	}
	f.pass(time.Second)
	if f.TopOffset() != top {
		t.Error("it scrolls on after the button was let go")
	}
}

func TestDoubleClickDragSelectsWholeWords(t *testing.T) {
	f := newFixture(t, "", 500, 300)
	f.set("|one two three four")
	f.click(9, 0)
	f.down(f.at(9), desktop.MouseButtonPrimary, 0)
	f.dragTo(f.at(15))
	f.want("one two «three four»")
	f.dragTo(f.at(5))
	f.want("one »two three« four")
}

func TestMiddleClickPastesWhatIsSelected(t *testing.T) {
	f := newFixture(t, "", 500, 300)
	f.set("|one two")
	f.click(0, 0)
	f.click(0, 0)
	f.want("«one» two")
	f.down(f.at(7), desktop.MouseButtonTertiary, 0)
	f.want("one twoone|")
	if f.clip.s != "" {
		t.Errorf("the clipboard has %q", f.clip.s)
	}
}

func TestSecondaryTapKeepsASelectionUnderIt(t *testing.T) {
	f := newFixture(t, "", 500, 300)
	asked := 0
	f.opt.OnMenu = func(fyne.Position) { asked++ }
	f.set("«one» two")
	f.TappedSecondary(&fyne.PointEvent{Position: f.at(1)})
	f.want("«one» two")
	f.TappedSecondary(&fyne.PointEvent{Position: f.at(5)})
	f.want("one t|wo")
	if asked != 2 {
		t.Errorf("%d menus", asked)
	}
}

func TestScrollBarDrags(t *testing.T) {
	f := newFixture(t, strings.Repeat("a line of text\n", 2000), 500, 400)
	top, h, ok := f.thumb()
	if !ok || top != 0 || h < barLeast {
		t.Fatalf("thumb at %v, %v high, %v", top, h, ok)
	}
	x := float32(500 - 4)
	f.down(fyne.NewPos(x, 10), desktop.MouseButtonPrimary, 0)
	f.dragTo(fyne.NewPos(x, 200))
	if line := f.state.Doc.LineAt(f.TopOffset()); line < 900 || line > 1150 {
		t.Errorf("half way down is line %d of 2000", line)
	}
	f.dragTo(fyne.NewPos(x, 5000))
	f.MouseUp(&desktop.MouseEvent{})
	if got := f.OffsetAt(fyne.NewPos(100, 190)); got < f.state.Doc.Len()-40 {
		t.Errorf("at the bottom the view's middle has offset %d of %d", got, f.state.Doc.Len())
	}
	if f.state.Selection.MainRange().Head != 0 {
		t.Error("dragging the bar moved the caret")
	}
}

func TestWheelScrollsSmoothlyAndToItsEnds(t *testing.T) {
	f := newFixture(t, strings.Repeat("a line of text\n", 300), 500, 400)
	wheel := func(dy float32) { f.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)}) }
	before := f.view.place
	wheel(-25)
	first := f.view.place
	for range 30 {
		f.pass(frame)
	}
	if first == before || f.view.place == first {
		t.Errorf("a step of the wheel went from %v by %v to %v", before, first, f.view.place)
	}
	if d, _ := f.lay.Distance(f.view.place, 0, false, 1000); d < -76+14 || d > -74+14 {
		t.Errorf("a step went %d pixels, want 75 less the padding", -d)
	}
	wheel(-4)
	if f.idle.stopScroll != nil {
		t.Error("a touchpad's step is not taken at once")
	}
	for range 30 {
		wheel(2000)
		f.pass(frame)
	}
	for range 30 {
		f.pass(frame)
	}
	if f.view.place != before {
		t.Errorf("at the top the place is %v, want %v", f.view.place, before)
	}
}
