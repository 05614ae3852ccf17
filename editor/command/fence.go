package command

import (
	"strings"

	"lanyard/editor/text"
)

// fence is the opening of a code block.
type fence struct {
	line   int
	char   byte
	n      int
	indent string // before the marks, quote marks included
	info   string
}

// parseFence reads a line of at least three backticks or tildes.
func parseFence(s string) (fence, bool) {
	body := strings.TrimLeft(s, " \t>")
	if body == "" || (body[0] != '`' && body[0] != '~') {
		return fence{}, false
	}
	n := len(body) - len(strings.TrimLeft(body, body[:1]))
	info := strings.TrimSpace(body[n:])
	if n < 3 || (body[0] == '`' && strings.Contains(info, "`")) {
		return fence{}, false
	}
	return fence{char: body[0], n: n, indent: s[:len(s)-len(body)], info: info}, true
}

func (f fence) closedBy(g fence) bool { return f.char == g.char && g.n >= f.n && g.info == "" }

// fenceAt is the code block that holds line i between its fences, or that line i opens. It looks only at lines that have fence marks,
// so that it is quick at the end of a large text.
func fenceAt(d text.Doc, floor, i int) (fence, bool) {
	before := d.Slice(floor, d.LineEnd(i))
	first := d.LineAt(floor)
	var open fence
	in := false
	line, at := first, 0
	for {
		k := nextFence(before[at:])
		if k < 0 {
			break
		}
		begin := strings.LastIndexByte(before[:at+k], '\n') + 1
		line += strings.Count(before[at:begin], "\n")
		stop := len(before)
		if n := strings.IndexByte(before[begin:], '\n'); n >= 0 {
			stop = begin + n
		}
		if f, ok := parseFence(strings.TrimSuffix(before[begin:stop], "\r")); ok {
			f.line = line
			switch {
			case !in:
				open, in = f, true
			case open.closedBy(f):
				in = false
				if f.line == i {
					return open, false
				}
			}
		}
		if stop == len(before) {
			break
		}
		line++
		at = stop + 1
	}
	return open, in
}

// nextFence is the next place of three marks in a row, -1 for none.
func nextFence(s string) int {
	a, b := strings.Index(s, "```"), strings.Index(s, "~~~")
	if a < 0 || (b >= 0 && b < a) {
		return b
	}
	return a
}

// open reports whether nothing behind the line closes the block.
func (f fence) open(d text.Doc) bool {
	is := true
	d.AllLines(f.line+1, func(s string) bool {
		g, ok := parseFence(s)
		if !ok || g.char != f.char {
			return true
		}
		is = !f.closedBy(g)
		return false
	})
	return is
}
