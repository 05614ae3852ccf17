// Package frontmatter owns the reading and patching of front matter. A value
// is changed by replacing its own bytes in the text; nothing is encoded anew,
// so comments, order, quoting, blank lines and line ends stay as the author
// left them.
//
// A Block is immutable and may be used from any goroutine. Offsets are bytes
// of the block's own text, which is page.Page.Meta of a file; File is the same
// with offsets of the whole file.
package frontmatter

import "fmt"

// Style is how a value is written.
type Style uint8

// The styles. Flow is [a, b] and {a: b} (in TOML an array or inline table),
// Lines a list or map over lines of its own; Table is a TOML map or list of
// maps that has headers of its own or is made of dotted keys. Only YAML has
// Literal and Folded, only TOML MultiBasic and MultiLiteral.
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
	MultiBasic
	MultiLiteral
	Flow
	Lines
	Table
)

// Entry is one key of the top level.
type Entry struct {
	// Key as it is spelled, without quotes.
	Key string
	// KeyFrom is where the key begins; [From, To) is the value. An empty
	// value has From = To, after the separator.
	KeyFrom, From, To int
	// LineFrom and LineTo bound the entry with its separator and line end:
	// whole lines where it has them to itself, else KeyFrom and To. The
	// bytes of a Table may lie in several places; then both are KeyFrom and
	// the end of the key.
	LineFrom, LineTo int
	// Line and Col are the key's place in the block, counted from 1, Col in bytes.
	Line, Col int
	Value     any
	Style     Style
}

// Error is a problem in the block's text. Line and Col count from 1 within
// the block, Col in bytes; Other is the line of the first of two keys that are
// the same, else 0; Case says that these differ by case.
type Error struct {
	Line, Col int
	Other     int
	Case      bool
	Msg       string
}

func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Msg) }
