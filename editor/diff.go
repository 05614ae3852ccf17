package editor

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/field"
	"lanyard/store/check"
	"lanyard/store/merge"
)

// diffContext is how many equal lines stand around what differs, diffMost how many lines a comparison shows.
const (
	diffContext = 2
	diffMost    = 400
)

// showDiff compares two texts in a sheet: what goes on the tint of errors, what comes on the tint of success.
func (w *Workbench) showDiff(title, before, after string) {
	lines := merge.Lines(before, after, diffContext)
	rows := container.New(&stackLayout{})
	for i, l := range lines {
		if i == diffMost {
			rows.Add(widget.NewLabel(assets.N("window.diff.more", len(lines)-i)))
			break
		}
		rows.Add(diffRow(l))
	}
	if len(lines) == 0 {
		rows.Add(widget.NewLabel(assets.T("window.diff.none")))
	}
	w.sheet.Open(title, newScroll(rows, w.sheetHeight()), nil)
}

func diffRow(l merge.Line) fyne.CanvasObject {
	if l.Op == merge.Skip {
		skipped := newNote(fynetheme.SizeNameCaptionText, fyne.TextAlignLeading)
		skipped.SetText(assets.N("window.diff.skipped", l.Count))
		return skipped
	}
	sign, number := " ", l.New
	tint := func() fyneColor { return palette().Paper }
	switch l.Op {
	case merge.Delete:
		sign, number, tint = "−", l.Old, func() fyneColor { return palette().ErrorTint }
	case merge.Insert:
		sign, tint = "+", func() fyneColor { return palette().InfoTint }
	}
	text := widget.NewLabel(l.Text)
	text.Wrapping = fyne.TextWrapWord
	if hasHan(l.Text) {
		text.Wrapping = fyne.TextWrapBreak
	}
	gutter := newNote(fynetheme.SizeNameCaptionText, fyne.TextAlignTrailing)
	gutter.segment.Style.TextStyle.Monospace = true
	gutter.SetText(fmt.Sprintf("%s %d", sign, number))
	return container.New(diffLayout{}, field.NewGround(tint), gutter, text)
}

// diffLayout is a line of a comparison: ground, number and text.
type diffLayout struct{}

const gutterWidth = 56

// MinSize is for fyne.Layout.
func (diffLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(bodyWidthMin/2, o[2].MinSize().Height-fynetheme.InnerPadding())
}

// Layout is for fyne.Layout.
func (diffLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	up := -fynetheme.InnerPadding() / 2
	o[0].Resize(size)
	o[1].Move(fyne.NewPos(0, up))
	o[1].Resize(fyne.NewSize(gutterWidth, o[1].MinSize().Height))
	o[2].Move(fyne.NewPos(gutterWidth, up))
	o[2].Resize(fyne.NewSize(size.Width-gutterWidth, size.Height+fynetheme.InnerPadding()))
}

// showConflicts points out what two sides of a merge did to the same place, with a way to the first one.
func (w *Workbench) showConflicts(p *openPost, m merge.Result) {
	if len(m.Conflicts) == 0 {
		return
	}
	first := p.marks.Add(m.Conflicts[0].From, -1)
	w.bars.Ask(ask.Question{
		ID: "merged", Tone: ask.Warning, Text: assets.N("window.merged.conflicts", len(m.Conflicts)),
		Answers: []ask.Answer{{Label: assets.T("window.meta.goto"), Main: true, Keep: true, Run: func() {
			if at, ok := p.marks.Pos(first); ok && p == w.active {
				w.GoToOffset(at)
			}
		}}},
	})
	if p != w.active {
		return
	}
	doc := p.Copy.State().Doc
	var list []check.Finding
	for _, c := range m.Conflicts {
		list = append(list, check.Conflict(p.Copy.Post().Path, doc.LineAt(c.From)+1, c.From, c.To))
	}
	w.showFindings(p, list)
}
