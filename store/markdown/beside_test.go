package markdown

import (
	"fmt"
	"html"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A besideSite is one configuration under which pages are compared with Hugo's.
type besideSite struct {
	name, config string
	opt          Options
}

var besideSites = []besideSite{
	{"plain", "", Options{}},
	{"unsafe", "[markup.goldmark.renderer]\nunsafe=true\n", Options{Unsafe: true}},
	{"extras", "[markup.goldmark.extensions.extras]\n[markup.goldmark.extensions.extras.subscript]\nenable=true\n[markup.goldmark.extensions.extras.superscript]\nenable=true\n[markup.goldmark.extensions.extras.delete]\nenable=true\n[markup.goldmark.parser]\nautoDefinitionTermID=true\nautoIDType='github-ascii'\nautoHeadingIDType='github-ascii'\n", Options{Subscript: true, Superscript: true, Delete: true, TermID: true, IDType: "github-ascii"}},
	{"images alone", "[markup.goldmark.parser]\nwrapStandAloneImageWithinParagraph=false\n", Options{NoImageParagraph: true}},
}

// versionKinds are what one Hugo shows and another does not, with the pages that Hugo 0.111.3 and 0.165 make.
var versionKinds = []struct{ body, old, now string }{
	{"一共10~20人，30~40岁\n", "<p>一共10~20人，30~40岁</p>\n", "<p>一共10<del>20人，30</del>40岁</p>\n"},
	{"~~a~~ and ~b~\n", "<p><del>a</del> and ~b~</p>\n", "<p><del>a</del> and <del>b</del></p>\n"},
	{"a\n\n#\n\nb\n", "<p>a</p>\n<h1 id=\"heading\"></h1>\n<p>b</p>\n", "<p>a</p>\n<h1></h1>\n<p>b</p>\n"},
	{"One line\nand another\n===\n", "<h1 id=\"and-another\">One line\nand another</h1>\n", "<h1 id=\"and-another\">One line\nand another</h1>\n"},
	{"## A [link *here*](https://x.org) end\n", "<h2 id=\"a-link-herehttpsxorg-end\">A <a href=\"https://x.org\">link <em>here</em></a> end</h2>\n", "<h2 id=\"a-link--end\">A <a href=\"https://x.org\">link <em>here</em></a> end</h2>\n"},
	{"甲→\"乙\"→\"丙\"，x**→y**z ±~~a~~\n", "<p>甲→&quot;乙&quot;→&quot;丙&quot;，x<strong>→y</strong>z ±<del>a</del></p>\n", "<p>甲→&ldquo;乙&rdquo;→&ldquo;丙&rdquo;，x**→y**z ±<del>a</del></p>\n"},
	{"<source>1.7</source>\n\n<target>1.7</target>\n", "<!-- raw HTML omitted -->\n<p><!-- raw HTML omitted -->1.7<!-- raw HTML omitted --></p>\n", "<p><!-- raw HTML omitted -->1.7<!-- raw HTML omitted --></p>\n<p><!-- raw HTML omitted -->1.7<!-- raw HTML omitted --></p>\n"},
	{"a\n<source>1.7</source>\nb\n", "<p>a</p>\n<!-- raw HTML omitted -->\n", "<p>a\n<!-- raw HTML omitted -->1.7<!-- raw HTML omitted -->\nb</p>\n"},
	{"- a [ ] b\n\n  [x] c\n- [ ] [x] d\n", "<ul>\n<li>\n<p>a <input disabled=\"\" type=\"checkbox\"> b</p>\n<p>[x] c</p>\n</li>\n<li>\n<p><input disabled=\"\" type=\"checkbox\"> <input checked=\"\" disabled=\"\" type=\"checkbox\"> d</p>\n</li>\n</ul>\n", "<ul>\n<li>\n<p>a [ ] b</p>\n<p>[x] c</p>\n</li>\n<li>\n<p><input disabled=\"\" type=\"checkbox\"> [x] d</p>\n</li>\n</ul>\n"},
	{"See (http://www.example.org/a.cgi). And http://www.example.org/b_(c), (www.example.org/d).\n", "<p>See (<a href=\"http://www.example.org/a.cgi)\">http://www.example.org/a.cgi)</a>. And <a href=\"http://www.example.org/b_(c)\">http://www.example.org/b_(c)</a>, (<a href=\"https://www.example.org/d)\">www.example.org/d)</a>.</p>\n", "<p>See (<a href=\"http://www.example.org/a.cgi)\">http://www.example.org/a.cgi)</a>. And <a href=\"http://www.example.org/b_(c)\">http://www.example.org/b_(c)</a>, (<a href=\"https://www.example.org/d)\">www.example.org/d)</a>.</p>\n"},
	{"Or (www.example.org/d)) (http://e.example/f)! http://e.example/?a=1&b; x (https://example.org) y.\n", "<p>Or (<a href=\"https://www.example.org/d\">www.example.org/d</a>)) (<a href=\"http://e.example/f)\">http://e.example/f)</a>! <a href=\"http://e.example/?a=1\">http://e.example/?a=1</a>&amp;b; x (<a href=\"https://example.org\">https://example.org</a>) y.</p>\n", "<p>Or (<a href=\"https://www.example.org/d\">www.example.org/d</a>)) (<a href=\"http://e.example/f)\">http://e.example/f)</a>! <a href=\"http://e.example/?a=1\">http://e.example/?a=1</a>&amp;b; x (<a href=\"https://example.org\">https://example.org</a>) y.</p>\n"},
	{"a <!-- b -- c --> d\n", "<p>a &lt;!&ndash; b &ndash; c &ndash;&gt; d</p>\n", "<p>a  d</p>\n"},
	{"a\n\n<!-- hidden -->\n\nb <!-- too --> c\n", "<p>a</p>\n<!-- raw HTML omitted -->\n<p>b <!-- raw HTML omitted --> c</p>\n", "<p>a</p>\n<p>b  c</p>\n"},
}

func TestPageByVersion(t *testing.T) {
	for _, k := range versionKinds {
		for hugo, want := range map[string]string{"0.111.3": k.old, "0.165.0": k.now} {
			d := Parse(k.body, 0, Options{Hugo: hugo})
			if got := d.HTML(nil); got != want {
				t.Errorf("%s, %q:\ngot  %q\nwant %q", hugo, k.body, got, want)
			}
			for _, h := range d.Headings() {
				if h.ID != "" && !strings.Contains(want, `id="`+h.ID+`"`) {
					t.Errorf("%s, %q: the outline has %q", hugo, k.body, h.ID)
				}
			}
		}
	}
}

// figures are bodies with Hugo's own figure, and the pages that it makes of them without unsafe, but for white space and comments.
var figures = []struct{ body, want string }{
	{"{{< figure src=\"a.jpg\" caption=\"Photo: [Jo](https://jo.example) and **me**\" >}}\n", `<figure><img src="a.jpg" alt="Photo: Jo and me"><figcaption><p>Photo: <a href="https://jo.example">Jo</a> and <strong>me</strong></p></figcaption></figure>`},
	{"{{< figure src=\"a.jpg\" attr=\"Jo *D*\" attrlink=\"https://jo.example\" title=\"Hall\" >}}\n", `<figure><img src="a.jpg"><figcaption><h4>Hall</h4><p><a href="https://jo.example">Jo <em>D</em></a></p></figcaption></figure>`},
	{"{{< figure src=\"a.jpg\" alt=\"A & B\" caption=\"x\" link=\"https://x.example\" target=\"_blank\" rel=\"me\" class=\"big\" width=\"300\" >}}\n", `<figure class="big"><a href="https://x.example" target="_blank" rel="me"><img src="a.jpg" alt="A &amp; B" width="300"></a><figcaption><p>x</p></figcaption></figure>`},
	{"a\n\n{{% figure src=\"a.jpg\" caption=\"The hall\" %}}\n\nb\n", "<p>a</p>\n<!-- raw HTML omitted --><p>b</p>\n"},
	{"- one\n- {{< figure src=\"a.jpg\" >}}\n", "<ul>\n<li>one</li>\n<li><figure><img src=\"a.jpg\"></figure></li>\n</ul>\n"},
}

func TestFigureIsHugos(t *testing.T) {
	squeeze := func(s string) string { return strings.ReplaceAll(s, "\n", "") }
	for _, f := range figures {
		if got := Parse(f.body, 0, Options{}).HTML(nil); squeeze(got) != squeeze(f.want) {
			t.Errorf("%s\ngot  %s\nwant %s", f.body, got, f.want)
		}
	}
}

func TestPageByConfiguration(t *testing.T) {
	for _, c := range []struct {
		opt        Options
		body, want string
	}{
		{Options{NoImageParagraph: true}, "![a](b.jpg)\n\nx ![a](b.jpg)\n", "<img src=\"b.jpg\" alt=\"a\"><p>x <img src=\"b.jpg\" alt=\"a\"></p>\n"},
		{Options{TermID: true}, "Café x\n: d\n", "<dl>\n<dt id=\"café-x\">Café x</dt>\n<dd>d</dd>\n</dl>\n"},
		{Options{IDType: "github-ascii"}, "# Café 中文 ü\n", "<h1 id=\"cafe--u\">Café 中文 ü</h1>\n"},
		{Options{Subscript: true}, "H~2~O ~~x~~\n", "<p>H<del>2</del>O <del>x</del></p>\n"},
		{Options{Subscript: true, NoStrikethrough: true}, "H~2~O\n", "<p>H<sub>2</sub>O</p>\n"},
		{Options{Subscript: true, Hugo: "0.126.0"}, "H~2~O ~~x~~\n", "<p>H<sub>2</sub>O <del>x</del></p>\n"},
		{Options{Superscript: true}, "x^-1^ y^2^\n", "<p>x<sup>-1</sup> y<sup>2</sup></p>\n"},
	} {
		if got := Parse(c.body, 0, c.opt).HTML(nil); got != c.want {
			t.Errorf("%+v, %q:\ngot  %q\nwant %q", c.opt, c.body, got, c.want)
		}
	}
}

// TestPagesBesideHugo compares the pages of real posts with those of each Hugo that is there: what a reader sees of them. The sample posts, and
// those below the folders in LANYARD_POSTS; LANYARD_HUGO names other Hugos than the installed one. Shortcodes of sites are replaced by a word.
func TestPagesBesideHugo(t *testing.T) {
	var files []string
	for _, dir := range append(filepath.SplitList(os.Getenv("LANYARD_POSTS")), "../../../shared/samples/posts") {
		_ = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() && strings.HasSuffix(path, ".md") {
				files = append(files, path)
			}
			return nil
		})
	}
	if len(files) == 0 {
		t.Skip("the sample posts are not there")
	}
	hugos := filepath.SplitList(os.Getenv("LANYARD_HUGO"))
	if path, err := exec.LookPath("hugo"); err == nil {
		hugos = append(hugos, path)
	}
	if len(hugos) == 0 {
		t.Skip("hugo is not installed")
	}
	bodies := map[string]string{}
	for i, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		body := frontMatter.ReplaceAllString(strings.TrimPrefix(string(b), "\ufeff"), "")
		bodies[fmt.Sprintf("p%05d", i)] = withoutShortcodes(body)
	}
	for i, k := range versionKinds {
		bodies[fmt.Sprintf("q%05d", i)] = k.body
	}
	for i, f := range figures {
		bodies[fmt.Sprintf("f%05d", i)] = f.body
	}
	for _, hugo := range hugos {
		version, err := exec.Command(hugo, "version").Output()
		if err != nil {
			t.Fatal(err)
		}
		v := regexp.MustCompile(`v(\d+\.\d+\.\d+)`).FindStringSubmatch(string(version))[1]
		for _, s := range besideSites {
			t.Run(v+" "+s.name, func(t *testing.T) {
				want := hugoPages(t, hugo, s.config, bodies)
				differ := 0
				for _, name := range slices.Sorted(func(yield func(string) bool) {
					for n := range bodies {
						if !yield(n) {
							return
						}
					}
				}) {
					opt := s.opt
					opt.Hugo = v
					g, w := visible(Parse(bodies[name], 0, opt).HTML(nil)), visible(want[name])
					if g == w {
						continue
					}
					differ++
					var i int
					if _, err := fmt.Sscanf(name, "p%d", &i); err != nil {
						t.Errorf("%q: %s", bodies[name], firstDifference(w, g))
						continue
					}
					t.Logf("%s\n%s", files[i], firstDifference(w, g))
				}
				t.Logf("%d of %d pages differ", differ, len(bodies))
				if differ*400 > len(bodies) { // 25 of 10,000
					t.Errorf("%d of %d pages differ", differ, len(bodies))
				}
			})
		}
	}
}

func withoutShortcodes(body string) string {
	var b strings.Builder
	at := 0
	for _, c := range findCuts(body, 0) {
		if c.kind != cutShortcode || c.code.Name == "figure" {
			continue
		}
		b.WriteString(body[at:c.from])
		b.WriteString("SHORTCODE")
		at = c.to
	}
	b.WriteString(body[at:])
	return b.String()
}

// hugoPages lets a Hugo render bodies and gives .Content of each.
func hugoPages(t *testing.T, hugo, config string, bodies map[string]string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, s string) {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("config.toml", "baseURL='https://example.org/'\ndisableKinds=['taxonomy','term','RSS','sitemap','home','section','404']\n[markup.highlight]\ncodeFences=false\n"+config)
	write("layouts/_default/single.html", "{{ .Content }}")
	for name, body := range bodies {
		write("content/p/"+name+".md", "---\ntitle: x\n---\n"+body)
	}
	cmd := exec.Command(hugo, "-s", dir, "-d", filepath.Join(dir, "out"))
	cmd.Env = append(os.Environ(), "HOME="+dir, "TZ=UTC", "LANG=C.UTF-8", "HUGO_CACHEDIR="+filepath.Join(dir, "cache"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("hugo: %v\n%s", err, out)
	}
	got := map[string]string{}
	for name := range bodies {
		b, _ := os.ReadFile(filepath.Join(dir, "out/p", name, "index.html")) // Hugo writes no empty page
		got[name] = string(b)
	}
	return got
}

var (
	attrs = regexp.MustCompile(`\s(id|class|role|aria-[a-z]+|tabindex|style|loading|decoding)="[^"]*"`)
	// emptyBody is what Hugo's own table template writes for a table without rows.
	emptyBody = regexp.MustCompile(`<tbody>\s*</tbody>`)
	spaces    = regexp.MustCompile(`\s+`)
)

// visible is what of a page a reader sees: text, elements, where links and pictures lead, and the identifiers that links jump to.
func visible(page string) string {
	page = strings.ReplaceAll(page, "/>", ">")
	page = emptyBody.ReplaceAllString(strings.ReplaceAll(normal(page), "<!-- raw HTML omitted -->", ""), "")
	page = attrs.ReplaceAllStringFunc(page, func(a string) string {
		if strings.HasPrefix(strings.TrimSpace(a), `id="`) {
			return a
		}
		return ""
	})
	page = tags.ReplaceAllStringFunc(page, func(s string) string { return "\n" + spaces.ReplaceAllString(s, " ") + "\n" })
	page = html.UnescapeString(html.UnescapeString(page))
	var out []string
	for line := range strings.Lines(page) {
		if line = strings.TrimSpace(spaces.ReplaceAllString(line, " ")); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	i := 0
	for i < len(w) && i < len(g) && w[i] == g[i] {
		i++
	}
	part := func(l []string) string {
		return strings.Join(l[min(max(i-2, 0), len(l)):min(i+4, len(l))], " | ")
	}
	return fmt.Sprintf("  hugo: %.300s\n  here: %.300s", part(w), part(g))
}
