package paint

import (
	"strings"
	"testing"

	"lanyard/assets"
	"lanyard/assets/typeset/typesettest"
	"lanyard/store/markdown"
)

// TestAFigureIsDrawnWhereverItStands: Hugo's own figure is a picture with its caption alone in a block, in an item, and between words, by either
// delimiter where the site lets raw HTML pass.
func TestAFigureIsDrawnWhereverItStands(t *testing.T) {
	for _, c := range []struct {
		body          string
		safe, omitted bool
	}{
		{body: "{{% figure src=\"p.jpg\" caption=\"The *hall*\" %}}\n"},
		{body: "- one\n- {{% figure src=\"p.jpg\" caption=\"The *hall*\" %}}\n- three\n"},
		{body: "- one\n\n  {{% figure src=\"p.jpg\" caption=\"The *hall*\" %}}\n\n- three\n"},
		{body: "- one {{% figure src=\"p.jpg\" caption=\"The *hall*\" %}}\n- three\n"},
		{body: "1. one\n{{% figure src=\"p.jpg\" caption=\"The *hall*\" %}}\n2. three\n"},
		{body: "> a {{% figure src=\"p.jpg\" caption=\"The *hall*\" %}} b\n"},
		{body: "One {{< figure src=\"p.jpg\" caption=\"The *hall*\" >}} and more\n", safe: true},
		{body: "| a | b |\n|--|--|\n| x | {{< figure src=\"p.jpg\" caption=\"The *hall*\" >}} |\n", safe: true},
		{body: "- one {{% figure src=\"p.jpg\" caption=\"The *hall*\" %}}\n", safe: true, omitted: true},
	} {
		doc := markdown.Parse(c.body, 0, markdown.Options{Unsafe: !c.safe})
		set := NewSetter(typesettest.Book(), Style{Em: 16, Scale: 1, Colours: Light()}, testPics{}, assets.T).Block(doc.Blocks[0], Context{Doc: doc}, 600)
		photos, caption, code := 0, false, false
		for _, it := range set.items {
			switch it := it.(type) {
			case *photo:
				if it.dest == "p.jpg" && it.h > 0 {
					photos++
				}
			case *Lines:
				caption = caption || strings.Contains(it.P.Text(), "The hall")
				if strings.HasPrefix(it.P.Text(), " ") {
					t.Errorf("%q: a line begins with a blank: %q", c.body, it.P.Text())
				}
				code = code || strings.Contains(it.P.Text(), "figure")
			}
		}
		if c.omitted {
			if photos != 0 || !code {
				t.Errorf("%q, which the site leaves out: %d pictures, named %v", c.body, photos, code)
			}
		} else if photos != 1 || !caption || code {
			t.Errorf("%q: %d pictures, caption %v, shown as code %v", c.body, photos, caption, code)
		}
	}
}
