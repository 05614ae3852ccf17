package textedit

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/editor/text"
)

// holds reports whether a position, where off is nearest, is on the one selected range, from where a drag moves its text.
func (e *Editor) holds(pos fyne.Position, off int) bool {
	sel := e.host.State().Selection
	r := sel.MainRange()
	switch {
	case len(sel.Ranges) != 1 || r.Empty():
		return false
	case off == r.From():
		return pos.X >= e.PositionOf(off).X
	case off == r.To():
		return pos.X < e.PositionOf(off).X
	}
	return off > r.From() && off < r.To()
}

// dragTarget shows where the dragged text would go.
func (e *Editor) dragTarget(pos fyne.Position) {
	pos.Y = min(max(pos.Y, 0), e.view.size.Height)
	if off, _ := e.hit(pos); off != e.input.pointer.target {
		e.input.pointer.target = off
		e.arrange()
	}
}

// cancelMove ends a drag of selected text and leaves the text where it is; false when there was none.
func (e *Editor) cancelMove() bool {
	p := &e.input.pointer
	if p.mode != dragMove {
		return false
	}
	p.mode = dragOver
	e.stopAuto()
	e.arrange()
	return true
}

// copies reports whether a drop with these modifiers leaves the text where it was: with Ctrl, on macOS with ⌥.
func copies(mods fyne.KeyModifier) bool {
	if runtime.GOOS == "darwin" {
		return mods&fyne.KeyModifierAlt != 0
	}
	return mods&fyne.KeyModifierControl != 0
}

// heldModifiers are the modifiers that are down, where the driver can tell.
func heldModifiers() fyne.KeyModifier {
	if app := fyne.CurrentApp(); app != nil {
		if d, ok := app.Driver().(desktop.Driver); ok {
			return d.CurrentKeyModifiers()
		}
	}
	return 0
}

// dropSelected puts the selected text to where it was dragged, as one step, and takes it from where it was unless the drop copies.
// Without a drag the press was a click. Where another change came under the drag, and on the text itself, nothing happens.
func (e *Editor) dropSelected(mods fyne.KeyModifier) {
	p := &e.input.pointer
	st := e.host.State()
	r := st.Selection.MainRange()
	e.arrange() // the mark goes away
	if len(st.Selection.Ranges) != 1 || r != p.taken {
		return
	}
	if p.target < 0 {
		e.selectPointer(p.from, false)
		return
	}
	at, keep := p.target, copies(mods)
	if at > r.From() && at < r.To() || !keep && (at == r.From() || at == r.To()) || at < e.host.Floor() || at > st.Doc.Len() {
		return
	}
	body := st.Doc.Slice(r.From(), r.To())
	edits := []text.Edit{{From: at, To: at, Insert: body}}
	if !keep {
		edits = append(edits, text.Edit{From: r.From(), To: r.To()})
	}
	change, err := text.NewChange(st.Doc.Len(), edits...)
	if err != nil {
		return // the target is outside the range, so this cannot be
	}
	if !keep && at > r.To() {
		at -= len(body)
	}
	sel := text.Single(at, at+len(body))
	e.dispatch(text.Transaction{Change: change, Selection: &sel, Kind: text.Command})
}
