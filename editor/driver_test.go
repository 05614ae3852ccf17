package editor

import (
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lanyard/assets"
	"lanyard/assets/typeset/typesettest"
	"lanyard/editor/desktop"
	"lanyard/editor/dialog"
	"lanyard/editor/sched"
	"lanyard/store/watch"
)

// author plays a person at the window, in Fyne's test driver. Every step waits until nothing is under way; none sleeps.
type author struct {
	t     testing.TB
	app   fyne.App
	win   fyne.Window
	clock *sched.Manual
	w     *Workbench
	dir   string // the content folder
	state string
	picks *dialog.Fake
	quit  bool
	desk  *fyne.ThemeVariant // the scheme that Fyne follows; nil for none
	// scheme is that of the desktop where it is followed without Fyne, asks tells another one.
	scheme *desktop.Scheme
	asks   func(desktop.Scheme)
	// outside tells the window what another program did.
	outside atomic.Pointer[func(watch.Changes)]
}

// startTime is when every story begins.
var startTime = time.Date(2019, 6, 28, 12, 0, 0, 0, time.FixedZone("", 8*3600))

// newAuthor opens the window on a folder that holds these files (path → content).
func newAuthor(t testing.TB, files map[string]string) *author {
	t.Helper()
	return openAuthor(t, filepath.Join(t.TempDir(), "content"), nil, files)
}

// openAuthor is newAuthor with a content folder of that name, on a desktop with a colour scheme.
func openAuthor(t testing.TB, dir string, desk *fyne.ThemeVariant, files map[string]string) *author {
	t.Helper()
	a := &author{t: t, dir: dir, state: t.TempDir(), desk: desk}
	t.Setenv("LANYARD_STATE", a.state)
	t.Setenv("LC_ALL", "en_US.UTF-8")
	assets.SetLanguage("en")
	if err := os.MkdirAll(a.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for path, text := range files {
		a.write(path, text)
		if err := os.Chtimes(filepath.Join(dir, path), startTime, startTime); err != nil {
			t.Fatal(err)
		}
	}
	a.restart()
	return a
}

// restart begins a new window on the same folder and the same state directory, as after a quit or a crash.
func (a *author) restart() *author {
	a.t.Helper()
	if a.w != nil { // the system unlocks the journals of a program that is gone
		a.w.session.Vanish()
	}
	return a.start(a.dir)
}

// start begins a window on a path.
func (a *author) start(path string) *author {
	a.t.Helper()
	a.app = test.NewTempApp(a.t)
	if a.desk != nil {
		a.app = onDesktop(a.app, *a.desk)
	}
	a.win = test.NewTempWindow(a.t, nil)
	if os.Getenv("FYNE_CACHE") == "" { // Fyne's clock, by which it forgets what was not drawn for a minute, goes on only when something is drawn
		a.win.Canvas().Capture()
	}
	a.clock = sched.NewManual(startTime)
	a.t.Cleanup(func() { a.clock.Close(5 * time.Second) })
	a.picks = &dialog.Fake{}
	a.quit = false
	a.w = New(Env{
		App: a.app, Window: a.win, Sched: a.clock.Scheduler, Book: typesettest.Book(), Chooser: a.picks,
		Watch: func(ctx context.Context, root string, _ watch.Options, notify func(watch.Changes)) error {
			if root == a.dir {
				a.outside.Store(&notify)
			}
			<-ctx.Done()
			return nil
		},
		Scheme:   a.desktop(),
		StateDir: a.state, CacheDir: filepath.Join(a.state, "cache"), Settings: filepath.Join(a.state, "settings.json"), Quit: func() { a.quit = true },
	})
	a.win.Resize(fyne.NewSize(1280, 800))
	return a.must(func(done func(error)) { a.w.Open(path, done) })
}

// desktop is what [Env] has as Scheme.
func (a *author) desktop() func(func(desktop.Scheme)) desktop.Scheme {
	if a.scheme == nil {
		return nil
	}
	return func(told func(desktop.Scheme)) desktop.Scheme {
		a.asks = told
		return *a.scheme
	}
}

// wait runs everything that is under way.
func (a *author) wait() *author {
	a.t.Helper()
	if err := a.clock.Settle(20 * time.Second); err != nil {
		a.t.Fatal(err)
	}
	return a
}

// must runs something that reports when it is done, and fails when it fails or does not end.
func (a *author) must(start func(func(error))) *author {
	a.t.Helper()
	ended := false
	var failed error
	start(func(err error) { ended, failed = true, err })
	a.wait()
	if !ended || failed != nil {
		a.t.Fatalf("did not end well: ended %v, error %v", ended, failed)
	}
	return a
}

// Open shows a post of the folder.
func (a *author) Open(path string) *author {
	a.t.Helper()
	return a.must(func(done func(error)) { a.w.OpenPost(filepath.Join(a.dir, path), done) })
}

// Type types text into the source, key by key.
func (a *author) Type(s string) *author {
	a.t.Helper()
	a.w.focusSource()
	for _, r := range s {
		a.clock.Advance(40 * time.Millisecond)
		if r == '\n' {
			a.w.source.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			continue
		}
		a.w.source.TypedRune(r)
	}
	return a.wait()
}

// Press presses chords with the focus in the source.
func (a *author) Press(chords ...string) *author {
	a.t.Helper()
	for _, c := range chords {
		a.clock.Advance(40 * time.Millisecond)
		a.w.source.Key(c)
		a.wait()
	}
	return a
}

// Run runs a command of the table by its ID.
func (a *author) Run(id string) *author {
	a.t.Helper()
	if !a.w.RunCommand(id) {
		a.t.Fatalf("command %s did nothing", id)
	}
	return a.wait()
}

// Set edits a field of the form.
func (a *author) Set(key string, v any) *author {
	a.t.Helper()
	if err := (formModel{a.w}).Set(key, v); err != nil {
		a.t.Fatal(err)
	}
	return a.wait()
}

// Caret puts the caret behind the first occurrence of text in the body.
func (a *author) Caret(after string) *author {
	a.t.Helper()
	i := strings.Index(a.Text(), after)
	if i < 0 {
		a.t.Fatalf("%q is not in the text", after)
	}
	a.w.GoToOffset(i + len(after))
	return a.wait()
}

// Drop drops files of the outbox at the caret.
func (a *author) Drop(paths ...string) *author {
	a.t.Helper()
	a.w.AddPhotos(paths, a.w.active.Copy.State().Selection.MainRange().Head)
	return a.wait()
}

// Choose chooses an action of a bar.
func (a *author) Choose(bar, label string) *author {
	a.t.Helper()
	if !a.w.bars.Choose(bar, assets.T(label)) {
		a.t.Fatalf("no bar %q with %q; bars: %v", bar, assets.T(label), a.bars())
	}
	return a.wait()
}

func (a *author) bars() []string {
	var out []string
	for _, b := range a.w.bars.items {
		out = append(out, b.ID+": "+b.Text)
	}
	return out
}

// Text is the whole text of the open post.
func (a *author) Text() string { return a.w.active.Copy.State().Doc.String() }

// Sees fails unless the open post's text contains each of these.
func (a *author) Sees(parts ...string) *author {
	a.t.Helper()
	for _, p := range parts {
		if !strings.Contains(a.Text(), p) {
			a.t.Errorf("%q is not in\n%s", p, a.Text())
		}
	}
	return a
}

// Asked fails unless a bar with that id shows.
func (a *author) Asked(id string) *author {
	a.t.Helper()
	if _, ok := a.w.bars.Find(id); !ok {
		a.t.Fatalf("no bar %q; bars: %v", id, a.bars())
	}
	return a
}

// NotAsked fails when any bar shows.
func (a *author) NotAsked() *author {
	a.t.Helper()
	if len(a.w.bars.items) > 0 {
		a.t.Fatalf("unexpected bars: %v", a.bars())
	}
	return a
}

// Dirty fails unless the open post is unsaved, or saved.
func (a *author) Dirty(want bool) *author {
	a.t.Helper()
	if got := a.w.active.Copy.Dirty(); got != want {
		a.t.Errorf("dirty is %v, want %v", got, want)
	}
	return a
}

// File is the content of a file of the folder.
func (a *author) File(path string) string {
	a.t.Helper()
	data, err := os.ReadFile(filepath.Join(a.dir, path))
	if err != nil {
		a.t.Fatal(err)
	}
	return string(data)
}

// Exists reports whether the folder has the file.
func (a *author) Exists(path string) bool {
	_, err := os.Stat(filepath.Join(a.dir, path))
	return err == nil
}

func (a *author) write(path, text string) {
	a.t.Helper()
	full := filepath.Join(a.dir, path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		a.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		a.t.Fatal(err)
	}
}

// photoFile paints a photo of one colour into a folder outside the content and returns its path.
func (a *author) photoFile(name string, c color.Color) string {
	a.t.Helper()
	path := filepath.Join(a.t.TempDir(), name)
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range 64 * 48 {
		img.Set(i%64, i/64, c)
	}
	f, err := os.Create(path)
	if err != nil {
		a.t.Fatal(err)
	}
	defer f.Close()
	if err := jpeg.Encode(f, img, nil); err != nil {
		a.t.Fatal(err)
	}
	return path
}
