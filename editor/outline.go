package editor

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/editor/edit"
	"lanyard/editor/field"
	"lanyard/editor/sched"
	"lanyard/editor/text"
	"lanyard/editor/textedit"
	"lanyard/editor/workcopy"
)

// outline is the headings of the open post, below the list of posts. It follows the caret; a click goes to a heading, dragging one moves
// its section. From the keyboard: arrows choose, Enter goes there, Alt and an arrow move the section.
type outline struct {
	widget.BaseWidget
	outlineNeeds

	heads   []edit.HeadingLine
	base    int // the highest level there is
	at      int // the heading above the caret, -1 for none
	chosen  int // the row of the keyboard
	focused bool
	hover   int
	drag    int  // the heading being dragged, -1 for none
	drop    int  // where it would go: before this heading
	dropped bool // Escape ended the drag whose button is still held
	offset  float32

	newest int  // of the newest text that the headings were asked of
	busy   bool // somebody looks for them
	follow int  // offset of the heading to choose when they are known, -1 for none
	stop   func()
}

var (
	_ fyne.Focusable    = (*outline)(nil)
	_ fyne.Shortcutable = (*outline)(nil)
	_ fyne.Tappable     = (*outline)(nil)
	_ fyne.Draggable    = (*outline)(nil)
	_ fyne.Scrollable   = (*outline)(nil)
	_ desktop.Hoverable = (*outline)(nil)
)

const (
	outlineRow    = 28
	outlineIndent = 14
	outlineHeight = 40   // of its head
	outlineShare  = 0.42 // of the left column
	outlineDelay  = 200 * time.Millisecond
)

// outlineNeeds is what the outline asks of the window.
type outlineNeeds struct {
	sched  *sched.Scheduler
	post   func() *workcopy.Copy // the one that shows; nil for none
	env    func() edit.Env       // for commands on it
	wanted func() bool           // the author wants to see an outline
	goOff  func(off, top int)    // puts the caret at an offset, and the line of another one at the top of the view
	back   func()                // brings the text back where the outline stands in its place
	home   func()                // gives the keyboard to the text
	ways   field.Ways
	key    func(chord string) // a key that the outline has no use for
}

func newOutline(needs outlineNeeds) *outline {
	o := &outline{outlineNeeds: needs, at: -1, hover: -1, drag: -1, drop: -1, follow: -1}
	o.ExtendBaseWidget(o)
	return o
}

// changed looks for the headings anew, a moment after the last change.
func (o *outline) changed() {
	o.newest++
	if !o.wanted() {
		return
	}
	if o.post() == nil {
		o.set(nil)
		return
	}
	if o.stop != nil {
		o.stop()
	}
	o.stop = o.sched.After(outlineDelay, o.look)
}

// look finds the headings beside the UI goroutine.
func (o *outline) look() {
	o.stop = nil
	p := o.post()
	if o.busy || p == nil {
		return
	}
	o.busy = true
	doc, floor, wanted := p.State().Doc, p.BodyFrom(), o.newest
	o.sched.Go("outline", func(context.Context) {
		heads := edit.Outline(doc, floor)
		o.sched.Do(func() {
			o.busy = false
			if wanted != o.newest {
				o.look()
				return
			}
			o.set(heads)
		})
	})
}

func (o *outline) set(heads []edit.HeadingLine) {
	o.heads, o.base = heads, 6
	for _, h := range heads {
		o.base = min(o.base, h.Level)
	}
	o.chosen = min(o.chosen, max(len(heads)-1, 0))
	o.drag, o.drop = -1, -1
	o.at = -1
	o.caret()
	if o.follow >= 0 {
		o.chosen = max(edit.HeadingAt(heads, o.follow), 0)
		o.follow = -1
		o.reveal(o.chosen)
	}
	o.scroll(0)
	o.Refresh()
}

// fresh reports whether the headings are those of the present text.
func (o *outline) fresh() bool { return o.stop == nil && !o.busy }

// caret follows the caret of the text.
func (o *outline) caret() {
	if o.post() == nil || !o.fresh() {
		return
	}
	at := edit.HeadingAt(o.heads, o.post().State().Selection.MainRange().Head)
	if at == o.at {
		return
	}
	o.at = at
	if !o.focused {
		o.chosen = max(at, 0)
	}
	o.reveal(max(at, 0))
	o.Refresh()
}

// reveal scrolls a row into view.
func (o *outline) reveal(i int) {
	top := float32(i) * outlineRow
	if top < o.offset {
		o.offset = top
	} else if bottom := top + outlineRow - o.Size().Height; bottom > o.offset {
		o.offset = bottom
	}
	o.scroll(0)
}

func (o *outline) scroll(dy float32) {
	o.offset = min(max(o.offset+dy, 0), max(float32(len(o.heads))*outlineRow-o.Size().Height, 0))
}

// row is the heading at a height of the widget, or -1.
func (o *outline) row(y float32) int {
	if i := int((y + o.offset) / outlineRow); y >= 0 && y < o.Size().Height && i < len(o.heads) {
		return i
	}
	return -1
}

// goTo puts the caret on a heading.
func (o *outline) goTo(i int) {
	if i < 0 || i >= len(o.heads) || !o.fresh() {
		return
	}
	o.back()
	h := o.heads[i]
	doc := o.post().State().Doc
	o.goOff(min(doc.LineEnd(h.Line), doc.Len()), h.From)
}

// Tapped goes to the heading.
func (o *outline) Tapped(e *fyne.PointEvent) { o.goTo(o.row(e.Position.Y)) }

// Dragged shows where the section would go.
func (o *outline) Dragged(e *fyne.DragEvent) {
	if o.post() == nil || !o.fresh() {
		return
	}
	if o.dropped {
		return
	}
	if o.drag < 0 {
		if o.drag = o.row(e.Position.Y - e.Dragged.DY); o.drag < 0 {
			return
		}
	}
	switch y := e.Position.Y; {
	case y < 0:
		o.scroll(-outlineRow / 2)
	case y > o.Size().Height:
		o.scroll(outlineRow / 2)
	}
	o.drop = min(max(int((e.Position.Y+o.offset)/outlineRow+0.5), 0), len(o.heads))
	if _, ok := o.move(o.drag, o.drop); !ok {
		o.drop = -1
	}
	o.Refresh()
}

// DragEnd moves the section.
func (o *outline) DragEnd() {
	if tr, ok := o.move(o.drag, o.drop); ok && o.drop >= 0 {
		o.dispatch(tr)
	}
	o.drag, o.drop, o.dropped = -1, -1, false
	o.Refresh()
}

// letGo ends a drag without moving anything, and reports whether there was one.
func (o *outline) letGo() bool {
	if o.drag < 0 {
		return false
	}
	o.drag, o.drop, o.dropped = -1, -1, true
	o.Refresh()
	return true
}

// move is the transaction that takes a section before another heading.
func (o *outline) move(from, to int) (text.Transaction, bool) {
	if o.post() == nil || !o.fresh() || from < 0 || to < 0 {
		return text.Transaction{}, false
	}
	return edit.MoveSection(o.post().State(), o.env(), o.heads, from, to)
}

func (o *outline) dispatch(tr text.Transaction) {
	if tr.Selection != nil {
		o.follow = tr.Selection.MainRange().Head
	}
	o.post().Dispatch(tr)
}

// Scrolled is for fyne.Scrollable; it also clips the rows.
func (o *outline) Scrolled(e *fyne.ScrollEvent) {
	o.scroll(-e.Scrolled.DY * 2)
	o.Refresh()
}

// MouseIn is for desktop.Hoverable.
func (o *outline) MouseIn(e *desktop.MouseEvent) { o.MouseMoved(e) }

// MouseMoved is for desktop.Hoverable.
func (o *outline) MouseMoved(e *desktop.MouseEvent) { o.hoverOver(o.row(e.Position.Y)) }

// MouseOut is for desktop.Hoverable.
func (o *outline) MouseOut() { o.hoverOver(-1) }

func (o *outline) hoverOver(i int) {
	if i != o.hover {
		o.hover = i
		o.Refresh()
	}
}

// FocusGained is for fyne.Focusable.
func (o *outline) FocusGained() {
	o.focused, o.chosen = true, max(o.at, 0)
	o.Refresh()
	o.ways.Held(o, true)
}

// FocusLost is for fyne.Focusable.
func (o *outline) FocusLost() {
	o.focused = false
	o.Refresh()
	o.ways.Held(o, false)
}

// TypedRune is for fyne.Focusable.
func (o *outline) TypedRune(rune) {}

// TypedKey is for fyne.Focusable.
func (o *outline) TypedKey(e *fyne.KeyEvent) {
	page := max(int(o.Size().Height/outlineRow)-1, 1)
	switch e.Name {
	case fyne.KeyUp:
		o.choose(o.chosen - 1)
	case fyne.KeyDown:
		o.choose(o.chosen + 1)
	case fyne.KeyPageUp:
		o.choose(o.chosen - page)
	case fyne.KeyPageDown:
		o.choose(o.chosen + page)
	case fyne.KeyHome:
		o.choose(0)
	case fyne.KeyEnd:
		o.choose(len(o.heads) - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		o.goTo(o.chosen)
	case fyne.KeyEscape:
		if o.letGo() {
			return
		}
		o.back()
		o.home()
	default:
		o.key(string(e.Name))
	}
}

func (o *outline) choose(i int) {
	o.chosen = min(max(i, 0), max(len(o.heads)-1, 0))
	o.reveal(o.chosen)
	o.Refresh()
}

// TypedShortcut moves the chosen section; what else is pressed belongs to the window.
func (o *outline) TypedShortcut(s fyne.Shortcut) {
	chord, _ := textedit.Chord(s)
	if chord == "Alt+Up" || chord == "Alt+Down" {
		o.step(chord == "Alt+Up")
		return
	}
	o.ways.Forward(s)
}

// step moves the chosen section over its neighbour of the same level.
func (o *outline) step(up bool) {
	if o.post() == nil || !o.fresh() || o.chosen >= len(o.heads) {
		return
	}
	run := edit.SectionDown
	if up {
		run = edit.SectionUp
	}
	st := o.post().State()
	st.Selection = text.Caret(o.heads[o.chosen].From)
	if tr, ok := run(st, o.env()); ok {
		o.dispatch(tr)
	}
}

// MinSize does not depend on the text.
func (o *outline) MinSize() fyne.Size { return fyne.NewSize(listWidthMin, outlineRow) }
