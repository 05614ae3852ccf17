package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/journal"
	"lanyard/store/page"
)

// A site is the folder that is worked on, and all other places where the words of its author may be.
type site struct {
	home    string // the desk's
	dir     string
	content string
	asked   map[string]bool // files that there may be, by path
	odd     map[string]time.Time
	cache   map[string]cached
}

type cached struct {
	size  int64
	time  time.Time
	texts []text
}

// newSite copies the sample and adds posts that are single files.
func newSite(binary string, d *desk) (*site, error) {
	s := &site{home: d.dir, dir: filepath.Join(d.dir, "site"), asked: map[string]bool{}, odd: map[string]time.Time{}, cache: map[string]cached{}}
	s.content = filepath.Join(s.dir, "content", "posts")
	if out, err := run(d, binary, "sample", s.dir); err != nil {
		return nil, fmt.Errorf("%v: %s", err, out)
	}
	for i, name := range []string{"keynote", "hallway", "workshop", "lunch", "evening"} {
		if err := os.WriteFile(filepath.Join(s.content, name+".md"), fmt.Appendf(nil, single, name, i+1, name), 0o600); err != nil {
			return nil, err
		}
	}
	files, err := s.files()
	for _, f := range files {
		s.asked[f] = true
	}
	return s, err
}

// root is the folder of the site's content, as the program names it.
func (s *site) root() string { return filepath.Dir(s.content) }

const single = `---
title: "Day %s"
date: 2024-05-0%d
draft: true
tags: [notes, 会议]
---

## %s

A post that is one file, with a list:

- one
- two

| when | what |
|---|---|
| 9:00 | coffee |

之后我们聊了很久。
`

// files are the paths of all files of the site.
func (s *site) files() ([]string, error) {
	var out []string
	err := filepath.WalkDir(s.dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			out = append(out, path)
		}
		if os.IsNotExist(err) {
			return nil // it went while we looked
		}
		return err
	})
	return out, err
}

// texts gives what all journals and all files hold. The journals are read first: a save puts the file into place before it lets go of the
// journal.
func (s *site) texts() ([]text, error) {
	var out []text
	journals, err := filepath.Glob(filepath.Join(s.home, "state", "journal", "*.journal"))
	if err != nil {
		return nil, err
	}
	for _, j := range journals {
		t, err := s.once(j, s.journal)
		if err != nil {
			return nil, err
		}
		out = append(out, t...)
	}
	err = filepath.WalkDir(s.home, func(path string, e fs.DirEntry, err error) error {
		switch {
		case os.IsNotExist(err):
			return nil
		case err != nil:
			return err
		case e.IsDir() && slices.Contains([]string{"state", "cache", "run", "config", "services"}, e.Name()) && filepath.Dir(path) == s.home:
			return fs.SkipDir
		case e.Type().IsRegular() && store.IsMarkdown(path):
			t, err := s.once(path, func(data []byte) ([]text, error) { return []text{{path: path, body: string(data)}}, nil })
			out = append(out, t...)
			return err
		}
		return nil
	})
	return out, err
}

// once reads a file that has changed since it was read last.
func (s *site) once(path string, read func([]byte) ([]text, error)) ([]text, error) {
	info, err := os.Stat(path)
	if os.IsNotExist(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	if c, ok := s.cache[path]; ok && c.size == info.Size() && c.time.Equal(info.ModTime()) && time.Since(c.time) > time.Second {
		return c.texts, nil
	}
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	t, err := read(data)
	for i := range t {
		t[i].time = info.ModTime()
	}
	s.cache[path] = cached{info.Size(), info.ModTime(), t}
	return t, err
}

// journal gives the text of a journal. A copy is read, as the program finds it after a crash: the journal itself belongs to the program
// that writes it.
func (s *site) journal(data []byte) ([]text, error) {
	dir, err := os.MkdirTemp(s.home, "journal-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "copy.journal"), data, 0o600); err != nil {
		return nil, err
	}
	found, err := journal.Pending(dir, "/")
	if err != nil {
		return nil, err
	}
	var out []text
	for _, r := range found {
		out = append(out, text{path: r.Path, body: r.Text, journal: true})
	}
	return out, nil
}

// ask says that there may be a file.
func (s *site) ask(path string) { s.asked[path] = true }

// settled is how long a file may be there that nobody asked for: a temporary one of a save that is under way.
const settled = 5 * time.Second

// copyOf is the name of a photo that was dropped more than once.
var copyOf = regexp.MustCompile(`^(mk-[a-z]+)(-\d+)?\.(jpg|jpeg|png|gif|webp|svg)$`)

// unasked names the files that nobody asked for and that do not go away, at once where final is set.
func (s *site) unasked(now time.Time, final bool) ([]string, error) {
	files, err := s.files()
	if err != nil {
		return nil, err
	}
	var out []string
	there := map[string]bool{}
	for _, f := range files {
		there[f] = true
		if s.allowed(f) {
			continue
		}
		since, ok := s.odd[f]
		if !ok {
			s.odd[f] = now
		}
		if final || ok && now.Sub(since) > settled {
			out = append(out, f)
		}
	}
	for f := range s.odd {
		if !there[f] {
			delete(s.odd, f)
		}
	}
	return out, nil
}

func (s *site) allowed(path string) bool {
	if s.asked[path] {
		return true
	}
	dir, name := filepath.Split(path)
	dir = filepath.Clean(dir)
	if name == "index.md" && s.asked[dir+".md"] { // a single file was made a folder
		return true
	}
	return copyOf.MatchString(name) && s.allowed(filepath.Join(dir, "index.md"))
}

// problems are what a crash must not leave behind, looked for after the next start.
func (s *site) problems() ([]string, error) {
	files, err := s.files()
	if err != nil {
		return nil, err
	}
	texts, err := s.texts()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, f := range files {
		dir, name := filepath.Split(f)
		dir = filepath.Clean(dir)
		switch {
		case strings.HasPrefix(name, "."):
			out = append(out, "a hidden file: "+f)
		case name == "index.md" && slices.Contains(files, dir+".md"):
			out = append(out, "a page twice: "+f+" and "+dir+".md")
		case store.IsMarkdown(f) && strings.HasPrefix(f, s.content):
			if err := whole(f); err != nil {
				out = append(out, fmt.Sprintf("front matter that is not whole: %s: %v", f, err))
			}
		case copyOf.MatchString(name):
			links := func(t text) bool { return filepath.Dir(t.path) == dir && strings.Contains(t.body, "("+name+")") }
			if !slices.ContainsFunc(texts, links) {
				out = append(out, "a photo without its link: "+f)
			}
		}
	}
	return out, nil
}

// whole reads the front matter of a post, which all of ours have.
func whole(path string) error {
	post, err := store.Load(path)
	if err != nil {
		return err
	}
	p, err := page.Parse(post.Text)
	if err != nil {
		return err
	}
	block, err := frontmatter.Parse(p.Format, p.Meta(post.Text))
	if err != nil {
		return err
	}
	if _, ok := block.Get("title"); !ok {
		return errors.New("it has no title")
	}
	return block.Err()
}
