package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
)

func TestToBundleKeepsLinksValid(t *testing.T) {
	dir := tree(t, map[string]string{
		"hugo.toml":                 "[languages.zh]\n[languages.en]\n",
		"content/posts/trip.md":     "---\ntitle: T\nimage: a.jpg\n---\n![](a.jpg) ![](img/b.jpg) ![](../top.jpg) ![](/s.jpg) [o](other.md) ![](trip/in.jpg) ![](https://x.org/c.jpg)\n",
		"content/posts/a.jpg":       "A",
		"content/posts/img/b.jpg":   "B",
		"content/posts/trip/in.jpg": "I",
		"content/posts/other.md":    "",
		"content/top.jpg":           "TOP",
		"static/s.jpg":              "S",
		"content/posts/lang.zh.md":  "text",
	})
	f, _ := open(t, dir)
	path, err := f.ToBundle(filepath.Join(dir, "content/posts/trip.md"))
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "content/posts/trip/index.md"); path != want {
		t.Errorf("got %q, want %q", path, want)
	}
	want := "---\ntitle: T\nimage: a.jpg\n---\n![](a.jpg) ![](img/b.jpg) ![](top.jpg) ![](/s.jpg) [o](../other.md) ![](in.jpg) ![](https://x.org/c.jpg)\n"
	if diff := cmp.Diff(want, read(t, path)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	bundle := filepath.Dir(path)
	for name, data := range map[string]string{"a.jpg": "A", "img/b.jpg": "B", "top.jpg": "TOP", "in.jpg": "I", "../a.jpg": "A"} {
		if got := read(t, filepath.Join(bundle, name)); got != data {
			t.Errorf("%s: got %q", name, got)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "content/posts/trip.md")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the single file is still there")
	}
	path, err = f.ToBundle(filepath.Join(dir, "content/posts/lang.zh.md"))
	if err != nil || filepath.Base(path) != "index.zh.md" || filepath.Base(filepath.Dir(path)) != "lang" {
		t.Errorf("got %q, %v", path, err)
	}
}

func TestToBundleThatFailsLeavesEverything(t *testing.T) {
	dir := tree(t, map[string]string{
		"hugo.toml": "", "content/a.md": "![](x.jpg)", "content/x.jpg": "new", "content/a/x.jpg": "old",
		"content/b.md": "", "content/b/index.md": "",
	})
	f, _ := open(t, dir)
	if _, err := f.ToBundle(filepath.Join(dir, "content/a.md")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v", err)
	}
	if read(t, filepath.Join(dir, "content/a.md")) != "![](x.jpg)" || read(t, filepath.Join(dir, "content/a/x.jpg")) != "old" {
		t.Error("something changed")
	}
	if _, err := os.Stat(filepath.Join(dir, "content/a/index.md")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("index.md was left behind")
	}
	_, err := f.ToBundle(filepath.Join(dir, "content/b.md"))
	wantKind(t, err, store.Exists)
}

func TestWhereABundledPostIs(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"a.md", "b/index.md", "c.md", "c/index.md", "d/index.zh.md", "e/photo.jpg"} {
		path := filepath.Join(dir, filepath.FromSlash(f))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	folder, _ := open(t, dir)
	for path, want := range map[string]string{
		"a.md": "a.md", "b.md": "b/index.md", "b/index.md": "b/index.md", "c.md": "c.md", "d.zh.md": "d/index.zh.md", "e.md": "e.md", "f.md": "f.md",
		"f/index.md": "f/index.md",
	} {
		if got, _ := filepath.Rel(dir, folder.Bundled(filepath.Join(dir, filepath.FromSlash(path)))); filepath.ToSlash(got) != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}
