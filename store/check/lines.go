package check

import "strings"

// A lineIndex tells the line and the column of an offset at the cost of one stretch of text: a long text may have a great many findings, and a
// great many lines.
type lineIndex struct {
	text  string
	marks []lineMark // one for every stretch
}

// A lineMark stands where a stretch begins: in which line, counted from 1, and where that line begins.
type lineMark struct{ line, from int }

const stretch = 1024 // bytes

func newLineIndex(text string) lineIndex {
	marks := make([]lineMark, 0, len(text)/stretch+1)
	at := lineMark{line: 1}
	for from := 0; from <= len(text); from += stretch {
		marks = append(marks, at)
		at = at.over(text, from, min(from+stretch, len(text)))
	}
	return lineIndex{text: text, marks: marks}
}

// over is the mark at to, where m is the one at from.
func (m lineMark) over(text string, from, to int) lineMark {
	part := text[from:to]
	if n := strings.Count(part, "\n"); n > 0 {
		return lineMark{line: m.line + n, from: from + strings.LastIndexByte(part, '\n') + 1}
	}
	return m
}

// position gives the line and column of an offset as store.Position does: both from 1, the column in bytes.
func (x lineIndex) position(off int) (line, col int) {
	i := off / stretch
	at := x.marks[i].over(x.text, i*stretch, off)
	return at.line, off - at.from + 1
}
