package textedit

import (
	"image"
	"image/color"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lanyard/editor/layout"
	"lanyard/editor/text"
)

// scene is the objects on the canvas, from back to front: what lies behind the text, the rows, what lies over them. There is no
// paper: the window's background is it. With software GL a filled rectangle of the window's size takes 30 ms a frame.
type scene struct {
	objects []fyne.CanvasObject
	line    boxes // behind the caret's paragraph
	found   boxes
	chosen  boxes // the selection
	rows    rowPool
	numbers rowPool
	over    boxes // drop mark and dots for spaces
	carets  boxes
	thumb   *canvas.Rectangle // of the scroll bar
	grown   bool              // objects have been added since the list was made
	resting bool              // carets are switched off by their blinking

	visible []visibleRow // of the last arrangement
	damage  damage
}

// visibleRow is a row in the view; top is device pixels from the view's top.
type visibleRow struct {
	para layout.Para
	row  int
	top  int
}

// boxes is a pool of filled boxes. Those past used are hidden. A box is one pixel stretched: a canvas.Rectangle, which can have
// corners and a border, costs many times as much to paint without a graphics card.
type boxes struct {
	list []*box
	used int
}

type box struct {
	img   *canvas.Image
	color color.NRGBA
}

func (s *scene) init() {
	s.thumb = canvas.NewRectangle(color.Transparent)
	s.thumb.CornerRadius = barW / 2
	s.thumb.Hide()
	s.grown = true
}

// forget makes every row draw itself anew, for another scale, width or style.
func (s *scene) forget() {
	s.rows.forget()
	s.numbers.forget()
	s.damage.all = true
}

// box places the next rectangle of a pool, in device pixels.
func (e *Editor) box(b *boxes, x, y, w, h int, c color.NRGBA) {
	if c.A == 0 || w <= 0 || h <= 0 {
		return
	}
	if b.used == len(b.list) {
		b.list = append(b.list, &box{img: &canvas.Image{
			Image: image.NewRGBA(image.Rect(0, 0, 1, 1)), FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels,
		}})
		e.scene.grown = true
	}
	o := b.list[b.used]
	b.used++
	v := &e.view
	if now := image.Rect(x, y, x+w, y+h); v.ground(o.img) != now || o.color != c {
		e.scene.damage.add(v.ground(o.img), now)
	}
	o.img.Move(fyne.NewPos(v.units(x), v.units(y)))
	if size := fyne.NewSize(v.units(w), v.units(h)); o.img.Size() != size {
		o.img.Resize(size)
	}
	if o.color != c {
		o.color = c
		o.img.Image.(*image.RGBA).Set(0, 0, c)
		o.img.Refresh()
	}
	if o.img.Hidden {
		o.img.Show()
	}
}

// finishBoxes hides what the pool has too many.
func (e *Editor) finishBoxes(b *boxes) {
	for _, o := range b.list[b.used:] {
		if !o.img.Hidden {
			e.scene.damage.add(e.view.ground(o.img))
			o.img.Hide()
		}
	}
}

// arrange puts everything where it belongs after any change. It costs what is visible and draws only rows that look different.
func (e *Editor) arrange() {
	v, s := &e.view, &e.scene
	if v.w <= 0 || v.h <= 0 {
		return
	}
	e.collect()
	e.arrangeRows()
	for _, b := range []*boxes{&s.line, &s.found, &s.chosen, &s.over, &s.carets} {
		b.used = 0
	}
	e.arrangeBehind()
	e.arrangeOver()
	e.arrangeBar()
	for _, b := range []*boxes{&s.line, &s.found, &s.chosen, &s.over, &s.carets} {
		e.finishBoxes(b)
	}
	e.showCarets()
	e.publish()
	if v.place != v.told {
		v.told = v.place
		s.damage.all = true
		if e.opt.OnScroll != nil {
			e.opt.OnScroll()
		}
	}
}

// publish gives Fyne the list of objects when it has grown.
func (e *Editor) publish() {
	if e.scene.grown {
		e.scene.list()
		canvas.Refresh(e.scene.thumb)
	}
}

// list makes the list of objects anew, back to front.
func (s *scene) list() {
	s.grown = false
	s.objects = nil // a list that Fyne may be walking is left alone
	add := func(b *boxes) {
		for _, o := range b.list {
			s.objects = append(s.objects, o.img)
		}
	}
	add(&s.line)
	add(&s.found)
	add(&s.chosen)
	for _, p := range []*rowPool{&s.numbers, &s.rows} {
		for _, slot := range p.slots {
			s.objects = append(s.objects, slot.img)
		}
	}
	add(&s.over)
	add(&s.carets)
	s.objects = append(s.objects, s.thumb)
}

// collect finds the rows in view.
func (e *Editor) collect() {
	s := &e.scene
	s.visible = s.visible[:0]
	place := e.view.place
	lead := min(0, place.Y)
	c := e.lay.Caret(place.Off, false)
	p, row := c.Para, c.Row
	y := -place.Y
	if lead < 0 {
		y = -lead
	}
	for y < e.view.h {
		s.visible = append(s.visible, visibleRow{p, row, y})
		y += p.P.Row(row).Height
		if row++; row == p.P.Rows() {
			next, ok := e.lay.Next(p)
			if !ok {
				return
			}
			p, row = next, 0
		}
	}
}

// eachRect calls f with the boxes that the range [from, to) has in the view, in device pixels. A line end in the range is shown as
// a little width behind the text.
func (e *Editor) eachRect(from, to int, f func(x, y, w, h int)) {
	tail := int(e.em() * 0.4)
	for _, r := range e.scene.visible {
		p := r.para
		row := p.P.Row(r.row)
		a, b := max(from, p.From+row.From), min(to, p.From+row.To)
		end := 0
		if r.row == p.P.Rows()-1 && p.To < p.End && from <= p.To && to > p.To {
			end = tail
		}
		right := -1
		if a < b {
			for _, rc := range p.P.Rects(a-p.From, b-p.From) {
				if rc.Row != r.row {
					continue
				}
				x0, x1 := int(rc.X0), min(int(rc.X1+0.99), e.view.colW+tail)
				right = max(right, x1)
				f(e.view.colX+x0, r.top, x1-x0, row.Height)
			}
		}
		if end > 0 {
			if right < 0 {
				right = int(p.P.CaretX(p.To-p.From, r.row))
			}
			f(e.view.colX+right, r.top, end, row.Height)
		}
	}
}

// arrangeBehind places what lies behind the text.
func (e *Editor) arrangeBehind() {
	s, col := &e.scene, e.style.Colours
	sel := e.host.State().Selection
	if e.style.Guide {
		e.box(&s.line, e.view.colX+e.view.colW, 0, max(1, e.view.px(1)), e.view.h, col.Hairline)
	}
	if len(sel.Ranges) == 1 && sel.Ranges[0].Empty() && e.input.focused {
		e.arrangeLine(sel.Ranges[0].Head)
	}
	if len(e.matches) > 0 && len(s.visible) > 0 {
		first, last := s.visible[0].para.From, s.visible[len(s.visible)-1].para.End
		from := sort.Search(len(e.matches), func(i int) bool { return e.matches[i].Head > first })
		for i := from; i < len(e.matches) && e.matches[i].Anchor < last; i++ {
			m := e.matches[i]
			c := col.Match
			if i == e.current {
				c = col.CurrentMatch
			}
			e.eachRect(m.Anchor, m.Head, func(x, y, w, h int) { e.box(&s.found, x, y, w, h, c) })
		}
	}
	chosen := col.Selection
	if !e.input.focused {
		chosen.A = chosen.A / 2
	}
	for _, r := range sel.Ranges {
		if !r.Empty() {
			e.eachRect(r.From(), r.To(), func(x, y, w, h int) { e.box(&s.chosen, x, y, w, h, chosen) })
		}
	}
}

// arrangeLine places the hint behind the caret's paragraph.
func (e *Editor) arrangeLine(head int) {
	top, bottom := -1, -1
	for _, r := range e.scene.visible {
		if head >= r.para.From && head <= r.para.To {
			if top < 0 {
				top = r.top
			}
			bottom = r.top + r.para.P.Row(r.row).Height
		}
	}
	if top >= 0 {
		m := e.margin()
		e.box(&e.scene.line, e.view.colX-m, top, e.view.colW+2*m, bottom-top, e.style.Colours.CurrentLine)
	}
}

// arrangeOver places carets, the drop mark and the dots that stand for spaces at line ends.
func (e *Editor) arrangeOver() {
	s, v, col := &e.scene, &e.view, e.style.Colours
	sel := e.host.State().Selection
	for i, r := range sel.Ranges {
		e.arrangeCaret(r.Head, e.caretAt(i).upstream)
	}
	if p := &e.input.pointer; p.mode == dragMove && p.target >= 0 {
		e.arrangeCaretIn(&s.over, p.target, false, col.Accent)
	}
	if e.dropMark >= 0 {
		if y, ok := e.dropY(); ok {
			h := max(1, v.px(2))
			e.box(&s.over, v.colX, max(0, y-h/2), v.colW, h, col.Accent)
		}
	}
	if e.style.Trailing {
		e.arrangeTrailing()
		e.arrangeWide()
	}
}

func (e *Editor) arrangeCaret(head int, upstream bool) {
	e.arrangeCaretIn(&e.scene.carets, head, upstream, e.style.Colours.Ink)
}

func (e *Editor) arrangeCaretIn(pool *boxes, head int, upstream bool, c color.NRGBA) {
	v := &e.view
	for _, r := range e.scene.visible {
		p := r.para
		at := head - p.From
		if at < 0 || head > p.To || p.P.RowAt(at, upstream) != r.row {
			continue
		}
		if head == p.To && p.To == p.End && p.End < e.host.State().Doc.Len() && !upstream {
			continue // belongs to the next piece of a long line
		}
		w := max(1, v.px(caretW))
		x := v.colX + int(p.P.CaretX(at, r.row)+0.5) - w/2
		h := p.P.Row(r.row).Height
		tall := min(h, int(e.em()*caretTall))
		e.box(pool, x, r.top+(h-tall)/2, w, tall, c)
		return
	}
}

// dropY is where the drop mark belongs, in device pixels from the view's top.
func (e *Editor) dropY() (y int, ok bool) {
	doc := e.host.State().Doc
	for _, r := range e.scene.visible {
		if r.row == 0 && r.para.Whole && e.dropMark <= r.para.From {
			return r.top, e.dropMark == r.para.From || doc.LineAt(e.dropMark) == doc.LineAt(r.para.From)
		}
		if r.row == r.para.P.Rows()-1 && e.dropMark == doc.Len() && r.para.End == doc.Len() {
			return r.top + r.para.P.Row(r.row).Height, true
		}
	}
	return 0, false
}

func (e *Editor) arrangeTrailing() {
	dot := max(1, e.view.px(2))
	for _, r := range e.scene.visible {
		if r.row != r.para.P.Rows()-1 {
			continue
		}
		s := r.para.P.Text()
		for i := len(s) - 1; i >= 0 && s[i] == ' '; i-- {
			if r.para.P.RowAt(i, false) != r.row {
				break
			}
			x := (r.para.P.CaretX(i, r.row) + r.para.P.CaretX(i+1, r.row)) / 2
			row := r.para.P.Row(r.row)
			e.box(&e.scene.over, e.view.colX+int(x)-dot/2, r.top+row.Height/2, dot, dot, e.style.Colours.Faint)
		}
	}
}

// caretAt is what is remembered of a caret.
func (e *Editor) caretAt(i int) caretState {
	if i < len(e.carets) {
		return e.carets[i]
	}
	return caretState{}
}

// select dispatches a selection of the editor's own making.
func (e *Editor) selectRanges(sel text.Selection, carets []caretState, scroll bool) {
	e.own = true
	if len(carets) == len(sel.Ranges) {
		e.carets = carets
	} else {
		e.carets = nil
	}
	e.host.Dispatch(text.Transaction{Selection: &sel, Kind: text.Move, Time: e.opt.Now(), Scroll: scroll})
	e.own = false
}
