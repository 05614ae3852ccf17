package store_test

import (
	"path/filepath"
	"testing"

	"lanyard/store"
)

func TestNamesOfConflictCopies(t *testing.T) {
	for name, want := range map[string]string{
		"index.sync-conflict-20260301-101010-ABCDEFG.md":    "index.md",
		"index.zh.sync-conflict-20260301-101010-ABCDEFG.md": "index.zh.md",
		"hall.sync-conflict-20260301-101010-ABCDEFG.jpg":    "hall.jpg",
		"index.Conflict.md":                                  "index.md",
		"index (conflicted copy 2026-03-01).md":              "index.md",
		"index (Jane Doe's conflicted copy 2026-03-01).md":   "index.md",
		"index (conflicted copy 2026-03-01 101010).md":       "index.md",
		"index (LAPTOP's conflicted copy 2026-03-01 (1)).md": "",
		"index (Case Conflict).md":                           "index.md",
		"index_conflict-20260301-101010.md":                  "index.md",
		"index_DiskStation_Mar-01-101010-2026_Conflict.md":   "index.md",
		"index.md":                   "",
		"index.zh.md":                "",
		"index (1).md":               "",
		"index-LAPTOP.md":            "",
		"Conflict.md":                "",
		"merge-conflict.md":          "",
		"a.conflict-resolution.md":   "",
		"how to merge (conflict).md": "",
		"sync-conflict-20260301-101010-ABCDEFG.md":            "",
		"on the (conflicted copy) problem, and what helps.md": "",
		"会议.sync-conflict-20260301-101010-ABCDEFG.md":         "会议.md",
		"a.md.sync-conflict-20260301-101010-ABCDEFG.md":       "a.md.md",
		"index.sync-conflict-20260301-101010-ABCDEFG.en.md":   "",
		"index.sync-conflict-20260301-101010.md":              "index.md",
		"index (Jane's conflicted copy 2026-03-01).de-at.md":  "",
	} {
		got, ok := store.ConflictOf(name)
		if got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", name, got, ok, want)
		}
	}
}

func TestConflictCopiesAreNoPosts(t *testing.T) {
	dir := tree(t, map[string]string{
		"hugo.toml": "", "content/trip/index.md": "---\ntitle: T\n---\n", "content/one.md": "---\ntitle: O\n---\n",
		"content/trip/index.sync-conflict-20260301-101010-ABCDEFG.md": "---\ntitle: old\n---\n",
		"content/trip/index.Conflict.md":                              "---\ntitle: older\n---\n",
		"content/trip/hall.Conflict.jpg":                              "",
		"content/one.sync-conflict-20260301-101010-ABCDEFG.md":        "---\ntitle: old\n---\n",
		"content/two.sync-conflict-20260301-101010-ABCDEFG.md":        "---\ntitle: old\n---\n",
	})
	content := filepath.Join(dir, "content")
	f, _ := open(t, dir)
	if got, want := paths(t, f, content), []string{"one.md", "trip/index.md"}; !equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := store.Pages(filepath.Join(content, "trip")); len(got) != 1 {
		t.Errorf("pages: got %v", got)
	}
	for post, want := range map[string]int{"trip/index.md": 3, "one.md": 1} {
		p, err := f.Load(filepath.Join(content, filepath.FromSlash(post)))
		if err != nil {
			t.Fatal(err)
		}
		if got := store.ConflictCopies(p); len(got) != want {
			t.Errorf("%s: got %v, want %d", post, got, want)
		}
	}
}
