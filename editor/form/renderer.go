package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"lanyard/editor/field"

	"lanyard/assets/theme"
)

// Lengths in Fyne units.
const (
	defaultColumn = 42 * 15
	defaultMargin = 24
	leastWidth    = 240
	leastFields   = 120 // the opened fields are never lower, however low the window
	topSpace      = 14
	bottomSpace   = 8
)

// renderer stacks title, summary line, fields or problem, and a hairline.
type renderer struct {
	f    *Form
	rule *canvas.Rectangle
	objs []fyne.CanvasObject
}

// CreateRenderer is called by Fyne.
func (f *Form) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{f: f, rule: canvas.NewRectangle(theme.Current().Hairline)}
	f.r = r
	r.objs = []fyne.CanvasObject{f.title.box, f.title.why, f.line, f.fields.scroll, f.problem, r.rule}
	return field.AtSize(f, r)
}

func (r *renderer) Destroy()                     {}
func (r *renderer) Objects() []fyne.CanvasObject { return r.objs }

func (r *renderer) Refresh() {
	r.rule.FillColor = theme.Current().Hairline
	r.rule.Refresh()
	r.f.title.recolour()
	r.f.line.Refresh()
	r.f.fields.refresh()
	r.f.problem.Refresh()
	r.Layout(r.f.Size())
}

func (r *renderer) MinSize() fyne.Size {
	return fyne.NewSize(leastWidth, r.f.height(r.f.Size().Width))
}

// side returns the space left and right of the content in a form of a width.
func (f *Form) side(width float32) float32 {
	return max((width-f.column)/2, min(f.margin, width/12))
}

// height is what the form needs at a width.
func (f *Form) height(width float32) float32 {
	w := max(width, leastWidth)
	w -= 2 * f.side(w)
	h := topSpace + f.title.box.MinSize().Height + f.title.why.heightFor(w)
	if f.problem.Visible() {
		h += f.problem.heightFor(w)
	} else {
		h += f.line.heightFor(w)
		if f.open {
			h += min(f.fields.heightFor(w+ringRoom), f.limit(h))
		}
	}
	return h + bottomSpace
}

// limit is the height left for the fields below what stands above them.
func (f *Form) limit(above float32) float32 {
	most := f.maxHeight
	if most == 0 {
		most = 400
		if c := f.canvas(); c != nil {
			most = c.Size().Height / 2
		}
	}
	return max(most-above-bottomSpace, leastFields)
}

func (r *renderer) Layout(size fyne.Size) {
	f := r.f
	x := f.side(size.Width)
	w := size.Width - 2*x
	y := float32(topSpace)
	put := func(o fyne.CanvasObject, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
		y += h
	}
	put(f.title.box, f.title.box.MinSize().Height)
	put(f.title.why, f.title.why.heightFor(w))
	if f.problem.Visible() {
		put(f.problem, f.problem.heightFor(w))
	} else {
		put(f.line, f.line.heightFor(w))
		if f.open {
			x, w = x-ringRoom, w+ringRoom
			h := f.fields.heightFor(w)
			put(f.fields.scroll, max(min(h, size.Height-y-bottomSpace), 0))
		}
	}
	r.rule.Move(fyne.NewPos(0, size.Height-1))
	r.rule.Resize(fyne.NewSize(size.Width, 1))
}

// arrange shows and hides the parts and lays them out anew. A changed height is picked up by the window with the next
// frame, because it is the form's least size.
func (f *Form) arrange() {
	broken := f.problem.Visible()
	show(f.line, !broken)
	show(f.fields.scroll, !broken && f.open)
	if f.r != nil {
		f.r.Layout(f.Size())
		canvas.Refresh(f)
	}
}

func show(o fyne.CanvasObject, visible bool) {
	if visible == o.Visible() {
		return
	}
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}
