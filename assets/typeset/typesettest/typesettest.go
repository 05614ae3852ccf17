// Package typesettest owns the fonts that tests set text with: small subsets of
// Noto Sans (regular, bold, italic), Noto Sans CJK SC (regular, bold; 320
// and 210 ideographs), Noto Sans Arabic and Hebrew, DejaVu Sans Mono, Noto
// Color Emoji (😀 🎉 👍🏽 👨‍👩‍👧 🇨🇳 ❤️ 1️⃣) and the pictures of control characters. With
// them a test looks the same on every machine. Only tests import it.
package typesettest

import (
	"embed"
	"path"

	"lanyard/assets/typeset"
)

//go:embed fonts/*.ttf fonts/*.otf
var files embed.FS

// Fonts returns the fonts in the order of a book.
func Fonts() []typeset.Font {
	var list []typeset.Font
	for _, name := range []string{
		"NotoSans-Regular.subset.ttf", "NotoSans-Bold.subset.ttf", "NotoSans-Italic.subset.ttf",
		"NotoSansCJKsc-Regular.subset.otf", "NotoSansCJKsc-Bold.subset.otf",
		"DejaVuSansMono.subset.ttf", "NotoSansArabic-Regular.subset.ttf", "NotoSansHebrew-Regular.subset.ttf",
		"NotoColorEmoji.subset.ttf", "NotoSansSymbols2-Regular.subset.ttf",
	} {
		data, err := files.ReadFile(path.Join("fonts", name))
		if err != nil {
			panic(err) // embedded
		}
		list = append(list, typeset.Font{Name: name, Data: data})
	}
	return list
}

// Book returns a new book of the test fonts and of nothing else.
func Book() *typeset.Book { return typeset.NewBook(Fonts()...) }
