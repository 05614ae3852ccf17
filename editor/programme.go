package editor

import (
	"context"
	"slices"
	"strings"
	"time"

	"lanyard/assets"
	"lanyard/editor/command"
	"lanyard/editor/text"
	"lanyard/editor/workcopy"
	"lanyard/store/conference"
	"lanyard/store/markdown"
	"lanyard/store/schedule"
)

// programme is the author's schedule: the sessions of the conference by day, found as one types, with ticks for those that are attended.
// From it the sections of the post are written. It belongs to the UI goroutine.
type programme struct {
	programmeNeeds
	rows   []attendable // by start, then room
	ticked map[string]bool
	target *workcopy.Copy
	s      *schedule.Schedule
}

// attendable is a row with what a query looks at.
type attendable struct {
	schedule.Session
	match command.Text
}

// programmeNeeds is what the schedule asks of the window.
type programmeNeeds struct {
	store   conference.Store
	work    func(name string, f func(context.Context))
	keep    func(job func(context.Context)) // jobs for the disk, one after the other
	do      func(func())
	of      func(path string, use func(*schedule.Schedule)) // the schedule of a post
	add     func(path string, use func(*schedule.Schedule)) // the same with a file more
	ask     func(hint string, find func(query string) []choice)
	copy    func() *workcopy.Copy // of the post that shows; nil without one
	options func() markdown.Options
	say     func(string)
	fail    func(what string, err error)
}

func (w *Workbench) newProgramme() *programme {
	return &programme{programmeNeeds: programmeNeeds{
		store: conference.New(w.env.StateDir), work: w.env.Sched.Go, keep: w.env.Sched.NewSerial("ticks").Go, do: w.env.Sched.Do,
		of: w.sessions.Of, add: w.sessions.Add, ask: w.quick.Open, copy: w.activeCopy, options: w.markdownOptions,
		say: func(s string) { w.status.Say(s) }, fail: w.fail,
	}}
}

// Open shows the schedule of the post that shows.
func (p *programme) Open() { p.open(p.of) }

func (p *programme) open(of func(path string, use func(*schedule.Schedule))) {
	target := p.copy()
	if target == nil {
		return
	}
	path := target.Post().Path
	of(path, func(s *schedule.Schedule) {
		p.work("schedule", func(context.Context) {
			ids, err := p.store.Attended(path)
			rows := sessionRows(s)
			p.do(func() {
				if err != nil {
					p.fail(assets.T("window.conference.failed"), err)
				}
				if p.copy() != target {
					return // another post shows by now
				}
				p.s, p.target, p.rows, p.ticked = s, target, rows, map[string]bool{}
				for _, id := range ids {
					p.ticked[id] = true
				}
				p.ask(assets.T("window.schedule.hint"), p.find)
			})
		})
	})
}

// sessionRows are the sessions with what is looked at: title in all languages, speakers, room, track, day.
func sessionRows(s *schedule.Schedule) []attendable {
	out := make([]attendable, 0, len(s.Sessions))
	for _, x := range s.Sessions {
		var words []string
		for _, lang := range []string{"", "en", "zh"} {
			if t := x.Title[lang]; t != "" {
				words = append(words, t)
			}
		}
		words = append(append(words, x.Speakers...), x.Room, x.Track, x.Day())
		out = append(out, attendable{Session: x, match: command.NewText(strings.Join(words, " "))})
	}
	return out
}

// find gives the rows for a query: what can be done with the schedule first, then the sessions under their days.
func (p *programme) find(query string) []choice {
	var out []choice
	query = strings.TrimSpace(query)
	if query == "" {
		out = append(out, choice{title: p.writes(), run: p.write}, choice{title: assets.T("window.schedule.add"), run: func() { p.open(p.add) }})
	}
	overlap := p.overlaps()
	day := ""
	for _, x := range p.rows {
		if query != "" {
			if _, ok := x.match.Match(query); !ok {
				continue
			}
		}
		if d := x.Day(); d != day {
			day = d
			out = append(out, choice{title: dayTitle(x.Start), heads: true})
		}
		out = append(out, p.row(x, overlap[x.ID]))
	}
	return out
}

func (p *programme) row(x attendable, overlaps bool) choice {
	mark := "□ "
	if p.ticked[x.ID] {
		mark = "■ "
	}
	clock := ""
	if !x.Start.IsZero() {
		clock = x.Start.Format("15:04") + "  "
	}
	detail := x.Room
	if overlaps {
		detail = strings.TrimPrefix(detail+" "+assets.Dot+" ", " "+assets.Dot+" ") + assets.T("window.schedule.overlaps")
	}
	return choice{title: mark + clock + strings.Join(strings.Fields(x.Title.In(assets.Language())), " "), detail: detail, keep: true, run: func() { p.toggle(x.ID) }}
}

func dayTitle(at time.Time) string {
	if at.IsZero() {
		return assets.T("window.schedule.nodate")
	}
	day := at.Add(-6 * time.Hour) // what goes on after midnight is of the day before
	return assets.T("window.schedule.day."+strings.ToLower(day.Format("Mon")), day.Format("2006-01-02"))
}

// overlaps are the ticked sessions at whose time another one that is ticked is on.
func (p *programme) overlaps() map[string]bool {
	out := map[string]bool{}
	last, end := "", time.Time{} // the one that ends last so far
	for _, x := range p.rows {
		if !p.ticked[x.ID] || x.Start.IsZero() {
			continue
		}
		if x.Start.Before(end) {
			out[x.ID], out[last] = true, true
		}
		if x.End.After(end) {
			last, end = x.ID, x.End
		}
	}
	return out
}

func (p *programme) toggle(id string) {
	p.ticked[id] = !p.ticked[id]
	path, ids := p.target.Post().Path, p.ids()
	p.keep(func(context.Context) {
		if err := p.store.SetAttended(path, ids); err != nil {
			p.do(func() { p.fail(assets.T("window.schedule.unkept"), err) })
		}
	})
}

// ids are the ticked sessions, in the order of the programme.
func (p *programme) ids() []string {
	ids := []string{}
	for _, x := range p.rows {
		if p.ticked[x.ID] {
			ids = append(ids, x.ID)
		}
	}
	return ids
}

// writes says what write would do.
func (p *programme) writes() string {
	if n := len(p.ids()); n > 0 {
		return assets.N("window.schedule.write", n)
	}
	return assets.T("window.schedule.write.all")
}

// write writes a section for each ticked session, or for all talks while none is ticked, as one step of the history; those that are
// there stay, and get the links that they lack.
func (p *programme) write() {
	if p.copy() != p.target {
		return
	}
	state := p.target.State()
	o := schedule.SkeletonOptions{Lang: assets.Language(), At: state.Selection.MainRange().Head, Markdown: p.options()}
	if ids := p.ids(); len(ids) > 0 {
		o.Only = slices.Clone(ids)
	}
	edits, _ := schedule.Skeleton(state.Doc.String(), p.s, o)
	if len(edits) == 0 {
		p.say(assets.T("window.schedule.there"))
		return
	}
	in := make([]text.Edit, len(edits))
	for i, e := range edits {
		in[i] = text.Edit(e)
	}
	change, err := text.NewChange(state.Doc.Len(), in...)
	if err != nil {
		p.fail(assets.T("window.schedule.unwritten"), err)
		return
	}
	p.target.Dispatch(text.Transaction{Change: change, Selection: new(kept(state.Selection, change)), Kind: text.Command})
	p.say(assets.T("window.schedule.done"))
}
