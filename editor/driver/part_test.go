//go:build linux && x11 && !ci && !arm && !arm64

package driver

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"os"
	"runtime"
	"testing"
	"unsafe"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
	"github.com/go-gl/gl/v2.1/gl"

	"lanyard/editor/sched"
)

// The window is Fyne's own, so these tests want a display with software OpenGL: .ci/window runs them under Xvfb. Fyne's loop has the main
// goroutine, the tests another one.
var (
	testWindow fyne.Window
	ui         = sched.NewFyne(nil)
)

func init() { runtime.LockOSThread() }

func TestMain(m *testing.M) {
	if os.Getenv("DISPLAY") == "" {
		println("frame: no DISPLAY, nothing tested")
		os.Exit(0)
	}
	a := app.NewWithID("page.lanyard.test")
	testWindow = a.NewWindow("frame")
	Flat()
	code := 0
	a.Lifecycle().SetOnStarted(func() {
		go func() {
			code = m.Run()
			ui.Do(a.Quit)
		}()
	})
	testWindow.SetPadded(false)
	testWindow.SetContent(widget.NewLabel("nothing yet"))
	testWindow.Resize(fyne.NewSize(400, 300))
	testWindow.ShowAndRun()
	os.Exit(code)
}

// onUI runs f on the UI goroutine, where a test may not end itself.
func onUI(t *testing.T, f func() error) {
	t.Helper()
	done := make(chan error)
	ui.Do(func() { done <- f() })
	err := <-done
	if errors.Is(err, errHardware) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

var errHardware = errors.New("not a software renderer")

// A part in the back buffer is, inside, what the whole picture has there, and outside it leaves everything as it was.
func TestAPartIsPaintedAsInTheWhole(t *testing.T) {
	onUI(t, func() error {
		title := canvas.NewText("KubeCon 会场", color.White)
		box := canvas.NewRectangle(color.NRGBA{200, 30, 30, 255})
		box.CornerRadius = 9
		pixel := image.NewNRGBA(image.Rect(0, 0, 1, 1))
		pixel.Set(0, 0, color.NRGBA{30, 30, 200, 128})
		picture := &canvas.Image{Image: pixel, FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels}
		line := canvas.NewLine(color.NRGBA{20, 200, 20, 255})
		scroll := container.NewVScroll(widget.NewLabel("one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine"))
		testWindow.SetContent(container.NewWithoutLayout(box, picture, title, line, scroll))
		box.Move(fyne.NewPos(20, 20))
		box.Resize(fyne.NewSize(200, 120))
		picture.Move(fyne.NewPos(90, 60))
		picture.Resize(fyne.NewSize(250, 150))
		title.Move(fyne.NewPos(30, 50))
		title.Resize(title.MinSize())
		line.Position1, line.Position2 = fyne.NewPos(0, 0), fyne.NewPos(390, 290)
		scroll.Move(fyne.NewPos(200, 100))
		scroll.Resize(fyne.NewSize(150, 90))
		var p part
		p.show(testWindow, fyne.NewPos(0, 0), fyne.NewSquareSize(1)) // learns the size
		if p.copy == nil {
			return errHardware
		}
		before := painted(nil)
		for _, r := range []image.Rectangle{image.Rect(40, 30, 300, 130), image.Rect(0, 0, 25, 300), image.Rect(210, 90, 400, 180), image.Rect(120, 70, 121, 71)} {
			title.Text, box.FillColor = title.Text+"m", color.NRGBA{30, uint8(r.Max.X), 30, 255}
			title.Refresh()
			box.Refresh()
			part := painted(func() { p.draw(testWindow.Canvas(), r) })
			whole := painted(nil)
			for y := range whole.Rect.Dy() {
				for x := range whole.Rect.Dx() {
					want := before
					if image.Pt(x, y).In(r) {
						want = whole
					}
					if got := part.RGBAAt(x, y); got != want.RGBAAt(x, y) {
						return fmt.Errorf("part %v: %v at %d,%d, want %v", r, got, x, y, want.RGBAAt(x, y))
					}
				}
			}
			before = whole
		}
		return nil
	})
}

// A part as large as the window is not worth it, and one outside the window is nothing.
func TestLargePartsAreLeftToTheWhole(t *testing.T) {
	onUI(t, func() error {
		l := &Loop{window: testWindow}
		l.Warm()
		if l.part.copy == nil {
			return errHardware
		}
		for _, tt := range []struct {
			pos   fyne.Position
			size  fyne.Size
			parts int
		}{{fyne.NewPos(0, 0), testWindow.Canvas().Size(), 0}, {fyne.NewPos(900, 900), fyne.NewSquareSize(20), 0}, {fyne.NewPos(-10, 5), fyne.NewSquareSize(20), 1}} {
			l.parts = 0
			if l.Show(tt.pos, tt.size); l.parts != tt.parts {
				return fmt.Errorf("%v %v: %d parts, want %d", tt.pos, tt.size, l.parts, tt.parts)
			}
		}
		return nil
	})
}

// A window of the linked Fyne is one that the loop may reach below, or nothing of this package would ever be at work.
func TestAWindowFits(t *testing.T) {
	onUI(t, func() error { return fits(fyne.CurrentApp().Driver(), testWindow.Canvas()) })
}

// painted is the back buffer after draw, or, without one, after the whole canvas has been painted.
func painted(draw func()) (img *image.RGBA) {
	c := testWindow.Canvas()
	testWindow.(withContext).RunWithContext(func() {
		if draw != nil {
			draw()
		} else {
			c.(withQueue).FreeDirtyTextures()
			paint(canvasPointer(c), c.Size())
		}
		w, h := c.PixelCoordinateForPosition(fyne.Position{}.Add(c.Size()))
		img = image.NewRGBA(image.Rect(0, 0, w, h))
		flipped := make([]byte, len(img.Pix))
		gl.ReadBuffer(gl.BACK)
		gl.ReadPixels(0, 0, int32(w), int32(h), gl.RGBA, gl.UNSIGNED_BYTE, unsafe.Pointer(&flipped[0]))
		for y := range h {
			copy(img.Pix[y*img.Stride:][:img.Stride], flipped[(h-1-y)*img.Stride:])
		}
	})
	return img
}
