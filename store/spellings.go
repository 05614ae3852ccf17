package store

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// spellings finds files whose names are nearly those that were asked for, and remembers the names of each folder that it read for that, as long as
// the folder does not change: a text may name a great many files that are not there. The zero value is empty. Several goroutines may use one.
type spellings struct {
	run bool // what was read holds as long as this lives, as all of a catalog does

	mu   sync.Mutex
	dirs map[string]*spelling
}

// spelling is the names of one folder.
type spelling struct {
	changed time.Time           // of the folder, when it was read
	exact   map[string]struct{} // as the disk spells them
	folded  map[string]string   // the first of those that FoldName makes equal
}

// settled is how old a change of a folder must be for another one to have another time: some file systems count in steps of two seconds.
const settled = 3 * time.Second

// find gives an existing file whose path equals path but for case and Unicode form in the elements below the boundary; "" where there is none.
func (s *spellings) find(f *Folder, path string) string {
	base := f.Boundary()
	if !Within(base, path) {
		base = filepath.Dir(path)
	}
	rel, err := filepath.Rel(base, path)
	if err != nil {
		return ""
	}
	at := base
	for elem := range strings.SplitSeq(rel, string(filepath.Separator)) {
		names := s.names(f, at)
		if names == nil {
			return ""
		}
		if _, ok := names.exact[elem]; !ok {
			if elem, ok = names.folded[FoldName(elem)]; !ok {
				return ""
			}
		}
		at = filepath.Join(at, elem)
	}
	return at
}

// names are those of a folder; nil where it cannot be read.
func (s *spellings) names(f *Folder, dir string) *spelling {
	s.mu.Lock()
	defer s.mu.Unlock()
	known, ok := s.dirs[dir]
	if ok && s.run {
		return known
	}
	st, err := os.Stat(dir)
	if err != nil {
		return nil
	}
	if ok && known.changed.Equal(st.ModTime()) {
		return known
	}
	entries, err := f.ReadDir(dir)
	if err != nil {
		return nil
	}
	known = &spelling{changed: st.ModTime(), exact: make(map[string]struct{}, len(entries)), folded: make(map[string]string, len(entries))}
	for _, e := range entries {
		known.exact[e.Name()] = struct{}{}
		if folded := FoldName(e.Name()); known.folded[folded] == "" {
			known.folded[folded] = e.Name()
		}
	}
	if s.run || time.Since(st.ModTime()) > settled {
		if s.dirs == nil {
			s.dirs = map[string]*spelling{}
		}
		s.dirs[dir] = known
	}
	return known
}
