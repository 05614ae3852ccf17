package export

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"lanyard/store"
	"lanyard/store/check"
	"lanyard/store/frontmatter"
)

// planner makes one plan.
type planner struct {
	ctx   context.Context
	f     *store.Folder
	run   *check.Run
	plan  Plan
	names map[string]string // folded unit → the post that has it
}

// source is a bundle with all its pages, or a single post.
type source struct {
	pages  []*store.Post
	bundle bool
	dir    string
	uses   *check.Uses
	slug   string

	converted map[string]converted // by the path of the picture
}

func (s *source) main() *store.Post { return s.pages[0] }

// load reads the posts; pages of one bundle are one source.
func (p *planner) load(posts []string) ([]*source, error) {
	var out []*source
	var errs []error
	for _, path := range posts {
		if of, ok := store.ConflictOf(filepath.Base(path)); ok {
			errs = append(errs, store.Fail("export", path, store.NotPost, fmt.Errorf("a sync program's conflict copy of %q", of)))
			continue
		}
		post, err := p.f.Load(path)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if slices.ContainsFunc(out, func(s *source) bool {
			return s.bundle && post.Bundle && s.dir == post.Dir || slices.ContainsFunc(s.pages, func(q *store.Post) bool { return q.Path == post.Path })
		}) {
			continue
		}
		if s := p.translated(out, post); s != nil {
			s.pages = append(s.pages, post)
			continue
		}
		s := &source{pages: []*store.Post{post}, bundle: post.Bundle, dir: post.Dir, converted: map[string]converted{}}
		if s.bundle {
			for _, other := range store.Pages(s.dir) {
				if other == post.Path {
					continue
				}
				q, err := p.f.Load(other)
				if err != nil {
					errs = append(errs, err)
					continue
				}
				s.pages = append(s.pages, q)
			}
		}
		out = append(out, s)
	}
	return out, errors.Join(errs...)
}

// translated is the source of the same single post in another language.
func (p *planner) translated(all []*source, post *store.Post) *source {
	i := slices.IndexFunc(all, func(s *source) bool {
		return !s.bundle && !post.Bundle && s.dir == post.Dir && p.f.TranslationKey(s.main().Path) == p.f.TranslationKey(post.Path)
	})
	if i < 0 {
		return nil
	}
	return all[i]
}

// examine finds what a source refers to, refuses what leads nowhere and notes the
// rest of what a check finds.
func (p *planner) examine(s *source) error {
	s.uses = p.run.References(s.pages...)
	var errs []error
	seen := map[string]bool{}
	for _, page := range s.pages {
		notes, err := p.run.WithUses(p.ctx, page, s.uses)
		if err != nil {
			return err
		}
		for _, n := range notes {
			key := fmt.Sprint(n.Path, " ", n.From, " ", n.Code, " ", n.Name)
			if seen[key] { // about a file of the bundle, said once
				continue
			}
			seen[key] = true
			if check.Fatal(n) {
				errs = append(errs, &store.Error{
					Op: "export", Path: n.Path, Line: n.Line, Col: n.Col, Kind: store.BadReference, Err: errors.New(n.Message),
				})
				continue
			}
			p.plan.Notes = append(p.plan.Notes, n)
		}
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	for _, path := range s.uses.Unused {
		if store.IsMarkdown(path) { // a page resource, of which only the theme knows whether it is used
			p.plan.Notes = append(p.plan.Notes, check.Finding{
				Path: path, Severity: check.Info, Code: check.CodeUnused, Name: filepath.Base(path), Message: "nothing in the post refers to this page",
			})
		}
	}
	return p.named(s)
}

// named gives a source its name: the bundle's folder, or of a single file its slug
// or file name.
func (p *planner) named(s *source) error {
	post := s.main()
	if s.bundle {
		s.slug = filepath.Base(s.dir)
	} else {
		s.slug, _ = p.f.StemAndLang(post.Path)
		if strings.HasPrefix(s.slug, "_index") { // a section's page is named by its folder
			s.slug = filepath.Base(post.Dir)
		}
		if file, err := frontmatter.Open(post.Text); err == nil {
			if v, ok := file.Block.Get("slug"); ok && strings.TrimSpace(frontmatter.Text(v)) != "" {
				s.slug = strings.TrimSpace(frontmatter.Text(v))
			}
		}
	}
	if err := store.CheckName(s.slug); err != nil {
		return store.Fail("export", post.Path, store.BadName, err)
	}
	return nil
}

// unit books the folder or file that a source is placed as.
func (p *planner) unit(s *source, path string) error {
	key := store.FoldName(path)
	if other, ok := p.names[key]; ok {
		return store.Fail("export", s.main().Path, store.Exists, fmt.Errorf("%q gets the same name %q", other, path))
	}
	p.names[key] = s.main().Path
	p.plan.Units = append(p.plan.Units, path)
	where := s.dir
	if !s.bundle {
		where = s.main().Path
	}
	p.plan.sources = append(p.plan.sources, where)
	return nil
}

func (p *planner) copy(path, source string, data []byte) {
	p.plan.Files = append(p.plan.Files, File{Path: path, Source: source, folder: p.f, data: data})
}

func (p *planner) text(path, text string) {
	p.plan.Files = append(p.plan.Files, File{Path: path, data: []byte(text)})
}

// layout decides where in the exported bundle every file goes: one of the bundle
// keeps its place, one from elsewhere gets a free name beside index.md. Pages and
// HTML from elsewhere are not copied.
func layout(s *source) map[string]string {
	places := map[string]string{}
	taken := map[string]bool{}
	for _, page := range s.pages {
		taken[store.FoldName(filepath.Base(page.Path))] = true
	}
	taken["index.md"] = true
	var foreign []string
	for _, file := range s.uses.Files {
		rel, err := filepath.Rel(s.dir, file)
		if err != nil || !filepath.IsLocal(rel) {
			foreign = append(foreign, file)
			continue
		}
		places[file] = filepath.ToSlash(rel)
		taken[store.FoldName(filepath.ToSlash(rel))] = true
	}
	for _, file := range foreign {
		if isPage(file) || !usedInBody(s, file) {
			continue
		}
		ext := filepath.Ext(file)
		stem := strings.TrimSuffix(filepath.Base(file), ext)
		name := store.Slug(stem, func(n string) bool { return taken[store.FoldName(n+strings.ToLower(ext))] }) + strings.ToLower(ext)
		places[file] = name
		taken[store.FoldName(name)] = true
	}
	return places
}

func isPage(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html", ".htm", ".xml":
		return true
	}
	return store.IsMarkdown(path)
}

func usedInBody(s *source, file string) bool {
	return slices.ContainsFunc(s.uses.All, func(u check.Use) bool { return u.Ref && u.File() == file })
}

// rewritten is a page's text with its references pointed at the places of layout.
// show makes the destination of a place.
func (p *planner) rewritten(s *source, page *store.Post, places map[string]string, show func(place string) string) (string, error) {
	var edits []frontmatter.Edit
	var covers []check.Use
	for _, u := range s.uses.All {
		if u.Post != page {
			continue
		}
		place, ok := places[u.File()]
		if !u.Ref {
			if !ok || u.Target.Static {
				p.note(u)
			} else if !leads(u.Dest, place) {
				covers = append(covers, u)
			}
			continue
		}
		if !ok || u.From >= u.To {
			continue
		}
		if want := show(place) + u.Target.Suffix; !leads(u.Dest, place) {
			edits = append(edits, frontmatter.Edit{From: u.From, To: u.To, Insert: want})
		}
	}
	slices.SortFunc(edits, func(a, b frontmatter.Edit) int { return a.From - b.From })
	edits = slices.CompactFunc(edits, func(a, b frontmatter.Edit) bool { return a.From == b.From })
	text := frontmatter.Apply(page.Text, edits)
	for _, u := range covers { // each may move what stands behind it
		file, err := frontmatter.Open(text)
		if err != nil {
			return "", store.MetaError(page.Path, err)
		}
		old, _ := file.Block.Get(u.Key...)
		set, err := file.Set(u.Key, store.Replaced(old, u.Dest, places[u.File()]+u.Target.Suffix))
		if err != nil {
			return "", store.MetaError(page.Path, err)
		}
		text = frontmatter.Apply(text, set)
	}
	return text, nil
}

// leads reports whether a destination, read in the exported bundle, is that place
// already.
func leads(dest, place string) bool {
	t, err := store.DestPath(dest)
	return err == nil && !strings.HasPrefix(t, "/") && filepath.ToSlash(filepath.Clean(filepath.FromSlash(t))) == place
}

// note tells that the front matter refers to a file that the bundle has not.
func (p *planner) note(u check.Use) {
	p.plan.Notes = append(p.plan.Notes, check.Finding{
		Path: u.Post.Path, Line: u.Line, Col: u.Col, From: u.From, To: u.To, Severity: check.Info, Code: check.CodeKept,
		Name: u.Dest, Args: []any{u.Dest},
		Message: fmt.Sprintf("%q stays as it is: the file belongs to the site, not to the bundle", u.Dest),
	})
}
