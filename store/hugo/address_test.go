package hugo

import (
	"context"
	"encoding/csv"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// madePosts are posts by the path of their file below the content folder.
var madePosts = map[string]Page{
	"posts/KubeCon 上海 2019/index.md":   {Title: "开源，社区 + Cloud 有感"},
	"posts/UPPER Case_Name.v1.2.md":    {Title: "Upper", Slug: "-A b + c-"},
	"posts/bridge.md":                  {Title: "Bridge", Slug: "Über  die—Brücke/x"},
	"posts/C++ (2)/index.md":           {Title: "C++ & more: what's new?"},
	"posts/own.md":                     {Title: "Own", URL: "/X/Y/"},
	"posts/own-file.md":                {Title: "Own", URL: "/x/z.html"},
	"posts/relative.md":                {Title: "Own", URL: "rel/z"},
	"deep/in/er/a.md":                  {Title: "Deep A"},
	"root.md":                          {Title: "Root page"},
	"posts/2024/nested-1/index.md":     {Title: "Nested"},
	"posts/name-2024-01-02-middle.md":  {Title: "Middle - and – dashes"},
	"posts/very.long.name.with.dot.md": {Title: "Dots..."},
}

// addresses gives those of madePosts under a pattern for the sections posts and deep.
func addresses(pattern string) map[string]string {
	links := Permalinks{}
	if pattern != "" {
		links = Permalinks{"posts": pattern, "deep": pattern, "/": "/root/:slug/"}
	}
	out := map[string]string{}
	for file, pg := range madePosts {
		name := strings.TrimSuffix(file, ".md")
		name = strings.TrimSuffix(name, "/index")
		i := strings.LastIndex(name, "/")
		pg.Name = name[i+1:]
		if i > 0 {
			pg.Dir = name[:i]
			pg.Sections = strings.Split(name[:i], "/")[:1]
		}
		if strings.HasPrefix(pg.Dir, "deep/in") { // the one folder with an _index.md
			pg.Sections = []string{"deep", "in"}
		}
		pg.Date = time.Date(2024, 3, 5, 1, 2, 3, 0, time.FixedZone("", 8*3600))
		if a, ok := links.Address(pg); ok {
			out[file] = a
		} else {
			out[file] = "unknown"
		}
	}
	return out
}

var patterns = []string{
	"", "/:year/:month/:day/:slug/", "/:sections/:title/", "/:section/:filename", "/:sections[1:]/:slugorfilename/", "/p/:yearday-:weekdayname/:2006/:slug",
	"/:monthname/:weekday/:slug/",
}

func TestAddressesOfPermalinks(t *testing.T) {
	for pattern, want := range map[string]string{
		"": "/posts/a-b-+-c/", "/:year/:month/:day/:slug/": "/2024/03/05/a-b--c/", "/:sections/:title/": "/posts/upper/",
		"/p/:yearday-:weekdayname/:2006/:slug": "/p/65-tuesday/2024/a-b--c/", "/:nonsense/:slug/": "unknown",
	} {
		if got := addresses(pattern)["posts/UPPER Case_Name.v1.2.md"]; got != want {
			t.Errorf("%q: got %q, want %q", pattern, got, want)
		}
	}
	if got, ok := (Permalinks{"posts": "/:year/:slug/"}).Address(Page{Sections: []string{"posts"}, Slug: "a"}); ok {
		t.Errorf("an address of a year that is not known: %q", got)
	}
}

func TestAddressesAreThoseOfHugo(t *testing.T) {
	program, err := exec.LookPath("hugo")
	if err != nil {
		t.Skip("hugo is not installed")
	}
	for _, pattern := range patterns {
		if diff := cmp.Diff(hugoAddresses(t, program, pattern), addresses(pattern)); diff != "" {
			t.Errorf("%q (-hugo +here):\n%s", pattern, diff)
		}
	}
}

// hugoAddresses asks hugo for the addresses of madePosts.
func hugoAddresses(t *testing.T, program, pattern string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	config := "baseURL = 'https://example.org/'\ndisableKinds = ['taxonomy', 'term', 'RSS', 'sitemap']\n"
	if pattern != "" {
		config += "[permalinks]\nposts = '" + pattern + "'\ndeep = '" + pattern + "'\n'/' = '/root/:slug/'\n"
	}
	write("hugo.toml", config)
	write("content/deep/in/_index.md", "---\ntitle: In\n---\n")
	for file, pg := range madePosts {
		quote := func(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
		text := "---\ntitle: " + quote(pg.Title) + "\ndate: 2024-03-05T01:02:03+08:00\n"
		if pg.Slug != "" {
			text += "slug: " + quote(pg.Slug) + "\n"
		}
		if pg.URL != "" {
			text += "url: " + pg.URL + "\n"
		}
		write("content/"+file, text+"---\n")
	}
	cmd := exec.CommandContext(context.Background(), program, "list", "all")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "HOME="+t.TempDir(), "TZ=UTC")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("hugo list all: %v\n%s", err, out)
	}
	rows, err := csv.NewReader(strings.NewReader(string(out))).ReadAll()
	if err != nil || len(rows) < len(madePosts) {
		t.Fatalf("%v\n%s", err, out)
	}
	got := map[string]string{}
	for _, row := range rows[1:] {
		file := strings.TrimPrefix(filepath.ToSlash(row[0]), "content/")
		if _, ok := madePosts[file]; !ok {
			continue
		}
		u, err := url.Parse(strings.ReplaceAll(row[7], "#", "%23"))
		if err != nil {
			t.Fatal(err)
		}
		got[file] = u.Path
	}
	return got
}
