package schedule

import (
	"encoding/json"
	"fmt"
	"time"
)

// schedule2 is c3voc's newer schema: events and people at the top, start and end as
// times with an offset.
type schedule2 struct {
	Conference frabConference    `json:"conference"`
	Events     []json.RawMessage `json:"events"`
	Persons    []person2         `json:"persons"`
}

type person2 struct {
	GUID  string     `json:"guid"`
	Name  anyText    `json:"name"`
	Links []linkJSON `json:"links"`
}

type event2 struct {
	GUID         string          `json:"guid"`
	Start        string          `json:"start"`
	End          string          `json:"end"`
	Type         string          `json:"type"`
	Room         anyText         `json:"room"`
	Track        anyText         `json:"track"`
	Title        anyText         `json:"title"`
	Subtitle     anyText         `json:"subtitle"`
	Abstract     anyText         `json:"abstract"`
	Description  anyText         `json:"description"`
	Language     string          `json:"language"`
	URL          string          `json:"url"`
	Persons      []person2       `json:"persons"`
	Participants json.RawMessage `json:"participants"`
	Links        []linkJSON      `json:"links"`
	Attachments  []linkJSON      `json:"attachments"`
}

func readSchedule2(raw json.RawMessage) (*Schedule, error) {
	var f schedule2
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, err
	}
	s := &Schedule{}
	s.frabConference(f.Conference, nil)
	for _, p := range f.Persons {
		q := Person{ID: p.GUID, Name: p.Name.text(), Confidence: 1}
		for _, l := range p.Links {
			q.Links = append(q.Links, Link{l.Title, l.URL})
		}
		s.People = append(s.People, q)
	}
	for i, one := range f.Events {
		var e event2
		if err := json.Unmarshal(one, &e); err != nil {
			s.doubt(0, "", fmt.Sprintf("event %d", i+1), err.Error())
			continue
		}
		s.event2(e)
	}
	return s, nil
}

func (s *Schedule) event2(e event2) {
	x := Session{
		ID: e.GUID, Title: e.Title.text(), Subtitle: e.Subtitle.one(), Track: e.Track.one(), Room: e.Room.one(), Kind: e.Type,
		Language: e.Language, Abstract: abstract(e.Abstract.one(), e.Description.one()),
	}
	x.Links.Page = e.URL
	for _, l := range e.Links {
		x.Links.add(Link{l.Title, l.URL}, l.Type)
	}
	for _, l := range e.Attachments {
		x.Links.add(Link{l.Title, l.URL}, l.Type+" attachment")
	}
	var people []person2
	if json.Unmarshal(e.Participants, &people) != nil {
		people = nil
	}
	for _, p := range append(people, e.Persons...) {
		if name := p.Name.text(); name.In("") != "" {
			x.Speakers = append(x.Speakers, s.speaks(Person{ID: p.GUID, Name: name, Confidence: 1}))
		}
	}
	var ok, naive bool
	if x.Start, naive, ok = wall(e.Start, s.Zone); !ok {
		x.Start = time.Time{}
		s.doubt(0, x.ID, x.Title.In(""), "it has no time that can be read")
	} else if naive && s.Zone == nil {
		s.askZone(&x)
	}
	x.End, _, _ = wall(e.End, s.Zone)
	s.take(x)
}
