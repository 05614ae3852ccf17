package syntax

import (
	"slices"
	"strings"
)

// colour finds the spans of line i and of what is coloured together with it.
func (x *Index) colour(i int) {
	l := x.lines.at(i)
	switch l.kind {
	case rowText:
		x.paragraph(i)
	case rowCode:
		x.codeLine(i)
	default:
		spans := x.single(i)
		l.spans = &spans
	}
}

// row reads line i again, with its marks.
func (x *Index) row(i int) (row, string) {
	var st state
	prev := ""
	if i > 0 {
		st, prev = x.lines.at(i-1).after, x.doc.Line(i-1)
	}
	s := x.doc.Line(i)
	return read(st, s, prev, true), s
}

// paragraph colours the segment that holds line i: its lines as one text, since emphasis and links go across line ends.
func (x *Index) paragraph(i int) {
	x.read(i + maxSegment + 1)
	from, to := x.segmentStart(i), x.segmentEnd(i)
	var level uint8
	header := false
	if to < x.valid {
		switch next := x.lines.at(to); next.kind {
		case rowUnderline:
			level = next.level
		case rowTableDelim:
			header = true
		}
	}
	rows := make([]row, 0, to-from)
	texts := make([]string, 0, to-from)
	starts := make([]int, 0, to-from)
	var b strings.Builder
	for k := from; k < to; k++ {
		r, s := x.row(k)
		if k > from {
			b.WriteByte('\n')
		}
		starts = append(starts, b.Len())
		b.WriteString(s[r.text:])
		rows, texts = append(rows, r), append(texts, s)
	}
	p := &x.paint
	p.start(b.String())
	end := b.Len()
	if header {
		last := len(rows) - 1
		p.cells(starts[last], end)
		end = max(starts[last]-1, 0)
	}
	if end > 0 {
		p.inline(0, end)
	}
	for k := range rows {
		spans := p.spans(nil, &rows[k], texts[k], starts[k], level)
		x.lines.at(from + k).spans = &spans
	}
}

// single colours a line that stands for itself.
func (x *Index) single(i int) []Span {
	r, s := x.row(i)
	p := &x.paint
	body := s[r.text:]
	p.start(body)
	n := len(body)
	switch r.kind {
	case rowHeading:
		p.heading(n)
	case rowUnderline, rowRule:
		p.fill(0, n, Rule)
	case rowFenceOpen:
		p.fill(0, n, CodeInfo)
		p.flag(0, n, Mono)
	case rowIndented:
		p.fill(0, n, CodeBlock)
		p.flag(0, n, Mono)
	case rowHTML:
		p.tags(n)
	case rowComment:
		p.fill(0, n, Comment)
		if end := strings.Index(body, "-->"); end >= 0 {
			p.fill(end+3, n, Plain)
		}
	case rowMath:
		p.fill(0, n, Math)
		p.flag(0, n, Mono)
	case rowTableDelim:
		p.fill(0, n, TablePipe)
	case rowTable:
		p.cells(0, n)
	case rowFront:
		p.paintFront(body)
	case rowDefinition:
		end := strings.Index(body, "]:")
		p.fill(0, end+2, LinkLabel)
		p.fill(end+2, n, LinkURL)
	}
	return p.spans(nil, &r, s, 0, r.level)
}

// heading colours the text of an ATX heading: the closing marks and attributes apart.
func (p *painter) heading(n int) {
	s := strings.TrimRight(p.s[:n], " \t")
	if strings.HasSuffix(s, "}") {
		if k := strings.LastIndexByte(s, '{'); k >= 0 && !strings.HasPrefix(s[k:], "{{") && (k == 0 || s[k-1] != '{') && k+1 < len(s) &&
			(s[k+1] == '#' || s[k+1] == '.') {
			p.fill(k, len(s), Attribute)
			s = strings.TrimRight(s[:k], " \t")
		}
	}
	t := strings.TrimRight(s, "#")
	if t != s && (t == "" || strings.HasSuffix(t, " ") || strings.HasSuffix(t, "\t")) {
		p.fill(len(t), len(s), Marker)
		s = t
	}
	p.inline(0, len(s))
}

// tags colours a line of an HTML block.
func (p *painter) tags(n int) {
	for i := 0; i < min(n, maxInline); {
		k := 1
		switch p.s[i] {
		case '<':
			if m := tagLen(p.s[i:min(n, i+maxTag)]); m > 0 {
				p.fill(i, i+m, HTML)
				k = m
			} else if end := strings.Index(p.s[i:n], "-->"); end > 0 && strings.HasPrefix(p.s[i:], "<!--") {
				p.fill(i, i+end+3, Comment)
				k = end + 3
			} else if n-i > 1 && (isLetter(p.s[i+1]) || strings.IndexByte("/!?", p.s[i+1]) >= 0) {
				p.fill(i, n, HTML) // a tag that goes on in the next line
				k = n
			}
		case '{':
			k = p.shortcode(i, n)
		case '&':
			k = p.entity(i, n)
		}
		i += max(k, 1)
	}
}

// cells colours a row of a table: each cell by itself.
func (p *painter) cells(from, to int) {
	end := min(to, from+maxInline)
	cell := from
	for i := from; i <= end; i++ {
		if i < end && p.s[i] == '\\' {
			i++
			continue
		}
		if i == end || p.s[i] == '|' {
			if cell < min(i, end) {
				p.inline(cell, min(i, end))
			}
			if i < end {
				p.kinds[i] = TablePipe
			}
			cell = i + 1
		}
	}
}

// spans puts together a line: the marks of its containers, and the colours of its text, which begin at `at` in the painter.
func (p *painter) spans(out []Span, r *row, s string, at int, level uint8) []Span {
	var all Flags
	if r.quote {
		all |= Quote
	}
	all |= Flags(level)
	out = slices.Grow(out, len(r.marks)+4)
	pos := 0
	for _, m := range r.marks {
		out = add(out, Span{pos, m.From, Plain, all})
		out = add(out, Span{m.From, m.To, m.Kind, all})
		pos = m.To
	}
	if pos < r.text {
		out = add(out, Span{pos, r.text, Plain, all})
		pos = r.text
	}
	for pos < len(s) {
		k := at + pos - r.text
		kind, flags := p.kinds[k], p.flags[k]
		end := pos + 1
		for end < len(s) && p.kinds[at+end-r.text] == kind && p.flags[at+end-r.text] == flags {
			end++
		}
		out = add(out, Span{pos, end, kind, flags | all})
		pos = end
	}
	return out
}

// add appends a span, joining it with one of the same colour.
func add(out []Span, s Span) []Span {
	if s.From >= s.To {
		return out
	}
	if n := len(out) - 1; n >= 0 && out[n].Kind == s.Kind && out[n].Flags == s.Flags && out[n].To == s.From {
		out[n].To = s.To
		return out
	}
	return append(out, s)
}
