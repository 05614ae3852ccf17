package frontmatter

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"lanyard/store/page"
)

// Raw returns the text of a top-level key's value as a person may edit it:
// lines after the first lose the indentation that the place gives them, and
// line ends are \n. It is "" when the key is absent. Of a table of TOML that
// is [Block.Spread] it is all that makes it up, to be read only.
func (b *Block) Raw(key string) string {
	p, _, _ := b.root.find(key)
	switch {
	case p == nil:
		return ""
	case p.val.table != nil:
		return b.tableText(p)
	}
	text := strings.ReplaceAll(b.src[p.val.start:p.val.to], "\r\n", "\n")
	return dedent(text, b.rawIndent(p))
}

// Spread reports whether the value of a top-level key is a table of TOML, or a
// list of them, under headers or dotted keys of its own. SetRaw refuses it.
func (b *Block) Spread(key string) bool {
	p, _, _ := b.root.find(key)
	return p != nil && p.val.table != nil
}

// tableText is the text of the headers and keys that make up the table of p,
// wherever they stand.
func (b *Block) tableText(p *pair) string {
	var heads []int
	b.root.eachHead(func(at int) { heads = append(heads, at) })
	slices.Sort(heads)
	var spans [][2]int
	var collect func(p *pair, n *node)
	collect = func(p *pair, n *node) {
		switch {
		case n.table == nil:
			spans = append(spans, [2]int{lineStart(b.src, p.keyFrom), lineEnd(b.src, n.to)})
			return
		case n.items != nil:
			for _, it := range n.items {
				collect(p, it)
			}
			return
		}
		for _, at := range n.table.heads {
			end := len(b.src)
			if i, found := slices.BinarySearch(heads, at); found && i+1 < len(heads) {
				end = heads[i+1]
			}
			spans = append(spans, [2]int{at, end})
		}
		for _, q := range n.pairs {
			collect(q, q.val)
		}
	}
	collect(p, p.val)
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	var parts []string
	end := 0
	for _, s := range spans {
		if s[1] <= end {
			continue // within the section before
		}
		parts = append(parts, strings.TrimSpace(strings.ReplaceAll(b.src[max(s[0], end):s[1]], "\r\n", "\n")))
		end = s[1]
	}
	return strings.Join(parts, "\n")
}

// eachHead calls f with the offset of each header line below n.
func (n *node) eachHead(f func(at int)) {
	if n.table != nil {
		for _, at := range n.table.heads {
			f(at)
		}
	}
	for _, it := range n.items {
		it.eachHead(f)
	}
	for _, p := range n.pairs {
		p.val.eachHead(f)
	}
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
