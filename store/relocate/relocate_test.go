package relocate_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
	"lanyard/store/act"
	"lanyard/store/relocate"
)

// site makes a site of files and gives its root.
func site(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	if _, ok := files["hugo.toml"]; !ok {
		files["hugo.toml"] = "baseURL = \"https://example.org/\"\ntitle = \"Site\"\n"
	}
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// tree is every file below root.
func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var noon = time.Date(2026, 3, 22, 12, 0, 0, 0, time.UTC)

func plan(t *testing.T, root, from, to string, o relocate.Options) (*relocate.Plan, error) {
	t.Helper()
	f, _, err := store.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	o.Now = noon
	return relocate.New(context.Background(), f, filepath.Join(root, from), filepath.Join(root, to), o)
}

func move(t *testing.T, root, from, to string, o relocate.Options) *act.Act {
	t.Helper()
	p, err := plan(t, root, from, to, o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Act.Do(context.Background(), "")
	if err != nil || len(r.Left) > 0 || r.State != nil {
		t.Fatalf("left %v, state %v, %v", r.Left, r.State, err)
	}
	return p.Act
}

func post(body string) string { return "---\ntitle: T\ndate: 2026-01-02\n---\n\n" + body + "\n" }

func TestLinksFollow(t *testing.T) {
	no := relocate.Options{Aliases: relocate.None}
	for _, c := range []struct {
		name     string
		files    map[string]string
		from, to string
		in       string // the page looked at, after the move
		was, now string
	}{
		{"relative", nil, "content/posts/a", "content/posts/b", "content/posts/x/index.md", "[l](../a/)", "[l](../b/)"},
		{"without a slash", nil, "content/posts/a", "content/posts/b", "content/posts/x/index.md", "[l](../a#h \"t\")", "[l](../b#h \"t\")"},
		{"to another section", nil, "content/posts/a", "content/talks/a", "content/posts/x/index.md", "[l](../a/)", "[l](../../talks/a/)"},
		{"from the root", nil, "content/posts/a", "content/posts/b", "content/posts/x/index.md", "[l](/posts/a/?q=1#h)", "[l](/posts/b/?q=1#h)"},
		{"in full", nil, "content/posts/a", "content/posts/b", "content/posts/x/index.md", "<https://example.org/posts/a/> https://else.org/posts/a/", "<https://example.org/posts/b/> https://else.org/posts/a/"},
		{"of a file", nil, "content/posts/a", "content/posts/b", "content/posts/x/index.md", "![](../a/p.png) ![](/posts/a/p.png)", "![](../b/p.png) ![](/posts/b/p.png)"},
		{"definition", nil, "content/posts/a", "content/posts/b", "content/posts/x/index.md", "[l][d]\n\n[d]: /posts/a/ \"t\"", "[l][d]\n\n[d]: /posts/b/ \"t\""},
		{"HTML", nil, "content/posts/a", "content/posts/b", "content/posts/x/index.md", "<a href=\"/posts/a/\">l</a>", "<a href=\"/posts/b/\">l</a>"},
		{"figure", nil, "content/posts/a", "content/posts/b", "content/posts/x/index.md", "{{< figure src=\"/posts/a/p.png\" >}}", "{{< figure src=\"/posts/b/p.png\" >}}"},
		{"ref by name", nil, "content/posts/a", "content/posts/b", "content/posts/x/index.md", "[l]({{< ref \"a\" >}}) {{< relref \"a.md#h\" >}}", "[l]({{< ref \"b\" >}}) {{< relref \"b.md#h\" >}}"},
		{"ref by place", nil, "content/posts/a", "content/talks/b", "content/posts/x/index.md", "{{< ref \"/posts/a\" >}} {{< ref \"posts/a/index.md\" >}} {{< relref \"/posts/a/#h\" >}}", "{{< ref \"/talks/b\" >}} {{< ref \"talks/b/index.md\" >}} {{< relref \"/talks/b/#h\" >}}"},
		{"ref beside it", nil, "content/posts/single.md", "content/posts/other.md", "content/posts/x/index.md", "{{< ref \"single.md\" >}} {{< ref \"./single\" >}}", "{{< ref \"other.md\" >}} {{< ref \"./other\" >}}"},
		{"not in code", nil, "content/posts/a", "content/posts/b", "content/posts/x/index.md", "`[l](/posts/a/)`\n\n```\n[l](/posts/a/)\n```\n\n{{</* ref \"a\" */>}}", "`[l](/posts/a/)`\n\n```\n[l](/posts/a/)\n```\n\n{{</* ref \"a\" */>}}"},
		{"not of the like", nil, "content/posts/a", "content/posts/b", "content/posts/x/index.md", "[l](/posts/a-b/) [l](../ab/) [l](/a/)", "[l](/posts/a-b/) [l](../ab/) [l](/a/)"},
		{"own files", nil, "content/posts/a", "content/talks/b", "content/talks/b/index.md", "![](p.png) [l](#h) [l](./p.png)", "![](p.png) [l](#h) [l](./p.png)"},
		{"own links", nil, "content/posts/a", "content/talks/deep/b", "content/talks/deep/b/index.md", "[l](../x/) [l](/posts/x/) {{< ref \"x\" >}} [l](../single/#h)", "[l](../../../posts/x/) [l](/posts/x/) {{< ref \"x\" >}} [l](../../../posts/single/#h)"},
		{"own links by file", nil, "content/posts/a", "content/talks/b", "content/talks/b/index.md", "[l](../single.md) {{< ref \"../single.md\" >}}", "[l](../../posts/single.md) {{< ref \"../../posts/single.md\" >}}"},
		{"to itself", nil, "content/posts/a", "content/posts/b", "content/posts/b/index.md", "[l](/posts/a/#h) {{< ref \"/posts/a\" >}}", "[l](/posts/b/#h) {{< ref \"/posts/b\" >}}"},
		{"the picture of a single post", nil, "content/posts/single.md", "content/talks/single.md", "content/talks/single.md", "![](img/s.png)", "![](../posts/img/s.png)"},
		{"section", nil, "content/posts", "content/blog", "content/about.md", "[l](/posts/a/) [l](/posts/) {{< ref \"/posts/a\" >}} [l](../posts/x/) {{< ref \"a\" >}}", "[l](/blog/a/) [l](/blog/) {{< ref \"/blog/a\" >}} [l](../blog/x/) {{< ref \"a\" >}}"},
		{"inside a section", nil, "content/posts", "content/blog", "content/blog/x/index.md", "[l](../a/) [l](/posts/a/) [l](../../about/)", "[l](../a/) [l](/blog/a/) [l](../../about/)"},
		{"from a section's page", nil, "content/posts/a", "content/posts/b", "content/posts/_index.md", "[l](a/) {{< ref \"a\" >}}", "[l](b/) {{< ref \"b\" >}}"},
		{
			"a slug keeps the address",
			map[string]string{"content/posts/slugged/index.md": "---\ntitle: S\nslug: kept\n---\n"},
			"content/posts/slugged", "content/posts/b", "content/posts/x/index.md", "[l](/posts/kept/) {{< ref \"slugged\" >}}", "[l](/posts/kept/) {{< ref \"b\" >}}",
		},
		{
			"by a permalink",
			map[string]string{"hugo.toml": "baseURL = \"https://example.org/blog/\"\n[permalinks]\nposts = \"/:year/:slug/\"\n", "content/posts/p/index.md": post("")[:len(post(""))-1]},
			"content/posts/a", "content/posts/b", "content/posts/x/index.md", "[l](/2026/t/) [l](/posts/a/) [l](/blog/posts/a/)", "[l](/2026/t/) [l](/posts/b/) [l](/blog/posts/b/)",
		},
		{
			"by a permalink of the name",
			map[string]string{"hugo.toml": "baseURL = \"https://example.org/blog/\"\n[permalinks]\nposts = \"/:year/:contentbasename/\"\n"},
			"content/posts/a", "content/posts/b", "content/posts/x/index.md", "[l](/2026/a/) [l](/blog/2026/a/#h) ![](../a/p.png)", "[l](/2026/b/) [l](/blog/2026/b/#h) ![](../b/p.png)",
		},
		{"escapes stay", nil, "content/posts/日记", "content/posts/旅行", "content/posts/x/index.md", "[l](/posts/%E6%97%A5%E8%AE%B0/) [l](/posts/日记/)", "[l](/posts/%E6%97%85%E8%A1%8C/) [l](/posts/旅行/)"},
		{"a name that another has", nil, "content/posts/a", "content/posts/about", "content/posts/x/index.md", "{{< ref \"about\" >}} {{< ref \"a\" >}}", "{{< ref \"/about\" >}} {{< ref \"about\" >}}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{
				"content/about.md": post(""), "content/posts/_index.md": "---\ntitle: P\n---\n", "content/posts/a/index.md": post(""), "content/posts/a/p.png": "P",
				"content/posts/x/index.md": post(""), "content/posts/single.md": post("![](img/s.png)"), "content/posts/img/s.png": "S",
				"content/posts/日记/index.md": post(""), "content/talks/_index.md": "---\ntitle: T\n---\n",
			}
			maps.Copy(files, c.files)
			back := (&act.Act{Moves: []act.Move{{From: c.from, To: c.to}}}).Back(c.in)
			files[back] = post(c.was)
			root := site(t, files)
			move(t, root, c.from, c.to, no)
			if got, want := tree(t, root)[c.in], post(c.now); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestAPublishedPostKeepsItsOldAddressAsAnAlias(t *testing.T) {
	const draft = "---\ntitle: T\ndraft: true\n---\n"
	for _, c := range []struct {
		name, text, want string
		o                relocate.Aliases
	}{
		{"published", "---\ntitle: T\n---\n", "---\ntitle: T\naliases: [/posts/a/]\n---\n", relocate.Published},
		{"TOML", "+++\ntitle = 'T'\naliases = ['/x/']\n+++\n", "+++\ntitle = 'T'\naliases = ['/x/', '/posts/a/']\n+++\n", relocate.Published},
		{"draft", draft, draft, relocate.Published},
		{"future", "---\ndate: 2027-01-01\n---\n", "---\ndate: 2027-01-01\n---\n", relocate.Published},
		{"draft, asked for", draft, "---\ntitle: T\ndraft: true\naliases: [/posts/a/]\n---\n", relocate.All},
		{"none", "---\ntitle: T\n---\n", "---\ntitle: T\n---\n", relocate.None},
		{"back to an alias", "---\naliases: [/posts/b/]\n---\n", "---\naliases: [/posts/a/]\n---\n", relocate.Published},
		{"address of its own", "---\nurl: /kept/\n---\n", "---\nurl: /kept/\n---\n", relocate.Published},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := site(t, map[string]string{"content/posts/a/index.md": c.text})
			move(t, root, "content/posts/a", "content/posts/b", relocate.Options{Aliases: c.o})
			got := tree(t, root)["content/posts/b/index.md"]
			if diff := cmp.Diff(strings.ReplaceAll(c.want, "\"", ""), strings.ReplaceAll(got, "\"", "")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLanguagesMoveTogether(t *testing.T) {
	root := site(t, map[string]string{
		"hugo.toml":                "baseURL = \"https://example.org/\"\n[languages.en]\nweight = 1\n[languages.zh]\nweight = 2\n",
		"content/posts/a.md":       post("[l](/zh/posts/s/)"),
		"content/posts/a.zh.md":    post("[l](/zh/posts/a/)"),
		"content/posts/s.zh.md":    post("[l](/zh/posts/a/) [l](/posts/a/) {{< ref \"a\" >}}"),
		"content/posts/a.draft.md": post("another post"),
	})
	move(t, root, "content/posts/a.zh.md", "content/posts/b", relocate.Options{})
	got := tree(t, root)
	delete(got, "hugo.toml")
	want := map[string]string{
		"content/posts/b.md":       strings.Replace(post("[l](/zh/posts/s/)"), "---\n\n", "aliases: [/posts/a/]\n---\n\n", 1),
		"content/posts/b.zh.md":    strings.Replace(post("[l](/zh/posts/b/)"), "---\n\n", "aliases: [/zh/posts/a/]\n---\n\n", 1),
		"content/posts/s.zh.md":    post("[l](/zh/posts/b/) [l](/posts/b/) {{< ref \"b\" >}}"),
		"content/posts/a.draft.md": post("another post"),
	}
	for k := range got {
		got[k] = strings.ReplaceAll(got[k], "\"/", "/")
		got[k] = strings.ReplaceAll(got[k], "/\"]", "/]")
	}
	for k := range want {
		want[k] = strings.ReplaceAll(want[k], "/\"]", "/]")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLanguagesInFoldersOfTheirOwnMoveTogether(t *testing.T) {
	root := site(t, map[string]string{
		"hugo.toml":                    "[languages.en]\ncontentDir = \"content/en\"\n[languages.zh]\ncontentDir = \"content/zh\"\n",
		"content/en/posts/a/index.md":  post("![](p.png)"),
		"content/en/posts/a/p.png":     "P",
		"content/zh/posts/a/index.md":  post("![](p.png)"),
		"content/zh/posts/on/index.md": post("{{< ref \"a\" >}} [l](/zh/posts/a/)"),
	})
	move(t, root, "content/en/posts/a", "content/en/talks/b", relocate.Options{Aliases: relocate.None})
	got := tree(t, root)
	delete(got, "hugo.toml")
	want := map[string]string{
		"content/en/talks/b/index.md": post("![](p.png)"), "content/en/talks/b/p.png": "P", "content/zh/talks/b/index.md": post("![](p.png)"),
		"content/zh/posts/on/index.md": post("{{< ref \"b\" >}} [l](/zh/talks/b/)"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsInTheWayIsRefused(t *testing.T) {
	root := site(t, map[string]string{
		"content/posts/a/index.md": post(""), "content/posts/b.md": post(""), "content/posts/sub/c.md": post(""), "static/x.md": "x",
	})
	before := tree(t, root)
	for _, c := range []struct {
		from, to string
		kind     store.Kind
	}{
		{"content/posts/a", "content/posts/b", store.Exists},
		{"content/posts/a", "content/posts/B", store.Exists},
		{"content/posts/b.md", "content/posts/a", store.Exists},
		{"content/posts/a", "content/posts/a", store.Exists},
		{"content/posts/b.md", "content/posts/a/b", store.BadName},
		{"content/posts", "content/posts/sub/posts", store.BadName},
		{"content/posts/a", "static/a", store.Outside},
		{"content/posts/a", "content/posts/what?", store.BadName},
		{"content/posts/a", "content/posts/b.md", store.BadName},
		{"content", "content/x", store.BadName},
		{"static/x.md", "content/x", store.Outside},
		{"content/posts/none", "content/x", store.NotFound},
	} {
		_, err := plan(t, root, c.from, c.to, relocate.Options{})
		var e *store.Error
		if !errors.As(err, &e) || e.Kind != c.kind {
			t.Errorf("%s to %s: %v, want kind %d", c.from, c.to, err, c.kind)
		}
	}
	if diff := cmp.Diff(before, tree(t, root)); diff != "" {
		t.Error(diff)
	}
}

// TestThereAndBackIsAsBefore is the law: without aliases, moving and moving back leaves every byte; and undoing does with them.
func TestThereAndBackIsAsBefore(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 7))
		files := made(rng)
		root := site(t, files)
		before := tree(t, root)
		from, to := pick(rng)
		if _, ok := files[from+".md"]; ok {
			from, to = from+".md", to+".md"
		}
		move(t, root, from, to, relocate.Options{Aliases: relocate.None})
		if _, ok := tree(t, root)[from]; ok || cmp.Equal(before, tree(t, root)) {
			t.Fatalf("seed %d: nothing moved", seed)
		}
		move(t, root, to, from, relocate.Options{Aliases: relocate.None})
		if diff := cmp.Diff(before, tree(t, root)); diff != "" {
			t.Fatalf("seed %d: %s to %s and back:\n%s", seed, from, to, diff)
		}
		a := move(t, root, from, to, relocate.Options{Aliases: relocate.All})
		if _, err := a.Inverse(noon).Do(context.Background(), ""); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, tree(t, root)); diff != "" {
			t.Fatalf("seed %d: %s to %s and undone:\n%s", seed, from, to, diff)
		}
	}
}

var madePosts = []string{"posts/one", "posts/two", "posts/deep/three", "talks/four", "posts/five"}

func pick(rng *rand.Rand) (from, to string) {
	from = append(slices.Clone(madePosts), "posts")[rng.IntN(len(madePosts)+1)]
	if from == "posts" {
		return "content/posts", "content/journal"
	}
	return "content/" + from, "content/" + []string{"posts/new", "talks/new", "other/place/new", "posts/deep/new"}[rng.IntN(4)]
}

// made is a site whose posts link to each other in every way that has one spelling.
func made(rng *rand.Rand) map[string]string {
	files := map[string]string{"content/posts/_index.md": "---\ntitle: P\n---\n", "content/posts/deep/_index.md": "---\ntitle: D\n---\n"}
	for i, p := range madePosts {
		var b strings.Builder
		for range 6 {
			q := madePosts[rng.IntN(len(madePosts))]
			rel, _ := filepath.Rel(p, q)
			if p == q {
				rel = "."
			}
			form := []string{"[l](/%[1]s/#h)", "[l](/%[1]s)", "[l](%[2]s/ 't')", "{{< ref \"/%[1]s\" >}}", "{{< relref \"%[3]s\" >}}", "[l](https://example.org/%[1]s/)", "<a href=\"/%[1]s/\">l</a>", "`/%[1]s/`"}[rng.IntN(8)]
			if p == q && strings.Contains(form, "%[2]") {
				continue
			}
			fmt.Fprintf(&b, strings.ReplaceAll(form+"%[4]s", "%[4]s", "")+"\n\n", q, filepath.ToSlash(rel), filepath.Base(q))
		}
		name := "content/" + p + "/index.md"
		if i%2 == 1 {
			name = "content/" + p + ".md"
		} else {
			files["content/"+p+"/p.png"] = p
			b.WriteString("![](p.png)\n")
		}
		files[name] = post(strings.ReplaceAll(b.String(), "%!(EXTRA", ""))
	}
	return files
}

func TestAPlainFolderHasFilesThatLinkToEachOther(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{"a.md": "[b](b.md) [c](sub/c.md#x)\n", "b.md": "[a](a.md)\n", "sub/c.md": "[a](../a.md) [b](../b.md)\n"} {
		path := filepath.Join(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	move(t, root, "a.md", "sub/d.md", relocate.Options{Aliases: relocate.None})
	want := map[string]string{"sub/d.md": "[b](../b.md) [c](c.md#x)\n", "b.md": "[a](sub/d.md)\n", "sub/c.md": "[a](d.md) [b](../b.md)\n"}
	if diff := cmp.Diff(want, tree(t, root)); diff != "" {
		t.Error(diff)
	}
}

// TestHugoFindsEveryReferenceAfterwards builds the site with Hugo itself, which fails at a dead ref.
func TestHugoFindsEveryReferenceAfterwards(t *testing.T) {
	hugo, err := exec.LookPath("hugo")
	if err != nil {
		t.Skip("hugo is not installed")
	}
	build := func(root string) string {
		t.Helper()
		cmd := exec.Command(hugo, "--source", root, "--destination", filepath.Join(root, "public"), "--cleanDestinationDir")
		cmd.Env = append(os.Environ(), "HUGO_CACHEDIR="+t.TempDir(), "HOME="+t.TempDir())
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("hugo: %v\n%s", err, out)
		}
		page, err := os.ReadFile(filepath.Join(root, "public", "about", "index.html"))
		if err != nil {
			t.Fatal(err)
		}
		return string(page)
	}
	layout := "{{ .Content }}"
	for _, c := range [][2]string{{"content/posts/a", "content/posts/b"}, {"content/posts/a", "content/talks/far/b"}, {"content/posts", "content/blog"}, {"content/posts/single.md", "content/one.md"}} {
		root := site(t, map[string]string{
			"hugo.toml":                    "baseURL = \"https://example.org/\"\ndisableKinds = [\"taxonomy\", \"term\", \"RSS\", \"sitemap\"]\n[markup.goldmark.renderer]\nunsafe = true\n",
			"layouts/_default/single.html": layout, "layouts/_default/list.html": layout, "layouts/index.html": layout,
			"content/about.md":         post("[1]({{< ref \"a\" >}}) [2]({{< ref \"/posts/a\" >}}) [3]({{< relref \"posts/a/index.md\" >}}) [4]({{< ref \"single.md#h\" >}}) [5](/posts/a/) [6](../posts/single/) [7](/posts/x/)"),
			"content/posts/_index.md":  "---\ntitle: P\n---\n[1]({{< ref \"a\" >}})\n",
			"content/posts/a/index.md": post("[1]({{< ref \"single\" >}}) [2]({{< relref \"x\" >}}) [3]({{< ref \"/posts/x/index.md\" >}})"),
			"content/posts/x/index.md": post("[1]({{< ref \"../single.md\" >}}) [2]({{< ref \"a\" >}})"),
			"content/posts/single.md":  post("[1]({{< ref \"/posts/a\" >}}) [2]({{< ref \"about.md\" >}})\n\n## h"),
		})
		build(root)
		move(t, root, c[0], c[1], relocate.Options{})
		page := build(root)
		for _, link := range strings.Split(page, "href=\"")[1:] {
			link, _, _ = strings.Cut(link, "\"")
			link, _, _ = strings.Cut(strings.TrimPrefix(link, "https://example.org"), "#")
			if !strings.HasPrefix(link, "/") {
				link = "/about/" + link
			}
			data, err := os.ReadFile(filepath.Join(root, "public", filepath.FromSlash(link), "index.html"))
			if err != nil || strings.Contains(string(data), "http-equiv=\"refresh\"") {
				t.Errorf("%v: %q leads to no page, or only through an alias: %v", c, link, err)
			}
		}
		old := strings.TrimSuffix(strings.TrimPrefix(c[0], "content"), ".md")
		if c[0] == "content/posts" {
			old = "/posts/a"
		}
		if data, err := os.ReadFile(filepath.Join(root, "public", filepath.FromSlash(old), "index.html")); err != nil || !strings.Contains(string(data), "http-equiv=\"refresh\"") {
			t.Errorf("%v: the old address %s leads nowhere: %v", c, old, err)
		}
	}
}
