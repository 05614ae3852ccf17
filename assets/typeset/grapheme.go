package typeset

import (
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"
)

// NextGrapheme returns the boundary of grapheme clusters (UAX #29) after off,
// which is one itself; after the text's end comes the end. It reads little more
// than the cluster, which it cuts where it is longer than any writing system
// makes it.
func NextGrapheme(text string, off int) int {
	off = max(off, 0)
	if off >= len(text) {
		return len(text)
	}
	r, n := utf8.DecodeRuneInString(text[off:])
	after := off + n
	if after == len(text) {
		return after
	}
	if next, _ := utf8.DecodeRuneInString(text[after:]); aloneRune(r) && aloneRune(next) {
		return after
	}
	// A boundary is safe to start from: what precedes it has no say.
	for size := 64; ; size *= 4 {
		end := runeStart(text, min(off+size, len(text)))
		if b := firstCluster(text[off:end]); b < end-off || end == len(text) || size > maxCluster {
			return off + b
		}
	}
}

// PrevGrapheme returns the boundary before off, which is one itself; before the
// text's start comes the start.
func PrevGrapheme(text string, off int) int {
	off = min(off, len(text))
	if off <= 0 {
		return 0
	}
	r, n := utf8.DecodeLastRuneInString(text[:off])
	before := off - n
	if before == 0 {
		return 0
	}
	if prev, _ := utf8.DecodeLastRuneInString(text[:before]); aloneRune(r) && aloneRune(prev) {
		return before
	}
	// Go back to a place that is a boundary whatever stands around it, between
	// two runes that never join, and count from there.
	start, last := before, r
	for n := 0; start > 0 && n < maxLookBack; n++ {
		prev, n := utf8.DecodeLastRuneInString(text[:start])
		if aloneRune(prev) && aloneRune(last) {
			break
		}
		start -= n
		last = prev
	}
	if start >= before {
		return before
	}
	runes, starts := clusters(text[start:off])
	at, prevAt := start, start
	for i, r := range runes {
		if starts[i] {
			prevAt = at
		}
		at += runeLen(text, at, r)
	}
	return prevAt
}

// clusters returns the runes of text and which of them begin a cluster.
func clusters(text string) (runes []rune, starts []bool) {
	var seg segmenter.Segmenter
	runes = []rune(text)
	starts = make([]bool, len(runes)+1)
	seg.Init(runes)
	markClusters(&seg, runes, starts)
	return runes, starts
}

// markClusters sets starts where the segmenter finds a cluster to begin. The
// segmenter (go-text v0.3.5) forgets that an emoji which directly follows
// another one can be joined to the next; rule GB11 is applied here again.
func markClusters(seg *segmenter.Segmenter, runes []rune, starts []bool) {
	for it := seg.GraphemeIterator(); it.Next(); {
		i := it.Grapheme().Offset
		starts[i] = i < 2 || runes[i-1] != zeroWidthJoiner || !pictograph(runes[i]) || !joins(runes[:i-1])
	}
}

const zeroWidthJoiner = '\u200d'

// joins reports whether runes end in a pictograph and what extends it.
func joins(runes []rune) bool {
	for i := len(runes) - 1; i >= 0; i-- {
		switch r := runes[i]; {
		case pictograph(r):
			return true
		case r == emojiSelector, r == textSelector, r >= 0x1F3FB && r <= 0x1F3FF, unicode.In(r, unicode.Mn, unicode.Me):
		default:
			return false
		}
	}
	return false
}

// maxCluster bounds, in bytes, how far ahead the end of a cluster is looked for.
const maxCluster = 4 * maxLookBack

// maxLookBack bounds, in runes, how far back a cluster is looked for. Only text
// made to hurt reaches it.
const maxLookBack = 1024

// firstCluster returns the length in bytes of the first cluster of text.
func firstCluster(text string) int {
	runes, starts := clusters(text)
	at := 0
	for i, r := range runes {
		if i > 0 && starts[i] {
			break
		}
		at += runeLen(text, at, r)
	}
	return at
}

// runeLen returns the bytes that r, decoded at at, takes: one where text is not
// UTF-8.
func runeLen(text string, at int, r rune) int {
	if r == utf8.RuneError {
		_, n := utf8.DecodeRuneInString(text[at:])
		return n
	}
	return utf8.RuneLen(r)
}

// runeStart moves off back to the start of a rune.
func runeStart(text string, off int) int {
	for off > 0 && off < len(text) && !utf8.RuneStart(text[off]) {
		off--
	}
	return off
}

// aloneRune reports whether there is always a boundary between r and another
// rune of which the same is known: nearly all that is no mark.
func aloneRune(r rune) bool {
	switch {
	case r < 0x300:
		return r != '\r' && r != '\n'
	case r >= 0x3400 && r <= 0x9FFF:
		return true
	case r >= 0x1100 && r <= 0x11FF, r >= 0xA960 && r <= 0xA97F, r >= 0xD7B0 && r <= 0xD7FF: // jamo
		return false
	case r == 0x0E33, r == 0x0EB3, r == 0xFF9E, r == 0xFF9F: // letters that extend
		return false
	case r == 0x0D4E, r >= 0x11000 && r <= 0x11FFF: // letters that precede
		return false
	case r >= 0x1F1E6 && r <= 0x1F1FF, r >= 0x1F3FB && r <= 0x1F3FF: // flags and skin
		return false
	}
	return unicode.IsLetter(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsNumber(r)
}
