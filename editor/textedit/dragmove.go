package textedit

import "lanyard/editor/text"

// holds reports whether an offset is inside the one selected range, from where a drag moves its text.
func (e *Editor) holds(off int) bool {
	sel := e.host.State().Selection
	r := sel.MainRange()
	return len(sel.Ranges) == 1 && off > r.From() && off < r.To()
}

// dropSelected moves the selected text to where it was dragged, as one step. Without a drag, or back onto itself, the press was a click.
func (e *Editor) dropSelected() {
	p := &e.input.pointer
	st := e.host.State()
	r := st.Selection.MainRange()
	if p.target < 0 || !e.holds(p.from.Head) {
		e.selectPointer(text.Range{Anchor: p.from.Head, Head: p.from.Head}, false)
		return
	}
	if p.target >= r.From() && p.target <= r.To() || p.target < e.host.Floor() {
		e.arrange()
		return
	}
	body := st.Doc.Slice(r.From(), r.To())
	change, err := text.NewChange(st.Doc.Len(), text.Edit{From: r.From(), To: r.To()}, text.Edit{From: p.target, To: p.target, Insert: body})
	if err != nil {
		return // the target is outside the range, so this cannot be
	}
	at := p.target
	if at > r.To() {
		at -= len(body)
	}
	sel := text.Single(at, at+len(body))
	e.dispatch(text.Transaction{Change: change, Selection: &sel, Kind: text.Command})
}
