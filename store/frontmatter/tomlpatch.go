package frontmatter

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

func (tomlLang) bareDate(raw string) bool {
	if _, ok := plainDate(raw); !ok {
		return false
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04:05Z07:00"} {
		if t, err := time.Parse(layout, raw); err == nil {
			// time.Parse lets a one-digit hour pass, TOML does not.
			return len(raw) <= 10 || len(raw) >= 19 && raw[13] == ':' && t.Year() > 0
		}
	}
	return false
}

// tomlText writes a value on one line, a string with the quotes of style where
// it can be.
func tomlText(v any, style Style) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", fmt.Errorf("TOML has no null")
	case string:
		return tomlString(v, style), nil
	case Date:
		if raw := v.String(); !(tomlLang{}).bareDate(raw) {
			return tomlString(raw, style), nil
		}
		return v.String(), nil
	case float64:
		switch {
		case math.IsNaN(v):
			return "nan", nil
		case math.IsInf(v, 1):
			return "inf", nil
		case math.IsInf(v, -1):
			return "-inf", nil
		}
		return withPoint(strconv.FormatFloat(v, 'g', -1, 64)), nil
	case []any:
		parts := make([]string, len(v))
		for i, it := range v {
			var err error
			if parts[i], err = tomlText(it, style); err != nil {
				return "", err
			}
		}
		return "[" + strings.Join(parts, ", ") + "]", nil
	case Map:
		parts := make([]string, len(v))
		for i, p := range v {
			val, err := tomlText(p.Value, style)
			if err != nil {
				return "", err
			}
			parts[i] = tomlKey(p.Key) + " = " + val
		}
		if len(parts) == 0 {
			return "{}", nil
		}
		return "{ " + strings.Join(parts, ", ") + " }", nil
	default:
		return yamlScalar(v, DoubleQuoted, true), nil // true, 1: as in YAML
	}
}

// tomlKey writes one part of a key.
func tomlKey(key string) string {
	if key != "" && strings.Trim(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == "" {
		return key
	}
	return tomlString(key, DoubleQuoted)
}

func tomlDotted(path []string) string {
	parts := make([]string, len(path))
	for i, k := range path {
		parts[i] = tomlKey(k)
	}
	return strings.Join(parts, ".")
}

func tomlString(s string, style Style) string {
	if style == SingleQuoted && !strings.Contains(s, "'") && !strings.ContainsFunc(s, tomlControl) {
		return "'" + s + "'"
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\t':
			b.WriteString(`\t`)
		case '\r':
			b.WriteString(`\r`)
		default:
			if tomlControl(r) || r == 0xfeff || r >= 0x80 && r < 0xa0 {
				fmt.Fprintf(&b, `\u%04X`, r)
			} else {
				b.WriteRune(r)
			}
		}
	}
	b.WriteByte('"')
	return b.String()
}

func tomlControl(r rune) bool { return r < 0x20 || r == 0x7f }

// tomlMulti writes s as the multi-line string it replaces; ok is false where
// that form cannot hold it or would end the front matter.
func tomlMulti(s string, style Style, eol string) (string, bool) {
	if !strings.Contains(s, "\n") || eol != "\n" || strings.Contains("\n"+s, "\n+++") {
		return "", false
	}
	clean := strings.NewReplacer("\n", "", "\t", "").Replace(s)
	if strings.ContainsFunc(clean, tomlControl) || strings.HasPrefix(s, "\n") {
		return "", false
	}
	if style == MultiLiteral {
		return "'''\n" + s + "'''", !strings.Contains(s, "'''") && !strings.HasSuffix(s, "'")
	}
	return `"""` + "\n" + strings.NewReplacer(`\`, `\\`, `"""`, `\"\"\"`).Replace(s) + `"""`, !strings.HasSuffix(s, `"`)
}

func (b *Block) tomlFlow(n *node) flow {
	f := flow{src: b.src, open: n.from, shut: n.to - 1, elems: n.elements(), comment: '#'}
	if _, ok := n.val.(Map); ok {
		f.pad = " "
	}
	return f
}

// tomlQuote returns the quotes a block uses most for its strings.
func (b *Block) tomlQuote() Style {
	counts := map[Style]int{}
	var walk func(n *node)
	walk = func(n *node) {
		if _, ok := n.val.(string); ok {
			counts[n.style]++
		}
		for _, p := range n.pairs {
			walk(p.val)
		}
		for _, it := range n.items {
			walk(it)
		}
	}
	walk(b.root)
	if counts[SingleQuoted] > counts[DoubleQuoted] {
		return SingleQuoted
	}
	return DoubleQuoted
}

func (l tomlLang) put(b *Block, path []string, v any) ([][]Edit, error) {
	quote := b.tomlQuote()
	text, err := tomlText(v, quote)
	if err != nil {
		return nil, err
	}
	places, rest := b.walk(path)
	if len(rest) == 0 {
		return l.replace(b, path, places[len(places)-1].p, v, text, quote)
	}
	return [][]Edit{l.add(b, places, path, text), l.addTable(b, path, text)}, nil
}

// replace puts v in the place of a value.
func (l tomlLang) replace(b *Block, path []string, p *pair, v any, text string, quote Style) ([][]Edit, error) {
	val := p.val
	if val.table != nil {
		edits, err := l.exchange(b, path, text)
		return [][]Edit{edits}, err
	}
	if old, ok := val.val.([]any); ok {
		if items, ok := v.([]any); ok {
			if counts := quotesOf(val); len(counts) > 0 && counts[SingleQuoted] > counts[DoubleQuoted] {
				quote = SingleQuoted
			} else if len(counts) > 0 {
				quote = DoubleQuoted
			}
			render := func(v any) string { s, _ := tomlText(v, quote); return s } // put has seen it has no error
			return [][]Edit{b.tomlFlow(val).relist(old, items, render)}, nil
		}
	}
	whole := func(s string) []Edit { return []Edit{{val.from, val.to, s}} }
	ways := [][]Edit{whole(text)}
	switch s, isText := v.(string); {
	case isText && (val.style == MultiBasic || val.style == MultiLiteral):
		if multi, ok := tomlMulti(s, val.style, b.eol); ok {
			ways = [][]Edit{whole(multi), whole(text)}
		}
	case isText && (val.style == SingleQuoted || val.style == DoubleQuoted):
		ways = [][]Edit{whole(tomlString(s, val.style))}
	}
	if d, ok := v.(Date); ok && val.style != Plain {
		if _, ok := val.val.(Date); ok {
			ways = [][]Edit{whole(tomlString(d.String(), val.style))}
		}
	}
	return append(ways, whole(text)), nil
}

// exchange takes a table of its own out and writes the value on one line.
func (l tomlLang) exchange(b *Block, path []string, text string) ([]Edit, error) {
	without, err := parse(b.format, Apply(b.src, l.remove(b, path)), b.eol)
	if err != nil {
		return nil, err
	}
	places, _ := without.walk(path)
	return diff(b.src, Apply(without.src, l.add(without, places, path, text))), nil
}

// add puts a new key, dotted where tables are missing, into the innermost
// table on the way that has a place for one.
func (l tomlLang) add(b *Block, places []yamlPlace, path []string, text string) []Edit {
	for i := len(places); i > 0; i-- {
		n := places[i-1].p.val
		line := tomlDotted(path[i:]) + " = " + text
		if n.table == nil && n.isMap() {
			return b.tomlFlow(n).insert(len(n.pairs), []string{line})
		}
		if n.table != nil && n.items == nil && n.table.tail >= 0 {
			return []Edit{{n.table.tail, n.table.tail, b.eol + b.padOf(n) + line}}
		}
	}
	line := tomlDotted(path) + " = " + text
	if at := b.root.table.tail; at >= 0 {
		return []Edit{{at, at, b.eol + b.padOf(b.root) + line}}
	}
	at := b.firstHeader()
	if at > 0 && !strings.HasSuffix(b.src[:at], "\n") {
		return []Edit{{at, at, b.eol + line + b.eol}}
	}
	return []Edit{{at, at, line + b.eol}}
}

// addTable puts a new key into a table of its own at the end, for the places
// where dotted keys may not go.
func (l tomlLang) addTable(b *Block, path []string, text string) []Edit {
	if len(path) < 2 {
		return nil
	}
	at := len(b.src)
	lead := b.eol
	if at > 0 && !strings.HasSuffix(b.src, "\n") {
		lead += b.eol
	}
	k := len(path) - 1
	return []Edit{{at, at, lead + "[" + tomlDotted(path[:k]) + "]" + b.eol + tomlKey(path[k]) + " = " + text + b.eol}}
}

// padOf returns the indentation of the keys of table n.
func (b *Block) padOf(n *node) string {
	for i := len(n.pairs) - 1; i >= 0; i-- {
		p := n.pairs[i]
		if from := lineStart(b.src, p.keyFrom); p.val.table == nil && blank(b.src[from:p.keyFrom]) {
			return b.src[from:p.keyFrom]
		}
	}
	return ""
}

// firstHeader returns where the first key of all goes: the end, or above the
// first header and the comment lines right above that.
func (b *Block) firstHeader() int {
	at := len(b.src)
	var walk func(n *node)
	walk = func(n *node) {
		if n.table == nil {
			return
		}
		for _, h := range n.table.heads {
			at = min(at, h)
		}
		for _, p := range n.pairs {
			walk(p.val)
		}
		for _, it := range n.items {
			walk(it)
		}
	}
	walk(b.root)
	if at == len(b.src) {
		return at
	}
	for at > 0 {
		from := lineStart(b.src, at-1)
		if !strings.HasPrefix(strings.TrimLeft(b.src[from:at], " \t"), "#") {
			break
		}
		at = from
	}
	return at
}

func (l tomlLang) remove(b *Block, path []string) []Edit {
	places, _ := b.walk(path)
	at := places[len(places)-1]
	if at.p.val.table == nil {
		return l.removeOne(b, at.in, at.p, places)
	}
	var edits []Edit
	var walk func(n *node)
	walk = func(n *node) {
		for _, h := range n.table.heads {
			edits = append(edits, Edit{h, nextLine(b.src, lineEnd(b.src, h)), ""})
		}
		for _, it := range n.items {
			walk(it)
		}
		for _, p := range n.pairs {
			if p.val.table != nil {
				walk(p.val)
			} else {
				edits = append(edits, l.removeOne(b, n, p, places)...)
			}
		}
	}
	walk(at.p.val)
	return sortEdits(edits)
}

// removeOne takes out a key with a value of its own: from an inline table, or
// with its line.
func (l tomlLang) removeOne(b *Block, in *node, p *pair, places []yamlPlace) []Edit {
	if in.table == nil {
		for i, q := range in.pairs {
			if q == p {
				return b.tomlFlow(in).remove(i, i+1)
			}
		}
	}
	return []Edit{{lineStart(b.src, p.keyFrom), nextLine(b.src, lineEnd(b.src, p.val.to)), ""}}
}

func (l tomlLang) raw(b *Block, key, text string) [][]Edit {
	text = strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", b.eol)
	p, _, _ := b.root.find(key)
	if p == nil {
		return [][]Edit{l.add(b, nil, []string{key}, text)}
	}
	return [][]Edit{{{p.val.from, p.val.to, text}}}
}
