package schedule

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// The schema that frab made and pretalx, FOSDEM, DebConf and the congresses write,
// as XML and as JSON.

type frabConference struct {
	Title string `xml:"title" json:"title"`
	Start string `xml:"start" json:"start"`
	Zone  string `xml:"time_zone_name" json:"time_zone_name"`
	Base  string `xml:"base_url" json:"base_url"`
	URL   string `xml:"url" json:"url"`
	City  string `xml:"city" json:"city"`
	Venue string `xml:"venue" json:"venue"`
}

type frabEvent struct {
	ID          string       `xml:"id,attr"`
	GUID        string       `xml:"guid,attr"`
	Date        string       `xml:"date"`
	Start       string       `xml:"start"`
	Duration    string       `xml:"duration"`
	Room        string       `xml:"room"`
	Title       string       `xml:"title"`
	Subtitle    string       `xml:"subtitle"`
	Track       string       `xml:"track"`
	Type        string       `xml:"type"`
	Language    string       `xml:"language"`
	Abstract    string       `xml:"abstract"`
	Description string       `xml:"description"`
	URL         string       `xml:"url"`
	VideoURL    string       `xml:"video_download_url"`
	Persons     []frabPerson `xml:"persons>person"`
	Links       []frabLink   `xml:"links>link"`
	Attachments []frabLink   `xml:"attachments>attachment"`
}

type frabPerson struct {
	ID   string `xml:"id,attr"`
	Name string `xml:",chardata"`
}

type frabLink struct {
	URL  string `xml:"href,attr"`
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// readFrab reads the XML event by event, so that one that is broken does not take
// the others with it.
func readFrab(data []byte, zone *time.Location) (*Schedule, error) {
	s := &Schedule{}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false // HTML's character references in the abstracts of some
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if strings.EqualFold(label, "utf-8") || strings.EqualFold(label, "us-ascii") {
			return r, nil
		}
		return nil, fmt.Errorf("encoded as %q; UTF-8 is wanted", label)
	}
	var day, room string
	found := false
	for {
		line, _ := d.InputPos()
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if len(s.Sessions) == 0 {
				return nil, err
			}
			s.doubt(line, "", err.Error(), "the file cannot be read from here on")
			break
		}
		start, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		attr := func(name string) string {
			for _, a := range start.Attr {
				if a.Name.Local == name {
					return a.Value
				}
			}
			return ""
		}
		switch start.Name.Local {
		case "schedule":
			found = true
		case "conference":
			var c frabConference
			if err := d.DecodeElement(&c, &start); err != nil {
				return nil, err
			}
			s.frabConference(c, zone)
		case "day":
			day = attr("date")
		case "room":
			room = oneLine(attr("name"))
		case "event":
			var e frabEvent
			if err := d.DecodeElement(&e, &start); err != nil {
				s.doubt(line, "", err.Error(), "an event that cannot be read")
				continue
			}
			if strings.TrimSpace(e.Room) == "" {
				e.Room = room
			}
			s.frabEvent(e, day, line, zone)
		}
		if len(s.Sessions) > MaxSessions {
			return nil, fmt.Errorf("more than %d sessions", MaxSessions)
		}
	}
	if !found {
		return nil, ErrUnknown
	}
	return s, nil
}

func (s *Schedule) frabConference(c frabConference, zone *time.Location) {
	s.Name, s.URL = oneLine(c.Title), strings.TrimSpace(c.URL)
	if s.URL == "" {
		s.URL = strings.TrimSpace(c.Base)
	}
	s.Place = oneLine(strings.Trim(strings.Join([]string{c.Venue, c.City}, ", "), ", "))
	s.Zone = zone
	if s.Zone != nil {
		return
	}
	if name := strings.TrimSpace(c.Zone); name != "" {
		if s.Zone = ZoneNamed(name); s.Zone == nil {
			s.doubt(0, "", name, "a time zone that nobody knows")
		} else if isUTC(s.Zone) { // what programs write that were not told
			s.Zone = nil
		}
	}
}

func (s *Schedule) frabEvent(e frabEvent, day string, line int, zone *time.Location) {
	x := Session{
		ID: strings.TrimSpace(e.GUID), Title: Text{"": oneLine(e.Title)}, Subtitle: oneLine(e.Subtitle), Track: oneLine(e.Track), Room: oneLine(e.Room),
		Kind: oneLine(e.Type), Language: strings.TrimSpace(e.Language), Line: line,
	}
	if x.ID == "" {
		x.ID = strings.TrimSpace(e.ID)
	}
	x.Abstract = abstract(e.Abstract, e.Description)
	x.Links.Page = strings.TrimSpace(e.URL)
	for _, l := range e.Links {
		x.Links.add(Link{oneLine(l.Text), strings.TrimSpace(l.URL)}, l.Type)
	}
	for _, l := range e.Attachments {
		x.Links.add(Link{oneLine(l.Text), strings.TrimSpace(l.URL)}, l.Type+" attachment")
	}
	if x.Links.Video == "" {
		x.Links.Video = strings.TrimSpace(e.VideoURL)
	}
	for _, p := range e.Persons {
		if name := oneLine(p.Name); name != "" {
			x.Speakers = append(x.Speakers, s.speaks(Person{ID: strings.TrimSpace(p.ID), Name: Text{"": name}, Confidence: 1}))
		}
	}
	s.frabTime(&x, e.Date, day, e.Start, e.Duration, zone)
	s.take(x)
}

// frabTime finds out when an event is: its own date where it has one; else the
// day's, with what begins before the day's first hours on the next one.
func (s *Schedule) frabTime(x *Session, date, day, start, duration string, zone *time.Location) {
	if zone == nil {
		zone = s.Zone
	}
	length, ok := span(duration)
	if !ok && strings.TrimSpace(duration) != "" {
		s.doubt(x.Line, x.ID, duration, "a length that cannot be read")
	}
	if t, _, ok := wall(date, zone); ok {
		x.Start, x.End = t, t.Add(length)
		return
	}
	at, ok := span(start)
	if len(day) >= 10 {
		if t, naive, good := wall(day[:10]+"T00:00:00", zone); good && ok {
			if naive && zone == nil {
				s.askZone(x)
			}
			if at < 6*time.Hour { // after midnight it is the programme's day still
				t = t.AddDate(0, 0, 1)
			}
			y, m, d := t.Date()
			x.Start = time.Date(y, m, d, 0, int(at/time.Minute), 0, 0, t.Location())
			x.End = x.Start.Add(length)
			return
		}
	}
	s.doubt(x.Line, x.ID, x.Title.In(""), "it has no time that can be read")
}

// askZone notes once that the venue's zone has to be asked for.
func (s *Schedule) askZone(x *Session) {
	const reason = "times without a zone: the venue's has to be chosen"
	if !slices.ContainsFunc(s.Doubts, func(d Doubt) bool { return d.Reason == reason }) {
		s.doubt(x.Line, x.ID, x.Title.In(""), reason)
	}
}

// take adds a session; one without a title is kept, and said.
func (s *Schedule) take(x Session) {
	if x.Title.In("") == "" {
		x.Title = Text{"": "?"}
		s.doubt(x.Line, x.ID, "", "a session without a title")
	}
	x.Service = x.Service || isService(x)
	s.Sessions = append(s.Sessions, x)
}

// isService reports what nobody writes about: it has no speaker and is called a
// break, a meal or the like.
func isService(x Session) bool {
	if len(x.Speakers) > 0 {
		return false
	}
	t := " " + strings.ToLower(x.Title.In("en")+" "+x.Title.In("zh")+" "+x.Kind+" "+x.Track) + " "
	for _, w := range []string{" break", "lunch", "breakfast", " dinner", "registration", "badge pick", "coffee", "doors open", "会间", "茶歇", "休息", "午餐", "午休", "签到", "報到", "休憩", "注册"} {
		if strings.Contains(t, w) {
			return true
		}
	}
	return false
}

// abstract joins what sources divide into a short and a long text.
func abstract(short, long string) Text {
	a, b := plain(short), plain(long)
	switch {
	case a == "" || strings.HasPrefix(b, a):
		a = b
	case b != "" && b != a:
		a += "\n\n" + b
	}
	if a == "" {
		return nil
	}
	return Text{"": a}
}

// add files an address where its name, its kind or its host say that it belongs.
func (l *Links) add(link Link, kind string) {
	if link.URL == "" {
		return
	}
	about := strings.ToLower(kind + " " + link.Title + " " + link.URL)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(about, w) })
	}
	var to *string
	switch {
	case has("hackmd", "etherpad", "notes", "co_write", "codimd", "hedgedoc"):
		to = &l.Notes
	case has("youtube.com", "youtu.be", "video", "recording", "media.ccc.de", "vimeo", ".mp4", ".webm", "bilibili"):
		to = &l.Video
	case has("slides", "slide", ".pdf", ".pptx", "speakerdeck", "slideshare", "presentation", "attachment"):
		to = &l.Slides
	}
	if to != nil && *to == "" {
		*to = link.URL
		return
	}
	if link.Title == "" {
		link.Title = link.URL
	}
	l.Others = append(l.Others, link)
}

// --- JSON ---

type frabJSON struct {
	Conference struct {
		frabConference
		Days []frabDayJSON `json:"days"`
	} `json:"conference"`
	Days []frabDayJSON `json:"days"` // old schema versions have them here
}

type frabDayJSON struct {
	Date  string                       `json:"date"`
	Rooms map[string][]json.RawMessage `json:"rooms"`
}

type frabEventJSON struct {
	ID          anyText          `json:"id"`
	GUID        string           `json:"guid"`
	Date        string           `json:"date"`
	Start       string           `json:"start"`
	Duration    string           `json:"duration"`
	Room        anyText          `json:"room"`
	Title       anyText          `json:"title"`
	Subtitle    anyText          `json:"subtitle"`
	Track       anyText          `json:"track"`
	Type        anyText          `json:"type"`
	Language    string           `json:"language"`
	Abstract    anyText          `json:"abstract"`
	Description anyText          `json:"description"`
	URL         string           `json:"url"`
	Persons     []frabPersonJSON `json:"persons"`
	Links       []linkJSON       `json:"links"`
	Attachments []linkJSON       `json:"attachments"`
}

type frabPersonJSON struct {
	ID         anyText `json:"id"`
	GUID       string  `json:"guid"`
	Code       string  `json:"code"`
	Name       string  `json:"name"`
	PublicName string  `json:"public_name"`
}

type linkJSON struct {
	URL   string `json:"url"`
	Title string `json:"title"`
	Type  string `json:"type"`
}

func readFrabJSON(raw json.RawMessage, zone *time.Location) (*Schedule, error) {
	var f frabJSON
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, err
	}
	s := &Schedule{}
	s.frabConference(f.Conference.frabConference, zone)
	for _, day := range append(f.Conference.Days, f.Days...) {
		rooms := make([]string, 0, len(day.Rooms))
		for name := range day.Rooms {
			rooms = append(rooms, name)
		}
		slices.Sort(rooms)
		for _, room := range rooms {
			for _, one := range day.Rooms[room] {
				var e frabEventJSON
				if err := json.Unmarshal(one, &e); err != nil {
					s.doubt(0, "", string(one), err.Error())
					continue
				}
				s.frabEventJSON(e, day.Date, room, zone)
			}
		}
	}
	return s, nil
}

func (s *Schedule) frabEventJSON(e frabEventJSON, day, room string, zone *time.Location) {
	x := Session{
		ID: e.GUID, Title: e.Title.text(), Subtitle: e.Subtitle.one(), Track: e.Track.one(), Room: e.Room.one(),
		Kind: e.Type.one(), Language: e.Language, Abstract: abstract(e.Abstract.one(), e.Description.one()),
	}
	if x.ID == "" {
		x.ID = e.ID.one()
	}
	if x.Room == "" {
		x.Room = room
	}
	x.Links.Page = e.URL
	for _, l := range e.Links {
		x.Links.add(Link{l.Title, l.URL}, l.Type)
	}
	for _, l := range e.Attachments {
		x.Links.add(Link{l.Title, l.URL}, l.Type+" attachment")
	}
	for _, p := range e.Persons {
		name, id := p.PublicName, p.GUID
		if name == "" {
			name = p.Name
		}
		if id == "" {
			id = p.Code
		}
		if id == "" {
			id = p.ID.one()
		}
		if name = oneLine(name); name != "" {
			x.Speakers = append(x.Speakers, s.speaks(Person{ID: id, Name: Text{"": name}, Confidence: 1}))
		}
	}
	s.frabTime(&x, e.Date, day, e.Start, e.Duration, zone)
	s.take(x)
}
