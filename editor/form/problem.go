package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/assets/theme"
	"lanyard/editor/field"
)

// problem stands for the fields when the front matter cannot be read: it says where and why, and offers the text.
type problem struct {
	widget.BaseWidget
	f    *Form
	text *sentence
	act  *field.Button
}

func newProblem(f *Form) *problem {
	p := &problem{f: f, text: newSentence(widget.MediumImportance)}
	p.text.SizeName = fynetheme.SizeNameText
	p.act = field.NewButton(assets.T("form.show_text"), "", field.Normal, func() {
		if f.o.ShowText != nil {
			f.o.ShowText()
		}
	})
	p.act.Ways = f.ways()
	p.Hidden = true
	p.ExtendBaseWidget(p)
	return p
}

func (p *problem) show(err error) {
	show(p, err != nil)
	if err == nil {
		p.text.say("")
		return
	}
	p.text.say(assets.T("form.broken", explain(err)))
	show(p.act, p.f.o.ShowText != nil)
}

const problemIcon = 18

func (p *problem) textWidth(width float32) float32 { return max(width-problemIcon-24, 60) }

func (p *problem) heightFor(width float32) float32 {
	h := p.text.heightFor(p.textWidth(width))
	if p.act.Visible() {
		h += p.act.MinSize().Height + 6
	}
	return h + 16
}

func (p *problem) CreateRenderer() fyne.WidgetRenderer {
	c := theme.Current()
	ground := canvas.NewRectangle(c.ErrorTint)
	ground.CornerRadius = 6
	icon := canvas.NewImageFromResource(theme.Coloured("error", fynetheme.ColorNameError))
	return field.AtSize(p, &problemRenderer{p, ground, icon})
}

type problemRenderer struct {
	p      *problem
	ground *canvas.Rectangle
	icon   *canvas.Image
}

func (r *problemRenderer) Destroy() {}
func (r *problemRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.icon, r.p.text, r.p.act}
}
func (r *problemRenderer) MinSize() fyne.Size { return fyne.NewSize(leastWidth/2, 40) }

func (r *problemRenderer) Refresh() {
	r.ground.FillColor = theme.Current().ErrorTint
	r.ground.Refresh()
	r.icon.Refresh()
	r.p.text.Refresh()
}

func (r *problemRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.icon.Resize(fyne.NewSquareSize(problemIcon))
	r.icon.Move(fyne.NewPos(12, 13))
	w := r.p.textWidth(size.Width)
	h := r.p.text.heightFor(w)
	r.p.text.Move(fyne.NewPos(problemIcon+14, 7))
	r.p.text.Resize(fyne.NewSize(w, h))
	min := r.p.act.MinSize()
	r.p.act.Move(fyne.NewPos(problemIcon+20, 8+h))
	r.p.act.Resize(min)
}
