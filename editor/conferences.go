package editor

import (
	"context"
	"slices"
	"strings"
	"time"

	"lanyard/assets"
	"lanyard/editor/dialog"
	"lanyard/store"
	"lanyard/store/conference"
	"lanyard/store/schedule"
)

// conferences gives the schedule of a post to what needs it. What nobody told it, the file and the venue's zone, it asks once, and
// remembers. It belongs to the UI goroutine; files are read beside it.
type conferences struct {
	store  conference.Store
	work   func(name string, f func(context.Context))
	do     func(func())
	choose func(use func(paths []string)) // asks for files of schedules; calls use with none where the author called it off
	ask    func(hint string, find func(query string) []choice)
	local  func() *time.Location // this computer's zone, which is offered, never assumed
	fail   func(what string, err error)
}

func (w *Workbench) newConferences() *conferences {
	return &conferences{
		store: conference.New(w.env.StateDir), work: w.env.Sched.Go, do: w.env.Sched.Do, ask: w.quick.Open, fail: w.fail,
		local: func() *time.Location { return w.now().Location() },
		choose: func(use func([]string)) {
			w.choose(func(ctx context.Context) ([]string, error) {
				return w.env.Chooser.Files(ctx, assets.T("window.conference.choose"), "", scheduleFilters())
			}, use)
		},
	}
}

func scheduleFilters() []dialog.Filter {
	return []dialog.Filter{{Name: assets.T("window.conference.choose"), Extensions: []string{"ics", "xml", "json", "csv", "tsv", "md", "txt"}}}
}

// Of calls use with the schedule of the post at path, which has a zone, or not at all.
func (c *conferences) Of(path string, use func(*schedule.Schedule)) {
	c.work("schedule", func(context.Context) {
		kept, ok, err := c.store.Kept(path)
		var s *schedule.Schedule
		if err == nil && ok {
			s, err = kept.Schedule()
		}
		c.do(func() {
			switch {
			case err != nil:
				c.fail(assets.T("window.conference.failed"), err)
			case s == nil:
				c.choose(func(files []string) { c.take(path, files, use) })
			default:
				c.zoned(kept, s, use)
			}
		})
	})
}

// Add has the author choose a newer version of a post's schedule, or another part of it.
func (c *conferences) Add(path string, use func(*schedule.Schedule)) {
	c.choose(func(files []string) { c.take(path, files, use) })
}

// take reads the files that the author chose for a post, and puts them to those that are known of it.
func (c *conferences) take(path string, files []string, use func(*schedule.Schedule)) {
	if len(files) == 0 {
		return
	}
	c.work("schedule", func(context.Context) {
		kept, _, err := c.store.Kept(path)
		kept.Post = path
		for _, name := range files {
			f, trouble := conference.ReadFile(name)
			if trouble != nil {
				err = store.Wrap("read", name, trouble)
				break
			}
			kept.Files = append(slices.DeleteFunc(kept.Files, func(o conference.File) bool { return o.Name == f.Name }), f)
		}
		var s *schedule.Schedule
		if err == nil {
			if s, err = kept.Schedule(); err == nil {
				err = c.store.Keep(kept)
			}
		}
		c.do(func() {
			if err != nil {
				c.fail(assets.T("window.conference.failed"), err)
				return
			}
			c.zoned(kept, s, use)
		})
	})
}

// zoned asks for the venue's zone where the schedule does not tell it.
func (c *conferences) zoned(kept conference.Kept, s *schedule.Schedule, use func(*schedule.Schedule)) {
	if s.Zone != nil {
		use(s)
		return
	}
	c.ask(assets.T("window.conference.zone"), func(query string) []choice {
		var out []choice
		for _, zone := range c.zones(query) {
			out = append(out, choice{title: zone, run: func() {
				kept.Zone = zone
				c.work("schedule", func(context.Context) {
					s, err := kept.Schedule()
					if err == nil {
						err = c.store.Keep(kept)
					}
					c.do(func() {
						if err != nil {
							c.fail(assets.T("window.conference.failed"), err)
							return
						}
						use(s)
					})
				})
			}})
		}
		return out
	})
}

// venues are zones in which many conferences are; any other can be typed.
var venues = [...]string{
	"Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Kolkata", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Amsterdam",
	"Europe/Madrid", "Europe/Brussels", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "Australia/Sydney", "UTC",
}

// zones are the names of zones that a query may mean.
func (c *conferences) zones(query string) []string {
	query = strings.TrimSpace(query)
	var out []string
	if z := schedule.ZoneNamed(query); z != nil {
		out = append(out, z.String())
	}
	if here := c.local().String(); schedule.ZoneNamed(here) != nil && strings.Contains(strings.ToLower(here), strings.ToLower(query)) {
		out = append(out, here)
	}
	for _, v := range venues {
		if strings.Contains(strings.ToLower(v), strings.ToLower(strings.ReplaceAll(query, " ", "_"))) {
			out = append(out, v)
		}
	}
	var once []string
	for _, z := range out {
		if !slices.Contains(once, z) {
			once = append(once, z)
		}
	}
	return once
}
