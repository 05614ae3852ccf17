package syntax

import "strings"

// delim is a run of stars, underscores or tildes that may open or close emphasis.
type delim struct {
	at, n, size   int // where what is left of it begins, its length, its length at first
	c             byte
	opens, closes bool
}

// bracket is an open "[" or "![".
type bracket struct {
	at, text int // where the mark and the text behind it begin
	delims   int // how many delims came before
	image    bool
	active   bool // false for one that has a link inside
}

func (p *painter) run(i, from, to int) int {
	c := p.s[i]
	n := runLen(p.s[i:to], c)
	if c == '~' && (n > 2 || n == 1 && p.doubleTilde) {
		return n
	}
	before, after := p.around(i, i+n, from, to)
	opens, closes := Flanking(c, before, after)
	if opens || closes {
		p.delims = append(p.delims, delim{i, n, n, c, opens, closes})
	}
	return n
}

// emphasis matches the delims from index bottom on and forgets them. It is CommonMark's "process emphasis".
func (p *painter) emphasis(bottom int) {
	ds := p.delims
	// Below floor no opener for such a closer is left; by character, length modulo 3 and whether the closer can open too.
	var floor [3][3][2]int
	for a := range floor {
		for b := range floor[a] {
			floor[a][b] = [2]int{bottom, bottom}
		}
	}
	for k := bottom; k < len(ds); k++ {
		for ds[k].closes && ds[k].n > 0 {
			f := &floor[strings.IndexByte("*_~", ds[k].c)][ds[k].size%3][btoi(ds[k].opens)]
			o := k - 1
			for o >= *f && !pairs(&ds[o], &ds[k]) {
				o--
			}
			if o < *f {
				*f = k
				break
			}
			p.pair(&ds[o], &ds[k])
			for m := o + 1; m < k; m++ {
				ds[m].n = 0 // what is between can match nothing any more
			}
		}
	}
	p.delims = ds[:bottom]
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func pairs(o, c *delim) bool {
	if o.n == 0 || !o.opens || o.c != c.c {
		return false
	}
	if o.c == '~' {
		return o.size == c.size
	}
	return !(o.closes || c.opens) || (o.size+c.size)%3 != 0 || (o.size%3 == 0 && c.size%3 == 0)
}

// pair colours the markers next to the text and what is between.
func (p *painter) pair(o, c *delim) {
	n, kind := 1, stepEmphasis
	switch {
	case o.c == '~':
		n, kind = o.n, stepStrike
	case o.n >= 2 && c.n >= 2:
		n, kind = 2, stepStrong
	}
	from, to := o.at+o.n-n, c.at+n
	p.fill(from, from+n, Marker)
	p.fill(to-n, to, Marker)
	p.step(kind, from, to)
	p.note([...]Flags{Strong, Emphasis, Strike}[kind], from, from+n, to-n, to)
	o.n -= n
	c.at, c.n = c.at+n, c.n-n
}

func (p *painter) openBracket(i, to int) int {
	if strings.HasPrefix(p.s[i:to], "[^") {
		s := p.s[i:min(to, i+200)]
		if end := strings.IndexAny(s[2:], "[] \n"); end > 0 && s[end+2] == ']' {
			p.fill(i, i+end+3, Footnote)
			return end + 3
		}
	}
	p.opens = append(p.opens, bracket{at: i, text: i + 1, delims: len(p.delims), active: true})
	return 1
}

func (p *painter) closeBracket(i, to int) int {
	n := len(p.opens)
	if n == 0 {
		return 1
	}
	o := p.opens[n-1]
	p.opens = p.opens[:n-1]
	if !o.active || i+1 >= to {
		return 1
	}
	end := i + 1
	switch p.s[i+1] {
	case '(':
		end = p.target(i+1, to)
	case '[':
		end = p.label(i+1, to)
	}
	if end == i+1 {
		return 1
	}
	p.emphasis(o.delims)
	p.fill(o.at, o.text, Marker)
	p.fill(i, i+1, Marker)
	if o.image {
		p.image[o.text]++
		p.image[i]--
		p.note(0, o.at, o.text, i, end)
	} else {
		p.step(stepLink, o.text, i)
		p.note(Link, o.at, o.text, i, end)
		for k := range p.opens {
			if !p.opens[k].image {
				p.opens[k].active = false
			}
		}
	}
	return end - i
}

// label colours "[label]" and gives its end, i when there is none.
func (p *painter) label(i, to int) int {
	s := p.s[i:min(to, i+1000)]
	end := strings.IndexAny(s[1:], "[]")
	if end < 0 || s[end+1] != ']' {
		return i
	}
	p.fill(i, i+1, Marker)
	p.fill(i+1, i+end+1, LinkLabel)
	p.fill(i+end+1, i+end+2, Marker)
	return i + end + 2
}

// target colours `(destination "title")` and gives its end, i when there is none.
func (p *painter) target(i, to int) int {
	s := p.s[i:min(to, i+maxTag)]
	end := targetLen(s)
	if end == 0 {
		return i
	}
	p.fill(i, i+1, Marker)
	p.fill(i+1, i+end-1, LinkURL)
	p.fill(i+end-1, i+end, Marker)
	return i + end
}

// targetLen is the length of the destination and title in brackets that s begins with, 0 for none.
func targetLen(s string) int {
	i := spacesLen(s, 1)
	if strings.HasPrefix(s[i:], "{{<") || strings.HasPrefix(s[i:], "{{%") { // [text]({{< ref "page" >}})
		end := strings.Index(s[i:], "}}")
		if end < 0 {
			return 0
		}
		i += end + 2
	} else if i < len(s) && s[i] == '<' {
		end := strings.IndexAny(s[i+1:], "<>\n")
		if end < 0 || s[i+1+end] != '>' {
			return 0
		}
		i += end + 2
	} else if i = bareLen(s, i); i < 0 {
		return 0
	}
	from := i
	i = spacesLen(s, i)
	if i > from && i < len(s) && strings.IndexByte("\"'(", s[i]) >= 0 {
		q := s[i]
		if q == '(' {
			q = ')'
		}
		i++
		for i < len(s) && s[i] != q {
			if s[i] == '\\' {
				i++
			}
			i++
		}
		i = spacesLen(s, i+1)
	}
	if i < len(s) && s[i] == ')' {
		return i + 1
	}
	return 0
}

func spacesLen(s string, i int) int {
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	return min(i, len(s))
}

// bareLen passes a destination without angle brackets: no spaces, balanced brackets; -1 when they are not balanced.
func bareLen(s string, i int) int {
	depth := 0
	for i < len(s) {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && isPunctByte(s[i+1]):
			i++
		case c == '(':
			depth++
		case c == ')':
			if depth == 0 {
				return i
			}
			depth--
		case isSpace(c) || c < ' ':
			if depth > 0 {
				return -1
			}
			return i
		}
		i++
	}
	return -1
}
