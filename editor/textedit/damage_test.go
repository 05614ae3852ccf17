package textedit

import (
	"bytes"
	"image"
	"math/rand/v2"
	"testing"

	"lanyard/editor/text"
)

// Whatever is done to the text, what looks different lies inside what Changed says, but for the scroll bar.
func TestWhatLooksDifferentIsSaidToHaveChanged(t *testing.T) {
	f := newFixture(t, scene1+scene1, 420, 300)
	f.FocusGained()
	r := rand.New(rand.NewPCG(1, 7))
	keys := []string{"Left", "Right", "Up", "Down", "Shift+Right", "Shift+Down", "Home", "End", "Enter", "Backspace", "Delete", "PageDown", "Ctrl+Home", "Ctrl+A"}
	words := []string{"m", "会场", "**", "`", "a longer run of words that wraps ", "\t", "😀"}
	f.Changed()
	before := pixels(f)
	said := 0
	for i := range 240 {
		switch n := r.IntN(10); {
		case n < 4:
			f.Editor.Insert(words[r.IntN(len(words))])
		case n == 4:
			at := r.IntN(f.state.Doc.Len() + 1)
			f.SetMatches([]text.Range{{Anchor: at, Head: min(at+9, f.state.Doc.Len())}}, 0)
		case n == 5:
			f.pass(blinkTime)
		default:
			f.press(keys[r.IntN(len(keys))])
		}
		f.arrange()
		whole := f.scene.damage.all
		pos, size, ok := f.Changed()
		after := pixels(f)
		inside := image.Rectangle{}
		if ok {
			said++
			inside = image.Rect(f.view.px(pos.X), f.view.px(pos.Y), f.view.px(pos.X+size.Width), f.view.px(pos.Y+size.Height))
		}
		if d := difference(before, after, f.view.w-f.view.px(barZone)); !whole && !d.In(inside) {
			t.Fatalf("step %d: %v looks different, said was %v", i, d, inside)
		}
		before = after
	}
	if said < 60 {
		t.Errorf("a part was named %d times in 240 steps", said)
	}
}

func pixels(f *fixture) *image.NRGBA { return f.window.Canvas().Capture().(*image.NRGBA) }

// difference is the smallest rectangle left of right in which the pictures differ.
func difference(a, b *image.NRGBA, right int) (d image.Rectangle) {
	for y := range a.Rect.Dy() {
		if from, to := a.PixOffset(0, y), a.PixOffset(right, y); bytes.Equal(a.Pix[from:to], b.Pix[from:to]) {
			continue
		}
		for x := range right {
			if a.NRGBAAt(x, y) != b.NRGBAAt(x, y) {
				d = d.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return d
}
