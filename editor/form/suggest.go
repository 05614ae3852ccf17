package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	"lanyard/editor/field"

	"lanyard/assets/theme"
)

// suggestions are the values on offer for the field with the keyboard. They float below it, or above it where there is no room, over all
// else in the window: nothing makes way for them, so nothing moves when they come and go. They never have the keyboard; the field steers
// them.
type suggestions struct {
	widget.BaseWidget
	f      *Form
	of     suggesting // whose they are; nil while none show
	pills  []*pill
	choice int // index of the marked one, -1 for none
	ground *canvas.Rectangle
}

// suggesting is a field that has values on offer.
type suggesting interface {
	// anchor is what they float below: objects one inside the other, the first one a row of the fields.
	anchor() []fyne.CanvasObject
}

const (
	suggestPad   = 5 // around the values
	suggestGap   = 3 // between the field and the values
	suggestLeast = 160
)

var _ fyne.Tappable = (*suggestions)(nil)

func newSuggestions(f *Form) *suggestions {
	s := &suggestions{f: f, choice: -1, ground: &canvas.Rectangle{}}
	s.Hidden = true
	s.ExtendBaseWidget(s)
	return s
}

// offer shows values for a field, or takes its away where there are none. What another field offers stays.
func (s *suggestions) offer(of suggesting, pills []*pill) {
	if len(pills) == 0 {
		s.end(of)
		return
	}
	for _, p := range pills {
		p.offer = true
	}
	s.of, s.pills, s.choice = of, pills, -1
	s.Show()
	s.place()
	s.Refresh()
}

// end takes the values of a field away.
func (s *suggestions) end(of suggesting) {
	if s.of != nil && s.of == of {
		s.of, s.pills, s.choice = nil, nil, -1
		s.Hide()
	}
}

// show reports whether the values of a field show.
func (s *suggestions) shows(of suggesting) bool { return s.of != nil && s.of == of && s.Visible() }

// choose marks a value; -1 marks none.
func (s *suggestions) choose(i int) {
	s.choice = i
	for j, p := range s.pills {
		p.mark(j == i)
	}
}

// key moves the choice as long as the values are those of a field: Down goes in, Up goes out, Left and Right go along, Enter takes, Escape
// takes them away. It reports whether the key was used.
func (s *suggestions) key(of suggesting, name fyne.KeyName) bool {
	if !s.shows(of) {
		return false
	}
	switch name {
	case fyne.KeyDown:
		if s.choice < 0 {
			s.choose(0)
		} else {
			s.choose(min(s.choice+1, len(s.pills)-1))
		}
		return true
	case fyne.KeyEscape:
		s.end(of)
		return true
	}
	if s.choice < 0 {
		return false
	}
	switch name {
	case fyne.KeyUp:
		s.choose(-1)
	case fyne.KeyLeft:
		s.choose(max(s.choice-1, 0))
	case fyne.KeyRight:
		s.choose(min(s.choice+1, len(s.pills)-1))
	case fyne.KeyReturn, fyne.KeyEnter:
		s.pills[s.choice].tap()
	default:
		return false
	}
	return true
}

// place puts the values where their field is now.
func (s *suggestions) place() {
	c := s.f.canvas()
	if s.of == nil || c == nil {
		return
	}
	driver := fyne.CurrentApp().Driver()
	scroll := s.f.fields.scroll
	at := driver.AbsolutePositionForObject(s.f).Subtract(driver.AbsolutePositionForObject(c.Content())).Add(scroll.Position())
	top, bottom := at.Y, at.Y+scroll.Size().Height
	at = at.Subtract(scroll.Offset)
	var last fyne.CanvasObject
	for _, o := range s.of.anchor() {
		at, last = at.Add(o.Position()), o
	}
	size := last.Size()
	show(s, at.Y+size.Height > top && at.Y < bottom) // the field may be scrolled out of sight
	room := c.Content().Size()
	width := min(max(size.Width, suggestLeast), room.Width)
	height := flow(pills(s.pills), nil, width-2*suggestPad, 4, false) + 2*suggestPad
	y := at.Y + size.Height + suggestGap
	if above := at.Y - suggestGap - height; y+height > room.Height && above >= 0 {
		y = above
	}
	s.Resize(fyne.NewSize(width, height))
	s.Move(fyne.NewPos(max(min(at.X, room.Width-width), 0), y))
}

// Tapped is called by Fyne for a click between the values, which is meant for none of what lies below.
func (s *suggestions) Tapped(*fyne.PointEvent) {}

// CreateRenderer is called by Fyne.
func (s *suggestions) CreateRenderer() fyne.WidgetRenderer {
	r := &suggestRenderer{s}
	r.Refresh()
	return field.AtSize(s, r)
}

type suggestRenderer struct{ s *suggestions }

func (*suggestRenderer) Destroy()           {}
func (*suggestRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *suggestRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.s.ground}, pills(r.s.pills)...)
}

func (r *suggestRenderer) Layout(size fyne.Size) {
	r.s.ground.Resize(size)
	all := pills(r.s.pills)
	flow(all, nil, size.Width-2*suggestPad, 4, true)
	for _, o := range all {
		o.Move(o.Position().AddXY(suggestPad, suggestPad))
	}
}

func (r *suggestRenderer) Refresh() {
	c, g := theme.Current(), r.s.ground
	g.FillColor, g.StrokeColor, g.StrokeWidth, g.CornerRadius = c.Raised, c.Hairline, 1, 7
	g.Refresh()
	for _, p := range r.s.pills {
		p.Refresh()
	}
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}
