package textedit

import (
	"encoding/binary"
	"hash/maphash"
	"image"
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lanyard/assets/typeset"
)

// rowPool is the images of rows. A row keeps its image as long as it looks the same, wherever it moves.
type rowPool struct {
	slots []*rowSlot
	drawn int // rows drawn since the editor was made
	seed  maphash.Seed
	ready bool
}

// rowSlot is one image. The pixels are kept: another row is drawn into them.
type rowSlot struct {
	img   *canvas.Image
	pix   *image.RGBA
	look  uint64 // hash of all that the pixels depend on; 0 for none
	taken bool
}

func (p *rowPool) forget() {
	for _, s := range p.slots {
		s.look = 0
	}
}

// begin starts an arrangement.
func (p *rowPool) begin() {
	if !p.ready {
		p.seed, p.ready = maphash.MakeSeed(), true
	}
	for _, s := range p.slots {
		s.taken = false
	}
}

// find takes the slot that has the look, or gives nil.
func (p *rowPool) find(look uint64) *rowSlot {
	for _, s := range p.slots {
		if !s.taken && s.look == look {
			s.taken = true
			return s
		}
	}
	return nil
}

// spare takes a slot that no row uses and makes its pixels w by h and transparent; one that has this size is the first choice.
func (p *rowPool) spare(w, h int) (s *rowSlot, isNew bool) {
	for _, t := range p.slots {
		if t.taken {
			continue
		}
		fits := t.pix.Rect.Dx() == w && t.pix.Rect.Dy() == h
		if s == nil || fits {
			s = t
		}
		if fits {
			break
		}
	}
	if s != nil {
		s.taken = true
		s.clear(w, h)
		return s, false
	}
	s = &rowSlot{img: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels}, taken: true}
	s.clear(w, h)
	p.slots = append(p.slots, s)
	return s, true
}

// finishRows hides the slots without a row.
func (e *Editor) finishRows(p *rowPool) {
	for _, s := range p.slots {
		if !s.taken && !s.img.Hidden {
			e.scene.damage.add(e.view.ground(s.img))
			s.img.Hide()
		}
	}
}

// margin is the part of a row's image on either side of the column, in device pixels, for glyphs that reach out of it.
func (e *Editor) margin() int { return int(e.em()*0.5 + 0.5) }

// arrangeRows gives every visible row its image: first those that are as they were, then those to draw.
func (e *Editor) arrangeRows() {
	s := &e.scene
	pool := &s.rows
	pool.begin()
	var todo [8]int
	draw := todo[:0]
	for i, r := range s.visible {
		look := e.look(r)
		if look == 0 {
			continue
		}
		if slot := pool.find(look); slot != nil {
			e.place(slot, e.view.colX-e.margin(), r.top)
		} else {
			draw = append(draw, i)
		}
	}
	for _, i := range draw {
		r := s.visible[i]
		m := e.margin()
		slot, isNew := pool.spare(e.rowWidth(r), r.para.P.Row(r.row).Height)
		s.grown = s.grown || isNew
		e.raster.DrawRow(slot.pix, m, 0, r.para.P, r.row)
		slot.look = e.look(r)
		pool.drawn++
		e.show(slot, e.view.colX-m, r.top)
	}
	e.finishRows(pool)
	s.numbers.begin()
	if e.style.Numbers {
		e.arrangeNumbers()
	}
	e.finishRows(&s.numbers)
}

// rowStep is what the width of a row's image is a multiple of, in device pixels: a row that grows key by key keeps its buffer.
const rowStep = 64

// rowWidth is how wide the image of a row is: as far as something is to be seen. The rest of the column costs software OpenGL as much as text.
func (e *Editor) rowWidth(r visibleRow) int {
	p := r.para.P
	row := p.Row(r.row)
	right := max(row.X+row.Width, p.CaretX(row.From, r.row), p.CaretX(row.To, r.row))
	steps := (int(right) + 2*e.margin() + rowStep) / rowStep
	return min(steps*rowStep, e.view.colW+2*e.margin())
}

// clear makes the slot's pixels w by h and transparent.
func (s *rowSlot) clear(w, h int) {
	if s.pix == nil || s.pix.Rect.Dx() != w || s.pix.Rect.Dy() != h {
		s.pix = image.NewRGBA(image.Rect(0, 0, w, h))
		return
	}
	clear(s.pix.Pix)
}

// show puts freshly drawn pixels on the canvas.
func (e *Editor) show(s *rowSlot, x, y int) {
	e.scene.damage.add(e.view.ground(s.img), s.pix.Rect.Add(image.Pt(x, y)))
	s.img.Image = s.pix
	size := fyne.NewSize(e.view.units(s.pix.Rect.Dx()), e.view.units(s.pix.Rect.Dy()))
	if s.img.Size() != size {
		s.img.Resize(size)
	}
	e.place(s, x, y)
	s.img.Refresh()
}

func (e *Editor) place(s *rowSlot, x, y int) {
	if at := image.Pt(x, y); e.view.ground(s.img).Min != at || s.img.Hidden {
		e.scene.damage.add(e.view.ground(s.img), s.pix.Rect.Add(at))
	}
	s.img.Move(fyne.NewPos(e.view.units(x), e.view.units(y)))
	if s.img.Hidden {
		s.img.Show()
	}
}

// look is a hash of everything that decides what a row looks like besides width, scale and fonts, on whose change all looks are
// forgotten; 0 means that nothing is to be seen.
func (e *Editor) look(r visibleRow) uint64 {
	p := r.para.P
	row := p.Row(r.row)
	s := p.Text()[row.From:row.To]
	blank := true
	for i := 0; i < len(s); i++ {
		if s[i] != ' ' && s[i] != '\t' {
			blank = false
			break
		}
	}
	if blank {
		return 0
	}
	var h maphash.Hash
	h.SetSeed(e.scene.rows.seed)
	h.WriteString(s)
	var b [64]byte
	put := func(vs ...uint32) {
		buf := b[:0]
		for _, v := range vs {
			buf = binary.LittleEndian.AppendUint32(buf, v)
		}
		h.Write(buf)
	}
	// Where the row begins and ends tells the direction of the paragraph, which a change outside the row can turn.
	put(math.Float32bits(row.X), math.Float32bits(row.Width), uint32(row.Height), uint32(row.Baseline),
		math.Float32bits(p.CaretX(row.From, r.row)), math.Float32bits(p.CaretX(row.To, r.row)))
	for i := range r.para.Spans {
		sp := &r.para.Spans[i]
		if sp.To <= row.From {
			continue
		}
		if sp.From >= row.To {
			break
		}
		put(uint32(max(0, sp.From-row.From)), uint32(min(sp.To, row.To)-row.From), styleBits(sp.Style), inkBits(sp.Ink),
			rgba(sp.Ink.Color.R, sp.Ink.Color.G, sp.Ink.Color.B, sp.Ink.Color.A),
			rgba(sp.Ink.Background.R, sp.Ink.Background.G, sp.Ink.Background.B, sp.Ink.Background.A),
			rgba(sp.Ink.Wave.R, sp.Ink.Wave.G, sp.Ink.Wave.B, sp.Ink.Wave.A))
	}
	if sum := h.Sum64(); sum != 0 {
		return sum
	}
	return 1
}

func rgba(r, g, b, a uint8) uint32 { return uint32(r)<<24 | uint32(g)<<16 | uint32(b)<<8 | uint32(a) }

func styleBits(s typeset.Style) uint32 {
	n := math.Float32bits(s.Size) << 3
	if s.Bold {
		n |= 1
	}
	if s.Italic {
		n |= 2
	}
	if s.Mono {
		n |= 4
	}
	return n
}

func inkBits(k typeset.Ink) uint32 {
	n := math.Float32bits(k.Raise) << 3
	if k.Underline {
		n |= 1
	}
	if k.Strike {
		n |= 2
	}
	if k.Wavy {
		n |= 4
	}
	return n
}

// arrangeNumbers shows the file's line numbers beside the lines.
func (e *Editor) arrangeNumbers() {
	pool := &e.scene.numbers
	doc := e.host.State().Doc
	left := e.view.colX - e.margin() - e.view.gutter
	var few [16]int
	draw := few[:0]
	for i, r := range e.scene.visible {
		if r.row != 0 || !r.para.Whole {
			continue
		}
		if slot := pool.find(uint64(doc.LineAt(r.para.From))<<1 | 1); slot != nil {
			e.place(slot, left, r.top)
		} else {
			draw = append(draw, i)
		}
	}
	base := typeset.Style{Size: e.em(), Mono: e.style.Mono, Lang: e.style.Lang}
	small := base
	small.Size *= 0.8
	for _, i := range draw {
		r := e.scene.visible[i]
		n := doc.LineAt(r.para.From)
		s := strconv.Itoa(n + 1)
		p := e.shaper.Shape(s, []typeset.Span{{From: 0, To: len(s), Style: small, Ink: typeset.Ink{Color: e.style.Colours.Faint}}},
			typeset.Options{LineHeight: e.style.LineHeight, Base: base})
		slot, isNew := pool.spare(max(1, e.view.gutter-e.view.px(8)), r.para.P.Row(0).Height)
		e.scene.grown = e.scene.grown || isNew
		e.raster.DrawRow(slot.pix, slot.pix.Rect.Dx()-int(p.Row(0).Width+0.5), 0, p, 0)
		slot.look = uint64(n)<<1 | 1
		e.show(slot, left, r.top)
	}
}
