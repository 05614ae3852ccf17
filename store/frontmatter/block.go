package frontmatter

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"lanyard/store/page"
)

// maxMeta bounds the bytes of a block that is indexed; nobody writes more by
// hand, and the parsers may take long over hostile text.
const maxMeta = 1 << 20

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
	case len(src) > maxMeta:
		b.err = &Error{Line: 1, Col: 1, Msg: "the front matter is larger than 1 MB"}
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
		Line: again.line, Col: again.col, Other: first.line,
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
// or an int, []string, time.Time or map[string]any. Maps missing on the way
// are made. A time.Time takes over how the date that is there is written.
// There are no edits when path holds v already. An *Error names a place in the
// block; nothing else in the block would have changed its value.
func (b *Block) Set(path []string, v any) ([]Edit, error) {
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
	// The spelling of keys found is kept, so compare by what was asked.
	return b.choose([][]Edit{edits}, path, m, true)
}

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

// Raw returns the text of a top-level key's value as a person may edit it:
// lines after the first lose the indentation that the place gives them, and
// line ends are \n. It is "" when the key is absent.
func (b *Block) Raw(key string) string {
	p, _, _ := b.root.find(key)
	if p == nil || p.val.table != nil {
		return ""
	}
	text := strings.ReplaceAll(b.src[p.val.start:p.val.to], "\r\n", "\n")
	return dedent(text, b.rawIndent(p))
}

// rawIndent returns how many spaces of indentation belong to the place of a
// value and not to its text.
func (b *Block) rawIndent(p *pair) int {
	if b.format != page.YAML {
		return 0
	}
	if line := lineStart(b.src, p.val.start); line > p.keyFrom {
		if gap := b.src[line:p.val.start]; strings.Trim(gap, " ") == "" {
			return len(gap)
		}
	}
	return 0
}

// dedent takes up to n spaces from the beginning of every line but the first.
func dedent(text string, n int) string {
	if n == 0 {
		return text
	}
	lines := strings.Split(text, "\n")
	for i := 1; i < len(lines); i++ {
		l := lines[i]
		lines[i] = l[min(n, len(l)-len(strings.TrimLeft(l, " "))):]
	}
	return strings.Join(lines, "\n")
}

// indent puts n spaces before every line but the first and blank ones.
func indent(text string, n int) string {
	pad := strings.Repeat(" ", n)
	lines := strings.Split(text, "\n")
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" {
			lines[i] = pad + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// SetRaw returns the edits that make the text of a top-level key's value be
// raw, as Raw returns it; the key is added when it is absent. Raw text that
// would end the block, or change or add another key, is refused.
func (b *Block) SetRaw(key, raw string) ([]Edit, error) {
	p, err := b.target([]string{key})
	if err != nil {
		return nil, err
	}
	raw = strings.ReplaceAll(raw, "\r\n", "\n")
	if !utf8.ValidString(raw) {
		return nil, fmt.Errorf("set %q: not UTF-8", key)
	}
	if p != nil {
		if p.val.table != nil {
			return nil, &Error{Line: p.line, Col: p.col, Msg: fmt.Sprintf("%q is a table over several lines; edit it in the text", key)}
		}
		if b.Raw(key) == raw {
			return nil, nil
		}
	}
	return b.choose(b.lang.raw(b, key, raw), []string{key}, anyValue{}, true)
}

// anyValue stands for "whatever it reads as" in choose.
type anyValue struct{}

// choose returns the first of several ways that reads back as it should.
func (b *Block) choose(ways [][]Edit, path []string, want any, present bool) ([]Edit, error) {
	var first error
	for _, edits := range ways {
		sortEdits(edits)
		err := b.check(edits, path, want, present)
		if err == nil {
			return edits, nil
		}
		if first == nil {
			first = err
		}
	}
	if p, _, _ := b.root.find(path[0]); p != nil && b.root.aliases {
		return nil, &Error{Line: p.line, Col: p.col, Msg: fmt.Sprintf("%q is bound to another key by an anchor; edit it in the text", p.key)}
	}
	return nil, first
}

// check makes the edits on a copy and requires that path holds want (or is
// gone) and that every other key is what it was.
func (b *Block) check(edits []Edit, path []string, want any, present bool) error {
	after := Apply(b.src, edits)
	name := strings.Join(path, ".")
	if d := b.format.Delimiter(); d != "" && delimiters(after, d) > delimiters(b.src, d) {
		return fmt.Errorf("set %q: a line would begin with %s, which ends the front matter", name, d)
	}
	nb, _ := parse(b.format, after, b.eol)
	if nb.err != nil {
		// Its place is one in the changed text, which nobody sees.
		return fmt.Errorf("set %q: the front matter would not be readable: %s", name, nb.err.Msg)
	}
	if !b.sameBut(b.root, nb.root, path, want, present) {
		return fmt.Errorf("set %q: another key would change, or the value would read otherwise", name)
	}
	return nil
}

// delimiters counts the lines that begin with d.
func delimiters(src, d string) int {
	n := strings.Count(src, "\n"+d) + strings.Count(src, "\r"+d)
	if strings.HasPrefix(src, d) {
		n++
	}
	return n
}

// sameBut compares two maps: path holds want in after, all else is equal.
func (b *Block) sameBut(before, after *node, path []string, want any, present bool) bool {
	var old, now []*pair
	var at, was *node
	for _, p := range before.pairs {
		if strings.EqualFold(p.key, path[0]) {
			was = p.val
		} else {
			old = append(old, p)
		}
	}
	count := 0
	for _, p := range after.pairs {
		if strings.EqualFold(p.key, path[0]) {
			at = p.val
			count++
		} else {
			now = append(now, p)
		}
	}
	if len(old) != len(now) || count > 1 {
		return false
	}
	for i := range old {
		if old[i].key != now[i].key || !Equal(old[i].val.val, now[i].val.val) {
			return false
		}
	}
	if len(path) > 1 {
		if at == nil { // a TOML table made of dotted keys goes with the last
			return !present && isOnly(was, path[1:])
		}
		if was == nil {
			was = &node{val: Map{}}
		}
		return at.isMap() && b.sameBut(was, at, path[1:], want, present)
	}
	if !present {
		return at == nil
	}
	if at == nil {
		return false
	}
	if _, ok := want.(anyValue); ok {
		return true
	}
	return matches(at.val, want)
}

// isOnly reports whether path is all that n holds.
func isOnly(n *node, path []string) bool {
	for _, key := range path {
		if n == nil || len(n.pairs) != 1 || !strings.EqualFold(n.pairs[0].key, key) {
			return false
		}
		n = n.pairs[0].val
	}
	return true
}

// matches is Equal, with the keys of maps compared without case.
func matches(got, want any) bool {
	switch w := want.(type) {
	case Map:
		g, ok := got.(Map)
		if !ok || len(g) != len(w) {
			return false
		}
		for _, p := range w {
			v, ok := g.Get(p.Key)
			if !ok || !matches(v, p.Value) {
				return false
			}
		}
		return true
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return false
		}
		for i := range w {
			if !matches(g[i], w[i]) {
				return false
			}
		}
		return true
	default:
		return Equal(got, want)
	}
}
