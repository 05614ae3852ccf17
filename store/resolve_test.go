package store_test

import (
	"path/filepath"
	"strings"
	"testing"

	"lanyard/store"
)

// resolverSite is a site in two languages whose files lie in every place where Hugo, a theme or a browser looks.
func resolverSite(t *testing.T) string {
	return tree(t, map[string]string{
		"hugo.toml": `baseURL = "https://example.org/blog/"
defaultContentLanguage = "en"
theme = ["t"]
[permalinks]
posts = "/:year/:slug/"
[languages.en]
contentDir = "content/en"
[languages.ja]
contentDir = "content/ja"
[[module.mounts]]
source = "content/en"
target = "content"
lang = "en"
[[module.mounts]]
source = "content/ja"
target = "content"
lang = "ja"
[[module.mounts]]
source = "static"
target = "static"
[[module.mounts]]
source = "media"
target = "static/media"
[[module.mounts]]
source = "shared/logo.png"
target = "static/logo.png"
[[module.mounts]]
source = "../outside"
target = "static/outside"
`,
		"content/en/posts/b/index.md":        "---\ntitle: The Title\nslug: my-slug\ndate: 2024-05-06T00:00:00Z\n---\n",
		"content/en/posts/b/1.webp":          "",
		"content/en/posts/b/shared.png":      "",
		"content/en/posts/b/loc.ja.png":      "",
		"content/ja/posts/b/index.md":        "---\ntitle: 題\nslug: my-slug\ndate: 2024-05-06T00:00:00Z\n---\n",
		"content/ja/posts/b/own.png":         "",
		"content/ja/posts/b/loc.ja.png":      "",
		"content/en/posts/other/index.md":    "---\ntitle: Other\ndate: 2023-05-06T00:00:00Z\nslug: named-else\n---\n",
		"content/en/posts/other/2.webp":      "",
		"content/en/posts/single.md":         "---\ntitle: Single\n---\n",
		"content/en/posts/near.jpg":          "",
		"content/en/docs/_index.md":          "",
		"content/en/docs/section.png":        "",
		"content/en/docs/sub/deep.md":        "---\ntitle: Deep\n---\n",
		"static/img/s.jpg":                   "",
		"media/m.jpg":                        "",
		"shared/logo.png":                    "",
		"assets/a.jpg":                       "",
		"assets/images/cover.jpg":            "",
		"static/images/covers/c.jpg":         "",
		"themes/t/static/theme.jpg":          "",
		"themes/t/theme.toml":                "name = 't'\n[[module.mounts]]\nsource = 'pics'\ntarget = 'static/pics'\n[[module.mounts]]\nsource = 'static'\ntarget = 'static'\n",
		"themes/t/pics/p.jpg":                "",
		"layouts/_default/_markup/render-x":  "",
		"content/en/posts/b/img/in folder.x": "",
	})
}

func TestResolverFindsWhatTheSiteShows(t *testing.T) {
	dir := resolverSite(t)
	f, _ := open(t, dir)
	cat := store.NewCatalog(f)
	page := func(name string) *store.Post {
		p, err := f.Load(filepath.Join(dir, "content", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	const bundle, single, deep, ja = "en/posts/b/index.md", "en/posts/single.md", "en/docs/sub/deep.md", "ja/posts/b/index.md"
	for _, c := range []struct{ from, dest, want string }{
		{bundle, "1.webp", "content/en/posts/b/1.webp"},
		{bundle, "./1.webp?x#y", "content/en/posts/b/1.webp"},
		{bundle, "/posts/b/1.webp", "content/en/posts/b/1.webp"},
		{bundle, "/posts/other/2.webp", "content/en/posts/other/2.webp"},
		{bundle, "/2024/my-slug/1.webp", "content/en/posts/b/1.webp"},
		{bundle, "/en/2024/my-slug/1.webp", "content/en/posts/b/1.webp"},
		{bundle, "/blog/posts/b/1.webp", "content/en/posts/b/1.webp"},
		{bundle, "https://example.org/blog/posts/b/1.webp", "content/en/posts/b/1.webp"},
		{bundle, "//example.org/blog/2024/my-slug/1.webp#a", "content/en/posts/b/1.webp"},
		{bundle, "https://example.org/blog/img/s.jpg", "static/img/s.jpg"},
		{bundle, "http://EXAMPLE.org/img/s.jpg", "static/img/s.jpg"},
		{bundle, "/2023/named-else/2.webp", "content/en/posts/other/2.webp"},
		{bundle, "../../2023/named-else/2.webp", "content/en/posts/other/2.webp"},
		{bundle, "../../img/s.jpg", "static/img/s.jpg"},
		{bundle, "../other/2.webp", "content/en/posts/other/2.webp"},
		{bundle, "/img/s.jpg", "static/img/s.jpg"},
		{bundle, "/media/m.jpg", "media/m.jpg"},
		{bundle, "/logo.png", "shared/logo.png"},
		{bundle, "/theme.jpg", "themes/t/static/theme.jpg"},
		{bundle, "/pics/p.jpg", "themes/t/pics/p.jpg"},
		{bundle, "a.jpg", "assets/a.jpg"},
		{bundle, "/a.jpg", "assets/a.jpg"},
		{bundle, "own.png", "content/ja/posts/b/own.png"},
		{ja, "shared.png", "content/en/posts/b/shared.png"},
		{ja, "loc.png", "content/ja/posts/b/loc.ja.png"},
		{ja, "/ja/posts/b/own.png", "content/ja/posts/b/own.png"},
		{single, "near.jpg", "content/en/posts/near.jpg"},
		{single, "../near.jpg", "content/en/posts/near.jpg"}, // its page has no date, so no address by the permalink
		{single, "/posts/near.jpg", "content/en/posts/near.jpg"},
		{deep, "section.png", "content/en/docs/section.png"},
		{deep, "../section.png", "content/en/docs/section.png"},
		{deep, "../../section.png", "content/en/docs/section.png"}, // as /docs/sub/deep/ sees it
		{bundle, "img/s.jpg", ""},                                  // a browser looks for it below the page
		{bundle, "gone.jpg", ""},
		{bundle, "/gone.jpg", ""},
		{bundle, "/outside/o.jpg", ""},
		{bundle, "https://example.org/blog/gone.jpg", "elsewhere"},
		{bundle, "https://example.com/img/s.jpg", "elsewhere"},
		{bundle, "mailto:a@example.org", "elsewhere"},
	} {
		got, err := cat.Resolver(page(c.from)).Picture(c.dest)
		rel := ""
		switch {
		case err == nil && got.Place == store.File:
			rel, _ = filepath.Rel(dir, got.Path)
		case err == nil && got.Place == store.Elsewhere:
			rel = "elsewhere"
		}
		if filepath.ToSlash(rel) != c.want || got.Actual != "" {
			t.Errorf("%q in %s: got %q (%+v, %v), want %q", c.dest, c.from, filepath.ToSlash(rel), got, err, c.want)
		}
		if strings.HasPrefix(c.want, "static/") && !got.Static || strings.HasPrefix(c.want, "content/") && got.Static {
			t.Errorf("%q in %s: static is %v", c.dest, c.from, got.Static)
		}
	}
	r := cat.Resolver(page(bundle))
	for dest, want := range map[string]string{
		"cover.jpg": "assets/images/cover.jpg", "covers/c.jpg": "static/images/covers/c.jpg", "img/s.jpg": "static/img/s.jpg", "over.jpg": "", "x/c.jpg": "",
		"1.webp": "content/en/posts/b/1.webp", "/images/cover.jpg": "assets/images/cover.jpg",
	} {
		got, err := r.Cover(dest)
		rel := ""
		if err == nil {
			rel, _ = filepath.Rel(dir, got.Path)
		}
		if filepath.ToSlash(rel) != want {
			t.Errorf("cover %q: got %q, %v, want %q", dest, rel, err, want)
		}
	}
}

func TestResolverWithTemplatesThatAreNotKnown(t *testing.T) {
	files := map[string]string{
		"hugo.toml": "theme = 'gone'\n", "content/p/index.md": "---\ntitle: T\n---\n", "static/img/s.jpg": "",
	}
	f, _ := open(t, tree(t, files))
	p, err := f.Load(filepath.Join(f.Site, "content", "p", "index.md"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Resolver(p).Picture("img/s.jpg"); err != nil {
		t.Errorf("a theme that is not here may look there: %v", err)
	}
	if got := f.Config().MissingThemes; len(got) != 1 || got[0] != "gone" {
		t.Errorf("missing themes: %v", got)
	}
}

// A site whose pages are files has its pictures beside them.
func TestResolverOfUglyURLs(t *testing.T) {
	f, _ := open(t, tree(t, map[string]string{
		"hugo.toml": "uglyURLs = true\n", "content/posts/a.md": "---\ntitle: T\n---\n", "static/posts/s.jpg": "", "static/r.jpg": "",
	}))
	p, err := f.Load(filepath.Join(f.Site, "content", "posts", "a.md"))
	if err != nil {
		t.Fatal(err)
	}
	r := f.Resolver(p)
	if got, ok := r.Address(); !ok || got != "/posts/a.html" {
		t.Errorf("got %q", got)
	}
	for _, dest := range []string{"s.jpg", "../r.jpg"} {
		if _, err := r.Picture(dest); err != nil {
			t.Errorf("%s: %v", dest, err)
		}
	}
}
