package paint

import (
	"strings"
	"testing"

	"lanyard/assets"
	"lanyard/assets/typeset/typesettest"

	"lanyard/store/markdown"
)

// TestRightToLeftIsMirrored: marks of lists and the bar of a quotation stand where their lines begin.
func TestRightToLeftIsMirrored(t *testing.T) {
	for _, c := range []struct {
		body string
		rtl  bool
	}{
		{"- one\n- two\n", false}, {"- واحد\n- two\n", true}, {"- `x` אחת\n", false}, {"1. שלום\n", true}, {"> שלום\n", true}, {"> hello\n", false}, {"- [ ] 一\n- 二\n", false},
	} {
		doc := markdown.Parse(c.body, 0, markdown.Options{})
		blk := doc.Blocks[0]
		if got, _ := blockRightToLeft(blk); got != c.rtl {
			t.Errorf("%q: right to left %v", c.body, got)
		}
		const width = 600
		set := NewSetter(typesettest.Book(), Style{Em: 16, Scale: 1, Colours: Light()}, testPics{}, assets.T).Block(blk, Context{Doc: doc}, width)
		left, right := width, 0
		for _, it := range set.items {
			switch it := it.(type) {
			case *rect:
				left, right = min(left, it.x), max(right, it.x+it.w)
			case *Lines:
				if it.skip {
					left, right = min(left, it.X), max(right, it.X+int(it.P.Row(0).Width+0.5))
				}
			}
		}
		if strings.Contains(c.body, "[ ]") {
			continue
		}
		if c.rtl && (left < width/2 || right > width) || !c.rtl && (right > width/2 || left < 0) {
			t.Errorf("%q: the mark stands between %d and %d of %d", c.body, left, right, width)
		}
	}
}

func TestPageSaysItsDirection(t *testing.T) {
	for _, c := range []struct{ lang, title, body, want string }{
		{"en", "Hello", "<p>x</p>", ""}, {"ar", "Hello", "", ` dir="rtl"`}, {"he-IL", "", "", ` dir="rtl"`}, {"", "שלום", "", ` dir="rtl"`}, {"", "2019", "<p>1 <b>مرحبا</b></p>", ` dir="rtl"`}, {"zh", "你好", "<p>שלום</p>", ""},
	} {
		page := HTMLPage(Head{Title: c.title}, c.body, false, c.lang, nil)
		line, _, _ := strings.Cut(page[strings.Index(page, "<html"):], "\n")
		if got := strings.Contains(line, ` dir="rtl"`); got != (c.want != "") {
			t.Errorf("%+v: %s", c, line)
		}
	}
}
