package preview

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lanyard/preview/paint"
)

// stripHeight is the height of the images that a block is drawn into, in device
// pixels: small enough that drawing one is a fraction of a frame.
const stripHeight = 384

// strip is a part of a block as an image.
type strip struct {
	img     *canvas.Image
	pix     *image.RGBA
	top     int // in the block
	waiting bool
	hx      int
}

// collect draws the entries from first to last and lists the objects to show.
func (p *Preview) collect(first, last int) {
	c := &p.column
	p.objects = p.objects[:0]
	for i := first; i <= last && i < len(c.entries); i++ {
		p.strips(i)
	}
	p.selectionObjects(first, last)
	p.wideBars(first, last)
	p.objects = append(p.objects, p.bar, p.thumb, p.ring, p.focus)
	p.placeRing()
	p.placeMark()
	p.placeThumb()
	p.placeFocus()
	canvas.Refresh(p)
}

// strips draws what is visible of entry i.
func (p *Preview) strips(i int) {
	c := &p.column
	e := c.entries[i]
	if e.set == nil || e.set.Height == 0 {
		return
	}
	y := c.tops[i] - c.scroll
	from := max(0, -y) / stripHeight
	to := min(e.set.Height-1, c.height-1-y) / stripHeight
	keep := e.strips[:0]
	for _, s := range e.strips {
		if n := s.top / stripHeight; n < from-1 || n > to+1 {
			c.spare = append(c.spare, s)
		} else {
			keep = append(keep, s)
		}
	}
	e.strips = keep
	for n := from; n <= to; n++ {
		s := e.strip(n * stripHeight)
		if s == nil {
			s = p.newStrip(e, n*stripHeight)
			e.strips = append(e.strips, s)
		} else if s.hx != e.hx {
			p.drawStrip(e, s)
			s.img.Refresh()
		}
		s.img.Move(fyne.NewPos(float32(c.x-p.bleed())/p.scale, float32(y+s.top)/p.scale))
		p.objects = append(p.objects, s.img)
	}
}

// bleed is how far a strip reaches beyond the text on both sides.
func (p *Preview) bleed() int { return min(p.column.x, int(p.style().Em)) }

func (e *entry) strip(top int) *strip {
	for _, s := range e.strips {
		if s.top == top {
			return s
		}
	}
	return nil
}

// newStrip draws a strip into an object that is not needed any more, or a new
// one.
func (p *Preview) newStrip(e *entry, top int) *strip {
	c := &p.column
	w, h := c.text+2*p.bleed(), min(stripHeight, e.set.Height-top)
	var s *strip
	for i := len(c.spare) - 1; i >= 0; i-- { // one of the same size keeps its buffer
		if b := c.spare[i].pix.Bounds(); b.Dx() == w && b.Dy() == h {
			s = c.spare[i]
			c.spare = append(c.spare[:i], c.spare[i+1:]...)
			break
		}
	}
	if s == nil && len(c.spare) > 4 {
		s = c.spare[0]
		c.spare = c.spare[1:]
	}
	if s == nil {
		s = &strip{img: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels}}
	}
	if s.pix == nil || s.pix.Bounds().Dx() != w || s.pix.Bounds().Dy() != h {
		s.pix = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	s.top = top
	p.drawStrip(e, s)
	s.img.Image = s.pix
	size := fyne.NewSize(float32(w)/p.scale, float32(h)/p.scale)
	if s.img.Size() != size {
		s.img.Resize(size)
	}
	s.img.Refresh()
	return s
}

func (p *Preview) drawStrip(e *entry, s *strip) {
	p.pics.missed = false
	paint.Fill(s.pix, p.settings.Colours.Paper)
	p.painter.Draw(s.pix, p.bleed()-e.hx, -s.top, e.set)
	s.waiting = p.pics.missed
	s.hx = e.hx
}

// redrawWaiting draws strips again that had no picture yet.
func (p *Preview) redrawWaiting() {
	for i := range p.column.live {
		e := p.column.entries[i]
		for _, s := range e.strips {
			if s.waiting {
				p.drawStrip(e, s)
				s.img.Refresh()
			}
		}
	}
	canvas.Refresh(p)
}

// resetPicture sets the blocks again that show a destination.
func (p *Preview) resetPicture(dest string) {
	c := &p.column
	for i := range c.live {
		e := c.entries[i]
		has := false
		e.set.Photos(func(d string, _, _ int) { has = has || d == dest })
		if has {
			c.drop(e)
			delete(c.live, i)
		}
	}
	p.show()
}
