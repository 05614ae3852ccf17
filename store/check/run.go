package check

import (
	"context"
	"slices"
	"sync"
	"time"

	"lanyard/store"
	"lanyard/store/hugo"
)

// Options say how posts are checked.
type Options struct {
	Now      time.Time // when the post is to be published; its zone is offered for dates without one. Zero means the present
	NoPhotos bool      // leave out what needs a look into the photos
	// Hugo gives the version of the installed Hugo, empty where there is none: hugo.Version. It is asked when it matters; nil is none.
	Hugo func(context.Context) string
	All  bool // tell habits, too, which most sites do otherwise on purpose: no summary, no date on a page that has none
}

// A Run checks posts of one folder. What they share, such as the posts beside them, is read once, so that a run should not outlive a change of the
// disk. Several goroutines may use it.
type Run struct {
	f   *store.Folder
	cat *store.Catalog
	o   Options

	once  sync.Once
	known *hugo.Templates
}

// NewRun makes the run for posts of f.
func NewRun(f *store.Folder, o Options) *Run {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	return &Run{f: f, cat: store.NewCatalog(f), o: o}
}

// templates are the shortcodes that the site can call, and the versions of Hugo that build it: the installed one, and the one that the site asks
// for. Their first use reads the disk and runs hugo.
func (r *Run) templates() *hugo.Templates {
	r.once.Do(func() {
		r.known = hugo.ReadTemplates(r.f.Layouts(), r.f.ReadFile)
		r.known.Complete = r.known.Complete && len(r.f.Config().MissingThemes) == 0
		if r.f.Site != "" {
			r.known.Site = hugo.SiteVersion(r.f.Site, r.f.ReadFile)
			r.known.AddVersion(r.known.Site)
		}
		if r.o.Hugo != nil {
			r.known.AddVersion(r.o.Hugo(context.Background()))
		}
	})
	return r.known
}

// Post checks one post, named by its Markdown file: the text and every photo. An error is one of reading the post itself; what is wrong in
// it is a finding. The findings are in the order of the text.
func (r *Run) Post(ctx context.Context, path string) ([]Finding, error) {
	p, err := r.f.Load(path)
	if err != nil {
		return nil, err
	}
	return r.Text(ctx, p)
}

// Text is Post for a text that may differ from what the disk has: p as it is being edited.
func (r *Run) Text(ctx context.Context, p *store.Post) ([]Finding, error) {
	u := r.References(r.pages(p)...)
	own := *u
	own.Findings = slices.DeleteFunc(slices.Clone(u.Findings), func(x Finding) bool { return x.Path != p.Path })
	return r.WithUses(ctx, p, &own)
}

// WithUses is Text for a caller that has the references of the post's bundle.
func (r *Run) WithUses(ctx context.Context, p *store.Post, u *Uses) ([]Finding, error) {
	c := &checker{ctx: ctx, run: r, f: r.f, p: p, o: r.o, lines: newLineIndex(p.Text), tally: tally{}}
	c.meta()
	c.found = append(c.found, u.Findings...)
	c.files(u)
	c.body(u)
	c.copies()
	if !r.o.NoPhotos {
		c.photos(u)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c.found = gatherTodos(append(c.found, c.tally.rest(p.Path)...))
	Sort(c.found)
	return c.found, nil
}

// pages lists all pages of the post's bundle, p itself as it is given: a photo used in one language only is used.
func (r *Run) pages(p *store.Post) []*store.Post {
	list := []*store.Post{p}
	if !p.Bundle {
		return list
	}
	paths := store.Pages(p.Dir)
	for _, t := range r.f.Translations(p.Path) { // in the folders of other languages
		if !slices.Contains(paths, t.Path) {
			paths = append(paths, t.Path)
		}
	}
	for _, path := range paths {
		if path == p.Path {
			continue
		}
		if q, err := r.f.Load(path); err == nil {
			list = append(list, q)
		}
	}
	return list
}

// Post is [Run.Post] for one post alone.
func Post(ctx context.Context, f *store.Folder, path string, o Options) ([]Finding, error) {
	return NewRun(f, o).Post(ctx, path)
}

// Text is [Run.Text] for one post alone.
func Text(ctx context.Context, f *store.Folder, p *store.Post, o Options) ([]Finding, error) {
	return NewRun(f, o).Text(ctx, p)
}
