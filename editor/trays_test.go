package editor

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/google/go-cmp/cmp"

	"lanyard/assets"
	"lanyard/editor/text"
	"lanyard/editor/tray"
	"lanyard/store/markdown"
	"lanyard/store/photo"
)

// shoot writes photos into a folder outside the content: a picture for each seed, taken a minute after the one before, with the
// place where it was taken. Equal seeds give a burst.
func (a *author) shoot(names []string, seeds ...uint64) []string {
	a.t.Helper()
	dir := a.t.TempDir()
	var out []string
	for i, name := range names {
		r := rand.New(rand.NewPCG(seeds[i], 1))
		m := image.NewGray(image.Rect(0, 0, 96, 72))
		for y := range 8 {
			for x := range 9 {
				v := uint8(r.UintN(200) + 20)
				for k := range 99 {
					m.SetGray(x*96/9+k%11, y*9+k/11, color.Gray{v})
				}
			}
		}
		m.SetGray(0, 0, color.Gray{uint8(i)}) // no two files are the same
		var b bytes.Buffer
		if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
			a.t.Fatal(err)
		}
		taken := startTime.Add(time.Duration(i) * time.Minute).Format("2006:01:02 15:04:05")
		data := slices.Concat(b.Bytes()[:2], exifAt(taken), b.Bytes()[2:])
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			a.t.Fatal(err)
		}
		out = append(out, path)
	}
	return out
}

// exifAt is an APP1 segment with a time of taking and a serial number.
func exifAt(taken string) []byte {
	le := binary.LittleEndian
	tiff := append([]byte("II*\x00"), 8, 0, 0, 0)
	entry := func(tag, kind uint16, n, value uint32) {
		tiff = le.AppendUint16(le.AppendUint16(tiff, tag), kind)
		tiff = le.AppendUint32(le.AppendUint32(tiff, n), value)
	}
	tiff = le.AppendUint16(tiff, 1)
	entry(0x8769, 4, 1, 26) // the Exif directory
	tiff = le.AppendUint32(tiff, 0)
	tiff = le.AppendUint16(tiff, 2)
	entry(0x9003, 2, 20, 26+2+24+4)
	entry(0xa431, 2, 8, 26+2+24+4+20) // the camera's serial number
	tiff = le.AppendUint32(tiff, 0)
	tiff = append(append(tiff, taken...), 0)
	tiff = append(tiff, "1234567\x00"...)
	seg := append([]byte("Exif\x00\x00"), tiff...)
	return append([]byte{0xff, 0xe1, byte((len(seg) + 2) >> 8), byte(len(seg) + 2)}, seg...)
}

// numbered gives file names and seeds for shoot.
func numbered(n int) (names []string, seeds []uint64) {
	for i := range n {
		names = append(names, fmt.Sprintf("hall %d.jpg", i+1))
		seeds = append(seeds, uint64(i+1))
	}
	return names, seeds
}

// bundle lists the files of a folder of the content, and fails on a hidden one.
func (a *author) bundle(dir string) []string {
	a.t.Helper()
	entries, err := os.ReadDir(filepath.Join(a.dir, dir))
	if err != nil {
		a.t.Fatal(err)
	}
	out := []string{}
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// staged counts the directories in which a tray keeps what waits.
func (a *author) staged() int {
	a.t.Helper()
	entries, err := os.ReadDir(filepath.Join(a.state, "tray"))
	if err != nil && !os.IsNotExist(err) {
		a.t.Fatal(err)
	}
	return len(entries)
}

// tray fails unless one is open.
func (a *author) tray() *tray.Tray {
	a.t.Helper()
	if a.w.tray == nil {
		a.t.Fatal("no tray is open")
	}
	return a.w.tray.view
}

// traySees fails unless the tray shows photos of these names in this order, with a mark for what is special about each.
func (a *author) traySees(want ...string) *author {
	a.t.Helper()
	var got []string
	for _, i := range a.tray().Items() {
		s := i.Name
		if i.Near != "" {
			s += " ~ " + i.Near
		}
		if i.Out {
			s += " out"
		}
		s += map[tray.State]string{tray.Waiting: " waits", tray.Working: " works", tray.Failed: " unreadable", tray.Placed: " placed"}[i.State]
		if i.State == tray.Ready && i.Problem != "" {
			s += " failed"
		}
		got = append(got, s)
	}
	if diff := cmp.Diff(got, want); diff != "" {
		a.t.Errorf("tray: %s", diff)
	}
	return a
}

const short = "---\ntitle: A\n---\n\nOne\n\nTwo\n"

func TestManyPhotosWaitInATrayAndGoInAsOneStep(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	files := a.shoot([]string{"d.jpg", "c.jpg", "b.jpg", "a 10.jpg", "a 9.jpg"}, 1, 2, 3, 4, 5)
	a.Open("a/index.md").Caret("One").Drop(files...)
	a.traySees("d.jpg", "c.jpg", "b.jpg", "a 10.jpg", "a 9.jpg")
	if got := a.bundle("a"); len(got) != 1 || a.Text() != short {
		t.Fatalf("the tray put %v into the bundle", got)
	}
	v := a.tray()
	v.SetByName(true)
	a.traySees("a 9.jpg", "a 10.jpg", "b.jpg", "c.jpg", "d.jpg")
	v.Items()[1].Alt, v.Items()[2].Caption, v.Items()[2].Alt = "A [badge]", `She said "hi" \`, "Two people"
	v.LeaveOut(v.Items()[4])
	v.TurnBy(v.Items()[3], 1)
	a.wait()
	v.InsertAll(false)
	a.wait()
	want := "---\ntitle: A\n---\n\nOne\n\n![](a-9.jpg)\n\n![A \\[badge\\]](a-10.jpg)\n\n" +
		`{{< figure src="b.jpg" alt="Two people" caption="She said \"hi\" " >}}` + "\n\n![](c.jpg)\n\nTwo\n"
	if diff := cmp.Diff(a.Text(), want); diff != "" {
		t.Error(diff)
	}
	files2 := []string{"a-10.jpg", "a-9.jpg", "b.jpg", "c.jpg", "index.md"}
	if diff := cmp.Diff(a.bundle("a"), files2); diff != "" {
		t.Error(diff)
	}
	if w, h, err := photo.Size(filepath.Join(a.dir, "a", "c.jpg")); err != nil || w != 72 || h != 96 {
		t.Errorf("the turned photo is %d × %d, %v", w, h, err)
	}
	if a.w.tray != nil || a.staged() != 0 {
		t.Error("the tray is still there")
	}
	a.NotAsked().Run("edit.undo")
	if got := a.bundle("a"); len(got) != 1 || a.Text() != short {
		t.Errorf("after undo the bundle has %v, the text is\n%s", got, a.Text())
	}
	a.Run("edit.redo")
	if diff := cmp.Diff(a.bundle("a"), files2); diff != "" || a.Text() != want {
		t.Errorf("after redo: %s\n%s", diff, a.Text())
	}
}

func TestCancelingATrayAtAnyMomentLeavesNothing(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	names, seeds := numbered(6)
	files := a.shoot(names, seeds...)
	a.Open("a/index.md").Caret("One")
	moments := map[string]func(){
		"at once": func() {},
		"ready":   func() { a.wait() },
		"waiting": func() { a.tray().InsertAll(false) },
		"placing": func() {
			a.wait()
			n := 0
			a.w.placePhoto = func(ctx context.Context, s photo.Staged, dir string, set photo.Settings) (photo.Result, error) {
				if n++; n == 4 {
					a.w.tray.cancel() // as a click on Cancel between two photos
				}
				return a.w.pool.Place(ctx, s, dir, set)
			}
			a.tray().InsertAll(false)
			a.wait()
		},
		"placed": func() {
			a.wait()
			n, view := 0, a.w.tray
			a.w.placePhoto = func(ctx context.Context, s photo.Staged, dir string, set photo.Settings) (photo.Result, error) {
				if n++; n == 6 { // in front of the message that all are placed
					a.w.env.Sched.Do(func() {
						if a.w.tray == view {
							a.w.closeTray()
						}
					})
				}
				return a.w.pool.Place(context.WithoutCancel(ctx), s, dir, set)
			}
			a.tray().InsertAll(false)
			a.wait()
		},
	}
	for name, moment := range moments {
		t.Run(name, func(t *testing.T) {
			a.w.placePhoto = a.w.pool.Place
			a.w.AddPhotos(files, a.w.active.Copy.State().Selection.MainRange().Head)
			moment()
			a.w.closeTray()
			a.wait()
			if got := a.bundle("a"); len(got) != 1 || a.Text() != short || a.staged() != 0 {
				t.Errorf("the bundle has %v, %d stages are left, the text is\n%s", got, a.staged(), a.Text())
			}
			a.Dirty(false)
		})
	}
}

func TestThePlaceOfTheTrayTravelsAndFollowsTheCaret(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	names, seeds := numbered(4)
	files := a.shoot(names, seeds...)
	a.Open("a/index.md").Caret("One").Drop(files...)
	doc := a.w.active.Copy.State().Doc
	at := strings.Index(a.Text(), "One")
	a.w.active.Copy.Dispatch(text.Transaction{Change: doc.Replace(at, at, "Zero\n\n"), Kind: text.Form})
	v := a.tray()
	v.Insert(v.Items()[0])
	a.wait().Sees("Zero\n\nOne\n\n![](hall-1.jpg)\n\nTwo")
	a.traySees("hall 1.jpg placed", "hall 2.jpg", "hall 3.jpg", "hall 4.jpg")
	v.Insert(v.Items()[1]) // below the one before
	a.wait().Sees("One\n\n![](hall-1.jpg)\n\n![](hall-2.jpg)\n\nTwo")
	a.Caret("Two")
	v.InsertAll(true)
	a.wait().Sees("Two\n\n![](hall-3.jpg)\n![](hall-4.jpg)\n")
	if a.w.tray != nil {
		t.Error("the tray is still there with nothing left in it")
	}
	a.Run("edit.undo").Run("edit.undo")
	if diff := cmp.Diff(a.bundle("a"), []string{"hall-1.jpg", "index.md"}); diff != "" {
		t.Error(diff)
	}
}

func TestUndoGivesAPhotoBackToTheTray(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	names, seeds := numbered(4)
	a.Open("a/index.md").Caret("One").Drop(a.shoot(names, seeds...)...)
	v := a.tray()
	v.Insert(v.Items()[1])
	a.wait().Run("edit.undo").traySees("hall 1.jpg", "hall 2.jpg", "hall 3.jpg", "hall 4.jpg")
	a.Run("edit.redo").traySees("hall 1.jpg", "hall 2.jpg placed", "hall 3.jpg", "hall 4.jpg")
	a.Run("edit.undo")
	v.InsertAll(false)
	a.wait().Sees("One\n\n![](hall-1.jpg)\n\n![](hall-2.jpg)\n\n![](hall-3.jpg)\n\n![](hall-4.jpg)\n\nTwo")
	if got := len(a.bundle("a")); got != 5 {
		t.Errorf("the bundle has %v", a.bundle("a"))
	}
}

func TestEachPhotoOfATrayHasItsOwnError(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	files := a.shoot([]string{"good.jpg", "cut.jpg", "fine.jpg"}, 1, 2, 3)
	data, err := os.ReadFile(files[1])
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(filepath.Dir(files[0]), "notes.jpg")
	for path, content := range map[string][]byte{bad: []byte("not a photo"), files[1]: data[:len(data)/2]} {
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	gone := filepath.Join(t.TempDir(), "vanished.png")
	a.Open("a/index.md").Caret("One").Drop(files[0], bad, gone, files[1], files[2])
	for _, i := range a.tray().Items() {
		failed := slices.Contains([]string{"notes.jpg", "vanished.png", "cut.jpg"}, i.Name)
		if (i.State == tray.Failed) != failed || failed != (i.Problem != "") {
			t.Errorf("%s: state %d, problem %q", i.Name, i.State, i.Problem)
		}
	}
	a.tray().InsertAll(false)
	a.wait().Sees("One\n\n![](good.jpg)\n\n![](fine.jpg)\n\nTwo").Asked("photos")
	for _, name := range []string{"notes.jpg", "vanished.png", "cut.jpg"} {
		if !strings.Contains(strings.Join(a.bars(), "\n"), name) {
			t.Errorf("%s is not named in %v", name, a.bars())
		}
	}
	if diff := cmp.Diff(a.bundle("a"), []string{"fine.jpg", "good.jpg", "index.md"}); diff != "" {
		t.Error(diff)
	}
}

func TestBurstsArePointedOutAndLeftOut(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	files := a.shoot([]string{"a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"}, 1, 1, 2, 1, 3)
	a.Open("a/index.md").Caret("One").Drop(files...)
	a.traySees("a.jpg", "b.jpg ~ a.jpg", "c.jpg", "d.jpg ~ a.jpg", "e.jpg")
	v := a.tray()
	v.LeaveOut(v.Items()[0])
	a.traySees("a.jpg out", "b.jpg", "c.jpg", "d.jpg ~ b.jpg", "e.jpg")
	v.LeaveOut(v.Items()[0])
	v.LeaveOutNear()
	a.traySees("a.jpg", "b.jpg ~ a.jpg out", "c.jpg", "d.jpg ~ a.jpg out", "e.jpg")
	v.InsertAll(false)
	a.wait().Sees("One\n\n![](a.jpg)\n\n![](c.jpg)\n\n![](e.jpg)\n\nTwo")
	a.Drop(a.shoot([]string{"w.jpg", "y.jpg", "x.jpg", "z.jpg"}, 10, 2, 3, 12)...)
	a.traySees("w.jpg", "y.jpg ~ c.jpg", "x.jpg ~ e.jpg", "z.jpg")
}

func TestADiskThatFillsUpKeepsWholePhotosAndNamesTheRest(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	names, seeds := numbered(6)
	a.Open("a/index.md").Caret("One").Drop(a.shoot(names, seeds...)...)
	room := 3
	a.w.placePhoto = func(ctx context.Context, s photo.Staged, dir string, set photo.Settings) (photo.Result, error) {
		if room--; room < 0 {
			return photo.Result{}, &fs.PathError{Op: "write", Path: filepath.Join(dir, "x.jpg"), Err: syscall.ENOSPC}
		}
		return a.w.pool.Place(ctx, s, dir, set)
	}
	a.tray().InsertAll(false)
	a.wait().Sees("One\n\n![](hall-1.jpg)\n\n![](hall-2.jpg)\n\n![](hall-3.jpg)\n\nTwo")
	a.traySees("hall 1.jpg placed", "hall 2.jpg placed", "hall 3.jpg placed", "hall 4.jpg failed", "hall 5.jpg failed", "hall 6.jpg failed")
	if got := a.tray().Items()[4].Problem; !strings.Contains(got, "disk is full") {
		t.Errorf("the reason is %q", got)
	}
	if diff := cmp.Diff(a.bundle("a"), []string{"hall-1.jpg", "hall-2.jpg", "hall-3.jpg", "index.md"}); diff != "" {
		t.Error(diff)
	}
	a.w.placePhoto = a.w.pool.Place // there is room again
	a.tray().Insert(a.tray().Items()[3])
	a.wait().tray().InsertAll(false)
	a.wait()
	a.Sees("![](hall-3.jpg)\n\n![](hall-4.jpg)\n\n![](hall-5.jpg)\n\n![](hall-6.jpg)\n\nTwo")
	if a.w.tray != nil {
		t.Error("the tray is still there")
	}
}

func TestSixtyPhotosGoInWhileTheyAreBeingRead(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	names, seeds := numbered(60)
	a.Open("a/index.md").Caret("One")
	a.w.AddPhotos(a.shoot(names, seeds...), a.w.active.Copy.State().Selection.MainRange().Head)
	a.tray().InsertAll(false)
	a.tray().InsertAll(false) // once is enough
	a.wait()
	if got := len(a.bundle("a")); got != 61 {
		t.Errorf("the bundle has %d files", got)
	}
	a.Sees("![](hall-1.jpg)\n\n![](hall-2.jpg)", "![](hall-59.jpg)\n\n![](hall-60.jpg)\n\nTwo")
	a.Run("edit.undo")
	if got := a.bundle("a"); len(got) != 1 || a.Text() != short {
		t.Errorf("undo left %d files", len(got))
	}
}

func TestTheTrayWorksByKeyboard(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": short})
	names, seeds := numbered(5)
	a.Open("a/index.md").Caret("One").Drop(a.shoot(names, seeds...)...)
	c := a.win.Canvas()
	press := func(keys ...fyne.KeyName) {
		for _, k := range keys {
			a.clock.Advance(40 * time.Millisecond)
			c.Focused().TypedKey(&fyne.KeyEvent{Name: k})
			a.wait()
		}
	}
	if c.Focused() != a.tray().Stops()[0] {
		t.Fatalf("the keyboard is at %T", c.Focused())
	}
	press(fyne.KeyRight, fyne.KeySpace)
	a.traySees("hall 1.jpg", "hall 2.jpg out", "hall 3.jpg", "hall 4.jpg", "hall 5.jpg")
	press(fyne.KeyEnd)
	c.Focused().TypedRune(']')
	if i := a.wait().tray().Current(); i.Name != "hall 5.jpg" || i.Turn != 1 {
		t.Errorf("current is %s, turned %d", i.Name, i.Turn)
	}
	press(fyne.KeyHome, fyne.KeyReturn)
	a.Sees("One\n\n![](hall-1.jpg)\n\nTwo").traySees("hall 1.jpg placed", "hall 2.jpg out", "hall 3.jpg", "hall 4.jpg", "hall 5.jpg")
	c.Focus(a.tray().Stops()[0])
	press(fyne.KeyRight, fyne.KeyRight)
	a.w.NextPane(false)
	if c.Focused() == a.tray().Stops()[0] {
		t.Error("F6 does not lead out of the tray")
	}
	a.w.NextPane(true)
	if c.Focused() != a.tray().Stops()[0] {
		t.Error("Shift+F6 does not lead back into the tray")
	}
	c.Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	a.wait().Sees("![](hall-1.jpg)\n\n![](hall-3.jpg)\n\n![](hall-4.jpg)\n\n![](hall-5.jpg)\n\nTwo")
	a.Drop(a.shoot(names, 21, 22, 23, 24, 25)...)
	press(fyne.KeyEscape)
	if a.w.tray != nil || !a.w.sourceFocused() {
		t.Error("Escape does not close the tray")
	}
}

func TestLinksSayWhatWasTyped(t *testing.T) {
	for _, s := range []string{"plain", "a [b](c) d", `back\slash`, "*stars* and _lines_", "`code`", "<b>", "&amp;", "$x$", "two\nlines", "会场 “一楼”", "![x](y)"} {
		want := strings.Join(strings.Fields(s), " ")
		src := link{name: "a.jpg", alt: s}.String()
		refs := markdown.Parse(src, 0, markdown.Default()).References()
		if len(refs) != 1 || refs[0].Alt != want || refs[0].Dest != "a.jpg" {
			t.Errorf("%q became %s: %+v", s, src, refs)
		}
		src = link{name: "a.jpg", alt: s, caption: s}.String()
		refs = markdown.Parse(src, 0, markdown.Default()).References()
		if len(refs) != 1 || !refs[0].Image || refs[0].Dest != "a.jpg" || refs[0].Alt != want {
			t.Errorf("%q became %s: %+v", s, src, refs)
		}
	}
	for s, want := range map[string]string{`say "hi"`: `say \"hi\"`, `end \`: `end `, `a \"b\"`: `a \"b\"`, "x \\` y": "x ` y"} {
		if got := quoted(s); got != want {
			t.Errorf("quoted %q is %q, want %q", s, got, want)
		}
	}
}

func TestAClosedTrayHoldsNoPictures(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap}).Open("a/index.md")
	names, seeds := numbered(12)
	a.w.HandleDrop(fyne.NewPos(500, 300), a.shoot(names, seeds...))
	view := a.wait().tray()
	items := slices.Clone(view.Items())
	for _, i := range items {
		if i.Picture == nil || max(i.Picture.Rect.Dx(), i.Picture.Rect.Dy()) > 2*thumbSide {
			t.Errorf("%s has the picture %v", i.Name, i.Picture)
		}
	}
	a.w.closeTray()
	a.wait()
	for _, i := range items {
		if i.Picture != nil {
			t.Errorf("%s still has a picture", i.Name)
		}
	}
	if n := len(view.Items()); n > 0 {
		t.Errorf("%d photos are left", n)
	}
}

// uiBudget is the processor time that a function of the UI goroutine may take while photos come in.
const uiBudget = 4 * time.Millisecond

// TestTwoHundredPhotosLeaveTheWindowFree: from the drop to the links, nothing holds the UI goroutine up. The time is the thread's own, but
// caches and a core that is shared make it longer now and then, so a function is slow when it is so every time.
func TestTwoHundredPhotosLeaveTheWindowFree(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	slow := timesOfTwoHundred(t)
	for range 5 {
		if len(slow) == 0 {
			return
		}
		again := timesOfTwoHundred(t)
		maps.DeleteFunc(slow, func(name string, _ time.Duration) bool { return again[name] == 0 })
	}
	for name, took := range slow {
		t.Errorf("%v in %s, in every one of several runs; at most %v are allowed in a window", took, name, uiBudget)
	}
}

// timesOfTwoHundred gives the functions above the budget while 200 photos go from the drop into the post.
func timesOfTwoHundred(t *testing.T) map[string]time.Duration {
	slow := map[string]time.Duration{}
	a := newAuthor(t, map[string]string{"a/index.md": "---\ntitle: A\n---\n\nWords.\n"}).Open("a/index.md")
	calls := 0
	a.clock.Tell = func(name string, took time.Duration) {
		if calls++; took > 3*uiBudget { // tests run beside: caches and the collector make a function dearer than in a window
			slow[name] = max(slow[name], took)
		}
		if took > uiBudget/2 {
			t.Logf("%v in %s", took, name)
		}
	}
	names, seeds := numbered(200)
	paths := a.shoot(names, seeds...)
	a.w.env.Sched.Do(func() { a.w.HandleDrop(fyne.NewPos(500, 300), paths) })
	a.wait()
	a.w.env.Sched.Do(func() { a.tray().InsertAll(false) })
	a.wait()
	if n := strings.Count(a.w.active.Copy.State().Doc.String(), "![]("); n != 200 || calls < 600 {
		t.Fatalf("%d links and %d functions, want 200 links by some hundred functions", n, calls)
	}
	return slow
}

// In a window that is too low for a tray, some of it shows all the same, and it has the keyboard.
func TestATrayInALowWindowHasTheKeyboard(t *testing.T) {
	for _, height := range []float32{60, 120, 148, 190, 300} {
		a := newAuthor(t, map[string]string{"a/index.md": short})
		a.Open("a/index.md").Caret("One")
		a.win.Resize(fyne.NewSize(900, height))
		a.wait()
		names, seeds := numbered(5)
		a.Drop(a.shoot(names, seeds...)...)
		if got := a.win.Canvas().Focused(); got != a.tray().Stops()[0] {
			t.Errorf("%v high: the keyboard is in a %s", height, kindOf(got))
		}
		if a.w.trayHolder.Size().Height < 10 {
			t.Errorf("%v high: the tray is %v high", height, a.w.trayHolder.Size().Height)
		}
	}
}

// TestATrayThatComesLaterTakesNoKeys: while a single file becomes a folder for its photos the author writes on.
func TestATrayThatComesLaterTakesNoKeys(t *testing.T) {
	for _, typing := range []bool{false, true} {
		a := newAuthor(t, map[string]string{"single.md": "---\ntitle: Single\n---\n\nHello\n"})
		a.Open("single.md").Caret("Hello")
		names, seeds := numbered(trayFrom)
		a.w.AddPhotos(a.shoot(names, seeds...), len(a.Text()))
		a.wait().Asked("bundle")
		a.w.bars.Choose("bundle", assets.T("window.bundle.make"))
		a.w.focusSource()
		if typing {
			a.w.source.TypedRune('!')
		}
		a.wait()
		if a.w.tray == nil {
			t.Fatal("no tray")
		}
		if got := a.w.env.Window.Canvas().Focused() == fyne.Focusable(a.w.source); got != typing {
			t.Errorf("typing %v: the text has the keyboard: %v", typing, got)
		}
	}
}
