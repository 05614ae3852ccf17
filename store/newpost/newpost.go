// Package newpost owns what a new post looks like in the site that it goes to:
// which section, which folder name, which front matter.
//
// It follows the section's archetype where the site has one, else the habits of
// the section's newest posts, else writes what [store.NewText] does. A [Plan] says
// all of that before anything is made. Calls block on the disk; they start no
// goroutine and may be made from any.
package newpost

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lanyard/store"
	"lanyard/store/archetype"
)

// Options are what the author said of the post to be.
type Options struct {
	Title string
	Slug  string // the folder's name; made from the title and the section's habit where empty
	// Dir is the folder that gets the bundle, as the author named it; empty means
	// the section's, with a folder for the year where the section has those.
	Dir string
	// Section is one of [Sections], where the author chose one and Dir is empty.
	Section string
	// Open is the path of the post that is open; its section is meant where Dir
	// and Section are empty. Empty without one.
	Open    string
	Date    time.Time // its offset is written; the present time where zero
	Tags    []string
	Authors []string
	Author  string // of all posts of the folder; taken where nothing in the site says more
}

// Model is what the front matter of a new post was made after.
type Model uint8

// The models of a [Plan].
const (
	Own       Model = iota // nothing in the site
	Habits                 // the section's newest posts
	Archetype              // a template of the site or its theme
)

// Plan is a post that could be made.
type Plan struct {
	Path    string // of the page
	Dir     string // the folder that gets the bundle
	Section string // the folder of the section; Dir lies in it
	Slug    string
	Text    string
	Files   []store.NewFile // that the archetype puts beside the page
	Model   Model
	Source  string           // path of the archetype, where the model is one
	Left    []archetype.Left // parts of the archetype that were left empty

	// Err says why an archetype that is there was not followed; nil otherwise.
	Err error

	chosen bool // the author named the slug
	date   time.Time
}

// Prepare plans a post. posts are summaries of the folder's posts, in any order,
// from which the section and its habits are taken; see [store.Folder.List].
func Prepare(ctx context.Context, f *store.Folder, posts []store.Summary, o Options) (*Plan, error) {
	if o.Date.IsZero() {
		o.Date = time.Now()
	}
	o.Title = strings.Join(strings.Fields(o.Title), " ")
	s := sectionFor(f, posts, o)
	p := &Plan{Dir: s.dir(o), Section: s.base, chosen: o.Slug != "", date: o.Date}
	base := holder(f, filepath.Join(s.base, "index.md", "index.md")).base // of a folder for a year, what is around it
	recent := newest(posts, func(x store.Summary) bool { return holder(f, x.Path).base == base }, recentPosts)
	if len(recent) == 0 { // a new section is written as the rest of the site
		recent = newest(posts, func(x store.Summary) bool { return store.Within(f.ContentOf(base), x.Path) }, recentPosts)
	}
	p.Slug = o.Slug
	if p.Slug == "" {
		p.Slug = store.NewSlug(datePrefix(recent, o.Date), o.Title, p.Dir, o.Date)
	}
	p.Path = filepath.Join(p.Dir, p.Slug, "index.md")
	done, err := p.fromArchetype(f, o)
	if err != nil {
		p.Err = err
	}
	if done {
		return p, ctx.Err()
	}
	text, ok := fromHabits(ctx, f, recent, o, p.Slug)
	if ok {
		p.Text, p.Model = text, Habits
		return p, ctx.Err()
	}
	authors := o.Authors
	if len(authors) == 0 && o.Author != "" {
		authors = []string{o.Author}
	}
	p.Text, err = store.NewText(store.NewOptions{Title: o.Title, Date: o.Date, Tags: o.Tags, Authors: authors})
	return p, errors.Join(err, ctx.Err())
}

// Make makes the post and returns the path of its page. It never overwrites, and
// leaves nothing behind when it fails, see [store.New].
func (p *Plan) Make() (string, error) {
	slug := p.Slug
	path, err := store.New(store.NewOptions{Slug: slug, Dir: p.Dir, Date: p.date, Text: p.Text, Files: p.Files})
	return path, err
}

// section is a folder of posts. base is where it begins; dated is how the folders
// for a year, or a year and a month, below it are named, empty without those.
type section struct {
	base  string
	dated string
}

// dir is the folder that gets the bundle.
func (s section) dir(o Options) string {
	if s.dated == "" {
		return s.base
	}
	return filepath.Join(s.base, filepath.FromSlash(o.Date.Format(s.dated)))
}

// holder is the section of a post: the folder around its bundle or file, without
// folders that are named after a date.
func holder(f *store.Folder, path string) section {
	dir := filepath.Dir(path)
	if store.IsIndex(filepath.Base(path)) {
		dir = filepath.Dir(dir)
	}
	root := f.ContentOf(path)
	if dir == root {
		return section{base: dir}
	}
	month, year := filepath.Base(dir), filepath.Base(filepath.Dir(dir))
	switch up := filepath.Dir(dir); {
	case isYear(month):
		return section{base: up, dated: "2006"}
	case isMonth(month) && isYear(year) && up != root:
		return section{base: filepath.Dir(up), dated: "2006/01"}
	}
	return section{base: dir}
}

func isYear(s string) bool  { return len(s) == 4 && digits(s) && s >= "1970" && s <= "2199" }
func isMonth(s string) bool { return len(s) == 2 && digits(s) && s >= "01" && s <= "12" }
func digits(s string) bool  { return s != "" && strings.Trim(s, "0123456789") == "" }

// recentPosts is how many posts a habit is taken from.
const recentPosts = 20

// sectionFor is where a post goes: the folder that the author named, the section
// of the open post, the one with the newest posts, or the folder's customary one.
func sectionFor(f *store.Folder, posts []store.Summary, o Options) section {
	if o.Dir != "" {
		return section{base: o.Dir}
	}
	if o.Section != "" {
		return sectionAt(f, posts, o.Section)
	}
	if o.Open != "" {
		if s := holder(f, o.Open); s.base != f.ContentOf(o.Open) || slices.Contains(sections(f, posts), s.base) {
			return s
		}
	}
	recent := newest(posts, func(x store.Summary) bool { return store.Within(f.Content, x.Path) }, recentPosts)
	count := map[string]int{}
	var best section
	for _, x := range recent { // the newest wins where two have as many
		if x.Date.Time.IsZero() {
			continue
		}
		s := holder(f, x.Path)
		if count[s.base]++; best.base == "" || count[s.base] > count[best.base] {
			best = s
		}
	}
	if best.base == "" {
		return section{base: f.Section()}
	}
	return best
}

// sectionAt is the section that begins at base, with its newest post's folders for dates.
func sectionAt(f *store.Folder, posts []store.Summary, base string) section {
	for _, x := range newest(posts, func(x store.Summary) bool { return holder(f, x.Path).base == base }, 1) {
		return holder(f, x.Path)
	}
	return section{base: base}
}

// sections are the folders that hold posts with a date, those with the newest post
// first: where a new one may go.
func sections(f *store.Folder, posts []store.Summary) []string {
	var dirs []string
	for _, x := range newest(posts, func(x store.Summary) bool { return !x.Date.Time.IsZero() }, len(posts)) {
		if base := holder(f, x.Path).base; !slices.Contains(dirs, base) {
			dirs = append(dirs, base)
		}
	}
	return dirs
}

// Sections lists the folders to which a new post may go, the one with the newest
// post first; never empty.
func Sections(f *store.Folder, posts []store.Summary) []string {
	dirs := sections(f, posts)
	if len(dirs) == 0 {
		return []string{f.Section()}
	}
	return dirs
}

// newest are the n newest of the posts for which ok holds; posts without a date
// come last.
func newest(posts []store.Summary, ok func(store.Summary) bool, n int) []store.Summary {
	var out []store.Summary
	for _, p := range posts {
		if p.Err == nil && ok(p) {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b store.Summary) int {
		if c := b.Date.Time.Compare(a.Date.Time); c != 0 {
			return c
		}
		return b.ModTime.Compare(a.ModTime)
	})
	return out[:min(n, len(out))]
}

// datePrefix is the date before the names of most of these posts, as it stands
// there for the date of the new one; empty where they have none.
func datePrefix(recent []store.Summary, date time.Time) string {
	count := map[string]int{}
	for _, p := range recent {
		name := filepath.Base(p.Path)
		if p.Bundle {
			name = filepath.Base(filepath.Dir(p.Path))
		}
		for _, layout := range []string{"2006-01-02-", "20060102-"} {
			if len(name) > len(layout) {
				if _, err := time.Parse(layout, name[:len(layout)]); err == nil {
					count[layout]++
				}
			}
		}
	}
	for layout, n := range count {
		if 2*n > len(recent) {
			return date.Format(layout)
		}
	}
	return ""
}

// fromArchetype makes the text after the section's archetype; false where there is
// none, or none that gives a post, with the reason.
func (p *Plan) fromArchetype(f *store.Folder, o Options) (bool, error) {
	if f.Site == "" {
		return false, nil
	}
	root := f.ContentOf(p.Path)
	rel, err := filepath.Rel(root, p.Dir)
	if err != nil {
		return false, nil
	}
	name, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
	if name == "." || name == ".." {
		name = ""
	}
	path, dir := findArchetype(f, name)
	if path == "" {
		return false, nil
	}
	src, err := f.ReadFile(path, store.MaxSize)
	if err != nil {
		return false, err
	}
	inContent := filepath.ToSlash(rel) + "/"
	if rel == "." {
		inContent = ""
	}
	c := f.Config()
	d := archetype.Data{
		Name: p.Slug, Section: name, Dir: inContent + p.Slug + "/", File: "index.md", Date: o.Date,
		Title: c.Title, BaseURL: c.BaseURL, Lang: c.Language(), Params: c.Params,
	}
	text, left, err := archetype.Execute(string(src), d)
	if err == nil {
		text, err = fill(text, o)
	}
	if err != nil {
		return false, store.Fail("follow the archetype", path, store.BadMeta, err)
	}
	p.Text, p.Left, p.Model, p.Source = text, left, Archetype, path
	if dir != "" {
		p.Files, err = p.beside(f, dir, path, d)
	}
	return true, err
}

// findArchetype is the template for the posts of a section, in Hugo's order: the
// section's folder, its file, the default one; of each the site's own before those
// of its themes. dir is the folder of an archetype that is one.
func findArchetype(f *store.Folder, section string) (path, dir string) {
	names := []string{"default"}
	if section != "" {
		names = []string{section, "default"}
	}
	for _, name := range names {
		for _, base := range f.Archetypes() {
			at := filepath.Join(base, name)
			if index := filepath.Join(at, "index.md"); regular(index) {
				return index, at
			}
		}
		for _, base := range f.Archetypes() {
			if file := filepath.Join(base, name+".md"); regular(file) {
				return file, ""
			}
		}
	}
	return "", ""
}

func regular(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular()
}
