// Package find owns the search in a post: queries, what they match, and what takes its place.
package find

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"lanyard/editor/edit"
	"lanyard/editor/text"
)

// Query is what to look for.
type Query struct {
	Text   string
	Case   bool // upper and lower case, full and half width, Chinese and Latin punctuation are told apart
	Word   bool // whole words only
	Regexp bool // RE2, with ^ and $ at line ends; folding is then of case alone
	// Within are the ranges to look in, sorted and apart; nil for all of the text from Floor on.
	Within []text.Range
	Floor  int
}

// maxMatches bounds what a search returns.
const maxMatches = 200_000

// Finder is a query made ready.
type Finder struct {
	q    Query
	re   *regexp.Regexp
	scan *scan // of re
}

// Compile makes a query ready. The error is that of the regular expression.
func Compile(q Query) (*Finder, error) {
	f := &Finder{q: q}
	if !q.Regexp {
		return f, nil
	}
	flags := "(?m)"
	if !q.Case {
		flags = "(?mi)"
	}
	re, err := regexp.Compile(flags + q.Text)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	f.re, f.scan = re, newScan(re)
	return f, nil
}

// All finds every match in order, head behind anchor. Empty matches do not count.
func (f *Finder) All(d text.Doc) []text.Range {
	if f.q.Text == "" {
		return nil
	}
	body := d.Slice(f.q.Floor, d.Len())
	var out []text.Range
	if f.q.Within == nil {
		return f.in(body, f.q.Floor, 0, len(body), out)
	}
	for _, w := range f.q.Within {
		from, to := max(w.From()-f.q.Floor, 0), min(w.To()-f.q.Floor, len(body))
		if from < to {
			out = f.in(body, f.q.Floor, from, to, out)
		}
	}
	return out
}

// in finds the matches in body[from:to]; base is body's offset in the document.
func (f *Finder) in(body string, base, from, to int, out []text.Range) []text.Range {
	add := func(a, b int) bool {
		if a < b && (!f.q.Word || wholeWord(body, a, b)) {
			out = append(out, text.Range{Anchor: base + a, Head: base + b})
		}
		return len(out) < maxMatches
	}
	switch {
	case f.re != nil:
		f.scan.matches(body, from, to, add)
	case f.q.Case:
		edit.Occurrences(body[from:to], f.q.Text, func(a, b int) bool { return add(from+a, from+b) })
	default:
		hay := foldText(body[from:to])
		needle := foldText(f.q.Text)
		edit.Occurrences(hay.s, needle.s, func(a, b int) bool { return add(from+hay.at(a), from+hay.at(b)) })
	}
	return out
}

// wholeWord reports whether no letter goes on at the ends of s[a:b]. Between ideographs every place is an end.
func wholeWord(s string, a, b int) bool {
	joins := func(x, y rune) bool { return text.IsWord(x) && text.IsWord(y) && !text.IsCJK(x) && !text.IsCJK(y) }
	l, n := utf8.DecodeLastRuneInString(s[:a])
	first, _ := utf8.DecodeRuneInString(s[a:])
	last, _ := utf8.DecodeLastRuneInString(s[:b])
	r, m := utf8.DecodeRuneInString(s[b:])
	return (n == 0 || !joins(l, first)) && (m == 0 || !joins(last, r))
}

// folded is a text without differences of case and width. jumps say where it got out of step with the original.
type folded struct {
	s     string
	jumps []jump
}

type jump struct{ at, orig int }

// at is the offset in the original.
func (f folded) at(off int) int {
	lo, hi := 0, len(f.jumps)
	for lo < hi {
		if m := (lo + hi) / 2; f.jumps[m].at <= off {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo == 0 {
		return off
	}
	j := f.jumps[lo-1]
	return j.orig + off - j.at
}

// foldText folds a text.
func foldText(s string) folded {
	var b strings.Builder
	b.Grow(len(s))
	var f folded
	delta := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			b.WriteByte(c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			b.WriteByte(s[i])
			i++
			continue
		}
		b.WriteRune(Fold(r))
		i += n
		if i-b.Len() != delta {
			delta = i - b.Len()
			f.jumps = append(f.jumps, jump{b.Len(), i})
		}
	}
	f.s = b.String()
	return f
}

// Fold maps a rune to the one that stands for all that are looked for alike.
func Fold(r rune) rune {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF:
		return r
	case r >= 0xFF01 && r <= 0xFF5E:
		return unicode.ToLower(r - 0xFEE0)
	}
	switch r {
	case 0x3000, 0xA0:
		return ' '
	case '。', '｡':
		return '.'
	case '、':
		return ','
	case '“', '”', '„', '「', '」', '『', '』':
		return '"'
	case '‘', '’':
		return '\''
	case '【':
		return '['
	case '】':
		return ']'
	case '《', '〈':
		return '<'
	case '》', '〉':
		return '>'
	case '—', '–':
		return '-'
	case '·', '・':
		return '·'
	}
	return unicode.ToLower(r)
}

// Next is the index in matches of the first one behind off (back: the last one before it), going round the end; -1 without matches.
func Next(matches []text.Range, off int, back bool) int {
	if len(matches) == 0 {
		return -1
	}
	if back {
		for i := len(matches) - 1; i >= 0; i-- {
			if matches[i].To() <= off {
				return i
			}
		}
		return len(matches) - 1
	}
	for i, m := range matches {
		if m.From() >= off {
			return i
		}
	}
	return 0
}

// Replace replaces matches, as All found them in this state, by a text; in one undo step. For a regular expression $1 and ${name} stand
// for its groups, $$ for a dollar. One match is selected afterwards; the caret goes behind the last of several.
func (f *Finder) Replace(s text.State, env edit.Env, matches []text.Range, with string) (text.Transaction, bool) {
	edits := make([]text.Edit, 0, len(matches))
	shift := 0
	var last text.Range
	var groups groups
	fill := f.re != nil && strings.Contains(with, "$")
	if fill && len(matches) > 0 {
		groups.body = s.Doc.Slice(f.q.Floor, s.Doc.Len())
	}
	for _, m := range matches {
		ins := with
		if fill {
			ins = f.expand(&groups, m, with)
		}
		last = text.Range{Anchor: m.From() + shift, Head: m.From() + shift + len(ins)}
		shift += len(ins) - (m.To() - m.From())
		old := ""
		if fill {
			old = groups.body[m.From()-f.q.Floor : m.To()-f.q.Floor]
		} else {
			old = s.Doc.Slice(m.From(), m.To())
		}
		if old != ins {
			edits = append(edits, text.Edit{From: m.From(), To: m.To(), Insert: ins})
		}
	}
	if len(matches) == 0 {
		return text.Transaction{}, false
	}
	if len(matches) > 1 {
		last.Anchor = last.Head
	}
	s.Selection.Main = 0
	return edit.Transaction(s, env, text.Command, edits, []text.Range{last})
}

// groups remembers the groups of the matches of one stretch.
type groups struct {
	body        string
	begin, stop int     // of the stretch
	found       [][]int // what is left of its matches, offsets in the stretch
	buf         []byte
}

// expand fills the groups of a match into a template. What stands beside the match counts as it did: it is looked for again with one
// rune on either side, and where that finds something else, in all of its line, or of the text where lines do not end a match.
func (f *Finder) expand(g *groups, m text.Range, with string) string {
	from, to := m.From()-f.q.Floor, m.To()-f.q.Floor
	begin, stop := from, to
	if !f.scan.free {
		low, high := f.searched(g.body, from)
		_, n := utf8.DecodeLastRuneInString(g.body[low:from])
		_, k := utf8.DecodeRuneInString(g.body[to:high])
		begin, stop = from-n, to+k
	}
	if x := f.re.FindStringSubmatchIndex(g.body[begin:stop]); x != nil && begin+x[0] == from && begin+x[1] == to {
		return g.fill(f.re, with, begin, stop, x)
	}
	if g.stop == 0 || from < g.begin || to > g.stop {
		g.begin, g.stop = f.searched(g.body, from)
		if f.scan.lines {
			g.begin += strings.LastIndexByte(g.body[g.begin:from], '\n') + 1
			if k := strings.IndexByte(g.body[to:g.stop], '\n'); k >= 0 {
				g.stop = to + k
			}
		}
		g.found = f.re.FindAllStringSubmatchIndex(g.body[g.begin:g.stop], -1)
	}
	for len(g.found) > 0 && g.begin+g.found[0][0] <= from {
		x := g.found[0]
		g.found = g.found[1:]
		if g.begin+x[0] == from && g.begin+x[1] == to {
			return g.fill(f.re, with, g.begin, g.stop, x)
		}
	}
	return g.body[from:to] // no match of this text: it stays
}

// searched is the range, in the body, of what was looked through where a match was found.
func (f *Finder) searched(body string, at int) (from, to int) {
	for _, w := range f.q.Within {
		if from, to = max(w.From()-f.q.Floor, 0), min(w.To()-f.q.Floor, len(body)); at >= from && at < to {
			return from, to
		}
	}
	return 0, len(body)
}

// fill puts the groups x of body[begin:stop] into a template.
func (g *groups) fill(re *regexp.Regexp, with string, begin, stop int, x []int) string {
	g.buf = re.ExpandString(g.buf[:0], with, g.body[begin:stop], x)
	return string(g.buf)
}
