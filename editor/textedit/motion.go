package textedit

import (
	"runtime"
	"strings"

	"lanyard/assets/typeset"
	"lanyard/editor/text"
)

// A motion takes a caret somewhere. It may read and set what is remembered of the caret; a motion that sets no goal forgets it.
type motion func(e *Editor, off int, c caretState) (int, caretState)

// motion runs the motion bound to a chord, extending the selection with Shift, and reports whether there is one.
func (e *Editor) motion(chord string) bool {
	bare := strings.Replace(chord, "Shift+", "", 1)
	m := motionOf(bare)
	if m == nil {
		return false
	}
	extend := bare != chord
	st := e.host.State()
	ranges := make([]text.Range, len(st.Selection.Ranges))
	carets := make([]caretState, len(ranges))
	for i, r := range st.Selection.Ranges {
		if !extend && !r.Empty() && (bare == "Left" || bare == "Right") {
			head := r.From() // a selection collapses to the side of the arrow
			if bare == "Right" {
				head = r.To()
			}
			ranges[i] = text.Range{Anchor: head, Head: head}
			continue
		}
		head, c := m(e, r.Head, e.caretAt(i))
		head = min(max(head, e.host.Floor()), st.Doc.Len())
		ranges[i], carets[i] = text.Range{Anchor: head, Head: head}, c
		if extend {
			ranges[i].Anchor = r.Anchor
		}
	}
	sel := text.Select(ranges, st.Selection.Main)
	if extend {
		defer e.setPrimary()
	}
	e.selectRanges(sel, carets, true)
	return true
}

func motionOf(chord string) motion {
	if runtime.GOOS == "darwin" {
		switch chord {
		case "Ctrl+Left":
			return rowStart
		case "Ctrl+Right":
			return rowEnd
		case "Ctrl+Up":
			return docStart
		case "Ctrl+Down":
			return docEnd
		case "Alt+Left":
			return wordLeft
		case "Alt+Right":
			return wordRight
		}
	}
	switch chord {
	case "Left":
		return left
	case "Right":
		return right
	case "Ctrl+Left":
		return wordLeft
	case "Ctrl+Right":
		return wordRight
	case "Up":
		return vertical(-1)
	case "Down":
		return vertical(1)
	case "Ctrl+Up":
		return paragraphUp
	case "Ctrl+Down":
		return paragraphDown
	case "PageUp":
		return page(-1)
	case "PageDown":
		return page(1)
	case "Home":
		return rowStart
	case "End":
		return rowEnd
	case "Ctrl+Home":
		return docStart
	case "Ctrl+End":
		return docEnd
	}
	return nil
}

// left and right go by what is seen, so that in a run from right to left they follow its direction.
func left(e *Editor, off int, c caretState) (int, caretState) {
	at := e.lay.Caret(off, c.upstream)
	if n, ok := at.Para.P.Left(at.Row, off-at.Para.From); ok {
		return at.Para.From + n, caretState{upstream: e.wraps(at.Para.From+n, at.Row)}
	}
	if rightToLeft(at.Para.P, at.Row) {
		return nextGrapheme(e, off), caretState{}
	}
	return prevGrapheme(e, off), caretState{}
}

func right(e *Editor, off int, c caretState) (int, caretState) {
	at := e.lay.Caret(off, c.upstream)
	if n, ok := at.Para.P.Right(at.Row, off-at.Para.From); ok {
		return at.Para.From + n, caretState{}
	}
	if rightToLeft(at.Para.P, at.Row) {
		return prevGrapheme(e, off), caretState{}
	}
	return nextGrapheme(e, off), caretState{}
}

// wraps reports whether the offset is seen on that row of its paragraph only by an upstream caret.
func (e *Editor) wraps(off, row int) bool {
	c := e.lay.Caret(off, false)
	return c.Row > row && e.lay.Caret(off, true).Row == row
}

func rightToLeft(p *typeset.Paragraph, row int) bool {
	r := p.Row(row)
	return p.CaretX(r.From, row) > p.CaretX(r.To, row)
}

// nextGrapheme is the end of what a caret steps over.
func nextGrapheme(e *Editor, off int) int {
	doc := e.host.State().Doc
	line := doc.LineAt(off)
	end := doc.LineEnd(line)
	if off >= end {
		if line+1 < doc.Lines() {
			return doc.LineStart(line + 1)
		}
		return doc.Len()
	}
	s, base := e.near(off)
	return base + typeset.NextGrapheme(s, off-base)
}

// prevGrapheme is the begin of what a caret steps back over.
func prevGrapheme(e *Editor, off int) int {
	doc := e.host.State().Doc
	floor := e.host.Floor()
	if off <= floor {
		return floor
	}
	line := doc.LineAt(off)
	if start := doc.LineStart(line); off <= start {
		return max(floor, doc.LineEnd(line-1))
	}
	s, base := e.near(off)
	return max(floor, base+typeset.PrevGrapheme(s, off-base))
}

// near is the line's text around an offset: all of a line of ordinary length, else a stretch that is long enough for one step.
func (e *Editor) near(off int) (s string, base int) {
	doc := e.host.State().Doc
	line := doc.LineAt(off)
	from, to := doc.LineStart(line), doc.LineEnd(line)
	const reach = 4 << 10
	if to-from > 4*reach {
		from, to = max(from, off-reach), min(to, off+reach)
		for from > doc.LineStart(line) && doc.Byte(from)&0xc0 == 0x80 {
			from--
		}
		for to < doc.LineEnd(line) && doc.Byte(to)&0xc0 == 0x80 {
			to++
		}
	}
	return doc.Slice(from, to), from
}

func nextWord(e *Editor, off int) int {
	doc := e.host.State().Doc
	s, base := e.near(off)
	if off-base >= len(s) {
		if line := doc.LineAt(off); line+1 < doc.Lines() {
			return doc.LineStart(line + 1)
		}
		return doc.Len()
	}
	return base + typeset.NextWord(s, off-base)
}

func prevWord(e *Editor, off int) int {
	doc := e.host.State().Doc
	floor := e.host.Floor()
	s, base := e.near(off)
	if off <= base {
		if line := doc.LineAt(off); line > 0 {
			return max(floor, doc.LineEnd(line-1))
		}
		return floor
	}
	return max(floor, base+typeset.PrevWord(s, off-base))
}

func wordLeft(e *Editor, off int, _ caretState) (int, caretState) {
	return prevWord(e, off), caretState{}
}

func wordRight(e *Editor, off int, _ caretState) (int, caretState) {
	return nextWord(e, off), caretState{}
}

// vertical goes by rows as they are seen. At the first row it goes on to the text's begin, at the last one to its end.
func vertical(rows int) motion {
	return func(e *Editor, off int, c caretState) (int, caretState) {
		if !c.hasGoal {
			c.goal, c.hasGoal = e.lay.Caret(off, c.upstream).X, true
		}
		to, up, ok := e.lay.Vertical(off, c.upstream, rows, c.goal)
		c.upstream = up
		if !ok && (rows == 1 || rows == -1) {
			c.upstream = false
			if rows < 0 {
				return e.host.Floor(), c
			}
			return e.host.State().Doc.Len(), c
		}
		return to, c
	}
}

// page goes by a view less two rows, and scrolls by as much.
func page(dir int) motion {
	return func(e *Editor, off int, c caretState) (int, caretState) {
		row := e.lay.RowHeight()
		rows := max(1, e.view.h/row-2)
		e.stopScrolling()
		e.view.place = e.walk(e.view.place, dir*rows*row)
		e.clampScroll()
		return vertical(dir*rows)(e, off, c)
	}
}

func paragraphUp(e *Editor, off int, _ caretState) (int, caretState) {
	doc := e.host.State().Doc
	line := doc.LineAt(off)
	if off == doc.LineStart(line) && line > 0 {
		line--
	}
	for line > 0 && blank(doc.Line(line)) {
		line--
	}
	for line > 0 && !blank(doc.Line(line-1)) {
		line--
	}
	return max(doc.LineStart(line), e.host.Floor()), caretState{}
}

func paragraphDown(e *Editor, off int, _ caretState) (int, caretState) {
	doc := e.host.State().Doc
	line := doc.LineAt(off)
	for !blank(doc.Line(line)) {
		if line++; line == doc.Lines() {
			return doc.Len(), caretState{}
		}
	}
	for blank(doc.Line(line)) {
		if line++; line == doc.Lines() {
			return doc.Len(), caretState{}
		}
	}
	return doc.LineStart(line), caretState{}
}

// rowStart goes to the begin of the row as it is seen.
func rowStart(e *Editor, off int, c caretState) (int, caretState) {
	from, _, _ := e.lay.RowEnds(off, c.upstream)
	return from, caretState{}
}

func rowEnd(e *Editor, off int, c caretState) (int, caretState) {
	_, to, last := e.lay.RowEnds(off, c.upstream)
	return to, caretState{upstream: !last}
}

func docStart(e *Editor, _ int, _ caretState) (int, caretState) { return e.host.Floor(), caretState{} }

func docEnd(e *Editor, _ int, _ caretState) (int, caretState) {
	return e.host.State().Doc.Len(), caretState{}
}
