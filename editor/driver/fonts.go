//go:build !ci

package driver

import (
	_ "unsafe" // for linkname

	"github.com/go-text/typesetting/shaping"
)

// shaper shapes the text of all of Fyne's labels and fields. It belongs to the UI goroutine.
//
//go:linkname shaper fyne.io/fyne/v2/internal/painter.shaper
var shaper *shaping.HarfbuzzShaper

// ForgetFonts lets go of fonts that Fyne draws with no longer. With every change of its settings, the scale or the desktop's colours among
// them, Fyne reads all its fonts anew, and its shaper keeps the last 32 that it met, old or new: a font with Chinese takes tens of megabytes,
// so that the window grew to 4 GB in some sixty changes. The fonts in use come back with the next text. It must be called on the UI goroutine.
func ForgetFonts() {
	if sameVersion() == nil {
		*shaper = shaping.HarfbuzzShaper{}
	}
}
