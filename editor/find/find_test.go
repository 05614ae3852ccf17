package find

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/editor/edit"
	"lanyard/editor/text"
	"lanyard/editor/text/texttest"
)

var env = edit.Env{Now: time.Date(2019, 6, 28, 11, 5, 0, 0, time.UTC)}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		in   string
		q    Query
		want string
	}{
		{"Foo foo FOO", Query{Text: "foo"}, "«Foo» «foo» «FOO»"},
		{"Foo foo", Query{Text: "foo", Case: true}, "Foo «foo»"},
		{"foo food", Query{Text: "foo", Word: true}, "«foo» food"},
		{"中文中", Query{Text: "中", Word: true}, "«中»文«中»"},
		{"ＫｕｂｅＣｏｎ（上海）", Query{Text: "kubecon(上海)"}, "«ＫｕｂｅＣｏｎ（上海）»"},
		{"你好，世界", Query{Text: "好,世"}, "你«好，世»界"},
		{"“好”", Query{Text: "\"好\""}, "«“好”»"},
		{"a1 b22", Query{Text: `\d+`, Regexp: true}, "a«1» b«22»"},
		{"x\nab\nb", Query{Text: `^.b`, Regexp: true}, "x\n«ab»\nb"},
		{"aaa", Query{Text: "aa"}, "«aa»a"},
		{"abc", Query{Text: "x*", Regexp: true}, "abc"},
		{"İstanbul ist", Query{Text: "ist"}, "«İst»anbul «ist»"},
		{"a a a", Query{Text: "a", Within: []text.Range{{Anchor: 1, Head: 4}}}, "a «a» a"},
		{"a a", Query{Text: "a", Floor: 1}, "a «a»"},
	} {
		f, err := Compile(c.q)
		if err != nil {
			t.Fatal(err)
		}
		d := text.New(c.in)
		found := f.All(d)
		got := c.in
		if len(found) > 0 {
			got = texttest.Format(text.State{Doc: d, Selection: text.Select(found, 0)})
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.q.Text, got, c.want)
		}
	}
	if _, err := Compile(Query{Text: "(", Regexp: true}); err == nil {
		t.Error("no error for a broken expression")
	}
}

func TestSearchingInPiecesFindsTheSame(t *testing.T) {
	r := texttest.Rand(t)
	atoms := []string{`\w`, `\d`, `.`, `a`, `word`, `中`, `[中a]`, `\s`, `[^a]`, `-`, `(\w+)`, `(?s:.)`, `\x{FFFD}`, `[ſk]`, `，`, `\b`, `\B`, `^`, `$`, `\A`, `\z`, ` `, `(?:大|a`, `)`, `x|`, `(b*)`}
	after := []string{"", "", "", "+", "*", "?", "{2}", "{0,2}", "+?", "*?", "??"}
	expr := func() string {
		s := ""
		for range 1 + r.Intn(5) {
			s += atoms[r.Intn(len(atoms))] + after[r.Intn(len(after))]
		}
		return s
	}
	exprs := []string{`\w+`, `^.`, `.$`, `[中a]`, `a\s`, `(?s).{5}`, `\bword\b`, `(\w+)\s+(\w+)`, `^- (.*)$`, `(\w+),`, `x*`}
	for range 3000 {
		exprs = append(exprs, expr())
	}
	found := 0
	for _, e := range exprs {
		flags := []string{"(?m)", "(?mi)"}[r.Intn(2)]
		re, err := regexp.Compile(flags + e)
		if err != nil {
			continue
		}
		s := texttest.Markdown(r, 60, true) + []string{"", "\xe4", "\xff\n", "ſK", "x\r\n"}[r.Intn(5)] + texttest.Markdown(r, 30, true)
		f, err := Compile(Query{Text: e, Regexp: true, Case: flags == "(?m)"})
		if err != nil {
			t.Fatal(err)
		}
		var got, want [][]int
		all := f.All(text.New(s))
		for _, m := range all {
			got = append(got, []int{m.Anchor, m.Head})
		}
		for _, m := range re.FindAllStringIndex(s, -1) {
			if m[0] < m[1] {
				want = append(want, m)
			}
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Fatalf("%s%s in %q: %s", flags, e, s, diff)
		}
		found += len(got)
		state := text.NewState(s)
		const with = "<$0|$1>"
		if tr, ok := f.Replace(state, env, all, with); ok {
			out, at := "", 0
			for _, x := range re.FindAllStringSubmatchIndex(s, -1) {
				if x[0] < x[1] {
					out += s[at:x[0]] + string(re.ExpandString(nil, with, s, x))
					at = x[1]
				}
			}
			if diff := cmp.Diff(state.Apply(tr).Doc.String(), out+s[at:]); diff != "" {
				t.Fatalf("replacing %s%s in %q: %s", flags, e, s, diff)
			}
		}
	}
	if found < 10_000 {
		t.Errorf("only %d matches", found)
	}
}

func TestFoldedPlacesAreThoseOfTheOriginal(t *testing.T) {
	r := texttest.Rand(t)
	for range 500 {
		s := texttest.Markdown(r, 20, true) + "ＡＢＣİ　x"
		f := foldText(s)
		for i, c := range f.s {
			orig, _ := text.New(s).Rune(f.at(i))
			if Fold(orig) != c {
				t.Fatalf("%q at %d of %q: %q", c, i, s, orig)
			}
		}
	}
}

func TestReplace(t *testing.T) {
	for _, c := range []struct {
		in   string
		q    Query
		with string
		want string
	}{
		{"a b a", Query{Text: "a"}, "中", "中 b 中|"},
		{"2019-06", Query{Text: `(\d+)-(\d+)`, Regexp: true}, "$2/$1", "«06/2019»"},
		{"a-b c-d", Query{Text: `(?P<x>\w)-(\w)`, Regexp: true}, "${x}$$", "a$ c$|"},
		{"a1 b2\nc3", Query{Text: `(\w)(\d)`, Regexp: true}, "$2$1", "1a 2b\n3c|"},
		{"a\nb\nc", Query{Text: `(\w)\n(\w)`, Regexp: true}, "$2 $1", "«b a»\nc"},
		{"foobar", Query{Text: `\Bbar`, Regexp: true}, "<$0>", "foo«<bar>»"},
		{"foobar\nbarfoo", Query{Text: `^(bar)`, Regexp: true, Within: []text.Range{{Anchor: 3, Head: 13}}}, "<$1>", "foo<bar>\n<bar>|foo"},
		{"$1", Query{Text: "$1"}, "$2", "«$2»"},
	} {
		f, err := Compile(c.q)
		if err != nil {
			t.Fatal(err)
		}
		s := text.NewState(c.in)
		tr, _ := f.Replace(s, env, f.All(s.Doc), c.with)
		if got := texttest.Format(s.Apply(tr)); got != c.want {
			t.Errorf("%q by %q: got %q, want %q", c.in, c.with, got, c.want)
		}
	}
}

func TestNextMatchGoesRound(t *testing.T) {
	m := []text.Range{{Anchor: 2, Head: 4}, {Anchor: 6, Head: 8}}
	for _, c := range []struct {
		off  int
		back bool
		want int
	}{{0, false, 0}, {3, false, 1}, {7, false, 0}, {8, true, 1}, {6, true, 0}, {2, true, 1}} {
		if got := Next(m, c.off, c.back); got != c.want {
			t.Errorf("from %d: got %d, want %d", c.off, got, c.want)
		}
	}
	if Next(nil, 0, false) != -1 {
		t.Error("a match in nothing")
	}
}

func BenchmarkFindAllIn1MB(b *testing.B) {
	s := large()
	for name, q := range map[string]Query{"fold": {Text: "service"}, "case": {Text: "Service", Case: true}, "regexp": {Text: `S\w+e (\w+)`, Regexp: true}, "absent": {Text: "不存在"}} {
		b.Run(name, func(b *testing.B) {
			f, err := Compile(q)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				f.All(s.Doc)
			}
		})
	}
}

func BenchmarkReplaceAllIn1MB(b *testing.B) {
	s := large()
	for name, q := range map[string]Query{"plain": {Text: "service"}, "regexp": {Text: `S(\w+)e`, Regexp: true}, "groups": {Text: `S(\w+)e`, Regexp: true}} {
		b.Run(name, func(b *testing.B) {
			f, _ := Compile(q)
			with := map[string]string{"groups": "网格$1"}[name] + "网格"
			for b.Loop() {
				tr, _ := f.Replace(s, env, f.All(s.Doc), with)
				s.Apply(tr)
			}
		})
	}
}

func large() text.State {
	s := text.NewState(strings.Repeat("由于最近两年在从事 Service Mesh 方面的一些工作，而本次大会中有多个议程。\n\n- 一\n- 二\n\n", 8000))
	s.Selection = text.Caret(s.Doc.LineEnd(s.Doc.Lines() / 2))
	return s
}
