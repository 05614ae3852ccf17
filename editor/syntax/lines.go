package syntax

// line is what is kept of a line: the state behind it and its colours once somebody asked for them.
type line struct {
	after state
	spans *[]Span   // nil: not coloured yet
	code  *[][]Span // of an opening fence: the tokens of the lines behind it, nil while they are not known
	kind  rowKind
	cont  bool
	level uint8
}

func (l *line) is(r *row) bool {
	return l.after == r.next && l.kind == r.kind && l.cont == r.cont && l.level == r.level
}

// lines is a gap buffer: inserting and removing lines near the last place of doing so costs nothing that grows with the document.
type lines struct {
	buf      []line
	gap, end int // the gap is buf[gap:end]
}

func (l *lines) len() int { return len(l.buf) - (l.end - l.gap) }

func (l *lines) at(i int) *line {
	if i >= l.gap {
		i += l.end - l.gap
	}
	return &l.buf[i]
}

// replace puts n empty lines in the place of [from, to).
func (l *lines) replace(from, to, n int) {
	if from < l.gap { // move the gap to from
		l.end -= copy(l.buf[l.end-(l.gap-from):l.end], l.buf[from:l.gap])
		l.gap = from
	} else if k := from - l.gap; k > 0 {
		copy(l.buf[l.gap:], l.buf[l.end:l.end+k])
		l.gap, l.end = from, l.end+k
	}
	clear(l.buf[l.end : l.end+to-from])
	l.end += to - from
	if free := l.end - l.gap; free < n {
		room := n + n/4 + 64
		grown := make([]line, len(l.buf)-free+room)
		copy(grown, l.buf[:l.gap])
		rest := l.buf[l.end:]
		copy(grown[len(grown)-len(rest):], rest)
		l.end = len(grown) - len(rest)
		l.buf = grown
	}
	clear(l.buf[l.gap : l.gap+n])
	l.gap += n
}
