package edit

import (
	"slices"
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
	var open fence
	in := false
	fences(d, floor, i, func(f fence) {
		switch {
		case !in:
			open, in = f, true
		case open.closedBy(f):
			in = false
		}
	})
	return open, in
}

// code tells which lines up to the last one of a selection are in code blocks or open one, for commands that go over many lines.
func code(d text.Doc, floor, last int) func(i int) bool {
	var blocks []lineRange
	var open fence
	in := false
	fences(d, floor, last, func(f fence) {
		switch {
		case !in:
			open, in = f, true
		case open.closedBy(f):
			in = false
			blocks = append(blocks, lineRange{open.line, f.line - 1})
		}
	})
	if in {
		blocks = append(blocks, lineRange{open.line, last})
	}
	return func(i int) bool {
		_, is := slices.BinarySearchFunc(blocks, i, func(b lineRange, i int) int {
			switch {
			case b.to < i:
				return -1
			case b.from > i:
				return 1
			}
			return 0
		})
		return is
	}
}

// fences calls f with the lines of fence marks up to line last, in order.
func fences(d text.Doc, floor, last int, f func(fence)) {
	s := d.Slice(floor, d.LineEnd(last))
	line, at := d.LineAt(floor), 0
	next := [2]int{-1, -1} // the next place of either kind of marks, len(s) for none
	for {
		for k, marks := range [2]string{"```", "~~~"} {
			if next[k] < at {
				next[k] = len(s)
				if n := strings.Index(s[at:], marks); n >= 0 {
					next[k] = at + n
				}
			}
		}
		k := min(next[0], next[1])
		if k == len(s) {
			return
		}
		begin := strings.LastIndexByte(s[:k], '\n') + 1
		line += strings.Count(s[at:begin], "\n")
		stop := len(s)
		if n := strings.IndexByte(s[begin:], '\n'); n >= 0 {
			stop = begin + n
		}
		if g, ok := parseFence(strings.TrimSuffix(s[begin:stop], "\r")); ok {
			g.line = line
			f(g)
		}
		if stop == len(s) {
			return
		}
		line++
		at = stop + 1
	}
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
