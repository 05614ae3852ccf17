package edit

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"lanyard/editor/text"
)

// grid is a table of the document: lines [first, last], the second of which is the delimiter row.
type grid struct {
	first, last int
	prefix      string // quote marks and indent before each row
	rows        []cells
	align       []string // of the delimiter row: "---", ":--", "--:", ":-:"
}

// cells are the contents of a row without the spaces around them.
type cells []string

// splitRow cuts a row at the pipes that are not escaped.
func splitRow(line string) cells {
	line = strings.TrimSpace(line)
	line = strings.TrimPrefix(line, "|")
	var out cells
	from := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '|':
			out = append(out, strings.TrimSpace(line[from:i]))
			from = i + 1
		}
	}
	if rest := strings.TrimSpace(line[from:]); rest != "" || from == 0 || from < len(line) {
		out = append(out, rest)
	}
	return out
}

// delimiter reads a delimiter row.
func delimiter(line string) ([]string, bool) {
	if !strings.ContainsAny(line, "|:") || !strings.Contains(line, "-") {
		return nil, false
	}
	row := splitRow(line)
	out := make([]string, len(row))
	for i, c := range row {
		l, r := strings.HasPrefix(c, ":"), strings.HasSuffix(c, ":")
		body := strings.TrimSuffix(strings.TrimPrefix(c, ":"), ":")
		if body == "" || strings.Trim(body, "-") != "" {
			return nil, false
		}
		switch {
		case l && r:
			out[i] = ":-:"
		case l:
			out[i] = ":--"
		case r:
			out[i] = "--:"
		default:
			out[i] = "---"
		}
	}
	return out, true
}

// gridAt is the table that line i is in.
func gridAt(d text.Doc, env Env, i int) (grid, bool) {
	row := func(k int) (item, bool) {
		if k < d.LineAt(env.Floor) || k >= d.Lines() {
			return item{}, false
		}
		it := parseItem(d.Line(k))
		return it, it.marker == "" && strings.Contains(it.text, "|")
	}
	me, ok := row(i)
	if !ok {
		return grid{}, false
	}
	first := i
	for i-first < 10_000 {
		it, ok := row(first - 1)
		if !ok || it.depth() != me.depth() {
			break
		}
		first--
	}
	var align []string
	for ; ; first++ { // lines of a paragraph may stand before the header
		it, ok := row(first + 1)
		if !ok || first > i {
			return grid{}, false
		}
		if align, ok = delimiter(it.text); ok && len(splitRow(parseItem(d.Line(first)).text)) == len(align) {
			break
		}
	}
	if _, fenced := fenceAt(d, env.Floor, first); fenced {
		return grid{}, false
	}
	head := parseItem(d.Line(first))
	g := grid{first: first, last: first + 1, prefix: head.quote + head.indent, align: align}
	for {
		it, ok := row(g.last + 1)
		if !ok || it.depth() != me.depth() {
			break
		}
		g.last++
	}
	for k := g.first; k <= g.last; k++ {
		if k == g.first+1 {
			continue
		}
		r := splitRow(parseItem(d.Line(k)).text)
		for len(r) < len(align) {
			r = append(r, "")
		}
		g.rows = append(g.rows, r)
	}
	return g, true
}

// row is the index in rows of a line; the delimiter row counts as the header.
func (g grid) row(line int) int {
	if line <= g.first+1 {
		return 0
	}
	return line - g.first - 1
}

// col is the column that an offset in a line is in.
func (g grid) col(line string, off int) int {
	off = min(off, len(line))
	n := -1
	if !strings.HasPrefix(strings.TrimLeft(line, " \t>"), "|") {
		n = 0
	}
	for i := 0; i < off; i++ {
		switch line[i] {
		case '\\':
			i++
		case '|':
			n++
		}
	}
	return min(max(n, 0), len(g.align)-1)
}

// wide is the number of cells of a terminal that s takes: two for Chinese, none for marks that join.
func wide(s string) int {
	n := 0
	for _, r := range s {
		switch k := width.LookupRune(r).Kind(); {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case k == width.EastAsianWide || k == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// render writes the table with its columns aligned, and gives for each row where the cells' texts begin.
func (g grid) render(eol string) (out string, at [][]int) {
	n := len(g.align)
	for _, r := range g.rows {
		n = max(n, len(r))
	}
	widths := make([]int, n)
	for i := range widths {
		widths[i] = 3
		for _, r := range g.rows {
			if i < len(r) {
				widths[i] = max(widths[i], wide(r[i]))
			}
		}
	}
	var b strings.Builder
	for k, r := range g.rows {
		if k > 0 {
			b.WriteString(eol)
		}
		at = append(at, g.renderRow(&b, r, widths))
		if k == 0 {
			b.WriteString(eol + g.prefix + "|")
			for i := range len(g.align) {
				a := g.align[i]
				b.WriteString(" " + a[:1] + strings.Repeat("-", widths[i]-2) + a[2:] + " |")
			}
		}
	}
	return b.String(), at
}

func (g grid) renderRow(b *strings.Builder, r cells, widths []int) []int {
	at := make([]int, len(r))
	b.WriteString(g.prefix + "|")
	for i, c := range r {
		pad := widths[i] - wide(c)
		left := 0
		if i < len(g.align) {
			switch g.align[i] {
			case "--:":
				left = pad
			case ":-:":
				left = pad / 2
			}
		}
		b.WriteString(" " + strings.Repeat(" ", left))
		at[i] = b.Len()
		b.WriteString(c + strings.Repeat(" ", pad-left) + " |")
	}
	return at
}

// place is where a caret goes in a table.
type place struct {
	row, col int
	all      bool // the whole cell is selected
}

// write replaces the table of the document and puts the caret into a cell.
func (g grid) write(s text.State, env Env, p place) (text.Transaction, bool) {
	from, to := s.Doc.LineStart(g.first), s.Doc.LineEnd(g.last)
	out, at := g.render(eolAt(s.Doc, g.first))
	p.row, p.col = min(p.row, len(at)-1), min(p.col, len(at[min(p.row, len(at)-1)])-1)
	off := from + at[p.row][p.col]
	r := text.Range{Anchor: off, Head: off + len(g.rows[p.row][p.col])}
	if !p.all {
		r.Anchor = r.Head
	}
	s.Selection.Main = 0
	var edits []text.Edit
	if old := s.Doc.Slice(from, to); old != out {
		edits = append(edits, shrink(old, out, from))
	}
	return Transaction(s, env, text.Command, edits, []text.Range{r})
}

// shrink is the smallest single edit that makes out of old.
func shrink(old, out string, at int) text.Edit {
	a := 0
	for a < len(old) && a < len(out) && old[a] == out[a] {
		a++
	}
	b := 0
	for b < len(old)-a && b < len(out)-a && old[len(old)-1-b] == out[len(out)-1-b] {
		b++
	}
	return text.Edit{From: at + a, To: at + len(old) - b, Insert: out[a : len(out)-b]}
}

// here is the table at the main caret and the cell it is in.
func here(s text.State, env Env) (g grid, p place, ok bool) {
	i, line, start := lineOf(s.Doc, s.Selection.MainRange().Head)
	if g, ok = gridAt(s.Doc, env, i); !ok {
		return g, p, false
	}
	return g, place{row: g.row(i), col: g.col(line, s.Selection.MainRange().Head-start)}, true
}

// NextCell selects the next cell of the table at the caret; behind the last one it adds a row.
func NextCell(s text.State, env Env) (text.Transaction, bool) {
	g, p, ok := here(s, env)
	if !ok || len(s.Selection.Ranges) > 1 {
		return text.Transaction{}, false
	}
	p.col, p.all = p.col+1, true
	if p.col >= len(g.align) {
		p.row, p.col = p.row+1, 0
	}
	if p.row >= len(g.rows) {
		g.rows = append(g.rows, make(cells, len(g.align)))
	}
	return g.write(s, env, p)
}

// PreviousCell selects the previous cell of the table at the caret; in the first one it stays.
func PreviousCell(s text.State, env Env) (text.Transaction, bool) {
	g, p, ok := here(s, env)
	if !ok || len(s.Selection.Ranges) > 1 {
		return text.Transaction{}, false
	}
	p.col, p.all = p.col-1, true
	if p.col < 0 {
		p.row, p.col = p.row-1, len(g.align)-1
	}
	if p.row < 0 {
		p.row, p.col = 0, 0
	}
	return g.write(s, env, p)
}

// rowBelow is Enter in a table: the same column of the next row, a new row behind the last one. On an empty last row it leaves the
// table.
func rowBelow(s text.State, env Env) (text.Transaction, bool) {
	g, p, ok := here(s, env)
	if !ok || len(s.Selection.Ranges) > 1 || !s.Selection.MainRange().Empty() {
		return text.Transaction{}, false
	}
	d := s.Doc
	if p.row == len(g.rows)-1 && p.row > 0 && strings.Join(g.rows[p.row], "") == "" {
		from, to := d.LineStart(g.last), d.LineEnd(g.last)
		return Transaction(s, env, text.Command, []text.Edit{{From: from, To: to}}, []text.Range{{Anchor: from, Head: from}})
	}
	p.row++
	if p.row == len(g.rows) {
		g.rows = append(g.rows, make(cells, len(g.align)))
		p.col = 0
	}
	return g.write(s, env, p)
}

// overPipe is what typing a pipe does at off in a row below a table's head that has all its pipes, as Enter makes one: it takes the place
// of the pipe that stands there. At the row's beginning that is the one before the caret, else the one behind it, with only spaces between.
func overPipe(d text.Doc, env Env, off int) (piece, bool) {
	i, line, start := lineOf(d, off)
	body := strings.TrimLeft(line[:off-start], " \t>")
	next := strings.TrimLeft(line[off-start:], " ")
	leads := body != "|" && strings.TrimRight(body, " ") == "|"
	if !strings.HasPrefix(next, "|") || body == "|" || strings.HasSuffix(body, "\\") {
		return piece{}, false
	}
	g, ok := gridAt(d, env, i)
	if !ok || i <= g.first+1 || !strings.HasPrefix(body, "|") || !strings.HasSuffix(strings.TrimRight(line, " "), "|") ||
		len(splitRow(parseItem(line).text)) != len(g.align) {
		return piece{}, false
	}
	if leads {
		return piece{from: off - (len(body) - 1), to: off, anchor: end, head: end}, true
	}
	to := start + len(line) - len(next) + 1
	return piece{from: off, to: to, ins: d.Slice(off, to), anchor: end, head: end}, true
}

// AddRow adds a row below the caret's.
func AddRow(s text.State, env Env) (text.Transaction, bool) {
	g, p, ok := here(s, env)
	if !ok {
		return text.Transaction{}, false
	}
	p.row++
	g.rows = slices.Insert(g.rows, p.row, make(cells, len(g.align)))
	return g.write(s, env, p)
}

// DeleteRow deletes the caret's row; the heading stays.
func DeleteRow(s text.State, env Env) (text.Transaction, bool) {
	g, p, ok := here(s, env)
	if !ok || p.row == 0 {
		return text.Transaction{}, false
	}
	g.rows = slices.Delete(g.rows, p.row, p.row+1)
	return g.write(s, env, p)
}

// AddColumn adds a column to the right of the caret's.
func AddColumn(s text.State, env Env) (text.Transaction, bool) {
	g, p, ok := here(s, env)
	if !ok {
		return text.Transaction{}, false
	}
	p.col++
	g.align = slices.Insert(g.align, p.col, "---")
	for i := range g.rows {
		g.rows[i] = slices.Insert(g.rows[i], p.col, "")
	}
	return g.write(s, env, p)
}

// DeleteColumn deletes the caret's column; the last one stays.
func DeleteColumn(s text.State, env Env) (text.Transaction, bool) {
	g, p, ok := here(s, env)
	if !ok || len(g.align) < 2 {
		return text.Transaction{}, false
	}
	g.align = slices.Delete(g.align, p.col, p.col+1)
	for i := range g.rows {
		g.rows[i] = slices.Delete(g.rows[i], p.col, p.col+1)
	}
	return g.write(s, env, place{row: p.row, col: max(p.col-1, 0)})
}

// AlignTable writes the columns of the caret's table below each other, Chinese counted as two.
func AlignTable(s text.State, env Env) (text.Transaction, bool) {
	g, p, ok := here(s, env)
	if !ok {
		return text.Transaction{}, false
	}
	if out, _ := g.render(eolAt(s.Doc, g.first)); out == s.Doc.Slice(s.Doc.LineStart(g.first), s.Doc.LineEnd(g.last)) {
		return text.Transaction{}, false
	}
	return g.write(s, env, p)
}

// InsertTable inserts a table of two columns, or makes one of the selected cells of a spreadsheet.
func InsertTable(s text.State, env Env) (text.Transaction, bool) {
	if _, _, in := here(s, env); in {
		return text.Transaction{}, false
	}
	r := s.Selection.MainRange()
	if md, ok := TableFromTSV(s.Doc.Slice(r.From(), r.To())); ok && len(s.Selection.Ranges) == 1 {
		return insertText(s, env, strings.ReplaceAll(md, "\n", eolAt(s.Doc, s.Doc.LineAt(r.From()))))
	}
	s.Selection = text.Caret(r.Head)
	g := grid{rows: []cells{{"", ""}, {"", ""}}, align: []string{"---", "---"}}
	body, at := g.render("\n")
	return insertBlock(s, env, body+"\n", at[0][0], at[0][0])
}

// TableFromTSV makes a Markdown table, with a line end behind it, of cells copied from a spreadsheet: lines of equally many fields,
// two or more, with tabs between them. False for other text.
func TableFromTSV(clip string) (string, bool) {
	rows, ok := tsv(clip)
	if !ok {
		return "", false
	}
	g := grid{rows: rows}
	for range rows[0] {
		g.align = append(g.align, "---")
	}
	out, _ := g.render("\n")
	return out + "\n", true
}

// tsv reads tab-separated cells; pipes in them are escaped.
func tsv(clip string) ([]cells, bool) {
	clip = strings.TrimRight(strings.ReplaceAll(clip, "\r\n", "\n"), "\n")
	var rows []cells
	for line := range strings.SplitSeq(clip, "\n") {
		fields := strings.Split(line, "\t")
		if len(fields) < 2 || (len(rows) > 0 && len(fields) != len(rows[0])) {
			return nil, false
		}
		for i, f := range fields {
			fields[i] = strings.ReplaceAll(strings.TrimSpace(f), "|", `\|`)
		}
		rows = append(rows, fields)
	}
	return rows, len(rows) > 0
}

// pasteCells fills the cells from the caret's on, as a spreadsheet does.
func pasteCells(s text.State, env Env, clip string) (text.Transaction, bool) {
	g, p, ok := here(s, env)
	rows, is := tsv(clip)
	if !ok || !is || len(s.Selection.Ranges) > 1 {
		return text.Transaction{}, false
	}
	for len(g.align) < p.col+len(rows[0]) {
		g.align = append(g.align, "---")
	}
	for len(g.rows) < p.row+len(rows) {
		g.rows = append(g.rows, nil)
	}
	for i := range g.rows {
		for len(g.rows[i]) < len(g.align) {
			g.rows[i] = append(g.rows[i], "")
		}
	}
	for i, r := range rows {
		copy(g.rows[p.row+i][p.col:], r)
	}
	p.row, p.col = p.row+len(rows)-1, p.col+len(rows[0])-1
	tr, ok := g.write(s, env, p)
	tr.Kind = text.Paste
	return tr, ok
}

// InTable reports whether the main caret is in a table.
func InTable(s text.State, env Env) bool {
	_, _, ok := here(s, env)
	return ok
}

// OutOfTable reports the opposite of [InTable].
func OutOfTable(s text.State, env Env) bool { return !InTable(s, env) }
