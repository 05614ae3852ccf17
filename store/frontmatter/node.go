package frontmatter

import "strings"

// node is one value with the bytes it is written in. The three parsers make
// it, the writers patch by it.
type node struct {
	// [from, to) is the value, start where its YAML anchor or tag begins
	// (from, where it has none).
	start, from, to int
	style           Style
	val             any
	// size counts the values in val, aliases expanded.
	size  int
	items []*node
	pairs []*pair
	// indent is the column, in spaces, of the keys of a YAML block map or
	// the dashes of a block list. dashes are the latter's offsets.
	indent int
	dashes []int
	// bare is a YAML flow map without braces: [a: b].
	bare bool
	// aliases says, of a YAML root, that some value is used twice by name.
	aliases bool
	table   *tableSite
}

// tableSite says where a TOML table of its own is written.
type tableSite struct {
	// heads are the offsets of its header lines; more than one only for a
	// list of tables. A table that is only implied has none.
	heads []int
	// tail is the end of the line after which a new key goes, -1 where none
	// can.
	tail int
}

// pair is a key and its value.
type pair struct {
	key            string
	keyFrom, keyTo int
	// sep is the offset after the colon or equals sign.
	sep int
	val *node
	// line and col of the key, from 1; col in bytes.
	line, col int
}

// find returns the last pair of key and how many there are.
func (n *node) find(key string) (p *pair, count int, first *pair) {
	for _, q := range n.pairs {
		if strings.EqualFold(q.key, key) {
			if first == nil {
				first = q
			}
			p = q
			count++
		}
	}
	return p, count, first
}

// isMap reports whether n is a map.
func (n *node) isMap() bool {
	_, ok := n.val.(Map)
	return ok
}

// seal computes the value of a map from its pairs.
func (n *node) seal() {
	m := make(Map, len(n.pairs))
	n.size = 1
	for i, p := range n.pairs {
		m[i] = Pair{p.key, p.val.val}
		n.size += p.val.size
	}
	n.val = m
}

// sealList computes the value of a list from its items.
func (n *node) sealList() {
	l := make([]any, len(n.items))
	n.size = 1
	for i, it := range n.items {
		l[i] = it.val
		n.size += it.size
	}
	n.val = l
}

// lineStart returns the beginning of the line that holds offset i.
func lineStart(src string, i int) int {
	return strings.LastIndexAny(src[:i], "\r\n") + 1
}

// lineStarts is lineStart for offsets that come nearly in order: a line may be the
// whole file, and each of its values asks.
type lineStarts struct{ at, begin int }

func (l *lineStarts) of(src string, i int) int {
	from := min(l.at, i)
	if i < l.at {
		l.begin, from = 0, 0
	}
	if n := strings.LastIndexAny(src[from:i], "\r\n"); n >= 0 {
		l.begin = from + n + 1
	}
	l.at = i
	return l.begin
}

// lineEnd returns the end of the line that holds offset i, before its line end.
func lineEnd(src string, i int) int {
	if n := strings.IndexAny(src[i:], "\r\n"); n >= 0 {
		return i + n
	}
	return len(src)
}

// nextLine returns the beginning of the line after the one that ends at end,
// as lineEnd returns it.
func nextLine(src string, end int) int {
	switch {
	case strings.HasPrefix(src[end:], "\r\n"):
		return end + 2
	case end < len(src):
		return end + 1
	default:
		return end
	}
}

// skipBlanks returns the offset of the first byte at or after i that is no
// space or tab.
func skipBlanks(src string, i int) int {
	for i < len(src) && (src[i] == ' ' || src[i] == '\t') {
		i++
	}
	return i
}

// blank reports whether s is white space only.
func blank(s string) bool { return strings.Trim(s, " \t\r\n") == "" }
