package frontmatter

import (
	"fmt"
	"strings"
)

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
