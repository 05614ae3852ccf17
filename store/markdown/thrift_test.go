package markdown

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// stock writes src as goldmark does with Hugo's extensions and nothing of ours.
func stock(tb testing.TB, src string) string {
	tb.Helper()
	md := goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify, extension.TaskList, extension.Typographer, extension.DefinitionList, extension.Footnote),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithAttribute()),
	)
	root := md.Parser().Parse(text.NewReader([]byte(src)), parser.WithContext(parser.NewContext(parser.WithIDs(&pageIDs{used: idSet{}}))))
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, []byte(src), root); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

// TestBoundedParsersAreGoldmarks: what is bounded for the sake of wild paragraphs reads all others as goldmark does.
func TestBoundedParsersAreGoldmarks(t *testing.T) {
	pieces := []string{
		"*", "**", "***", "_", "__", "~", "~~", "a", "b ", " ", "\n", "\n\n", "[", "]", "](", "(c)", ")", "![", "<", ">", "](<d e>)", "\"", "'", "\\", "&amp;", "`", "``",
		"# ", "- ", "1. ", "> ", "[x]: y\n", "[x]", "[^n]", "[^n]: note\n\n", "![^m]", "[^m] ", "\n\n[^m]: m [^n]\n\n", "- [^m]: in a list\n\n", "> [^n]: in a quote\n\n", "\n    more [^m]\n\n", "|a|\n|-|\n|b|\n\n", "中文", "“好”", "{#id}", "http://a.b", "...", "--", "t\n: d\n\n",
	}
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	for range 10000 {
		var b strings.Builder
		for range 2 + rnd.IntN(16) {
			b.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		src := b.String()
		if got, want := Parse(src, 0, Options{Hugo: "0.141"}).HTML(nil), stock(t, src); got != want {
			t.Fatalf("%q:\ngot  %s\nwant %s", src, got, want)
		}
	}
}

// TestManyDefinitionsAreGoldmarks: definitions that are taken out of a paragraph in parts are those that goldmark takes out at once.
func TestManyDefinitionsAreGoldmarks(t *testing.T) {
	var many strings.Builder
	for i := range 3*maxDefs + 17 {
		fmt.Fprintf(&many, "[l%d]: /u%d\n", i, i)
	}
	for _, tail := range []string{"", "\n[l0] [l600]", "text [l0] and [l610]\n[late]: x\n\n[late]", "[t]: u\n\"title\"\n\n[t]", "[t]: u \"ti\ntle\"\n\n[t] [l616]", "[no]:\n\n[no] [l3]"} {
		for _, head := range []string{"", "x\n\n", "> "} {
			src := head + many.String() + tail + "\n"
			got, want := Parse(src, 0, Options{Hugo: "0.111.3"}).HTML(nil), stock(t, src)
			if got != want {
				t.Errorf("%q …%q:\ngot  %.300s\nwant %.300s", head, tail, got, want)
			}
		}
	}
}
