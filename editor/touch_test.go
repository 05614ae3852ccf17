package editor

import (
	"context"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lanyard/store/photo"
)

// touch fails unless a photo is being touched up.
func (a *author) touch() *touching {
	a.t.Helper()
	if a.w.touching == nil {
		a.t.Fatalf("no photo is being touched up; the status says %q", a.w.status.said)
	}
	return a.w.touching
}

// bytes are those of a file of the folder.
func (a *author) bytes(path string) []byte {
	a.t.Helper()
	data, err := os.ReadFile(filepath.Join(a.dir, path))
	if err != nil {
		a.t.Fatal(err)
	}
	return data
}

func TestAPhotoOfThePostIsRedactedAndUndone(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	a.Open("a/index.md").Caret("One").Drop(a.shoot([]string{"hall.jpg"}, 7)...)
	a.Run("file.save").Dirty(false)
	text, before := a.Text(), a.bytes("a/hall.jpg")
	a.Caret("![](").Run("insert.photo.edit")
	v := a.touch().view
	v.Use(image.Rect(10, 10, 40, 40))
	v.Choose(photo.Blur)
	v.Use(image.Rect(50, 10, 70, 40))
	v.TurnBy(1)
	v.ChooseCrop()
	v.Use(image.Rect(0, 0, 72, 48)) // the upper half of what is shown now
	a.wait()
	want := photo.Edits{
		Areas: []photo.Area{{Rect: image.Rect(10, 10, 40, 40)}, {Rect: image.Rect(50, 10, 70, 40), Cover: photo.Blur}},
		Crop:  image.Rect(0, 0, 48, 72), Turn: 1,
	}
	if e := v.Edits(); !slices.Equal(e.Areas, want.Areas) || e.Crop != want.Crop || e.Turn != want.Turn {
		t.Errorf("got %+v, want %+v", e, want)
	}
	if !slices.Equal(a.bytes("a/hall.jpg"), before) {
		t.Error("the photo was written before it was applied")
	}
	a.Run("edit.undo") // the last thing drawn, not the post
	if e := v.Edits(); !e.Crop.Empty() || e.Turn != 1 || a.Text() != text {
		t.Errorf("undo gave %+v", e)
	}
	v.Finish()
	a.wait().NotAsked().Dirty(false)
	if a.w.touching != nil || a.Text() != text {
		t.Error("the view is still open, or the text another one")
	}
	after := a.bytes("a/hall.jpg")
	if w, h, err := photo.Size(filepath.Join(a.dir, "a", "hall.jpg")); err != nil || w != 72 || h != 96 {
		t.Errorf("the photo is %d × %d, %v", w, h, err)
	}
	a.Run("edit.undo")
	if !slices.Equal(a.bytes("a/hall.jpg"), before) {
		t.Error("undo did not bring the photo back")
	}
	a.Run("edit.redo")
	if !slices.Equal(a.bytes("a/hall.jpg"), after) {
		t.Error("redo did not redact it again")
	}
	a.Run("edit.undo").Run("edit.undo").NotAsked()
	if a.Exists("a/hall.jpg") || a.Text() != short {
		t.Error("undo did not take the photo out")
	}
	a.Run("edit.redo").Run("edit.redo").NotAsked()
	if !slices.Equal(a.bytes("a/hall.jpg"), after) {
		t.Error("redo gave another photo")
	}
}

func TestTouchingUpWorksByKeyboardAndEscapeWritesNothing(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	a.Open("a/index.md").Run("insert.photo.edit")
	if a.w.touching != nil {
		t.Fatal("there is no photo at the caret")
	}
	a.Caret("One").Drop(a.shoot([]string{"hall.jpg"}, 7)...)
	before := a.bytes("a/hall.jpg")
	a.Run("insert.photo.edit")
	c := a.win.Canvas()
	press := func(keys ...fyne.KeyName) {
		for _, k := range keys {
			c.Focused().TypedKey(&fyne.KeyEvent{Name: k})
			a.wait()
		}
	}
	press(fyne.KeyRight, fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn)
	e := a.touch().view.Edits()
	if want := image.Rect(38, 29, 62, 47); len(e.Areas) != 1 || e.Areas[0].Rect != want {
		t.Errorf("got %+v, want %v", e, want)
	}
	press(fyne.KeyBackspace)
	if e := a.touch().view.Edits(); !e.Empty() {
		t.Errorf("got %+v", e)
	}
	press(fyne.KeyRight, fyne.KeyEscape) // the frame
	a.touch()
	press(fyne.KeyEscape)
	if a.w.touching != nil || !a.w.sourceFocused() || !slices.Equal(a.bytes("a/hall.jpg"), before) {
		t.Error("Escape does not close the view")
	}
	a.Run("insert.photo.edit")
	a.touch().view.TurnBy(1)
	held := make(chan struct{})
	a.w.session.Writer.Go(func(context.Context) { <-held })
	a.touch().view.Finish()
	a.w.closeTouch() // before it was written
	close(held)
	a.wait().NotAsked()
	if !slices.Equal(a.bytes("a/hall.jpg"), before) {
		t.Error("a canceled change was written")
	}
	a.Run("insert.photo.edit")
	a.touch().view.TurnBy(1)
	a.Run("file.close")
	if a.w.touching != nil || !slices.Equal(a.bytes("a/hall.jpg"), before) {
		t.Error("the view outlived its post")
	}
}

func TestAPhotoThatCannotBeChangedIsNamed(t *testing.T) {
	a := newAuthor(t, map[string]string{
		"a/index.md": "---\ntitle: A\n---\n\n![](x.svg)\n\n![](broken.jpg)\n\n![](../b/c.jpg)\n", "a/broken.jpg": "no photo", "b/c.jpg": "other",
		"a/x.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>`,
	})
	a.Open("a/index.md").Caret("broken").Run("insert.photo.edit")
	a.Asked("error:“broken.jpg” could not be changed.")
	a.Caret("../b").Run("insert.photo.edit")
	if a.w.touching != nil {
		t.Error("a picture of another post is touched up")
	}
}

func TestCleaningIsUndoneEvenWhereNoNameChanges(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": "---\ntitle: A\n---\n\n![](hall.jpg)\n"})
	src := a.shoot([]string{"hall.jpg"}, 7)[0]
	data, err := os.ReadFile(src)
	if err != nil {
		t.Fatal(err)
	}
	a.write("a/hall.jpg", string(data))
	a.Open("a/index.md").Run("post.clean").Choose("clean", "window.clean")
	if i, err := photo.Look(t.Context(), filepath.Join(a.dir, "a", "hall.jpg")); err != nil || len(i.Private) > 0 {
		t.Fatalf("still private: %v, %v", i.Private, err)
	}
	a.Dirty(false).Run("edit.undo")
	if !slices.Equal(a.bytes("a/hall.jpg"), data) {
		t.Error("undo did not bring the photo back")
	}
	a.Run("edit.redo")
	if i, err := photo.Look(t.Context(), filepath.Join(a.dir, "a", "hall.jpg")); err != nil || len(i.Private) > 0 {
		t.Errorf("redo left %v, %v", i.Private, err)
	}
}

func TestThePreviewsMenuIsThatOfThePhotoUnderThePointer(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	a.Open("a/index.md").Caret("One").Drop(a.shoot([]string{"hall.jpg"}, 7)...)
	a.Caret("Two")
	off := strings.Index(a.Text(), "![](")
	a.w.previewMenu(off+2, fyne.NewPos(900, 300))
	a.wait()
	if got := a.w.active.Copy.State().Selection.MainRange().Head; got != off+2 {
		t.Errorf("the caret is at %d, want %d", got, off+2)
	}
	if a.win.Canvas().Overlays().Top() == nil {
		t.Error("no menu")
	}
	a.w.previewMenu(strings.Index(a.Text(), "Two"), fyne.NewPos(900, 300))
	if got := a.w.active.Copy.State().Selection.MainRange().Head; got != off+2 {
		t.Errorf("a click beside the photo moved the caret to %d", got)
	}
}
