package check_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lanyard/store/check"
	"lanyard/store/frontmatter"
	"lanyard/store/hugo"
)

// What looks right in the source and is something else on the page: place, code and what the fix makes of it.
func TestWhatThePageShowsOtherwise(t *testing.T) {
	for _, c := range []struct{ body, want, fixed string }{
		{"One\n\n<!-- more -->\n\nTwo", "8:1 more", "One\n\n<!--more-->\n\nTwo"},
		{"One <!-- More --> two", "6:5 more", "One <!--more--> two"},
		{"One\n\n<!--more-->\n\n<!-- more -->", "", ""},
		{"{% highlight go %}\nx\n{% endhighlight %}", "6:1 liquid, 8:1 liquid", "```go\nx\n```"},
		{"see {% asset_img hall.jpg The hall %}", "6:5 liquid", "see ![The hall](hall.jpg)"},
		{"{% raw %}", "6:1 liquid", ""},
		{"{%- include note.html text=\"50% off\" -%}", "6:1 liquid", ""},
		{"`{% raw %}`\n\n```\n{% if x %}\n```\n\n{{% pair %}}x{{% /pair %}} 100% {% of", "", ""},
		{"# A  Title\n\nText", "6:1 title-twice", "Text"},
		{"<!-- note -->\n\n# “a title”\n\nText", "8:1 title-twice", "<!-- note -->\n\nText"},
		{"A title\n=======\n\nText", "6:1 title-twice", "Text"},
		{"## A title\n\n# A title", "", ""},
		{"# Another title", "", ""},
		{"10~20人，30~40岁", "6:3 tilde", "10\\~20人，30\\~40岁"},
		{"~~gone~~ and ~gone~ and ~/x and a ~ b", "", ""},
		{"[a](q.md)", "6:5 markdown-link", "[a]({{< relref \"/posts/q.md\" >}})"},
		{"[a](../posts/q.md#x \"t\")", "6:5 markdown-link", "[a]({{< relref \"/posts/q.md#x\" >}} \"t\")"},
		{"[a](nope.md)", "6:5 markdown-link", ""},
		{"[a](https://example.org/q.md) [b](/posts/q/) <https://example.org/README.md>", "", ""},
		{"##标题\n\ntext", "6:1 tight-heading", "## 标题\n\ntext"},
		{"text\n###Next", "7:1 tight-heading", "text\n### Next"},
		{"#标签 text\n\n## ok\n\n##\n\n`##x`\n\n```\n##x\n```\n\n##!", "", ""},
		{"```go\nx\n\ny", "6:1 open-fence", "```go\nx\n\ny\n```"},
		{"~~~~\nx\n~~~", "6:1 open-fence", "~~~~\nx\n~~~\n~~~~"},
		{"- a\n\n  ```\n  x\n\nb", "8:3 open-fence", ""},
		{"> ```\n> x\n> ```\n\n```\nx\n````\n\n    indented", "", ""},
		{"![](my photo.png)", "6:5 blank-in-link", "![](my%20photo.png)"},
		{"![a](gone photo.png)", "6:6 blank-in-link", ""},
		{"[a](my photo.png) [b](not a file) ![c](b.png \"t i\") `![](my photo.png)`", "6:5 blank-in-link", "[a](my%20photo.png) [b](not a file) ![c](b.png \"t i\") `![](my photo.png)`"},
		{"**补充： **", "6:1 literal-stars.blank", "**补充：**"},
		{"**补充： **说明", "6:1 literal-stars.blank", "**补充：** 说明"},
		{"see **bold ** here", "6:5 literal-stars.blank", "see **bold** here"},
		{"2 ** 3 ** 4 and 2**3 ** 4", "", ""},
	} {
		f := site(t, map[string]string{
			"hugo.toml": "", "layouts/shortcodes/pair.html": "{{ .Inner }}",
			"content/posts/p.md": "---\ntitle: A title\ndate: 2026-01-01T00:00:00Z\nsummary: s\n---\n" + c.body + "\n", "content/posts/q.md": head,
			"content/posts/my photo.png": "", "content/posts/b.png": "", "content/posts/hall.jpg": "",
		})
		path := filepath.Join(f.Site, "content", "posts", "p.md")
		list, err := check.Post(t.Context(), f, path, check.Options{Now: now, NoPhotos: true})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		fixed := ""
		for _, x := range list {
			switch x.Code {
			case check.CodeNoBundle, check.CodeName, check.CodeAlt:
				continue
			}
			got = append(got, strings.TrimSuffix(fmt.Sprintf("%d:%d %s.%s", x.Line, x.Col, x.Code, x.Reason), "."))
			if x.Fix != nil && fixed == "" {
				p, err := f.Load(path)
				if err != nil {
					t.Fatal(err)
				}
				_, fixed, _ = strings.Cut(frontmatter.Apply(p.Text, x.Fix.Edits), "summary: s\n---\n")
				fixed = strings.TrimSuffix(fixed, "\n")
			}
		}
		if strings.Join(got, ", ") != c.want || fixed != c.fixed {
			t.Errorf("%q: got %q, fixed %q\nwant %q, %q", c.body, strings.Join(got, ", "), fixed, c.want, c.fixed)
		}
	}
}

func TestFrontMatterThatHugoReadsOtherwise(t *testing.T) {
	for _, c := range []struct{ meta, want, fixed string }{
		{"title: T\ndate: 20260301\n", "3 bad-date.number", "title: T\ndate: 2026-03-01T00:00:00+08:00\n"},
		{"title: T\ndate: 1767225600\n", "", ""},
		{"tags:\n- a\n- \ntitle: T\ndate: 2026-01-01\n", "4 swallowed-keys", "tags:\n- a\ntitle: T\ndate: 2026-01-01\n"},
		{"date: 2026-01-01\ntags:\n-\n\n# x\ntitle: T\n", "4 swallowed-keys", "date: 2026-01-01\ntags:\n\n# x\ntitle: T\n"},
		{"date: 2026-01-01\ntags:\n  - a\n  -\ntitle: T\n", "", ""},
		{"date: 2026-01-01\ntitle: T\ntags:\n- a\n- \n", "", ""},
		{"date: 2026-01-01\ntags:\n- \n- a\ntitle: T\n", "", ""},
		{"date: 2026-01-01\ntitle: T\nlinks:\n-\n  a: b\nx: y\n", "", ""},
		{"date: 2026-01-01\ntitle: T\ntext: |\n  - \n  a: b\n", "", ""},
		{"title: T\ndate: 2026-01-01\nTitle: U\n", "4 duplicate-key.case", ""},
		{"title: T\ndate: 2026-01-01\nurl: https://example.org/x\n", "4 bad-address.host", ""},
		{"title: T\ndate: 2026-01-01\naliases: [/a, 'http://example.org/x']\n", "4 bad-address.host", ""},
		{"title: T\ndate: 2026-01-01\npublished: false\n", "4 draft.published", ""},
	} {
		f := site(t, map[string]string{"hugo.toml": "timeZone = 'Asia/Shanghai'", "content/p.md": "---\n" + c.meta + "---\n"})
		path := filepath.Join(f.Site, "content", "p.md")
		list, err := check.Post(t.Context(), f, path, check.Options{Now: now, NoPhotos: true})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		fixed := ""
		for _, x := range list {
			got = append(got, strings.TrimSuffix(fmt.Sprintf("%d %s.%s", x.Line, x.Code, x.Reason), "."))
			if x.Fix != nil {
				fixed = strings.TrimSuffix(strings.TrimPrefix(frontmatter.Apply("---\n"+c.meta+"---\n", x.Fix.Edits), "---\n"), "---\n")
			}
		}
		if strings.Join(got, ", ") != c.want || fixed != c.fixed {
			t.Errorf("%q: got %q, fixed %q\nwant %q, %q", c.meta, strings.Join(got, ", "), fixed, c.want, c.fixed)
		}
	}
}

// What of a post besides its shortcodes stops a build, by the version of Hugo; the installed one is asked.
func TestFilesAndFrontMatterThatStopABuild(t *testing.T) {
	cases := []struct {
		name, since string // the first version that stops; "-" for none, empty for all
		files       map[string]string
	}{
		{"an HTML file in a bundle", "0.162.0", map[string]string{"content/p/demo.html": "<p>x</p>"}},
		{"an HTML file that is allowed", "-", map[string]string{"content/p/demo.html": "<p>x</p>", "hugo.toml": "[security]\nallowContent = ['! text/org']"}},
		{"a date", "0.136.0", map[string]string{"content/p/index.md": "---\ntitle: T\ndate: 2019/06/28\n---\n"}},
		{"published", "0.136.0", map[string]string{"content/p/index.md": "---\ntitle: T\ndate: 2019-06-28\npublished: false\n---\n"}},
		{"a key twice", "0.152.0", map[string]string{"content/p/index.md": "---\ntitle: T\ndate: 2019-06-28\ntitle: U\n---\n"}},
		{"a key in other letters", "-", map[string]string{"content/p/index.md": "---\ntitle: T\ndate: 2019-06-28\nTitle: U\n---\n"}},
		{"a host in url", "", map[string]string{"content/p/index.md": "---\ntitle: T\ndate: 2019-06-28\nurl: https://example.org/x\n---\n"}},
		{"YAML that is none", "", map[string]string{"content/p/index.md": "---\ntitle: [T\n---\n"}},
		{"no front matter, but a list", "", map[string]string{"content/p/index.md": "- one\n- two\n"}},
		{"no front matter", "-", map[string]string{"content/p/index.md": "one\n"}},
		{"swallowed keys", "-", map[string]string{"content/p/index.md": "---\ndate: 2019-06-28\ntags:\n- \ntitle: T\n---\n"}},
		{"an address on a site in two languages", "0.123.0", map[string]string{
			"hugo.toml": "[languages.en]\n[languages.de]", "content/p/index.md": head + "[x](*https://example.org*)\n",
		}},
		{"an address on a site in one", "-", map[string]string{"content/p/index.md": head + "[x](*https://example.org*)\n"}},
		{"a site with a hook of its own", "-", map[string]string{
			"hugo.toml": "[languages.en]\n[languages.de]", "content/p/index.md": head + "[x](*https://example.org*)\n", "layouts/_default/_markup/render-link.html": "x",
		}},
	}
	program, err := exec.LookPath("hugo")
	if err != nil {
		t.Log("hugo is not installed, so that only the table is compared")
	}
	installed := hugo.Version(t.Context())
	for _, c := range cases {
		files := map[string]string{"hugo.toml": "", "content/p/index.md": head, "layouts/_default/single.html": "{{ .Content }}", "layouts/_default/list.html": "x"}
		for name, text := range c.files {
			files[name] = text
		}
		f := site(t, files)
		for _, v := range []string{"0.111.3", "0.140.0", newest} {
			want := c.since == "" || c.since != "-" && !hugo.Older(v, c.since)
			if got := breaks(t, f.Site, v); got != want {
				t.Errorf("%s, %s: got %v, want %v", c.name, v, got, want)
			}
		}
		if program == "" {
			continue
		}
		cmd := exec.CommandContext(context.Background(), program, "--quiet", "--cacheDir", filepath.Join(f.Site, "cache"))
		cmd.Dir, cmd.Env = f.Site, append(os.Environ(), "HOME="+f.Site, "TZ=UTC")
		out, failed := cmd.CombinedOutput()
		if got := breaks(t, f.Site, installed); got != (failed != nil) {
			t.Errorf("%s: hugo %s fails: %v; here %v\n%s", c.name, installed, failed, got, out)
		}
	}
}

func breaks(t *testing.T, root, v string) bool {
	t.Helper()
	f := open(t, root)
	list, err := check.Post(t.Context(), f, filepath.Join(root, "content", "p", "index.md"), check.Options{Now: now, NoPhotos: true, Hugo: version(v)})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		if x.Breaks {
			return true
		}
	}
	return false
}
