// Package library owns what is known of all posts of a folder at once: their metadata, remembered from one start to the next, and the search in
// their texts, which are read for each search and kept nowhere.
//
// Its functions block on the disk and may be called from any goroutine; the workers that they start end before they return.
package library

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"lanyard/store"
	"lanyard/store/atomicfile"
)

// An Entry is a post of the library.
type Entry struct {
	store.Summary
	Section string // its folder below the content folder, without the bundle's own; "." for none

	real string
	size int64
}

// A Library is the posts of one folder, as they were when it was last read.
type Library struct {
	f     *store.Folder
	cache string // file; empty: nothing is remembered

	mu      sync.RWMutex
	entries []*Entry // newest first
}

// Open reads the posts of a folder. What is remembered below the cache directory of files that have not changed is not read again; an empty one
// remembers nothing. Posts that cannot be read are entries with Err. The error is the context's, or that of a folder that cannot be read.
func Open(ctx context.Context, f *store.Folder, cacheDir string) (*Library, error) {
	l := &Library{f: f}
	if cacheDir != "" {
		sum := sha256.Sum256([]byte(f.Content))
		l.cache = filepath.Join(cacheDir, "library", hex.EncodeToString(sum[:8]))
	}
	return l, l.Refresh(ctx)
}

// Refresh reads what has changed.
func (l *Library) Refresh(ctx context.Context) error {
	known := l.remembered()
	reused := 0
	var mu sync.Mutex
	look := func(path string, size int64, changed time.Time) (store.Summary, bool) {
		mu.Lock()
		defer mu.Unlock()
		r, ok := known[path]
		if !ok || r.size != size || !r.ModTime.Equal(changed) {
			return store.Summary{}, false
		}
		reused++
		return r.Summary, true
	}
	var entries []*Entry
	err := l.f.ListKnown(ctx, look, func(x store.Listed) bool {
		entries = append(entries, &Entry{Summary: x.Summary, Section: l.section(x.Path, x.Bundle), real: x.Real, size: x.Size})
		return true
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	slices.SortStableFunc(entries, func(a, b *Entry) int { return b.Date.Time.Compare(a.Date.Time) })
	l.mu.Lock()
	l.entries = entries
	l.mu.Unlock()
	if reused != len(entries) || len(known) != len(entries) {
		l.remember(entries)
	}
	return err
}

// Changed reads one post anew, or notes that it is gone: after a change that the watcher told.
func (l *Library) Changed(path string) {
	var e *Entry
	if st, err := os.Lstat(path); err == nil {
		s := l.f.Summary(path)
		e = &Entry{Summary: s, Section: l.section(path, s.Bundle), size: st.Size()}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	entries := slices.DeleteFunc(slices.Clone(l.entries), func(x *Entry) bool { return x.Path == path })
	if e != nil {
		i, _ := slices.BinarySearchFunc(entries, e, func(a, b *Entry) int { return b.Date.Time.Compare(a.Date.Time) })
		entries = slices.Insert(entries, i, e)
	}
	l.entries = entries
}

// Entries are all posts, the newest first. They are not to be changed.
func (l *Library) Entries() []*Entry {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.entries
}

func (l *Library) section(path string, bundle bool) string {
	dir := filepath.Dir(path)
	if bundle {
		dir = filepath.Dir(dir)
	}
	rel, err := filepath.Rel(l.f.Content, dir)
	if err != nil || strings.HasPrefix(rel, "..") {
		return "."
	}
	return rel
}

// remembered is a line of the cache.
type remembered struct {
	store.Summary
	size int64
}

// stored is what the cache's file holds. Another format has another number, and is overlooked.
type stored struct {
	Format  int
	Content string
	Posts   []store.Summary
	Sizes   []int64
}

const format = 1

// remembered reads the cache; what cannot be read is as if it were not there.
func (l *Library) remembered() map[string]remembered {
	out := map[string]remembered{}
	l.mu.RLock()
	for _, e := range l.entries {
		if e.Err == nil && e.size > 0 {
			out[e.Path] = remembered{e.Summary, e.size}
		}
	}
	l.mu.RUnlock()
	if len(out) > 0 || l.cache == "" {
		return out
	}
	data, err := os.ReadFile(l.cache)
	if err != nil {
		return out
	}
	var s stored
	if gob.NewDecoder(bytes.NewReader(data)).Decode(&s) != nil || s.Format != format || s.Content != l.f.Content || len(s.Posts) != len(s.Sizes) {
		return out
	}
	for i, p := range s.Posts {
		out[p.Path] = remembered{p, s.Sizes[i]}
	}
	return out
}

// remember writes the cache, which only saves time: a failure is none.
func (l *Library) remember(entries []*Entry) {
	if l.cache == "" {
		return
	}
	s := stored{Format: format, Content: l.f.Content}
	settled := time.Now().Add(-2 * time.Second) // a change in the same step of the file system's clock could not be seen
	for _, e := range entries {
		if e.Err == nil && e.size > 0 && e.ModTime.Before(settled) {
			s.Posts, s.Sizes = append(s.Posts, e.Summary), append(s.Sizes, e.size)
		}
	}
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(s)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(l.cache), 0o700)
	}
	if err == nil {
		_ = atomicfile.Write(l.cache, b.Bytes(), 0o600)
	}
}
