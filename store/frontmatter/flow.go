package frontmatter

import "strings"

// A flow collection is a list or map between brackets on one line or over
// several: YAML's flow style, TOML's arrays and inline tables, all of JSON.
// The functions here add, replace and take out elements so that the others,
// their separators and comments stay.

// span is one element: a list's item, or a map's key and value.
type span struct{ from, to int }

// flow is a collection as it stands. open and shut are the offsets of the
// brackets.
type flow struct {
	src        string
	open, shut int
	elems      []span
	// comment is the byte that begins a comment, 0 where there are none.
	comment byte
	// pad goes inside the brackets of a collection that was empty.
	pad string
}

// elements returns the spans of a list or map.
func (n *node) elements() []span {
	var out []span
	for _, it := range n.items {
		out = append(out, span{it.start, it.to})
	}
	for _, p := range n.pairs {
		out = append(out, span{p.keyFrom, max(p.val.to, p.keyTo)})
	}
	return out
}

// separator returns what to write between two elements: what stands between
// the last two, or in front of an only one on a line of its own.
func (f flow) separator() string {
	n := len(f.elems)
	if n >= 2 {
		gap := f.src[f.elems[n-2].to:f.elems[n-1].from]
		if blank(strings.Replace(gap, ",", "", 1)) && strings.Count(gap, ",") == 1 {
			return gap
		}
		// A comment stands between them: take only the place of the element.
		if from := lineStart(f.src, f.elems[n-1].from); from > f.elems[n-2].to && blank(f.src[from:f.elems[n-1].from]) {
			return "," + f.eol(from) + f.src[from:f.elems[n-1].from]
		}
	}
	if n == 1 {
		from := lineStart(f.src, f.elems[0].from)
		if from > f.open && blank(f.src[from:f.elems[0].from]) {
			return "," + f.eol(from) + f.src[from:f.elems[0].from]
		}
	}
	return ", "
}

// eol returns the line end before the beginning of a line.
func (f flow) eol(line int) string {
	if strings.HasSuffix(f.src[:line], "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// insert returns the edits that put texts before element at, or at the end.
func (f flow) insert(at int, texts []string) []Edit {
	if len(texts) == 0 {
		return nil
	}
	sep := f.separator()
	joined := strings.Join(texts, sep)
	switch n := len(f.elems); {
	case n == 0:
		return f.fill(joined)
	case at < n:
		return []Edit{{f.elems[at].from, f.elems[at].from, joined + sep}}
	default:
		return f.append(joined, sep)
	}
}

// fill puts text into empty brackets, keeping a comment there.
func (f flow) fill(text string) []Edit {
	if blank(f.src[f.open+1 : f.shut]) {
		return []Edit{{f.open + 1, f.shut, f.pad + text + f.pad}}
	}
	return []Edit{{f.shut, f.shut, text}}
}

// append puts text after the last element. A comment on that element's line
// stays with it.
func (f flow) append(text, sep string) []Edit {
	last := f.elems[len(f.elems)-1].to
	i := skipBlanks(f.src, last)
	comma := i < f.shut && f.src[i] == ','
	if comma {
		i = skipBlanks(f.src, i+1)
	}
	if f.comment == 0 || i >= f.shut || f.src[i] != f.comment {
		return []Edit{{last, last, sep + text}}
	}
	// The text goes below, at the indentation of the last element.
	end := lineEnd(f.src, i)
	eol := f.eol(nextLine(f.src, end))
	pad := f.src[lineStart(f.src, last):]
	pad = pad[:skipBlanks(pad, 0)]
	if comma {
		return []Edit{{end, end, eol + pad + text + ","}}
	}
	return []Edit{{last, last, ","}, {end, end, eol + pad + text}}
}

// remove returns the edit that takes out the elements [i, j), j > i.
func (f flow) remove(i, j int) []Edit {
	n := len(f.elems)
	if j < n {
		return []Edit{{f.elems[i].from, f.elems[j].from, ""}}
	}
	end := f.elems[n-1].to
	comma := skipBlanks(f.src, end)
	hasComma := comma < f.shut && f.src[comma] == ','
	if i == 0 {
		if hasComma {
			end = comma + 1
		}
		from := f.elems[0].from
		if blank(f.src[f.open+1:from]) && blank(f.src[end:f.shut]) {
			from, end = f.open+1, f.shut
		}
		return []Edit{{from, end, ""}}
	}
	before := f.elems[i-1].to
	gap := f.src[before:f.elems[i].from]
	if f.comment == 0 || strings.IndexByte(gap, f.comment) < 0 {
		return []Edit{{before, end, ""}}
	}
	// The comment between belongs to what stays; so does, then, the comma,
	// and the element's own would be a second one.
	if hasComma {
		end = comma + 1
	}
	from := lineStart(f.src, f.elems[i].from)
	if from <= before || !strings.Contains(f.src[end:f.shut], "\n") { // else the bracket would stand in the comment
		return []Edit{{f.elems[i].from, end, ""}}
	}
	from--
	if from > 0 && f.src[from-1] == '\r' {
		from--
	}
	return []Edit{{from, end, ""}}
}

// relist returns the edits that turn a flow list holding old into one holding
// want: the items they begin and end with alike stay, others that are found
// again are moved as they are written, the rest is what render makes.
func (f flow) relist(old, want []any, render func(any) string) []Edit {
	if u := f.units(); u != nil && len(want) > 0 {
		return f.relistUnits(u, old, want, render)
	}
	head, tail := common(old, want)
	text := texts(old[head:len(old)-tail], want[head:len(want)-tail], func(i int) string {
		e := f.elems[head+i]
		return f.src[e.from:e.to]
	}, render)
	oldN := len(old) - head - tail
	switch {
	case oldN == 0:
		return f.insert(head, text)
	case len(text) == 0:
		return f.remove(head, head+oldN)
	case oldN == len(text):
		var edits []Edit
		for i, s := range text {
			if e := f.elems[head+i]; f.src[e.from:e.to] != s {
				edits = append(edits, Edit{e.from, e.to, s})
			}
		}
		return edits
	case oldN > len(text):
		// Replace some, take the others out.
		var edits []Edit
		for i, s := range text {
			e := f.elems[head+i]
			edits = append(edits, Edit{e.from, e.to, s})
		}
		return append(edits, f.remove(head+len(text), head+oldN)...)
	default:
		from, to := f.elems[head].from, f.elems[head+oldN-1].to
		return []Edit{{from, to, strings.Join(text, f.separator())}}
	}
}

// common returns how many values two lists begin and end with alike.
func common(a, b []any) (head, tail int) {
	for head < len(a) && head < len(b) && Equal(a[head], b[head]) {
		head++
	}
	for tail < len(a)-head && tail < len(b)-head && Equal(a[len(a)-1-tail], b[len(b)-1-tail]) {
		tail++
	}
	return head, tail
}

// sources tells for every wanted value which equal old one it is, each used once;
// -1 for a new value.
func sources(old, want []any) []int {
	used := make([]bool, len(old))
	out := make([]int, len(want))
	for i, w := range want {
		out[i] = -1
		for j, o := range old {
			if !used[j] && Equal(o, w) {
				used[j], out[i] = true, j
				break
			}
		}
	}
	return out
}

// texts returns the written form of every wanted value: that of an equal old
// one, which is used once, or what render makes.
func texts(old, want []any, written func(i int) string, render func(any) string) []string {
	out := make([]string, len(want))
	for i, j := range sources(old, want) {
		if j >= 0 {
			out[i] = written(j)
		} else {
			out[i] = render(want[i])
		}
	}
	return out
}
