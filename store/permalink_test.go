package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"lanyard/store"
)

func TestPermalinks(t *testing.T) {
	const post = "---\ntitle: A talk\ndate: 2019-06-28\n---\n\nText.\n"
	for name, c := range map[string]struct{ config, file, base, want string }{
		"plain":            {"baseURL = \"https://example.org/\"", "content/posts/a/index.md", "", "https://example.org/posts/a/"},
		"below a path":     {"baseURL = \"https://example.org/blog\"", "content/posts/a.md", "", "https://example.org/blog/posts/a/"},
		"Chinese":          {"baseURL = \"https://example.org/\"", "content/posts/大会/index.md", "", "https://example.org/posts/%E5%A4%A7%E4%BC%9A/"},
		"pattern":          {"baseURL = \"https://example.org/\"\n[permalinks]\nposts = \"/:year/:month/:title/\"", "content/posts/a.md", "", "https://example.org/2019/06/a-talk/"},
		"ugly":             {"baseURL = \"https://example.org/\"\nuglyURLs = true", "content/posts/a.md", "", "https://example.org/posts/a.html"},
		"another base":     {"baseURL = \"https://example.org/\"", "content/posts/a.md", "http://localhost:1313/x/", "http://localhost:1313/x/posts/a/"},
		"default language": {"baseURL = \"https://example.org/\"\n[languages.en]\n[languages.zh]", "content/posts/a/index.md", "", "https://example.org/posts/a/"},
		"other language":   {"baseURL = \"https://example.org/\"\n[languages.en]\n[languages.zh]", "content/posts/a/index.zh.md", "", "https://example.org/zh/posts/a/"},
		"all below":        {"baseURL = \"https://example.org/\"\ndefaultContentLanguageInSubdir = true\n[languages.en]\n[languages.zh]", "content/posts/a/index.md", "", "https://example.org/en/posts/a/"},
		"its own host":     {"baseURL = \"https://example.org/\"\n[languages.en]\n[languages.zh]\nbaseURL = \"https://example.cn/\"", "content/posts/a/index.zh.md", "", "https://example.cn/posts/a/"},
		"no host":          {"baseURL = \"/\"", "content/posts/a.md", "", ""},
		"no base":          {"title = \"x\"", "content/posts/a.md", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for path, text := range map[string]string{"hugo.toml": c.config, c.file: post} {
				path = filepath.Join(dir, filepath.FromSlash(path))
				if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			f, _, err := store.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			p, err := f.Load(filepath.Join(dir, filepath.FromSlash(c.file)))
			if err != nil {
				t.Fatal(err)
			}
			got, err := f.Permalink(p, c.base)
			if got != c.want || (err != nil) != (c.want == "") {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}
