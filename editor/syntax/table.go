package syntax

import "strings"

// startsBlock reports whether a line in a table is the beginning of something else.
func startsBlock(s string) bool {
	switch s[0] {
	case '>', '#', '`', '~':
		return s[0] == '>' || s[0] == '#' || runLen(s, s[0]) >= 3
	}
	return markerLen(s) > 0 || isRule(s)
}

// delimCells is the number of columns of a table's delimiter row, 0 when s is none.
func delimCells(s string) int {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "|"), "|")
	if s == "" {
		return 0
	}
	n := 0
	for cell := range strings.SplitSeq(s, "|") {
		cell = strings.Trim(cell, " \t")
		cell = strings.TrimSuffix(strings.TrimPrefix(cell, ":"), ":")
		if cell == "" || strings.Trim(cell, "-") != "" {
			return 0
		}
		n++
	}
	return n
}

// tableCells is the number of cells of a row, whatever stands before its first pipe.
func tableCells(s string) int {
	s = strings.Trim(s, " \t>")
	s = strings.TrimPrefix(s, "|")
	if strings.HasSuffix(s, "|") && !strings.HasSuffix(s, `\|`) {
		s = s[:len(s)-1]
	}
	return 1 + strings.Count(s, "|") - strings.Count(s, `\|`)
}
