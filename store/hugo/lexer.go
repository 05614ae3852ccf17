package hugo

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is that of a piece of a page's text.
type kind uint8

const (
	end        kind = iota // of the text
	left                   // {{< or {{%
	right                  // >}} or %}}
	name                   // of a shortcode
	inlineName             // name.inline
	slash                  // the / of a closing or self-closing tag
	param                  // a parameter by position, or the key of one by name
	value                  // of a parameter by name
	broken                 // Hugo reads no further
)

// An item is a piece of a tag. Offsets are bytes of the whole text; those of a quoted text leave out the quotes.
type item struct {
	from, to int
	kind     kind
	reason   Reason // of what is broken
}

// lexer divides a text into the tags of shortcodes by the rules of Hugo's own (parser/pageparser in gohugoio/hugo), with its oddities, so that
// what it calls broken breaks the build. Where Hugo would stop it goes on behind the tag.
type lexer struct {
	src   string
	pos   int
	items []item

	closer  string          // >}} or %}}
	open    map[string]bool // names that were seen
	current string          // the last name
	closing bool            // a / was read and no name yet
	named   bool            // the tag has its name, so that parameters follow
	byName  int             // 0: no parameter yet, 1: by position, 2: by name
	inline  bool
	failed  int // how many tags are broken
}

// maxTag is how long a tag may be, in bytes: a longer one was never ended.
const maxTag = 16 << 10

// maxBroken is how many broken tags are looked at: each may be read to the end of the text.
const maxBroken = 50

func lex(src string, from int) []item {
	l := &lexer{src: src, pos: from, open: map[string]bool{}}
	l.items = make([]item, 0, 4*strings.Count(src[from:], "{{")+1) // an opening, a name, an end, and the text behind
	for l.failed < maxBroken {
		i := strings.Index(src[l.pos:], "{{")
		if i < 0 {
			break
		}
		l.pos += i
		if !l.at("{{<") && !l.at("{{%") {
			l.pos++
			continue
		}
		start := l.pos
		if !l.tag() {
			l.pos = start + 3
			l.closing, l.inline = false, false
		}
	}
	l.items = append(l.items, item{kind: end, from: len(src), to: len(src)})
	return l.items
}

func (l *lexer) at(prefix string) bool { return strings.HasPrefix(l.src[l.pos:], prefix) }

func (l *lexer) emit(k kind, from int) {
	l.items = append(l.items, item{kind: k, from: from, to: l.pos})
}

// fail notes where the build stops.
func (l *lexer) fail(r Reason, from int) bool {
	l.failed++
	l.items = append(l.items, item{kind: broken, from: from, to: max(l.pos, from), reason: r})
	return false
}

// next is the rune at the position, and its length, 0 at the end.
func (l *lexer) next() (rune, int) { return utf8.DecodeRuneInString(l.src[l.pos:]) }

// tag reads one tag and reports whether Hugo can.
func (l *lexer) tag() bool {
	start := l.pos
	l.closer = ">}}"
	if l.src[l.pos+2] == '%' {
		l.closer = "%}}"
	}
	if l.inline && !l.endsInline() {
		return l.fail(InlineNested, start)
	}
	l.pos += 3
	if l.at("/*") {
		i := strings.Index(l.src[l.pos:], "*/"+l.closer)
		if i <= 1 {
			l.pos += 2
			return l.fail(OpenComment, start)
		}
		l.pos += i + 5
		return true
	}
	l.emit(left, start)
	l.named, l.byName = false, 0
	for {
		if l.at(l.closer) {
			from := l.pos
			l.pos += 3
			l.closing = false
			l.emit(right, from)
			return true
		}
		if done, ok := l.inside(start); done {
			return ok
		}
		if l.pos-start > maxTag {
			return l.fail(OpenTag, start)
		}
	}
}

// endsInline reports the closing tag of the inline shortcode that is open.
func (l *lexer) endsInline() bool {
	rest := strings.TrimLeft(l.src[l.pos+3:], " \t\n\v\f\r")
	rest, ok := strings.CutPrefix(rest, "/")
	return ok && strings.HasPrefix(strings.TrimSpace(rest), l.current+" ")
}

// inside reads one piece between the delimiters. start is where the tag begins. done says that the tag ends with it.
func (l *lexer) inside(start int) (done, ok bool) {
	from := l.pos
	r, n := l.next()
	switch {
	case n == 0:
		return true, l.fail(OpenTag, start)
	case isSpace(r):
		l.pos++
	case r == '=':
		l.pos++
		for l.pos < len(l.src) && isSpace(rune(l.src[l.pos])) {
			l.pos++
		}
		switch {
		case l.at(`"`), l.at(`\`):
			ok = l.quoted(value, !l.at(`\`))
		case l.at("`"):
			ok = l.raw(value)
		default:
			ok = l.bare()
		}
		return !ok, ok
	case r == '/':
		if l.current == "" {
			return true, l.fail(StrayClosing, start)
		}
		l.pos++
		l.closing, l.inline, l.named = true, false, false
		l.emit(slash, from)
	case r == '\\':
		l.pos++
		if l.at(`"`) || l.at("`") {
			ok = l.param(true)
			return !ok, ok
		}
	case l.named && (isName(r) || r == '-' || r == '"' || r == '`'):
		ok = l.param(false)
		return !ok, ok
	case isName(r):
		return l.name(start)
	default:
		l.pos += n
		return true, l.fail(StrangeCharacter, from)
	}
	return false, true
}

// name reads the name of the shortcode.
func (l *lexer) name(start int) (done, ok bool) {
	from := l.pos
	for l.pos < len(l.src) {
		r, n := l.next()
		if r == '.' {
			l.pos++
			if l.inline = l.at("inline "); !l.inline {
				return true, l.fail(DotInName, from)
			}
			continue
		}
		if !isName(r) && r != '-' && r != '/' {
			break
		}
		l.pos += n
	}
	word := l.src[from:l.pos]
	closing := l.closing
	if closing && !l.open[word] {
		if n := len(l.items); l.items[n-2].kind != left { // a slash in a parameter
			s := l.items[n-1]
			l.pos = s.to
			return true, l.fail(StrangeCharacter, s.from)
		}
		return true, l.fail(StrayClosing, start)
	}
	l.closing, l.current, l.named = false, word, true
	l.open[word] = true
	k := name
	if l.inline {
		k = inlineName
	}
	l.emit(k, from)
	if !closing {
		return false, true
	}
	l.inline = false
	for {
		if l.at(l.closer) {
			return false, true
		}
		r, n := l.next()
		if n == 0 || !isSpace(r) {
			l.pos += n
			return true, l.fail(OpenTag, start)
		}
		l.pos++
	}
}

// param reads a parameter by position, or the key of one by name. escaped says that a backslash stood before it.
func (l *lexer) param(escaped bool) bool {
	from := l.pos
	r, _ := l.next()
	switch {
	case r == '"' || r == '`' && !escaped:
		if l.byName == 2 {
			return l.fail(Mixed, from)
		}
		l.byName = 1
		if r == '"' {
			return l.quoted(param, !escaped)
		}
		return l.raw(param)
	case r == '`':
		return l.fail(BadEscape, from)
	}
	byName := false
	for first := true; ; first = false {
		r, n := l.next()
		if !first && r == '=' {
			byName = true
			break
		}
		if n == 0 || !isName(r) && r != '-' && r != '.' {
			break
		}
		l.pos += n
	}
	switch {
	case l.byName == 0:
		l.byName = 1
		if byName {
			l.byName = 2
		}
	case byName != (l.byName == 2):
		return l.fail(Mixed, from)
	}
	l.emit(param, from)
	return true
}

// bare reads a value without quotes: up to the next blank, whatever stands there.
func (l *lexer) bare() bool {
	from := l.pos
	for l.pos < len(l.src) && !isSpace(rune(l.src[l.pos])) {
		l.pos++
	}
	l.emit(value, from)
	return true
}

// raw reads a text in backquotes.
func (l *lexer) raw(k kind) bool {
	from := l.pos
	i := strings.IndexByte(l.src[from+1:], '`')
	if i < 0 {
		l.pos = len(l.src)
		return l.fail(OpenQuote, from)
	}
	l.items = append(l.items, item{kind: k, from: from + 1, to: from + 1 + i})
	l.pos = from + 1 + i + 1
	return true
}

// quoted reads a text in double quotes; without escapes it begins with \".
func (l *lexer) quoted(k kind, escapes bool) bool {
	start := l.pos
	from, opened, escaped := l.pos, false, false
	for {
		r, n := l.next()
		l.pos += n
		if n == 0 || r == '\n' {
			return l.fail(OpenQuote, start)
		}
		if r == '\\' {
			switch {
			case l.at("`"):
				return l.fail(BadEscape, start)
			case l.at(`"`) && opened && !escapes:
				l.pos--
				l.items = append(l.items, item{kind: k, from: from, to: l.pos})
				l.pos += 2 // the escaped quote that ends it
				return true
			case l.at(`"`) && opened:
				escaped = true
			}
			continue
		}
		if r != '"' {
			continue
		}
		if escaped {
			escaped = false
			continue
		}
		if !opened {
			opened, from = true, l.pos
			continue
		}
		l.items = append(l.items, item{kind: k, from: from, to: l.pos - 1})
		return true
	}
}

func isSpace(r rune) bool { return r == ' ' || '\t' <= r && r <= '\r' }

// isName reports what names of shortcodes and parameters are made of.
func isName(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
