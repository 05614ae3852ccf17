package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"lanyard/editor/field"

	"lanyard/assets"
	"lanyard/assets/theme"
)

// Lengths in Fyne units.
const (
	lineHeight = 28
	chevron    = 14
	segmentGap = 5
	groupGap   = 14
	longest    = 220
)

// width is what a segment takes.
func (g segment) width() float32 {
	w := fyne.MeasureText(g.label(), smallText(), fyne.TextStyle{}).Width
	if g.look == pillLook {
		w += 2 * (pillPad - 1)
	}
	return w
}

func (g segment) label() string { return shorten(g.text, smallText(), longest) }

// place calls at for each segment that fits with its position, the count of the rest last, and returns the height.
func (s *summary) place(width float32, at func(g segment, x, y, w float32)) float32 {
	const indent = chevron + 8
	x, y, line, rest := float32(indent), float32(0), 1, s.rest
	more := func() segment { return segment{text: assets.N("form.more", rest), look: dimLook} }
	room := func() float32 {
		if line < summaryLines || s.f.open {
			return width
		}
		return width - more().width() - groupGap // the last line keeps room for the count
	}
	shown := map[string]bool{}
	for i, g := range s.segs {
		w := min(g.width(), width-indent)
		gap := float32(groupGap)
		if g.glue || (g.look == pillLook && i > 0 && s.segs[i-1].look == pillLook && s.segs[i-1].key == g.key) {
			gap = segmentGap
		}
		if x == indent {
			gap = 0
		}
		need := w
		if i+1 < len(s.segs) && s.segs[i+1].glue && !g.glue {
			need += segmentGap + min(s.segs[i+1].width(), width/2)
		}
		if x+gap+need > room() {
			if line == summaryLines {
				for _, left := range s.segs[i:] {
					if !shown[left.key] {
						shown[left.key] = true
						rest++
					}
				}
				break
			}
			line++
			x, y, gap = indent, y+lineHeight, 0
		}
		at(g, x+gap, y, min(w, width-x-gap))
		x += gap + w
		shown[g.key] = true
	}
	if rest > 0 && !s.f.open {
		g := more()
		w := g.width()
		if x+groupGap+w > width && line < summaryLines {
			x, y = indent-groupGap, y+lineHeight
		}
		at(g, x+groupGap, y, w)
	}
	return y + lineHeight
}

func (s *summary) heightFor(width float32) float32 {
	return s.place(width, func(segment, float32, float32, float32) {}) + 2
}

// CreateRenderer is called by Fyne.
func (s *summary) CreateRenderer() fyne.WidgetRenderer {
	r := &summaryRenderer{s: s, ground: &canvas.Rectangle{CornerRadius: 5}}
	r.down = canvas.NewImageFromResource(theme.Icon("chevron-down"))
	r.right = canvas.NewImageFromResource(theme.Icon("chevron-right"))
	r.paint(s.Size())
	return field.AtSize(s, r)
}

type summaryRenderer struct {
	s           *summary
	ground      *canvas.Rectangle
	down, right *canvas.Image
	objs        []fyne.CanvasObject
}

func (*summaryRenderer) Destroy()                       {}
func (r *summaryRenderer) Objects() []fyne.CanvasObject { return r.objs }
func (r *summaryRenderer) MinSize() fyne.Size           { return fyne.NewSize(leastWidth/2, lineHeight) }
func (r *summaryRenderer) Layout(size fyne.Size)        { r.paint(size) }

func (r *summaryRenderer) Refresh() {
	r.paint(r.s.Size())
	canvas.Refresh(r.s)
}

// paint makes the pieces anew: there are a dozen, and they change only with the front matter and the width.
func (r *summaryRenderer) paint(size fyne.Size) {
	c := theme.Current()
	r.ground.FillColor, r.ground.StrokeWidth, r.ground.StrokeColor = c.Paper, 0, c.Accent
	if r.s.hover {
		r.ground.FillColor = c.Panel
	}
	if r.s.held {
		r.ground.StrokeWidth = 1.5
	}
	r.ground.Move(fyne.NewPos(-6, 0))
	r.ground.Resize(fyne.NewSize(size.Width+12, size.Height))
	r.ground.Hidden = !r.s.hover && !r.s.held // it would cost every picture of the window time and show nothing
	arrow := r.right
	if r.s.f.open {
		arrow = r.down
	}
	arrow.Resize(fyne.NewSquareSize(chevron))
	arrow.Move(fyne.NewPos(0, (lineHeight-chevron)/2+1))
	r.objs = []fyne.CanvasObject{r.ground, arrow}
	r.s.place(size.Width, func(g segment, x, y, w float32) {
		t := canvas.NewText(g.label(), c.Ink)
		t.TextSize = smallText()
		if g.look == dimLook {
			t.Color = c.Secondary
		}
		min := t.MinSize()
		if g.look == pillLook {
			p := canvas.NewRectangle(c.Chip)
			p.CornerRadius = 10
			p.Move(fyne.NewPos(x, y+4))
			p.Resize(fyne.NewSize(w, lineHeight-7))
			r.objs = append(r.objs, p)
			x += pillPad - 1
		}
		t.Move(fyne.NewPos(x, y+(lineHeight-min.Height)/2))
		t.Resize(min)
		r.objs = append(r.objs, t)
	})
}
