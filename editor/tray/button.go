package tray

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

type canvasColor = color.Color

// button is Fyne's, with Enter and Escape.
type button struct {
	widget.Button
	escape func()
}

func newButton(text string, icon fyne.Resource, run func()) *button {
	b := &button{}
	b.Text, b.Icon, b.OnTapped = text, icon, run
	b.ExtendBaseWidget(b)
	return b
}

// TypedKey is called by Fyne.
func (b *button) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !b.Disabled() && b.OnTapped != nil {
			b.OnTapped()
		}
	case fyne.KeyEscape:
		if b.escape != nil {
			b.escape()
		}
	default:
		b.Button.TypedKey(ev)
	}
}

// set changes text and state where they differ.
func (b *button) set(text string, enabled bool) {
	if b.Text != text {
		b.SetText(text)
	}
	if enabled != !b.Disabled() {
		if enabled {
			b.Enable()
		} else {
			b.Disable()
		}
	}
}

// choose shows the button as the chosen one of several.
func (b *button) choose(on bool) {
	want := widget.LowImportance
	if on {
		want = widget.MediumImportance
	}
	if b.Importance != want {
		b.Importance = want
		b.Refresh()
	}
}

// paint is a plain ground whose colour follows the theme: one stretched pixel, because the shader of canvas.Rectangle is slow on large
// areas in software OpenGL.
type paint struct {
	widget.BaseWidget
	color func() canvasColor
	pixel *canvas.Image
}

func newPaint(color func() canvasColor) *paint {
	p := &paint{color: color, pixel: &canvas.Image{
		Image: image.NewRGBA(image.Rect(0, 0, 1, 1)), FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels,
	}}
	p.dye()
	p.ExtendBaseWidget(p)
	return p
}

func (p *paint) dye() bool {
	pixel := p.pixel.Image.(*image.RGBA)
	want := color.RGBAModel.Convert(p.color()).(color.RGBA)
	if pixel.RGBAAt(0, 0) == want {
		return false
	}
	pixel.SetRGBA(0, 0, want)
	return true
}

// Refresh is for Fyne.
func (p *paint) Refresh() {
	if p.dye() {
		p.pixel.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (p *paint) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.pixel) }
