package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/note"
	"lanyard/store/schedule"
)

// noteOut is what note prints with --json.
type noteOut struct {
	Post    string `json:"post"`
	Session string `json:"session,omitempty"` // empty for the hallway
	Title   string `json:"title"`
	Time    string `json:"time"` // with the venue's offset
	New     bool   `json:"new,omitempty"`
}

// runNote adds a line to the section of the talk that is on.
func runNote(c *call) error {
	f, p, err := c.open(c.args[0])
	if err != nil {
		return err
	}
	s, err := c.scheduleOf(p, c.flags["schedule"])
	if err != nil {
		return err
	}
	moment, err := c.moment(s)
	if err != nil {
		return err
	}
	var where note.Where
	saved, err := f.Edit(c.ctx, p, func(p *store.Post) (string, error) {
		e, w, err := note.Append(p.Text, s, moment, strings.Join(c.args[1:], " "), note.Options{Lang: c.text("lang"), Markdown: f.Config().Markdown()})
		switch {
		case errors.Is(err, note.ErrEmpty):
			return "", usagef("the note is empty")
		case errors.Is(err, note.ErrNoZone):
			return "", usagef("%v; --zone does", err)
		case err != nil:
			return "", err
		}
		where = w
		return frontmatter.Apply(p.Text, []frontmatter.Edit{e}), nil
	})
	c.sayParted(saved)
	if err != nil {
		return err
	}
	if c.has("json") {
		return c.printJSON(noteOut{p.Path, where.Session, where.Title, where.At.Format(time.RFC3339), where.New})
	}
	fmt.Fprintf(c.out, "%s\t%s\n", where.At.Format("15:04"), oneLine(where.Title))
	return nil
}

// moment is when the note is of: now, or --time on the venue's clock.
func (c *call) moment(s *schedule.Schedule) (time.Time, error) {
	if !c.has("time") {
		return c.env.Now(), nil
	}
	zone := s.Zone
	if zone == nil {
		zone = time.UTC // the note refuses it
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, strings.TrimSpace(c.text("time")), zone); err == nil {
			return t, nil
		}
	}
	if t, err := time.ParseInLocation("15:04", strings.TrimSpace(c.text("time")), zone); err == nil {
		now := c.env.Now().In(zone)
		return time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), 0, 0, zone), nil
	}
	return time.Time{}, usagef("--time: %q is no time such as 14:32 or 2019-06-25 14:32", c.text("time"))
}
