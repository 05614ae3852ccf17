package editor

import (
	"regexp"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"lanyard/assets"
	"lanyard/editor/field"
	"lanyard/editor/find"
	"lanyard/editor/text"
)

// finder is the sheet for find and replace. It searches while one types; the matches are marked in the source.
type finder struct {
	w       *Workbench
	what    *sheetEntry
	with    *sheetEntry
	options [4]*field.Button // case, word, regular expression, in the selection
	result  *note
	within  []text.Range // the selection when the sheet was opened, mapped by every change
	query   *find.Finder
	matches []text.Range
	at      int
	open    bool        // the sheet is this one's
	shift   func() bool // whether Shift is down
}

const (
	optCase = iota
	optWord
	optRegexp
	optWithin
)

// Find opens the sheet, with the selected text in its field; replace shows the second row. From an open sheet it takes everything over.
func (w *Workbench) Find(replace bool) {
	p := w.active
	if p == nil {
		return
	}
	old, state := w.finder, p.Copy.State()
	f := w.newFinder()
	stays := old != nil && old.open && (!w.sourceFocused() || old.onMatch())
	if old != nil {
		f.with.Set(old.with.Text)
		for _, i := range []int{optCase, optWord, optRegexp} {
			f.options[i].On = old.options[i].On
		}
	}
	switch r := state.Selection.MainRange(); {
	case stays:
		f.what.Set(old.what.Text)
		f.within, f.options[optWithin].On = old.within, old.options[optWithin].On
	case !r.Empty() && state.Doc.LineAt(r.From()) != state.Doc.LineAt(r.To()):
		f.within = slices.Clone(state.Selection.Ranges)
		f.options[optWithin].On = true
	case !r.Empty():
		what := state.Doc.Slice(r.From(), r.To())
		if f.options[optRegexp].On {
			what = regexp.QuoteMeta(what)
		}
		f.what.Set(what)
	case old != nil:
		f.what.Set(old.what.Text)
	}
	first := f.what
	if stays && replace && f.what.Text != "" {
		first = f.with
	}
	w.sheet.Open("", f.layout(replace), first)
	w.finder, f.open = f, true
	w.sheet.OnClose(func() { f.open = false; w.source.SetMatches(nil, -1) })
	first.SelectAll() // select what is there, so that typing replaces it
	f.search(false)
}

// newFinder makes the fields and buttons. Enter goes to the next match, in the second field it replaces this one; with Shift it goes
// back.
func (w *Workbench) newFinder() *finder {
	f := &finder{w: w, at: -1, shift: heldShift}
	f.what = newSheetEntry(w, func() { f.step(1) })
	f.what.SetPlaceHolder(assets.T("window.find"))
	f.what.Typed = func(string) { f.search(true) }
	f.with = newSheetEntry(w, func() { f.replaceOne() })
	f.with.SetPlaceHolder(assets.T("window.find.with"))
	back := func(name fyne.KeyName) bool {
		enter := (name == fyne.KeyReturn || name == fyne.KeyEnter) && f.shift()
		if enter {
			f.step(-1)
		}
		return enter
	}
	f.what.Key, f.with.Key = back, back
	f.result = newNote(theme.SizeNameCaptionText, fyne.TextAlignTrailing)
	f.result.Truncation = fyne.TextTruncateOff
	for i, id := range []string{"window.find.case", "window.find.word", "window.find.regexp", "window.find.selection"} {
		f.options[i] = w.button(assets.T(id), "", field.Quiet, func() {
			f.options[i].SetOn(!f.options[i].On)
			f.focus()
			f.search(true)
		})
	}
	return f
}

// heldShift reports whether Shift is down, where the driver can tell.
func heldShift() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

// onMatch reports whether what is selected is the match that was found last.
func (f *finder) onMatch() bool {
	if f.at < 0 || f.at >= len(f.matches) || f.w.active == nil {
		return false
	}
	r, m := f.w.active.Copy.State().Selection.MainRange(), f.matches[f.at]
	return r.From() == m.From() && r.To() == m.To()
}

// layout lays the sheet out. The objects stand in the order of Tab: the fields, then the switches, then what acts.
func (f *finder) layout(replace bool) fyne.CanvasObject {
	w := f.w
	back := w.button("", "chevron-up", field.Quiet, func() { f.step(-1); f.focus() })
	next := w.button("", "chevron-down", field.Quiet, func() { f.step(1); f.focus() })
	options := []fyne.CanvasObject{f.options[optCase], f.options[optWord], f.options[optRegexp]}
	if f.within != nil {
		options = append(options, f.options[optWithin])
	}
	l := &findLayout{gap: 6, rows: []findRow{{
		flow:    flowLayout{gap: 4, stretch: f.what, least: 110},
		objects: append([]fyne.CanvasObject{f.what, f.result, back, next}, options...),
	}}}
	all := []fyne.CanvasObject{f.what}
	if replace {
		all = append(all, f.with)
	}
	all = append(append(append(all, f.result), options...), back, next)
	if replace {
		one := w.button(assets.T("window.find.replace"), "", field.Normal, f.replaceOne)
		every := w.button(assets.T("window.find.all"), "", field.Normal, f.replaceAll)
		all = append(all, one, every)
		l.rows = append(l.rows, findRow{flow: flowLayout{gap: 4, stretch: f.with, least: 110}, objects: []fyne.CanvasObject{f.with, one, every}})
	}
	return container.New(l, all...)
}

// findLayout lays rows of objects out that do not stand in the order of the rows.
type findLayout struct {
	gap   float32
	rows  []findRow
	width float32
}

type findRow struct {
	flow    flowLayout
	objects []fyne.CanvasObject
}

// MinSize is for fyne.Layout: the height at the width of the last layout.
func (l *findLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(min(l.width, bodyWidthMin/2), l.arrange())
}

// Layout is for fyne.Layout.
func (l *findLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.arrange()
}

func (l *findLayout) arrange() float32 {
	y := float32(0)
	for i := range l.rows {
		row := &l.rows[i]
		height := row.flow.arrange(row.objects, l.width)
		for _, o := range row.objects {
			o.Move(o.Position().AddXY(0, y))
		}
		y += height + l.gap
	}
	return max(y-l.gap, 0)
}

// focus gives the keyboard back to the field after a click; a button that was pressed from the keyboard keeps it.
func (f *finder) focus() {
	if c := f.w.env.Window.Canvas(); c.Focused() == nil || c.Focused() == fyne.Focusable(f.w.source) {
		c.Focus(f.what)
	}
}

// search finds all matches in the present text and marks them. jump brings the first one from the selection on into view.
func (f *finder) search(jump bool) {
	from := -1
	if p := f.w.active; jump && p != nil {
		from = p.Copy.State().Selection.MainRange().From()
	}
	f.searchFrom(from)
}

// searchFrom is search that jumps to the first match from an offset on; a negative one jumps nowhere.
func (f *finder) searchFrom(from int) {
	p := f.w.active
	f.matches, f.at, f.query = nil, -1, nil
	if p == nil || f.what.Text == "" {
		f.show("")
		return
	}
	q := find.Query{
		Text: f.what.Text, Case: f.options[optCase].On, Word: f.options[optWord].On, Regexp: f.options[optRegexp].On,
		Floor: p.Copy.Floor(),
	}
	if f.options[optWithin].On {
		q.Within = f.within
	}
	query, err := find.Compile(q)
	if err != nil {
		f.show(err.Error())
		return
	}
	state := p.Copy.State()
	f.query, f.matches = query, query.All(state.Doc)
	if len(f.matches) == 0 {
		f.show(assets.T("window.find.none"))
		return
	}
	if from >= 0 {
		f.pick(find.Next(f.matches, from, false))
	} else {
		f.show(assets.N("window.find.count", len(f.matches)))
	}
}

func (f *finder) show(text string) {
	if text != f.result.Text() {
		f.result.SetText(text)
		f.w.relayout()
	}
	f.w.source.SetMatches(f.matches, f.at)
}

// pick puts the selection on a match without taking the keyboard out of the field.
func (f *finder) pick(i int) {
	f.at = i
	f.show(assets.T("window.find.of", i+1, len(f.matches)))
	m := f.matches[i]
	f.w.active.Copy.Dispatch(text.Transaction{Selection: new(text.Single(m.From(), m.To())), Kind: text.Move, Scroll: true})
	f.w.source.Reveal(m.From())
}

func (f *finder) step(n int) {
	if len(f.matches) == 0 {
		f.search(true)
		return
	}
	r := f.w.active.Copy.State().Selection.MainRange()
	for i, m := range f.matches { // from the match that is selected, which may be empty, to its neighbour
		if m.From() == r.From() && m.To() == r.To() {
			f.pick((i + n + len(f.matches)) % len(f.matches))
			return
		}
	}
	if n > 0 {
		f.pick(find.Next(f.matches, r.To(), false))
	} else {
		f.pick(find.Next(f.matches, r.From(), true))
	}
}

// FindStep goes to the next or previous match of the last search; without one it opens the sheet.
func (w *Workbench) FindStep(n int) {
	if w.finder == nil || w.finder.what.Text == "" || w.active == nil {
		w.Find(false)
		return
	}
	w.finder.search(false)
	if len(w.finder.matches) > 0 {
		w.finder.step(n)
	}
	if !w.sheet.IsOpen() {
		w.source.SetMatches(nil, -1)
	}
}

// replaceOne replaces the match that is selected and goes to the next; where none is selected it only goes there.
func (f *finder) replaceOne() {
	p := f.w.active
	if p == nil || f.query == nil || len(f.matches) == 0 {
		return
	}
	r := p.Copy.State().Selection.MainRange()
	for _, m := range f.matches {
		if m.From() == r.From() && m.To() == r.To() {
			f.dispatch([]text.Range{m})
			break
		}
	}
	f.searchFrom(p.Copy.State().Selection.MainRange().To()) // behind what was put in, which may match too
}

// replaceAll replaces every match as one step.
func (f *finder) replaceAll() {
	if f.w.active == nil || f.query == nil || len(f.matches) == 0 {
		return
	}
	n := len(f.matches)
	f.dispatch(f.matches)
	f.search(false)
	f.w.status.Say(assets.N("window.find.replaced", n))
}

func (f *finder) dispatch(matches []text.Range) {
	p := f.w.active
	tr, ok := f.query.Replace(p.Copy.State(), f.w.commandEnv(), matches, f.with.Text)
	if !ok {
		return
	}
	tr.Scroll = true
	for i, r := range f.within {
		f.within[i] = text.Range{Anchor: tr.Change.Map(r.Anchor, -1), Head: tr.Change.Map(r.Head, 1)}
	}
	p.Copy.Dispatch(tr)
}
