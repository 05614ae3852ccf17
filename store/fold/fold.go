// Package fold owns what a search takes for the same letter: small and capital, half and full width.
package fold

import (
	"unicode"
	"unicode/utf8"
)

// Rune gives the rune that stands for all that are looked for alike.
func Rune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r >= 0x2E80 && r <= 0x9FFF && r != 0x3000: // ideographs and their marks
		return r
	case r >= 0xFF01 && r <= 0xFF5E:
		return Rune(r - 0xFEE0)
	case r == 0x3000:
		return ' '
	}
	if r == 'ı' || r == 'İ' { // letters of their own
		return r
	}
	return unicode.ToLower(unicode.ToUpper(r)) // ſ and the sign of Kelvin, too
}

// String folds each rune. Bytes that are no UTF-8 become U+FFFD.
func String(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		out = utf8.AppendRune(out, Rune(r))
	}
	return string(out)
}

// Text folds a text and gives where each byte of the folded one comes from: at[i] is the offset in the text of the rune that byte i belongs to, and
// at has one more item, the text's length.
func Text(text []byte) (folded []byte, at []int32) {
	folded, at = make([]byte, 0, len(text)), make([]int32, 0, len(text)+1)
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(text[i:])
		}
		folded = utf8.AppendRune(folded, Rune(r))
		for len(at) < len(folded) {
			at = append(at, int32(i))
		}
		i += n
	}
	return folded, append(at, int32(len(text)))
}
