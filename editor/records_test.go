package editor

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lanyard/store"
	"lanyard/store/intent"
	"lanyard/store/journal"
)

// crash ends the program as kill -9 does, two seconds after the last key, and starts it again.
func (a *author) crash() *author {
	a.t.Helper()
	a.clock.Advance(2 * time.Second)
	return a.wait().restart()
}

func (a *author) intents() int {
	a.t.Helper()
	entries, _ := os.ReadDir(intent.Dir(a.state))
	return len(entries)
}

// bundleHas fails unless the bundle has these files.
func (a *author) bundleHas(dir string, want ...string) *author {
	a.t.Helper()
	if got := a.bundle(dir); !slices.Equal(got, want) {
		a.t.Errorf("the bundle has %v, want %v", got, want)
	}
	return a
}

func TestPhotosOfUnsavedTextGoWithIt(t *testing.T) {
	begin := func(t *testing.T) *author {
		a := newAuthor(t, map[string]string{"a/index.md": short})
		names, seeds := numbered(2)
		a.Open("a/index.md").Caret("One").Drop(a.shoot(names, seeds...)...)
		if a.intents() == 0 {
			t.Fatal("nothing is recorded of photos whose links are not saved")
		}
		return a.crash().Asked("recovered").bundleHas("a", "hall-1.jpg", "hall-2.jpg", "index.md")
	}
	t.Run("discarded", func(t *testing.T) {
		a := begin(t)
		a.Choose("recovered", "window.recovered.discard").bundleHas("a", "index.md")
		if a.intents() != 0 {
			t.Errorf("%d records are left", a.intents())
		}
	})
	t.Run("taken back", func(t *testing.T) {
		a := begin(t)
		a.Choose("recovered", "window.recovered.restore").Sees("![](hall-1.jpg)\n\n![](hall-2.jpg)").bundleHas("a", "hall-1.jpg", "hall-2.jpg", "index.md")
		a.Run("file.save").bundleHas("a", "hall-1.jpg", "hall-2.jpg", "index.md")
		if a.intents() != 0 {
			t.Errorf("%d records are left", a.intents())
		}
	})
	t.Run("taken back and taken out", func(t *testing.T) {
		a := begin(t)
		a.Choose("recovered", "window.recovered.restore").Run("edit.undo").Sees(short).Type("more").Run("file.save").bundleHas("a", "index.md")
	})
}

func TestSavedLinksEndTheRecord(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	names, seeds := numbered(5)
	a.Open("a/index.md").Caret("One").Drop(a.shoot(names, seeds...)...)
	a.tray().InsertAll(false)
	a.wait().Run("file.save")
	if a.intents() != 0 {
		t.Errorf("%d records are left", a.intents())
	}
	a.Run("edit.undo").bundleHas("a", "index.md")
	// The file still has the links, so the next start has the photos, until the text without them is saved.
	a.crash().bundleHas("a", "hall-1.jpg", "hall-2.jpg", "hall-3.jpg", "hall-4.jpg", "hall-5.jpg", "index.md")
	a.Choose("recovered", "window.recovered.restore").Sees(short).Run("file.save").bundleHas("a", "index.md")
	if a.intents() != 0 {
		t.Errorf("%d records are left", a.intents())
	}
}

func TestPhotosTakenOutAgainLeaveNoRecord(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short, "b/index.md": short})
	names, seeds := numbered(2)
	a.Open("a/index.md").Caret("One").Drop(a.shoot(names, seeds...)...).Run("edit.undo").Open("b/index.md").bundleHas("a", "index.md")
	if a.intents() != 0 {
		t.Errorf("%d records are left", a.intents())
	}
}

func TestACleanedPhotoIsThereWhicheverTextIsKept(t *testing.T) {
	const bad = "---\ntitle: A\n---\n\n![](x.bmp)\n"
	begin := func(t *testing.T) *author {
		a := newAuthor(t, map[string]string{"a/index.md": bad, "a/x.bmp": string(bmpFile())})
		a.Open("a/index.md")
		a.w.CleanPhotos()
		a.wait().Choose("clean", "window.clean").Sees("![](x.png)").bundleHas("a", "index.md", "x.png")
		return a.crash().bundleHas("a", "index.md", "x.bmp", "x.png") // the file shows the one, the unsaved text the other
	}
	a := begin(t)
	a.Choose("recovered", "window.recovered.discard").bundleHas("a", "index.md", "x.bmp")
	a = begin(t)
	a.Choose("recovered", "window.recovered.restore").Run("file.save").bundleHas("a", "index.md", "x.png")
}

// A program is killed when the page is in its bundle already and what was typed is in the journal of the old path.
func TestUnsavedTextFollowsItsPostIntoTheBundle(t *testing.T) {
	const text = "---\ntitle: S\n---\n\nHello\n"
	a := newAuthor(t, map[string]string{"posts/s.md": text})
	old := filepath.Join(a.dir, "posts", "s.md")
	log := intent.New(intent.Dir(a.state))
	if _, err := a.w.session.Folder().ToBundleRecorded(old, log); err != nil {
		t.Fatal(err)
	}
	log.Note(store.NoteCommit, nil)
	log.Release()
	j := journal.New(filepath.Join(a.state, "journal"), journal.Base{Path: old, Time: startTime}, func() string { return text })
	j.Append([]journal.Edit{{From: len(text), To: len(text), Insert: "typed\n"}})
	if err := j.Flush(); err != nil {
		t.Fatal(err)
	}
	j.Release()
	a.restart().Asked("recovered").Choose("recovered", "window.recovered.restore").Sees("Hello\ntyped\n").Run("file.save")
	if a.Exists("posts/s.md") || !strings.Contains(a.File("posts/s/index.md"), "typed") {
		t.Error("the page is there twice, or without what was typed")
	}
	a.restart().NotAsked()
	if a.intents() != 0 {
		t.Errorf("%d records are left", a.intents())
	}
}

func TestMakingABundleEndsItsRecord(t *testing.T) {
	for _, typed := range []string{"", " typed"} {
		a := newAuthor(t, map[string]string{"posts/s.md": short})
		a.Open("posts/s.md").Caret("One")
		a.w.MakeBundle()
		if typed != "" {
			a.w.source.TypedRune('x')
		}
		a.wait()
		if a.intents() != 0 || !a.Exists("posts/s/index.md") || a.Exists("posts/s.md") {
			t.Errorf("%d records are left", a.intents())
		}
	}
}

// A text that a crash left is offered for a file that has been made a folder meanwhile: the page must not be there twice.
func TestTextOfAFileThatWasMadeAFolderComesBackThere(t *testing.T) {
	for _, again := range []bool{false, true} {
		a := newAuthor(t, map[string]string{"a.md": brief, "b.md": brief})
		a.Open("a.md").Caret("text.").Type(" Kept").crash().Asked("recovered")
		a.Open("a.md").Caret("text.").Type(" More").Run("file.bundle").Run("file.save")
		if again { // the question is not answered in this run
			a.crash().Asked("recovered")
		}
		a.Choose("recovered", "window.recovered.restore").Run("file.save")
		if _, err := os.Stat(filepath.Join(a.dir, "a.md")); err == nil {
			t.Errorf("again %v: the page is there twice", again)
		}
		got, err := os.ReadFile(filepath.Join(a.dir, "a", "index.md"))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Kept", "More"} {
			if !strings.Contains(string(got), want) {
				t.Errorf("again %v: %q is not in it: %s", again, want, got)
			}
		}
	}
}
