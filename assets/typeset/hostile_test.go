package typeset_test

import (
	"image"
	"strings"
	"testing"
	"time"

	"lanyard/assets/typeset"
	"lanyard/assets/typeset/typesettest"
)

// TestAMegabyteOnOneLineIsSetInBoundedTime sets a megabyte without a line feed,
// and a sixteenth of one of what else has made engines hang. The limits are loose: a machine that
// does other work must not fail, an algorithm that is quadratic must.
func TestAMegabyteOnOneLineIsSetInBoundedTime(t *testing.T) {
	if testing.Short() {
		t.Skip("sets several megabytes")
	}
	book := typesettest.Book()
	img := image.NewRGBA(image.Rect(0, 0, 700, 24))
	for name, unit := range map[string]string{
		"ideographs": "大会背景介绍", "letters": "abcdefgh", "combining marks": "\u0301", "joiners": "\u200d",
		"families": "👨‍👩‍👧", "flags": "🇨🇳", "joined forever": "👨\u200d", "hebrew": "שלום", "arabic words": "مرحبا ",
		"directions": "aש", "embeddings": "\u202ba\u202c", "isolates": "\u2067a", "open brackets": "(ש", "control": "\x01", "spaces": " ", "tabs": "\t", "feeds": "\n",
		"stars": "*", "quotes": "“", "urls": "://", "invalid": "\xff",
	} {
		t.Run(name, func(t *testing.T) {
			size := 1 << 16
			switch name {
			case "ideographs", "combining marks", "tabs", "arabic words":
				size = 1 << 20
			}
			text := strings.Repeat(unit, size/len(unit))
			start := time.Now()
			p := typeset.NewShaper(book).Shape(text, nil, base)
			p.Wrap(630)
			shaped := time.Since(start)
			r := typeset.NewRasterizer(1 << 20)
			for i := 0; i < p.Rows(); i += max(p.Rows()/20, 1) {
				r.DrawRow(img, 0, 0, p, i)
				p.Hit(i, 300)
			}
			p.Wrap(0)
			p.Hit(0, 1e6)
			p.Rects(len(text)/2, len(text))
			typeset.NextWord(text, len(text)/3)
			typeset.PrevWord(text, len(text)/3*2)
			typeset.WordAt(text, len(text)/2)
			typeset.PrevGrapheme(text, len(text))
			t.Logf("shaped in %v, all in %v", shaped, time.Since(start))
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}
