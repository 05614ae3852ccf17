// Package workcopy owns the state of an open post: its text with the selection, the history, the front matter as the form sees it,
// and what of it is in the file. Everything that changes a post is a transaction that passes through [Copy.Dispatch], so text, form
// and photos share one order of undo.
//
// A Copy belongs to the UI goroutine. The documents that it hands out are values and may be read anywhere.
package workcopy

import (
	"slices"
	"time"

	"lanyard/editor/text"
	"lanyard/store"
	"lanyard/store/frontmatter"
)

// An Update tells what one transaction did.
type Update struct {
	Before, After text.State
	Tr            text.Transaction
	Meta          bool // the front matter was touched; Block and Floor may differ
}

// A Copy is the one owner of an open post's state.
type Copy struct {
	post    *store.Post // what the file held when it was last read or written
	saved   int         // the history's revision that the file holds
	state   text.State
	history *text.History
	now     func() time.Time

	meta     *frontmatter.File // of the text when its front matter was last touched; its Page.BodyFrom is out of date, bodyFrom is not
	problem  error             // why the form cannot edit the front matter
	bodyFrom int
	metaText bool // the author wants the front matter as text

	listeners []func(Update)
	attached  func(attach any, undo bool)
}

// New opens a working copy of post. The caret stands at the beginning of the body. now is the clock that groups typing.
func New(post *store.Post, now func() time.Time) *Copy {
	c := &Copy{post: post, history: text.NewHistory(historyBytes), now: now}
	c.state = text.NewState(post.Text)
	c.saved = c.history.Revision()
	c.parseMeta()
	c.state.Selection = text.Caret(c.Floor())
	return c
}

// historyBytes bounds what undo keeps of one post.
const historyBytes = 64 << 20

// Post is the file as it was last read or written.
func (c *Copy) Post() *store.Post { return c.post }

// State is the present text and selection.
func (c *Copy) State() text.State { return c.state }

// OnUpdate calls f after every transaction, in the order of registration.
func (c *Copy) OnUpdate(f func(Update)) { c.listeners = append(c.listeners, f) }

// OnAttached calls f when undo takes back (undo true), or redo brings again, a transaction that carried an attachment.
func (c *Copy) OnAttached(f func(attach any, undo bool)) { c.attached = f }

// Dispatch applies a transaction and records it. A transaction made for another length of the document is a bug of the caller's.
func (c *Copy) Dispatch(tr text.Transaction) {
	if tr.Time.IsZero() {
		tr.Time = c.now()
	}
	before := c.state
	c.history.Record(before, tr)
	c.apply(before, tr)
}

func (c *Copy) apply(before text.State, tr text.Transaction) {
	meta := c.touchesMeta(tr.Change)
	c.state = before.Apply(tr)
	if meta {
		c.parseMeta()
	} else if !tr.Change.Empty() {
		c.bodyFrom = tr.Change.Map(c.bodyFrom, -1)
	}
	c.keepBelowFloor()
	u := Update{Before: before, After: c.state, Tr: tr, Meta: meta}
	for _, f := range c.listeners {
		f(u)
	}
}

// keepBelowFloor moves carets out of the hidden front matter.
func (c *Copy) keepBelowFloor() {
	floor := c.Floor()
	if c.state.Selection.Ranges[0].From() >= floor {
		return
	}
	ranges := slices.Clone(c.state.Selection.Ranges)
	for i, r := range ranges {
		ranges[i] = text.Range{Anchor: max(r.Anchor, floor), Head: max(r.Head, floor)}
	}
	c.state.Selection = text.Select(ranges, c.state.Selection.Main)
}

// Undo takes back the last step, Redo brings it again. They report whether there was one.
func (c *Copy) Undo() bool { return c.step(c.history.Undo, true) }

// Redo is the inverse of Undo.
func (c *Copy) Redo() bool { return c.step(c.history.Redo, false) }

func (c *Copy) step(take func(text.State) (text.Transaction, bool), undo bool) bool {
	tr, ok := take(c.state)
	if !ok {
		return false
	}
	tr.Scroll = true
	if tr.Attach != nil && c.attached != nil {
		c.attached(tr.Attach, undo)
	}
	c.apply(c.state, tr)
	return true
}

// CanUndo and CanRedo say whether there is a step.
func (c *Copy) CanUndo() bool { return c.history.CanUndo() }

// CanRedo says whether Redo would do something.
func (c *Copy) CanRedo() bool { return c.history.CanRedo() }

// Dirty reports whether the text is another one than the file's: undoing back to what was saved makes it clean again.
func (c *Copy) Dirty() bool { return c.history.Revision() != c.saved }

// PutCaret puts the caret at an offset of the body, without a step in the history. An offset inside a rune goes to its beginning.
func (c *Copy) PutCaret(at int) {
	at = min(max(at, c.Floor()), c.state.Doc.Len())
	for at > c.Floor() && at < c.state.Doc.Len() && c.state.Doc.Byte(at)&0xC0 == 0x80 {
		at--
	}
	c.state.Selection = text.Caret(at)
}

// A Snapshot is what a save writes: the text at one moment and the state of the file that it replaces.
type Snapshot struct {
	Post     *store.Post
	Doc      text.Doc
	revision int
}

// Snapshot takes the text to be saved. What is typed from now on is a step of its own, so undo never reaches across a save.
func (c *Copy) Snapshot() Snapshot {
	c.history.Break()
	return Snapshot{Post: c.post, Doc: c.state.Doc, revision: c.history.Revision()}
}

// Saved notes that the file now holds the snapshot, as post says.
func (c *Copy) Saved(s Snapshot, post *store.Post) { c.post, c.saved = post, s.revision }

// Restored notes that the file, which had vanished, is there again with the bytes it had.
func (c *Copy) Restored(post *store.Post) {
	c.post = post
	if c.saved < 0 && c.state.Doc.String() == post.Text {
		c.saved = c.history.Revision()
	}
}

// Unsave notes that nothing of the text is in a file: what was there has vanished.
func (c *Copy) Unsave() { c.saved = -1 }
