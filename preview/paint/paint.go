// Package paint owns how a post looks: it sets the blocks of store/markdown at a
// width, tells where everything came to be, and draws it into images. The
// preview widget shows these images, and [Page] makes the long picture of a
// whole post without a window.
//
// All lengths are device pixels. A [Setter] and what it made belong to one
// goroutine. The package starts no goroutine, reads no file and knows no
// network: pictures come through [Pictures].
package paint

import (
	"image"
	"image/color"
	"slices"

	"lanyard/assets/typeset"
	"lanyard/store/markdown"
)

// Colours are the colours of a page.
type Colours struct {
	Paper, Panel, Ink, Secondary, Hairline, Accent, Selection, Warning, Error, Success color.NRGBA
	Code                                                                               color.NRGBA // behind code
	Mark                                                                               color.NRGBA // behind marked text
	Current                                                                            color.NRGBA // bar beside the block under the caret
	Keyword, String, Number, Comment, Name, Type                                       color.NRGBA
}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
}

// Light and Dark are the colours of the two themes.
func Light() Colours {
	return Colours{
		Paper: rgb(0xFFFFFF), Panel: rgb(0xF6F7F9), Ink: rgb(0x1C1F23), Secondary: rgb(0x5B6470), Hairline: rgb(0xE3E6EA),
		Accent: rgb(0x1F6FEB), Selection: rgb(0xCFE3FF), Warning: rgb(0x9A6700), Error: rgb(0xC62828), Success: rgb(0x1A7F37),
		Code: rgb(0xF6F7F9), Mark: rgb(0xFFF3B0), Current: rgb(0x1F6FEB),
		Keyword: rgb(0xA626A4), String: rgb(0x2F7D32), Number: rgb(0x9A5B00), Comment: rgb(0x68717D), Name: rgb(0x2057C7), Type: rgb(0x0B7285),
	}
}

// Dark is the dark theme.
func Dark() Colours {
	return Colours{
		Paper: rgb(0x15171B), Panel: rgb(0x1B1E23), Ink: rgb(0xE4E6EA), Secondary: rgb(0x9AA3AF), Hairline: rgb(0x2B3037),
		Accent: rgb(0x6CB2FF), Selection: rgb(0x23406A), Warning: rgb(0xE3B341), Error: rgb(0xFF7B72), Success: rgb(0x56D364),
		Code: rgb(0x1E2228), Mark: rgb(0x5A4B00), Current: rgb(0x6CB2FF),
		Keyword: rgb(0xD2A8FF), String: rgb(0x8DD694), Number: rgb(0xF0B072), Comment: rgb(0x8B949E), Name: rgb(0x8AB8FF), Type: rgb(0x7FD6E0),
	}
}

// Style says how large and in which colours a page is set.
type Style struct {
	Em      float32 // of the text
	Scale   float32 // device pixels of a unit, for lines and corners
	Colours Colours
	Lang    string // BCP 47, chooses among ideographs
}

func (s Style) em(n float32) int { return int(s.Em*n + 0.5) }
func (s Style) px(n float32) int { return max(1, int(n*max(s.Scale, 0.5)+0.5)) }

// PictureState says what is known of a picture.
type PictureState uint8

// The states of a picture.
const (
	PictureReady   PictureState = iota // W and H are known; the pixels may be on their way
	PictureMissing                     // no such file
	PictureRefused                     // outside of the site, or not a picture
	PictureRemote                      // on the network, not fetched
)

// Picture is what is known of a destination.
type Picture struct {
	State   PictureState
	W, H    int    // upright, of the file
	Path    string // shown where there is no picture
	Message string
}

// Pictures gives what pictures there are.
type Pictures interface {
	// Look tells what a destination leads to.
	Look(dest string) Picture
	// Image gives the picture scaled to w × h, nil while it is not there yet.
	Image(dest string, w, h int) *image.RGBA
}

// Head is what the site shows above the body.
type Head struct {
	Title, Date   string
	Authors, Tags []string
	Cover         string // destination
	// Note is a quiet line below, for whoever writes: no part of pages and long
	// pictures.
	Note string
}

// Equal reports whether both show the same.
func (h Head) Equal(o Head) bool {
	return h.Title == o.Title && h.Date == o.Date && h.Cover == o.Cover && h.Note == o.Note && slices.Equal(h.Authors, o.Authors) && slices.Equal(h.Tags, o.Tags)
}

// Empty reports whether there is nothing to show.
func (h Head) Empty() bool {
	return h.Title == "" && h.Date == "" && len(h.Authors) == 0 && len(h.Tags) == 0 && h.Cover == "" && h.Note == ""
}

// Context is the document a block is set for.
type Context struct {
	Doc   *markdown.Document
	Start int // file offset of the block
	// Title gives the title of the post a ref shortcode names; nil or "" for
	// none.
	Title func(ref string) string
	// Align is how raw HTML around the block aligns it.
	Align markdown.Align
	// Open tells whether details are shown open; nil takes the author's word.
	Open func(*markdown.Block) bool
}

// Setter sets blocks.
type Setter struct {
	style  Style
	shaper *typeset.Shaper
	pics   Pictures
	text   func(id string, args ...any) string
	tokens func(lang, text string) []Token
	still  bool // a picture of the page: nothing to click
}

// NewSetter makes one. text gives the sentence with an id of the catalogue, such
// as assets.T.
func NewSetter(book *typeset.Book, style Style, pics Pictures, text func(id string, args ...any) string) *Setter {
	return &Setter{style: style, shaper: typeset.NewShaper(book), pics: pics, text: text, tokens: Highlight}
}

// SetStyle changes the style of what is set from now on.
func (s *Setter) SetStyle(style Style) { s.style = style }

// SetHighlighter replaces [Highlight], which is too slow for a keystroke, by one
// that answers at once and knows better later; see [Set.Recolour].
func (s *Setter) SetHighlighter(tokens func(lang, text string) []Token) { s.tokens = tokens }
