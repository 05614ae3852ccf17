package cli

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"lanyard/store"
	"lanyard/store/conference"
	"lanyard/store/place"
	"lanyard/store/schedule"
	"lanyard/store/versions"
)

// placing is one run of schedule place.
type placing struct {
	c      *call
	f      *store.Folder
	p      *store.Post
	s      *schedule.Schedule
	photos []place.Photo
	o      place.Options
	clocks []conference.Clock // those to be remembered
}

// placePhotos moves the photos of a post under the talks in whose time they were taken.
func (c *call) placePhotos(args []string) error {
	if len(args) == 0 {
		return usagef("schedule place needs [FILE…] POST")
	}
	f, p, err := c.open(args[len(args)-1])
	if err != nil {
		return err
	}
	s, err := c.scheduleOf(p, args[:len(args)-1])
	if err != nil {
		return err
	}
	run := &placing{c: c, f: f, p: p, s: s, photos: conference.Photos(c.ctx, f, p, store.StateDir()), o: place.Options{Shifts: map[string]time.Duration{}, UseOffset: c.has("offset")}}
	outline := schedule.OutlineOf(p.Text, f.Config().Markdown())
	run.o.Only = []string{}
	for _, x := range s.Sessions {
		if outline.Index(x) >= 0 {
			run.o.Only = append(run.o.Only, x.ID)
		}
	}
	if len(run.o.Only) == 0 {
		return store.Fail("place the photos of", p.Path, store.NotFound, errors.New("it has no section of a session; write the skeleton first"))
	}
	if err := run.shifts(); err != nil {
		return err
	}
	return run.move()
}

// shifts are those that are remembered, then those of --shift and --photo.
func (r *placing) shifts() error {
	known, err := conference.New(store.StateDir()).Clocks(r.s)
	if err != nil {
		return err
	}
	for _, k := range known {
		r.o.Shifts[k.Clock] = k.Shift
	}
	for _, said := range r.c.flags["shift"] {
		i := strings.LastIndexByte(said, '=')
		if i < 0 {
			return usagef("--shift: %q is not CAMERA=SHIFT, such as \"Acme One=+8h2m\"", said)
		}
		d, err := time.ParseDuration(strings.TrimSpace(said[i+1:]))
		if err != nil || d.Abs() > 200*365*24*time.Hour {
			return usagef("--shift: %q is no length of time such as +8h2m or -3m", said[i+1:])
		}
		ph, err := r.camera(said[:i])
		if err != nil {
			return err
		}
		r.shift(ph, d)
	}
	for _, said := range r.c.flags["photo"] {
		i := strings.IndexByte(said, '=')
		if i < 0 {
			return usagef("--photo: %q is not NAME=ID", said)
		}
		k := slices.IndexFunc(r.photos, func(ph place.Photo) bool { return ph.Name == said[:i] })
		if k < 0 {
			return usagef("--photo: the post has no photo %q", said[:i])
		}
		if r.photos[k].Clock() == "" || r.photos[k].Doubt == place.FromName {
			return usagef("--photo: %q does not tell its camera, so no clock can be put right by it", said[:i])
		}
		d, ok := place.Suggest(r.s, r.photos, k, said[i+1:], r.o)
		if !ok {
			return usagef("--photo: there is no session with a time whose ID is %q, or the photo has no time", said[i+1:])
		}
		r.shift(r.photos[k], d)
	}
	return nil
}

// camera finds a photo of the camera of that name, which may be the name of its clock.
func (r *placing) camera(name string) (place.Photo, error) {
	var found []place.Photo
	var all []string
	for _, c := range place.Cameras(r.photos, place.Photos(r.s, r.photos, r.o)) {
		if c.Name == "" {
			continue
		}
		if strings.EqualFold(c.Name, strings.TrimSpace(name)) || c.Clock == name {
			found = append(found, place.Photo{Camera: c.Name, Body: c.Clock})
		}
		all = append(all, fmt.Sprintf("%q", c.Name))
	}
	switch {
	case len(found) == 0 && len(all) == 0:
		return place.Photo{}, usagef("--shift: no photo of the post tells its camera")
	case len(found) == 0:
		return place.Photo{}, usagef("--shift: no photo is of the camera %q; there is %s", name, strings.Join(all, ", "))
	case len(found) > 1:
		return place.Photo{}, usagef("--shift: there are %d cameras %q; say %q or %q", len(found), name, found[0].Body, found[1].Body)
	}
	return found[0], nil
}

func (r *placing) shift(ph place.Photo, d time.Duration) {
	r.o.Shifts[ph.Clock()] = d
	if d == 0 {
		delete(r.o.Shifts, ph.Clock())
	}
	r.clocks = append(r.clocks, conference.Clock{Clock: ph.Clock(), Camera: ph.Camera, Shift: d})
}

// move saves the text with its pictures under their talks, and says where each photo went.
func (r *placing) move() error {
	placed := place.Photos(r.s, r.photos, r.o)
	var moved []place.Moved
	var stayed []place.Stayed
	change := func(p *store.Post) (string, error) {
		text, m, st, err := place.Move(p.Text, r.s, placed, conference.Shown(r.f, p), r.f.Config().Markdown())
		if err != nil {
			return "", store.Fail("place the photos of", p.Path, store.BadReference, err)
		}
		moved, stayed = m, st
		return text, nil
	}
	if _, err := change(r.p); err != nil {
		return err
	}
	dry := r.c.has("dry-run")
	if len(moved) > 0 && !dry {
		if state := store.StateDir(); state != "" {
			if err := versions.New(filepath.Join(state, "versions")).Put(r.p.Path, r.p.Text, r.p.Stamp.ModTime); err != nil {
				return err
			}
		}
		saved, err := r.f.Edit(r.c.ctx, r.p, change)
		r.c.sayParted(saved)
		if err != nil {
			return err
		}
	}
	if len(r.clocks) > 0 && !dry {
		if err := conference.New(store.StateDir()).SetClocks(r.s, r.clocks); err != nil {
			return err
		}
	}
	out := r.report(placed, moved, stayed)
	if r.c.has("json") {
		return r.c.printJSON(out)
	}
	r.print(out)
	return nil
}

// The JSON of schedule place. Times are wall clocks: taken the camera's, at the venue's.
type placingOut struct {
	Conference string      `json:"conference"`
	Zone       string      `json:"zone"`
	Photos     []placedOut `json:"photos"`
	Cameras    []cameraOut `json:"cameras"`
	DryRun     bool        `json:"dryRun,omitempty"`
}

type placedOut struct {
	Name     string `json:"name"`
	Camera   string `json:"camera,omitempty"`
	Taken    string `json:"taken,omitempty"`
	At       string `json:"at,omitempty"`
	Group    string `json:"group"`
	Session  string `json:"session,omitempty"`
	Title    string `json:"title,omitempty"`
	Doubtful bool   `json:"doubtful,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Moved    bool   `json:"moved,omitempty"`
	Stays    string `json:"stays,omitempty"`
}

type cameraOut struct {
	Camera  string `json:"camera"`
	Clock   string `json:"clock"`
	Shift   string `json:"shift,omitempty"`
	Photos  int    `json:"photos"`
	Outside int    `json:"outside"` // in no talk
	Suspect bool   `json:"suspect,omitempty"`
}

const wallLayout = "2006-01-02T15:04:05"

func (r *placing) report(placed []place.Placement, moved []place.Moved, stayed []place.Stayed) placingOut {
	out := placingOut{Conference: r.s.Name, Photos: []placedOut{}, Cameras: []cameraOut{}, DryRun: r.c.has("dry-run")}
	if r.s.Zone != nil {
		out.Zone = r.s.Zone.String()
	}
	title := map[string]string{}
	for _, x := range r.s.Sessions {
		title[x.ID] = oneLine(x.Title.In(""))
	}
	for i, p := range placed {
		o := placedOut{
			Name: p.Name, Camera: r.photos[i].Camera, Group: string(p.Group), Session: p.Session, Title: title[p.Session], Doubtful: p.Doubtful, Reason: string(p.Reason),
			Moved: slices.ContainsFunc(moved, func(m place.Moved) bool { return m.Name == p.Name }),
		}
		if !r.photos[i].Taken.IsZero() {
			o.Taken = r.photos[i].Taken.Format(wallLayout)
		}
		if !p.At.IsZero() {
			o.At = p.At.Format(wallLayout)
		}
		if k := slices.IndexFunc(stayed, func(s place.Stayed) bool { return s.Name == p.Name }); k >= 0 && !o.Moved {
			o.Stays = string(stayed[k].Why)
		}
		out.Photos = append(out.Photos, o)
	}
	slices.SortStableFunc(out.Photos, func(a, b placedOut) int { // by the venue's clock, what has no place last
		unplaced := func(o placedOut) string { return strconv.FormatBool(o.Group == string(place.Unplaced)) }
		return cmp.Or(strings.Compare(unplaced(a), unplaced(b)), strings.Compare(a.At, b.At), strings.Compare(a.Name, b.Name))
	})
	for _, k := range place.Cameras(r.photos, placed) {
		o := cameraOut{Camera: k.Name, Clock: k.Clock, Photos: k.Photos, Outside: k.Outside, Suspect: k.Suspect()}
		if d := r.o.Shifts[k.Clock]; d != 0 {
			o.Shift = signed(d)
		}
		out.Cameras = append(out.Cameras, o)
	}
	return out
}

// signed is a shift as --shift takes it.
func signed(d time.Duration) string {
	s := strings.TrimSuffix(strings.TrimSuffix(d.String(), "0s"), "h0m")
	if strings.HasSuffix(d.String(), "h0m0s") {
		s += "h"
	}
	if d > 0 {
		s = "+" + s
	}
	return s
}

// print says in the order of the clock where each photo is, then what each camera was off by.
func (r *placing) print(out placingOut) {
	for _, p := range out.Photos {
		at, what := "–", p.Group
		if p.At != "" {
			at = strings.Replace(p.At, "T", " ", 1)
		}
		if p.Reason != "" {
			what += " (" + p.Reason + ")"
		}
		did := ""
		switch {
		case p.Moved:
			did = "moved"
		case p.Stays != "" && p.Stays != string(place.There):
			did = "stays: " + p.Stays
		}
		fmt.Fprintln(r.c.out, strings.TrimRight(strings.Join([]string{at, store.Printable(p.Name), what, p.Title, did}, "\t"), "\t"))
	}
	for _, k := range out.Cameras {
		if k.Camera == "" {
			k.Camera = "?"
		}
		fmt.Fprintln(r.c.out, strings.TrimRight(fmt.Sprintf("%s\t%d photos, %d in no talk\t%s", oneLine(k.Camera), k.Photos, k.Outside, k.Shift), "\t"))
		if k.Suspect {
			fmt.Fprintf(r.c.env.Stderr, "lanyard: the clock of %q seems to be off; --photo NAME=ID puts it right by one photo\n", k.Camera)
		}
	}
}
