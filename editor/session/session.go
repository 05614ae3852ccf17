// Package session owns the folder that is open and its posts: opening, saving, the journal of unsaved text and what it gives back after a
// crash, versions, conflicts with other programs, single files that become folders, and the end. It knows no window and no widget: it asks
// through an [Asker] and tells what happened through [Events].
//
// Everything here belongs to the UI goroutine but for the functions that are handed to the scheduler, which get values and bring values back.
// Each callback carries the post that was meant; which post shows is the window's matter.
package session

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync/atomic"

	"lanyard/editor/ask"
	"lanyard/editor/instance"
	"lanyard/editor/sched"
	"lanyard/editor/workcopy"
	"lanyard/store"
	"lanyard/store/intent"
	"lanyard/store/journal"
	"lanyard/store/merge"
	"lanyard/store/versions"
	"lanyard/store/watch"
)

// An Asker shows questions to the author.
type Asker interface {
	Ask(q ask.Question)
	// Close takes the question with that ID away and reports whether there was one.
	Close(id string) bool
}

// Events are told to the window on the UI goroutine. All of them are set.
type Events struct {
	// Folder: another folder is open. Its posts are not listed yet, nor is what was left unsaved there.
	Folder func(*store.Folder)
	// Opened: there is a working copy of a post, which no transaction has changed yet.
	Opened func(*Post)
	// Updated follows every transaction of an open post, behind its journal.
	Updated func(*Post, workcopy.Update)
	// Undone: an undo, or a redo, came by what is attached to a step, such as photos that were placed.
	Undone func(p *Post, attach any, undo bool)
	// State: what is to be said of a post may be another thing, such as whether it is saved.
	State func(*Post)
	// Unsaved: the posts that [Session.Unsaved] names may be others.
	Unsaved func()
	// Saved: the file has the text.
	Saved func(*Post)
	// Merged: a text came for the post and was joined with the author's. Its conflicts stand between markers.
	Merged func(*Post, merge.Result)
	// Moved: the post's file is another one.
	Moved func(p *Post, old string)
	// Closed: nothing of the post is open any more.
	Closed func(*Post)
	// Shows reports whether the author sees the post. One that shows is not closed by itself.
	Shows func(*Post) bool
	// Show: the author asked for something whose answer is in this post.
	Show func(*Post)
	// Outside: files changed that are no posts, or everything may have.
	Outside func(watch.Changes)
	// Listed: a post of the folder is another one, is new, or, with gone, is no more.
	Listed func(s store.Summary, gone bool)
	// Photos: files of bundles were put right.
	Photos func()
	// Compare: the author wants to see what b changed of a.
	Compare func(title, a, b string)
	// Asked: another program was started with these paths, which this one has the folder of.
	Asked func(paths []string)
	// Say: something happened that needs no answer.
	Say func(string)
	// Failed: something did not work that needs no answer but must not be missed.
	Failed func(what string, err error)
	// Busy: whether something besides the session's own is under way that quitting waits for, and whether it is safe on the disk.
	Busy func() (underWay, unsafe bool)
	// Cancel: quitting has waited for long. What can be canceled is.
	Cancel func()
}

// Options are what a session needs. All of it but Hugo is set.
type Options struct {
	Sched    *sched.Scheduler
	Log      *slog.Logger
	StateDir string // journals, versions, records; outside every content folder
	Ask      Asker
	Events   Events
	// Watch follows a folder until its context ends: watch.Run.
	Watch func(ctx context.Context, root string, o watch.Options, notify func(watch.Changes)) error
	// Hugo gives the version of the installed Hugo, as which posts are read. Nil, and where it gives "", they are what their authors mean.
	Hugo func(context.Context) string
}

// A Session is the folder that is open, and its posts.
type Session struct {
	o     Options
	on    Events
	log   *slog.Logger
	sched *sched.Scheduler

	// Writer does what touches the folder's files, in order: saves, renames, photos. State does so with versions, settings and other small
	// files of the state directory.
	// Disk waits for the flushes of journals, and holds nothing else up.
	Writer, State, Disk *sched.Serial

	folder    *store.Folder
	journals  *journaling
	recovered []journal.Recovered // not looked at yet
	unsettled bool                // records wait for unsaved text
	versions  *versions.Store
	complains bool // the author was told that a journal cannot be written

	kept map[string]bool  // paths of posts that were closed with unsaved text, which their journals keep
	open map[string]*Post // by path: posts with unsaved text, those with something under way, and the one that shows

	closing bool   // the author wants to quit
	unwatch func() // ends the watcher of the folder

	held     *instance.Instance     // the hold on the folder; nil where another program has it and is silent
	heldRoot atomic.Pointer[string] // of the folder that is held
	unserve  func()                 // ends the service to other programs
}

// A Post is one that the author has opened in this session.
type Post struct {
	Copy *workcopy.Copy
	Work workcopy.Work // what is under way for it
	// Beside is what the author writes beside the text and what must be on the disk before the post goes; nil for nothing.
	Beside Beside

	log       *journal.Log
	saving    bool // the text is being written
	saveDue   bool // a save waits for its turn
	lookDue   bool // so does a look at the file
	missing   bool
	closed    bool          // nothing of it is open any more: what still comes for it is nobody's
	discarded bool          // the author gives its unsaved text up
	records   []*intent.Log // of photos that came or went, and that the file does not say yet
}

// Beside is something that is written beside a post's text and has a draft of its own.
type Beside interface {
	Flush(then func(error)) // brings the draft to the disk, and then runs on the UI goroutine
	Pending() bool          // something is not there yet
	Unkept(err error) string
}

// New makes a session without a folder.
func New(o Options) *Session {
	s := &Session{
		o: o, on: o.Events, log: o.Log, sched: o.Sched, Writer: o.Sched.NewSerial("writer"), State: o.Sched.NewSerial("state"),
		versions: versions.New(filepath.Join(o.StateDir, "versions")), open: map[string]*Post{}, kept: map[string]bool{},
	}
	s.journals = newJournaling(o.Sched, s.journalDone)
	s.Disk = s.journals.disk
	return s
}

// Folder is the one that is open; nil before there is one.
func (s *Session) Folder() *store.Folder { return s.folder }

// At is the open post at a path; nil where there is none.
func (s *Session) At(path string) *Post { return s.open[path] }

// Has reports whether a post is open still.
func (s *Session) Has(p *Post) bool { return !p.closed }

// close forgets a post. What something that is under way brings for it later changes nothing.
func (s *Session) close(p *Post) {
	p.closed = true
	delete(s.open, p.Path())
	s.on.Closed(p)
}

// Posts are those that are open, in no order.
func (s *Session) Posts() []*Post {
	out := make([]*Post, 0, len(s.open))
	for _, p := range s.open {
		out = append(out, p)
	}
	return out
}

// Unsaved names the posts that have text which is in no file: of this session, closed or not, and of one before.
func (s *Session) Unsaved() map[string]bool {
	out := map[string]bool{}
	for path := range s.kept {
		out[path] = true
	}
	for _, r := range s.recovered {
		out[r.Path] = true
	}
	for path, p := range s.open {
		if p.Copy.Dirty() {
			out[path] = true
		}
	}
	return out
}

// Recovered is what an earlier run left unsaved in the folder and what the author has not looked at yet.
func (s *Session) Recovered() []journal.Recovered { return s.recovered }

// Path is that of the post's file.
func (p *Post) Path() string { return p.Copy.Post().Path }

// Saving reports whether the text is being written.
func (p *Post) Saving() bool { return p.saving }

// adopt makes a working copy of what was loaded.
func (s *Session) adopt(post *store.Post) *Post {
	p := &Post{Copy: workcopy.New(post, s.sched.Now)}
	p.log = s.newLog(post, p.Copy.State().Doc)
	s.open[post.Path] = p
	delete(s.kept, post.Path)
	s.on.Opened(p)
	p.Copy.OnUpdate(func(u workcopy.Update) {
		if !p.closed {
			s.journalChanged(p, u)
			s.on.Updated(p, u)
		}
	})
	p.Copy.OnAttached(func(attach any, undo bool) {
		if !p.closed {
			s.on.Undone(p, attach, undo)
		}
	})
	return p
}
