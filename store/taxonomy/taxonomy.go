// Package taxonomy owns the terms by which the posts of a site are sorted: which there are, which are meant as one, and how a term gets another name
// in all posts. It plans; store/act does.
package taxonomy

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"lanyard/store"
	"lanyard/store/act"
	"lanyard/store/frontmatter"
	"lanyard/store/relocate"
)

// Term is a term with the pages that have it.
type Term struct {
	Name  string
	Count int      // pages; the languages of a post count one by one
	Twins []string // terms that differ by spelling only, see Fold; sorted
}

// Terms lists the terms that pages have under a key of the front matter such as tags, the most used first.
func Terms(ctx context.Context, f *store.Folder, key string) ([]Term, []error, error) {
	counts := map[string]int{}
	unread, err := each(ctx, f, func(_, _ string, file *frontmatter.File) {
		for name := range termsOf(file, key) {
			counts[name]++
		}
	})
	if err != nil {
		return nil, unread, err
	}
	alike := map[string][]string{}
	for name := range counts {
		alike[Fold(name)] = append(alike[Fold(name)], name)
	}
	terms := []Term{}
	for name, n := range counts {
		t := Term{Name: name, Count: n}
		for _, other := range alike[Fold(name)] {
			if other != name {
				t.Twins = append(t.Twins, other)
			}
		}
		slices.Sort(t.Twins)
		terms = append(terms, t)
	}
	slices.SortFunc(terms, func(a, b Term) int { return cmp.Or(b.Count-a.Count, strings.Compare(a.Name, b.Name)) })
	return terms, unread, nil
}

func termsOf(file *frontmatter.File, key string) map[string]bool {
	v, _ := file.Block.Get(key)
	out := map[string]bool{}
	for _, s := range frontmatter.Strings(v) {
		if s != "" {
			out[s] = true
		}
	}
	return out
}

// each gives every page of the site with its front matter. What cannot be read is told.
func each(ctx context.Context, f *store.Folder, yield func(path, text string, file *frontmatter.File)) (unread []error, err error) {
	err = f.PageFiles(ctx, func(path string) bool {
		data, err := f.ReadFile(path, store.MaxSize)
		if err != nil {
			unread = append(unread, err)
			return true
		}
		text := string(data)
		file, err := frontmatter.Open(text)
		if err != nil {
			if file == nil || file.Page.MetaFrom > 0 {
				unread = append(unread, store.MetaError(path, err))
			}
			return true
		}
		yield(path, text, file)
		return true
	})
	return unread, err
}

// Options say how terms change.
type Options struct {
	Key     string // of the front matter; tags where empty
	Merge   bool   // the new name may be that of another term
	Aliases relocate.Aliases
	Now     time.Time
}

// Plan is what a change of terms is going to do.
type Plan struct {
	Act     *act.Act
	Pages   int               // whose front matter changes
	Links   []relocate.Link   // references to the term's page that are rewritten
	Changes []relocate.Change // the texts that change
	Kept    []string          // folders of terms' pages that stay although the term is gone: the new term has one already, or cannot have one
	Unread  []error           // what could not be read and stays as it is

	at map[string]int // the index of a page's change by its path
}

// The reasons for which terms do not change.
var (
	ErrNoTerm = errors.New("no page has it")
	ErrTaken  = errors.New("other pages have it already: merge them")
)

// Change plans how the terms olds are all called name, or taken out where name is empty. The page of an only term that gets another name moves along,
// and links to its address follow.
func Change(ctx context.Context, f *store.Folder, olds []string, name string, o Options) (*Plan, error) {
	key := cmp.Or(o.Key, "tags")
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	p := &Plan{Act: act.New(f.Boundary(), "tags", o.Now), at: map[string]int{}}
	met, taken := map[string]bool{}, false
	unread, err := each(ctx, f, func(path, text string, file *frontmatter.File) {
		have := termsOf(file, key)
		taken = taken || have[name] && name != ""
		hit := false
		for _, old := range olds {
			if have[old] {
				met[old], hit = true, true
			}
		}
		if !hit {
			return
		}
		edits, err := file.Rewrite(key, func(v string) (string, bool) {
			if slices.Contains(olds, v) {
				return name, name != ""
			}
			return v, true
		})
		if err != nil {
			p.Unread = append(p.Unread, store.MetaError(path, err))
		} else if len(edits) > 0 {
			p.Pages++
			p.add(path, text, edits)
		}
	})
	if err != nil {
		return nil, err
	}
	p.Unread = append(unread, p.Unread...)
	for _, old := range olds {
		if !met[old] {
			return nil, store.Fail("change "+key, old, store.NotFound, ErrNoTerm)
		}
	}
	if taken && !o.Merge {
		return nil, store.Fail("change "+key, name, store.Exists, ErrTaken)
	}
	for _, old := range olds {
		if err := p.page(ctx, f, key, old, name, o); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// add notes edits of a page beside those that are noted for it already.
func (p *Plan) add(path, text string, edits []frontmatter.Edit) {
	at, ok := p.at[path]
	if !ok {
		p.at[path] = len(p.Changes)
		p.Changes = append(p.Changes, relocate.Change{Path: path, Was: text, Now: frontmatter.Apply(text, edits)})
		p.Act.Writes = append(p.Act.Writes, act.NewWrite(path, text, edits))
		return
	}
	all := append(slices.Clone(p.Act.Writes[at].Do), edits...)
	slices.SortStableFunc(all, func(a, b frontmatter.Edit) int { return a.From - b.From })
	p.Act.Writes[at] = act.NewWrite(p.Act.Writes[at].Path, text, all)
	p.Changes[at].Now = frontmatter.Apply(text, all)
}

// page moves the page of a term, and lets links to the term's address follow.
func (p *Plan) page(ctx context.Context, f *store.Folder, key, old, name string, o Options) error {
	from, to := urlized(old), urlized(name)
	if from == to {
		return nil // the same address
	}
	dir := pageDir(f, key, from)
	var moved *relocate.Plan
	var err error
	if dir != "" && name != "" {
		base := to
		if filepath.Base(dir) == old {
			base = name
		}
		moved, err = relocate.New(ctx, f, dir, filepath.Join(filepath.Dir(dir), base), relocate.Options{Aliases: o.Aliases, Now: o.Now})
		var e *store.Error
		if errors.As(err, &e) && (e.Kind == store.Exists || e.Kind == store.BadName) {
			moved, err = nil, nil
		}
		if err != nil {
			return err
		}
	}
	if dir != "" && moved == nil {
		p.Kept = append(p.Kept, dir)
	}
	if moved == nil && name != "" && f.Site != "" {
		if moved, err = relocate.Follow(ctx, f, "/"+key+"/"+from, "/"+key+"/"+to, o.Now); err != nil {
			return err
		}
	}
	if moved == nil {
		return nil
	}
	p.Act.Dirs = append(p.Act.Dirs, moved.Act.Dirs...)
	p.Act.Moves = append(p.Act.Moves, moved.Act.Moves...)
	p.Links = append(p.Links, moved.Links...)
	for i, c := range moved.Changes {
		p.add(c.Path, c.Was, moved.Act.Writes[i].Do)
	}
	for i := range p.Act.Writes {
		p.Act.Writes[i].Path = p.Act.Moved(p.Changes[i].Path)
	}
	return nil
}

// pageDir finds the folder with the page of a term; empty where it has none.
func pageDir(f *store.Folder, key, term string) string {
	dirs, _, _ := f.Counterparts(filepath.Join(f.ContentOf(f.Content), key))
	for _, dir := range dirs {
		entries, _ := f.ReadDir(dir)
		for _, e := range entries {
			if e.IsDir() && urlized(e.Name()) == term {
				return filepath.Join(dir, e.Name())
			}
		}
	}
	return ""
}

// urlized is the part that Hugo makes of a term in the address of its page.
func urlized(term string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(term)), "-"))
}
