package preview

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/assets/typeset"
	"lanyard/preview/paint"
)

// place is a position in the text of the page.
type place struct{ entry, line, off int }

func (a place) before(b place) bool {
	if a.entry != b.entry {
		return a.entry < b.entry
	}
	if a.line != b.line {
		return a.line < b.line
	}
	return a.off < b.off
}

// selection is the selected text, from where it was begun to the pointer.
type selection struct {
	from, to place
	on       bool
	rects    []*canvas.Rectangle
}

func (s *selection) active() bool { return s.on && s.from != s.to }

func (s *selection) ordered() (a, b place) {
	if s.to.before(s.from) {
		return s.to, s.from
	}
	return s.from, s.to
}

// pointer is what the mouse is doing.
type pointer struct {
	down   bool
	moved  bool
	at     fyne.Position
	thumb  bool
	grab   float32 // of the thumb
	clicks int
	last   time.Time
	hover  paint.Hit
	link   string
}

const (
	clickTime  = 400 * time.Millisecond
	clickReach = 4 // units
)

// hit tells what lies at a position of the pane and in which entry.
func (p *Preview) hit(pos fyne.Position) (int, paint.Hit) {
	c := &p.column
	none := paint.Hit{Source: -1, Line: -1}
	if p.doc == nil || len(c.entries) == 0 || c.width == 0 {
		return -1, none
	}
	y := int(pos.Y*p.scale) + c.scroll
	i := c.at(y)
	e := c.entries[i]
	if e.set == nil {
		return i, none
	}
	h := e.set.HitAt(int(pos.X*p.scale)-c.x+e.hx, y-c.tops[i])
	return i, h
}

// MouseDown is for Fyne.
func (p *Preview) MouseDown(ev *desktop.MouseEvent) {
	p.pressed(true)
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		c.Focus(p)
	}
	if ev.Button != desktop.MouseButtonPrimary {
		return
	}
	now := time.Now()
	near := abs(ev.Position.X-p.ptr.at.X) < clickReach && abs(ev.Position.Y-p.ptr.at.Y) < clickReach
	if near && now.Sub(p.ptr.last) < clickTime {
		p.ptr.clicks++
	} else {
		p.ptr.clicks = 1
	}
	p.ptr.down, p.ptr.moved, p.ptr.at, p.ptr.last, p.ptr.thumb = true, false, ev.Position, now, false
	if y, h, ok := p.thumbSpan(); ok && ev.Position.X >= p.size.Width-barWidth {
		p.ptr.thumb = true
		p.ptr.grab = ev.Position.Y - y
		if p.ptr.grab < 0 || p.ptr.grab > h { // beside the thumb: it comes here
			p.ptr.grab = h / 2
			p.dragThumb(ev.Position.Y)
		}
		return
	}
	i, h := p.hit(ev.Position)
	if h.Line < 0 {
		p.clearSelection()
		return
	}
	at := place{i, h.Line, h.Offset}
	if ev.Modifier&fyne.KeyModifierShift != 0 && p.sel.on {
		p.sel.to = at
		p.ptr.moved = true
		p.show()
		return
	}
	had := p.sel.active()
	p.sel.from, p.sel.to, p.sel.on = at, at, true
	if p.ptr.clicks > 1 {
		p.selectAround(at, p.ptr.clicks)
	}
	if had || p.ptr.clicks > 1 {
		p.show()
	}
}

func abs(f float32) float32 {
	if f < 0 {
		return -f
	}
	return f
}

func (p *Preview) clearSelection() {
	if p.sel.active() {
		p.sel.on = false
		p.show()
	}
	p.sel.on = false
}

// selectAround selects the word at a place, or the paragraph.
func (p *Preview) selectAround(at place, clicks int) {
	l := p.column.entries[at.entry].set.Lines()[at.line]
	from, to := 0, len(l.P.Text())
	if clicks == 2 {
		from, to = typeset.WordAt(l.P.Text(), at.off)
	}
	p.sel.from, p.sel.to = place{at.entry, at.line, from}, place{at.entry, at.line, to}
}

// MouseUp is for Fyne: a press that did not move is a click.
func (p *Preview) MouseUp(ev *desktop.MouseEvent) {
	p.pressed(false)
	was := p.ptr
	p.ptr.down, p.ptr.thumb = false, false
	if !was.down || was.thumb || was.moved || was.clicks > 1 || ev.Button != desktop.MouseButtonPrimary {
		return
	}
	p.click(ev.Position)
}

// TappedSecondary is for Fyne: the window's menu for what lies under the pointer.
func (p *Preview) TappedSecondary(ev *fyne.PointEvent) {
	if p.opt.OnMenu == nil {
		return
	}
	off := -1
	if i, h := p.hit(ev.Position); i > 0 && h.Source >= 0 {
		off = p.start(i) + h.Source
	}
	p.opt.OnMenu(off, ev.AbsolutePosition)
}

// click does what lies under the pointer.
func (p *Preview) click(pos fyne.Position) {
	i, h := p.hit(pos)
	if i < 0 {
		return
	}
	p.loseAim()
	p.act(i, h)
}

// act does what a click on something of entry i does.
func (p *Preview) act(i int, h paint.Hit) {
	switch {
	case h.Fold != nil:
		p.toggle(i, h.Fold)
	case h.Task:
		if p.opt.OnTask != nil {
			p.opt.OnTask(p.start(i)+h.Source, !h.Done)
		}
	case h.Copy != "":
		p.copyText(h.Copy)
	case h.Fetch != "":
		p.pics.fetch(h.Fetch)
	case h.Link != "":
		p.follow(h.Link)
	case h.Source >= 0 && i > 0 && p.opt.OnPick != nil:
		p.opt.OnPick(p.start(i) + h.Source)
	}
}

// follow goes to a heading or note of the page, or lets the window open a link.
func (p *Preview) follow(dest string) {
	if rest, ok := strings.CutPrefix(dest, "#fn:"); ok && rest != "" {
		p.scrollEnd()
		return
	}
	if id, ok := strings.CutPrefix(dest, "#"); ok {
		for _, h := range p.doc.Headings() {
			if strings.EqualFold(h.ID, unescape(id)) {
				p.Reveal(h.From, 0)
				if p.opt.OnScroll != nil {
					p.opt.OnScroll()
				}
				return
			}
		}
		return
	}
	if p.opt.OnLink != nil {
		p.opt.OnLink(dest)
	}
}

func (p *Preview) copyText(s string) {
	if p.opt.OnCopy != nil {
		p.opt.OnCopy(s)
	}
}

// Dragged is for Fyne.
func (p *Preview) Dragged(ev *fyne.DragEvent) {
	if !p.ptr.down {
		return
	}
	if p.ptr.thumb {
		p.dragThumb(ev.Position.Y)
		return
	}
	p.ptr.moved = true
	if ev.Position.Y < 0 {
		p.scrollBy(int(ev.Position.Y * p.scale / 2))
	} else if ev.Position.Y > p.size.Height {
		p.scrollBy(int((ev.Position.Y - p.size.Height) * p.scale / 2))
	}
	pos := fyne.NewPos(ev.Position.X, min(max(ev.Position.Y, 0), p.size.Height-1))
	if i, h := p.hit(pos); h.Line >= 0 && p.sel.on {
		p.sel.to = place{i, h.Line, h.Offset}
		p.show()
	}
}

// DragEnd is for Fyne.
func (p *Preview) DragEnd() {
	p.pressed(false)
	p.ptr.down, p.ptr.thumb = false, false
}

func (p *Preview) pressed(down bool) {
	if p.opt.OnPress != nil {
		p.opt.OnPress(down)
	}
}

func (p *Preview) dragThumb(y float32) {
	c := &p.column
	_, h, ok := p.thumbSpan()
	if !ok {
		return
	}
	room := p.size.Height - h
	want := int((y - p.ptr.grab) / max(room, 1) * float32(c.total()-c.height))
	p.scrollBy(want - c.scroll)
}

// MouseIn is for Fyne.
func (p *Preview) MouseIn(ev *desktop.MouseEvent) { p.MouseMoved(ev) }

// MouseMoved is for Fyne.
func (p *Preview) MouseMoved(ev *desktop.MouseEvent) {
	_, p.ptr.hover = p.hit(ev.Position)
	p.hoverLink(p.ptr.hover.Link)
}

// MouseOut is for Fyne.
func (p *Preview) MouseOut() {
	p.ptr.hover = paint.Hit{}
	p.hoverLink("")
}

func (p *Preview) hoverLink(dest string) {
	if dest == p.ptr.link {
		return
	}
	p.ptr.link = dest
	if p.opt.OnHover != nil {
		p.opt.OnHover(dest)
	}
}

// Cursor is for Fyne.
func (p *Preview) Cursor() desktop.Cursor {
	h := p.ptr.hover
	switch {
	case h.Link != "" || h.Task || h.Copy != "" || h.Fetch != "" || h.Fold != nil:
		return desktop.PointerCursor
	case h.Text:
		return desktop.TextCursor
	}
	return desktop.DefaultCursor
}

// TypedShortcut is for Fyne.
func (p *Preview) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy:
		if t := p.SelectedText(); t != "" {
			p.copyText(t)
		}
	case *fyne.ShortcutSelectAll:
		p.SelectAll()
	default:
		if p.opt.Forward != nil {
			p.opt.Forward(s)
		}
	}
}

// SelectAll selects the whole page.
func (p *Preview) SelectAll() {
	if p.doc == nil || len(p.column.entries) == 0 {
		return
	}
	p.sel.from = place{}
	p.sel.to = place{len(p.column.entries) - 1, 1 << 30, 1 << 30}
	p.sel.on = true
	p.show()
}

// SelectedText is the selected text as it is copied.
func (p *Preview) SelectedText() string {
	if !p.sel.active() {
		return ""
	}
	a, b := p.sel.ordered()
	var out strings.Builder
	for i := a.entry; i <= b.entry && i < len(p.column.entries); i++ {
		for n, l := range p.column.setEntry(p, i).Lines() {
			from, to, ok := within(a, b, i, n, len(l.P.Text()))
			if ok {
				out.WriteString(l.Copy(from, to))
			}
		}
	}
	p.show()
	return strings.TrimRight(out.String(), "\n\t")
}

// within is the part of a paragraph that lies between two places.
func within(a, b place, entry, line, size int) (from, to int, ok bool) {
	from, to = 0, size
	if entry == a.entry {
		if line < a.line {
			return 0, 0, false
		}
		if line == a.line {
			from = a.off
		}
	}
	if entry == b.entry {
		if line > b.line {
			return 0, 0, false
		}
		if line == b.line {
			to = b.off
		}
	}
	return min(from, size), min(to, size), from <= to
}

// selectionObjects shows what is selected of the visible entries.
func (p *Preview) selectionObjects(first, last int) {
	if !p.sel.active() {
		return
	}
	c := &p.column
	a, b := p.sel.ordered()
	tint := p.settings.Colours.Accent
	tint.A = 0x40
	used := 0
	for i := max(first, a.entry); i <= min(last, b.entry) && i < len(c.entries); i++ {
		e := c.entries[i]
		if e.set == nil {
			continue
		}
		for n, l := range e.set.Lines() {
			from, to, ok := within(a, b, i, n, len(l.P.Text()))
			if !ok || l.Skipped() || from == to {
				continue
			}
			for _, r := range l.Areas(from, to) {
				y := c.tops[i] + r[1] - c.scroll
				if y > c.height || y+r[3] < 0 {
					continue
				}
				if used == len(p.sel.rects) {
					p.sel.rects = append(p.sel.rects, canvas.NewRectangle(tint))
				}
				o := p.sel.rects[used]
				used++
				o.FillColor = tint
				o.Move(fyne.NewPos(float32(c.x+r[0]-e.hx)/p.scale, float32(y)/p.scale))
				o.Resize(fyne.NewSize(float32(r[2])/p.scale, float32(r[3])/p.scale))
				p.objects = append(p.objects, o)
			}
		}
	}
}
