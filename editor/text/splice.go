package text

// splice replaces [from, to) by ins. The range must lie in the document.
func (d Doc) splice(from, to int, ins string) Doc {
	if d.depth == 0 { // the zero Doc
		d = New("")
	}
	level := d.root.splice(from, to, ins, d.depth)
	if len(level) != 1 {
		return grow(level, d.depth)
	}
	d.root = level[0]
	for d.depth > minDepth && len(d.root.kids) == 1 {
		d.root = d.root.kids[0]
		d.depth--
	}
	return d
}

// splice gives what takes the entry's place, at least one entry of the same depth.
func (e *entry) splice(from, to int, ins string, depth int) []entry {
	if depth == 0 {
		return spliceLeaf(e.text, from, to, ins)
	}
	// a is the child with the first byte to replace, b the one with the last; an insertion between two children goes to the left
	// one, so that typing fills chunks.
	a, aOff := 0, 0
	for a < len(e.kids)-1 && aOff+e.kids[a].size < from {
		aOff += e.kids[a].size
		a++
	}
	b, bOff := a, aOff
	for b < len(e.kids)-1 && bOff+e.kids[b].size < to {
		bOff += e.kids[b].size
		b++
	}
	if a == b {
		return e.replace(a, b, e.kids[a].splice(from-aOff, to-aOff, ins, depth-1))
	}
	mid := e.kids[a].splice(from-aOff, e.kids[a].size, ins, depth-1)
	return e.replace(a, b, append(mid, e.kids[b].splice(0, to-bOff, "", depth-1)...))
}

func spliceLeaf(s string, from, to int, ins string) []entry {
	s = s[:from] + ins + s[to:]
	if len(s) <= maxChunk {
		return []entry{leaf(s)}
	}
	return chunks(nil, s)
}

// replace puts mid in the place of the children a to b (inclusive), merges what became small with a neighbour and splits what
// became large.
func (e *entry) replace(a, b int, mid []entry) []entry {
	kids := make([]entry, 0, len(e.kids)-(b-a+1)+len(mid))
	kids = append(kids, e.kids[:a]...)
	for i := range mid {
		if mid[i].size > 0 {
			kids = append(kids, mid[i])
		}
	}
	end := len(kids)
	kids = append(kids, e.kids[b+1:]...)
	for i := min(end, len(kids)-1); i >= max(a-1, 0) && i < len(kids); i-- {
		kids = mergeAt(kids, i)
	}
	if len(kids) == 0 {
		kids = append(kids, mid[0])
	}
	return group(kids)
}

// mergeAt joins kids[i] with its right neighbour when one of them is small and both fit in one. It may write to kids.
func mergeAt(kids []entry, i int) []entry {
	if i+1 >= len(kids) {
		return kids
	}
	l, r := &kids[i], &kids[i+1]
	var m entry
	if l.kids == nil {
		if (l.size >= minChunk && r.size >= minChunk) || l.size+r.size > maxChunk {
			return kids
		}
		m = leaf(l.text + r.text)
	} else {
		if (len(l.kids) >= minKids && len(r.kids) >= minKids) || len(l.kids)+len(r.kids) > maxKids {
			return kids
		}
		m = inner(append(append(make([]entry, 0, len(l.kids)+len(r.kids)), l.kids...), r.kids...))
	}
	kids[i] = m
	return append(kids[:i+1], kids[i+2:]...)
}
