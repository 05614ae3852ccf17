package paint

import (
	"image"

	"lanyard/assets/typeset"
	"lanyard/store/markdown"
)

// maxPage is the height at which a long picture is continued in another one:
// many programs show no taller ones.
const maxPage = 16000

// Sheet says how a long picture is made.
type Sheet struct {
	Style Style
	Width int // of the picture
	// Text gives the sentence with an id of the catalogue: assets.T.
	Text  func(id string, args ...any) string
	Title func(ref string) string
}

// Measure is the column of text within a width: at most 44 em, with a margin on
// both sides.
func (s Style) Measure(width int) (x, w int) {
	margin := s.em(1.6)
	w = min(width-2*margin, s.em(44))
	w = max(w, s.em(4))
	return max((width-w)/2, 0), w
}

// Page draws a whole post. It gives one picture after the other, each at most
// 16,000 pixels tall, to emit, which may stop it with an error. The pictures of
// the post must be there when pics is asked for them.
func Page(book *typeset.Book, head Head, doc *markdown.Document, pics Pictures, sheet Sheet, emit func(*image.RGBA) error) error {
	set := NewSetter(book, sheet.Style, pics, sheet.Text)
	set.still = true
	head.Note = ""
	painter := NewPainter(sheet.Style, pics)
	x, width := sheet.Style.Measure(sheet.Width)
	margin := sheet.Style.em(2.4)
	p := &pager{painter: painter, x: x, width: sheet.Width, emit: emit, y: margin}
	p.heights = []part{{0, margin, nil}}
	if h := set.Head(head, width); h != nil {
		p.add(h)
	}
	var around Around
	for i, b := range doc.Blocks {
		p.add(set.Block(b, Context{Doc: doc, Start: doc.Starts[i], Title: sheet.Title, Align: around.Align()}, width))
		around.Pass(b)
		if err := p.drain(false); err != nil {
			return err
		}
	}
	if n := set.Notes(doc, width); n != nil {
		p.add(n)
	}
	p.y += margin
	return p.drain(true)
}

type part struct {
	y, h int
	set  *Set
}

// pager cuts the column of blocks into pictures, between blocks where it can.
type pager struct {
	painter *Painter
	x       int
	width   int
	y       int // height of all so far, from the top of the present picture
	heights []part
	emit    func(*image.RGBA) error
}

func (p *pager) add(s *Set) {
	if s.Height == 0 {
		return
	}
	p.heights = append(p.heights, part{p.y, s.Height, s})
	p.y += s.Height
}

// drain emits full pictures, and the rest at the end.
func (p *pager) drain(end bool) error {
	for p.y > maxPage {
		cut := maxPage
		for i := len(p.heights) - 1; i > 0; i-- {
			if at := p.heights[i].y; at <= maxPage {
				if at > maxPage/2 && p.heights[i].y+p.heights[i].h > maxPage {
					cut = at
				}
				break
			}
		}
		if err := p.picture(cut); err != nil {
			return err
		}
	}
	if !end {
		return nil
	}
	return p.picture(p.y)
}

// picture emits the first h pixels and moves up what is left.
func (p *pager) picture(h int) error {
	img := image.NewRGBA(image.Rect(0, 0, p.width, max(h, 1)))
	Fill(img, p.painter.Style.Colours.Paper)
	keep := p.heights[:0]
	for _, q := range p.heights {
		if q.set != nil && q.y < h {
			p.painter.Draw(img, p.x, q.y, q.set)
		}
		q.y -= h
		if q.y+q.h > 0 {
			keep = append(keep, q)
		}
	}
	p.heights = keep
	p.y -= h
	return p.emit(img)
}
