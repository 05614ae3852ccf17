package typeset

import (
	"unicode"
	"unicode/utf8"
)

// wordClass groups runes for word motion. Neighbours of the same class belong
// to one word; there is no dictionary, so Chinese goes by runs of ideographs
// between marks, and kana, Hangul and Latin by their own.
type wordClass uint8

const (
	classSpace wordClass = iota
	classFeed
	classMark // punctuation and symbols
	classWord
	classHan
	classHiragana
	classKatakana
	classHangul
	classEmoji
	classThai // and other scripts without spaces
)

// maxWord bounds a word, in clusters.
const maxWord = 2048

// wordRune returns the class of a rune.
func wordRune(r rune) wordClass {
	switch {
	case r == '\n', r == '\r':
		return classFeed
	case r < 0x80:
		if r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z' || r == '_' {
			return classWord
		}
		if r == ' ' || r == '\t' {
			return classSpace
		}
		return classMark
	case unicode.Is(unicode.Han, r) || r == 0x3005 || r == 0x3007:
		return classHan
	case r >= 0x3041 && r <= 0x309F:
		return classHiragana
	case r >= 0x30A1 && r <= 0x30FF && r != 0x30FB, r >= 0x31F0 && r <= 0x31FF, r >= 0xFF66 && r <= 0xFF9F:
		return classKatakana
	case unicode.Is(unicode.Hangul, r):
		return classHangul
	case unicode.IsSpace(r):
		return classSpace
	case emojiPresentation(r):
		return classEmoji
	case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return classThai
	case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), unicode.Is(unicode.Co, r):
		return classWord
	}
	return classMark
}

// clusterClass returns the class of the grapheme cluster at off and its end.
// An apostrophe or a full stop between letters or digits belongs to them.
func clusterClass(text string, off int) (wordClass, int) {
	end := NextGrapheme(text, off)
	r, _ := utf8.DecodeRuneInString(text[off:])
	c := wordRune(r)
	if c != classMark {
		return c, end
	}
	switch r {
	case '\'', '’', '.':
		if off > 0 && end < len(text) {
			before, _ := utf8.DecodeLastRuneInString(text[:off])
			after, _ := utf8.DecodeRuneInString(text[end:])
			if wordRune(before) == classWord && wordRune(after) == classWord {
				return classWord, end
			}
		}
	}
	return c, end
}

// NextWord returns where a move by a word to the right from off ends: behind
// the word that off is in or before, spaces before it skipped. A line feed is a
// word of its own.
func NextWord(text string, off int) int {
	off = max(off, 0)
	for off < len(text) {
		c, end := clusterClass(text, off)
		if c != classSpace {
			if c == classFeed {
				return end
			}
			break
		}
		off = end
	}
	if off >= len(text) {
		return len(text)
	}
	first, end := clusterClass(text, off)
	for n := 0; end < len(text) && n < maxWord; n++ {
		c, next := clusterClass(text, end)
		if c != first {
			break
		}
		end = next
	}
	return end
}

// PrevWord returns where a move by a word to the left from off ends: before the
// word that off is in or behind, spaces behind it skipped.
func PrevWord(text string, off int) int {
	off = min(off, len(text))
	for off > 0 {
		prev := PrevGrapheme(text, off)
		c, _ := clusterClass(text, prev)
		if c != classSpace {
			if c == classFeed {
				return prev
			}
			break
		}
		off = prev
	}
	if off <= 0 {
		return 0
	}
	at := PrevGrapheme(text, off)
	first, _ := clusterClass(text, at)
	for n := 0; at > 0 && n < maxWord; n++ {
		prev := PrevGrapheme(text, at)
		if c, _ := clusterClass(text, prev); c != first {
			break
		}
		at = prev
	}
	return at
}

// WordAt returns the word around off, as a double click selects it: the run of
// one class that the cluster at off belongs to, at the text's end or before a
// line feed the one before it.
func WordAt(text string, off int) (from, to int) {
	off = min(max(off, 0), len(text))
	if len(text) == 0 {
		return 0, 0
	}
	at := off
	if at == len(text) {
		at = PrevGrapheme(text, at)
	}
	class, _ := clusterClass(text, at)
	if at > 0 && (class == classFeed || class == classSpace || class == classMark) && at == off {
		// Behind a word the caret touches it, as a press on its last letter's
		// right half does.
		prev := PrevGrapheme(text, at)
		if c, _ := clusterClass(text, prev); c > classMark {
			at, class = prev, c
		}
	}
	if class == classFeed {
		return off, off
	}
	from, to = at, NextGrapheme(text, at)
	for n := 0; from > 0 && n < maxWord; n++ {
		prev := PrevGrapheme(text, from)
		if c, _ := clusterClass(text, prev); c != class {
			break
		}
		from = prev
	}
	for n := 0; to < len(text) && n < maxWord; n++ {
		c, next := clusterClass(text, to)
		if c != class {
			break
		}
		to = next
	}
	return from, to
}
