package spell

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"lanyard/editor/syntax"
)

// Word is a word of a line; offsets are bytes in the line. Text is without markup that stands inside it, as in **K**ubernetes.
type Word struct {
	From, To int
	Text     string
}

// maxWord is the length past which a run of letters is no word, in bytes.
const maxWord = 60

// Words finds the words of a line whose spelling can be judged. spans are the colours of the line. Left alone are code, addresses, file
// names, HTML, shortcodes, words with digits, acronyms and names such as KubeCon.
func Words(line string, spans []syntax.Span) []Word {
	var out []Word
	t := tokens{line: line}
	for _, s := range spans {
		prose := s.Flags&syntax.Mono == 0 && (s.Kind == syntax.Plain || s.Kind == syntax.LinkText || s.Kind == syntax.ImageAlt)
		switch {
		case prose:
			for i := s.From; i < s.To; {
				r, n := utf8.DecodeRuneInString(line[i:])
				if breaks(r) {
					out = t.flush(out)
				} else {
					t.add(i, i+n, line[i:i+n])
				}
				i += n
			}
		case s.Kind == syntax.Marker && strings.Trim(line[s.From:s.To], "*_~") == "":
		case s.Kind == syntax.Code || s.Kind == syntax.Entity: // it belongs to the words it touches, and makes them something else
			t.bad = true
		default:
			out = t.flush(out)
		}
	}
	return t.flush(out)
}

// breaks reports whether a character ends a token: white space, or one of a script without spaces.
func breaks(r rune) bool {
	if r < 0x2E80 {
		return unicode.IsSpace(r) || r == '—' || r == '…' || r == '|'
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo) || !unicode.IsLetter(r) && !unicode.IsMark(r)
}

// tokens collects what stands between breaks.
type tokens struct {
	line  string
	parts []Word // characters
	bad   bool
}

func (t *tokens) add(from, to int, s string) { t.parts = append(t.parts, Word{from, to, s}) }

// flush takes the words out of the token.
func (t *tokens) flush(out []Word) []Word {
	defer func() { t.parts, t.bad = t.parts[:0], false }()
	for len(t.parts) > 0 && !letter(t.parts[0].Text) && !inName(t.parts[0].Text) {
		t.parts = t.parts[1:]
	}
	for len(t.parts) > 0 && !letter(t.parts[len(t.parts)-1].Text) && !inName(t.parts[len(t.parts)-1].Text) {
		t.parts = t.parts[:len(t.parts)-1]
	}
	if len(t.parts) == 0 || t.bad || t.name() {
		return out
	}
	start := -1
	for i := 0; i <= len(t.parts); i++ {
		inside := i < len(t.parts) && (letter(t.parts[i].Text) || start >= 0 && i+1 < len(t.parts) && joins(t.parts[i].Text) && letter(t.parts[i+1].Text))
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			if w, ok := t.word(start, i); ok {
				out = append(out, w)
			}
			start = -1
		}
	}
	return out
}

// name reports whether the token is an address, a path, a file's name or an identifier.
func (t *tokens) name() bool {
	for i, p := range t.parts {
		if inName(p.Text) {
			return true
		}
		if p.Text == "." && i > 0 && i+1 < len(t.parts) && letter(t.parts[i+1].Text) {
			return true
		}
	}
	return false
}

func (t *tokens) word(from, to int) (Word, bool) {
	w := Word{From: t.parts[from].From, To: t.parts[to-1].To}
	var b strings.Builder
	upper, lower, inner := 0, 0, false
	for i := from; i < to; i++ {
		r, _ := utf8.DecodeRuneInString(t.parts[i].Text)
		switch {
		case unicode.IsUpper(r):
			inner = inner || i > from && letter(t.parts[i-1].Text)
			upper++
		case unicode.IsLetter(r):
			lower++
		}
		b.WriteString(t.parts[i].Text)
	}
	w.Text = b.String()
	acronym := upper > 0 && lower == 0 && upper <= 6
	return w, upper+lower > 1 && len(w.Text) <= maxWord && !acronym && (!inner || lower == 0)
}

func letter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

// joins reports whether a character between two letters makes them one word.
func joins(s string) bool { return s == "'" || s == "’" || s == "-" }

// inName reports whether a character makes its token a name of something.
func inName(s string) bool {
	return s[0] >= '0' && s[0] <= '9' || strings.Contains(`/\@#_=+&%$^<>{}`, s)
}
