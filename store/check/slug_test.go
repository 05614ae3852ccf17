package check_test

import (
	"path/filepath"
	"testing"

	"lanyard/store/check"
)

// Two posts at one address are told whichever folders of the site they are in; one of another language, and a draft, is at none.
func TestOneAddressInTwoFolders(t *testing.T) {
	post := func(more string) string {
		return "---\ntitle: x\ndate: 2024-03-01T10:00:00+08:00\n" + more + "---\n\nText.\n"
	}
	f := site(t, map[string]string{
		"hugo.toml":                   "[languages.en]\nweight = 1\n[languages.de]\nweight = 2\n[permalinks]\nnotes = '/:year/:slug/'\n",
		"content/posts/a.md":          post("url: /redis/\n"),
		"content/tools/b/index.md":    post("url: redis\n"),
		"content/notes/late/c.md":     post("slug: one\n"),
		"content/notes/d.md":          post("slug: one\n"),
		"content/posts/a.de.md":       post("url: /redis/\n"),
		"content/posts/draft.md":      post("url: /redis/\ndraft: true\n"),
		"content/many/1.md":           post("slug: x\n"),
		"content/many/2.md":           post("slug: x\n"),
		"content/many/3.md":           post("slug: x\n"),
		"content/posts/own.md":        post(""),
		"content/posts/sub/own.md":    post(""),
		"content/posts/sub/_index.md": "---\ntitle: s\n---\n",
	})
	run := check.NewRun(f, check.Options{Now: now, NoPhotos: true})
	want := map[string]string{
		"posts/a.md": "tools/b/index.md", "tools/b/index.md": "posts/a.md", "notes/late/c.md": "notes/d.md", "notes/d.md": "notes/late/c.md",
		"many/2.md": "many/1.md", "posts/a.de.md": "", "posts/draft.md": "", "posts/own.md": "", "posts/sub/own.md": "",
	}
	for name, other := range want {
		list, err := run.Post(t.Context(), filepath.Join(f.Site, "content", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, x := range list {
			if x.Code == check.CodeSlugTwice {
				got += x.Name
			}
		}
		if other != "" {
			other = filepath.Join(f.Site, "content", filepath.FromSlash(other))
		}
		if got != other {
			t.Errorf("%s: got %q, want %q", name, got, other)
		}
	}
}
