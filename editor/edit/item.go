package edit

import (
	"slices"
	"strconv"
	"strings"

	"lanyard/editor/text"
)

// item is what a line begins with: quote marks, indent, a list marker, a task's box.
type item struct {
	quote  string // "> > " as written
	indent string // white space behind the quote marks
	marker string // "-", "1."; "" for a line that is no item
	space  string // behind the marker
	box    string // "[ ] " with its space
	text   string
}

// parseItem reads a line. Full-width spaces belong to the text.
func parseItem(s string) item {
	var it item
	rest := s
	for {
		t := strings.TrimLeft(rest, " \t")
		if !strings.HasPrefix(t, ">") || len(rest)-len(t) > 3 {
			break
		}
		t = t[1:]
		rest = strings.TrimPrefix(t, " ")
	}
	it.quote = s[:len(s)-len(rest)]
	t := strings.TrimLeft(rest, " \t")
	it.indent = rest[:len(rest)-len(t)]
	n := markerLen(t)
	it.text = t
	if n == 0 || isRule(t) {
		return it
	}
	it.marker = t[:n]
	body := strings.TrimLeft(t[n:], " \t")
	it.space = t[n : len(t)-len(body)]
	it.text = body
	if len(body) >= 3 && body[0] == '[' && strings.IndexByte(" xX", body[1]) >= 0 && body[2] == ']' && (len(body) == 3 || body[3] == ' ') {
		it.box = body[:min(4, len(body))]
		it.text = body[len(it.box):]
	}
	return it
}

func isRule(s string) bool {
	s = strings.ReplaceAll(strings.ReplaceAll(s, " ", ""), "\t", "")
	return len(s) >= 3 && (s[0] == '-' || s[0] == '*' || s[0] == '_') && strings.Trim(s, s[:1]) == ""
}

// markerLen is the length of the list marker that s begins with, 0 for none.
func markerLen(s string) int {
	n := 0
	switch {
	case s == "":
		return 0
	case s[0] == '-' || s[0] == '+' || s[0] == '*':
		n = 1
	default:
		for n < len(s) && n < 9 && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n == 0 || n == len(s) || (s[n] != '.' && s[n] != ')') {
			return 0
		}
		n++
	}
	if n < len(s) && s[n] != ' ' && s[n] != '\t' {
		return 0
	}
	return n
}

// prefix is the length of all before the text.
func (it item) prefix() int {
	return len(it.quote) + len(it.indent) + len(it.marker) + len(it.space) + len(it.box)
}

// col is the column of the marker (or the text of a line without one), behind the quote marks.
func (it item) col() int { return columns(it.indent) }

// content is the column where the item's text begins, which its children are indented to.
func (it item) content() int {
	if it.space == "" {
		return it.col() + len(it.marker) + 1
	}
	return it.col() + len(it.marker) + min(columns(it.space), 4)
}

func columns(s string) int {
	n := 0
	for _, r := range s {
		if r == '\t' {
			n += 4 - n&3
		} else {
			n++
		}
	}
	return n
}

func (it item) depth() int { return strings.Count(it.quote, ">") }

// number is the number of an ordered item, false for others.
func (it item) number() (int, bool) {
	if n := len(it.marker); n > 1 {
		k, err := strconv.Atoi(it.marker[:n-1])
		return k, err == nil
	}
	return 0, false
}

// numbered is the item's marker with another number.
func (it item) numbered(k int) string {
	return strconv.Itoa(k) + it.marker[len(it.marker)-1:]
}

// sort of marker: its last byte tells lists apart.
func (it item) list() byte { return it.marker[len(it.marker)-1] }

// blank reports whether nothing but marks stands on the line.
func (it item) blank() bool { return strings.TrimSpace(it.text) == "" }

// siblings finds the items of the list that line i, an item, is in: the lines of all at its level.
func siblings(d text.Doc, floor, i int) []int {
	me := parseItem(d.Line(i))
	lowest := d.LineAt(floor)
	same := func(k int) (in, sibling bool) {
		it := parseItem(d.Line(k))
		switch {
		case it.depth() != me.depth():
			return false, false
		case it.marker == "" && it.blank():
			return true, false
		case it.col() >= me.content():
			return true, false
		case it.marker == "":
			// A line that is not indented belongs to the paragraph before it, if that goes on.
			return k > 0 && !parseItem(d.Line(k-1)).blank() && !startsBlock(it.text), false
		}
		return it.marker != "" && it.list() == me.list() && it.col() < me.content() && me.col() < it.content(), true
	}
	var out []int
	for k := i - 1; k >= lowest && i-k <= maxList; k-- {
		in, sibling := same(k)
		if !in {
			break
		}
		if sibling {
			out = append(out, k)
		}
	}
	slices.Reverse(out)
	out = append(out, i)
	for k := i + 1; k < d.Lines() && k-i <= maxList; k++ {
		in, sibling := same(k)
		if !in {
			break
		}
		if sibling {
			out = append(out, k)
		}
	}
	return out
}

// maxList bounds, in lines to either side, how far a list is followed.
const maxList = 3000

func startsBlock(s string) bool {
	if strings.HasPrefix(s, "#") || isRule(s) || strings.HasPrefix(s, "|") {
		return true
	}
	_, ok := parseFence(s)
	return ok
}

// renumber gives the ordered items around the lines their numbers in sequence. A list that repeats its first number is left alone.
func renumber(s text.State, env Env, lines ...int) (text.Transaction, bool) {
	var edits []text.Edit
	done := map[int]bool{}
	for _, i := range lines {
		if i < 0 || i >= s.Doc.Lines() || done[i] {
			continue
		}
		it := parseItem(s.Doc.Line(i))
		if _, ok := it.number(); !ok {
			continue
		}
		list := siblings(s.Doc, env.Floor, i)
		first, _ := parseItem(s.Doc.Line(list[0])).number()
		for k, line := range list {
			done[line] = true
			it := parseItem(s.Doc.Line(line))
			if n, _ := it.number(); n == first+k {
				continue
			}
			at := s.Doc.LineStart(line) + len(it.quote) + len(it.indent)
			edits = append(edits, text.Edit{From: at, To: at + len(it.marker), Insert: it.numbered(first + k)})
		}
	}
	return Transaction(s, env, text.Command, edits, nil)
}

// repeats reports whether the list of line i numbers its items all alike, as "1. 1. 1.".
func repeats(d text.Doc, floor, i int) bool {
	list := siblings(d, floor, i)
	if len(list) < 2 {
		return false
	}
	a, _ := parseItem(d.Line(list[0])).number()
	b, ok := parseItem(d.Line(list[1])).number()
	return ok && a == b
}

// children is the last line of what belongs to the item on line i.
func children(d text.Doc, i int) int {
	me := parseItem(d.Line(i))
	last := i
	for k := i + 1; k < d.Lines(); k++ {
		it := parseItem(d.Line(k))
		if it.depth() != me.depth() {
			break
		}
		if it.marker == "" && it.blank() {
			continue
		}
		if it.col() < me.content() && !(it.col() > me.col() && it.marker != "") {
			break
		}
		last = k
	}
	return last
}
