package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lanyard/store"
	"lanyard/store/atomicfile"
	"lanyard/store/journal"
	"lanyard/store/merge"
	"lanyard/store/versions"
)

// storm is a window with some open posts, reduced to what can lose a word, and beside it the model: what the author sees, what other programs
// wrote, and what the disk was said to hold.
type storm struct {
	t        *testing.T
	r        *rand.Rand
	content  string
	state    string
	versions *versions.Store
	posts    []*stormPost
	lines    int // makes every line that is ever written another one
	count    map[string]int
}

type stormPost struct {
	path   string
	loaded *store.Post // as it was read or saved last
	log    *journal.Log
	now    string // what the author sees
	kept   string // what a crash gives back, at least: the text at the last write of the journal or of the file
}

// TestStorm lets edits, saves, foreign changes, renames and kills come in any order. After each kill the next start has the text of the last
// write of the journal, a save has replaced only what it knew, and every text that was replaced is among the versions.
func TestStorm(t *testing.T) {
	steps := 10000
	if testing.Short() {
		steps = 3000
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	s := &storm{t: t, r: rand.New(rand.NewPCG(seed, 0)), content: t.TempDir(), state: t.TempDir(), count: map[string]int{}}
	s.versions = versions.New(filepath.Join(s.state, "versions"))
	for _, name := range []string{"a.md", "b/index.md", "c/index.md"} {
		path := filepath.Join(s.content, name)
		s.foreign(path, s.line()+s.line())
		s.posts = append(s.posts, &stormPost{path: path})
	}
	for _, p := range s.posts {
		s.begin(p, s.load(p))
	}
	for range steps {
		s.step()
	}
	s.kill()
	for _, p := range s.posts {
		s.save(p, 0)
		if got := s.read(p.path); got != p.now {
			t.Fatalf("at the end %q holds\n%s\nwant\n%s", p.path, got, p.now)
		}
	}
	t.Log(s.count)
	for _, what := range []string{"edit", "save", "conflict", "foreign", "moved", "kill", "recovered", "compacted", "merged"} {
		if s.count[what] == 0 {
			t.Errorf("%q never happened", what)
		}
	}
}

func (s *storm) step() {
	p := s.posts[s.r.IntN(len(s.posts))]
	switch n := s.r.IntN(1000); {
	case n < 700:
		s.edit(p)
	case n < 800:
		s.flush(p)
	case n < 880:
		s.save(p, 2)
	case n < 940:
		s.count["foreign"]++
		if text, err := os.ReadFile(p.path); err == nil {
			s.foreign(p.path, s.changed(string(text)))
		} else {
			s.foreign(p.path, s.line())
		}
		if s.r.IntN(2) == 0 {
			s.look(p)
		}
	case n < 960:
		s.count["moved"]++
		aside := filepath.Join(s.content, fmt.Sprint("moved", s.line(), ".txt"))
		if err := os.Rename(p.path, strings.ReplaceAll(aside, "\n", "")); err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.t.Fatal(err)
		}
	case n < 985:
		s.count["compacted"]++
		s.must(p.log.Compact(p.now, p.log.Take()))
		p.kept = p.now
	default:
		s.kill()
	}
}

func (s *storm) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *storm) read(path string) string {
	s.t.Helper()
	data, err := os.ReadFile(path)
	s.must(err)
	return string(data)
}

func (s *storm) foreign(path, text string) {
	s.t.Helper()
	s.must(os.MkdirAll(filepath.Dir(path), 0o755))
	s.must(os.WriteFile(path, []byte(text), 0o644))
}

func (s *storm) line() string {
	s.lines++
	return fmt.Sprintf("line %d 行\n", s.lines)
}

// changed is text with a line that is new, gone or another.
func (s *storm) changed(text string) string {
	all := strings.SplitAfter(text, "\n")
	at := s.r.IntN(len(all))
	switch s.r.IntN(4) {
	case 0:
		if len(all) > 12 {
			return strings.Join(slices.Delete(all, at, min(at+3, len(all))), "")
		}
	case 1:
		all[at] = s.line()
		return strings.Join(all, "")
	}
	return strings.Join(slices.Insert(all, at, s.line()), "")
}

// begin opens the post with what its file holds.
func (s *storm) begin(p *stormPost, post *store.Post) {
	p.loaded, p.now, p.kept = post, post.Text, post.Text
	text := post.Text
	p.log = journal.New(filepath.Join(s.state, "journal"), journal.Base{Path: p.path, Sum: post.Stamp.Sum, Time: post.Stamp.ModTime}, func() string { return text })
}

// load reads the post, or gives an empty one where there is no file.
func (s *storm) load(p *stormPost) *store.Post {
	s.t.Helper()
	post, err := store.Load(p.path)
	if errors.Is(err, fs.ErrNotExist) {
		return &store.Post{Path: p.path, Dir: filepath.Dir(p.path)}
	}
	s.must(err)
	return post
}

// replace makes text the post's as one edit.
func (s *storm) replace(p *stormPost, text string) {
	if e, ok := merge.Change(p.now, text); ok {
		p.log.Append([]journal.Edit{journal.Edit(e)})
		p.now = text
	}
}

func (s *storm) edit(p *stormPost) {
	s.count["edit"]++
	s.replace(p, s.changed(p.now))
}

func (s *storm) flush(p *stormPost) {
	s.must(p.log.Flush())
	p.kept = p.now
}

// look takes in a foreign change as the window does when it is told of one.
func (s *storm) look(p *stormPost) {
	if p.now != p.loaded.Text {
		return // asks when it is saved
	}
	if post := s.load(p); post.Stamp.Sum != p.loaded.Stamp.Sum && post.Stamp.Mode != 0 {
		s.must(p.log.Drop())
		s.begin(p, post)
	}
}

// save writes the post while the author goes on typing, at most so much, and solves the conflict that may stand in the way.
func (s *storm) save(p *stormPost, typing int) {
	s.t.Helper()
	s.count["save"]++
	opts := store.SaveOptions{}
	for {
		p.log.Mark()
		snapshot := p.now
		for range s.r.IntN(typing + 1) {
			s.edit(p)
			if s.r.IntN(3) == 0 {
				s.flush(p)
			}
		}
		there, readErr := os.ReadFile(p.path)
		post, err := store.Save(p.loaded, snapshot, opts)
		if err != nil {
			p.log.Unmark()
			if now, e := os.ReadFile(p.path); string(now) != string(there) || (e == nil) != (readErr == nil) {
				s.t.Fatalf("a refused save changed the file from %q to %q", there, now)
			}
			switch {
			case errors.Is(err, store.ErrGone):
				opts.Force = true
			case errors.Is(err, store.ErrChanged):
				opts.Force = s.solve(p)
			default:
				s.t.Fatal(err)
			}
			continue
		}
		if !opts.Force && string(there) != p.loaded.Text && string(there) != snapshot {
			s.t.Fatalf("a save replaced what it did not know: %q", there)
		}
		if got := s.read(p.path); got != snapshot {
			s.t.Fatalf("saved %q, the file holds %q", snapshot, got)
		}
		if p.kept = snapshot; typing > 0 && s.r.IntN(20) == 0 {
			s.killDuringSave(p, snapshot)
			return
		}
		s.keep(p, p.loaded.Text)
		s.must(p.log.Saved(journal.Base{Path: p.path, Sum: post.Stamp.Sum, Time: post.Stamp.ModTime}, func() string { return snapshot }))
		p.loaded, p.kept = post, p.now
		if p.now == snapshot || s.r.IntN(2) == 0 {
			return
		}
		opts = store.SaveOptions{}
	}
}

// keep puts a text that was replaced among the versions and looks whether it is there.
func (s *storm) keep(p *stormPost, text string) {
	s.t.Helper()
	if text == "" {
		return
	}
	s.must(s.versions.Put(p.path, text, time.Now()))
	if s.r.IntN(10) > 0 {
		return
	}
	list, err := s.versions.List(p.path)
	s.must(err)
	got, err := s.versions.Load(list[0])
	s.must(err)
	if got != text || len(list) > versions.MaxCount {
		s.t.Fatalf("%d versions, the newest\n%q\nwant\n%q", len(list), got, text)
	}
}

// solve answers a conflict; true when the next save is to overwrite what is there.
func (s *storm) solve(p *stormPost) (force bool) {
	s.t.Helper()
	s.count["conflict"]++
	theirs := s.load(p)
	switch s.r.IntN(3) {
	case 0: // mine
		s.keep(p, theirs.Text)
		return true
	case 1: // theirs
		s.keep(p, p.now)
		s.replace(p, theirs.Text)
	default:
		s.merge(p, p.loaded.Text, p.now, theirs.Text)
	}
	p.loaded = theirs
	return false
}

// merge makes the merged text the post's. Every line that one side wrote, and every one that no side deleted, is in it. A line that is there more
// than once, as after a conflict, says nothing: one side may delete the one and the other side the other.
func (s *storm) merge(p *stormPost, base, mine, theirs string) {
	s.t.Helper()
	s.count["merged"]++
	m := merge.Three(base, mine, theirs, merge.Labels{Mine: "mine", Theirs: "theirs"})
	count := func(text string) map[string]int {
		out := map[string]int{}
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "line") { // not a marker
				out[strings.TrimSuffix(line, "\n")]++
			}
		}
		return out
	}
	b, a, c, got := count(base), count(mine), count(theirs), count(m.Text)
	for _, side := range []map[string]int{a, c} {
		for line := range side {
			wanted := b[line] == 0 || a[line] > 0 && c[line] > 0
			if once := max(b[line], a[line], c[line]) == 1; wanted && once && got[line] == 0 {
				s.t.Fatalf("%q is lost in the merge of\n%q\n%q\n%q\ngot\n%q", line, base, mine, theirs, m.Text)
			}
		}
	}
	if len(m.Conflicts) == 0 && strings.Contains(m.Text, "<<<<<<<") && !strings.Contains(mine+theirs, "<<<<<<<") {
		s.t.Fatalf("markers without a conflict: %q", m.Text)
	}
	s.replace(p, m.Text)
}

// kill ends the program between two system calls, and starts it again.
func (s *storm) kill() {
	s.t.Helper()
	s.count["kill"]++
	for _, p := range s.posts {
		p.log.Release() // as the system does
	}
	s.restart()
}

// killDuringSave ends it after the file was replaced and before the journal knows.
func (s *storm) killDuringSave(p *stormPost, saved string) {
	s.t.Helper()
	s.count["kill in save"]++
	p.kept = "" // the journal has more than was saved, or as much
	defer func() {
		for line := range strings.Lines(saved) {
			if !strings.Contains(p.now, strings.TrimSuffix(line, "\n")) && s.read(p.path) != saved {
				s.t.Fatalf("%q was saved and is lost", line)
			}
		}
	}()
	s.kill()
}

// restart offers what the journals hold and accepts all of it.
func (s *storm) restart() {
	s.t.Helper()
	dir := filepath.Join(s.state, "journal")
	found, err := journal.Pending(dir, s.content)
	s.must(err)
	for _, p := range s.posts {
		kept := p.kept
		post := s.load(p)
		i := slices.IndexFunc(found, func(r journal.Recovered) bool { return r.Path == p.path })
		if i < 0 {
			if kept != "" && kept != p.loaded.Text {
				s.t.Fatalf("the journal of %q is gone; it had\n%q", p.path, kept)
			}
			s.begin(p, post)
			continue
		}
		s.count["recovered"]++
		r := found[i]
		if kept != "" && r.Text != kept || r.Damaged {
			s.t.Fatalf("the journal of %q gives\n%q\nwant\n%q", p.path, r.Text, kept)
		}
		s.begin(p, post)
		switch {
		case r.BaseText == post.Text || post.Stamp.Mode == 0:
			s.replace(p, r.Text)
		case r.Text != post.Text:
			s.merge(p, r.BaseText, r.Text, post.Text)
		}
		s.flush(p)
		s.must(r.Discard())
	}
	entries, err := os.ReadDir(dir)
	if !errors.Is(err, fs.ErrNotExist) { // no journal was written yet
		s.must(err)
	}
	if len(entries) > 2*len(s.posts) {
		s.t.Fatalf("%d files in the journal's folder", len(entries))
	}
	for _, e := range entries {
		if atomicfile.IsTemp(e.Name()) {
			s.t.Fatalf("left over: %q", e.Name())
		}
	}
}
