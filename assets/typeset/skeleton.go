package typeset

import "image"

// Font is a font file in memory.
type Font struct {
	// Name is used in messages only.
	Name string
	// Data is a TrueType or OpenType font or a collection of them. It is kept.
	Data []byte
	// Mono marks the font as one for [Style.Mono]; monospaced fonts that say so
	// themselves need no mark.
	Mono bool
}

// Missing says that no face covers a script.
type Missing struct {
	// Script is the ISO 15924 code, such as "Hani".
	Script string
	// Rune is an example.
	Rune rune
	// Font and Package name a font to install, and its Debian package.
	Font, Package string
}

// Book is the set of faces.
type Book struct{}

// NewBook returns a book of the given fonts.
func NewBook(fonts ...Font) *Book { return &Book{} }

// LoadSystem adds the fonts of the system. It blocks.
func (b *Book) LoadSystem(cacheDir, locale string) error { return nil }

// OnDemand makes the book load large fonts through run.
func (b *Book) OnDemand(run func(load func())) {}

// Revision grows when faces were added.
func (b *Book) Revision() uint64 { return 0 }

// Missing returns the scripts that no face covers.
func (b *Book) Missing() []Missing { return nil }

// Shaper turns text into paragraphs.
type Shaper struct{}

// NewShaper returns a shaper for the faces of b.
func NewShaper(b *Book) *Shaper { return &Shaper{} }

// Shape sets text.
func (s *Shaper) Shape(text string, spans []Span, o Options) *Paragraph { return &Paragraph{text: text} }

// Paragraph is a shaped text.
type Paragraph struct{ text string }

// Wrap breaks the paragraph into rows.
func (p *Paragraph) Wrap(width float32) {}

// SetInks recolours.
func (p *Paragraph) SetInks(spans []Span) {}

// Text returns the text.
func (p *Paragraph) Text() string { return p.text }

// Rows returns the number of rows.
func (p *Paragraph) Rows() int { return 1 }

// Row returns row i.
func (p *Paragraph) Row(i int) Row { return Row{To: len(p.text), Height: 24, Baseline: 18} }

// Height returns the height of all rows.
func (p *Paragraph) Height() int { return 24 }

// RowAt returns the row of an offset.
func (p *Paragraph) RowAt(off int, upstream bool) int { return 0 }

// CaretX returns the place of a caret.
func (p *Paragraph) CaretX(off, row int) float32 { return 0 }

// Hit returns the offset nearest to x.
func (p *Paragraph) Hit(row int, x float32) (off int, upstream bool) { return 0, false }

// Rects returns the rectangles of [from, to).
func (p *Paragraph) Rects(from, to int) []Rect { return nil }

// Left returns the caret to the left of off on its row.
func (p *Paragraph) Left(row, off int) (next int, ok bool) { return off, false }

// Right returns the caret to the right of off on its row.
func (p *Paragraph) Right(row, off int) (next int, ok bool) { return off, false }

// Boxes appends the boxes of a row to dst.
func (p *Paragraph) Boxes(dst []PlacedBox, row int) []PlacedBox { return dst }

// Rasterizer draws rows.
type Rasterizer struct{}

// NewRasterizer returns a rasterizer whose cache holds maxBytes of masks.
func NewRasterizer(maxBytes int) *Rasterizer { return &Rasterizer{} }

// DrawRow draws row of p with the row's top left corner of the paragraph's box at (x, y).
func (r *Rasterizer) DrawRow(dst *image.RGBA, x, y int, p *Paragraph, row int) {}

// NextGrapheme returns the boundary after off.
func NextGrapheme(text string, off int) int { return min(off+1, len(text)) }

// PrevGrapheme returns the boundary before off.
func PrevGrapheme(text string, off int) int { return max(off-1, 0) }

// NextWord returns the end of the word at or after off.
func NextWord(text string, off int) int { return len(text) }

// PrevWord returns the start of the word at or before off.
func PrevWord(text string, off int) int { return 0 }

// WordAt returns the word around off.
func WordAt(text string, off int) (from, to int) { return off, off }
