package editor

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"lanyard/assets"
	"lanyard/editor/text"
	"lanyard/editor/tray"
	"lanyard/store/photo"
)

// trayFrom is how many photos at once open the tray; fewer just go in.
const trayFrom = 4

// thumbSide is the longest side of a thumbnail in Fyne units: as much as a tile has. The tray of 200 photos holds 12 MB of them on a screen
// of one pixel a unit.
const thumbSide = 144

// thumbCache bounds the thumbnails kept on the disk, in bytes.
const thumbCache = 64 << 20

// photoTray is the open tray: photos that are converted beside the UI goroutine into a directory of their own outside of the content
// folder, and put into the bundle only when the author inserts them. So neither canceling nor a killed program leaves anything there.
type photoTray struct {
	w        *Workbench
	p        *openPost
	mark     text.Mark
	view     *tray.Tray
	photos   map[*tray.Item]*trayPhoto
	settings photo.Settings
	stage    func() (string, error) // makes the directory; any goroutine
	ctx      context.Context
	cancel   context.CancelFunc
	workers  sync.WaitGroup
	want     *insertion // waits for photos that are not ready
	placing  bool
	inserted int
	side     int // of thumbnails, in pixels
	closed   bool
	due      bool // the view will be drawn again
}

// trayPhoto is one photo of the tray.
type trayPhoto struct {
	item   tray.Item
	path   string
	staged *photo.Staged // nil until it is ready
	name   string        // in the bundle, once it was placed
}

// insertion is what the author asked for.
type insertion struct {
	photos  []*trayPhoto
	gallery bool
}

// trayText is what an author wrote about a photo in a tray that was canceled.
type trayText struct {
	alt, caption string
	turn         int
	out          bool
}

// openTray shows photos that shall go into p at an offset. When the tray is open they are added to it.
func (w *Workbench) openTray(p *openPost, paths []string, off int) {
	if t := w.tray; t != nil {
		t.add(paths)
		w.status.Say(assets.T("tray.busy"))
		return
	}
	t := &photoTray{w: w, p: p, mark: p.marks.Add(off, 1), photos: map[*tray.Item]*trayPhoto{}, settings: w.photoSettings()}
	t.side = int(math.Ceil(thumbSide * max(float64(w.env.Window.Canvas().Scale()), 1)))
	t.ctx, t.cancel = context.WithCancel(w.env.Sched.Context())
	state := w.env.StateDir
	t.stage = sync.OnceValues(func() (string, error) { return makeStage(state) })
	t.view = tray.New(tray.Options{
		Now:     w.env.Sched.Now,
		Insert:  t.insert,
		Turned:  t.turned,
		Changed: t.findNear,
		Cancel:  func() { w.closeTray(); w.focusSource() },
		Forward: func(s fyne.Shortcut) { w.forward(s) },
		Focus:   func(f fyne.Focusable) { w.env.Window.Canvas().Focus(f) },
	})
	w.tray = t
	w.showTray(t.view)
	t.showPlace()
	t.add(paths)
	t.do(t.view.FocusGrid)
}

// makeStage makes the directory for what waits, and deletes those that a killed program left.
func makeStage(state string) (string, error) {
	all := filepath.Join(state, "tray")
	if err := os.MkdirAll(all, 0o700); err != nil {
		return "", err
	}
	if old, err := os.ReadDir(all); err == nil {
		for _, e := range old {
			if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
				_ = os.RemoveAll(filepath.Join(all, e.Name())) // nothing needs it; the next tray tries again
			}
		}
	}
	return os.MkdirTemp(all, "")
}

// closeTray cancels the tray: what is in the post stays, nothing else does. What was written about the photos is remembered until the
// program ends.
func (w *Workbench) closeTray() bool {
	t := w.tray
	if t == nil {
		return false
	}
	for _, ph := range t.photos {
		if text := (trayText{ph.item.Alt, ph.item.Caption, ph.item.Turn, ph.item.Out}); text != (trayText{}) && ph.item.State != tray.Placed {
			w.trayTexts[ph.path] = text
		}
	}
	if t.inserted == 0 {
		w.status.Say(assets.T("tray.canceled"))
	}
	t.end()
	return true
}

// end takes the tray away.
func (t *photoTray) end() {
	w := t.w
	t.closed = true
	t.cancel()
	t.p.marks.Remove(t.mark)
	w.tray = nil
	held := slices.Contains(t.view.Stops(), w.env.Window.Canvas().Focused())
	w.showTray(nil)
	t.view.Forget()
	w.source.SetDropMark(-1)
	if held {
		w.focusSource()
	}
	cache := w.thumbs()
	w.env.Sched.Go("tray end", func(context.Context) {
		t.workers.Wait()
		w.writer.Go(func(context.Context) { // behind a placing that reads from there
			if dir, err := t.stage(); err == nil {
				err = os.RemoveAll(dir)
				if err != nil {
					w.log.Warn("tray", "error", err)
				}
			}
		})
		if err := photo.TrimThumbs(cache, thumbCache); err != nil && !errors.Is(err, os.ErrNotExist) {
			w.log.Warn("thumbnails", "error", err)
		}
	})
}

func (w *Workbench) thumbs() string { return filepath.Join(w.env.CacheDir, "thumbs") }

// add puts files into the tray and begins to read them.
func (t *photoTray) add(paths []string) {
	photos := make([]*trayPhoto, len(paths))
	items := make([]*tray.Item, len(paths))
	for i, path := range paths {
		ph := &trayPhoto{path: path, item: tray.Item{Name: filepath.Base(path)}}
		if text, ok := t.w.trayTexts[path]; ok {
			ph.item.Alt, ph.item.Caption, ph.item.Turn, ph.item.Out = text.alt, text.caption, text.turn, text.out
			delete(t.w.trayTexts, path)
		}
		photos[i], items[i] = ph, &ph.item
		t.photos[&ph.item] = ph
	}
	t.view.Put(items...)
	w := t.w
	t.do(func() { // a turn of its own: to lay out the window and to make the tiles takes milliseconds each
		t.view.Sort()
		w.work.Layout.Layout(w.work.Objects, w.work.Size()) // there may be more rows now
	})
	dir := t.p.copy.Post().Dir
	turns := make([]int, len(photos))
	for i, ph := range photos {
		turns[i] = ph.item.Turn
	}
	t.start("tray", func() { t.read(photos, turns, dir) })
}

// start runs f beside the UI goroutine; the stage is deleted only when it has ended.
func (t *photoTray) start(name string, f func()) {
	t.workers.Add(1)
	t.w.env.Sched.Go(name, func(context.Context) {
		defer t.workers.Done()
		f()
	})
}

// do runs f on the UI goroutine unless the tray is closed by then.
func (t *photoTray) do(f func()) {
	t.w.env.Sched.Do(func() {
		if !t.closed {
			f()
		}
	})
}

// read looks at all photos, then makes thumbnails of those in which the camera put none, then converts them, so that there is something to
// see at once. What the camera put in is small; the thumbnail that takes its place is made of the converted photo, which is much less work
// than decoding the original twice. It runs beside the UI goroutine.
func (t *photoTray) read(photos []*trayPhoto, turns []int, dir string) {
	pool, bad, seen := t.w.pool, make([]bool, len(photos)), make([]bool, len(photos))
	pool.Each(len(photos), func(i int) {
		info, err := photo.Look(t.ctx, photos[i].path)
		var small *image.RGBA
		if err == nil {
			small = photo.Embedded(t.ctx, photos[i].path, t.side)
		}
		bad[i], seen[i] = err != nil, small != nil
		t.do(func() { t.looked(photos[i], info, small, err) })
	})
	t.do(t.view.Sort)
	pool.Each(len(photos), func(i int) {
		if bad[i] || seen[i] || t.ctx.Err() != nil {
			return
		}
		if m, err := pool.Thumb(t.ctx, photos[i].path, t.w.thumbs(), t.side); err == nil {
			t.do(func() {
				photos[i].item.Picture = m
				t.show()
			})
		}
	})
	pool.Each(len(photos), func(i int) {
		if !bad[i] && t.ctx.Err() == nil {
			t.convert(photos[i], turns[i], dir, seen[i])
		}
	})
	t.w.env.Sched.Do(func() {
		t.w.log.Debug("tray ready", "photos", len(photos))
		t.w.calm()
	})
}

// show lets the view follow; what changes in one go is drawn once.
func (t *photoTray) show() {
	if t.due {
		return
	}
	t.due = true
	t.do(func() {
		t.due = false
		t.view.Update()
	})
}

func (t *photoTray) looked(ph *trayPhoto, info photo.Info, small *image.RGBA, err error) {
	if err != nil {
		t.failed(ph, err)
		return
	}
	if info.HasTaken {
		ph.item.Taken = info.Taken
	}
	ph.item.Facts = facts(info)
	if small != nil && ph.item.Picture == nil {
		ph.item.Picture = small
	}
	t.show()
}

// facts is one line about a photo.
func facts(i photo.Info) string {
	size := assets.T("tray.kilobytes", (i.Bytes+1023)>>10)
	if i.Bytes >= 1<<20 {
		size = assets.T("tray.megabytes", float64(i.Bytes)/(1<<20))
	}
	out := size
	if i.Width > 0 {
		out = fmt.Sprintf("%d × %d · %s", i.Width, i.Height, size)
	}
	if i.Camera != "" {
		out += " · " + i.Camera
	}
	return out
}

func (t *photoTray) failed(ph *trayPhoto, err error) {
	if t.ctx.Err() != nil {
		return
	}
	t.w.log.Warn("photo refused", "error", err)
	ph.item.State, ph.item.Problem = tray.Failed, explain(err)
	t.show()
	t.goOn()
}

// convert makes a photo ready, and where wanted a thumbnail of it. It runs beside the UI goroutine.
func (t *photoTray) convert(ph *trayPhoto, turn int, dir string, thumb bool) {
	t.do(func() {
		ph.item.State = tray.Working
		t.show()
	})
	stage, err := t.stage()
	var staged photo.Staged
	if err == nil {
		staged, err = t.w.pool.Stage(t.ctx, ph.path, dir, stage, turn, t.settings)
	}
	var small *image.RGBA
	if err == nil && thumb && turn == 0 && staged.File() != "" {
		small, _ = t.w.pool.Decode(t.ctx, staged.File(), t.side, t.side) // the camera's stays where this fails
	}
	t.do(func() {
		if err != nil {
			t.failed(ph, err)
			return
		}
		ph.staged = &staged
		if small != nil {
			ph.item.Picture = small
		}
		if ph.item.Turn != turn { // turned again meanwhile
			t.convertAgain(ph)
			return
		}
		ph.item.State, ph.item.Problem, ph.item.Reused = tray.Ready, "", staged.Reused
		t.findNear()
		t.show()
		t.goOn()
	})
}

// turned is called by the view.
func (t *photoTray) turned(i *tray.Item) {
	ph := t.photos[i]
	if ph.item.State == tray.Ready {
		t.convertAgain(ph)
	}
}

func (t *photoTray) convertAgain(ph *trayPhoto) {
	ph.item.State, ph.staged = tray.Working, nil
	turn, dir := ph.item.Turn, t.p.copy.Post().Dir
	t.start("tray turn", func() { t.convert(ph, turn, dir, false) })
}

// findNear points out photos that look like one before them, or like one of the bundle.
func (t *photoTray) findNear() {
	items := t.view.Items()
	for n, i := range items {
		ph := t.photos[i]
		i.Near = ""
		if ph.staged == nil {
			continue
		}
		i.Near = ph.staged.Similar
		for _, before := range items[:n] {
			if other := t.photos[before]; !before.Out && other.staged != nil && photo.Near(other.staged.Hash, ph.staged.Hash) {
				i.Near = before.Name
				break
			}
		}
	}
}

// moved follows undo and redo of what the tray inserted.
func (t *photoTray) moved(a placement, undo bool) {
	for _, ph := range t.photos {
		if ph.name == "" || !slices.ContainsFunc(a.files, func(f photo.Placed) bool { return f.Name == ph.name }) {
			continue
		}
		ph.item.State = tray.Placed
		if undo {
			ph.item.State = tray.Ready
		}
	}
	t.show()
}

// follow moves the place where photos go.
func (t *photoTray) follow(off int) {
	t.p.marks.Remove(t.mark)
	t.mark = t.p.marks.Add(off, 1)
	t.showPlace()
}

// trayUpdated follows the text: the place travels with edits, and goes where the author puts the caret.
func (w *Workbench) trayUpdated(p *openPost, tr text.Transaction) {
	t := w.tray
	if t == nil || p != t.p {
		return
	}
	if tr.Change.Empty() && tr.Selection != nil && tr.Kind == text.Move {
		t.follow(p.copy.State().Selection.MainRange().To())
		return
	}
	t.showPlace()
}

// showPlace shows in the text and in words where the photos will go.
func (t *photoTray) showPlace() {
	at, ok := t.p.marks.Pos(t.mark)
	if !ok || t.w.tray != t {
		return
	}
	doc := t.p.copy.State().Doc
	line := doc.LineAt(min(at, doc.Len()))
	from := doc.LineStart(line)
	id, drop := "tray.place.below", -1
	switch {
	case strings.TrimSpace(doc.Line(line)) == "":
		id, drop = "tray.place.at", from
	case strings.TrimSpace(doc.Slice(from, at)) == "":
		id, drop = "tray.place.above", from
	case line+1 < doc.Lines():
		drop = doc.LineStart(line + 1)
	}
	t.view.SetPlace(assets.T(id, line+1))
	t.w.source.SetDropMark(drop)
}
