package preview

import (
	"sort"
	"strings"

	"lanyard/preview/paint"
	"lanyard/store/markdown"
)

// entry is a block in the column; the first is the head, the last the notes.
type entry struct {
	block  *markdown.Block // nil for head and notes
	height int             // estimated until set
	set    *paint.Set
	set1   bool // height comes from setting
	strips []*strip
	hx     int  // how far a wide table is scrolled
	hidden bool // in details that are closed
	align  markdown.Align
	notes  string // numbers of the notes it refers to
}

// column is the page as a row of entries, in device pixels.
type column struct {
	entries []*entry
	tops    []int // top of each entry; one more for the end
	stale   int   // tops from this index on are to be summed up again
	scroll  int
	x       int // of the text in the pane
	text    int // width of the text
	width   int // of the pane
	height  int
	margin  int
	live    map[int]bool // entries that hold a set
	spare   []*strip
	sets    int // counts what was set, for tests
}

// measure takes the size of the pane over.
func (c *column) measure(p *Preview) {
	c.width, c.height = int(p.size.Width*p.scale), int(p.size.Height*p.scale)
	st := p.style()
	c.x, c.text = st.Measure(c.width)
	c.margin = int(st.Em * 1.6)
}

// dropAll drops everything that was set. Heights that are known are kept.
func (c *column) dropAll() {
	for i := range c.live {
		if i < len(c.entries) {
			c.drop(c.entries[i])
		}
	}
	c.live = map[int]bool{}
}

// forget drops everything that was set, and its height.
func (c *column) forget(p *Preview) {
	c.dropAll()
	for _, e := range c.entries {
		e.set1 = false
	}
	c.estimateAll(p)
}

func (c *column) estimateAll(p *Preview) {
	for _, e := range c.entries {
		if !e.set1 {
			e.height = c.estimate(p, e)
		}
	}
	c.stale = 0
}

func (c *column) drop(e *entry) {
	c.dropStrips(e)
	e.set = nil
}

func (c *column) dropStrips(e *entry) {
	c.spare = append(c.spare, e.strips...)
	e.strips = nil
}

// update takes another document over and keeps the entries of the blocks that
// are the same values, and that of the head where it is the same.
func (c *column) update(p *Preview, doc *markdown.Document, sameHead bool) {
	old := c.entries
	anchor, into := c.top()
	var anchorEntry *entry
	if anchor < len(old) {
		anchorEntry = old[anchor]
	}
	same := p.doc != nil && p.doc.Source == doc.Source
	before := p.doc
	p.doc = doc
	entries, kept := c.match(doc.Blocks)
	c.entries = entries
	if !sameHead || kept == 0 { // without a block in common it is another post, whose cover may be another file
		c.drop(entries[0])
	}
	if !same && kept == 0 {
		p.folds = map[*markdown.Block]bool{}
	}
	c.surround(p)
	c.live = map[int]bool{}
	for i, e := range entries {
		c.renumber(doc, e)
		if e.set != nil {
			c.live[i] = true
		}
		if !e.set1 && e.height == 0 {
			e.height = c.estimate(p, e)
		}
	}
	c.stale = 0
	c.sum()
	switch {
	case !same && kept == 0 && len(old) > 3:
		c.scroll = 0
	case anchorEntry != nil && (anchor > 0 || into > 0):
		if !c.keep(anchor, into, func(i int) bool { return c.entries[i] == anchorEntry }) {
			text := blockText(before, anchor-1) // what lies between two changes is parsed anew
			c.keep(anchor, into, func(i int) bool { return text != "" && blockText(doc, i-1) == text })
		}
	}
	if p.sel.active() { // positions of another text mean nothing
		p.sel = selection{}
	}
	if p.aim.on { // what it pointed at may have moved
		p.aim.entry = p.doc.BlockAt(p.aim.off) + 1
	}
}

// match gives the entries for blocks: those that are there already for the same
// values, and how many of them.
func (c *column) match(blocks []*markdown.Block) (entries []*entry, kept int) {
	n := len(blocks)
	entries = make([]*entry, n+2)
	entries[0], entries[n+1] = &entry{}, &entry{}
	if old := c.entries; len(old) > 1 {
		entries[0], entries[n+1] = old[0], old[len(old)-1]
		c.drop(entries[n+1])
		inner := old[1 : len(old)-1]
		head, tail := 0, 0
		for head < n && head < len(inner) && inner[head].block == blocks[head] {
			head++
		}
		for tail < n-head && tail < len(inner)-head && inner[len(inner)-1-tail].block == blocks[n-1-tail] {
			tail++
		}
		copy(entries[1:], inner[:head])
		copy(entries[1+n-tail:], inner[len(inner)-tail:])
		moved := c.middle(entries[1+head:1+n-tail], inner[head:len(inner)-tail], blocks[head:n-tail])
		for _, e := range inner[head : len(inner)-tail] {
			if !moved[e] {
				c.drop(e)
			}
		}
		kept = head + tail + len(moved)
	}
	for i, b := range blocks {
		if entries[i+1] == nil {
			entries[i+1] = &entry{block: b}
		}
	}
	return entries, kept
}

// renumber sets a block anew whose references to footnotes have other numbers.
func (c *column) renumber(doc *markdown.Document, e *entry) {
	refs := noteRefs(e.block)
	if len(refs) == 0 {
		return
	}
	if sig := noteNumbers(doc, refs); sig != e.notes {
		e.notes = sig
		c.drop(e)
		e.set1 = false
	}
}

// middle keeps entries of blocks that moved within the changed stretch.
func (c *column) middle(dst, old []*entry, blocks []*markdown.Block) map[*entry]bool {
	kept := map[*entry]bool{}
	if len(old) == 0 || len(blocks) == 0 {
		return kept
	}
	by := make(map[*markdown.Block]*entry, len(old))
	for _, e := range old {
		by[e.block] = e
	}
	for i, b := range blocks {
		if e := by[b]; e != nil && !kept[e] {
			kept[e] = true
			dst[i] = e
		}
	}
	return kept
}

// keep scrolls so that the entry nearest to index which is the one looked for has so much of it above the pane, and reports whether there
// is one.
func (c *column) keep(index, into int, is func(i int) bool) bool {
	for d := 0; d < len(c.entries); d++ {
		for _, i := range []int{index - d, index + d} {
			if i >= 0 && i < len(c.entries) && is(i) {
				c.scroll = c.tops[i] + into
				return true
			}
		}
	}
	return false
}

// blockText is the source of a block; "" where there is none.
func blockText(doc *markdown.Document, i int) string {
	if doc == nil || i < 0 || i >= len(doc.Blocks) {
		return ""
	}
	end := len(doc.Source)
	if i+1 < len(doc.Starts) {
		end = doc.Starts[i+1]
	}
	return doc.Source[doc.Starts[i]:end]
}

func noteRefs(b *markdown.Block) []string {
	if b == nil {
		return nil
	}
	return b.NoteRefs()
}

func noteNumbers(doc *markdown.Document, refs []string) string {
	var b strings.Builder
	for _, r := range refs {
		b.WriteByte(byte(' ' + doc.NoteNumber(r)%90))
		b.WriteByte(byte(' ' + doc.NoteNumber(r)/90%90))
	}
	return b.String()
}

// sum brings the tops up to date.
func (c *column) sum() {
	n := len(c.entries)
	if len(c.tops) != n+1 {
		c.tops = make([]int, n+1)
		c.stale = 0
	}
	if c.stale > n {
		return
	}
	y := c.margin
	if c.stale > 0 {
		y = c.tops[c.stale]
	}
	for i := c.stale; i < n; i++ {
		c.tops[i] = y
		y += c.entries[i].height
	}
	c.tops[n] = y
	c.stale = n + 1
}

// total is the height of the page.
func (c *column) total() int {
	c.sum()
	return c.tops[len(c.entries)] + c.margin*2
}

// at is the index of the entry at a height of the page.
func (c *column) at(y int) int {
	c.sum()
	i := sort.Search(len(c.entries), func(i int) bool { return c.tops[i+1] > y })
	return min(i, max(len(c.entries)-1, 0))
}

// top is the entry at the top of the pane and how far it is scrolled out.
func (c *column) top() (index, into int) {
	if len(c.entries) == 0 {
		return 0, 0
	}
	i := c.at(c.scroll)
	return i, c.scroll - c.tops[i]
}

// setEntry sets entry i, if it is not, and keeps what lies at the top of the
// pane in its place.
func (c *column) setEntry(p *Preview, i int) *paint.Set {
	e := c.entries[i]
	if e.set != nil {
		return e.set
	}
	c.sets++
	var s *paint.Set
	switch {
	case e.hidden:
	case i == 0:
		s = p.setter.Head(p.meta.Head, c.text)
	case i == len(c.entries)-1:
		s = p.setter.Notes(p.doc, c.text)
	default:
		s = p.setter.Block(e.block, paint.Context{Doc: p.doc, Start: p.doc.Starts[i-1], Title: p.opt.Title, Align: e.align, Open: p.isOpen}, c.text)
	}
	if s == nil {
		s = &paint.Set{}
	}
	e.set = s
	c.live[i] = true
	if e.set1 && e.height == s.Height {
		return s
	}
	c.sum()
	top, old := c.tops[i], e.height
	e.height, e.set1 = s.Height, true
	if i < c.stale {
		c.stale = i
	}
	if c.stale > 0 && c.stale <= i {
		c.tops[c.stale] = top
	}
	switch {
	case top+old <= c.scroll: // all of it lies above the pane
		c.scroll += s.Height - old
	case top < c.scroll && old > 0: // the part above the pane stays the same share of it
		c.scroll = top + (c.scroll-top)*s.Height/old
	}
	return s
}

// start is the file offset that source positions of entry i count from.
func (p *Preview) start(i int) int {
	if i > 0 && i < len(p.column.entries)-1 {
		return p.doc.Starts[i-1]
	}
	return 0
}

// clamp keeps the page in the pane.
func (c *column) clamp() {
	c.scroll = max(min(c.scroll, c.total()-c.height), 0)
}

// show brings the objects up to date with the scroll position: it sets and draws
// what is visible, and a little around it.
func (p *Preview) show() {
	c := &p.column
	if p.doc == nil || c.width == 0 || c.height == 0 {
		p.collect(0, -1)
		return
	}
	c.clamp()
	first := c.at(c.scroll)
	for range 3 { // heights that turn out differently move what is visible
		first = c.at(c.scroll)
		for i := first; i < len(c.entries); i++ {
			c.sum()
			if c.tops[i] >= c.scroll+c.height {
				break
			}
			c.setEntry(p, i)
		}
		before := c.scroll
		c.clamp()
		if c.at(c.scroll) == first && before == c.scroll {
			break
		}
	}
	// one block more on both sides, so that the next step finds it set
	c.sum()
	last := c.at(c.scroll + c.height)
	if first > 0 {
		c.setEntry(p, first-1)
	}
	if last+1 < len(c.entries) {
		c.setEntry(p, last+1)
	}
	c.clamp()
	c.sum()
	for i := range c.live {
		switch y := c.tops[i]; {
		case y > c.scroll+4*c.height || y+c.entries[i].height < c.scroll-3*c.height:
			c.drop(c.entries[i])
			delete(c.live, i)
		case y > c.scroll+2*c.height || y+c.entries[i].height < c.scroll-c.height:
			c.dropStrips(c.entries[i])
		}
	}
	p.collect(c.at(c.scroll), c.at(c.scroll+c.height))
}
