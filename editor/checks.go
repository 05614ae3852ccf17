package editor

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/editor/text"
	"lanyard/store/check"
)

// Check lists what would embarrass the author of the open post, each with a jump and, where possible, a fix. It looks at the text as
// it stands, saved or not.
func (w *Workbench) Check() {
	p := w.active
	if p == nil {
		return
	}
	folder, post := w.folder, *p.copy.Post()
	doc := p.copy.State().Doc
	w.env.Sched.Go("check", func(ctx context.Context) {
		post.Text = doc.String()
		list, err := check.Text(ctx, folder, &post, check.Options{})
		w.env.Sched.Do(func() {
			switch {
			case err != nil:
				w.fail(assets.T("window.check.failed"), err)
			case p == w.active:
				w.showFindings(p, list)
			}
		})
	})
}

// maxFindingsHeight is where the list of findings begins to scroll.
const maxFindingsHeight = 220

func (w *Workbench) showFindings(p *openPost, list []check.Finding) {
	errors, warnings := 0, 0
	for _, f := range list {
		switch f.Severity {
		case check.Error:
			errors++
		case check.Warning:
			warnings++
		}
	}
	w.log.Debug("checked", "errors", errors, "warnings", warnings)
	w.findings = list
	w.status.SetFindings(findingsText(errors, warnings))
	if len(list) == 0 {
		w.sheet.Close()
		w.status.Say(assets.T("window.check.clean"))
		return
	}
	rows := container.NewVBox()
	for _, f := range list {
		rows.Add(w.findingRow(p, f))
	}
	scroll := container.NewVScroll(rows)
	scroll.SetMinSize(fyne.NewSize(100, min(rows.MinSize().Height, maxFindingsHeight)))
	w.sheet.Open("", scroll, nil)
}

func findingsText(errors, warnings int) string {
	switch {
	case errors > 0 && warnings > 0:
		return assets.N("window.errors", errors) + ", " + assets.N("window.warnings", warnings)
	case errors > 0:
		return assets.N("window.errors", errors)
	case warnings > 0:
		return assets.N("window.warnings", warnings)
	}
	return ""
}

func (w *Workbench) findingRow(p *openPost, f check.Finding) fyne.CanvasObject {
	icon, color := theme.InfoIcon(), theme.ColorNamePrimary
	switch f.Severity {
	case check.Error:
		icon, color = theme.ErrorIcon(), theme.ColorNameError
	case check.Warning:
		icon, color = theme.WarningIcon(), theme.ColorNameWarning
	}
	text := sayFinding(f)
	if f.Line > 0 {
		text = assets.T("window.check.line", f.Line, text)
	}
	jump := widget.NewButtonWithIcon(text, theme.NewColoredResource(icon, color), func() { w.jumpTo(p, f) })
	jump.Importance = widget.LowImportance
	jump.Alignment = widget.ButtonAlignLeading
	if f.Fix == nil {
		return jump
	}
	fix := widget.NewButton(sayFix(f.Fix), func() { w.applyFix(p, f) })
	return container.NewBorder(nil, nil, nil, fix, jump)
}

// sayFinding is the finding in the author's language, where the catalogue has it.
func sayFinding(f check.Finding) string {
	if id := "window.finding." + f.Code; assets.Has(id) {
		return assets.T(id, append(slices.Clone(f.Args), f.Name)...)
	}
	return f.Message
}

func sayFix(f *check.Fix) string {
	if id := "window.fix." + f.Code; assets.Has(id) {
		return assets.T(id)
	}
	return f.Label
}

func (w *Workbench) jumpTo(p *openPost, f check.Finding) {
	if p != w.active || f.Line == 0 {
		return
	}
	if f.From < p.copy.BodyFrom() && !p.copy.MetaAsText() {
		w.form.SetOpen(true)
		if f.Name != "" && w.form.FocusKey(f.Name) {
			return
		}
	}
	w.GoToOffset(min(f.From, p.copy.State().Doc.Len()))
}

// applyFix makes the finding's edits as one step and checks again.
func (w *Workbench) applyFix(p *openPost, f check.Finding) {
	if p != w.active {
		return
	}
	switch f.Fix.Code { // what no edit of the text can mend
	case "clean-photo":
		w.CleanPhotos()
		return
	case "make-bundle":
		w.MakeBundle()
		return
	}
	doc := p.copy.State().Doc
	edits := make([]text.Edit, len(f.Fix.Edits))
	for i, e := range f.Fix.Edits {
		edits[i] = text.Edit(e)
	}
	change, err := text.NewChange(doc.Len(), edits...)
	if err != nil {
		w.fail(assets.T("window.check.failed"), fmt.Errorf("the text changed since it was checked: %w", err))
		return
	}
	p.copy.Dispatch(text.Transaction{Change: change, Kind: text.Command, Scroll: true})
	w.Check()
}
