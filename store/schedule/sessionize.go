package schedule

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

type sessionizeSession struct {
	ID          anyText         `json:"id"`
	Title       anyText         `json:"title"`
	Description anyText         `json:"description"`
	StartsAt    string          `json:"startsAt"`
	EndsAt      string          `json:"endsAt"`
	Service     bool            `json:"isServiceSession"`
	Speakers    json.RawMessage `json:"speakers"`
	Categories  json.RawMessage `json:"categories"`
	Items       []int           `json:"categoryItems"`
	RoomID      anyText         `json:"roomId"`
	Room        anyText         `json:"room"`
	LiveURL     string          `json:"liveUrl"`
	Recording   string          `json:"recordingUrl"`
}

type sessionizeAll struct {
	Sessions []json.RawMessage `json:"sessions"`
	Speakers []struct {
		ID       string     `json:"id"`
		FullName string     `json:"fullName"`
		First    string     `json:"firstName"`
		Last     string     `json:"lastName"`
		TagLine  string     `json:"tagLine"`
		Links    []linkJSON `json:"links"`
	} `json:"speakers"`
	Categories []struct {
		Title string `json:"title"`
		Items []struct {
			ID   int    `json:"id"`
			Name string `json:"name"`
		} `json:"items"`
	} `json:"categories"`
	Rooms []struct {
		ID   anyText `json:"id"`
		Name string  `json:"name"`
	} `json:"rooms"`
}

// sessionize gathers what the views of Sessionize share.
type sessionize struct {
	s     *Schedule
	zone  *time.Location
	names map[string]string // speaker's id → name
	rooms map[string]string
	items map[int]string // item of a category that is a track → name
}

// readSessionize reads the view All.
func readSessionize(data []byte, zone *time.Location) (*Schedule, error) {
	var f sessionizeAll
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, newLines(data).explain(err)
	}
	r := sessionize{s: &Schedule{Zone: zone}, zone: zone, names: map[string]string{}, rooms: map[string]string{}, items: map[int]string{}}
	for _, p := range f.Speakers {
		name := p.FullName
		if name == "" {
			name = p.First + " " + p.Last
		}
		q := Person{ID: p.ID, Name: Text{"": oneLine(name)}, Company: company(p.TagLine), Confidence: 1}
		for _, l := range p.Links {
			q.Links = append(q.Links, Link{l.Title, l.URL})
		}
		r.names[p.ID] = r.s.speaks(q)
	}
	for _, room := range f.Rooms {
		r.rooms[room.ID.one()] = room.Name
	}
	for _, c := range f.Categories {
		if t := strings.ToLower(c.Title); strings.Contains(t, "track") || strings.Contains(t, "topic") {
			for _, i := range c.Items {
				r.items[i.ID] = i.Name
			}
		}
	}
	r.all(f.Sessions)
	return r.s, nil
}

func (r *sessionize) all(list []json.RawMessage) {
	for i, one := range list {
		var x sessionizeSession
		if err := json.Unmarshal(one, &x); err != nil {
			r.s.doubt(0, "", fmt.Sprintf("session %d", i+1), err.Error())
			continue
		}
		r.session(x)
	}
}

func (r *sessionize) session(e sessionizeSession) {
	x := Session{ID: e.ID.one(), Title: e.Title.text(), Room: e.Room.one(), Service: e.Service}
	if d := plain(e.Description.one()); d != "" {
		x.Abstract = Text{"": d}
	}
	if x.Room == "" {
		x.Room = r.rooms[e.RoomID.one()]
	}
	for _, i := range e.Items {
		if t := r.items[i]; t != "" && x.Track == "" {
			x.Track = t
		}
	}
	x.Links.Video = e.Recording
	if x.Links.Video == "" {
		x.Links.Video = e.LiveURL
	}
	x.Speakers = r.speakers(e.Speakers)
	var naive, ok bool
	if x.Start, naive, ok = wall(e.StartsAt, r.zone); !ok {
		x.Start = time.Time{}
		if e.StartsAt != "" {
			r.s.doubt(0, x.ID, e.StartsAt, "a time that cannot be read")
		}
	} else if naive && r.zone == nil {
		r.s.askZone(&x)
	}
	x.End, _, _ = wall(e.EndsAt, r.zone)
	r.s.take(x)
}

// speakers are ids in the view All, objects with a name in the others.
func (r *sessionize) speakers(raw json.RawMessage) []string {
	var ids []string
	if json.Unmarshal(raw, &ids) == nil {
		var out []string
		for _, id := range ids {
			if n := r.names[id]; n != "" {
				out = append(out, n)
			}
		}
		return out
	}
	var list []struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	var out []string
	for _, p := range list {
		if n := oneLine(p.Name); n != "" {
			out = append(out, r.s.speaks(Person{ID: p.ID, Name: Text{"": n}, Confidence: 1}))
		}
	}
	return out
}

// company is what a tag line says of where somebody works: "Engineer at X", "X, Engineer".
func company(tagLine string) string {
	tagLine = oneLine(tagLine)
	for _, sep := range []string{" at ", " @ ", " @"} {
		if i := strings.LastIndex(tagLine, sep); i >= 0 {
			return strings.TrimSpace(tagLine[i+len(sep):])
		}
	}
	return ""
}

// readGrid reads the view GridSmart: days, their rooms, their sessions.
func readGrid(list []json.RawMessage, zone *time.Location) (*Schedule, error) {
	r := sessionize{s: &Schedule{Zone: zone}, zone: zone}
	seen := map[string]bool{}
	for _, raw := range list {
		var day struct {
			Rooms []struct {
				Name     string            `json:"name"`
				Sessions []json.RawMessage `json:"sessions"`
			} `json:"rooms"`
		}
		if err := json.Unmarshal(raw, &day); err != nil {
			return nil, err
		}
		for _, room := range day.Rooms {
			var once []json.RawMessage
			for _, one := range room.Sessions {
				var id struct {
					ID     anyText `json:"id"`
					Starts string  `json:"startsAt"`
				}
				_ = json.Unmarshal(one, &id)
				if key := id.ID.one() + id.Starts; !seen[key] { // a plenum stands in every room
					seen[key] = true
					once = append(once, one)
				}
			}
			r.all(once)
		}
	}
	return r.s, nil
}

// readGroups reads the view Sessions.
func readGroups(list []json.RawMessage, zone *time.Location) (*Schedule, error) {
	r := sessionize{s: &Schedule{Zone: zone}, zone: zone}
	for _, raw := range list {
		var group struct {
			Sessions []json.RawMessage `json:"sessions"`
		}
		if err := json.Unmarshal(raw, &group); err != nil {
			return nil, err
		}
		r.all(group.Sessions)
	}
	return r.s, nil
}
