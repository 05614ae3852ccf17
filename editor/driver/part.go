//go:build linux && x11 && !ci && !arm && !arm64

package driver

/*
typedef void (*copier)(void *display, unsigned long drawable, int x, int y, int w, int h);

static void copySubBuffer(void *f, void *display, unsigned long drawable, int x, int y, int w, int h) {
	((copier)f)(display, drawable, x, y, w, h);
}
*/
import "C"

import (
	"image"
	"reflect"
	"strings"
	"unsafe"

	"fyne.io/fyne/v2"
	"github.com/go-gl/gl/v2.1/gl"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// paint draws a canvas into the back buffer.
//
//go:linkname paint fyne.io/fyne/v2/internal/driver/glfw.(*glCanvas).paint
func paint(canvas unsafe.Pointer, size fyne.Size)

// largestPart is the share of a window from which on a part is left to the whole picture.
const largestPart = 0.25

// part draws parts of a window with what Mesa's software renderers offer: GLX_MESA_copy_sub_buffer puts a rectangle of the back buffer on
// the screen. A graphics card draws the whole as quickly, and there a copy outside its rhythm would tear.
type part struct {
	asked bool
	copy  unsafe.Pointer // glXCopySubBufferMESA; nil where parts are not drawn
	size  image.Point    // of the window, in device pixels, at the last call
}

// window is what Fyne's windows and canvases of GLFW have besides their interfaces.
type (
	withContext interface{ RunWithContext(func()) }
	withQueue   interface{ FreeDirtyTextures() uint64 }
)

func (p *part) show(win fyne.Window, pos fyne.Position, size fyne.Size) (shown bool) {
	w, ok := win.(withContext)
	if !ok || p.asked && p.copy == nil {
		return false
	}
	w.RunWithContext(func() {
		p.ask()
		view := glfw.GetCurrentContext()
		width, height := view.GetFramebufferSize()
		if p.copy == nil || p.resized(image.Pt(width, height)) {
			return
		}
		r := pixels(win.Canvas(), pos, size).Intersect(image.Rect(0, 0, width, height))
		if r.Empty() || float64(r.Dx()*r.Dy()) > largestPart*float64(width*height) || !p.draw(win.Canvas(), r) {
			return
		}
		C.copySubBuffer(p.copy, unsafe.Pointer(glfw.GetX11Display()), C.ulong(view.GetGLXWindow()),
			C.int(r.Min.X), C.int(height-r.Max.Y), C.int(r.Dx()), C.int(r.Dy()))
		shown = true
	})
	return shown
}

// ask finds out once whether parts are worth it and possible.
func (p *part) ask() {
	if p.asked {
		return
	}
	p.asked = true
	name := gl.GoStr(gl.GetString(gl.RENDERER))
	if (strings.Contains(name, "llvmpipe") || strings.Contains(name, "softpipe")) && glfw.ExtensionSupported("GLX_MESA_copy_sub_buffer") {
		p.copy = glfw.GetProcAddress("glXCopySubBufferMESA")
	}
}

// resized reports whether the window has another size than at the last call: the picture that stands on the screen is another then.
func (p *part) resized(size image.Point) bool {
	before := p.size
	p.size = size
	return before != size
}

// pixels is a rectangle of the canvas in device pixels.
func pixels(c fyne.Canvas, pos fyne.Position, size fyne.Size) image.Rectangle {
	x0, y0 := c.PixelCoordinateForPosition(pos)
	x1, y1 := c.PixelCoordinateForPosition(pos.Add(size))
	return image.Rect(x0, y0, x1, y1)
}

// draw draws r, in device pixels, into the back buffer of the current context. Fyne clips with the scissor, which holds its clearing back
// at first; planes that clip hold everything else back, before it costs anything.
func (p *part) draw(c fyne.Canvas, r image.Rectangle) bool {
	queue, ok := c.(withQueue)
	if !ok {
		return false
	}
	queue.FreeDirtyTextures() // what was refreshed
	w, h := float64(p.size.X), float64(p.size.Y)
	planes := [4][4]float64{
		{1, 0, 0, 1 - 2*float64(r.Min.X)/w},
		{-1, 0, 0, 2*float64(r.Max.X)/w - 1},
		{0, -1, 0, 1 - 2*float64(r.Min.Y)/h},
		{0, 1, 0, 2*float64(r.Max.Y)/h - 1},
	}
	for i := range planes {
		gl.ClipPlane(gl.CLIP_PLANE0+uint32(i), &planes[i][0])
		gl.Enable(gl.CLIP_PLANE0 + uint32(i))
	}
	gl.Enable(gl.SCISSOR_TEST)
	gl.Scissor(int32(r.Min.X), int32(p.size.Y-r.Max.Y), int32(r.Dx()), int32(r.Dy()))
	paint(canvasPointer(c), c.Size())
	gl.Disable(gl.SCISSOR_TEST)
	for i := range planes {
		gl.Disable(gl.CLIP_PLANE0 + uint32(i))
	}
	return true
}

// canvasPointer is the *glCanvas that c is.
func canvasPointer(c fyne.Canvas) unsafe.Pointer { return unsafe.Pointer(reflect.ValueOf(c).Pointer()) }
