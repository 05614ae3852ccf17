package form

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/editor/field"
	"lanyard/store/frontmatter"
)

// dateField edits a date as day, clock and zone, with a calendar. The date keeps the way it is written in the file.
type dateField struct {
	widget.BaseWidget
	r      *row
	day    *field.Line
	clock  *field.Line
	zone   *field.Line
	button *cross
	in     *field.Line // the part with the keyboard, nil for none

	sent memory // of the file's own text
	busy bool
	old  frontmatter.Date // the file's, for the way it is written
	text bool             // the file has it as a string
}

func newDateField(r *row) *dateField {
	d := &dateField{r: r}
	part := func(place string) *field.Line {
		e := newLine(r.s.f)
		e.PlaceHolder = place
		e.Typed = func(string) { d.typed() }
		var started parts // what the field showed when the keyboard came
		e.Focused = r.s.f.track(e, func() {
			started, d.in = d.parts(), e
			d.offer()
			r.come()
		}, func() {
			if d.in == e {
				d.in = nil
			}
			d.complete(e, started)
			d.offer()
			r.gone(e)
			r.s.resized()
		})
		return e
	}
	d.day, d.clock, d.zone = part(assets.T("form.date.day")), part(assets.T("form.date.clock")), part(assets.T("form.date.zone"))
	d.day.Key = d.dayKey
	d.zone.Key = d.zoneKey
	d.button = newIconButton(r.s.f, "calendar", d.openCalendar)
	d.button.focused = r.track(d.button)
	d.ExtendBaseWidget(d)
	return d
}

// errDate is a value in the file that is no date to Hugo.
var errDate = errors.New("form.date.bad")

func (d *dateField) show() error {
	if d.busy {
		return nil
	}
	v, has := d.r.value()
	_, isText := v.(string)
	d.text = isText
	raw := frontmatter.Text(v)
	date, ok := frontmatter.AsDate(v)
	if ok {
		d.old = date
	}
	if d.sent.news(raw) {
		p := parts{day: raw}
		if ok {
			p = partsOf(date)
		}
		d.fill(p)
		d.r.typed = nil
	}
	if has && raw != "" && !ok {
		return sentenceError{assets.T(errDate.Error(), raw)}
	}
	return nil
}

// sentenceError is an error whose text is a sentence already.
type sentenceError struct{ text string }

func (e sentenceError) Error() string { return e.text }

func (d *dateField) parts() parts { return parts{d.day.Text, d.clock.Text, d.zone.Text} }

func (d *dateField) fill(p parts) {
	d.day.Set(p.day)
	d.clock.Set(p.clock)
	d.zone.Set(p.zone)
}

// typed writes the date once its parts make one. Before that the file keeps what it has.
func (d *dateField) typed() {
	p := d.parts()
	if p.empty() {
		d.r.fail(nil) // no mistake, and no wish to be without a date until the field is left
		d.offer()
		return
	}
	date, err := p.date(d.old)
	if err != nil {
		d.r.fail(sentenceError{dateSentence(err)})
		return
	}
	d.write(date)
	d.offer()
}

// clear takes the key out of the file: a date that is left empty is none.
func (d *dateField) clear() {
	if _, has := d.r.value(); has {
		d.busy = true
		d.wrote(d.r.s.f.model.Unset(d.r.spec.path))
	}
}

func (d *dateField) write(date frontmatter.Date) {
	d.busy = true
	var v any = date
	if d.text {
		v = date.String()
	}
	err := d.r.s.f.model.Set(d.r.spec.path, v)
	if err == nil {
		d.old = date
	}
	d.wrote(err)
}

func (d *dateField) wrote(err error) {
	d.busy = false
	v, _ := d.r.value()
	d.sent = memory{frontmatter.Text(v), true}
	d.r.fail(err)
}

// pick takes a day from the calendar. A date that was not there gets the time of now, in the site's zone.
func (d *dateField) pick(day string) {
	d.day.Set(day)
	if _, has := d.r.value(); !has && d.clock.Text == "" && d.zone.Text == "" {
		now := d.r.s.f.o.Now().In(d.r.s.f.o.Zone)
		d.clock.Set(now.Format("15:04"))
		d.zone.Set(zoneName(now))
	}
	d.typed()
	d.r.s.f.focus(d.day)
}

func (d *dateField) now() {
	now := d.r.s.f.o.Now().In(d.r.s.f.o.Zone)
	d.fill(parts{now.Format("2006-01-02"), now.Format("15:04"), zoneName(now)})
	d.typed()
	d.r.s.f.focus(d.day)
}

// complete writes the parts the usual way when their field is left, as 8:5 to 08:05, and gives a date that was begun
// without a zone the site's.
func (d *dateField) complete(e *field.Line, started parts) {
	p := d.parts()
	if p.empty() && !started.empty() {
		d.clear()
		return
	}
	date, err := p.date(d.old)
	if err != nil {
		return
	}
	if e == d.clock && date.HasTime && !date.HasZone && !d.old.HasTime {
		d.zone.Set(zoneName(date.Time.In(d.r.s.f.o.Zone)))
		d.typed()
		return
	}
	d.fill(partsOf(date))
}

func (d *dateField) dayKey(name fyne.KeyName) bool {
	if name != fyne.KeyDown && name != fyne.KeyReturn && name != fyne.KeyEnter {
		return false
	}
	d.openCalendar()
	return true
}

func (d *dateField) zoneKey(name fyne.KeyName) bool { return d.r.s.f.suggest.key(d, name) }

func (d *dateField) takeZone(zone string) {
	d.zone.Set(zone)
	d.typed()
	d.offer()
	d.r.s.f.focus(d.zone)
}

// offer lists the zones while the zone has the keyboard, and now while an empty day has it.
func (d *dateField) offer() {
	var offers []*pill
	switch {
	case d.in == nil:
	case d.in == d.zone:
		typed := strings.TrimSpace(d.zone.Text)
		site := d.r.s.f.o.Now().In(d.r.s.f.o.Zone)
		_, _, err := parseZone(typed, site)
		for _, z := range offsets(site) {
			if z != typed && (err == nil || strings.Contains(z, typed)) && len(offers) < 6 {
				offers = append(offers, newPill(z, func() { d.takeZone(z) }, nil))
			}
		}
	case d.in == d.day && strings.TrimSpace(d.day.Text) == "":
		offers = append(offers, newPill(assets.T("form.date.now"), d.now, nil))
	}
	d.r.s.f.suggest.offer(d, offers)
}

// anchor is for suggesting.
func (d *dateField) anchor() []fyne.CanvasObject {
	if d.in == nil {
		return []fyne.CanvasObject{d.r.box, d}
	}
	return []fyne.CanvasObject{d.r.box, d, d.in}
}

func (d *dateField) object() fyne.CanvasObject { return d }

func (d *dateField) recolour() {
	for _, e := range []*field.Line{d.day, d.clock, d.zone} {
		e.Refresh()
	}
	d.button.Refresh()
}

func (d *dateField) first() fyne.Focusable { return d.day }
func (d *dateField) all() []fyne.Focusable { return []fyne.Focusable{d.day, d.clock, d.zone, d.button} }

func (d *dateField) heightFor(float32) float32 { return rowHeight }

// CreateRenderer is called by Fyne.
func (d *dateField) CreateRenderer() fyne.WidgetRenderer { return dateRenderer{d} }

type dateRenderer struct{ d *dateField }

func (dateRenderer) Destroy()           {}
func (dateRenderer) MinSize() fyne.Size { return fyne.NewSize(leastWidth/2, rowHeight) }
func (r dateRenderer) Objects() []fyne.CanvasObject {
	d := r.d
	return []fyne.CanvasObject{d.day, d.button, d.clock, d.zone}
}
func (r dateRenderer) Refresh() { r.Layout(r.d.Size()) }

func (r dateRenderer) Layout(size fyne.Size) {
	d := r.d
	const gap = 6
	left := size.Width - crossSize - 3*gap
	day := min(left*0.44, 108)
	clock := min(left*0.26, 74)
	zone := min(left-day-clock, 92)
	x := float32(0)
	put := func(o fyne.CanvasObject, w, h, after float32) {
		o.Move(fyne.NewPos(x, (rowHeight-h)/2))
		o.Resize(fyne.NewSize(w, h))
		x += w + after
	}
	put(d.day, day, rowHeight, 2)
	put(d.button, crossSize, crossSize, gap)
	put(d.clock, clock, rowHeight, gap)
	put(d.zone, zone, rowHeight, 0)
}

// dateSentence says why the parts of a date are none.
func dateSentence(err error) string {
	var gap *frontmatter.GapError
	if errors.As(err, &gap) {
		const layout = "15:04 -07:00"
		return assets.T("form.date.gap", gap.Before.Format(layout), gap.Later.Format(layout))
	}
	return assets.T(err.Error())
}
