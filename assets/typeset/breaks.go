package typeset

// breakClass says how good a place is to end a row.
type breakClass uint8

const (
	breakNone   breakClass = iota
	breakWeak              // within a URL: only where the whole does not fit a row
	breakNormal            // an opportunity of UAX #14
	breakForced            // after a line feed
)

// tailorBreaks changes the opportunities of UAX #14 where an author of Markdown
// expects otherwise: a URL is moved to the next row rather than broken, and the
// marks of emphasis and code stay with the ideographs that they touch, on both
// sides, as quotation marks do.
func (s *Shaper) tailorBreaks() {
	for i := 0; i < len(s.runes); i++ {
		switch s.runes[i] {
		case ':':
			if i+2 < len(s.runes) && s.runes[i+1] == '/' && s.runes[i+2] == '/' {
				i = s.joinURL(i)
			}
		case '*', '`', '~', '_':
			s.glue(i)
			if i == 0 || s.runes[i-1] != s.runes[i] {
				s.glueStart(i)
			}
		}
	}
}

// joinURL weakens the breaks of the URL whose "://" is at colon, and returns
// the index of its last rune.
func (s *Shaper) joinURL(colon int) int {
	from := colon
	for from > 0 && isSchemeRune(s.runes[from-1]) {
		from--
	}
	to := colon
	for to < len(s.runes) && isURLRune(s.runes[to]) {
		to++
	}
	for i := from + 1; i < to; i++ {
		if s.breaks[i] == breakNormal {
			s.breaks[i] = breakWeak
		}
	}
	return to - 1
}

func isSchemeRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '+' || r == '-' || r == '.'
}

func isURLRune(r rune) bool {
	return r > ' ' && r < 0x7F && r != '<' && r != '>' && r != '"' && r != '`' && r != '|'
}

// glue forbids a break after the mark at i unless a space follows the marks.
func (s *Shaper) glue(i int) {
	if i+1 < len(s.runes) && s.breaks[i+1] == breakNormal && s.runes[i+1] != ' ' && s.runes[i] != ' ' {
		s.breaks[i+1] = breakNone
	}
}

// glueStart forbids a break before the first mark of a row of them unless a
// space precedes it.
func (s *Shaper) glueStart(i int) {
	if i > 0 && s.breaks[i] == breakNormal && s.runes[i-1] != ' ' && s.runes[i-1] != '\t' {
		s.breaks[i] = breakNone
	}
}
