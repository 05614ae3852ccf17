package edit

import (
	"lanyard/editor/text"
)

// remove deletes what is selected; at a bare caret what lies between it and where step leads.
func remove(s text.State, env Env, step func(off int) (from, to int)) (text.Transaction, bool) {
	return pieces(s, env, text.Delete, func(r text.Range) piece {
		from, to := r.From(), r.To()
		if r.Empty() {
			from, to = step(r.Head)
		}
		return piece{from: from, to: to}
	})
}

// DeleteLeft is Backspace: a grapheme, both halves of an empty pair, or the marks a list item or quote begins with.
func DeleteLeft(s text.State, env Env) (text.Transaction, bool) {
	return remove(s, env, func(off int) (int, int) {
		i, line, start := lineOf(s.Doc, off)
		if it := parseItem(line); it.marker != "" && off == start+it.prefix() && off > start {
			if it.box != "" {
				return off - len(it.box), off
			}
			return start + len(it.quote) + len(it.indent), off
		}
		prev, n := s.Doc.RuneBefore(off)
		if next, k := s.Doc.Rune(off); n > 0 && k > 0 && !env.NoPair {
			if c, ok := closing(prev); ok && c == next {
				return off - n, off + k
			}
		}
		if off == start && i > 0 {
			return s.Doc.LineEnd(i - 1), off
		}
		return prevGrapheme(s.Doc, off), off
	})
}

// DeleteRight is Delete: a grapheme or a line end.
func DeleteRight(s text.State, env Env) (text.Transaction, bool) {
	return remove(s, env, func(off int) (int, int) { return off, nextGrapheme(s.Doc, off) })
}

// DeleteWordLeft deletes to where a move by a word to the left leads.
func DeleteWordLeft(s text.State, env Env) (text.Transaction, bool) {
	return remove(s, env, func(off int) (int, int) {
		if i := s.Doc.LineAt(off); i > 0 && off == s.Doc.LineStart(i) {
			return s.Doc.LineEnd(i - 1), off
		}
		return prevWord(s.Doc, off), off
	})
}

// DeleteWordRight deletes to where a move by a word to the right leads.
func DeleteWordRight(s text.State, env Env) (text.Transaction, bool) {
	return remove(s, env, func(off int) (int, int) {
		if i := s.Doc.LineAt(off); off == s.Doc.LineEnd(i) {
			return off, off + len(s.Doc.EOLOf(i))
		}
		return off, nextWord(s.Doc, off)
	})
}

// DeleteLineStart deletes to the beginning of the line.
func DeleteLineStart(s text.State, env Env) (text.Transaction, bool) {
	return remove(s, env, func(off int) (int, int) { return s.Doc.LineStart(s.Doc.LineAt(off)), off })
}

// DeleteLineEnd deletes to the end of the line.
func DeleteLineEnd(s text.State, env Env) (text.Transaction, bool) {
	return remove(s, env, func(off int) (int, int) { return off, s.Doc.LineEnd(s.Doc.LineAt(off)) })
}
