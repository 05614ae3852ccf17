package markdown

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
	hugo, err := exec.LookPath("hugo")
	if err != nil {
		t.Skip("hugo is not installed")
	}
	want := hugoPages(t, hugo, "", bodies)
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
