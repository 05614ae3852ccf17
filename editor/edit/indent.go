package edit

import (
	"strings"

	"lanyard/editor/text"
)

// Tab goes to the next cell of a table, indents list items and selected lines, and puts in four spaces (or a tab, where the lines
// around are indented by tabs) elsewhere.
func Tab(s text.State, env Env) (text.Transaction, bool) {
	if tr, ok := NextCell(s, env); ok {
		return tr, true
	}
	list := true
	inCode := code(s.Doc, env.Floor, s.Doc.LineAt(s.Selection.Ranges[len(s.Selection.Ranges)-1].To()))
	for _, r := range s.Selection.Ranges {
		i, line, start := lineOf(s.Doc, r.From())
		it := parseItem(line)
		fenced := inCode(i)
		if it.marker == "" || fenced || start < env.Floor {
			list = false
		}
		if s.Doc.LineAt(r.To()) > i {
			return Indent(s, env)
		}
	}
	if list {
		return Indent(s, env)
	}
	return pieces(s, env, text.Type, func(r text.Range) piece {
		return piece{from: r.From(), to: r.To(), ins: unit(s.Doc, s.Doc.LineAt(r.From())), anchor: end, head: end}
	})
}

// BackTab goes to the previous cell of a table and outdents elsewhere.
func BackTab(s text.State, env Env) (text.Transaction, bool) {
	if tr, ok := PreviousCell(s, env); ok {
		return tr, true
	}
	return Outdent(s, env)
}

// unit is what one step of indent is near line i.
func unit(d text.Doc, i int) string {
	for _, k := range []int{i, i - 1, i + 1} {
		if k >= 0 && k < d.Lines() && strings.HasPrefix(d.Line(k), "\t") {
			return "\t"
		}
	}
	return "    "
}

// Indent makes the selected list items children of the item before them, with their own children; other lines go in by four spaces.
func Indent(s text.State, env Env) (text.Transaction, bool) { return shiftLines(s, env, true) }

// Outdent takes the selected list items, with their children, one level up; other lines out by up to four spaces.
func Outdent(s text.State, env Env) (text.Transaction, bool) { return shiftLines(s, env, false) }

func shiftLines(s text.State, env Env, in bool) (text.Transaction, bool) {
	d := s.Doc
	var edits []text.Edit
	var touched []int
	done := d.LineAt(env.Floor) - 1
	if env.Floor > d.LineStart(done+1) {
		done++
	}
	runs := blocks(s)
	inCode := code(d, env.Floor, runs[len(runs)-1].to)
	for _, b := range runs {
		for i := max(b.from, done+1); i <= b.to; i++ {
			line := d.Line(i)
			it := parseItem(line)
			fenced := inCode(i)
			at := d.LineStart(i) + len(it.quote)
			switch {
			case strings.TrimSpace(line) == "":
			case it.marker == "" || fenced:
				if e, ok := shiftLine(d, i, at, it.indent, in); ok {
					edits = append(edits, e)
				}
			default:
				last := children(d, i)
				moved, ok := shiftItem(d, env, i, last, it, in)
				if ok {
					edits = append(edits, moved...)
					touched = append(touched, i, last+1)
				}
				i = max(last, i)
				if ok && b.to > last && in {
					// Siblings in the selection go to the same level as the first.
					i, edits = shiftSiblings(d, i, b.to, it, moved, edits)
				}
			}
			done = max(done, i)
		}
	}
	if len(edits) == 0 {
		return text.Transaction{}, false
	}
	sel := shiftedSelection(s, edits)
	tr, ok := Transaction(s, env, text.Command, edits, sel)
	if !ok {
		return tr, false
	}
	return then(s, tr, func(after text.State) (text.Transaction, bool) { return renumber(after, env, touched...) }), true
}

// shiftedSelection keeps carets at a line's begin before an indent only where they are part of a range.
func shiftedSelection(s text.State, edits []text.Edit) []text.Range {
	c, err := text.NewChange(s.Doc.Len(), edits...)
	if err != nil {
		return nil
	}
	out := make([]text.Range, len(s.Selection.Ranges))
	for i, r := range s.Selection.Ranges {
		if r.Empty() {
			p := c.Map(r.Head, 1)
			out[i] = text.Range{Anchor: p, Head: p}
			continue
		}
		from, to := c.Map(r.From(), -1), c.Map(r.To(), 1)
		if r.Head < r.Anchor {
			from, to = to, from
		}
		out[i] = text.Range{Anchor: from, Head: to}
	}
	return out
}

// shiftLine moves a line that is no item by one step.
func shiftLine(d text.Doc, i, at int, indent string, in bool) (text.Edit, bool) {
	if in {
		return text.Edit{From: at, To: at, Insert: unit(d, i)}, true
	}
	n := 0
	if strings.HasPrefix(indent, "\t") {
		n = 1
	} else {
		n = min(4, len(indent)-len(strings.TrimLeft(indent, " ")))
	}
	return text.Edit{From: at, To: at + n}, n > 0
}

// shiftItem moves an item with its children, the lines [i, last], to the level of its new neighbours.
func shiftItem(d text.Doc, env Env, i, last int, it item, in bool) ([]text.Edit, bool) {
	delta, first := 0, false
	if in {
		list := levelBefore(d, env, i, it)
		if list < 0 {
			return nil, false
		}
		up := parseItem(d.Line(list))
		delta = up.content() - it.col()
		first = children(d, list) == i-1 && onlyText(d, list, i, up)
	} else {
		if it.col() == 0 {
			return nil, false
		}
		delta = -it.col()
		for k := i - 1; k >= d.LineAt(env.Floor); k-- {
			up := parseItem(d.Line(k))
			if up.depth() != it.depth() {
				break
			}
			if up.marker != "" && up.col() < it.col() {
				delta = up.col() - it.col()
				break
			}
		}
	}
	var edits []text.Edit
	for k := i; k <= last; k++ {
		child := parseItem(d.Line(k))
		if strings.TrimSpace(d.Line(k)) == "" {
			continue
		}
		at := d.LineStart(k) + len(child.quote)
		edits = append(edits, text.Edit{From: at, To: at + len(child.indent), Insert: spaces(child.indent, delta)})
	}
	if _, ok := it.number(); ok && in && first {
		at := d.LineStart(i) + len(it.quote) + len(it.indent)
		edits = append(edits, text.Edit{From: at, To: at + len(it.marker), Insert: it.numbered(1)})
	}
	return edits, true
}

// shiftSiblings moves the items of the selection behind the first one by as much as that was moved.
func shiftSiblings(d text.Doc, i, to int, first item, moved, edits []text.Edit) (int, []text.Edit) {
	delta := columns(moved[0].Insert) - first.col()
	for k := i + 1; k <= to; k++ {
		it := parseItem(d.Line(k))
		if it.depth() != first.depth() || (it.col() < first.col() && !it.blank()) || (it.marker == "" && it.col() < first.content() && !it.blank()) {
			return k - 1, edits
		}
		if !it.blank() {
			at := d.LineStart(k) + len(it.quote)
			edits = append(edits, text.Edit{From: at, To: at + len(it.indent), Insert: spaces(it.indent, delta)})
		}
		i = k
	}
	return i, edits
}

// levelBefore is the line of the item before line i at the same level, -1 when there is none.
func levelBefore(d text.Doc, env Env, i int, it item) int {
	for k := i - 1; k >= d.LineAt(env.Floor); k-- {
		up := parseItem(d.Line(k))
		switch {
		case up.depth() != it.depth():
			return -1
		case up.marker != "" && up.col() <= it.col():
			if it.col() < up.content() {
				return k
			}
			return -1
		case up.marker == "" && !up.blank() && up.col() == 0 && k+1 < d.Lines() && parseItem(d.Line(k+1)).marker == "":
			if k > 0 && parseItem(d.Line(k-1)).marker == "" {
				return -1
			}
		}
	}
	return -1
}

// onlyText reports whether the item on line `list` has no children of its own before line i.
func onlyText(d text.Doc, list, i int, up item) bool {
	for k := list + 1; k < i; k++ {
		if it := parseItem(d.Line(k)); it.marker != "" && it.col() >= up.content() {
			return false
		}
	}
	return true
}

// spaces is an indent made wider or narrower by delta columns; tabs stay tabs where they fit.
func spaces(indent string, delta int) string {
	n := max(columns(indent)+delta, 0)
	if strings.HasPrefix(indent, "\t") {
		return strings.Repeat("\t", n/4) + strings.Repeat(" ", n%4)
	}
	return strings.Repeat(" ", n)
}
