package editor

import (
	"context"
	"image"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"lanyard/assets"
	"lanyard/editor/text"
	"lanyard/editor/tray"
	"lanyard/store/markdown"
	"lanyard/store/photo"
)

// touchSide is the longest side in pixels at which a photo is shown while it is touched up.
const touchSide = 1600

// touching is the open view in which a photo of the post is touched up.
type touching struct {
	w        *Workbench
	p        *openPost
	view     *tray.Touch
	dir      string
	name     string
	ctx      context.Context // ends when the view closes
	cancel   context.CancelFunc
	closed   bool
	applying bool // what was drawn is being written

	width, height int // of the photo, in pixels
}

// drawn keeps what is drawn until it is applied or given up.
func (t *touching) drawn(e photo.Edits) {
	t.w.drafts.begun.drawn(filepath.Join(t.dir, t.name), e, t.width, t.height)
}

// photoAt is the picture file that the post shows at an offset, within the post's folder; "" when there is none.
func (w *Workbench) photoAt(p *openPost, off int) string {
	doc := p.Copy.State().Doc
	line := doc.LineAt(off)
	from, to := doc.LineStart(line), doc.LineEnd(line)
	if !strings.ContainsAny(doc.Slice(from, to), "]<") {
		return ""
	}
	best := ""
	source := doc.String()
	parsed := markdown.Parse(source, p.Copy.BodyFrom(), w.markdownOptions())
	resolve := w.resolver(p, source)
	for _, r := range parsed.References() {
		if !r.Image || r.NodeTo < from || r.NodeFrom > to {
			continue
		}
		path, err := resolve(r.Dest)
		if err != nil {
			continue
		}
		if rel, err := filepath.Rel(p.Copy.Post().Dir, path); err != nil || !filepath.IsLocal(rel) {
			continue
		}
		if best == "" || r.NodeFrom <= off && off <= r.NodeTo {
			best = path
		}
	}
	return best
}

// EditPhoto opens the photo under the caret to be touched up.
func (w *Workbench) EditPhoto() {
	p := w.active
	if p == nil || !p.Copy.Post().Bundle {
		return
	}
	path := w.photoAt(p, p.Copy.State().Selection.MainRange().Head)
	if path == "" {
		w.status.Say(assets.T("tray.touch.none"))
		return
	}
	w.closeTouch()
	ctx, cancel := context.WithCancel(w.env.Sched.Context())
	t := &touching{w: w, p: p, dir: filepath.Dir(path), name: filepath.Base(path), ctx: ctx, cancel: cancel}
	t.view = tray.NewTouch(tray.TouchOptions{
		Name:   t.name,
		Render: t.render,
		Apply:  t.apply,
		Drawn:  t.drawn,
		Cancel: func() {
			w.drafts.begun.drawn(path, photo.Edits{}, 0, 0)
			w.closeTouch()
		},
		Ways: w.ways(),
		Focus: func(f fyne.Focusable) {
			if w.touching == t {
				w.keyboard.Give(f)
			}
		},
	})
	w.touching = t
	w.touchHolder.Objects = []fyne.CanvasObject{t.view}
	w.touchHolder.Show()
	w.panes.Hide()
	w.touchHolder.Refresh()
	t.view.FocusBoard()
	site := photo.Opener(w.session.Folder().OpenFile)
	w.env.Sched.Go("photo", func(context.Context) {
		width, height, err := site.Size(path)
		var m *image.RGBA
		if err == nil {
			m, err = w.pool.DecodeFrom(ctx, site, path, touchSide, touchSide)
		}
		w.env.Sched.Do(func() {
			switch {
			case t.closed:
			case err != nil:
				w.closeTouch()
				w.fail(assets.T("tray.touch.failed", t.name), err)
			default:
				t.view.SetPicture(m, width, height)
				t.width, t.height = width, height
				if d := w.drafts.begun.Drawn[path]; d.Width == width && d.Height == height {
					t.view.Resume(d.Edits)
				}
			}
		})
	})
}

// previewMenu is the menu over the preview. Over a photo of the post the caret goes there, so that the commands speak of that photo.
func (w *Workbench) previewMenu(off int, at fyne.Position) {
	p := w.active
	if p == nil {
		return
	}
	ids := []string{"edit.copy", "edit.selectall"}
	if off >= 0 && p.Copy.Post().Bundle && w.photoAt(p, off) != "" {
		w.GoToOffset(off)
		ids = []string{"insert.photo.edit", "post.clean"}
	}
	w.popUp(at, ids...)
}

// render is for the view.
func (t *touching) render(f func() *image.RGBA, done func(*image.RGBA)) {
	t.w.env.Sched.Go("photo", func(context.Context) {
		m := f()
		t.w.env.Sched.Do(func() {
			if !t.closed {
				done(m)
			}
		})
	})
}

// apply writes the edits into the stored picture, in the folder's order of writing. It is a step of the post's history.
func (t *touching) apply(e photo.Edits) {
	w, settings, release := t.w, t.w.photoSettings(), t.p.Work.Hold()
	t.view.SetBusy(true)
	t.applying = true
	w.session.Writer.Go(func(context.Context) {
		swap, err := photo.Redact(t.ctx, t.dir, t.name, e, settings)
		w.env.Sched.Do(func() {
			defer release()
			t.applying = false
			if err != nil {
				if !t.closed {
					t.view.SetBusy(false)
				}
				w.fail(assets.T("tray.touch.failed", t.name), err)
				return
			}
			w.drafts.begun.drawn(filepath.Join(t.dir, t.name), photo.Edits{}, 0, 0)
			w.touched(t.p, cleaning{swaps: []photo.Swap{swap}, state: settings.State})
			if !t.closed {
				w.closeTouch()
			}
		})
	})
}

// touched records that a picture was written anew.
func (w *Workbench) touched(p *openPost, done cleaning) {
	p.Copy.Dispatch(text.Transaction{Kind: text.Photo, Attach: done})
	w.status.Say(assets.T("tray.touch.done", done.swaps[0].NewName))
	w.menus.update()
	w.refreshPhotos(p)
}

// closeTouch closes the view without writing, and reports whether one was open.
func (w *Workbench) closeTouch() bool {
	t := w.touching
	if t == nil {
		return false
	}
	t.cancel()
	return w.leaveTouch()
}

// leaveTouch takes the view away because another post shows. What is being written is written to the end.
func (w *Workbench) leaveTouch() bool {
	t := w.touching
	if t == nil {
		return false
	}
	t.closed = true
	if !t.applying {
		t.cancel()
	}
	w.touching = nil
	w.touchHolder.Objects = nil
	w.touchHolder.Hide()
	w.panes.Show()
	w.focusSource()
	return true
}

// undoTouch takes back the last thing drawn while a photo is being touched up, and reports whether one is.
func (w *Workbench) undoTouch() bool {
	if w.touching == nil {
		return false
	}
	w.touching.view.Undo()
	return true
}
