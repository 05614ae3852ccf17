package paint

import (
	"strconv"

	"lanyard/assets/typeset"
	"lanyard/store/markdown"
)

func (b *builder) list(blk *markdown.Block) {
	b.depth++
	defer func() { b.depth-- }()
	n := blk.Level
	indent := b.style.em(1.6)
	if blk.Ordered {
		digits := len(strconv.Itoa(n + len(blk.Children)))
		indent = b.style.em(1.1 + 0.6*float32(min(digits, 9)))
	}
	rtl, _ := blockRightToLeft(blk)
	for i, it := range blk.Children {
		if i > 0 {
			if blk.Tight {
				b.y += b.style.em(0.25)
			} else {
				b.y += b.style.em(0.7)
			}
		}
		if !hasTask(it) {
			if blk.Ordered {
				b.marker(strconv.Itoa(n+i)+".", indent, rtl)
			} else {
				b.bullet(indent, rtl)
			}
		}
		top := b.y
		b.side(rtl, indent, func() { b.tightly(it.Children, blk.Tight) })
		if b.y == top { // an empty item still has its mark
			b.y += int(b.base.Size * b.line)
		}
	}
}

func hasTask(it *markdown.Block) bool {
	return len(it.Children) > 0 && len(it.Children[0].Inlines) > 0 && it.Children[0].Inlines[0].Kind == markdown.Task
}

// bullet draws the mark of an unordered item: a disc, a ring or a square, by
// depth.
func (b *builder) bullet(indent int, rtl bool) {
	c := &b.style.Colours
	d := max(b.style.em(0.38)&^1, 4)
	r := &rect{
		x: b.x + indent - b.style.em(0.62) - d, y: b.y + int(b.base.Size*(b.line/2+0.04)) - d/2,
		w: d, h: d, fill: c.Secondary, radius: d / 2,
	}
	if rtl {
		r.x = b.mirrored(r.x, d)
	}
	switch (b.depth - 1) % 3 {
	case 1:
		r.line, r.width, r.fill = c.Secondary, b.style.px(1), c.Paper
	case 2:
		r.radius = 0
	}
	b.set.items = append(b.set.items, r)
}

// mirrored is where something of a width stands that stands at x where lines begin at the left.
func (b *builder) mirrored(x, w int) int { return 2*b.x + b.width - x - w }

// marker sets the mark of a list item before the text that follows; it
// takes no height.
func (b *builder) marker(mark string, indent int, rtl bool) {
	lk := b.base
	lk.ink.Color = b.style.Colours.Secondary
	y := b.y
	p := b.shaper.Shape(mark, []typeset.Span{{From: 0, To: len(mark), Style: lk.Style, Ink: lk.ink}}, typeset.Options{LineHeight: b.line, Base: b.base.Style})
	p.Wrap(0)
	w := int(p.Row(0).Width + 0.5)
	l := &Lines{P: p, X: b.x + max(indent-w-b.style.em(0.45), 0), Y: y, skip: true, after: " "}
	if rtl {
		l.X = b.mirrored(l.X, w)
	}
	b.set.items = append(b.set.items, l)
}

func (b *builder) definitions(blk *markdown.Block) {
	for i, ch := range blk.Children {
		if ch.Kind == markdown.Term {
			if i > 0 {
				b.y += b.style.em(0.6)
			}
			b.block(ch)
			continue
		}
		if i > 0 {
			b.y += b.style.em(0.2)
		}
		b.inset(b.style.em(1.6), func() { b.tightly(ch.Children, ch.Tight) })
	}
}
