package textedit

import "fyne.io/fyne/v2"

// renderer hands the editor's scene to Fyne, which drops renderers that were not painted for a minute; the scene stays.
type renderer struct{ e *Editor }

// MinSize is constant: the layout of the window must not depend on the text.
func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(160, 80) }

// Layout takes the size, and the canvas's scale with it.
func (r *renderer) Layout(size fyne.Size) { r.e.resize(size) }

// Refresh is called when the theme, the scale or the fonts changed.
func (r *renderer) Refresh() {
	r.e.resize(r.e.Size())
	r.e.FontsChanged()
}

func (r *renderer) Objects() []fyne.CanvasObject { return r.e.scene.objects }

// IsClip makes Fyne clip the rows at the widget's edge.
func (r *renderer) IsClip() {}

func (r *renderer) Destroy() {}
