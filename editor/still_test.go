package editor

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/editor/field"
)

// TestNothingMovesBetweenPressAndRelease gives the keyboard to each control, begins to type where one can, and puts the button down on
// everything else that takes clicks: what is under the pointer is still there when the button is let go.
func TestNothingMovesBetweenPressAndRelease(t *testing.T) {
	tried := 0
	for _, s := range states() {
		t.Run(s.name, func(t *testing.T) {
			k := in(t, s)
			k.w.words = map[string][]string{"tags": {"kubecon", "istio", "envoy"}, "authors": {"Grace"}, "categories": {"talks"}}
			top := k.win.Canvas().Overlays().Top()
			for _, from := range controls(k.win.Canvas()) {
				f := from.o.(fyne.Focusable)
				k.win.Canvas().Focus(f)
				if k.wait(); k.win.Canvas().Focused() != f {
					continue
				}
				if _, types := f.(*field.Line); types {
					f.TypedRune('k')
					k.wait()
				}
				h := &hand{k: k}
				for _, to := range k.targets() {
					k.win.Canvas().Focus(f)
					k.wait()
					if k.win.Canvas().Overlays().Top() != top {
						return // the press before closed what lies over the window
					}
					at := to.middle()
					before, ok := h.under(at, takesClicks)
					if !ok {
						continue
					}
					tried++
					h.Press(at, desktop.MouseButtonPrimary)
					if after, _ := h.under(at, takesClicks); after.o != before.o || after.pos != before.pos {
						t.Errorf("with the keyboard in a %s, a press on %s finds %s at its release", kindOf(f), before.named(), after.named())
					}
					h.Release(fyne.NewPos(-1, -1), desktop.MouseButtonPrimary)
				}
			}
		})
	}
	if tried < 1000 {
		t.Errorf("only %d presses were tried", tried)
	}
}

// targets are what can be clicked on now, at its middle.
func (k *keyed) targets() []seen {
	var out []seen
	h := &hand{k: k}
	walk(k.win.Canvas(), func(s seen) {
		if !takesClicks(s.o) || s.shows().empty() {
			return
		}
		if hit, ok := h.under(s.middle(), takesClicks); ok && hit.o == s.o {
			out = append(out, s)
		}
	})
	return out
}

func TestASuggestionIsTakenWithThePointer(t *testing.T) {
	k := newKeyed(t, plainBody)
	k.write("rich/index.md", richPost)
	k.Open("rich/index.md")
	k.w.words = map[string][]string{"tags": {"kubecon", "istio"}}
	k.w.form.FocusKey("tags")
	k.wait()
	for _, r := range "ist" {
		k.win.Canvas().Focused().TypedRune(r)
	}
	k.wait()
	was := k.w.form.Size()
	for _, s := range k.targets() {
		if s.named() == `a *form.pill "istio"` {
			(&hand{k: k}).Click(s.middle(), desktop.MouseButtonPrimary)
		}
	}
	k.Sees("tags: [go, kubernetes, istio]")
	if k.w.form.Size() != was {
		t.Errorf("the form grew from %v to %v", was, k.w.form.Size())
	}
}

func TestWhatIsBegunInAFieldIsOfItsPost(t *testing.T) {
	k := newKeyed(t, plainBody)
	k.write("rich/index.md", richPost)
	k.Open("rich/index.md")
	k.w.form.FocusKey("tags")
	for _, r := range "begun" {
		k.win.Canvas().Focused().TypedRune(r)
	}
	k.Open("other.md")
	if got := k.Text(); got != k.File("other.md") {
		t.Errorf("the other post became\n%s", got)
	}
	k.Open("rich/index.md").Sees("tags: [go, kubernetes, begun]")
}
