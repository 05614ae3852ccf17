package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// readICS reads a calendar event by event: each is given to the library alone, so
// that one that it cannot read is named with its line and takes no other with it.
func readICS(text string, zone *time.Location) (*Schedule, error) {
	c := calendar{s: &Schedule{}, zone: zone, zones: map[string]offsets{}, asked: map[string]bool{}}
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], "\r")
		switch strings.ToUpper(strings.TrimSpace(line)) {
		case "BEGIN:VEVENT":
			end := find(lines, i, "END:VEVENT")
			c.blocks = append(c.blocks, block{line: i + 1, lines: lines[i:end]})
			if len(c.blocks) > MaxSessions {
				return nil, fmt.Errorf("more than %d events", MaxSessions)
			}
			i = end - 1
			continue
		case "BEGIN:VTIMEZONE":
			end := find(lines, i, "END:VTIMEZONE")
			c.timezone(lines[i:end])
			i = end - 1
			continue
		}
		c.header(unfolded(lines, i))
	}
	c.settle()
	for _, b := range c.blocks {
		c.event(b)
	}
	return c.s, nil
}

// find gives the index behind the line that ends a component; that of the next one's
// beginning, or the end, where it is missing.
func find(lines []string, from int, end string) int {
	begin := strings.Replace(end, "END:", "BEGIN:", 1)
	for i := from + 1; i < len(lines); i++ {
		switch l := strings.ToUpper(strings.TrimSpace(lines[i])); {
		case l == end:
			return i + 1
		case l == begin, l == "END:VCALENDAR":
			return i
		}
	}
	return len(lines)
}

// unfolded is a line with those that go on with it, which begin with a blank.
func unfolded(lines []string, i int) string {
	out := strings.TrimRight(lines[i], "\r")
	for i++; i < len(lines) && lines[i] != "" && (lines[i][0] == ' ' || lines[i][0] == '\t') && len(out) < 4096; i++ {
		out += strings.TrimRight(lines[i][1:], "\r")
	}
	return out
}

type block struct {
	line  int
	lines []string
}

// calendar gathers what stands around the events.
type calendar struct {
	s      *Schedule
	blocks []block
	zone   *time.Location // of times without one of their own; nil where it has to be asked for
	named  string         // what X-WR-TIMEZONE says
	sched  bool           // of Sched, which has no field for speakers
	zones  map[string]offsets
	asked  map[string]bool
}

func (c *calendar) header(line string) {
	name, value, ok := strings.Cut(line, ":")
	if !ok {
		return
	}
	name, _, _ = strings.Cut(strings.ToUpper(name), ";")
	value = strings.TrimSpace(unescape(value))
	switch name {
	case "X-WR-CALNAME", "NAME":
		c.s.Name = oneLine(value)
	case "X-WR-CALDESC":
		if c.s.Name == "" {
			c.s.Name = oneLine(value)
		}
	case "X-WR-TIMEZONE":
		c.named = value
	case "PRODID":
		c.sched = strings.Contains(strings.ToLower(value), "sched.com")
	case "URL":
		c.s.URL = value
	}
}

// settle decides the calendar's own zone. UTC is what programs write that know none.
func (c *calendar) settle() {
	if c.zone != nil { // the author has said
		c.s.Zone = c.zone
		return
	}
	if loc := ZoneNamed(c.named); loc != nil && !isUTC(loc) {
		c.zone = loc
	} else if loc == nil && c.named != "" {
		c.s.doubt(0, "", c.named, "a time zone that nobody knows")
	}
	c.s.Zone = c.zone
}

func (c *calendar) event(b block) {
	text := "BEGIN:VCALENDAR\r\n" + strings.Join(trimmed(b.lines), "\r\n")
	if !strings.EqualFold(strings.TrimSpace(b.lines[len(b.lines)-1]), "END:VEVENT") {
		text += "\r\nEND:VEVENT"
		c.s.doubt(b.line, "", "", "an event without its end")
	}
	cal, err := ics.ParseCalendar(strings.NewReader(text + "\r\nEND:VCALENDAR\r\n"))
	if err != nil || len(cal.Events()) == 0 {
		if err == nil {
			err = fmt.Errorf("nothing in it")
		}
		c.s.doubt(b.line, "", summaryOf(b.lines), "an event that cannot be read: "+err.Error())
		return
	}
	e := cal.Events()[0]
	get := func(name ics.ComponentProperty) string {
		if p := e.GetProperty(name); p != nil {
			return p.Value
		}
		return ""
	}
	x := Session{
		ID: get(ics.ComponentPropertyUniqueId), Title: Text{"": oneLine(get(ics.ComponentPropertySummary))}, Line: b.line,
		Room: strings.Trim(oneLine(get(ics.ComponentPropertyLocation)), ", "), Track: oneLine(get(ics.ComponentPropertyCategories)),
	}
	x.Links.Page = strings.TrimSpace(get(ics.ComponentPropertyUrl))
	c.times(&x, e)
	c.people(&x, e, get(ics.ComponentPropertyDescription))
	if get(ics.ComponentPropertyRrule) != "" {
		c.s.doubt(b.line, x.ID, x.Title.In(""), "it repeats; only the first is taken")
	}
	if strings.EqualFold(get(ics.ComponentPropertyStatus), "CANCELLED") {
		x.Kind = "cancelled"
		c.s.doubt(b.line, x.ID, x.Title.In(""), "it is cancelled")
	}
	c.s.take(x)
}

func trimmed(lines []string) []string {
	out := make([]string, 0, len(lines))
	for _, l := range lines {
		if l = strings.TrimRight(l, "\r"); l != "" {
			out = append(out, l)
		}
	}
	return out
}

func summaryOf(lines []string) string {
	for i, l := range lines {
		if strings.HasPrefix(strings.ToUpper(l), "SUMMARY") {
			_, v, _ := strings.Cut(unfolded(lines, i), ":")
			return oneLine(unescape(v))
		}
	}
	return ""
}

// unescape undoes what iCalendar writes for commas, semicolons and line ends.
func unescape(s string) string {
	return strings.NewReplacer(`\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(s)
}

// times reads when an event is.
func (c *calendar) times(x *Session, e *ics.VEvent) {
	start, ok := c.time(x, e.GetProperty(ics.ComponentPropertyDtStart))
	if !ok {
		c.s.doubt(x.Line, x.ID, x.Title.In(""), "it has no time that can be read")
		return
	}
	x.Start = start
	if end, ok := c.time(x, e.GetProperty(ics.ComponentPropertyDtEnd)); ok {
		x.End = end
	} else if p := e.GetProperty(ics.ComponentPropertyDuration); p != nil {
		if d, ok := isoSpan(p.Value); ok {
			x.End = start.Add(d)
		} else {
			c.s.doubt(x.Line, x.ID, p.Value, "a length that cannot be read")
		}
	}
	if x.End.Sub(x.Start) > 20*time.Hour {
		x.Kind = "all day"
	}
}

// time reads a property with a time: in UTC, in a zone that it names, or in the
// calendar's.
func (c *calendar) time(x *Session, p *ics.IANAProperty) (time.Time, bool) {
	if p == nil {
		return time.Time{}, false
	}
	value := strings.TrimSpace(p.Value)
	zone := c.zone
	if ids := p.ICalParameters["TZID"]; len(ids) > 0 {
		if loc := c.zoneOf(ids[0], value); loc != nil {
			zone = loc
			if c.s.Zone == nil && !isUTC(loc) {
				c.s.Zone = loc
			}
		} else if !c.asked[ids[0]] {
			c.asked[ids[0]] = true
			c.s.doubt(x.Line, x.ID, ids[0], "a time zone that nobody knows")
		}
	}
	if len(value) == 8 { // a day
		if zone == nil {
			zone = time.UTC
		}
		t, err := time.ParseInLocation("20060102", value, zone)
		return t, err == nil && plausible(t)
	}
	t, naive, ok := wall(value, zone)
	if ok && zone == nil && c.s.Zone == nil && (naive || t.Location() == time.UTC) {
		c.s.askZone(x)
	}
	return t, ok
}

// zoneOf resolves a TZID: by its name, else by what the calendar itself says of it.
func (c *calendar) zoneOf(id, at string) *time.Location {
	id = strings.Trim(id, `"`)
	if loc := ZoneNamed(id); loc != nil {
		return loc
	}
	o, ok := c.zones[id]
	if !ok {
		return nil
	}
	return o.at(at)
}

// offsets is what a VTIMEZONE says: seconds east in winter and in summer, and the
// month and day from which each holds.
type offsets struct {
	location         *time.Location // where X-LIC-LOCATION names one
	standard, summer int
	hasSummer        bool
	from, to         string // MMDD of summer's beginning and end
}

func (o offsets) at(value string) *time.Location {
	if o.location != nil {
		return o.location
	}
	seconds := o.standard
	if o.hasSummer && len(value) >= 8 {
		day := value[4:8]
		in := day >= o.from && day < o.to
		if o.from > o.to { // the southern half of the earth
			in = day >= o.from || day < o.to
		}
		if in {
			seconds = o.summer
		}
	}
	sign, abs := "+", seconds
	if abs < 0 {
		sign, abs = "-", -abs
	}
	return time.FixedZone(fmt.Sprintf("%s%02d:%02d", sign, abs/3600, abs/60%60), seconds)
}

func (c *calendar) timezone(lines []string) {
	var id string
	var o offsets
	summer := false
	for i := range lines {
		name, value, _ := strings.Cut(unfolded(lines, i), ":")
		name, _, _ = strings.Cut(strings.ToUpper(strings.TrimSpace(name)), ";")
		value = strings.TrimSpace(value)
		switch name {
		case "TZID":
			id = strings.Trim(value, `"`)
		case "X-LIC-LOCATION":
			o.location = ZoneNamed(value)
		case "BEGIN":
			summer = strings.EqualFold(value, "DAYLIGHT")
			o.hasSummer = o.hasSummer || summer
		case "TZOFFSETTO":
			if n, ok := offset(value); ok && summer {
				o.summer = n
			} else if ok {
				o.standard = n
			}
		case "DTSTART":
			if len(value) >= 8 && summer {
				o.from = value[4:8]
			} else if len(value) >= 8 {
				o.to = value[4:8]
			}
		}
	}
	if id != "" {
		c.zones[id] = o
	}
}

// offset reads +0800 or -093000 as seconds east.
func offset(s string) (int, bool) {
	if len(s) < 5 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	n, err := strconv.Atoi(s[1:5])
	if err != nil || n/100 > 15 {
		return 0, false
	}
	seconds := n/100*3600 + n%100*60
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

// isoSpan reads a length such as PT1H30M or P1D.
func isoSpan(s string) (time.Duration, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	rest, ok := strings.CutPrefix(s, "P")
	if !ok || len(rest) > 20 || rest == "" {
		return 0, false
	}
	var total time.Duration
	n, digits, clock := 0, false, false
	for _, r := range rest {
		switch {
		case r >= '0' && r <= '9':
			if n = n*10 + int(r-'0'); n > 100_000 {
				return 0, false
			}
			digits = true
			continue
		case r == 'T' && !digits:
			clock = true
			continue
		case !digits:
			return 0, false
		case r == 'W':
			total += time.Duration(n) * 7 * 24 * time.Hour
		case r == 'D':
			total += time.Duration(n) * 24 * time.Hour
		case r == 'H' && clock:
			total += time.Duration(n) * time.Hour
		case r == 'M' && clock:
			total += time.Duration(n) * time.Minute
		case r == 'S' && clock:
			total += time.Duration(n) * time.Second
		default:
			return 0, false
		}
		n, digits = 0, false
	}
	return total, !digits && total <= 366*24*time.Hour
}

// people finds who speaks: attendees, a first line "Speaker: X", and in Sched's
// calendars the title.
func (c *calendar) people(x *Session, e *ics.VEvent, description string) {
	for _, p := range e.Properties {
		if p.IANAToken != string(ics.ComponentPropertyAttendee) {
			continue
		}
		for _, n := range p.ICalParameters["CN"] {
			if n = oneLine(strings.Trim(n, `"`)); n != "" {
				x.Speakers = append(x.Speakers, c.s.speaks(Person{Name: Text{"": n}, Confidence: 1}))
			}
		}
	}
	body := plain(description)
	if first, rest, _ := strings.Cut(body, "\n"); len(x.Speakers) == 0 {
		for _, label := range []string{"Speakers:", "Speaker:", "Presenter:", "讲者：", "講者：", "讲师："} {
			if names, ok := strings.CutPrefix(first, label); ok {
				for _, n := range strings.FieldsFunc(names, func(r rune) bool { return strings.ContainsRune(",;、，", r) }) {
					if n = oneLine(n); n != "" {
						x.Speakers = append(x.Speakers, c.s.speaks(Person{Name: Text{"": n}, Confidence: 1}))
					}
				}
				body = strings.TrimSpace(rest)
			}
		}
	}
	if body != "" {
		x.Abstract = Text{"": body}
	}
	if !c.sched && !strings.Contains(x.Links.Page, "sched.com/") || len(x.Speakers) > 0 {
		return
	}
	title, people := splitTitle(x.Title.In(""))
	if len(people) == 0 {
		return
	}
	x.Title = Text{"": title}
	sure := 1.0
	for _, p := range people {
		sure = min(sure, p.Confidence)
		x.Speakers = append(x.Speakers, c.s.speaks(p))
	}
	if sure < 0.8 {
		c.s.doubt(x.Line, x.ID, strings.Join(x.Speakers, ", "), "names that were split from the title and may be none")
	}
}
