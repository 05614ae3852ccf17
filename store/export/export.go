// Package export owns how a post leaves the content folder: a target plans, which
// is reading only and gives a list of paths and contents, and a sink writes the
// list so that all of it can be seen or nothing.
//
// What is exported stands by itself: every file that the text refers to is in the
// bundle. A file from the site's static folder or from another post is copied in
// and the reference rewritten; only the front matter keeps such a reference as it
// is, for each theme reads it in its own way, and a note says so. Every copied file
// is judged by its content, whatever its name, and leaves without what is private
// in it; pictures that browsers do not show are converted.
//
// Its functions block on the disk and may be called from any goroutine; they
// start none.
package export

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"lanyard/store"
	"lanyard/store/check"
)

// Target is a program for which posts are exported.
type Target struct {
	ID    string // as after --to
	Name  string // as its makers write it
	About string // one English phrase

	plan func(*planner, *source) error
}

// Targets lists what Prepare can export to.
func Targets() []Target {
	return []Target{
		{ID: "hugo", Name: "Hugo", About: "a leaf bundle: SLUG/index.md and its photos", plan: (*planner).hugo},
	}
}

// File is one file of a plan.
type File struct {
	Path   string // relative, with slashes
	Source string // the file it is a copy of; empty for text made by the plan
	data   []byte // of a text, and of a picture that was converted
	folder *store.Folder
}

// Plan is what an export would write.
type Plan struct {
	Files []File          // sorted by Path
	Units []string        // the folders and files, each placed at once, that together hold all Files; sorted
	Notes []check.Finding // what the author should know; none of them stops the export

	sources []string // the bundles' folders and single files, into and over which nothing is written
}

// Options say how Prepare plans.
type Options struct {
	Now  time.Time                    // for the findings about dates; zero means the present
	Hugo func(context.Context) string // the version of the installed Hugo, see check.Options
}

// Prepare plans the export of posts, named by their Markdown files, to a target.
// It writes nothing. References that lead nowhere, and what would stop the build of the site, are an error that joins a
// *store.Error of Kind BadReference with line and column for each; everything else
// that a check finds is in the plan's notes, what is left out among it. No two
// posts may get one name.
func Prepare(ctx context.Context, f *store.Folder, posts []string, target string, o Options) (Plan, error) {
	i := slices.IndexFunc(Targets(), func(t Target) bool { return t.ID == target })
	if i < 0 {
		return Plan{}, store.Fail("export to", target, store.BadName, errors.New("no such target"))
	}
	t := Targets()[i]
	run := check.NewRun(f, check.Options{Now: o.Now, Hugo: o.Hugo, NoPhotos: true})
	p := &planner{ctx: ctx, f: f, run: run, names: map[string]string{}}
	sources, err := p.load(posts)
	if err != nil {
		return Plan{}, err
	}
	var errs []error
	for _, s := range sources {
		if err := ctx.Err(); err != nil {
			return Plan{}, err
		}
		if err := p.examine(s); err != nil {
			errs = append(errs, err)
			continue
		}
		if err := t.plan(p, s); err != nil {
			errs = append(errs, err)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return Plan{Notes: p.plan.Notes}, err
	}
	slices.SortFunc(p.plan.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	slices.Sort(p.plan.Units)
	return p.plan, nil
}

// IsExists reports that an export was refused because something else is at its
// target already.
func IsExists(err error) bool {
	var e *store.Error
	return errors.As(err, &e) && e.Kind == store.Exists
}
