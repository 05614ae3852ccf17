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
	"lanyard/editor/ask"
	"lanyard/editor/sched"
	"lanyard/editor/text"
	"lanyard/editor/tray"
	"lanyard/store/draft"
	"lanyard/store/photo"
)

// trayFrom is how many photos at once open the tray; fewer just go in.
const trayFrom = 4

// thumbSide is the longest side of a thumbnail in Fyne units: as much as a tile has. The tray of 200 photos holds 12 MB of them on a screen
// of one pixel a unit.
const thumbSide = 144

// thumbCache bounds the thumbnails kept on the disk, in bytes.
const thumbCache = 64 << 20

// photoTray is the tray of a post: photos that are converted beside the UI goroutine into a directory of their own outside of the content
// folder, and put into the bundle only when the author inserts them. So neither canceling nor a killed program leaves anything there. It stays
// with its post while another one shows. What the author decides in it is kept like text: see store/draft.
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
	due      bool         // the view will be drawn again
	given    []*trayPhoto // in the order in which they came
	keep     *sched.Keep  // of the draft
	over     bool         // nothing waits any more: there is no draft
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

// openTray shows photos that shall go into p at an offset. When the tray is open they are added to it, and so they are to those that an earlier
// run left waiting.
func (w *Workbench) openTray(p *openPost, paths []string, off int) {
	var photos []draft.Photo
	byName := false
	if d := w.takeWaiting(p.Copy.Post().Path); d != nil {
		photos, byName = d.Photos, d.ByName
		w.offerDraft()
	}
	for _, path := range paths {
		if !slices.ContainsFunc(photos, func(d draft.Photo) bool { return d.Path == path }) {
			photos = append(photos, w.remembered(path))
		}
	}
	if t := p.tray; t != nil {
		t.add(photos)
		w.status.Say(assets.T("tray.busy"))
		return
	}
	t := w.newTray(p, off)
	if byName {
		t.view.SetByName(true)
	}
	w.showTray(p)
	t.add(photos)
	if w.now().Sub(p.typed) > text.Pause { // a tray that comes later, as that of a single file does, takes no key from a hand that writes
		t.do(t.view.FocusGrid)
	}
}

// newTray makes an empty tray for p.
func (w *Workbench) newTray(p *openPost, off int) *photoTray {
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
		Edited:  func() { t.keep.Changed() },
		Cancel:  func() { w.closeTray(); w.keyboard.Back() },
		Ways:    w.ways(),
		Focus: func(f fyne.Focusable) {
			if w.tray == t { // another post may show by now, or another tray
				w.keyboard.Give(f)
			}
		},
	})
	t.keep = sched.NewKeep(w.env.Sched, w.drafts.worker, w.drafts.disk, draftDelay, t.takeDraft, w.draftKept)
	p.tray, p.Beside = t, trayTexts{t}
	return t
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

// closeTray cancels the tray that shows: what is in the post stays, nothing else does. What was written about the photos is remembered for when
// they come again.
func (w *Workbench) closeTray() bool {
	t := w.tray
	if t == nil {
		return false
	}
	w.remember(t.draft().Photos)
	if t.inserted == 0 {
		w.status.Say(assets.T("tray.canceled"))
	}
	t.finish()
	return true
}

// finish ends a tray in which nothing waits any more.
func (t *photoTray) finish() {
	t.over = true
	t.keep.Changed()
	t.keep.Flush(func(error) {})
	t.end()
}

// end takes the tray away. Its draft stays, unless the tray is over.
func (t *photoTray) end() {
	w := t.w
	t.closed = true
	t.cancel()
	t.p.marks.Remove(t.mark)
	t.p.tray, t.p.Beside = nil, nil
	held := slices.Contains(t.view.Stops(), w.env.Window.Canvas().Focused())
	if w.tray == t {
		w.showTray(nil)
		w.source.SetDropMark(-1)
	}
	t.view.Forget()
	if held {
		w.focusSource()
	}
	w.session.Retire(t.p.Post)
	cache := w.thumbs()
	w.env.Sched.Go("tray end", func(context.Context) {
		t.workers.Wait()
		w.session.Writer.Go(func(context.Context) { // behind a placing that reads from there
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

// add puts photos into the tray and begins to read them.
func (t *photoTray) add(said []draft.Photo) {
	photos := make([]*trayPhoto, len(said))
	items := make([]*tray.Item, len(said))
	for i, d := range said {
		ph := &trayPhoto{path: d.Path, item: tray.Item{Name: filepath.Base(d.Path), Alt: d.Alt, Caption: d.Caption, Turn: d.Turn, Out: d.Out}}
		photos[i], items[i] = ph, &ph.item
		t.photos[&ph.item] = ph
	}
	t.given = append(t.given, photos...)
	t.keep.Changed()
	t.view.Put(items...)
	w := t.w
	t.do(func() { // a turn of its own: to lay out the window and to make the tiles takes milliseconds each
		t.view.Sort()
		w.work.Layout.Layout(w.work.Objects, w.work.Size()) // there may be more rows now
	})
	dir := t.p.Copy.Post().Dir
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
		out = fmt.Sprintf("%d × %d "+assets.Dot+" %s", i.Width, i.Height, size)
	}
	if i.Camera != "" {
		out += " " + assets.Dot + " " + i.Camera
	}
	return out
}

func (t *photoTray) failed(ph *trayPhoto, err error) {
	if t.ctx.Err() != nil {
		return
	}
	t.w.log.Warn("photo refused", "error", err)
	ph.item.State, ph.item.Problem = tray.Failed, ask.Explain(err)
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
	turn, dir := ph.item.Turn, t.p.Copy.Post().Dir
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
	t.keep.Changed()
	t.show()
}

// follow moves the place where photos go.
func (t *photoTray) follow(off int) {
	t.p.marks.Remove(t.mark)
	t.mark = t.p.marks.Add(off, 1)
	t.keep.Changed()
	t.showPlace()
}

// trayUpdated follows the text: the place travels with edits, and goes where the author puts the caret.
func (w *Workbench) trayUpdated(p *openPost, tr text.Transaction) {
	t := p.tray
	if t == nil {
		return
	}
	if tr.Change.Empty() && tr.Selection != nil && tr.Kind == text.Move {
		t.follow(p.Copy.State().Selection.MainRange().To())
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
	doc := t.p.Copy.State().Doc
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
