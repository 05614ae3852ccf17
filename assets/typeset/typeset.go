// Package typeset owns the way from text to pixels: a [Book] of faces, a
// [Shaper] that turns a paragraph into positioned glyphs, the rows that a
// [Paragraph] is wrapped into, and a [Rasterizer] that draws them. Both panes
// set their text with it.
//
// Lengths are device pixels, positions byte offsets into the paragraph's text,
// half open. A Book may be used from any goroutine; a Shaper, a Rasterizer and
// the paragraphs that were made with them belong to one goroutine each. The
// package starts no goroutine.
package typeset

import "image/color"

// Style is what decides the shape of a glyph. Styles are comparable.
type Style struct {
	// Size is the length of the em in device pixels.
	Size float32
	// Bold and Italic ask for real faces and fall back to synthetic ones.
	Bold, Italic bool
	// Mono prefers the monospaced faces.
	Mono bool
	// Lang is a BCP 47 tag ("zh-TW", "ja"); it chooses among the Chinese,
	// Japanese and Korean shapes of an ideograph. Empty means the locale given
	// to [Book.LoadSystem].
	Lang string
}

// Ink is what colours a span without moving anything.
type Ink struct {
	// Color is the colour of the glyphs and of their decorations; its zero value
	// draws nothing, and its alpha fades glyphs that have colours of their own.
	Color color.NRGBA
	// Background fills the span's cells over the full height of the row; its
	// zero value draws nothing.
	Background color.NRGBA
	// Underline, Strike and Wavy draw a line under, through, and a wave under
	// the span.
	Underline, Strike, Wavy bool
	// Wave is the colour of the wave; its zero value is Color.
	Wave color.NRGBA
	// Raise lifts the glyphs above the baseline, in pixels (a superscript).
	Raise float32
}

// Box is an inline object, such as a picture, that stands for the bytes of its
// span. Only its place is reserved; [Paragraph.Boxes] tells where it came to be.
type Box struct {
	// W and H are its size, Ascent the part of H above the baseline.
	W, H, Ascent float32
	// Key is the caller's.
	Key any
}

// Span gives a stretch of the text its style and ink.
type Span struct {
	From, To int
	Style    Style
	Ink      Ink
	Box      *Box
}

// Options hold for a whole paragraph.
type Options struct {
	// TabWidth is the distance of the tab stops; 0 means four times Base's em.
	TabWidth float32
	// LineHeight is a multiple of the em; 0 means 1.6.
	LineHeight float32
	// Base is the style of what no span covers, and gives the height of a row.
	Base Style
}

// Row is one line of a wrapped paragraph.
type Row struct {
	// From and To are the bytes of the row, the spaces that hang over its end
	// and a line feed that ends it included.
	From, To int
	// X is the left edge of the row's text, Width its width without hanging
	// spaces.
	X, Width float32
	// Top is the row's distance from the paragraph's top, Height its height, and
	// Baseline the distance of the baseline from Top.
	Top, Height, Baseline int
}

// Rect is the part of a row between two vertical edges.
type Rect struct {
	Row    int
	X0, X1 float32
}

// PlacedBox is a [Box] in its row; X and Y are its top left corner in the
// coordinates of the paragraph.
type PlacedBox struct {
	Box      *Box
	From, To int
	X, Y     float32
}
