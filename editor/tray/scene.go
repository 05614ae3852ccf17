package tray

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"lanyard/assets"
	"lanyard/assets/theme"
)

// iconSide is the size of the sign in a tile without a picture.
const iconSide = 26

// cell is the objects of one tile.
type cell struct {
	frame, track, bar, ring *canvas.Rectangle
	pic                     *canvas.Image
	name, note              *canvas.Text
	icon                    *canvas.Image // in place of a picture that does not come: parsing it for each tile held up the drop of many
	nameOf                  string
	nameIn                  float32
	shown                   *image.RGBA
}

// scene is what is drawn of the sheet: cells for the rows that show, reused as it scrolls, and the tools of one tile.
type scene struct {
	g       *grid
	cells   []*cell
	panel   *canvas.Rectangle
	lit     *canvas.Rectangle
	icons   [toolCount]*canvas.Image
	objects []fyne.CanvasObject
}

func newScene(g *grid) *scene {
	s := &scene{g: g, panel: canvas.NewRectangle(nil), lit: canvas.NewRectangle(nil)}
	s.panel.CornerRadius, s.lit.CornerRadius = 6, 5
	s.panel.StrokeWidth = 1
	for k := range s.icons {
		s.icons[k] = canvas.NewImageFromResource(theme.Icon(g.tools[k].icon))
		s.icons[k].FillMode = canvas.ImageFillContain
	}
	s.recolour()
	s.collect()
	return s
}

func newCell() *cell {
	c := &cell{
		frame: canvas.NewRectangle(nil), track: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil), ring: canvas.NewRectangle(color.Transparent),
		pic:  &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest},
		name: canvas.NewText("", nil), note: canvas.NewText("", nil),
	}
	c.frame.CornerRadius, c.ring.CornerRadius, c.track.CornerRadius, c.bar.CornerRadius = 6, 7, 1.5, 1.5
	c.ring.StrokeWidth = 2
	c.icon = &canvas.Image{FillMode: canvas.ImageFillContain}
	return c
}

func (s *scene) collect() {
	s.objects = s.objects[:0]
	for _, c := range s.cells {
		s.objects = append(s.objects, c.frame, c.icon, c.pic, c.track, c.bar, c.name, c.note, c.ring)
	}
	s.objects = append(s.objects, s.panel, s.lit)
	for _, i := range s.icons {
		s.objects = append(s.objects, i)
	}
}

// recolour follows the theme.
func (s *scene) recolour() {
	p := theme.Current()
	s.panel.FillColor, s.panel.StrokeColor, s.lit.FillColor = p.Raised, p.Hairline, p.Pressed
	for _, c := range s.cells {
		c.nameOf = "\x00" // the size of text may be another one
	}
}

// arrange puts the visible tiles in their places and shows their items as they are.
func (s *scene) arrange() {
	g := s.g
	cols := g.columns()
	height := float32(600)
	if g.tray.scroll != nil && g.tray.scroll.Size().Height > 0 {
		height = g.tray.scroll.Size().Height
	}
	first := max(int(g.top/(cellHeight+cellGap)), 0) * cols
	rows := int(height/(cellHeight+cellGap)) + 2
	n := max(min(first+rows*cols, len(g.tray.items))-first, 0)
	if len(s.cells) < n {
		for len(s.cells) < n {
			s.cells = append(s.cells, newCell())
		}
		s.collect()
	}
	for k, c := range s.cells {
		if k < n {
			s.set(c, first+k)
		} else {
			c.show(false)
		}
	}
	s.showTools(first, n)
	canvas.Refresh(g)
}

// forget lets go of the tiles.
func (s *scene) forget() {
	for _, c := range s.cells {
		c.pic.Image, c.shown = nil, nil
	}
	s.cells = nil
	s.collect()
}

func (c *cell) show(on bool) {
	for _, o := range []fyne.CanvasObject{c.frame, c.icon, c.pic, c.track, c.bar, c.name, c.note, c.ring} {
		show(o, on)
	}
}

// set shows item i in a cell.
func (s *scene) set(c *cell, i int) {
	g, p := s.g, theme.Current()
	item, at := g.tray.items[i], g.place(i)
	c.show(true)
	c.frame.FillColor = p.Chip
	c.frame.Move(at)
	c.frame.Resize(fyne.NewSize(g.tileWidth(), picHeight))
	s.setPicture(c, item, at)
	s.setBar(c, item, at)

	c.name.TextSize, c.note.TextSize = fynetheme.CaptionTextSize(), fynetheme.CaptionTextSize()-0.5
	wide := g.tileWidth()
	if c.nameOf != item.Name || c.nameIn != wide {
		c.nameOf, c.nameIn = item.Name, wide
		c.name.Text = clip(item.Name, wide-4, c.name.TextSize, fyne.TextStyle{})
	}
	c.name.Color = p.Ink
	note, tint := note(item, p)
	c.note.Text, c.note.Color = clip(note, wide-4, c.note.TextSize, fyne.TextStyle{}), tint
	if item.Out {
		c.name.Color = p.Faint
	}
	c.name.Move(at.AddXY(2, picHeight+3))
	c.note.Move(at.AddXY(2, picHeight+18))
	for _, t := range []*canvas.Text{c.name, c.note} {
		t.Resize(t.MinSize())
		t.Refresh()
	}

	show(c.ring, i == g.current)
	c.ring.StrokeColor = p.Faint
	if g.held {
		c.ring.StrokeColor = p.Accent
	}
	c.ring.Move(at.SubtractXY(2, 2))
	c.ring.Resize(fyne.NewSize(wide+4, picHeight+4))
	c.frame.Refresh()
	c.ring.Refresh()
}

func (s *scene) setPicture(c *cell, item *Item, at fyne.Position) {
	m, wide := item.picture(), s.g.tileWidth()
	blank := m == nil && item.Problem == "" && (item.State == Waiting || item.State == Working) // its picture is on the way
	show(c.pic, m != nil)
	show(c.icon, m == nil && !blank)
	if blank {
		return
	}
	if m == nil {
		r := theme.Icon("photo")
		if item.Problem != "" {
			r = theme.Coloured("error", fynetheme.ColorNameError)
		}
		if c.icon.Resource == nil || c.icon.Resource.Name() != r.Name() {
			c.icon.Resource = r
			c.icon.Refresh()
		}
		c.icon.Move(at.AddXY((wide-iconSide)/2, (picHeight-iconSide)/2))
		c.icon.Resize(fyne.NewSquareSize(iconSide))
		return
	}
	w, h := float32(m.Rect.Dx()), float32(m.Rect.Dy())
	f := min((wide-8)/w, (picHeight-8)/h)
	size := fyne.NewSize(w*f, h*f)
	fade := 0.0
	if item.Out || item.State == Placed {
		fade = 0.7
	}
	changed := c.shown != m || c.pic.Translucency != fade
	c.shown, c.pic.Image, c.pic.Translucency, c.pic.CornerRadius = m, m, fade, 3
	c.pic.Move(at.AddXY((wide-size.Width)/2, (picHeight-size.Height)/2))
	if c.pic.Size() != size {
		c.pic.Resize(size)
	} else if changed {
		c.pic.Refresh()
	}
}

// setBar shows how far the photo is.
func (s *scene) setBar(c *cell, item *Item, at fyne.Position) {
	p, wide := theme.Current(), s.g.tileWidth()
	under := item.State == Waiting || item.State == Working
	show(c.track, under)
	show(c.bar, item.State == Working)
	const inset, thick = 10, 3
	c.track.FillColor, c.bar.FillColor = p.Hairline, p.Accent
	c.track.Move(at.AddXY(inset, picHeight-thick-6))
	c.track.Resize(fyne.NewSize(wide-2*inset, thick))
	c.bar.Move(c.track.Position())
	c.bar.Resize(fyne.NewSize((wide-2*inset)/2, thick))
	c.track.Refresh()
	c.bar.Refresh()
}

// note is the line below the name: what is most worth knowing.
func note(i *Item, p theme.Palette) (string, color.NRGBA) {
	switch {
	case i.Problem != "":
		return assets.T("tray.note.failed"), p.Error
	case i.State == Placed:
		return assets.T("tray.note.placed"), p.Success
	case i.Out:
		return assets.T("tray.note.out"), p.Secondary
	case i.Near != "":
		return assets.T("tray.note.near", i.Near), p.Warning
	case !i.Taken.IsZero():
		return i.Taken.Format("2006-01-02 15:04"), p.Secondary
	}
	return "", p.Secondary
}

// clip shortens text that is wider than width, in Fyne units.
func clip(text string, width, size float32, style fyne.TextStyle) string {
	if fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+"…", size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(runes[:low]) + "…"
}

// showTools shows the tools of the tile under the pointer, or of the one with the keyboard.
func (s *scene) showTools(first, n int) {
	g := s.g
	i := g.toolbar()
	on := i >= first && i < first+n && g.tray.items[i].State != Placed
	show(s.panel, on)
	show(s.lit, on && g.over >= 0)
	for _, icon := range s.icons {
		show(icon, on)
	}
	if !on {
		return
	}
	s.panel.Move(g.toolPlace(i, 0))
	s.panel.Resize(fyne.NewSize(toolCount*toolSize, toolSize))
	s.panel.Refresh()
	if g.over >= 0 {
		s.lit.Move(g.toolPlace(i, g.over).AddXY(2, 2))
		s.lit.Resize(fyne.NewSize(toolSize-4, toolSize-4))
		s.lit.Refresh()
	}
	for k, icon := range s.icons {
		name := g.tools[k].icon
		if name == "minus" && g.tray.items[i].Out {
			name = "undo"
		}
		if r := theme.Icon(name); icon.Resource == nil || icon.Resource.Name() != r.Name() {
			icon.Resource = r
			icon.Refresh()
		}
		icon.Move(g.toolPlace(i, k).AddXY(6, 6))
		icon.Resize(fyne.NewSize(toolSize-12, toolSize-12))
	}
}
