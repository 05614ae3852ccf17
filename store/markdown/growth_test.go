package markdown

import (
	"testing"

	"lanyard/store/hostiletest"
)

// everything is a site that has switched on all that there is.
func everything() Options {
	return Options{
		Unsafe: true, Delete: true, Insert: true, Mark: true, Subscript: true, Superscript: true, BlockAttribute: true, Emoji: true,
		EscapedSpace: true, EastAsianLineBreaks: true,
		Passthrough: true, PassthroughBlock: [][2]string{{`\[`, `\]`}, {"$$", "$$"}}, PassthroughInline: [][2]string{{`\(`, `\)`}, {"$", "$"}},
	}
}

// TestTimeGrowsWithTheText: no text takes more than its length to read, to ask, to write as HTML and to type in. The sizes are such that
// what bounds wild paragraphs does not hide how their parsing grows.
func TestTimeGrowsWithTheText(t *testing.T) {
	const n = 3000
	for name, opt := range map[string]Options{"default": {}, "everything": everything(), "old": {Hugo: "0.111.3"}} {
		t.Run("page/"+name, func(t *testing.T) {
			hostiletest.Law(t, n, func(text string) {
				d := Parse(text, 0, opt)
				ask(d)
				d.HTML(nil)
			})
		})
	}
	t.Run("type", func(t *testing.T) {
		hostiletest.Law(t, n, func(text string) {
			d := Parse(text, 0, Options{})
			for i := range 7 {
				at := len(text) * i / 6
				insert := []string{"x", "\n\n"}[i%2]
				ask(Update(d, text[:at]+insert+text[at:], 0, Options{}))
			}
		})
	})
}

// ask asks all that the window asks of a document.
func ask(d *Document) {
	d.References()
	d.Headings()
	d.Footnotes()
}
