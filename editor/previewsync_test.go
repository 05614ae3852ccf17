package editor

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// longStory is a post of many blocks.
func longStory() string {
	var b strings.Builder
	b.WriteString("---\ntitle: Long\n---\n")
	for i := range 120 {
		fmt.Fprintf(&b, "## Part %d\n\nParagraph %d goes on for a while, so that it wraps in both panes.\n\n- [ ] task %d\n\n", i, i, i)
	}
	return b.String()
}

func TestBothPanesComeToTheirEndsTogether(t *testing.T) {
	a := newAuthor(t, map[string]string{"p/index.md": longStory()}).Open("p/index.md")
	w := a.w
	if w.preview.Progress() != 0 {
		t.Errorf("progress %v in a post just opened", w.preview.Progress())
	}
	a.Press("Ctrl+End")
	if p := w.source.Progress(); p < 0.9 || w.preview.Progress() < 0.95 {
		t.Errorf("source at %v, preview at %v", p, w.preview.Progress())
	}
	a.clock.Advance(time.Second)
	scroll := func(dy float32) {
		w.preview.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)})
		a.wait()
	}
	scroll(1e6)
	if p := w.source.Progress(); p > 0.02 {
		t.Errorf("the preview was scrolled to its beginning, the source is at %v", p)
	}
	for range 20 { // in the middle both show the same text at the same share of their height
		scroll(-150)
		share := w.preview.Progress()
		if d := w.source.PlaceAt(share) - w.preview.PlaceAt(share); d < -80 || d > 80 {
			t.Fatalf("at %v the source is %v bytes ahead", share, d)
		}
	}
	before := w.preview.PlaceAt(0.5)
	w.pickInPreview(int(before))
	a.wait()
	if after := w.preview.PlaceAt(0.5); after < before-20 || after > before+20 {
		t.Errorf("a click moved the preview from %v to %v", before, after)
	}
}

func TestWhatIsTypedComesIntoViewInThePreview(t *testing.T) {
	a := newAuthor(t, map[string]string{"p/index.md": longStory()}).Open("p/index.md")
	a.Press("Ctrl+End")
	a.Type("\n\nThe very last words")
	if p := a.w.preview.Progress(); p < 0.97 {
		t.Errorf("the preview is at %v", p)
	}
}

func TestATickInThePreviewChangesTheSource(t *testing.T) {
	a := newAuthor(t, map[string]string{"p/index.md": longStory()}).Open("p/index.md")
	src := a.w.active.Copy.State().Doc.String()
	off := strings.Index(src, "[ ] task 7\n")
	a.w.tick(off, true)
	a.wait()
	if got := a.w.active.Copy.State().Doc.String(); got[off:off+10] != "[x] task 7" || len(got) != len(src) {
		t.Errorf("%q", got[off:off+10])
	}
	a.w.tick(off+1, false) // the text has changed since
	if got := a.w.active.Copy.State().Doc.String(); got[off:off+3] != "[x]" {
		t.Error("another place was changed")
	}
}

func TestTheStatusForgetsALinkThatIsLeft(t *testing.T) {
	a := newAuthor(t, map[string]string{"p/index.md": longStory()}).Open("p/index.md")
	a.w.hoverLink("https://e.org/")
	if a.w.status.said != "https://e.org/" {
		t.Errorf("said %q", a.w.status.said)
	}
	a.w.hoverLink("")
	if a.w.status.said != "" {
		t.Errorf("still says %q", a.w.status.said)
	}
}

// TestWhatComesFromOutsideLeavesCaretAndScrollWhereTheyAre has another program change the file above and below what is read, with the
// panes scrolled together and apart from the caret, for a post that is clean (it reloads) and for one that is not (it is merged).
func TestWhatComesFromOutsideLeavesCaretAndScrollWhereTheyAre(t *testing.T) {
	at := func(text string, off int) string { return text[off:min(off+24, len(text))] }
	for _, typed := range []bool{false, true} {
		for _, away := range []bool{false, true} { // the caret is out of sight
			t.Run(fmt.Sprintf("typed %v, caret away %v", typed, away), func(t *testing.T) {
				a := newAuthor(t, map[string]string{"p/index.md": longStory()}).Open("p/index.md")
				w := a.w
				a.Caret("Paragraph 60")
				if typed {
					a.Type(" indeed")
				}
				a.clock.Advance(time.Second)
				if away {
					w.source.RevealTop(strings.Index(a.Text(), "Paragraph 90"))
					a.wait()
				}
				head := func() int { return w.active.Copy.State().Selection.MainRange().Head }
				source, shown, caret := at(a.Text(), w.source.TopOffset()), at(a.Text(), w.preview.TopOffset()), at(a.Text(), head())
				theirs := strings.Replace(a.File("p/index.md"), "## Part 3\n", "A new paragraph.\n\nAnd one more.\n\n## Part 3\n", 1)
				a.write("p/index.md", strings.Replace(theirs, "task 110", "task one hundred and ten", 1))
				a.changed("p/index.md")
				if typed {
					a.Asked("conflict").Choose("conflict", "window.conflict.merge")
				}
				a.clock.Advance(2 * time.Second)
				a.wait().Sees("A new paragraph.", "task one hundred and ten")
				for what, got := range map[string][2]string{
					"the source begins":  {source, at(a.Text(), w.source.TopOffset())},
					"the preview begins": {shown, at(a.Text(), w.preview.TopOffset())},
					"the caret stands":   {caret, at(a.Text(), head())},
				} {
					if got[0] != got[1] {
						t.Errorf("%s before %q, and then before %q", what, got[0], got[1])
					}
				}
			})
		}
	}
}
