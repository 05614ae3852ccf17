// Package place owns the question in which talk a photo was taken: the clock of its
// camera beside the programme of the conference.
//
// Both are wall clocks. A camera shows what its owner set, the programme what hangs
// on the venue's wall, and no zone is read into either. Each camera body has one
// clock, so one photo whose talk is known puts all of that camera right. The
// functions are pure, and may be called from any goroutine.
package place

import (
	"cmp"
	"slices"
	"time"

	"lanyard/store/schedule"
)

// Margins: a photo so little before or after a talk belongs to it, with a doubt.
// Talks begin when the room has filled, and questions go on.
const (
	before = 3 * time.Minute
	after  = 5 * time.Minute
)

// unended is how long a session lasts whose source tells no end.
const unended = 30 * time.Minute

// Photo is what is known of a photo.
type Photo struct {
	Name    string
	Taken   time.Time // what its camera's clock showed; zero where nobody knows
	HasZone bool      // Taken's offset is one that the camera wrote
	Camera  string    // as a person reads it
	Body    string    // the clock it was taken by; Camera stands for it where it is empty
	Doubt   Reason    // of Taken: Edited, FromName or none
	Apart   Reason    // Screenshot or Messenger where it was not taken there and then
}

// Clock names the clock that a photo was taken by.
func (p Photo) Clock() string { return cmp.Or(p.Body, p.Camera) }

// Group is where a photo goes.
type Group string

// The groups, in the order in which they are shown.
const (
	Talk     Group = "talk"
	Break    Group = "break"    // a meal, a coffee: a session of service
	Hallway  Group = "hallway"  // between the talks of a day
	Unplaced Group = "unplaced" // no time, or none of the conference's days
)

// Reason says why a photo is unplaced, or doubtful.
type Reason string

// The reasons. Those of unplaced photos come first.
const (
	NoTime     Reason = "no time"
	Screenshot Reason = "screenshot"
	Messenger  Reason = "messenger"
	OtherDay   Reason = "other day"
	Margin     Reason = "margin"   // just before or after the talk
	Parallel   Reason = "parallel" // several talks were on
	Edited     Reason = "edited"   // the time is that of the last change
	FromName   Reason = "name"     // the time is from the file's name
	Offset     Reason = "offset"   // the camera was set to another offset from UTC than the venue's
)

// Options say what the author knows.
type Options struct {
	Only      []string                 // IDs of the talks that may have photos; nil means all
	Shifts    map[string]time.Duration // by clock: what is added to what it showed
	UseOffset bool                     // the offset that a camera wrote counts, not its wall clock
}

// Placement is where one photo goes.
type Placement struct {
	Name     string
	At       time.Time // on the venue's wall clock, put in UTC; zero where nobody knows
	Group    Group
	Session  string // ID of the talk; of a photo between talks the nearest one of that day
	Break    string // ID of the break, of a photo in one
	Doubtful bool
	Reason   Reason // empty for a photo that is placed without a doubt
}

// slot is a session on the wall clock.
type slot struct {
	from, to time.Time
	day      string
	of       schedule.Session
}

// plan is a programme on the wall clock.
type plan struct {
	zone   *time.Location
	talks  []slot // by start
	breaks []slot
	days   map[string]bool
	o      Options
}

func newPlan(s *schedule.Schedule, o Options) *plan {
	p := &plan{zone: s.Zone, days: map[string]bool{}, o: o}
	for _, x := range s.Sessions {
		if x.Start.IsZero() {
			continue
		}
		p.days[x.Day()] = true
		v := slot{wall(x.Start), wall(x.End), x.Day(), x}
		if !v.to.After(v.from) {
			v.to = v.from.Add(unended)
		}
		switch {
		case x.Kind == "cancelled" || x.Kind == "all day":
		case x.Service:
			p.breaks = append(p.breaks, v)
		case o.Only == nil || slices.Contains(o.Only, x.ID):
			p.talks = append(p.talks, v)
		}
	}
	slices.SortStableFunc(p.talks, func(a, b slot) int { return a.from.Compare(b.from) })
	return p
}

// wall is what a clock shows, without its zone.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// Photos places each photo; the placements are in the order of the photos.
func Photos(s *schedule.Schedule, photos []Photo, o Options) []Placement {
	p := newPlan(s, o)
	out := make([]Placement, len(photos))
	for i, ph := range photos {
		out[i] = p.place(ph)
	}
	return out
}

// At places a moment of the venue's wall clock, as [Photos] does one of a camera.
func At(s *schedule.Schedule, moment time.Time, o Options) Placement {
	return newPlan(s, o).moment(wall(moment))
}

func (p *plan) place(ph Photo) Placement {
	out := Placement{Name: ph.Name, Group: Unplaced}
	switch {
	case ph.Apart != "":
		out.Reason = ph.Apart
		return out
	case ph.Taken.IsZero():
		out.Reason = NoTime
		return out
	}
	at, odd := p.at(ph)
	out = p.moment(at)
	out.Name = ph.Name
	if out.Group == Unplaced || out.Doubtful {
		return out
	}
	switch {
	case ph.Doubt != "":
		out.Doubtful, out.Reason = true, ph.Doubt
	case odd:
		out.Doubtful, out.Reason = true, Offset
	}
	return out
}

// at is when a photo was taken, on the venue's wall clock; odd, whether its camera
// wrote another offset than the venue's, and nobody said yet how it counts.
func (p *plan) at(ph Photo) (at time.Time, odd bool) {
	shift, said := p.o.Shifts[ph.Clock()]
	if ph.HasZone && p.zone != nil {
		there := ph.Taken.In(p.zone)
		if p.o.UseOffset && !said {
			return wall(there), false
		}
		odd = !said && !wall(there).Equal(wall(ph.Taken))
	}
	return wall(ph.Taken).Add(shift), odd
}

// moment places a time of the wall clock.
func (p *plan) moment(at time.Time) Placement {
	out := Placement{At: at, Group: Unplaced}
	on, others := p.on(at)
	switch {
	case on != nil:
		out.Group, out.Session = Talk, on.of.ID
		if others {
			out.Doubtful, out.Reason = true, Parallel
		}
		return out
	case !p.days[at.Add(-6*time.Hour).Format("2006-01-02")]:
		out.Reason = OtherDay
		return out
	}
	near, far := p.nearest(at)
	if near != nil {
		out.Session = near.of.ID
		if at.Before(near.from) && far <= before || !at.Before(near.to) && far <= after {
			out.Group, out.Doubtful, out.Reason = Talk, true, Margin
			return out
		}
	}
	out.Group = Hallway
	for _, b := range p.breaks {
		if !at.Before(b.from) && at.Before(b.to) {
			out.Group, out.Break = Break, b.of.ID
			break
		}
	}
	return out
}

// on finds the talk that is on: of several the one that began last, for the others
// are then a day's workshop around it. others reports one that does not surround it.
func (p *plan) on(at time.Time) (on *slot, others bool) {
	for i := range p.talks {
		t := &p.talks[i]
		if t.from.After(at) {
			break
		}
		if !at.Before(t.to) {
			continue
		}
		if on != nil && !(on.from.Before(t.from) && on.to.After(t.to)) {
			others = true
		}
		if on == nil || t.from.After(on.from) || t.to.Before(on.to) {
			on = t
		}
	}
	return on, others
}

// nearest finds the talk of the same day whose beginning or end is nearest.
func (p *plan) nearest(at time.Time) (near *slot, far time.Duration) {
	day := at.Add(-6 * time.Hour).Format("2006-01-02")
	for i := range p.talks {
		t := &p.talks[i]
		if t.day != day {
			continue
		}
		d := t.from.Sub(at)
		if !at.Before(t.to) {
			d = at.Sub(t.to)
		}
		if near == nil || d < far {
			near, far = t, d
		}
	}
	return near, far
}
