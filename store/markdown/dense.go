package markdown

import "strings"

// A text in which every other byte means something becomes a hundred times its
// size in memory when it is parsed. What stands behind the first maxMeaning bytes
// that mean something, or of a long text behind so many that they are more than
// one in perMeaning, is therefore shown as it is written. A long post of prose,
// links and tables has one in ten at most.
const (
	maxMeaning = 150_000
	perMeaning = 6
)

// meaning tells the bytes that make blocks and inlines, and what they weigh.
var meaning = [256]uint8{
	'\n': 1, '*': 1, '_': 1, '[': 1, ']': 2, '~': 1, '`': 1, '<': 1, '|': 1, '"': 1, '\'': 1, '&': 1, '\\': 1, '!': 1, '#': 1, '@': 1, '$': 1, '^': 1, '+': 1, '=': 1,
	0: 1, 0xff: 1,
}

// twice tells those that mean something twice in a row: dashes and dots of the
// typographer, addresses, shortcodes.
var twice = [256]uint8{'-': 1, '.': 1, '>': 1, ':': 1, '/': 3, '{': 4}

// first tells what a line begins with that makes it an item or a part of one: a
// block in a block.
var first = [256]uint8{'-': 2, '+': 1, '*': 1, ':': 3, '>': 2, '#': 1, '1': 2}

// weigh is what the bytes src[lo:hi] mean together, in a body that begins at byte from.
func weigh(src string, from, lo, hi int) int {
	sum := 0
	for i := lo; i < hi; i++ {
		c := src[i]
		sum += int(meaning[c])
		if i == from {
			continue
		}
		if before := src[i-1]; before == '\n' {
			sum += int(first[c])
		} else if c == before && meaning[c] == 0 {
			sum += int(twice[c])
		}
	}
	return sum
}

// bearable is what the bytes of a body of that length may mean together.
func bearable(length int) int { return max(maxMeaning, length/perMeaning) }

// weighed sets what the document's bytes mean, and where the part of it begins
// that is not parsed: at the beginning of a paragraph where one is near, else of a
// line. It is the end of nearly every text. Of a next version only what changed is
// weighed; of prev, nil for none, the whole was bearable.
func (d *Document) weighed(prev *Document) {
	d.dense = len(d.Source)
	if prev == nil {
		d.weight = weigh(d.Source, d.From, d.From, len(d.Source))
	} else {
		as, bs := prev.Source[prev.From:], d.Source[d.From:]
		lo := commonPrefix(as, bs)
		same := commonSuffix(as[lo:], bs[lo:])
		part := func(d *Document) int { // with the byte behind, which has another one before it
			return weigh(d.Source, d.From, d.From+lo, min(len(d.Source)-same+1, len(d.Source)))
		}
		d.weight = prev.weight - part(prev) + part(d)
	}
	if d.weight <= bearable(len(d.Source)-d.From) {
		return
	}
	left := bearable(len(d.Source) - d.From)
	for i := d.From; i < len(d.Source); i++ {
		if left -= weigh(d.Source, d.From, i, i+1); left < 0 {
			d.dense = lineBefore(d.Source, d.From, i)
			return
		}
	}
}

// lineBefore is the beginning of the paragraph or line of byte at.
func lineBefore(src string, from, at int) int {
	const near = 4 << 10
	begin := max(from, at-near)
	if i := strings.LastIndex(src[begin:at], "\n\n"); i >= 0 {
		return begin + i + 2
	}
	if i := strings.LastIndexByte(src[from:at], '\n'); i >= 0 {
		return from + i + 1
	}
	return from
}

// rest adds what is not parsed as one block.
func (d *Document) rest() {
	text := d.Source[d.dense:]
	blank := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	text = strings.TrimRight(text[blank:], " \t\r\n")
	if text == "" {
		return
	}
	d.Blocks = append(d.Blocks, &Block{
		Kind: Plain, To: len(text), Text: text, textAt: []span{{0, 0, len(text)}}, top: &topInfo{},
	})
	d.Starts = append(d.Starts, d.dense+blank)
}
