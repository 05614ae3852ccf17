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

// denseFrom is where the part of src begins that is not parsed: at the beginning
// of a paragraph where one is near, else of a line. It is the end of nearly every
// text.
func denseFrom(src string, from int) int {
	if len(src)-from <= maxMeaning/4 {
		return len(src)
	}
	left := max(maxMeaning, (len(src)-from)/perMeaning)
	for i := from; i < len(src); i++ {
		c := src[i]
		n := int(meaning[c])
		if i > from && src[i-1] == '\n' {
			n += int(first[c])
		} else if n == 0 && i > from && c == src[i-1] {
			n = int(twice[c])
		}
		if left -= n; left < 0 {
			return lineBefore(src, from, i)
		}
	}
	return len(src)
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
