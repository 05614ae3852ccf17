package taxonomy_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
	"lanyard/store/taxonomy"
)

func site(tb testing.TB, files map[string]string) (*store.Folder, string) {
	tb.Helper()
	root := tb.TempDir()
	if files["hugo.toml"] == "" {
		files["hugo.toml"] = "baseURL = \"https://example.org/\"\n"
	}
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			tb.Fatal(err)
		}
	}
	f, _, err := store.Open(root)
	if err != nil {
		tb.Fatal(err)
	}
	return f, root
}

func tree(tb testing.TB, root string) map[string]string {
	tb.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		if rel != "hugo.toml" {
			out[filepath.ToSlash(rel)] = string(data)
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

var noon = time.Date(2026, 3, 22, 12, 0, 0, 0, time.UTC)

func change(tb testing.TB, f *store.Folder, o taxonomy.Options, name string, olds ...string) *taxonomy.Plan {
	tb.Helper()
	o.Now = noon
	p, err := taxonomy.Change(context.Background(), f, olds, name, o)
	if err != nil {
		tb.Fatal(err)
	}
	r, err := p.Act.Do(context.Background(), "")
	if err != nil || len(r.Left) > 0 {
		tb.Fatal(r, err)
	}
	return p
}

func TestTermsAreCountedAndTwinsPointedOut(t *testing.T) {
	f, _ := site(t, map[string]string{
		"content/a.md":          "---\ntags: [Kubernetes, Go, 雲原生]\n---\n",
		"content/b/index.md":    "+++\ntags = ['kubernetes', 'Go', 'Go']\n+++\n",
		"content/b/index.zh.md": "{\"tags\": [\"Ｇｏ\", \"云原生\", \"cloud native\"]}\n",
		"content/c.md":          "---\ntags: cloud-native\ncategories: Go\n---\n",
		"content/s/_index.md":   "---\ntags: [Go, e\u0301t\u00e9]\n---\n",
		"content/d.md":          "no front matter\n",
		"content/e.md":          "---\ntags: \u00e9t\u00e9\n---\n",
	})
	terms, unread, err := taxonomy.Terms(context.Background(), f, "tags")
	if err != nil || len(unread) > 0 {
		t.Fatal(unread, err)
	}
	var got []string
	for _, x := range terms {
		got = append(got, fmt.Sprintf("%d %s %v", x.Count, x.Name, x.Twins))
	}
	want := []string{
		"3 Go [Ｇｏ]", "1 Kubernetes [kubernetes]", "1 cloud native [cloud-native]", "1 cloud-native [cloud native]", "1 e\u0301t\u00e9 [\u00e9t\u00e9]",
		"1 kubernetes [Kubernetes]", "1 \u00e9t\u00e9 [e\u0301t\u00e9]", "1 云原生 [雲原生]", "1 雲原生 [云原生]", "1 Ｇｏ [Go]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestATermGetsAnotherNameEverywhere(t *testing.T) {
	f, root := site(t, map[string]string{
		"content/a.md":                 "---\ntitle: old\ntags: ['old', b] # old\n---\n[l](/tags/old/) old\n",
		"content/b/index.md":           "+++\ntags = 'old'\ncategories = ['old']\n+++\n",
		"content/b/index.zh.md":        "{\"tags\": [\"old\"]}\n",
		"content/c.md":                 "---\ntags: [older]\n---\n[l](/tags/older/) [l](https://example.org/tags/old/#x)\n",
		"content/tags/old/_index.md":   "---\ntitle: Old\n---\n![](p.png)\n",
		"content/tags/old/p.png":       "P",
		"content/categories/_index.md": "---\ntags: [old]\n---\n",
	})
	p := change(t, f, taxonomy.Options{}, "New Name", "old")
	want := map[string]string{
		"content/a.md":                    "---\ntitle: old\ntags: ['New Name', b] # old\n---\n[l](/tags/new-name/) old\n",
		"content/b/index.md":              "+++\ntags = 'New Name'\ncategories = ['old']\n+++\n",
		"content/b/index.zh.md":           "{\"tags\": [\"New Name\"]}\n",
		"content/c.md":                    "---\ntags: [older]\n---\n[l](/tags/older/) [l](https://example.org/tags/new-name/#x)\n",
		"content/tags/New Name/_index.md": "---\ntitle: Old\naliases: [/tags/old/]\n---\n![](p.png)\n",
		"content/tags/New Name/p.png":     "P",
		"content/categories/_index.md":    "---\ntags: [New Name]\n---\n",
	}
	if diff := cmp.Diff(want, tree(t, root)); diff != "" {
		t.Error(diff)
	}
	if p.Pages != 4 || len(p.Links) != 2 {
		t.Errorf("%d pages and %d links", p.Pages, len(p.Links))
	}
}

func TestLinksToATermWithoutAPageFollow(t *testing.T) {
	f, root := site(t, map[string]string{"content/a.md": "---\ntags: [old]\n---\n[l](/tags/old/)\n"})
	change(t, f, taxonomy.Options{}, "new", "old")
	if diff := cmp.Diff(map[string]string{"content/a.md": "---\ntags: [new]\n---\n[l](/tags/new/)\n"}, tree(t, root)); diff != "" {
		t.Error(diff)
	}
}

func TestTermsAreMergedAndTakenOut(t *testing.T) {
	f, root := site(t, map[string]string{
		"content/a.md": "---\ntags: [K8s, go, kubernetes]\n---\n", "content/b.md": "---\ntags: [kubernetes]\n---\n", "content/c.md": "---\ntags: [k8s, K8s]\n---\n",
		"content/tags/k8s/_index.md": "---\ntitle: K\n---\n", "content/tags/kubernetes/_index.md": "---\ntitle: Kubernetes\n---\n",
	})
	ctx := context.Background()
	if _, err := taxonomy.Change(ctx, f, []string{"K8s"}, "kubernetes", taxonomy.Options{}); !errors.Is(err, taxonomy.ErrTaken) {
		t.Errorf("a rename to a term that is there: %v", err)
	}
	if _, err := taxonomy.Change(ctx, f, []string{"none"}, "", taxonomy.Options{}); !errors.Is(err, taxonomy.ErrNoTerm) {
		t.Errorf("a term that no page has: %v", err)
	}
	p := change(t, f, taxonomy.Options{Merge: true}, "kubernetes", "K8s", "k8s")
	change(t, f, taxonomy.Options{}, "", "go")
	want := map[string]string{
		"content/a.md": "---\ntags: [kubernetes]\n---\n", "content/b.md": "---\ntags: [kubernetes]\n---\n", "content/c.md": "---\ntags: [kubernetes]\n---\n",
		"content/tags/k8s/_index.md": "---\ntitle: K\n---\n", "content/tags/kubernetes/_index.md": "---\ntitle: Kubernetes\n---\n",
	}
	if diff := cmp.Diff(want, tree(t, root)); diff != "" {
		t.Error(diff)
	}
	if len(p.Kept) == 0 || p.Kept[0] != filepath.Join(root, "content/tags/k8s") {
		t.Errorf("kept: %v", p.Kept)
	}
}

// TestAnotherNameAndBackIsAsBefore is the law: a name that was not there, and back, leaves every byte; and so does undoing.
func TestAnotherNameAndBackIsAsBefore(t *testing.T) {
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 3))
		files := map[string]string{}
		for i := range 10 {
			files[fmt.Sprintf("content/p%d.md", i)] = madePost(rng)
		}
		files["content/old.md"] = "---\ntags: [old]\n---\n"
		f, root := site(t, files)
		before := tree(t, root)
		change(t, f, taxonomy.Options{}, "new", "old")
		if cmp.Equal(before, tree(t, root)) {
			t.Fatalf("seed %d: nothing changed", seed)
		}
		change(t, f, taxonomy.Options{}, "old", "new")
		if diff := cmp.Diff(before, tree(t, root)); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		p := change(t, f, taxonomy.Options{Merge: true}, "b", "old")
		if _, err := p.Act.Inverse(noon).Do(context.Background(), ""); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, tree(t, root)); diff != "" {
			t.Fatalf("seed %d: undone: %s", seed, diff)
		}
	}
}

// madePost is a post with tags in one of the ways in which they are written.
func madePost(rng *rand.Rand) string {
	var items []string
	for _, name := range []string{"old", "b", "c d", "日记"} {
		if rng.IntN(3) > 0 {
			items = append(items, name)
		}
	}
	rng.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	quote := []string{"'", "\""}[rng.IntN(2)]
	quoted := make([]string, len(items))
	for i, x := range items {
		quoted[i] = quote + x + quote
	}
	switch rng.IntN(5) {
	case 0:
		return "---\ntitle: old\ntags: [" + strings.Join(items, ",  ") + "] # c\ndraft: no\n---\n\n[old](/tags/old/) old\n"
	case 1:
		return "---\ntags:\n  - " + strings.Join(quoted, " # c\n\n  # x\n  - ") + "\ntitle: old\n---\nold\n"
	case 2:
		return "+++\ntags = [ " + strings.Join(quoted, ",\n  ") + " ] # c\ntitle = \"old\"\n+++\nold\n"
	case 3:
		return "{\"title\": \"old\",\n \"tags\": [" + strings.ReplaceAll(strings.Join(quoted, " ,"), "'", "\"") + "]}\nold\n"
	}
	return "---\ntags: old # c\n---\n"
}

// BenchmarkRenameATag renames a tag in a thousand posts, and takes that back.
func BenchmarkRenameATag(b *testing.B) {
	files := map[string]string{}
	for i := range 1000 {
		files[fmt.Sprintf("content/posts/p%04d/index.md", i)] = fmt.Sprintf("---\ntitle: Post %d\ntags: [old, 'b']\n---\n\n%s", i, strings.Repeat("Words of a post, and more of them. ", 200))
	}
	f, _ := site(b, files)
	for b.Loop() {
		p := change(b, f, taxonomy.Options{}, "new", "old")
		if _, err := p.Act.Inverse(noon).Do(context.Background(), b.TempDir()); err != nil {
			b.Fatal(err)
		}
	}
}
