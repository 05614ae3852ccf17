package text

import (
	"strings"
	"unicode/utf8"
)

// The document is a tree of wide nodes over chunks of text, all leaves at the same depth. Nodes are never modified, so an edit
// copies one path. The depth is at least minDepth: small documents pay what those of a few megabytes pay, and the cost of a key
// does not depend on the size.
const (
	maxChunk = 2048 // bytes in a leaf
	minChunk = 512  // smaller neighbours are merged
	maxKids  = 64
	minKids  = 16
	minDepth = 2 // levels of inner nodes
)

// entry is a child with its sums, so that a search touches one array a level.
type entry struct {
	size, nl int // bytes and '\n' below
	kids     []entry
	text     string // of a leaf; kids is nil then
}

// Doc is a text. The zero value is the empty text. A line ends with "\n" or "\r\n"; a lone "\r" is an ordinary character. There is
// always one line more than there are terminators.
type Doc struct {
	root  entry
	depth int // inner levels
}

// New makes a document of s, which it shares.
func New(s string) Doc {
	level := chunks(nil, s)
	return grow(level, 0)
}

// grow puts inner levels on top of a row of entries until one is left and the least depth is reached.
func grow(level []entry, depth int) Doc {
	for len(level) > 1 || depth < minDepth {
		level = group(level)
		depth++
	}
	return Doc{root: level[0], depth: depth}
}

func leaf(s string) entry { return entry{size: len(s), nl: strings.Count(s, "\n"), text: s} }

func inner(kids []entry) entry {
	e := entry{kids: kids}
	for i := range kids {
		e.size += kids[i].size
		e.nl += kids[i].nl
	}
	return e
}

// chunks appends s as leaves, cut at line ends where one is near so that most lines lie in one leaf.
func chunks(out []entry, s string) []entry {
	for len(s) > maxChunk {
		cut := strings.LastIndexByte(s[:maxChunk*3/4], '\n') + 1
		if cut < minChunk {
			cut = maxChunk * 3 / 4
			for i := 0; i < utf8.UTFMax && !utf8.RuneStart(s[cut]); i++ {
				cut--
			}
		}
		out = append(out, leaf(s[:cut]))
		s = s[cut:]
	}
	if s != "" || len(out) == 0 {
		out = append(out, leaf(s))
	}
	return out
}

// group packs a row into inner nodes of even size; an empty row becomes an empty node.
func group(level []entry) []entry {
	n := (len(level) + maxKids - 1) / maxKids
	if n <= 1 {
		return []entry{inner(level)}
	}
	out := make([]entry, 0, n)
	for i := range n {
		a, b := len(level)*i/n, len(level)*(i+1)/n
		out = append(out, inner(level[a:b:b]))
	}
	return out
}

// Len is the number of bytes.
func (d Doc) Len() int { return d.root.size }

// Lines is the number of lines, at least 1.
func (d Doc) Lines() int { return d.root.nl + 1 }

// String is the whole text, a copy made at each call.
func (d Doc) String() string { return d.Slice(0, d.Len()) }

// Slice is the text of [from, to), clamped to the document. It is copied only when it crosses chunks.
func (d Doc) Slice(from, to int) string {
	from, to = max(from, 0), min(to, d.Len())
	if from >= to {
		return ""
	}
	e, off := d.find(from)
	if off+to-from <= e.size {
		return e.text[off : off+to-from]
	}
	var b strings.Builder
	b.Grow(to - from)
	d.root.each(from, to, func(s string) bool {
		b.WriteString(s)
		return true
	})
	return b.String()
}

// Chunks calls yield with the pieces of [from, to) in order until it returns false. A piece may begin or end inside a rune.
func (d Doc) Chunks(from, to int, yield func(string) bool) {
	from, to = max(from, 0), min(to, d.Len())
	if from < to {
		d.root.each(from, to, yield)
	}
}

func (e *entry) each(from, to int, yield func(string) bool) bool {
	if e.kids == nil {
		return yield(e.text[from:to])
	}
	for i := range e.kids {
		k := &e.kids[i]
		if from < k.size && to > 0 && k.size > 0 {
			if !k.each(max(from, 0), min(to, k.size), yield) {
				return false
			}
		}
		from, to = from-k.size, to-k.size
		if to <= 0 {
			break
		}
	}
	return true
}

// find is the leaf that holds the byte at off (the last leaf for the document's end) and the offset in it.
func (d Doc) find(off int) (*entry, int) {
	e := &d.root
	for e.kids != nil {
		next := len(e.kids) - 1
		for i := range e.kids {
			if off < e.kids[i].size || i == next {
				e = &e.kids[i]
				break
			}
			off -= e.kids[i].size
		}
	}
	return e, off
}

// Byte is the byte at off, which must be in [0, Len).
func (d Doc) Byte(off int) byte {
	e, i := d.find(off)
	return e.text[i]
}

// Rune is the rune that begins at off and its length in bytes; at the end (utf8.RuneError, 0).
func (d Doc) Rune(off int) (rune, int) {
	e, i := d.find(off)
	if i >= e.size {
		return utf8.RuneError, 0
	}
	if utf8.FullRuneInString(e.text[i:]) {
		return utf8.DecodeRuneInString(e.text[i:])
	}
	return utf8.DecodeRuneInString(d.Slice(off, off+utf8.UTFMax))
}

// RuneBefore is the rune that ends at off and its length in bytes; at the beginning (utf8.RuneError, 0).
func (d Doc) RuneBefore(off int) (rune, int) {
	return utf8.DecodeLastRuneInString(d.Slice(off-utf8.UTFMax, off))
}

const blockSize = 128

// LineStart is the offset of the first byte of line i, which is clamped to the lines there are.
func (d Doc) LineStart(i int) int {
	if i <= 0 {
		return 0
	}
	if i > d.root.nl {
		i = d.root.nl
		if i == 0 {
			return 0
		}
	}
	off := 0
	e := &d.root
	for e.kids != nil {
		for k := range e.kids {
			if i <= e.kids[k].nl {
				e = &e.kids[k]
				break
			}
			i -= e.kids[k].nl
			off += e.kids[k].size
		}
	}
	at := 0
	for at+blockSize < len(e.text) { // counting a block costs little more than finding one line end
		n := strings.Count(e.text[at:at+blockSize], "\n")
		if n >= i {
			break
		}
		i -= n
		at += blockSize
	}
	for ; i > 0; i-- {
		at += strings.IndexByte(e.text[at:], '\n') + 1
	}
	return off + at
}

// LineEnd is the offset before the terminator of line i.
func (d Doc) LineEnd(i int) int {
	if i >= d.root.nl {
		return d.Len()
	}
	start, next := d.LineStart(i), d.LineStart(i+1)
	end := next - 1
	if end > start && d.Byte(end-1) == '\r' {
		end--
	}
	return end
}

// LineAt is the line that holds the offset; an offset behind a terminator is on the next line.
func (d Doc) LineAt(off int) int {
	off = min(max(off, 0), d.Len())
	n := 0
	e := &d.root
	for e.kids != nil {
		next := len(e.kids) - 1
		for i := range e.kids {
			if off < e.kids[i].size || i == next {
				e = &e.kids[i]
				break
			}
			off -= e.kids[i].size
			n += e.kids[i].nl
		}
	}
	return n + strings.Count(e.text[:off], "\n")
}

// Line is the text of line i without its terminator.
func (d Doc) Line(i int) string {
	start := d.LineStart(i)
	if i >= d.root.nl {
		return d.Slice(start, d.Len())
	}
	s := d.Slice(start, d.LineStart(i+1)-1)
	if n := len(s); n > 0 && s[n-1] == '\r' {
		return s[:n-1]
	}
	return s
}

// EOLOf is the terminator of line i: "\n", "\r\n", or "" for the last line.
func (d Doc) EOLOf(i int) string {
	if i >= d.root.nl {
		return ""
	}
	return d.Slice(d.LineEnd(i), d.LineStart(i+1))
}

// EOL is the terminator that most lines have, "\n" where there is none. It reads the whole text.
func (d Doc) EOL() string {
	crlf, cr := 0, false
	d.Chunks(0, d.Len(), func(s string) bool {
		if cr && s[0] == '\n' {
			crlf++
		}
		crlf += strings.Count(s, "\r\n")
		cr = s[len(s)-1] == '\r'
		return true
	})
	if crlf*2 > d.root.nl {
		return "\r\n"
	}
	return "\n"
}

// AllLines calls yield with each line from line i on, without its terminator, until it returns false. It costs less than Line in a
// loop: one walk over the tree.
func (d Doc) AllLines(i int, yield func(line string) bool) {
	var rest strings.Builder // of a line that crosses chunks
	stopped := false
	d.Chunks(d.LineStart(i), d.Len(), func(s string) bool {
		for {
			n := strings.IndexByte(s, '\n')
			if n < 0 {
				if rest.Len() == 0 && s != "" {
					rest.Grow(d.LineEnd(i) - d.LineStart(i) + len("\r"))
				}
				rest.WriteString(s)
				return true
			}
			line := s[:n]
			if rest.Len() > 0 {
				rest.WriteString(line)
				line = rest.String()
				rest.Reset()
			}
			s, i = s[n+1:], i+1
			if !yield(strings.TrimSuffix(line, "\r")) {
				stopped = true
				return false
			}
		}
	})
	if !stopped {
		yield(rest.String())
	}
}
