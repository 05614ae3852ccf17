// Package markdown owns the way from the text of a post to what the site shows
// of it: an immutable model of blocks and inlines with the places they come
// from, the references that a post makes, and the HTML that Hugo would write.
// It parses with goldmark set up as Hugo sets it up and is the only importer of
// goldmark; no type of goldmark leaves it.
//
// Offsets are bytes, half open. Those of a [Document] count from the beginning
// of the file, those of a [Block] and its inlines from the start of the
// top-level block they belong to, which is why an unchanged block is the same
// value in the next version of the document. A Document and everything in it is
// immutable and may be used from any goroutine.
package markdown

import (
	"strings"
	"sync"
)

// Options are the settings of Hugo that change what a page shows. The zero
// value is a Hugo site without any configuration.
type Options struct {
	Unsafe    bool // raw HTML is kept
	HardWraps bool // a line feed is a line break
	XHTML     bool

	NoTypographer    bool
	NoTable          bool
	NoStrikethrough  bool
	NoLinkify        bool
	NoTaskList       bool
	NoDefinitionList bool
	NoFootnote       bool
	Marks            map[string]string // replacements of the typographer, keys as in Hugo in lower case
	LinkifyProtocol  string            // of www.example.org; empty means https

	EastAsianLineBreaks bool
	EastAsianStyle      string // simple (or empty), css3draft
	EscapedSpace        bool
	Emoji               bool

	Passthrough       bool
	PassthroughBlock  [][2]string // delimiters
	PassthroughInline [][2]string

	Delete, Insert, Mark, Subscript, Superscript bool // the extras

	NoAutoHeadingID  bool
	IDType           string // github (or empty), github-ascii, blackfriday
	NoTitleAttribute bool
	BlockAttribute   bool
	TermID           bool // defined terms have identifiers
	NoImageParagraph bool // an image that stands alone is no paragraph

	// Hugo is the version whose output is wanted, "0.111.3". Empty means the
	// newest that is known.
	Hugo string
}

// SingleTilde reports whether ~this~ is struck out as ~~this~~ is: goldmark 1.7.2 began it, which Hugo 0.128 took up.
func (opt Options) SingleTilde() bool { return opt.since(128) }

// Default gives the settings of a site without configuration.
func Default() Options { return Options{} }

// Document is one version of a post's body.
type Document struct {
	// Source is the whole text of the file, From the offset of the body in it.
	Source string
	From   int
	// Blocks are the top-level blocks in order, Starts[i] the file offset of
	// Blocks[i]. What lies between two blocks is white space.
	Blocks []*Block
	Starts []int

	engine *engine
	weight int    // what the bytes mean, as weigh has it
	dense  int    // where the part begins that is too dense to be parsed; the end, nearly always
	depth  int    // of the shortcodes around it
	cuts   []cut  // of the whole source, file offsets
	masked []byte // the body as goldmark sees it; nil when nothing is cut
	defs   map[string]linkDef
	notes  map[string]bool

	numbers func() notesOf
	ids     func() []Heading
}

// Options gives the settings the document was parsed with.
func (d *Document) Options() Options { return d.engine.opt }

// Parse reads the body of src, which begins at byte from. It cannot fail:
// everything is some document.
func Parse(src string, from int, opt Options) *Document {
	return newEngine(opt).parse(src, from)
}

// FirstPart is how much of a long text to parse for its first screen, which then
// appears at once; [Update] brings the rest. It ends behind an empty line.
func FirstPart(src string, from int) int {
	const enough = 64 << 10
	if len(src)-from < 3*enough {
		return len(src)
	}
	i := strings.Index(src[from+enough:], "\n\n")
	if i < 0 || i > enough {
		return len(src)
	}
	return from + enough + i + 2
}

// cut makes the document of src, of which nothing but the cuts is known yet.
func (e *engine) cut(src string, from int) *Document {
	from = min(max(from, 0), len(src))
	d := &Document{Source: src, From: from, engine: e}
	d.weighed(nil)
	d.cuts = findCuts(src[:d.dense], from)
	return d
}

func (e *engine) parse(src string, from int) *Document {
	d := e.cut(src, from)
	d.masked = mask(src[:d.dense], d.From, d.cuts)
	d.Blocks, d.Starts = e.region(d, d.From, d.dense, scope{}, scope{})
	d.rest()
	d.finish()
	return d
}

// finish prepares what is asked for seldom.
func (d *Document) finish() {
	if d.defs == nil {
		d.defs, d.notes = collect(d.Blocks)
	}
	d.numbers = sync.OnceValue(d.numberNotes)
	d.ids = sync.OnceValue(d.findHeadings)
}

// End is the file offset at which block i ends.
func (d *Document) End(i int) int { return d.Starts[i] + d.Blocks[i].To }

// BlockAt gives the index of the last block that starts at or before the file
// offset off, 0 before the first and -1 in an empty document.
func (d *Document) BlockAt(off int) int {
	lo, hi := 0, len(d.Starts)
	for lo < hi {
		m := (lo + hi) / 2
		if d.Starts[m] <= off {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo == 0 && len(d.Starts) > 0 {
		return 0
	}
	return lo - 1
}
