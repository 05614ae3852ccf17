package edit

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/editor/syntax"
	"lanyard/editor/text"
	"lanyard/editor/text/texttest"
)

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
	r := texttest.Rand(t)
	done := 0
	for range 4000 {
		s := text.NewState(texttest.Markdown(r, 1+r.Intn(12), false))
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
	r := texttest.Rand(t)
	for range 4000 {
		s := text.NewState(texttest.Markdown(r, 1+r.Intn(12), false))
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

func TestAligningKeepsTheCells(t *testing.T) {
	r := texttest.Rand(t)
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
				row[k] = strings.TrimSpace(strings.ReplaceAll(texttest.Markdown(r, r.Intn(3), false), "|", ""))
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
	r := texttest.Rand(t)
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
	r := texttest.Rand(t)
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

func large() text.State {
	s := text.NewState(strings.Repeat("由于最近两年在从事 Service Mesh 方面的一些工作，而本次大会中有多个议程。\n\n- 一\n- 二\n\n", 8000))
	s.Selection = text.Caret(s.Doc.LineEnd(s.Doc.Lines() / 2))
	return s
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

func BenchmarkOutlineOf1MB(b *testing.B) {
	doc := text.New(strings.Repeat("段落里有一些文字，and some words.\n\n## 标题\n\n- 列表\n- two\n\n", 12_000))
	for b.Loop() {
		Outline(doc, 0)
	}
}
