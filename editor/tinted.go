package editor

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// tinted is a plain background whose colour follows the theme. It is one stretched pixel: the shader of canvas.Rectangle costs a large
// area many milliseconds a frame in software OpenGL (measured: a pane of it took the answer to a key from 16 to 48 ms).
type tinted struct {
	widget.BaseWidget
	color func() fyneColor
	pixel *canvas.Image
}

func newTinted(color func() fyneColor) *tinted {
	t := &tinted{color: color, pixel: &canvas.Image{
		Image: image.NewRGBA(image.Rect(0, 0, 1, 1)), FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels,
	}}
	t.paint()
	t.ExtendBaseWidget(t)
	return t
}

// paint puts the theme's colour into the pixel and reports whether it was another one.
func (t *tinted) paint() bool {
	pixel := t.pixel.Image.(*image.RGBA)
	before := pixel.RGBAAt(0, 0)
	pixel.Set(0, 0, t.color())
	return pixel.RGBAAt(0, 0) != before
}

// Refresh is for Fyne.
func (t *tinted) Refresh() {
	if t.paint() {
		t.pixel.Refresh()
	}
}

// MinSize is for Fyne.
func (t *tinted) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer is for Fyne.
func (t *tinted) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.pixel) }
