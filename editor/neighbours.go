package editor

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// pieces are the objects that a part of the window is made of.
func pieces(part fyne.CanvasObject) []fyne.CanvasObject {
	switch p := part.(type) {
	case *fyne.Container:
		return p.Objects
	case *bars:
		return p.box.Objects
	case *sheet:
		return p.box.Objects
	case *statusBar:
		return p.content.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{p.Content}
	}
	return nil
}

// focusables are the controls in a part of the window that the keyboard can be in, in their order.
func focusables(part fyne.CanvasObject) []fyne.Focusable {
	if !part.Visible() {
		return nil
	}
	if f, ok := part.(fyne.Focusable); ok {
		return []fyne.Focusable{f}
	}
	var out []fyne.Focusable
	for _, o := range pieces(part) {
		out = append(out, focusables(o)...)
	}
	return out
}

// reveal scrolls whatever in a part of the window scrolls, so that an object of it is in sight. It gives the object's place in the part.
func reveal(part, o fyne.CanvasObject) (at fyne.Position, found bool) {
	if part == o {
		return fyne.Position{}, true
	}
	for _, p := range pieces(part) {
		at, found := reveal(p, o)
		if !found {
			continue
		}
		s, scrolls := part.(*container.Scroll)
		if !scrolls {
			return at.Add(p.Position()), true
		}
		offset := s.Offset
		offset.Y = max(min(offset.Y, at.Y), at.Y+o.Size().Height-s.Size().Height)
		if offset != s.Offset {
			s.ScrollToOffset(offset)
		}
		return at.Subtract(offset), true
	}
	return fyne.Position{}, false
}

// together are the controls among which arrows lead from one: those of its part of the window.
func (w *Workbench) together(from fyne.Focusable) []fyne.Focusable {
	parts := [][]fyne.Focusable{{w.list.find, w.list.add}}
	for _, part := range []fyne.CanvasObject{w.sheet, w.bars, w.welcome, w.status} {
		parts = append(parts, focusables(part))
	}
	if t := w.tray; t != nil {
		parts = append(parts, t.view.Stops())
	}
	if w.touching != nil {
		parts = append(parts, w.touching.view.Stops())
	}
	for _, all := range parts {
		if slices.Contains(all, from) {
			return all
		}
	}
	return nil
}

// arrow leads from a control that has no use for an arrow to the nearest one on that side.
func (w *Workbench) arrow(from fyne.Focusable, key fyne.KeyName) {
	if to := nearest(w.env.App.Driver(), from, w.together(from), key); to != nil {
		w.env.Window.Canvas().Focus(to)
	}
}

// nearest is the control on one side of another: what is off to the side counts twice as far as what lies straight on. nil for none.
func nearest(d fyne.Driver, from fyne.Focusable, all []fyne.Focusable, key fyne.KeyName) fyne.Focusable {
	middle := func(f fyne.Focusable) fyne.Position {
		o := f.(fyne.CanvasObject)
		return d.AbsolutePositionForObject(o).AddXY(o.Size().Width/2, o.Size().Height/2)
	}
	at := middle(from)
	var best fyne.Focusable
	least := float32(0)
	for _, f := range all {
		if off, ok := f.(fyne.Disableable); f == from || ok && off.Disabled() || !f.(fyne.CanvasObject).Visible() {
			continue
		}
		to := middle(f).Subtract(at)
		along, aside := to.X, to.Y
		switch key {
		case fyne.KeyLeft:
			along = -along
		case fyne.KeyUp:
			along, aside = -to.Y, to.X
		case fyne.KeyDown:
			along, aside = to.Y, to.X
		}
		if along < 2 {
			continue
		}
		if far := along + 2*max(aside, -aside); best == nil || far < least {
			best, least = f, far
		}
	}
	return best
}
