package frontmatter

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a date as it is written. Time is in the written offset, in UTC
// where HasZone is false. Layout is the Go layout that writes another time the
// same way; Raw the text, empty for a Date not read from one.
type Date struct {
	Time             time.Time
	HasTime, HasZone bool
	Layout, Raw      string
}

// dateLayout is one layout Hugo accepts, from spf13/cast in its order. A zone
// that is only a name has no offset to Hugo either.
type dateLayout struct {
	layout           string
	hasTime, hasZone bool
}

func dateLayouts() [19]dateLayout {
	return [...]dateLayout{
		{"2006-01-02", false, false},
		{time.RFC3339, true, true},
		{"2006-01-02T15:04:05", true, false},
		{time.RFC1123Z, true, true},
		{time.RFC1123, true, false},
		{time.RFC822Z, true, true},
		{time.RFC822, true, false},
		{time.RFC850, true, false},
		{"2006-01-02 15:04:05.999999999 -0700 MST", true, true},
		{"2006-01-02T15:04:05-0700", true, true},
		{"2006-01-02 15:04:05Z0700", true, true},
		{"2006-01-02 15:04:05", true, false},
		{time.ANSIC, true, false},
		{time.UnixDate, true, false},
		{time.RubyDate, true, true},
		{"2006-01-02 15:04:05Z07:00", true, true},
		{"02 Jan 2006", false, false},
		{"2006-01-02 15:04:05 -07:00", true, true},
		{"2006-01-02 15:04:05 -0700", true, true},
	}
}

// ParseDate reads the dates Hugo ≥ 0.136 accepts for a page and no others:
// not 2019/06/28, not 2019-6-28, no time without seconds. A number is a count
// of seconds since 1970.
func ParseDate(s string) (Date, error) {
	if len(s) < len("2006-01-02") && !isDigits(s) || len(s) > 64 {
		return Date{}, fmt.Errorf("%q is no date Hugo reads", s)
	}
	for _, l := range dateLayouts() {
		t, err := time.Parse(l.layout, s)
		if err != nil {
			continue
		}
		d := Date{Time: t, HasTime: l.hasTime, HasZone: l.hasZone, Layout: l.layout, Raw: s}
		if !l.hasZone {
			// Without an offset the site's zone counts, which is not known here.
			y, m, day := t.Date()
			h, min, sec := t.Clock()
			d.Time = time.Date(y, m, day, h, min, sec, t.Nanosecond(), time.UTC)
		}
		d.Layout = exactLayout(d.Layout, s)
		return d, nil
	}
	if isDigits(s) {
		if sec, err := strconv.ParseInt(s, 10, 64); err == nil && sec <= 253402300799 { // year 9999
			return Date{Time: time.Unix(sec, 0).UTC(), HasTime: true, HasZone: true, Layout: unixLayout, Raw: s}, nil
		}
	}
	return Date{}, fmt.Errorf("%q is no date Hugo reads", s)
}

// A GapError is a wall clock that a zone's clocks pass over, when summer time
// begins. Before is that clock with the offset from before, Later with the one
// that holds then.
type GapError struct{ Before, Later time.Time }

func (e *GapError) Error() string {
	const layout = "2006-01-02T15:04:05-07:00"
	return fmt.Sprintf("the clocks go forward then, so that there is no such time; %s or %s may be meant", e.Before.Format(layout), e.Later.Format(layout))
}

// InZone is the time at which the clocks of loc show what wall shows, whatever
// wall's own zone. In the gap of summer time it is a *GapError; of the two times
// that such a clock shows twice in autumn, the first.
func InZone(wall time.Time, loc *time.Location) (time.Time, error) {
	y, mo, d := wall.Date()
	h, mi, s := wall.Clock()
	t := time.Date(y, mo, d, h, mi, s, wall.Nanosecond(), loc)
	if th, tm, ts := t.Clock(); th == h && tm == mi && ts == s {
		return t, nil
	}
	fixed := func(at time.Time) time.Time {
		_, offset := at.Zone()
		return time.Date(y, mo, d, h, mi, s, wall.Nanosecond(), time.FixedZone("", offset))
	}
	// The same moment by each offset: the gap lies between them.
	return t, &GapError{Before: fixed(t.Add(-4 * time.Hour)).In(loc), Later: fixed(t.Add(4 * time.Hour)).In(loc)}
}

// unixLayout stands for seconds since 1970, which no layout can say.
const unixLayout = "unix"

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// exactLayout refines a layout by details of the text that time.Parse lets
// pass: a fraction of a second, and an offset of zero that is no Z.
func exactLayout(layout, s string) string {
	if i := strings.Index(layout, "05.999999999"); i >= 0 {
		layout = layout[:i+2] + layout[i+len("05.999999999"):]
	}
	if i := strings.LastIndexByte(s, '.'); i > 0 && strings.Contains(layout, "05") {
		n := 0
		for i+1+n < len(s) && s[i+1+n] >= '0' && s[i+1+n] <= '9' {
			n++
		}
		if n > 0 && n <= 9 {
			layout = strings.Replace(layout, "05", "05."+strings.Repeat("0", n), 1)
		}
	}
	if !strings.HasSuffix(s, "Z") {
		layout = strings.Replace(layout, "Z07", "-07", 1)
	}
	return layout
}

// NewDate returns t as RFC 3339 with its offset, to the second.
func NewDate(t time.Time) Date {
	t = t.Truncate(time.Second)
	d := Date{Time: t, HasTime: true, HasZone: true, Layout: time.RFC3339}
	d.Raw = d.Format(t)
	return d
}

// Format writes t, in its own zone, the way d is written; the zero Date writes
// RFC 3339. A date without a time stays one.
func (d Date) Format(t time.Time) string {
	switch d.Layout {
	case "":
		return t.Format(time.RFC3339)
	case unixLayout:
		return strconv.FormatInt(t.Unix(), 10)
	default:
		return t.Format(d.Layout)
	}
}

// With returns the Date that names t the way d is written.
func (d Date) With(t time.Time) Date {
	raw := d.Format(t)
	if n, err := ParseDate(raw); err == nil {
		return n
	}
	return NewDate(t)
}

// String returns Raw, or Time as Format writes it.
func (d Date) String() string {
	if d.Raw != "" {
		return d.Raw
	}
	return d.Format(d.Time)
}

// same reports whether two dates name the same wall time and offset.
func (d Date) same(e Date) bool {
	_, a := d.Time.Zone()
	_, b := e.Time.Zone()
	return d.Time.Equal(e.Time) && d.HasTime == e.HasTime && d.HasZone == e.HasZone && a == b
}

// AsDate returns v, a Date or a text or number that is one, as a Date.
func AsDate(v any) (Date, bool) {
	switch v := v.(type) {
	case Date:
		return v, true
	case string:
		d, err := ParseDate(v)
		return d, err == nil
	case int64:
		if v < 0 {
			return Date{}, false
		}
		d, err := ParseDate(strconv.FormatInt(v, 10))
		return d, err == nil
	default:
		return Date{}, false
	}
}

// plainDate returns the Date an unquoted text is. Only the forms that begin
// with a year count, so that no title is taken for one.
func plainDate(s string) (Date, bool) {
	if len(s) < len("2006-01-02") || !isDigits(s[:4]) || s[4] != '-' {
		return Date{}, false
	}
	d, err := ParseDate(s)
	return d, err == nil
}
