package paint

import (
	"image"

	"lanyard/store/markdown"
)

// fold is the line that opens and closes details.
type fold struct {
	x, y, w, h int
	size       int // of the arrow
	open       bool
	block      *markdown.Block
}

func (f *fold) place() (x, y, w, h int) { return f.x, f.y, f.w, f.h }

// IsOpen tells whether details are shown open, as far as nobody clicked.
func (c *Context) isOpen(d *markdown.Block) bool {
	if c.Open != nil {
		return c.Open(d)
	}
	return d.Open
}

// details sets the summary behind an arrow, and what it hides where it is open.
// A picture of the page, in which nobody can click, shows all of it.
func (b *builder) details(d *markdown.Block) {
	f := &fold{x: b.x, y: b.y, w: b.width, size: b.style.em(0.6), open: b.still || b.ctx.isOpen(d), block: d}
	b.set.items = append(b.set.items, f)
	indent := b.style.em(1.2)
	b.inset(indent, func() {
		lk := b.base
		lk.Bold = true
		if len(d.Inlines) == 0 {
			b.label(b.T("details"), lk)
			return
		}
		b.paragraph(d.Inlines, d.From, d.To, lk)
	})
	f.h = b.y - f.y
	if f.open && len(d.Children) > 0 {
		b.inset(indent, func() {
			b.y += b.style.em(0.4)
			b.blocks(d.Children)
		})
	}
}

// fold draws the arrow.
func (p *Painter) fold(dst *image.RGBA, x, y int, f *fold) {
	s := float64(f.size)
	ox, oy := float64(x+f.x)+s*0.3, float64(y+f.y)+float64(p.Style.Em)*0.85-s/2
	half := max(s*0.09, 0.7)
	c := p.Style.Colours.Secondary
	if f.open {
		stroke(dst, ox, oy+s*.3, ox+s*.5, oy+s*.8, half, c)
		stroke(dst, ox+s*.5, oy+s*.8, ox+s, oy+s*.3, half, c)
		return
	}
	stroke(dst, ox+s*.25, oy, ox+s*.75, oy+s*.5, half, c)
	stroke(dst, ox+s*.75, oy+s*.5, ox+s*.25, oy+s, half, c)
}

// Around knows the elements of raw HTML that surround a top-level block: the
// blocks before it opened them. The zero value is the beginning of a page.
type Around struct{ open []markdown.Container }

// Pass goes on behind a block.
func (a *Around) Pass(b *markdown.Block) {
	if b.Kind != markdown.HTML {
		return
	}
	for _, name := range b.Closes {
		for i := len(a.open) - 1; i >= 0; i-- {
			if a.open[i].Name == name {
				a.open = a.open[:i]
				break
			}
		}
	}
	if len(a.open) < 200 {
		a.open = append(a.open, b.Opens...)
	}
}

// Align is how the block that comes is aligned.
func (a *Around) Align() markdown.Align {
	for i := len(a.open) - 1; i >= 0; i-- {
		if a.open[i].Align != markdown.AlignNone {
			return a.open[i].Align
		}
	}
	return markdown.AlignNone
}

// Hidden reports whether the block that comes lies in details that are closed.
func (a *Around) Hidden(open func(*markdown.Block) bool) bool {
	for _, c := range a.open {
		if c.Details != nil && !open(c.Details) {
			return true
		}
	}
	return false
}
