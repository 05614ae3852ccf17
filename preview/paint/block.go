package paint

import (
	"strconv"
	"strings"

	"lanyard/assets/typeset"
	"lanyard/store/markdown"
)

const (
	maxLines = 4000    // of a code block that are shown
	maxRows  = 1000    // of a table that are shown
	maxText  = 1 << 16 // bytes of one paragraph that are shown
)

// builder sets one block. x and width bound the column it writes into, y is the
// height reached.
type builder struct {
	*Setter
	ctx   Context
	set   *Set
	x, y  int
	width int
	page  int // width of the whole page
	depth int // of lists
	nest  int // of containers
	base  look
	align markdown.Align
	line  float32 // line height
}

func (s *Setter) begin(ctx Context, width int) *builder {
	b := &builder{Setter: s, ctx: ctx, set: &Set{Width: width}, width: max(width, s.style.em(4)), page: width, line: 1.7}
	b.align = ctx.Align
	b.base = look{Style: typeset.Style{Size: s.style.Em, Lang: s.style.Lang}, ink: typeset.Ink{Color: s.style.Colours.Ink}}
	return b
}

func (b *builder) unsafe() bool { return b.ctx.Doc == nil || b.ctx.Doc.Options().Unsafe }

// Block sets a top-level block at a width.
func (s *Setter) Block(blk *markdown.Block, ctx Context, width int) *Set {
	b := s.begin(ctx, width)
	if blk.Kind == markdown.Note || blk.Kind == markdown.LinkDef {
		return b.set
	}
	b.y = s.before(blk)
	b.set.Before = b.y
	start := b.y
	b.block(blk)
	if b.y == start { // nothing to show takes no room
		b.y, b.set.Before = 0, 0
	}
	b.set.Height = b.y
	return b.set
}

// before is the white space above a block.
func (s *Setter) before(blk *markdown.Block) int {
	switch blk.Kind {
	case markdown.HeadingBlock:
		return s.style.em([]float32{1.9, 1.8, 1.6, 1.4, 1.4, 1.4}[min(max(blk.Level, 1), 6)-1])
	case markdown.Rule, markdown.More:
		return s.style.em(1.3)
	}
	return s.style.em(0.9)
}

// Notes sets the footnotes at the end of the page; nil when there are none.
// Their source offsets count from the beginning of the file.
func (s *Setter) Notes(doc *markdown.Document, width int) *Set {
	notes := doc.Footnotes()
	if len(notes) == 0 {
		return nil
	}
	b := s.begin(Context{Doc: doc}, width)
	b.y = s.style.em(1.6)
	b.set.Before = b.y
	b.rule()
	b.base.Size *= 0.9
	for _, n := range notes {
		b.y += s.style.em(0.5)
		mark := len(b.set.items)
		b.marker(strconv.Itoa(n.Number)+".", s.style.em(1.7), false)
		b.inset(s.style.em(1.7), func() { b.tightly(n.Block.Children, true) })
		for _, it := range b.set.items[mark:] {
			shiftSource(it, n.Start)
		}
	}
	b.set.Height = b.y
	return b.set
}

func shiftSource(it item, by int) {
	switch it := it.(type) {
	case *Lines:
		it.from, it.to = it.from+by, it.to+by
		for i := range it.runs {
			it.runs[i].from += by
			it.runs[i].end += by
		}
	case *photo:
		it.from, it.to = it.from+by, it.to+by
	case *tick:
		it.from += by
	case *button:
		it.from += by
	}
}

func (b *builder) inset(by int, f func()) {
	b.x, b.width = b.x+by, b.width-by
	narrow := b.style.em(5)
	if b.width < narrow { // deep nesting stops moving in
		d := narrow - b.width
		b.width, b.x = narrow, b.x-d
		f()
		b.x, b.width = b.x+d, b.width-d
	} else {
		f()
	}
	b.x, b.width = b.x-by, b.width+by
}

// block sets one block, without space around it.
func (b *builder) block(blk *markdown.Block) {
	if b.nest > 80 {
		return
	}
	b.nest++
	defer func() { b.nest-- }()
	if len(blk.Aligns) == 1 && blk.Kind != markdown.Table { // by an attribute of raw HTML
		old := b.align
		b.align = blk.Aligns[0]
		defer func() { b.align = old }()
	}
	switch blk.Kind {
	case markdown.Paragraph, markdown.Term, markdown.Cell:
		lk := b.base
		if blk.Kind == markdown.Term {
			lk.Bold = true
		}
		b.paragraph(blk.Inlines, blk.From, blk.To, lk)
	case markdown.HeadingBlock:
		b.heading(blk)
	case markdown.Rule:
		b.rule()
	case markdown.Quote:
		b.quote(blk)
	case markdown.List:
		b.list(blk)
	case markdown.Code:
		b.code(blk.Lang(), blk.Text, blk.Offset)
	case markdown.Math:
		b.code("tex", blk.Text, blk.Offset)
	case markdown.Plain:
		b.plain(blk)
	case markdown.HTML:
		b.html(blk)
	case markdown.Details:
		b.details(blk)
	case markdown.Table:
		b.table(blk)
	case markdown.Definition:
		b.definitions(blk)
	case markdown.More:
		b.more()
	case markdown.Card:
		b.card(blk.Shortcode, blk.From, blk.To)
	default:
		b.blocks(blk.Children)
	}
}

// blocks sets several with the usual space between them.
func (b *builder) blocks(list []*markdown.Block) { b.tightly(list, false) }

func (b *builder) tightly(list []*markdown.Block, tight bool) {
	first := true
	for _, blk := range list {
		if blk.Kind == markdown.Note || blk.Kind == markdown.LinkDef {
			continue
		}
		y := b.y
		if !first {
			gap := b.before(blk)
			if tight && (blk.Kind == markdown.Paragraph || blk.Kind == markdown.List) {
				gap = b.style.em(0.2)
			}
			b.y += gap
		}
		start := b.y
		b.block(blk)
		if b.y == start {
			b.y = y
			continue
		}
		first = false
	}
}

// paragraph sets inlines; pictures of some size part it.
func (b *builder) paragraph(ins []markdown.Inline, from, to int, lk look) {
	w := &writer{b: b}
	w.inlines(ins, lk)
	b.flushParagraph(w)
}

// flushParagraph sets what w has gathered and empties it.
func (b *builder) flushParagraph(w *writer) {
	text := w.text.String()
	if strings.Trim(text, " \n") == "" {
		w.reset()
		return
	}
	if n := len(b.set.items); n > 0 {
		if _, ok := b.set.items[n-1].(*photo); ok || b.lastWasCaption() {
			b.y += b.style.em(0.7)
		}
	}
	l := b.lines(text, w.spans, w.runs, typeset.Options{LineHeight: b.line, Base: b.base.Style})
	l.after = "\n\n"
	w.reset()
}

func (w *writer) reset() {
	w.text.Reset()
	w.spans, w.runs = nil, nil
}

func (b *builder) lastWasCaption() bool {
	n := len(b.set.items)
	l, ok := b.set.items[n-1].(*Lines)
	return ok && l.skip && n > 1 && func() bool { _, p := b.set.items[n-2].(*photo); return p }()
}

// lines shapes, wraps and places a paragraph at b.y, which it moves down.
func (b *builder) lines(text string, spans []typeset.Span, runs []run, o typeset.Options) *Lines {
	text, spans, runs = clip(text, spans, runs)
	p := b.shaper.Shape(text, spans, o)
	p.Wrap(float32(b.width))
	l := &Lines{P: p, X: b.x, Y: b.y, runs: runs, after: "\n"}
	if len(runs) > 0 {
		l.from, l.to = runs[0].from, runs[len(runs)-1].end
	}
	if b.align == markdown.AlignRight || b.align == markdown.AlignCenter {
		l.X += b.shift(p)
	}
	b.tints(l)
	b.set.items = append(b.set.items, l)
	b.set.text = append(b.set.text, l)
	b.boxes(l)
	b.y += p.Height()
	return l
}

// shift moves a paragraph that is one row to the right for its alignment.
func (b *builder) shift(p *typeset.Paragraph) int {
	w := float32(0)
	for i := range p.Rows() {
		r := p.Row(i)
		w = max(w, r.X+r.Width)
	}
	d := b.width - int(w+0.5)
	if b.align == markdown.AlignCenter {
		d /= 2
	}
	return max(d, 0)
}

// clip keeps a monstrous paragraph from taking all memory.
func clip(text string, spans []typeset.Span, runs []run) (string, []typeset.Span, []run) {
	if len(text) <= maxText {
		return text, spans, runs
	}
	cut := maxText
	for cut > 0 && text[cut]&0xC0 == 0x80 {
		cut--
	}
	for i := range spans {
		if spans[i].To >= cut {
			spans[i].To = cut
			spans = spans[:i+1]
			break
		}
	}
	for i := range runs {
		if runs[i].to >= cut {
			runs[i].to = cut
			runs = runs[:i+1]
			break
		}
	}
	return text[:cut], spans, runs
}

// tints paints behind code and marked text; runs side by side are one.
func (b *builder) tints(l *Lines) {
	for i := 0; i < len(l.runs); i++ {
		r := l.runs[i]
		if r.tint.A == 0 {
			continue
		}
		for i+1 < len(l.runs) && l.runs[i+1].tint == r.tint && l.runs[i+1].at == r.to {
			if l.runs[i].pad && l.runs[i+1].pad { // two chips meet
				break
			}
			i++
			r.to = l.runs[i].to
		}
		for _, q := range l.P.Rects(r.at, r.to) {
			row := l.P.Row(q.Row)
			b.set.items = append(b.set.items, &rect{
				x: l.X + int(q.X0), y: l.Y + row.Top + row.Baseline - b.style.em(1.0),
				w: max(int(q.X1-q.X0), 1), h: b.style.em(1.35), fill: r.tint, radius: b.style.px(3),
			})
		}
	}
}

// boxes turns the inline objects of a paragraph into items.
func (b *builder) boxes(l *Lines) {
	var placed []typeset.PlacedBox
	for i := range l.P.Rows() {
		has := false
		for _, r := range l.runs {
			has = has || r.key != nil
		}
		if !has {
			return
		}
		placed = l.P.Boxes(placed[:0], i)
		for _, pb := range placed {
			x, y := l.X+int(pb.X+0.5), l.Y+int(pb.Y+0.5)
			switch k := pb.Box.Key.(type) {
			case *markdown.Inline:
				b.set.items = append(b.set.items, &tick{x: x, y: y, size: int(pb.Box.W), done: k.Checked, from: k.From})
			case *photo:
				k.x, k.y = x, y
				b.set.items = append(b.set.items, k)
			}
		}
	}
}

func (b *builder) heading(blk *markdown.Block) {
	lk := b.base
	level := min(max(blk.Level, 1), 6)
	lk.Size *= []float32{1.7, 1.4, 1.2, 1.05, 1, 0.9}[level-1]
	lk.Bold = true
	if level == 6 {
		lk.ink.Color = b.style.Colours.Secondary
	}
	old, line := b.base, b.line
	b.base, b.line = lk, 1.35
	b.paragraph(blk.Inlines, blk.From, blk.To, lk)
	b.base, b.line = old, line
}

func (b *builder) rule() {
	h := b.style.px(1)
	b.set.items = append(b.set.items, &rect{x: b.x, y: b.y, w: b.width, h: h, fill: b.style.Colours.Hairline})
	b.y += h
}

// more is the divider of the summary: thin, with a word.
func (b *builder) more() {
	lk := b.base
	lk.Size *= 0.8
	lk.ink.Color = b.style.Colours.Secondary
	old := b.align
	b.align = markdown.AlignCenter
	l := b.label(b.T("more"), lk)
	b.align = old
	mid := l.Y + l.P.Height()/2
	gap := b.style.em(0.8)
	w := l.X - b.x - gap
	h := b.style.px(1)
	b.set.items = append(b.set.items,
		&rect{x: b.x, y: mid, w: w, h: h, fill: b.style.Colours.Hairline},
		&rect{x: b.x + b.width - w, y: mid, w: w, h: h, fill: b.style.Colours.Hairline})
}

// T is a sentence of the catalogue "preview".
func (b *builder) T(id string, args ...any) string {
	if b.text == nil {
		return id
	}
	return b.text("preview."+id, args...)
}

// label sets text that is not the author's and is not copied.
func (b *builder) label(s string, lk look) *Lines {
	l := b.lines(s, []typeset.Span{{From: 0, To: len(s), Style: lk.Style, Ink: lk.ink}}, nil, typeset.Options{LineHeight: 1.5, Base: lk.Style})
	l.skip = true
	return l
}

func (b *builder) quote(blk *markdown.Block) {
	c := &b.style.Colours
	bar := c.Hairline
	title := ""
	switch blk.Info {
	case "note":
		bar, title = c.Accent, b.T("alert.note")
	case "tip":
		bar, title = c.Success, b.T("alert.tip")
	case "important":
		bar, title = c.Keyword, b.T("alert.important")
	case "warning":
		bar, title = c.Warning, b.T("alert.warning")
	case "caution":
		bar, title = c.Error, b.T("alert.caution")
	}
	top := b.y
	mark := len(b.set.items)
	old := b.base
	if title == "" {
		b.base.ink.Color = c.Secondary
	}
	rtl, _ := blockRightToLeft(blk)
	b.side(rtl, b.style.em(1), func() {
		kids := blk.Children
		if title != "" {
			lk := b.base
			lk.Bold = true
			lk.ink.Color = bar
			b.label(title, lk)
			kids = withoutMark(kids)
		}
		b.blocks(kids)
	})
	b.base = old
	if b.y == top {
		return
	}
	w := b.style.px(3)
	x := b.x
	if rtl {
		x = b.mirrored(x, w)
	}
	b.insert(mark, &rect{x: x, y: top, w: w, h: b.y - top, fill: bar, radius: w / 2})
}

// withoutMark drops the "[!NOTE]" of an alert.
func withoutMark(kids []*markdown.Block) []*markdown.Block {
	if len(kids) == 0 {
		return kids
	}
	p := *kids[0]
	n := 0
	for n < len(p.Inlines) && p.Inlines[n].Kind == markdown.Text {
		n++
	}
	if n < len(p.Inlines) {
		n++ // the line break
	}
	p.Inlines = p.Inlines[n:]
	if len(p.Inlines) == 0 {
		return kids[1:]
	}
	return append([]*markdown.Block{&p}, kids[1:]...)
}

// insert puts an item behind those from mark on.
func (b *builder) insert(mark int, it item) {
	b.set.items = append(b.set.items, nil)
	copy(b.set.items[mark+1:], b.set.items[mark:])
	b.set.items[mark] = it
}

func (b *builder) plain(blk *markdown.Block) {
	lk := b.base
	lk.ink.Color = b.style.Colours.Secondary
	b.label(b.T("plain"), lk)
	lk = b.base
	text, rest := blk.Text, 0
	if n := strings.Count(text, "\n"); n > maxLines {
		text, rest = firstLines(text, maxLines), n-maxLines
	}
	b.lines(text, []typeset.Span{{From: 0, To: len(text), Style: lk.Style, Ink: lk.ink}},
		[]run{{at: 0, to: len(text), from: blk.Offset(0), end: blk.To}}, typeset.Options{LineHeight: b.line, Base: lk.Style})
	if rest > 0 {
		lk.ink.Color = b.style.Colours.Secondary
		b.label(b.T("code.rest", rest), lk)
	}
}
