package typeset

// NextGrapheme returns the boundary of grapheme clusters (UAX #29) after off,
// which is one itself; the text's end has none after it.
func NextGrapheme(text string, off int) int { return min(off+1, len(text)) }

// PrevGrapheme returns the boundary before off.
func PrevGrapheme(text string, off int) int { return max(off-1, 0) }
