package textedit

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// damage is where the scene looks different from what was painted last. The thumb of the scroll bar does not count: it may follow.
type damage struct {
	rect image.Rectangle // in device pixels of the view
	all  bool            // the view was scrolled, or has another size or style
}

func (d *damage) add(places ...image.Rectangle) {
	for _, r := range places {
		d.rect = d.rect.Union(r)
	}
}

// ground is where an object is, in device pixels of the view; nothing when it is hidden.
func (v *view) ground(o *canvas.Image) image.Rectangle {
	if o.Hidden {
		return image.Rectangle{}
	}
	from, to := o.Position(), o.Position().Add(o.Size())
	return image.Rect(v.px(from.X), v.px(from.Y), v.px(to.X), v.px(to.Y))
}

// Changed is the part of the widget that looks different since it was called last, in units of the widget. It is not ok when nothing does,
// and when everything may.
func (e *Editor) Changed() (pos fyne.Position, size fyne.Size, ok bool) {
	d, v := e.scene.damage, &e.view
	e.scene.damage = damage{}
	r := d.rect.Intersect(image.Rect(0, 0, v.w, v.h))
	return fyne.NewPos(v.units(r.Min.X), v.units(r.Min.Y)), fyne.NewSize(v.units(r.Dx()), v.units(r.Dy())), !d.all && !r.Empty()
}
