package syntax

import "strings"

// mode is the leaf block that a line is in.
type mode uint8

const (
	modeStart mode = iota // before the front matter
	modeBody
	modeYAML
	modeTOML
	modeJSON
	modeFence
	modeHTML
	modeMath
	modeTable
)

const (
	maxDepth    = 6  // containers in each other; what is deeper is text
	maxSegment  = 64 // lines of a paragraph that are coloured together
	quoteMark   = 0xff
	maxItemWide = 0xf0
)

// state is what a line needs to know of all lines before it. States are compared with ==.
type state struct {
	mode  mode
	a, b  uint8 // fence: character and length; HTML: kind of block; JSON: depth and whether in a string
	para  uint8 // lines of the open paragraph's segment, 0 when no paragraph is open
	depth uint8
	stack [maxDepth]uint8 // quoteMark, or the width of a list item's indent
}

// rowKind says what a line is.
type rowKind uint8

const (
	rowBlank rowKind = iota
	rowText          // of a paragraph
	rowHeading
	rowUnderline // of a setext heading: the paragraph before is the heading
	rowRule
	rowFenceOpen
	rowFenceClose
	rowCode // in a fence
	rowIndented
	rowHTML
	rowComment // in or of an HTML comment block
	rowMath
	rowTableDelim
	rowTable
	rowFrontDelim
	rowFront
	rowDefinition // [label]: url
)

// row is the reading of one line.
type row struct {
	next  state
	kind  rowKind
	cont  bool  // goes on with the segment of the line before
	level uint8 // of a heading
	quote bool  // in a quote
	text  int   // where the content begins, behind the containers' marks and the indent
	marks []Span
}

// reader reads one line. It collects marks only when asked to, so that a scan over the document allocates nothing.
type reader struct {
	s      string
	pos    int
	col    int
	rem    int // columns left of a tab that was passed in part
	st     state
	row    row
	record bool
}

// read reads a line that comes after a state; prev is the line before, which matters to tables alone.
func read(st state, s, prev string, record bool) row {
	r := reader{s: s, st: st, record: record}
	switch st.mode {
	case modeStart, modeYAML, modeTOML, modeJSON:
		if r.front() {
			r.row.next = r.st
			return r.row
		}
	}
	r.body(prev)
	r.row.next = r.st
	return r.row
}

func (r *reader) mark(from, to int, k Kind) {
	if r.record && from < to {
		r.row.marks = append(r.row.marks, Span{From: from, To: to, Kind: k})
	}
}

// indent measures the white space ahead: its columns and where it ends.
func (r *reader) indent() (cols, pos int) {
	cols, col := r.rem, r.col
	for pos = r.pos; pos < len(r.s); pos++ {
		switch r.s[pos] {
		case ' ':
			cols++
			col++
		case '\t':
			n := 4 - col&3
			cols += n
			col += n
		default:
			return cols, pos
		}
	}
	return cols, pos
}

// skip passes n columns of white space.
func (r *reader) skip(n int) {
	for n > 0 {
		if r.rem > 0 {
			k := min(n, r.rem)
			r.rem -= k
			n -= k
			continue
		}
		if r.pos >= len(r.s) {
			return
		}
		switch r.s[r.pos] {
		case ' ':
			n--
			r.col++
		case '\t':
			w := 4 - r.col&3
			r.col += w
			r.rem = w
		default:
			return
		}
		r.pos++
	}
}

// eat passes n bytes that are one column each.
func (r *reader) eat(n int) {
	r.pos += n
	r.col += n
}

// body reads a line behind the front matter.
func (r *reader) body(prev string) {
	before := r.st
	m := r.containers()
	all := m == int(before.depth)
	if before.mode > modeJSON && all && r.leaf() {
		return
	}
	if before.mode > modeJSON {
		r.st.mode, r.st.a, r.st.b = modeBody, 0, 0
	}
	_, pos := r.indent()
	if pos == len(r.s) {
		r.blank(m)
		return
	}
	open := before.para > 0
	fresh := false // a new container was opened on this line
	r.st.depth = uint8(m)
	for {
		var cols int
		cols, pos = r.indent()
		if pos == len(r.s) { // an item without text
			r.st.para = 0
			r.finish(rowBlank, pos)
			return
		}
		para := open && !fresh
		if cols >= 4 && !para {
			r.st.para = 0
			r.finish(rowIndented, pos)
			return
		}
		if cols < 4 {
			if r.quoteMark(pos, cols) || r.item(pos, cols, para, all) {
				fresh = true
				continue
			}
			if r.block(pos, para, all && !fresh, prev) {
				return
			}
		}
		break
	}
	if open && !fresh {
		r.st.depth, r.st.stack = before.depth, before.stack // a lazy continuation stays in its containers
	}
	r.paragraph(pos, open && !fresh)
}

// containers passes the marks of the open containers and gives the number of those that go on.
func (r *reader) containers() int {
	for i := range int(r.st.depth) {
		cols, pos := r.indent()
		if r.st.stack[i] == quoteMark {
			if cols > 3 || pos == len(r.s) || r.s[pos] != '>' {
				return i
			}
			r.quoteAt(pos, cols)
			continue
		}
		if pos == len(r.s) {
			continue
		}
		if cols < int(r.st.stack[i]) {
			return i
		}
		r.skip(int(r.st.stack[i]))
	}
	return int(r.st.depth)
}

func (r *reader) quoteAt(pos, cols int) {
	r.skip(cols)
	r.mark(pos, pos+1, Marker)
	r.eat(1)
	if r.rem > 0 || (r.pos < len(r.s) && (r.s[r.pos] == ' ' || r.s[r.pos] == '\t')) {
		r.skip(1)
	}
	r.row.quote = true
}

func (r *reader) push(width int) {
	r.st.stack[r.st.depth] = uint8(width)
	r.st.depth++
	for i := int(r.st.depth); i < maxDepth; i++ {
		r.st.stack[i] = 0
	}
}

// blank reads an empty line: it ends quotes that it does not mark, and paragraphs.
func (r *reader) blank(m int) {
	r.st.depth = uint8(m)
	r.st.para = 0
	r.finish(rowBlank, len(r.s))
}

// finish sets what every line has to have; stack entries past the depth are zero so that equal states are ==.
func (r *reader) finish(kind rowKind, text int) {
	for i := int(r.st.depth); i < maxDepth; i++ {
		r.st.stack[i] = 0
	}
	r.row.kind, r.row.text = kind, text
}

func (r *reader) paragraph(pos int, cont bool) {
	if cont && r.st.para < maxSegment {
		r.st.para++
		r.row.cont = true
	} else {
		r.st.para = 1
	}
	r.finish(rowText, pos)
}

func (r *reader) quoteMark(pos, cols int) bool {
	if r.s[pos] != '>' || r.st.depth == maxDepth {
		return false
	}
	r.quoteAt(pos, cols)
	r.push(quoteMark)
	return true
}

// item opens a list item, a footnote's definition or a definition of a term.
func (r *reader) item(pos, cols int, para, all bool) bool {
	s := r.s[pos:]
	n := markerLen(s)
	if r.st.depth == maxDepth {
		return false
	}
	if n == 0 {
		return r.note(pos, cols, para)
	}
	if s[0] != ':' && isRule(s) {
		return false
	}
	if s[0] == ':' && !para {
		return false
	}
	rest := strings.TrimLeft(s[n:], " \t")
	if para && s[0] != ':' {
		// In a paragraph an item must not be empty, and a number must be 1, unless the line is a sibling of the item before.
		sibling := !all
		if !sibling && (rest == "" || (s[0] >= '0' && s[0] <= '9' && (n != 2 || s[0] != '1'))) {
			return false
		}
	}
	r.skip(cols)
	r.mark(pos, pos+n, ListMarker)
	r.eat(n)
	after, _ := r.indent()
	width := cols + n + after
	switch {
	case rest == "":
		width = cols + n + 1
		r.skip(after)
	case after > 4:
		width = cols + n + 1
		r.skip(1)
	default:
		r.skip(after)
	}
	r.push(min(width, maxItemWide))
	if s[0] != ':' && len(rest) >= 4 && rest[0] == '[' && rest[2] == ']' && (rest[1] == ' ' || rest[1] == 'x' || rest[1] == 'X') &&
		(rest[3] == ' ' || rest[3] == '\t') {
		r.mark(r.pos, r.pos+3, ListMarker)
		r.eat(3)
	}
	return true
}

// markerLen is the length of a list marker that begins s and has white space or the end behind it, else 0.
func markerLen(s string) int {
	n := 0
	switch {
	case s[0] == '-' || s[0] == '+' || s[0] == '*' || s[0] == ':':
		n = 1
	case s[0] >= '0' && s[0] <= '9':
		for n < len(s) && n < 9 && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n == len(s) || (s[n] != '.' && s[n] != ')') {
			return 0
		}
		n++
	default:
		return 0
	}
	if n < len(s) && s[n] != ' ' && s[n] != '\t' {
		return 0
	}
	return n
}

// note opens the definition of a footnote, whose further paragraphs are indented by four.
func (r *reader) note(pos, cols int, para bool) bool {
	s := r.s[pos:]
	if para || !strings.HasPrefix(s, "[^") {
		return false
	}
	end := strings.Index(s, "]:")
	if end < 3 || strings.ContainsAny(s[2:end], "[] \t") {
		return false
	}
	r.skip(cols)
	r.mark(pos, pos+end+2, Footnote)
	r.eat(end + 2)
	after, _ := r.indent()
	r.skip(after)
	r.push(4)
	return true
}

// block opens a leaf block other than a paragraph. para: a paragraph is open; all: and the line is in all of its containers.
func (r *reader) block(pos int, para, all bool, prev string) bool {
	s := r.s[pos:]
	switch s[0] {
	case '#':
		return r.heading(pos)
	case '=', '-', ':', '|':
		if para && all && r.underline(pos, prev) {
			return true
		}
	case '`', '~':
		return r.fence(pos)
	case '<':
		return r.html(pos, para)
	case '$':
		if strings.HasPrefix(s, "$$") && !strings.Contains(s[2:], "$$") {
			r.st.mode, r.st.para = modeMath, 0
			r.finish(rowMath, pos)
			return true
		}
	case '[':
		if !para && isDefinition(s) {
			r.st.para = 0
			r.finish(rowDefinition, pos)
			return true
		}
	}
	if isRule(s) {
		r.st.para = 0
		r.finish(rowRule, pos)
		return true
	}
	return false
}

func (r *reader) heading(pos int) bool {
	s := r.s[pos:]
	n := 0
	for n < len(s) && s[n] == '#' {
		n++
	}
	if n > 6 || (n < len(s) && s[n] != ' ' && s[n] != '\t') {
		return false
	}
	r.st.para = 0
	r.row.level = uint8(n)
	r.mark(pos, pos+n, Marker)
	text := pos + n
	for text < len(r.s) && (r.s[text] == ' ' || r.s[text] == '\t') {
		text++
	}
	r.finish(rowHeading, text)
	return true
}

// underline reads the line below a setext heading, or the delimiter row of a table.
func (r *reader) underline(pos int, prev string) bool {
	s := strings.TrimRight(r.s[pos:], " \t")
	if delimCells(s) > 0 && strings.ContainsAny(s, "|:") && tableCells(prev) == delimCells(s) {
		r.st.mode, r.st.para = modeTable, 0
		r.finish(rowTableDelim, pos)
		return true
	}
	if (s[0] == '=' || s[0] == '-') && strings.Trim(s, s[:1]) == "" {
		r.row.level = 1
		if s[0] == '-' {
			r.row.level = 2
		}
		r.st.para = 0
		r.finish(rowUnderline, pos)
		return true
	}
	return false
}

func (r *reader) fence(pos int) bool {
	s := r.s[pos:]
	n := runLen(s, s[0])
	if n < 3 || (s[0] == '`' && strings.IndexByte(s[n:], '`') >= 0) {
		return false
	}
	r.st.mode, r.st.a, r.st.b, r.st.para = modeFence, s[0], uint8(min(n, 255)), 0
	r.mark(pos, pos+n, Marker)
	r.finish(rowFenceOpen, pos+n)
	return true
}

func runLen(s string, c byte) int {
	n := 0
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}

// leaf reads a line of the open leaf block and reports false when the block does not take it.
func (r *reader) leaf() bool {
	cols, pos := r.indent()
	rest := r.s[pos:]
	switch r.st.mode {
	case modeFence:
		if cols < 4 && rest != "" && rest[0] == r.st.a {
			if n := runLen(rest, r.st.a); n >= int(r.st.b) && strings.Trim(rest[n:], " \t") == "" {
				r.st.mode, r.st.a, r.st.b = modeBody, 0, 0
				r.mark(pos, pos+n, Marker)
				r.finish(rowFenceClose, pos)
				return true
			}
		}
		r.finish(rowCode, r.pos)
		return true
	case modeHTML:
		return r.htmlLine(pos)
	case modeMath:
		if rest == "" {
			return false
		}
		if strings.Contains(rest, "$$") {
			r.st.mode = modeBody
		}
		r.finish(rowMath, pos)
		return true
	case modeTable:
		if rest == "" || cols >= 4 || startsBlock(rest) {
			return false
		}
		r.finish(rowTable, pos)
		return true
	}
	return false
}

// isRule reports whether s is a thematic break.
func isRule(s string) bool {
	c := s[0]
	if c != '-' && c != '*' && c != '_' {
		return false
	}
	n := 0
	for i := range len(s) {
		switch s[i] {
		case c:
			n++
		case ' ', '\t':
		default:
			return false
		}
	}
	return n >= 3
}

// isDefinition reports whether s looks like "[label]: destination".
func isDefinition(s string) bool {
	end := strings.Index(s, "]:")
	return end > 1 && !strings.ContainsAny(s[1:end], "[]") && strings.TrimSpace(s[end+2:]) != ""
}
