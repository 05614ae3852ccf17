package check_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
	"lanyard/store/check"
	"lanyard/store/frontmatter"
)

var now = time.Date(2026, 3, 22, 9, 0, 0, 0, time.FixedZone("", 8*3600))

// post writes one bundle into a site and gives its folder and page.
func post(t testing.TB, text string, files ...string) (*store.Folder, string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, data string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("hugo.toml", "")
	write("layouts/shortcodes/gallery.html", "")
	write("content/p/index.md", text)
	for _, f := range files {
		write("content/p/"+f, "x")
	}
	f, path, err := store.Open(filepath.Join(dir, "content", "p"))
	if err != nil {
		t.Fatal(err)
	}
	return f, path
}

func findings(t testing.TB, f *store.Folder, path string) []check.Finding {
	t.Helper()
	list, err := check.Post(context.Background(), f, path, check.Options{Now: now, NoPhotos: true})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

const head = "---\ntitle: T\ndate: 2026-01-01T00:00:00Z\nsummary: s\n---\n"

func TestRules(t *testing.T) {
	for _, c := range []struct {
		name, text string
		files      []string
		want       []string
	}{
		{name: "a clean post", text: head + "Text **粗体** and ![a](a.jpg)\n", files: []string{"a.jpg"}},
		{name: "stars", text: head + "**“加粗”**后文\n\n**NOTE：**需要\n\n前文**10％**的\n\n`**“x”**后`\n\n2 ** 3 ** 4\n", want: []string{"6:1 literal-stars", "8:1 literal-stars", "10:7 literal-stars"}},
		{name: "todo", text: head + "TODO one\n\n```\nTODO in code\n```\n\n`FIXME` 这里待补充\n", want: []string{"6:1 todo", "12:15 todo"}},
		{name: "a figure's caption is its alternative text, its title is not", text: head + "{{< figure src=\"a.jpg\" caption=\"**The** hall\" >}}\n\n{{< figure src=\"a.jpg\" title=\"Hall\" >}}\n", files: []string{"a.jpg"}, want: []string{"8:17 no-alt"}},
		{name: "a figure as Markdown is raw HTML", text: head + "{{% figure src=\"a.jpg\" caption=\"x\" %}}\n", files: []string{"a.jpg"}, want: []string{"6:1 raw-html"}},
		{name: "a draft in a word that new Hugo publishes", text: strings.Replace(head, "title: T\n", "title: T\ndraft: yes\n", 1) + "x\n", want: []string{"3:1 draft"}},
		{name: "an empty date in quotes is an empty date", text: strings.Replace(head, "2026-01-01T00:00:00Z", "\"\"", 1) + "x\n", want: []string{"3:1 no-date"}},
		{name: "a picture that is shown from the repository", text: head + "![a](https://raw.example.org/me/site/main/content/p/a.jpg) ![b](https://example.org/a.jpg)\n", files: []string{"a.jpg", "b.jpg"}, want: []string{"0:0 unused-file"}},
		{name: "raw html", text: head + "<div class=\"x\">y</div>\n\nA<br>B\n\n<!-- a comment -->\n", want: []string{"6:1 raw-html", "8:2 raw-html"}},
		{name: "more after the delimiter", text: "---\ntitle: T\ndate: 2026-01-01T00:00:00Z\nsummary: s\n--- x\n", want: []string{"5:1 delimiter"}},
		{name: "front matter ends early", text: "---\ntitle: T\ndate: 2026-01-01T00:00:00Z\nsummary: s\n---\nnote: x\n---\n", want: []string{"5:1 delimiter"}},
		{name: "names", text: head + "![a](<a b.JPG>)\n", files: []string{"a b.JPG"}, want: []string{"0:0 unsafe-name"}},
		{name: "figure", text: head + "{{< figure src=\"a.jpg\" >}}\n", files: []string{"a.jpg"}, want: []string{"6:17 no-alt"}},
		{name: "gallery uses all", text: head + "{{< gallery >}}\n", files: []string{"a.jpg", "b.jpg", "c.txt"}, want: []string{"0:0 unused-file"}},
		{name: "missing cover", text: "---\ntitle: T\ndate: 2026-01-01T00:00:00Z\nsummary: s\ncover: gone.jpg\n---\n", want: []string{"5:1 missing-file"}},
		{name: "hash", text: "---\ntitle: T\nslug: c#\ndate: 2026-01-01T00:00:00Z\nsummary: s\ntags: [a, b#]\n---\n", want: []string{"3:1 hash", "6:1 hash"}},
		{name: "published", text: "---\ntitle: T\npublished: false\ndate: 2026-01-01T00:00:00Z\nsummary: s\n---\n", want: []string{"3:1 draft"}},
		{name: "date", text: "---\ntitle: T\ndate: 2026-03-22 08:00:00\nsummary: s\n---\n", want: []string{"3:1 no-offset", "3:1 future"}},
		{name: "no date, no summary", text: "---\ntitle: T\n---\n", want: []string{"1:1 no-date"}},
	} {
		f, path := post(t, c.text, c.files...)
		var got []string
		for _, x := range findings(t, f, path) {
			got = append(got, fmt.Sprintf("%d:%d %s", x.Line, x.Col, x.Code))
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// Every fix makes its finding go away and brings no other.
func TestFixesFix(t *testing.T) {
	for _, text := range []string{
		head + "**“加粗”**后文\n", head + "前文**10％**的\n", head + "文**（注）**文 x\n",
		"---\ntitle: T\nsummary: s\n---\n", "---\ntitle: T\nsummary: s\ndate:\n---\n", "---\ntitle: T\nsummary: s\ndate: 2026/03/01\n---\n",
		"---\ntitle: T\nsummary: s\ndate: 2026-03-01 10:00:00\n---\n", "---\ntitle: T\nsummary: s\ndate: 2026-03-01T00:00:00Z\ndraft: true\n---\n",
		"---\ntitle: T\nsummary: s\ndate: 2026-03-01T00:00:00Z\nslug: a#b\n---\n", head + "![x](a.jpg)\n",
	} {
		f, path := post(t, text, "A.jpg")
		for _, x := range findings(t, f, path) {
			if x.Code == check.CodeUnused {
				continue
			}
			if x.Fix == nil || len(x.Fix.Edits) == 0 {
				t.Errorf("%q: %v has no fix", text, x)
				continue
			}
			fixed := frontmatter.Apply(text, x.Fix.Edits)
			p, err := f.Load(path)
			if err != nil {
				t.Fatal(err)
			}
			p.Text = fixed
			after, err := check.Text(context.Background(), f, p, check.Options{Now: now, NoPhotos: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, y := range after {
				if y.Code == x.Code {
					t.Errorf("%q: after the fix %q: %v", text, fixed, y)
				}
			}
		}
	}
}

func TestPositionsLieInTheFile(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "samples", "posts")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Skip("the sample posts are not here:", err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		f, path := post(t, string(data))
		for _, x := range findings(t, f, path) {
			if x.From < 0 || x.To < x.From || x.To > len(data) {
				t.Errorf("%s: %v at [%d, %d) of %d", e.Name(), x, x.From, x.To, len(data))
			}
			if x.Line > strings.Count(string(data), "\n")+1 {
				t.Errorf("%s: %v", e.Name(), x)
			}
		}
	}
}

func TestPictureBesideASingleFile(t *testing.T) {
	f, path := post(t, head)
	dir := filepath.Dir(filepath.Dir(path))
	single := filepath.Join(dir, "one.md")
	for name, data := range map[string]string{
		single: head + "![a](near.jpg) ![b](../up.jpg)\n", filepath.Join(dir, "near.jpg"): "x", filepath.Join(dir, "up.jpg"): "x",
	} {
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	list := findings(t, f, single)
	if len(list) != 1 || list[0].Code != check.CodeNoBundle || list[0].Line != 6 || list[0].Fix.Code != "make-bundle" {
		t.Errorf("got %v", list)
	}
	p, err := f.Load(single)
	if err != nil {
		t.Fatal(err)
	}
	// The page of one.md is one/, so that ../up.jpg is its neighbour.
	want := []string{filepath.Join(dir, "near.jpg"), filepath.Join(dir, "up.jpg")}
	if diff := cmp.Diff(want, check.NewRun(f, check.Options{}).References(p).Files); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTextIsCheckedAsItIsEdited(t *testing.T) {
	f, path := post(t, head)
	p, err := f.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	p.Text = head + "![a](gone.jpg)\n"
	list, err := check.Text(context.Background(), f, p, check.Options{Now: now})
	if err != nil || len(list) != 1 || list[0].Code != check.CodeMissing {
		t.Errorf("got %v, %v", list, err)
	}
}

func FuzzText(f *testing.F) {
	f.Add(head + "**“a”**b ![](x) <b> {{< gallery \"[\" >}} TODO")
	f.Add("---\ntitle: a\ntitle: b\n---")
	f.Add("+++\ndate = 1\n+++\n[x]: /a\\b\n![][x]")
	folder, path := post(f, head)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := folder.Load(path)
		if err != nil {
			t.Fatal(err)
		}
		p.Text = text
		list, err := check.Text(context.Background(), folder, p, check.Options{Now: now, NoPhotos: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			if x.From < 0 || x.To < x.From || x.To > len(text) {
				t.Errorf("%v at [%d, %d) of %d", x, x.From, x.To, len(text))
			}
			if x.Fix != nil {
				frontmatter.Apply(text, x.Fix.Edits)
			}
		}
	})
}
