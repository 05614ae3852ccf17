package paint

import (
	"unicode"

	"lanyard/assets/typeset"
	"lanyard/store/markdown"
)

// table sets one with hairlines. Columns are as wide as their cells want to be;
// where they do not fit, the widest give way, down to a width at which the table
// becomes wider than the page.
func (b *builder) table(blk *markdown.Block) {
	rows := blk.Children
	rest := 0
	if len(rows) > maxRows {
		rows, rest = rows[:maxRows], len(rows)-maxRows
	}
	pad := b.style.em(0.6)
	cols := b.columns(rows, len(blk.Aligns), pad)
	total := 0
	for _, w := range cols {
		total += w
	}
	b.set.Width = max(b.set.Width, b.x+total)
	line := b.style.px(1)
	c := &b.style.Colours
	x0, width, base, align := b.x, b.width, b.base, b.align
	b.align = markdown.AlignNone // its cells say for themselves
	defer func() { b.align = align }()
	for i, r := range rows {
		top := b.y
		bottom := top
		x := x0
		for j, cell := range r.Children {
			if j >= len(cols) {
				break
			}
			b.x, b.width, b.y = x+pad, max(cols[j]-2*pad, b.style.em(1)), top+b.style.em(0.35)
			b.base = base
			if i == 0 {
				b.base.Bold = true
			}
			if j < len(blk.Aligns) && blk.Aligns[j] != markdown.AlignNone {
				b.align = blk.Aligns[j]
			}
			b.block(cell)
			if n := len(b.set.text); n > 0 {
				b.set.text[n-1].after = "\t"
			}
			b.align = markdown.AlignNone
			bottom = max(bottom, b.y+b.style.em(0.35))
			x += cols[j]
		}
		if n := len(b.set.text); n > 0 {
			b.set.text[n-1].after = "\n"
		}
		if bottom == top { // all cells are empty
			bottom += int(base.Size * b.line)
		}
		b.y = bottom
		h := line
		if i == 0 {
			h = line * 2
		}
		b.set.items = append(b.set.items, &rect{x: x0, y: b.y, w: total, h: h, fill: c.Hairline})
		b.y += h
	}
	b.x, b.width, b.base = x0, width, base
	if x0+total > b.page && !b.still { // room for the bar that tells so
		b.y += b.style.em(0.8)
	}
	if rest > 0 {
		lk := b.base
		lk.Size *= 0.85
		lk.ink.Color = c.Secondary
		b.label(b.T("table.rest", rest), lk)
	}
}

// columns shares the width out among the columns.
func (b *builder) columns(rows []*markdown.Block, n int, pad int) []int {
	want, words := make([]int, n), make([]int, n)
	for i, r := range rows {
		if i > 200 {
			break
		}
		for j, cell := range r.Children {
			if j < n {
				want[j] = max(want[j], b.natural(cell, i == 0)+2*pad+b.style.px(2))
				words[j] = max(words[j], longestWord(cell.Inlines))
			}
		}
	}
	total, whole := 0, 0
	least := make([]int, n) // no word is broken but the longest
	for j := range want {
		want[j] = max(want[j], b.style.em(2))
		total += want[j]
		least[j] = min(want[j], b.style.em(min(max(float32(words[j])*0.62, 3), 14))+2*pad)
		whole += least[j]
	}
	for j := range least {
		if b.still && whole > b.width { // nobody can scroll a picture
			least[j] = b.style.em(1.5)
		}
	}
	if total <= b.width || n == 0 {
		return want
	}
	// lower the ceiling of the widest until all fit
	lo, hi := 0, b.width
	for lo < hi {
		m := (lo + hi + 1) / 2
		sum := 0
		for j, w := range want {
			sum += min(w, max(m, least[j]))
		}
		if sum <= b.width {
			lo = m
		} else {
			hi = m - 1
		}
	}
	for j := range want {
		want[j] = min(want[j], max(lo, least[j]))
	}
	return want
}

// longestWord counts the characters of the longest word; ideographs are words of
// their own.
func longestWord(ins []markdown.Inline) int {
	longest, n := 0, 0
	for _, r := range markdown.PlainText(ins) {
		if unicode.IsSpace(r) || r >= 0x2E80 {
			n = 0
			continue
		}
		n++
		longest = max(longest, n)
	}
	return longest
}

// natural is the width of a cell on one line.
func (b *builder) natural(cell *markdown.Block, bold bool) int {
	probe := &builder{Setter: b.Setter, ctx: b.ctx, set: &Set{}, width: 1 << 20, line: b.line, base: b.base, nest: b.nest}
	probe.base.Bold = probe.base.Bold || bold
	w := &writer{b: probe}
	w.inlines(cell.Inlines, probe.base)
	text := w.text.String()
	if text == "" {
		for _, it := range probe.set.items {
			if p, ok := it.(*photo); ok {
				return min(p.w, b.style.em(16))
			}
		}
		return 0
	}
	text, spans, _ := clip(text, w.spans, nil)
	p := b.shaper.Shape(text, spans, typeset.Options{LineHeight: b.line, Base: probe.base.Style})
	p.Wrap(0)
	wide := float32(0)
	for i := range p.Rows() {
		r := p.Row(i)
		wide = max(wide, r.X+r.Width)
	}
	return int(wide + 1)
}
