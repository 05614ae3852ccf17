// Package stats owns the figures of a folder of posts: how many there are, how many words they have, when they were written and under which tags.
//
// It blocks on the disk, writes nothing, and may be called from any goroutine; the workers that it starts end before it returns.
package stats

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"lanyard/store"
	"lanyard/store/fold"
	"lanyard/store/markdown"
	parts "lanyard/store/page"
)

// Figures are those of all posts of a folder. A post in several languages is one post; its words are those of all its pages.
type Figures struct {
	Tally
	Undated int     // posts without a date; they are in no month and no day
	Months  []Named // those with posts as 2019-06, the oldest first
	Days    []Named // as 2019-06-25, by the clock that the author wrote, the oldest first
	Tags    []Named // the most posts first; spellings that differ by case or width are one, named as most posts have it
	Unread  []error // posts that could not be read; they are not counted
}

// A Tally is how much there is of something. A word of Chinese, Japanese or Korean is each of its characters, as Hugo counts.
type Tally struct {
	Posts, Drafts, Words, Photos int
}

// Named is a tally of what goes by a name.
type Named struct {
	Name string
	Tally
}

// page is one page of a post.
type page struct {
	store.Summary
	words int
	err   error
}

// Read counts the posts of a folder. The error is the context's, or that of a folder that cannot be read.
func Read(ctx context.Context, f *store.Folder) (Figures, error) {
	var pages []page
	err := f.List(ctx, func(s store.Summary) bool {
		pages = append(pages, page{Summary: s, err: s.Err})
		return true
	})
	if err != nil {
		return Figures{}, err
	}
	if err := count(ctx, f, pages); err != nil {
		return Figures{}, err
	}
	return sum(pages), nil
}

// count counts the words of all pages, with two workers: parsing the texts is the work.
func count(ctx context.Context, f *store.Folder, pages []page) error {
	opt := f.Config().Markdown()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(pages)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				if p := &pages[i]; p.err == nil {
					p.words, p.err = words(f, p.Path, opt)
				}
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

func words(f *store.Folder, path string, opt markdown.Options) (int, error) {
	p, err := f.Load(path)
	if err != nil {
		return 0, err
	}
	pg, err := parts.Parse(p.Text)
	if err != nil {
		return 0, store.MetaError(path, err)
	}
	var w markdown.Words
	for _, b := range markdown.Parse(p.Text, pg.BodyFrom, opt).Blocks {
		w.Add(b.Words())
	}
	return w.Characters, nil
}

// sum adds the pages up.
func sum(pages []page) Figures {
	var out Figures
	months, days, tags := tallies{}, tallies{}, tallies{}
	seen := map[string]bool{}
	for _, p := range pages {
		if p.err != nil {
			out.Unread = append(out.Unread, p.err)
			continue
		}
		one := Tally{Posts: 1, Words: p.words, Photos: p.Photos}
		if p.Draft {
			one.Drafts = 1
		}
		if p.Key != "" && seen[p.Key] { // a translation; its bundle has the same photos
			one = Tally{Words: p.words}
		}
		seen[p.Key] = true
		out.add(one)
		if t := p.Date.Time; t.IsZero() {
			out.Undated += one.Posts
		} else {
			months.add(t.Format("2006-01"), t.Format("2006-01"), one)
			days.add(t.Format("2006-01-02"), t.Format("2006-01-02"), one)
		}
		once := map[string]bool{}
		for _, tag := range p.Tags {
			if key := fold.String(strings.TrimSpace(tag)); key != "" && !once[key] {
				once[key] = true
				tags.add(key, strings.TrimSpace(tag), one)
			}
		}
	}
	out.Months, out.Days, out.Tags = months.list(), days.list(), tags.list()
	slices.SortStableFunc(out.Tags, func(a, b Named) int { return cmp.Or(b.Posts-a.Posts, b.Words-a.Words) })
	return out
}

func (t *Tally) add(o Tally) {
	t.Posts += o.Posts
	t.Drafts += o.Drafts
	t.Words += o.Words
	t.Photos += o.Photos
}

// tallies are sums by a key.
type tallies map[string]*named

type named struct {
	Tally
	spelled map[string]int // how many pages write the name so
}

func (m tallies) add(key, name string, t Tally) {
	n := m[key]
	if n == nil {
		n = &named{spelled: map[string]int{}}
		m[key] = n
	}
	n.Tally.add(t)
	n.spelled[name]++
}

// list gives the sums by their keys, each under its most frequent spelling.
func (m tallies) list() []Named {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	out := make([]Named, len(keys))
	for i, key := range keys {
		best, most := "", 0
		for name, n := range m[key].spelled {
			if n > most || n == most && name < best {
				best, most = name, n
			}
		}
		out[i] = Named{best, m[key].Tally}
	}
	return out
}
