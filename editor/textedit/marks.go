package textedit

import (
	"slices"
	"sort"
	"unicode/utf8"

	"lanyard/assets/typeset"
	"lanyard/editor/text"
)

// SetWrong draws waves under misspelt words. Ranges are sorted, apart and in the coordinates of the host's document; later changes move
// them along, and take away those they touch.
func (e *Editor) SetWrong(ranges []text.Range) {
	if slices.Equal(e.wrong, ranges) {
		return
	}
	was := e.wrong
	e.wrong = slices.Clone(ranges)
	same := 0
	for same < min(len(was), len(e.wrong)) && was[same] == e.wrong[same] {
		same++
	}
	for _, list := range [][]text.Range{was[same:], e.wrong[same:]} {
		if len(list) > 0 {
			e.lay.Restyle(list[0].From(), list[len(list)-1].To())
		}
	}
	e.arrange()
}

// WrongAt is the misspelt word at an offset.
func (e *Editor) WrongAt(off int) (r text.Range, ok bool) {
	i := sort.Search(len(e.wrong), func(i int) bool { return e.wrong[i].To() >= off })
	if i == len(e.wrong) || e.wrong[i].From() > off {
		return text.Range{}, false
	}
	return e.wrong[i], true
}

// followWrong takes the misspelt words through a change.
func (e *Editor) followWrong(c text.Change) {
	if len(e.wrong) == 0 || c.Empty() {
		return
	}
	from, to, _ := c.Span()
	kept := e.wrong[:0]
	for _, r := range e.wrong {
		if r.To() < from || r.From() > to {
			kept = append(kept, text.Range{Anchor: c.Map(r.From(), 1), Head: c.Map(r.To(), -1)})
		}
	}
	e.wrong = kept
}

// underline splits the spans from index first on, which cover [from, to) of the document, where misspelt words begin and end.
func (e *Editor) underline(spans []typeset.Span, first, from, to int) []typeset.Span {
	k := sort.Search(len(e.wrong), func(i int) bool { return e.wrong[i].To() > from })
	if k == len(e.wrong) || e.wrong[k].From() >= to {
		return spans
	}
	plain := slices.Clone(spans[first:])
	spans = spans[:first]
	put := func(sp typeset.Span, a, b int, wavy bool) {
		if a < b {
			sp.From, sp.To = a, b
			if wavy {
				sp.Ink.Wavy, sp.Ink.Wave = true, e.style.Colours.Error
				sp.Ink.Wave.A = uint8(int(sp.Ink.Wave.A) * int(sp.Ink.Color.A) / 255) // dimmed with its paragraph
			}
			spans = append(spans, sp)
		}
	}
	for _, sp := range plain {
		at := sp.From
		for k < len(e.wrong) && e.wrong[k].To()-from <= at {
			k++
		}
		for j := k; j < len(e.wrong) && e.wrong[j].From()-from < sp.To; j++ {
			a, b := max(at, e.wrong[j].From()-from), min(sp.To, e.wrong[j].To()-from)
			put(sp, at, a, false)
			put(sp, a, b, true)
			at = max(at, b)
		}
		put(sp, at, sp.To, false)
	}
	return spans
}

// arrangeWide puts a frame around each full-width space, which otherwise looks like nothing or like two.
func (e *Editor) arrangeWide() {
	const wide = "\u3000"
	thin, inset := max(1, e.view.px(1)), int(e.em()*0.22)
	for _, r := range e.scene.visible {
		row := r.para.P.Row(r.row)
		s := r.para.P.Text()
		for i := row.From; i < row.To; {
			c, n := utf8.DecodeRuneInString(s[i:])
			if string(c) == wide {
				for _, rc := range r.para.P.Rects(i, i+n) {
					if rc.Row != r.row {
						continue
					}
					side := int(rc.X1-rc.X0) - 2*inset
					x, y := e.view.colX+int(rc.X0)+inset, r.top+(row.Height-side)/2
					col := e.style.Colours.Faint
					e.box(&e.scene.over, x, y, side, thin, col)
					e.box(&e.scene.over, x, y+side-thin, side, thin, col)
					e.box(&e.scene.over, x, y, thin, side, col)
					e.box(&e.scene.over, x+side-thin, y, thin, side, col)
				}
			}
			i += n
		}
	}
}

// dragColumn selects the rectangle from where Alt was pressed. A lone caret that was there before is not part of it.
func (e *Editor) dragColumn(anchor, head int) {
	others := e.input.pointer.others
	if len(others) == 1 && others[0].Empty() {
		others = nil
	}
	column := e.opt.Column(e.host.State().Doc, anchor, head)
	ranges := append(slices.Clone(others), column.Ranges...)
	floor := e.host.Floor()
	ranges = slices.DeleteFunc(ranges, func(r text.Range) bool { return r.From() < floor })
	if sel := text.Select(ranges, len(others)+column.Main); !sel.Equal(e.host.State().Selection) {
		e.selectRanges(sel, nil, false)
	}
}
