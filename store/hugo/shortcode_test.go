package hugo

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// shortcodeCases are bodies of pages, and why a build stops at them: the reasons in the order of the text, none where Hugo builds the page. old is
// for 0.111, where that differs from 0.165, "-" for none. What is online needs the network to be built.
var shortcodeCases = []struct {
	body, want, old string
	online          bool
}{
	{body: `{{< figure src="hall.jpg" alt="x" />}}`, want: "takes-nothing"},
	{body: `{{< figure src="hall.jpg >}}`, want: "open-quote"},
	{body: "{{< figure src=\"hall.jpg\" alt=\"two\nlines\" >}}", want: "open-quote"},
	{body: `{{< figure "hall.jpg" alt="x" >}}`, want: "mixed"},
	{body: `{{< figure src="hall.jpg" alt="x"`, want: "open-tag"},
	{body: "```yaml\nname: {{%-x-%}}\n```", want: "character"},
	{body: "`{{< foo >}}` inline", want: "unknown"},
	{body: `{{< /figure >}}`, want: "stray-closing"},
	{body: `{{< nosuch >}}`, want: "unknown"},
	{body: `{{< tweet user="a" id="1" >}}`, want: "dropped", old: "-", online: true},
	{body: `{{< gist jane 0123456789abcdef >}}`, want: "dropped", old: "-", online: true},
	{body: `{{< plain >}}`},
	{body: `{{% plain %}}`},
	{body: `{{< plain %}}`, want: "character"},
	{body: `{{% plain >}}`, want: "character"},
	{body: `{{<plain>}}`},
	{body: `{{< plain>}}`},
	{body: `{{<plain >}}`},
	{body: `{{< plain/>}}`, want: "unknown"},
	{body: `{{< plain / >}}`, want: "takes-nothing"},
	{body: `{{< pair/>}}`, want: "unknown"},
	{body: `{{< pair />}}`},
	{body: `{{< pair >}}`, want: "not-closed"},
	{body: `{{< pair >}}x{{< /pair >}}`},
	{body: `{{< pair >}}x{{</pair>}}`},
	{body: `{{< pair >}}x{{< / pair >}}`},
	{body: `{{< pair >}}x{{< /pair x >}}`, want: "open-tag"},
	{body: `{{< pair >}}x{{< /pair`, want: "open-tag"},
	{body: `{{< pair >}}x{{% /pair %}}`},
	{body: `{{% pair %}}x{{< /pair >}}`},
	{body: `{{< plain >}}x{{< /plain >}}`, want: "takes-nothing"},
	{body: `{{< pair >}}a{{< pair >}}b{{< /pair >}}c{{< /pair >}}`},
	{body: `{{< pair >}}a{{< pair >}}b{{< /pair >}}c`, want: "not-closed"},
	{body: `{{< pair >}}{{< pair2 >}}x{{< /pair >}}{{< /pair2 >}}`},
	{body: `{{< pair >}}{{< /pair2 >}}`, want: "stray-closing"},
	{body: `{{< pair >}}x{{< /pair >}} {{< /pair >}}`, want: "stray-closing"},
	{body: `{{< >}}`, want: "no-name"},
	{body: `{{<>}}`, want: "no-name"},
	{body: `{{% %}}`, want: "no-name"},
	{body: `{{< "x" >}}`, want: "character"},
	{body: `{{< =x >}}`, want: "no-name"},
	{body: `{{< -plain >}}`, want: "character"},
	{body: `{{< plain- >}}`, want: "unknown"},
	{body: `{{< plain: >}}`, want: "character"},
	{body: `{{< pl.ain >}}`, want: "dot"},
	{body: `{{< plain.inline >}}`},
	{body: `{{< x.inline >}}a{{< /x.inline >}}`},
	{body: `{{< plain a/b >}}`, want: "character"},
	{body: `{{< plain "a/b" >}}`},
	{body: `{{< plain a.b-c_d >}}`},
	{body: `{{< plain a=b c=d >}}`},
	{body: `{{< plain a=b c >}}`, want: "mixed"},
	{body: `{{< plain a b=c >}}`, want: "mixed"},
	{body: `{{< plain a=b "c" >}}`, want: "mixed"},
	{body: `{{< plain "a" b=c >}}`, want: "mixed"},
	{body: `{{< plain "a" "b" >}}`},
	{body: "{{< plain `a` b >}}"},
	{body: "{{< plain a=`b \"c\" \n d` >}}"},
	{body: "{{< plain `a >}}", want: "open-quote"},
	{body: `{{< plain a= >}}`, want: "open-tag"},
	{body: `{{< plain a="b >}}`, want: "open-quote"},
	{body: `{{< plain a=b>}}`, want: "open-tag"},
	{body: `{{< plain a="b">}}`},
	{body: `{{< plain "b">}}`},
	{body: `{{< plain a = "b" >}}`},
	{body: `{{< plain a ="b" >}}`},
	{body: `{{< plain a= "b" >}}`},
	{body: `{{< plain a="x \"y\" z" >}}`},
	{body: `{{< plain a=\"x\" >}}`},
	{body: `{{< plain \"x\" >}}`},
	{body: "{{< plain \\`x\\` >}}", want: "escape"},
	{body: "{{< plain \"a\\`b\" >}}", want: "escape"},
	{body: `{{< plain “a” >}}`, want: "character"},
	{body: `{{< plain a=“b” >}}`},
	{body: `{{< plain a=“b c” >}}`, want: "mixed"},
	{body: `{{< plain 中文=值 >}}`},
	{body: `{{< 中文 >}}`},
	{body: `{{< plain a,b >}}`, want: "character"},
	{body: `{{< plain http://e.org/x >}}`, want: "character"},
	{body: `{{< plain a=http://e.org/x >}}`},
	{body: `{{< plain #x >}}`, want: "character"},
	{body: `{{< plain a@b >}}`, want: "character"},
	{body: `{{< plain a=1.5 b=true >}}`},
	{body: `{{< plain 1 2 >}}`},
	{body: `{{< plain 'a' >}}`, want: "character"},
	{body: `{{< plain a='b c' >}}`, want: "mixed"},
	{body: `{{< plain a='b' >}}`},
	{body: "{{< plain\na=\"b\"\n>}}"},
	{body: "{{< plain a=\"b\" \n", want: "open-tag"},
	{body: `{{< plain`, want: "open-tag"},
	{body: `{{<`, want: "open-tag"},
	{body: `{{%`, want: "open-tag"},
	{body: `{{`},
	{body: `}}`},
	{body: `{{ x }}`},
	{body: `{{{< plain >}}}`},
	{body: `{{< plain }}`, want: "character"},
	{body: `{{< plain > }}`, want: "character"},
	{body: `{{ < plain >}}`},
	{body: `{{< plain >}`, want: "character"},
	{body: `&#123;{< plain >}}`},
	{body: `{{</* plain */>}}`},
	{body: `{{%/* plain */%}}`},
	{body: `{{</* plain >}}`, want: "open-escape"},
	{body: `{{</* plain */%}}`, want: "open-escape"},
	{body: `{{<!-- plain -->}}`, want: "character"},
	{body: `{{< /* plain */ >}}`, want: "stray-closing"},
	{body: `{{</*/>}}`, want: "open-escape"},
	{body: `{{</**/>}}`},
	{body: `{{</* {{< plain >}} */>}}`},
	{body: `<!-- {{< nosuch >}} -->`, want: "unknown"},
	{body: `    {{< nosuch >}}`, want: "unknown"},
	{body: "~~~\n{{% nosuch %}}\n~~~", want: "unknown"},
	{body: `{{< pair >}}{{< nosuch >}}{{< /pair >}}`, want: "unknown"},
	{body: `{{< highlight go >}}x`, want: "not-closed"},
	{body: `{{< highlight go >}}x{{< /highlight >}}`},
	{body: `{{< highlight >}}x{{< /highlight >}}`, old: "needs"},
	{body: `{{< highlight go "linenos=table" >}}x{{< /highlight >}}`},
	{body: "{{< highlight go `linenos=table` `x` >}}x{{< /highlight >}}"},
	{body: `{{< figure src="x.jpg" >}}x{{< /figure >}}`, want: "takes-nothing"},
	{body: `{{< figure src="x.jpg" >}}`},
	{body: `{{% figure src="x.jpg" %}}`},
	{body: `{{< youtube abc >}}`},
	{body: `{{< youtube id="abc" >}}`},
	{body: `{{< youtube >}}`, want: "needs", old: "-"},
	{body: `{{< vimeo 1 >}}`},
	{body: `{{< vimeo >}}`, want: "needs", old: "-"},
	{body: `{{< x user="a" id="1" >}}`, old: "unknown", online: true},
	{body: `{{< x a >}}`, want: "needs", old: "unknown", online: true},
	{body: `{{< twitter user="a" id="1" >}}`, want: "dropped", old: "-", online: true},
	{body: `{{< twitter 1 >}}`, want: "dropped", old: "-", online: true},
	{body: `{{< twitter_simple user="a" id="1" >}}`, want: "dropped", old: "-", online: true},
	{body: `{{< tweet 1 >}}`, want: "dropped", old: "-", online: true},
	{body: `{{< instagram >}}`, want: "needs", online: true},
	{body: `{{< instagram_simple abc >}}`, want: "dropped", old: "-", online: true},
	{body: `{{< gist a b >}}`, want: "dropped", old: "-", online: true},
	{body: `{{< vimeo_simple 1 >}}`, online: true},
	{body: `{{< x_simple user="a" id="1" >}}`, old: "unknown", online: true},
	{body: `{{< qr text="a" />}}`, old: "unknown"},
	{body: `{{< qr >}}a{{< /qr >}}`, old: "unknown"},
	{body: `{{< details >}}a{{< /details >}}`, old: "unknown"},
	{body: `{{< details summary="x" >}}`, want: "not-closed", old: "unknown not-closed"},
	{body: `{{< comment >}}a{{< /comment >}}`, old: "unknown"},
	{body: `{{% comment %}}a{{% /comment %}}`, old: "unknown"},
	{body: `{{< param title >}}`},
	{body: `{{< param >}}`, want: "needs"},
	{body: `{{< param "title" "x" >}}`},
	{body: `{{< ref >}}`, want: "needs"},
	{body: `{{< figure src="{{< plain >}}" >}}`},
	{body: `{{< plain "a" "b >}}`, want: "open-quote"},
	{body: `{{< plain a="b"c="d" >}}`},
	{body: `{{< plain "a""b" >}}`},
	{body: `{{< plain a="b"/>}}`, want: "takes-nothing"},
	{body: `{{< pair a="b"/>}}`},
	{body: `{{< PLAIN >}}`, old: "unknown"},
	{body: `{{< sub/inner >}}`},
	{body: `{{< sub/nope >}}`, want: "unknown"},
	{body: `{{< under_score >}}`},
	{body: `{{< figure src="a.jpg" alt="a"b" >}}`, want: "mixed"},
	{body: `{{< plain a="中文"，b="x" >}}`, want: "character"},
	{body: "{{< plain\u3000a=\"b\" >}}", want: "character"},
	{body: "{{< plain\u00a0a=\"b\" >}}", want: "character"},
	{body: `{{< plain a=“b” >}}`},
	{body: `{{< mdonly >}}`, want: "plain-only", old: "-"},
	{body: `{{% mdonly %}}`},
	{body: `{{< plain a=>}}`, want: "open-tag"},
	{body: `{{< pair >}}{{< plain >}}{{< /pair >}}`},
	{body: "{{< pair >}}`{{< /pair >}}`"},
	{body: `\{{< nosuch >}}`, want: "unknown"},
	{body: "{{< plain a=\"b\r\nc\" >}}", want: "open-quote"},
	{body: "{{< plain\r\na=\"b\"\r\n>}}"},
	{body: `{{< 1plain >}}`, want: "unknown"},
	{body: `{{< _plain >}}`, want: "unknown"},
	{body: `{{</pair >}}`, want: "stray-closing"},
	{body: `{{< plain />}}x{{< /plain >}}`, want: "takes-nothing takes-nothing"},
	{body: `{{<plain/>}}`, want: "unknown"},
	{body: `{{<pair/>}}`, want: "unknown"},
	{body: `{{< pair a/>}}`},
	{body: `{{< pair a=b/>}}`, want: "open-tag"},
	{body: `{{< pair >}} <!--more--> {{< /pair >}}`},
}

// shortcodeLayouts are the templates that the cases call.
var shortcodeLayouts = map[string]string{
	"shortcodes/plain.html": "P", "shortcodes/pair.html": "[{{ .Inner }}]", "shortcodes/pair2.html": "[{{ with .Inner }}{{ . }}{{ end }}]",
	"shortcodes/sub/inner.html": "S", "shortcodes/under_score.html": "U", "shortcodes/mdonly.md": "M", "shortcodes/中文.html": "Z",
}

func writeAll(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// plainRead reads whatever is there.
func plainRead(path string, _ int64) ([]byte, error) { return os.ReadFile(path) }

// templates are those of shortcodeLayouts for one version.
func templates(t testing.TB, version string) *Templates {
	t.Helper()
	dir := t.TempDir()
	writeAll(t, dir, shortcodeLayouts)
	known := ReadTemplates([]string{dir}, plainRead)
	known.Complete, known.Versions = true, []string{version}
	return known
}

// reasons are those of the problems that stop a build now.
func reasons(src string, known *Templates) string {
	_, problems := Scan(src, 0, known)
	var out []string
	for _, p := range problems {
		if !p.Later {
			out = append(out, string(p.Reason))
		}
	}
	return strings.Join(out, " ")
}

func TestShortcodesThatStopABuild(t *testing.T) {
	newest, old := templates(t, "0.165.0"), templates(t, "0.111.3")
	broken := 0
	for _, c := range shortcodeCases {
		if got := reasons(c.body, newest); got != c.want {
			t.Errorf("%q: got %q, want %q", c.body, got, c.want)
		}
		want := strings.TrimPrefix(c.old, "-")
		if c.old == "" {
			want = c.want
		}
		if got := reasons(c.body, old); got != want {
			t.Errorf("%q with 0.111: got %q, want %q", c.body, got, want)
		}
		if c.want != "" {
			broken++
		}
	}
	if broken < 80 {
		t.Errorf("only %d cases are broken", broken)
	}
}

// What the table says is what hugo does: a site of all pages that build builds, and each of the others stops it.
func TestShortcodesAreReadAsHugoReadsThem(t *testing.T) {
	program, err := exec.LookPath("hugo")
	if err != nil {
		t.Skip("hugo is not installed")
	}
	version := Version(t.Context())
	known := templates(t, version)
	good := map[string]string{}
	var bad []string
	for i, c := range shortcodeCases {
		switch {
		case c.online:
		case reasons(c.body, known) != "":
			bad = append(bad, c.body)
		default:
			good["content/p"+strings.Repeat("i", i)+".md"] = "---\ntitle: T\n---\n" + c.body + "\n"
		}
	}
	if out, err := buildSite(t, program, good); err != nil {
		t.Errorf("hugo %s stops at a page that should build: %v\n%s", version, err, out)
	}
	work := make(chan string)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for body := range work {
				if out, err := buildSite(t, program, map[string]string{"content/p.md": "---\ntitle: T\n---\n" + body + "\n"}); err == nil {
					t.Errorf("hugo %s builds %q\n%s", version, body, out)
				}
			}
		})
	}
	for _, body := range bad {
		work <- body
	}
	close(work)
	wg.Wait()
}

// buildSite builds pages with the layouts of shortcodeLayouts.
func buildSite(t *testing.T, program string, pages map[string]string) (string, error) {
	dir, err := os.MkdirTemp(t.TempDir(), "site")
	if err != nil {
		return "", err
	}
	writeAll(t, dir, pages)
	layouts := map[string]string{
		"hugo.toml":                    "disableKinds = ['taxonomy', 'term', 'RSS', 'sitemap', 'home', 'section', '404', 'robotsTXT']\n",
		"layouts/_default/single.html": "{{ .Content }}",
	}
	for name, text := range shortcodeLayouts {
		layouts["layouts/"+name] = text
	}
	writeAll(t, dir, layouts)
	cmd := exec.CommandContext(context.Background(), program, "--quiet", "--cacheDir", filepath.Join(dir, "cache"))
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "TZ=UTC", "HTTPS_PROXY=http://127.0.0.1:9", "HTTP_PROXY=http://127.0.0.1:9")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestPlacesOfProblems(t *testing.T) {
	known := templates(t, "0.165.0")
	for src, want := range map[string]string{
		"a {{< figure src=\"x\" />}} b": "/",
		"a\n{{< figure src=\"x >}}\nb":  "\"x >}}",
		"a {{< plain a,b >}}":           ",",
		"a {{< nosuch x >}} b":          "{{< nosuch x >}}",
		"{{< pair >}} a {{< plain >}}":  "{{< pair >}}",
		"a {{< /pair >}} b":             "{{< /pair >}}",
		"a {{< plain \"y\"\nb c":        "{{< plain \"y\"",
	} {
		_, problems := Scan(src, 0, known)
		if len(problems) != 1 || src[problems[0].From:problems[0].To] != want {
			t.Errorf("%q: got %+v, want %q", src, problems, want)
		}
	}
}

func TestArgumentsOfCalls(t *testing.T) {
	src := "x {{% pair \"a b\" c %}} {{< figure\n src=`h\"1` alt=\"q \\\"r\\\" s\" width=3 >}}{{% /pair %}}"
	calls, problems := Scan(src, 0, templates(t, "0.165.0"))
	if len(problems) > 0 || len(calls) != 2 {
		t.Fatalf("%+v, %+v", calls, problems)
	}
	var got []string
	for _, c := range calls {
		for _, a := range c.Params {
			got = append(got, c.Name+":"+a.Key+"="+a.Value)
			if src[a.From:a.To] != a.Value {
				t.Errorf("%+v is at %q", a, src[a.From:a.To])
			}
		}
	}
	want := []string{"pair:=a b", "pair:=c", "figure:src=h\"1", `figure:alt=q \"r\" s`, "figure:width=3"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTemplatesThatReadInner(t *testing.T) {
	for text, want := range map[string]sure{
		"{{ .Inner }}": yes, "{{ $.Inner | markdownify }}": yes, "{{ with .Inner }}x{{ end }}": yes, "{{ if (len (trim .InnerDeindent \" \")) }}{{ end }}": yes,
		"{{/* .Inner */}}x": no, "x .Inner y": no, "{{ \".Inner\" }}": no, "{{ define \"x\" }}{{ .Inner }}{{ end }}{{ template \"x\" . }}": yes,
		"{{ partial \"a\" (dict \"i\" .Inner) }}": yes, "{{ range .Params }}{{ else }}{{ .Page.Inner }}{{ end }}": yes, "{{ .Inner": unsure, "": no,
	} {
		if got := usesInner(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, c := range shortcodeCases {
		f.Add(c.body)
	}
	known := templates(f, "0.165.0")
	f.Fuzz(func(t *testing.T, src string) {
		calls, problems := Scan(src, 0, known)
		for _, c := range calls {
			if c.From < 0 || c.To < c.From || c.To > len(src) || !strings.HasPrefix(src[c.From:], "{{") {
				t.Errorf("%q: %+v", src, c)
			}
			for _, a := range c.Params {
				if a.From < 0 || a.To < a.From || a.To > len(src) {
					t.Errorf("%q: %+v", src, a)
				}
			}
		}
		for _, p := range problems {
			if p.From < 0 || p.To < p.From || p.To > len(src) {
				t.Errorf("%q: %+v", src, p)
			}
		}
	})
}
