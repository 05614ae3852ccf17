package editor

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/sched"
	"lanyard/editor/tray"
	"lanyard/store"
	"lanyard/store/draft"
)

// draftDelay is how long after a change of a tray its draft begins to be written.
const draftDelay = 500 * time.Millisecond

// drafts are the trays of this folder that no post shows yet, and what is remembered of trays that were canceled.
type drafts struct {
	worker  *sched.Serial // touches the files, and never waits for the disk
	disk    *sched.Serial // waits for the disk
	waiting []*waitingTray
	texts   map[string]draft.Photo // by path
	begun   *unfinished
}

func (w *Workbench) draftDir() string { return filepath.Join(w.env.StateDir, "drafts") }

// trayTexts is what the author wrote in a tray: it goes to the disk before the post does.
type trayTexts struct{ t *photoTray }

// Flush is for session.Beside.
func (x trayTexts) Flush(then func(error)) {
	x.t.keep.Changed() // the text may have moved the place
	x.t.keep.Flush(then)
}

// Pending is for session.Beside.
func (x trayTexts) Pending() bool { return x.t.keep.Pending() }

// Unkept is for session.Beside.
func (x trayTexts) Unkept(err error) string {
	w := x.t.w
	return assets.T("tray.draft.leave", w.titleOf(x.t.p), ask.Explain(store.Wrap("write", w.draftDir(), err)))
}

// takeDraft is for the tray's Keep.
func (t *photoTray) takeDraft() (write, sync func() error) {
	dir, d := t.w.draftDir(), t.draft()
	sync = func() error { return draft.Sync(dir, d.Post) }
	if t.over {
		return func() error { return draft.Drop(dir, d.Post) }, sync
	}
	return func() error { return draft.Put(dir, d) }, sync
}

// draft is what the tray holds now, without what is in the post.
func (t *photoTray) draft() draft.Tray {
	doc := t.p.Copy.State().Doc
	at, _ := t.p.marks.Pos(t.mark)
	line := doc.LineAt(min(at, doc.Len()))
	from := doc.LineStart(line)
	d := draft.Tray{
		Post: t.p.Copy.Post().Path, At: at, Line: doc.Line(line), Col: max(at-from, 0), ByName: t.view.ByName(), When: t.w.now(),
	}
	for _, ph := range t.given {
		if i := &ph.item; i.State != tray.Placed {
			d.Photos = append(d.Photos, draft.Photo{Path: ph.path, Alt: i.Alt, Caption: i.Caption, Turn: i.Turn, Out: i.Out})
		}
	}
	return d
}

// draftKept shows that drafts cannot be written, and takes that back when they can again.
func (w *Workbench) draftKept(err error) {
	if err == nil {
		w.log.Debug("draft kept")
		w.bars.Close("draft.failed")
		return
	}
	w.log.Warn("draft", "error", err)
	if _, shown := w.bars.Find("draft.failed"); !shown {
		text := assets.T("tray.draft.failed", ask.Explain(store.Wrap("write", w.draftDir(), err)))
		w.bars.Ask(ask.Question{ID: "draft.failed", Sticky: true, Tone: ask.Warning, Text: text})
	}
}

// recoverDrafts looks for trays that earlier runs left in this folder, and for what is remembered about photos, and offers the trays.
func (w *Workbench) recoverDrafts(folder *store.Folder) {
	dir, root := w.draftDir(), folder.Boundary()
	w.drafts.worker.Go(func(context.Context) {
		found, err := draft.Pending(dir, root)
		if err != nil {
			w.log.Warn("draft", "error", err)
		}
		for i, d := range found { // made a folder, and killed before the draft followed
			if now := folder.Bundled(d.Post); now != d.Post {
				found[i].Post = now
				if err := draft.Put(dir, found[i]); err != nil {
					w.log.Warn("draft", "error", err)
				} else if err := draft.Drop(dir, d.Post); err != nil {
					w.log.Warn("draft", "error", err)
				}
			}
		}
		found = slices.DeleteFunc(found, func(d draft.Tray) bool { // the post may come back
			_, err := os.Stat(d.Post)
			return err != nil
		})
		said, err := draft.Remembered(dir)
		if err != nil {
			w.log.Warn("draft", "error", err)
		}
		begun, err := draft.ReadUnfinished(dir)
		if err != nil {
			w.log.Warn("draft", "error", err)
		}
		w.env.Sched.Do(func() {
			if w.session.Folder() != folder {
				return
			}
			w.drafts.begun.add(begun)
			w.drafts.texts = map[string]draft.Photo{}
			for _, p := range said {
				w.drafts.texts[p.Path] = p
			}
			w.drafts.waiting = nil
			w.addDrafts(found)
		})
	})
}

// draftsOf gives the tray of one post that an earlier run, or this one before the post was closed, left. It blocks on the disk.
func (w *Workbench) draftsOf(path string) []draft.Tray {
	found, err := draft.Pending(w.draftDir(), path)
	if err != nil {
		w.log.Warn("draft", "error", err)
	}
	return found
}

// waitingTray is a draft that no open post has.
type waitingTray struct {
	draft.Tray
	later bool // the author closed the bar that offered it
}

// addDrafts offers trays that no open post has.
func (w *Workbench) addDrafts(found []draft.Tray) {
	for _, d := range found {
		if p := w.openAt(d.Post); p == nil || p.tray == nil {
			w.takeWaiting(d.Post)
			w.drafts.waiting = append(w.drafts.waiting, &waitingTray{Tray: d})
		}
	}
	w.offerDraft()
}

// takeWaiting takes the draft of a post off the list; nil when it has none.
func (w *Workbench) takeWaiting(post string) *waitingTray {
	i := slices.IndexFunc(w.drafts.waiting, func(d *waitingTray) bool { return d.Post == post })
	if i < 0 {
		return nil
	}
	d := w.drafts.waiting[i]
	w.drafts.waiting = slices.Delete(w.drafts.waiting, i, i+1)
	return d
}

// offerDraft asks about a tray that was left with photos in it: that of the post that shows, else the newest. Closing the bar keeps it for the
// next time that its post is opened.
func (w *Workbench) offerDraft() {
	var d *waitingTray
	for _, x := range w.drafts.waiting {
		if !x.later && (d == nil || x.Post == w.activePath()) {
			d = x
		}
	}
	if d == nil {
		w.bars.Close("draft")
		return
	}
	w.log.Debug("draft offered", "path", d.Post)
	post := nameOf(d.Post, store.IsIndex(filepath.Base(d.Post)))
	w.bars.Ask(ask.Question{
		ID: "draft", Sticky: true, Tone: ask.Info,
		Text: assets.N("tray.draft", len(d.Photos), post, d.When.In(w.now().Location()).Format("2006-01-02 15:04")),
		Closed: func() {
			d.later = true
			w.offerDraft()
		},
		Answers: []ask.Answer{
			{Label: assets.T("tray.draft.resume"), Main: true, Run: func() { w.resume(d.Tray) }},
			{Label: assets.T("tray.draft.discard"), Run: func() {
				w.takeWaiting(d.Post)
				w.discardDraft(d.Tray)
				w.offerDraft()
			}},
		},
	})
}

// resume opens the post of a draft with its tray as it was.
func (w *Workbench) resume(d draft.Tray) {
	w.OpenPost(d.Post, func(err error) {
		if p := w.openAt(d.Post); err == nil && p != nil && p == w.active {
			w.openTray(p, nil, d.Place(p.Copy.State().Doc.String()))
		}
		w.offerDraft()
	})
}

// discardDraft lets a tray go; what was written in it is remembered for when the photos come again.
func (w *Workbench) discardDraft(d draft.Tray) {
	w.remember(d.Photos)
	dir := w.draftDir()
	w.drafts.worker.Go(func(context.Context) {
		if err := draft.Drop(dir, d.Post); err != nil {
			w.log.Warn("draft", "error", err)
		}
	})
	w.status.Say(assets.T("tray.canceled"))
}

// remembered is a photo with what was said about it in a tray that was canceled.
func (w *Workbench) remembered(path string) draft.Photo {
	if p, ok := w.drafts.texts[path]; ok {
		return p
	}
	return draft.Photo{Path: path}
}

// remember keeps what was said about photos.
func (w *Workbench) remember(photos []draft.Photo) {
	if w.drafts.texts == nil {
		w.drafts.texts = map[string]draft.Photo{}
	}
	photos = slices.Clone(photos)
	for _, p := range photos {
		w.drafts.texts[p.Path] = p
	}
	dir := w.draftDir()
	w.drafts.worker.Go(func(context.Context) {
		if err := draft.Remember(dir, photos); err != nil {
			w.log.Warn("draft", "error", err)
		}
	})
}

// forgetTexts forgets what is remembered about photos that are in the post now.
func (w *Workbench) forgetTexts(photos []*trayPhoto) {
	var in []draft.Photo
	for _, ph := range photos {
		if w.drafts.texts[ph.path].Said() && ph.item.State == tray.Placed {
			in = append(in, draft.Photo{Path: ph.path})
		}
	}
	if len(in) > 0 {
		w.remember(in)
	}
}
