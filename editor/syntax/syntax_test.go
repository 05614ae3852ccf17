package syntax

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/editor/text"
)

var kindNames = map[Kind]string{
	FrontMatter: "front", FrontKey: "key", Marker: "m", ListMarker: "li", Rule: "rule", Code: "code", CodeBlock: "block", CodeInfo: "info",
	LinkText: "text", LinkURL: "url", LinkLabel: "label", ImageAlt: "alt", HTML: "html", Comment: "comment", Shortcode: "short",
	Footnote: "note", TablePipe: "pipe", Math: "math", Entity: "ent", HardBreak: "br", Keyword: "kw", Name: "name", Function: "func",
	String: "str", Number: "num", CodeComment: "cc", Operator: "op", Tag: "tag", Attribute: "attr",
}

// show writes the colours of a text: a span is kind+flags(text); plain text without flags stands for itself.
func show(x *Index, doc text.Doc) string {
	var b strings.Builder
	for i := range doc.Lines() {
		if i > 0 {
			b.WriteByte('\n')
		}
		s := doc.Line(i)
		for _, sp := range x.Line(i) {
			name := kindNames[sp.Kind]
			for f, c := range map[Flags]string{Strong: "+b", Emphasis: "+i", Strike: "+s"} {
				if sp.Flags&f != 0 {
					name += c
				}
			}
			if h := sp.Flags.Heading(); h > 0 {
				name += fmt.Sprintf("+h%d", h)
			}
			if name == "" {
				b.WriteString(s[sp.From:sp.To])
			} else {
				fmt.Fprintf(&b, "%s⟨%s⟩", name, s[sp.From:sp.To])
			}
		}
	}
	return b.String()
}

func finish(x *Index) {
	for {
		w := x.Work()
		if w == nil {
			return
		}
		w.Do(context.Background())
		x.Done(w)
	}
}

func TestColours(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"bold Chinese", "中文**粗体**中文", "中文m+b⟨**⟩+b⟨粗体⟩m+b⟨**⟩中文"},
		{"stars that stay literal", "**“加粗”**后文", "**“加粗”**后文"},
		{"stars beside a space", "**强调：** 文", "m+b⟨**⟩+b⟨强调：⟩m+b⟨**⟩ 文"},
		{"underscore in a word", "a_b_c _d_", "a_b_c m+i⟨_⟩+i⟨d⟩m+i⟨_⟩"},
		{"strike", "~~旧~~", "m+s⟨~~⟩+s⟨旧⟩m+s⟨~~⟩"},
		{"over a line end", "*a\nb*", "m+i⟨*⟩+i⟨a⟩\n+i⟨b⟩m+i⟨*⟩"},
		{"not over an empty line", "*a\n\nb*", "*a\n\nb*"},
		{"heading", "## 大会 `x` ##", "m+h2⟨##⟩+h2⟨ 大会 ⟩m+h2⟨`⟩code+h2⟨x⟩m+h2⟨`⟩+h2⟨ ⟩m+h2⟨##⟩"},
		{"setext", "a\nb\n---\nc", "+h2⟨a⟩\n+h2⟨b⟩\nrule+h2⟨---⟩\nc"},
		{"rule", "a\n\n---\n* * *", "a\n\nrule⟨---⟩\nrule⟨* * *⟩"},
		{"code span", "`` a`b `` `c", "m⟨``⟩code⟨ a`b ⟩m⟨``⟩ `c"},
		{"link", "[文 *a*](/u \"t\") [x][y]", "m⟨[⟩text⟨文 ⟩m+i⟨*⟩text+i⟨a⟩m+i⟨*⟩m⟨](⟩url⟨/u \"t\"⟩m⟨)⟩ m⟨[⟩text⟨x⟩m⟨][⟩label⟨y⟩m⟨]⟩"},
		{"image", "![图](a.jpg)", "m⟨![⟩alt⟨图⟩m⟨](⟩url⟨a.jpg⟩m⟨)⟩"},
		{"addresses", "<http://a.b> https://c.d/e_f_g.", "m⟨<⟩url⟨http://a.b⟩m⟨>⟩ url⟨https://c.d/e_f_g⟩."},
		{"html", "a <b c=\"d\">e</b> <!--more--> 1 < 2", "a html⟨<b c=\"d\">⟩ehtml⟨</b>⟩ comment⟨<!--more-->⟩ 1 < 2"},
		{"html block", "<div>\n*a*\n\n*b*", "html⟨<div>⟩\n*a*\n\nm+i⟨*⟩+i⟨b⟩m+i⟨*⟩"},
		{"comment block", "<!-- a\nb --> c\nd", "comment⟨<!-- a⟩\ncomment⟨b -->⟩ c\nd"},
		{"shortcode", "{{< figure src=\"a_b_c\" >}} {{% x %}} {{ y }}", "short⟨{{< figure src=\"a_b_c\" >}}⟩ short⟨{{% x %}}⟩ {{ y }}"},
		{"footnote", "a[^1]\n\n[^1]: *b*", "anote⟨[^1]⟩\n\nnote⟨[^1]:⟩ m+i⟨*⟩+i⟨b⟩m+i⟨*⟩"},
		{"list and task", "- a\n  1. b\n- [x] c", "li⟨-⟩ a\n  li⟨1.⟩ b\nli⟨-⟩ li⟨[x]⟩ c"},
		{"quote", "> *a\n> b*\nc", "m⟨>⟩ m+i⟨*⟩+i⟨a⟩\nm⟨>⟩ +i⟨b⟩m+i⟨*⟩\nc"},
		{"table", "| a | `b` |\n|---|:-:|\n| c\\|d | e |\n\nf", "pipe⟨|⟩ a pipe⟨|⟩ m⟨`⟩code⟨b⟩m⟨`⟩ pipe⟨|⟩\npipe⟨|---|:-:|⟩\npipe⟨|⟩ cent⟨\\|⟩d pipe⟨|⟩ e pipe⟨|⟩\n\nf"},
		{"fence", "```go\nx := 1 // 中\n```\n*a*", "m⟨```⟩info⟨go⟩\nblock⟨x ⟩op⟨:=⟩block⟨ ⟩num⟨1⟩block⟨ ⟩cc⟨// 中⟩\nm⟨```⟩\nm+i⟨*⟩+i⟨a⟩m+i⟨*⟩"},
		{"fence in a list", "- a\n  ~~~\n  b\n  ~~~\nc", "li⟨-⟩ a\n  m⟨~~~⟩\nblock⟨  b⟩\n  m⟨~~~⟩\nc"},
		{"indented code", "a\n\n    *b*\n", "a\n\n    block⟨*b*⟩\n"},
		{"lazy quote", "> a\n*b*", "m⟨>⟩ a\nm+i⟨*⟩+i⟨b⟩m+i⟨*⟩"},
		{"yaml", "---\ntitle: \"中\" # c\n- a: b\n---\n# h", "m⟨---⟩\nkey⟨title⟩m⟨:⟩front⟨ \"中\" # c⟩\nfront⟨- ⟩key⟨a⟩m⟨:⟩front⟨ b⟩\nm⟨---⟩\nm+h1⟨#⟩+h1⟨ h⟩"},
		{"toml", "+++\na = 1\n[b]\n+++\nc", "m⟨+++⟩\nkey⟨a ⟩m⟨=⟩front⟨ 1⟩\nkey⟨[b]⟩\nm⟨+++⟩\nc"},
		{"json", "{\n \"a\": \"}\"\n}\nc", "front⟨{⟩\nfront⟨ ⟩key⟨\"a\"⟩m⟨:⟩front⟨ \"}\"⟩\nfront⟨}⟩\nc"},
		{"hard breaks", "a  \nb\\\nc  ", "abr⟨  ⟩\nbbr⟨\\⟩\nc  "},
		{"maths", "$$a_b$$ $x_1$ 5$ and $6\n\n$$\na\n$$\nb", "math⟨$$a_b$$⟩ math⟨$x_1$⟩ 5$ and $6\n\nmath⟨$$⟩\nmath⟨a⟩\nmath⟨$$⟩\nb"},
		{"definition", "[a]: /b", "label⟨[a]:⟩url⟨ /b⟩"},
		{"entities", "&amp; \\* &x", "ent⟨&amp;⟩ ent⟨\\*⟩ &x"},
		{"nested", "***a** b*", "m+i⟨*⟩m+b+i⟨**⟩+b+i⟨a⟩m+b+i⟨**⟩+i⟨ b⟩m+i⟨*⟩"},
		{"mixed ends", "# a\r\n*b*\r\n", "m+h1⟨#⟩+h1⟨ a⟩\nm+i⟨*⟩+i⟨b⟩m+i⟨*⟩\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := text.New(c.in)
			x := New(doc)
			show(x, doc)
			finish(x)
			got := show(x, doc)
			got = strings.NewReplacer("+i+b", "+b+i").Replace(got)
			if diff := cmp.Diff(got, c.want); diff != "" {
				t.Errorf("%s\ngot  %s\nwant %s", diff, got, c.want)
			}
		})
	}
}

// A single tilde strikes out for some versions of Hugo; what is shown follows when the version becomes known.
func TestSingleTildeByVersion(t *testing.T) {
	doc := text.New("~a~ ~~b~~\n\n> 10~20人，30~40岁\n")
	x := New(doc)
	with := "m+s⟨~⟩+s⟨a⟩m+s⟨~⟩ m+s⟨~~⟩+s⟨b⟩m+s⟨~~⟩\n\nm⟨>⟩ 10m+s⟨~⟩+s⟨20人，30⟩m+s⟨~⟩40岁\n"
	without := "~a~ m+s⟨~~⟩+s⟨b⟩m+s⟨~~⟩\n\nm⟨>⟩ 10~20人，30~40岁\n"
	for i, c := range []struct {
		double, changes bool
		want            string
	}{{false, false, with}, {true, true, without}, {true, false, without}, {false, true, with}} {
		if got := x.SetDoubleTilde(c.double); got != c.changes {
			t.Errorf("%d: changes %v", i, got)
		}
		if diff := cmp.Diff(show(x, doc), c.want); diff != "" {
			t.Errorf("%d: %s", i, diff)
		}
	}
}

var pieces = []string{
	"a", "中文", "，", " ", "  ", "\n", "\n\n", "\r\n", "*", "**", "_", "~~", "`", "``", "```", "```go\n", "~~~\n", "# ", "## ", "- ", "1. ", "> ",
	"    ", "\t", "[", "]", "](b)", "![", "(", ")", "<", ">", "<div>", "</div>", "<!--", "-->", "{{<", ">}}", "{{% x %}}", "[^1]", "[^1]: ", "|",
	"| a | b |\n", "|---|---|\n", "---\n", "===\n", "+++\n", "$$", "$x_1$", "\\", "&amp;", "https://a.b/c", "func f() { return 1 }\n", ": ", "[a]: b\n",
	"- [x] ", "{", "}", "\"", "<script>", "<pre>", "</pre>\n",
}

func randomText(r *rand.Rand, n int) string {
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(pieces[r.Intn(len(pieces))])
	}
	return b.String()
}

func samples(t testing.TB) []string {
	paths, _ := filepath.Glob("../../../shared/samples/posts/*.md")
	more, _ := filepath.Glob("../../../shared/samples/seed-post/*.md")
	var out []string
	for _, p := range append(paths, more...) {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	return out
}

// checkCover fails when spans do not cover their line in order.
func checkCover(t *testing.T, spans []Span, n int) {
	t.Helper()
	pos := 0
	for _, s := range spans {
		if s.From != pos || s.To <= s.From {
			t.Fatalf("spans %v do not cover %d bytes", spans, n)
		}
		pos = s.To
	}
	if pos != n {
		t.Fatalf("spans %v do not cover %d bytes", spans, n)
	}
}

var fenceLanguage = regexp.MustCompile("(?m)^([ >]*(?:```|~~~)).*$")

// TestColouringAfterEditsEqualsColouringFromScratch also holds the promise of Update, Idle and Done: what they do not report is as
// it was.
func TestColouringAfterEditsEqualsColouringFromScratch(t *testing.T) {
	seed := time.Now().UnixNano()
	if s := os.Getenv("SEED"); s != "" {
		fmt.Sscan(s, &seed)
	}
	r := rand.New(rand.NewSource(seed))
	texts := samples(t)
	rounds := 100
	if testing.Short() { // under the race detector a lexer's expression may run into its own time limit, which no test can lift
		rounds = 30
		for i := range texts {
			texts[i] = fenceLanguage.ReplaceAllString(texts[i], "$1")
		}
	}
	for round := range rounds {
		var s string
		if len(texts) > 0 && round%5 == 0 {
			s = texts[r.Intn(len(texts))]
		} else {
			s = randomText(r, r.Intn(600))
		}
		doc := text.New(s)
		x := New(doc)
		x.patience = time.Hour // how far the tokens come must not depend on the machine
		var shown [][]Span
		for i := range doc.Lines() {
			shown = append(shown, slices.Clone(x.Line(i)))
		}
		repaint := func(from, to int) {
			for i := from; i < min(to, len(shown)); i++ {
				shown[i] = slices.Clone(x.Line(i))
			}
		}
		log := []string{fmt.Sprintf("%q", s)}
		for range 12 {
			from := r.Intn(doc.Len() + 1)
			to := min(from+r.Intn(1<<r.Intn(8)), doc.Len())
			ins := randomText(r, r.Intn(1<<r.Intn(6)))
			c := doc.Replace(from, to, ins)
			if c.Empty() {
				continue
			}
			log = append(log, fmt.Sprintf("[%d,%d) %q", from, to, ins))
			a, b, newB := c.Span()
			first, last := doc.LineAt(a), doc.LineAt(b)
			next := c.Apply(doc)
			newLast := next.LineAt(newB)
			dirtyFrom, dirtyTo := x.Update(c, next)
			doc = next
			shown = slices.Replace(shown, first, last+1, make([][]Span, newLast-first+1)...)
			if dirtyFrom > first || dirtyTo <= newLast {
				t.Fatalf("seed %d: edit of lines %d to %d, dirty [%d, %d)", seed, first, newLast, dirtyFrom, dirtyTo)
			}
			repaint(dirtyFrom, dirtyTo)
			if r.Intn(3) > 0 {
				continue
			}
			if r.Intn(2) == 0 {
				for {
					f, to, more := x.Idle()
					repaint(f, to)
					if !more {
						break
					}
				}
			} else {
				for w := x.Work(); w != nil; w = x.Work() {
					w.Do(context.Background())
					repaint(x.Done(w))
				}
			}
			fresh := New(doc)
			fresh.patience = time.Hour
			for i := range doc.Lines() {
				fresh.Line(i)
			}
			finish(fresh)
			for i := range doc.Lines() {
				want := fresh.Line(i)
				checkCover(t, want, len(doc.Line(i)))
				if diff := cmp.Diff(shown[i], want); diff != "" && len(shown[i])+len(want) > 0 {
					t.Fatalf("seed %d round %d: line %d %q differs from scratch: %s\n%s\ndoc %q", seed, round, i, doc.Line(i), diff, strings.Join(log, "\n"), doc)
				}
			}
		}
	}
}

func FuzzColour(f *testing.F) {
	f.Add("**a** `b` [c](d)", 3, "*")
	f.Fuzz(func(t *testing.T, s string, at int, ins string) {
		doc := text.New(s)
		x := New(doc)
		for i := range doc.Lines() {
			checkCover(t, x.Line(i), len(doc.Line(i)))
		}
		at = min(max(at, 0), doc.Len())
		c := doc.Replace(at, at, ins)
		doc = c.Apply(doc)
		x.Update(c, doc)
		for i := range doc.Lines() {
			checkCover(t, x.Line(i), len(doc.Line(i)))
		}
	})
}

func large() string {
	var b strings.Builder
	for i := 0; b.Len() < 1_000_000; i++ {
		fmt.Fprintf(&b, "## 第 %d 节\n\n由于最近两年在从事 **Service Mesh** 方面的一些工作，[议程](http://a.b/%d) 和 `code`。\n\n- 一\n- 二\n\n", i, i)
	}
	return b.String()
}

func TestHostileTextIsColouredInTime(t *testing.T) {
	for name, s := range map[string]string{
		"one line":        strings.Repeat("由于**最近**两年 ", 50_000),
		"stars":           strings.Repeat("*a **b ", 150_000),
		"brackets":        strings.Repeat("[a](b", 200_000),
		"images":          strings.Repeat("![", 500_000),
		"ticks":           strings.Repeat("`a``b```c", 100_000),
		"tags":            strings.Repeat("<a b=\"", 150_000),
		"comments":        strings.Repeat("<!--", 250_000),
		"quotes":          strings.Repeat(">", 1_000_000),
		"lists":           strings.Repeat("- ", 500_000),
		"lines":           strings.Repeat("\n", 300_000),
		"paragraph":       strings.Repeat("*a\n", 300_000),
		"dollars":         strings.Repeat("$a", 500_000),
		"shortcodes":      strings.Repeat("{{<", 300_000),
		"fence":           "```go\n" + strings.Repeat("x := 1\n", 150_000),
		"fence, one line": "```json\n" + strings.Repeat("[", 1_000_000),
		"entities":        strings.Repeat("&a", 500_000),
		"underscores":     strings.Repeat("_", 1_000_000),
		"table":           strings.Repeat("|", 500_000) + "\n" + strings.Repeat("|-", 250_000) + "|\n",
	} {
		doc := text.New(s)
		x := New(doc)
		begin := time.Now()
		for i := range min(doc.Lines(), 40) {
			checkCover(t, x.Line(i), len(doc.Line(i)))
		}
		finish(x)
		x.Line(doc.Lines() - 1)
		if d := time.Since(begin); d > 10*time.Second {
			t.Errorf("%s: %v", name, d)
		}
	}
}

func BenchmarkKey(b *testing.B) {
	for _, n := range []int{15_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			doc := text.New(large()[:n])
			x := New(doc)
			x.Line(doc.Lines() - 1)
			at := doc.LineStart(doc.Lines()/2/8*8+2) + 30
			b.ReportAllocs()
			for b.Loop() {
				for _, ins := range []string{"中", ""} {
					c := doc.Replace(at, at+3-len(ins), ins)
					if ins != "" {
						c = doc.Replace(at, at, ins)
					}
					doc = c.Apply(doc)
					from, to := x.Update(c, doc)
					for i := from; i < to; i++ {
						x.Line(i)
					}
				}
			}
		})
	}
}

// BenchmarkOpenFence opens and closes a fence at the top, with a screen of lines shown.
func BenchmarkOpenFence(b *testing.B) {
	doc := text.New(large())
	x := New(doc)
	x.Line(doc.Lines() - 1)
	for b.Loop() {
		c := doc.Replace(0, 0, "```\n")
		doc = c.Apply(doc)
		x.Update(c, doc)
		for i := range 50 {
			x.Line(i)
		}
		c = doc.Replace(0, 4, "")
		doc = c.Apply(doc)
		x.Update(c, doc)
		for i := range 50 {
			x.Line(i)
		}
	}
}

func BenchmarkEndOfLargeText(b *testing.B) {
	doc := text.New(large())
	for b.Loop() {
		New(doc).Line(doc.Lines() - 1)
	}
}
