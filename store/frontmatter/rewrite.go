package frontmatter

import (
	"slices"
	"strings"
)

// Rewrite returns the edits that put another text in the place of the value of a top-level key, or of each item where it is a list. change is given
// a value as Text writes it, and returns what is to stand there; keep false takes the item, or the key of a single value, out. An item that would
// stand in the list twice is taken out where it came to be so. Nothing but the changed items is written anew, each with the quotes that it has.
func (b *Block) Rewrite(key string, change func(value string) (to string, keep bool)) ([]Edit, error) {
	p, count, _ := b.root.find(key)
	if p == nil || count > 1 || b.Err() != nil {
		return nil, b.Err()
	}
	switch v := p.val.val.(type) {
	case nil, Map:
		return nil, nil
	case []any:
		return b.rewriteList(p, v, change)
	}
	was := Text(p.val.val)
	to, keep := change(was)
	switch {
	case !keep:
		return b.Unset([]string{p.key})
	case to == was:
		return nil, nil
	}
	if text, ok := b.inPlace(p.val, to, b.root.style == Flow); ok {
		edits := []Edit{{p.val.from, p.val.to, text}}
		if b.gives(edits, key, to) {
			return edits, nil
		}
	}
	return b.Set([]string{p.key}, to)
}

func (b *Block) rewriteList(p *pair, old []any, change func(string) (string, bool)) ([]Edit, error) {
	var want []any
	texts, gone := make([]string, len(old)), make([]bool, len(old))
	changed := false
	for i, v := range old {
		if _, deep := v.(Map); deep {
			return nil, nil
		}
		was := Text(v)
		to, keep := change(was)
		texts[i] = to
		if to != was || !keep {
			changed = true
			if gone[i] = !keep || slices.ContainsFunc(old, func(o any) bool { return Text(o) == to }) || slices.Contains(texts[:i], to); gone[i] {
				continue
			}
			want = append(want, to)
			continue
		}
		want = append(want, v)
	}
	if !changed {
		return nil, nil
	}
	if edits, ok := b.itemEdits(p.val, old, texts, gone); ok && len(want) > 0 && b.gives(edits, p.key, want) {
		return edits, nil
	}
	if want == nil {
		want = []any{}
	}
	return b.Set([]string{p.key}, want)
}

// itemEdits writes each item in its place. It is false for lists that are written in a way of their own.
func (b *Block) itemEdits(list *node, old []any, texts []string, gone []bool) ([]Edit, bool) {
	if len(list.items) != len(old) {
		return nil, false
	}
	var edits []Edit
	for i := 0; i < len(old); i++ {
		it := list.items[i]
		if gone[i] {
			n := i + 1
			for n < len(old) && gone[n] {
				n++
			}
			out, ok := b.takeOut(list, i, n)
			if !ok {
				return nil, false
			}
			edits = append(edits, out...)
			i = n - 1
			continue
		}
		if texts[i] == Text(old[i]) {
			continue
		}
		text, ok := b.inPlace(it, texts[i], list.style == Flow)
		if !ok {
			return nil, false
		}
		edits = append(edits, Edit{it.from, it.to, text})
	}
	slices.SortFunc(edits, func(a, b Edit) int { return a.From - b.From })
	for i := 1; i < len(edits); i++ {
		if edits[i].From < edits[i-1].To {
			return nil, false
		}
	}
	return edits, true
}

// takeOut removes the items [i, j) of a list.
func (b *Block) takeOut(list *node, i, j int) ([]Edit, bool) {
	if list.style == Lines && len(list.dashes) == len(list.items) {
		from := list.dashes[i]
		if from < 0 || !blank(b.src[lineStart(b.src, from):from]) {
			return nil, false
		}
		return []Edit{{lineStart(b.src, from), nextLine(b.src, lineEnd(b.src, max(list.items[j-1].to, list.dashes[j-1]+1))), ""}}, true
	}
	if list.from >= list.to || b.src[list.from] != '[' {
		return nil, false
	}
	f := flow{src: b.src, open: list.from, shut: list.to - 1, elems: list.elements()}
	if _, ok := b.lang.(jsonLang); !ok {
		f.comment = '#'
	}
	return f.remove(i, j), true
}

// inPlace writes a string where a scalar stands, with that one's quotes where they can hold it.
func (b *Block) inPlace(n *node, s string, in bool) (string, bool) {
	if n.start != n.from || n.from >= n.to || strings.ContainsAny(b.src[n.from:n.to], "\r\n") || n.style > DoubleQuoted {
		return "", false
	}
	switch b.lang.(type) {
	case tomlLang:
		style := n.style
		if style == Plain {
			style = b.tomlQuote()
		}
		return tomlString(s, style), true
	case yamlLang:
		return yamlString(s, n.style, in), true
	}
	text, err := jsonText(s)
	return text, err == nil
}

// gives reports whether the edits give key the value want, and leave the others.
func (b *Block) gives(edits []Edit, key string, want any) bool {
	after, err := Parse(b.format, Apply(b.src, edits))
	if err != nil {
		return false
	}
	old, now := b.Values(), after.Values()
	if len(old) != len(now) {
		return false
	}
	for i := range old {
		w := old[i].Value
		if strings.EqualFold(old[i].Key, key) {
			w = want
		}
		if old[i].Key != now[i].Key || !Equal(w, now[i].Value) {
			return false
		}
	}
	return true
}

// Rewrite returns the edits of the file, see Block.Rewrite.
func (f *File) Rewrite(key string, change func(value string) (to string, keep bool)) ([]Edit, error) {
	edits, err := f.Block.Rewrite(key, change)
	return Shift(edits, f.Page.MetaFrom), err
}
