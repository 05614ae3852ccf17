package store

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable is a name as it can be printed in a line for a terminal: itself, or, where a character of it would end the line, move or colour what
// follows or turn its direction round, quoted and escaped as a string of Go. A file name may have any of these.
func Printable(name string) string {
	if strings.ContainsFunc(name, acts) || !utf8.ValidString(name) {
		return strconv.Quote(name)
	}
	return name
}

// PrintableText is a sentence as it can be printed in a line: what [Printable] would escape in a name is escaped in its place.
func PrintableText(s string) string {
	if !strings.ContainsFunc(s, acts) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd"):
			b.WriteString(`\x` + strconv.FormatUint(uint64(s[i]), 16))
		case acts(r):
			q := strconv.QuoteRune(r)
			b.WriteString(q[1 : len(q)-1])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// acts reports whether a character does something instead of standing in a line: the control characters, the separators of lines and
// paragraphs, and those that embed or override a direction (UAX #9).
func acts(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}
