package command

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lanyard/editor/syntax"
	"lanyard/editor/text"
)

// style is an inline markup that is toggled.
type style struct {
	kind syntax.Flags
	mark string
}

// Bold, Italic and Strike switch the style of the selected text, or of the word at a caret. When all of it has the style, the style is
// taken away from it, else all of it gets it. Markers go where CommonMark reads them as markup: not inside code, links or tags, never
// next to a space, and punctuation at the ends stays outside where it would make the markers literal ("**NOTE**：需要").
func Bold(s text.State, env Env) (text.Transaction, bool) {
	return toggle(s, env, style{syntax.Strong, "**"})
}

// Italic is described at [Bold].
func Italic(s text.State, env Env) (text.Transaction, bool) {
	return toggle(s, env, style{syntax.Emphasis, "*"})
}

// Strike is described at [Bold].
func Strike(s text.State, env Env) (text.Transaction, bool) {
	return toggle(s, env, style{syntax.Strike, "~~"})
}

// span is a stretch of a text.
type span struct{ from, to int }

// para is a piece of the document that inline markup is read in.
type para struct {
	from  int
	text  string
	spans []span // selected, in text
}

// toggle works paragraph by paragraph.
func toggle(s text.State, env Env, st style) (text.Transaction, bool) {
	if tr, ok := toggleEmpty(s, env, st.mark); ok {
		return tr, true
	}
	paras := paragraphs(s, env)
	on := false // to switch on
	readings := make([]*reading, len(paras))
	for i, p := range paras {
		readings[i] = read(p, st)
		if len(readings[i].spans) > 0 && !readings[i].all() {
			on = true
		}
	}
	var edits []text.Edit
	for i, p := range paras {
		for _, e := range readings[i].change(on) {
			edits = append(edits, text.Edit{From: p.from + e.From, To: p.from + e.To, Insert: e.Insert})
		}
	}
	if len(edits) == 0 {
		return text.Transaction{}, false
	}
	c, err := text.NewChange(s.Doc.Len(), edits...)
	if err != nil {
		return text.Transaction{}, false
	}
	return transaction(s, env, text.Command, c.Edits(), inside(s.Selection, c))
}

// inside maps ranges so that markers put at their ends are outside of them; a caret stays at its letter.
func inside(sel text.Selection, c text.Change) []text.Range {
	out := make([]text.Range, len(sel.Ranges))
	for i, r := range sel.Ranges {
		if r.Empty() {
			p := c.Map(r.Head, -1)
			for _, e := range c.Edits() {
				// Markers that open here go before the caret.
				if e.From == r.Head && e.To == r.Head && opensAt(c, r.Head) {
					p = c.Map(r.Head, 1)
				}
			}
			out[i] = text.Range{Anchor: p, Head: p}
			continue
		}
		from := c.Map(r.From(), 1)
		to := max(c.Map(r.To(), -1), from)
		if r.Head < r.Anchor {
			from, to = to, from
		}
		out[i] = text.Range{Anchor: from, Head: to}
	}
	return out
}

// opensAt reports whether the insertion at off is an opening one: an even number of insertions come before it.
func opensAt(c text.Change, off int) bool {
	n := 0
	for _, e := range c.Edits() {
		if e.From == e.To && e.From < off {
			n++
		}
	}
	return n%2 == 0
}

// toggleEmpty puts an empty pair of markers at carets that are at no word, and takes it away again.
func toggleEmpty(s text.State, env Env, mark string) (text.Transaction, bool) {
	for _, r := range s.Selection.Ranges {
		if from, to := wordAt(s.Doc, r.Head); !r.Empty() || from != to {
			return text.Transaction{}, false
		}
	}
	n := len(mark)
	return pieces(s, env, text.Command, func(r text.Range) piece {
		off := r.Head
		if s.Doc.Slice(off-n, off) == mark && s.Doc.Slice(off, off+n) == mark && s.Doc.Slice(off-n-1, off-n) != mark[:1] {
			return piece{from: off - n, to: off + n}
		}
		return piece{from: off, to: off, ins: mark + mark, anchor: n, head: n}
	})
}

// paragraphs cuts the selection into the paragraphs it touches. Words at carets stand for the carets.
func paragraphs(s text.State, env Env) []para {
	var out []para
	d := s.Doc
	inCode := code(d, env.Floor, d.LineAt(s.Selection.Ranges[len(s.Selection.Ranges)-1].To()))
	for _, r := range s.Selection.Ranges {
		from, to := r.From(), r.To()
		if r.Empty() {
			from, to = wordAt(d, r.Head)
		}
		from = max(from, env.Floor)
		for i := d.LineAt(from); i < d.Lines() && d.LineStart(i) <= to && from < to; {
			first, last := paraLines(d, env, i)
			i = last + 1
			line := d.Line(first)
			start, stop := clip(d, d.LineStart(first)+textStart(line), d.LineEnd(last), from, to)
			if stop-start > maxInline {
				continue
			}
			sp := span{max(from, start) - start, min(to, stop) - start}
			if sp.from >= sp.to {
				continue
			}
			if n := len(out) - 1; n >= 0 && out[n].from == start {
				out[n].spans = append(out[n].spans, sp)
				continue
			}
			if inCode(first) {
				continue
			}
			out = append(out, para{from: start, text: d.Slice(start, stop), spans: []span{sp}})
		}
	}
	return out
}

// maxInline bounds, in bytes, the text that is read for markup at once.
const maxInline = 24 << 10

// clip cuts a long paragraph [start, stop) down to what is near the range [from, to).
func clip(d text.Doc, start, stop, from, to int) (int, int) {
	if stop-start <= maxInline {
		return start, stop
	}
	if a := from - window; a > start {
		start = a
		for start > 0 && d.Byte(start)&0xC0 == 0x80 {
			start--
		}
	}
	if b := to + window; b < stop {
		stop = b
		for stop < d.Len() && d.Byte(stop)&0xC0 == 0x80 {
			stop++
		}
	}
	return start, stop
}

// textStart is where the inline text of a line begins: behind quote marks, a list marker, a heading's marks, the indent.
func textStart(line string) int {
	it := parseItem(line)
	n := it.prefix()
	h := len(it.text) - len(strings.TrimLeft(it.text, "#"))
	if h > 0 && h <= 6 {
		if t := strings.TrimLeft(it.text[h:], " \t"); len(t) < len(it.text[h:]) {
			return len(line) - len(t)
		}
	}
	if strings.HasPrefix(it.text, "[^") {
		if k := strings.Index(it.text, "]:"); k > 0 {
			return n + k + 2
		}
	}
	return n
}

// maxParagraph bounds, in lines, how far a paragraph is followed.
const maxParagraph = 200

// paraLines are the lines of the paragraph that line i is in.
func paraLines(d text.Doc, env Env, i int) (first, last int) {
	first, last = i, i
	if alone(d.Line(i)) {
		return i, i
	}
	for first > d.LineAt(env.Floor) && i-first < maxParagraph && !begins(d.Line(first)) && !alone(d.Line(first-1)) {
		first--
	}
	for last+1 < d.Lines() && last-i < maxParagraph && !alone(d.Line(last+1)) && !begins(d.Line(last+1)) {
		last++
	}
	return first, last
}

// alone reports whether a line is no part of a paragraph of several lines.
func alone(line string) bool {
	it := parseItem(line)
	return it.blank() || startsBlock(it.text) || strings.Contains(it.text, "|")
}

// begins reports whether a line begins a paragraph whatever stands before it.
func begins(line string) bool {
	it := parseItem(line)
	return it.marker != "" || it.quote != "" || strings.HasPrefix(it.text, "[^")
}

// reading is a paragraph with its markup.
type reading struct {
	para
	st      style
	marks   []syntax.Mark // of the style
	cross   []syntax.Mark // of other styles and links
	whole   [][2]int
	covered []span // has the style, sorted
}

func read(p para, st style) *reading {
	r := &reading{para: p, st: st}
	marks, whole := syntax.Inline(p.text)
	r.whole = whole
	for _, m := range marks {
		switch m.Kind {
		case st.kind:
			r.marks = append(r.marks, m)
			r.covered = append(r.covered, span{m.Text, m.End})
		case syntax.Mono:
			r.whole = append(r.whole, [2]int{m.Open, m.Close})
		default:
			r.cross = append(r.cross, m)
		}
	}
	r.covered = union(r.covered)
	kept := r.spans[:0]
	for _, s := range r.spans {
		if s = r.tidy(s); st.kind == syntax.Mono || r.letters(s) {
			kept = append(kept, s)
		}
	}
	r.spans = kept
	return r
}

// letters reports whether there is anything in a stretch that a style shows on; punctuation alone is left as it is.
func (r *reading) letters(s span) bool {
	for i := s.from; i < s.to; {
		_, n := utf8.DecodeRuneInString(r.text[i:])
		if !r.mute(i) && !r.marker(i) {
			return true
		}
		i += n
	}
	return false
}

// tidy moves the ends of a selection out of what must stay whole and out of markers, and off white space.
func (r *reading) tidy(s span) span {
	for changed := true; changed; {
		changed = false
		for _, w := range r.whole {
			if s.from > w[0] && s.from < w[1] {
				s.from, changed = w[0], true
			}
			if s.to > w[0] && s.to < w[1] {
				s.to, changed = w[1], true
			}
		}
		for _, m := range r.cross {
			if m.Kind == syntax.Link || m.Kind == 0 { // one end in a link's text, the other not: all of the link
				in := s.from >= m.Text && s.to <= m.End
				if !in && s.from < m.Close && s.to > m.Open {
					if s.from > m.Open {
						s.from, changed = m.Open, true
					}
					if s.to < m.Close {
						s.to, changed = m.Close, true
					}
				}
			}
		}
	}
	return r.trim(s)
}

// trim takes white space off the ends of a stretch.
func (r *reading) trim(s span) span {
	t := r.text[s.from:s.to]
	s.from += len(t) - len(strings.TrimLeftFunc(t, unicode.IsSpace))
	s.to = max(s.from, s.to-(len(t)-len(strings.TrimRightFunc(t, unicode.IsSpace))))
	return s
}

// all reports whether all that is selected has the style. White space, markers, and punctuation at the ends do not count.
func (r *reading) all() bool {
	seen := false
	for _, s := range r.spans {
		core := s
		for _, strip := range []bool{true, false} {
			core = s
			for core.from < core.to && (r.marker(core.from) || (strip && r.mute(core.from))) {
				_, n := utf8.DecodeRuneInString(r.text[core.from:])
				core.from += n
			}
			for core.to > core.from {
				_, n := utf8.DecodeLastRuneInString(r.text[core.from:core.to])
				if !r.marker(core.to-n) && (!strip || !r.mute(core.to-n)) {
					break
				}
				core.to -= n
			}
			if core.from < core.to {
				break
			}
		}
		for i := core.from; i < core.to; {
			c, n := utf8.DecodeRuneInString(r.text[i:])
			if !unicode.IsSpace(c) && !r.marker(i) {
				seen = true
				if !within(r.covered, i) {
					return false
				}
			}
			i += n
		}
	}
	return seen
}

// mute reports whether the rune at i is punctuation or white space.
func (r *reading) mute(i int) bool {
	c, _ := utf8.DecodeRuneInString(r.text[i:])
	return unicode.IsPunct(c) || unicode.IsSymbol(c) || unicode.IsSpace(c)
}

// marker reports whether the byte at i is part of a marker of emphasis.
func (r *reading) marker(i int) bool {
	for _, list := range [][]syntax.Mark{r.marks, r.cross} {
		for _, m := range list {
			if (i >= m.Open && i < m.Text) || (i >= m.End && i < m.Close) {
				return true
			}
		}
	}
	return false
}

func within(spans []span, i int) bool {
	for _, s := range spans {
		if s.from <= i && i < s.to {
			return true
		}
	}
	return false
}

// union sorts and merges stretches that touch.
func union(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	var out []span
	for _, s := range spans {
		if n := len(out) - 1; n >= 0 && s.from <= out[n].to {
			out[n].to = max(out[n].to, s.to)
		} else if s.from < s.to {
			out = append(out, s)
		}
	}
	return out
}

// minus takes b out of a; both are sorted and apart.
func minus(a, b []span) []span {
	var out []span
	for _, s := range a {
		for _, t := range b {
			if t.to <= s.from || t.from >= s.to {
				continue
			}
			if t.from > s.from {
				out = append(out, span{s.from, t.from})
			}
			s.from = min(t.to, s.to)
		}
		if s.from < s.to {
			out = append(out, s)
		}
	}
	return out
}

// change gives the edits that switch the style of the selection on or off. Markers of stretches that come out as they were are not
// touched.
func (r *reading) change(on bool) []text.Edit {
	if len(r.spans) == 0 {
		return nil
	}
	want := union(slices.Clone(r.spans))
	if on {
		// Stretches apart only by their own markers grow together.
		grown := slices.Clone(want)
		for _, c := range r.covered {
			grown = append(grown, c)
		}
		want = r.bridge(union(grown))
	} else {
		want = minus(r.covered, want)
	}
	want = r.split(want)
	var edits []text.Edit
	kept := map[span]bool{}
	for _, m := range r.marks {
		s := span{m.Text, m.End}
		if slices.Contains(want, s) {
			kept[s] = true
			continue
		}
		edits = append(edits, text.Edit{From: m.Open, To: m.Text}, text.Edit{From: m.End, To: m.Close})
	}
	gone := edits
	for _, s := range want {
		if kept[s] {
			continue
		}
		if s = r.place(s, gone); s.from < s.to {
			edits = append(edits, text.Edit{From: s.from, To: s.from, Insert: r.st.mark}, text.Edit{From: s.to, To: s.to, Insert: r.st.mark})
		}
	}
	edits = cancel(edits)
	if len(edits) == 0 || !r.works(edits, on) {
		return nil
	}
	return edits
}

// bridge joins stretches between which only markers of the style stand.
func (r *reading) bridge(spans []span) []span {
	var out []span
	for _, s := range spans {
		if n := len(out) - 1; n >= 0 {
			gap := true
			for i := out[n].to; i < s.from; i++ {
				if !slices.ContainsFunc(r.marks, func(m syntax.Mark) bool { return (i >= m.Open && i < m.Text) || (i >= m.End && i < m.Close) }) {
					gap = false
				}
			}
			if gap {
				out[n].to = s.to
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

// split cuts stretches where markup of another kind begins or ends inside of them without its other half, so that markup nests.
func (r *reading) split(spans []span) []span {
	for _, m := range r.cross {
		var out []span
		for _, s := range spans {
			opens, closes := s.from <= m.Open && s.to >= m.Text, s.from <= m.End && s.to >= m.Close
			switch {
			case s.to <= m.Open || s.from >= m.Close || (opens && closes) || (s.from >= m.Text && s.to <= m.End):
				out = append(out, s)
			default:
				for _, part := range []span{{s.from, min(s.to, m.Open)}, {max(s.from, m.Text), min(s.to, m.End)}, {max(s.from, m.Close), s.to}} {
					if part.from < part.to {
						out = append(out, part)
					}
				}
			}
		}
		spans = out
	}
	for i, s := range spans {
		spans[i] = r.trim(s)
	}
	return slices.DeleteFunc(spans, func(s span) bool { return s.from >= s.to })
}

// place moves the ends of a stretch inwards over punctuation until markers work there; empty when they do nowhere. gone are the
// markers that fall away.
func (r *reading) place(s span, gone []text.Edit) span {
	c := r.st.mark[0]
	for s.from < s.to {
		after, n := r.next(s.from, gone)
		if opens, _ := syntax.Flanking(c, r.prev(s.from, gone), after); opens {
			break
		}
		s.from += n
	}
	for s.from < s.to {
		before, n := utf8.DecodeLastRuneInString(r.text[s.from:s.to])
		after, _ := r.next(s.to, gone)
		if _, closes := syntax.Flanking(c, before, after); closes {
			break
		}
		s.to -= n
		if first, k := r.next(s.from, gone); n > 0 { // both halves of a pair stay outside
			if half, ok := closing(first); ok && half == before && s.from+k <= s.to {
				s.from += k
			}
		}
	}
	return r.trim(s)
}

// prev is the rune before i when the markers in gone are taken away, a space at the begin.
func (r *reading) prev(i int, gone []text.Edit) rune {
	for again := true; again; {
		again = false
		for _, e := range gone {
			if e.To == i && e.From < e.To {
				i, again = e.From, true
			}
		}
	}
	if i == 0 {
		return ' '
	}
	c, _ := utf8.DecodeLastRuneInString(r.text[:i])
	return c
}

// next is the rune at i when the markers in gone are taken away, a space at the end.
func (r *reading) next(i int, gone []text.Edit) (rune, int) {
	from := i
	for again := true; again; {
		again = false
		for _, e := range gone {
			if e.From == i && e.From < e.To {
				i, again = e.To, true
			}
		}
	}
	if i >= len(r.text) {
		return ' ', 1
	}
	c, n := utf8.DecodeRuneInString(r.text[i:])
	return c, i - from + n
}

// cancel drops an insertion of markers at a place where the same markers are deleted.
func cancel(edits []text.Edit) []text.Edit {
	drop := make([]bool, len(edits))
	for i, a := range edits {
		for k, b := range edits {
			if a.From < a.To && b.From == b.To && !drop[i] && !drop[k] && (b.From == a.From || b.From == a.To) && len(b.Insert) == a.To-a.From {
				drop[i], drop[k] = true, true
			}
		}
	}
	var out []text.Edit
	for i, e := range edits {
		if !drop[i] {
			out = append(out, e)
		}
	}
	return out
}

// works reads the edited paragraph again: what is visible must be the same, and the style as it was meant for every letter of the
// selection.
func (r *reading) works(edits []text.Edit, on bool) bool {
	c, err := text.NewChange(len(r.text), edits...)
	if err != nil {
		return false
	}
	after := c.Apply(text.New(r.text)).String()
	next := read(para{text: after}, r.st)
	if visible(r) != visible(next) {
		return false
	}
	for _, s := range r.spans {
		for i := s.from; i < s.to; i++ {
			if !utf8.RuneStart(r.text[i]) || r.marker(i) || r.mute(i) {
				continue
			}
			if k := c.Map(i, 1); within(next.covered, k) != on {
				return false
			}
		}
	}
	return true
}

// visible is the text without the markers of emphasis.
func visible(r *reading) string {
	var b strings.Builder
	for i := range len(r.text) {
		if !r.marker(i) {
			b.WriteByte(r.text[i])
		}
	}
	return b.String()
}
