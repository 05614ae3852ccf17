package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
)

func languages(t *testing.T, files map[string]string) (*store.Folder, string) {
	t.Helper()
	root := tree(t, files)
	f, _, err := store.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	return f, root
}

// listed is the list of the folder, post by post: path below the root, then the languages.
func listed(t *testing.T, f *store.Folder, root string) []string {
	t.Helper()
	var all []store.Summary
	if err := f.List(context.Background(), func(s store.Summary) bool { all = append(all, s); return true }); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range f.ByPost(all) {
		line := rel(root, s.Path) + " " + s.Lang
		for _, x := range s.Translations {
			line += " " + x.Lang + "=" + rel(root, x.Path)
		}
		out = append(out, line)
	}
	return out
}

func rel(root, path string) string {
	r, _ := filepath.Rel(root, path)
	return filepath.ToSlash(r)
}

func TestAPostInSeveralLanguagesIsOne(t *testing.T) {
	f, root := languages(t, map[string]string{
		"hugo.toml":                   "defaultContentLanguage = 'zh'\n[languages.en]\nweight = 1\n[languages.zh]\nweight = 2\n[languages.pt-br]\nweight = 3\n",
		"content/a/index.md":          "---\ntitle: A\n---\n",
		"content/a/index.en.md":       "---\ntitle: A en\n---\n",
		"content/b.en.md":             "---\ntitle: B\n---\n",
		"content/b.pt-br.md":          "---\ntitle: B pt\n---\n",
		"content/c/index.en.md":       "---\ntitle: C\n---\n",
		"content/c/index.zh.md":       "---\ntitle: C zh\n---\n",
		"content/v1.2.md":             "---\ntitle: a version is no language\n---\n",
		"content/d/index.nolang.md":   "---\ntitle: D\n---\n",
		"content/posts/e/index.md":    "---\ntitle: E\n---\n",
		"content/posts/e.pt-br.md":    "---\ntitle: another post\n---\n",
		"content/posts/e/index.EN.md": "---\ntitle: E\n---\n",
	})
	want := []string{
		"content/a/index.md zh zh=content/a/index.md en=content/a/index.en.md",
		"content/b.en.md en en=content/b.en.md pt-br=content/b.pt-br.md",
		"content/c/index.zh.md zh zh=content/c/index.zh.md en=content/c/index.en.md",
		"content/d/index.nolang.md zh",
		"content/posts/e/index.md zh zh=content/posts/e/index.md en=content/posts/e/index.EN.md",
		"content/posts/e.pt-br.md pt-br",
		"content/v1.2.md zh",
	}
	if diff := cmp.Diff(want, listed(t, f, root)); diff != "" {
		t.Error(diff)
	}
	_, post, err := store.Open(filepath.Join(root, "content/c"))
	if err != nil || rel(root, post) != "content/c/index.zh.md" {
		t.Errorf("the folder of a bundle opens %s, %v", rel(root, post), err)
	}
	if p, ok := f.TranslationPath(filepath.Join(root, "content/b.en.md"), "zh"); !ok || rel(root, p) != "content/b.md" {
		t.Errorf("the default language of b goes to %s, %v", rel(root, p), ok)
	}
	if p, ok := f.TranslationPath(filepath.Join(root, "content/a/index.md"), "pt-br"); !ok || rel(root, p) != "content/a/index.pt-br.md" {
		t.Errorf("the third language of a goes to %s, %v", rel(root, p), ok)
	}
	for _, lang := range []string{"en", "zh", "fr"} {
		if p, ok := f.TranslationPath(filepath.Join(root, "content/a/index.md"), lang); ok {
			t.Errorf("%s goes to %s", lang, p)
		}
	}
	if diff := cmp.Diff([]string{"pt-br"}, f.Missing(filepath.Join(root, "content/a/index.en.md"))); diff != "" {
		t.Error(diff)
	}
}

func TestLanguagesInFoldersOfTheirOwn(t *testing.T) {
	for name, config := range map[string]string{
		"contentDir": "defaultContentLanguage = 'en'\n[languages.en]\ncontentDir = 'content/en'\n[languages.zh]\ncontentDir = 'content/zh'\n",
		"mounts": "[languages.en]\n[languages.zh]\n[[module.mounts]]\nsource = 'content/en'\ntarget = 'content'\nlang = 'en'\n" +
			"[[module.mounts]]\nsource = 'content/zh'\ntarget = 'content'\nlang = 'zh'\n",
	} {
		t.Run(name, func(t *testing.T) {
			f, root := languages(t, map[string]string{
				"hugo.toml":                   config,
				"content/en/posts/a/index.md": "---\ntitle: A\n---\n",
				"content/zh/posts/a/index.md": "---\ntitle: A zh\n---\n",
				"content/en/posts/b.md":       "---\ntitle: B\n---\n",
				"content/zh/posts/c.md":       "---\ntitle: C\n---\n",
			})
			want := []string{
				"content/en/posts/a/index.md en en=content/en/posts/a/index.md zh=content/zh/posts/a/index.md",
				"content/en/posts/b.md en",
				"content/zh/posts/c.md zh",
			}
			if diff := cmp.Diff(want, listed(t, f, root)); diff != "" {
				t.Error(diff)
			}
			for from, to := range map[string]string{"content/en/posts/b.md": "content/zh/posts/b.md", "content/zh/posts/c.md": "content/en/posts/c.md"} {
				if p, ok := f.TranslationPath(filepath.Join(root, from), f.Missing(filepath.Join(root, from))[0]); !ok || rel(root, p) != to {
					t.Errorf("the translation of %s goes to %s, %v", from, rel(root, p), ok)
				}
			}
		})
	}
}
