package check_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/check"
	"lanyard/store/hugo"
)

// A kind is a sort of post as authors write them. In its texts @ is the post's own name, p001 and so on, and # its number. Files are relative to the
// content folder of the site's first language; one that ends like a picture and is empty gets one.
type kind struct {
	name  string
	main  string // the post, posts/@/index.md where empty
	files map[string]string
	want  []string // of the post: "LINE SEVERITY CODE NAME", with a path before the line where it is another file's; ! before one that stops the build
	gone  bool     // its pictures are not all on its page
}

// meta is the front matter of a clean post, six lines.
func meta(more string) string {
	return "---\ntitle: Post @\ndate: 2024-05-06T07:08:09+08:00\nslug: slug-@\n" + more + "---\n"
}

const bundlePage = "posts/@/index.md"

func onlyBody(body string) map[string]string { return map[string]string{bundlePage: meta("") + body} }

// kinds are all that the check tells apart; most of them it must not mention.
var kinds = []kind{
	{name: "pictures", files: map[string]string{bundlePage: meta("") + "One ![a](a.jpg)\n\n![b](img/b.jpg \"t\")\n", "posts/@/a.jpg": "", "posts/@/img/b.jpg": ""}},
	{name: "content path", files: map[string]string{bundlePage: meta("") + "![a](/notes/@/a.jpg)\n", "notes/@/index.md": "---\ntitle: Note @\ndate: 2024-05-06T07:08:09+08:00\n---\n", "notes/@/a.jpg": ""}},
	{name: "own folder", main: "notes/@/index.md", files: map[string]string{"notes/@/index.md": "---\ntitle: Post @\ndate: 2024-05-06T07:08:09+08:00\n---\n![a](/notes/@/a.jpg)\n", "notes/@/a.jpg": ""}},
	{name: "own permalink", files: map[string]string{bundlePage: meta("") + "![a](/2024/slug-@/a.jpg)\n", "posts/@/a.jpg": ""}},
	{name: "own address in full", files: map[string]string{bundlePage: meta("") + "![a](https://blog.example.org/2024/slug-@/a.jpg)\n", "posts/@/a.jpg": ""}},
	{name: "static and mounts", files: map[string]string{bundlePage: meta("") + "![a](/img/s.jpg) ![b](/media/m.jpg) ![c](../../img/s.jpg)\n"}},
	{name: "player's clip", files: map[string]string{bundlePage: meta("") + "{{< video src=\"clip\" >}}\n", "posts/@/clip.mp4": "x", "posts/@/clip.webm": "x"}},
	{name: "parameter that is no file", files: onlyBody("{{< img src=\"some-id\" >}} {{< video src=\"https\" >}}\n")},
	{name: "gallery", files: map[string]string{bundlePage: meta("") + "{{< gallery >}}\n", "posts/@/a.jpg": "", "posts/@/b.jpg": ""}},
	{name: "pictures by name", files: map[string]string{bundlePage: meta("links:\n- image: l.jpg\n"), "posts/@/my-cover.jpg": "", "posts/@/x-feature.jpg": "", "posts/@/thumb-1.jpg": "", "posts/@/l.jpg": ""}},
	{name: "resource of another language", main: "../ja/posts/@/index.md", files: map[string]string{bundlePage: meta(""), "../ja/posts/@/index.md": meta("") + "![a](a.jpg)\n", "posts/@/a.jpg": ""}},
	{name: "equal slugs of two years", files: map[string]string{bundlePage: meta(""), "posts/@-old.md": strings.ReplaceAll(meta(""), "2024", "2023")}},
	{name: "equal addresses", files: map[string]string{bundlePage: meta(""), "posts/@-again.md": meta("")}, want: []string{"4 error duplicate-slug posts/@-again.md"}},
	{name: "date without offset", files: map[string]string{bundlePage: "---\ntitle: Post @\ndate: 2024-05-06 07:08:09\n---\n"}},
	{name: "page without date", main: "@/about.md", files: map[string]string{"@/about.md": "---\ntitle: About\n---\n"}},
	{name: "raw HTML", files: onlyBody(strings.Repeat("<span>x</span> ", 20) + "\n"), want: []string{"6 warning raw-html <span> (× 20)"}},
	{name: "picture in raw HTML that is left out", files: onlyBody("See `code`, <img src=\"/bmp/foo1.jpg\"> and that.\n"), want: []string{"6 warning raw-html <img src=\"/bmp/foo1.jpg\">"}},
	{name: "raw HTML for a template", files: onlyBody("{{< notice >}}<b>x</b>{{< /notice >}}\n")},
	{name: "raw HTML in Markdown for a template", files: onlyBody("{{% notice %}}<b>x</b>{{% /notice %}}\n"), want: []string{"6 warning raw-html <b>"}},
	{name: "todo in prose", files: onlyBody("等待确认。一个 TODO 应用。\n")},
	{name: "todo", files: onlyBody("TODO: pictures\n"), want: []string{"6 warning todo TODO"}},
	{name: "todo of a program", files: onlyBody("public void f() {\n// TODO Auto-generated method stub\n/* TODO */ }\n")},
	{name: "todos of an Org file", files: onlyBody(strings.Repeat("## TODO x\n\ny\n\n", 300)), want: []string{"6 warning todo TODO"}},
	{name: "conflict shown", files: onlyBody("```\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n```\n")},
	{name: "conflict", files: onlyBody("<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n"), want: []string{"6 error conflict "}},
	{name: "conflict copy", files: map[string]string{bundlePage: meta(""), "posts/@/index.sync-conflict-20260301-101010-ABCDEFG.md": meta("")}, want: []string{
		"posts/@/index.sync-conflict-20260301-101010-ABCDEFG.md:0 error conflict-copy index.sync-conflict-20260301-101010-ABCDEFG.md",
	}},
	{name: "closed figure", files: map[string]string{bundlePage: meta("") + "{{< figure src=\"a.jpg\" alt=\"x\" />}}\n", "posts/@/a.jpg": ""}, want: []string{"!6 error shortcode figure"}},
	{name: "open quote", files: onlyBody("{{< img src=\"a >}}\n"), want: []string{"!6 error shortcode "}},
	{name: "curly quotes", files: onlyBody("{{< img “a” >}}\n"), want: []string{"!6 error shortcode "}},
	{name: "mixed parameters", files: onlyBody("{{< img \"a\" alt=\"x\" >}}\n"), want: []string{"!6 error shortcode "}},
	{name: "open tag", files: onlyBody("{{< img src=\"a\"\n"), want: []string{"!6 error shortcode "}},
	{name: "template in code", files: onlyBody("```\n{{%-x-%}}\n```\n"), want: []string{"!7 error shortcode "}},
	{name: "unknown in code", files: onlyBody("`{{< nosuch >}}`\n"), want: []string{"!6 error unknown-shortcode nosuch"}},
	{name: "closing tag alone", files: onlyBody("{{< /notice >}}\n"), want: []string{"!6 error shortcode "}},
	{name: "not closed", files: onlyBody("{{< notice >}}\n"), want: []string{"!6 error shortcode notice"}},
	{name: "unknown", files: onlyBody("{{< nosuch >}}\n"), want: []string{"!6 error unknown-shortcode nosuch"}},
	{name: "escaped", files: onlyBody("{{</* nosuch */>}}\n")},
	{name: "dropped", files: onlyBody("{{< tweet user=\"a\" id=\"1\" >}}\n"), want: []string{"!6 error dropped-shortcode tweet"}},
	{name: "dead reference", files: onlyBody("[a]({{< ref \"nope.md\" >}})\n"), want: []string{"!6 error dead-ref nope.md"}},
	{name: "reference", files: map[string]string{bundlePage: meta("") + "[a]({{< relref \"@-note\" >}}) [b]({{< ref \"/notes/@-note.md#x\" >}})\n", "notes/@-note.md": meta("")}},
	{name: "swallowed keys", files: map[string]string{bundlePage: "---\ndate: 2024-05-06\ntags:\n- a\n- \ntitle: Post @\n---\n"}, want: []string{"5 error swallowed-keys title"}},
	{name: "divider with blanks", files: onlyBody("One\n\n<!-- more -->\n\nTwo\n"), want: []string{"8 warning more <!-- more -->"}},
	{name: "Hexo's tags", files: onlyBody("{% note %}\n"), want: []string{"6 warning liquid {% note %}"}},
	{name: "title again", files: onlyBody("# Post @\n\nText\n"), want: []string{"6 warning title-twice "}},
	{name: "ranges", files: onlyBody("10~20人，30~40岁\n"), want: []string{"6 warning tilde 20人，30"}},
	{name: "heading without a blank", files: onlyBody("##标题\n"), want: []string{"6 warning tight-heading ##"}},
	{name: "open fence", files: onlyBody("```\nx\n"), want: []string{"6 warning open-fence ```"}},
	{name: "blank in an address", files: map[string]string{bundlePage: meta("") + "![](my photo.png)\n", "posts/@/my photo.png": ""}, want: []string{
		"6 error blank-in-link my photo.png", "posts/@/my photo.png:0 warning unsafe-name my photo.png",
	}, gone: true},
	{name: "blank before stars", files: onlyBody("**补充： **文\n"), want: []string{"6 warning literal-stars 补充："}},
	{name: "stars beside punctuation", files: onlyBody("**“加粗”**后文\n"), want: []string{"6 warning literal-stars “加粗”"}},
	{name: "date that is a number", files: map[string]string{bundlePage: "---\ntitle: Post @\ndate: 20240506\n---\n"}, want: []string{"3 error bad-date date"}},
	{name: "date of Hexo", files: map[string]string{bundlePage: "---\ntitle: Post @\ndate: 2024/05/06\n---\n"}, want: []string{"!3 error bad-date date"}},
	{name: "missing picture", files: onlyBody("![a](gone.jpg) ![b](/img/gone.jpg)\n"), want: []string{"6 error missing-file /img/gone.jpg", "6 error missing-file gone.jpg"}, gone: true},
	{name: "other letters", files: map[string]string{bundlePage: meta("") + "![a](a.jpg)\n", "posts/@/A.jpg": ""}, want: []string{"6 error case a.jpg"}, gone: true},
	{name: "picture beside a single file", main: "notes/@.md", files: map[string]string{"notes/@.md": meta("") + "![a](@.jpg)\n", "notes/@.jpg": ""}, want: []string{"6 warning no-bundle @.jpg"}, gone: true},
	{name: "no alternative text", files: map[string]string{bundlePage: meta("") + "![](a.jpg)\n", "posts/@/a.jpg": ""}, want: []string{"6 warning no-alt a.jpg"}},
	{name: "unused picture", files: map[string]string{bundlePage: meta(""), "posts/@/a.jpg": ""}, want: []string{"posts/@/a.jpg:0 warning unused-file a.jpg"}},
	{name: "draft", files: map[string]string{bundlePage: meta("draft: true\n")}, want: []string{"5 warning draft draft"}},
	{name: "future", files: map[string]string{bundlePage: "---\ntitle: Post @\ndate: 2094-05-06T07:08:09+08:00\n---\n"}, want: []string{"3 warning future date"}},
	{name: "no title", files: map[string]string{bundlePage: "---\ndate: 2024-05-06T07:08:09+08:00\nslug: @\n---\n"}, want: []string{"1 error no-title "}},
	{name: "double key", files: map[string]string{bundlePage: meta("title: Again\n")}, want: []string{"!5 error duplicate-key "}},
	{name: "hash", files: map[string]string{bundlePage: meta("tags: ['C#']\n")}, want: []string{"5 warning hash C#"}},
	{name: "broken picture", files: map[string]string{bundlePage: meta("") + "![a](a.jpg)\n", "posts/@/a.jpg": "no picture"}, want: []string{"posts/@/a.jpg:0 error bad-photo a.jpg"}},
	{name: "used in another language only", files: map[string]string{bundlePage: meta(""), "../ja/posts/@/index.md": meta("") + "![a](a.jpg)\n", "posts/@/a.jpg": ""}},
	{name: "expired", files: map[string]string{bundlePage: meta("expiryDate: 2025-01-01\n")}, want: []string{"5 warning expired expiryDate"}},
	{name: "no YAML", files: map[string]string{bundlePage: "---\ntitle: [T\n---\n"}, want: []string{"!3 error front-matter "}},
	{name: "no front matter", files: map[string]string{bundlePage: "Text\n"}, want: []string{"1 error no-front-matter "}},
	{name: "front matter that ends early", files: map[string]string{bundlePage: meta("") + "draft: true\n---\n"}, want: []string{"5 warning delimiter "}},
	{name: "link to a Markdown file", files: map[string]string{bundlePage: meta("") + "[a](../../notes/@-more.md)\n", "notes/@-more.md": meta("")}}, // Hugo mends it on a site in two languages
	{name: "outside", files: onlyBody("![a](../../../../../../../../../../../etc/a.jpg)\n"), want: []string{"6 error outside ../../../../../../../../../../../etc/a.jpg"}, gone: true},
	{name: "folder", files: map[string]string{bundlePage: meta("") + "![a](a.jpg)\n", "posts/@/a.jpg/x.txt": "x"}, want: []string{"6 error not-a-file a.jpg", "posts/@/a.jpg/x.txt:0 warning unused-file x.txt"}, gone: true},
	{name: "no date", files: map[string]string{bundlePage: "---\ntitle: Post @\n---\n"}, want: []string{"1 warning no-date "}},
	{name: "HTML in a bundle", files: map[string]string{bundlePage: meta("") + "[a](a.html)\n", "posts/@/a.html": "<p>"}, want: []string{"!posts/@/a.html:0 error html-file a.html"}},
	{name: "host in aliases", files: map[string]string{bundlePage: meta("aliases: ['https://example.org/x']\n")}, want: []string{"!5 error bad-address aliases"}},
	{name: "parameter of nobody", files: onlyBody("{{< param nope >}}\n"), want: []string{"!6 error shortcode nope"}},
	{name: "path of a computer", files: onlyBody("![a](C:\\pictures\\a.jpg)\n"), want: []string{"6 error local-path C:\\pictures\\a.jpg"}, gone: true},
}

// blogFrame is the site around the posts.
var blogFrame = map[string]string{
	"hugo.toml": "baseURL = 'https://blog.example.org/'\ntimeZone = 'Asia/Shanghai'\ntheme = 'made'\ndisableKinds = ['taxonomy', 'term', 'RSS', 'sitemap', '404', 'robotsTXT']\n" +
		"[permalinks]\nposts = '/:year/:slug/'\n[languages.en]\nweight = 1\ncontentDir = 'content/en'\n[languages.ja]\nweight = 2\ncontentDir = 'content/ja'\n" +
		"[[module.mounts]]\nsource = 'static'\ntarget = 'static'\n[[module.mounts]]\nsource = 'media'\ntarget = 'static/media'\n",
	"layouts/_default/single.html": "<p>{{ .Content }}", "layouts/_default/list.html": "<p>{{ range .Pages }}{{ .Title }}{{ end }}",
	"themes/made/theme.toml": "name = 'made'\n", "themes/made/layouts/shortcodes/video.html": "<i>{{ .Get \"src\" }}</i>", "themes/made/layouts/shortcodes/img.html": "<i>{{ .Get 0 }}</i>",
	"themes/made/layouts/shortcodes/gallery.html": "{{ range .Page.Resources.ByType \"image\" }}<img src=\"{{ .RelPermalink }}\">{{ end }}",
	"themes/made/layouts/shortcodes/notice.html":  "<div>{{ .Inner }}</div>",
	"static/img/s.jpg":                            "", "media/m.jpg": "", "content/ja/_index.md": "---\ntitle: J\n---\n", "content/en/_index.md": "---\ntitle: E\n---\n",
}

// madePost is a post of the blog: the file that is checked, by its path below the site, and its kind.
type madePost struct {
	path string
	kind kind
	name string
}

// makeBlog writes a blog of n posts, all kinds one after another, without those that keep says no to.
func makeBlog(t testing.TB, n int, keep func(kind) bool) (root string, posts []madePost) {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 16, 9)), nil); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for name, text := range blogFrame {
		files[name] = text
	}
	for i := range n {
		k := kinds[i%len(kinds)]
		if !keep(k) {
			continue
		}
		name := fmt.Sprintf("p%03d", i)
		main := k.main
		if main == "" {
			main = bundlePage
		}
		main = path.Join("content/en", strings.ReplaceAll(main, "@", name))
		for file, text := range k.files {
			files[path.Join("content/en", strings.ReplaceAll(file, "@", name))] = strings.ReplaceAll(text, "@", name)
		}
		posts = append(posts, madePost{main, k, name})
	}
	for file, text := range files {
		if text == "" && (strings.HasSuffix(file, ".jpg") || strings.HasSuffix(file, ".png")) {
			files[file] = b.String()
		}
	}
	return site(t, files).Site, posts
}

const blogSize = 300

func TestBlogOf300Posts(t *testing.T) {
	root, posts := makeBlog(t, blogSize, func(kind) bool { return true })
	if len(posts) != blogSize {
		t.Fatalf("%d posts", len(posts))
	}
	sentences := sentences(t)
	run := check.NewRun(open(t, root), check.Options{Now: now, Hugo: version(newest)})
	count := map[string]int{}
	for _, p := range posts {
		list, err := run.Post(t.Context(), filepath.Join(root, filepath.FromSlash(p.path)))
		if err != nil {
			t.Fatal(err)
		}
		var got, want []string
		for _, x := range list {
			count[x.Code]++
			got = append(got, shown(root, p.path, x))
			for _, id := range ids(x) {
				if !sentences[id] {
					t.Errorf("%s: no sentence %q", p.kind.name, id)
				}
			}
		}
		for _, w := range p.kind.want {
			want = append(want, strings.ReplaceAll(w, "@", p.name))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s, %s (-want +got):\n%s", p.kind.name, p.path, cmp.Diff(want, got))
		}
	}
	if len(count) < 41 {
		t.Errorf("only %d codes: %v", len(count), count)
	}
}

// shown is a finding in the form of kind.want.
func shown(root, post string, x check.Finding) string {
	rel := func(p string) string {
		r, err := filepath.Rel(filepath.Join(root, "content", "en"), p)
		if err != nil {
			return p
		}
		return filepath.ToSlash(r)
	}
	name := x.Name
	if filepath.IsAbs(name) && strings.HasPrefix(name, root) {
		name = rel(name)
	}
	s := fmt.Sprintf("%d %s %s %s", x.Line, x.Severity, x.Code, name)
	if p := rel(x.Path); p != strings.TrimPrefix(post, "content/en/") {
		s = p + ":" + s
	}
	if x.Breaks {
		s = "!" + s
	}
	return s
}

// ids are the sentences that a finding needs in the window.
func ids(x check.Finding) []string {
	id := "window.finding." + x.Code
	if x.Reason != "" {
		id += "." + x.Reason
	}
	out := []string{id}
	if x.Fix != nil {
		out = append(out, "window.fix."+x.Fix.Code)
	}
	return out
}

// sentences are the window's, which both languages have, see assets.
func sentences(t *testing.T) map[string]bool {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "assets", "lang", "window.zh.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]string
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for id := range all {
		out[id] = true
	}
	return out
}

var imgSource = regexp.MustCompile(`<img[^>]* src="?([^" >]+)`)

// What the check does not mention is built, and every picture of it is there.
func TestHugoBuildsTheBlogWithoutWhatIsSaidToStopIt(t *testing.T) {
	program, err := exec.LookPath("hugo")
	if err != nil {
		t.Skip("hugo is not installed")
	}
	stops := func(k kind) bool { return slices.ContainsFunc(k.want, func(w string) bool { return w[0] == '!' }) }
	root, posts := makeBlog(t, blogSize, func(k kind) bool { return !stops(k) })
	cmd := exec.CommandContext(context.Background(), program, "--quiet", "--cacheDir", filepath.Join(root, "cache"))
	cmd.Dir, cmd.Env = root, append(os.Environ(), "HOME="+root, "TZ=UTC")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("hugo %s: %v\n%s", hugo.Version(t.Context()), err, out)
	}
	pictures := 0
	for _, p := range posts {
		if p.kind.gone || slices.ContainsFunc(p.kind.want, func(w string) bool {
			return strings.Contains(w, "draft") || strings.Contains(w, "future") || strings.Contains(w, "expired")
		}) {
			continue
		}
		r := open(t, root)
		post, err := r.Load(filepath.Join(root, filepath.FromSlash(p.path)))
		if err != nil {
			t.Fatal(err)
		}
		addr, ok := r.Resolver(post).Address()
		if !ok {
			continue
		}
		page := filepath.Join(root, "public", filepath.FromSlash(addr))
		html, err := os.ReadFile(filepath.Join(page, "index.html"))
		if err != nil {
			if p.kind.name != "swallowed keys" && p.kind.name != "date that is a number" { // they have other addresses with other versions
				t.Errorf("%s: %v", p.kind.name, err)
			}
			continue
		}
		for _, m := range imgSource.FindAllStringSubmatch(string(html), -1) {
			u, err := url.Parse(m[1])
			if err != nil {
				t.Errorf("%s: %v", p.kind.name, err)
				continue
			}
			file := filepath.Join(page, filepath.FromSlash(u.Path))
			if strings.HasPrefix(u.Path, "/") {
				file = filepath.Join(root, "public", filepath.FromSlash(u.Path))
			}
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s: %v", p.kind.name, err)
			}
			pictures++
		}
	}
	if pictures < 40 {
		t.Errorf("only %d pictures on the pages", pictures)
	}
}
