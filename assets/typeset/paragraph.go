package typeset

import (
	"image/color"
	"sort"
)

// Paragraph is a shaped text and the rows it was wrapped into. It belongs to
// one goroutine. Offsets inside a grapheme cluster count as its start.
type Paragraph struct {
	text    string
	metrics metrics
	spans   []Span // sorted, covering the text without gaps
	rtl     bool   // the direction of the paragraph
	mixed   bool   // some cells may be drawn right to left

	// A cell is a grapheme cluster or a box. off has one more, the text's end.
	off  []int32
	adv  []float32
	flag []cellFlag
	// items are stretches of cells that are drawn as one, in logical order.
	items []item

	width float32
	rows  []row

	vis  []visItem // of the row looked at last
	left []float32 // of its cells, from its first
	lvl  []int8    // of its cells, where levels are mixed
	visN int       // the row, plus one
}

// cellFlag says what a cell is; its lowest two bits are the break after it.
type cellFlag uint8

const (
	flagBreak cellFlag = 3
	flagSpace cellFlag = 1 << (iota + 1) // hangs over a row's end
	flagTab
	flagFeed
	flagBox
)

// item is a stretch of cells with one piece of glyphs, or a tab, a line feed or
// a box.
type item struct {
	from, to int32
	piece    *piece // nil for what is not text
	box      *Box
	size     float32 // of the em
	level    int8
}

// row is a row by cells; see Row.
type row struct {
	from, to              int32
	item                  int32 // the first
	x, width              float32
	hang                  float32 // of trailing spaces
	top, height, baseline int32
}

// metrics is what rows are measured by.
type metrics struct {
	ascent, descent float32 // in ems
	line            float32 // in ems
	base            Style
	tab             float32 // in pixels
}

func metricsOf(set *faceSet, o Options) metrics {
	m := metrics{ascent: set.ascent, descent: set.descent, line: o.LineHeight, base: o.Base, tab: o.TabWidth}
	m.base.Size = sane(m.base.Size, 16)
	if !(m.line > 0 && m.line < 100) {
		m.line = 1.6
	}
	if !(m.tab > 0 && m.tab < 1e6) {
		m.tab = 4 * m.base.Size
	}
	return m
}

// sane returns a size that can be used: other where size is none.
func sane(size, other float32) float32 {
	if !(size > 0) { // nor a NaN
		return other
	}
	return min(size, 2*maxGlyph)
}

// extent returns how far a row of text of the given size reaches above and
// below the baseline.
func (m metrics) extent(size float32) (above, below float32) {
	half := (m.line - m.ascent - m.descent) / 2
	return (half + m.ascent) * size, (half + m.descent) * size
}

// setSpans stores spans clipped to the text, with the gaps filled.
func (p *Paragraph) setSpans(spans []Span, base Style) {
	base.Size = p.metrics.base.Size
	plain := Ink{Color: color.NRGBA{A: 0xFF}}
	list := make([]Span, 0, len(spans)+1)
	at := 0
	for _, sp := range spans {
		sp.From, sp.To = max(sp.From, at), min(sp.To, len(p.text))
		if sp.From >= sp.To {
			continue
		}
		if sp.From > at {
			list = append(list, Span{From: at, To: sp.From, Style: base, Ink: plain})
		}
		sp.Style.Size = sane(sp.Style.Size, base.Size)
		list = append(list, sp)
		at = sp.To
	}
	if at < len(p.text) || len(list) == 0 {
		list = append(list, Span{From: at, To: len(p.text), Style: base, Ink: plain})
	}
	p.spans = list
}

// SetInks recolours the paragraph: the inks of spans replace those it has,
// their styles and boxes are not looked at. Nothing is shaped or moved.
func (p *Paragraph) SetInks(spans []Span) { p.setSpans(spans, p.metrics.base) }

// Text returns the text.
func (p *Paragraph) Text() string { return p.text }

// Rows returns the number of rows, at least one.
func (p *Paragraph) Rows() int { return len(p.rows) }

// Row returns row i.
func (p *Paragraph) Row(i int) Row {
	r := &p.rows[i]
	return Row{
		From: int(p.off[r.from]), To: int(p.off[r.to]),
		X: r.x, Width: r.width,
		Top: int(r.top), Height: int(r.height), Baseline: int(r.baseline),
	}
}

// Height returns the height of all rows.
func (p *Paragraph) Height() int {
	last := &p.rows[len(p.rows)-1]
	return int(last.top + last.height)
}

// cellAt returns the cell that off is in; the text's end is one past the last.
func (p *Paragraph) cellAt(off int) int32 {
	n := len(p.adv)
	if off >= len(p.text) {
		return int32(n)
	}
	return int32(max(sort.Search(n, func(i int) bool { return int(p.off[i]) > off })-1, 0))
}

// spanAt returns the index of the span of a byte, looking near hint first.
func (p *Paragraph) spanAt(off, hint int) int {
	for hint > 0 && off < p.spans[hint].From {
		hint--
	}
	for hint < len(p.spans)-1 && off >= p.spans[hint].To {
		hint++
	}
	return hint
}
