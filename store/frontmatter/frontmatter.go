// Package frontmatter owns the reading and patching of front matter. A value
// is changed by replacing its own bytes in the text; nothing is encoded anew,
// so comments, order, quoting, blank lines and line ends stay as the author
// left them.
//
// A Block is immutable and may be used from any goroutine. Offsets are bytes
// of the block's own text, which is page.Page.Meta of a file; File is the same
// with offsets of the whole file.
package frontmatter

import (
	"fmt"

	"lanyard/store/page"
)

// Edit replaces the bytes [From, To) of a text by Insert. Several edits are
// sorted, do not overlap, and all speak of the text before any of them.
type Edit struct {
	From, To int
	Insert   string
}

// Style is how a value is written.
type Style uint8

// The styles. Flow is [a, b] and {a: b} (in TOML an array or inline table),
// Lines a list or map over lines of its own; Table is a TOML map or list of maps that has
// headers of its own or is made of dotted keys.
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
	// LineFrom and LineTo bound all that Unset of this key removes: whole
	// lines where the entry has them to itself, else the entry and a comma.
	LineFrom, LineTo int
	// Line and Col are the key's place in the block, counted from 1, Col in bytes.
	Line, Col int
	Value     any
	Style     Style
}

// Error is a problem in the block's text. Line and Col count from 1 within
// the block, Col in bytes; Other is the line of the first of two keys that are
// the same, else 0.
type Error struct {
	Line, Col int
	Other     int
	Msg       string
}

func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Msg) }

// Block is the front matter of one post, indexed.
type Block struct {
	format page.Format
	src    string
	eol    string
	err    *Error
}

// Parse indexes src, the text of a block (page.Page.Meta). What cannot be
// indexed still gives a Block, whose Err is the *Error returned.
func Parse(f page.Format, src string) (*Block, error) {
	return &Block{format: f, src: src}, nil
}

// Err returns why the block cannot be indexed, nil when it can.
func (b *Block) Err() error {
	if b.err == nil {
		return nil
	}
	return b.err
}

// Format returns the block's language.
func (b *Block) Format() page.Format { return b.format }

// Source returns the text the block was made of.
func (b *Block) Source() string { return b.src }

// Duplicates returns an error for every key that stands twice, naming both lines.
func (b *Block) Duplicates() []*Error { return nil }

// Entries returns the keys of the top level as they stand.
func (b *Block) Entries() []Entry { return nil }

// Get returns the value at path, keys compared without case.
func (b *Block) Get(path ...string) (any, bool) { return nil, false }

// Set returns the edits that make path hold v.
func (b *Block) Set(path []string, v any) ([]Edit, error) { return nil, nil }

// Unset returns the edits that remove path; none when it is absent.
func (b *Block) Unset(path []string) ([]Edit, error) { return nil, nil }

// Raw returns the text of a top-level key's value.
func (b *Block) Raw(key string) string { return "" }

// SetRaw returns the edits that make the text of key's value be raw.
func (b *Block) SetRaw(key, raw string) ([]Edit, error) { return nil, nil }

// Apply returns src with the edits made.
func Apply(src string, edits []Edit) string { return src }

// Invert returns the edits that turn Apply(src, edits) back into src.
func Invert(src string, edits []Edit) []Edit { return nil }

// Shift returns the edits moved by n bytes.
func Shift(edits []Edit, n int) []Edit { return nil }

// New returns the text of a fresh block with these pairs, without delimiters.
func New(f page.Format, eol string, pairs Map) (string, error) { return "", nil }
