package textedit

import "fyne.io/fyne/v2"

// renderer hands the editor's scene to Fyne, which drops renderers that were not painted for a minute; the scene stays.
type renderer struct{ e *Editor }

// MinSize is constant: the layout of the window must not depend on the text. Fyne asks for it in every frame, and says nothing when
// the window has gone to a screen of another scale and kept its size, so the scale is looked at here.
func (r *renderer) MinSize() fyne.Size {
	e := r.e
	if !e.rescaling && e.deviceScale() != e.view.scale {
		e.rescaling = true
		e.opt.After(0, func() {
			e.rescaling = false
			e.resize(e.Size())
		})
	}
	return fyne.NewSize(160, 80)
}

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
