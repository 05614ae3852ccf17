package editor

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func newMover(t *testing.T) *author {
	t.Helper()
	return newAuthor(t, map[string]string{
		"../hugo.toml":     "baseURL = 'https://example.org/'\n",
		"posts/a/index.md": "---\ntitle: A\ndate: 2019-06-01\n---\nText. ![](p.png)\n", "posts/a/p.png": "P",
		"posts/b/index.md": "---\ntitle: B\ndate: 2019-05-01\n---\n[a](../a/) {{< ref \"a\" >}}\n",
		"posts/c.md":       "---\ntitle: C\ndate: 2019-04-01\n---\n[a](/posts/a/)\n",
	})
}

// named types a name into the panel and takes it.
func (a *author) named(name string) *author {
	a.t.Helper()
	if a.w.quick.popup == nil {
		a.t.Fatal("the panel is not open")
	}
	a.w.quick.field.Set(name)
	a.w.quick.update(name)
	a.w.quick.choose(0)
	return a.wait()
}

func TestRenamingTheOpenPostSavesItAndTakesLinksAlong(t *testing.T) {
	a := newMover(t)
	a.Open("posts/a/index.md").Caret("Text.").Type(" More.").Run("file.rename")
	if got := a.w.quick.field.Text; got != "a" {
		t.Errorf("the panel begins with %q", got)
	}
	a.named("talk")
	if got := a.rel(a.w.activePath()); got != "posts/talk/index.md" {
		t.Fatalf("%s is open", got)
	}
	a.Dirty(false).Asked("renamed")
	if before := a.Text()[:a.w.active.Copy.State().Selection.MainRange().Head]; !strings.HasSuffix(before, "Text. More.") {
		t.Errorf("the caret stands behind\n%s", before)
	}
	if text := a.File("posts/talk/index.md"); !strings.Contains(text, "Text. More.") || !strings.Contains(text, "/posts/a/") {
		t.Errorf("the post is\n%s", text)
	}
	if a.Exists("posts/a") || !a.Exists("posts/talk/p.png") {
		t.Error("the folder did not move as a whole")
	}
	if got := a.File("posts/b/index.md"); !strings.Contains(got, "[a](../talk/) {{< ref \"talk\" >}}") {
		t.Errorf("the links are\n%s", got)
	}
	a.Choose("renamed", "Take back").wait()
	if got := a.rel(a.w.activePath()); got != "posts/a/index.md" || a.Exists("posts/talk") {
		t.Errorf("taken back, %s is open", got)
	}
	if got := a.File("posts/a/index.md"); !strings.Contains(got, "Text. More.") || strings.Contains(got, "aliases") {
		t.Errorf("taken back, the post is\n%s", got)
	}
	if got := a.File("posts/c.md"); !strings.Contains(got, "[a](/posts/a/)") {
		t.Errorf("taken back, the links are\n%s", got)
	}
}

// TestAnOpenPostWhoseLinksFollowLosesNothing: text that is not saved is saved first, so that it is neither lost nor put over the new links.
func TestAnOpenPostWhoseLinksFollowLosesNothing(t *testing.T) {
	a := newMover(t)
	a.Open("posts/b/index.md").Caret("{{< ref \"a\" >}}").Type(" Unsaved.")
	a.Open("posts/a/index.md").Run("file.rename").named("talk")
	a.tell("posts/b/index.md")
	a.wait().Open("posts/b/index.md")
	a.Sees("[a](../talk/)", "Unsaved.").Dirty(false)
	if got := a.File("posts/b/index.md"); !strings.Contains(got, "[a](../talk/) {{< ref \"talk\" >}} Unsaved.") {
		t.Errorf("the file is\n%s", got)
	}
}

func TestANameThatCannotBeIsSaidAndNothingMoves(t *testing.T) {
	a := newMover(t)
	a.Open("posts/a/index.md")
	for _, name := range []string{"a", "", "what?", "x.md", "../../../out"} {
		a.Run("file.rename")
		a.w.quick.field.Set(name)
		a.w.quick.update(name)
		if c := a.w.quick.shown[0]; c.why == "" {
			t.Errorf("%q can be chosen: %s", name, c.title)
		}
		a.w.quick.Close()
	}
	a.Run("file.rename").named("b")
	if got := a.rel(a.w.activePath()); got != "posts/a/index.md" || len(a.bars()) == 0 {
		t.Errorf("%s is open, and the bars say %q", got, a.bars())
	}
	if !a.Exists("posts/a/p.png") {
		t.Error("it has moved")
	}
}

func TestDuplicatingThePostShowsTheCopy(t *testing.T) {
	a := newMover(t)
	a.Open("posts/a/index.md").Caret("Text.").Type(" More.").Run("file.duplicate")
	if got := a.w.quick.field.Text; got != "a-2" {
		t.Errorf("the panel begins with %q", got)
	}
	a.named("a-2")
	if got := a.rel(a.w.activePath()); got != "posts/a-2/index.md" {
		t.Fatalf("%s is open", got)
	}
	a.Sees("Text. More.", "draft: true")
	if !a.Exists("posts/a-2/p.png") || !a.Exists("posts/a/p.png") {
		t.Error("the photo was not copied")
	}
	if n := len(a.w.list.shown); n != 4 {
		t.Errorf("the list has %d rows", n)
	}
}

func TestF2InTheListRenamesThePostOfTheRow(t *testing.T) {
	a := newMover(t)
	a.Open("posts/a/index.md")
	a.win.Canvas().Focus(a.w.list.list)
	a.w.list.list.choose(2)
	a.w.list.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF2})
	a.wait().named("../talks/d")
	if got := filepath.ToSlash(a.rel(a.w.activePath())); got != "talks/d.md" {
		t.Errorf("%s is open", got)
	}
}

// TestWordsTypedDuringARenameStay types in every turn of it, until the post is closed to move, and crashes then.
func TestWordsTypedDuringARenameStay(t *testing.T) {
	a := newMover(t)
	a.Open("posts/a/index.md").Caret("Text.").Type(" Unsaved.")
	y := &typist{a: a, p: a.w.active}
	y.during(func() {
		a.w.RunCommand("file.rename")
		a.w.quick.update("talk")
		a.w.quick.choose(0)
	})
	if len(y.words) < 3 {
		t.Fatalf("only %d words were typed", len(y.words))
	}
	y.finds("in the text", a.Text())
	if got := a.rel(a.w.activePath()); got != "posts/talk/index.md" || a.Exists("posts/a") {
		t.Errorf("%s is open", got)
	}
	a.restart()
	got := a.File("posts/talk/index.md")
	for _, r := range a.w.session.Recovered() {
		got += r.Text
	}
	y.finds("after a crash", got)
}

func TestTheTrashSaysHowManyLinksLeadNowhere(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	a := newMover(t)
	a.Open("posts/a/index.md").Run("file.trash").wait().Asked("trash")
	if got := strings.Join(a.bars(), "\n"); !strings.Contains(got, "3 links in other posts lead nowhere now.") {
		t.Errorf("the bar says %q", got)
	}
	a.Choose("trash", "window.trash.undo").wait()
	if !a.Exists("posts/a/index.md") {
		t.Error("it is not put back")
	}
}
