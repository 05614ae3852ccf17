package frontmatter_test

import (
	"strings"
	"testing"

	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// fuzzLaws checks the laws on any text and any string, and that Entries are
// in order and inside. A change may be refused.
func fuzzLaws(t *testing.T, f page.Format, src, key, value string) {
	t.Helper()
	b, err := frontmatter.Parse(f, src)
	if err != nil {
		if _, err := b.Set([]string{"title"}, "x"); err == nil {
			t.Fatalf("%v %q: cannot be indexed, but can be set", f, src)
		}
		return
	}
	for _, e := range b.Entries() {
		if e.LineFrom < 0 || e.LineFrom > e.KeyFrom || e.KeyFrom > e.From || e.From > e.To || e.To > e.LineTo || e.LineTo > len(src) {
			t.Fatalf("%v %q: entry %+v is not in order", f, src, e)
		}
	}
	b.Duplicates()
	refused := func(err string) { t.Log(err) }
	if !strings.Contains(value, "\xff") {
		lawsOr(t, f, src, []string{"title"}, strings.ToValidUTF8(value, "?"), refused)
	}
	for i, e := range b.Entries() {
		if i > 3 {
			break
		}
		if e.Key == "" || strings.ContainsAny(e.Key, "\x00\r\n") || e.Key == "<<" {
			continue
		}
		lawsOr(t, f, src, []string{e.Key}, strings.ToValidUTF8(value, "?"), refused)
		lawsOr(t, f, src, []string{e.Key}, []any{"a", strings.ToValidUTF8(value, "?")}, refused)
	}
	_, _ = b.SetRaw("title", value)
	if key = strings.ToValidUTF8(key, "?"); key != "" && !strings.ContainsAny(key, "\x00\r\n") && key != "<<" {
		lawsOr(t, f, src, []string{key}, true, refused)
	}
}

func seed(f *testing.F, format page.Format) {
	for _, src := range fixtures()[format] {
		for i, v := range []string{"x", "yes", "a: b #c", "two\nlines"} {
			f.Add(src, []string{"", "key", "tags", "a b"}[i], v)
		}
	}
}

func FuzzYAML(f *testing.F) {
	seed(f, page.YAML)
	for _, src := range []string{"? a\n: b\n", "a: &x [*x]\n", "<<: {a: 1}\nb: *y\n", "a: {{ .Title }}\n", "- a\n", "a: 1\na: 2\n", "a: |2\n   x\n", "{a: 1, b}", "a: [b: c]\n", "a:\n- - b\n  - c\n", "a: \"x\n  y\"\n", "...\n", "\ta: b\n"} {
		f.Add(src, "k", "v")
	}
	f.Fuzz(func(t *testing.T, src, key, value string) { fuzzLaws(t, page.YAML, src, key, value) })
}

func FuzzTOML(f *testing.F) {
	seed(f, page.TOML)
	f.Fuzz(func(t *testing.T, src, key, value string) { fuzzLaws(t, page.TOML, src, key, value) })
}

func FuzzJSON(f *testing.F) {
	seed(f, page.JSON)
	f.Fuzz(func(t *testing.T, src, key, value string) { fuzzLaws(t, page.JSON, src, key, value) })
}

func FuzzParseDate(f *testing.F) {
	f.Add("2019-06-28T11:05:00+08:00")
	f.Add("1561691100")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := frontmatter.ParseDate(s)
		if err != nil {
			return
		}
		again, err := frontmatter.ParseDate(d.Format(d.Time))
		if err != nil || !again.Time.Equal(d.Time) {
			t.Fatalf("%q, written %q, reads as %v (%v), want %v", s, d.Format(d.Time), again.Time, err, d.Time)
		}
	})
}
