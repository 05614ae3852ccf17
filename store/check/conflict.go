package check

import "strings"

// Conflict is the finding of a place where a merge left two versions between markers. line counts from 1, from and to are bytes of the
// file.
func Conflict(path string, line, from, to int) Finding {
	return Finding{
		Path: path, Line: line, Col: 1, From: from, To: to, Severity: Error, Code: CodeConflict,
		Message: "two versions of these lines stand between the markers of a merge",
	}
}

// conflicts finds the markers that a merge wrote: a line of <<<<<<<, and below it ======= and >>>>>>>.
func (c *checker) conflicts() {
	const open, middle, end = "<<<<<<< ", "=======", ">>>>>>> "
	at, from, line, seen := 0, -1, 0, 0
	for i, l := range strings.SplitAfter(c.p.Text, "\n") {
		text := strings.TrimRight(l, "\r\n")
		switch {
		case strings.HasPrefix(text, open):
			from, line, seen = at, i+1, 1
		case text == middle && seen == 1:
			seen = 2
		case strings.HasPrefix(text, end) && seen == 2:
			c.add(Conflict(c.p.Path, line, from, at+len(text)))
			seen = 0
		}
		at += len(l)
	}
}
