package field

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Ground is a plain background whose colour follows the theme. It is one stretched pixel: the shader of canvas.Rectangle costs a large
// area many milliseconds a frame in software OpenGL (measured: a pane of it took the answer to a key from 16 to 48 ms).
type Ground struct {
	widget.BaseWidget
	colour func() color.Color
	pixel  *canvas.Image
}

// NewGround makes a background of the colour that is current whenever it is refreshed.
func NewGround(colour func() color.Color) *Ground {
	g := &Ground{colour: colour, pixel: &canvas.Image{
		Image: image.NewRGBA(image.Rect(0, 0, 1, 1)), FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels,
	}}
	g.paint()
	g.ExtendBaseWidget(g)
	return g
}

// paint puts the theme's colour into the pixel and reports whether it was another one.
func (g *Ground) paint() bool {
	pixel := g.pixel.Image.(*image.RGBA)
	before := pixel.RGBAAt(0, 0)
	pixel.Set(0, 0, g.colour())
	return pixel.RGBAAt(0, 0) != before
}

// Refresh is for Fyne.
func (g *Ground) Refresh() {
	if g.paint() {
		g.pixel.Refresh()
	}
}

// MinSize is for Fyne.
func (g *Ground) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer is for Fyne.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.pixel) }
