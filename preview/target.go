package preview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/preview/paint"
	"lanyard/store/markdown"
)

var (
	_ fyne.Tabbable   = (*Preview)(nil)
	_ desktop.Keyable = (*Preview)(nil)
)

// aim is the link, tick box or button that the keys point at: its file offset, and
// which one it is of those with the same.
type aim struct {
	on    bool
	entry int
	off   int
}

// lookAhead bounds the blocks that one Tab looks through.
const lookAhead = 20000

// AcceptsTab is for Fyne: Tab goes from target to target, and on to the next pane
// behind the last one.
func (p *Preview) AcceptsTab() bool {
	_, _, ok := p.nextTarget(p.shift)
	return ok
}

// KeyDown is for Fyne.
func (p *Preview) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		p.shift = true
	}
}

// KeyUp is for Fyne.
func (p *Preview) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		p.shift = false
	}
}

// nextTarget is the target after the one aimed at, or the first in the pane.
func (p *Preview) nextTarget(back bool) (entry int, t paint.Target, ok bool) {
	c := &p.column
	if p.doc == nil || c.width == 0 || len(c.entries) == 0 {
		return 0, t, false
	}
	step, i := 1, c.at(c.scroll)
	if back {
		step, i = -1, c.at(c.scroll+c.height-1)
	}
	if p.aim.on {
		i = p.aim.entry
	}
	for n := 0; n < lookAhead && i >= 0 && i < len(c.entries); n, i = n+1, i+step {
		e := c.entries[i]
		if e.hidden || e.block != nil && e.set == nil && !clickable(e.block) {
			continue
		}
		set := c.setEntry(p, i)
		all := set.Targets()
		for k := range all {
			if back {
				k = len(all) - 1 - k
			}
			off := p.start(i) + all[k].Hit.Source
			switch {
			case p.aim.on && i == p.aim.entry && (!back && off <= p.aim.off || back && off >= p.aim.off):
			case !p.aim.on && !back && c.tops[i]+all[k].Y+all[k].H <= c.scroll:
			case !p.aim.on && back && c.tops[i]+all[k].Y >= c.scroll+c.height:
			default:
				return i, all[k], true
			}
		}
	}
	return 0, t, false
}

// clickable reports whether a block may hold a target, without setting it.
func clickable(b *markdown.Block) bool {
	switch b.Kind {
	case markdown.Code, markdown.Math, markdown.Card, markdown.Details:
		return true
	}
	if inlineTarget(b.Inlines) {
		return true
	}
	for _, ch := range b.Children {
		if clickable(ch) {
			return true
		}
	}
	return false
}

func inlineTarget(ins []markdown.Inline) bool {
	for i := range ins {
		switch ins[i].Kind {
		case markdown.Link, markdown.Task, markdown.NoteRef, markdown.Image, markdown.Tag, markdown.Embed:
			return true
		}
		if inlineTarget(ins[i].Children) {
			return true
		}
	}
	return false
}

// tab aims at the next target and brings it into view.
func (p *Preview) tab(back bool) {
	i, t, ok := p.nextTarget(back)
	if !ok {
		return
	}
	p.aim = aim{on: true, entry: i, off: p.start(i) + t.Hit.Source}
	c := &p.column
	c.sum()
	em := int(p.style().Em)
	switch y := c.tops[i] + t.Y; {
	case y < c.scroll+em:
		p.scrollBy(y - c.scroll - 2*em)
	case y+t.H > c.scroll+c.height-em:
		p.scrollBy(y + t.H - c.scroll - c.height + 2*em)
	}
	p.show()
	p.hoverLink(t.Hit.Link)
}

// aimed is the target that the keys point at.
func (p *Preview) aimed() (t paint.Target, ok bool) {
	c := &p.column
	if !p.aim.on || p.doc == nil || p.aim.entry >= len(c.entries) {
		return t, false
	}
	set := c.entries[p.aim.entry].set
	if set == nil {
		return t, false
	}
	for _, t := range set.Targets() {
		if p.start(p.aim.entry)+t.Hit.Source == p.aim.off {
			return t, true
		}
	}
	return t, false
}

// press does what the target aimed at would do when clicked.
func (p *Preview) press() {
	if t, ok := p.aimed(); ok {
		p.act(p.aim.entry, t.Hit)
	}
}

// loseAim points at nothing.
func (p *Preview) loseAim() {
	if p.aim.on {
		p.aim = aim{}
		p.hoverLink("")
		p.placeRing()
	}
}

// placeRing draws the frame around the target.
func (p *Preview) placeRing() {
	t, ok := p.aimed()
	if !ok || !p.focused {
		p.ring.Hide()
		return
	}
	c := &p.column
	const room = 2
	x, y := float32(c.x+t.X-c.entries[p.aim.entry].hx)/p.scale, float32(c.tops[p.aim.entry]+t.Y-c.scroll)/p.scale
	p.ring.Move(fyne.NewPos(x-room, y-room))
	p.ring.Resize(fyne.NewSize(float32(t.W)/p.scale+2*room, float32(t.H)/p.scale+2*room))
	p.ring.Show()
}

func newRing() *canvas.Rectangle {
	r := canvas.NewRectangle(nil)
	r.StrokeWidth, r.CornerRadius = 2, 4
	r.Hide()
	return r
}
