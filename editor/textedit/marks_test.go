package textedit

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/assets/theme"
	"lanyard/assets/typeset"
	"lanyard/editor/text"
)

// wavy are the texts with a wave in the view.
func (f *fixture) wavy() (out []string) {
	f.arrange()
	for _, r := range f.scene.visible {
		for _, sp := range r.para.Spans {
			if sp.Ink.Wavy && r.row == r.para.P.RowAt(sp.From, false) {
				out = append(out, r.para.P.Text()[sp.From:sp.To])
			}
		}
	}
	return out
}

func sameTexts(a []string, b ...string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestWavesFollowTheText(t *testing.T) {
	f := newFixture(t, "", 500, 300)
	f.set("|good bda **oops** end\n\nmroe")
	f.SetWrong([]text.Range{{Anchor: 5, Head: 8}, {Anchor: 11, Head: 15}, {Anchor: 23, Head: 27}})
	if got := f.wavy(); !sameTexts(got, "bda", "oops", "mroe") {
		t.Fatalf("waves under %q", got)
	}
	f.Insert("x ")
	if got := f.wavy(); !sameTexts(got, "bda", "oops", "mroe") {
		t.Errorf("after typing before them: waves under %q", got)
	}
	if r, ok := f.WrongAt(8); !ok || r.From() != 7 || r.To() != 10 {
		t.Errorf("at 8 there is %v, %v", r, ok)
	}
	f.click(9, 0)
	f.Insert("y")
	if got := f.wavy(); !sameTexts(got, "oops", "mroe") {
		t.Errorf("a word that is being changed keeps its wave: %q", got)
	}
	f.SetWrong(nil)
	if got := f.wavy(); len(got) != 0 {
		t.Errorf("waves under %q after all were taken away", got)
	}
}

func TestUnderlineSplitsSpansAnywhere(t *testing.T) {
	f := newFixture(t, "", 500, 300)
	f.wrong = []text.Range{{Anchor: 2, Head: 12}, {Anchor: 14, Head: 15}}
	in := []typeset.Span{{From: 0, To: 1}, {From: 1, To: 6}, {From: 6, To: 10}}
	in[2].Ink.Color.A = 102
	got := f.underline(in, 0, 5, 15) // the stretch begins inside the first word
	at := 0
	for _, sp := range got {
		if sp.From != at || sp.To <= sp.From {
			t.Fatalf("spans %v do not join", got)
		}
		at = sp.To
		if want := sp.To <= 7 || sp.From >= 9; sp.Ink.Wavy != want {
			t.Errorf("[%d, %d): wavy %v", sp.From, sp.To, sp.Ink.Wavy)
		}
	}
	if at != 10 {
		t.Errorf("spans end at %d, want 10", at)
	}
}

func TestDraggingWithAltSelectsARectangle(t *testing.T) {
	f := newFixture(t, "", 500, 300)
	f.set("|first\nabcd\nefgh\nijkl")
	f.opt.Column = func(d text.Doc, anchor, head int) text.Selection {
		return text.Select([]text.Range{{Anchor: anchor, Head: anchor + 1}, {Anchor: head - 1, Head: head}}, 1)
	}
	f.down(f.at(7), desktop.MouseButtonPrimary, fyne.KeyModifierAlt)
	f.dragTo(f.at(18))
	f.want("first\na«b»cd\nefgh\ni«j»kl")
	f.MouseUp(&desktop.MouseEvent{})
	f.Insert("x")
	f.want("first\nax|cd\nefgh\nix|kl")
}

func TestGuideAndWideSpacesAreShown(t *testing.T) {
	f := newFixture(t, "", 500, 300)
	f.set("|一　二　\nplain")
	count := func(s Style) (line, over int) {
		s.Size, s.Colours = f.style.Size, theme.Current()
		f.SetStyle(s)
		return f.scene.line.used, f.scene.over.used
	}
	line, over := count(Style{})
	guided, _ := count(Style{Guide: true})
	_, framed := count(Style{Trailing: true})
	if guided != line+1 {
		t.Errorf("%d boxes with a guide, %d without", guided, line)
	}
	if framed != over+8 {
		t.Errorf("%d boxes for two full-width spaces, want %d", framed-over, 8)
	}
}

func TestDraggingSelectedTextMovesIt(t *testing.T) {
	f := newFixture(t, "", 500, 300)
	f.set("«中文 »one two")
	f.down(f.at(3), desktop.MouseButtonPrimary, 0)
	f.want("«中文 »one two")
	f.dragTo(f.at(11))
	f.MouseUp(&desktop.MouseEvent{})
	f.DragEnd()
	f.want("one «中文 »two")
	f.pass(time.Second)
	f.down(f.at(7), desktop.MouseButtonPrimary, 0)
	f.dragTo(f.at(1))
	f.DragEnd()
	f.want("o«中文 »ne two")
	f.pass(time.Second)
	f.down(f.at(4), desktop.MouseButtonPrimary, 0)
	f.dragTo(f.at(1))
	f.DragEnd()
	f.want("o«中文 »ne two")
	f.pass(time.Second)
	f.click(4, 0) // no drag: a click
	f.want("o中|文 ne two")
}
