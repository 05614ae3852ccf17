package library

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"lanyard/store/fold"
)

// A needle is a text that is looked for whatever its case and width. Most texts need no folding for it: where every rune of the needle is an ASCII
// one or has no case, a hit has the needle's own length, and a piece of it stands there as it is written.
type needle struct {
	text []byte // folded
	// plain: the quick way is open. anchor is its longest piece without letters, from the byte at on; without one the rarest letter is looked for.
	plain   bool
	anchor  []byte
	at      int
	letter  [2]byte // small and capital
	marks   bool    // it has ASCII that is no letter and no digit, which in Chinese texts often is of full width
	special bool    // it has a letter that one outside of ASCII is folded to
}

func newNeedle(s string) needle {
	n := needle{text: []byte(fold.String(s)), plain: true}
	from := 0
	piece := func(to int) {
		if to-from > len(n.anchor) {
			n.anchor, n.at = n.text[from:to], from
		}
	}
	rarest := len(frequent)
	for i, r := range string(n.text) {
		size := utf8.RuneLen(r)
		switch {
		case 'a' <= r && r <= 'z':
			if k := bytes.IndexByte([]byte(frequent), byte(r)); k < rarest {
				rarest, n.letter = k, [2]byte{byte(r), byte(r) - 'a' + 'A'}
				if len(n.anchor) == 0 {
					n.at = i
				}
			}
			n.special = n.special || r == 'k' || r == 's'
			piece(i)
			from = i + size
		case r < utf8.RuneSelf:
			n.marks = n.marks || r < '0' || r > '9'
		case r == utf8.RuneError || unicode.SimpleFold(r) != r:
			n.plain = false
		}
	}
	if piece(len(n.text)); len(n.anchor) == 0 {
		n.at = bytes.IndexByte(n.text, n.letter[0])
	}
	return n
}

// frequent are letters from the seldom to the common ones, in English.
const frequent = "zqjxkvbpygfwmucldrhsnioate"

// find gives the first hit at or behind from, as bytes of the text; ok is false without one.
func (n *needle) find(t *haystack, from int) (at, end int, ok bool) {
	if len(n.text) == 0 {
		return from, from, true
	}
	if n.plain && !t.needsFold(n) {
		return n.quick(t.text, from)
	}
	folded, offsets := t.fold()
	for start := t.foldedAt(from); ; {
		i := bytes.Index(folded[start:], n.text)
		if i < 0 {
			return 0, 0, false
		}
		i += start
		at, end = int(offsets[i]), int(offsets[i+len(n.text)])
		if utf8.RuneStart(folded[i]) {
			return at, end, true
		}
		start = i + 1
	}
}

func (n *needle) quick(text []byte, from int) (at, end int, ok bool) {
	size := len(n.text)
	for i := from + n.at; ; i++ {
		if i >= len(text) {
			return 0, 0, false
		}
		k := -1
		if len(n.anchor) > 0 {
			k = bytes.Index(text[i:], n.anchor)
		} else {
			k = either(text[i:], n.letter)
		}
		if k < 0 {
			return 0, 0, false
		}
		i += k
		at = i - n.at
		if at >= from && at+size <= len(text) && alike(text[at:at+size], n.text) {
			return at, at + size, true
		}
	}
}

// either finds the first of two bytes. It looks at one stretch at a time, so that a letter which is seldom small is not looked for to the end of
// the text again and again.
func either(text []byte, b [2]byte) int {
	const stretch = 512
	for from := 0; from < len(text); from += stretch {
		part := text[from:min(from+stretch, len(text))]
		i, j := bytes.IndexByte(part, b[0]), bytes.IndexByte(part, b[1])
		switch {
		case i >= 0 && (j < 0 || i < j):
			return from + i
		case j >= 0:
			return from + j
		}
	}
	return -1
}

// alike reports whether a text is the folded one but for the case of ASCII letters.
func alike(text, folded []byte) bool {
	for i, b := range text {
		if b != folded[i] && !('A' <= b && b <= 'Z' && b+'a'-'A' == folded[i]) {
			return false
		}
	}
	return true
}

// A haystack is a text with what needles need of it, found out once.
type haystack struct {
	text    []byte
	folded  []byte
	offsets []int32
	known   bool // the three below are
	letters bool // it has letters or digits of full width
	marks   bool // it has other characters of full width that ASCII has too
	special bool // it has ſ or the sign of Kelvin
}

func (t *haystack) needsFold(n *needle) bool {
	if !t.known {
		t.look()
	}
	return t.letters || t.marks && n.marks || t.special && n.special
}

// look finds what folding would change besides ASCII letters and what has a case anyway. Full width is U+FF01 to U+FF5E and U+3000.
func (t *haystack) look() {
	t.known = true
	rest := t.text
	for {
		i := bytes.IndexByte(rest, 0xEF)
		if i < 0 || i+2 >= len(rest) {
			break
		}
		switch a, b := rest[i+1], rest[i+2]; {
		case a == 0xBC && (b >= 0x90 && b <= 0x99 || b >= 0xA1 && b <= 0xBA), a == 0xBD && b >= 0x81 && b <= 0x9A:
			t.letters = true
		case a == 0xBC && b >= 0x81, a == 0xBD && b <= 0x9E:
			t.marks = true
		}
		if rest = rest[i+1:]; t.letters && t.marks {
			break
		}
	}
	t.marks = t.marks || bytes.Contains(t.text, []byte("\u3000"))
	t.special = bytes.Contains(t.text, []byte("ſ")) || bytes.Contains(t.text, []byte("\u212A"))
}

func (t *haystack) fold() ([]byte, []int32) {
	if t.offsets == nil {
		t.folded, t.offsets = fold.Text(t.text)
	}
	return t.folded, t.offsets
}

// foldedAt is where the rune at or behind an offset begins in the folded text.
func (t *haystack) foldedAt(off int) int {
	lo, hi := 0, len(t.offsets)-1
	for lo < hi {
		if mid := (lo + hi) / 2; int(t.offsets[mid]) < off {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
