package markdown

import "sort"

// Kind is the kind of a block.
type Kind uint8

// The kinds of blocks.
const (
	Paragraph    Kind = iota
	HeadingBlock      // a heading; Level tells which
	Rule              // a thematic break
	Quote             // Info is the name of an alert ("note"), empty for a plain quote
	List              // children are Items
	Item              //
	Code              // Text, Info; Fenced
	HTML              // raw HTML: Text; children are the part that can be shown
	Table             // children are Rows, the first the header, of raw HTML with fewer cells perhaps; Align
	Row               // children are Cells
	Cell              //
	Definition        // a definition list: children are Terms and Descriptions
	Term              //
	Describe          // a description
	Note              // the text of a footnote, shown at the end; Info is its label
	LinkDef           // the definition of a link, not shown
	More              // the divider of the summary
	Card              // a shortcode standing alone
	Math              // Text
	Plain             // text that was too wild to be looked into: Text
	Details           // <details> of raw HTML: Inlines are its summary, Children what it hides
)

// Align is the alignment of a table's column.
type Align uint8

// The alignments.
const (
	AlignNone Align = iota
	AlignLeft
	AlignCenter
	AlignRight
)

// Block is a piece of the page. It is immutable.
type Block struct {
	Kind      Kind
	From, To  int // in the top-level block
	Level     int // of a heading: 1 to 6; of an ordered list: the first number
	Ordered   bool
	Tight     bool    // of a list: no space between items; of a paragraph: it stands in a tight item
	Fenced    bool    // of code
	Info      string  // language and options of a fence, name of an alert, label of a note
	Text      string  // of code, HTML, mathematics
	ID        string  // of a heading: as its author gives it, or the base of the automatic one
	OwnID     bool    // the author gave it
	Aligns    []Align // of a table's columns; of a paragraph, heading or cell of raw HTML: one, its own
	Open      bool    // of Details: shown open at first
	Children  []*Block
	Inlines   []Inline
	Shortcode *Shortcode

	// Opens are the elements that raw HTML leaves open for the blocks that follow
	// it, outermost first, Closes the names of those it ends without having begun
	// them.
	Opens  []Container
	Closes []string

	textAt []span // source of Text, line by line
	top    *topInfo
}

// Container is an element of raw HTML that surrounds blocks.
type Container struct {
	Name    string // details, center, div, p
	Align   Align
	Details *Block // of details
}

// span maps bytes of Text to the source.
type span struct{ at, from, to int }

// Lang is the language of a code block, lower case.
func (b *Block) Lang() string {
	lang, _ := splitInfo(b.Info)
	return lang
}

// Offset gives the place in the top-level block of byte i of Text.
func (b *Block) Offset(i int) int {
	n := sort.Search(len(b.textAt), func(k int) bool { return b.textAt[k].at > i })
	if n == 0 {
		return b.From
	}
	s := b.textAt[n-1]
	return min(s.from+i-s.at, s.to)
}

// InlineKind is the kind of an inline.
type InlineKind uint8

// The kinds of inlines.
const (
	Text  InlineKind = iota
	Soft             // a line feed of the source: Text is what the page shows, " " or nothing
	Break            // a line break
	Emphasis
	Strong
	Strike
	CodeSpan // Text
	Link     // Dest, Title
	Image    // Dest, Title; Text is the alternative text
	Tag      // a tag of raw HTML: Text as written; Name is "b", "/b" or "br"
	Embed    // a shortcode
	NoteRef  // Text is the label
	Task     // Checked
	InlineMath
	Mark
	Insert
	Subscript
	Superscript
)

// Inline is a piece of a paragraph. Where len(Text) equals To-From, bytes of
// the one are bytes of the other.
type Inline struct {
	Kind     InlineKind
	From, To int // in the top-level block
	Text     string
	Dest     string // without escapes and entities; percent-encoding is kept
	Title    string
	Name     string // of a Tag
	Checked  bool
	Auto     bool // a link that is its own text
	// DestFrom and DestTo hold the destination's bytes; equal when it stands
	// somewhere else, in a link definition.
	DestFrom, DestTo int
	Attrs            []Attr // of a Tag
	Children         []Inline
	Shortcode        *Shortcode
}

// Attr is an attribute of an HTML tag; From and To are its value's bytes in
// the top-level block.
type Attr struct {
	Name, Value string
	From, To    int
}

// Attr gives the value of the attribute name of a Tag.
func (in *Inline) Attr(name string) string {
	for _, a := range in.Attrs {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

// Shortcode is a call of a Hugo shortcode.
type Shortcode struct {
	Name     string
	Percent  bool // {{% %}}
	Closing  bool // {{% /name %}}
	Params   []Param
	From, To int // in the top-level block
	// Inner is the text between the opening and the closing tag, Blocks what it
	// says as Markdown. Their offsets count from the top-level block too.
	Inner  string
	Blocks []*Block

	innerFrom int
}

// Param is a parameter of a shortcode; Key is empty when it goes by position.
type Param struct {
	Key, Value string
	From, To   int // the value, without quotes
}

// Get gives the parameter called key, or else the one at position pos (from 0)
// of the nameless ones; pos < 0 means none.
func (s *Shortcode) Get(key string, pos int) string {
	n := 0
	for _, p := range s.Params {
		if p.Key == key && key != "" {
			return p.Value
		}
		if p.Key == "" {
			if n == pos {
				return p.Value
			}
			n++
		}
	}
	return ""
}

// linkDef is what a link label stands for.
type linkDef struct{ dest, title string }

// topInfo is what a top-level block means for the rest of the document.
type topInfo struct {
	defs     []labelled
	noteDefs []*Block // notes within
	noteRefs []string // labels of references outside of notes
	headings []*Block
	refs     []Reference // offsets in the block
	brackets bool        // a label might be looked up
}

type labelled struct {
	label string
	def   linkDef
}
