package form

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lanyard/store/frontmatter"
)

// Lengths in Fyne units.
const (
	rowHeight = 32
	rowGap    = 4
	labelWide = 92
	labelThin = 68 // in a narrow pane
	narrow    = 400
	labelGap  = 10
	barRoom   = 10 // right of the fields, for the scroll bar
	ringRoom  = 6  // left of them, for what shows where the keyboard is
)

// fields is the opened part: one row a field, and the line that adds one.
type fields struct {
	f      *Form
	rows   []*row
	adder  *adder
	box    *fyne.Container
	scroll *container.Scroll
	width  float32 // of the box, for its height
	stale  bool    // the model may have changed since show; folded fields wait until they are opened
}

func newFields(f *Form) *fields {
	s := &fields{f: f}
	s.adder = newAdder(s)
	s.box = container.New(stack{s})
	s.scroll = container.NewVScroll(s.box)
	s.scroll.OnScrolled = func(fyne.Position) { s.f.suggest.place() }
	s.scroll.Hide()
	return s
}

// fresh shows the model if that was put off.
func (s *fields) fresh() {
	if s.stale && s.f.model.Problem() == nil {
		s.show()
	}
}

// show brings the rows into agreement with the model. A row whose key and control stay is kept, and with it what is
// being typed there.
func (s *fields) show() {
	s.stale = false
	want := specs(s.f.model.Block())
	old := s.rows
	s.rows = make([]*row, 0, len(want))
	changed := len(old) != len(want)
	for i, sp := range want {
		at := slices.IndexFunc(old, func(r *row) bool { return r.keeps(sp) })
		var r *row
		if at >= 0 {
			r = old[at]
			sp.kind = r.spec.kind
			r.spec = sp
		} else {
			r = newRow(s, sp)
		}
		changed = changed || at != i
		s.rows = append(s.rows, r)
	}
	if changed || len(s.box.Objects) == 0 {
		objs := make([]fyne.CanvasObject, 0, len(s.rows)+1)
		for _, r := range s.rows {
			objs = append(objs, r.box)
		}
		s.box.Objects = append(objs, s.adder.box)
	}
	for _, r := range s.rows {
		r.show()
	}
}

// forget drops all rows, so that the next show begins with the model alone.
func (s *fields) forget() {
	s.rows, s.stale = nil, true
	s.box.Objects = nil
	s.adder.reset()
	s.scroll.Offset = fyne.Position{}
}

func (s *fields) refresh() {
	for _, r := range s.rows {
		r.recolour()
	}
	s.adder.box.Refresh()
	s.scroll.Refresh()
}

func (s *fields) rowOf(key string) *row {
	for _, r := range s.rows {
		if strings.EqualFold(r.spec.key, key) {
			return r
		}
	}
	return nil
}

// holds reports whether a focused object is one of the fields.
func (s *fields) holds(o fyne.Focusable) bool {
	if o == fyne.Focusable(s.adder.entry) || o == fyne.Focusable(s.adder.button) {
		return true
	}
	return slices.ContainsFunc(s.rows, func(r *row) bool { return o == fyne.Focusable(r.remove) || slices.Contains(r.control.all(), o) })
}

// stops are the controls from top to bottom.
func (s *fields) stops() []fyne.Focusable {
	var out []fyne.Focusable
	for _, r := range s.rows {
		out = append(out, r.control.all()...)
	}
	return append(out, s.adder.button)
}

func (s *fields) heightFor(width float32) float32 {
	s.width = width
	return s.box.MinSize().Height
}

// resized is called by a row whose height may have changed.
func (s *fields) resized() {
	s.box.Layout.Layout(s.box.Objects, s.box.Size())
	s.f.arrange()
	s.f.suggest.place()
}

// reveal scrolls a focused row into sight.
func (s *fields) reveal(o fyne.CanvasObject) {
	y, h, seen := o.Position().Y, o.Size().Height, s.scroll.Size().Height
	at := s.scroll.Offset
	switch {
	case y < at.Y:
		at.Y = y
	case y+h > at.Y+seen:
		at.Y = min(y, y+h-seen)
	default:
		return
	}
	s.scroll.ScrollToOffset(at)
}

// add makes a key with the first value that fits it and moves there.
func (s *fields) add(key string) error {
	var v any = ""
	switch frontmatter.KindOf(key) {
	case frontmatter.ListKind:
		v = []any{}
	case frontmatter.SwitchKind:
		v = true
	case frontmatter.DateKind:
		v = frontmatter.NewDate(s.f.o.Now().In(s.f.o.Zone))
	case frontmatter.NumberKind:
		v = int64(0)
	case frontmatter.MapKind:
		v = frontmatter.Map{}
	}
	if err := s.f.model.Set(top(key), v); err != nil {
		return err
	}
	s.f.Update()
	s.f.FocusKey(key)
	return nil
}

// stack lays the rows out below each other at the width of the fields.
type stack struct{ s *fields }

func (l stack) MinSize(objs []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastWidth/2, l.walk(objs, max(l.s.width, leastWidth/2)-barRoom-ringRoom, false))
}

func (l stack) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	l.s.width = size.Width
	l.walk(objs, size.Width-barRoom-ringRoom, true)
}

func (l stack) walk(objs []fyne.CanvasObject, width float32, place bool) float32 {
	y := float32(rowGap)
	for _, o := range objs {
		h := o.MinSize().Height
		if tall, ok := o.(interface{ heightFor(float32) float32 }); ok {
			h = tall.heightFor(width)
		}
		if place {
			o.Move(fyne.NewPos(ringRoom, y))
			o.Resize(fyne.NewSize(width, h))
		}
		y += h + rowGap
	}
	return y
}
