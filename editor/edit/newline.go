package edit

import (
	"strings"

	"lanyard/editor/text"
)

// Newline is the Enter key: it goes on with lists, tasks, quotes, code blocks and indents, ends a list or quote on an empty line of it,
// and goes to the next row of a table.
func Newline(s text.State, env Env) (text.Transaction, bool) {
	if tr, ok := rowBelow(s, env); ok {
		return tr, true
	}
	var starts []int // of the items begun, in the document before
	tr, ok := pieces(s, env, text.Type, func(r text.Range) piece {
		p, item := newline(s.Doc, env, r)
		if item {
			starts = append(starts, r.From())
		}
		return p
	})
	if !ok || len(starts) == 0 {
		return tr, ok
	}
	return then(s, tr, func(after text.State) (text.Transaction, bool) {
		lines := make([]int, 0, len(starts))
		for _, off := range starts {
			i := s.Doc.LineAt(off)
			if repeats(s.Doc, env.Floor, i) {
				continue
			}
			lines = append(lines, after.Doc.LineAt(tr.Change.Map(off, 1)))
		}
		return renumber(after, env, lines...)
	}), true
}

// newline is the piece of one range; the second result says that it begins an item.
func newline(d text.Doc, env Env, r text.Range) (piece, bool) {
	from, to := r.From(), r.To()
	i, line, start := lineOf(d, from)
	eol := eolAt(d, i)
	col := from - start
	plain := func(prefix string) piece {
		return piece{from: from, to: to, ins: eol + prefix, anchor: end, head: end}
	}
	if f, in := fenceAt(d, env.Floor, i); in {
		return fenceNewline(d, f, piece{from: from, to: to}, i, line[:min(col, len(line))], eol), false
	}
	it := parseItem(line)
	rest := strings.TrimSpace(line[min(col, len(line)):])
	switch {
	case it.marker != "" && r.Empty() && it.blank() && col >= len(it.quote)+len(it.indent)+len(it.marker):
		return endItem(d, env, i, it, start, len(line)), true
	case it.marker != "" && col >= it.prefix():
		marker, box := it.marker, ""
		if n, ok := it.number(); ok {
			marker = it.numbered(n + 1)
			if repeats(d, env.Floor, i) {
				marker = it.marker
			}
		}
		if it.box != "" {
			box = "[ ] "
		}
		return eatSpaces(d, plain(it.quote+it.indent+marker+it.space+box)), true
	case it.quote != "" && it.blank() && r.Empty():
		return piece{from: start, to: start + len(line), ins: eol, anchor: end, head: end}, false
	case it.quote != "" && col >= len(it.quote):
		return eatSpaces(d, plain(it.quote+it.indent)), false
	}
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t　"))]
	if indent == line {
		if rest == "" && r.Empty() && indent != "" {
			return piece{from: start, to: start + len(line), ins: eol, anchor: end, head: end}, false
		}
		indent = ""
	}
	return plain(indent[:min(col, len(indent))]), false
}

// eatSpaces takes the spaces behind the caret away, since the new line brings its own prefix.
func eatSpaces(d text.Doc, p piece) piece {
	for {
		r, n := d.Rune(p.to)
		if n == 0 || (r != ' ' && r != '\t') {
			return p
		}
		p.to += n
	}
}

// fenceNewline keeps the indent in a code block, and closes a block that was just opened.
func fenceNewline(d text.Doc, f fence, p piece, i int, before, eol string) piece {
	p.anchor, p.head = end, end
	if f.line != i {
		prefix := before[:len(before)-len(strings.TrimLeft(before, " \t>"))]
		p.ins = eol + prefix
		return p
	}
	if p.to < d.LineEnd(i) || len(strings.TrimSpace(before)) < f.n {
		p.ins = eol
		return p
	}
	p.ins = eol + f.indent
	if f.open(d) {
		p.anchor, p.head = len(p.ins), len(p.ins)
		p.ins += eol + f.indent + strings.Repeat(string(f.char), f.n)
	}
	return p
}

// endItem makes an empty item what it should become: an item of the list around it, a line of the quote, or an empty line.
func endItem(d text.Doc, env Env, i int, it item, start, n int) piece {
	p := piece{from: start, to: start + n, ins: it.quote, anchor: end, head: end}
	if it.col() == 0 {
		return p
	}
	for k := i - 1; k >= d.LineAt(env.Floor); k-- {
		up := parseItem(d.Line(k))
		if up.depth() != it.depth() {
			break
		}
		if up.marker != "" && up.col() < it.col() {
			marker, box := up.marker, ""
			if n, ok := up.number(); ok {
				marker = up.numbered(n + 1)
			}
			if up.box != "" {
				box = "[ ] "
			}
			p.ins = up.quote + up.indent + marker + up.space + box
			return p
		}
	}
	return p
}

// BreakLine is a plain new line.
func BreakLine(s text.State, env Env) (text.Transaction, bool) {
	return pieces(s, env, text.Type, func(r text.Range) piece {
		return piece{from: r.From(), to: r.To(), ins: eolAt(s.Doc, s.Doc.LineAt(r.From())), anchor: end, head: end}
	})
}

// LineBelow begins a line below the caret's, as Enter at its end would.
func LineBelow(s text.State, env Env) (text.Transaction, bool) {
	sel := text.Selection{Main: s.Selection.Main}
	for _, r := range s.Selection.Ranges {
		e := s.Doc.LineEnd(s.Doc.LineAt(r.To()))
		sel.Ranges = append(sel.Ranges, text.Range{Anchor: e, Head: e})
	}
	s.Selection = text.Select(sel.Ranges, sel.Main)
	return Newline(s, env)
}

// LineAbove begins an empty line above the caret's, with its indent.
func LineAbove(s text.State, env Env) (text.Transaction, bool) {
	return pieces(s, env, text.Command, func(r text.Range) piece {
		i, line, start := lineOf(s.Doc, r.From())
		it := parseItem(line)
		prefix := it.quote + it.indent
		return piece{from: start, to: start, ins: prefix + eolAt(s.Doc, i), anchor: len(prefix), head: len(prefix)}
	})
}
