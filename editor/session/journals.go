package session

import (
	"context"
	"maps"
	"slices"
	"time"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/sched"
	"lanyard/editor/workcopy"
	"lanyard/store"
	"lanyard/store/journal"
)

// What is typed is in its journal's file half a second later, where a kill of the program loses none of it, and is flushed to the disk at most
// once a second. A flush may take seconds on a slow or busy disk, and runs beside the writes.
const (
	journalInterval = 500 * time.Millisecond // between two writes
	journalDelay    = 200 * time.Millisecond // from the first edit to its write
	syncInterval    = time.Second            // between the beginnings of two flushes
)

// journaling brings the journals of open posts to the disk. It belongs to the UI goroutine.
type journaling struct {
	sched *sched.Scheduler
	files *sched.Serial // touches the files, and never waits for the disk
	disk  *sched.Serial // waits for the disk
	done  func(error)   // told how each write and each flush ended

	due    bool // a write will begin
	last   time.Time
	dirty  map[*journal.Log]struct{} // written and not flushed
	flying bool                      // a flush will begin or is under way
	synced time.Time                 // when the last flush began

	closing int // journals that will be closed, and can be found by then only
}

func newJournaling(s *sched.Scheduler, done func(error)) *journaling {
	return &journaling{
		sched: s, files: s.NewSerial("journal"), disk: s.NewSerial("journal flush"), done: done, dirty: map[*journal.Log]struct{}{},
	}
}

// soon has what the logs have pending written soon. logs is asked then.
func (j *journaling) soon(logs func() []*Post) {
	if j.due {
		return
	}
	j.due = true
	j.sched.After(max(journalDelay, journalInterval-j.sched.Now().Sub(j.last)), func() {
		j.due, j.last = false, j.sched.Now()
		for _, p := range logs() {
			if p.log.Pending() {
				j.write(p, func(err error) {
					if err != nil {
						j.done(err)
					}
				})
			}
		}
	})
}

// write puts what p's log has pending into its file; then runs on the UI goroutine. The flush follows by itself.
func (j *journaling) write(p *Post, then func(error)) {
	log, doc := p.log, p.Copy.State().Doc
	write := log.Write
	if log.Large(doc.Len()) {
		taken := log.Take()
		write = func() error { return log.Compact(doc.String(), taken) }
	}
	j.files.Go(func(context.Context) {
		err := write()
		j.sched.Do(func() {
			if err == nil {
				j.written(log)
			}
			then(err)
		})
	})
}

// written says that log's file holds something that is to be flushed.
func (j *journaling) written(log *journal.Log) {
	j.dirty[log] = struct{}{}
	j.sync()
}

// sync flushes what was written, soon.
func (j *journaling) sync() {
	if j.flying || len(j.dirty) == 0 {
		return
	}
	j.flying = true
	j.sched.After(max(0, syncInterval-j.sched.Now().Sub(j.synced)), func() {
		logs := slices.Collect(maps.Keys(j.dirty))
		clear(j.dirty)
		j.synced = j.sched.Now()
		j.disk.Go(func(context.Context) {
			var err error
			for _, log := range logs {
				if e := log.Sync(); e != nil {
					err = e
				}
			}
			j.sched.Do(func() {
				j.flying = false
				j.done(err)
				j.sync()
			})
		})
	})
}

// flush brings p's journal to the disk; then runs on the UI goroutine once it is there, or could not be brought there.
func (j *journaling) flush(p *Post, then func(error)) {
	log := p.log
	j.write(p, func(err error) {
		if err != nil {
			then(err)
			return
		}
		j.disk.Go(func(context.Context) {
			err := log.Sync()
			j.sched.Do(func() { then(err) })
		})
	})
}

// drop ends a journal that nothing needs any more.
func (j *journaling) drop(log *journal.Log, failed func(error)) {
	delete(j.dirty, log)
	j.files.Go(func(context.Context) {
		if err := log.Drop(); err != nil {
			failed(err)
		}
	})
}

// close leaves a journal to be found when its post is opened again.
func (j *journaling) close(log *journal.Log, failed func(error)) {
	delete(j.dirty, log)
	j.closing++
	j.files.Go(func(context.Context) { // behind the writes
		j.disk.Go(func(context.Context) {
			if err := log.Close(); err != nil {
				failed(err)
			}
			j.sched.Do(func() { j.closing-- })
		})
	})
}

// search gives how to run what looks for journals, on the caller's goroutine or behind those that are being closed: a slow disk holds nothing up
// that has not to wait for it.
func (j *journaling) search() func(look func()) {
	if j.closing == 0 {
		return func(look func()) { look() }
	}
	return func(look func()) {
		j.files.Go(func(context.Context) { j.disk.Go(func(context.Context) { look() }) })
	}
}

// journalChanged notes an edit; the disk is another goroutine's.
func (s *Session) journalChanged(p *Post, u workcopy.Update) {
	changed := u.Tr.Change.Edits()
	if len(changed) == 0 {
		return
	}
	edits := make([]journal.Edit, len(changed))
	for i, e := range changed {
		edits[i] = journal.Edit(e)
	}
	p.log.Append(edits)
	s.journalSoon()
}

func (s *Session) journalSoon() {
	s.journals.soon(s.Posts)
}

// journalDone shows once that a journal cannot be written, and takes that back when it can again.
func (s *Session) journalDone(err error) {
	if err == nil {
		s.log.Debug("journaled")
		s.complains = false
		s.o.Ask.Close("journal")
		return
	}
	s.log.Warn("journal", "error", err)
	if !s.complains {
		s.complains = true
		s.o.Ask.Ask(ask.Question{ID: "journal", Sticky: true, Tone: ask.Warning, Text: assets.T("window.journal.failed", ask.Explain(store.Wrap("write", s.journalDir(), err)))})
	}
	s.journalSoon()
}

// journalWarn is for what costs nothing that was typed; it may be called from any goroutine.
func (s *Session) journalWarn(err error) { s.log.Warn("journal", "error", err) }
