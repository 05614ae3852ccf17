package edit

import (
	"slices"
	"strings"

	"lanyard/editor/syntax"
	"lanyard/editor/text"
)

// Code switches the selected text, or the word at a caret, to code and back. Backticks inside are fenced by more of them.
func Code(s text.State, env Env) (text.Transaction, bool) {
	if tr, ok := toggleEmpty(s, env, "`"); ok {
		return tr, true
	}
	paras := paragraphs(s, env)
	on := false
	spansOf := make([][]syntax.Mark, len(paras))
	for i, p := range paras {
		marks, _ := syntax.Inline(p.text)
		spansOf[i] = slices.DeleteFunc(marks, func(m syntax.Mark) bool { return m.Kind != syntax.Mono })
		paras[i].spans = read(p, style{syntax.Mono, "`"}).spans
		for _, sp := range paras[i].spans {
			if !slices.ContainsFunc(spansOf[i], func(m syntax.Mark) bool { return m.Open <= sp.from && sp.to <= m.Close }) {
				on = true
			}
		}
	}
	var edits []text.Edit
	for i, p := range paras {
		for _, sp := range p.spans {
			var in []syntax.Mark
			for _, m := range spansOf[i] {
				if m.Open < sp.to && sp.from < m.Close {
					in = append(in, m)
					sp.from, sp.to = min(sp.from, m.Open), max(sp.to, m.Close)
				}
			}
			edits = append(edits, codeEdits(p, sp, in, on)...)
		}
	}
	c, err := text.NewChange(s.Doc.Len(), edits...)
	if err != nil || c.Empty() {
		return text.Transaction{}, false
	}
	return Transaction(s, env, text.Command, c.Edits(), inside(s.Selection, c))
}

// codeEdits takes the ticks of the spans in a stretch away, and puts others around all of it.
func codeEdits(p para, sp span, in []syntax.Mark, on bool) []text.Edit {
	var edits []text.Edit
	var body strings.Builder
	at := sp.from
	for _, m := range in {
		a, b := m.Text, m.End
		if t := p.text[a:b]; len(t) > 2 && t[0] == ' ' && t[len(t)-1] == ' ' && (t[1] == '`' || t[len(t)-2] == '`') {
			a, b = a+1, b-1 // the spaces that keep ticks apart
		}
		edits = append(edits, text.Edit{From: p.from + m.Open, To: p.from + a}, text.Edit{From: p.from + b, To: p.from + m.Close})
		body.WriteString(p.text[at:m.Open])
		body.WriteString(p.text[a:b])
		at = m.Close
	}
	body.WriteString(p.text[at:sp.to])
	if !on {
		return edits
	}
	s := body.String()
	if strings.TrimSpace(s) == "" {
		return nil
	}
	ticks := fenceFor(s)
	open, closes := ticks, ticks
	if t := strings.TrimSpace(s); t[0] == '`' || t[len(t)-1] == '`' {
		open, closes = ticks+" ", " "+ticks
	}
	return append(edits,
		text.Edit{From: p.from + sp.from, To: p.from + sp.from, Insert: open},
		text.Edit{From: p.from + sp.to, To: p.from + sp.to, Insert: closes})
}

// fenceFor is a run of backticks that does not occur in s.
func fenceFor(s string) string {
	for n := 1; ; n++ {
		ticks := strings.Repeat("`", n)
		if !slices.Contains(runs(s), n) {
			return ticks
		}
	}
}

// runs are the lengths of the runs of backticks in s.
func runs(s string) []int {
	var out []int
	n := 0
	for i := range len(s) + 1 {
		if i < len(s) && s[i] == '`' {
			n++
			continue
		}
		if n > 0 {
			out = append(out, n)
		}
		n = 0
	}
	return out
}

// insideWhole reports whether a range lies in something that no markup can be put into.
func insideWhole(d text.Doc, floor, from, to int) bool {
	first, last := paraLines(d, Env{Floor: floor}, d.LineAt(from))
	start, stop := clip(d, d.LineStart(first)+textStart(d.Line(first)), d.LineEnd(last), from, to)
	marks, whole := syntax.Inline(d.Slice(start, min(stop, start+maxInline)))
	for _, m := range marks {
		if m.Kind == syntax.Mono || m.Kind == syntax.Link || m.Kind == 0 {
			whole = append(whole, [2]int{m.Open, m.Close})
		}
	}
	for _, w := range whole {
		if start+w[0] < to && from < start+w[1] && !(from <= start+w[0] && start+w[1] <= to) {
			return true
		}
	}
	return false
}
