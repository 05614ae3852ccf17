// Package schedule owns the programme of a conference: it reads what conferences
// publish (iCalendar, frab and FOSDEM XML, the JSON of pretalx, c3voc, Sessionize,
// Symposion and OPass) and tables that somebody typed, and gives one value.
//
// Nothing is dropped: what cannot be understood is a [Doubt] with line and reason.
// Times are in the venue's zone; the computer's is never assumed. The readers are
// functions of their arguments, take hostile bytes, and may be called from any
// goroutine; they touch neither disk nor network.
package schedule

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limits of what is read. A larger file is an error that says so.
const (
	MaxBytes    = 64 << 20
	MaxSessions = 20_000
)

// Schedule is the programme of one conference.
type Schedule struct {
	Name     string // of the conference
	Place    string
	URL      string
	Zone     *time.Location // of the venue; nil where the file does not tell, and the times are then in UTC
	Sessions []Session      // by start, then room
	People   []Person       // those who speak, in the order they first do
	Doubts   []Doubt
}

// Text is a text by language: zh, en, or "" where its language is not told.
type Text map[string]string

// In gives the text in a language, else in the others, English first.
func (t Text) In(lang string) string {
	for _, l := range []string{lang, "", "en", "zh"} {
		if s := t[l]; s != "" {
			return s
		}
	}
	best := ""
	for l := range t {
		if t[l] != "" && (best == "" || l < best) {
			best = l
		}
	}
	return t[best]
}

// Session is one item of the programme.
type Session struct {
	ID       string // of the source, the same in a newer version of it; made of title and start where it has none
	Title    Text
	Subtitle string
	Speakers []string // names, as in People
	Track    string
	Room     string
	Kind     string // as the source says: Talk, Workshop, …
	Language string
	Start    time.Time // zero where it is not announced
	End      time.Time // not before Start; equal to it where the source tells no end
	Abstract Text      // plain text or Markdown, as the source has it; HTML is made plain
	Links    Links
	Service  bool // a break, a meal, registration
	Line     int  // of the source, from 1; 0 where it has none
}

// Links are addresses about a session; each may be empty.
type Links struct {
	Page, Slides, Video, Notes string
	Others                     []Link
}

// Link is an address with its name.
type Link struct{ Title, URL string }

// Person is somebody who speaks.
type Person struct {
	ID      string
	Name    Text // in each script that the source has
	Company string
	Links   []Link
	// Confidence is 1 where the source names the person, and less where the name was
	// split from a title.
	Confidence float64
}

// Doubt is something that was not understood, or only partly.
type Doubt struct {
	Line    int    // of the source, from 1; 0 where it has none
	Session string // ID of the session that was taken all the same; empty where none was
	Text    string // what stands there, shortened
	Reason  string
}

// Options say what the author knows of a schedule.
type Options struct {
	Zone *time.Location // the venue's; nil where the file has to tell
}

// Day is when a session takes place, as the programme's pages say it: before six in
// the morning it belongs to the day before.
func (s Session) Day() string {
	if s.Start.IsZero() {
		return ""
	}
	return s.Start.Add(-6 * time.Hour).Format("2006-01-02")
}

// Days lists the days of the sessions.
func (s *Schedule) Days() []string {
	var days []string
	for _, x := range s.Sessions {
		if d := x.Day(); d != "" && !slices.Contains(days, d) {
			days = append(days, d)
		}
	}
	slices.Sort(days)
	return days
}

// Rooms lists the rooms of the sessions.
func (s *Schedule) Rooms() []string {
	var rooms []string
	for _, x := range s.Sessions {
		if x.Room != "" && !slices.Contains(rooms, x.Room) {
			rooms = append(rooms, x.Room)
		}
	}
	slices.Sort(rooms)
	return rooms
}

// Person gives the person of a name in any of their scripts.
func (s *Schedule) Person(name string) (Person, bool) {
	for _, p := range s.People {
		for _, n := range p.Name {
			if n == name {
				return p, true
			}
		}
	}
	return Person{}, false
}

// finish puts the sessions in order and in the zone, and gives each an ID of its own.
func (s *Schedule) finish(o Options) {
	if o.Zone != nil {
		s.Zone = o.Zone
	}
	if s.Zone == nil {
		s.Zone = s.sharedOffset()
	}
	taken, next := map[string]bool{}, map[string]int{} // IDs, and the number to try next for one that is taken
	for i := range s.Sessions {
		x := &s.Sessions[i]
		if s.Zone != nil && !x.Start.IsZero() {
			x.Start, x.End = x.Start.In(s.Zone), x.End.In(s.Zone)
		}
		if x.End.Before(x.Start) {
			if !x.End.IsZero() {
				s.doubt(x.Line, x.ID, x.Title.In(""), "it ends before it begins")
			}
			x.End = x.Start
		}
		if x.ID == "" {
			x.ID = strings.Join(strings.Fields(x.Title.In("")), " ") + "@" + x.Start.UTC().Format("20060102T1504")
		}
		id := x.ID
		for n := max(next[x.ID], 2); taken[id]; n++ {
			id, next[x.ID] = x.ID+"#"+strconv.Itoa(n), n+1
		}
		x.ID, taken[id] = id, true
	}
	slices.SortStableFunc(s.Sessions, func(a, b Session) int {
		if a.Start.IsZero() != b.Start.IsZero() { // what has no time yet comes last
			if a.Start.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Room, b.Room))
	})
}

// sharedOffset is the zone of a schedule that names none, or UTC, but writes one other
// offset with all of its times: that of the venue. Nil otherwise.
func (s *Schedule) sharedOffset() *time.Location {
	shared, found := 0, false
	for _, x := range s.Sessions {
		if x.Start.IsZero() {
			continue
		}
		_, seconds := x.Start.Zone()
		if found && seconds != shared {
			return nil
		}
		shared, found = seconds, true
	}
	if shared == 0 {
		return nil
	}
	return time.FixedZone(time.Time{}.In(time.FixedZone("", shared)).Format("-07:00"), shared)
}

func (s *Schedule) doubt(line int, session, text, reason string) {
	if r := []rune(text); len(r) > 120 {
		text = string(r[:119]) + "…"
	}
	s.Doubts = append(s.Doubts, Doubt{Line: line, Session: session, Text: text, Reason: reason})
}

// speaks makes sure that a person is known, and gives the name to write.
func (s *Schedule) speaks(p Person) string {
	name := p.Name.In("")
	for i, q := range s.People {
		if p.ID != "" && q.ID == p.ID || p.ID == "" && q.Name.In("") == name && (q.Company == p.Company || p.Company == "") {
			if q.Company == "" {
				s.People[i].Company = p.Company
			}
			return q.Name.In("")
		}
	}
	s.People = append(s.People, p)
	return name
}
