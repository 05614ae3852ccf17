package edit

import (
	"strings"

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
	return Transaction(s, env, text.Command, c.Edits(), inside(s.Selection, c))
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
