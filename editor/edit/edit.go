// Package edit owns the editing commands: pure functions from a state to a transaction. All offsets are byte offsets into the whole file;
// nothing before Env.Floor is ever edited.
package edit

import (
	"strings"
	"time"
	"unicode/utf8"

	"lanyard/assets/typeset"
	"lanyard/editor/text"
)

// Env is what an editing command may know besides the state. The zero value works.
type Env struct {
	Now    time.Time
	Floor  int  // offset before which nothing may be edited: the end of the front matter, 0 where it is shown as text
	NoPair bool // do not complete brackets and quotes
}

// Func is an editing command. It reports false, and gives an empty transaction, when there is nothing for it to do.
type Func func(s text.State, env Env) (text.Transaction, bool)

// piece is what a command does at one range: it replaces [from, to) by ins and leaves a range behind, whose ends are offsets in ins
// (ins's length where it is longer).
type piece struct {
	from, to     int
	ins          string
	anchor, head int
}

// end as the caret of a piece stands behind what was inserted.
const end = int(^uint(0) >> 1)

// pieces runs f on each range and makes one transaction of what comes back. Pieces that reach over their neighbours are cut, and
// nothing before the floor is touched.
func pieces(s text.State, env Env, kind text.Kind, f func(r text.Range) piece) (text.Transaction, bool) {
	edits := make([]text.Edit, 0, len(s.Selection.Ranges))
	ranges := make([]text.Range, 0, len(s.Selection.Ranges))
	at, shift := env.Floor, 0
	for _, r := range s.Selection.Ranges {
		p := f(r)
		p.from = max(p.from, at)
		p.to = max(p.to, p.from)
		at = p.to
		base := p.from + shift
		ranges = append(ranges, text.Range{Anchor: base + min(p.anchor, len(p.ins)), Head: base + min(p.head, len(p.ins))})
		if s.Doc.Slice(p.from, p.to) != p.ins {
			edits = append(edits, text.Edit{From: p.from, To: p.to, Insert: p.ins})
		}
		shift += len(p.ins) - (p.to - p.from)
	}
	return Transaction(s, env, kind, edits, ranges)
}

// Transaction puts edits and the ranges that are selected after them together; nil ranges stand for the old ones, mapped. It reports false
// where an edit lies before the floor, or nothing would change.
func Transaction(s text.State, env Env, kind text.Kind, edits []text.Edit, ranges []text.Range) (text.Transaction, bool) {
	for _, e := range edits {
		if e.From < env.Floor {
			return text.Transaction{}, false
		}
	}
	c, err := text.NewChange(s.Doc.Len(), edits...)
	if err != nil {
		return text.Transaction{}, false
	}
	tr := text.Transaction{Change: c, Kind: kind, Time: env.Now, Scroll: true}
	if ranges != nil {
		sel := text.Select(ranges, s.Selection.Main).Clamp(s.Doc.Len() + c.Delta())
		tr.Selection = &sel
	}
	if c.Empty() {
		tr.Kind = text.Move
		if tr.Selection == nil || tr.Selection.Equal(s.Selection) {
			return text.Transaction{}, false
		}
	}
	return tr, true
}

// then joins a transaction with what f does to the state after it.
func then(s text.State, tr text.Transaction, f func(s text.State) (text.Transaction, bool)) text.Transaction {
	mid := s.Apply(tr)
	next, ok := f(mid)
	if !ok {
		return tr
	}
	tr.Change = tr.Change.Compose(next.Change)
	sel := mid.Apply(next).Selection
	tr.Selection = &sel
	return tr
}

// moveTo is a transaction that only selects.
func moveTo(s text.State, env Env, sel text.Selection) (text.Transaction, bool) {
	if sel.Equal(s.Selection) {
		return text.Transaction{}, false
	}
	return text.Transaction{Selection: &sel, Kind: text.Move, Time: env.Now, Scroll: true}, true
}

// lineOf is the line of an offset with its text and where it begins.
func lineOf(d text.Doc, off int) (i int, s string, start int) {
	i = d.LineAt(off)
	return i, d.Line(i), d.LineStart(i)
}

// eolAt is the terminator for a new line beside line i.
func eolAt(d text.Doc, i int) string {
	if e := d.EOLOf(i); e != "" {
		return e
	}
	if i > 0 {
		return d.EOLOf(i - 1)
	}
	return "\n"
}

// lineRange is a run of lines [from, to].
type lineRange struct{ from, to int }

// blocks are the lines of the selection, as runs. A range that ends at a line's begin does not count that line.
func blocks(s text.State) []lineRange {
	var out []lineRange
	for _, r := range s.Selection.Ranges {
		a, b := s.Doc.LineAt(r.From()), s.Doc.LineAt(r.To())
		if b > a && s.Doc.LineStart(b) == r.To() {
			b--
		}
		if n := len(out) - 1; n >= 0 && a <= out[n].to+1 {
			out[n].to = max(out[n].to, b)
			continue
		}
		out = append(out, lineRange{a, b})
	}
	return out
}

// selected calls f with each line of the selection.
func selected(s text.State, f func(i int, line string, start int)) {
	for _, b := range blocks(s) {
		for i := b.from; i <= b.to; i++ {
			f(i, s.Doc.Line(i), s.Doc.LineStart(i))
		}
	}
}

// Words and graphemes are looked for in a window, so that a line of a megabyte costs what a short one does.
const window = 4096

func prevIn(d text.Doc, off int, f func(string, int) int) int {
	from := max(off-window, 0)
	s := d.Slice(from, off)
	for from > 0 && s != "" && !utf8.RuneStart(s[0]) {
		s, from = s[1:], from+1
	}
	return from + f(s, len(s))
}

func nextIn(d text.Doc, off int, f func(string, int) int) int {
	s := d.Slice(off, off+window)
	return off + f(s, 0)
}

func prevGrapheme(d text.Doc, off int) int { return prevIn(d, off, typeset.PrevGrapheme) }
func nextGrapheme(d text.Doc, off int) int { return nextIn(d, off, typeset.NextGrapheme) }
func prevWord(d text.Doc, off int) int     { return prevIn(d, off, typeset.PrevWord) }
func nextWord(d text.Doc, off int) int     { return nextIn(d, off, typeset.NextWord) }

// wordAt is the word around off; empty where there is none.
func wordAt(d text.Doc, off int) (from, to int) {
	_, s, start := lineOf(d, off)
	col := min(off-start, len(s))
	a := max(col-window, 0)
	for a > 0 && !utf8.RuneStart(s[a]) {
		a--
	}
	s = s[a:min(len(s), col+window)]
	col -= a
	from, to = typeset.WordAt(s, col)
	if w := strings.TrimSpace(s[from:to]); w == "" || strings.IndexFunc(w, text.IsWord) < 0 {
		return off, off
	}
	return start + a + from, start + a + to
}
