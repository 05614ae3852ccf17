package frontmatter

import (
	"slices"
	"strings"
)

// yamlPlace is a pair and the map it stands in.
type yamlPlace struct {
	in *node
	p  *pair
}

// walk follows path as far as it exists: the maps and pairs passed, and
// what of the path is left.
func (b *Block) walk(path []string) (places []yamlPlace, rest []string) {
	n := b.root
	for i, key := range path {
		p, _, _ := n.find(key)
		if p == nil {
			return places, path[i:]
		}
		places = append(places, yamlPlace{n, p})
		n = p.val
	}
	return places, nil
}

// wrap returns v inside maps for every key of path.
func wrap(path []string, v any) any {
	for i := len(path) - 1; i >= 0; i-- {
		v = Map{{path[i], v}}
	}
	return v
}

func (yamlLang) bareDate(raw string) bool { return bareYAMLDate(raw) }

func (l yamlLang) put(b *Block, path []string, v any) ([][]Edit, error) {
	w := b.yamlWriter()
	double := w
	double.quote = DoubleQuoted
	return [][]Edit{l.write(b, w, path, v, false), l.write(b, double, path, v, true)}, nil
}

// write makes the edits of put. force writes every string anew in double
// quotes, for the values that the style found cannot hold.
func (l yamlLang) write(b *Block, w yamlWriter, path []string, v any, force bool) []Edit {
	places, rest := b.walk(path)
	if len(places) == 0 {
		return l.add(b, w, b.root, rest[0], wrap(rest[1:], v))
	}
	last := places[len(places)-1]
	switch {
	case len(rest) == 0:
		return l.replace(b, w, last, v, force)
	case last.p.val.val == nil || last.p.val.style == Flow && len(last.p.val.pairs) == 0 && last.in.style == Lines:
		return l.replace(b, w, last, wrap(rest, v), force)
	default:
		return l.add(b, w, last.p.val, rest[0], wrap(rest[1:], v))
	}
}

// add puts a new key at the end of map n.
func (l yamlLang) add(b *Block, w yamlWriter, n *node, key string, v any) []Edit {
	if n.style == Flow {
		text := w.key(key, true) + ": " + w.inline(v, w.quote, true)
		return b.yamlFlow(n).insert(len(n.pairs), []string{text})
	}
	rest, below := w.after(v, n.indent)
	pad := strings.Repeat(" ", n.indent)
	text := strings.Join(append([]string{pad + w.key(key, false) + ":" + rest}, below...), w.eol)
	if len(n.pairs) == 0 { // only the top level can be empty
		at := len(b.src)
		if at > 0 && !strings.ContainsAny(b.src[at-1:], "\r\n") {
			text = w.eol + text
		}
		return []Edit{{at, at, text + w.eol}}
	}
	p := n.pairs[len(n.pairs)-1]
	at := lineEnd(b.src, max(p.val.to, p.sep))
	if at == len(b.src) && (p.val.style == Literal || p.val.style == Folded) {
		// A line end after its last line would become part of what it reads as.
		if above := lineStart(b.src, p.keyFrom); strings.TrimSpace(b.src[above:p.keyFrom]) == "" {
			return []Edit{{above, above, text + w.eol}}
		}
	}
	return []Edit{{at, at, w.eol + text}}
}

func (b *Block) yamlFlow(n *node) flow {
	return flow{src: b.src, open: n.from, shut: n.to - 1, elems: n.elements(), comment: '#'}
}

// replace puts v in the place of a value.
func (l yamlLang) replace(b *Block, w yamlWriter, at yamlPlace, v any, force bool) []Edit {
	val := at.p.val
	if at.p.sep < 0 { // {a} in a flow map
		return []Edit{{at.p.keyTo, at.p.keyTo, ": " + w.inline(v, w.quote, true)}}
	}
	if items, ok := v.([]any); ok {
		if old, ok := val.val.([]any); ok && !l.isAlias(b, val) {
			if edits, ok := l.relist(b, w, val, old, items, force); ok {
				return edits
			}
		}
	}
	if d, ok := v.(Date); ok && val.style != Plain {
		if _, ok := val.val.(Date); ok { // a date in quotes stays so
			return l.swap(b, w, at.p, " "+yamlString(d.String(), val.style, at.in.style == Flow), nil)
		}
	}
	rest, below := w.after(v, at.in.indent)
	if at.in.style == Flow || below != nil && val.val != nil && val.style != Lines && !isEmpty(val) {
		// No room for lines below: inside brackets, or beside a scalar.
		rest, below = " "+w.inline(v, l.quoteOf(val, w, force), at.in.style == Flow), nil
		if s, ok := v.(string); ok && !force {
			if text, ok := l.block(b, w, at, s); ok {
				rest = " " + text
			}
		}
	} else if below == nil {
		rest = " " + w.inline(v, l.quoteOf(val, w, force), false)
		if s, ok := v.(string); ok && !force {
			if text, ok := l.block(b, w, at, s); ok {
				rest = " " + text
			}
		}
	}
	return l.swap(b, w, at.p, rest, below)
}

// isEmpty reports whether val is [] or {}.
func isEmpty(val *node) bool {
	return val.style == Flow && len(val.items) == 0 && len(val.pairs) == 0
}

// isAlias reports whether n is *name: it has the value of a list, but is none.
func (l yamlLang) isAlias(b *Block, n *node) bool {
	return n.from < len(b.src) && n.to > n.from && b.src[n.from] == '*' && n.style == Plain
}

// quoteOf returns the quotes for a string in the place of val.
func (l yamlLang) quoteOf(val *node, w yamlWriter, force bool) Style {
	if force {
		return DoubleQuoted
	}
	switch val.val.(type) {
	case string:
		switch val.style {
		case Plain, SingleQuoted, DoubleQuoted:
			return val.style
		}
	}
	return w.quote
}

// block writes s as the literal or folded scalar it replaces was written.
func (l yamlLang) block(b *Block, w yamlWriter, at yamlPlace, s string) (string, bool) {
	val := at.p.val
	if val.style != Literal && val.style != Folded {
		return "", false
	}
	head := lineEnd(b.src, val.from)
	header := b.src[val.from:min(head, max(val.to, val.from))]
	if head > val.to {
		header = b.src[val.from:head]
	}
	comment := ""
	if i := strings.Index(header, " #"); i >= 0 && head < val.to {
		comment = header[i:]
	}
	pad := strings.Repeat(" ", at.in.indent+w.unit)
	if first := nextLine(b.src, head); first < val.to {
		for first < val.to && lineEnd(b.src, first) == first {
			first = nextLine(b.src, first)
		}
		line := b.src[first:]
		if n := len(line) - len(strings.TrimLeft(line, " ")); n > at.in.indent {
			pad = line[:n]
		}
	}
	lines, ok := yamlBlock(s, val.style, pad, comment)
	return strings.Join(lines, w.eol), ok
}

// swap puts rest, which begins with a space, after the colon of p in the place
// of its value, and the lines below under it.
func (l yamlLang) swap(b *Block, w yamlWriter, p *pair, rest string, below []string) []Edit {
	val := p.val
	end := lineEnd(b.src, p.sep)
	under := ""
	for _, line := range below {
		under += w.eol + line
	}
	switch {
	case val.style == Lines && val.start > end:
		// The value has lines of its own; a comment after the key stays.
		last := lineEnd(b.src, val.to)
		if below != nil {
			return []Edit{{end, last, under}}
		}
		return []Edit{{p.sep, p.sep, rest}, {end, last, ""}}
	case val.val == nil && val.from == val.to && val.start == val.from:
		// Nothing is there but, it may be, blanks and a comment.
		return l.fillNull(b, p, rest, under, end)
	case below != nil:
		return []Edit{{p.sep, val.to, rest + under}}
	case strings.Contains(b.src[val.start:val.from], "!"):
		return []Edit{{val.start, val.to, rest[1:]}} // the tag spoke of the old value
	case val.style == Lines:
		return []Edit{{p.sep, val.to, rest}}
	case val.from == val.to:
		return []Edit{{val.to, val.to, rest}} // an anchor of nothing
	default:
		return []Edit{{val.from, val.to, rest[1:]}}
	}
}

func (l yamlLang) fillNull(b *Block, p *pair, rest, under string, end int) []Edit {
	if under != "" {
		edits := []Edit{{end, end, under}}
		if rest != "" {
			edits = append([]Edit{{p.sep, p.sep, rest}}, edits...)
		}
		return edits
	}
	text := skipBlanks(b.src, p.sep)
	if text == end && text > p.sep {
		return []Edit{{text, text, rest[1:]}} // keeps key:   aligned
	}
	return []Edit{{p.sep, p.sep, rest}}
}

// relist changes a list item by item.
func (l yamlLang) relist(b *Block, w yamlWriter, val *node, old, want []any, force bool) ([]Edit, bool) {
	quote := w.quote
	if counts := quotesOf(val); len(counts) > 0 && !force {
		quote = favourite(counts)
	}
	if val.style == Flow {
		return b.yamlFlow(val).relist(old, want, func(v any) string { return w.inline(v, quote, true) }), true
	}
	if len(want) == 0 || len(old) == 0 {
		return nil, false
	}
	for _, d := range val.dashes {
		if d < 0 || !blank(b.src[lineStart(b.src, d):d]) {
			return nil, false
		}
	}
	return l.relistLines(b, w, val, old, want, quote), true
}

func quotesOf(list *node) map[Style]int {
	counts := map[Style]int{}
	for _, it := range list.items {
		if _, ok := it.val.(string); ok {
			counts[it.style]++
		}
	}
	return counts
}

// relistLines changes a list whose items have lines of their own. A comment goes
// with its item, and stays where the item is given another value; comments on
// lines between the items stay.
func (l yamlLang) relistLines(b *Block, w yamlWriter, val *node, old, want []any, quote Style) []Edit {
	head, tail := common(old, want)
	oldN, newN := len(old)-head-tail, len(want)-head-tail
	from := func(i int) int { return lineStart(b.src, val.dashes[i]) }
	to := func(i int) int { return lineEnd(b.src, max(val.items[i].to, val.dashes[i]+1)) }
	lines := texts(old[head:head+oldN], want[head:head+newN],
		func(i int) string { return b.src[from(head+i):to(head+i)] },
		func(v any) string { return strings.Join(w.itemLines(v, val.indent, quote), w.eol) })
	came := sources(old[head:head+oldN], want[head:head+newN])
	var edits []Edit
	for i := range min(oldN, newN) {
		it := val.items[head+i]
		renamed := came[i] < 0 && !slices.Contains(came, i)
		if text, ok := l.scalarItem(b, it, want[head+i], quote, w); renamed && ok {
			edits = append(edits, Edit{it.from, it.to, text})
		} else if f, t := from(head+i), to(head+i); b.src[f:t] != lines[i] {
			edits = append(edits, Edit{f, t, lines[i]})
		}
	}
	for i := newN; i < oldN; i++ {
		f, t := from(head+i), to(head+i)
		if next := nextLine(b.src, t); next > t {
			t = next
		}
		edits = append(edits, Edit{f, t, ""})
	}
	if newN > oldN {
		more := strings.Join(lines[oldN:], w.eol)
		if at := head + oldN; at > 0 {
			edits = append(edits, Edit{to(at - 1), to(at - 1), w.eol + more})
		} else {
			edits = append(edits, Edit{from(0), from(0), more + w.eol})
		}
	}
	return edits
}

// scalarItem returns the text of an item that replaces a scalar by another on
// its line, so that a comment there stays.
func (l yamlLang) scalarItem(b *Block, it *node, v any, quote Style, w yamlWriter) (string, bool) {
	switch v.(type) {
	case []any, Map:
		return "", false
	}
	if it.start != it.from || it.from == it.to || it.style > DoubleQuoted || strings.ContainsAny(b.src[it.from:it.to], "\r\n") {
		return "", false
	}
	if _, ok := it.val.(string); ok && it.style <= DoubleQuoted {
		quote = it.style
	}
	return w.inline(v, quote, false), true
}

func (l yamlLang) remove(b *Block, path []string) []Edit {
	places, _ := b.walk(path)
	at := places[len(places)-1]
	n, p := at.in, at.p
	if n.style == Flow {
		for i, q := range n.pairs {
			if q == p {
				return b.yamlFlow(n).remove(i, i+1)
			}
		}
	}
	if len(n.pairs) == 1 && n != b.root {
		return l.replace(b, b.yamlWriter(), places[len(places)-2], Map{}, false)
	}
	from := lineStart(b.src, p.keyFrom)
	if !blank(b.src[from:p.keyFrom]) {
		from = p.keyFrom
	}
	return []Edit{{from, nextLine(b.src, lineEnd(b.src, max(p.val.to, p.sep))), ""}}
}

func (l yamlLang) raw(b *Block, key, text string) [][]Edit {
	w := b.yamlWriter()
	text = strings.TrimRight(text, "\n")
	write := func(s string) string { return strings.ReplaceAll(s, "\n", w.eol) }
	p, _, _ := b.root.find(key)
	if p == nil {
		line := w.key(key, b.root.style == Flow) + ":"
		if b.root.style == Flow {
			return [][]Edit{b.yamlFlow(b.root).insert(len(b.root.pairs), []string{line + " " + write(text)})}
		}
		edit := l.add(b, w, b.root, key, nil)[0]
		with := func(rest string) []Edit {
			return []Edit{{edit.From, edit.To, strings.Replace(edit.Insert, ": null", ":"+rest, 1)}}
		}
		pad := strings.Repeat(" ", b.root.indent+2)
		return [][]Edit{with(" " + write(text)), with(w.eol + pad + write(indent(text, len(pad))))}
	}
	pad := strings.Repeat(" ", max(b.rawIndent(p), b.root.indent+2))
	below := w.eol + pad + write(indent(text, len(pad)))
	if text == "" {
		return [][]Edit{{{p.val.start, p.val.to, ""}}, {{p.sep, p.val.to, ""}}}
	}
	first := []Edit{{p.val.start, p.val.to, write(indent(text, b.rawIndent(p)))}}
	if p.val.start == p.val.to {
		first = l.fillNull(b, p, " "+write(text), "", lineEnd(b.src, p.sep))
	}
	return [][]Edit{first, {{p.sep, p.val.to, " " + write(text)}}, {{p.sep, p.val.to, below}}}
}
