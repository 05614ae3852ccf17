package typeset

import "github.com/go-text/typesetting/segmenter"

// RowEnds returns the offsets of a text at which a row may end (UAX #14), the
// text's end last. It is for texts that another than this package draws, such
// as the fields of the window; the rows of the source have their own.
func RowEnds(text string) []int {
	if text == "" {
		return []int{0}
	}
	runes := []rune(text)
	var seg segmenter.Segmenter
	seg.Init(runes)
	var ends []int
	off, at := 0, 0
	for it := seg.LineIterator(); it.Next(); {
		l := it.Line()
		for ; at < l.Offset+len(l.Text); at++ {
			off += runeLen(text, off, runes[at])
		}
		ends = append(ends, off)
	}
	return ends
}
