package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lanyard/store/check"
)

// A text that is nothing but findings has each kind told a bounded number of times, and the rest as a number.
func TestAFloodOfOneKindIsTold(t *testing.T) {
	for _, piece := range []string{
		"{{< nosuch >}}\n\n", "{{< ref \"nope\" >}}\n\n", "{{< a \"", "{{</* ", "{{< a=b", "{{< pair >}}\n\n", "![](gone.jpg)\n\n", "![](gone file.jpg)\n\n", "1~2人3~4 ", "**“a”**b\n\n",
		"##x\n\n", "{% a %} ", "<!-- more -->\n\n", "<b>x</b>\n\n", "[x](p.md)\n\n", "TODO ", "<<<<<<< a\n=======\n>>>>>>> b\n\n", "{{< figure src=\"a.jpg\" />}}\n\n",
	} {
		f := site(t, map[string]string{"hugo.toml": "", "layouts/shortcodes/pair.html": "{{ .Inner }}", "content/p.md": head + strings.Repeat(piece, 3000)})
		list, err := check.Post(t.Context(), f, filepath.Join(f.Site, "content", "p.md"), check.Options{Now: now, NoPhotos: true})
		if err != nil {
			t.Fatal(err)
		}
		count, rest := map[string]int{}, 0
		for _, x := range list {
			count[x.Code]++
			if x.Reason == check.Rest {
				rest++
			}
		}
		for code, n := range count {
			if n > 401 {
				t.Errorf("%q: %d times %s", piece, n, code)
			}
		}
		if len(list) > 50 && len(list) < 200 || len(list) == 0 {
			t.Errorf("%q: %d findings, %d of them for the rest: %s", piece, len(list), rest, fmt.Sprint(count))
		}
	}
}

// BenchmarkHundredOfMany is the check of 100 posts among 5,000 siblings. Its budget is 1.5 s of processor time.
func BenchmarkHundredOfMany(b *testing.B) {
	files := map[string]string{"hugo.toml": ""}
	body := strings.Repeat("第一段文字，很长很长。**粗体** 还有 [链接](https://example.org/)。\n\n", 60)
	for i := range 5000 {
		files[fmt.Sprintf("content/posts/post-%04d/index.md", i)] = fmt.Sprintf(
			"---\ntitle: \"KubeCon 上海 %d: 云原生\"\ndate: 2024-03-%02dT10:00:00+08:00\ntags: [kubecon, cloud, \"服务网格\"]\ncategories:\n- tech\n- life\nslug: p-%d\n---\n\n%s", i, i%28+1, i, body)
	}
	root := site(b, files).Site
	for b.Loop() {
		run := check.NewRun(open(b, root), check.Options{Now: now})
		for i := range 100 {
			if _, err := run.Post(b.Context(), filepath.Join(root, "content", "posts", fmt.Sprintf("post-%04d", i*50), "index.md")); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// What the posts beside one are is read once a run: the second post still knows them when they are gone.
func TestSiblingsAreReadOnceARun(t *testing.T) {
	f := site(t, map[string]string{
		"hugo.toml": "", "content/posts/a.md": head, "content/posts/b.md": "---\ntitle: B\nslug: c\ndate: 2026-01-01T00:00:00Z\n---\n",
		"content/posts/c.md": "---\ntitle: C\ndate: 2026-01-01T00:00:00Z\n---\n",
	})
	run := check.NewRun(f, check.Options{Now: now, NoPhotos: true})
	path := func(name string) string { return filepath.Join(f.Site, "content", "posts", name) }
	if list, err := run.Post(t.Context(), path("a.md")); err != nil || len(list) > 0 {
		t.Fatal(list, err)
	}
	if err := os.Remove(path("c.md")); err != nil {
		t.Fatal(err)
	}
	list, err := run.Post(t.Context(), path("b.md"))
	if err != nil || len(list) != 1 || list[0].Code != check.CodeSlugTwice {
		t.Errorf("got %v, %v", list, err)
	}
}
