package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/newpost"
)

func runNew(c *call) error {
	o := newpost.Options{
		Title: c.args[0], Slug: c.text("slug"), Date: c.env.Now(), Tags: c.flags["tag"], Authors: c.flags["author"],
	}
	if strings.TrimSpace(o.Title) == "" {
		return usagef("the title is empty")
	}
	if c.has("slug") && o.Slug == "" {
		return usagef("--slug is empty")
	}
	if c.has("of") {
		return c.translate(o)
	}
	if c.has("lang") {
		return usagef("--lang goes with --of POST")
	}
	dir := c.text("in")
	if dir == "" {
		dir = "."
	}
	into, err := target(dir, c.has("in"))
	if err != nil {
		return err
	}
	if into.zone != nil {
		o.Date = o.Date.In(into.zone)
	}
	if c.has("date") {
		t, err := parseDate(c.text("date"), o.Date.Location())
		if err != nil {
			return err
		}
		o.Date = t
	}
	path, err := c.makePost(into, o)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, printed(path))
	return nil
}

// translate makes a post's page in another language.
func (c *call) translate(o newpost.Options) error {
	for _, name := range []string{"in", "slug", "date", "tag", "author"} {
		if c.has(name) {
			return usagef("--of takes the rest from the post, so --%s does not go with it", name)
		}
	}
	f, p, err := c.open(c.text("of"))
	if err != nil {
		return err
	}
	lang := c.text("lang")
	if missing := f.Missing(p.Path); lang == "" && len(missing) == 1 {
		lang = missing[0]
	} else if lang == "" {
		return usagef("--of needs --lang LANG (%s)", strings.Join(missing, ", "))
	}
	path, err := newpost.Translate(f, p, lang, o.Title)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, printed(path))
	return nil
}

// makePost makes a post as the site writes its posts, and says what of an
// archetype could not be followed.
func (c *call) makePost(into destination, o newpost.Options) (string, error) {
	o.Dir = into.dir
	if into.folder == nil { // no folder of posts yet: nothing to learn from
		return store.New(store.NewOptions{Title: o.Title, Slug: o.Slug, Dir: o.Dir, Date: o.Date, Tags: o.Tags, Authors: o.Authors})
	}
	if o.Dir == "" && into.folder.Site == "" { // a plain folder is not walked for one post
		o.Dir = into.folder.Section()
	}
	posts, err := c.neighbours(into.folder, o.Dir)
	if err != nil {
		return "", err
	}
	p, err := newpost.Prepare(c.ctx, into.folder, posts, o)
	if err != nil {
		return "", err
	}
	if p.Err != nil {
		fmt.Fprintf(c.env.Stderr, "lanyard: %v\n", p.Err)
	}
	for _, l := range p.Left {
		fmt.Fprintf(c.env.Stderr, "lanyard: %v\n", &store.Error{
			Op: "evaluate " + l.Text + " in", Path: p.Source, Line: l.Line, Col: l.Col, Kind: store.BadMeta, Err: l.Err,
		})
	}
	return p.Make()
}

// neighbours are the posts that a new one in dir is written like: those of the
// folder, or all of the site's where it has none.
func (c *call) neighbours(f *store.Folder, dir string) ([]store.Summary, error) {
	var posts []store.Summary
	take := func(s store.Summary) bool { posts = append(posts, s); return true }
	if dir != "" {
		err := f.Siblings(c.ctx, filepath.Join(dir, "x", "index.md"), take)
		if len(posts) > 0 || f.Site == "" || errors.Is(err, context.Canceled) {
			return posts, c.ctx.Err()
		}
	}
	return posts, f.List(c.ctx, take)
}

// destination is where a new post goes.
type destination struct {
	folder *store.Folder  // nil where there is none yet
	dir    string         // empty: the section of the newest posts
	zone   *time.Location // of the site; nil without one
}

// target is where a new post goes. A folder that the author named is taken as it
// is, unless it is a site's root.
func target(dir string, named bool) (destination, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return destination{}, store.Wrap("make", dir, err)
	}
	f, post, err := store.Open(dir)
	if err != nil { // to be made, perhaps
		return destination{dir: abs, zone: zoneOf(folderAbove(abs)), folder: folderAbove(abs)}, nil
	}
	p := destination{folder: f, dir: abs, zone: zoneOf(f)}
	switch {
	case post != "" && named:
		return destination{}, store.Fail("make", abs, store.BadName, errors.New("it is a post, and Hugo publishes no post inside another"))
	case post != "":
		p.dir = filepath.Dir(abs)
	case f.Site == abs || !named && f.Content == abs:
		p.dir = ""
	}
	return p, nil
}

// folderAbove is the content folder in which a folder is going to be; nil without one.
func folderAbove(dir string) *store.Folder {
	for up := filepath.Dir(dir); ; up = filepath.Dir(up) {
		if f, _, err := store.Open(up); err == nil {
			return f
		}
		if up == filepath.Dir(up) {
			return nil
		}
	}
}

func zoneOf(f *store.Folder) *time.Location {
	if f == nil || f.Config().TimeZone == "" {
		return nil
	}
	return f.Config().Location()
}

// parseDate reads a date of the command line; one without a zone is meant in loc.
func parseDate(s string, loc *time.Location) (time.Time, error) {
	if t, err := time.Parse("2006-01-02T15:04", strings.Replace(s, " ", "T", 1)); err == nil {
		return meant(s, t, loc)
	}
	d, err := frontmatter.ParseDate(s)
	if err != nil {
		return time.Time{}, usagef("--date: %q is no date such as 2026-03-22 or 2026-03-22T09:00:00+01:00", s)
	}
	if d.HasZone {
		return d.Time, nil
	}
	return meant(s, d.Time, loc)
}

// meant is a wall clock in loc.
func meant(s string, wall time.Time, loc *time.Location) (time.Time, error) {
	t, err := frontmatter.InZone(wall, loc)
	if err != nil {
		return t, usagef("--date: %q: %v", s, err)
	}
	return t, nil
}

// row is one post as list prints it with --json.
type row struct {
	Path       string   `json:"path"`
	Bundle     bool     `json:"bundle"`
	Title      string   `json:"title"`
	Date       string   `json:"date,omitempty"`
	Draft      bool     `json:"draft"`
	Tags       []string `json:"tags"`
	Authors    []string `json:"authors"`
	Categories []string `json:"categories"`
	Photos     int      `json:"photos"`
	Cover      string   `json:"cover,omitempty"`
	Lang       string   `json:"lang,omitempty"`
	// Translations are all pages of a post in several languages.
	Translations []translation `json:"translations,omitempty"`
	Error        string        `json:"error,omitempty"`
}

type translation struct {
	Lang string `json:"lang"`
	Path string `json:"path"`
}

func runList(c *call) error {
	dir := "."
	if len(c.args) == 1 {
		dir = c.args[0]
	}
	f, post, err := c.openStore(dir)
	if err != nil {
		return err
	}
	var found []store.Summary
	take := func(s store.Summary) bool {
		if c.matches(f, s) {
			found = append(found, s)
		}
		return true
	}
	if post != "" && len(c.args) == 1 {
		take(f.Summary(post))
	} else if err := f.List(c.ctx, take); err != nil {
		return err
	}
	found = f.ByPost(found)
	slices.SortStableFunc(found, func(a, b store.Summary) int {
		return cmp.Or(b.Date.Time.Compare(a.Date.Time), strings.Compare(a.Path, b.Path))
	})
	if c.has("json") {
		rows := make([]row, len(found))
		for i, s := range found {
			rows[i] = row{
				Path: shown(s.Path), Bundle: s.Bundle, Title: s.Title, Date: dateText(s), Draft: s.Draft,
				Tags: list(s.Tags), Authors: list(s.Authors), Categories: list(s.Categories), Photos: s.Photos, Cover: s.Cover, Lang: s.Lang,
			}
			for _, t := range s.Translations {
				rows[i].Translations = append(rows[i].Translations, translation{t.Lang, shown(t.Path)})
			}
			if s.Err != nil {
				rows[i].Error = s.Err.Error()
			}
		}
		return c.printJSON(rows)
	}
	for _, s := range found {
		if s.Err != nil {
			fmt.Fprintf(c.env.Stderr, "lanyard: %v\n", s.Err)
		}
		draft := ""
		if s.Draft {
			draft = "draft"
		}
		fields := []string{printed(s.Path), s.Title, dateText(s), draft, strings.Join(s.Tags, ", "), fmt.Sprint(s.Photos)}
		if len(s.Translations) > 0 {
			codes := make([]string, len(s.Translations))
			for i, t := range s.Translations {
				codes[i] = t.Lang
			}
			fields = append(fields, strings.Join(codes, ", "))
		}
		for i := range fields {
			fields[i] = store.PrintableText(strings.Join(strings.FieldsFunc(fields[i], func(r rune) bool { return r == '\t' || r == '\n' || r == '\r' }), " "))
		}
		fmt.Fprintln(c.out, strings.Join(fields, "\t"))
	}
	return nil
}

// dateText is the date as it is written; empty without one.
func dateText(s store.Summary) string {
	if s.Date.Time.IsZero() {
		return ""
	}
	return s.Date.String()
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func (c *call) matches(f *store.Folder, s store.Summary) bool {
	if c.has("draft") && !s.Draft {
		return false
	}
	if tag := c.text("tag"); c.has("tag") && !slices.ContainsFunc(s.Tags, func(t string) bool { return strings.EqualFold(t, tag) }) {
		return false
	}
	if !c.has("search") {
		return true
	}
	want := store.FoldName(c.text("search"))
	head := strings.Join(append([]string{shown(s.Path), s.Title}, append(s.Tags, s.Authors...)...), "\n")
	if strings.Contains(store.FoldName(head), want) {
		return true
	}
	data, err := f.ReadFile(s.Path, store.MaxSize)
	return err == nil && strings.Contains(store.FoldName(string(data)), want)
}
