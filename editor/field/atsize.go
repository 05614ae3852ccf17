package field

import "fyne.io/fyne/v2"

// AtSize lays out a renderer that is not a widget's first: Fyne forgets that of a widget that was out of sight for a minute, and lays out the
// next one only when the size changes.
func AtSize(w fyne.Widget, r fyne.WidgetRenderer) fyne.WidgetRenderer {
	if s := w.Size(); s.Width > 0 && s.Height > 0 {
		r.Layout(s)
	}
	return r
}
