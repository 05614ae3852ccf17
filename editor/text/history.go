package text

import "time"

// Pause is how long a run of typing may rest before the next key begins a new undo step.
const Pause = time.Second

// History remembers steps for undo and redo. It belongs to one goroutine. The state itself stays with the caller: Record is called
// with every transaction that is applied, Undo and Redo give a transaction for the caller to apply and not to record.
type History struct {
	limit int // bytes kept, undo and redo together
	bytes int
	undo  []step
	redo  []step
	next  int  // revision numbers
	base  int  // revision below the oldest step
	shut  bool // the next transaction begins a new step
}

// step takes the document from after to before (undo) or from before to after (redo).
type step struct {
	change        Change
	before, after Selection
	kind          Kind
	attach        any
	last          time.Time
	rev           int // of the document after the step
}

// NewHistory makes a history that keeps about limit bytes; the newest step is kept whatever its size.
func NewHistory(limit int) *History { return &History{limit: limit} }

// Record remembers a transaction that was applied to before. One without a change is a move, which only ends the step, unless something
// is attached: then it is a step whose undo gives the attachment back, and the text keeps its revision.
func (h *History) Record(before State, tr Transaction) {
	if tr.Change.Empty() && tr.Attach == nil {
		if tr.Selection != nil && !tr.Selection.Equal(before.Selection) {
			h.shut = true
		}
		return
	}
	h.drop(&h.redo)
	rev := h.Revision()
	if !tr.Change.Empty() {
		h.next++
		rev = h.next
	}
	after := before.Selection.Map(tr.Change)
	if tr.Selection != nil {
		after = *tr.Selection
	}
	inverse := tr.Change.Invert(before.Doc)
	if h.joins(before, tr) {
		s := &h.undo[len(h.undo)-1]
		h.bytes -= s.size()
		s.change = inverse.Compose(s.change)
		s.after, s.last, s.rev = after, tr.Time, rev
		h.bytes += s.size()
	} else {
		s := step{change: inverse, before: before.Selection, after: after, kind: tr.Kind, attach: tr.Attach, last: tr.Time, rev: rev}
		h.undo = append(h.undo, s)
		h.bytes += s.size()
	}
	h.shut = tr.Attach != nil
	h.trim()
}

// joins reports whether the transaction goes on with the newest step.
func (h *History) joins(before State, tr Transaction) bool {
	if h.shut || tr.Attach != nil || len(h.undo) == 0 {
		return false
	}
	s := &h.undo[len(h.undo)-1]
	switch {
	case s.kind != tr.Kind || tr.Time.Sub(s.last) > Pause || tr.Time.Before(s.last):
		return false
	case tr.Kind == Type || tr.Kind == Delete:
		return s.after.Equal(before.Selection) && !breaksLine(tr.Change)
	case tr.Kind == Form: // the same place: s.change speaks of the document before tr
		from, to, _ := tr.Change.Span()
		lastFrom, lastTo, _ := s.change.Span()
		return from <= lastTo && to >= lastFrom
	}
	return false
}

// breaksLine reports whether the change inserts a line end: each line typed is a step of its own.
func breaksLine(c Change) bool {
	for _, e := range c.edits {
		for i := range len(e.Insert) {
			if e.Insert[i] == '\n' {
				return true
			}
		}
	}
	return false
}

// Break ends the newest step: what comes next is a step of its own. A save calls it, and so does anything else that a step must not
// reach across.
func (h *History) Break() { h.shut = true }

// Revision names the text as it is now. Undoing back to a text gives its revision again, so a document is unsaved when its revision
// is not the one that was saved (after which Break has to be called).
func (h *History) Revision() int {
	if n := len(h.undo); n > 0 {
		return h.undo[n-1].rev
	}
	return h.base
}

// CanUndo reports whether Undo would give a transaction.
func (h *History) CanUndo() bool { return len(h.undo) > 0 }

// CanRedo reports whether Redo would give a transaction.
func (h *History) CanRedo() bool { return len(h.redo) > 0 }

// Undo gives the transaction that takes back the newest step, with the selection from before it and what was attached to it; false
// when there is none. now is the current state.
func (h *History) Undo(now State) (Transaction, bool) {
	return h.move(now, &h.undo, &h.redo, Undo)
}

// Redo gives the transaction that does again what was undone last.
func (h *History) Redo(now State) (Transaction, bool) {
	return h.move(now, &h.redo, &h.undo, Redo)
}

func (h *History) move(now State, from, to *[]step, kind Kind) (Transaction, bool) {
	n := len(*from)
	if n == 0 {
		return Transaction{}, false
	}
	s := (*from)[n-1]
	*from = (*from)[:n-1]
	h.bytes -= s.size()
	tr := Transaction{Change: s.change, Kind: kind, Scroll: true, Attach: s.attach}
	sel := s.before
	if kind == Redo {
		sel = s.after
	}
	tr.Selection = &sel
	s.change = s.change.Invert(now.Doc)
	s.last = time.Time{}
	*to = append(*to, s)
	h.bytes += s.size()
	h.shut = true
	return tr, true
}

// Kind is the kind of the newest step and what is attached to it, for a menu that names what Undo takes back.
func (h *History) Kind() (Kind, any) {
	if n := len(h.undo); n > 0 {
		return h.undo[n-1].kind, h.undo[n-1].attach
	}
	return Move, nil
}

// Bytes is the memory kept, roughly.
func (h *History) Bytes() int { return h.bytes }

// size is the memory a step holds, roughly.
func (s *step) size() int {
	n := 200 + 16*(len(s.before.Ranges)+len(s.after.Ranges)) + 32*len(s.change.edits)
	for _, e := range s.change.edits {
		n += len(e.Insert)
	}
	return n
}

func (h *History) drop(steps *[]step) {
	for i := range *steps {
		h.bytes -= (*steps)[i].size()
	}
	*steps = nil
}

// trim forgets the oldest steps until the rest fits.
func (h *History) trim() {
	k := 0
	for h.bytes > h.limit && k < len(h.undo)-1 {
		h.bytes -= h.undo[k].size()
		h.base = h.undo[k].rev
		k++
	}
	if k > 0 {
		h.undo = append([]step(nil), h.undo[k:]...)
	}
}
