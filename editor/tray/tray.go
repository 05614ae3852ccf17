// Package tray owns the widgets for photos that are on their way into a post, and for a photo of the post that is touched up by hand:
// the [Tray] with its thumbnails and the [Touch] view. Neither reads or writes a file; they show what they are given and report what
// the author wants. Everything in it belongs to the UI goroutine.
package tray

import (
	"image"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/assets/theme"
	"lanyard/editor/field"
	"lanyard/store/photo"
)

// State is how far a photo is.
type State uint8

// The states, in their order. A photo that Failed cannot be read; one that is Placed is in the post. One that is Ready and has a Problem
// could not be placed, and may be tried again.
const (
	Waiting State = iota
	Working
	Ready
	Failed
	Placed
)

// An Item is one photo. The owner of the tray changes it and then calls [Tray.Update]; the tray itself changes Turn, Out, Alt and
// Caption.
type Item struct {
	Name    string // as the author knows it
	Facts   string // size, camera: one line
	Taken   time.Time
	Picture *image.RGBA // upright by its metadata; nil until there is one
	State   State
	Problem string // why it is not in
	Near    string // name of a photo that looks nearly the same
	Reused  bool   // the post's folder has it already
	Alt     string
	Caption string
	Turn    int // quarter turns clockwise by hand, 0 … 3
	Out     bool

	turned   *image.RGBA // Picture with Turn, for turnedOf and turnedBy
	turnedOf *image.RGBA
	turnedBy int
}

// Wanted reports whether inserting all takes the photo.
func (i *Item) Wanted() bool { return !i.Out && i.State != Failed && i.State != Placed }

// picture is what is shown of the photo.
func (i *Item) picture() *image.RGBA {
	if i.Picture == nil || i.Turn == 0 {
		return i.Picture
	}
	if i.turnedOf != i.Picture || i.turnedBy != i.Turn {
		i.turned, i.turnedOf, i.turnedBy = photo.Edits{Turn: i.Turn}.Apply(i.Picture), i.Picture, i.Turn
	}
	return i.turned
}

// Options are what a tray needs from the window; none may be nil but for some of the ways.
type Options struct {
	Now     func() time.Time
	Insert  func(items []*Item, gallery bool) // put these into the post, in this order
	Turned  func(*Item)                       // Turn was changed
	Cancel  func()
	Changed func() // Out of some photo was changed
	Edited  func() // something that the author decides was changed: a text, a turn, the order, what is left out
	Focus   func(fyne.Focusable)
	Ways    field.Ways // out of the controls
}

// A Tray shows photos before they go into a post.
type Tray struct {
	widget.BaseWidget
	o       Options
	items   []*Item // in the order shown
	given   []*Item // in the order given
	byName  bool
	waiting bool // for the rest of the photos, to insert them
	place   string
	hint    string // of the tool under the pointer

	grid    *grid
	scroll  *container.Scroll
	detail  *detail
	title   *line
	status  *line
	time    *field.Button
	name    *field.Button
	near    *field.Button
	all     *field.Button
	gallery *field.Button
	cancel  *field.Button
	head    *fyne.Container
	box     *fyne.Container
}

// Heights of the panel in Fyne units.
const (
	headHeight = 40
	minHeight  = 252
)

// New makes an empty tray.
func New(o Options) *Tray {
	t := &Tray{o: o}
	t.grid = newGrid(t)
	t.scroll = container.NewVScroll(t.grid)
	t.scroll.OnScrolled = func(p fyne.Position) { t.grid.view(p.Y) }
	t.detail = newDetail(t)
	t.title = newLine(fynetheme.SizeNameText, true, inkColor)
	t.status = newLine(fynetheme.SizeNameCaptionText, false, secondaryColor)
	t.time = t.button(assets.T("tray.bytime"), "", func() { t.SetByName(false) })
	t.name = t.button(assets.T("tray.byname"), "", func() { t.SetByName(true) })
	t.near = t.button("", "", t.LeaveOutNear)
	t.all = t.button("", "", func() { t.InsertAll(false) })
	t.all.Look = field.Main
	t.gallery = t.button(assets.T("tray.gallery"), "", func() { t.InsertAll(true) })
	t.cancel = t.button(assets.T("tray.cancel"), "", func() { t.o.Cancel() })
	head := container.New(&headLayout{t}, t.title, t.time, t.name, t.status, t.near, t.cancel, t.gallery, t.all)
	t.head = head
	t.box = container.New(&panelLayout{t}, field.NewGround(func() canvasColor { return theme.Current().Panel }), field.NewGround(func() canvasColor { return theme.Current().Hairline }),
		head, t.scroll, field.NewGround(func() canvasColor { return theme.Current().Hairline }), t.detail)
	t.ExtendBaseWidget(t)
	t.arrange()
	return t
}

func (t *Tray) button(text, icon string, run func()) *field.Button {
	b := field.NewButton(text, icon, field.Quiet, run)
	b.Ways = t.o.Ways
	b.Forward, b.Escape = t.shortcut, t.FocusGrid
	return b
}

// Add puts more photos into the tray.
func (t *Tray) Add(items ...*Item) {
	t.Put(items...)
	t.Sort()
}

// Put is Add without showing them, which a later Sort does.
func (t *Tray) Put(items ...*Item) {
	t.given = append(t.given, items...)
	current := t.Current()
	t.items = ordered(t.given, t.byName)
	if i := slices.Index(t.items, current); i >= 0 {
		t.grid.current = i
	}
}

// Items are the photos in the order shown. They must not be changed while the tray is drawn.
func (t *Tray) Items() []*Item { return t.items }

// Current is the photo whose texts are shown; nil in an empty tray.
func (t *Tray) Current() *Item { return t.grid.item() }

// SetPlace says where the photos will go, in a few words.
func (t *Tray) SetPlace(place string) {
	if t.place != place {
		t.place = place
		t.arrange()
	}
}

// SetByName orders by name, or by the time of taking.
func (t *Tray) SetByName(on bool) {
	t.byName = on
	t.o.Edited()
	t.Sort()
}

// ByName reports the order.
func (t *Tray) ByName() bool { return t.byName }

// Sort orders the photos anew, for times that became known. The current photo stays current.
func (t *Tray) Sort() {
	t.Put()
	t.grid.relayout()
	t.Update()
}

// Update shows the items as they are now.
func (t *Tray) Update() {
	t.grid.Refresh()
	t.detail.update()
	t.arrange()
}

// Forget lets go of the photos' pictures: the toolkit remembers a widget that is taken away for a while, and they are its weight.
func (t *Tray) Forget() {
	for _, i := range t.given {
		i.Picture, i.turned, i.turnedOf = nil, nil, nil
	}
	t.given, t.items = nil, nil
	t.grid.scene.forget()
}

// Wait shows that the photos go in as soon as they are ready; false takes that back.
func (t *Tray) Wait(on bool) {
	t.waiting = on
	t.detail.update()
	t.arrange()
}

// FocusGrid gives the keyboard to the thumbnails.
func (t *Tray) FocusGrid() { t.o.Focus(t.grid) }

// Stops are what in the tray can have the keyboard; the first one is the sheet of thumbnails.
func (t *Tray) Stops() []fyne.Focusable {
	d := t.detail
	out := []fyne.Focusable{t.grid, d.alt, d.caption}
	for _, b := range []*field.Button{t.time, t.name, t.near, t.all, t.gallery, t.cancel, d.left, d.right, d.out, d.insert} {
		out = append(out, b)
	}
	return out
}

// InsertAll puts in what is not left out.
func (t *Tray) InsertAll(gallery bool) {
	var items []*Item
	for _, i := range t.items {
		if i.Wanted() {
			items = append(items, i)
		}
	}
	if len(items) > 0 && !t.waiting {
		t.o.Insert(items, gallery)
	}
}

// Insert puts one photo in, also one that is left out.
func (t *Tray) Insert(i *Item) {
	if i != nil && !t.waiting && i.State == Ready {
		t.o.Insert([]*Item{i}, false)
	}
}

// TurnBy turns a photo by quarter turns clockwise.
func (t *Tray) TurnBy(i *Item, by int) {
	if i == nil || i.State == Placed || t.waiting {
		return
	}
	i.Turn = ((i.Turn+by)%4 + 4) % 4
	t.o.Edited()
	t.o.Turned(i)
	t.Update()
}

// LeaveOut leaves a photo out, or takes it in again.
func (t *Tray) LeaveOut(i *Item) {
	if i == nil || i.State == Placed || t.waiting {
		return
	}
	i.Out = !i.Out
	t.o.Edited()
	t.o.Changed()
	t.Update()
}

// LeaveOutNear leaves out every photo that looks like one before it.
func (t *Tray) LeaveOutNear() {
	for _, i := range t.items {
		if i.Near != "" && i.State != Placed {
			i.Out = true
		}
	}
	t.o.Edited()
	t.o.Changed()
	t.Update()
	t.FocusGrid()
}

// arrange writes the head: counts and what can be done.
func (t *Tray) arrange() {
	var wanted, under, failed, out, near int
	for _, i := range t.items {
		switch {
		case i.Out:
			out++
		case i.State == Failed:
			failed++
		case i.State == Waiting || i.State == Working:
			under++
		}
		if i.Wanted() {
			wanted++
			if i.Near != "" {
				near++
			}
		}
	}
	t.title.set(assets.N("tray.photos", len(t.items)))
	said := t.place
	add := func(id string, n int) {
		if n == 0 {
			return
		}
		if said != "" {
			said += " " + assets.Dot + " "
		}
		said += assets.N(id, n)
	}
	add("tray.under", under)
	add("tray.failed", failed)
	add("tray.out", out)
	if t.waiting {
		said = assets.T("tray.waiting")
	}
	if t.hint != "" {
		said = t.hint
	}
	t.status.set(said)
	set(t.all, assets.N("tray.insert", wanted), wanted > 0 && !t.waiting)
	set(t.gallery, t.gallery.Text, wanted > 1 && !t.waiting)
	set(t.near, assets.N("tray.near.out", near), !t.waiting)
	show(t.near, near > 0)
	for b, on := range map[*field.Button]bool{t.time: !t.byName, t.name: t.byName} {
		b.SetOn(on)
	}
	t.head.Layout.Layout(t.head.Objects, t.head.Size())
}

// CreateRenderer is for Fyne.
func (t *Tray) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.box) }

// MinSize is for Fyne: as high as the rows of thumbnails, but not much more than a third of the window.
func (t *Tray) MinSize() fyne.Size {
	height := float32(minHeight)
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		size := c.Size()
		columns := max(int((size.Width-sideWidth(size.Width)-2*sheetInset+cellGap)/(tileWidth+cellGap)), 1)
		rows := float32((len(t.items) + columns - 1) / columns)
		height = max(minHeight, min(headHeight+rows*(cellHeight+cellGap), size.Height*0.4, 420))
	}
	return fyne.NewSize(300, height)
}

// sideWidth is how much of a width the texts of the current photo get.
func sideWidth(width float32) float32 { return min(max(width*0.3, 260), 400) }

// panelLayout: background, hairline on top, head, thumbnails, hairline, texts of the current photo.
type panelLayout struct{ t *Tray }

// MinSize is for fyne.Layout.
func (l *panelLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(300, minHeight) }

// Layout is for fyne.Layout.
func (l *panelLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	put := func(c fyne.CanvasObject, x, y, w, h float32) {
		c.Move(fyne.NewPos(x, y))
		c.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
	}
	side := sideWidth(size.Width)
	put(o[0], 0, 0, size.Width, size.Height)
	put(o[1], 0, 0, size.Width, 1)
	put(o[2], sheetInset, 0, size.Width-2*sheetInset+2, headHeight)
	put(o[3], 0, headHeight, size.Width-side, size.Height-headHeight)
	put(o[4], size.Width-side, headHeight+6, 1, size.Height-headHeight-12)
	put(o[5], size.Width-side+1, headHeight, side-1, size.Height-headHeight)
}

// headLayout is a row on one middle line: how many, the order, what is under way, and what can be done on the right. Where it is narrow
// the words in the middle give way first.
type headLayout struct{ t *Tray }

// MinSize is for fyne.Layout.
func (l *headLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(300, headHeight) }

// Layout is for fyne.Layout.
func (l *headLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	t := l.t
	put := func(o fyne.CanvasObject, x, width float32) {
		h := min(o.MinSize().Height, 30)
		o.Move(fyne.NewPos(x, (size.Height-h)/2))
		o.Resize(fyne.NewSize(max(width, 0), h))
	}
	x := t.title.natural()
	put(t.title, 0, x+1)
	x += 12
	for _, b := range []*field.Button{t.time, t.name} {
		put(b, x, b.MinSize().Width)
		x += b.MinSize().Width + 2
	}
	x += 10
	end := size.Width
	for _, b := range []*field.Button{t.all, t.gallery, t.cancel, t.near} {
		if b.Visible() {
			end -= b.MinSize().Width
			put(b, end, b.MinSize().Width)
			end -= 4
		}
	}
	put(t.status, x, end-x-8)
}

func setText(l *field.Sentence, s string) {
	if l.Text != s {
		l.SetText(s)
	}
}

func show(o fyne.CanvasObject, on bool) {
	if on && !o.Visible() {
		o.Show()
	} else if !on && o.Visible() {
		o.Hide()
	}
}
