package typeset

import (
	"unicode/utf8"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
)

// Shaper turns text into paragraphs. It keeps what it shaped, within bounds, so
// that text which was set before is set again at a small fraction of the cost.
// It belongs to one goroutine.
type Shaper struct {
	book   *Book
	set    *faceSet
	chains map[chainKey]*chain
	last   *chain // of lastStyle
	fonts  map[*face]*harfbuzz.Font

	lastStyle Style

	buf    *harfbuzz.Buffer
	pieces pieceCache

	seg   segmenter.Segmenter
	order bidi.Paragraph

	// Of the text at hand, one per rune (offs and breaks one more):
	runes   []rune       // with pictures for control characters
	offs    []int32      // byte offsets
	drawn   []int32      // which runes are pictures
	breaks  []breakClass // before the rune
	starts  []bool       // a cell starts here
	levels  []int8       // of the bidirectional algorithm
	scripts []language.Script
	cells   []int32 // the rune a cell starts at, and the end
	wide    []bool  // set in the font of the ideographs
	rel     []uint16
}

// NewShaper returns a shaper for the faces of b.
func NewShaper(b *Book) *Shaper {
	return &Shaper{
		book:   b,
		chains: map[chainKey]*chain{},
		fonts:  map[*face]*harfbuzz.Font{},
		buf:    harfbuzz.NewBuffer(),
		pieces: pieceCache{limit: pieceCacheBytes},
	}
}

// Shape sets text in the styles of spans, which are sorted and do not overlap;
// what none covers has the style of o.Base and black ink. The paragraph comes
// as one row: call [Paragraph.Wrap] for more. A line feed in text ends a row;
// other control characters are shown as pictures. Bytes that are not UTF-8 are
// shown as replacement characters.
func (s *Shaper) Shape(text string, spans []Span, o Options) *Paragraph {
	s.refresh()
	p := &Paragraph{text: text, metrics: metricsOf(s.set, o)}
	p.setSpans(spans, o.Base)
	s.decode(text)
	s.markBoxes(p.spans)
	s.segment()
	s.tailorBreaks()
	p.rtl, p.mixed = s.resolveLevels()
	s.resolveScripts()
	s.fillCells(p)
	s.itemise(p)
	p.Wrap(0)
	return p
}

// refresh drops what depends on the faces when the book has changed.
func (s *Shaper) refresh() {
	set := s.book.set.Load()
	if s.set != set {
		s.set = set
		clear(s.chains)
		s.last = nil
	}
}

// chain returns the order of families for a style.
func (s *Shaper) chain(st Style) *chain {
	if s.last != nil && s.lastStyle == st {
		return s.last
	}
	key := chainKey{bold: st.Bold, italic: st.Italic, mono: st.Mono, lang: st.Lang}
	c := s.chains[key]
	if c == nil {
		if len(s.chains) > 64 {
			clear(s.chains) // languages come from the author's text
		}
		c = newChain(s.set, key)
		s.chains[key] = c
	}
	s.last, s.lastStyle = c, st
	return c
}

// decode fills runes and offs.
func (s *Shaper) decode(text string) {
	s.runes, s.offs, s.drawn = s.runes[:0], s.offs[:0], s.drawn[:0]
	for i, r := range text {
		if r < 0x20 || r >= 0x7F && (r < 0xA0 || r == 0x2028 || r == 0x2029) {
			if p := picture(r, text[i:]); p != r {
				r = p
				s.drawn = append(s.drawn, int32(len(s.runes)))
			}
		}
		s.runes = append(s.runes, r)
		s.offs = append(s.offs, int32(i))
	}
	s.offs = append(s.offs, int32(len(text)))
}

// picture returns what stands for a control character. The line feed, the
// carriage return before one, and the tab stay.
func picture(r rune, rest string) rune {
	switch {
	case r == '\n', r == '\t':
		return r
	case r == '\r':
		if len(rest) > 1 && rest[1] == '\n' {
			return r
		}
		return 0x240D
	case r < 0x20:
		return 0x2400 + r
	case r == 0x7F:
		return 0x2421
	case r == 0x85:
		return 0x2424 // next line
	case r == 0x2028:
		return 0x21B5 // line separator
	case r == 0x2029:
		return 0x00B6 // paragraph separator
	}
	return utf8.RuneError
}

// object stands for a box while text is segmented.
const object = '\uFFFC'

// markBoxes replaces the runes of boxes.
func (s *Shaper) markBoxes(spans []Span) {
	i := 0
	for _, sp := range spans {
		if sp.Box == nil {
			continue
		}
		for i < len(s.runes) && int(s.offs[i]) < sp.From {
			i++
		}
		for i < len(s.runes) && int(s.offs[i]) < sp.To {
			s.runes[i] = object
			i++
		}
	}
}

// maxCell bounds the runes of one cell. No writing system comes near it; text
// made to hurt does.
const maxCell = 256

// segment finds grapheme clusters and break opportunities.
func (s *Shaper) segment() {
	n := len(s.runes)
	s.starts = resize(s.starts, n+1)
	s.breaks = resize(s.breaks, n+1)
	clear(s.starts)
	clear(s.breaks)
	if n == 0 {
		return
	}
	s.seg.Init(s.runes)
	markClusters(&s.seg, s.runes, s.starts)
	for _, i := range s.drawn { // nothing joins a control character
		s.starts[i], s.starts[i+1] = true, true
	}
	for i, last := 0, 0; i < n; i++ {
		if s.starts[i] {
			last = i
		} else if i-last >= maxCell {
			s.starts[i], last = true, i
		}
	}
	for it := s.seg.LineIterator(); it.Next(); {
		l := it.Line()
		end := l.Offset + len(l.Text)
		s.breaks[end] = breakNormal
		if l.IsMandatoryBreak && s.runes[end-1] == '\n' {
			s.breaks[end] = breakForced
		}
	}
	s.breaks[n] = max(s.breaks[n], breakNormal)
}

// resize returns a slice of length n, keeping the storage of old if it can.
func resize[T any](old []T, n int) []T {
	if cap(old) < n {
		return make([]T, n, n+n/4)
	}
	return old[:n]
}

// resolveLevels runs the bidirectional algorithm where it matters. The
// paragraph's direction is that of its first strong character.
func (s *Shaper) resolveLevels() (rtl, mixed bool) {
	s.levels = resize(s.levels, len(s.runes))
	for _, r := range s.runes {
		if needsBidi(r) {
			mixed = true
			break
		}
	}
	if !mixed {
		clear(s.levels)
		return false, false
	}
	rtl = firstStrongIsRTL(s.runes)
	base := bidi.LeftToRight
	if rtl {
		base = bidi.RightToLeft
	}
	for from := 0; from < len(s.runes); {
		to := from
		for to < len(s.runes) && s.runes[to] != '\n' && to-from < maxBidi {
			to++
		}
		runs := s.order.Segment(s.runes[from:to], base)
		for i := range runs.NumRuns() {
			run := runs.Run(i)
			for k := run.Start; k < run.End; k++ {
				s.levels[from+k] = int8(run.Level)
			}
		}
		for to < len(s.runes) && s.runes[to] == '\n' {
			s.levels[to] = baseLevel(rtl)
			to++
		}
		from = to
	}
	return rtl, true
}

// maxBidi bounds the runes that are ordered at once; longer lines are cut. The
// algorithm is quadratic in places.
const maxBidi = 1 << 12

func baseLevel(rtl bool) int8 {
	if rtl {
		return 1
	}
	return 0
}

// needsBidi reports whether r may be, or bring about, a right to left run.
func needsBidi(r rune) bool {
	return r >= 0x590 && (r < 0x900 || r == 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 ||
		r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFE || r >= 0x10800 && r <= 0x10FFF ||
		r >= 0x1E800 && r <= 0x1EFFF)
}

// firstStrongIsRTL applies rules P2 and P3 of UAX #9, skipping isolates.
func firstStrongIsRTL(runes []rune) bool {
	depth := 0
	for _, r := range runes {
		switch {
		case r >= 0x2066 && r <= 0x2068:
			depth++
		case r == 0x2069:
			depth = max(depth-1, 0)
		case depth > 0:
		case r == 0x200E:
			return false
		case r == 0x200F:
			return true
		default:
			if script := lookupScript(r); script.Strong() {
				return rtlScript(r)
			}
		}
	}
	return false
}

// rtlScript reports whether a letter is written right to left.
func rtlScript(r rune) bool {
	return needsBidi(r) && !(r >= 0x202A && r <= 0x2069)
}

// resolveScripts gives common characters the script of what precedes them, at
// the start of the text of what follows.
func (s *Shaper) resolveScripts() {
	s.scripts = resize(s.scripts, len(s.runes))
	current := language.Common
	for i, r := range s.runes {
		sc := lookupScript(r)
		switch {
		case !sc.Strong():
			sc = current
		case current == language.Common:
			for k := i - 1; k >= 0; k-- {
				s.scripts[k] = sc
			}
			current = sc
		default:
			current = sc
		}
		s.scripts[i] = sc
	}
}

// lookupScript is language.LookupScript with a short way for what is common.
func lookupScript(r rune) language.Script {
	switch {
	case r < 0x80:
		if r|0x20 >= 'a' && r|0x20 <= 'z' {
			return language.Latin
		}
		return language.Common
	case r >= 0x4E00 && r <= 0x9FFF:
		return language.Han
	}
	return language.LookupScript(r)
}
