package editor

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/editor/field"
)

// A choice is a row of the quick panel.
type choice struct {
	title  string
	detail string // on the right: a key, a date
	why    string // why it cannot be chosen; "" when it can
	run    func()
	keep   bool // the panel stays open, with what run changed
	heads  bool // a heading of the rows below it: it cannot be chosen
}

// quick is the panel over the window where one types to find: a command, a post, a heading, a line. It is drawn anew for each use.
type quick struct {
	quickNeeds
	popup *widget.PopUp
	field *field.Line
	list  *quickList
	find  func(query string) []choice
	shown []choice
	at    int
}

const (
	quickWidth = 560
	quickRows  = 11
	quickRow   = 34
)

// quickNeeds is what the panel asks of the window.
type quickNeeds struct {
	canvas func() fyne.Canvas
	now    func() time.Time
	ways   field.Ways           // out of its field, which lies over the window's content
	say    func(message string) // why a choice cannot be taken
}

func newQuick(needs quickNeeds) *quick { return &quick{quickNeeds: needs} }

// Open shows the panel. find gives the choices for what is typed, the best first.
func (q *quick) Open(hint string, find func(query string) []choice) {
	q.Close()
	q.find, q.at = find, 0
	q.field = q.newField()
	q.field.SetPlaceHolder(hint)
	q.list = newQuickList(q)
	chosen := false
	q.list.OnSelected = func(i widget.ListItemID) {
		if !chosen && q.at != i {
			q.choose(i)
		}
	}
	c := q.canvas()
	width := min(float32(quickWidth), c.Size().Width-40)
	q.popup = widget.NewPopUp(container.New(&quickLayout{q: q, width: width}, q.field, q.list), c)
	q.popup.ShowAtPosition(fyne.NewPos((c.Size().Width-width)/2, 44))
	c.Focus(q.field)
	q.update("")
}

// Begin puts a text into the field, selected, so that typing replaces it.
func (q *quick) Begin(text string) {
	q.field.Set(text)
	q.field.SelectAll()
	q.update(text)
}

// Close takes the panel away and reports whether it was open.
func (q *quick) Close() bool {
	if q.popup == nil || !q.popup.Visible() {
		q.popup = nil
		return false
	}
	q.popup.Hide()
	q.popup = nil
	return true
}

func (q *quick) update(query string) {
	q.shown = q.find(query)
	if none := assets.T("writing.quick.none"); len(q.shown) == 0 && query != "" {
		q.shown = []choice{{title: none, why: none}}
	}
	q.at = 0
	q.pass(1)
	q.list.UnselectAll()
	q.list.Refresh()
	q.popup.Resize(q.popup.MinSize())
	q.mark()
}

// quickLayout is the field over as many rows as there are choices.
type quickLayout struct {
	q     *quick
	width float32
}

// MinSize is for fyne.Layout.
func (l *quickLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	rows := float32(min(len(l.q.shown), quickRows))
	height := o[0].MinSize().Height
	if rows > 0 {
		height += rows * quickRow // the last row has no gap below it, the field has
	}
	return fyne.NewSize(l.width, height)
}

// Layout is for fyne.Layout.
func (l *quickLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	h := o[0].MinSize().Height
	o[0].Resize(fyne.NewSize(size.Width, h))
	o[1].Move(fyne.NewPos(0, h+theme.Padding()))
	o[1].Resize(fyne.NewSize(size.Width, max(size.Height-h-theme.Padding(), 0)))
}

func (q *quick) move(n int) {
	if len(q.shown) == 0 {
		return
	}
	q.at = (q.at + n + len(q.shown)) % len(q.shown)
	q.pass(n)
	q.mark()
}

// pass goes on from a heading, in the direction of n, to a row that can be chosen; where there is none it stays.
func (q *quick) pass(n int) {
	step := 1
	if n < 0 {
		step = len(q.shown) - 1
	}
	for range q.shown {
		if !q.shown[q.at].heads {
			return
		}
		q.at = (q.at + step) % len(q.shown)
	}
}

// mark shows which row Enter would take.
func (q *quick) mark() {
	if q.at < len(q.shown) {
		q.list.Select(q.at)
		q.list.ScrollTo(q.at)
	}
}

func (q *quick) choose(i int) {
	if i < 0 || i >= len(q.shown) {
		return
	}
	c := q.shown[i]
	if c.heads {
		return
	}
	if c.why != "" {
		q.say(c.why)
		return
	}
	if c.keep {
		c.run()
		q.shown = q.find(q.field.Text)
		q.at = min(i, max(len(q.shown)-1, 0))
		q.list.Refresh()
		q.mark()
		return
	}
	q.Close()
	c.run()
}

// quickList is the panel's rows. The keyboard stays in the field, which moves the choice: what is typed goes on there, whatever was
// clicked on.
type quickList struct {
	widget.List
	q *quick
}

func newQuickList(q *quick) *quickList {
	l := &quickList{q: q}
	l.Length = func() int { return len(q.shown) }
	l.CreateItem = func() fyne.CanvasObject { return newQuickRow() }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { o.(*quickLine).set(q.shown[i]) }
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// FocusGained hands the keyboard on to the field.
func (l *quickList) FocusGained() {
	l.q.canvas().Focus(l.q.field)
}

// FocusLost has nothing to do: the list never has the keyboard.
func (l *quickList) FocusLost() {}

// newField makes the panel's field: arrows move the choice, Enter takes it, Escape closes.
func (q *quick) newField() *field.Line {
	e := field.NewLine(q.now)
	e.Typed = q.update
	e.OnSubmitted = func(string) { q.choose(q.at) }
	e.Ways = q.ways
	e.Key = func(k fyne.KeyName) bool {
		step, ok := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1, fyne.KeyPageDown: quickRows - 1, fyne.KeyPageUp: 1 - quickRows}[k]
		if ok {
			q.move(step)
		}
		return ok
	}
	return e
}

// quickLine is a row: a title, and on the right a detail in grey. It is drawn with plain texts: eleven labels of Fyne's take longer to
// make than the panel may take to open.
type quickLine struct {
	widget.BaseWidget
	choice        choice
	title, detail *canvas.Text
}

func newQuickRow() *quickLine {
	r := &quickLine{title: canvas.NewText("", nil), detail: canvas.NewText("", nil)}
	r.ExtendBaseWidget(r)
	return r
}

func (r *quickLine) set(c choice) {
	r.choice = c
	r.Refresh()
}

// MinSize is for Fyne.
func (r *quickLine) MinSize() fyne.Size { return fyne.NewSize(120, quickRow-theme.Padding()) }

// CreateRenderer is for Fyne.
func (r *quickLine) CreateRenderer() fyne.WidgetRenderer { return &quickLineRenderer{r: r} }

type quickLineRenderer struct{ r *quickLine }

func (*quickLineRenderer) Destroy()             {}
func (x *quickLineRenderer) MinSize() fyne.Size { return x.r.MinSize() }
func (x *quickLineRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{x.r.title, x.r.detail}
}

func (x *quickLineRenderer) Refresh() {
	r, p := x.r, palette()
	r.title.TextSize, r.detail.TextSize = theme.TextSize(), theme.CaptionTextSize()
	r.title.Color, r.detail.Color = p.Ink, p.Secondary
	if r.title.TextStyle.Bold = r.choice.heads; r.choice.heads {
		r.title.Color = p.Secondary
	}
	if r.choice.why != "" {
		r.title.Color = p.Faint
	}
	r.detail.Text = r.choice.detail
	x.Layout(r.Size())
	r.title.Refresh()
	r.detail.Refresh()
}

func (x *quickLineRenderer) Layout(size fyne.Size) {
	const side = 8
	r := x.r
	detail := r.detail.MinSize()
	r.detail.Move(fyne.NewPos(size.Width-side-detail.Width, (size.Height-detail.Height)/2))
	r.detail.Resize(detail)
	r.title.Text = field.Fit(r.choice.title, r.title.TextSize, r.title.TextStyle, size.Width-3*side-detail.Width)
	title := r.title.MinSize()
	r.title.Move(fyne.NewPos(side, (size.Height-title.Height)/2))
	r.title.Resize(title)
}
