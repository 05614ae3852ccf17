package paint

import (
	"image"
	"math/rand/v2"
	"strings"
	"testing"

	"lanyard/assets"
	"lanyard/assets/typeset"
	"lanyard/assets/typeset/typesettest"
	"lanyard/store/markdown"
)

var wild = []string{
	"\n", "\n\n", " ", "    ", "\t", "*", "**", "_", "`", "```\n", "# ", "> ", "- ", "1. ", "[", "](", ")", "![](p.jpg)", "![](no.jpg \"t\")",
	"![](https://e.org)", "[^1]", "\n[^1]: n\n", "|", "|a|b|\n|-|:-:|\n|1|2|\n", "---\n", ": ", "<div>\n", "<b>", "</b>", "<code>", "</code>", "<table><tr><td>x",
	"</table>", "<li>", "<br>", "<img src=p.jpg>", "<!--", "-->", "<!--more-->", "{{< a >}}", "{{< /a >}}", "{{< figure src=p.jpg >}}", "{{% b %}}", "$$\n",
	"- [ ] ", "\u202e", "א", "汉字", "\r\n", "\x00", "\xff", "word ", "> [!NOTE]\n> x\n", "&amp;", "\u200d", "😀",
}

// TestAnyTextCanBeDrawn sets and draws texts of random pieces at odd widths.
func TestAnyTextCanBeDrawn(t *testing.T) {
	const seed = 5
	rnd := rand.New(rand.NewPCG(seed, 2))
	book := typesettest.Book()
	for range 120 {
		var b strings.Builder
		for range rnd.IntN(40) {
			b.WriteString(wild[rnd.IntN(len(wild))])
		}
		drawAny(t, book, b.String(), 1+rnd.IntN(400), rnd.IntN(2) == 0)
	}
}

func FuzzDraw(f *testing.F) {
	for _, s := range constructs() {
		f.Add(s, 300, true)
	}
	book := typesettest.Book()
	f.Fuzz(func(t *testing.T, src string, width int, unsafe bool) {
		if len(src) > 5000 {
			return
		}
		drawAny(t, book, src, 1+max(width, 0)%500, unsafe)
	})
}

func drawAny(t *testing.T, b *typeset.Book, src string, width int, unsafe bool) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%q at width %d", src, width)
			panic(r)
		}
	}()
	doc := markdown.Parse(src, 0, markdown.Options{Unsafe: unsafe})
	st := Style{Em: 16, Scale: 1, Colours: Light()}
	if err := Page(b, Head{}, doc, testPics{}, Sheet{Style: st, Width: width, Text: assets.T}, func(*image.RGBA) error { return nil }); err != nil {
		t.Error(err)
	}
	HTMLPage(Head{Title: "<x>"}, doc.HTML(nil), false, "", nil)
}
