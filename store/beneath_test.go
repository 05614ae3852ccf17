package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"lanyard/store"
)

// swapper puts one after the other at a path what the makers make, as fast as it
// can, until the test ends.
func swapper(t *testing.T, path string, makers ...func(at string) error) (swaps *atomic.Int64) {
	t.Helper()
	swaps = new(atomic.Int64)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		var err error
		for next := path + ".next"; ctx.Err() == nil && err == nil; swaps.Add(1) {
			err = errors.Join(makers[swaps.Load()%int64(len(makers))](next), os.Rename(next, path))
		}
		done <- err
	}()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return swaps
}

func link(to string) func(string) error { return func(at string) error { return os.Symlink(to, at) } }

func file(text string) func(string) error {
	return func(at string) error { return os.WriteFile(at, []byte(text), 0o644) }
}

// races is how many swaps each way to read is raced with, at least.
func races() int64 {
	if testing.Short() {
		return 200
	}
	return 1000
}

// TestALinkThatIsSwappedInLeadsNowhere: between the look at a path and the opening a
// link that leads out is put there. Before files were opened below a root, a few of a
// thousand came through.
func TestALinkThatIsSwappedInLeadsNowhere(t *testing.T) {
	const secret = "---\ntitle: SECRET\n---\n"
	dir := tree(t, map[string]string{
		"secret.md": secret, "secret/x.md": secret, "site/hugo.toml": "",
		"site/content/a.md": "---\ntitle: in\n---\n", "site/content/b/index.md": "---\ntitle: in\n---\n", "site/content/b/x.md": "in",
	})
	content := filepath.Join(dir, "site", "content")
	if err := os.Symlink("nowhere", filepath.Join(dir, "try")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	f, _ := open(t, filepath.Join(dir, "site"))
	swaps := swapper(t, filepath.Join(content, "a.md"), link("../../secret.md"), file("---\ntitle: in\n---\n"))
	for what, read := range map[string]func(path string) (string, error){
		"Load": func(path string) (string, error) {
			p, err := f.Load(path)
			if err != nil {
				return "", err
			}
			return p.Text, nil
		},
		"ReadFile": func(path string) (string, error) {
			data, err := f.ReadFile(path, 1<<20)
			return string(data), err
		},
		"Summary": func(path string) (string, error) {
			s := f.Summary(path)
			return s.Title, s.Err
		},
		"List": func(string) (string, error) {
			var all string
			err := f.List(t.Context(), func(s store.Summary) bool {
				all += s.Title
				return true
			})
			return all, err
		},
	} {
		leaked, whole, tries := 0, 0, 0
		for end := swaps.Load() + races(); swaps.Load() < end; tries++ {
			got, err := read(filepath.Join(content, "a.md"))
			if strings.Contains(got, "SECRET") {
				leaked++
			}
			var e *store.Error
			switch {
			case err == nil:
				whole++
			case !errors.As(err, &e) || e.Kind != store.Outside && e.Kind != store.NotFound:
				t.Errorf("%s: %v", what, err)
			}
		}
		if leaked > 0 || whole == 0 {
			t.Errorf("%s: %d of %d leaked, %d read", what, leaked, tries, whole)
		}
	}
}

// TestAFolderThatIsSwappedForALinkLeadsNowhere is the same for a folder on the way.
func TestAFolderThatIsSwappedForALinkLeadsNowhere(t *testing.T) {
	dir := tree(t, map[string]string{
		"secret/x.md": "SECRET", "secret/only-there.md": "SECRET", "site/hugo.toml": "", "site/content/b/x.md": "in", "site/content/other.md": "in",
	})
	content := filepath.Join(dir, "site", "content")
	b, away := filepath.Join(content, "b"), filepath.Join(content, "away")
	if err := os.Symlink("../../secret", filepath.Join(content, "ready")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	f, _ := open(t, filepath.Join(dir, "site"))
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		var err error
		for ctx.Err() == nil && err == nil {
			err = errors.Join(
				os.Rename(b, away), os.Rename(filepath.Join(content, "ready"), b),
				os.Rename(b, filepath.Join(content, "ready")), os.Rename(away, b))
		}
		done <- err
	}()
	leaked, read := 0, 0
	for range 10 * races() {
		data, err := f.ReadFile(filepath.Join(b, "x.md"), 100)
		if strings.Contains(string(data), "SECRET") {
			leaked++
		}
		if err == nil {
			read++
		}
		entries, err := f.ReadDir(b)
		for _, e := range entries {
			if e.Name() == "only-there.md" {
				leaked++
			}
		}
		if err == nil {
			read++
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if leaked > 0 || read == 0 {
		t.Errorf("%d of %d leaked, %d read", leaked, 20*races(), read)
	}
}

// TestAPostOpenedByItsPathIsThatFileAlone: the author opened a link that leads out;
// its neighbours there stay unread, also when the post becomes a link to one.
func TestAPostOpenedByItsPathIsThatFileAlone(t *testing.T) {
	dir := tree(t, map[string]string{"out/post.md": "mine", "out/secret.md": "SECRET", "site/hugo.toml": "", "site/content/x.md": ""})
	at := filepath.Join(dir, "site", "content", "post.md")
	if err := os.Symlink("../../out/post.md", at); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	f, post := open(t, at)
	if p, err := f.Load(post); err != nil || p.Text != "mine" {
		t.Fatalf("got %v", err)
	}
	_, err := f.Load(filepath.Join(dir, "out", "secret.md"))
	wantKind(t, err, store.Outside)
	real := filepath.Join(dir, "out", "post.md")
	swaps := swapper(t, real, link("secret.md"), file("mine"))
	for swaps.Load() < races() {
		if data, err := f.ReadFile(post, 100); strings.Contains(string(data), "SECRET") {
			t.Fatalf("read %q, %v", data, err)
		}
	}
}

// TestAConfigurationThatLeadsOutIsNotFollowed: by a link, or by a name.
func TestAConfigurationThatLeadsOutIsNotFollowed(t *testing.T) {
	secret := map[string]string{
		"secret/hugo.toml": "title = 'SECRET'\n", "secret/params.toml": "x = 1\n", "secret/layouts/_markup/render-SECRET.html": "",
		"secret/static/x.jpg": "", "secret/x.md": "---\ntitle: SECRET\n---\n", "site/content/in.md": "",
	}
	with := func(files map[string]string) string {
		for name, text := range secret {
			files[name] = text
		}
		return tree(t, files)
	}
	look := func(dir string, wantErr bool) {
		t.Helper()
		f, _ := open(t, filepath.Join(dir, "site"))
		c := f.Config()
		if got := fmt.Sprintf("%q %q", c.Title, c.Hooks); strings.Contains(got, "SECRET") {
			t.Errorf("got %s", got)
		}
		if (c.Err != nil) != wantErr {
			t.Errorf("got error %v", c.Err)
		}
		for _, d := range append(f.Layouts(), f.Content) {
			if !store.Within(filepath.Join(dir, "site"), d) {
				t.Errorf("%q belongs to the site", d)
			}
		}
		_ = f.List(t.Context(), func(s store.Summary) bool {
			if s.Title == "SECRET" {
				t.Errorf("listed %q", s.Path)
			}
			return true
		})
	}
	for _, config := range []string{
		"theme = '../../secret'\n", "theme = ['ok', '../../secret']\n", "contentDir = '../secret'\n", "staticDir = '../secret/static'\n",
		"layoutDir = '../secret/layouts'\n", "assetDir = '../secret'\n", "[[module.mounts]]\nsource = '../secret'\ntarget = 'content'\n", "[[module.mounts]]\nsource = '../secret/static'\ntarget = 'static'\n",
		"[languages.zh]\ncontentDir = '../secret'\n",
	} {
		look(with(map[string]string{"site/hugo.toml": config}), true)
	}
	look(with(map[string]string{"site/hugo.toml": "theme = 'ok'\n"}), false)

	for at, to := range map[string]string{
		"config/_default": "../../secret", "config/_default/hugo.toml": "../../../secret/hugo.toml", "config": "../conf", "hugo.toml": "../secret/hugo.toml",
	} {
		dir := with(map[string]string{"conf/_default/hugo.toml": "title = 'SECRET'\n", "site/config.toml": ""})
		path := filepath.Join(dir, "site", filepath.FromSlash(at))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, path); err != nil {
			t.Skip("no symbolic links here:", err)
		}
		look(dir, true)
	}
	// A theme's folder that is a link.
	dir := with(map[string]string{"site/hugo.toml": "theme = 'linked'\n", "site/themes/x": ""})
	if err := os.Symlink("../../secret", filepath.Join(dir, "site", "themes", "linked")); err != nil {
		t.Fatal(err)
	}
	look(dir, false)
}
