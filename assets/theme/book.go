package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"lanyard/assets/typeset"
)

// BookFonts are the fonts that come with the program, for text in the panes and in pictures of posts, before those of the system.
func BookFonts() []typeset.Font {
	var fonts []typeset.Font
	for _, r := range []fyne.Resource{
		fynetheme.DefaultTextFont(), fynetheme.DefaultTextBoldFont(), fynetheme.DefaultTextItalicFont(), fynetheme.DefaultTextBoldItalicFont(),
	} {
		fonts = append(fonts, typeset.Font{Name: r.Name(), Data: r.Content()})
	}
	mono := fynetheme.DefaultTextMonospaceFont()
	return append(fonts, typeset.Font{Name: mono.Name(), Data: mono.Content(), Mono: true})
}
