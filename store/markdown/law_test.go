package markdown

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// describe writes a document down so that two can be compared.
func describe(d *Document) string {
	var b strings.Builder
	for i, blk := range d.Blocks {
		fmt.Fprintf(&b, "@%d ", d.Starts[i])
		describeBlock(&b, blk, 0)
	}
	for _, f := range d.Footnotes() {
		fmt.Fprintf(&b, "note %d %q\n", f.Number, f.Label)
	}
	for _, h := range d.Headings() {
		fmt.Fprintf(&b, "h %+v\n", h)
	}
	for _, r := range d.References() {
		fmt.Fprintf(&b, "ref %+v\n", r)
	}
	return b.String()
}

// TestTheFirstPartGrowsIntoTheWhole: what the first screen is made of becomes,
// with the rest, what parsing all at once gives.
func TestTheFirstPartGrowsIntoTheWhole(t *testing.T) {
	var b strings.Builder
	for b.Len() < 300<<10 {
		for _, s := range samples(t) {
			b.WriteString(frontMatter.ReplaceAllString(s, "") + "\n\n")
		}
	}
	src := b.String()
	n := FirstPart(src, 0)
	if n >= len(src) || n < 64<<10 {
		t.Fatalf("first part of %d bytes: %d", len(src), n)
	}
	d := Update(Parse(src[:n], 0, Options{}), src, 0, Options{})
	if describe(d) != describe(Parse(src, 0, Options{})) {
		t.Error("the document grown from its first part differs")
	}
	if short := "a\n\nb\n"; FirstPart(short, 0) != len(short) {
		t.Error("a short text is parted")
	}
}

func describeBlock(b *strings.Builder, x *Block, depth int) {
	fmt.Fprintf(b, "%s%d [%d,%d) level=%d tight=%v info=%q text=%q id=%q own=%v aligns=%v open=%v opens=%d closes=%q\n", strings.Repeat(" ", depth),
		x.Kind, x.From, x.To, x.Level, x.Tight, x.Info, x.Text, x.ID, x.OwnID, x.Aligns, x.Open, len(x.Opens), x.Closes)
	describeInlines(b, x.Inlines, depth+1)
	if x.Shortcode != nil {
		fmt.Fprintf(b, "code %s\n", x.Shortcode.Label())
		for _, c := range x.Shortcode.Blocks {
			describeBlock(b, c, depth+1)
		}
	}
	for _, c := range x.Children {
		describeBlock(b, c, depth+1)
	}
}

func describeInlines(b *strings.Builder, ins []Inline, depth int) {
	for i := range ins {
		in := &ins[i]
		fmt.Fprintf(b, "%s.%d [%d,%d) %q dest=%q %q %v\n", strings.Repeat(" ", depth), in.Kind, in.From, in.To, in.Text, in.Dest, in.Title, in.Checked)
		describeInlines(b, in.Children, depth+1)
	}
}

// samples are the posts that came with the project, and texts like the spec's.
func samples(tb testing.TB) []string {
	tb.Helper()
	out := []string{
		"a\n\n[x]: /u\n\n[x] and [y]\n\n[y]: /v 'T'\n\n[^1] b\n\n[^1]: note\n    more\n\nend[^2]\n\n[^2]: two [^1]\n",
		"```go\ncode\n```\n\n~~~\nopen\n\n# not a heading\n",
		"- a\n\n- b\n  - c\n\n    d\n\n1. x\n2. y\n\n> q\n> - z\n\n---\n\nTerm\n: def\n\n: def2\n\nOther\n\n:   x\n",
		"|a|b|\n|-|:-:|\n|1|*2*|\n\nSetext\n===\n\n<div>\n\n*x*\n\n</div>\n\n<!-- c\n\nd -->\n\n<pre>\n\n</pre>\n\n    code\n\n    more\n",
		"{{< figure src=\"a.jpg\" >}}\n\n{{< notice tip >}}\n\ntext *b*\n\n{{< /notice >}}\n\n{{</* x */>}} and {{% b %}}\nin\n{{% /b %}}\n\n<!--more-->\n\nrest {{< ref \"p\" >}}\n",
		"# A\n# A\n## B {#own}\n\"q\" 'r' -- --- ... it's\n&amp; \\* `c` ![i](j \"t\") <http://a.b> www.c.de ~~s~~ - [ ] t\n\n- [x] task\n- [ ] task\n",
		"para\n|a|b|\n|-|-|\n|1|2|\n\n||c|\n|-|-|\n\nlast\n",
		"\r\na\r\nb\r\n\r\n- c\r\n\r\n- d\r\n\r\n\tcode\r\n\r\n>x\r\ny\r\n",
	}
	files, _ := filepath.Glob("../../../shared/samples/posts/*.md")
	for _, f := range files {
		if s, err := os.ReadFile(f); err == nil {
			out = append(out, string(s))
		}
	}
	return out
}

func optionSets() []Options {
	return []Options{
		{},
		{Unsafe: true, HardWraps: true, Hugo: "0.111.3"},
		{Passthrough: true, PassthroughBlock: [][2]string{{"$$", "$$"}, {`\[`, `\]`}}, PassthroughInline: [][2]string{{"$", "$"}}, Delete: true, Mark: true, Insert: true, Subscript: true, Superscript: true, EastAsianLineBreaks: true, Emoji: true, BlockAttribute: true},
	}
}

var pieces = []string{
	"\n", "\n\n", " ", "    ", "\t", "*", "**", "_", "`", "```", "```\n", "~~~\n", "#", "# ", "> ", "- ", "1. ", "[", "]", "](", "(", ")", "![",
	"[x]: /u\n", "\n\n[x]: /new\n\n", "[x]", "[^1]", "\n[^1]: note\n", "[^2]: ", "|", "|-|-|\n", "---\n", "===\n", ": ", "\n: d\n", "<div>\n", "<!--", "-->",
	"<!--more-->", "{{<", ">}}", "{{< a >}}", "{{< /a >}}", "{{% b %}}", "{{</*", "*/>}}", "$$\n", "$", "\\", "&amp;", "\"", "'", "--", "...", "é", "汉字", "\r\n", "<b>", "</b>", "<pre>", "</pre>", "\x00", "a", "word ", ":tada:", "{.c}\n", "{#i .c}\n\n", "==", "++", "~", "^", "→", "<source>\n", "[ ]", " http://a.bc/d).",
}

// TestUpdateEqualsParse edits texts at random and compares the blocks with those
// of a fresh parse.
func TestUpdateEqualsParse(t *testing.T) {
	rounds, base := 16, uint64(1)
	if os.Getenv("LANYARD_SLOW") != "" {
		rounds, base = 300, rand.Uint64()
	}
	for si, src := range samples(t) {
		if len(src) > 8000 {
			src = strings.ToValidUTF8(src[:8000], "")
		}
		opt := optionSets()[si%3]
		seed := base + uint64(si)
		rnd := rand.New(rand.NewPCG(seed, 7))
		d := Parse(src, 0, opt)
		for i := range rounds {
			from := rnd.IntN(len(src) + 1)
			to := from
			if rnd.IntN(2) == 0 {
				to = min(len(src), from+rnd.IntN(12))
			}
			if rnd.IntN(12) == 0 {
				to = min(len(src), from+rnd.IntN(400))
			}
			ins := pieces[rnd.IntN(len(pieces))]
			if rnd.IntN(3) == 0 {
				ins = ""
			}
			if rnd.IntN(8) == 0 && len(src) > 0 {
				a := rnd.IntN(len(src))
				ins = src[a:min(len(src), a+rnd.IntN(200))]
			}
			before := src
			src = src[:from] + ins + src[to:]
			d = Update(d, src, 0, opt)
			got, want := describe(d), describe(Parse(src, 0, opt))
			if got != want {
				t.Fatalf("sample %d seed %d round %d: replacing [%d,%d) with %q\nbefore %q\nafter  %q\n%s", si, seed, i, from, to, ins,
					around(before, from), around(src, from), cmp.Diff(want, got))
			}
		}
	}
}

func around(s string, at int) string {
	return s[max(0, min(len(s), at)-200):min(len(s), at+200)]
}
