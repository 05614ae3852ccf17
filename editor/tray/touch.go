package tray

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/assets/theme"
	"lanyard/editor/field"
	"lanyard/editor/textedit"
	"lanyard/store/photo"
)

// TouchOptions are what a Touch view needs from the window; none may be nil but for some of the ways.
type TouchOptions struct {
	Name string
	// Render runs f beside the UI goroutine and hands over what it gives.
	Render func(f func() *image.RGBA, done func(*image.RGBA))
	Apply  func(photo.Edits) // the author is done; edits are in pixels of the stored picture
	Drawn  func(photo.Edits) // hears what has been drawn after each change; may be nil
	Cancel func()            // the author gives up what was drawn
	Focus  func(fyne.Focusable)
	Ways   field.Ways // out of the controls
}

// Touch is the view in which parts of a photo of the post are made unreadable and the photo is cut and turned. Nothing is written before
// the author applies it.
type Touch struct {
	widget.BaseWidget
	o     TouchOptions
	full  image.Point // pixels of the stored picture
	base  *image.RGBA // the picture at display size
	edits []photo.Edits
	cover photo.Cover
	crop  bool // a drag crops instead of covering
	asked int  // of the newest rendering asked for
	busy  bool

	board  *board
	covers [3]*field.Button
	cut    *field.Button
	left   *field.Button
	right  *field.Button
	undo   *field.Button
	cancel *field.Button
	apply  *field.Button
	hint   *line
	box    *fyne.Container
}

// NewTouch makes the view. The picture comes with SetPicture.
func NewTouch(o TouchOptions) *Touch {
	t := &Touch{o: o, edits: []photo.Edits{{}}}
	t.board = newBoard(t)
	t.hint = newLine(fynetheme.SizeNameCaptionText, false, secondaryColor)
	name := newLine(fynetheme.SizeNameText, true, inkColor)
	name.set(o.Name)
	for c, id := range []string{"tray.touch.pixelate", "tray.touch.blur", "tray.touch.fill"} {
		t.covers[c] = t.button(assets.T(id), "", func() { t.Choose(photo.Cover(c)) })
	}
	t.cut = t.button(assets.T("tray.touch.crop"), "crop", t.ChooseCrop)
	t.left = t.button("", "turn-left", func() { t.TurnBy(-1) })
	t.right = t.button("", "turn-right", func() { t.TurnBy(1) })
	t.undo = t.button(assets.T("tray.touch.undo"), "undo", func() { t.Undo() })
	t.cancel = t.button(assets.T("tray.cancel"), "", func() { t.o.Cancel() })
	t.apply = t.button(assets.T("tray.touch.apply"), "", t.Finish)
	t.apply.Look = field.Main
	t.box = container.New(&touchLayout{t, name}, field.NewGround(func() canvasColor { return theme.Current().Panel }),
		field.NewGround(func() canvasColor { return theme.Current().Hairline }), t.board, name, t.covers[0], t.covers[1], t.covers[2], t.cut,
		t.left, t.right, t.undo, t.cancel, t.apply, t.hint)
	t.ExtendBaseWidget(t)
	t.update()
	return t
}

func (t *Touch) button(text, icon string, run func()) *field.Button {
	b := field.NewButton(text, icon, field.Quiet, func() { run(); t.o.Focus(t.board) })
	b.Ways = t.o.Ways
	b.Forward, b.Escape = t.shortcut, t.escape
	return b
}

// SetPicture gives the picture, decoded for the display, of a stored one with so many pixels.
func (t *Touch) SetPicture(m *image.RGBA, w, h int) {
	t.base, t.full = m, image.Pt(w, h)
	t.render()
	t.update()
}

// Resume goes on with what was drawn into the same picture before. It can be taken back like one more step.
func (t *Touch) Resume(e photo.Edits) {
	if !e.Empty() {
		t.push(e)
	}
}

// Edits are what the author has done so far.
func (t *Touch) Edits() photo.Edits { return t.edits[len(t.edits)-1] }

// FocusBoard gives the keyboard to the picture.
func (t *Touch) FocusBoard() { t.o.Focus(t.board) }

// Stops are what in the view can have the keyboard; the first one is the picture.
func (t *Touch) Stops() []fyne.Focusable {
	out := []fyne.Focusable{t.board}
	for _, b := range append(t.covers[:], t.cut, t.left, t.right, t.undo, t.cancel, t.apply) {
		out = append(out, b)
	}
	return out
}

// SetBusy shows that the picture is being written; nothing can be done meanwhile.
func (t *Touch) SetBusy(on bool) {
	t.busy = on
	t.update()
}

// Choose says how a drag makes its area unreadable.
func (t *Touch) Choose(c photo.Cover) {
	t.cover, t.crop = c, false
	t.update()
}

// ChooseCrop makes a drag cut the picture.
func (t *Touch) ChooseCrop() {
	t.crop = true
	t.update()
}

// TurnBy turns the picture by quarter turns clockwise.
func (t *Touch) TurnBy(by int) {
	e := t.Edits()
	e.Turn = ((e.Turn+by)%4 + 4) % 4
	t.push(e)
}

// Use does to an area, in pixels of the picture as it is shown at full size, what is chosen.
func (t *Touch) Use(r image.Rectangle) {
	w, h := t.shownSize()
	r = r.Canon().Intersect(image.Rect(0, 0, w, h))
	if t.busy || r.Dx() < 2 || r.Dy() < 2 {
		return
	}
	e := t.Edits()
	r = turned(r, w, h, 4-e.Turn)
	if t.crop {
		e.Crop = r
	} else {
		e.Areas = append(e.Areas[:len(e.Areas):len(e.Areas)], photo.Area{Rect: r, Cover: t.cover})
	}
	t.push(e)
}

// Undo takes back the last thing done and reports whether there was one.
func (t *Touch) Undo() bool {
	if len(t.edits) < 2 || t.busy {
		return false
	}
	t.edits = t.edits[:len(t.edits)-1]
	t.drawn()
	return true
}

// Finish hands over the edits; without any it is a cancel.
func (t *Touch) Finish() {
	switch {
	case t.busy || t.base == nil:
	case t.Edits().Empty():
		t.o.Cancel()
	default:
		t.o.Apply(t.Edits())
	}
}

func (t *Touch) push(e photo.Edits) {
	if t.busy || t.base == nil {
		return
	}
	t.edits = append(t.edits, e)
	t.drawn()
}

func (t *Touch) drawn() {
	t.render()
	t.update()
	if t.o.Drawn != nil {
		t.o.Drawn(t.Edits())
	}
}

// escape drops the frame that is being drawn; without one it closes the view.
func (t *Touch) escape() {
	if t.board.drop() {
		return
	}
	t.o.Cancel()
}

// shownSize is the size of the picture as it is turned now, in pixels of the stored one.
func (t *Touch) shownSize() (w, h int) {
	if t.Edits().Turn%2 == 1 {
		return t.full.Y, t.full.X
	}
	return t.full.X, t.full.Y
}

// shownCrop is the part that stays, in the pixels of shownSize.
func (t *Touch) shownCrop() image.Rectangle {
	e := t.Edits()
	return turned(e.Crop, t.full.X, t.full.Y, e.Turn)
}

// render makes the picture with the edits, at display size and uncut: what will be cut off is shown dimmed.
func (t *Touch) render() {
	t.asked++
	asked, base, e := t.asked, t.base, t.Edits()
	if base == nil {
		return
	}
	small := photo.Edits{Turn: e.Turn}
	for _, a := range e.Areas {
		small.Areas = append(small.Areas, photo.Area{Rect: scaled(a.Rect, t.full, base.Rect.Size()), Cover: a.Cover})
	}
	t.o.Render(func() *image.RGBA { return small.Apply(base) }, func(m *image.RGBA) {
		if asked == t.asked {
			t.board.set(m)
		}
	})
}

// update shows what is chosen and what can be done.
func (t *Touch) update() {
	ready := t.base != nil && !t.busy
	for c, b := range t.covers {
		b.SetOn(!t.crop && t.cover == photo.Cover(c))
		set(b, b.Text, ready)
	}
	t.cut.SetOn(t.crop)
	for _, b := range []*field.Button{t.cut, t.left, t.right} {
		set(b, b.Text, ready)
	}
	set(t.undo, t.undo.Text, ready && len(t.edits) > 1)
	set(t.apply, t.apply.Text, ready && !t.Edits().Empty())
	switch {
	case t.busy:
		t.hint.set(assets.T("tray.touch.working"))
	case t.base == nil:
		t.hint.set(assets.T("tray.touch.loading"))
	case t.crop:
		t.hint.set(assets.T("tray.touch.hint.crop"))
	default:
		t.hint.set(assets.T("tray.touch.hint"))
	}
	t.board.Refresh()
}

func (t *Touch) shortcut(s fyne.Shortcut) {
	switch chord, _ := textedit.Chord(s); chord {
	case "Ctrl+Z":
		t.Undo()
	case "Ctrl+Enter":
		t.Finish()
	default:
		t.o.Ways.Shortcut(s)
	}
}

// turned is a rectangle of a picture of w × h pixels after so many quarter turns clockwise.
func turned(r image.Rectangle, w, h, quarters int) image.Rectangle {
	for range (quarters%4 + 4) % 4 {
		r = image.Rect(h-r.Max.Y, r.Min.X, h-r.Min.Y, r.Max.X)
		w, h = h, w
	}
	return r
}

// scaled takes a rectangle of a picture of one size to the same picture at another one; what is covered stays covered.
func scaled(r image.Rectangle, from, to image.Point) image.Rectangle {
	if from.X == 0 || from.Y == 0 {
		return image.Rectangle{}
	}
	up := func(v, f, t int) int { return (v*t + f - 1) / f }
	return image.Rect(r.Min.X*to.X/from.X, r.Min.Y*to.Y/from.Y, up(r.Max.X, from.X, to.X), up(r.Max.Y, from.Y, to.Y))
}

// CreateRenderer is for Fyne.
func (t *Touch) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.box) }

// touchLayout: the ground, a hairline under the head, the picture; in the head the name, the tools and on the right the end.
type touchLayout struct {
	t    *Touch
	name *line
}

// MinSize is for fyne.Layout.
func (l *touchLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(300, 160) }

// Layout is for fyne.Layout.
func (l *touchLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const foot = 26
	t := l.t
	o[0].Resize(size)
	o[1].Move(fyne.NewPos(0, headHeight))
	o[1].Resize(fyne.NewSize(size.Width, 1))
	t.board.Move(fyne.NewPos(0, headHeight+1))
	t.board.Resize(fyne.NewSize(size.Width, max(size.Height-headHeight-1-foot, 0)))
	t.hint.Move(fyne.NewPos(sheetInset, size.Height-foot))
	t.hint.Resize(fyne.NewSize(size.Width-2*sheetInset, foot))
	put := func(c fyne.CanvasObject, x, width float32) {
		h := min(c.MinSize().Height, 30)
		c.Move(fyne.NewPos(x, (headHeight-h)/2))
		c.Resize(fyne.NewSize(max(width, 0), h))
	}
	end := size.Width - sheetInset + 2
	for _, b := range []*field.Button{t.apply, t.cancel} {
		end -= b.MinSize().Width
		put(b, end, b.MinSize().Width)
		end -= 4
	}
	tools := float32(24)
	groups := [][]*field.Button{{t.covers[0], t.covers[1], t.covers[2], t.cut}, {t.left, t.right}, {t.undo}}
	for _, g := range groups {
		for _, b := range g {
			tools += b.MinSize().Width + 2
		}
	}
	width := min(l.name.natural()+1, max(end-tools-sheetInset-16, 40))
	put(l.name, sheetInset, width)
	x := sheetInset + width + 12
	for _, g := range groups {
		for _, b := range g {
			put(b, x, b.MinSize().Width)
			x += b.MinSize().Width + 2
		}
		x += 10
	}
}
