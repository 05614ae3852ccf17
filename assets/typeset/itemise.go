package typeset

import (
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// fillCells makes the cells of p from the segmented text.
func (s *Shaper) fillCells(p *Paragraph) {
	n := len(s.runes)
	s.cells = s.cells[:0]
	span := 0
	inBox := false
	for i := range n {
		from := int(s.offs[i])
		next := p.spanAt(from, span)
		edge := next != span && (inBox || p.spans[next].Box != nil)
		span = next
		box := p.spans[span].Box != nil
		if i == 0 || edge || s.starts[i] && !(box && inBox) {
			s.cells = append(s.cells, int32(i))
		}
		inBox = box
	}
	count := len(s.cells)
	s.cells = append(s.cells, int32(n))
	p.off = make([]int32, count+1)
	p.adv = make([]float32, count)
	p.flag = make([]cellFlag, count)
	for c, i := range s.cells {
		p.off[c] = s.offs[i]
	}
	for c := range count {
		p.flag[c] = s.cellFlag(c)
	}
}

func (s *Shaper) cellFlag(c int) cellFlag {
	f := cellFlag(s.breaks[s.cells[c+1]])
	switch r := s.runes[s.cells[c]]; {
	case s.cells[c+1]-s.cells[c] > 1 && r != '\r':
	case r == ' ', r == 0x3000, r == 0x1680, r >= 0x2000 && r <= 0x200A && r != 0x2007, r == 0x205F:
		f |= flagSpace
	case r == '\t':
		f |= flagTab
	case r == '\n', r == '\r':
		f |= flagFeed
	}
	return f
}

// run is the piece that is being gathered.
type run struct {
	from  int // cell
	style Style
	pick  pick
	runes int
}

// A piece ends at the first break opportunity after a space or a punctuation
// mark, at any opportunity once it is long, and anywhere once it is very long:
// a key then changes one piece, and a line of any length is shaped in pieces.
const (
	longPiece     = 48
	veryLongPiece = 128
)

// itemise cuts the cells into items and has each shaped.
func (s *Shaper) itemise(p *Paragraph) {
	s.widePunctuation()
	span := 0
	cur := run{from: -1}
	flush := func(to int) {
		if cur.from >= 0 && to > cur.from {
			s.addText(p, cur, to)
		}
		cur = run{from: -1}
	}
	for c := range p.adv {
		span = p.spanAt(int(p.off[c]), span)
		sp := &p.spans[span]
		first, end := s.cells[c], s.cells[c+1]
		if sp.Box != nil || p.flag[c]&(flagTab|flagFeed) != 0 {
			flush(c)
			s.addOther(p, c, sp)
			continue
		}
		ch := s.pickFor(sp.Style, first, end, cur)
		if cur.from >= 0 {
			at := s.cells[cur.from]
			if cur.style != sp.Style || cur.pick != ch || s.levels[at] != s.levels[first] ||
				s.scripts[at] != s.scripts[first] || s.cutBefore(c, cur.runes) {
				flush(c)
			}
		}
		if cur.from < 0 {
			cur = run{from: c, style: sp.Style, pick: ch}
		}
		cur.runes += int(end - first)
	}
	flush(len(p.adv))
}

// cutBefore reports whether a piece of n runes ends before cell c.
func (s *Shaper) cutBefore(c, n int) bool {
	if n >= veryLongPiece {
		return true
	}
	at := s.cells[c]
	if s.breaks[at] == breakNone {
		return false
	}
	return n >= longPiece || endsPhrase(s.runes[at-1])
}

// endsPhrase reports whether r is a space or a mark after which text is cut.
func endsPhrase(r rune) bool {
	switch {
	case r < 0x80:
		return r == ' ' || r == ',' || r == '.' || r == ';' || r == ':' || r == '!' || r == '?' || r == ')' || r == '/'
	case r >= 0x3000 && r <= 0x301F:
		return true
	case r == 0xFF0C, r == 0xFF01, r == 0xFF1A, r == 0xFF1B, r == 0xFF1F, r == 0xFF09, r == 0x201D, r == 0x2014, r == 0x2026:
		return true
	}
	return false
}

// addText shapes the cells of a run and appends the item.
func (s *Shaper) addText(p *Paragraph, r run, to int) {
	first, end := s.cells[r.from], s.cells[to]
	s.rel = s.rel[:0]
	for c := r.from; c < to; c++ {
		for range s.cells[c+1] - s.cells[c] {
			s.rel = append(s.rel, uint16(c-r.from))
		}
	}
	level := s.levels[first]
	lang := ""
	if cjkScript(s.scripts[first]) {
		lang = s.chain(r.style).cjk
	} else if r.style.Lang != "" && regionOf(r.style.Lang) == regionNone {
		lang = r.style.Lang
	}
	pc := s.shapePiece(pieceKey{
		text: p.text[p.off[r.from]:p.off[to]], pick: r.pick,
		script: s.scripts[first], lang: lang, rtl: level&1 == 1,
	}, s.runes[first:end], s.rel, to-r.from)
	for i, a := range pc.adv {
		p.adv[r.from+i] = a * r.style.Size
	}
	p.items = append(p.items, item{from: int32(r.from), to: int32(to), piece: pc, size: r.style.Size, level: level})
}

// addOther appends the item of a tab, a line feed or a box.
func (s *Shaper) addOther(p *Paragraph, c int, sp *Span) {
	it := item{from: int32(c), to: int32(c + 1), size: sp.Style.Size, box: sp.Box, level: baseLevel(p.rtl)}
	if sp.Box != nil {
		p.flag[c] = p.flag[c]&flagBreak | flagBox
		p.adv[c] = length(sp.Box.W)
		it.level = s.levels[s.cells[c]]
	}
	p.items = append(p.items, it)
}

// length returns v as a length that can be added up.
func length(v float32) float32 {
	if !(v > 0) { // nor a NaN
		return 0
	}
	return min(v, 1e6)
}

// pickFor returns the face of the cell with runes [first, end).
func (s *Shaper) pickFor(st Style, first, end int32, cur run) pick {
	c := s.chain(st)
	cluster := s.runes[first:end]
	r := cluster[0]
	if r >= 0x20 && r < 0x7F && len(cluster) == 1 {
		if p := c.lookup(s.book, r); p.face != nil {
			return p
		}
		return c.primary(s.book)
	}
	if wantsEmoji(cluster) {
		if p := c.emojiFor(s.book, r); p.face != nil {
			return p
		}
	}
	if harfbuzz.IsDefaultIgnorable(r) && cur.from >= 0 && cur.style == st {
		return cur.pick
	}
	if s.wide[first] {
		if p := c.lookup(s.book, '中'); p.face != nil && p.face.covers(r) {
			return p
		}
	}
	p := c.lookup(s.book, r)
	if p.face == nil {
		return c.primary(s.book)
	}
	if len(cluster) > 1 && !coversAll(p.face, cluster) {
		for _, mark := range cluster[1:min(len(cluster), 8)] {
			if q := c.lookup(s.book, mark); q.face != nil && coversAll(q.face, cluster) {
				return q
			}
		}
	}
	return p
}

// coversAll reports whether f has a glyph for every visible rune of cluster.
func coversAll(f *face, cluster []rune) bool {
	for _, r := range cluster {
		if !harfbuzz.IsDefaultIgnorable(r) && !f.covers(r) {
			return false
		}
	}
	return true
}

func cjkScript(sc language.Script) bool {
	switch sc {
	case language.Han, language.Hiragana, language.Katakana, language.Hangul, language.Bopomofo:
		return true
	}
	return false
}

// widePunctuation marks the quotation marks, dashes and ellipses that Chinese
// shares with English, where they stand beside an ideograph: they are then set
// in the ideographs' font, full width. Both marks of a pair are set alike.
func (s *Shaper) widePunctuation() {
	s.wide = resize(s.wide, len(s.runes))
	clear(s.wide)
	var open [2][]int
	for i, r := range s.runes {
		if !sharedMark(r) {
			continue
		}
		s.wide[i] = s.besideIdeograph(i)
		switch r {
		case 0x2018, 0x201C:
			k := r >> 2 & 1
			open[k] = append(open[k], i)
		case 0x2019, 0x201D:
			k := r >> 2 & 1
			if n := len(open[k]); n > 0 {
				o := open[k][n-1]
				open[k] = open[k][:n-1]
				s.wide[i] = s.wide[i] || s.wide[o]
				s.wide[o] = s.wide[i]
			}
		}
	}
}

// sharedMark reports whether r is one of “ ” ‘ ’ — … ·.
func sharedMark(r rune) bool {
	switch r {
	case 0x2018, 0x2019, 0x201C, 0x201D, 0x2014, 0x2026, 0xB7:
		return true
	}
	return false
}

// besideIdeograph reports whether the nearest rune on either side that is
// neither such a mark nor a mark of emphasis is one of Chinese text.
func (s *Shaper) besideIdeograph(i int) bool {
	const reach = 8
	for k := i - 1; k >= 0 && k >= i-reach; k-- {
		if r := s.runes[k]; !sharedMark(r) && r != '*' {
			if ideographic(r) {
				return true
			}
			break
		}
	}
	for k := i + 1; k < len(s.runes) && k <= i+reach; k++ {
		if r := s.runes[k]; !sharedMark(r) && r != '*' {
			return ideographic(r)
		}
	}
	return false
}

// ideographic reports whether r is a letter or mark of Chinese or Japanese.
func ideographic(r rune) bool {
	return r >= 0x2E80 && r <= 0x9FFF || r >= 0xF900 && r <= 0xFAFF || r >= 0xFF00 && r <= 0xFF60 || r >= 0x20000 && r <= 0x3FFFF
}
