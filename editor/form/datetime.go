package form

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"lanyard/store/frontmatter"
)

// The ways a date's parts can be wrong; their texts are ids of sentences.
var (
	errDay  = errors.New("form.date.bad_day")
	errTime = errors.New("form.date.bad_time")
	errZone = errors.New("form.date.bad_zone")
)

// parts are a date as the form shows it.
type parts struct{ day, clock, zone string }

func (p parts) empty() bool { return strings.TrimSpace(p.day+p.clock+p.zone) == "" }

// partsOf takes a date apart; seconds show only where there are any.
func partsOf(d frontmatter.Date) parts {
	p := parts{day: d.Time.Format("2006-01-02")}
	if d.HasTime {
		p.clock = d.Time.Format("15:04")
		if d.Time.Second() != 0 {
			p.clock = d.Time.Format("15:04:05")
		}
	}
	if d.HasZone {
		p.zone = zoneName(d.Time)
	}
	return p
}

func zoneName(t time.Time) string {
	if _, offset := t.Zone(); offset == 0 {
		return "UTC"
	}
	return t.Format("-07:00")
}

// date puts the parts together, written as old is; where old has no place for a part that is there now, as RFC 3339.
func (p parts) date(old frontmatter.Date) (frontmatter.Date, error) {
	day, err := parseDay(p.day)
	if err != nil {
		return frontmatter.Date{}, err
	}
	clock, hasTime, err := parseClock(p.clock)
	if err != nil {
		return frontmatter.Date{}, err
	}
	wall := day.Add(clock)
	zone, hasZone, err := parseZone(p.zone, wall)
	if err != nil {
		return frontmatter.Date{}, err
	}
	t := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone)
	return shape(t, hasTime, hasZone, old), nil
}

// shape writes t like old where old has the same parts.
func shape(t time.Time, hasTime, hasZone bool, old frontmatter.Date) frontmatter.Date {
	d := frontmatter.Date{Time: t, HasTime: hasTime, HasZone: hasZone}
	switch {
	case old.Layout != "" && old.HasTime == hasTime && old.HasZone == hasZone && keeps(t, old):
		d.Layout = old.Layout
	case hasZone:
		return frontmatter.NewDate(t)
	case hasTime:
		d.Layout = "2006-01-02T15:04:05"
	default:
		d.Layout = "2006-01-02"
	}
	d.Raw = t.Format(d.Layout)
	return d
}

// keeps reports whether old's way of writing loses nothing of t that can be seen: a layout without seconds, say, or one
// that ends in a fixed Z.
func keeps(t time.Time, old frontmatter.Date) bool {
	again, err := frontmatter.ParseDate(old.Format(t))
	return err == nil && again.Time.Equal(t)
}

func parseDay(s string) (time.Time, error) {
	s = strings.TrimSpace(fullWidth(s))
	for _, sep := range []string{"/", ".", "年", "月"} {
		s = strings.ReplaceAll(s, sep, "-")
	}
	s = strings.TrimSuffix(s, "日")
	t, err := time.Parse("2006-1-2", s)
	if err != nil || t.Year() < 1 {
		return time.Time{}, errDay
	}
	return t, nil
}

func parseClock(s string) (d time.Duration, has bool, err error) {
	s = strings.TrimSpace(strings.ReplaceAll(fullWidth(s), "：", ":"))
	if s == "" {
		return 0, false, nil
	}
	for _, layout := range []string{"15:4:5", "15:4", "1504"} {
		if t, err := time.Parse(layout, s); err == nil {
			midnight := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
			return t.Sub(midnight), true, nil
		}
	}
	return 0, false, errTime
}

// parseZone reads an offset as "+08:00", "+8" or "UTC+8", "UTC" or "Z", or a place such as "Asia/Shanghai" whose
// offset at the wall time is taken.
func parseZone(s string, wall time.Time) (loc *time.Location, has bool, err error) {
	s = strings.TrimSpace(fullWidth(s))
	if s == "" {
		return time.UTC, false, nil
	}
	upper := strings.ToUpper(s)
	if upper == "Z" || upper == "UTC" || upper == "GMT" {
		return time.UTC, true, nil
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(upper, "UTC"), "GMT")
	if seconds, ok := parseOffset(rest); ok {
		return time.FixedZone("", seconds), true, nil
	}
	if strings.Contains(s, "/") {
		if place, err := time.LoadLocation(s); err == nil {
			at, err := frontmatter.InZone(wall, place)
			if err != nil {
				return nil, false, err
			}
			_, seconds := at.Zone()
			return time.FixedZone("", seconds), true, nil
		}
	}
	return nil, false, errZone
}

// parseOffset reads +08:00, +0800, +08 or +8 as seconds east; at most 14 hours, as no place is further.
func parseOffset(s string) (seconds int, ok bool) {
	if len(s) < 2 || (s[0] != '+' && s[0] != '-') {
		return 0, false
	}
	digits := s[1:]
	hours, minutes, colon := strings.Cut(digits, ":")
	if !colon && len(digits) > 2 {
		hours, minutes = digits[:len(digits)-2], digits[len(digits)-2:]
	}
	h, err := strconv.ParseUint(hours, 10, 8)
	m := uint64(0)
	if err == nil && minutes != "" {
		m, err = strconv.ParseUint(minutes, 10, 8)
	}
	if err != nil || h > 14 || m > 59 || (colon && len(minutes) != 2) {
		return 0, false
	}
	seconds = int(h*3600 + m*60)
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

// fullWidth turns the digits and signs of a Chinese keyboard into plain ones.
func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '−', r == '–':
			return '-'
		}
		return r
	}, s)
}

// offsets are the zones on offer: the site's first, then UTC, then the offsets in use on Earth.
func offsets(site time.Time) []string {
	all := []string{zoneName(site)}
	add := func(s string) {
		for _, have := range all {
			if have == s {
				return
			}
		}
		all = append(all, s)
	}
	add("UTC")
	for _, h := range []int{8, 9, 1, 2, 0, -5, -8, -7, -6, -4, -3, 3, 4, 5, 6, 7, 10, 11, 12, 13, -10, -9, -1, -2} {
		if h != 0 {
			add(fmt.Sprintf("%+03d:00", h))
		}
	}
	for _, half := range []string{"+05:30", "+09:30", "+03:30", "+04:30", "+05:45", "+06:30", "-03:30", "+10:30"} {
		add(half)
	}
	return all
}
