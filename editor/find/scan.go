package find

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scan knows of an expression in which parts of a text it cannot match, so that the library, which looks at every place with care, is
// asked about the others alone.
type scan struct {
	re   *regexp.Regexp
	kind [256]uint8 // what a byte may be in a match
	// free: no place matters for what stands beside it (no ^, $ or \b), so that the text can be cut anywhere between matches.
	free  bool
	lines bool // no match goes over a line end
	empty bool // the expression matches the empty text
	head  bool // a match begins at the begin of a line
}

// Kinds of bytes. A rune is known by its first byte.
const (
	mayHold  uint8 = 1 << iota // may be in a match
	mayBegin                   // may begin a match that is not empty
	mustHold                   // one of them is in every match
)

// newScan reads an expression that compiles. The flags stand in it.
func newScan(re *regexp.Regexp) *scan {
	x := &scan{re: re}
	tree, err := syntax.Parse(re.String(), syntax.Perl)
	if err != nil {
		for i := range x.kind {
			x.kind[i] = mayHold | mayBegin | mustHold
		}
		x.empty = true
		return x
	}
	t := traitsOf(tree)
	if t.need == nil {
		t.need = &t.first // of one that matches the empty text not, a match has its first byte
	}
	for i := range x.kind {
		for bit, set := range map[uint8]*byteSet{mayHold: &t.all, mayBegin: &t.first, mustHold: t.need} {
			if set[i] {
				x.kind[i] |= bit
			}
		}
		if i >= utf8.RuneSelf && i < 0xC0 {
			x.kind[i] |= mayHold // goes on with a rune that was judged by its first byte
		}
	}
	x.free, x.empty, x.head, x.lines = !t.looks, t.empty, t.head, !t.text && x.kind['\n']&mayHold == 0
	return x
}

// matches calls yield with the matches in s[from:to] that are not empty, as if there were nothing beside it, until it returns false.
func (x *scan) matches(s string, from, to int, yield func(a, b int) bool) {
	switch {
	case x.free:
		x.stretches(s, from, to, yield)
	case x.lines:
		for from < to {
			end := to
			if k := strings.IndexByte(s[from:to], '\n'); k >= 0 {
				end = from + k
			}
			if x.may(s[from:end]) && !x.every(s, from, end, yield) {
				return
			}
			from = end + 1
		}
	default:
		x.every(s, from, to, yield)
	}
}

// may reports whether a line can hold a match.
func (x *scan) may(line string) bool {
	if x.empty || line == "" {
		return line != ""
	}
	if x.head {
		return x.kind[line[0]]&mayBegin != 0
	}
	for i := range len(line) {
		if x.kind[line[i]]&mustHold != 0 {
			return true
		}
	}
	return false
}

// every asks the library for all matches in s[from:to].
func (x *scan) every(s string, from, to int, yield func(a, b int) bool) bool {
	for _, m := range x.re.FindAllStringIndex(s[from:to], maxMatches) {
		if m[0] < m[1] && !yield(from+m[0], from+m[1]) {
			return false
		}
	}
	return true
}

// stretches goes through the stretches of bytes that can be in a match, each from its first byte that can begin one.
func (x *scan) stretches(s string, from, to int, yield func(a, b int) bool) {
	for from < to {
		first, need, end := -1, -1, from
		for ; end < to; end++ {
			k := x.kind[s[end]]
			if k&mayHold == 0 {
				break
			}
			if k&mayBegin != 0 && first < 0 {
				first = end
			}
			if k&mustHold != 0 {
				need = end
			}
		}
		if x.empty && from < end {
			if !x.every(s, from, end, yield) {
				return
			}
		} else if first >= 0 && !x.each(s, first, need, end, yield) {
			return
		}
		from = end + 1
	}
}

// each finds the matches of a stretch that ends at end and has its last byte that a match needs at need.
func (x *scan) each(s string, from, need, end int, yield func(a, b int) bool) bool {
	for from <= need {
		if x.kind[s[from]]&mayBegin == 0 {
			from++
			continue
		}
		m := x.re.FindStringIndex(s[from:end])
		if m == nil {
			break
		}
		if !yield(from+m[0], from+m[1]) {
			return false
		}
		from += m[1]
	}
	return true
}

// byteSet is a set of the first bytes of runes.
type byteSet [256]bool

// traits are what is known of a part of an expression.
type traits struct {
	all, first byteSet  // of what may be in a match, of what may begin one
	need       *byteSet // every match has a byte of it; nil where that is not known
	empty      bool     // matches the empty text
	looks      bool     // looks at what stands beside a place
	text       bool     // looks for the begin or the end of all text
	head       bool     // begins with the begin of a line
}

func traitsOf(re *syntax.Regexp) traits {
	switch re.Op {
	case syntax.OpNoMatch:
		return traits{need: &byteSet{}}
	case syntax.OpLiteral:
		return literal(re)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		t := traits{}
		ranges := re.Rune
		switch re.Op {
		case syntax.OpAnyChar:
			ranges = []rune{0, unicode.MaxRune}
		case syntax.OpAnyCharNotNL:
			ranges = []rune{0, '\n' - 1, '\n' + 1, unicode.MaxRune}
		}
		for i := 0; i+1 < len(ranges); i += 2 {
			t.all.add(ranges[i], ranges[i+1])
		}
		t.first, t.need = t.all, new(t.all)
		return t
	case syntax.OpBeginLine:
		return traits{empty: true, looks: true, head: true}
	case syntax.OpBeginText, syntax.OpEndText:
		return traits{empty: true, looks: true, text: true}
	case syntax.OpEndLine, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return traits{empty: true, looks: true}
	case syntax.OpCapture, syntax.OpPlus:
		return traitsOf(re.Sub[0])
	case syntax.OpStar, syntax.OpQuest, syntax.OpRepeat:
		t := traitsOf(re.Sub[0])
		if re.Op != syntax.OpRepeat || re.Min == 0 {
			t.need, t.empty, t.head = nil, true, false
		}
		return t
	case syntax.OpConcat:
		return sequence(re.Sub)
	case syntax.OpAlternate:
		return choice(re.Sub)
	}
	return traits{empty: true} // syntax.OpEmptyMatch
}

func literal(re *syntax.Regexp) traits {
	t := traits{}
	for i, r := range re.Rune {
		var one byteSet
		one.add(r, r)
		if re.Flags&syntax.FoldCase != 0 {
			for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
				one.add(f, f)
			}
		}
		t.all.join(&one)
		if i == 0 {
			t.first = one
		}
		t.need = rarer(t.need, &one)
	}
	t.empty = len(re.Rune) == 0
	return t
}

func sequence(subs []*syntax.Regexp) traits {
	t := traits{empty: true}
	for i, sub := range subs {
		u := traitsOf(sub)
		if t.empty {
			t.first.join(&u.first)
		}
		t.all.join(&u.all)
		t.need = rarer(t.need, u.need)
		t.empty = t.empty && u.empty
		t.looks, t.text = t.looks || u.looks, t.text || u.text
		t.head = t.head || i == 0 && u.head
	}
	return t
}

func choice(subs []*syntax.Regexp) traits {
	t := traits{need: &byteSet{}, head: true}
	for _, sub := range subs {
		u := traitsOf(sub)
		t.first.join(&u.first)
		t.all.join(&u.all)
		if u.need == nil {
			t.need = nil
		} else if t.need != nil {
			t.need.join(u.need)
		}
		t.empty = t.empty || u.empty
		t.looks, t.text = t.looks || u.looks, t.text || u.text
		t.head = t.head && u.head
	}
	return t
}

// add puts the runes from a to b into the set. A byte that is no UTF-8 is read as U+FFFD.
func (s *byteSet) add(a, b rune) {
	for r := a; r <= min(b, utf8.RuneSelf-1); r++ {
		s[r] = true
	}
	if b < utf8.RuneSelf {
		return
	}
	if a <= utf8.RuneError && utf8.RuneError <= b {
		for i := utf8.RuneSelf; i < len(s); i++ {
			s[i] = true
		}
		return
	}
	for i := int(lead(max(a, utf8.RuneSelf))); i <= int(lead(b)); i++ {
		s[i] = true
	}
}

// lead is the first byte of a rune that is no ASCII.
func lead(r rune) byte {
	switch {
	case r < 0x800:
		return 0xC0 | byte(r>>6)
	case r < 0x10000:
		return 0xE0 | byte(r>>12)
	}
	return 0xF0 | byte(r>>18)
}

func (s *byteSet) join(o *byteSet) {
	for i, in := range o {
		s[i] = s[i] || in
	}
}

// rarer is the set whose bytes a text has less of, as far as one can say; a set that is nil is not known.
func rarer(a, b *byteSet) *byteSet {
	if a == nil || b != nil && b.share() < a.share() {
		return b
	}
	return a
}

func (s *byteSet) share() int {
	n := 0
	for i, in := range s {
		switch {
		case !in:
		case i == ' ' || i == '\n' || i >= utf8.RuneSelf:
			n += 8
		case i >= 'a' && i <= 'z':
			n += 3
		default:
			n++
		}
	}
	return n
}
