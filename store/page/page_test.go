package page_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/page"
)

func TestParseFindsTheParts(t *testing.T) {
	for _, c := range []struct {
		name, src  string
		format     page.Format
		open       int
		meta, body string
	}{
		{"yaml", "---\ntitle: x\n---\nbody\n", page.YAML, 0, "title: x\n", "body\n"},
		{"toml", "+++\nt = 1\n+++\n\nbody", page.TOML, 0, "t = 1\n", "\nbody"},
		{"json", "{\"a\": {\"b\": \"}\\\"\"}}\nbody", page.JSON, 0, "{\"a\": {\"b\": \"}\\\"\"}}", "body"},
		{"crlf", "---\r\ntitle: x\r\n---\r\nbody\r\n", page.YAML, 0, "title: x\r\n", "body\r\n"},
		{"byte-order mark", "\ufeff---\na: 1\n---\nb", page.YAML, 3, "a: 1\n", "b"},
		{"blank line first", "\n \n---\na: 1\n---\nb", page.YAML, 3, "a: 1\n", "b"},
		{"empty", "---\n---\nb", page.YAML, 0, "", "b"},
		{"empty at end of file", "---\n---", page.YAML, 0, "", ""},
		{"spaces after the opening", "---  \na: 1\n---\nb", page.YAML, 0, "a: 1\n", "b"},
		{"rest of the closing line is body", "---\na: 1\n--- x\nb", page.YAML, 0, "a: 1\n", " x\nb"},
		{"indented dashes do not close", "---\na: |\n  ---\n---\nb", page.YAML, 0, "a: |\n  ---\n", "b"},
		{"dots do not close", "---\na: 1\n...\n---\nb", page.YAML, 0, "a: 1\n...\n", "b"},
		{"text on the opening line", "--- # c\na: 1\n---\nb", page.YAML, 0, " # c\na: 1\n", "b"},
		{"inside a comment", "<!--\n---\na: 1\n---\n-->\nb", page.YAML, 5, "a: 1\n", "\nb"},
		{"none", "# Title\n", page.None, 0, "", "# Title\n"},
		{"none, byte-order mark", "\ufeffText", page.None, 3, "", "Text"},
		{"none, org keyword", "#+TITLE: x\n", page.None, 0, "", "#+TITLE: x\n"},
		{"none, only a comment", "<!-- x -->\n- a\n", page.None, 0, "", "<!-- x -->\n- a\n"},
		{"nothing", "", page.None, 0, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := page.Parse(c.src)
			if err != nil {
				t.Fatal(err)
			}
			type parts struct {
				Format     page.Format
				Open       int
				Meta, Body string
			}
			got := parts{p.Format, p.Open, p.Meta(c.src), p.Body(c.src)}
			if diff := cmp.Diff(parts{c.format, c.open, c.meta, c.body}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseNamesThePlaceOfAProblem(t *testing.T) {
	for _, c := range []struct {
		src       string
		line, col int
	}{
		{"- item\n", 1, 1},
		{"\n\n + item\n", 3, 2},
		{"---\ntitle: x\n", 1, 1},
		{"----\ntitle: x\n----\n", 1, 1},
		{"+++\na = 1\n---\n", 1, 1},
		{"\r\n{\"a\": 1\n", 2, 1},
		{"<!--\n---\na: 1\n---\n", 2, 1},
	} {
		p, err := page.Parse(c.src)
		var pe *page.Error
		if !errors.As(err, &pe) || pe.Line != c.line || pe.Col != c.col {
			t.Errorf("%q: got %v, want %d:%d", c.src, err, c.line, c.col)
		}
		if p.Format != page.None || p.Body(c.src) != c.src {
			t.Errorf("%q: got %+v, want all of it as body", c.src, p)
		}
	}
}

// partition checks the law: the offsets divide the file, the delimiters stand
// where they should, and what is between is only what they are made of.
func partition(t *testing.T, src string) {
	t.Helper()
	p, err := page.Parse(src)
	if err != nil {
		if diff := cmp.Diff(page.Page{}, p); diff != "" {
			t.Fatalf("%q: %s", src, diff)
		}
		return
	}
	if p.Open < 0 || p.Open > p.MetaFrom || p.MetaFrom > p.MetaTo || p.MetaTo > p.BodyFrom || p.BodyFrom > len(src) {
		t.Fatalf("%q: %+v is no partition", src, p)
	}
	if p.Format == page.None {
		return
	}
	d := p.Format.Delimiter()
	if got := strings.TrimRight(src[p.Open:p.MetaFrom], " \t\r\n"); got != d {
		t.Fatalf("%q: opened by %q, want %q", src, got, d)
	}
	if got := src[p.MetaTo:p.BodyFrom]; !strings.HasPrefix(got, d) {
		t.Fatalf("%q: closed by %q, want %q", src, got, d)
	}
	// Reading the parts again, put together, gives the same parts.
	again, err := page.Parse(src[p.Open:p.MetaFrom] + p.Meta(src) + src[p.MetaTo:])
	if err == nil && (again.Meta(src[p.Open:]) != p.Meta(src)) {
		t.Fatalf("%q: meta %q, then %q", src, p.Meta(src), again.Meta(src[p.Open:]))
	}
}

func TestOffsetsPartitionRandomFiles(t *testing.T) {
	pieces := []string{"---", "+++", "{", "}", "\"", "\\", "\n", "\r\n", "\r", " ", "\t", "-", "a: 1", "\ufeff", "<!--", "-->", "中文", "...", "#"}
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	for range 20000 {
		var b strings.Builder
		for range rnd.IntN(14) {
			b.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		partition(t, b.String())
	}
}

func TestOffsetsPartitionRealPosts(t *testing.T) {
	root := "../../../shared/samples"
	files, _ := filepath.Glob(filepath.Join(root, "posts", "*.md"))
	if len(files) == 0 {
		t.Skipf("no sample posts at %s", root)
	}
	files = append(files, filepath.Join(root, "seed-post", "index.md"))
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p, err := page.Parse(string(data))
		if err != nil || p.Format == page.None {
			t.Errorf("%s: %v, %v", filepath.Base(file), p.Format, err)
		}
		partition(t, string(data))
	}
}

func TestEOLIsTheDominantLineEnd(t *testing.T) {
	for src, want := range map[string]string{"": "\n", "a": "\n", "a\nb": "\n", "a\r\nb": "\r\n", "a\r\nb\n": "\n", "a\r\nb\r\nc\n": "\r\n"} {
		if got := page.EOL(src); got != want {
			t.Errorf("%q: got %q, want %q", src, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"---\na: 1\n---\nb", "+++\r\n+++", "{\"a\": \"}\"}", "\ufeff\n---\n", "<!--\n---\n---\n-->"} {
		f.Add(s)
	}
	f.Fuzz(partition)
}

func BenchmarkParse(b *testing.B) {
	src := "---\n" + strings.Repeat("key: some value of a usual length\n", 12) + "---\n" + strings.Repeat("text\n", 20000)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := page.Parse(src); err != nil {
			b.Fatal(err)
		}
	}
}
