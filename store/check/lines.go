package check

import "sort"

// A lineIndex finds lines of a text in the time of a binary search: a long text may have a great many findings.
type lineIndex []int // where the lines begin

func newLineIndex(text string) lineIndex {
	index := lineIndex{0}
	for i := range len(text) {
		if text[i] == '\n' {
			index = append(index, i+1)
		}
	}
	return index
}

// position gives the line and column of an offset as store.Position does: both from 1, the column in bytes.
func (x lineIndex) position(off int) (line, col int) {
	line = sort.Search(len(x), func(i int) bool { return x[i] > off })
	return line, off - x[line-1] + 1
}
