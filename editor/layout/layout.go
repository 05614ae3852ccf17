// Package layout owns the rows of the source: where every line stands, which rows a viewport shows, where a caret is and what lies
// under a point. Lines are shaped when they are looked at; the others have an estimated height, which is corrected when they are
// seen or in idle time.
//
// Offsets are bytes in the whole document, lengths device pixels, x from the left edge of the column, y from the top of the first
// row. The text before the floor has no rows. Everything belongs to the UI goroutine.
package layout

import (
	"time"

	"lanyard/assets/typeset"
	"lanyard/editor/text"
)

// Config is what the rows depend on besides the text.
type Config struct {
	Shaper  *typeset.Shaper
	Options typeset.Options
	Width   float32 // of the column
	// Spans appends the spans of a stretch of one line, which begins at the document's offset from, to dst. Their offsets are
	// within that stretch. nil gives the plain base style.
	Spans func(dst []typeset.Span, from int, s string) []typeset.Span
}

// keepBytes is how much text stays shaped: some ten screens full.
const keepBytes = 128 << 10

// Layout is the layout of one document.
type Layout struct {
	cfg       Config
	doc       text.Doc
	floor     int
	index     index
	rowHeight int
	version   uint64

	recent  para // the ring of shaped paragraphs, most recent first
	shaped  int  // bytes of text that they have
	refined int  // everything before this offset, from the floor, has been measured

	spans []typeset.Span
}

// para is a shaped unit. It stays while its unit does; the paragraph in it is dropped when too many are shaped.
type para struct {
	p          *typeset.Paragraph
	spans      []typeset.Span
	bytes      int
	version    uint64
	prev, next *para
}

// New makes the layout of an empty document.
func New(cfg Config) *Layout {
	l := &Layout{}
	l.recent.prev, l.recent.next = &l.recent, &l.recent
	l.SetConfig(cfg)
	return l
}

// SetConfig changes the configuration. Nothing stays shaped.
func (l *Layout) SetConfig(cfg Config) {
	l.cfg = cfg
	l.rowHeight = max(1, cfg.Shaper.Shape("", nil, cfg.Options).Height())
	l.Reset(l.doc, l.floor)
}

// SetWidth changes the width of the column. Shaped paragraphs are wrapped anew when they are looked at.
func (l *Layout) SetWidth(w float32) {
	if w == l.cfg.Width {
		return
	}
	l.cfg.Width = w
	for _, c := range l.index.chunks {
		for i := range c.units {
			u := &c.units[i]
			u.flags &^= measured
			u.height = l.guess(u.ems)
		}
		c.sum()
	}
	l.index.total()
	l.refined = 0
}

// Width is the width of the column.
func (l *Layout) Width() float32 { return l.cfg.Width }

// RowHeight is the height of an empty line.
func (l *Layout) RowHeight() int { return l.rowHeight }

// Height is the height of all rows, partly estimated.
func (l *Layout) Height() int { return l.index.height }

// Floor is the offset at which the rows begin.
func (l *Layout) Floor() int { return l.floor }

// Reset lays out another document.
func (l *Layout) Reset(doc text.Doc, floor int) {
	for l.recent.next != &l.recent {
		l.drop(l.recent.next)
	}
	l.doc, l.floor = doc, floor
	s := doc.Slice(floor, doc.Len())
	l.index = newIndex(l.cutLines(make([]unit, 0, len(s)/60+1), s, true))
	l.refined = 0
}

// Update follows a change to the document. Only lines that the change touches are set anew.
func (l *Layout) Update(c text.Change, after text.Doc, floor int) {
	edits := c.Edits()
	before, delta, ok := l.split(edits, floor)
	if !ok {
		l.Reset(after, floor)
		return
	}
	old := l.doc
	oldFloor := l.floor
	l.doc, l.floor = after, floor
	edits = edits[before:]
	// Groups of edits that touch the same lines, from the last to the first, so that offsets before them stay good.
	for end := len(edits); end > 0; {
		begin := end - 1
		from := max(oldFloor, old.LineStart(old.LineAt(edits[begin].From)))
		for begin > 0 && edits[begin-1].To >= from {
			begin--
			from = max(oldFloor, old.LineStart(old.LineAt(edits[begin].From)))
		}
		shift := delta
		for _, e := range edits[:begin] {
			shift += len(e.Insert) - (e.To - e.From)
		}
		grow := 0
		for _, e := range edits[begin:end] {
			grow += len(e.Insert) - (e.To - e.From)
		}
		to, last := old.Len(), true
		if i := old.LineAt(edits[end-1].To); i+1 < old.Lines() {
			to, last = old.LineStart(i+1), false
		}
		l.relay(from-oldFloor, to-oldFloor, after.Slice(from+shift, to+shift+grow), last)
		end = begin
	}
}

// split counts the edits that lie in the hidden prefix and the bytes by which they make it grow. ok is false when an edit crosses
// the floor or the floor went elsewhere than the edits took it.
func (l *Layout) split(edits []text.Edit, floor int) (before, delta int, ok bool) {
	for before < len(edits) && edits[before].To <= l.floor {
		e := edits[before]
		if e.From == l.floor && floor == l.floor+delta {
			break // inserted behind the floor
		}
		delta += len(e.Insert) - (e.To - e.From)
		before++
	}
	if before < len(edits) && edits[before].From < l.floor {
		return 0, 0, false
	}
	return before, delta, floor == l.floor+delta
}

// relay sets the lines of s in the place of the units of [from, to). Offsets are from the floor.
func (l *Layout) relay(from, to int, s string, last bool) {
	a := l.index.byOffset(from)
	b := a
	if to > from {
		b = l.index.byOffset(to - 1)
	}
	if last {
		b = l.index.byOffset(to)
	}
	for c, more := a, true; more; c, more = l.index.next(c) {
		if u := l.index.at(c); u.para != nil {
			l.drop(u.para)
		}
		if c.chunk == b.chunk && c.unit == b.unit {
			break
		}
	}
	var few [4]unit
	l.index.replace(a, b, l.cutLines(few[:0], s, last))
	l.refined = min(l.refined, from)
}

// Restyle tells that the spans of the text in [from, to) may have changed.
func (l *Layout) Restyle(from, to int) {
	from, to = max(0, from-l.floor), min(to-l.floor, l.index.bytes)
	if from > to {
		return
	}
	for c, more := l.index.byOffset(from), true; more && c.off <= to; c, more = l.index.next(c) {
		u := l.index.at(c)
		u.flags |= stale
		if u.flags&measured != 0 {
			l.refined = min(l.refined, c.off)
		}
	}
}

// set makes sure that the unit at c is shaped, wrapped and measured.
func (l *Layout) set(c cursor) *para {
	u := l.index.at(c)
	if u.para == nil {
		u.para = &para{}
	}
	pa := u.para
	if pa.p != nil && u.flags&(measured|stale) == measured {
		l.touch(pa)
		return pa
	}
	n := int(u.bytes) - u.term()
	if pa.p == nil || u.flags&stale != 0 {
		from := l.floor + c.off
		s := l.doc.Slice(from, from+n)
		spans := l.style(from, s)
		switch {
		case pa.p == nil || !sameStyles(pa.spans, spans):
			if pa.p != nil {
				l.shaped -= pa.bytes
			}
			pa.p = l.cfg.Shaper.Shape(s, spans, l.cfg.Options)
			pa.bytes = n + 64
			l.shaped += pa.bytes
			pa.spans = append(pa.spans[:0], spans...)
			u.flags &^= measured
		case !sameInks(pa.spans, spans):
			pa.p.SetInks(spans)
			pa.spans = append(pa.spans[:0], spans...)
			l.version++
			pa.version = l.version
		}
		u.flags &^= stale
	}
	if u.flags&measured == 0 {
		pa.p.Wrap(l.cfg.Width)
		l.version++
		pa.version = l.version
	}
	u.flags |= measured
	l.index.setHeight(c, pa.p.Height())
	l.touch(pa)
	for l.shaped > keepBytes && l.recent.prev != pa {
		l.drop(l.recent.prev)
	}
	return pa
}

func (l *Layout) style(from int, s string) []typeset.Span {
	if l.cfg.Spans == nil {
		return nil
	}
	l.spans = l.cfg.Spans(l.spans[:0], from, s)
	return l.spans
}

func sameStyles(a, b []typeset.Span) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].From != b[i].From || a[i].To != b[i].To || a[i].Style != b[i].Style {
			return false
		}
	}
	return true
}

func sameInks(a, b []typeset.Span) bool {
	for i := range a {
		if a[i].Ink != b[i].Ink {
			return false
		}
	}
	return true
}

// touch makes pa the most recent paragraph.
func (l *Layout) touch(pa *para) {
	if pa.prev != nil {
		pa.prev.next, pa.next.prev = pa.next, pa.prev
	}
	pa.prev, pa.next = &l.recent, l.recent.next
	pa.next.prev, l.recent.next = pa, pa
}

// drop forgets the paragraph; the unit keeps its height.
func (l *Layout) drop(pa *para) {
	if pa.p == nil {
		return
	}
	l.shaped -= pa.bytes
	pa.p, pa.bytes = nil, 0
	pa.spans = pa.spans[:0]
	pa.prev.next, pa.next.prev = pa.next, pa.prev
	pa.prev, pa.next = nil, nil
}

// Refine measures lines that have an estimated height until now passes the deadline, one line at least, and reports whether more
// are left. Call it in idle time; what is visible must be placed anew afterwards, by offset.
func (l *Layout) Refine(now func() time.Time, deadline time.Time) (more bool) {
	c := l.index.byOffset(l.refined)
	for {
		if u := l.index.at(c); u.flags&measured == 0 || u.flags&stale != 0 {
			if u.para != nil && u.para.p != nil {
				l.set(c)
			} else {
				from := l.floor + c.off
				s := l.doc.Slice(from, from+int(u.bytes)-u.term())
				p := l.cfg.Shaper.Shape(s, l.style(from, s), l.cfg.Options)
				p.Wrap(l.cfg.Width)
				u.flags = u.flags&^stale | measured
				l.index.setHeight(c, p.Height())
			}
			if !now().Before(deadline) {
				l.refined = c.off
				return true
			}
		}
		n, ok := l.index.next(c)
		if !ok {
			l.refined = l.index.bytes
			return false
		}
		c = n
	}
}
