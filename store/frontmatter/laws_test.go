package frontmatter_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// awkward are texts that a careless writer of YAML, TOML or JSON changes.
func awkward() []string {
	return []string{
		"", " ", "plain", "KubeCon “上海” 2019: it's #1 — \"a: b\" \\ end", "yes", "No", "on", "OFF", "y", "~", "null", "Null",
		"012", "0o14", "1_000", "1.10", "12:30:45", "1e3", "0x1F", ".5", ".inf", "NaN", "-", "- a", "?", ":", "a:", "a: b", "a #b", "#a",
		"@x", "`x`", "%x", "&x", "*x", "!x", "|", ">", "[a", "]", "{a}", ",", "a,b", "C#", "C# # x", "'", "''", "\"", "\"\"\"", "'''", "\\",
		"2019", "2019-06-28", "2019-06-28T11:05:00+08:00", "2019/06/28", "true", "False", "<<", "=", "---", "+++", "--- a", "...",
		"two\nlines", "two\n\nlines\n", "\nfirst", "end\n\n", "a\n---\nb", "a\n+++\nb", "  indented\nlines", "tab\there", "\t", "a\r\nb", "a\rb",
		"nbsp\u00a0", "\u00a0", "\ufeffbom", "\u0085nel", "a\u2028b", "\u0001", "\x7f", "emoji 🎉", "中文，标点。", "trailing ", "{{ .Title }}", "\U0010ffff", "\uffff", "a: ", "x y: z", "it's", "say \"hi\"",
		strings.Repeat("长文字", 60),
	}
}

// values are what the laws set.
func values(rnd *rand.Rand) any {
	texts := awkward()
	text := func() any { return texts[rnd.IntN(len(texts))] }
	switch rnd.IntN(12) {
	case 0:
		return rnd.IntN(2) == 0
	case 1:
		return int64(rnd.IntN(2000) - 1000)
	case 2:
		return float64(rnd.IntN(1000))/8 - 20
	case 3, 4:
		raw := []string{"2019-06-28", "2019-06-28T11:05:00+08:00", "2020-01-02 03:04:05", "2020-01-02 03:04:05 -0500", "2021-12-31T23:59:59.25Z"}
		d, err := frontmatter.ParseDate(raw[rnd.IntN(len(raw))])
		if err != nil {
			panic(err)
		}
		return d
	case 5, 6, 7:
		list := []any{}
		for range rnd.IntN(5) {
			list = append(list, text())
		}
		return list
	case 8:
		if rnd.IntN(2) == 0 {
			return []any{frontmatter.Map{{Key: "src", Value: text()}}, frontmatter.Map{{Key: "src", Value: "b"}, {Key: "params", Value: frontmatter.Map{{Key: "q", Value: []any{text(), int64(1)}}}}}}
		}
		return frontmatter.Map{{Key: "image", Value: text()}, {Key: "alt", Value: text()}, {Key: "n", Value: int64(3)}}
	default:
		return text()
	}
}

// outside returns src without the entry of key: what a patch may not touch.
func outside(b *frontmatter.Block, key string) []string {
	for _, e := range b.Entries() {
		if strings.EqualFold(e.Key, key) {
			return []string{b.Source()[:e.LineFrom], b.Source()[e.LineTo:]}
		}
	}
	return nil
}

// laws sets path to v in src and checks what must hold.
func laws(t *testing.T, f page.Format, src string, path []string, v any) {
	t.Helper()
	lawsOr(t, f, src, path, v, func(err string) { t.Helper(); t.Fatal(err) })
}

// lawsOr is laws where a change may be refused: nothing is lost by that, and foreign text may be stranger than what anybody writes.
func lawsOr(t *testing.T, f page.Format, src string, path []string, v any, refused func(err string)) {
	t.Helper()
	b, err := frontmatter.Parse(f, src)
	if err != nil {
		return
	}
	where := fmt.Sprintf("%v %q: set %q to %#v", f, src, path, v)
	old, had := b.Get(path...)
	edits, err := b.Set(path, v)
	if err != nil {
		var e *frontmatter.Error
		if errors.As(err, &e) {
			return // a duplicate, or a value on the way that is no map
		}
		refused(fmt.Sprintf("%s: %v", where, err))
		return
	}
	after := frontmatter.Apply(src, edits)
	where += fmt.Sprintf("\ngives %q", after)
	nb, err := frontmatter.Parse(f, after)
	if err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	got, ok := nb.Get(path...)
	if want := expected(path, v); !ok || !frontmatter.Equal(got, want) && !isDateText(got, want) {
		t.Fatalf("%s\nreads as %#v, want %#v", where, got, want)
	}
	if again, err := nb.Set(path, v); err != nil || len(again) > 0 {
		t.Fatalf("%s\nsetting it again: %v, %v", where, again, err)
	}
	if back := frontmatter.Apply(after, frontmatter.Invert(src, edits)); back != src {
		t.Fatalf("%s\nthe inverse gives %q", where, back)
	}
	if had {
		if edits, err := b.Set(path, old); err != nil || len(edits) > 0 {
			t.Fatalf("%s\nsetting what is there: %v, %v", where, edits, err)
		}
	}
	checkOutside(t, where, b, nb, path, had)
	checkUnset(t, where, nb, path, refused)
	if d := f.Delimiter(); d != "" && strings.Contains("\n"+after, "\n"+d) && !strings.Contains("\n"+src, "\n"+d) {
		t.Fatalf("%s\nwhich closes the front matter", where)
	}
}

// isDateText allows a date to read as a string where the language has no dates.
func isDateText(got, want any) bool {
	d, ok := want.(frontmatter.Date)
	return ok && got == d.String()
}

// expected is v as Set understands it.
func expected(path []string, v any) any {
	if s, ok := v.(string); ok && len(path) == 1 && frontmatter.KindOf(path[0]) == frontmatter.DateKind {
		if d, err := frontmatter.ParseDate(s); err == nil {
			return d
		}
	}
	return v
}

// checkOutside checks that only the entry's own bytes changed, and all of the
// text is still there where the entry was added.
func checkOutside(t *testing.T, where string, before, after *frontmatter.Block, path []string, had bool) {
	t.Helper()
	if top := outside(before, path[0]); top != nil {
		got := outside(after, path[0])
		// A comment above an item that is gone stays, below the entry then.
		more, ok := strings.CutSuffix(got[1], top[1])
		for _, line := range strings.Split(more, "\n") {
			line = strings.TrimSpace(line)
			ok = ok && (line == "" || line[0] == '#')
		}
		if (got[0] != top[0] || !ok) && hasOneRange(before, path[0]) && hasOneRange(after, path[0]) {
			t.Fatalf("%s\ntouches more than the entry: %s", where, cmp.Diff(top, got))
		}
		return
	}
	rest := after.Source()
	for i, c := range []byte(before.Source()) { // commas and line ends may be where they were not
		if strings.IndexByte(" \t\r\n,", c) >= 0 {
			continue
		}
		at := strings.IndexByte(rest, c)
		if at < 0 {
			t.Fatalf("%s\nloses %q", where, before.Source()[i:])
		}
		rest = rest[at+1:]
	}
}

// hasOneRange reports whether the bytes of key lie in one place: those of a
// TOML table may not.
func hasOneRange(b *frontmatter.Block, key string) bool {
	for _, e := range b.Entries() {
		if strings.EqualFold(e.Key, key) {
			return e.Style != frontmatter.Table
		}
	}
	return true
}

func checkUnset(t *testing.T, where string, b *frontmatter.Block, path []string, refused func(err string)) {
	t.Helper()
	edits, err := b.Unset(path)
	if err != nil {
		refused(fmt.Sprintf("%s\nunset: %v", where, err))
		return
	}
	gone := frontmatter.Apply(b.Source(), edits)
	nb, err := frontmatter.Parse(b.Format(), gone)
	if err != nil {
		t.Fatalf("%s\nunset gives %q: %v", where, gone, err)
	}
	if _, ok := nb.Get(path...); ok {
		t.Fatalf("%s\nunset gives %q: it is still there", where, gone)
	}
	if back := frontmatter.Apply(gone, frontmatter.Invert(b.Source(), edits)); back != b.Source() {
		t.Fatalf("%s\nunset: the inverse gives %q", where, back)
	}
}

func fixtures() map[page.Format][]string {
	return map[page.Format][]string{
		page.YAML: {
			"",
			"# only a comment\n",
			"title: \"开源\" # why\ndate: 2019-06-28T11:05:00+08:00\ndraft: false\ntags: [\"a\", 'b', c]\n\n# end\n",
			"Title:   plain\nDATE:    2019-06-28\nTAGS:\n- a # one\n# two\n- \"b\"\n- c\ncover:\n    image:  x.png   # here\n    alt: 'y'\n",
			"title: >-\n  folded text\n  over lines\ndate: \"2019-06-28\"\ntags:\n  - a\n  - b\nsummary: |\n  literal\n   more\n\nlast:\n",
			"title: multi\n  line plain\ncover: {image: a.png, alt: \"b\"}\ntags: [\n  a, # first\n  \"b\",\n  c # last\n]\nx: &anchor [1, 2]\ny: *anchor\n",
			"{title: x, tags: [a, b], cover: {image: y}}\n",
			"title: x\r\ntags:\r\n  - a\r\n  - b\r\ncover:\r\n  image: z\r\nend: |+\r\n  keep\r\n\r\n",
			"tags:\n  # empty\ntitle:      \ncover:   # nothing\n",
			"  title: indented\n  tags: []\n  cover: {}\n",
			"title: !!str 2019\ncover: &c\n  image: 1\ntags: &t\n  - a\nresources:\n  - src: a.jpg\n    title: one\n  - src: b.jpg\n",
		},
		page.TOML: {
			"",
			"# only a comment\n",
			"title = \"开源\" # why\ndate = 2019-06-28T11:05:00+08:00\ndraft = false\ntags = [\"a\", 'b', \"c\"]\n\n# end\n",
			"Title   = 'literal'\nDATE = 2019-06-28\ntags = [\n  \"a\", # first\n  \"b\",\n]\n\n[cover]\nimage = \"x\" # here\n\n[extra]\na.b = 1\n",
			"title = \"\"\"\nmulti\nline\"\"\"\ncover = { image = \"a\", alt = 'b' }\ntags = []\nparams.x = 1\nparams.y.z = [1, [2, 3]]\n",
			"[cover]\nimage = '''x'''\n[[resources]]\nsrc = \"a\"\n[[resources]]\nsrc = \"b\"\n[resources.params]\nq = 1\n",
			"title = \"x\"\r\ntags = [\"a\"]\r\n[cover]\r\nimage = \"z\"\r\n",
		},
		page.JSON: {
			"{}",
			"{ \"title\": \"x\", \"tags\": [\"a\", \"b\"], \"cover\": {\"image\": \"y\"} }",
			"{\n  \"title\" : \"x\",\n  \"date\": \"2019-06-28\",\n  \"tags\": [\n    \"a\",\n    \"b\"\n  ],\n  \"cover\": {\n    \"image\": 1\n  },\n  \"n\": null\n}",
			"{\r\n\t\"Title\":\"\\u5f00\",\r\n\t\"tags\":[]\r\n}",
		},
	}
}

func paths() [][]string {
	return [][]string{{"title"}, {"date"}, {"draft"}, {"tags"}, {"cover"}, {"cover", "image"}, {"cover", "new"}, {"params", "y"}, {"params", "a", "b"}, {"summary"}, {"new key"}, {"author's"}, {"end"}, {"n"}, {"last"}, {"resources"}, {"extra"}, {"extra", "a", "b"}, {"x"}}
}

func TestLawsOnFixtures(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for f, sources := range fixtures() {
		for _, src := range sources {
			if _, err := frontmatter.Parse(f, src); err != nil {
				t.Fatalf("%v %q: %v", f, src, err)
			}
			for _, path := range paths() {
				for range 6 {
					laws(t, f, src, path, values(rnd))
				}
			}
			for _, text := range awkward() {
				laws(t, f, src, []string{"title"}, text)
				laws(t, f, src, []string{"tags"}, []any{"a", text, "c"})
				laws(t, f, src, []string{"other"}, text)
			}
		}
	}
}

// samples returns the real posts, by name.
func samples(t *testing.T) map[string]string {
	t.Helper()
	root := "../../../shared/samples"
	files, _ := filepath.Glob(filepath.Join(root, "posts", "*.md"))
	if len(files) == 0 {
		t.Skipf("no sample posts at %s", root)
	}
	out := map[string]string{}
	for _, file := range append(files, filepath.Join(root, "seed-post", "index.md")) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(file)] = string(data)
	}
	return out
}

func TestLawsOnRealPosts(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for name, text := range samples(t) {
		f, err := frontmatter.Open(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		meta := f.Block.Source()
		keys := [][]string{{"brand new"}, {"cover", "image"}}
		for _, e := range f.Block.Entries() {
			keys = append(keys, []string{e.Key})
			if edits, err := f.Block.SetRaw(e.Key, f.Block.Raw(e.Key)); e.Style != frontmatter.Table && (err != nil || len(edits) > 0) {
				t.Errorf("%s: raw of %q set again: %v, %v", name, e.Key, edits, err)
			}
		}
		for _, path := range keys {
			for range 6 {
				laws(t, f.Page.Format, meta, path, values(rnd))
			}
		}
	}
}
