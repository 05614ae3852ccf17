package merge

import (
	"strings"

	udiff "github.com/aymanbagabas/go-udiff"
)

// Op says what became of a line.
type Op uint8

// The operations.
const (
	Equal Op = iota
	Delete
	Insert
	Skip // lines that are equal and left out; Text is empty, Count says how many
)

// Line is one line of a comparison. Old and New count from 1; 0 where the line is not in that text.
type Line struct {
	Op       Op
	Old, New int
	Text     string // without its line end
	Count    int
}

// Lines compares two texts by line and gives what differs with context equal lines around it.
func Lines(a, b string, context int) []Line {
	all := every(a, b, lineEdits(a, b))
	var out []Line
	for i := 0; i < len(all); i++ {
		if all[i].Op != Equal {
			out = append(out, all[i])
			continue
		}
		end := i
		for end < len(all) && all[end].Op == Equal {
			end++
		}
		head, tail := context, context
		if i == 0 {
			head = 0
		}
		if end == len(all) {
			tail = 0
		}
		if skipped := end - i - head - tail; skipped > 1 {
			out = append(out, all[i:i+head]...)
			out = append(out, Line{Op: Skip, Count: skipped})
			out = append(out, all[end-tail:end]...)
		} else {
			out = append(out, all[i:end]...)
		}
		i = end - 1
	}
	return out
}

// every lists all lines of both texts in order.
func every(a, b string, edits []udiff.Edit) []Line {
	var out []Line
	at, oldLine, newLine := 0, 1, 1
	add := func(op Op, text string) {
		for text != "" {
			line, rest, _ := strings.Cut(text, "\n")
			l := Line{Op: op, Text: strings.TrimSuffix(line, "\r")}
			if op != Insert {
				l.Old = oldLine
				oldLine++
			}
			if op != Delete {
				l.New = newLine
				newLine++
			}
			out = append(out, l)
			text = rest
		}
	}
	for _, e := range edits {
		add(Equal, a[at:e.Start])
		add(Delete, a[e.Start:e.End])
		add(Insert, e.New)
		at = e.End
	}
	add(Equal, a[at:])
	return out
}
