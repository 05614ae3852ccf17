// Package page owns where the front matter of a post lies in its file: which
// format it has, where its text begins and ends, and where the body begins.
// It follows the rules of Hugo's lexer and loses nothing: a Page is offsets
// only, the text stays the caller's.
package page

import "fmt"

// Format is the language of a post's front matter.
type Format uint8

// The formats Hugo reads. None is a post without front matter.
const (
	None Format = iota
	YAML
	TOML
	JSON
)

// String returns "none", "yaml", "toml" or "json".
func (f Format) String() string {
	switch f {
	case YAML:
		return "yaml"
	case TOML:
		return "toml"
	case JSON:
		return "json"
	default:
		return "none"
	}
}

// Delimiter returns the three bytes that open and close a block of this
// format, and "" for None and JSON.
func (f Format) Delimiter() string {
	switch f {
	case YAML:
		return "---"
	case TOML:
		return "+++"
	default:
		return ""
	}
}

// Page is the shape of one file. All fields but Format are byte offsets into
// the whole file, with 0 ≤ Open ≤ MetaFrom ≤ MetaTo ≤ BodyFrom ≤ len(src).
type Page struct {
	Format Format
	// Open is where the opening delimiter begins, after a byte-order mark
	// and white space. Without front matter it is 0, or 3 after a byte-order
	// mark: the place where a new block goes.
	Open int
	// MetaFrom and MetaTo bound the front matter's own text: the lines
	// between the delimiters (the line end of the last one included), or
	// the braces of JSON and what is between them.
	MetaFrom, MetaTo int
	// BodyFrom is the first byte that is Markdown. It lies after the line
	// end of the closing delimiter.
	BodyFrom int
}

// Error says why a file cannot be divided. Line and Col count from 1, Col in
// bytes; Msg is a lower-case phrase.
type Error struct {
	Line, Col int
	Msg       string
}

func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Msg) }

// Meta returns the text of the front matter of src.
func (p Page) Meta(src string) string { return src[p.MetaFrom:p.MetaTo] }

// Body returns the Markdown of src.
func (p Page) Body(src string) string { return src[p.BodyFrom:] }
