package textedit

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/editor/text"
)

// copyKey is the key that a drop copies with.
func copyKey() fyne.KeyModifier {
	if runtime.GOOS == "darwin" {
		return fyne.KeyModifierAlt
	}
	return fyne.KeyModifierControl
}

// take presses inside the selection and drags to a position.
func (f *fixture) take(off int, pos fyne.Position) {
	f.pass(time.Second)
	f.down(f.at(off), desktop.MouseButtonPrimary, 0)
	f.dragTo(pos)
}

// let lets the button go, as Fyne tells it: the event of the pointer, then the end of the drag.
func (f *fixture) let(mods fyne.KeyModifier) {
	f.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: f.input.pointer.pos}, Button: desktop.MouseButtonPrimary, Modifier: mods})
	f.DragEnd()
}

// undo takes the last step back, as the host does.
func (f *fixture) undo() {
	f.t.Helper()
	tr, ok := f.history.Undo(f.state)
	if !ok {
		f.t.Fatal("nothing to undo")
	}
	f.Dispatch(tr)
}

func TestDraggedTextMovesOrIsCopied(t *testing.T) {
	for _, c := range []struct {
		name, in   string
		from, to   int
		mods       fyne.KeyModifier
		want, undo string
	}{
		{"forward", "a «中文» b c", 5, 11, 0, "a  b «中文»c", "a «中文» b c"},
		{"back", "a b «中文» c", 7, 0, 0, "«中文»a b  c", "a b «中文» c"},
		{"a copy forward", "a «中文» b c", 5, 11, copyKey(), "a 中文 b «中文»c", "a «中文» b c"},
		{"a copy back", "a b «中文» c", 7, 0, copyKey(), "«中文»a b 中文 c", "a b «中文» c"},
		{"a copy behind itself", "a «中文» b", 5, 8, copyKey(), "a 中文«中文» b", "a «中文» b"},
		{"a copy before itself", "a «中文» b", 5, 2, copyKey(), "a «中文»中文 b", "a «中文» b"},
		{"over lines", "one\n«two\n»three", 5, 0, 0, "«two\n»one\nthree", "one\n«two\n»three"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t, "", 500, 300)
			f.set(c.in)
			f.take(c.from, f.at(c.to))
			f.let(c.mods)
			f.want(c.want)
			f.undo()
			f.want(c.undo)
			if _, ok := f.history.Undo(f.state); ok {
				t.Error("a drop is more than one step")
			}
		})
	}
}

func TestAClickOnASelectionPutsTheCaretThere(t *testing.T) {
	f := newFixture(t, "", 500, 300)
	f.set("one «two» three")
	f.pass(time.Second)
	f.click(5, 0)
	f.want("one t|wo three")
}

func TestEveryPartOfASelectedCharacterDragsIt(t *testing.T) {
	for _, part := range []float32{0.1, 0.5, 0.9} {
		f := newFixture(t, "", 500, 300)
		f.set("a «中» b")
		left, right := f.PositionOf(2), f.PositionOf(5)
		f.pass(time.Second)
		f.down(fyne.NewPos(left.X+part*(right.X-left.X), left.Y-12), desktop.MouseButtonPrimary, 0)
		f.dragTo(f.at(7))
		f.let(0)
		f.want("a  b«中»")
		f.set("a «中» b")
		f.pass(time.Second)
		f.down(fyne.NewPos(left.X-0.9, left.Y-12), desktop.MouseButtonPrimary, 0)
		f.want("a |中 b")
		f.let(0)
		f.set("a «中» b")
		f.pass(time.Second)
		f.down(fyne.NewPos(right.X+0.9, left.Y-12), desktop.MouseButtonPrimary, 0)
		f.want("a 中| b")
		f.let(0)
	}
}

func TestADropOntoItselfChangesNothing(t *testing.T) {
	for _, mods := range []fyne.KeyModifier{0, copyKey()} {
		f := newFixture(t, "", 500, 300)
		f.set("one «two» three")
		f.take(5, f.at(6))
		f.let(mods)
		f.want("one «two» three")
	}
}

func TestEscapeCancelsADrag(t *testing.T) {
	f := newFixture(t, "", 500, 300)
	f.keys["Escape"] = func() { t.Error("the host got the Escape of a drag") }
	f.set("one «two» three")
	f.take(5, f.at(12))
	f.press("Escape")
	if f.scene.over.used > 0 {
		t.Error("the place of the drop is still shown")
	}
	f.dragTo(f.at(10)) // the button is still down
	f.let(0)
	f.want("one «two» three")
	if f.window.Canvas().Focused() != fyne.Focusable(f.Editor) {
		t.Error("the focus is gone")
	}
	delete(f.keys, "Escape")
	f.press("Escape") // and now it means what it meant
	f.want("one two| three")
}

func TestAKeyWhileTextIsDraggedEndsTheDrag(t *testing.T) {
	f := newFixture(t, "", 500, 300)
	f.set("one «two» three")
	f.take(5, f.at(12))
	f.press("Backspace")
	f.let(0)
	f.want("one | three")
}

func TestATextThatChangedUnderADragStays(t *testing.T) {
	f := newFixture(t, "", 500, 300)
	f.set("one «two» three")
	f.take(5, f.at(13))
	change, err := text.NewChange(f.state.Doc.Len(), text.Edit{From: 0, To: 4})
	if err != nil {
		t.Fatal(err)
	}
	f.Dispatch(text.Transaction{Change: change, Kind: text.Command}) // another program's
	f.let(0)
	f.want("«two» three")
}

func TestDraggedTextScrollsAtTheEdges(t *testing.T) {
	const line = "a line of text\n"
	for _, y := range []float32{195, 260} { // in the row at the edge, and below it
		f := newFixture(t, strings.Repeat(line, 200), 500, 200)
		f.state.Selection = text.Single(2, 6)
		f.Reset()
		f.take(4, f.at(17))
		f.pass(4 * autoTick)
		if f.TopOffset() != 0 {
			t.Fatal("it scrolls in the middle")
		}
		f.dragTo(fyne.NewPos(90, y))
		for range 40 {
			f.pass(autoTick)
		}
		top := f.TopOffset()
		if top == 0 {
			t.Fatalf("the text does not scroll with the pointer at %v of 200", y)
		}
		if f.input.pointer.target < top {
			t.Errorf("the text would go to %d, above the view at %d", f.input.pointer.target, top)
		}
		f.dragTo(fyne.NewPos(90, 100))
		top = f.TopOffset()
		f.pass(4 * autoTick)
		if f.TopOffset() != top {
			t.Error("it scrolls on in the middle")
		}
		at := f.input.pointer.target
		f.let(0)
		if got := f.state.Doc.Slice(at-4, at); got != "line" || f.state.Selection.MainRange() != (text.Range{Anchor: at - 4, Head: at}) {
			t.Errorf("dropped %q, selected %v, want it at %d", got, f.state.Selection, at-4)
		}
		f.pass(time.Second) // and back up
		f.take(at-2, fyne.NewPos(60, 5))
		for range 300 {
			f.pass(autoTick)
		}
		if f.TopOffset() != 0 {
			t.Errorf("at the upper edge it scrolls to %d only", f.TopOffset())
		}
		f.press("Escape")
		top = f.TopOffset()
		f.dragTo(fyne.NewPos(60, 260))
		f.pass(time.Second)
		if f.TopOffset() != top {
			t.Error("it scrolls after Escape")
		}
		f.let(0)
	}
}
