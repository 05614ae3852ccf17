package typeset

// NextWord returns the end of the word at or after off.
func NextWord(text string, off int) int { return len(text) }

// PrevWord returns the start of the word at or before off.
func PrevWord(text string, off int) int { return 0 }

// WordAt returns the word around off.
func WordAt(text string, off int) (from, to int) { return off, off }
