package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"lanyard/store"
	"lanyard/store/conference"
	"lanyard/store/frontmatter"
	"lanyard/store/schedule"
)

func runSchedule(c *call) error {
	switch c.args[0] {
	case "show":
	case "skeleton":
		return c.skeleton(c.args[1:])
	case "place":
		return c.placePhotos(c.args[1:])
	default:
		return usagef("schedule knows show, skeleton and place, not %q", c.args[0])
	}
	if len(c.args) < 2 {
		return usagef("schedule show needs FILE…")
	}
	s, _, err := c.schedule(c.args[1:])
	if err != nil {
		return err
	}
	if c.has("json") {
		return c.printJSON(scheduleJSON(s))
	}
	c.showSchedule(s)
	return nil
}

// skeleton writes a section of a post for each session.
func (c *call) skeleton(args []string) error {
	if len(args) < 2 {
		return usagef("schedule skeleton needs FILE… POST")
	}
	s, kept, err := c.schedule(args[:len(args)-1])
	if err != nil {
		return err
	}
	f, p, err := c.open(args[len(args)-1])
	if err != nil {
		return err
	}
	o := schedule.SkeletonOptions{Lang: c.text("lang"), At: -1, Markdown: f.Config().Markdown()}
	for _, only := range c.flags["only"] {
		for _, id := range strings.Split(only, ",") {
			o.Only = append(o.Only, strings.TrimSpace(id))
		}
	}
	if c.has("template") {
		data, err := os.ReadFile(c.text("template"))
		if err != nil {
			return store.Wrap("read", c.text("template"), err)
		}
		o.Template = string(data)
	}
	saved, err := f.Edit(c.ctx, p, func(p *store.Post) (string, error) {
		edits, missing := schedule.Skeleton(p.Text, s, o)
		if len(missing) > 0 {
			return "", usagef("--only: no session has the ID %q", missing[0])
		}
		return frontmatter.Apply(p.Text, edits), nil
	})
	c.sayParted(saved)
	if err == nil {
		c.keep(kept, p)
	}
	return err
}

// keep remembers the schedule of a post; what cannot be remembered has to be given again.
func (c *call) keep(k conference.Kept, p *store.Post) {
	k.Post = p.Path
	if err := conference.New(store.StateDir()).Keep(k); err != nil {
		fmt.Fprintf(c.env.Stderr, "lanyard: the schedule is not remembered: %v\n", err)
	}
}

// scheduleOf reads the schedules given, else those that are remembered of a post.
func (c *call) scheduleOf(p *store.Post, files []string) (*schedule.Schedule, error) {
	if len(files) > 0 {
		s, kept, err := c.schedule(files)
		if err == nil && !c.has("dry-run") {
			c.keep(kept, p)
		}
		return s, err
	}
	k, ok, err := conference.New(store.StateDir()).Kept(p.Path)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, usagef("no schedule is known of %q; give its file", shown(p.Path))
	}
	if c.has("zone") {
		k.Zone = c.text("zone")
	}
	return k.Schedule()
}

// schedule reads schedules and puts those of several files together.
func (c *call) schedule(files []string) (*schedule.Schedule, conference.Kept, error) {
	var o schedule.Options
	var kept conference.Kept
	if c.has("zone") {
		kept.Zone = c.text("zone")
		if o.Zone = schedule.ZoneNamed(kept.Zone); o.Zone == nil {
			return nil, kept, usagef("--zone: nobody knows %q; a name such as Asia/Shanghai is wanted", kept.Zone)
		}
	}
	var all *schedule.Schedule
	for _, name := range files {
		st, err := os.Stat(name)
		if err != nil {
			return nil, kept, store.Wrap("read", name, err)
		}
		if st.Size() > schedule.MaxBytes {
			return nil, kept, store.Fail("read", name, store.TooLarge, fmt.Errorf("%d MB are too much for a schedule", st.Size()>>20))
		}
		if !st.Mode().IsRegular() {
			return nil, kept, store.Fail("read", name, store.NotRegular, fmt.Errorf("not a file"))
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, kept, store.Wrap("read", name, err)
		}
		kept.Files = append(kept.Files, conference.File{Name: filepath.Base(name), Data: data})
		s, err := schedule.Read(data, o)
		if err != nil {
			return nil, kept, store.Fail("read the schedule", name, store.BadMeta, err)
		}
		if all == nil {
			all = s
			continue
		}
		all, _ = schedule.Merge(all, s)
	}
	return all, kept, nil
}

// showSchedule prints the programme by day, then what is doubtful on standard error.
func (c *call) showSchedule(s *schedule.Schedule) {
	zone := "?"
	if s.Zone != nil {
		zone = s.Zone.String()
	}
	fmt.Fprintf(c.out, "%s\t%s\t%d sessions, %d people, %d rooms\n", oneLine(s.Name), zone, len(s.Sessions), len(s.People), len(s.Rooms()))
	day := ""
	for _, x := range s.Sessions {
		if d := x.Day(); d != day {
			day = d
			fmt.Fprintf(c.out, "\n%s\n", day)
		}
		at := "     –     "
		if !x.Start.IsZero() {
			at = x.Start.Format("15:04") + "–" + x.End.Format("15:04")
		}
		fmt.Fprintf(c.out, "%s\t%s\t%s\t%s\n", at, oneLine(x.Room), oneLine(x.Title.In("")), oneLine(strings.Join(x.Speakers, ", ")))
	}
	for _, d := range s.Doubts {
		where := ""
		if d.Line > 0 {
			where = fmt.Sprintf("line %d: ", d.Line)
		}
		fmt.Fprintf(c.env.Stderr, "lanyard: %s%s: %s\n", where, d.Reason, oneLine(d.Text))
	}
}

// oneLine is a text of a schedule for a line of a terminal: without line ends, and without what would colour or move it.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// The JSON of a schedule. Times are RFC 3339 with the venue's offset.
type scheduleOut struct {
	Conference string       `json:"conference"`
	Place      string       `json:"place,omitempty"`
	URL        string       `json:"url,omitempty"`
	Zone       string       `json:"zone"` // empty where it has to be asked for
	Days       []string     `json:"days"`
	Rooms      []string     `json:"rooms"`
	Sessions   []sessionOut `json:"sessions"`
	People     []personOut  `json:"people"`
	Doubtful   []doubtOut   `json:"doubtful"`
}

type sessionOut struct {
	ID       string            `json:"id"`
	Title    string            `json:"title"`
	Titles   map[string]string `json:"titles,omitempty"`
	Subtitle string            `json:"subtitle,omitempty"`
	Start    string            `json:"start"`
	End      string            `json:"end"`
	Room     string            `json:"room"`
	Track    string            `json:"track"`
	Type     string            `json:"type,omitempty"`
	Language string            `json:"language,omitempty"`
	Speakers []string          `json:"speakers"`
	Abstract string            `json:"abstract,omitempty"`
	URL      string            `json:"url"`
	Slides   string            `json:"slides,omitempty"`
	Video    string            `json:"video,omitempty"`
	Notes    string            `json:"notes,omitempty"`
	Links    []linkOut         `json:"links,omitempty"`
	Service  bool              `json:"service,omitempty"`
}

type linkOut struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

type personOut struct {
	Name       string            `json:"name"`
	Names      map[string]string `json:"names,omitempty"`
	Company    string            `json:"company,omitempty"`
	Confidence float64           `json:"confidence"`
}

type doubtOut struct {
	Line    int    `json:"line,omitempty"`
	Session string `json:"session,omitempty"`
	Text    string `json:"text"`
	Reason  string `json:"reason"`
}

func scheduleJSON(s *schedule.Schedule) scheduleOut {
	out := scheduleOut{
		Conference: s.Name, Place: s.Place, URL: s.URL, Days: list(s.Days()), Rooms: list(s.Rooms()),
		Sessions: []sessionOut{}, People: []personOut{}, Doubtful: []doubtOut{},
	}
	if s.Zone != nil {
		out.Zone = s.Zone.String()
	}
	stamp := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339)
	}
	for _, x := range s.Sessions {
		o := sessionOut{
			ID: x.ID, Title: x.Title.In(""), Titles: languages(x.Title), Subtitle: x.Subtitle, Start: stamp(x.Start), End: stamp(x.End), Room: x.Room, Track: x.Track,
			Type: x.Kind, Language: x.Language, Speakers: list(x.Speakers), Abstract: x.Abstract.In(""), URL: x.Links.Page,
			Slides: x.Links.Slides, Video: x.Links.Video, Notes: x.Links.Notes, Service: x.Service,
		}
		for _, l := range x.Links.Others {
			o.Links = append(o.Links, linkOut(l))
		}
		out.Sessions = append(out.Sessions, o)
	}
	for _, p := range s.People {
		out.People = append(out.People, personOut{p.Name.In(""), languages(p.Name), p.Company, p.Confidence})
	}
	for _, d := range s.Doubts {
		out.Doubtful = append(out.Doubtful, doubtOut(d))
	}
	return out
}

// languages are the texts of a title in several languages; nil for one alone.
func languages(t schedule.Text) map[string]string {
	if len(t) < 2 {
		return nil
	}
	return t
}
