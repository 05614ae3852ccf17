package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
	"lanyard/store/check"
)

// site writes a site and opens it.
func site(t testing.TB, files map[string]string) *store.Folder {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return open(t, dir)
}

func open(t testing.TB, dir string) *store.Folder {
	t.Helper()
	f, _, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// lines are the findings of posts of a site as "PATH:LINE SEVERITY CODE NAME", sorted.
func lines(t testing.TB, f *store.Folder, o check.Options, posts ...string) []string {
	t.Helper()
	o.Now = now
	run := check.NewRun(f, o)
	var out []string
	for _, post := range posts {
		list, err := run.Post(t.Context(), filepath.Join(f.Site, filepath.FromSlash(post)))
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			rel, _ := filepath.Rel(f.Site, x.Path)
			name := x.Name
			if filepath.IsAbs(name) {
				name, _ = filepath.Rel(f.Site, name)
			}
			out = append(out, fmt.Sprintf("%s:%d %s %s %s", filepath.ToSlash(rel), x.Line, x.Severity, x.Code, filepath.ToSlash(name)))
		}
	}
	slices.Sort(out)
	return out
}

// Each row is a kind of false finding that real blogs had, or of one that was missing.
func TestTheCheckIsBelieved(t *testing.T) {
	const lang = "[languages.en]\ncontentDir='content/en'\n[languages.ja]\ncontentDir='content/ja'\n"
	for _, c := range []struct {
		name  string
		files map[string]string
		posts []string // content/p/index.md where empty
		o     check.Options
		want  []string
	}{
		{name: "site-absolute path into the content folder", files: map[string]string{
			"hugo.toml": "baseURL='https://example.org/'", "content/posts/b/index.md": head + "![x](/posts/b/1.webp) ![y](https://example.org/posts/b/2.webp)\n",
			"content/posts/b/1.webp": "", "content/posts/b/2.webp": "",
		}, posts: []string{"content/posts/b/index.md"}},
		{name: "own bundle by slug and permalink", files: map[string]string{
			"hugo.toml":                "[permalinks]\nposts='/:year/:slug/'",
			"content/posts/b/index.md": "---\ntitle: T\nslug: s\ndate: 2026-01-01T00:00:00Z\n---\n![x](/2026/s/1.webp) ![y](/posts/b/2.webp)\n",
			"content/posts/b/1.webp":   "", "content/posts/b/2.webp": "",
		}, posts: []string{"content/posts/b/index.md"}},
		{name: "a theme's shortcode parameter", files: map[string]string{
			"content/p/index.md": head + "{{< img src=\"some-id\" >}} {{< video src=\"clip\" >}} {{< icon src=\"github\" >}} {{< asciinema src=\"demo.cast\" >}}\n\n{{< figure src=\"gone.jpg\" alt=\"x\" >}}\n",
			"content/p/clip.mp4": "", "content/p/clip.webm": "", "layouts/shortcodes/img.html": "", "layouts/shortcodes/video.html": "", "layouts/shortcodes/icon.html": "",
			"layouts/shortcodes/asciinema.html": "",
		}, want: []string{"content/p/index.md:8 error missing-file gone.jpg"}},
		{name: "resources of another language", files: map[string]string{
			"hugo.toml": lang, "content/en/posts/b/index.md": head, "content/en/posts/b/a.png": "", "content/ja/posts/b/index.md": head + "![x](a.png)\n",
		}, posts: []string{"content/ja/posts/b/index.md"}},
		{name: "assets", files: map[string]string{"content/p/index.md": head + "![x](img/a.jpg) ![y](/img/a.jpg)\n", "assets/img/a.jpg": ""}},
		{name: "resources of parents", files: map[string]string{
			"content/docs/_index.md": "", "content/docs/a.png": "", "content/docs/x/page/index.md": head + "![x](a.png)\n",
		}, posts: []string{"content/docs/x/page/index.md"}},
		{name: "mounts", files: map[string]string{
			"hugo.toml":          "[[module.mounts]]\nsource='content'\ntarget='content'\n[[module.mounts]]\nsource='media'\ntarget='static/media'",
			"content/p/index.md": head + "![x](/media/a.jpg)\n", "media/a.jpg": "",
		}},
		{name: "pictures by name", files: map[string]string{
			"content/p/index.md":       "---\ntitle: T\ndate: 2026-01-01T00:00:00Z\nlinks:\n- title: a\n  image: a.jpg\n---\n",
			"content/p/trip-cover.jpg": "", "content/p/my-feature.png": "", "content/p/post-thumbnail.jpg": "", "content/p/thumb-x.jpg": "", "content/p/background.jpg": "", "content/p/a.jpg": "",
			"content/p/other.jpg": "",
		}, want: []string{"content/p/other.jpg:0 warning unused-file other.jpg"}},
		{name: "equal slugs of two years", files: map[string]string{
			"hugo.toml":              "[permalinks]\nposts='/:year/:slug/'",
			"content/posts/a.md":     "---\ntitle: A\nslug: s\ndate: 2025-01-01T00:00:00Z\n---\n",
			"content/posts/b.md":     "---\ntitle: B\nslug: s\ndate: 2024-01-01T00:00:00Z\n---\n",
			"content/posts/c.md":     "---\ntitle: C\nslug: s\ndate: 2024-06-01T00:00:00Z\n---\n",
			"content/posts/draft.md": "---\ntitle: D\nslug: s\ndate: 2025-06-01T00:00:00Z\ndraft: true\n---\n",
		}, posts: []string{"content/posts/a.md", "content/posts/b.md"}, want: []string{"content/posts/b.md:3 error duplicate-slug content/posts/c.md"}},
		{name: "equal names in two languages", files: map[string]string{
			"hugo.toml": "[languages.en]\n[languages.es]", "content/p.en.md": head, "content/p.es.md": head,
		}, posts: []string{"content/p.en.md", "content/p.es.md"}},
		{name: "equal titles where titles make addresses", files: map[string]string{
			"hugo.toml": "[permalinks]\nposts='/:title/'", "content/posts/a.md": head, "content/posts/b.md": head,
		}, posts: []string{"content/posts/a.md"}, want: []string{"content/posts/a.md:0 error duplicate-slug content/posts/b.md"}},
		{name: "no offset in a site with a zone", files: map[string]string{
			"hugo.toml": "timeZone='Asia/Shanghai'", "content/p/index.md": "---\ntitle: T\ndate: 2026-03-01 10:00:00\n---\n",
		}},
		{name: "raw HTML once a block", files: map[string]string{
			"layouts/shortcodes/x.html": "{{ .Inner }}",
			"content/p/index.md":        head + strings.Repeat("<span>x</span> ", 20) + "\n\n- a<br>b\n- c<br>d\n\n{{< x >}}<video src=\"https://example.org/v\"></video>{{< /x >}}\n\n{{% x %}}<i>y</i>{{% /x %}} <{{% x / %}}>\n",
		}, want: []string{"content/p/index.md:13 warning raw-html <i>", "content/p/index.md:6 warning raw-html <span> (× 20)", "content/p/index.md:8 warning raw-html <br> (× 2)"}},
		{name: "pages without a date", files: map[string]string{
			"content/about.md": "---\ntitle: About\n---\n", "content/search.md": "---\ntitle: S\nlayout: search\n---\n", "content/page/links/index.md": "---\ntitle: L\n---\n",
			"content/docs/a.md": "---\ntitle: A\n---\n", "content/docs/b.md": "---\ntitle: B\n---\n", "content/docs/c.md": "---\ntitle: C\n---\n",
			"content/posts/a.md": "---\ntitle: A\n---\n", "content/posts/b.md": head, "content/posts/c.md": head,
		}, posts: []string{"content/about.md", "content/search.md", "content/page/links/index.md", "content/docs/a.md", "content/posts/a.md"}, want: []string{"content/posts/a.md:1 warning no-date "}},
		{name: "a section without a title", files: map[string]string{"content/posts/_index.md": "---\nlayout: x\n---\n"}, posts: []string{"content/posts/_index.md"}},
		{name: "marks in prose", files: map[string]string{
			"content/p/index.md": head + "我在等待确认。\n\n写了一个 TODO 应用。\n\nThe TODO list helps.\n\n有待完善的地方很多。\n\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```\n\n（待补充）\n\n- TODO: pictures\n\n待续\n",
		}, want: []string{"content/p/index.md:22 warning todo 待补充", "content/p/index.md:24 warning todo TODO", "content/p/index.md:26 warning todo 待续"}},
		{name: "habits when asked for", files: map[string]string{
			"content/p/index.md": "---\ntitle: T\nlayout: x\n---\n等待确认\n",
		}, o: check.Options{All: true}, want: []string{"content/p/index.md:1 info no-summary ", "content/p/index.md:1 warning no-date ", "content/p/index.md:5 info todo 待确认"}},
		{name: "conflict copies", files: map[string]string{
			"content/p/index.md": head, "content/p/index.sync-conflict-20260301-101010-ABCDEFG.md": head, "content/p/index.Conflict.md": head,
			"content/p/hall.Conflict.jpg": "", "content/q.md": head, "content/q.Conflict.md": head,
		}, posts: []string{"content/p/index.md", "content/q.md"}, want: []string{
			"content/p/hall.Conflict.jpg:0 warning conflict-copy hall.Conflict.jpg", "content/p/index.Conflict.md:0 error conflict-copy index.Conflict.md",
			"content/p/index.sync-conflict-20260301-101010-ABCDEFG.md:0 error conflict-copy index.sync-conflict-20260301-101010-ABCDEFG.md",
			"content/q.Conflict.md:0 warning conflict-copy q.Conflict.md",
		}},
	} {
		if _, ok := c.files["hugo.toml"]; !ok {
			c.files["hugo.toml"] = ""
		}
		if c.posts == nil {
			c.posts = []string{"content/p/index.md"}
		}
		c.o.NoPhotos = true
		if diff := cmp.Diff(c.want, lines(t, site(t, c.files), c.o, c.posts...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
