package edit

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"lanyard/editor/text"
)

// LineUp moves the selected lines above the line before them; ordered lists are numbered again.
func LineUp(s text.State, env Env) (text.Transaction, bool) { return moveLines(s, env, -1) }

// LineDown moves the selected lines below the line after them.
func LineDown(s text.State, env Env) (text.Transaction, bool) { return moveLines(s, env, 1) }

// moveLines swaps each run of selected lines with its neighbour. Terminators stay where they are, so the last line stays without one.
func moveLines(s text.State, env Env, dir int) (text.Transaction, bool) {
	d := s.Doc
	var edits []text.Edit
	shift := map[int]int{} // by first line of a run
	var touched []int
	lowest := d.LineAt(env.Floor)
	if d.LineStart(lowest) < env.Floor {
		lowest++
	}
	runs := blocks(s)
	for _, b := range runs {
		if (dir < 0 && b.from <= lowest) || (dir > 0 && b.to == d.Lines()-1) || b.from < lowest {
			return text.Transaction{}, false
		}
		if dir < 0 {
			p := b.from - 1
			body := d.Line(p)
			edits = append(edits, text.Edit{From: d.LineStart(p), To: d.LineStart(b.from)},
				text.Edit{From: d.LineEnd(b.to), To: d.LineEnd(b.to), Insert: d.EOLOf(p) + body})
			shift[b.from] = d.LineStart(p) - d.LineStart(b.from)
			touched = append(touched, p, b.from, b.to)
			continue
		}
		body, eol := d.Line(b.to+1), d.EOLOf(b.to)
		edits = append(edits, text.Edit{From: d.LineStart(b.from), To: d.LineStart(b.from), Insert: body + eol},
			text.Edit{From: d.LineEnd(b.to), To: d.LineEnd(b.to + 1)})
		shift[b.from] = len(body) + len(eol)
		touched = append(touched, b.from, b.to, b.to+1)
	}
	ranges := make([]text.Range, len(s.Selection.Ranges))
	for k, r := range s.Selection.Ranges {
		i := d.LineAt(r.From())
		for _, b := range runs {
			if b.from <= i && i <= b.to {
				ranges[k] = text.Range{Anchor: r.Anchor + shift[b.from], Head: r.Head + shift[b.from]}
			}
		}
	}
	tr, ok := Transaction(s, env, text.Command, edits, ranges)
	if !ok {
		return tr, false
	}
	return then(s, tr, func(after text.State) (text.Transaction, bool) { return renumberFrom(after, env, s.Doc, touched) }), true
}

// renumberFrom numbers the lists around lines again; a list that moved its first item begins with the number it began with before.
func renumberFrom(after text.State, env Env, before text.Doc, lines []int) (text.Transaction, bool) {
	for _, i := range lines {
		if i >= before.Lines() || i < before.LineAt(env.Floor) {
			continue
		}
		it := parseItem(before.Line(i))
		if _, ok := it.number(); !ok || repeats(before, env.Floor, i) {
			continue
		}
		list := siblings(before, env.Floor, i)
		first, _ := parseItem(before.Line(list[0])).number()
		now := parseItem(after.Doc.Line(i))
		if _, ok := now.number(); !ok {
			continue
		}
		top := siblings(after.Doc, env.Floor, i)[0]
		head := parseItem(after.Doc.Line(top))
		at := after.Doc.LineStart(top) + len(head.quote) + len(head.indent)
		c := after.Doc.Replace(at, at+len(head.marker), head.numbered(first))
		if n, _ := head.number(); n == first {
			c = text.Change{}
		}
		tr := text.Transaction{Change: c, Kind: text.Command, Time: env.Now}
		out := then(after, tr, func(s text.State) (text.Transaction, bool) { return renumber(s, env, i) })
		return out, !out.Change.Empty()
	}
	return text.Transaction{}, false
}

// DuplicateDown copies the selected lines below themselves and goes with the copy.
func DuplicateDown(s text.State, env Env) (text.Transaction, bool) { return duplicate(s, env, true) }

// DuplicateUp copies the selected lines and stays with the upper ones.
func DuplicateUp(s text.State, env Env) (text.Transaction, bool) { return duplicate(s, env, false) }

func duplicate(s text.State, env Env, down bool) (text.Transaction, bool) {
	d := s.Doc
	var edits []text.Edit
	runs := blocks(s)
	for _, b := range runs {
		e := d.LineEnd(b.to)
		edits = append(edits, text.Edit{From: e, To: e, Insert: eolAt(d, b.to) + d.Slice(d.LineStart(b.from), e)})
	}
	ranges := slices.Clone(s.Selection.Ranges)
	for k, r := range ranges {
		i, shift := d.LineAt(r.From()), 0
		for n, b := range runs {
			if b.from < i && b.to < i || (down && b.from <= i && i <= b.to) {
				shift += len(edits[n].Insert)
			}
		}
		ranges[k] = text.Range{Anchor: r.Anchor + shift, Head: r.Head + shift}
	}
	return Transaction(s, env, text.Command, edits, ranges)
}

// DeleteLines deletes the selected lines with their terminators.
func DeleteLines(s text.State, env Env) (text.Transaction, bool) {
	d := s.Doc
	var edits []text.Edit
	for _, b := range blocks(s) {
		from, to := max(d.LineStart(b.from), env.Floor), d.LineEnd(b.to)+len(d.EOLOf(b.to))
		if b.to == d.Lines()-1 && b.from > 0 && d.LineEnd(b.from-1) >= env.Floor {
			from = d.LineEnd(b.from - 1)
		}
		edits = append(edits, text.Edit{From: from, To: to})
	}
	tr, ok := Transaction(s, env, text.Command, slices.DeleteFunc(edits, func(e text.Edit) bool { return e.From >= e.To }), nil)
	if !ok || tr.Change.Empty() {
		return text.Transaction{}, false
	}
	sel := s.Selection.Map(tr.Change)
	tr.Selection = &sel
	return tr, true
}

// JoinLines joins the selected lines, or the caret's line and the next one. A space goes between them unless Chinese stands on both
// sides; indents, and the marks of quotes and items, fall away.
func JoinLines(s text.State, env Env) (text.Transaction, bool) {
	d := s.Doc
	var edits []text.Edit
	for _, b := range blocks(s) {
		last := b.to
		if b.from == b.to {
			last++
		}
		for i := b.from; i < min(last, d.Lines()-1); i++ {
			a := strings.TrimRight(d.Line(i), " \t")
			line := d.Line(i + 1)
			it := parseItem(line)
			if it.blank() {
				it.text = ""
			}
			from := d.LineStart(i) + len(a)
			to := d.LineEnd(i+1) - len(it.text)
			edits = append(edits, text.Edit{From: from, To: max(to, d.LineStart(i+1)), Insert: between(a, it.text)})
		}
	}
	if len(edits) == 0 {
		return text.Transaction{}, false
	}
	return Transaction(s, env, text.Command, edits, nil)
}

// between is what joins two stretches of text.
func between(a, b string) string {
	l, n := utf8.DecodeLastRuneInString(a)
	r, m := utf8.DecodeRuneInString(b)
	if n == 0 || m == 0 || text.IsCJK(l) && text.IsCJK(r) {
		return ""
	}
	return " "
}

// SortLines sorts the selected lines as a Chinese reader expects it: by pinyin, numbers by value, Latin letters without regard to case.
func SortLines(s text.State, env Env) (text.Transaction, bool) {
	d := s.Doc
	c := collate.New(language.Chinese, collate.Numeric, collate.IgnoreCase)
	var edits []text.Edit
	for _, b := range blocks(s) {
		var lines []string
		for i := b.from; i <= b.to; i++ {
			lines = append(lines, d.Line(i))
		}
		sorted := slices.Clone(lines)
		slices.SortStableFunc(sorted, func(x, y string) int { return c.CompareString(strings.TrimSpace(x), strings.TrimSpace(y)) })
		for k := range lines {
			if lines[k] != sorted[k] {
				i := b.from + k
				edits = append(edits, text.Edit{From: d.LineStart(i), To: d.LineEnd(i), Insert: sorted[k]})
			}
		}
	}
	if len(edits) == 0 {
		return text.Transaction{}, false
	}
	return Transaction(s, env, text.Command, edits, nil)
}

// TrimLines takes the spaces at line ends away, in the selected lines or in the whole text. Two spaces that break a line stay, and code
// is left alone.
func TrimLines(s text.State, env Env) (text.Transaction, bool) {
	d := s.Doc
	from, to := d.LineAt(env.Floor), d.Lines()-1
	if r := s.Selection.MainRange(); !r.Empty() {
		b := blocks(s)
		from, to = max(from, b[0].from), b[len(b)-1].to
	}
	inCode := code(d, env.Floor, to)
	var edits []text.Edit
	i := from
	d.AllLines(from, func(line string) bool {
		body := strings.TrimRight(line, " \t")
		if body != line && !inCode(i) {
			keep := len(body)
			if strings.HasSuffix(line, "  ") && body != "" && i+1 < d.Lines() && strings.TrimSpace(d.Line(i+1)) != "" {
				keep += 2
			}
			if keep < len(line) {
				edits = append(edits, text.Edit{From: d.LineStart(i) + len(body), To: d.LineEnd(i), Insert: strings.Repeat(" ", keep-len(body))})
			}
		}
		i++
		return i <= to
	})
	if len(edits) == 0 {
		return text.Transaction{}, false
	}
	return Transaction(s, env, text.Command, edits, nil)
}
