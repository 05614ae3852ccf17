package paint

import (
	"image"
	"strings"
	"testing"

	"lanyard/assets"
	"lanyard/assets/typeset/typesettest"
	"lanyard/store/markdown"
)

func benchSet(b *testing.B, src string) {
	doc := markdown.Parse(src, 0, markdown.Options{})
	set := NewSetter(typesettest.Book(), Style{Em: 16, Scale: 1, Colours: Light()}, testPics{}, assets.T)
	b.ResetTimer()
	for range b.N {
		for i, blk := range doc.Blocks {
			set.Block(blk, Context{Doc: doc, Start: doc.Starts[i]}, 600)
		}
	}
}

func BenchmarkSetParagraph(b *testing.B) {
	benchSet(b, strings.Repeat("本次大会是由两个大会合并而成的，因此规模空前甚大 with **bold** and [link](u) ", 5))
}

func BenchmarkSetCode300Lines(b *testing.B) {
	benchSet(b, "```go\n"+strings.Repeat("\tfor i := 0; i < 10; i++ { fmt.Println(\"text\", i) } // comment\n", 300)+"```\n")
}

func BenchmarkSetTable100Rows(b *testing.B) {
	benchSet(b, "|a|b|c|\n|-|-|-|\n"+strings.Repeat("|some cell|another cell|third|\n", 100))
}

func BenchmarkDrawScreen(b *testing.B) {
	doc := markdown.Parse(strings.Repeat("本次大会是由两个大会合并而成的，因此规模空前甚大 with **bold** and [link](u) ", 40), 0, markdown.Options{})
	st := Style{Em: 16, Scale: 1, Colours: Light()}
	set := NewSetter(typesettest.Book(), st, testPics{}, assets.T)
	s := set.Block(doc.Blocks[0], Context{Doc: doc}, 600)
	p := NewPainter(st, testPics{})
	img := image.NewRGBA(image.Rect(0, 0, 632, 384))
	b.ResetTimer()
	for range b.N {
		Fill(img, st.Colours.Paper)
		p.Draw(img, 16, 0, s)
	}
}
