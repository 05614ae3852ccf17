package check

import (
	"fmt"
	"path/filepath"
	"strings"

	"lanyard/store"
	"lanyard/store/markdown"
)

// Conflict is the finding of a place where a merge left two versions between markers. line counts from 1, from and to are bytes of the
// file.
func Conflict(path string, line, from, to int) Finding {
	return Finding{
		Path: path, Line: line, Col: 1, From: from, To: to, Severity: Error, Code: CodeConflict,
		Message: "two versions of these lines stand between the markers of a merge",
	}
}

// conflicts finds the markers that a merge wrote: a line of <<<<<<<, and below it ======= and >>>>>>>. What stands in one block of code is there to
// be shown.
func (c *checker) conflicts() {
	const open, middle, end = "<<<<<<< ", "=======", ">>>>>>> "
	if !strings.Contains(c.p.Text, open) {
		return
	}
	at, from, line, n, seen := 0, -1, 0, 0, 0
	for l := range strings.SplitAfterSeq(c.p.Text, "\n") {
		n++
		text := strings.TrimRight(l, "\r\n")
		switch {
		case strings.HasPrefix(text, open):
			from, line, seen = at, n, 1
		case text == middle && seen == 1:
			seen = 2
		case strings.HasPrefix(text, end) && seen == 2:
			f := Conflict(c.p.Path, line, from, at+len(text))
			shown := c.code.hold(f.From) && c.code.hold(f.To-1)
			if shown {
				f.Severity = Info
			}
			if (!shown || c.o.All) && !c.tally.full(CodeConflict, f.Severity) {
				c.add(f)
			}
			seen = 0
		}
		at += len(l)
	}
}

// codeBlocks lists where code stands in the file: blocks, and code between words.
func codeBlocks(doc *markdown.Document) [][2]int {
	var out [][2]int
	w := walk{block: func(at int, b *markdown.Block) {
		if b.Kind == markdown.Code {
			out = append(out, [2]int{at + b.From, at + b.To})
		}
	}, inlines: func(at int, list []markdown.Inline) { out = codeSpans(out, at, list) }}
	w.document(doc)
	return out
}

func codeSpans(out [][2]int, at int, list []markdown.Inline) [][2]int {
	for i := range list {
		if list[i].Kind == markdown.CodeSpan {
			out = append(out, [2]int{at + list[i].From, at + list[i].To})
		}
		out = codeSpans(out, at, list[i].Children)
	}
	return out
}

// copies names the other versions of the post that sync programs left beside it.
func (c *checker) copies() {
	for _, path := range store.ConflictCopies(c.p) {
		name := filepath.Base(path)
		f := Finding{
			Path: path, Severity: Warning, Code: CodeCopy, Name: name, Args: []any{name},
			Message: fmt.Sprintf("%q is a conflict copy: a sync program kept another version of the file there; Hugo may publish it", name),
		}
		if of, _ := store.ConflictOf(name); store.IsIndex(of) { // Hugo may take it in place of the post
			f.Severity = Error
		}
		c.add(f)
	}
}
