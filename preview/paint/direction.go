package paint

import (
	"strings"

	"golang.org/x/text/unicode/bidi"

	"lanyard/store/markdown"
)

// rightToLeft reports whether a text is written from right to left: its first letter with a direction tells (UAX #9, rules P2 and P3). known is
// false where there is none.
func rightToLeft(text string) (rtl, known bool) {
	for _, r := range text {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.L:
			return false, true
		case bidi.R, bidi.AL:
			return true, true
		}
	}
	return false, false
}

// blockRightToLeft is rightToLeft for the first text of a block.
func blockRightToLeft(blk *markdown.Block) (rtl, known bool) {
	if rtl, known = rightToLeft(markdown.PlainText(blk.Inlines)); known {
		return rtl, true
	}
	for _, ch := range blk.Children {
		if ch.Kind == markdown.Code {
			continue
		}
		if rtl, known = blockRightToLeft(ch); known {
			return rtl, true
		}
	}
	return false, false
}

// side sets how far a block moves in, and from which side.
func (b *builder) side(rtl bool, by int, f func()) {
	if !rtl {
		b.inset(by, f)
		return
	}
	by = min(by, max(b.width-b.style.em(5), 0)) // deep nesting stops moving in
	b.width -= by
	f()
	b.width += by
}

// pageDirection is what the page's dir attribute says: rtl for a language or, where it is not known, a text of right to left.
func pageDirection(lang string, texts ...string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	switch base {
	case "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi":
		return "rtl"
	}
	for _, t := range texts {
		if rtl, known := rightToLeft(t); known {
			if rtl {
				return "rtl"
			}
			break
		}
	}
	return ""
}
