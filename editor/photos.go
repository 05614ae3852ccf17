package editor

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/text"
	"lanyard/store/intent"
	"lanyard/store/photo"
)

// A placement is what one insertion of photos put into the bundle. It travels with the transaction that links them, so that undo can
// take the files out with their links.
type placement struct {
	files []photo.Placed
	state string
}

// HandleDrop takes files dropped at a position of the window's canvas: photos go into the post under the pointer, or at the caret
// when the pointer is elsewhere; a post or a folder, dropped alone, opens.
func (w *Workbench) HandleDrop(at fyne.Position, paths []string) {
	if len(paths) == 1 {
		w.openDropped(paths[0], func() { w.dropPhotos(at, paths) })
		return
	}
	w.dropPhotos(at, paths)
}

func (w *Workbench) dropPhotos(at fyne.Position, paths []string) {
	if len(paths) == 0 {
		return
	}
	if w.active == nil {
		w.status.Say(assets.T("window.drop.nopost"))
		return
	}
	off := w.active.Copy.State().Selection.MainRange().To()
	if w.panes.Shows(paneSource) {
		origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(w.source)
		inside := at.Subtract(origin)
		if inside.X >= 0 && inside.Y >= 0 && inside.X < w.source.Size().Width && inside.Y < w.source.Size().Height {
			off = w.source.LineOffsetAt(inside)
		}
	}
	w.addPhotos(w.active, paths, w.active.marks.Add(off, 1))
}

// dropped is Fyne's callback. The position that comes with it is stale on Windows and macOS (fyne-io/fyne#6415), but right by the
// time that everything else of this frame has run.
func (w *Workbench) dropped(at fyne.Position, uris []fyne.URI) {
	paths := make([]string, len(uris))
	for i, u := range uris {
		paths[i] = u.Path() // never String, which percent-encodes
	}
	w.env.Sched.Do(func() { w.HandleDrop(at, paths) })
}

// AddPhotos imports files into the open post's bundle and links them at the offset, in the order they were taken where all of them
// say when. A file that cannot go in is named; the others go in. Many files open the tray instead.
func (w *Workbench) AddPhotos(paths []string, off int) {
	if p := w.active; p != nil {
		w.addPhotos(p, paths, p.marks.Add(off, 1))
	}
}

// addPhotos is AddPhotos for a post and a place of it that travels with the text, and that is not needed any more afterwards.
func (w *Workbench) addPhotos(p *openPost, paths []string, mark text.Mark) {
	post := p.Copy.Post()
	if !post.Bundle {
		w.session.OfferBundle(p.Post, func() { w.addPhotos(p, paths, mark) })
		return
	}
	if len(paths) >= trayFrom && p == w.active {
		at, _ := p.marks.Pos(mark)
		p.marks.Remove(mark)
		w.openTray(p, paths, at)
		return
	}
	release, record := p.Work.Hold(), w.session.NewRecord()
	settings := w.photoSettings()
	settings.Record = record
	progress := w.status.Begin(assets.T("window.photos.importing", 0, len(paths)))
	w.session.Writer.Go(func(context.Context) {
		results := make([]imported, len(paths))
		finished := 0
		w.pool.ImportAll(progress.ctx, paths, post.Dir, settings, func(i int, r photo.Result, err error) {
			results[i] = imported{path: paths[i], result: r, err: err}
			finished++
			n := finished
			w.env.Sched.Do(func() { progress.Say(assets.T("window.photos.importing", n, len(paths))) })
		})
		canceled := progress.ctx.Err() != nil
		if canceled {
			withdraw(results, settings.State)
		}
		w.env.Sched.Do(func() {
			defer release()
			progress.End()
			w.calm()
			at, ok := p.marks.Pos(mark)
			p.marks.Remove(mark)
			if canceled || !ok {
				record.End()
				w.status.Say(assets.T("window.photos.canceled"))
				return
			}
			w.placed(p, at, results, settings.State, record)
		})
	})
}

// imported is what became of one dropped file.
type imported struct {
	path   string
	result photo.Result
	err    error
}

func withdraw(results []imported, state string) {
	for _, r := range results {
		if r.err == nil && r.path != "" {
			_ = photo.Withdraw(r.result.Undo, state) // it came in a moment ago; what cannot be moved stays as an unused file
		}
	}
}

// placed links what was imported and names what was not.
func (w *Workbench) placed(p *openPost, at int, results []imported, state string, record *intent.Log) {
	p.Note(record)
	var good []imported
	var refused []string
	for _, r := range results {
		if r.err == nil {
			good = append(good, r)
		} else {
			w.log.Warn("photo refused", "error", r.err)
			refused = append(refused, refusal(filepath.Base(r.path), ask.Explain(r.err)))
		}
	}
	if len(good) > 0 {
		byTime(good)
		names := make([]string, len(good))
		place := placement{state: state}
		for i, r := range good {
			names[i] = r.result.Name
			place.files = append(place.files, r.result.Undo)
		}
		doc := p.Copy.State().Doc
		edit := linkEdit(doc, min(at, doc.Len()), names)
		p.Copy.Dispatch(text.Transaction{
			Change:    doc.Replace(edit.From, edit.To, edit.Insert),
			Selection: new(text.Caret(edit.From + len(strings.TrimRight(edit.Insert, "\r\n")))),
			Kind:      text.Photo, Attach: place, Scroll: true,
		})
		w.log.Debug("photos placed", "count", len(good))
		w.status.Say(assets.N("window.photos.added", len(good)))
		w.refreshPhotos(p)
	}
	if len(refused) > 0 {
		w.bars.Ask(ask.Question{ID: "photos", Tone: ask.Warning, Text: strings.Join(refused, "\n")})
	}
}

// byTime orders photos by when they were taken, if all of them know.
func byTime(list []imported) {
	if slices.ContainsFunc(list, func(r imported) bool { return r.result.Taken.IsZero() }) {
		return
	}
	slices.SortStableFunc(list, func(a, b imported) int { return a.result.Taken.Compare(b.result.Taken) })
}

// linkEdit inserts the links of photos. Between two lines, at the begin or the end of one, they become paragraphs of their own; inside
// a line they go in where the caret is.
func linkEdit(doc text.Doc, at int, names []string) text.Edit {
	links := make([]string, len(names))
	for i, n := range names {
		links[i] = link{name: n}.String()
	}
	line := doc.LineAt(at)
	from, to, eol := doc.LineStart(line), doc.LineEnd(line), doc.EOL()
	if at > from && at < to && strings.TrimSpace(doc.Slice(from, at)) != "" && strings.TrimSpace(doc.Slice(at, to)) != "" {
		return text.Edit{From: at, To: at, Insert: strings.Join(links, " ")}
	}
	return blockEdit(doc, at, strings.Join(links, eol+eol))
}

// blockEdit inserts paragraphs above the line of the offset when that is at its beginning, else below it.
func blockEdit(doc text.Doc, at int, body string) text.Edit {
	line := doc.LineAt(at)
	from, to, eol := doc.LineStart(line), doc.LineEnd(line), doc.EOL()
	if strings.TrimSpace(doc.Slice(from, at)) == "" {
		at = from
	} else {
		at = to
	}
	blank := strings.TrimSpace(doc.Slice(from, to)) == ""
	before := blankAbove(doc, line, at == from)
	after := blank && (line+1 >= doc.Lines() || strings.TrimSpace(doc.Line(line+1)) == "")
	switch {
	case blank: // the empty line itself becomes the paragraph
		out := body
		if !before {
			out = eol + out
		}
		if !after {
			out += eol
		}
		return text.Edit{From: from, To: to, Insert: out}
	case at == from: // above a line of text
		out := body + eol + eol
		if !before {
			out = eol + out
		}
		return text.Edit{From: at, To: at, Insert: out}
	}
	out := eol + eol + body // below a line of text
	if line+1 < doc.Lines() && strings.TrimSpace(doc.Line(line+1)) != "" {
		out += eol
	}
	return text.Edit{From: at, To: at, Insert: out}
}

// blankAbove reports whether what stands above the insertion is an empty line, or the front matter's end.
func blankAbove(doc text.Doc, line int, above bool) bool {
	if !above {
		return false
	}
	if line == 0 {
		return true
	}
	prev := strings.TrimSpace(doc.Line(line - 1))
	return prev == "" || prev == "---" || prev == "+++"
}

// moveAttached moves photos out of the bundle when undo took their links away, and back in when redo brings them again; likewise it puts
// photos back as they were before they were cleaned or touched up.
func (w *Workbench) moveAttached(p *openPost, attach any, undo bool) {
	if a, ok := attach.(placement); ok && p.tray != nil {
		p.tray.moved(a, undo)
	}
	release, record := p.Work.Hold(), w.session.NewRecord()
	p.Note(record)
	w.session.Writer.Go(func(context.Context) {
		var errs []error
		switch a := attach.(type) {
		case placement:
			for _, f := range a.files {
				if !f.Reused {
					record.Note(photo.NotePlaced, f)
				}
				if undo {
					errs = append(errs, photo.Withdraw(f, a.state))
				} else {
					errs = append(errs, photo.Restore(f, a.state))
				}
			}
		case cleaning:
			errs = a.move(undo, record)
		}
		err := errors.Join(errs...)
		w.env.Sched.Do(func() {
			defer release()
			if err != nil {
				w.fail(assets.T("window.photos.move.failed"), err)
			}
			w.refreshPhotos(p)
		})
	})
}

// refreshPhotos shows what changed among the bundle's photos.
func (w *Workbench) refreshPhotos(p *openPost) {
	if p == nil {
		return
	}
	if p == w.active {
		w.reloadPictures()
	}
	w.refreshSummary(p.Copy.Post().Path)
}

// InsertPhotos lets the author choose photos with the native dialog and puts them at the caret.
func (w *Workbench) InsertPhotos() {
	p := w.active
	if p == nil {
		return
	}
	start := w.settings.PhotoFolder
	off := p.Copy.State().Selection.MainRange().To()
	mark := p.marks.Add(off, 1)
	w.choose(func(ctx context.Context) ([]string, error) {
		return w.env.Chooser.Files(ctx, assets.T("window.photos.choose"), start, pictureFilters())
	}, func(paths []string) {
		if len(paths) == 0 || !w.session.Has(p.Post) {
			p.marks.Remove(mark)
			return
		}
		w.settings.PhotoFolder = filepath.Dir(paths[0])
		w.settings.save()
		w.addPhotos(p, paths, mark)
	})
}
