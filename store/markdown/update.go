package markdown

import (
	"reflect"
	"slices"
	"sort"
	"strings"
)

// Update is Parse for the next version of a document: only the blocks that the
// change can affect are parsed, the others are the same values as in prev, when
// opt is what prev was parsed with. prev may be nil. Update
// finds the change itself; src is the whole new text, from where its body
// begins.
func Update(prev *Document, src string, from int, opt Options) *Document {
	if prev == nil || !reflect.DeepEqual(prev.engine.opt, opt) {
		return Parse(src, from, opt)
	}
	e := prev.engine
	from = min(max(from, 0), len(src))
	if prev.dense < len(prev.Source) { // the part may begin elsewhere now
		return e.parse(src, from)
	}
	d := &Document{Source: src, From: from, engine: e}
	if d.weighed(prev); d.dense < len(src) {
		return e.parse(src, from)
	}
	d.cuts = findCuts(src, from)
	d.masked = mask(src, from, d.cuts)
	ch := diff(prev, d)
	if len(prev.Blocks) == 0 {
		return e.parse(src, from)
	}
	lo, hi, blocks, starts := e.reparse(prev, d, ch)
	shift := (len(src) - from) - (len(prev.Source) - prev.From)
	move := from - prev.From
	n := len(prev.Blocks) - (hi - lo) + len(blocks)
	d.Blocks = make([]*Block, 0, n)
	d.Starts = make([]int, 0, n)
	d.Blocks = append(append(append(d.Blocks, prev.Blocks[:lo]...), blocks...), prev.Blocks[hi:]...)
	for _, s := range prev.Starts[:lo] {
		d.Starts = append(d.Starts, s+move)
	}
	d.Starts = append(d.Starts, starts...)
	for _, s := range prev.Starts[hi:] {
		d.Starts = append(d.Starts, s+move+shift)
	}
	e.relabel(prev, d, lo, lo+len(blocks))
	d.finish()
	return d
}

// change is a replaced stretch; offsets count from the beginning of the body.
type change struct{ from, oldTo, newTo int }

// diff finds what differs between two versions, in the source as it is written
// and as goldmark sees it: half of a shortcode may change the meaning of bytes
// far away.
func diff(a, b *Document) change {
	as, bs := a.Source[a.From:], b.Source[b.From:]
	p := commonPrefix(as, bs)
	s := commonSuffix(as[p:], bs[p:])
	if a.masked != nil || b.masked != nil {
		am, bm := maskedOf(a), maskedOf(b)
		p = min(p, commonPrefix(am, bm))
		s = min(s, commonSuffix(am, bm), len(as)-p, len(bs)-p)
		p, s = sameCuts(a, b, p, s)
	}
	return change{p, len(as) - s, len(bs) - s}
}

func maskedOf(d *Document) string {
	if d.masked != nil {
		return string(d.masked)
	}
	return d.Source[d.From:]
}

// sameCuts shrinks the unchanged prefix and suffix until the cuts within them
// are the same: equal bytes may be cut into other pieces.
func sameCuts(a, b *Document, p, s int) (int, int) {
	i := 0
	for i < len(a.cuts) && i < len(b.cuts) {
		x, y := a.cuts[i], b.cuts[i]
		if x.kind != y.kind || x.from-a.From != y.from-b.From || x.to-a.From != y.to-b.From || x.to-a.From > p {
			break
		}
		i++
	}
	for _, d := range []*Document{a, b} {
		if i < len(d.cuts) {
			p = min(p, d.cuts[i].from-d.From)
		}
	}
	ae, be := len(a.Source), len(b.Source)
	j, k := len(a.cuts)-1, len(b.cuts)-1
	for j >= i && k >= i {
		x, y := a.cuts[j], b.cuts[k]
		if x.kind != y.kind || ae-x.from != be-y.from || ae-x.to != be-y.to || ae-x.from > s {
			break
		}
		j--
		k--
	}
	if j >= i {
		s = min(s, ae-a.cuts[j].to)
	}
	if k >= i {
		s = min(s, be-b.cuts[k].to)
	}
	return p, s
}

func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	i := 0
	for i+256 <= n && a[i:i+256] == b[i:i+256] {
		i += 256
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

func commonSuffix(a, b string) int {
	n := min(len(a), len(b))
	i := 0
	for i+256 <= n && a[len(a)-i-256:len(a)-i] == b[len(b)-i-256:len(b)-i] {
		i += 256
	}
	for i < n && a[len(a)-i-1] == b[len(b)-i-1] {
		i++
	}
	return i
}

// reparse finds the blocks [lo, hi) of prev that the change touches and parses
// their place in d. Outside of them parsing gives what it gave: a block that
// begins after an empty line begins with nothing open before it.
func (e *engine) reparse(prev, d *Document, ch change) (lo, hi int, blocks []*Block, starts []int) {
	lo = firstTouched(prev, ch.from)
	begin := prev.Starts[lo] - prev.From
	if lo == 0 {
		begin = 0
	}
	shift := ch.newTo - ch.oldTo
	hi = lo
	for hi < len(prev.Starts) && prev.Starts[hi]-prev.From < ch.oldTo {
		hi++
	}
	for step := 1; ; step *= 2 {
		for hi < len(prev.Blocks) && !(prev.Starts[hi]-prev.From > ch.oldTo && prev.separated(hi, ch.oldTo)) {
			hi++
		}
		end := len(d.Source) - d.From
		probe := hi + 1 // one block more, to see that it begins where it began
		if probe < len(prev.Blocks) {
			end = prev.Starts[probe] - prev.From + shift
		}
		before, after := e.scopes(prev, lo, hi)
		blocks, starts = e.region(d, d.From+begin, d.From+end, before, after)
		if hi >= len(prev.Blocks) {
			return lo, len(prev.Blocks), blocks, starts
		}
		want := prev.Starts[hi] - prev.From + d.From + shift
		if i, ok := slices.BinarySearch(starts, want); ok && i == len(starts)-1 && (i == 0 || starts[i-1] < want) && blocks[i].Kind == prev.Blocks[hi].Kind {
			return lo, hi, blocks[:i], starts[:i]
		}
		hi = min(hi+step, len(prev.Blocks))
	}
}

// firstTouched is the index of the block to begin with: far enough before the
// change that what stands before it ended for sure.
func firstTouched(prev *Document, from int) int {
	// block i ended because of the first line of block i+1
	i := sort.Search(len(prev.Starts)-1, func(i int) bool {
		return lineEnd(prev.Source, prev.Starts[i+1])-prev.From >= from
	})
	i = max(i-1, 0)
	for i > 0 && (!prev.separated(i, -1) || prev.Blocks[i].Kind == Definition || prev.Blocks[i-1].Kind == Definition) {
		i--
	}
	return i
}

func lineEnd(s string, at int) int {
	if i := strings.IndexByte(s[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(s)
}

// separated reports whether an empty line stands before block i, after the
// offset of the body given.
func (d *Document) separated(i, after int) bool {
	at := d.Starts[i]
	if i > 0 && d.Starts[i-1] == at || i+1 < len(d.Starts) && d.Starts[i+1] == at {
		return false // places of their own would be needed
	}
	if at == 0 || d.Source[at-1] != '\n' {
		return false
	}
	at--
	for at > d.From && (d.Source[at-1] == ' ' || d.Source[at-1] == '\t' || d.Source[at-1] == '\r') {
		at--
	}
	return at > d.From && d.Source[at-1] == '\n' && at-1-d.From >= after
}

// scopes are what the blocks before lo and from hi on define.
func (e *engine) scopes(d *Document, lo, hi int) (before, after scope) {
	if len(d.defs) == 0 && len(d.notes) == 0 {
		return scope{}, scope{}
	}
	before.defs, before.notes = collect(d.Blocks[:lo])
	after.defs, after.notes = collect(d.Blocks[hi:])
	return before, after
}

// collect gathers what blocks define; the first definition of a label wins.
func collect(blocks []*Block) (map[string]linkDef, map[string]bool) {
	defs, notes := map[string]linkDef{}, map[string]bool{}
	for _, b := range blocks {
		if b.top == nil {
			continue
		}
		for _, l := range b.top.defs {
			if _, dup := defs[l.label]; !dup {
				defs[l.label] = l.def
			}
		}
		for _, n := range b.top.noteDefs {
			notes[n.Info] = true
		}
	}
	return defs, notes
}

// relabel parses again what lies outside of the new blocks [lo, hi) and may use
// a label whose meaning has changed.
func (e *engine) relabel(prev, d *Document, lo, hi int) {
	d.defs, d.notes = collect(d.Blocks)
	var labels []string
	for l, v := range d.defs {
		if old, ok := prev.defs[l]; !ok || old != v {
			labels = append(labels, foldLabel(l))
		}
	}
	for l := range prev.defs {
		if _, ok := d.defs[l]; !ok {
			labels = append(labels, foldLabel(l))
		}
	}
	noted := false
	for l := range d.notes {
		noted = noted || !prev.notes[l]
	}
	for l := range prev.notes {
		noted = noted || !d.notes[l]
	}
	if len(labels) == 0 && !noted {
		return
	}
	all := scope{d.defs, d.notes}
	concerned := func(i int) bool {
		b := d.Blocks[i]
		return (i < lo || i >= hi) && b.top != nil && b.top.brackets && (noted || mentions(d.Source[d.Starts[i]:d.End(i)], labels))
	}
	for i := 0; i < len(d.Blocks); i++ {
		if !concerned(i) {
			continue
		}
		// blocks without an empty line between them are parsed together, and so are neighbours
		first, last := i, i+1
		for first > 0 && !d.separated(first, -1) {
			first--
		}
		end := len(d.Source)
		for last < len(d.Starts) && (!d.separated(last, -1) || concerned(last)) {
			last++
		}
		if last < len(d.Starts) {
			end = d.Starts[last]
		}
		blocks, starts := e.region(d, d.Starts[first], end, all, scope{})
		if !slices.Equal(starts, d.Starts[first:last]) {
			*d = *e.parse(d.Source, d.From)
			return
		}
		copy(d.Blocks[first:last], blocks)
		i = last - 1
	}
}

// mentions reports whether text may use one of the labels, which are folded. Of
// many labels some is in use, probably.
func mentions(text string, labels []string) bool {
	const many = 16
	if len(labels) > many {
		return true
	}
	folded := foldLabel(text)
	return slices.ContainsFunc(labels, func(l string) bool { return strings.Contains(folded, l) })
}

func foldLabel(s string) string {
	return strings.Join(strings.Fields(strings.ToUpper(strings.ToLower(s))), " ")
}
