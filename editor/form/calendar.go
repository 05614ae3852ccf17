package form

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/assets/theme"
	"lanyard/editor/field"
)

const (
	dayCell    = 32
	monthHead  = 36
	weekHead   = 22
	monthWeeks = 6
	monthPad   = 8
)

// calendar shows a month. Arrows move by day and week, Page keys by month, Home is today, Enter takes the day.
type calendar struct {
	widget.BaseWidget
	day    time.Time // marked; the time of day is midnight UTC
	today  time.Time
	picked func(day string)
	closed func()
	ways   field.Ways
	hover  int // cell under the pointer, -1 for none
}

var (
	_ fyne.Focusable    = (*calendar)(nil)
	_ fyne.Shortcutable = (*calendar)(nil)
	_ fyne.Tappable     = (*calendar)(nil)
	_ desktop.Hoverable = (*calendar)(nil)
)

func (d *dateField) openCalendar() {
	f := d.r.s.f
	c := f.canvas()
	if c == nil {
		return
	}
	now := f.o.Now().In(f.o.Zone)
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	at := today
	if t, err := parseDay(d.day.Text); err == nil {
		at = t
	}
	cal := &calendar{day: at, today: today, hover: -1, ways: f.o.Over}
	cal.ExtendBaseWidget(cal)
	pop := widget.NewPopUp(cal, c)
	cal.picked = func(day string) { pop.Hide(); d.pick(day) }
	cal.closed = func() { pop.Hide(); f.focus(d.day) }
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.day).AddXY(0, rowHeight+2)
	size := cal.MinSize()
	pos.Y = max(min(pos.Y, c.Size().Height-size.Height-16), 0)
	pos.X = max(min(pos.X, c.Size().Width-size.Width-16), 0)
	pop.ShowAtPosition(pos)
	c.Focus(cal)
}

// first is the day in the first cell: the Monday on or before the first of the month.
func (c *calendar) first() time.Time {
	one := c.day.AddDate(0, 0, 1-c.day.Day())
	return one.AddDate(0, 0, -(int(one.Weekday())+6)%7)
}

func (c *calendar) move(years, months, days int) {
	if months != 0 {
		// A month is moved from its first day, so that the 31st does not skip a shorter one.
		one := c.day.AddDate(0, 0, 1-c.day.Day()).AddDate(years, months, 0)
		last := one.AddDate(0, 1, -1).Day()
		c.day = one.AddDate(0, 0, min(c.day.Day(), last)-1)
	} else {
		c.day = c.day.AddDate(years, 0, days)
	}
	c.Refresh()
}

func (c *calendar) pick(t time.Time) { c.picked(t.Format("2006-01-02")) }

// FocusGained is called by Fyne.
func (c *calendar) FocusGained() { c.ways.Hold(c, true) }

// FocusLost is called by Fyne.
func (c *calendar) FocusLost() { c.ways.Hold(c, false) }

// TypedRune is called by Fyne.
func (c *calendar) TypedRune(rune) {}

// TypedShortcut is called by Fyne.
func (c *calendar) TypedShortcut(s fyne.Shortcut) { c.ways.Shortcut(s) }

// TypedKey is called by Fyne.
func (c *calendar) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft:
		c.move(0, 0, -1)
	case fyne.KeyRight:
		c.move(0, 0, 1)
	case fyne.KeyUp:
		c.move(0, 0, -7)
	case fyne.KeyDown:
		c.move(0, 0, 7)
	case fyne.KeyPageUp:
		c.move(0, -1, 0)
	case fyne.KeyPageDown:
		c.move(0, 1, 0)
	case fyne.KeyHome:
		c.day = c.today
		c.Refresh()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.pick(c.day)
	case fyne.KeyEscape:
		c.closed()
	default:
		c.ways.Function(ev.Name)
	}
}

// Tapped is called by Fyne: a day is taken, the chevrons turn the month, its name goes to today.
func (c *calendar) Tapped(ev *fyne.PointEvent) {
	x, y := ev.Position.X-monthPad, ev.Position.Y-monthPad
	if y < monthHead {
		switch {
		case x < monthHead:
			c.move(0, -1, 0)
		case x > 7*dayCell-monthHead:
			c.move(0, 1, 0)
		default:
			c.day = c.today
			c.Refresh()
		}
		return
	}
	if i := c.cell(ev.Position); i >= 0 {
		c.pick(c.first().AddDate(0, 0, i))
	}
}

// cell returns which of the 42 days lies under a point, -1 for none.
func (c *calendar) cell(p fyne.Position) int {
	x, y := p.X-monthPad, p.Y-monthPad-monthHead-weekHead
	if x < 0 || y < 0 || x >= 7*dayCell || y >= monthWeeks*dayCell {
		return -1
	}
	return int(y/dayCell)*7 + int(x/dayCell)
}

// MouseIn is called by Fyne.
func (c *calendar) MouseIn(ev *desktop.MouseEvent) { c.MouseMoved(ev) }

// MouseMoved is called by Fyne.
func (c *calendar) MouseMoved(ev *desktop.MouseEvent) {
	if i := c.cell(ev.Position); i != c.hover {
		c.hover = i
		c.Refresh()
	}
}

// MouseOut is called by Fyne.
func (c *calendar) MouseOut() {
	c.hover = -1
	c.Refresh()
}

// CreateRenderer is called by Fyne.
func (c *calendar) CreateRenderer() fyne.WidgetRenderer {
	r := &calendarRenderer{c: c, title: &canvas.Text{Alignment: fyne.TextAlignCenter, TextStyle: fyne.TextStyle{Bold: true}}}
	r.back = canvas.NewImageFromResource(theme.Icon("chevron-left"))
	r.next = canvas.NewImageFromResource(theme.Icon("chevron-right"))
	r.objs = []fyne.CanvasObject{r.title, r.back, r.next}
	for i := range r.week {
		r.week[i] = &canvas.Text{Alignment: fyne.TextAlignCenter}
		r.objs = append(r.objs, r.week[i])
	}
	for i := range r.days {
		r.discs[i] = &canvas.Rectangle{CornerRadius: 6}
		r.days[i] = &canvas.Text{Alignment: fyne.TextAlignCenter}
		r.objs = append(r.objs, r.discs[i], r.days[i])
	}
	r.Refresh()
	return field.AtSize(c, r)
}

type calendarRenderer struct {
	c          *calendar
	title      *canvas.Text
	back, next *canvas.Image
	week       [7]*canvas.Text
	days       [7 * monthWeeks]*canvas.Text
	discs      [7 * monthWeeks]*canvas.Rectangle
	objs       []fyne.CanvasObject
}

func (*calendarRenderer) Destroy()                       {}
func (r *calendarRenderer) Objects() []fyne.CanvasObject { return r.objs }
func (r *calendarRenderer) MinSize() fyne.Size {
	return fyne.NewSize(7*dayCell+2*monthPad, monthHead+weekHead+monthWeeks*dayCell+2*monthPad)
}

func (r *calendarRenderer) Refresh() {
	p, c := theme.Current(), r.c
	r.title.Text = assets.T("form.calendar.month", c.day.Year(), assets.T("form.month."+strconv.Itoa(int(c.day.Month()))))
	r.title.Color, r.title.TextSize = p.Ink, smallText()*1.05
	first := c.first()
	for i, t := range r.week {
		t.Text = assets.T("form.weekday." + strconv.Itoa((i+1)%7))
		t.Color, t.TextSize = p.Secondary, smallText()*0.88
	}
	for i, t := range r.days {
		d := first.AddDate(0, 0, i)
		disc := r.discs[i]
		t.Text, t.TextSize, t.Color = strconv.Itoa(d.Day()), smallText(), p.Ink
		t.TextStyle.Bold = d.Equal(c.today)
		disc.FillColor, disc.StrokeWidth = p.Raised, 0
		if d.Month() != c.day.Month() {
			t.Color = p.Faint
		}
		if d.Equal(c.today) {
			disc.StrokeWidth, disc.StrokeColor = 1, p.Hairline
		}
		if i == c.hover {
			disc.FillColor = p.Chip
		}
		if d.Equal(c.day) {
			disc.FillColor, t.Color = p.Accent, p.OnAccent
		}
	}
	for _, o := range r.objs {
		o.Refresh()
	}
	r.Layout(c.Size())
}

func (r *calendarRenderer) Layout(fyne.Size) {
	center := func(t *canvas.Text, x, y, w, h float32) {
		min := t.MinSize().Height
		t.Move(fyne.NewPos(x, y+(h-min)/2))
		t.Resize(fyne.NewSize(w, min))
	}
	center(r.title, monthPad, monthPad, 7*dayCell, monthHead-4)
	const icon = 17
	side := float32(monthHead-4-icon) / 2
	r.back.Resize(fyne.NewSquareSize(icon))
	r.back.Move(fyne.NewPos(monthPad+side-3, monthPad+side))
	r.next.Resize(fyne.NewSquareSize(icon))
	r.next.Move(fyne.NewPos(monthPad+7*dayCell-icon-side+3, monthPad+side))
	for i, t := range r.week {
		center(t, monthPad+float32(i)*dayCell, monthPad+monthHead-2, dayCell, weekHead)
	}
	for i, t := range r.days {
		x, y := monthPad+float32(i%7)*dayCell, float32(monthPad+monthHead+weekHead)+float32(i/7)*dayCell
		r.discs[i].Move(fyne.NewPos(x+1, y+1))
		r.discs[i].Resize(fyne.NewSquareSize(dayCell - 2))
		center(t, x, y, dayCell, dayCell)
	}
}
