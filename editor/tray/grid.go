package tray

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/editor/field"
)

// Sizes of the contact sheet in Fyne units.
const (
	tileWidth  = 140 // at least
	picHeight  = 108
	cellHeight = picHeight + 38
	cellGap    = 10
	sheetInset = 12
	toolSize   = 28 // a target for the hand
	toolCount  = 4
)

// A tool is what can be done to the photo under the pointer or the keyboard.
type tool struct {
	icon, hint string
	run        func(*Tray, *Item)
}

func tools() [toolCount]tool {
	return [toolCount]tool{
		{"turn-left", "tray.turnleft", func(t *Tray, i *Item) { t.TurnBy(i, -1) }},
		{"turn-right", "tray.turnright", func(t *Tray, i *Item) { t.TurnBy(i, 1) }},
		{"minus", "tray.leaveout", func(t *Tray, i *Item) { t.LeaveOut(i) }},
		{"plus", "tray.insertone", func(t *Tray, i *Item) { t.Insert(i) }},
	}
}

// grid is the sheet of thumbnails. Only the rows that show have objects, so 200 photos cost as much as the ones on the screen. It lies in
// a scroll container, which tells it what of it shows.
type grid struct {
	widget.BaseWidget
	tray    *Tray
	tools   [toolCount]tool
	current int
	hover   int // index of the tile under the pointer, -1
	over    int // tool under the pointer, -1
	held    bool
	top     float32 // first visible unit
	scene   *scene
}

var (
	_ fyne.Focusable         = (*grid)(nil)
	_ fyne.Shortcutable      = (*grid)(nil)
	_ fyne.Tappable          = (*grid)(nil)
	_ fyne.SecondaryTappable = (*grid)(nil)
	_ desktop.Hoverable      = (*grid)(nil)
)

func newGrid(t *Tray) *grid {
	g := &grid{tray: t, tools: tools(), hover: -1, over: -1}
	g.scene = newScene(g)
	g.ExtendBaseWidget(g)
	return g
}

// item is the current photo, nil when there is none.
func (g *grid) item() *Item {
	if g.current < 0 || g.current >= len(g.tray.items) {
		return nil
	}
	return g.tray.items[g.current]
}

func (g *grid) columns() int {
	return max(int((g.Size().Width-2*sheetInset+cellGap)/(tileWidth+cellGap)), 1)
}

// tileWidth is how wide a tile is: the tiles of a row fill it.
func (g *grid) tileWidth() float32 {
	c := float32(g.columns())
	return max((g.Size().Width-2*sheetInset-(c-1)*cellGap)/c, tileWidth)
}

// place is where the tile of an index stands.
func (g *grid) place(i int) fyne.Position {
	c := g.columns()
	return fyne.NewPos(sheetInset+float32(i%c)*(g.tileWidth()+cellGap), float32(i/c)*(cellHeight+cellGap)+2)
}

// at is the index of the tile at a place, -1 for none.
func (g *grid) at(p fyne.Position) int {
	c := g.columns()
	col, row := int((p.X-sheetInset)/(g.tileWidth()+cellGap)), int(p.Y/(cellHeight+cellGap))
	i := row*c + col
	if p.X < sheetInset || col >= c || i >= len(g.tray.items) {
		return -1
	}
	if o := p.Subtract(g.place(i)); o.X < 0 || o.X > g.tileWidth() || o.Y < 0 || o.Y > cellHeight {
		return -1
	}
	return i
}

// toolbar is the index of the tile that shows its tools, -1 for none.
func (g *grid) toolbar() int {
	if g.hover >= 0 {
		return g.hover
	}
	if g.held && g.current < len(g.tray.items) {
		return g.current
	}
	return -1
}

// toolPlace is where a tool of tile i stands.
func (g *grid) toolPlace(i, k int) fyne.Position {
	return g.place(i).AddXY((g.tileWidth()-toolCount*toolSize)/2+float32(k)*toolSize, picHeight-toolSize-5)
}

// toolAt is the tool at a place, -1 for none.
func (g *grid) toolAt(p fyne.Position) int {
	i := g.toolbar()
	if i < 0 {
		return -1
	}
	o := p.Subtract(g.toolPlace(i, 0))
	if o.X < 0 || o.Y < 0 || o.Y >= toolSize || o.X >= toolCount*toolSize {
		return -1
	}
	return int(o.X / toolSize)
}

// view is called when the sheet was scrolled.
func (g *grid) view(top float32) {
	g.top = top
	g.scene.arrange()
}

// relayout follows a changed number of photos.
func (g *grid) relayout() {
	g.current = max(min(g.current, len(g.tray.items)-1), 0)
	g.hover, g.over = -1, -1
	if g.tray.scroll != nil {
		g.tray.scroll.Refresh()
	}
}

// MinSize is for Fyne: the height of all rows.
func (g *grid) MinSize() fyne.Size {
	rows := (len(g.tray.items) + g.columns() - 1) / g.columns()
	return fyne.NewSize(tileWidth+2*sheetInset, float32(rows)*(cellHeight+cellGap)+2)
}

// Resize is for Fyne: another width may mean another number of rows.
func (g *grid) Resize(size fyne.Size) {
	before := g.columns()
	g.BaseWidget.Resize(size)
	if g.columns() != before {
		g.tray.scroll.Refresh()
	}
	g.scene.arrange()
}

// choose makes a photo the current one and brings it into view.
func (g *grid) choose(i int) {
	if i < 0 || i >= len(g.tray.items) {
		return
	}
	g.current = i
	y, s := g.place(i).Y, g.tray.scroll
	switch {
	case y < s.Offset.Y:
		s.ScrollToOffset(fyne.NewPos(0, y-2))
	case y+cellHeight > s.Offset.Y+s.Size().Height:
		s.ScrollToOffset(fyne.NewPos(0, y+cellHeight-s.Size().Height+4))
	}
	g.top = s.Offset.Y
	g.scene.arrange()
	g.tray.detail.update()
}

// Tapped is for Fyne: a click chooses, or uses a tool.
func (g *grid) Tapped(ev *fyne.PointEvent) {
	g.hover = g.at(ev.Position)
	k := g.toolAt(ev.Position)
	i := g.at(ev.Position)
	if i < 0 {
		g.tray.o.Focus(g)
		return
	}
	g.choose(i)
	if k >= 0 {
		g.tools[k].run(g.tray, g.item())
	}
	g.tray.o.Focus(g)
}

// TappedSecondary is for Fyne: the tools as a menu.
func (g *grid) TappedSecondary(ev *fyne.PointEvent) {
	i := g.at(ev.Position)
	c := fyne.CurrentApp().Driver().CanvasForObject(g)
	if i < 0 || c == nil {
		return
	}
	g.choose(i)
	menu := fyne.NewMenu("")
	for _, t := range g.tools {
		menu.Items = append(menu.Items, fyne.NewMenuItem(assets.T(t.hint), func() { t.run(g.tray, g.item()) }))
	}
	widget.ShowPopUpMenuAtPosition(menu, c, fyne.CurrentApp().Driver().AbsolutePositionForObject(g).Add(ev.Position))
}

// MouseIn is for Fyne.
func (g *grid) MouseIn(ev *desktop.MouseEvent) { g.MouseMoved(ev) }

// MouseMoved is for Fyne.
func (g *grid) MouseMoved(ev *desktop.MouseEvent) {
	hover := g.at(ev.Position)
	changed := hover != g.hover
	g.hover = hover
	if over := g.toolAt(ev.Position); over != g.over {
		g.over, changed = over, true
		g.hint()
	}
	if changed {
		g.scene.arrange()
	}
}

// MouseOut is for Fyne.
func (g *grid) MouseOut() {
	g.hover, g.over = -1, -1
	g.hint()
	g.scene.arrange()
}

// hint says in the head what the tool under the pointer does.
func (g *grid) hint() {
	g.tray.hint = ""
	if i := g.toolbar(); g.over >= 0 && i >= 0 {
		id := g.tools[g.over].hint
		if id == "tray.leaveout" && g.tray.items[i].Out {
			id = "tray.takein"
		}
		g.tray.hint = assets.T(id)
	}
	g.tray.arrange()
}

// FocusGained is for Fyne.
func (g *grid) FocusGained() { g.hold(true) }

// FocusLost is for Fyne.
func (g *grid) FocusLost() { g.hold(false) }

func (g *grid) hold(on bool) {
	g.held = on
	g.scene.arrange()
	g.tray.o.Ways.Hold(g, on)
}

// TypedRune is for Fyne: the brackets turn.
func (g *grid) TypedRune(r rune) {
	switch r {
	case '[', '【':
		g.tray.TurnBy(g.item(), -1)
	case ']', '】':
		g.tray.TurnBy(g.item(), 1)
	}
}

// TypedKey is for Fyne.
func (g *grid) TypedKey(ev *fyne.KeyEvent) {
	last, cols := len(g.tray.items)-1, g.columns()
	page := max(int(g.tray.scroll.Size().Height/(cellHeight+cellGap)), 1) * cols
	if field.AsksMenu(ev.Name) {
		at := g.place(g.current).AddXY(tileWidth/2, picHeight/2)
		g.TappedSecondary(&fyne.PointEvent{Position: at})
		return
	}
	switch ev.Name {
	case fyne.KeyLeft:
		g.choose(max(g.current-1, 0))
	case fyne.KeyRight:
		g.choose(min(g.current+1, last))
	case fyne.KeyUp:
		if g.current >= cols {
			g.choose(g.current - cols)
		}
	case fyne.KeyDown:
		if g.current/cols < last/cols {
			g.choose(min(g.current+cols, last))
		}
	case fyne.KeyPageUp:
		g.choose(max(g.current-page, g.current%cols))
	case fyne.KeyPageDown:
		g.choose(min(g.current+page, last))
	case fyne.KeyHome:
		g.choose(0)
	case fyne.KeyEnd:
		g.choose(last)
	case fyne.KeySpace, fyne.KeyDelete, fyne.KeyBackspace:
		g.tray.LeaveOut(g.item())
	case fyne.KeyReturn, fyne.KeyEnter:
		g.tray.Insert(g.item())
	case fyne.KeyEscape:
		g.tray.o.Cancel()
	default:
		g.tray.o.Ways.Function(ev.Name)
	}
}

// TypedShortcut is for Fyne: Ctrl+Enter puts all in, the rest is the window's.
func (g *grid) TypedShortcut(s fyne.Shortcut) { g.tray.shortcut(s) }

func (t *Tray) shortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && c.Modifier == fyne.KeyModifierShortcutDefault && (c.KeyName == fyne.KeyReturn || c.KeyName == fyne.KeyEnter) {
		t.InsertAll(false)
		return
	}
	t.o.Ways.Shortcut(s)
}

// CreateRenderer is for Fyne.
func (g *grid) CreateRenderer() fyne.WidgetRenderer { return &gridRenderer{g.scene} }

type gridRenderer struct{ s *scene }

func (r *gridRenderer) Destroy()                     {}
func (r *gridRenderer) Layout(fyne.Size)             { r.s.arrange() }
func (r *gridRenderer) MinSize() fyne.Size           { return r.s.g.MinSize() }
func (r *gridRenderer) Objects() []fyne.CanvasObject { return r.s.objects }
func (r *gridRenderer) Refresh()                     { r.s.recolour(); r.s.arrange() }
