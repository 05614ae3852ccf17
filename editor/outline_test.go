package editor

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

const headed = "intro\n\n## 甲\n\na|\n\n### sub\n\n## 乙\n\nb\n"

// size makes the window that wide.
func (a *author) size(width float32) *author {
	a.win.Resize(fyne.NewSize(width, 700))
	return a.wait()
}

func TestTheOutlineStandsBesideTheTextInANarrowWindow(t *testing.T) {
	for _, width := range []float32{880, 640, 400} {
		a := writer(t, headed).size(width)
		p := a.w.panes
		if p.Shows(paneList) {
			t.Fatalf("at %v the list shows by itself", width)
		}
		a.Run("view.outline").later(time.Second)
		if !a.w.outlineShows() || !a.w.outline.Visible() || !a.w.checked("view.outline") {
			t.Fatalf("at %v the outline does not show", width)
		}
		if a.w.list.Visible() {
			t.Errorf("at %v the list shows too", width)
		}
		left, source := p.content[paneList].Size(), p.content[paneSource].Size()
		if left.Width < listWidthMin || a.w.outline.Size().Height < left.Height-outlineHeight-5 {
			t.Errorf("at %v the column is %v, the outline %v", width, left, a.w.outline.Size())
		}
		if !p.Shows(paneSource) || source.Width < bodyWidthMin {
			t.Errorf("at %v the text has %v left", width, source)
		}
		if p.Shows(panePreview) && p.content[panePreview].Size().Width < bodyWidthMin {
			t.Errorf("at %v the preview has %v left", width, p.content[panePreview].Size())
		}
		a.w.outline.goTo(2)
		a.wait().want("intro\n\n## 甲\n\na\n\n### sub\n\n## 乙|\n\nb\n")
		if !a.w.outlineShows() || !a.w.sourceFocused() {
			t.Errorf("at %v going to a heading hides the outline, or leaves the keyboard in it", width)
		}
		found := false
		for range 8 { // round the panes
			a.Run("view.next")
			switch a.win.Canvas().Focused() {
			case fyne.Focusable(a.w.list.list):
				t.Fatalf("at %v F6 goes to the list, which is hidden", width)
			case fyne.Focusable(a.w.outline):
				found = true
			}
		}
		if !found {
			t.Errorf("at %v F6 does not go to the outline", width)
		}
		a.Run("view.outline")
		if a.w.outlineShows() || p.Shows(paneList) || !p.content[paneSource].Visible() {
			t.Errorf("at %v the column does not go away", width)
		}
	}
}

func TestGoingToALineBringsTheTextBack(t *testing.T) {
	for _, width := range []float32{1280, 800, 320} {
		for _, hide := range []string{"view.switch", "view.source", "view.list"} {
			a := writer(t, headed).size(width)
			a.Run(hide).Run("edit.goto.line")
			for _, r := range "7" {
				a.win.Canvas().Focused().TypedRune(r)
			}
			a.strike(fyne.KeyReturn)
			if !a.w.panes.Shows(paneSource) || !a.w.sourceFocused() {
				t.Errorf("%v wide, after %s: the text is hidden, or has not the keyboard", width, hide)
			}
		}
	}
}

func TestTheOutlineTakesTheWholeOfAVeryNarrowWindow(t *testing.T) {
	a := writer(t, headed).size(320)
	a.Run("view.outline").later(time.Second)
	if !a.w.outlineShows() || a.w.panes.Shows(paneSource) || a.w.panes.Shows(panePreview) {
		t.Fatal("the outline is not alone")
	}
	if a.win.Canvas().Focused() != fyne.Focusable(a.w.outline) {
		t.Error("the outline has not the keyboard")
	}
	a.strike(fyne.KeyEnd, fyne.KeyReturn).want("intro\n\n## 甲\n\na\n\n### sub\n\n## 乙|\n\nb\n")
	if a.w.panes.Shows(paneList) || !a.w.panes.Shows(paneSource) || !a.w.sourceFocused() {
		t.Error("going to a heading does not bring the text back")
	}
	a.Run("view.outline").later(time.Second)
	a.strike(fyne.KeyEscape)
	if a.w.panes.Shows(paneList) || !a.w.sourceFocused() {
		t.Error("Escape does not bring the text back")
	}
}

func TestTheListTakesTheWholeOfAVeryNarrowWindow(t *testing.T) {
	a := writer(t, headed).size(320)
	a.Run("view.list")
	if !a.w.list.Visible() || a.w.panes.Shows(paneSource) || a.win.Canvas().Focused() != fyne.Focusable(a.w.list.list) {
		t.Errorf("the keyboard is in %T", a.win.Canvas().Focused())
	}
	a.Run("view.list")
	if a.w.panes.Shows(paneList) || !a.w.sourceFocused() {
		t.Errorf("the text does not come back; the keyboard is in %T", a.win.Canvas().Focused())
	}
}

func TestTheLeftColumnFollowsTheWidthOfTheWindow(t *testing.T) {
	a := writer(t, headed)
	a.Run("view.outline").later(time.Second)
	if !a.w.list.Visible() || !a.w.outline.Visible() {
		t.Fatal("a wide window shows not both")
	}
	a.size(700)
	if a.w.panes.Shows(paneList) {
		t.Error("the column does not hide itself")
	}
	a.Run("view.outline")
	a.size(1280)
	if !a.w.list.Visible() || !a.w.outline.Visible() || a.w.list.Size().Height > 500 {
		t.Errorf("back in a wide window the list is %v high and visible %v", a.w.list.Size(), a.w.list.Visible())
	}
	a.Run("view.outline")
	if a.w.outline.Visible() || !a.w.list.Visible() {
		t.Error("the outline does not go, or takes the list with it")
	}
	a.size(700)
	if a.w.panes.Shows(paneList) {
		t.Error("an outline that was closed comes back in a narrow window")
	}
	a.Run("view.list")
	if !a.w.panes.Shows(paneList) || !a.w.list.Visible() || a.w.outline.Visible() {
		t.Error("the list does not come when it is asked for")
	}
	a.Run("view.outline").later(time.Second)
	if a.w.list.Visible() || !a.w.outline.Visible() {
		t.Error("the outline does not take the place of the list")
	}
	a.Run("file.close")
	if a.w.panes.Shows(paneList) && !a.w.list.Visible() {
		t.Error("without a post the column is empty")
	}
	a.Open("other.md").Run("view.list").Run("view.list")
	if a.w.panes.Shows(paneList) {
		t.Error("the list does not go away")
	}
	a.size(1280)
	if !a.w.panes.Shows(paneList) {
		t.Error("what was done in a narrow window hides the list in a wide one")
	}
}
