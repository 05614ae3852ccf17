package schedule

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

type symposionSlot struct {
	Key      anyText         `json:"conf_key"`
	Name     anyText         `json:"name"`
	Title    anyText         `json:"title"`
	Authors  json.RawMessage `json:"authors"`
	Speakers json.RawMessage `json:"speakers"`
	Start    string          `json:"start"`
	End      string          `json:"end"`
	Duration float64         `json:"duration"` // minutes
	Room     anyText         `json:"room"`
	Kind     anyText         `json:"kind"`
	Track    anyText         `json:"track"`
	Tags     anyText         `json:"tags"`
	Abstract anyText         `json:"abstract"`
	Text     anyText         `json:"description"`
	URL      string          `json:"conf_url"`
	Video    string          `json:"video_url"`
}

// readSymposion reads schedule/conference.json of Symposion, a flat list.
func readSymposion(list []json.RawMessage, zone *time.Location) (*Schedule, error) {
	s := &Schedule{Zone: zone}
	for i, raw := range list {
		var e symposionSlot
		if err := json.Unmarshal(raw, &e); err != nil {
			s.doubt(0, "", fmt.Sprintf("slot %d", i+1), err.Error())
			continue
		}
		x := Session{ID: e.Key.one(), Title: e.Title.text(), Room: e.Room.one(), Kind: e.Kind.one(), Track: e.Track.one(), Abstract: abstract(e.Abstract.one(), e.Text.one())}
		if x.Title.In("") == "" {
			x.Title = e.Name.text()
		}
		x.Links.Page, x.Links.Video = e.URL, e.Video
		for _, n := range append(names(e.Authors), names(e.Speakers)...) {
			x.Speakers = append(x.Speakers, s.speaks(Person{Name: Text{"": n}, Confidence: 1}))
		}
		var naive, ok bool
		if x.Start, naive, ok = wall(e.Start, zone); !ok {
			x.Start = time.Time{}
			s.doubt(0, x.ID, x.Title.In(""), "it has no time that can be read")
		} else if naive && zone == nil {
			s.askZone(&x)
		}
		if x.End, _, ok = wall(e.End, zone); !ok && !x.Start.IsZero() && e.Duration > 0 && e.Duration < 31*24*60 {
			x.End = x.Start.Add(time.Duration(e.Duration) * time.Minute)
		}
		s.take(x)
	}
	return s, nil
}

// names reads a list of names, or of objects with one, or one text with commas.
func names(raw json.RawMessage) []string {
	var out []string
	var list []anyText
	if json.Unmarshal(raw, &list) == nil {
		for _, n := range list {
			if s := oneLine(n.one()); s != "" {
				out = append(out, s)
			}
		}
		return out
	}
	var one string
	if json.Unmarshal(raw, &one) == nil {
		for _, n := range strings.Split(one, ",") {
			if s := oneLine(n); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}
