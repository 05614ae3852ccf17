package export_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lanyard/store/export"
)

// seedPost copies the model post into a folder of its own.
func seedPost(t testing.TB) string {
	t.Helper()
	src := filepath.Join("..", "..", "..", "shared", "samples", "seed-post")
	if _, err := os.Stat(src); err != nil {
		t.Skip("the model post is not here:", err)
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "seed-post"), os.DirFS(src)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func exportSeed(t testing.TB, out string) {
	t.Helper()
	plan, err := prepare(t, filepath.Join(seedPost(t), "seed-post"), "index.md")
	plan = must(t, plan, err)
	if err := export.ToDir(context.Background(), plan, out, false); err != nil {
		t.Fatal(err)
	}
}

func TestModelPostIsExportedWholeAndWithoutPlaces(t *testing.T) {
	out := t.TempDir()
	exportSeed(t, out)
	got := list(t, filepath.Join(out, "seed-post"))
	if len(got) != 12 {
		t.Errorf("got %d files, want the page and 11 photos: %v", len(got), got)
	}
	for _, name := range got {
		data, err := os.ReadFile(filepath.Join(out, "seed-post", name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".jpg") && strings.Contains(string(data), "Exif\x00") {
			t.Errorf("%s has its Exif data still", name)
		}
	}
}

var src = regexp.MustCompile(`<img src="?([^" >]+)`)

func TestHugoBuildsTheExportedModelPost(t *testing.T) {
	hugo, err := exec.LookPath("hugo")
	if err != nil {
		t.Skip("hugo is not installed")
	}
	site := tree(t, map[string]string{
		"config.toml":                  "baseURL = 'https://example.org/'\ndisableKinds = ['taxonomy', 'term', 'RSS', 'sitemap', 'home', 'section']\n",
		"layouts/_default/single.html": "{{ .Content }}",
	})
	exportSeed(t, filepath.Join(site, "content", "posts"))
	cmd := exec.Command(hugo, "--quiet", "--source", site, "--cacheDir", t.TempDir())
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "TZ=UTC")
	if data, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("hugo: %v\n%s", err, data)
	}
	page := filepath.Join(site, "public", "posts", "seed-post")
	html, err := os.ReadFile(filepath.Join(page, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, m := range src.FindAllStringSubmatch(string(html), -1) {
		name, err := url.PathUnescape(m[1])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(page, filepath.FromSlash(name))); err != nil {
			t.Error(err)
			continue
		}
		found[name] = true
	}
	if len(found) != 11 {
		t.Errorf("got %d photos in the built page, want 11: %v", len(found), found)
	}
}

// BenchmarkExport is the export of the model post without the start of the process.
func BenchmarkExport(b *testing.B) {
	dir := filepath.Join(seedPost(b), "seed-post")
	out := b.TempDir()
	n := 0
	for b.Loop() {
		plan, err := prepare(b, dir, "index.md")
		plan = must(b, plan, err)
		n++
		if err := export.ToDir(context.Background(), plan, filepath.Join(out, fmt.Sprint(n)), false); err != nil {
			b.Fatal(err)
		}
	}
}
