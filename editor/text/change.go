package text

import (
	"fmt"
	"slices"
	"strings"
)

// Edit replaces [From, To) by Insert. Offsets are in the document before the change.
type Edit struct {
	From, To int
	Insert   string
}

// Change is a set of edits made at once, for documents of one length. The zero value changes nothing and fits any document.
type Change struct {
	length int    // of the document before; meaningless without edits
	edits  []Edit // sorted, apart from each other by at least one byte, none without effect
}

// NewChange makes a change to a document of docLen bytes. Edits may come in any order; those that touch become one, and insertions
// at one place are joined in the order given. Overlapping edits, or edits outside the document, are an error.
func NewChange(docLen int, edits ...Edit) (Change, error) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int {
		if a.From != b.From {
			return a.From - b.From
		}
		return a.To - b.To
	})
	b := builder{}
	at := 0
	for _, e := range sorted {
		if e.From < at || e.To < e.From || e.To > docLen {
			return Change{}, fmt.Errorf("edit of [%d, %d) overlaps another one or leaves a text of %d bytes", e.From, e.To, docLen)
		}
		b.keep(e.From - at)
		b.replace(e.To-e.From, e.Insert)
		at = e.To
	}
	return b.change(docLen), nil
}

// Replace is the change of one edit, clamped to the document.
func (d Doc) Replace(from, to int, ins string) Change {
	from = min(max(from, 0), d.Len())
	to = min(max(to, from), d.Len())
	if from == to && ins == "" {
		return Change{}
	}
	return Change{length: d.Len(), edits: []Edit{{from, to, ins}}}
}

// builder collects a change from left to right.
type builder struct {
	at    int // in the document before
	edits []Edit
	open  bool // the last edit ends at `at`
}

func (b *builder) keep(n int) {
	if n > 0 {
		b.at += n
		b.open = false
	}
}

func (b *builder) replace(del int, ins string) {
	if del == 0 && ins == "" {
		return
	}
	if b.open {
		e := &b.edits[len(b.edits)-1]
		e.To += del
		e.Insert += ins
	} else {
		b.edits = append(b.edits, Edit{b.at, b.at + del, ins})
		b.open = true
	}
	b.at += del
}

func (b *builder) change(length int) Change {
	if len(b.edits) == 0 {
		return Change{}
	}
	return Change{length, b.edits}
}

// Empty reports whether the change has no edits.
func (c Change) Empty() bool { return len(c.edits) == 0 }

// Edits are the edits in order, in the coordinates of the document before. They must not be modified.
func (c Change) Edits() []Edit { return c.edits }

// Delta is the number of bytes by which the document grows.
func (c Change) Delta() int {
	n := 0
	for _, e := range c.edits {
		n += len(e.Insert) - (e.To - e.From)
	}
	return n
}

// Span is the smallest range of the document before that holds all edits, and the range that takes its place after.
func (c Change) Span() (from, to, newTo int) {
	if c.Empty() {
		return 0, 0, 0
	}
	from, to = c.edits[0].From, c.edits[len(c.edits)-1].To
	return from, to, to + c.Delta()
}

// Apply gives the changed document. A change for a document of another length is a broken invariant and panics.
func (c Change) Apply(d Doc) Doc {
	if c.Empty() {
		return d
	}
	if d.Len() != c.length {
		panic(fmt.Sprintf("text: change for %d bytes applied to %d bytes", c.length, d.Len()))
	}
	if len(c.edits) > 64 && len(c.edits) > d.Len()/maxChunk {
		return c.rebuild(d)
	}
	for _, e := range slices.Backward(c.edits) {
		d = d.splice(e.From, e.To, e.Insert)
	}
	return d
}

// rebuild makes the document anew, which is cheaper when the edits touch most chunks.
func (c Change) rebuild(d Doc) Doc {
	old := d.String()
	var b strings.Builder
	b.Grow(d.Len() + c.Delta())
	at := 0
	for _, e := range c.edits {
		b.WriteString(old[at:e.From])
		b.WriteString(e.Insert)
		at = e.To
	}
	b.WriteString(old[at:])
	return New(b.String())
}

// Invert is the change that takes the changed document back to before.
func (c Change) Invert(before Doc) Change {
	if c.Empty() {
		return Change{}
	}
	out := make([]Edit, len(c.edits))
	delta := 0
	for i, e := range c.edits {
		old := before.Slice(e.From, e.To)
		if len(old) <= maxChunk {
			old = strings.Clone(old) // do not keep a chunk alive for a few bytes
		}
		out[i] = Edit{e.From + delta, e.From + delta + len(e.Insert), old}
		delta += len(e.Insert) - (e.To - e.From)
	}
	return Change{c.length + delta, out}
}

// Map takes a position in the document before to the one after. A position where text is inserted stays before it when assoc is
// negative and goes behind it otherwise; one inside a replaced range goes to the begin or the end of what replaced it; the begin of
// a replaced range stays its begin, the end its end.
func (c Change) Map(pos, assoc int) int {
	delta := 0
	// Edits wholly before pos only shift it; a binary search would need prefix sums, and there are few edits.
	for _, e := range c.edits {
		if pos < e.From {
			break
		}
		if pos < e.To || (pos == e.To && e.From == e.To && assoc < 0) {
			if pos == e.From || assoc < 0 {
				return e.From + delta
			}
			return e.From + delta + len(e.Insert)
		}
		delta += len(e.Insert) - (e.To - e.From)
	}
	return pos + delta
}

// mapper maps positions that come in rising order, in one pass over the edits.
type mapper struct {
	edits []Edit
	delta int
}

func (m *mapper) pos(pos, assoc int) int {
	for len(m.edits) > 0 && m.edits[0].To < pos {
		e := m.edits[0]
		m.delta += len(e.Insert) - (e.To - e.From)
		m.edits = m.edits[1:]
	}
	return Change{edits: m.edits}.Map(pos, assoc) + m.delta
}

// Compose is the change that does c and then next, which is made for the document after c.
func (c Change) Compose(next Change) Change {
	if c.Empty() {
		return next
	}
	if next.Empty() {
		return c
	}
	if c.length+c.Delta() != next.length {
		panic(fmt.Sprintf("text: composing with a change for %d bytes, need %d", next.length, c.length+c.Delta()))
	}
	o := composer{edits: c.edits}
	at := 0
	for _, e := range next.edits {
		o.take(e.From-at, true)
		o.take(e.To-e.From, false)
		o.out.replace(0, e.Insert)
		at = e.To
	}
	o.rest()
	return o.out.change(c.length)
}

// composer walks the output of a first change while a second one takes or drops pieces of it.
type composer struct {
	edits  []Edit
	at     int  // in the document before the first change
	used   int  // bytes of edits[0].Insert already passed
	opened bool // the deletion of edits[0] is already in out
	out    builder
}

// take passes n bytes of the first change's output, keeping or dropping them.
func (o *composer) take(n int, keep bool) {
	for n > 0 {
		k := n
		if len(o.edits) > 0 && o.at == o.edits[0].From {
			e := o.edits[0]
			o.open()
			k = min(n, len(e.Insert)-o.used)
			if keep {
				o.out.replace(0, e.Insert[o.used:o.used+k])
			}
			o.used += k
			if o.used == len(e.Insert) {
				o.close()
			}
			n -= k
			continue
		}
		if len(o.edits) > 0 {
			k = min(n, o.edits[0].From-o.at)
		}
		if keep {
			o.out.keep(k)
		} else {
			o.out.replace(k, "")
		}
		o.at += k
		n -= k
	}
}

func (o *composer) open() {
	if !o.opened {
		e := o.edits[0]
		o.out.replace(e.To-e.From, "")
		o.opened = true
	}
}

func (o *composer) close() {
	o.at = o.edits[0].To
	o.edits, o.used, o.opened = o.edits[1:], 0, false
}

// rest passes all that is left of the first change.
func (o *composer) rest() {
	for len(o.edits) > 0 {
		e := o.edits[0]
		o.out.keep(e.From - o.at)
		o.at = e.From
		o.open()
		o.out.replace(0, e.Insert[o.used:])
		o.close()
	}
}
