package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A line longer than longLine is set in pieces of about pieceLen bytes, each a paragraph of its own that begins on a new row, so
// that a key in a line of a megabyte costs no more than one in a long paragraph.
const (
	longLine = 16 << 10
	pieceLen = 8 << 10
	pieceGap = 256 // how far before its full length a piece may end, to end behind a space
)

// cutLines appends the units of whole lines. last says that the text reaches the document's end, so that what is behind the last
// line feed is a line too, if only an empty one.
func (l *Layout) cutLines(dst []unit, s string, last bool) []unit {
	for {
		i := strings.IndexByte(s, '\n')
		if i < 0 {
			break
		}
		term, line := 1, s[:i]
		if i > 0 && line[i-1] == '\r' {
			term, line = 2, line[:i-1]
		}
		dst, s = l.cutLine(dst, line, term), s[i+1:]
	}
	if last {
		dst = l.cutLine(dst, s, 0)
	}
	return dst
}

// cutLine appends the units of one line. Where it is cut depends on nothing but its text.
func (l *Layout) cutLine(dst []unit, line string, term int) []unit {
	if len(line) > longLine {
		for len(line) > longLine {
			n := pieceEnd(line)
			u := unit{bytes: int32(n), ems: estimate(line[:n]), flags: goesOn}
			u.height = l.guess(u.ems)
			dst, line = append(dst, u), line[n:]
		}
	}
	u := unit{bytes: int32(len(line) + term), ems: estimate(line)}
	switch term {
	case 1:
		u.flags = term1
	case 2:
		u.flags = term2
	}
	u.height = l.guess(u.ems)
	return append(dst, u)
}

// pieceEnd is where the first piece of a long line ends: behind a space, else between two runes that do not belong together.
func pieceEnd(line string) int {
	for i := pieceLen; i > pieceLen-pieceGap; i-- {
		if line[i-1] == ' ' && line[i] != ' ' {
			return i
		}
	}
	for i := pieceLen; i > pieceLen/2; i-- {
		if !utf8.RuneStart(line[i]) {
			continue
		}
		r, _ := utf8.DecodeRuneInString(line[i:])
		b, _ := utf8.DecodeLastRuneInString(line[:i])
		if unicode.Is(unicode.M, r) || r == 0x200d || b == 0x200d || r >= 0x1f1e6 && r <= 0x1f1ff || r >= 0x1f3fb && r <= 0x1f3ff {
			continue
		}
		return i
	}
	i := pieceLen
	for i > pieceLen-utf8.UTFMax && !utf8.RuneStart(line[i]) {
		i--
	}
	return i
}

// estimate is about the width that the text has without wrapping, in eighths of an em.
func estimate(s string) int32 {
	n := int32(0)
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b < 0x80:
			n += 4
		case b >= 0xe2:
			n += 8 // the first byte of a Chinese character, an emoji or a dash
		case b >= 0xc0:
			n += 5
		}
	}
	return n
}

// guess is the height of a unit of that estimated width.
func (l *Layout) guess(ems int32) int32 {
	rows := int32(1)
	if perRow := int32(l.cfg.Width / l.cfg.Options.Base.Size * 8); perRow > 0 {
		rows = max(1, (ems+perRow-1)/perRow)
	}
	return rows * int32(l.rowHeight)
}
