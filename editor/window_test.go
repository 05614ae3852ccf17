package editor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/field"
)

const brief = "---\ntitle: Short\ndraft: true\n---\n\nSome text.\n"

// Focused fails unless that thing has the keyboard.
func (a *author) Focused(what string, want fyne.Focusable) *author {
	a.t.Helper()
	if got := a.win.Canvas().Focused(); got != want {
		a.t.Errorf("%s: the keyboard is in %T, want %T", what, got, want)
	}
	return a
}

// Hits presses a key where the keyboard is.
func (a *author) Hits(names ...fyne.KeyName) *author {
	a.t.Helper()
	for _, n := range names {
		a.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: n})
		a.wait()
	}
	return a
}

func TestF6GoesRoundThePanesAndWhatIsAsked(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief, "b.md": brief})
	a.Open("a/index.md").Focused("opened", a.w.source)
	a.Hits(fyne.KeyF6).Focused("after the source", a.w.preview)
	a.Hits(fyne.KeyF6).Focused("after the preview", a.w.list.list)
	a.Hits(fyne.KeyF6).Focused("after the list", a.w.form.Stops()[0])
	a.Hits(fyne.KeyF6).Focused("after the title", a.w.source)
	a.w.bars.Ask(ask.Question{ID: "x", Text: "A question.", Answers: []ask.Answer{{Label: "Yes"}}})
	a.Hits(fyne.KeyF6, fyne.KeyF6, fyne.KeyF6)
	if b, ok := a.win.Canvas().Focused().(*field.Button); !ok || b.Disabled() {
		t.Errorf("the bar cannot be reached; the keyboard is in %T", a.win.Canvas().Focused())
	}
}

func TestTheListOpensPostsByTheKeyboard(t *testing.T) {
	a := newAuthor(t, map[string]string{
		"a.md": "---\ntitle: A\ndate: 2019-01-03\n---\n", "b.md": "---\ntitle: B\ndate: 2019-01-02\n---\n", "c.md": "---\ntitle: C\ndate: 2019-01-01\n---\n",
	})
	a.Open("b.md").Hits(fyne.KeyF6, fyne.KeyF6).Focused("list", a.w.list.list)
	a.Hits(fyne.KeyDown, fyne.KeyReturn)
	if got := filepath.Base(a.w.activePath()); got != "c.md" {
		t.Errorf("Down and Enter opened %q, want the post below the open one", got)
	}
	a.Focused("opened", a.w.source)
}

func TestEscapeClosesTheTopmostThingAndLosesNothing(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief})
	a.Open("a/index.md").Caret("text.").Type(" More.")
	a.Run("view.form")
	a.w.bars.Ask(ask.Question{ID: "x", Text: "A question."})
	a.Run("edit.find").Run("view.palette")
	open := func() string {
		var out []string
		for _, x := range []struct {
			name string
			on   bool
		}{{"panel", a.w.quick.popup != nil}, {"sheet", a.w.sheet.IsOpen()}, {"bar", len(a.w.bars.items) > 0}, {"form", a.w.form.IsOpen()}} {
			if x.on {
				out = append(out, x.name)
			}
		}
		return strings.Join(out, " ")
	}
	for _, want := range []string{"panel sheet bar form", "sheet bar form", "bar form", "form", ""} {
		if got := open(); got != want {
			t.Errorf("open are %q, want %q", got, want)
		}
		a.w.router.Key("Escape")
		a.wait()
	}
	a.Sees("text. More.").Focused("at the end", a.w.source)
}

func TestTheTopQuestionIsAnsweredByItsKey(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief})
	a.Open("a/index.md")
	answered := ""
	act := func(name string, main bool) ask.Answer {
		return ask.Answer{Label: name, Main: main, Run: func() { answered = name }}
	}
	a.w.bars.Ask(ask.Question{ID: "x", Answers: []ask.Answer{act("no", false), act("yes", true)}})
	a.w.bars.Ask(ask.Question{ID: "note"}) // asks nothing
	a.Press("Ctrl+Shift+R")
	if answered != "yes" {
		t.Errorf("answered %q", answered)
	}
	if a.w.Enabled("view.answer") {
		t.Error("there is still something to answer")
	}
}

func TestTypingInTheSourceFoldsTheForm(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief})
	a.Open("a/index.md").Run("view.form")
	a.Set("title", "Other")
	if !a.w.form.IsOpen() {
		t.Fatal("a change in the form folded it")
	}
	a.Caret("text.").Type("!")
	if a.w.form.IsOpen() {
		t.Error("the form is still open")
	}
}

func TestFindingsJumpAreMendedAndEndWithTheirPost(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": strings.Replace(brief, "text.", "![](x.jpg)", 1), "b/index.md": brief})
	a.Open("a/index.md").Run("post.check")
	if !a.w.status.check.Visible() || !a.w.sheet.IsOpen() {
		t.Fatal("no findings are shown")
	}
	for _, f := range a.w.findings {
		if f.Code == "missing-file" {
			a.w.jumpTo(a.w.active, f)
		}
	}
	if head := a.w.active.Copy.State().Selection.MainRange().Head; !strings.HasPrefix(a.Text()[head:], "x.jpg") {
		t.Errorf("the jump went to %q", a.Text()[head:])
	}
	for _, f := range a.w.findings {
		if f.Code == "draft" {
			a.w.applyFix(a.w.active, f)
		}
	}
	a.wait().Sees("draft: false")
	a.Open("b/index.md")
	if a.w.status.check.Visible() || len(a.w.findings) > 0 {
		t.Error("the findings of the other post stayed")
	}
}

func TestMendBesideOnePhotoMendsThatOne(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": strings.Replace(brief, "text.", "![](one.jpg)\n\n![](two.jpg)", 1)})
	for _, path := range a.shoot([]string{"one.jpg", "two.jpg"}, 1, 2) { // with a serial number
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		a.write("a/"+filepath.Base(path), string(data))
	}
	one, two := a.File("a/one.jpg"), a.File("a/two.jpg")
	a.Open("a/index.md").Run("post.check")
	mended := 0
	for _, f := range a.w.findings {
		if f.Name == "one.jpg" && f.Fix != nil {
			a.w.applyFix(a.w.active, f)
			mended++
		}
	}
	a.wait().NotAsked()
	if mended != 1 || a.File("a/one.jpg") == one || a.File("a/two.jpg") != two {
		t.Errorf("%d mended; one changed: %v, two changed: %v", mended, a.File("a/one.jpg") != one, a.File("a/two.jpg") != two)
	}
	for _, f := range a.w.findings {
		if f.Name == "one.jpg" && f.Fix != nil {
			t.Errorf("still found: %s", f.Message)
		}
	}
	a.Run("edit.undo")
	if a.File("a/one.jpg") != one {
		t.Error("undo does not put the photo back")
	}
}

func TestABarKeepsItsTextReadableInANarrowPane(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief})
	a.Open("a/index.md")
	a.w.bars.Ask(ask.Question{ID: "x", Text: strings.Repeat("A rather long question. ", 6), Answers: []ask.Answer{{Label: "Keep mine"}, {Label: "Take theirs"}, {Label: "Merge", Main: true}}})
	for _, width := range []float32{620, 800, 1280, 1600} {
		a.win.Resize(fyne.NewSize(width, 600))
		row := a.w.bars.box.Objects[0].(*fyne.Container).Objects
		text, pane := row[4], a.w.bars.Size().Width
		if text.Size().Width < pane/2 {
			t.Errorf("window %v: the text has %v of %v", width, text.Size().Width, pane)
		}
		for _, b := range row[5:] {
			if right := b.Position().X + b.Size().Width; right > pane {
				t.Errorf("window %v: a button ends at %v of %v", width, right, pane)
			}
		}
		for _, b := range row[5 : len(row)-1] {
			if below := text.Position().Y + text.Size().Height - 6; b.Position().Y < below && b.Position().X < text.Position().X+text.Size().Width-6 {
				t.Errorf("window %v: a button covers the text", width)
			}
		}
	}
}

func TestPanesAreDraggedRestoredAndKept(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief})
	p := a.w.panes
	for i, d := range p.dividers {
		before := p.content[i].Size().Width
		d.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(60, 10)}})
		d.DragEnd()
		if got := p.content[i].Size().Width; got < before+40 {
			t.Errorf("divider %d: dragged from %v to %v", i, before, got)
		}
	}
	width := p.content[paneList].Size().Width
	a.wait().restart()
	p = a.w.panes
	if got := p.content[paneList].Size().Width; got != width {
		t.Errorf("the list is %v wide after a restart, want %v", got, width)
	}
	p.dividers[0].DoubleTapped(nil)
	if got := p.content[paneList].Size().Width; got != listWidth {
		t.Errorf("restored to %v", got)
	}
}

func TestInANarrowWindowTheListGivesWay(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief})
	a.Open("a/index.md")
	a.win.Resize(fyne.NewSize(820, 600))
	if a.w.panes.content[paneList].Visible() {
		t.Error("the list stands in a window of 820")
	}
	a.Run("view.switch")
	if a.w.panes.content[paneSource].Visible() || !a.w.preview.Visible() {
		t.Error("the preview does not replace the source")
	}
	a.Run("view.switch")
	if !a.w.panes.content[paneSource].Visible() || !a.w.preview.Visible() {
		t.Error("what stood before did not come back")
	}
	a.win.Resize(fyne.NewSize(1280, 600))
	if !a.w.panes.content[paneList].Visible() {
		t.Error("the list did not come back")
	}
}

func TestTheTitleBarShowsADotWhileSomethingIsNotInTheFile(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief})
	a.Open("a/index.md")
	if got := a.win.Title(); strings.Contains(got, "•") || !strings.HasPrefix(got, "Short") {
		t.Errorf("title bar %q", got)
	}
	if a.Type("x"); !strings.HasPrefix(a.win.Title(), "• ") {
		t.Errorf("title bar %q", a.win.Title())
	}
	if a.Run("file.save"); strings.Contains(a.win.Title(), "•") {
		t.Errorf("title bar %q", a.win.Title())
	}
}

func TestEnterInTheExportSheetExportsAndTheFolderIsRemembered(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief})
	out := filepath.Join(t.TempDir(), "out")
	a.Open("a/index.md").Run("post.export")
	a.w.exporting.where.Set(out)
	a.Hits(fyne.KeyReturn).NotAsked()
	if _, err := os.Stat(filepath.Join(out, "a", "index.md")); err != nil {
		t.Error(err)
	}
	a.Run("post.export")
	if got := a.w.exporting.where.Text; got != out {
		t.Errorf("the sheet offers %q", got)
	}
}

func TestADroppedPostOrFolderIsOpened(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief, "b/index.md": "---\ntitle: B\n---\n"})
	a.Open("a/index.md")
	a.w.dropped(fyne.NewPos(10, 10), []fyne.URI{storage.NewFileURI(filepath.Join(a.dir, "b", "index.md"))})
	a.wait()
	if got := a.win.Title(); !strings.HasPrefix(got, "B") {
		t.Errorf("after the post was dropped the title bar says %q", got)
	}
	other := filepath.Join(t.TempDir(), "content")
	if err := os.MkdirAll(filepath.Join(other, "posts"), 0o755); err != nil {
		t.Fatal(err)
	}
	a.w.dropped(fyne.NewPos(10, 10), []fyne.URI{storage.NewFileURI(other)})
	a.wait()
	if a.w.session.Folder() == nil || a.w.session.Folder().Content != other {
		t.Errorf("after the folder was dropped %+v is open", a.w.session.Folder())
	}
}

func TestTheLanguageThatWasChosenIsSpokenFromTheStart(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief})
	a.w.SetLanguage("zh")
	a.wait()
	assets.SetLanguage("en")
	a.restart()
	if got := a.win.MainMenu().Items[0].Label; got != "文件" {
		t.Errorf("the first menu is %q", got)
	}
	assets.SetLanguage("en")
}

func TestTabInASheetGoesThroughItsFieldsAndEndsAtTheCross(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief})
	a.Open("a/index.md").Run("post.export")
	all := focusables(a.w.sheet)
	if len(all) != 6 || all[0] != fyne.Focusable(a.w.exporting.where) {
		t.Fatalf("the sheet has %d stops, the first is %T", len(all), all[0])
	}
	for i, want := range all {
		a.Focused("stop", want)
		if i < len(all)-1 {
			a.win.Canvas().FocusNext()
		}
	}
	if b, ok := all[5].(*field.Button); !ok || b.Icon != "close" {
		t.Errorf("the last stop is %T", all[5])
	}
}
