package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxInline = 32 << 10 // bytes of a paragraph's segment that are looked at; what is behind stays plain
	maxTag    = 2 << 10  // bytes of a tag, a destination, a title
)

// painter colours a stretch of inline text, byte by byte. It is kept between calls so that its arrays are reused.
type painter struct {
	s      string
	kinds  []Kind
	flags  []Flags
	steps  [4][]int16 // changes of depth at a byte: strong, emphasis, strike, link
	image  []int16
	delims []delim
	opens  []bracket
	ticks  [16]bool // no run of so many backticks is ahead
	absent [5]bool  // no closing half of a construct is ahead
	record bool
	marks  []Mark

	doubleTilde bool // a single tilde strikes nothing out
}

const (
	stepStrong = iota
	stepEmphasis
	stepStrike
	stepLink
)

// Constructs whose closing half may be far away: one failed search is enough.
const (
	endComment = iota
	endShortRaw
	endShortText
	endMath
	endPI
)

// start prepares for a text.
func (p *painter) start(s string) {
	p.s = s
	p.absent = [5]bool{}
	n := len(s)
	if cap(p.kinds) < n+1 {
		room := n + 1 + n/8 // a long paragraph grows by a key at a time
		p.kinds, p.flags, p.image = make([]Kind, room), make([]Flags, room), make([]int16, room)
		for i := range p.steps {
			p.steps[i] = make([]int16, room)
		}
	}
	p.kinds, p.flags, p.image = p.kinds[:n+1], p.flags[:n+1], p.image[:n+1]
	clear(p.kinds)
	clear(p.flags)
	clear(p.image)
	for i := range p.steps {
		p.steps[i] = p.steps[i][:n+1]
		clear(p.steps[i])
	}
}

func (p *painter) fill(from, to int, k Kind) {
	for i := from; i < to; i++ {
		p.kinds[i] = k
	}
}

func (p *painter) flag(from, to int, f Flags) {
	for i := from; i < to; i++ {
		p.flags[i] |= f
	}
}

// inline colours [from, to) as inline text.
func (p *painter) inline(from, to int) {
	to = min(to, from+maxInline)
	p.delims, p.opens = p.delims[:0], p.opens[:0]
	p.ticks, p.absent = [16]bool{}, [5]bool{}
	for i := from; i < to; {
		n := 0
		switch p.s[i] {
		case '\\':
			n = p.escape(i, to)
		case '`':
			n = p.code(i, to)
		case '<':
			n = p.angle(i, to)
		case '&':
			n = p.entity(i, to)
		case '!':
			if i+1 < to && p.s[i+1] == '[' {
				p.opens = append(p.opens, bracket{at: i, text: i + 2, delims: len(p.delims), image: true, active: true})
				n = 2
			}
		case '[':
			n = p.openBracket(i, to)
		case ']':
			n = p.closeBracket(i, to)
		case '*', '_', '~':
			n = p.run(i, from, to)
		case '{':
			n = p.shortcode(i, to)
		case '$':
			n = p.math(i, to)
		case 'h', 'f', 'w':
			n = p.address(i, from, to)
		case ' ':
			n = p.spaces(i, to)
		}
		i += max(n, 1)
	}
	p.emphasis(0)
	p.settle(from, to)
}

// settle turns the steps into flags, and plain text in links into their kinds.
func (p *painter) settle(from, to int) {
	var depth [4]int16
	var image int16
	bits := [4]Flags{Strong, Emphasis, Strike, Link}
	for i := from; i < to; i++ {
		for k := range depth {
			depth[k] += p.steps[k][i]
			if depth[k] > 0 {
				p.flags[i] |= bits[k]
			}
		}
		image += p.image[i]
		if p.kinds[i] == Plain {
			switch {
			case image > 0:
				p.kinds[i] = ImageAlt
			case depth[stepLink] > 0:
				p.kinds[i] = LinkText
			}
		}
	}
}

func (p *painter) step(kind, from, to int) {
	p.steps[kind][from]++
	p.steps[kind][to]--
}

func isPunctByte(c byte) bool {
	return c > ' ' && c < 0x7f && !isAlnum(c)
}

func (p *painter) escape(i, to int) int {
	if i+1 >= to {
		return 1
	}
	if p.s[i+1] == '\n' {
		p.fill(i, i+1, HardBreak)
		return 2
	}
	if isPunctByte(p.s[i+1]) {
		p.fill(i, i+2, Entity)
		return 2
	}
	return 1
}

func (p *painter) code(i, to int) int {
	n := runLen(p.s[i:to], '`')
	if n < len(p.ticks) && p.ticks[n] {
		return n
	}
	for j := i + n; j < to; {
		k := strings.IndexByte(p.s[j:to], '`')
		if k < 0 {
			break
		}
		j += k
		m := runLen(p.s[j:to], '`')
		if m == n {
			p.fill(i, i+n, Marker)
			p.fill(i+n, j, Code)
			p.fill(j, j+n, Marker)
			p.flag(i, j+n, Mono)
			p.note(Mono, i, i+n, j, j+n)
			return j + n - i
		}
		j += m
	}
	if n < len(p.ticks) {
		p.ticks[n] = true
	}
	return n
}

// until finds the closing half of a construct and remembers when there is none.
func (p *painter) until(what, i, to int, end string) int {
	if p.absent[what] {
		return -1
	}
	n := strings.Index(p.s[i:to], end)
	if n < 0 {
		p.absent[what] = true
		return -1
	}
	return i + n + len(end)
}

func (p *painter) angle(i, to int) int {
	s := p.s[i:min(to, i+maxTag)]
	if strings.HasPrefix(s, "<!--") {
		if end := p.until(endComment, i+4, to, "-->"); end > 0 {
			p.fill(i, end, Comment)
			return end - i
		}
		return 1
	}
	if strings.HasPrefix(s, "<?") {
		if end := p.until(endPI, i+2, to, "?>"); end > 0 {
			p.fill(i, end, HTML)
			return end - i
		}
		return 1
	}
	if n := autolinkLen(s); n > 0 {
		p.fill(i, i+1, Marker)
		p.fill(i+1, i+n-1, LinkURL)
		p.fill(i+n-1, i+n, Marker)
		return n
	}
	if n := tagLen(s); n > 0 {
		p.fill(i, i+n, HTML)
		return n
	}
	return 1
}

// autolinkLen is the length of "<scheme:…>" or "<name@host>", 0 for none.
func autolinkLen(s string) int {
	end := strings.IndexAny(s[1:], "<> \n")
	if end < 1 || s[end+1] != '>' {
		return 0
	}
	body := s[1 : end+1]
	colon := strings.IndexByte(body, ':')
	if colon >= 2 && colon <= 32 && isLetter(body[0]) && strings.Trim(body[:colon], schemeBytes) == "" {
		return end + 2
	}
	at := strings.IndexByte(body, '@')
	if at > 0 && at < len(body)-1 && strings.Trim(body, mailBytes) == "" {
		return end + 2
	}
	return 0
}

const (
	alnum       = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	schemeBytes = alnum + "+.-"
	mailBytes   = alnum + ".!#$%&'*+/=?^_`{|}~-@"
	hostBytes   = alnum + "-@:%._+~#="
	pathBytes   = alnum + "-@:%_+.~#$!?&/=();,'\"^{}[]`"
)

func (p *painter) entity(i, to int) int {
	s := p.s[i:min(to, i+34)]
	end := strings.IndexByte(s, ';')
	if end < 2 {
		return 1
	}
	name := s[1:end]
	if name[0] == '#' {
		name = name[1:]
	}
	if name == "" || strings.Trim(name, alnum) != "" {
		return 1
	}
	p.fill(i, i+end+1, Entity)
	return end + 1
}

func (p *painter) shortcode(i, to int) int {
	what, end := endShortRaw, ">}}"
	switch {
	case strings.HasPrefix(p.s[i:to], "{{<"):
	case strings.HasPrefix(p.s[i:to], "{{%"):
		what, end = endShortText, "%}}"
	default:
		return 1
	}
	stop := p.until(what, i+3, to, end)
	if stop < 0 {
		return 1
	}
	p.fill(i, stop, Shortcode)
	return stop - i
}

// math colours $$…$$, and $…$ where what is between reads like TeX, since a dollar is more often a price.
func (p *painter) math(i, to int) int {
	if strings.HasPrefix(p.s[i:to], "$$") {
		if end := p.until(endMath, i+2, to, "$$"); end > i+4 {
			p.fill(i, end, Math)
			p.flag(i, end, Mono)
			return end - i
		}
		return 2
	}
	line := p.s[i+1 : min(to, i+maxTag)]
	if n := strings.IndexByte(line, '\n'); n >= 0 {
		line = line[:n]
	}
	end := strings.IndexByte(line, '$')
	if end < 1 || isSpace(line[0]) || isSpace(line[end-1]) || !strings.ContainsAny(line[:end], `\^_{}=`) ||
		(end+1 < len(line) && line[end+1] >= '0' && line[end+1] <= '9') {
		return 1
	}
	p.fill(i, i+end+2, Math)
	p.flag(i, i+end+2, Mono)
	return end + 2
}

// address colours a bare address, where goldmark makes a link of one.
func (p *painter) address(i, from, to int) int {
	if i > from && strings.IndexByte(" \n*_~(", p.s[i-1]) < 0 {
		return 1
	}
	s := p.s[i:min(to, i+maxTag)]
	n := 0
	for _, scheme := range []string{"https://", "http://", "ftp://", "www."} {
		if strings.HasPrefix(s, scheme) {
			n = len(scheme)
		}
	}
	if n == 0 {
		return 1
	}
	host := n
	for n < len(s) && strings.IndexByte(hostBytes, s[n]) >= 0 {
		n++
	}
	if !strings.Contains(s[host:n], ".") && !strings.HasPrefix(s, "www.") {
		return 1
	}
	if n < len(s) && strings.IndexByte("/#?", s[n]) >= 0 {
		for n < len(s) && strings.IndexByte(pathBytes, s[n]) >= 0 {
			n++
		}
	}
	for n > host && strings.IndexByte("?!.,:*_~'\";", s[n-1]) >= 0 {
		n--
	}
	for n > host && s[n-1] == ')' && strings.Count(s[:n], ")") > strings.Count(s[:n], "(") {
		n--
	}
	if n == host {
		return 1
	}
	p.fill(i, i+n, LinkURL)
	return n
}

// spaces colours two or more spaces before a line end that is not the last one.
func (p *painter) spaces(i, to int) int {
	n := runLen(p.s[i:to], ' ')
	if n >= 2 && i+n < to && p.s[i+n] == '\n' {
		p.fill(i, i+n, HardBreak)
	}
	return n
}

// around gives the runes before and after [i, j), spaces at the ends.
func (p *painter) around(i, j, from, to int) (before, after rune) {
	before, after = ' ', ' '
	if i > from {
		before, _ = utf8.DecodeLastRuneInString(p.s[from:i])
	}
	if j < to {
		after, _ = utf8.DecodeRuneInString(p.s[j:to])
	}
	return before, after
}

// Flanking says whether a run of c between two runes can open and can close emphasis, by CommonMark's rules as goldmark applies
// them (symbols count as punctuation). At the begin and the end of a text give a space.
func Flanking(c byte, before, after rune) (opens, closes bool) {
	ws1, ws2 := unicode.IsSpace(before), unicode.IsSpace(after)
	pt1, pt2 := isPunct(before), isPunct(after)
	left := !ws2 && (!pt2 || ws1 || pt1)
	right := !ws1 && (!pt1 || ws2 || pt2)
	if c == '_' {
		return left && (!right || pt1), right && (!left || pt2)
	}
	return left, right
}

func isPunct(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }
