package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"lanyard/store"
)

func TestOpenFindsTheSiteAroundAPost(t *testing.T) {
	dir := tree(t, map[string]string{
		"hugo.toml":                    "title = 'T'\n[module]\n",
		"content/posts/a/index.md":     "---\ntitle: A\n---\n",
		"content/posts/single.md":      "",
		"content/posts/zh/index.zh.md": "",
		"static/img/x.jpg":             "",
		"other/b/index.md":             "",
	})
	for _, c := range []struct{ path, content, site, post string }{
		{"", "content", ".", ""},
		{"content", "content", ".", ""},
		{"content/posts", "content/posts", ".", ""},
		{"content/posts/a", "content", ".", "content/posts/a/index.md"},
		{"content/posts/a/index.md", "content", ".", "content/posts/a/index.md"},
		{"content/posts/zh", "content", ".", "content/posts/zh/index.zh.md"},
		{"content/posts/single.md", "content", ".", "content/posts/single.md"},
		{"other", "other", "", ""},
		{"other/b", "other/b", "", "other/b/index.md"},
	} {
		f, post := open(t, filepath.Join(dir, c.path))
		at := func(p string) string {
			if p == "" {
				return ""
			}
			return filepath.Join(dir, p)
		}
		if f.Content != at(c.content) || f.Site != at(c.site) || post != at(c.post) {
			t.Errorf("Open(%q): got %q %q %q, want %q %q %q", c.path, f.Content, f.Site, post, at(c.content), at(c.site), at(c.post))
		}
	}
}

func TestOpenHonoursContentDirs(t *testing.T) {
	dir := tree(t, map[string]string{
		"config/_default/hugo.yaml":      "contentDir: articles\n",
		"config/_default/languages.toml": "[zh]\ncontentDir='articles/zh'\n[en]\ncontentDir='english'\n",
		"articles/a.md":                  "",
		"english/b.md":                   "",
	})
	f, _ := open(t, dir)
	if want := filepath.Join(dir, "articles"); f.Content != want {
		t.Errorf("got content %q, want %q", f.Content, want)
	}
	if got, want := paths(t, f, dir), []string{"articles/a.md", "english/b.md"}; !equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestConfigFileOfAnotherProgramIsNoSite(t *testing.T) {
	dir := tree(t, map[string]string{"config.toml": "x = 1\n", "notes/a.md": ""})
	f, _ := open(t, filepath.Join(dir, "notes"))
	if f.Site != "" {
		t.Errorf("got site %q", f.Site)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := tree(t, map[string]string{"a.txt": ""})
	_, _, err := store.Open(filepath.Join(dir, "gone"))
	wantKind(t, err, store.NotFound, "gone")
	_, _, err = store.Open(filepath.Join(dir, "a.txt"))
	wantKind(t, err, store.NotPost, "a.txt")
	if os.Geteuid() != 0 {
		if err := os.Mkdir(filepath.Join(dir, "locked"), 0); err != nil {
			t.Fatal(err)
		}
		_, _, err = store.Open(filepath.Join(dir, "locked"))
		wantKind(t, err, store.Denied, "locked")
	}
}

func TestBrokenConfigurationDoesNotKeepASiteFromOpening(t *testing.T) {
	dir := tree(t, map[string]string{"hugo.toml": "title = \n", "content/a.md": ""})
	f, _ := open(t, dir)
	wantKind(t, f.Config().Err.(interface{ Unwrap() []error }).Unwrap()[0], store.BadMeta, "hugo.toml", ":1:")
	if got := paths(t, f, dir); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

func TestNothingOutsideTheBoundaryIsRead(t *testing.T) {
	dir := tree(t, map[string]string{
		"secret.md":               "---\ntitle: secret\n---\n",
		"secret/b.md":             "---\ntitle: secret\n---\n",
		"site/hugo.toml":          "",
		"site/content/in.md":      "---\ntitle: in\n---\n",
		"site/content/p/index.md": "",
	})
	content := filepath.Join(dir, "site", "content")
	link := func(to, at string) {
		t.Helper()
		if err := os.Symlink(to, at); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	link("../../secret.md", filepath.Join(content, "out.md"))
	link(filepath.Join(dir, "secret"), filepath.Join(content, "folder"))
	link("in.md", filepath.Join(content, "alias.md"))
	f, _ := open(t, filepath.Join(dir, "site"))

	_, err := f.Load(filepath.Join(content, "out.md"))
	wantKind(t, err, store.Outside, "out.md")
	_, err = f.Load(filepath.Join(content, "folder", "b.md"))
	wantKind(t, err, store.Outside)
	_, err = f.Load(filepath.Join(dir, "secret.md"))
	wantKind(t, err, store.Outside)
	if p, err := f.Load(filepath.Join(content, "alias.md")); err != nil || p.Text == "" {
		t.Errorf("a link that stays inside: %v", err)
	}
	if got, want := paths(t, f, content), []string{"alias.md", "in.md", "out.md!", "p/index.md"}; !equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}

	// Opened by that very path it is the author's wish.
	f, post := open(t, filepath.Join(content, "out.md"))
	if p, err := f.Load(post); err != nil || p.Text != "---\ntitle: secret\n---\n" {
		t.Errorf("got %v", err)
	}
	_, err = f.Load(filepath.Join(dir, "secret", "b.md"))
	wantKind(t, err, store.Outside)
}

func TestResolve(t *testing.T) {
	dir := tree(t, map[string]string{
		"secret.jpg": "", "s/hugo.toml": "", "s/static/img/a b.jpg": "", "s/content/p/x.jpg": "", "s/content/p/Y.JPG": "",
		"s/content/p/会场.jpg": "", "s/content/p/100%.jpg": "", "s/content/q/z.jpg": "", "s/content/p/index.md": "", "s/content/p/d.jpg/x": "",
	})
	f, _ := open(t, filepath.Join(dir, "s"))
	r := f.Resolver(&store.Post{Path: filepath.Join(dir, "s", "content", "p", "index.md"), Dir: filepath.Join(dir, "s", "content", "p"), Bundle: true})
	for dest, want := range map[string]string{
		"x.jpg": "content/p/x.jpg", "./x.jpg#a": "content/p/x.jpg", "x.jpg?v=1": "content/p/x.jpg",
		"%E4%BC%9A%E5%9C%BA.jpg": "content/p/会场.jpg", "会场.jpg": "content/p/会场.jpg", "100%.jpg": "content/p/100%.jpg",
		"../q/z.jpg": "content/q/z.jpg", "/img/a%20b.jpg": "static/img/a b.jpg", "/img/a b.jpg": "static/img/a b.jpg",
	} {
		got, err := r.Picture(dest)
		if err != nil || got.Place != store.File || got.Actual != "" || got.Path != filepath.Join(dir, "s", filepath.FromSlash(want)) {
			t.Errorf("Picture(%q) = %+v, %v; want %s", dest, got, err, want)
		}
	}
	if got, err := r.Picture("y.jpg"); err != nil || filepath.Base(got.Actual) != "Y.JPG" {
		t.Errorf("another case: got %+v, %v", got, err)
	}
	for dest, place := range map[string]store.Place{
		"https://x.org/a.jpg": store.Elsewhere, "//x.org/a.jpg": store.Elsewhere, "mailto:a@b": store.Elsewhere,
		"data:image/png;base64,x": store.Elsewhere, "#top": store.Anchor,
	} {
		if got, err := r.Picture(dest); err != nil || got.Place != place {
			t.Errorf("Picture(%q) = %+v, %v; want place %d", dest, got, err, place)
		}
	}
	for dest, kind := range map[string]store.Kind{
		"gone.jpg": store.NotFound, "../../../secret.jpg": store.Outside, "../../../../../../etc/passwd": store.Outside,
		"file:///etc/passwd": store.BadName, `C:\a.jpg`: store.BadName, "C:/a.jpg": store.BadName, `\img\a.jpg`: store.BadName,
		"d.jpg": store.NotRegular, "/../../secret.jpg": store.Outside, "%2e%2e/%2e%2e/%2e%2e/secret.jpg": store.Outside, "a%00.jpg": store.BadName,
	} {
		_, err := r.Picture(dest)
		wantKind(t, err, kind)
	}
	for _, dest := range []string{"/about/", "../q/", "v1.2", "other.html", "x.md"} {
		if got, err := r.Link(dest); err != nil || got.Place != store.Page {
			t.Errorf("Link(%q) = %+v, %v; want a page", dest, got, err)
		}
	}
	_, err := r.Link("slides.pdf")
	wantKind(t, err, store.NotFound)
}

func TestEscapedNameResolvesToItself(t *testing.T) {
	for _, name := range []string{"a b.jpg", "a#1.jpg", "100%.jpg", "a(1).jpg", "会场 1.jpg", "a&b'c\"d.jpg", "x?.jpg", "a\nb.jpg", "[a].jpg", "_x_.jpg"} {
		got, err := store.DestPath(store.Escape(name))
		if err != nil || got != name {
			t.Errorf("%q: got %q, %v", name, got, err)
		}
	}
}
