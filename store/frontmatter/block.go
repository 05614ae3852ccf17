package frontmatter

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"lanyard/store/page"
)

// maxMeta bounds the bytes of a block that is indexed; nobody writes more by
// hand, and the parsers may take long over hostile text.
const maxMeta = 256 << 10

// maxTOML is less: go-toml looks through all keys of a table for every key.
const maxTOML = 64 << 10

// Block is the front matter of one post, indexed. It is immutable.
type Block struct {
	format page.Format
	src    string
	eol    string
	lang   language
	root   *node
	err    *Error
}

// language is what differs between YAML, TOML and JSON.
type language interface {
	// parse indexes src. The root is a map, possibly empty.
	parse(src string) (*node, *Error)
	// bareDate reports whether a date written as raw, without quotes, reads
	// back as a date.
	bareDate(raw string) bool
	// put returns ways to make path, whose last element is absent or holds
	// another value, hold v; the first that reads back right is taken.
	put(b *Block, path []string, v any) ([][]Edit, error)
	// remove returns the edits that remove what is at path.
	remove(b *Block, path []string) []Edit
	// raw returns ways to make the value of a top-level key be text.
	raw(b *Block, key, text string) [][]Edit
}

// Parse indexes src, the text of a block (page.Page.Meta). What cannot be
// indexed still gives a Block, whose Err is the *Error returned.
func Parse(f page.Format, src string) (*Block, error) {
	return parse(f, src, page.EOL(src))
}

func parse(f page.Format, src, eol string) (*Block, error) {
	b := &Block{format: f, src: src, eol: eol}
	switch f {
	case page.YAML:
		b.lang = yamlLang{}
	case page.TOML:
		b.lang = tomlLang{}
	case page.JSON:
		b.lang = jsonLang{}
	default:
		b.err = &Error{Line: 1, Col: 1, Msg: "there is no front matter"}
	}
	switch {
	case b.err != nil:
	case len(src) > maxMeta || f == page.TOML && len(src) > maxTOML:
		b.err = &Error{Line: 1, Col: 1, Msg: fmt.Sprintf("front matter of %d KB is too large", len(src)>>10)}
	case !utf8.ValidString(src):
		b.err = errorAt(src, invalidAt(src), "not UTF-8")
	default:
		b.root, b.err = b.lang.parse(src)
	}
	if b.err != nil {
		b.root = &node{val: Map{}}
		return b, b.err
	}
	return b, nil
}

// errorAt makes an *Error at a byte offset of src.
func errorAt(src string, at int, format string, args ...any) *Error {
	line, col := page.Position(src, at)
	return &Error{Line: line, Col: col, Msg: fmt.Sprintf(format, args...)}
}

// invalidAt returns the offset of the first byte that is not UTF-8.
func invalidAt(src string) int {
	for i, r := range src {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(src[i:]); n == 1 {
				return i
			}
		}
	}
	return len(src)
}

// Err returns why the block cannot be indexed, an *Error, nil when it can.
func (b *Block) Err() error {
	if b.err == nil {
		return nil
	}
	return b.err
}

// Format returns the block's language.
func (b *Block) Format() page.Format { return b.format }

// Source returns the text the block was made of.
func (b *Block) Source() string { return b.src }

// Values returns all keys and values as they stand.
func (b *Block) Values() Map {
	m, _ := b.root.val.(Map)
	return m
}

// Duplicates returns an error for every key, nested ones too, that stands
// twice in its map. Hugo takes the last up to 0.151; since then it refuses
// YAML in which the spelling is the same.
func (b *Block) Duplicates() []*Error {
	var errs []*Error
	var walk func(n *node)
	walk = func(n *node) {
		seen := map[string]*pair{}
		for _, p := range n.pairs {
			k := strings.ToLower(p.key)
			if first := seen[k]; first != nil {
				errs = append(errs, duplicate(first, p))
			} else {
				seen[k] = p
			}
			walk(p.val)
		}
		for _, it := range n.items {
			walk(it)
		}
	}
	walk(b.root)
	return errs
}

func duplicate(first, again *pair) *Error {
	return &Error{
		Line: again.line, Col: again.col, Other: first.line, Case: first.key != again.key,
		Msg: fmt.Sprintf("key %q stands here and in line %d", again.key, first.line),
	}
}

// Entries returns the keys of the top level as they stand.
func (b *Block) Entries() []Entry {
	entries := make([]Entry, len(b.root.pairs))
	for i, p := range b.root.pairs {
		e := Entry{
			Key: p.key, KeyFrom: p.keyFrom, From: p.val.from, To: p.val.to,
			Line: p.line, Col: p.col, Value: p.val.val, Style: p.val.style,
		}
		e.LineFrom, e.LineTo = e.KeyFrom, e.To
		if p.val.table == nil {
			lf, lt := lineStart(b.src, p.keyFrom), nextLine(b.src, lineEnd(b.src, p.val.to))
			if b.root.style == Lines {
				e.LineFrom, e.LineTo = lf, lt
			}
		}
		entries[i] = e
	}
	return entries
}

// Get returns the value at path, keys compared without case; the last one of
// duplicates, and YAML's merged maps count, as for Hugo.
func (b *Block) Get(path ...string) (any, bool) {
	var v any = b.Values()
	for _, key := range path {
		m, ok := v.(Map)
		if !ok {
			return nil, false
		}
		if v, ok = m.Get(key); !ok {
			return nil, false
		}
	}
	return v, true
}

// lookup returns the pair at path, nil where it is absent. A duplicate key on
// the way and a value on the way that is no map are errors.
func (b *Block) lookup(path []string) (*pair, error) {
	n := b.root
	var p *pair
	for i, key := range path {
		if p != nil && !n.isMap() {
			if n.val == nil {
				return nil, nil
			}
			return nil, &Error{Line: p.line, Col: p.col, Msg: fmt.Sprintf("%q holds no map, so %q cannot be in it", p.key, key)}
		}
		q, count, first := n.find(key)
		if count > 1 {
			return nil, duplicate(first, q)
		}
		if q == nil {
			return nil, nil
		}
		p = q
		if i < len(path)-1 {
			n = q.val
		}
	}
	return p, nil
}

// Set returns the edits that make path hold v, one of the types of Map's doc,
// or an int, []string, time.Time, map[string]any or Number (whose digits are kept
// at the top level). Maps missing on the way
// are made. A time.Time takes over how the date that is there is written.
// There are no edits when path holds v already. An *Error names a place in the
// block; nothing else in the block would have changed its value.
func (b *Block) Set(path []string, v any) ([]Edit, error) {
	if n, ok := v.(Number); ok {
		if len(path) == 1 {
			return b.SetRaw(path[0], string(n))
		}
		f, err := strconv.ParseFloat(string(n), 64)
		if err != nil {
			return nil, fmt.Errorf("set %q: %q is no number", strings.Join(path, "."), string(n))
		}
		v = f
	}
	p, err := b.target(path)
	if err != nil {
		return nil, err
	}
	if t, ok := v.(time.Time); ok && p != nil {
		if d, ok := AsDate(p.val.val); ok {
			v = d.With(t)
		}
	}
	v, err = normalise(v, 0)
	if err != nil {
		return nil, fmt.Errorf("set %q: %w", strings.Join(path, "."), err)
	}
	if v = b.settle(v); len(path) == 1 {
		v = dateFor(path[0], v)
	}
	if p != nil && Equal(p.val.val, v) {
		return nil, nil
	}
	if m, ok := v.(Map); ok && p != nil && p.val.isMap() && len(m) > 0 && len(p.val.pairs) > 0 {
		return b.setMap(path, m)
	}
	ways, err := b.lang.put(b, path, v)
	if err != nil {
		return nil, fmt.Errorf("set %q: %w", strings.Join(path, "."), err)
	}
	return b.choose(ways, path, v, true)
}

// settle makes strings of the dates that the language has no bare form for; at
// the top level dateFor makes dates of them again, where they count as such.
func (b *Block) settle(v any) any {
	switch v := v.(type) {
	case Date:
		if raw := v.String(); !b.lang.bareDate(raw) {
			return raw
		}
	case []any:
		for i := range v {
			v[i] = b.settle(v[i])
		}
	case Map:
		for i := range v {
			v[i].Value = b.settle(v[i].Value)
		}
	}
	return v
}

// target checks that path can be set or removed and returns its pair, if any.
func (b *Block) target(path []string) (*pair, error) {
	if b.err != nil {
		return nil, b.err
	}
	if len(path) == 0 || len(path) > maxDepth {
		return nil, fmt.Errorf("no key")
	}
	for _, key := range path {
		if key == "" || !utf8.ValidString(key) || strings.ContainsAny(key, "\x00\r\n") || key == mergeKey {
			return nil, fmt.Errorf("key %q cannot be written", key)
		}
	}
	return b.lookup(path)
}

// setMap changes a map key by key, so that what stays keeps its form.
func (b *Block) setMap(path []string, m Map) ([]Edit, error) {
	p, err := b.lookup(path)
	if err != nil {
		return nil, err
	}
	cur := b
	step := func(edits []Edit, err error) error {
		if err != nil || len(edits) == 0 {
			return err
		}
		cur, err = parse(b.format, Apply(cur.src, edits), b.eol)
		return err
	}
	// New keys first: a map never stands empty in between.
	for _, q := range m {
		if err := step(cur.Set(append(path[:len(path):len(path)], q.Key), q.Value)); err != nil {
			return nil, err
		}
	}
	for _, q := range p.val.pairs {
		if hasKey(m, q.key) {
			continue
		}
		if err := step(cur.Unset(append(path[:len(path):len(path)], q.key))); err != nil {
			return nil, err
		}
	}
	edits := diff(b.src, cur.src)
	return b.choose([][]Edit{edits}, path, m, true)
}

// hasKey reports whether m has key, compared without case.
func hasKey(m Map, key string) bool {
	for _, p := range m {
		if strings.EqualFold(p.Key, key) {
			return true
		}
	}
	return false
}

// dateFor makes a text for one of Hugo's date keys the date it is.
func dateFor(key string, v any) any {
	if s, ok := v.(string); ok && KindOf(key) == DateKind {
		if d, err := ParseDate(s); err == nil && d.Layout != unixLayout {
			return d
		}
	}
	return v
}

// Unset returns the edits that remove path; none when it is absent. Removing
// the last key of a nested map leaves an empty map.
func (b *Block) Unset(path []string) ([]Edit, error) {
	p, err := b.target(path)
	if err != nil || p == nil {
		return nil, err
	}
	return b.choose([][]Edit{b.lang.remove(b, path)}, path, nil, false)
}
