package editor

import (
	"context"
	"slices"
	"strings"
	"time"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/session"
	"lanyard/editor/workcopy"
	"lanyard/store"
	"lanyard/store/conference"
	"lanyard/store/place"
	"lanyard/store/schedule"
)

// photoSort puts the photos of a post under the talks in which they were taken, and a camera's clock right by one photo whose talk the
// author says. It belongs to the UI goroutine; photos are looked at beside it.
type photoSort struct {
	photoSortNeeds
	store conference.Store
}

// photoSortNeeds is what it asks of the window.
type photoSortNeeds struct {
	state  string // directory
	work   func(name string, f func(context.Context))
	do     func(func())
	of     func(path string, use func(*schedule.Schedule))
	folder func() *store.Folder
	copy   func() *workcopy.Copy                     // of the post that shows; nil without one
	join   func(from workcopy.Origin, result string) // puts the result into the post that shows, as one step
	choose func(hint string, find func(query string) []choice)
	ask    func(ask.Question)
	say    func(string)
	fail   func(what string, err error)
}

// sorting is one look at the photos of a post.
type sorting struct {
	target *workcopy.Copy
	from   workcopy.Origin
	s      *schedule.Schedule
	photos []place.Photo
	o      place.Options
	placed []place.Placement
	text   string // with the photos under their talks
	moved  int
	stayed int // of a talk, but within a text, or without a section
}

// Sort moves the photos of the post that shows.
func (p *photoSort) Sort() {
	p.look(func(x sorting) {
		if len(x.o.Only) == 0 {
			p.say(assets.T("window.sort.nosections"))
			return
		}
		p.join(x.from, x.text)
		message := assets.N("window.sort.done", x.moved)
		if x.stayed > 0 {
			message += " " + assets.N("window.sort.stay", x.stayed)
		}
		p.say(message)
		p.clocks(x)
	})
}

// Clock has the author say of which talk a photo is, and shifts its camera's clock.
func (p *photoSort) Clock() { p.look(func(x sorting) { p.pick(x, "") }) }

// look places the photos of the post that shows, and hands over what came of it while that post shows still.
func (p *photoSort) look(use func(sorting)) {
	target, folder := p.copy(), p.folder()
	if target == nil || folder == nil {
		return
	}
	p.of(target.Post().Path, func(s *schedule.Schedule) {
		if p.copy() != target {
			return
		}
		x := sorting{target: target, from: target.Now(), s: s, o: place.Options{Shifts: map[string]time.Duration{}}}
		post := *target.Post()
		p.work("sort photos", func(ctx context.Context) {
			post.Text = x.from.String()
			err := p.place(ctx, &x, folder, &post)
			p.do(func() {
				switch {
				case err != nil:
					p.fail(assets.T("window.sort.failed"), err)
				case p.copy() == target:
					use(x)
				}
			})
		})
	})
}

// place looks at the photos and moves them in a text. It runs beside the UI goroutine.
func (p *photoSort) place(ctx context.Context, x *sorting, folder *store.Folder, post *store.Post) error {
	options := folder.Config().Markdown()
	outline := schedule.OutlineOf(post.Text, options)
	x.o.Only = []string{}
	for _, k := range x.s.Sessions {
		if outline.Index(k) >= 0 {
			x.o.Only = append(x.o.Only, k.ID)
		}
	}
	known, err := p.store.Clocks(x.s)
	if err != nil {
		return err
	}
	for _, k := range known {
		x.o.Shifts[k.Clock] = k.Shift
	}
	x.photos = conference.Photos(ctx, folder, post, p.state)
	x.placed = place.Photos(x.s, x.photos, x.o)
	var moved []place.Moved
	var stayed []place.Stayed
	x.text, moved, stayed, err = place.Move(post.Text, x.s, x.placed, conference.Shown(folder, post), options)
	x.moved = len(moved)
	for _, k := range stayed {
		if k.Why != place.There {
			x.stayed++
		}
	}
	return err
}

// clocks says which clocks are shifted or seem to be off, and what can be done about it.
func (p *photoSort) clocks(x sorting) {
	for _, k := range place.Cameras(x.photos, x.placed) {
		if k.Name == "" {
			continue
		}
		if d := x.o.Shifts[k.Clock]; d != 0 {
			p.ask(ask.Question{ID: "clock:" + k.Clock, Text: assets.T("window.sort.shifted", k.Name, signed(d)), Answers: []ask.Answer{{Label: assets.T("window.sort.forget"), Run: func() {
				p.set(x, conference.Clock{Clock: k.Clock, Camera: k.Name})
			}}}})
			continue
		}
		if k.Suspect() {
			p.ask(ask.Question{ID: "clock:" + k.Clock, Tone: ask.Warning, Text: assets.T("window.sort.suspect", k.Name, k.Outside, k.Photos), Answers: []ask.Answer{{
				Label: assets.T("window.sort.say"), Main: true, Run: func() { p.pick(x, k.Clock) },
			}}})
		}
	}
}

// pick has the author choose a photo, of one clock or of any, and then its talk.
func (p *photoSort) pick(x sorting, clock string) {
	p.choose(assets.T("window.sort.photo"), func(query string) []choice {
		var out []choice
		for i, ph := range x.photos {
			if ph.Clock() == "" || ph.Taken.IsZero() || ph.Apart != "" || clock != "" && ph.Clock() != clock {
				continue
			}
			title := ph.Taken.Format("2006-01-02 15:04") + "  " + ph.Name
			if strings.Contains(strings.ToLower(title+ph.Camera), strings.ToLower(strings.TrimSpace(query))) {
				out = append(out, choice{title: title, detail: ph.Camera, run: func() { p.talk(x, i) }})
			}
		}
		return out
	})
}

// talk has the author say of which talk a photo is.
func (p *photoSort) talk(x sorting, photo int) {
	rows := sessionRows(x.s)
	p.choose(assets.T("window.sort.session", x.photos[photo].Name), func(query string) []choice {
		var out []choice
		day := ""
		for _, r := range rows {
			if _, ok := r.match.Match(query); r.Start.IsZero() || strings.TrimSpace(query) != "" && !ok {
				continue
			}
			if d := r.Day(); d != day {
				day = d
				out = append(out, choice{title: dayTitle(r.Start), heads: true})
			}
			out = append(out, choice{title: r.Start.Format("15:04") + "  " + strings.Join(strings.Fields(r.Title.In(assets.Language())), " "), detail: r.Room, run: func() {
				p.suggest(x, photo, r.ID)
			}})
		}
		return out
	})
}

// suggest asks whether to shift all photos of a camera so that the one is in its talk.
func (p *photoSort) suggest(x sorting, photo int, id string) {
	p.work("suggest a shift", func(context.Context) {
		d, ok := place.Suggest(x.s, x.photos, photo, id, x.o)
		p.do(func() {
			if !ok || p.copy() != x.target {
				return
			}
			ph, n := x.photos[photo], 0
			for _, o := range x.photos {
				if o.Clock() == ph.Clock() && !o.Taken.IsZero() {
					n++
				}
			}
			p.ask(ask.Question{ID: "clock:" + ph.Clock(), Text: assets.N("window.sort.shift", n, ph.Camera, signed(d)), Answers: []ask.Answer{{
				Label: assets.T("window.sort.shift.do"), Main: true, Run: func() { p.set(x, conference.Clock{Clock: ph.Clock(), Camera: ph.Camera, Shift: d}) },
			}}})
		})
	})
}

// set remembers a clock, and sorts anew.
func (p *photoSort) set(x sorting, k conference.Clock) {
	p.work("keep a clock", func(context.Context) {
		err := p.store.SetClocks(x.s, []conference.Clock{k})
		p.do(func() {
			if err != nil {
				p.fail(assets.T("window.sort.failed"), err)
				return
			}
			if p.copy() == x.target {
				p.Sort()
			}
		})
	})
}

// signed is a shift as a person reads it: +8h2m.
func signed(d time.Duration) string {
	s := d.Abs().String()
	for _, zero := range []string{"0s", "0m"} {
		if r := []rune(s); len(s) > 2 && strings.HasSuffix(s, zero) && !slices.Contains([]rune("0123456789"), r[len(r)-3]) {
			s = strings.TrimSuffix(s, zero)
		}
	}
	if d < 0 {
		return "−" + s
	}
	return "+" + s
}

func (w *Workbench) newPhotoSort() *photoSort {
	return &photoSort{store: conference.New(w.env.StateDir), photoSortNeeds: photoSortNeeds{
		state: w.env.StateDir, work: w.env.Sched.Go, do: w.env.Sched.Do, of: w.sessions.Of, folder: w.session.Folder, copy: w.activeCopy, join: w.joinActive,
		choose: w.quick.Open, ask: w.bars.Ask, say: func(s string) { w.status.Say(s) }, fail: w.fail,
	}}
}

// joinActive puts a text that was made of another into the post that shows, as one step.
func (w *Workbench) joinActive(from workcopy.Origin, result string) {
	w.showConflicts(w.active, w.active.Copy.Join(from, result, session.ByWord()))
}
