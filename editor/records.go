package editor

import (
	"context"

	"lanyard/editor/text"
	"lanyard/store"
	"lanyard/store/intent"
	"lanyard/store/recovery"
)

// newRecord is the record of an operation that brings photos into a post, moves them, or moves the post. Nothing of it is written before the
// first step.
func (w *Workbench) newRecord() *intent.Log { return intent.New(intent.Dir(w.env.StateDir)) }

// note keeps the record of what p's text shows from now on. It ends when that text is in the file: until then a kill, or unsaved text that is
// given up, leaves photos that no text shows.
func (p *openPost) note(record *intent.Log) { p.records = append(p.records, record) }

// letGo lets go of the records of a post that is closed: they are over when its text is in the file, else they wait for what becomes of it.
func (w *Workbench) letGo(p *openPost) {
	for _, r := range p.records {
		if p.copy.Dirty() {
			r.Release()
			w.unsettled = true
		} else {
			r.End()
		}
	}
	p.records = nil
}

// putRight finishes or takes back what a killed program left half done in a folder that is about to be opened. It blocks on the disk.
func (w *Workbench) putRight(folder *store.Folder) recovery.Result {
	r, err := recovery.Settle(w.env.StateDir, folder.Boundary(), nil)
	if err != nil {
		w.log.Warn("recovery", "error", err)
	}
	w.log.Debug("put right", "folders", len(r.Changed), "moved", len(r.Moved), "waiting", r.Kept)
	return r
}

// settleRecords looks again at records that waited for unsaved text, after some of it was saved or given up.
func (w *Workbench) settleRecords() {
	if !w.unsettled || w.folder == nil {
		return
	}
	folder, docs := w.folder, map[string]text.Doc{}
	for path, p := range w.open {
		docs[path] = p.copy.State().Doc
	}
	w.writer.Go(func(context.Context) {
		open := map[string]string{}
		for path, doc := range docs {
			open[path] = doc.String()
		}
		r, err := recovery.Settle(w.env.StateDir, folder.Boundary(), open)
		w.env.Sched.Do(func() {
			if err != nil {
				w.log.Warn("recovery", "error", err)
			}
			if w.folder != folder {
				return
			}
			w.unsettled = r.Kept > 0
			if len(r.Changed) > 0 {
				w.refreshPhotos(w.active)
			}
		})
	})
}
