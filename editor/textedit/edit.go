package textedit

import (
	"strings"

	"fyne.io/fyne/v2"

	"lanyard/editor/text"
)

// Insert replaces every selected range by s, as typing does. All text comes in here.
func (e *Editor) Insert(s string) {
	e.input.leaving = false
	st := e.host.State()
	if e.opt.Type != nil {
		if tr, ok := e.opt.Type(st, s); ok {
			e.dispatch(tr)
			return
		}
	}
	e.replace(s, text.Type)
}

// dispatch sends a transaction of the editor's, with the time and the wish to see its caret.
func (e *Editor) dispatch(tr text.Transaction) {
	if tr.Time.IsZero() {
		tr.Time = e.opt.Now()
	}
	tr.Scroll = true
	e.host.Dispatch(tr)
}

// replace puts s in the place of every range and the carets behind it.
func (e *Editor) replace(s string, kind text.Kind) {
	sel := e.host.State().Selection
	edits := make([]text.Edit, len(sel.Ranges))
	for i, r := range sel.Ranges {
		edits[i] = text.Edit{From: r.From(), To: r.To(), Insert: s}
	}
	e.edit(edits, kind)
}

// edit dispatches edits, one for each range, which leave a caret behind them each. Nothing before the floor is touched.
func (e *Editor) edit(edits []text.Edit, kind text.Kind) {
	st := e.host.State()
	floor := e.host.Floor()
	ranges := make([]text.Range, 0, len(edits))
	kept := edits[:0]
	shift, end := 0, floor
	for _, ed := range edits {
		ed.From = max(ed.From, end)
		ed.To = max(ed.To, ed.From)
		end = ed.To
		at := ed.From + shift + len(ed.Insert)
		ranges = append(ranges, text.Range{Anchor: at, Head: at})
		shift += len(ed.Insert) - (ed.To - ed.From)
		if ed.From < ed.To || ed.Insert != "" {
			kept = append(kept, ed)
		}
	}
	if len(kept) == 0 {
		return
	}
	change, err := text.NewChange(st.Doc.Len(), kept...)
	if err != nil {
		return // the ranges of a selection are apart, so this cannot be
	}
	sel := text.Select(ranges, st.Selection.Main)
	e.dispatch(text.Transaction{Change: change, Selection: &sel, Kind: kind})
}

// collapse takes back what Escape can: several carets to the main one, a selection to its head.
func (e *Editor) collapse() {
	st := e.host.State()
	r := st.Selection.MainRange()
	switch {
	case len(st.Selection.Ranges) > 1:
		e.selectRanges(text.Single(r.Anchor, r.Head), nil, false)
	case !r.Empty():
		e.selectRanges(text.Caret(r.Head), nil, false)
	}
}

// SelectAll selects everything from the floor on.
func (e *Editor) SelectAll() {
	e.selectRanges(text.Single(e.host.Floor(), e.host.State().Doc.Len()), nil, false)
	e.setPrimary()
}

func (e *Editor) clipboard() Clipboard {
	if e.opt.Clipboard != nil {
		return e.opt.Clipboard
	}
	return fyne.CurrentApp().Clipboard()
}

// selected is the selected text, ranges apart by line ends; without a selection the lines of the carets.
func (e *Editor) selected() (s string, ranges []text.Range) {
	st := e.host.State()
	for _, r := range st.Selection.Ranges {
		if !r.Empty() {
			ranges = append(ranges, text.Range{Anchor: r.From(), Head: r.To()})
		}
	}
	lines := len(ranges) == 0
	if lines {
		done := -1
		for _, r := range st.Selection.Ranges {
			if line := st.Doc.LineAt(r.Head); line > done {
				done = line
				from := max(st.Doc.LineStart(line), e.host.Floor())
				ranges = append(ranges, text.Range{Anchor: from, Head: st.Doc.LineEnd(line) + len(st.Doc.EOLOf(line))})
			}
		}
	}
	var b strings.Builder
	for i, r := range ranges {
		if i > 0 && !lines {
			b.WriteByte('\n')
		}
		b.WriteString(st.Doc.Slice(r.Anchor, r.Head))
	}
	if lines && !strings.HasSuffix(b.String(), "\n") {
		b.WriteByte('\n')
	}
	return b.String(), ranges
}

// Copy puts the selected text on the clipboard; without a selection the whole line.
func (e *Editor) Copy() {
	s, _ := e.selected()
	e.clipboard().SetContent(s)
}

// Cut is Copy and then deletion.
func (e *Editor) Cut() {
	s, ranges := e.selected()
	e.clipboard().SetContent(s)
	st := e.host.State()
	edits := make([]text.Edit, len(ranges))
	for i, r := range ranges {
		edits[i] = text.Edit{From: r.Anchor, To: r.Head}
	}
	if change, err := text.NewChange(st.Doc.Len(), edits...); err == nil && !change.Empty() {
		e.dispatch(text.Transaction{Change: change, Kind: text.Command})
	}
}

// Paste inserts the clipboard's text as it is, but for its line ends, which become the document's.
func (e *Editor) Paste() { e.paste(e.clipboard().Content()) }

func (e *Editor) paste(s string) {
	if s == "" {
		return
	}
	if strings.ContainsAny(s, "\r\n") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
		if eol := e.host.State().Doc.EOL(); eol != "\n" {
			s = strings.ReplaceAll(s, "\n", eol)
		}
	}
	e.replace(strings.ToValidUTF8(s, "\ufffd"), text.Paste)
}

// setPrimary offers what is selected as the primary selection.
func (e *Editor) setPrimary() {
	st := e.host.State()
	if r := st.Selection.MainRange(); !r.Empty() {
		e.opt.Primary.SetContent(st.Doc.Slice(r.From(), r.To()))
	}
}
