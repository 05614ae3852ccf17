package archetype

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func sample() Data {
	return Data{
		Name: "gophers-by-the-river", Section: "posts", Dir: "posts/gophers-by-the-river/", File: "index.md",
		Date:  time.Date(2026, 11, 27, 9, 30, 0, 0, time.FixedZone("", 8*3600)),
		Title: "A Site", BaseURL: "https://example.org/",
		Params: map[string]any{"author": "Ann", "social": map[string]any{"github": "ann"}},
	}
}

func TestExecuteEvaluatesWhatPeopleUse(t *testing.T) {
	tests := []struct{ src, want string }{
		{`title: "{{ replace .Name "-" " " | title }}"`, `title: "Gophers by the River"`},
		{`title = '{{ replace .File.ContentBaseName "-" " " | title }}'`, `title = 'Gophers by the River'`},
		{`date: {{ .Date }}`, `date: 2026-11-27T09:30:00+08:00`},
		{`date: {{ now.Format "2006-01-02" }}`, `date: 2026-11-27`},
		{`date: {{ dateFormat "2006-01-02 15:04:05" .Date }}`, `date: 2026-11-27 09:30:00`},
		{`{{ time.Format "2 Jan 2006" .Date }}{{ now.Year }}`, `27 Nov 20262026`},
		{`{{ strings.TrimPrefix "gophers-" .Name }}`, `by-the-river`},
		{`{{ .Name | humanize }}`, `Gophers by the river`},
		{`{{ replaceRE "^[a-z]+-" "" .Name }}`, `by-the-river`},
		{`{{ .File.Dir }}{{ .File.LogicalName }} {{ path.Base .File.Dir }}`, `posts/gophers-by-the-river/index.md gophers-by-the-river`},
		{`{{ .Type }} {{ .Site.Title }} {{ site.BaseURL }}`, `posts A Site https://example.org/`},
		{`author: {{ .Site.Params.Author }} {{ site.Params.social.GitHub }}`, `author: Ann ann`},
		{`{{ with .Site.Params.nobody }}x{{ else }}none{{ end }}`, `none`},
		{`{{ $n := .Name }}{{ $n | upper }}`, `GOPHERS-BY-THE-RIVER`},
		{"a\n{{- /* a comment */ -}}\nb", "ab"},
		{`{{ range $i, $x := split .Name "-" }}{{ if $i }},{{ end }}{{ $x }}{{ end }}`, `gophers,by,the,river`},
		{`{{ range seq 3 }}{{ . }}{{ end }} {{ add 1 2 }} {{ div 7 2 }}`, `123 3 3`},
		{`{{ default "x" .Site.Params.nobody }} {{ cond true "y" "n" }}`, `x y`},
		{`{{ substr .Name 0 7 }} {{ slicestr .Name 8 10 }} {{ truncate 7 .Name }}`, `gophers by gophers …`},
		{`{{ delimit (slice "a" "b") "-" }}`, `a-b`},
		{`{{< figure src="a.jpg" >}} {{% x %}} {{</* y */>}}`, `{{< figure src="a.jpg" >}} {{% x %}} {{</* y */>}}`},
		{`{{ define "t" }}[{{ . }}]{{ end }}{{ template "t" .Name }}`, `[gophers-by-the-river]`},
		{"没有模板\r\n", "没有模板\r\n"},
	}
	for _, tt := range tests {
		got, _, err := Execute(tt.src, sample())
		if err != nil || got != tt.want {
			t.Errorf("Execute(%q) = %q, %v, want %q", tt.src, got, err, tt.want)
		}
	}
}

func TestWhatCannotBeEvaluatedIsLeftEmptyAndNamed(t *testing.T) {
	src := "---\ntitle: \"{{ .Name }}\"\nid: \"{{ partial \"id.html\" . }}\"\nkey: {{ getenv \"HOME\" }}\nwho: {{ .Site.Params.nobody }}\n" +
		"deep: {{ .Site.Params.nobody.name }}\nn: {{ readFile \"/etc/passwd\" }}\n---\n"
	got, left, err := Execute(src, sample())
	if err != nil {
		t.Fatal(err)
	}
	want := "---\ntitle: \"gophers-by-the-river\"\nid: \"\"\nkey: \nwho: \ndeep: \nn: \n---\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var named []string
	for _, l := range left {
		if l.Err == nil {
			t.Errorf("%q is left without a reason", l.Text)
		}
		named = append(named, strings.Repeat("\n", l.Line)+l.Text)
	}
	if diff := cmp.Diff([]string{
		"\n\n\n{{ partial \"id.html\" . }}", "\n\n\n\n{{ getenv \"HOME\" }}", "\n\n\n\n\n{{ .Site.Params.nobody }}",
		"\n\n\n\n\n\n{{ .Site.Params.nobody.name }}", "\n\n\n\n\n\n\n{{ readFile \"/etc/passwd\" }}",
	}, named); diff != "" {
		t.Error(diff)
	}
}

func TestATemplateThatCannotBeReadIsAnError(t *testing.T) {
	for _, src := range []string{"a\n{{ if }}", "{{ .Name", "{{ end }}"} {
		if _, _, err := Execute(src, sample()); err == nil || !strings.Contains(err.Error(), "archetype:") {
			t.Errorf("Execute(%q): %v, want an error with the line", src, err)
		}
	}
}

// A template may not hold the program up, whatever it says.
func TestATemplateEnds(t *testing.T) {
	for _, src := range []string{
		`{{ range 2000000000 }}{{ end }}`,
		`{{ range 2000000000 }}xxxxxxxxxxxxxxxxxxxx{{ end }}`,
		`{{ define "a" }}{{ template "a" }}{{ template "a" }}{{ end }}{{ template "a" }}`,
		`{{ strings.Repeat 2000000000 "x" }}`,
		`{{ seq 2000000000 }}`,
		`{{ printf "%2000000000d" 1 }}`,
	} {
		began := time.Now()
		got, left, err := Execute(src, sample())
		if err != nil || len(left) == 0 && len(got) > maxOutput {
			t.Errorf("Execute(%q): %d bytes, %v left, %v", src, len(got), left, err)
		}
		if d := time.Since(began); d > 5*time.Second {
			t.Errorf("Execute(%q) took %v", src, d)
		}
	}
}

func FuzzExecute(f *testing.F) {
	for _, s := range []string{
		"---\ntitle: \"{{ replace .Name \"-\" \" \" | title }}\"\ndate: {{ .Date }}\ndraft: true\n---\n", "{{ range seq 3 }}{{ . }}{{ end }}",
		"{{ with .Site.Params.a }}{{ .b }}{{ end }}", "{{< a >}}{{/* c */}}", "{{ define \"x\" }}{{ end }}{{ template \"x\" 1 }}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		got, _, err := Execute(src, sample())
		if err == nil && !strings.Contains(src, "{{") && !strings.ContainsAny(src, "\uE000\uE001\uE002\uE003") && got != src {
			t.Errorf("Execute(%q) = %q: there is nothing to evaluate", src, got)
		}
	})
}

// The installed Hugo makes the same of an archetype.
func TestHugoMakesTheSame(t *testing.T) {
	hugo, err := exec.LookPath("hugo")
	if err != nil {
		t.Skip("hugo is not installed")
	}
	src := strings.Join([]string{
		"---",
		`title: "{{ replace .Name "-" " " | title }}"`,
		`human: "{{ .Name | humanize }}"`,
		`dir: "{{ .File.Dir }}"`,
		`base: "{{ .File.ContentBaseName }} {{ .File.BaseFileName }} {{ .File.LogicalName }}"`,
		`type: "{{ .Type }}"`,
		`trim: "{{ strings.TrimPrefix "gophers-" .Name }}"`,
		`sub: "{{ substr .Name 2 5 }} {{ slicestr .Name 2 5 }} {{ substr .Name -5 2 }}"`,
		`re: "{{ replaceRE "[aeiou]" "_" .Name }} {{ replaceRE "[aeiou]" "_" .Name 2 }}"`,
		`math: "{{ add 1 2 }} {{ div 7 2 }} {{ mod 7 2 }} {{ mul 1.5 2 }}"`,
		`urlize: "{{ "Über den Fluss & Co" | urlize }}"`,
		`titles: "{{ title "a tale of the two cities and of iPhone" }}"`,
		`ordinal: "{{ humanize "52" }} {{ humanize "my_first-post" }}"`,
		`with: "{{ with .Site.Params.Author }}{{ . }}{{ end }}{{ with .Site.Params.nobody }}x{{ end }}"`,
		`truncate: "{{ truncate 10 "a long text that is cut" }}"`,
		`md5: "{{ md5 .Name }}"`,
		`anchor: "{{ "Über den Fluss & Co" | anchorize }} {{ "开源 社区" | urlize }}"`,
		`delimit: "{{ delimit (seq 3) ", " " and " }}"`,
		"---",
		`{{< figure src="a.jpg" >}}`,
	}, "\n") + "\n"
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("config.toml", "title = \"A Site\"\nbaseURL = \"https://example.org/\"\n[params]\nauthor = \"Ann\"\n")
	write("archetypes/posts.md", src)
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(hugo, "new", "posts/gophers-by-the-river/index.md")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "HUGO_CACHEDIR="+dir+"/cache")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("hugo new: %v\n%s", err, out)
	}
	want, err := os.ReadFile(filepath.Join(dir, "content/posts/gophers-by-the-river/index.md"))
	if err != nil {
		t.Fatal(err)
	}
	got, left, err := Execute(src, sample())
	if err != nil || len(left) > 0 {
		t.Fatal(err, left)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}
