package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lanyard/store/journal"
)

// lay makes a site of one post that is a file and one that is a folder.
func lay(t *testing.T) *site {
	t.Helper()
	home := t.TempDir()
	s := &site{home: home, dir: filepath.Join(home, "site"), asked: map[string]bool{}, odd: map[string]time.Time{}, cache: map[string]cached{}}
	s.content = filepath.Join(s.dir, "content", "posts")
	for _, f := range []string{"one.md", "two/index.md"} {
		s.ask(s.put(t, f, "---\ntitle: A\n---\n\ntext\n"))
	}
	return s
}

func (s *site) put(t *testing.T, name, data string) string {
	t.Helper()
	path := filepath.Join(s.content, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFilesThatNobodyAskedFor(t *testing.T) {
	s, now := lay(t), time.Now()
	if odd, err := s.unasked(now, true); err != nil || len(odd) > 0 {
		t.Fatal(odd, err)
	}
	s.put(t, "two/mk-hall.jpg", "")
	s.put(t, "two/mk-hall-2.jpg", "")
	s.put(t, "one/index.md", "")
	if odd, _ := s.unasked(now, true); len(odd) > 0 {
		t.Errorf("photos, and a file that became a folder: %q", odd)
	}
	stray := []string{s.put(t, "mk-hall.jpg", ""), s.put(t, "two/.lanyard-1.tmp", ""), s.put(t, "two/notes.txt", "")}
	slices.Sort(stray)
	if odd, _ := s.unasked(now, false); len(odd) > 0 {
		t.Errorf("at once: %q", odd)
	}
	odd, _ := s.unasked(now.Add(settled+time.Second), false)
	slices.Sort(odd)
	if !slices.Equal(odd, stray) {
		t.Errorf("got %q, want %q", odd, stray)
	}
}

func TestWhatACrashMustNotLeave(t *testing.T) {
	for want, f := range map[string]func(s *site){
		"a hidden file":    func(s *site) { s.put(t, ".lanyard-1.tmp", "") },
		"a page twice":     func(s *site) { s.put(t, "one/index.md", "---\ntitle: A\n---\n") },
		"not whole":        func(s *site) { s.put(t, "two/index.md", "---\ntitle: A") },
		"without its link": func(s *site) { s.put(t, "two/mk-hall.jpg", "") },
		"it has no title":  func(s *site) { s.put(t, "two/index.md", "---\ndate: 2024-01-01\n---\n") },
		"\x00 (all in order)": func(s *site) {
			s.put(t, "two/mk-hall.jpg", "")
			s.put(t, "two/index.md", "---\ntitle: A\n---\n![](mk-hall.jpg)\n")
		},
	} {
		s := lay(t)
		f(s)
		got, err := s.problems()
		if err != nil {
			t.Fatal(err)
		}
		if all := strings.Join(got, "\n"); strings.HasPrefix(want, "\x00") != (all == "") || all != "" && !strings.Contains(all, want) {
			t.Errorf("%q: got %q", want, all)
		}
	}
}

func TestTextsAreThoseOfJournalsAndFiles(t *testing.T) {
	s := lay(t)
	dir := filepath.Join(s.home, "state", "journal")
	post := filepath.Join(s.content, "one.md")
	l := journal.New(dir, journal.Base{Path: post}, func() string { return "base" })
	l.Append([]journal.Edit{{From: 4, To: 4, Insert: " typed"}})
	if err := l.Flush(); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	texts, err := s.texts()
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 3 || texts[0].path != post || texts[0].body != "base typed" {
		t.Errorf("got %+v", texts)
	}
	if left, _ := filepath.Glob(filepath.Join(s.home, "journal-*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestOtherProgramsTakeNothingAway(t *testing.T) {
	s := lay(t)
	r := rand.New(rand.NewPCG(1, 1))
	for range 100 {
		if _, err := s.meddle(r); err != nil {
			t.Fatal(err)
		}
	}
	files, err := s.files()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasSuffix(f, "~") {
			t.Errorf("left behind: %s", f)
		}
	}
	texts, _ := s.texts()
	for _, x := range texts {
		if !strings.Contains(x.body, "text\n") && !strings.Contains(x.body, "Written elsewhere") {
			t.Errorf("%s lost its text: %q", x.path, x.body)
		}
		if err := whole(x.path); err != nil {
			t.Errorf("%s: %v", x.path, err)
		}
	}
}
