package newpost_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
	"lanyard/store/newpost"
)

// site makes a site of files (path → text) and opens it.
func site(t *testing.T, files map[string]string) (*store.Folder, string) {
	t.Helper()
	root := t.TempDir()
	if _, ok := files["hugo.toml"]; !ok {
		files["hugo.toml"] = "title = 'A Site'\n"
	}
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, _, err := store.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	return f, root
}

func options() newpost.Options {
	return newpost.Options{Title: `Go "by" the river`, Date: time.Date(2026, 11, 27, 9, 30, 0, 0, time.FixedZone("", 8*3600))}
}

func prepare(t *testing.T, f *store.Folder, o newpost.Options) *newpost.Plan {
	t.Helper()
	var posts []store.Summary
	if err := f.List(context.Background(), func(s store.Summary) bool { posts = append(posts, s); return true }); err != nil {
		t.Fatal(err)
	}
	p, err := newpost.Prepare(context.Background(), f, posts, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func rel(t *testing.T, root, path string) string {
	t.Helper()
	r, err := filepath.Rel(root, path)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.ToSlash(r)
}

func TestTheSectionsArchetypeComesFirst(t *testing.T) {
	files := map[string]string{
		"content/posts/a/index.md":            "---\ntitle: A\ndate: 2026-01-01T10:00:00+08:00\n---\n",
		"archetypes/default.md":               "+++\ntitle = '{{ .Name }}'\ndate = {{ .Date }}\n+++\ndefault\n",
		"archetypes/posts.md":                 "---\ntitle: \"{{ replace .Name \"-\" \" \" | title }}\"\ndate: {{ .Date }}\ntags:\n  - x\nauthor: 'Ann'\n---\n\n## {{ .Site.Title }}\n",
		"archetypes/talks/index.md":           "---\ntitle: '{{ .Name }}'\nroom: {{ partial \"room\" }}\n---\n{{< slides src=\"slides.txt\" >}}\n",
		"archetypes/talks/slides.txt":         "slides of {{ .Name }}\n",
		"archetypes/talks/notes/speaker.md":   "---\ntitle: {{ .Name }}\n---\n",
		"archetypes/talks/.hidden":            "x",
		"themes/t/archetypes/notes.md":        "---\ntitle: x\ntheme: true\n---\n",
		"hugo.toml":                           "title = 'A Site'\ntheme = 't'\n",
		"content/talks/b/index.md":            "---\ntitle: B\ndate: 2025-01-01\n---\n",
		"content/notes/c.md":                  "---\ntitle: C\ndate: 2024-01-01\n---\n",
		"archetypes/broken.md":                "---\ntitle: {{ .Name\n---\n",
		"content/broken/d.md":                 "---\ntitle: D\ndate: 2023-01-01\nkind: k\n---\n",
		"content/elsewhere/about-us/index.md": "---\ntitle: E\n---\n",
	}
	f, root := site(t, files)
	tests := []struct {
		dir, path, text, source string
		left                    int
		files                   []string
	}{
		{
			dir: "", path: "content/posts/go-by-the-river/index.md", source: "archetypes/posts.md",
			text: "---\ntitle: \"Go \\\"by\\\" the river\"\ndate: 2026-11-27T09:30:00+08:00\ntags:\n  - x\nauthor: 'Ann'\n---\n\n## A Site\n",
		},
		{
			dir: "content/talks", path: "content/talks/go-by-the-river/index.md", source: "archetypes/talks/index.md", left: 1,
			text:  "---\ntitle: 'Go \"by\" the river'\nroom: \n---\n{{< slides src=\"slides.txt\" >}}\n",
			files: []string{"notes/speaker.md ---\ntitle: go-by-the-river\n---\n", "slides.txt slides of {{ .Name }}\n"},
		},
		{
			dir: "content/notes", path: "content/notes/go-by-the-river/index.md", source: "themes/t/archetypes/notes.md",
			text: "---\ntitle: Go \"by\" the river\ntheme: true\n---\n",
		},
		{
			dir: "content/elsewhere", path: "content/elsewhere/go-by-the-river/index.md", source: "archetypes/default.md",
			text: "+++\ntitle = 'Go \"by\" the river'\ndate = 2026-11-27T09:30:00+08:00\n+++\ndefault\n",
		},
	}
	for _, tt := range tests {
		o := options()
		if tt.dir != "" {
			o.Dir = filepath.Join(root, tt.dir)
		}
		p := prepare(t, f, o)
		if p.Err != nil || p.Model != newpost.Archetype || rel(t, root, p.Source) != tt.source || rel(t, root, p.Path) != tt.path || len(p.Left) != tt.left {
			t.Errorf("%s: %+v", tt.dir, p)
		}
		if diff := cmp.Diff(tt.text, p.Text); diff != "" {
			t.Errorf("%s: %s", tt.dir, diff)
		}
		var beside []string
		for _, x := range p.Files {
			beside = append(beside, x.Name+" "+string(x.Data))
		}
		if diff := cmp.Diff(tt.files, beside); diff != "" {
			t.Errorf("%s: %s", tt.dir, diff)
		}
		made, err := p.Make()
		if err != nil || made != p.Path {
			t.Fatal(made, err)
		}
		if got, _ := os.ReadFile(made); string(got) != tt.text {
			t.Errorf("%s: the file holds %q", tt.dir, got)
		}
		if again := prepare(t, f, o); rel(t, root, again.Dir) != rel(t, root, p.Dir) || again.Slug != "go-by-the-river-2" {
			t.Errorf("the second of that title goes to %s", again.Path)
		}
	}
	o := options()
	o.Dir = filepath.Join(root, "content/broken")
	p := prepare(t, f, o)
	if p.Err == nil || !strings.Contains(p.Err.Error(), "broken.md") || p.Model != newpost.Habits || !strings.Contains(p.Text, "kind: ") {
		t.Errorf("a broken archetype: %+v", p)
	}
}

func TestHabitsOfTheNewestPosts(t *testing.T) {
	post := func(meta string) string { return meta + "\nBody.\n" }
	tests := []struct {
		name  string
		files map[string]string
		o     newpost.Options
		path  string
		want  string
	}{
		{
			name: "YAML with dashes, one author, a date without offset, a cover",
			files: map[string]string{
				"content/posts/a/index.md": post("---\n# the first\ntitle: 'A'\nauthor: Ann\ndate: 2026-03-01 10:00:00\ntags:\n- go\n- river\ncover:\n    image: a.jpg\n    alt: \"x\"\n    hidden: true\ntoc: true\nsummary: 'words'\n---\n"),
				"content/posts/b/index.md": post("---\ntitle: 'B'\nauthor: Ann\ndate: 2026-02-01 10:00:00 # in the morning\ntags:\n- go\ncover:\n    image: b.jpg\n    alt: ''\n    hidden: true\ntoc: true\nsummary: 'more'\nodd: 1\n---\n"),
				"content/posts/c/index.md": post("---\ntitle: 'C'\nauthor: Ann\ndate: 2026-01-01 10:00:00\ntags:\n- c\ncover:\n    image: c.jpg\n    alt: ''\n    hidden: true\ntoc: true\nsummary: ''\n---\n"),
			},
			path: "content/posts/go-by-the-river/index.md",
			want: "---\ntitle: 'Go \"by\" the river'\nauthor: Ann\ndate: 2026-11-27 09:30:00+08:00\ntags:\ncover:\n    image: \"\"\n    alt: \"\"\n    hidden: true\ntoc: true\nsummary: ''\n---\n\n",
		},
		{
			name: "TOML with a zone of the site, tags given",
			files: map[string]string{
				"hugo.toml":            "timeZone = 'Asia/Shanghai'\n",
				"content/blog/a.md":    post("+++\ntitle = \"A\"\ndate = \"2026-03-01T10:00:00\"\ntags = [\"go\"]\nauthors = [\"Ann\"]\ndraft = true\n+++\n"),
				"content/blog/b.md":    post("+++\ntitle = \"B\"\ndate = \"2026-02-01T10:00:00\"\ntags = []\nauthors = [\"Ann\"]\n+++\n"),
				"content/blog/c.md":    post("+++\ntitle = \"C\"\ndate = \"2026-01-01T10:00:00\"\ntags = [\"x\", \"y\"]\nauthors = [\"Ann\"]\n+++\n"),
				"content/about.md":     post("---\ntitle: About\n---\n"),
				"content/posts/x/y.md": post("---\ntitle: Old\ndate: 2001-01-01\n---\n"),
			},
			o:    newpost.Options{Tags: []string{"one", "two"}},
			path: "content/blog/go-by-the-river/index.md",
			want: "+++\ntitle = \"Go \\\"by\\\" the river\"\ndate = \"2026-11-27T09:30:00\"\ntags = [\"one\", \"two\"]\nauthors = [\"Ann\"]\ndraft = true\n+++\n\n",
		},
		{
			name: "names with a date in folders of years, single files, tags in brackets",
			files: map[string]string{
				"content/post/2025/2025-06-01-a.md": post("---\ntitle: A\ndate: 2025-06-01\ntags: [go]\n---\n"),
				"content/post/2024/2024-06-01-b.md": post("---\ntitle: B\ndate: 2024-06-01\ntags: [go, x]\n---\n"),
			},
			path: "content/post/2026/2026-11-27-go-by-the-river/index.md",
			want: "---\ntitle: Go \"by\" the river\ndate: 2026-11-27T09:30:00+08:00\ntags: []\n---\n\n",
		},
		{
			name: "JSON",
			files: map[string]string{
				"content/posts/a.md": "{\n  \"title\": \"A\",\n  \"date\": \"2026-01-01T00:00:00Z\",\n  \"tags\": [\"x\"]\n}\nBody.\n",
			},
			path: "content/posts/go-by-the-river/index.md",
			want: "{\n  \"title\": \"Go \\\"by\\\" the river\",\n  \"date\": \"2026-11-27T09:30:00+08:00\",\n  \"tags\": []\n}\n\n",
		},
		{
			name:  "nothing to learn from",
			files: map[string]string{"content/posts/_index.md": "---\ntitle: Posts\n---\n"},
			path:  "content/posts/go-by-the-river/index.md",
			want:  "---\ntitle: \"Go \\\"by\\\" the river\"\ndate: 2026-11-27T09:30:00+08:00\ndraft: true\nauthors: []\nsummary: \"\"\ntags: []\n---\n\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, root := site(t, tt.files)
			o := options()
			o.Tags = tt.o.Tags
			p := prepare(t, f, o)
			if rel(t, root, p.Path) != tt.path || p.Err != nil {
				t.Errorf("it goes to %s, %v", rel(t, root, p.Path), p.Err)
			}
			if diff := cmp.Diff(tt.want, p.Text); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheSectionOfTheOpenPost(t *testing.T) {
	f, root := site(t, map[string]string{
		"content/blog/a.md":          "---\ntitle: A\ndate: 2026-03-01\n---\n",
		"content/notes/b/index.md":   "---\ntitle: B\ndate: 2020-03-01\n---\n",
		"content/about.md":           "---\ntitle: About\n---\n",
		"content/talks/x/y/index.md": "---\ntitle: Y\ndate: 2019-01-01\n---\n",
	})
	for open, want := range map[string]string{
		"": "content/blog", "content/notes/b/index.md": "content/notes", "content/about.md": "content/blog", "content/talks/x/y/index.md": "content/talks/x",
	} {
		o := options()
		if open != "" {
			o.Open = filepath.Join(root, open)
		}
		if p := prepare(t, f, o); rel(t, root, p.Dir) != want {
			t.Errorf("with %q open it goes to %s, want %s", open, rel(t, root, p.Dir), want)
		}
	}
}
