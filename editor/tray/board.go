package tray

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/theme"
)

// board is the picture of a Touch view, on which frames are drawn with the pointer or the keyboard.
type board struct {
	widget.BaseWidget
	touch *Touch
	pic   *canvas.Image
	dim   [4]*canvas.Rectangle // around what the crop keeps
	frame *canvas.Rectangle
	halo  [4]*canvas.Rectangle // the focus: thin sides, for a frame over the whole board costs software OpenGL dear
	from  fyne.Position        // where the pointer went down
	rect  image.Rectangle      // the frame that is being drawn, in pixels of the picture as shown; empty for none
	down  bool
	held  bool
	shift bool
}

var (
	_ fyne.Focusable     = (*board)(nil)
	_ fyne.Shortcutable  = (*board)(nil)
	_ fyne.Draggable     = (*board)(nil)
	_ desktop.Mouseable  = (*board)(nil)
	_ desktop.Keyable    = (*board)(nil)
	_ desktop.Cursorable = (*board)(nil)
)

func newBoard(t *Touch) *board {
	b := &board{touch: t, frame: canvas.NewRectangle(color.Transparent)}
	b.pic = &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}
	b.frame.StrokeWidth = 2
	for i := range b.dim {
		b.dim[i] = canvas.NewRectangle(color.NRGBA{A: 150})
		b.dim[i].Hide()
		b.halo[i] = canvas.NewRectangle(nil)
		b.halo[i].Hide()
	}
	b.pic.Hide()
	b.frame.Hide()
	b.ExtendBaseWidget(b)
	return b
}

// set shows another rendering.
func (b *board) set(m *image.RGBA) {
	b.pic.Image = m
	b.pic.Show()
	b.arrange()
	b.pic.Refresh()
}

// drop forgets the frame that is being drawn and reports whether there was one.
func (b *board) drop() bool {
	had := !b.rect.Empty()
	b.rect, b.down = image.Rectangle{}, false
	b.arrange()
	return had
}

// fit is where the picture stands, and how many Fyne units one pixel of it takes.
func (b *board) fit() (origin fyne.Position, unit float32) {
	w, h := b.touch.shownSize()
	if w == 0 || h == 0 {
		return fyne.Position{}, 1
	}
	const inset = 16
	size := b.Size()
	unit = max(min((size.Width-2*inset)/float32(w), (size.Height-2*inset)/float32(h)), 0.001)
	unit = min(unit, 4)
	return fyne.NewPos((size.Width-float32(w)*unit)/2, (size.Height-float32(h)*unit)/2), unit
}

// pixel is the pixel under a place, inside of the picture.
func (b *board) pixel(p fyne.Position) image.Point {
	origin, unit := b.fit()
	w, h := b.touch.shownSize()
	p = p.Subtract(origin)
	return image.Pt(min(max(int(p.X/unit+0.5), 0), w), min(max(int(p.Y/unit+0.5), 0), h))
}

func (b *board) place(o fyne.CanvasObject, r image.Rectangle) {
	origin, unit := b.fit()
	o.Move(origin.AddXY(float32(r.Min.X)*unit, float32(r.Min.Y)*unit))
	o.Resize(fyne.NewSize(float32(r.Dx())*unit, float32(r.Dy())*unit))
}

func (b *board) arrange() {
	p := theme.Current()
	w, h := b.touch.shownSize()
	b.place(b.pic, image.Rect(0, 0, w, h))
	b.frame.StrokeColor = p.Accent
	b.frame.FillColor = color.NRGBA{R: p.Accent.R, G: p.Accent.G, B: p.Accent.B, A: 40}
	show(b.frame, !b.rect.Empty())
	b.place(b.frame, b.rect)
	b.showFocus(p.Accent)
	crop := b.touch.shownCrop()
	for i, r := range []image.Rectangle{
		image.Rect(0, 0, w, crop.Min.Y), image.Rect(0, crop.Max.Y, w, h),
		image.Rect(0, crop.Min.Y, crop.Min.X, crop.Max.Y), image.Rect(crop.Max.X, crop.Min.Y, w, crop.Max.Y),
	} {
		show(b.dim[i], !crop.Empty())
		b.place(b.dim[i], r)
	}
	canvas.Refresh(b)
}

// showFocus frames the picture while it has the keyboard.
func (b *board) showFocus(c color.Color) {
	const thick, away = 2, 4
	at, size := b.pic.Position().SubtractXY(away, away), b.pic.Size().AddWidthHeight(2*away, 2*away)
	for i, r := range [4][4]float32{
		{0, 0, size.Width, thick}, {0, size.Height - thick, size.Width, thick}, {0, 0, thick, size.Height}, {size.Width - thick, 0, thick, size.Height},
	} {
		show(b.halo[i], b.held && b.pic.Visible())
		b.halo[i].FillColor = c
		b.halo[i].Move(at.AddXY(r[0], r[1]))
		b.halo[i].Resize(fyne.NewSize(r[2], r[3]))
	}
}

// MouseDown is for Fyne: a frame begins.
func (b *board) MouseDown(ev *desktop.MouseEvent) {
	b.touch.o.Focus(b)
	if ev.Button == desktop.MouseButtonPrimary && b.touch.base != nil && !b.touch.busy {
		b.down, b.from, b.rect = true, ev.Position, image.Rectangle{}
		b.arrange()
	}
}

// Dragged is for Fyne.
func (b *board) Dragged(ev *fyne.DragEvent) {
	if b.down {
		b.rect = image.Rectangle{Min: b.pixel(b.from), Max: b.pixel(ev.Position)}.Canon()
		b.arrange()
	}
}

// MouseUp is for Fyne: the frame is used. Fyne tells the end of a drag only after the button.
func (b *board) MouseUp(*desktop.MouseEvent) { b.use() }

// DragEnd is for Fyne.
func (b *board) DragEnd() { b.use() }

func (b *board) use() {
	r, was := b.rect, b.down
	if !was {
		return
	}
	b.drop()
	b.touch.Use(r)
}

// Cursor is for Fyne.
func (b *board) Cursor() desktop.Cursor { return desktop.CrosshairCursor }

// FocusGained is for Fyne.
func (b *board) FocusGained() { b.hold(true) }

// FocusLost is for Fyne.
func (b *board) FocusLost() { b.hold(false) }

func (b *board) hold(on bool) {
	b.held, b.shift = on, false
	b.arrange()
	b.touch.o.Ways.Hold(b, on)
}

// KeyDown is for Fyne.
func (b *board) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		b.shift = true
	}
}

// KeyUp is for Fyne.
func (b *board) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		b.shift = false
	}
}

// TypedRune is for Fyne: the brackets turn.
func (b *board) TypedRune(r rune) {
	switch r {
	case '[', '【':
		b.touch.TurnBy(-1)
	case ']', '】':
		b.touch.TurnBy(1)
	}
}

// TypedKey is for Fyne.
func (b *board) TypedKey(ev *fyne.KeyEvent) {
	dir := map[fyne.KeyName]image.Point{fyne.KeyLeft: {X: -1}, fyne.KeyRight: {X: 1}, fyne.KeyUp: {Y: -1}, fyne.KeyDown: {Y: 1}}[ev.Name]
	switch {
	case dir != image.Point{}:
		b.nudge(dir)
	case ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter || ev.Name == fyne.KeySpace:
		if r := b.rect; !r.Empty() {
			b.drop()
			b.touch.Use(r)
		}
	case ev.Name == fyne.KeyBackspace || ev.Name == fyne.KeyDelete:
		b.touch.Undo()
	case ev.Name == fyne.KeyEscape:
		b.touch.escape()
	default:
		b.touch.o.Ways.Function(ev.Name)
	}
}

// nudge moves the frame, or with Shift its lower right corner, by a fortieth of the picture. The first one puts a frame into the middle.
func (b *board) nudge(dir image.Point) {
	w, h := b.touch.shownSize()
	if b.touch.base == nil || b.touch.busy {
		return
	}
	all := image.Rect(0, 0, w, h)
	step := max(max(w, h)/40, 1)
	r := b.rect
	switch {
	case r.Empty():
		r = image.Rect(w*3/8, h*3/8, w*5/8, h*5/8)
	case b.shift:
		r.Max = r.Max.Add(dir.Mul(step))
		r.Max.X, r.Max.Y = min(max(r.Max.X, r.Min.X+2), w), min(max(r.Max.Y, r.Min.Y+2), h)
	default:
		moved := r.Add(dir.Mul(step))
		if !moved.In(all) { // up to the edge
			moved = moved.Add(image.Pt(max(0-moved.Min.X, 0)+min(w-moved.Max.X, 0), max(0-moved.Min.Y, 0)+min(h-moved.Max.Y, 0)))
		}
		r = moved
	}
	b.rect = r.Intersect(all)
	b.arrange()
}

// TypedShortcut is for Fyne.
func (b *board) TypedShortcut(s fyne.Shortcut) { b.touch.shortcut(s) }

// MinSize does not depend on the picture.
func (b *board) MinSize() fyne.Size { return fyne.NewSize(120, 80) }

// CreateRenderer is for Fyne.
func (b *board) CreateRenderer() fyne.WidgetRenderer { return &boardRenderer{b} }

type boardRenderer struct{ b *board }

func (r *boardRenderer) Destroy()           {}
func (r *boardRenderer) Layout(fyne.Size)   { r.b.arrange() }
func (r *boardRenderer) MinSize() fyne.Size { return r.b.MinSize() }
func (r *boardRenderer) Refresh()           { r.b.arrange() }

func (r *boardRenderer) Objects() []fyne.CanvasObject {
	b := r.b
	return []fyne.CanvasObject{b.pic, b.dim[0], b.dim[1], b.dim[2], b.dim[3], b.frame, b.halo[0], b.halo[1], b.halo[2], b.halo[3]}
}
