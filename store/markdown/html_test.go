package markdown

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// hugoContent lets the installed Hugo render bodies and gives .Content of each.
func hugoContent(t *testing.T, bodies map[string]string) map[string]string {
	t.Helper()
	hugo, err := exec.LookPath("hugo")
	if err != nil {
		t.Skip("hugo is not installed")
	}
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
	write("config.toml", "baseURL='https://example.org/'\ndisableKinds=['taxonomy','term','RSS','sitemap','home','section','404']\n[markup.highlight]\ncodeFences=false\n")
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
		b, err := os.ReadFile(filepath.Join(dir, "out/p", strings.ToLower(name), "index.html"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // Hugo writes no empty page
			t.Fatalf("%v; hugo said %s", err, out)
		}
		got[name] = string(b)
	}
	return got
}

var frontMatter = regexp.MustCompile(`(?s)^\s*(---|\+\+\+)[ \t]*\r?\n.*?\n(---|\+\+\+)[^\n]*\n`)

func TestHTMLEqualsHugo(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/samples/posts/*.md")
	if len(files) == 0 {
		t.Skip("the sample posts are not there")
	}
	bodies := map[string]string{}
	for i, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		body := frontMatter.ReplaceAllString(string(b), "")
		if strings.Contains(body, "{{<") || strings.Contains(body, "{{%") {
			continue
		}
		bodies["p"+string(rune('a'+i/26))+string(rune('a'+i%26))] = body
		t.Logf("p%c%c %s", 'a'+i/26, 'a'+i%26, filepath.Base(f))
	}
	want := hugoContent(t, bodies)
	equal := 0
	for name, body := range bodies {
		got := Parse(body, 0, Options{Hugo: "0.111.3"}).HTML(nil)
		if g, w := normal(got), normal(want[name]); g != w {
			t.Errorf("%s: %s", name, cmp.Diff(strings.Split(w, "\n"), strings.Split(g, "\n")))
			continue
		}
		equal++
	}
	t.Logf("%d of %d equal", equal, len(bodies))
}

// normal makes the differences disappear that are named here: Hugo 0.111
// escapes the alternative text of images twice, keeps \\- in it, and ends the page without a line
// feed.
func normal(s string) string {
	s = strings.ReplaceAll(s, "&amp;amp;", "&amp;")
	s = alt.ReplaceAllStringFunc(s, func(a string) string { return strings.ReplaceAll(a, `\-`, "-") })
	return strings.TrimSpace(s)
}

var alt = regexp.MustCompile(`alt="[^"]*"`)
