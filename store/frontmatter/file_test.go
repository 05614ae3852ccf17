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

func TestFileEditsHaveOffsetsOfTheFile(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"yaml", "---\na: 1\n---\nbody\n", "---\na: 1\ntitle: \"x\"\n---\nbody\n"},
		{"byte-order mark, CRLF", "\ufeff---\r\na: 1\r\n---\r\nbody", "\ufeff---\r\na: 1\r\ntitle: \"x\"\r\n---\r\nbody"},
		{"empty block, CRLF", "---\r\n---\r\nbody", "---\r\ntitle: \"x\"\r\n---\r\nbody"},
		{"line end of the block, not of the body", "---\na: 1\n---\r\n1\r\n2\r\n3\r\n4\r\n", "---\na: 1\ntitle: \"x\"\n---\r\n1\r\n2\r\n3\r\n4\r\n"},
		{"toml", "+++\n+++\nbody", "+++\ntitle = \"x\"\n+++\nbody"},
		{"json", "{\n}\nbody", "{\n  \"title\": \"x\"\n}\nbody"},
		{"none", "body\n", "---\ntitle: \"x\"\n---\nbody\n"},
		{"none, byte-order mark, CRLF", "\ufeffbody\r\n", "\ufeff---\r\ntitle: \"x\"\r\n---\r\nbody\r\n"},
		{"nothing", "", "---\ntitle: \"x\"\n---\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := frontmatter.Open(c.text)
			if err != nil {
				t.Fatal(err)
			}
			edits, err := f.Set([]string{"title"}, "x")
			if err != nil {
				t.Fatal(err)
			}
			got := frontmatter.Apply(c.text, edits)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Fatal(diff)
			}
			f, err = frontmatter.Open(got)
			if err != nil {
				t.Fatal(err)
			}
			if v, _ := f.Block.Get("TITLE"); v != "x" {
				t.Errorf("got %v, want x", v)
			}
		})
	}
}

func TestFileProblemsCountLinesOfTheFile(t *testing.T) {
	for text, want := range map[string]string{
		"\n---\na: 1\nb: [\n---\n": "5:1: ",
		"- list\n":                 "1:1: ",
		"--- x: [\n---\n":          "2:1: ",
		"---\na: 1\n":              "1:1: ",
	} {
		f, err := frontmatter.Open(text)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
		if _, e := f.Set([]string{"a"}, 1); !errors.Is(e, err) {
			t.Errorf("%q: set: got %v, want %v", text, e, err)
		}
	}
	f, err := frontmatter.Open("---\na: 1\na: 2\n---\n")
	if err != nil {
		t.Fatal(err)
	}
	var e *frontmatter.Error
	if _, err := f.Set([]string{"a"}, 3); !errors.As(err, &e) || e.Line != 3 || e.Other != 2 || !strings.Contains(e.Msg, "line 2") {
		t.Errorf("got %+v", err)
	}
}

func TestNewWritesEveryFormat(t *testing.T) {
	pairs := frontmatter.Map{
		{Key: "title", Value: "上海"},
		{Key: "date", Value: time.Date(2019, 6, 28, 11, 5, 0, 0, time.FixedZone("", 8*3600))},
		{Key: "draft", Value: true},
		{Key: "tags", Value: []string{"a", "b"}},
		{Key: "cover", Value: frontmatter.Map{{Key: "image", Value: "c.jpg"}}},
	}
	for f, want := range map[page.Format]string{
		page.YAML: "title: \"上海\"\ndate: 2019-06-28T11:05:00+08:00\ndraft: true\ntags: [\"a\", \"b\"]\ncover:\n  image: \"c.jpg\"\n",
		page.TOML: "title = \"上海\"\ndate = 2019-06-28T11:05:00+08:00\ndraft = true\ntags = [\"a\", \"b\"]\ncover = { image = \"c.jpg\" }\n",
		page.JSON: "{\n  \"title\": \"上海\",\n  \"date\": \"2019-06-28T11:05:00+08:00\",\n  \"draft\": true,\n  \"tags\": [\"a\", \"b\"],\n  \"cover\": {\"image\": \"c.jpg\"}\n}",
	} {
		got, err := frontmatter.New(f, "\n", pairs)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestDatesAreThoseHugoReads(t *testing.T) {
	for _, s := range []string{
		"2006-01-02", "2019-06-28T11:05:00+08:00", "2019-06-28T11:05:00Z", "2019-06-28T11:05:00.125Z", "2019-06-28T11:05:00", "2019-06-28 11:05:00",
		"2019-06-28 11:05:00 -0700", "2019-06-28 11:05:00 -07:00", "2019-06-28 11:05:00+08:00", "2019-06-28 11:05:00Z", "Fri, 28 Jun 2019 11:05:00 +0800",
		"28 Jun 19 11:05 +0800", "Fri Jun 28 11:05:00 2019", "28 Jun 2019", "1561691100", "2019-05-27T4:55:44+08:00", "2019-06-28T11:05:00+00:00",
	} {
		d, err := frontmatter.ParseDate(s)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := d.Format(d.Time); got != s && s != "2019-05-27T4:55:44+08:00" {
			t.Errorf("%q is written %q", s, got)
		}
	}
	for _, s := range []string{
		"", "2019/06/28", "2019-6-28", "2019-06-28 11:05", "2019-06-28T11:05+08:00", "Jun 28, 2019", "2019年6月28日", "\u00a02019-06-28", "now", "2019-02-30", "-5",
	} {
		if d, err := frontmatter.ParseDate(s); err == nil {
			t.Errorf("%q was read as %v", s, d.Time)
		}
	}
}

func TestCoerceKeepsTheType(t *testing.T) {
	date, err := frontmatter.ParseDate("2020-01-02")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kind  frontmatter.Kind
		old   any
		words []string
		want  any
	}{
		{frontmatter.Unknown, "text", []string{"yes"}, "yes"},
		{frontmatter.ListKind, nil, []string{"a", "b"}, list("a", "b")},
		{frontmatter.ListKind, nil, []string{""}, []any{}},
		{frontmatter.ListKind, "one", []string{"two"}, "two"},
		{frontmatter.DateKind, nil, []string{"2020-01-02"}, date},
		{frontmatter.SwitchKind, nil, []string{"true"}, true},
		{frontmatter.Unknown, int64(3), []string{"4"}, int64(4)},
		{frontmatter.Unknown, nil, []string{"2019"}, "2019"},
		{frontmatter.Unknown, list("a"), []string{"2019"}, list("2019")},
		{frontmatter.SwitchKind, nil, []string{"maybe"}, nil},
		{frontmatter.DateKind, nil, []string{"2019/1/1"}, nil},
		{frontmatter.Unknown, "a", []string{"b", "c"}, nil},
		{frontmatter.Unknown, int64(3), []string{"many"}, nil},
	} {
		got, err := frontmatter.Coerce(c.kind, c.old, c.old != nil, c.words)
		if (err != nil) != (c.want == nil) || err == nil && !frontmatter.Equal(got, c.want) {
			t.Errorf("%v %v %q: got %#v, %v, want %#v", c.kind, c.old, c.words, got, err, c.want)
		}
	}
}

func benchmarkSource() string {
	return "title: \"开源，社区与朋友们\"\ndate: 2019-06-28T11:05:00+08:00\ndraft: false\nauthors: [\"赵化冰\"]\nsummary: \"奇妙的大会\"\ntags: [\"kubecon\"]\ncategories: [\"开源社区\"]\nkeywords: [\"KubeCon China\"]\n"
}

func BenchmarkParse(b *testing.B) {
	src := benchmarkSource()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := frontmatter.Parse(page.YAML, src); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSet(b *testing.B) {
	blk, err := frontmatter.Parse(page.YAML, benchmarkSource())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := blk.Set([]string{"tags"}, []string{"kubecon", "istio"}); err != nil {
			b.Fatal(err)
		}
	}
}
