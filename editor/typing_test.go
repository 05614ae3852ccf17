package editor

import (
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lanyard/assets"
	"lanyard/editor/field"
	"lanyard/editor/text"
	"lanyard/store"
	"lanyard/store/watch"
)

// typist types a word into an open post in every turn of the UI goroutine: before a worker brings something back, and after.
type typist struct {
	a     *author
	p     *openPost
	words []string
}

// typeWord appends a paragraph of one word to the post, as a hand does.
func (y *typist) typeWord() {
	if y.a.w.active != y.p || y.a.quit {
		return // it does not show: nobody can type into it
	}
	if len(y.words) == 400 {
		y.a.t.Fatal("something goes on for ever")
	}
	word := fmt.Sprintf("Word%dx", len(y.words)+1)
	y.words = append(y.words, word)
	doc := y.p.Copy.State().Doc
	at := doc.Len()
	if len(y.words)%3 == 0 { // in the line that holds the links
		if i := strings.Index(doc.String(), "Links: "); i >= 0 {
			at = i + len("Links: ")
			y.p.Copy.Dispatch(text.Transaction{Change: doc.Replace(at, at, word+" "), Kind: text.Type})
			return
		}
	}
	y.p.Copy.Dispatch(text.Transaction{Change: doc.Replace(at, at, "\n"+word+"\n"), Kind: text.Type})
}

// during types through all of what run begins.
func (y *typist) during(run func()) {
	y.a.t.Helper()
	run()
	y.typeWord()
	turns := 0
	y.a.clock.Tell = func(string, time.Duration) {
		if turns++; turns <= 40 {
			y.typeWord()
		}
	}
	y.a.wait()
	y.a.clock.Tell = nil
	for range 3 { // the journal; a program that ends looks again and again whether it may
		y.a.clock.Advance(2 * time.Second)
		y.a.wait()
	}
}

// TestWordsTypedDuringEveryOperationStay types in every turn of everything that the window does beside the UI goroutine. Every word is in the
// text, or, where the post is closed, in what the next start offers; and what a crash would give back has them all too.
func TestWordsTypedDuringEveryOperationStay(t *testing.T) {
	const single = "---\ntitle: Single\n---\n\nLinks: ![](img/a.png) ![](../b/c.png) end\n\nHello\n"
	theirs := func(a *author) { a.write("a/index.md", strings.Replace(single, "Hello", "Hello from elsewhere", 1)) }
	type setup struct {
		name string
		post string // that is open
		run  func(a *author) func()
	}
	simple := func(run func(a *author)) func(*author) func() {
		return func(a *author) func() { return func() { run(a) } }
	}
	command := func(id string) func(*author) func() {
		return simple(func(a *author) { a.w.RunCommand(id) })
	}
	// asked makes a bar come up and gives its answer.
	asked := func(before func(a *author), bar, label string) func(*author) func() {
		return func(a *author) func() {
			before(a)
			a.wait().Asked(bar)
			return func() { a.w.bars.Choose(bar, assets.T(label)) }
		}
	}
	conflict := func(a *author) {
		a.Caret("Hello").Type(" mine")
		theirs(a)
		a.Run("file.save")
	}
	crashed := func(a *author) {
		a.Caret("Hello").Type(" before")
		a.clock.Advance(2 * time.Second)
		a.wait().restart().Open("a/index.md")
	}
	drop := func(n int) func(*author) func() {
		return func(a *author) func() {
			names, seeds := numbered(n)
			files := a.shoot(names, seeds...)
			a.Caret("Hello")
			return func() {
				a.w.AddPhotos(files, a.w.active.Copy.State().Selection.MainRange().Head)
				if n >= trayFrom {
					a.w.env.Sched.Do(func() { a.w.tray.view.InsertAll(false) })
				}
			}
		}
	}
	placed := func(a *author) { drop(2)(a)(); a.wait() }
	// dirtyPhoto is a photo that cleaning writes anew under another name.
	dirtyPhoto := func(a *author) {
		a.write("a/x.bmp", string(bmpFile()))
		a.Caret("Hello").Type(" ![](x.bmp)").Run("file.save")
	}
	for _, s := range []setup{
		{"save", "a/index.md", command("file.save")},
		{"save twice", "a/index.md", simple(func(a *author) { a.w.Save(); a.w.Save() })},
		{"reload", "a/index.md", command("file.reload")},
		{"reload of a changed file", "a/index.md", simple(func(a *author) { theirs(a); a.w.Reload() })},
		{"a foreign change", "a/index.md", simple(func(a *author) { theirs(a); a.tell("a/index.md") })},
		{"a foreign change to a dirty post", "a/index.md", func(a *author) func() {
			a.Caret("Hello").Type(" mine")
			return func() { theirs(a); a.tell("a/index.md") }
		}},
		{"the file vanishes and comes back", "a/index.md", func(a *author) func() {
			return func() {
				path := filepath.Join(a.dir, "a", "index.md")
				data, _ := os.ReadFile(path)
				os.Remove(path)
				a.tell("a/index.md")
				a.w.env.Sched.Do(func() { a.write("a/index.md", string(data)); a.tell("a/index.md") })
			}
		}},
		{"keep mine", "a/index.md", asked(conflict, "conflict", "window.conflict.mine")},
		{"take theirs", "a/index.md", asked(conflict, "conflict", "window.conflict.theirs")},
		{"merge", "a/index.md", asked(conflict, "conflict", "window.conflict.merge")},
		{"make it a folder", "single.md", command("file.bundle")},
		{"make it a folder, unsaved", "single.md", func(a *author) func() {
			a.Caret("Hello").Type(" unsaved")
			return func() { a.w.MakeBundle() }
		}},
		{"make it a folder and save", "single.md", simple(func(a *author) { a.w.MakeBundle(); a.w.Save() })},
		{"the first photo on a single file", "single.md", asked(func(a *author) {
			a.w.AddPhotos([]string{a.photoFile("hall.jpg", color.Black)}, len(a.Text()))
		}, "bundle", "window.bundle.make")},
		{"restore after a crash", "a/index.md", asked(crashed, "recovered", "window.recovered.restore")},
		{"restore after a crash and some typing", "a/index.md", asked(func(a *author) {
			crashed(a)
			a.Caret("Hello").Type(" since").Run("file.save").Type(" and unsaved")
		}, "recovered", "window.recovered.restore")},
		{"discard after a crash", "a/index.md", asked(crashed, "recovered", "window.recovered.discard")},
		{"photos", "a/index.md", drop(3)},
		{"a tray of photos", "a/index.md", drop(5)},
		{"undo of photos", "a/index.md", func(a *author) func() { placed(a); return func() { a.w.RunCommand("edit.undo") } }},
		{"redo of photos", "a/index.md", func(a *author) func() {
			placed(a)
			a.Run("edit.undo")
			return func() { a.w.RunCommand("edit.redo") }
		}},
		{"clean", "a/index.md", asked(func(a *author) { dirtyPhoto(a); a.w.CleanPhotos() }, "clean", "window.clean")},
		{"touch up", "a/index.md", func(a *author) func() {
			placed(a)
			a.Caret("![](hall-1").Run("insert.photo.edit")
			return func() { a.touch().view.TurnBy(1); a.touch().view.Finish() }
		}},
		{"an older version", "a/index.md", func(a *author) func() {
			a.Caret("Hello").Type(" first").Run("file.save").Type(" second").Run("file.save").Run("post.versions")
			return func() { a.pressButton("window.version.restore") }
		}},
		{"check and mend", "a/index.md", func(a *author) func() {
			a.write("a/a.png", "")
			a.Caret("Hello").Type("\n\n![](A.png)").Run("file.save").Run("post.check")
			return func() { a.pressButton("window.fix.rename-reference") }
		}},
		{"export", "a/index.md", simple(func(a *author) {
			a.w.Export()
			a.w.exporting.where.Set(a.t.TempDir())
			a.w.exporting.run(false)
		})},
		{"a new post", "a/index.md", simple(func(a *author) {
			n := askNewPost(a.w)
			n.title.Set("Another")
			n.create()
		})},
		{"another post", "a/index.md", simple(func(a *author) { a.w.OpenPost(filepath.Join(a.dir, "b", "index.md"), nil) })},
		{"close", "a/index.md", command("file.close")},
		{"trash", "a/index.md", command("file.trash")},
		{"quit", "a/index.md", command("file.quit")},
		{"photos and another post", "a/index.md", func(a *author) func() {
			begin := drop(3)(a)
			return func() { begin(); a.w.OpenPost(filepath.Join(a.dir, "b", "index.md"), nil) }
		}},
		{"photos and close", "a/index.md", func(a *author) func() {
			begin := drop(3)(a)
			return func() { begin(); a.w.ClosePost() }
		}},
		{"photos and quit", "a/index.md", func(a *author) func() {
			begin := drop(3)(a)
			return func() { begin(); a.w.Quit() }
		}},
	} {
		t.Run(s.name, func(t *testing.T) {
			t.Setenv("XDG_DATA_HOME", t.TempDir()) // the trash
			a := newAuthor(t, map[string]string{"a/index.md": single, "single.md": single, "img/a.png": "", "b/c.png": "", "b/index.md": recap})
			a.Open(s.post)
			run := s.run(a)
			y := &typist{a: a, p: a.w.active}
			path := func() string { return y.p.Copy.Post().Path }
			before := y.p.Copy.State().Doc.String()
			y.during(run)
			y.finds("in the text", y.p.Copy.State().Doc.String())
			y.unlinked(y.p.Copy.State().Doc.String())
			if strings.HasPrefix(s.name, "restore") {
				for _, w := range []string{" before", " since", " and unsaved"} {
					if (w == " before" || strings.Contains(before, w)) && !strings.Contains(a.Text(), w) {
						t.Errorf("%q is lost in\n%s", w, a.Text())
					}
				}
			}
			if strings.HasPrefix(s.name, "make it") && strings.Contains(a.Text(), "<<<<<<<") {
				t.Errorf("what was typed beside a link is a conflict:\n%s", a.Text())
			}
			// A crash now.
			kept := path()
			a.restart()
			got := ""
			if a.Exists(a.rel(kept)) {
				got = a.File(a.rel(kept))
			}
			for _, r := range a.w.session.Recovered() {
				if r.Path == kept {
					got += r.Text
				}
			}
			y.finds("after a crash", got)
			y.unlinked(got)
		})
	}
}

// finds fails unless every word is in s.
func (y *typist) finds(where, s string) {
	y.a.t.Helper()
	var lost []string
	for _, w := range y.words {
		if !strings.Contains(s, w) {
			lost = append(lost, w)
		}
	}
	if len(lost) > 0 {
		y.a.t.Errorf("%d of %d words are lost %s, the first is %s:\n%s", len(lost), len(y.words), where, lost[0], s)
	}
}

// unlinked fails when a picture of the post's folder is not in s.
func (y *typist) unlinked(s string) {
	y.a.t.Helper()
	if post := y.p.Copy.Post(); post.Bundle && y.a.Exists(y.a.rel(post.Dir)) {
		for _, name := range y.a.bundle(y.a.rel(post.Dir)) {
			if store.IsPicture(name) && !strings.Contains(s, name) && name != "a.png" {
				y.a.t.Errorf("%s is in the folder, but not in\n%s", name, s)
			}
		}
	}
}

// rel is a path below the content folder.
func (a *author) rel(path string) string {
	a.t.Helper()
	rel, err := filepath.Rel(a.dir, path)
	if err != nil {
		a.t.Fatal(err)
	}
	return rel
}

// bmpFile is a small picture in a format that no browser is meant to show.
func bmpFile() []byte {
	b := slices.Concat([]byte("BM"), make([]byte, 52), make([]byte, 8*8*3))
	put := func(at int, v uint32) {
		for i := range 4 {
			b[at+i] = byte(v >> (8 * i))
		}
	}
	put(2, uint32(len(b)))
	put(10, 54)
	put(14, 40)
	put(18, 8)
	put(22, 8)
	b[26], b[28] = 1, 24
	put(34, 8*8*3)
	return b
}

// pressButton presses a button of the sheet.
func (a *author) pressButton(id string) {
	a.t.Helper()
	for _, o := range test.LaidOutObjects(a.w.sheet.box) {
		if b, ok := o.(*field.Button); ok && b.Text == assets.T(id) {
			b.Tapped(&fyne.PointEvent{})
			return
		}
	}
	a.t.Fatalf("the sheet has no button %q", assets.T(id))
}

// tell tells the window that another program changed a file; what follows is not waited for.
func (a *author) tell(path string) {
	a.t.Helper()
	for a.outside.Load() == nil { // the watcher's goroutine has not come so far
		runtime.Gosched()
	}
	(*a.outside.Load())(watch.Changes{Paths: []string{filepath.Join(a.dir, path)}})
}
