package editor

import (
	"context"
	"slices"
	"strings"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/text"
	"lanyard/editor/tray"
	"lanyard/store/photo"
)

// insert is called by the view. What is not ready yet is waited for.
func (t *photoTray) insert(items []*tray.Item, gallery bool) {
	in := &insertion{gallery: gallery}
	for _, i := range items {
		in.photos = append(in.photos, t.photos[i])
	}
	t.want = in
	t.view.Wait(true)
	t.goOn()
}

// goOn inserts what is wanted once all of it is ready.
func (t *photoTray) goOn() {
	if t.want == nil || t.placing {
		return
	}
	var ready []*trayPhoto
	for _, ph := range t.want.photos {
		switch {
		case ph.item.State == tray.Waiting || ph.item.State == tray.Working:
			return
		case ph.staged != nil:
			ready = append(ready, ph)
		}
	}
	in := *t.want
	in.photos, t.want = ready, nil
	if len(ready) == 0 {
		t.view.Wait(false)
		return
	}
	t.place(in)
}

// place puts photos into the bundle, in the folder's order of writing, then links them.
func (t *photoTray) place(in insertion) {
	t.placing = true
	w, dir, settings := t.w, t.p.Copy.Post().Dir, t.settings
	release := t.p.Work.Hold()
	record := w.session.NewRecord()
	settings.Record = record
	staged := make([]photo.Staged, len(in.photos))
	for i, ph := range in.photos {
		staged[i] = *ph.staged
	}
	w.session.Writer.Go(func(context.Context) {
		results := make([]imported, len(staged))
		for i, s := range staged {
			r, err := w.placePhoto(t.ctx, s, dir, settings)
			results[i] = imported{path: in.photos[i].path, result: r, err: err}
		}
		if t.ctx.Err() != nil {
			withdraw(results, settings.State)
			record.End()
			w.env.Sched.Do(release)
			return
		}
		w.env.Sched.Do(func() {
			defer release()
			if t.closed { // canceled a moment ago
				w.session.Writer.Go(func(context.Context) {
					withdraw(results, settings.State)
					record.End()
				})
				return
			}
			t.placed(in, results)
			t.p.Note(record)
		})
	})
}

// placed links what went in as one step of the post's history, and tells of each photo that did not.
func (t *photoTray) placed(in insertion, results []imported) {
	w, doc := t.w, t.p.Copy.State().Doc
	t.placing = false
	var links []link
	attach := placement{state: t.settings.State}
	failed := false
	for i, r := range results {
		ph := in.photos[i]
		if r.err != nil {
			failed = true
			w.log.Warn("photo not placed", "error", r.err)
			ph.item.Problem = ask.Explain(r.err)
			continue
		}
		ph.item.State, ph.item.Problem, ph.name = tray.Placed, "", r.result.Name
		links = append(links, link{r.result.Name, ph.item.Alt, ph.item.Caption})
		attach.files = append(attach.files, r.result.Undo)
	}
	if len(links) > 0 {
		at, _ := t.p.marks.Pos(t.mark)
		body := paragraphs(links, doc.EOL())
		if in.gallery {
			body = gallery(links, doc.EOL())
		}
		edit := blockEdit(doc, min(at, doc.Len()), body)
		end := edit.From + len(strings.TrimRight(edit.Insert, "\r\n"))
		t.p.Copy.Dispatch(text.Transaction{
			Change: doc.Replace(edit.From, edit.To, edit.Insert), Selection: new(text.Caret(end)), Kind: text.Photo, Attach: attach, Scroll: true,
		})
		t.follow(end) // the next one goes below
		t.inserted += len(links)
		t.keep.Changed()
		w.forgetTexts(in.photos)
		w.status.Say(assets.N("window.photos.added", len(links)))
		p := t.p
		w.env.Sched.Do(func() { w.refreshPhotos(p) }) // a turn of its own: with 200 photos each of them takes some milliseconds
	}
	left := slices.ContainsFunc(t.view.Items(), func(i *tray.Item) bool { return i.Wanted() })
	if failed || left {
		t.view.Wait(false)
		t.show()
		return
	}
	t.do(func() { // a turn of its own too
		refused, shown := t.refused(), w.tray == t
		t.finish()
		if shown {
			w.focusSource()
		}
		if refused != "" {
			w.bars.Ask(ask.Question{ID: "photos", Tone: ask.Warning, Text: refused})
		}
	})
}

// refused names the photos that cannot go in.
func (t *photoTray) refused() string {
	var out []string
	for _, i := range t.view.Items() {
		if i.State == tray.Failed && !i.Out {
			out = append(out, refusal(i.Name, i.Problem))
		}
	}
	return strings.Join(out, "\n")
}

// refusal says which photo is not in and why. Most reasons name the photo themselves.
func refusal(name, reason string) string {
	if strings.Contains(reason, name) {
		return reason
	}
	return assets.T("window.photo.refused", name, reason)
}
