package cli

import (
	"fmt"
	"net/url"
	"time"

	"lanyard/store"
	"lanyard/store/live"
	"lanyard/store/markdown"
	"lanyard/store/page"
	"lanyard/store/publish"
)

// liveWait is how long live looks without --wait.
const liveWait = 10 * time.Minute

// runLive looks at the page of a post until readers see this version of it.
func runLive(c *call) error {
	wait := liveWait
	if c.has("wait") {
		var err error
		if wait, err = time.ParseDuration(c.text("wait")); err != nil || wait < 0 {
			return usagef("--wait: %q is no time such as 90s, 10m or 0", c.text("wait"))
		}
	}
	if base := c.text("base"); c.has("base") {
		if u, err := url.Parse(base); err != nil || u.Host == "" {
			return usagef("--base: %q is no address such as https://example.org/", base)
		}
	}
	f, p, err := c.open(c.args[0])
	if err != nil {
		return err
	}
	address, err := f.Permalink(p, c.text("base"))
	if err != nil {
		return err
	}
	pg, err := page.Parse(p.Text)
	if err != nil {
		return store.MetaError(p.Path, err)
	}
	doc := markdown.Parse(p.Text, pg.BodyFrom, f.Config().Markdown())
	a, err := live.Watch{
		URL: address, Version: live.VersionOf(f.Summary(p.Path).Title, doc), Limit: wait,
		Told: func(a live.Answer) {
			if !c.has("json") {
				fmt.Fprintln(c.out, told(a))
			}
		},
	}.Run(c.ctx)
	if err != nil {
		return err
	}
	if a.State == live.Live {
		c.keepLive(p, a)
	}
	if c.has("json") {
		err = c.printJSON(a)
	}
	if err == nil && a.State != live.Live {
		err = errFound
	}
	return err
}

// told is a look as a line.
func told(a live.Answer) string {
	line := string(a.State) + "\t" + store.PrintableText(a.URL)
	switch {
	case a.State == live.Older:
		line += "\tthe page does not hold " + fmt.Sprintf("%q", short(a.Lacks))
	case a.State == live.Failing:
		line += fmt.Sprintf("\tthe host answers %d", a.Status)
	case a.Why != "":
		line += "\t" + store.PrintableText(oneLine(a.Why))
	}
	return line
}

// short is the beginning of a long text.
func short(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// keepLive remembers that the version that was sent is live, for status. What cannot be remembered has to be looked at again.
func (c *call) keepLive(p *store.Post, a live.Answer) {
	place := publish.Place(p.Path)
	repo, err := c.repository(place)
	if err != nil {
		return // a site that goes another way
	}
	v, err := publish.Look(c.ctx, repo, place)
	if err != nil {
		return
	}
	if word, err := v.Word(place); err != nil || word != publish.Sent {
		return
	}
	object, err := v.Object(c.ctx, place)
	if err == nil {
		err = live.NewStore(store.StateDir()).Keep(live.Seen{Place: place, Object: object, URL: a.URL, At: c.env.Now()})
	}
	if err != nil {
		fmt.Fprintf(c.env.Stderr, "lanyard: it is not remembered: %v\n", err)
	}
}

// liveWord is the word of a post that was sent: live where it was seen as it is now.
func (c *call) liveWord(v *publish.View, place string) (publish.Word, error) {
	seen, ok, err := live.NewStore(store.StateDir()).Seen(place)
	if err != nil || !ok {
		return publish.Sent, err
	}
	object, err := v.Object(c.ctx, place)
	if err != nil || object != seen.Object {
		return publish.Sent, err
	}
	return publish.Live, nil
}
