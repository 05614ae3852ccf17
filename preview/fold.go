package preview

import (
	"lanyard/preview/paint"
	"lanyard/store/markdown"
)

// isOpen tells whether details are shown open: as they were clicked, or as the
// author has it.
func (p *Preview) isOpen(d *markdown.Block) bool {
	if open, ok := p.folds[d]; ok {
		return open
	}
	return d.Open
}

// toggle opens or closes the details of entry i.
func (p *Preview) toggle(i int, d *markdown.Block) {
	c := &p.column
	p.folds[d] = !p.isOpen(d)
	if i < len(c.entries) {
		c.drop(c.entries[i])
		c.entries[i].set1 = false
	}
	c.surround(p)
	c.stale = 0
	p.show()
}

// surround tells the entries what raw HTML before them means for them: hidden in
// details that are closed, or aligned.
func (c *column) surround(p *Preview) {
	var around paint.Around
	for i, b := range p.doc.Blocks {
		e := c.entries[i+1]
		hidden, align := false, markdown.AlignNone
		if p.doc.Options().Unsafe {
			hidden, align = around.Hidden(p.isOpen), around.Align()
			around.Pass(b)
		}
		if hidden == e.hidden && align == e.align {
			continue
		}
		e.hidden, e.align = hidden, align
		c.drop(e)
		e.set1 = false
		e.height = c.estimate(p, e)
	}
}
