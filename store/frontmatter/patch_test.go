package frontmatter_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

func list(items ...any) []any { return items }

func TestSetKeepsTheForm(t *testing.T) {
	shanghai := time.FixedZone("", 8*3600)
	when := time.Date(2020, 2, 3, 4, 5, 6, 0, shanghai)
	for _, c := range []struct {
		name, src string
		path      string
		value     any
		want      string
	}{
		{"double quotes", "a: \"x\" # c\n", "a", "y", "a: \"y\" # c\n"},
		{"single quotes", "a: 'x'\n", "a", "it's", "a: 'it''s'\n"},
		{"plain", "a:   x   # c\n", "a", "y z", "a:   y z   # c\n"},
		{"plain where it needs quotes", "a: x\n", "a", "no", "a: \"no\"\n"},
		{"spelling of the key", "Title: x\n", "title", "z", "Title: z\n"},
		{"flow list: add", "t: [\"a\",\"b\"]\n", "t", list("a", "b", "c"), "t: [\"a\",\"b\",\"c\"]\n"},
		{"flow list: add to one", "t: ['a']\n", "t", list("a", "b"), "t: ['a', 'b']\n"},
		{"flow list: take out", "t: [a, b, c]\n", "t", list("a", "c"), "t: [a, c]\n"},
		{"flow list: empty it", "t: [a, b] # c\n", "t", list(), "t: [] # c\n"},
		{"flow list over lines", "t: [\n  a, # one\n  b # two\n]\n", "t", list("a", "b", "c"), "t: [\n  a, # one\n  b, # two\n  c\n]\n"},
		{"flow list: move", "t: ['a', \"b\", c]\n", "t", list("c", "a", "b"), "t: [c, 'a', \"b\"]\n"},
		{"block list: add", "t:\n- a # one\n- b\nz: 1\n", "t", list("a", "b", "c"), "t:\n- a # one\n- b\n- c\nz: 1\n"},
		{"block list: add first", "t:\n  - b\n", "t", list("a", "b"), "t:\n  - a\n  - b\n"},
		{"block list: take out", "t:\n  - a # one\n  # above\n  - b\n  - c\n", "t", list("a", "c"), "t:\n  - a # one\n  # above\n  - c\n"},
		{"block list: change", "t:\n  - 'a'   # one\n  - b\n", "t", list("x", "b"), "t:\n  - 'x'   # one\n  - b\n"},
		{"block list: empty it", "t: # topics\n  - a\n  - b\nz: 1\n", "t", list(), "t: [] # topics\nz: 1\n"},
		{"nothing becomes a list", "t:\nz: 1\n", "t", list("a"), "t: [\"a\"]\nz: 1\n"},
		{"nothing becomes a list as others are", "s:\n  - \"x\"\nt: # c\nz: 1\n", "t", list("a"), "s:\n  - \"x\"\nt: # c\n  - \"a\"\nz: 1\n"},
		{"scalar becomes a list", "t: a\n", "t", list("a", "b"), "t: [a, b]\n"},
		{"nothing aligned", "t:     \n", "t", true, "t:     true\n"},
		{"folded", "s: >-\n    one\n    two\nz: 1\n", "s", "three", "s: >-\n    three\nz: 1\n"},
		{"literal", "s: |\n  one\n\nz: 1\n", "s", "two\nthree\n", "s: |\n  two\n  three\n\nz: 1\n"},
		{"date with offset", "date: 2019-06-28T11:05:00+08:00\n", "date", when, "date: 2020-02-03T04:05:06+08:00\n"},
		{"date with space", "date: 2019-06-28 11:05:00 -0500\n", "date", when, "date: 2020-02-03 04:05:06 +0800\n"},
		{"date only", "date: \"2019-06-28\"\n", "date", when, "date: \"2020-02-03\"\n"},
		{"new date", "title: \"x\"\n", "date", when, "title: \"x\"\ndate: 2020-02-03T04:05:06+08:00\n"},
		{"new key as others are", "a: 'x'\nb: 'y'\n\n# end\n", "c", "z", "a: 'x'\nb: 'y'\nc: 'z'\n\n# end\n"},
		{"new key after a block scalar", "a: |\n  x\n\n# end\n", "b", int64(1), "a: |\n  x\nb: 1\n\n# end\n"},
		{"new key, comments only", "# hello\n", "b", "x", "# hello\nb: \"x\"\n"},
		{"new key, CRLF", "a: 1\r\n", "b", list("x"), "a: 1\r\nb: [\"x\"]\r\n"},
		{"nested", "cover:\n    image:  a  # c\n", "cover.image", "b", "cover:\n    image:  b  # c\n"},
		{"nested new", "cover:\n    image: a\nz: 1\n", "cover.alt", "b", "cover:\n    image: a\n    alt: b\nz: 1\n"},
		{"nested in flow", "cover: {image: a}\n", "cover.alt", "b", "cover: {image: a, alt: b}\n"},
		{"nested map missing", "a: \"1\"\n", "cover.image", "b", "a: \"1\"\ncover:\n  image: \"b\"\n"},
		{"nested map empty", "cover: {}\na: \"1\"\n", "cover.image", "b", "cover:\n  image: \"b\"\na: \"1\"\n"},
		{"anchor", "a: &x old\n", "a", "new", "a: &x new\n"},
		{"tag", "a: !!str 2019\n", "a", "2020", "a: \"2020\"\n"},
		{"multi-line plain", "d:\n  one\n  two\nz: 1\n", "d", "three", "d:\n  three\nz: 1\n"},
		{"list of maps", "r:\n  - src: a # x\n    t: 1\n  - src: b\n", "r", list(frontmatter.Map{{Key: "src", Value: "a"}, {Key: "t", Value: int64(1)}}, frontmatter.Map{{Key: "src", Value: "c"}}), "r:\n  - src: a # x\n    t: 1\n  - src: c\n"},
	} {
		t.Run(c.name, func(t *testing.T) { setOne(t, page.YAML, c.src, c.path, c.value, c.want) })
	}
}

func TestSetKeepsTheFormOfTOMLAndJSON(t *testing.T) {
	for _, c := range []struct {
		name   string
		format page.Format
		src    string
		path   string
		value  any
		want   string
	}{
		{"literal string", page.TOML, "a = 'x' # c\n", "a", "y", "a = 'y' # c\n"},
		{"array over lines", page.TOML, "a = [\n    \"x\",\n    \"y\",\n]\n", "a", list("x", "y", "z"), "a = [\n    \"x\",\n    \"y\",\n    \"z\",\n]\n"},
		{"array: take out the last", page.TOML, "a = [\n    \"x\", # one\n    \"y\",\n]\n", "a", list("x"), "a = [\n    \"x\", # one\n]\n"},
		{"new key before tables", page.TOML, "a = 1\n\n[extra]\nb = 2\n", "c", "x", "a = 1\nc = \"x\"\n\n[extra]\nb = 2\n"},
		{"new key, only tables", page.TOML, "# about\n[extra]\nb = 2\n", "c", "x", "c = \"x\"\n# about\n[extra]\nb = 2\n"},
		{"in a table", page.TOML, "[extra]\n  b = 2\n", "extra.c", true, "[extra]\n  b = 2\n  c = true\n"},
		{"in an inline table", page.TOML, "cover = { image = \"a\" }\n", "cover.alt", "b", "cover = { image = \"a\", alt = \"b\" }\n"},
		{"no table", page.TOML, "a = 1\n", "cover.alt", "b", "a = 1\ncover.alt = \"b\"\n"},
		{"date", page.TOML, "date = 2019-06-28\n", "date", time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC), "date = 2020-01-02\n"},
		{"multi-line", page.TOML, "a = \"\"\"\nx\ny\"\"\"\n", "a", "p\nq", "a = \"\"\"\np\nq\"\"\"\n"},
		{"no line of plus signs", page.TOML, "a = \"\"\"\nx\ny\"\"\"\n", "a", "p\n+++\nq", "a = \"p\\n+++\\nq\"\n"},
		{"json value", page.JSON, "{\n  \"a\" : 1\n}", "a", "<b>", "{\n  \"a\" : \"<b>\"\n}"},
		{"json new key", page.JSON, "{\n  \"a\" : 1\n}", "b", list("x"), "{\n  \"a\" : 1,\n  \"b\" : [\"x\"]\n}"},
		{"json empty", page.JSON, "{}", "b", "x", "{\"b\": \"x\"}"},
	} {
		t.Run(c.name, func(t *testing.T) { setOne(t, c.format, c.src, c.path, c.value, c.want) })
	}
}

func setOne(t *testing.T, f page.Format, src, path string, value any, want string) {
	t.Helper()
	b, err := frontmatter.Parse(f, src)
	if err != nil {
		t.Fatal(err)
	}
	edits, err := b.Set(strings.Split(path, "."), value)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, frontmatter.Apply(src, edits)); diff != "" {
		t.Error(diff)
	}
}

func TestUnsetTakesTheEntryOnly(t *testing.T) {
	for _, c := range []struct {
		format          page.Format
		src, path, want string
	}{
		{page.YAML, "a: 1\n# about b\nb: # x\n  - 1\n  - 2 # y\n\nc: 3\n", "b", "a: 1\n# about b\n\nc: 3\n"},
		{page.YAML, "a: {b: 1, c: 2}\n", "a.c", "a: {b: 1}\n"},
		{page.YAML, "a: # x\n  b: 1\nc: 2\n", "a.b", "a: {} # x\nc: 2\n"},
		{page.YAML, "a: 1\n", "a", ""},
		{page.YAML, "a: 1\n", "zzz", "a: 1\n"},
		{page.TOML, "a = 1\n[b]\nc = 1\n[d]\ne = 2\n[b.f]\ng = 1\n", "b", "a = 1\n[d]\ne = 2\n"},
		{page.TOML, "a = { b = 1, c = 2 }\n", "a.b", "a = { c = 2 }\n"},
		{page.JSON, "{\n  \"a\": 1,\n  \"b\": 2\n}", "b", "{\n  \"a\": 1\n}"},
	} {
		b, err := frontmatter.Parse(c.format, c.src)
		if err != nil {
			t.Fatal(err)
		}
		edits, err := b.Unset(strings.Split(c.path, "."))
		if got := frontmatter.Apply(c.src, edits); err != nil || got != c.want {
			t.Errorf("%q without %s: got %q, %v, want %q", c.src, c.path, got, err, c.want)
		}
	}
}

func TestProblemsHaveAPlace(t *testing.T) {
	for _, c := range []struct {
		name      string
		format    page.Format
		src       string
		line, col int
	}{
		{"template", page.YAML, "draft: true\ntitle: {{ .Name }}\n", 2, 8},
		{"broken", page.YAML, "a: 1\n  b: x: y\n", 2, 3},
		{"unclosed", page.YAML, "a: 1\nb: [1, 2\nc: 3\n", 2, 1},
		{"list at the top", page.YAML, "\n- a\n", 2, 1},
		{"text at the top", page.YAML, "hello\n", 1, 1},
		{"tab", page.YAML, "a:\n\tb: 1\n", 2, 2},
		{"document end", page.YAML, "a: 1\n...\nb: 2\n", 2, 1},
		{"control character", page.YAML, "a: 1\nb: \x01\n", 2, 4},
		{"not UTF-8", page.YAML, "a: 1\nb: \xff\n", 2, 4},
		{"alias of itself", page.YAML, "a: &x [*x]\n", 1, 8},
		{"complex key", page.YAML, "? [a]\n: 1\n", 1, 3},
		{"toml", page.TOML, "a = 1\nb = \n", 2, 5},
		{"toml table twice", page.TOML, "[a]\nb = 1\n[a.b]\nc = 1\n", 3, 4},
		{"json", page.JSON, "{\n \"a\": x}", 2, 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := frontmatter.Parse(c.format, c.src)
			var e *frontmatter.Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want an *Error", err)
			}
			if e.Line != c.line || e.Col != c.col {
				t.Errorf("got %v, want %d:%d", e, c.line, c.col)
			}
			if edits, err := b.Set([]string{"a"}, "x"); err == nil || edits != nil {
				t.Errorf("set: got %v, %v", edits, err)
			}
		})
	}
}

func TestDuplicateKeyIsRefusedWithBothLines(t *testing.T) {
	for f, src := range map[page.Format]string{page.YAML: "a: 1\nb: 2\nA: 3\n", page.TOML: "a = 1\nb = 2\na = 3\n", page.JSON: "{\"a\": 1,\n\"b\": 2,\n\"a\": 3}"} {
		b, err := frontmatter.Parse(f, src)
		if err != nil {
			t.Fatalf("%v: %v", f, err)
		}
		_, err = b.Set([]string{"a"}, "x")
		var e *frontmatter.Error
		if !errors.As(err, &e) || e.Line != 3 || e.Other != 1 {
			t.Errorf("%v: got %v, want lines 3 and 1", f, err)
		}
		if edits, err := b.Set([]string{"b"}, "x"); err != nil || len(edits) == 0 {
			t.Errorf("%v: the other key: %v, %v", f, edits, err)
		}
		if got := b.Duplicates(); len(got) != 1 {
			t.Errorf("%v: got %v", f, got)
		}
	}
}

func TestAliasesCannotExplode(t *testing.T) {
	src := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := range 9 {
		n, m := string(rune('0'+i)), string(rune('1'+i))
		src += "a" + m + ": &a" + m + " [" + strings.Repeat("*a"+n+", ", 9) + "*a" + n + "]\n"
	}
	if _, err := frontmatter.Parse(page.YAML, src); err == nil {
		t.Error("a billion values were indexed")
	}
}

func TestRawIsTheTextOfTheValue(t *testing.T) {
	src := "a: x # c\ntags:\n  - a\n  - b\nm:\n    k: 1\n    l: |\n      text\nn:\nz: 1\n"
	b, err := frontmatter.Parse(page.YAML, src)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"a": "x", "tags": "- a\n- b", "m": "k: 1\nl: |\n  text", "n": "", "none": ""} {
		if got := b.Raw(key); got != want {
			t.Errorf("%s: got %q, want %q", key, got, want)
		}
	}
	for _, c := range []struct{ key, raw, want string }{
		{"tags", "- a\n- c", strings.Replace(src, "  - b\n", "  - c\n", 1)},
		{"tags", "[a, c]", strings.Replace(src, "tags:\n  - a\n  - b\n", "tags:\n  [a, c]\n", 1)},
		{"a", "- x\n- y", strings.Replace(src, "a: x # c\n", "a:\n  - x\n  - y # c\n", 1)},
		{"n", "{q: 1}", strings.Replace(src, "n:\n", "n: {q: 1}\n", 1)},
		{"a", "", strings.Replace(src, "a: x # c\n", "a:  # c\n", 1)},
		{"new", "[1, 2]", src + "new: [1, 2]\n"},
		{"new", "k: 1\nl: 2", src + "new:\n  k: 1\n  l: 2\n"},
	} {
		edits, err := b.SetRaw(c.key, c.raw)
		if got := frontmatter.Apply(src, edits); err != nil || got != c.want {
			t.Errorf("%s: %v: %s", c.key, err, cmp.Diff(c.want, got))
		}
	}
	for _, raw := range []string{"x\nother: 1", "[", "\"", "a: b: c", "x\nz: 2", "\xff"} {
		if edits, err := b.SetRaw("a", raw); err == nil {
			t.Errorf("%q was taken: %q", raw, frontmatter.Apply(src, edits))
		}
	}
}

func TestTheTextOfATableOfTOMLIsAllThatMakesItUp(t *testing.T) {
	src := "title = 'x'\nlook.dark = true # yes\nn = 1\nlook.size = 2\n\n[params]\na = 1\n\n[menu]\n[[menu.main]]\nname = 'm'\n\n[params.deep]\nb = { c = 2 }\n\n[[menu.main]]\nname = 'n'\n"
	for _, eol := range []string{"\n", "\r\n"} {
		b, err := frontmatter.Parse(page.TOML, strings.ReplaceAll(src, "\n", eol))
		if err != nil {
			t.Fatal(err)
		}
		for key, want := range map[string]string{
			"params": "[params]\na = 1\n[params.deep]\nb = { c = 2 }",
			"menu":   "[menu]\n[[menu.main]]\nname = 'm'\n[[menu.main]]\nname = 'n'",
			"look":   "look.dark = true # yes\nlook.size = 2",
			"n":      "1",
		} {
			if got := b.Raw(key); got != want {
				t.Errorf("%s:\n%s", key, cmp.Diff(want, got))
			}
			if got, want := b.Spread(key), key != "n"; got != want {
				t.Errorf("%s is spread: %v", key, got)
			}
			if edits, err := b.SetRaw(key, "2"); (err != nil) != b.Spread(key) {
				t.Errorf("%s: %v, %v", key, edits, err)
			}
		}
	}
}

func TestAliasesAndMergesAreRead(t *testing.T) {
	b, err := frontmatter.Parse(page.YAML, "base: &b {image: x, alt: y}\ncover:\n  <<: *b\n  alt: z\nsame: *b\n")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]any{"cover.image": "x", "cover.alt": "z", "same.alt": "y"} {
		if got, _ := b.Get(strings.Split(path, ".")...); got != want {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
	var e *frontmatter.Error
	if _, err := b.Set([]string{"base", "image"}, "new"); !errors.As(err, &e) || e.Line != 1 {
		t.Errorf("a value that others use was set: %v", err)
	}
}

// JSON may have space before a comma, as in a column of commas.
func TestSpaceBeforeACommaOfJSON(t *testing.T) {
	const src = "{\"title\": \"x\"\n, \"tags\": [\"a\" , \"b\"] , \"draft\": true }"
	b, err := frontmatter.Parse(page.JSON, src)
	if err != nil {
		t.Fatal(err)
	}
	edits, err := b.Set([]string{"draft"}, false)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := frontmatter.Apply(src, edits), strings.Replace(src, "true", "false", 1); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if tags, ok := b.Get("tags"); !ok || !frontmatter.Equal(tags, []any{"a", "b"}) {
		t.Errorf("tags are %#v", tags)
	}
}
