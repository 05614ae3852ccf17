package editor

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"lanyard/store/draft"
)

// described opens a tray of four photos, and decides everything about them that can be decided, by hand where there is a field.
func (a *author) described() {
	a.t.Helper()
	names, seeds := numbered(4)
	a.Open("a/index.md").Caret("One").Drop(a.shoot(names, seeds...)...)
	v := a.tray()
	v.SetByName(true)
	stops := v.Stops()
	for i, s := range []string{"两个人", "She said \"hi\""} { // the alternative text and the caption of the first photo
		a.win.Canvas().Focus(stops[1+i])
		for _, r := range s {
			stops[1+i].TypedRune(r)
		}
	}
	v.TurnBy(v.Items()[1], 1)
	v.LeaveOut(v.Items()[2])
	a.wait()
}

// seesDescribed fails unless the tray shows what described did.
func (a *author) seesDescribed() *author {
	a.t.Helper()
	a.wait().traySees("hall 1.jpg", "hall 2.jpg", "hall 3.jpg out", "hall 4.jpg")
	v := a.tray()
	if i := v.Items()[0]; i.Alt != "两个人" || i.Caption != "She said \"hi\"" {
		a.t.Errorf("the texts are %q and %q", i.Alt, i.Caption)
	}
	if !v.ByName() || v.Items()[1].Turn != 1 {
		a.t.Errorf("by name %v, turned %d", v.ByName(), v.Items()[1].Turn)
	}
	return a
}

const describedLinks = "One\n\n" + `{{< figure src="hall-1.jpg" alt="两个人" caption="She said \"hi\"" >}}` + "\n\n![](hall-2.jpg)\n\n![](hall-4.jpg)\n\nTwo\n"

// Each flush of a tray's texts may take seconds: what was written half a second ago would come back after a kill all the same.
func TestASlowDiskHoldsUpNoTraysTexts(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	a.described()
	hangs := make(chan struct{})
	t.Cleanup(func() { close(hangs) })
	a.w.drafts.disk.Go(func(context.Context) { <-hangs })
	alt := a.tray().Stops()[1]
	for _, word := range []string{"一", "二", "三"} {
		a.win.Canvas().Focus(alt)
		for _, r := range word {
			alt.TypedRune(r)
		}
		limit := time.NewTimer(10 * time.Second)
		for ; ; _ = a.clock.Settle(time.Millisecond) { // it is never idle
			a.clock.Advance(draftDelay) // once more where the write before had not told its end when the word came
			if found, err := draft.Pending(a.w.draftDir(), a.dir); err != nil {
				t.Fatal(err)
			} else if len(found) == 1 && strings.HasSuffix(found[0].Photos[0].Alt, word) {
				break
			}
			select {
			case <-limit.C:
				t.Fatalf("a kill loses %q", word)
			default:
			}
		}
		limit.Stop()
	}
}

func TestATraySurvivesACrash(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short, "b/index.md": short})
	a.described()
	a.clock.Advance(time.Second)
	a.wait().restart().Asked("draft")
	a.Open("b/index.md").Choose("draft", "tray.draft.resume").seesDescribed()
	if got, want := a.w.activePath(), filepath.Join(a.dir, "a", "index.md"); got != want {
		t.Errorf("%s is open", got)
	}
	a.tray().InsertAll(false)
	a.wait().Sees(describedLinks).NotAsked()
	a.restart()
	if _, asked := a.w.bars.Find("draft"); asked {
		t.Error("photos that are in the post are offered again")
	}
}

func TestQuittingWithATrayLosesNothing(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	a.described()
	a.Run("file.quit")
	if !a.quit || a.staged() != 0 {
		t.Fatalf("quit %v, %d stages", a.quit, a.staged())
	}
	a.restart().Asked("draft").Choose("draft", "tray.draft.resume").seesDescribed()
}

// A key pressed a moment before the program is told to end is in the draft too.
func TestTheLastKeyInATrayIsKept(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	a.described()
	alt := a.tray().Stops()[1]
	a.win.Canvas().Focus(alt)
	a.w.Quit()
	alt.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	alt.TypedRune('！')
	a.wait()
	if !a.quit {
		t.Fatal("did not quit")
	}
	a.restart().Choose("draft", "tray.draft.resume")
	if got := a.tray().Items()[0].Alt; got != "两个人！" {
		t.Errorf("got %q", got)
	}
}

func TestATrayStaysWithItsPost(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short, "b/index.md": short})
	a.described()
	a.Open("b/index.md")
	if a.w.tray != nil || a.w.trayHolder.Visible() {
		t.Error("another post shows the tray")
	}
	a.Caret("One").Type(" of b")
	names, seeds := numbered(5)
	a.Drop(a.shoot(names, seeds...)...).traySees("hall 1.jpg", "hall 2.jpg", "hall 3.jpg", "hall 4.jpg", "hall 5.jpg")
	a.Open("a/index.md").seesDescribed()
	a.Open("b/index.md").traySees("hall 1.jpg", "hall 2.jpg", "hall 3.jpg", "hall 4.jpg", "hall 5.jpg")
	a.w.closeTray()
	a.wait().Open("a/index.md").seesDescribed()
	a.tray().InsertAll(false)
	a.Open("b/index.md") // before they are in
	if got := a.File("b/index.md"); got != short || len(a.bundle("b")) != 1 {
		t.Errorf("photos went into another post: %v", a.bundle("b"))
	}
	a.Open("a/index.md").Sees(describedLinks)
	if a.w.tray != nil || a.staged() != 0 {
		t.Error("the tray is still there with nothing left in it")
	}
}

func TestATrayOfAClosedPostIsOfferedWithIt(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	a.described()
	a.Run("file.close").NotAsked()
	if a.staged() != 0 || len(a.w.views) != 0 {
		t.Fatalf("%d stages, %d posts are left", a.staged(), len(a.w.views))
	}
	a.Open("a/index.md").Asked("draft")
	a.w.bars.CloseTop() // not now
	a.wait().NotAsked()
	a.Run("file.close").Open("a/index.md").Asked("draft")
	more := a.shoot([]string{"x 1.jpg", "x 2.jpg", "x 3.jpg", "x 4.jpg"}, 11, 12, 13, 14)
	a.Caret("One").Drop(more...).NotAsked() // they join those that wait
	a.traySees("hall 1.jpg", "hall 2.jpg", "hall 3.jpg out", "hall 4.jpg", "x 1.jpg", "x 2.jpg", "x 3.jpg", "x 4.jpg")
}

func TestACanceledTrayIsRememberedByItsPhotos(t *testing.T) {
	for name, cancel := range map[string]func(a *author){
		"cancel": func(a *author) { a.w.closeTray() },
		"discard": func(a *author) {
			a.Run("file.quit").restart().Asked("draft").Choose("draft", "tray.draft.discard").Open("a/index.md")
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAuthor(t, map[string]string{"a/index.md": short})
			a.described()
			var files []string
			for _, ph := range a.w.tray.given {
				files = append(files, ph.path)
			}
			cancel(a)
			a.wait()
			if got := a.bundle("a"); len(got) != 1 || a.Text() != short || a.staged() != 0 {
				t.Errorf("the bundle has %v, %d stages are left", got, a.staged())
			}
			a.restart().NotAsked().Open("a/index.md").NotAsked().Caret("One").Drop(files...)
			a.tray().SetByName(true)
			a.seesDescribed().tray().InsertAll(false)
			a.wait().Sees(describedLinks)
			a.restart().Open("a/index.md").Caret("One").Drop(files...)
			if got := a.tray().Items()[0].Alt; got != "" {
				t.Errorf("what is in the post is still remembered: %q", got)
			}
		})
	}
}

func TestWhereADraftCannotBeWrittenTheAuthorIsTold(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	dir := filepath.Join(a.state, "drafts")
	if err := os.WriteFile(dir, nil, 0o600); err != nil { // where the directory should be
		t.Fatal(err)
	}
	a.described()
	a.clock.Advance(time.Second)
	a.wait().Asked("draft.failed")
	a.Run("file.quit").Asked("leave")
	if a.quit {
		t.Error("it quit although something would be lost")
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	a.Run("file.quit")
	if !a.quit {
		t.Fatalf("did not quit; bars: %v", a.bars())
	}
	a.restart().Choose("draft", "tray.draft.resume").seesDescribed()
}

func TestADraftFollowsItsPlace(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	a.described()
	a.Run("file.quit")
	a.write("a/index.md", strings.Replace(short, "One", "Zero\n\nOne", 1))
	a.restart().Choose("draft", "tray.draft.resume").seesDescribed().tray().InsertAll(false)
	a.wait().Sees("Zero\n\n" + describedLinks)
}

func TestNothingOfATrayIsLeftInTheState(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	a.described()
	a.tray().InsertAll(false)
	a.wait()
	found, err := draft.Pending(filepath.Join(a.state, "drafts"), a.dir)
	if diff := cmp.Diff(found, []draft.Tray(nil)); diff != "" || err != nil {
		t.Errorf("%v, %s", err, diff)
	}
}

func TestATagWithoutItsCommaIsInTheText(t *testing.T) {
	for _, end := range []string{"file.quit", "file.close"} {
		a := newAuthor(t, map[string]string{"a/index.md": "---\ntitle: A\ntags: [one]\n---\n\nText\n"})
		a.Open("a/index.md")
		a.w.form.SetOpen(true)
		if !a.w.form.FocusKey("tags") {
			t.Fatal("there is no field for tags")
		}
		for _, r := range "two" {
			a.win.Canvas().Focused().TypedRune(r)
		}
		p := a.w.active
		a.Run(end)
		if got := p.Copy.State().Doc.String(); !strings.Contains(got, "[one, two]") {
			t.Errorf("%s: half a tag is lost:\n%s", end, got)
		}
		a.restart().Asked("recovered")
	}
}
