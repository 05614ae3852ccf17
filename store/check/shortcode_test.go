package check_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/check"
	"lanyard/store/frontmatter"
	"lanyard/store/hugo"
)

const newest = "0.165.0"

func version(v string) func(context.Context) string { return func(context.Context) string { return v } }

// shortcodeSite has templates of its own, pages to refer to, and the page p with a body.
func shortcodeSite(body string) map[string]string {
	return map[string]string{
		"hugo.toml":                    "disableKinds = ['taxonomy', 'term', 'RSS', 'sitemap', '404', 'robotsTXT']\n[params]\nsite = 'x'\n[params.nested]\nkey = 1\n[languages.en]\nweight = 1\n[languages.de]\n",
		"layouts/_default/single.html": "{{ .Content }}", "layouts/_default/list.html": "{{ .Content }}",
		"layouts/shortcodes/plain.html": "P", "layouts/shortcodes/pair.html": "[{{ .Inner }}]",
		"content/posts/p/index.md":        head + body + "\n",
		"content/posts/p/hall.jpg":        "",
		"content/posts/q/index.md":        "---\ntitle: Q\ndate: 2026-01-01T00:00:00Z\n---\n",
		"content/posts/Some Name.md":      "---\ntitle: N\ndate: 2026-01-01T00:00:00Z\n---\n",
		"content/posts/deep/in/twice.md":  "---\ntitle: 1\ndate: 2026-01-01T00:00:00Z\n---\n",
		"content/notes/twice.md":          "---\ntitle: 2\ndate: 2026-01-01T00:00:00Z\n---\n",
		"content/notes/draft.md":          "---\ntitle: D\ndate: 2026-01-01T00:00:00Z\ndraft: true\n---\n",
		"content/notes/future.md":         "---\ntitle: F\ndate: 2096-01-01T00:00:00Z\n---\n",
		"content/notes/only.de.md":        "---\ntitle: O\ndate: 2026-01-01T00:00:00Z\n---\n",
		"content/notes/_index.md":         "---\ntitle: Notes\n---\n",
		"content/notes/sub/_index.md":     "---\ntitle: Sub\n---\n",
		"content/notes/bundle/index.md":   "---\ntitle: B\ndate: 2026-01-01T00:00:00Z\n---\n",
		"content/notes/bundle/chapter.md": "---\ntitle: C\ndate: 2026-01-01T00:00:00Z\n---\n",
	}
}

const shortcodePost = "content/posts/p/index.md"

func TestBrokenShortcodesHaveAPlaceAndAFix(t *testing.T) {
	for _, c := range []struct{ body, want, fixed string }{
		{`{{< figure src="hall.jpg" alt="x" />}}`, "6:35 shortcode.takes-nothing", `{{< figure src="hall.jpg" alt="x" >}}`},
		{`{{< figure src="hall.jpg >}}`, "6:16 shortcode.open-quote", `{{< figure src="hall.jpg" >}}`},
		{"{{< figure src=\"hall.jpg\" alt=\"two\n  lines\" >}}", "6:31 shortcode.open-quote", `{{< figure src="hall.jpg" alt="two lines" >}}`},
		{`{{< figure "hall.jpg" alt="x" >}}`, "6:23 shortcode.mixed", `{{< figure src="hall.jpg" alt="x" >}}`},
		{`{{< figure src="hall.jpg" alt="x"`, "6:1 shortcode.open-tag", `{{< figure src="hall.jpg" alt="x" >}}`},
		{"```yaml\nname: {{%-x-%}}\n```", "7:10 shortcode.character", "```yaml\nname: {{%/*-x-*/%}}\n```"},
		{"`{{< foo >}}` inline", "6:2 unknown-shortcode", "`{{</* foo */>}}` inline"},
		{"{{< /figure >}}", "6:1 shortcode.stray-closing", ""},
		{`{{< ref "missing.md" >}}`, "6:10 dead-ref", ""},
		{"{{< nosuch >}}", "6:1 unknown-shortcode", ""},
		{`{{< tweet user="a" id="1" >}}`, "6:1 dropped-shortcode", `{{< x user="a" id="1" >}}`},
		{"{{< gist jane 0123456789abcdef >}}", "6:1 dropped-shortcode", ""},
		{"{{< figure src=“hall.jpg” alt=“a hall” >}}", "6:40 shortcode.mixed", `{{< figure src="hall.jpg" alt="a hall" >}}`},
		{"{{< figure src='hall.jpg' alt='a hall' >}}", "6:34 shortcode.mixed", `{{< figure src="hall.jpg" alt="a hall" >}}`},
		{"{{< plain a/b >}}", "6:12 shortcode.character", `{{< plain "a/b" >}}`},
		{"{{< pair/>}}", "6:1 unknown-shortcode", "{{< pair />}}"},
		{"{{< pair >}}", "6:1 shortcode.not-closed", "{{< pair />}}"},
		{"{{< plain >}}{{< /plain >}}", "6:14 shortcode.takes-nothing", "{{< plain >}}"},
		{"{{< plain >}}x{{< /plain >}}", "6:15 shortcode.takes-nothing", ""},
		{"{{< plain a=b>}}", "6:1 shortcode.open-tag", "{{< plain a=b >}}"},
		{"{{< plain　a=\"b\" >}}", "6:10 shortcode.character", `{{< plain a="b" >}}`},
		{"{{< youtube >}}", "6:1 shortcode.needs", ""},
		{"{{< param nope >}}", "6:11 shortcode.no-param", ""},
		{"{{< param site >}}{{< param title >}}{{< param nested.key >}}", "", ""},
		{"{{</* nosuch */>}} {{< pair >}}{{< plain >}}{{< /pair >}}", "", ""},
		{"{{< relref \"posts/twice.md\" >}}", "6:13 dead-ref", ""},
		{"{{< relref \"old/some-name.md#x\" >}}", "6:13 dead-ref", "{{< relref \"/posts/Some Name.md#x\" >}}"},
		{"{{< ref \"draft\" >}}", "6:10 dead-ref.draft", ""},
		{"{{< ref \"twice\" >}}", "6:10 dead-ref.ambiguous", ""},
	} {
		f := site(t, shortcodeSite(c.body))
		path := filepath.Join(f.Site, filepath.FromSlash(shortcodePost))
		list, err := check.Post(t.Context(), f, path, check.Options{Now: now, NoPhotos: true, Hugo: version(newest)})
		if err != nil {
			t.Fatal(err)
		}
		got, fixed := "", ""
		for _, x := range list {
			if x.Code == check.CodeUnused && strings.Contains(c.body, "hall.jpg") {
				t.Errorf("%q: %v", c.body, x)
			}
			if !x.Breaks {
				continue
			}
			got += fmt.Sprintf(" %d:%d %s", x.Line, x.Col, x.Code)
			if x.Reason != "" {
				got += "." + x.Reason
			}
			if x.Fix != nil && fixed == "" {
				text := frontmatter.Apply(head+c.body+"\n", x.Fix.Edits)
				fixed = strings.TrimSuffix(strings.TrimPrefix(text, head), "\n")
			}
		}
		if got = strings.TrimSpace(got); got != c.want || fixed != c.fixed {
			t.Errorf("%q: got %q, fixed %q, want %q, %q", c.body, got, fixed, c.want, c.fixed)
		}
	}
}

// What stops a build depends on the Hugo that builds, and on what of the site is here.
func TestShortcodesByVersionAndTheme(t *testing.T) {
	for _, c := range []struct {
		name, body, installed string
		files                 map[string]string
		want                  []string
	}{
		{"dropped, and installed is older", "{{< gist a b >}}", "0.111.3", nil, []string{"warning dropped-shortcode.later false"}},
		{"dropped in the site's Hugo", "{{< gist a b >}}", "0.111.3", map[string]string{"netlify.toml": "HUGO_VERSION = '0.160.0'"}, []string{"error dropped-shortcode true"}},
		{"no Hugo known", "{{< gist a b >}}", "", nil, []string{"error dropped-shortcode true"}},
		{"dropped, but the site has its own", "{{< gist a b >}}", newest, map[string]string{"layouts/shortcodes/gist.html": "x"}, nil},
		{"too new for the installed, not for the site", "{{< details >}}x{{< /details >}}", "0.111.3", map[string]string{"netlify.toml": "HUGO_VERSION = '0.160.0'"}, nil},
		{"dropped, but a theme may have it", "{{< gist a b >}} {{< figure src=\"hall.jpg\" alt=\"x\" />}}", newest, map[string]string{"hugo.toml": "theme = 't'"}, []string{"warning dropped-shortcode false", "warning shortcode.takes-nothing false"}},
		{"too new", "{{< details >}}x{{< /details >}}", "0.111.3", nil, []string{"error unknown-shortcode.since true"}},
		{"a theme's", "{{< box >}}", newest, map[string]string{"hugo.toml": "theme = 't'", "themes/t/layouts/shortcodes/box.html": ""}, nil},
		{"a theme of another", "{{< box >}}", newest, map[string]string{
			"hugo.toml": "theme = 't'", "themes/t/theme.toml": "[module]\n[[module.imports]]\npath = 'u'", "themes/u/layouts/_shortcodes/box.html": "",
		}, nil},
		{"a vendored module's", "{{< box >}}", newest, map[string]string{
			"hugo.toml": "[[module.imports]]\npath = 'example.org/m'", "_vendor/example.org/m/layouts/shortcodes/box.html": "",
		}, nil},
		{"a missing theme", "{{< box >}} {{< box >}} {{< nav >}}", newest, map[string]string{"hugo.toml": "theme = 't'"}, []string{"info unknown-shortcode.unsure false", "info unknown-shortcode.unsure false"}},
		{"a theme that was not fetched", "{{< box >}}", newest, map[string]string{"hugo.toml": "theme = 't'", "themes/t/.keep": ""}, []string{"info unknown-shortcode.unsure false"}},
		{"a theme for the command line", "{{< box >}}", newest, map[string]string{"themes/t/theme.toml": ""}, []string{"info unknown-shortcode.unsure false"}},
		{"a missing module, and an error of syntax", "{{< box a,b >}}", newest, map[string]string{"hugo.toml": "[[module.imports]]\npath = 'example.org/m'"}, []string{"error shortcode.character true"}},
		{"references that may be dead", "{{< ref \"nope\" >}}", newest, map[string]string{"hugo.toml": "refLinksErrorLevel = 'WARNING'"}, []string{"warning dead-ref false"}},
		{"pages that a program makes", "{{< ref \"nope\" >}}", newest, map[string]string{"content/data/_content.gotmpl": ""}, []string{"warning dead-ref false"}},
	} {
		files := shortcodeSite(c.body)
		for name, text := range c.files {
			files[name] = text
		}
		f := site(t, files)
		list, err := check.Post(t.Context(), f, filepath.Join(f.Site, filepath.FromSlash(shortcodePost)), check.Options{Now: now, NoPhotos: true, Hugo: version(c.installed)})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range list {
			if x.Code != check.CodeUnused {
				got = append(got, strings.TrimSuffix(fmt.Sprintf("%s %s.%s", x.Severity, x.Code, x.Reason), ".")+fmt.Sprint(" ", x.Breaks))
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// references are what authors write after ref; Hugo finds a page for them or not.
var references = []string{
	"q", "q.md", "q/", "q/index.md", "./q", "../q", "../q/index.md", "/posts/q", "/posts/q/", "/posts/q.md", "/posts/q/index.md", "posts/q", "posts/q/index", "p", "index.md",
	"Some Name", "some name.md", "some-name", "/posts/Some Name.md", "posts/some-name.md", "SOME NAME.md",
	"twice", "twice.md", "notes/twice", "/notes/twice.md", "deep/in/twice.md", "./deep/in/twice.md", "posts/deep/in/twice", "/posts/deep/in/twice.md", "in/twice",
	"draft", "/notes/draft.md", "future.md", "only", "only.de.md", "/notes/only.md", "/notes/only.de.md", "/", "/posts", "posts", "/notes/", "notes/_index.md", "/notes/sub", "sub",
	"/posts/deep", "/posts/deep/in", "/notes/bundle", "/notes/bundle/chapter.md", "chapter", "nope", "nope.md", "/q", "q#a", "#a", "/posts/q.md#a", "posts/q?x=1", "hall.jpg", "../../notes/twice.md",
	"../notes/twice.md", "q.html", "https://example.org/x", "",
}

func TestReferencesAreFoundAsHugoFindsThem(t *testing.T) {
	program, err := exec.LookPath("hugo")
	if err != nil {
		t.Skip("hugo is not installed")
	}
	installed := hugo.Version(t.Context())
	work := make(chan string)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for ref := range work {
				f := site(t, shortcodeSite(`{{< ref "`+ref+`" >}}`))
				cmd := exec.CommandContext(context.Background(), program, "--quiet", "--cacheDir", filepath.Join(f.Site, "cache"))
				cmd.Dir, cmd.Env = f.Site, append(os.Environ(), "HOME="+f.Site, "TZ=UTC")
				out, failed := cmd.CombinedOutput()
				list, err := check.Post(t.Context(), f, filepath.Join(f.Site, filepath.FromSlash(shortcodePost)), check.Options{Now: now, NoPhotos: true, Hugo: version(installed)})
				if err != nil {
					t.Error(err)
				}
				dead := false
				for _, x := range list {
					dead = dead || x.Code == check.CodeRef && x.Breaks
				}
				if dead != (failed != nil) {
					t.Errorf("hugo %s, ref %q: dead is %v here\n%s", installed, ref, dead, out)
				}
			}
		})
	}
	for _, ref := range references {
		work <- ref
	}
	close(work)
	wg.Wait()
}

// Outside of a site nobody knows the templates, but the syntax and Hugo's own shortcodes are the same.
func TestShortcodesOutsideOfASite(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "index.md"), []byte(head+"{{< nosuch >}}\n\n{{< nosuch a,b >}}\n\n{{< figure src=\"https://example.org/a.jpg\" alt=\"x\" />}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := check.Post(t.Context(), open(t, dir), filepath.Join(dir, "index.md"), check.Options{Now: now, NoPhotos: true})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range list {
		got = append(got, fmt.Sprintf("%d %s.%s %v", x.Line, x.Code, x.Reason, x.Breaks))
	}
	if diff := cmp.Diff([]string{"8 shortcode.character true", "10 shortcode.takes-nothing true"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
