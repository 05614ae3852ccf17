package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/intent"
	"lanyard/store/page"
	"lanyard/store/photo"
	"lanyard/store/recovery"
)

func runPhoto(c *call) error {
	switch c.args[0] {
	case "add":
		if len(c.args) < 3 {
			return usagef("photo add needs POST FILE…")
		}
		return c.photoAdd(c.args[1], c.args[2:])
	case "clean":
		return c.photoClean(c.args[1], c.args[2:])
	}
	return usagef("photo knows add and clean, not %q", c.args[0])
}

// added is what photo add prints of one photo with --json.
type added struct {
	Source string `json:"source"`
	Name   string `json:"name,omitempty"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	Bytes  int64  `json:"bytes,omitempty"`
	Taken  string `json:"taken,omitempty"`
	Reused bool   `json:"reused,omitempty"`
	Error  string `json:"error,omitempty"`
}

func (c *call) settings() (photo.Settings, error) {
	state := store.StateDir()
	s := photo.Settings{State: state}
	var err error
	if s.Max, err = c.whole("max", 16, 30_000); err != nil {
		return s, err
	}
	if s.Quality, err = c.whole("quality", 1, 100); err != nil {
		return s, err
	}
	if c.has("keep-original") {
		if state == "" {
			return s, usagef("--keep-original: no home folder to keep originals in; set LANYARD_STATE")
		}
		s.Originals = filepath.Join(state, "originals")
	}
	return s, nil
}

func (c *call) photoAdd(arg string, files []string) error {
	s, err := c.settings()
	if err != nil {
		return err
	}
	f, p, err := c.open(arg)
	if err != nil {
		return err
	}
	at, err := c.line(p)
	if err != nil {
		return err
	}
	record := intent.New(intent.Dir(s.State))
	defer record.End()
	s.Record = record
	if !p.Bundle {
		if !c.has("bundle") {
			return store.Fail("add photos to", p.Path, store.NotPost, errors.New("a single file has no place for photos; --bundle turns it into a folder"))
		}
		lines := at
		path, err := f.ToBundleRecorded(p.Path, record)
		if err != nil {
			return err
		}
		if p, err = f.Load(path); err != nil {
			return err
		}
		at = lines
	}
	if !p.Writable {
		return store.Fail("add photos to", p.Path, store.ReadOnly, errors.New("it cannot be written"))
	}
	results, errs := c.imported(p, files, s)
	if err := c.link(f, p, results, at); err != nil {
		return errors.Join(err, c.takeBack(f, p.Path, results, s.State, record))
	}
	if c.has("json") {
		return errors.Join(c.printJSON(report(files, results, errs)), refused(errs))
	}
	for _, r := range results {
		if r.Name != "" {
			fmt.Fprintln(c.out, store.Printable(r.Name))
		}
	}
	return refused(errs)
}

// takeBack takes what was placed out of the bundle again, and the page out of a bundle that was made for it: what is not linked must not stay.
// A save can fail when all of it is in the file already, so that is looked at first.
func (c *call) takeBack(f *store.Folder, path string, results []photo.Result, state string, record *intent.Log) error {
	p, err := f.Load(path)
	if err != nil {
		record.Release() // nobody knows; the next command looks again
		return err
	}
	for _, r := range results {
		if r.Name != "" && !r.Reused && !recovery.Shows(p.Text, r.Name) {
			err = errors.Join(err, photo.Withdraw(r.Undo, state))
		}
	}
	record.Release()
	c.settle(filepath.Dir(p.Dir))
	return err
}

// line is --at: the line of the file before which links go, 0 for the end.
func (c *call) line(p *store.Post) (int, error) {
	at, err := c.whole("at", 1, 1<<30)
	if err != nil || at == 0 {
		return 0, err
	}
	first := 1
	if pg, err := page.Parse(p.Text); err == nil {
		first, _ = store.Position(p.Text, pg.BodyFrom)
	}
	last := strings.Count(p.Text, "\n") + 1
	if at < first || at > last+1 {
		return 0, usagef("--at: line %d is not in the text, which has the lines %d to %d", at, first, last)
	}
	return at, nil
}

// imported takes every photo by itself. Its errors are wrapped as refusals.
func (c *call) imported(p *store.Post, files []string, s photo.Settings) ([]photo.Result, []error) {
	results := make([]photo.Result, len(files))
	errs := make([]error, len(files))
	pool := photo.NewPool(0, 0)
	pool.ImportAll(c.ctx, files, p.Dir, s, func(i int, r photo.Result, err error) {
		if err != nil {
			errs[i] = err
			return
		}
		results[i] = r
	})
	return results, errs
}

// refused joins the refusals; a photo that is wrong is exit code 1, one that could
// not be read 3.
func refused(errs []error) error {
	var out []error
	for _, err := range errs {
		var e *photo.Error
		switch {
		case err == nil:
		case errors.As(err, &e):
			out = append(out, &store.Error{Op: "add photo", Path: e.Path, Kind: store.BadReference, Err: errors.New(why(e))})
		default:
			out = append(out, err)
		}
	}
	return errors.Join(out...)
}

func why(e *photo.Error) string {
	text := e.Detail
	if e.Err != nil {
		text = strings.TrimPrefix(text+": "+e.Err.Error(), ": ")
	}
	return text
}

// link writes the links as paragraphs of their own: by the time the photos were
// taken where each has one, else as given. A photo that is in the bundle twice
// gets one link.
func (c *call) link(f *store.Folder, p *store.Post, results []photo.Result, at int) error {
	var in []photo.Result
	timed := true
	for _, r := range results {
		if r.Name == "" || slices.ContainsFunc(in, func(o photo.Result) bool { return o.Name == r.Name }) {
			continue
		}
		in = append(in, r)
		timed = timed && r.HasTaken
	}
	if len(in) == 0 {
		return nil
	}
	if timed {
		slices.SortStableFunc(in, func(a, b photo.Result) int { return a.Taken.Compare(b.Taken) })
	}
	links := make([]string, len(in))
	for i, r := range in {
		links[i] = "![](" + store.Escape(r.Name) + ")"
	}
	saved, err := f.Edit(c.ctx, p, func(p *store.Post) (string, error) {
		return frontmatter.Apply(p.Text, []frontmatter.Edit{insertion(p.Text, at, links)}), nil
	})
	c.sayParted(saved)
	return err
}

// insertion puts paragraphs before a line of the text, 0 for its end, with an
// empty line between them and around them.
func insertion(text string, line int, paragraphs []string) frontmatter.Edit {
	eol := page.EOL(text)
	at := len(text)
	if line > 0 {
		at = 0
		for n := 1; n < line && at < len(text); n++ {
			if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
				at += i + 1
			} else {
				at = len(text)
			}
		}
	}
	var b strings.Builder
	before := text[:at]
	switch {
	case before == "" || endsBlank(before):
	case strings.HasSuffix(before, "\n"):
		b.WriteString(eol)
	default:
		b.WriteString(eol + eol)
	}
	b.WriteString(strings.Join(paragraphs, eol+eol))
	b.WriteString(eol)
	if after := text[at:]; after != "" && !strings.HasPrefix(strings.TrimLeft(after, " \t\r"), "\n") {
		b.WriteString(eol)
	}
	return frontmatter.Edit{From: at, To: at, Insert: b.String()}
}

// endsBlank reports a text that ends with an empty line.
func endsBlank(s string) bool {
	s, ok := strings.CutSuffix(s, "\n")
	s = strings.TrimRight(s, " \t\r")
	return ok && (s == "" || strings.HasSuffix(s, "\n"))
}

func report(files []string, results []photo.Result, errs []error) []added {
	out := make([]added, len(files))
	for i, f := range files {
		r := results[i]
		out[i] = added{Source: f, Name: r.Name, Width: r.Width, Height: r.Height, Bytes: r.Bytes, Reused: r.Reused}
		switch {
		case r.HasTaken && r.HasZone:
			out[i].Taken = r.Taken.Format(time.RFC3339)
		case r.HasTaken:
			out[i].Taken = r.Taken.Format("2006-01-02T15:04:05")
		}
		if errs[i] != nil {
			out[i].Error = errs[i].Error()
		}
	}
	return out
}
