package place

import (
	"slices"
	"time"

	"lanyard/store/schedule"
)

// Suggest gives the shift of a camera's clock that puts photo i, which the author
// knows to be of the session, into it. Of all those shifts it is the one by which
// most photos of that camera fall into talks; among equals a whole hour is likelier
// than a half, and that than any other. It reports false for a photo without a time
// and a session without one.
func Suggest(s *schedule.Schedule, photos []Photo, i int, session string, o Options) (time.Duration, bool) {
	k := slices.IndexFunc(s.Sessions, func(x schedule.Session) bool { return x.ID == session })
	if k < 0 || s.Sessions[k].Start.IsZero() || photos[i].Taken.IsZero() {
		return 0, false
	}
	x := s.Sessions[k]
	from, to := wall(x.Start), wall(x.End)
	if !to.After(from) {
		to = from.Add(unended)
	}
	at := wall(photos[i].Taken)
	low, high := from.Sub(at), to.Sub(at)-time.Second
	p := newPlan(s, o)
	var walls []time.Time
	for _, ph := range photos {
		if ph.Clock() == photos[i].Clock() && ph.Apart == "" && !ph.Taken.IsZero() {
			walls = append(walls, wall(ph.Taken))
		}
	}
	var best []time.Duration
	most := 0
	for _, d := range candidates(low, high) {
		switch n := p.score(walls, d); {
		case len(best) == 0 || n > most:
			best, most = []time.Duration{d}, n
		case n == most:
			best = append(best, d)
		}
	}
	for _, step := range []time.Duration{time.Hour, 30 * time.Minute, 15 * time.Minute} {
		for _, d := range best {
			if d%step == 0 {
				return d, true
			}
		}
	}
	return best[len(best)/2], true
}

// candidates are the whole minutes from low to high, and low where there is none.
func candidates(low, high time.Duration) []time.Duration {
	var out []time.Duration
	first := low.Truncate(time.Minute)
	if first < low {
		first += time.Minute
	}
	for d := first; d <= high; d += max(time.Minute, ((high - low) / 240).Truncate(time.Minute)) { // of a day's workshop not each minute
		out = append(out, d)
	}
	if len(out) == 0 {
		out = append(out, low)
	}
	return out
}

// score tells how well a shift fits the photos of a camera.
func (p *plan) score(walls []time.Time, shift time.Duration) int {
	n := 0
	for _, w := range walls {
		at := w.Add(shift)
		if on, _ := p.on(at); on != nil {
			n++
		} else if !p.days[at.Add(-6*time.Hour).Format("2006-01-02")] {
			n--
		}
	}
	return n
}

// Camera is a clock, and how well its photos fit the programme.
type Camera struct {
	Clock   string
	Name    string // of the camera
	Photos  int    // with a time
	Outside int    // of those, in no talk
}

// Suspect reports a clock that is likely wrong: most of its photos lie in no talk.
func (c Camera) Suspect() bool { return c.Photos >= 3 && 2*c.Outside > c.Photos }

// Cameras lists the clocks of the photos in the order they first come; placed are
// the placements that [Photos] gave.
func Cameras(photos []Photo, placed []Placement) []Camera {
	var out []Camera
	for i, ph := range photos {
		if ph.Apart != "" || ph.Taken.IsZero() {
			continue
		}
		k := slices.IndexFunc(out, func(c Camera) bool { return c.Clock == ph.Clock() })
		if k < 0 {
			k = len(out)
			out = append(out, Camera{Clock: ph.Clock(), Name: ph.Camera})
		}
		out[k].Photos++
		if placed[i].Group != Talk {
			out[k].Outside++
		}
	}
	return out
}
