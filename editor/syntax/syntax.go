// Package syntax owns the colouring of Markdown source: which bytes of a line are a heading, emphasis, code, a link, a shortcode.
// It follows what Hugo's goldmark does closely enough for colours, line by line, and knows nothing of fonts or widgets.
package syntax

import (
	"time"

	"lanyard/editor/text"
)

// Kind says what a span is. The innermost construct gives the kind; what it stands in is in the flags.
type Kind uint8

// The kinds.
const (
	Plain       Kind = iota
	FrontMatter      // a line of the front matter, delimiters excepted
	FrontKey         // the key of a front-matter line
	Marker           // markup to dim: the stars of emphasis, heading marks, fences, quote marks, front-matter delimiters
	ListMarker       // "-", "1." and a task's box
	Rule             // a thematic break or the underline of a heading
	Code             // an inline code span
	CodeBlock        // text of a fenced or indented code block that has no token
	CodeInfo         // the language and options behind an opening fence
	LinkText         // text of a link
	LinkURL          // destination and title of a link or image, and bare addresses
	LinkLabel        // [label] of a reference, and the label of a definition
	ImageAlt         // the text of an image
	HTML             // raw HTML
	Comment          // an HTML comment, <!--more--> too
	Shortcode        // {{< >}} and {{% %}}
	Footnote         // [^1] and its definition's label
	TablePipe        // the pipes and the delimiter row of a table
	Math             // $$…$$, \(…\), \[…\]
	Entity           // &amp; and escaped characters
	HardBreak        // two spaces or a backslash at a line's end
	Keyword          // tokens of a code block's language, from here on
	Name
	Function
	String
	Number
	CodeComment
	Operator
	Tag
	Attribute
)

// Flags say what a span stands in.
type Flags uint16

// The flags. Heading levels are 1 to 6, in the bits of HeadingMask.
const (
	HeadingMask Flags = 7
	Strong      Flags = 1 << (iota + 2)
	Emphasis
	Strike
	Quote // in a block quote
	Mono  // set in the monospaced font
	Link  // in the text of a link
)

// Heading is the level of the heading that the span is in, 0 outside.
func (f Flags) Heading() int { return int(f & HeadingMask) }

// Span is a coloured stretch of one line; offsets are bytes in the line. The spans of a line are sorted and cover it, so a plain
// line is one span of kind Plain.
type Span struct {
	From, To int
	Kind     Kind
	Flags    Flags
}

// Index colours one document. It belongs to one goroutine.
//
// Which block a line is in is followed from line to line, as far as somebody asked; colours are found when Line asks for them, a
// paragraph at a time, and kept until a change reaches them. The tokens of code blocks come later, see [Index.Work].
type Index struct {
	doc   text.Doc
	lines lines
	// Lines below valid are read. Those in [settled, known) were read before a change and fit each other: when one of them comes
	// out as it was, so do all that follow. The rest has not been read. valid <= settled <= known.
	valid, settled, known int
	paint                 painter
	want                  []int // opening lines of code blocks whose tokens were asked for
	working               *Work
	patience              time.Duration // with the tokens of one code block
}

// eager is how many lines Update reads on at most before it leaves the rest for when it is asked for.
const eager = 1000

// New makes the index of a document. It reads nothing yet.
func New(doc text.Doc) *Index {
	x := &Index{doc: doc, patience: maxCodeTime}
	x.lines.replace(0, 0, doc.Lines())
	return x
}

// SetDoubleTilde has two tildes strike out and no single one, as Hugo before 0.128 does; at first both do. It reports whether that is new, and
// with it what Line said of any line.
func (x *Index) SetDoubleTilde(on bool) bool {
	if x.paint.doubleTilde == on {
		return false
	}
	x.paint.doubleTilde = on
	for i := range x.known {
		if l := x.lines.at(i); l.kind != rowCode {
			l.spans = nil
		}
	}
	return true
}

// Update follows a change; doc is the document after it. The lines [from, to) of doc are those whose colours may differ from what
// Line said before, apart from what Idle and Done report.
func (x *Index) Update(c text.Change, doc text.Doc) (from, to int) {
	if c.Empty() {
		return 0, 0
	}
	a, b, newB := c.Span()
	first, last, newLast := x.doc.LineAt(a), x.doc.LineAt(b), doc.LineAt(newB)
	var kept *[]Span
	if first == last && first == newLast && first < x.valid && len(c.Edits()) == 1 {
		kept = x.typed(c.Edits()[0], first)
	}
	x.shiftCode(first, last, newLast-last)
	x.doc = doc
	x.lines.replace(first, last+1, newLast-first+1)
	unread := first >= x.known
	follow := func(w int) int {
		if w > last {
			return w + newLast - last
		}
		return min(w, first)
	}
	settled := newLast + 1
	if x.valid < x.known { // the lines at valid do not fit those before
		settled = max(settled, follow(x.settled))
	}
	x.valid = min(x.valid, first)
	x.known = follow(x.known)
	x.settled = min(settled, x.known)
	if unread {
		return first, newLast + 1
	}
	to = x.read(newLast + eager)
	to = max(to, newLast+1, x.segmentEnd(newLast))
	from = x.segmentStart(max(first-1, 0))
	for i := from; i < min(to, x.valid); i++ {
		if l := x.lines.at(i); l.kind != rowCode {
			l.spans = nil
		}
	}
	if l := x.lines.at(first); kept != nil && l.kind == rowCode {
		l.spans = kept
	}
	to = max(to, x.forgetCode(first, newLast))
	return from, to
}

// read reads lines up to the line `until`, and as many more as are known to come out as they were. It gives the end of the lines
// that changed: the document's end when it did not get as far as that is known.
func (x *Index) read(until int) int {
	changed := x.valid
	for x.valid <= until && x.valid < x.lines.len() {
		changed = x.readSome(until)
	}
	if x.valid < x.known {
		return x.lines.len()
	}
	return changed
}

// readSome reads until a line comes out as it was, or the line `until` is read.
func (x *Index) readSome(until int) int {
	i, prev := x.valid, ""
	var st state
	if i > 0 {
		prev, st = x.doc.Line(i-1), x.lines.at(i-1).after
	}
	met, begin := false, i
	x.doc.AllLines(i, func(s string) bool {
		r := read(st, s, prev, false)
		l := x.lines.at(i)
		met = i >= x.settled && i < x.known && l.is(&r)
		if !met {
			*l = line{after: r.next, kind: r.kind, cont: r.cont, level: r.level}
		} else if l.kind != rowCode {
			l.spans = nil
		}
		i++
		st, prev = r.next, s
		return !met && i <= until
	})
	changed := i
	if met {
		x.valid, x.settled = x.known, x.known
		end := x.segmentEnd(i - 1)
		for k := i; k < min(end, x.valid); k++ {
			if l := x.lines.at(k); l.kind != rowCode {
				l.spans = nil
			}
		}
		return max(end, x.moved(i-1, begin))
	}
	x.valid = i
	x.settled, x.known = max(x.settled, i), max(x.known, i)
	return changed
}

// segmentStart is the first line of what is coloured together with line i, which must be read.
func (x *Index) segmentStart(i int) int {
	for i > 0 && i < x.valid && x.lines.at(i).cont {
		i--
	}
	return i
}

// segmentEnd is the end of what is coloured together with line i, including what the lines behind it say about it. It reads no
// further lines.
func (x *Index) segmentEnd(i int) int {
	i++
	for i < x.valid && x.lines.at(i).cont {
		i++
	}
	return i
}

// Line gives the spans of line i. They must not be modified and hold until the next Update.
func (x *Index) Line(i int) []Span {
	x.read(i)
	l := x.lines.at(i)
	if l.spans == nil {
		x.colour(i)
	}
	return *x.lines.at(i).spans
}
