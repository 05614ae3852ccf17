// Package syntax owns the colouring of Markdown source: which bytes of a line are a heading, emphasis, code, a link, a shortcode.
// It follows what Hugo's goldmark does closely enough for colours, line by line, and knows nothing of fonts or widgets.
package syntax

import "lanyard/editor/text"

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
type Index struct {
	doc text.Doc
}

// New makes the index of a document.
func New(doc text.Doc) *Index { return &Index{doc: doc} }

// Update follows a change; doc is the document after it. The lines [from, to) of doc are those whose colours may differ from what
// Line said before.
func (x *Index) Update(c text.Change, doc text.Doc) (from, to int) {
	x.doc = doc
	return 0, doc.Lines()
}

// Line gives the spans of line i. They must not be modified and hold until the next Update.
func (x *Index) Line(i int) []Span {
	n := len(x.doc.Line(i))
	if n == 0 {
		return nil
	}
	return []Span{{0, n, Plain, 0}}
}

// Idle does a slice of the work that was put off (the tokens of long code blocks) and reports the lines [from, to) whose colours
// changed and whether there is more to do. A slice takes about a millisecond.
func (x *Index) Idle() (from, to int, more bool) { return 0, 0, false }
