package session

import (
	"context"

	"lanyard/editor/text"
	"lanyard/store"
	"lanyard/store/intent"
	"lanyard/store/recovery"
)

// NewRecord is the record of an operation that brings photos into a post, moves them, or moves the post. Nothing of it is written before the
// first step.
func (s *Session) NewRecord() *intent.Log { return intent.New(intent.Dir(s.o.StateDir)) }

// Note keeps the record of what p's text shows from now on. It ends when that text is in the file: until then a kill, or unsaved text that is
// given up, leaves photos that no text shows.
func (p *Post) Note(record *intent.Log) { p.records = append(p.records, record) }

// letGo lets go of the records of a post that is closed: they are over when its text is in the file, else they wait for what becomes of it.
func (s *Session) letGo(p *Post) {
	for _, r := range p.records {
		if p.Copy.Dirty() {
			r.Release()
			s.unsettled = true
		} else {
			r.End()
		}
	}
	p.records = nil
}

// putRight finishes or takes back what a killed program left half done in a folder that is about to be opened. It blocks on the disk.
func (s *Session) putRight(folder *store.Folder) recovery.Result {
	r, err := recovery.Settle(s.o.StateDir, folder.Boundary(), nil)
	if err != nil {
		s.log.Warn("recovery", "error", err)
	}
	s.log.Debug("put right", "folders", len(r.Changed), "moved", len(r.Moved), "waiting", r.Kept)
	return r
}

// settleRecords looks again at records that waited for unsaved text, after some of it was saved or given up.
func (s *Session) settleRecords() {
	if !s.unsettled || s.folder == nil {
		return
	}
	folder, docs := s.folder, map[string]text.Doc{}
	for path, p := range s.open {
		docs[path] = p.Copy.State().Doc
	}
	s.Writer.Go(func(context.Context) {
		open := map[string]string{}
		for path, doc := range docs {
			open[path] = doc.String()
		}
		r, err := recovery.Settle(s.o.StateDir, folder.Boundary(), open)
		s.sched.Do(func() {
			if err != nil {
				s.log.Warn("recovery", "error", err)
			}
			if s.folder != folder {
				return
			}
			s.unsettled = r.Kept > 0
			if len(r.Changed) > 0 {
				s.on.Photos()
			}
		})
	})
}
