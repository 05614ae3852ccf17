package frontmatter

import "strings"

// yamlWriter writes values the way the rest of a block is written.
type yamlWriter struct {
	eol string
	// quote is for strings where nothing is there to follow.
	quote Style
	// lists is Flow or Lines. dash is how far the dashes of a list stand
	// right of the key, unit how far the keys of a map do.
	lists      Style
	dash, unit int
}

// yamlWriter looks at how a block is written.
func (b *Block) yamlWriter() yamlWriter {
	w := yamlWriter{eol: b.eol, lists: Flow, dash: 2, unit: 2}
	quotes := map[Style]int{}
	flows, lines := 0, 0
	var walk func(n *node, col int)
	walk = func(n *node, col int) {
		switch {
		case n.style == Lines && n.items != nil:
			lines++
			w.dash = max(n.indent-col, 0)
		case n.style == Lines && n.pairs != nil && n != b.root:
			w.unit = max(n.indent-col, 1)
		case n.style == Flow && len(n.items) > 0:
			flows++
		}
		if _, ok := n.val.(string); ok {
			quotes[n.style]++
		}
		for _, p := range n.pairs {
			walk(p.val, n.indent)
		}
		for _, it := range n.items {
			walk(it, n.indent)
		}
	}
	walk(b.root, 0)
	if lines > flows {
		w.lists = Lines
	}
	w.quote = favourite(quotes)
	return w
}

// favourite returns the quotes used most, double ones where none are.
func favourite(counts map[Style]int) Style {
	best := DoubleQuoted
	for _, s := range []Style{SingleQuoted, Plain} {
		if counts[s] > counts[best] {
			best = s
		}
	}
	return best
}

// key writes a key.
func (w yamlWriter) key(key string, in bool) string {
	if plainSafe(key, in) {
		return key
	}
	return yamlDouble(key)
}

// inline writes any value on one line.
func (w yamlWriter) inline(v any, quote Style, in bool) string {
	switch v := v.(type) {
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = w.inline(item, quote, true)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case Map:
		parts := make([]string, len(v))
		for i, p := range v {
			parts[i] = w.key(p.Key, true) + ": " + w.inline(p.Value, quote, true)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	default:
		return yamlScalar(v, quote, in)
	}
}

// after writes a value as it stands after the colon of a key at column col:
// the rest of that line, with its space, and the lines below.
func (w yamlWriter) after(v any, col int) (rest string, below []string) {
	switch v := v.(type) {
	case []any:
		if len(v) > 0 && w.lists == Lines {
			return "", w.listLines(v, col+w.dash)
		}
	case Map:
		if len(v) > 0 {
			return "", w.mapLines(v, col+w.unit)
		}
	case string:
		if strings.Contains(v, "\n") && w.quote != DoubleQuoted {
			if lines, ok := yamlBlock(v, Literal, strings.Repeat(" ", col+w.unit), ""); ok {
				return " " + lines[0], lines[1:]
			}
		}
	}
	return " " + w.inline(v, w.quote, false), nil
}

func (w yamlWriter) mapLines(m Map, col int) []string {
	var out []string
	pad := strings.Repeat(" ", col)
	for _, p := range m {
		rest, below := w.after(p.Value, col)
		out = append(out, pad+w.key(p.Key, false)+":"+rest)
		out = append(out, below...)
	}
	return out
}

func (w yamlWriter) listLines(items []any, col int) []string {
	var out []string
	for _, it := range items {
		out = append(out, w.itemLines(it, col, w.quote)...)
	}
	return out
}

// itemLines writes one item of a list whose dashes stand at column col.
func (w yamlWriter) itemLines(item any, col int, quote Style) []string {
	pad := strings.Repeat(" ", col)
	if m, ok := item.(Map); ok && len(m) > 0 {
		lines := w.mapLines(m, col+2)
		lines[0] = pad + "- " + lines[0][col+2:]
		return lines
	}
	return []string{pad + "- " + w.inline(item, quote, false)}
}
