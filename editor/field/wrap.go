package field

import (
	"strings"

	"fyne.io/fyne/v2"

	"lanyard/assets/typeset"
)

// rowEnds breaks a text without line feeds into rows of a width, in Fyne units, and gives the offset of the end of each. Spaces at the end
// of a row hang over its edge; a word that is wider than a row is broken anywhere.
func rowEnds(text string, room, size float32, style fyne.TextStyle) []int {
	measure := func(s string) float32 { return fyne.MeasureText(s, size, style).Width }
	var rows []int
	used, from := float32(0), 0
	for _, to := range typeset.RowEnds(text) {
		width, seen := measure(text[from:to]), measure(strings.TrimRight(text[from:to], " \t"))
		if used > 0 && used+seen > room {
			rows = append(rows, from)
			used = 0
		}
		for used == 0 && seen > room {
			cut := typeset.NextGrapheme(text, from)
			for next := typeset.NextGrapheme(text, cut); next < to && measure(text[from:next]) <= room; next = typeset.NextGrapheme(text, next) {
				cut = next
			}
			if cut >= to {
				break
			}
			rows = append(rows, cut)
			from = cut
			width, seen = measure(text[from:to]), measure(strings.TrimRight(text[from:to], " \t"))
		}
		used += width
		from = to
	}
	return append(rows, len(text))
}
