package schedule

import (
	"fmt"
	"slices"
	"time"
)

// Change is what a newer version says otherwise of a session.
type Change struct {
	ID     string
	Title  Text
	What   string // start, end, room, title, speakers, slides, video, notes, page, new, gone
	Before string
	After  string
}

// Merge puts two schedules together: those of one conference in several files, or an
// older and a newer version of one. What newer says of a session that both have
// holds, an empty link takes nothing away, and what newer does not have stays. The
// changes are in the order of the sessions.
func Merge(older, newer *Schedule) (*Schedule, []Change) {
	out := *older
	out.Sessions = slices.Clone(older.Sessions)
	out.People = slices.Clone(older.People)
	out.Doubts = append(slices.Clone(older.Doubts), newer.Doubts...)
	take := func(into *string, v string) {
		if v != "" {
			*into = v
		}
	}
	take(&out.Name, newer.Name)
	take(&out.Place, newer.Place)
	take(&out.URL, newer.URL)
	if newer.Zone != nil {
		out.Zone = newer.Zone
	}
	for _, p := range newer.People {
		out.speaks(p)
	}
	var changes []Change
	for _, n := range newer.Sessions {
		i := out.same(n)
		if i < 0 {
			out.Sessions = append(out.Sessions, n)
			changes = append(changes, Change{ID: n.ID, Title: n.Title, What: "new"})
			continue
		}
		merged, diff := merged(out.Sessions[i], n)
		out.Sessions[i] = merged
		changes = append(changes, diff...)
	}
	out.finish(Options{Zone: out.Zone})
	return &out, changes
}

// same finds the session that n is another version of: by its ID, else by its title,
// if that stands once.
func (s *Schedule) same(n Session) int {
	if i := slices.IndexFunc(s.Sessions, func(o Session) bool { return o.ID == n.ID }); i >= 0 {
		return i
	}
	found := -1
	for i, o := range s.Sessions {
		if o.Title.In("") == n.Title.In("") && o.Title.In("") != "?" {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	if found >= 0 && !s.Sessions[found].Start.IsZero() && !n.Start.IsZero() && s.Sessions[found].Service {
		return -1 // every day has its lunch
	}
	return found
}

func merged(o, n Session) (Session, []Change) {
	id := o.ID
	var changes []Change
	note := func(what, before, after string) {
		changes = append(changes, Change{ID: id, Title: n.Title, What: what, Before: before, After: after})
	}
	text := func(what string, into *string, v string) {
		if v != "" && v != *into {
			note(what, *into, v)
			*into = v
		}
	}
	out := o
	if !n.Start.IsZero() {
		if !n.Start.Equal(o.Start) {
			note("start", clock(o.Start), clock(n.Start))
		}
		if !n.End.Equal(o.End) && n.Start.Equal(o.Start) {
			note("end", clock(o.End), clock(n.End))
		}
		out.Start, out.End = n.Start, n.End
	}
	if a, b := o.Title.In(""), n.Title.In(""); a != b {
		note("title", a, b)
	}
	out.Title = Text{}
	for _, t := range []Text{o.Title, n.Title} {
		for lang, s := range t {
			out.Title[lang] = s
		}
	}
	text("room", &out.Room, n.Room)
	if n.Track != "" {
		out.Track = n.Track
	}
	if len(n.Speakers) > 0 && !slices.Equal(n.Speakers, o.Speakers) {
		note("speakers", fmt.Sprint(o.Speakers), fmt.Sprint(n.Speakers))
		out.Speakers = n.Speakers
	}
	if len(n.Abstract) > 0 {
		out.Abstract = n.Abstract
	}
	text("page", &out.Links.Page, n.Links.Page)
	text("slides", &out.Links.Slides, n.Links.Slides)
	text("video", &out.Links.Video, n.Links.Video)
	text("notes", &out.Links.Notes, n.Links.Notes)
	for _, l := range n.Links.Others {
		if !slices.Contains(out.Links.Others, l) {
			out.Links.Others = append(slices.Clip(out.Links.Others), l)
		}
	}
	return out, changes
}

func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
