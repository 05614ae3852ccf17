package frontmatter

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"lanyard/store/page"
)

// tomlLang patches TOML. The library's parser says where keys and scalars
// stand; where arrays and inline tables end is found by their brackets.
type tomlLang struct{}

func (tomlLang) parse(src string) (*node, *Error) {
	t := &tomlIndex{text: src, src: []byte(src)}
	t.p.Reset(t.src)
	t.root = &node{style: Lines, table: &tableSite{tail: -1}}
	t.cur = t.root
	for t.p.NextExpression() {
		var err *Error
		switch e := t.p.Expression(); e.Kind {
		case unstable.KeyValue:
			err = t.keyValue(e)
		case unstable.Table, unstable.ArrayTable:
			err = t.header(e)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := t.p.Error(); err != nil {
		return nil, t.failed(err)
	}
	sealTables(t.root)
	for _, p := range t.root.pairs {
		p.val.val = dateFor(p.key, p.val.val)
	}
	t.root.seal()
	// The decoder knows the rules about tables that the parser does not
	// check. A duplicate key is the one error that can be lived with, as in
	// YAML: the other keys are still good.
	var all map[string]any
	if err := toml.Unmarshal(t.src, &all); err != nil && !repeats(t.root) {
		var de *toml.DecodeError
		if errors.As(err, &de) {
			row, col := de.Position()
			msg := strings.TrimPrefix(de.Error(), "toml: ")
			return nil, &Error{Line: row, Col: col, Msg: wholeCharacter(msg, src[tomlOffset(src):])}
		}
		return nil, errorAt(src, 0, "%v", err)
	}
	return t.root, nil
}

// repeats reports whether some map has a key twice.
func repeats(n *node) bool {
	seen := map[string]bool{}
	for _, p := range n.pairs {
		if seen[p.key] || repeats(p.val) {
			return true
		}
		seen[p.key] = true
	}
	for _, it := range n.items {
		if repeats(it) {
			return true
		}
	}
	return false
}

// sealTables computes the values of tables, which grow while the text is read.
func sealTables(n *node) {
	for _, it := range n.items {
		if it.table != nil {
			sealTables(it)
		}
	}
	for _, p := range n.pairs {
		if p.val.table != nil {
			sealTables(p.val)
		}
	}
	switch {
	case n.table == nil:
	case n.items != nil:
		n.sealList()
	default:
		n.seal()
	}
}

// failed is an error of the parser with its place, which is where the text that it
// shows lies in the whole.
func (t *tomlIndex) failed(err error) *Error {
	src := t.text
	var pe *unstable.ParserError
	if !errors.As(err, &pe) {
		return errorAt(src, 0, "%v", err)
	}
	at := cap(t.src) - cap(pe.Highlight)
	if pe.Highlight == nil || at < 0 || at > len(src) || !strings.HasPrefix(src[at:], string(pe.Highlight)) {
		at = tomlOffset(src)
	}
	return errorAt(src, at, "%s", wholeCharacter(pe.Message, src[at:]))
}

// byteNamed is how the library names a byte that it did not expect, as if each
// were a character.
var byteNamed = regexp.MustCompile(`U\+00[89A-F][0-9A-F] '.'`)

// wholeCharacter names in a message the character that text begins with, in the
// place of its first byte.
func wholeCharacter(msg, text string) string {
	r, n := utf8.DecodeRuneInString(text)
	if n < 2 {
		return msg
	}
	name := fmt.Sprintf("U+%04X '%c'", r, r)
	if strings.ContainsRune("“”‘’„«»「」", r) {
		name += " (a typographic quotation mark; TOML has \" and ')"
	}
	return byteNamed.ReplaceAllLiteralString(msg, name)
}

// tomlOffset asks the decoder, which meets the same error, for its place.
func tomlOffset(src string) int {
	var all map[string]any
	var de *toml.DecodeError
	if !errors.As(toml.Unmarshal([]byte(src), &all), &de) {
		return 0
	}
	row, col := de.Position()
	at := 0
	for ; row > 1; row-- {
		at += strings.IndexByte(src[at:], '\n') + 1
	}
	return min(at+col-1, len(src))
}

type tomlIndex struct {
	text string
	src  []byte // the same
	p    unstable.Parser
	root *node
	// cur is the table whose keys are read.
	cur *node
	// line of the offset lineAt, for keys come in order.
	line, lineAt int
	starts       lineStarts
}

// place returns line and column of an offset not before the last asked for.
func (t *tomlIndex) place(at int) (line, col int) {
	if at < t.lineAt {
		return page.Position(t.text, at)
	}
	t.line += strings.Count(t.text[t.lineAt:at], "\n")
	t.lineAt = at
	return t.line + 1, at - t.starts.of(t.text, at) + 1
}

func (t *tomlIndex) fail(at int, msg string) *Error { return errorAt(t.text, at, "%s", msg) }

// keys returns the parts of a dotted key.
func keys(it unstable.Iterator) (out []*unstable.Node) {
	for it.Next() {
		out = append(out, it.Node())
	}
	return out
}

// lineTail returns the end of the line of at, before its line end.
func (t *tomlIndex) lineTail(at int) int {
	for at < len(t.src) && t.src[at] != '\n' {
		at++
	}
	if at > 0 && at < len(t.src) && t.src[at-1] == '\r' {
		at--
	}
	return at
}

func (t *tomlIndex) keyValue(e *unstable.Node) *Error {
	if err := t.pairIn(t.cur, e); err != nil {
		return err
	}
	t.cur.table.tail = t.lineTail(int(e.Raw.Offset + e.Raw.Length))
	return nil
}

// pairIn adds a key and its value, which may be written dotted, to table n.
func (t *tomlIndex) pairIn(n *node, e *unstable.Node) *Error {
	parts := keys(e.Key())
	for _, k := range parts[:len(parts)-1] {
		next, err := t.step(n, k)
		if err != nil {
			return err
		}
		n = next
	}
	k := parts[len(parts)-1]
	p := t.pair(k)
	// The whole of a dotted key is the entry's.
	p.keyFrom = int(parts[0].Raw.Offset)
	p.sep = p.keyTo
	for t.src[p.sep] != '=' {
		p.sep++
	}
	p.sep++
	from := p.sep
	for t.src[from] == ' ' || t.src[from] == '\t' {
		from++
	}
	val, err := t.value(e.Value(), from)
	if err != nil {
		return err
	}
	p.val = val
	n.pairs = append(n.pairs, p)
	return nil
}

func (t *tomlIndex) pair(k *unstable.Node) *pair {
	p := &pair{key: string(k.Data), keyFrom: int(k.Raw.Offset)}
	p.keyTo = p.keyFrom + int(k.Raw.Length)
	p.line, p.col = t.place(p.keyFrom)
	return p
}

// step goes into the table that key k of n names, the last one of a list of
// tables; it is made when it is absent.
func (t *tomlIndex) step(n *node, k *unstable.Node) (*node, *Error) {
	for _, p := range n.pairs {
		if p.key != string(k.Data) {
			continue
		}
		switch {
		case p.val.table == nil:
			return nil, t.fail(int(k.Raw.Offset), "the key "+strconv.Quote(p.key)+" is no table")
		case p.val.items != nil:
			return p.val.items[len(p.val.items)-1], nil
		default:
			return p.val, nil
		}
	}
	p := t.pair(k)
	p.sep = p.keyTo
	p.val = &node{style: Table, table: &tableSite{tail: -1}, start: p.keyTo, from: p.keyTo, to: p.keyTo}
	n.pairs = append(n.pairs, p)
	return p.val, nil
}

// header reads [a.b] or [[a.b]].
func (t *tomlIndex) header(e *unstable.Node) *Error {
	parts := keys(e.Key())
	n := t.root
	for _, k := range parts[:len(parts)-1] {
		next, err := t.step(n, k)
		if err != nil {
			return err
		}
		n = next
	}
	k := parts[len(parts)-1]
	at := int(parts[0].Raw.Offset)
	for at > 0 && t.src[at-1] != '\n' {
		at--
	}
	site := &tableSite{heads: []int{at}, tail: t.lineTail(int(k.Raw.Offset))}
	if e.Kind == unstable.Table {
		next, err := t.step(n, k)
		if err != nil {
			return err
		}
		next.table.heads = append(next.table.heads, at)
		next.table.tail = site.tail
		t.cur = next
		return nil
	}
	item := &node{style: Table, table: site, start: at, from: at, to: at}
	for _, p := range n.pairs {
		if p.key == string(k.Data) {
			if p.val.items == nil || p.val.table == nil {
				return t.fail(int(k.Raw.Offset), "the key "+strconv.Quote(p.key)+" is no list of tables")
			}
			p.val.items = append(p.val.items, item)
			t.cur = item
			return nil
		}
	}
	p := t.pair(k)
	p.sep = p.keyTo
	p.val = &node{style: Table, table: &tableSite{tail: -1}, items: []*node{item}, start: p.keyTo, from: p.keyTo, to: p.keyTo}
	n.pairs = append(n.pairs, p)
	t.cur = item
	return nil
}

// value indexes a value that begins at from.
func (t *tomlIndex) value(v *unstable.Node, from int) (*node, *Error) {
	n := &node{start: from, from: from, to: from + int(v.Raw.Length), size: 1}
	text := string(v.Data)
	switch v.Kind {
	case unstable.Array:
		return n, t.array(v, n)
	case unstable.InlineTable:
		return n, t.inline(v, n)
	case unstable.String:
		n.val, n.style = text, tomlStyle(string(t.src[from:min(from+3, len(t.src))]))
	case unstable.Bool:
		n.val = text == "true"
	case unstable.Integer:
		i, err := strconv.ParseInt(text, 0, 64)
		if err != nil {
			return nil, t.fail(from, "an integer out of range")
		}
		n.val = i
	case unstable.Float:
		f, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
		if err != nil {
			return nil, t.fail(from, "a number out of range")
		}
		n.val = f
	default:
		n.val = text
		if d, ok := plainDate(text); ok {
			n.val = d
		}
	}
	return n, nil
}

func tomlStyle(opening string) Style {
	switch {
	case opening == `"""`:
		return MultiBasic
	case opening == `'''`:
		return MultiLiteral
	case opening[0] == '\'':
		return SingleQuoted
	default:
		return DoubleQuoted
	}
}

// skip passes white space, line ends, comments and commas.
func (t *tomlIndex) skip(at int) int {
	for at < len(t.src) {
		switch t.src[at] {
		case ' ', '\t', '\r', '\n', ',':
			at++
		case '#':
			for at < len(t.src) && t.src[at] != '\n' {
				at++
			}
		default:
			return at
		}
	}
	return at
}

func (t *tomlIndex) array(v *unstable.Node, n *node) *Error {
	n.style = Flow
	at := n.from + 1
	for it := v.Children(); it.Next(); {
		at = t.skip(at)
		item, err := t.value(it.Node(), at)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
		at = item.to
	}
	n.sealList()
	return t.shut(n, at, ']')
}

func (t *tomlIndex) inline(v *unstable.Node, n *node) *Error {
	n.style = Flow
	at := n.from + 1
	for it := v.Children(); it.Next(); {
		kv := it.Node()
		if err := t.pairIn(n, kv); err != nil {
			return err
		}
		at = int(kv.Raw.Offset + kv.Raw.Length)
	}
	sealInline(n)
	return t.shut(n, at, '}')
}

// sealInline seals an inline table, in which dotted keys make tables too.
func sealInline(n *node) {
	for _, p := range n.pairs {
		if p.val.table != nil {
			sealInline(p.val)
		}
	}
	n.seal()
}

func (t *tomlIndex) shut(n *node, at int, bracket byte) *Error {
	at = t.skip(at)
	if at >= len(t.src) || t.src[at] != bracket {
		return t.fail(n.from, "brackets that cannot be located")
	}
	n.to = at + 1
	return nil
}
