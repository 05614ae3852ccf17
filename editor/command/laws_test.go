package command

import (
	"fmt"
	"math/rand"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/editor/syntax"
	"lanyard/editor/text"
	"lanyard/editor/text/texttest"
)

func seeded(t testing.TB) *rand.Rand {
	seed := time.Now().UnixNano()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	return rand.New(rand.NewSource(seed))
}

var words = []string{"中文", "大会", "word", "a", "，", "。", "“", "”", "（", "）", "：", "10%", " ", " ", "-", "1.", "`x`", "[l](u)", "é", "👍"}

var blocksOf = []string{"\n", "\n\n", "\n- ", "\n  - ", "\n1. ", "\n> ", "\n## ", "\n```\n", "\r\n", "\n| a | b |\n|---|---|\n| c | d |\n", "\n[^1]: ", "[^1]", "**b**", "*i*"}

func randomMarkdown(r *rand.Rand, n int, blocks bool) string {
	var b strings.Builder
	for range n {
		if blocks && r.Intn(4) == 0 {
			b.WriteString(blocksOf[r.Intn(len(blocksOf))])
		} else {
			b.WriteString(words[r.Intn(len(words))])
		}
	}
	return b.String()
}

// boundary is a random offset between two graphemes.
func boundary(r *rand.Rand, d text.Doc) int {
	want, off := r.Intn(d.Len()+1), 0
	for off < want {
		off = nextGrapheme(d, off)
	}
	return off
}

// TestToggleTwiceIsIdentity holds for text in which nothing or all of the selection has the style.
func TestToggleTwiceIsIdentity(t *testing.T) {
	r := seeded(t)
	done := 0
	for range 4000 {
		s := text.NewState(randomMarkdown(r, 1+r.Intn(12), false))
		a, b := boundary(r, s.Doc), boundary(r, s.Doc)
		s.Selection = text.Single(a, b)
		for name, f := range map[string]Func{"bold": Bold, "italic": Italic, "strike": Strike, "code": Code} {
			tr, ok := f(s, env)
			if !ok || tr.Change.Empty() {
				continue
			}
			if name == "code" && strings.Contains(s.Doc.String(), "`") {
				continue // a selection that cuts a code span grows
			}
			mid := s.Apply(tr)
			back, ok := f(mid, env)
			if got := mid.Apply(back); !ok || got.Doc.String() != s.Doc.String() {
				t.Fatalf("%s of %q gives %q, then %q", name, texttest.Format(s), texttest.Format(mid), texttest.Format(got))
			}
			done++
		}
	}
	if done < 1000 {
		t.Errorf("only %d toggles did something", done)
	}
}

// TestMarkersAreNeverLiteral: where bold is switched on, every star is read as markup and all letters of the selection are bold.
func TestMarkersAreNeverLiteral(t *testing.T) {
	r := seeded(t)
	for range 4000 {
		s := text.NewState(randomMarkdown(r, 1+r.Intn(12), false))
		s.Selection = text.Single(boundary(r, s.Doc), boundary(r, s.Doc))
		tr, ok := Bold(s, env)
		if !ok || tr.Change.Empty() || s.Selection.MainRange().Empty() || strings.HasPrefix(s.Doc.String(), "-") || strings.HasPrefix(s.Doc.String(), "1.") {
			continue
		}
		after := s.Apply(tr).Doc.String()
		marks, _ := syntax.Inline(after)
		stars := 0
		for _, m := range marks {
			if m.Kind == syntax.Strong {
				stars += 4
			}
		}
		if stars != strings.Count(after, "*") {
			t.Fatalf("%q gives %q with literal stars", texttest.Format(s), after)
		}
	}
}

func TestEveryCommandCanBeUndoneAndKeepsItsSelectionInside(t *testing.T) {
	r := seeded(t)
	table := NewTable("linux")
	for range 300 {
		s := text.NewState(randomMarkdown(r, r.Intn(30), true))
		var ranges []text.Range
		for range 1 + r.Intn(3) {
			x := text.Range{Anchor: boundary(r, s.Doc), Head: boundary(r, s.Doc)}
			if r.Intn(2) == 0 {
				x.Anchor = x.Head
			}
			ranges = append(ranges, x)
		}
		s.Selection = text.Select(ranges, r.Intn(len(ranges)))
		for _, c := range table.All() {
			if c.Run == nil {
				continue
			}
			tr, ok := c.Run(s, env)
			if !ok {
				continue
			}
			after := s.Apply(tr)
			for _, x := range after.Selection.Ranges {
				if x.From() < 0 || x.To() > after.Doc.Len() {
					t.Fatalf("%s on %q leaves a range %v", c.ID, texttest.Format(s), x)
				}
			}
			if tr.Selection != nil && !tr.Selection.Equal(tr.Selection.Clamp(after.Doc.Len())) {
				t.Fatalf("%s on %q selects %v of %d bytes", c.ID, texttest.Format(s), tr.Selection, after.Doc.Len())
			}
			if got := tr.Change.Invert(s.Doc).Apply(after.Doc).String(); got != s.Doc.String() {
				t.Fatalf("%s on %q cannot be undone", c.ID, texttest.Format(s))
			}
		}
	}
}

func TestAligningKeepsTheCells(t *testing.T) {
	r := seeded(t)
	for range 500 {
		cols := 1 + r.Intn(4)
		var rows []cells
		var b strings.Builder
		for i := range 2 + r.Intn(4) {
			if i == 1 {
				b.WriteString("|" + strings.Repeat([]string{"-", ":-", "-:", ":---:"}[r.Intn(4)]+"|", cols) + "\n")
				continue
			}
			row := make(cells, cols)
			for k := range row {
				row[k] = strings.TrimSpace(strings.ReplaceAll(randomMarkdown(r, r.Intn(3), false), "|", ""))
			}
			rows = append(rows, row)
			b.WriteString("|" + strings.Join(row, "|") + "|\n")
		}
		s := text.NewState(b.String())
		tr, _ := AlignTable(s, env)
		after := s.Apply(tr)
		g, ok := gridAt(after.Doc, env, 0)
		if !ok {
			t.Fatalf("%q is no table after aligning: %q", s.Doc, after.Doc)
		}
		if diff := cmp.Diff(g.rows, rows); diff != "" {
			t.Fatalf("%q: %s", s.Doc, diff)
		}
		w := -1
		for i := g.first; i <= g.last; i++ {
			if n := wide(after.Doc.Line(i)); w >= 0 && n != w {
				t.Fatalf("rows of different width:\n%s", after.Doc)
			} else {
				w = n
			}
		}
		if _, again := AlignTable(after, env); again {
			t.Fatalf("aligning twice changes\n%s", after.Doc)
		}
	}
}

func TestAColumnEditEqualsTheEditsOneByOne(t *testing.T) {
	r := seeded(t)
	for range 300 {
		d := text.New(strings.Repeat("中文 abc 字\n", 8))
		sel := Column(d, boundary(r, d), boundary(r, d))
		s := text.State{Doc: d, Selection: sel}
		tr, ok := Insert(s, env, "x")
		if !ok {
			t.Fatal("nothing typed")
		}
		want := d.String()
		for _, x := range slices.Backward(sel.Ranges) {
			want = want[:x.From()] + "x" + want[x.To():]
		}
		if got := s.Apply(tr).Doc.String(); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
}

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
	r := seeded(t)
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
		s := randomMarkdown(r, 60, true) + []string{"", "\xe4", "\xff\n", "ſK", "x\r\n"}[r.Intn(5)] + randomMarkdown(r, 30, true)
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
	r := seeded(t)
	for range 500 {
		s := randomMarkdown(r, 20, true) + "ＡＢＣİ　x"
		f := foldText(s)
		for i, c := range f.s {
			orig, _ := text.New(s).Rune(f.at(i))
			if foldRune(orig) != c {
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

func TestOutline(t *testing.T) {
	d := text.New("---\n# no\n---\n# 一 #\nx\n```\n# code\n```\n## 二 {#id}\r\nTitle\n===\n- a\n---\n#no\n")
	floor := len("---\n# no\n---\n")
	var got []string
	for _, h := range Outline(d, floor) {
		got = append(got, fmt.Sprintf("%d %s %d %d-%d", h.Level, h.Text, h.Line, h.From, h.To))
	}
	want := []string{"1 一 3 13-52", "2 二 8 38-52", "1 Title 9 52-74"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Error(diff)
	}
}

func TestMovingASectionKeepsTheText(t *testing.T) {
	r := seeded(t)
	for range 300 {
		var b strings.Builder
		for i := range 2 + r.Intn(5) {
			fmt.Fprintf(&b, "%s h%d\n\n正文 %d\n\n", strings.Repeat("#", 1+r.Intn(3)), i, i)
		}
		s := text.NewState(strings.TrimRight(b.String(), "\n") + []string{"", "\n", "\n\n"}[r.Intn(3)])
		o := Outline(s.Doc, 0)
		from, to := r.Intn(len(o)), r.Intn(len(o)+1)
		tr, ok := MoveSection(s, env, o, from, to)
		if !ok {
			continue
		}
		after := s.Apply(tr)
		sorted := func(d text.Doc) []string {
			var out []string
			for l := range strings.SplitSeq(d.String(), "\n") {
				if strings.TrimSpace(l) != "" {
					out = append(out, l)
				}
			}
			slices.Sort(out)
			return out
		}
		if diff := cmp.Diff(sorted(after.Doc), sorted(s.Doc)); diff != "" {
			t.Fatalf("moving %d before %d of %q gives %q", from, to, s.Doc, after.Doc)
		}
		if got := after.Doc.Line(after.Doc.LineAt(after.Selection.MainRange().Head)); !strings.HasPrefix(got, "#") {
			t.Fatalf("the caret is in %q of %q", got, after.Doc)
		}
	}
}

func FuzzCommands(f *testing.F) {
	f.Add("- a\n| b |\n|---|\n**c**", 3, 9)
	rows := NewTable("linux").All()
	f.Fuzz(func(t *testing.T, doc string, a, b int) {
		s := text.NewState(doc)
		s.Selection = text.Single(min(max(a, 0), len(doc)), min(max(b, 0), len(doc)))
		for _, c := range rows {
			if c.Run == nil {
				continue
			}
			if tr, ok := c.Run(s, env); ok {
				s.Apply(tr)
			}
		}
	})
}

func large() text.State {
	s := text.NewState(strings.Repeat("由于最近两年在从事 Service Mesh 方面的一些工作，而本次大会中有多个议程。\n\n- 一\n- 二\n\n", 8000))
	s.Selection = text.Caret(s.Doc.LineEnd(s.Doc.Lines() / 2))
	return s
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

func BenchmarkThousandCaretsTyping(b *testing.B) {
	s := large()
	s.Selection = text.Selection{}
	for i := range 1000 {
		e := s.Doc.LineEnd(i * 5)
		s.Selection.Ranges = append(s.Selection.Ranges, text.Range{Anchor: e, Head: e})
	}
	for b.Loop() {
		tr, _ := Insert(s, env, "中")
		s.Apply(tr)
	}
}

func BenchmarkCommandsIn1MB(b *testing.B) {
	s := large()
	for name, f := range map[string]Func{"enter": Newline, "bold": Bold, "type": func(s text.State, env Env) (text.Transaction, bool) { return Insert(s, env, "中") }, "tab": Tab, "backspace": DeleteLeft} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f(s, env)
			}
		})
	}
}
