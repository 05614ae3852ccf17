package markdown

import (
	"strings"
)

// cut is a piece of the source that Hugo takes out before it parses Markdown.
// Offsets are the file's.
type cut struct {
	from, to int
	kind     cutKind
	code     *Shortcode // offsets the file's, too
}

type cutKind uint8

const (
	cutShortcode cutKind = iota
	cutHidden            // the comment marks of an escaped shortcode
	cutMore
)

// maxTag bounds the bytes of one tag.
const maxTag = 64 << 10

const moreMark = "<!--more-->"

// findCuts finds the shortcodes and the divider of the summary as Hugo's lexer
// does: anywhere, in code too. What does not end is text.
func findCuts(src string, from int) []cut {
	var tags []cut
	more := strings.Index(src[from:], moreMark)
	if more >= 0 {
		more += from
	}
	last := strings.LastIndexByte(src, '}') // strings.LastIndex takes a millisecond for a megabyte
	lex := lexer{src: src, budget: maxLost + maxLostShare*(len(src)-from)}
	for at := from; lex.budget > 0; {
		i := strings.Index(src[at:], "{{")
		if i < 0 {
			break
		}
		at += i
		if at > last {
			break
		}
		c, next := lex.tag(at)
		for _, one := range c {
			if more >= 0 && more < one.from {
				tags = append(tags, cut{from: more, to: more + len(moreMark), kind: cutMore})
				more = -1
			} else if more >= one.from && more < one.to {
				more = -1
			}
			tags = append(tags, one)
		}
		at = next
	}
	if more >= 0 {
		tags = append(tags, cut{from: more, to: more + len(moreMark), kind: cutMore})
	}
	return pair(src, tags)
}

// A post may be full of openings that end nowhere, or far away. The bytes that
// were looked at in vain are therefore counted: what stands behind maxLost of
// them, and maxLostShare times the length of the text, is text.
const (
	maxLost      = 1 << 20
	maxLostShare = 16
)

// lexer finds tags as Hugo does.
type lexer struct {
	src    string
	budget int // bytes that may still be looked at in vain
}

// lose books a tag at byte at that turned out to be none, after reading up to end.
func (l *lexer) lose(at, end, next int) (cuts []cut, to int) {
	l.budget -= end - at
	return nil, next
}

// tag reads the shortcode tag at src[at:], which begins with "{{".
func (l *lexer) tag(at int) (cuts []cut, next int) {
	src := l.src
	if at+3 > len(src) || src[at+2] != '<' && src[at+2] != '%' {
		return nil, at + 2
	}
	closer := ">}}"
	if src[at+2] == '%' {
		closer = "%}}"
	}
	if strings.HasPrefix(src[at+3:], "/*") {
		end := strings.Index(src[at+5:], "*/"+closer)
		if end < 0 {
			return l.lose(at, len(src), at+5)
		}
		end += at + 5
		return []cut{
			{from: at + 3, to: at + 5, kind: cutHidden},
			{from: end, to: end + 2, kind: cutHidden},
		}, end + 2 + len(closer)
	}
	s := &Shortcode{Percent: src[at+2] == '%', From: at}
	end, ok := s.lex(src[:min(len(src), at+maxTag)], at+3, closer)
	if !ok {
		return l.lose(at, end, at+3)
	}
	s.To = end
	return []cut{{from: at, to: end, code: s}}, end
}

// lex reads what stands between the delimiters and gives the offset after them,
// or that of what it cannot read.
func (s *Shortcode) lex(src string, i int, closer string) (int, bool) {
	i = skipSpace(src, i)
	if i < len(src) && src[i] == '/' {
		s.Closing = true
		i = skipSpace(src, i+1)
	}
	from := i
	for i < len(src) && !isSpace(src[i]) && !strings.HasPrefix(src[i:], closer) && src[i] != '"' && src[i] != '`' && src[i] != '=' {
		i++
	}
	s.Name = strings.TrimSuffix(src[from:i], "/")
	if s.Name == "" {
		return i, false
	}
	for {
		i = skipSpace(src, i)
		if i >= len(src) {
			return i, false
		}
		if strings.HasPrefix(src[i:], closer) {
			return i + 3, true
		}
		if src[i] == '/' && strings.HasPrefix(src[i+1:], closer) {
			return i + 4, true
		}
		p, next, ok := lexParam(src, i, closer)
		if !ok {
			return max(next, i), false
		}
		s.Params = append(s.Params, p)
		i = next
	}
}

func lexParam(src string, i int, closer string) (Param, int, bool) {
	value, from, to, next, quoted, ok := lexValue(src, i, closer)
	if !ok {
		return Param{}, next, false
	}
	p := Param{Value: value, From: from, To: to}
	if !quoted && next < len(src) && src[next] == '=' {
		p.Key = value
		next = skipSpace(src, next+1)
		if p.Value, p.From, p.To, next, _, ok = lexValue(src, next, closer); !ok {
			return Param{}, next, false
		}
	}
	return p, next, true
}

func lexValue(src string, i int, closer string) (value string, from, to, next int, quoted, ok bool) {
	if i >= len(src) {
		return "", 0, 0, 0, false, false
	}
	if q := src[i]; q == '"' || q == '`' {
		j := i + 1
		for j < len(src) && src[j] != q {
			if q == '"' && src[j] == '\\' {
				j++
			} else if q == '"' && src[j] == '\n' {
				return "", 0, 0, j, true, false
			}
			j++
		}
		if j >= len(src) {
			return "", 0, 0, len(src), true, false
		}
		v := src[i+1 : j]
		if q == '"' {
			v = strings.ReplaceAll(v, `\"`, `"`)
		}
		return v, i + 1, j, j + 1, true, true
	}
	j := i
	for j < len(src) && !isSpace(src[j]) && src[j] != '=' && src[j] != '"' && !strings.HasPrefix(src[j:], closer) &&
		!(src[j] == '/' && strings.HasPrefix(src[j+1:], closer)) {
		j++
	}
	if j == i {
		return "", 0, 0, 0, false, false
	}
	return src[i:j], i, j, j, false, true
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func skipSpace(src string, i int) int {
	for i < len(src) && isSpace(src[i]) {
		i++
	}
	return i
}

// pair joins opening and closing tags. A {{< pair >}} is one cut, and what lies
// within belongs to it; a {{% pair %}} stays two, since its inside is Markdown
// of the page.
func pair(src string, tags []cut) []cut {
	var out []cut
	open := map[string][]int{} // index in out of opening tags that wait, by delimiter and name
	var waiting []string
	for _, t := range tags {
		if t.kind != cutShortcode {
			out = append(out, t)
			continue
		}
		key := t.code.Name
		if t.code.Percent {
			key = "%" + key
		}
		if !t.code.Closing {
			open[key] = append(open[key], len(out))
			waiting = append(waiting, key)
			out = append(out, t)
			continue
		}
		stack := open[key]
		if len(stack) == 0 || t.code.Percent {
			if len(stack) > 0 {
				open[key] = stack[:len(stack)-1]
			}
			out = append(out, t)
			continue
		}
		i := stack[len(stack)-1]
		for w := len(waiting) - 1; w >= 0; w-- { // tags within can pair no more
			k := waiting[w]
			if s := open[k]; len(s) > 0 && s[len(s)-1] >= i {
				open[k] = s[:len(s)-1]
			}
			waiting = waiting[:w]
			if k == key && (len(open[key]) == 0 || open[key][len(open[key])-1] < i) {
				break
			}
		}
		s := *out[i].code
		s.Inner, s.innerFrom, s.To = src[s.To:t.from], s.To, t.to
		out = append(out[:i], cut{from: s.From, to: t.to, code: &s})
	}
	return out
}

// mask gives the body with every cut replaced by as many bytes: letters for a
// shortcode, as in Hugo; a paragraph of its own for the divider.
func mask(src string, from int, cuts []cut) []byte {
	if len(cuts) == 0 {
		return nil
	}
	out := []byte(src[from:])
	for _, c := range cuts {
		m := out[c.from-from : c.to-from]
		fill := byte('H')
		if c.kind == cutHidden {
			fill = 1
		}
		for i := range m {
			m[i] = fill
		}
		if c.kind == cutMore {
			copy(m, "\n\n")
			copy(m[len(m)-2:], "\n\n")
		}
	}
	return out
}
