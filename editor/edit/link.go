package edit

import (
	"strings"

	"lanyard/editor/syntax"
	"lanyard/editor/text"
)

// Link makes a link of the selection and puts the caret where the address goes, or the other way round when an address is selected.
// In a link it takes the link away and leaves its text.
func Link(s text.State, env Env) (text.Transaction, bool) { return link(s, env, "[", syntax.Link) }

// Image does with images what [Link] does with links.
func Image(s text.State, env Env) (text.Transaction, bool) { return link(s, env, "![", 0) }

func link(s text.State, env Env, open string, kind syntax.Flags) (text.Transaction, bool) {
	inCode := code(s.Doc, env.Floor, s.Doc.LineAt(s.Selection.Ranges[len(s.Selection.Ranges)-1].To()))
	for _, r := range s.Selection.Ranges {
		body := s.Doc.Slice(r.From(), r.To())
		if inCode(s.Doc.LineAt(r.From())) || strings.Contains(body, "\n") {
			return text.Transaction{}, false
		}
		if _, in := linkAt(s.Doc, env, r, kind); !in && !r.Empty() && insideWhole(s.Doc, env.Floor, r.From(), r.To()) {
			return text.Transaction{}, false
		}
	}
	return pieces(s, env, text.Command, func(r text.Range) piece {
		if m, in := linkAt(s.Doc, env, r, kind); in {
			body := s.Doc.Slice(m.Text, m.End)
			return piece{from: m.Open, to: m.Close, ins: body, anchor: 0, head: end}
		}
		from, to := r.From(), r.To()
		if r.Empty() && kind == syntax.Link {
			from, to = wordAt(s.Doc, r.Head)
			if insideWhole(s.Doc, env.Floor, from, to) {
				from, to = r.Head, r.Head
			}
		}
		body := s.Doc.Slice(from, to)
		if isAddress(body) {
			return piece{from: from, to: to, ins: open + "](" + destination(body) + ")", anchor: len(open), head: len(open)}
		}
		p := piece{from: from, to: to, ins: open + body + "]()"}
		p.anchor = len(p.ins) - 1
		if body == "" {
			p.anchor = len(open)
		}
		p.head = p.anchor
		return p
	})
}

// linkAt is the link or image that holds a range, offsets in the document.
func linkAt(d text.Doc, env Env, r text.Range, kind syntax.Flags) (syntax.Mark, bool) {
	first, last := paraLines(d, env, d.LineAt(r.From()))
	start, stop := clip(d, d.LineStart(first)+textStart(d.Line(first)), d.LineEnd(last), r.From(), r.To())
	marks, _ := syntax.Inline(d.Slice(start, min(stop, start+maxInline)))
	for _, m := range marks {
		m.Open, m.Text, m.End, m.Close = m.Open+start, m.Text+start, m.End+start, m.Close+start
		if m.Kind == kind && m.Open <= r.From() && r.To() <= m.Close && (!r.Empty() || (m.Open < r.Head && r.Head < m.Close)) {
			return m, true
		}
	}
	return syntax.Mark{}, false
}
