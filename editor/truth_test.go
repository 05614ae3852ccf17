package editor

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lanyard/editor/field"
	"lanyard/editor/text"
	"lanyard/store/watch"
)

// rows are the posts as the list shows them: title and second line.
func (a *author) rows() []string {
	a.t.Helper()
	var out []string
	for _, p := range a.w.list.shown {
		r := newPostRow(a.w.list)
		r.set(p.Summary, false)
		out = append(out, r.title.Text+" | "+r.meta.Text())
	}
	return out
}

// Lists fails unless the list marks exactly these titles as unsaved.
func (a *author) Lists(unsaved ...string) *author {
	a.t.Helper()
	var got []string
	for _, r := range a.rows() {
		title, meta, _ := strings.Cut(r, " | ")
		if name, ok := strings.CutPrefix(title, "• "); ok {
			got = append(got, name)
		}
		if strings.HasPrefix(title, "• ") != strings.HasPrefix(meta, "not saved") {
			a.t.Errorf("the lines of a row disagree: %q", r)
		}
	}
	if !slices.Equal(got, unsaved) {
		a.t.Errorf("marked as unsaved: %q, want %q", got, unsaved)
	}
	return a
}

func TestUnsavedPostsAreMarkedWhereTheyAreListed(t *testing.T) {
	post := func(title string) string { return "---\ntitle: " + title + "\ndate: 2019-01-02\n---\n\nText of it.\n" }
	a := newAuthor(t, map[string]string{"a.md": post("A"), "b.md": post("B"), "c.md": post("C")})
	a.Open("a.md").Lists()
	a.Caret("Text").Type("!").Lists("A")
	a.Open("b.md").Lists("A")
	a.Caret("Text").Type("!").Lists("A", "B")
	a.Run("file.goto")
	if titles := a.w.quick.shown; titles[0].title != "• A" || titles[2].title != "C" {
		t.Errorf("the panel shows %q and %q", titles[0].title, titles[2].title)
	}
	a.Press("Escape").Run("file.save").Lists("A")
	a.Open("a.md").Run("file.close").Lists("A") // its journal has the text
	a.Open("c.md").Open("a.md").Choose("recovered", "window.recovered.discard").Lists()

	a.Caret("Text").Type("?")
	a.clock.Advance(2 * time.Second)
	a.wait().restart().Lists("A")
	a.Open("b.md").Lists("A").Choose("recovered", "window.recovered.restore").Lists("A")
	a.Run("file.save").Lists()
}

// A sentence of the status bar is not older than what it speaks of.
func TestWhatWasSaidGoesWithTheFirstKeyAfterIt(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief})
	a.Open("a/index.md").Caret("text.").Type(" More").Run("file.save")
	if s := a.w.status.left.Text(); !strings.HasPrefix(s, "saved ") {
		t.Fatalf("after a save the status says %q", s)
	}
	a.Type("x")
	if s := a.w.status.left.Text(); !strings.HasPrefix(s, "not saved") {
		t.Errorf("after a key it says %q", s)
	}
}

func TestKeysAreInForceOnlyWhenTheirFileChanged(t *testing.T) {
	config := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", config)
	a := newAuthor(t, map[string]string{"a/index.md": brief})
	path, err := keysFile()
	if err != nil || !strings.HasPrefix(path, config) {
		t.Skip("the system keeps settings elsewhere")
	}
	watched := make(chan func(watch.Changes), 8)
	a.w.env.Watch = func(ctx context.Context, _ string, _ watch.Options, notify func(watch.Changes)) error {
		watched <- notify
		<-ctx.Done()
		return nil
	}
	a.w.loadKeys()
	a.Open("a/index.md").wait()
	var changed func(watch.Changes)
	select {
	case changed = <-watched: // a watcher begins beside what is waited for
	case <-time.After(10 * time.Second):
		t.Fatal("the settings are not watched before there is a keys file")
	}
	save := func(text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		changed(watch.Changes{})
		a.wait()
	}
	said := func(what string, want bool) {
		t.Helper()
		if got := a.w.status.said == "Your keys are in force"; got != want {
			t.Errorf("%s: the status says %q", what, a.w.status.said)
		}
		a.w.status.Say("")
	}
	changed(watch.Changes{}) // the window's own settings, saved beside them
	a.wait()
	said("settings saved without a keys file", false)
	save("edit.line.sort: Ctrl+Alt+S\n")
	said("the first keys file", true)
	if c, ok := a.w.table.ByKey("Ctrl+Alt+S"); !ok || c.ID != "edit.line.sort" {
		t.Error("its keys are not in force")
	}
	changed(watch.Changes{})
	a.wait()
	said("settings saved beside it", false)
	save("edit.line.sort: Ctrl+Alt+T\n")
	said("the keys file changed", true)
	a.Run("help.customise")
	if n := len(watched); n > 0 {
		t.Errorf("%d watchers of the keys more than one", n)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	changed(watch.Changes{})
	a.wait()
	said("the keys file is gone", true)
	if _, ok := a.w.table.ByKey("Ctrl+Alt+T"); ok {
		t.Error("the keys of a file that is gone hold")
	}
}

func TestTheCountOfFindingsFollowsTheText(t *testing.T) {
	a := newAuthor(t, map[string]string{"hugo.toml": "title = 'x'\n", "content/a/index.md": "---\ntitle: A\ndate: 2019-01-02\nsummary: s\n---\n\nOne ![hall](none.jpg) two.\n\nThe end.\n"})
	a.Open("content/a/index.md").Run("post.check")
	count := func(what, want string) {
		t.Helper()
		a.clock.Advance(2 * time.Second)
		a.wait()
		if got := a.w.status.check.Text; !a.w.status.check.Visible() && want != "" || a.w.status.check.Visible() && got != want {
			t.Errorf("%s: the status counts %q (shown %v), want %q", what, got, a.w.status.check.Visible(), want)
		}
	}
	count("checked", "1 error")
	before := len(focusables(a.w.sheet))
	a.Caret("The end.").Type("\n\n![stage](gone.jpg)")
	count("another missing photo", "2 errors")
	if rows := len(focusables(a.w.sheet)); rows <= before {
		t.Errorf("the sheet has %d controls, had %d", rows, before)
	}
	a.Focused("typing", a.w.source)
	a.Run("edit.undo")
	count("taken back", "1 error")
	i := strings.Index(a.Text(), "![hall](none.jpg) ")
	a.edit(i, i+len("![hall](none.jpg) "), "")
	a.wait()
	count("mended", "")
	if a.w.sheet.IsOpen() {
		t.Error("the sheet with nothing in it is open")
	}
	a.Caret("The end.").Type(" ![badge](again.jpg)")
	count("broken again", "1 error")
	a.w.focusSource()
	a.Press("Shift+F8")
	if got := a.Text()[a.w.active.Copy.State().Selection.MainRange().From():]; !strings.HasPrefix(got, "![badge](again.jpg)") && !strings.HasPrefix(got, "again.jpg") {
		t.Errorf("Shift+F8 goes to %q", got)
	}
}

// edit replaces a stretch of the text as a command does.
func (a *author) edit(from, to int, s string) {
	p := a.w.active.Copy
	p.Dispatch(text.Transaction{Change: p.State().Doc.Replace(from, to, s), Kind: text.Command})
}

// The keyboard stays on the row that it was on when the rows are made anew.
func TestFindingsAreReplacedUnderTheKeyboard(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": "---\ntitle: A\ndate: 2019-01-02\n---\n\n![hall](none.jpg)\n\n![stage](gone.jpg)\n"})
	a.Open("a/index.md").Run("post.check")
	rows := focusables(a.w.sheet)
	a.win.Canvas().Focus(rows[1])
	i := strings.Index(a.Text(), "![stage](gone")
	a.edit(i, i, "New text. ")
	a.clock.Advance(2 * time.Second)
	a.wait()
	now := focusables(a.w.sheet)
	if now[1] == rows[1] {
		t.Fatal("the rows were not replaced")
	}
	if f, ok := a.win.Canvas().Focused().(*field.Button); !ok || fyne.Focusable(f) != now[1] {
		t.Errorf("the keyboard is in %T", a.win.Canvas().Focused())
	}
}
