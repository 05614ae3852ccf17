package editor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/theme"
)

// note is one line of secondary text. Fyne's label of low importance takes the colour of disabled things, which has too little contrast
// to be read.
type note struct {
	*widget.RichText
	segment *widget.TextSegment
}

func newNote(size fyne.ThemeSizeName, align fyne.TextAlign) *note {
	s := &widget.TextSegment{Style: widget.RichTextStyle{ColorName: theme.ColorNameSecondary, SizeName: size, Alignment: align, Inline: false}}
	n := &note{RichText: widget.NewRichText(s), segment: s}
	n.Truncation = fyne.TextTruncateEllipsis
	n.ExtendBaseWidget(n) // else what wraps is laid out by one renderer and painted by another, and its second line is missing
	return n
}

// SetText shows another text; the same one costs nothing.
func (n *note) SetText(text string) { n.set(text, theme.ColorNameSecondary) }

// SetError shows a text in the colour of errors.
func (n *note) SetError(text string) { n.set(text, "error") }

func (n *note) set(text string, color fyne.ThemeColorName) {
	if n.segment.Text == text && n.segment.Style.ColorName == color {
		return
	}
	n.segment.Text, n.segment.Style.ColorName = text, color
	n.Refresh()
}

// Text is what it shows.
func (n *note) Text() string { return n.segment.Text }
