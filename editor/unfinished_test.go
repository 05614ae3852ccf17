package editor

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"

	"lanyard/editor/field"
	"lanyard/store/photo"
)

// ends are the ways in which a program ends.
var ends = map[string]func(a *author){
	"a crash": func(a *author) { a.crash() },
	"a quit": func(a *author) {
		a.Run("file.quit")
		if !a.quit {
			a.t.Fatal("it does not quit")
		}
		a.restart()
	},
}

func TestTheTitleOfANewPostSurvivesTheEnd(t *testing.T) {
	for name, end := range ends {
		a := newAuthor(t, map[string]string{"posts/a.md": brief})
		a.Open("posts/a.md").Run("file.new")
		for _, r := range "五月的会" {
			a.win.Canvas().Focused().TypedRune(r)
		}
		a.wait()
		end(a)
		a.Open("posts/a.md").Run("file.new")
		line, ok := a.win.Canvas().Focused().(*field.Line)
		if !ok || line.Text != "五月的会" {
			t.Fatalf("%s: the sheet has %v", name, line)
		}
		line.TypedRune('X') // in its place
		if line.Text != "X" {
			t.Errorf("%s: typed over it: %q", name, line.Text)
		}
		line.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		a.wait().Run("file.new")
		if line, ok := a.win.Canvas().Focused().(*field.Line); !ok || line.Text != "" {
			t.Errorf("%s: the title of a post that was made is there again", name)
		}
	}
}

func TestWhatIsDrawnIntoAPhotoSurvivesTheEnd(t *testing.T) {
	for name, end := range ends {
		a := newAuthor(t, map[string]string{"a/index.md": brief})
		a.Open("a/index.md").Caret("text.").Drop(a.shoot([]string{"hall.jpg"}, 7)...).Run("file.save")
		a.Caret("![](").Run("insert.photo.edit")
		a.touch().view.Choose(photo.Blur)
		a.touch().view.Use(image.Rect(10, 10, 40, 40))
		a.wait()
		want := a.touch().view.Edits()
		if want.Empty() {
			t.Fatal("nothing is drawn")
		}
		end(a)
		a.Open("a/index.md").Caret("![](").Run("insert.photo.edit")
		if got := a.touch().view.Edits(); len(got.Areas) != 1 || got.Areas[0] != want.Areas[0] {
			t.Errorf("%s: %+v is there, want %+v", name, got, want)
		}
		a.touch().view.Finish()
		a.wait().Caret("![](").Run("insert.photo.edit")
		if got := a.touch().view.Edits(); !got.Empty() {
			t.Errorf("%s: what was applied is drawn again: %+v", name, got)
		}
	}
}

func TestKeysThatComeAfterTheQuitAreNobodys(t *testing.T) {
	for _, chord := range []string{"Ctrl+,", "Ctrl+Shift+P", "Ctrl+N", "Ctrl+F", "Ctrl+Shift+C", "Ctrl+O"} {
		a := newAuthor(t, map[string]string{"a.md": brief})
		a.Open("a.md").Run("file.quit")
		if !a.quit {
			t.Fatal("it does not quit")
		}
		a.w.router.Key(chord)
		a.wait()
		if a.w.sheet.Visible() || a.win.Canvas().Overlays().Top() != nil {
			t.Errorf("%s opens something in a window that is gone", chord)
		}
	}
}
