package editor

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/text"
	"lanyard/store"
	"lanyard/store/intent"
	"lanyard/store/markdown"
	"lanyard/store/photo"
)

// CleanPhotos looks for photos of the post that carry private data, are too big or are not shown by browsers, and offers to mend them.
func (w *Workbench) CleanPhotos() {
	p := w.active
	if p == nil || !p.Copy.Post().Bundle {
		return
	}
	dir, settings := p.Copy.Post().Dir, w.photoSettings()
	w.session.Writer.Go(func(ctx context.Context) {
		names, err := files(dir)
		var found []photo.Finding
		if err == nil {
			found, err = photo.Inspect(ctx, dir, names, settings)
		}
		found = slices.DeleteFunc(found, func(f photo.Finding) bool { return f.Err != nil })
		w.env.Sched.Do(func() {
			switch {
			case err != nil:
				w.fail(assets.T("window.check.failed"), err)
			case len(found) == 0:
				w.status.Say(assets.T("window.clean.none"))
			case p == w.active:
				w.offerClean(p, found)
			}
		})
	})
}

// files are the names of the files of a folder that may carry private data: all but pages and what is hidden.
func files(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && !store.IsMarkdown(e.Name()) && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names, err
}

func (w *Workbench) offerClean(p *openPost, found []photo.Finding) {
	var list []string
	for _, f := range found {
		var why []string
		for _, r := range f.Reasons {
			why = append(why, assets.T("photo.clean."+string(r)))
		}
		list = append(list, fmt.Sprintf("%s (%s)", f.Name, strings.Join(why, ", ")))
	}
	w.bars.Ask(ask.Question{
		ID: "clean", Tone: ask.Warning, Text: assets.N("window.clean.found", len(found), strings.Join(list, "; ")),
		Answers: []ask.Answer{{Label: assets.T("window.clean"), Main: true, Run: func() { w.clean(p, p.Copy.Post().Dir, namesOf(found), nil) }}},
	})
}

// A cleaning is pictures of the bundle that were written anew, by cleaning or by hand; it travels with the transaction that renames the
// references, which changes nothing where no name did.
type cleaning struct {
	swaps []photo.Swap
	state string
}

// move puts the old pictures back, or the new ones. Several swaps may be of one picture, so undo goes from the last to the first.
func (c cleaning) move(undo bool, record *intent.Log) []error {
	var errs []error
	for i, s := range c.swaps {
		if undo {
			s = c.swaps[len(c.swaps)-1-i]
		}
		record.Note(photo.NoteSwap, s)
		if undo {
			errs = append(errs, s.Undo(c.state))
		} else {
			errs = append(errs, s.Redo(c.state))
		}
	}
	return errs
}

func namesOf(found []photo.Finding) []string {
	out := make([]string, len(found))
	for i, f := range found {
		out[i] = f.Name
	}
	return out
}

// clean mends the photos of these names in a folder; references follow where a name changed. Undo puts the old photos back. then, which may
// be nil, runs when that is done.
func (w *Workbench) clean(p *openPost, dir string, names []string, then func()) {
	settings := w.photoSettings()
	progress, release := w.status.Begin(assets.T("window.photos.importing", 0, len(names))), p.Work.Hold()
	record := w.session.NewRecord()
	settings.Record = record
	w.session.Writer.Go(func(context.Context) {
		done := cleaning{state: settings.State}
		var failed []error
		for i, name := range names {
			c, err := photo.Clean(progress.ctx, dir, name, settings)
			switch {
			case err != nil:
				failed = append(failed, err)
			case c.Changed:
				done.swaps = append(done.swaps, c.Undo)
			}
			w.env.Sched.Do(func() { progress.Say(assets.T("window.photos.importing", i+1, len(names))) })
		}
		w.env.Sched.Do(func() {
			defer release()
			progress.End()
			w.calm()
			p.Note(record)
			w.cleaned(p, done)
			for _, err := range failed {
				w.fail(assets.T("window.check.failed"), err)
			}
			if then != nil {
				then()
			}
		})
	})
}

func (w *Workbench) cleaned(p *openPost, done cleaning) {
	if len(done.swaps) == 0 {
		return
	}
	doc := p.Copy.State().Doc
	parsed := markdown.Parse(doc.String(), p.Copy.BodyFrom(), w.markdownOptions())
	var edits []text.Edit
	for _, r := range parsed.References() {
		for _, s := range done.swaps {
			at, err := filepath.Rel(p.Copy.Post().Dir, s.Dir)
			if err != nil || s.OldName == s.NewName || r.To <= r.From {
				continue
			}
			old, fresh := path.Join(filepath.ToSlash(at), s.OldName), path.Join(filepath.ToSlash(at), s.NewName)
			if r.Dest == old || r.Dest == store.Escape(old) {
				edits = append(edits, text.Edit{From: r.From, To: r.To, Insert: store.Escape(fresh)})
			}
		}
	}
	change, err := text.NewChange(doc.Len(), edits...)
	if err != nil { // references do not overlap
		w.log.Warn("clean", "error", err)
	}
	p.Copy.Dispatch(text.Transaction{Change: change, Kind: text.Photo, Attach: done})
	w.menus.update()
	w.log.Debug("cleaned", "photos", len(done.swaps))
	w.status.Say(assets.N("window.clean.done", len(done.swaps)))
	w.refreshPhotos(p)
}

func (w *Workbench) photoSettings() photo.Settings {
	s := photo.Settings{Max: w.settings.PhotoMax, Quality: w.settings.PhotoQuality, State: w.env.StateDir}
	if w.settings.KeepOriginals {
		s.Originals = filepath.Join(w.env.StateDir, "originals")
	}
	if w.session.Folder() != nil {
		s.Open = w.session.Folder().OpenFile
	}
	return s
}
