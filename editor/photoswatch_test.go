package editor

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"lanyard/store/watch"
)

// outsideFolders are the folders that a window watches, so that a test can say what happens in them.
type outsideFolders struct {
	mu     sync.Mutex
	notify map[string]func(watch.Changes)
	flat   map[string]bool
	came   chan string
}

func watchedBy(a *author) *outsideFolders {
	for a.outside.Load() == nil { // the watcher of the content folder has begun, and asks for no other
		runtime.Gosched()
	}
	o := &outsideFolders{notify: map[string]func(watch.Changes){}, flat: map[string]bool{}, came: make(chan string, 100)}
	a.w.env.Watch = func(ctx context.Context, root string, opt watch.Options, notify func(watch.Changes)) error {
		o.mu.Lock()
		o.notify[root], o.flat[root] = notify, opt.Flat
		o.mu.Unlock()
		o.came <- root
		<-ctx.Done()
		o.mu.Lock()
		delete(o.notify, root)
		o.mu.Unlock()
		return nil
	}
	return o
}

// await waits until a folder is watched.
func (o *outsideFolders) await(dir string) func(watch.Changes) {
	for {
		o.mu.Lock()
		f := o.notify[dir]
		o.mu.Unlock()
		if f != nil {
			return f
		}
		<-o.came
	}
}

// paintedPNG writes a picture of one colour.
func (a *author) paintedPNG(path string, c color.Color) {
	a.t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for i := range 200 * 100 {
		m.Set(i%200, i/200, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		a.t.Fatal(err)
	}
	a.write(path, b.String())
}

// shows reports whether many pixels of the window have a colour.
func (a *author) shows(c color.RGBA) bool {
	m, n := a.win.Canvas().Capture(), 0
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			if r, g, b, _ := m.At(x, y).RGBA(); uint8(r>>8) == c.R && uint8(g>>8) == c.G && uint8(b>>8) == c.B {
				n++
			}
		}
	}
	return n > 5000
}

var (
	pureRed  = color.RGBA{255, 0, 0, 255}
	pureBlue = color.RGBA{0, 0, 255, 255}
)

func TestPicturesOfTheSiteFollowTheirFiles(t *testing.T) {
	a := newAuthor(t, map[string]string{
		"../hugo.toml": "title = 'Site'\n", "a/index.md": "---\ntitle: A\n---\n\n![](/img/hall.png)\n", "b/index.md": "---\ntitle: B\n---\n\nWords.\n",
	})
	o := watchedBy(a)
	a.Open("a/index.md")
	static := filepath.Join(a.dir, "..", "static", "img")
	tell := o.await(static)
	if !o.flat[static] {
		t.Error("all below the folder is watched")
	}
	if a.shows(pureRed) {
		t.Fatal("red before there is a picture")
	}
	for _, c := range []color.RGBA{pureRed, pureBlue} { // it appears, it changes
		a.paintedPNG("../static/img/hall.png", c)
		tell(watch.Changes{Paths: []string{filepath.Join(static, "hall.png")}})
		if a.wait(); !a.shows(c) {
			t.Errorf("%v does not show", c)
		}
	}
	if err := os.Remove(filepath.Join(static, "hall.png")); err != nil {
		t.Fatal(err)
	}
	tell(watch.Changes{Paths: []string{filepath.Join(static, "hall.png")}})
	if a.wait(); a.shows(pureBlue) {
		t.Error("a picture that vanished still shows")
	}
	a.paintedPNG("../static/img/hall.png", pureRed)
	tell(watch.Changes{Everything: true})
	if a.wait(); !a.shows(pureRed) {
		t.Error("it does not show after the folder came back")
	}
	a.w.looked.forget()
	if n := len(a.w.looked.folders); n != 0 {
		t.Errorf("%d folders are watched after the folder was closed", n)
	}
}

func TestPicturesOfAnotherBundleFollowTheirFiles(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": "---\ntitle: A\n---\n\n![](../b/hall.png)\n\n![](img/own.png)\n", "b/index.md": "---\ntitle: B\n---\n\nWords.\n"})
	a.Open("a/index.md")
	a.paintedPNG("b/hall.png", pureRed)
	if a.changed("b/hall.png"); !a.shows(pureRed) {
		t.Error("a picture of another bundle does not show")
	}
	a.paintedPNG("a/img/own.png", pureBlue)
	if a.changed("a/img/own.png"); !a.shows(pureBlue) {
		t.Error("a picture in a folder of the bundle does not show")
	}
	if err := os.Remove(filepath.Join(a.dir, "b", "hall.png")); err != nil {
		t.Fatal(err)
	}
	if a.changed("b"); a.shows(pureRed) { // of a folder that vanished only itself is told
		t.Error("a picture whose folder vanished still shows")
	}
	if n := len(a.w.looked.folders); n != 0 {
		t.Errorf("%d folders are watched twice", n)
	}
}

func TestAnotherPostWatchesNoPicturesOfTheOneBefore(t *testing.T) {
	a := newAuthor(t, map[string]string{
		"../hugo.toml": "title = 'Site'\n", "a/index.md": "---\ntitle: A\n---\n\n![](/img/hall.png)\n", "b/index.md": "---\ntitle: B\n---\n\n![](/two/wall.png)\n",
	})
	o := watchedBy(a)
	a.Open("a/index.md")
	o.await(filepath.Join(a.dir, "..", "static", "img"))
	a.Open("b/index.md")
	o.await(filepath.Join(a.dir, "..", "static", "two"))
	if got := a.w.looked.folders; len(got) != 1 || got[filepath.Join(a.dir, "..", "static", "two")] == nil {
		t.Errorf("watched: %v", got)
	}
}
