package syntax

import "lanyard/editor/text"

// A Heading is one of the text, outside quotes and lists.
type Heading struct {
	Level       int // 1 to 6
	First, Last int // its lines, both included; more than one where an underline makes a paragraph the heading
	Text        int // where the text begins in the first line, in bytes
}

// Headings finds the headings from the line that begins at or behind the offset from, which lies in no block. It reads the text anew, as the
// colours are read, so that both see the same blocks; any goroutine may call it.
func Headings(d text.Doc, from int) []Heading {
	i := d.LineAt(from)
	if d.LineStart(i) < from {
		i++
	}
	var out []Heading
	st, prev := state{mode: modeBody}, ""
	begin, at := i, 0 // of the paragraph that an underline would make a heading
	d.AllLines(i, func(s string) bool {
		r := read(st, s, prev, false)
		if r.kind == rowText && !r.cont {
			begin, at = i, r.text
		}
		switch {
		case r.next.depth > 0:
		case r.kind == rowHeading:
			out = append(out, Heading{Level: int(r.level), First: i, Last: i, Text: r.text})
		case r.kind == rowUnderline:
			out = append(out, Heading{Level: int(r.level), First: begin, Last: i, Text: at})
		}
		st, prev = r.next, s
		i++
		return true
	})
	return out
}
