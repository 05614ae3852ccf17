package preview

import (
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// anchor is the file offset at the top of the pane, and how many device pixels
// of its row are scrolled out.
func (p *Preview) anchor() (off, into int) {
	c := &p.column
	if p.doc == nil || len(c.entries) == 0 || c.scroll == 0 {
		return -1, 0
	}
	return p.TopOffset(), 0
}

// restore scrolls back to an anchor.
func (p *Preview) restore(off, into int) {
	if off < 0 || p.column.width == 0 {
		return
	}
	p.scrollTo(off, 0)
	p.column.scroll += into
}

// TopOffset is the file offset of the text at the top of the pane.
func (p *Preview) TopOffset() int {
	c := &p.column
	if p.doc == nil || len(c.entries) == 0 {
		return 0
	}
	i, into := c.top()
	switch {
	case i == 0:
		return p.doc.From
	case i == len(c.entries)-1:
		return len(p.doc.Source)
	}
	set := c.entries[i].set
	if set == nil {
		return p.doc.Starts[i-1]
	}
	return p.doc.Starts[i-1] + set.SourceAt(into+int(p.style().Em*0.3))
}

// Reveal scrolls so that the text of the file offset is shown: at the top of the
// pane for align 0, in the middle for 0.5, at the bottom for 1. OnScroll is not
// called.
func (p *Preview) Reveal(off int, align float32) {
	if p.doc == nil || p.column.width == 0 {
		return
	}
	p.scrollTo(off, align)
	p.show()
	p.scrollTo(off, align) // what was set on the way may have moved it
	p.show()
}

// RevealIfHidden is Reveal in the middle for text that is not in the pane.
func (p *Preview) RevealIfHidden(off int) {
	if p.doc == nil || p.column.width == 0 {
		return
	}
	y := p.yOf(off)
	em := int(p.style().Em)
	if y < p.column.scroll+em || y > p.column.scroll+p.column.height-3*em {
		p.Reveal(off, 0.4)
	}
}

// yOf is the height in the page at which the file offset is shown.
func (p *Preview) yOf(off int) int {
	c := &p.column
	i := p.doc.BlockAt(off) + 1
	if off < p.doc.From || i < 1 || len(p.doc.Blocks) == 0 {
		return 0
	}
	set := c.setEntry(p, i)
	c.sum()
	y := c.tops[i] + set.YOf(off-p.doc.Starts[i-1])
	if set.Height == 0 {
		y = c.tops[i]
	}
	return y
}

func (p *Preview) scrollTo(off int, align float32) {
	c := &p.column
	y := p.yOf(off)
	if align == 0 {
		y -= int(p.style().Em * 0.2)
	}
	c.scroll = y - int(align*float32(c.height-int(p.style().Em*2)))
	c.clamp()
}

// scrollBy moves the page by device pixels, as the person asked, and says so.
func (p *Preview) scrollBy(dy int) {
	old := p.column.scroll
	p.column.scroll += dy
	p.column.clamp()
	if p.column.scroll == old {
		return
	}
	p.show()
	if p.opt.OnScroll != nil {
		p.opt.OnScroll()
	}
}

// Scrolled is for Fyne.
func (p *Preview) Scrolled(ev *fyne.ScrollEvent) {
	if p.doc == nil {
		return
	}
	if dx := ev.Scrolled.DX; dx != 0 {
		p.scrollWide(ev.Position, int(-dx*p.scale))
	}
	if dy := ev.Scrolled.DY; dy != 0 {
		p.scrollBy(int(-dy * p.scale))
	}
}

// scrollWide moves a table that is wider than the page.
func (p *Preview) scrollWide(pos fyne.Position, dx int) {
	c := &p.column
	i := c.at(c.scroll + int(pos.Y*p.scale))
	if i >= len(c.entries) || c.entries[i].set == nil {
		return
	}
	p.moveWide(c.entries[i], dx)
}

// scrollWides moves the first table in the pane that is wider than the page.
func (p *Preview) scrollWides(dx int) {
	c := &p.column
	for i := c.at(c.scroll); i < len(c.entries) && c.tops[i] < c.scroll+c.height; i++ {
		if e := c.entries[i]; e.set != nil && e.set.Width > c.text {
			p.moveWide(e, dx)
			return
		}
	}
}

func (p *Preview) moveWide(e *entry, dx int) {
	if hx := max(min(e.hx+dx, e.set.Width-p.column.text), 0); hx != e.hx {
		e.hx = hx
		p.show()
	}
}

// wideBars shows below each table that is wider than the page which part of it is
// seen.
func (p *Preview) wideBars(first, last int) {
	c := &p.column
	used := 0
	for i := max(first, 0); i <= last && i < len(c.entries); i++ {
		e := c.entries[i]
		if e.set == nil || e.set.Width <= c.text {
			continue
		}
		if used == len(p.wides) {
			r := canvas.NewRectangle(nil)
			r.CornerRadius = barDrawn / 2
			p.wides = append(p.wides, r)
		}
		r := p.wides[used]
		used++
		r.FillColor = p.thumb.FillColor
		w := float32(c.text) * float32(c.text) / float32(e.set.Width)
		x := float32(c.x) + float32(e.hx)*float32(c.text)/float32(e.set.Width)
		r.Move(fyne.NewPos(x/p.scale, float32(c.tops[i]+e.set.Height-c.scroll)/p.scale-barDrawn))
		r.Resize(fyne.NewSize(w/p.scale, barDrawn))
		p.objects = append(p.objects, r)
	}
}

// thumbSpan is where the scroll bar's thumb lies, in units.
func (p *Preview) thumbSpan() (y, h float32, ok bool) {
	c := &p.column
	if p.doc == nil || c.height == 0 {
		return 0, 0, false
	}
	total := c.total()
	if total <= c.height {
		return 0, 0, false
	}
	pane := p.size.Height
	h = max(pane*float32(c.height)/float32(total), 28)
	y = (pane - h) * float32(c.scroll) / float32(total-c.height)
	return y, h, true
}

const (
	barWidth = 12 // what can be grabbed, in units
	barDrawn = 6
)

func (p *Preview) placeThumb() {
	y, h, ok := p.thumbSpan()
	if !ok {
		p.thumb.Hide()
		return
	}
	p.thumb.Move(fyne.NewPos(p.size.Width-barDrawn-3, y+1))
	p.thumb.Resize(fyne.NewSize(barDrawn, h-2))
	p.thumb.Show()
}

// placeMark puts the bar beside the block under the caret.
func (p *Preview) placeMark() {
	c := &p.column
	i := -1
	if p.doc != nil && p.marked[0] >= p.doc.From && len(p.doc.Blocks) > 0 && p.marked[1] >= p.marked[0] {
		i = p.doc.BlockAt(p.marked[0]) + 1
	}
	if i < 1 || i >= len(c.entries)-1 || c.entries[i].set == nil || c.entries[i].set.Height == 0 || c.width == 0 {
		p.bar.Hide()
		return
	}
	c.sum()
	e := c.entries[i]
	y := c.tops[i] - c.scroll + e.set.Before
	x := max(c.x-int(p.style().Em*0.9), 0)
	p.bar.Move(fyne.NewPos(float32(x)/p.scale, float32(y)/p.scale))
	p.bar.Resize(fyne.NewSize(2, float32(e.set.Height-e.set.Before)/p.scale))
	p.bar.Show()
}

// placeFocus shows that the keys go here.
func (p *Preview) placeFocus() {
	p.focus.Resize(fyne.NewSize(p.size.Width, 2))
	if p.focused {
		p.focus.Show()
	} else {
		p.focus.Hide()
	}
}

// TypedKey is for Fyne: the keys that scroll.
func (p *Preview) TypedKey(ev *fyne.KeyEvent) {
	if p.opt.Key != nil && p.opt.Key(ev.Name) {
		return
	}
	c := &p.column
	page := max(c.height-int(p.style().Em*2), 1)
	row := int(p.style().Em * 3)
	switch ev.Name {
	case fyne.KeyDown:
		p.scrollBy(row)
	case fyne.KeyUp:
		p.scrollBy(-row)
	case fyne.KeySpace:
		if t, ok := p.aimed(); ok && (t.Hit.Task || t.Hit.Fold != nil) {
			p.press()
			return
		}
		p.scrollBy(page)
	case fyne.KeyPageDown:
		p.scrollBy(page)
	case fyne.KeyPageUp:
		p.scrollBy(-page)
	case fyne.KeyHome:
		p.scrollBy(-c.scroll)
	case fyne.KeyEnd:
		p.scrollEnd()
	case fyne.KeyTab:
		p.tab(p.shift)
	case fyne.KeyReturn, fyne.KeyEnter:
		p.press()
	case fyne.KeyLeft:
		p.scrollWides(-row)
	case fyne.KeyRight:
		p.scrollWides(row)
	case fyne.KeyEscape:
		if !p.aim.on && !p.sel.active() {
			if p.opt.OnLeave != nil {
				p.opt.OnLeave()
			}
			return
		}
		p.loseAim()
		p.sel = selection{}
		p.show()
	case desktop.KeyMenu:
		p.menu()
	}
}

// menu asks for the window's menu from the keyboard: of what the keys point at, else of what the caret's mark stands beside.
func (p *Preview) menu() {
	if p.opt.OnMenu == nil {
		return
	}
	off := -1
	if p.aim.on {
		off = p.aim.off
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p)
	p.opt.OnMenu(off, at.AddXY(p.size.Width/3, p.size.Height/3))
}

// scrollEnd goes to the end, whose height is only known once it is set.
func (p *Preview) scrollEnd() {
	c := &p.column
	for range 3 {
		c.scroll = c.total()
		p.show()
	}
	if p.opt.OnScroll != nil {
		p.opt.OnScroll()
	}
}

// TypedRune is for Fyne; the preview takes no text.
func (p *Preview) TypedRune(rune) {}

// FocusGained is for Fyne.
func (p *Preview) FocusGained() { p.setFocus(true) }

// FocusLost is for Fyne.
func (p *Preview) FocusLost() { p.setFocus(false) }

func (p *Preview) setFocus(on bool) {
	p.focused = on
	p.shift = false
	p.placeFocus()
	p.placeRing()
	canvas.Refresh(p.focus)
	if p.opt.OnFocus != nil {
		p.opt.OnFocus(on)
	}
}

func unescape(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}
