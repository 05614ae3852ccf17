package editor

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/field"
	"lanyard/editor/session"
	"lanyard/store/check"
	"lanyard/store/frontmatter"
	"lanyard/store/photo"
)

// Check lists what would embarrass the author of the open post, each with a jump and, where possible, a fix. It looks at the text as
// it stands, saved or not.
func (w *Workbench) Check() {
	p := w.active
	if p == nil {
		return
	}
	folder, post := w.session.Folder(), *p.Copy.Post()
	doc, from := p.Copy.State().Doc, p.Copy.Now()
	installed := w.installedHugo()
	w.env.Sched.Go("check", func(ctx context.Context) {
		post.Text = doc.String()
		list, err := check.Text(ctx, folder, &post, check.Options{Hugo: installed})
		w.env.Sched.Do(func() {
			switch {
			case err != nil:
				w.fail(assets.T("window.check.failed"), err)
			case p == w.active:
				p.checked = from
				w.showFindings(p, list)
			}
		})
	})
}

func (w *Workbench) showFindings(p *openPost, list []check.Finding) {
	heading := w.setFindings(list)
	if len(list) == 0 {
		w.sheet.Close()
		w.status.Say(assets.T("window.check.clean"))
		return
	}
	rows := w.findingRows(p, list)
	w.sheet.Open(findingsHeading(heading), newScroll(rows, w.sheetHeight()), focusables(rows)[0])
	w.listing = true
	w.sheet.OnClose(func() { w.listing = false })
}

// setFindings keeps the findings of the open post and shows their number, which it returns.
func (w *Workbench) setFindings(list []check.Finding) string {
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
	if list == nil {
		list = []check.Finding{} // it was checked
	}
	w.findings = list
	text := findingsText(errors, warnings)
	w.status.SetFindings(text)
	return text
}

// forgetFindings is for another post, which was not checked.
func (w *Workbench) forgetFindings() {
	w.findings = nil
	w.status.SetFindings("")
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

// findingRow is a finding that jumps to its place, and beside it what mends it.
func (w *Workbench) findingRow(p *openPost, f check.Finding) (fyne.CanvasObject, *field.Button) {
	icon, color := "info", theme.ColorNamePrimary
	switch f.Severity {
	case check.Error:
		icon, color = "error", theme.ColorNameError
	case check.Warning:
		icon, color = "warning", theme.ColorNameWarning
	}
	text := sayFinding(f)
	if f.Line > 0 {
		text = assets.T("window.check.line", f.Line, text)
	}
	jump := w.button(text, icon, field.Quiet, func() { w.jumpTo(p, f) })
	jump.Color, jump.Leading, jump.Wrap = color, true, true
	jump.Says = func() string { return text }
	row := []fyne.CanvasObject{jump}
	if f.Fix != nil {
		mend := w.button(sayFix(f.Fix), "", field.Normal, func() { w.applyFix(p, f) })
		mend.Says = jump.Says
		row = append(row, mend)
	}
	return container.New(&rowLayout{}, row...), jump
}

// sayFinding is the finding in the author's language, where the catalogue has it.
func sayFinding(f check.Finding) string {
	id := "window.finding." + f.Code
	switch f.Reason {
	case "":
	case check.Rest:
		id = "window.finding.rest"
	default:
		id += "." + f.Reason
	}
	if !assets.Has(id) {
		return f.Message
	}
	args := append(slices.Clone(f.Args), f.Name)
	if kinds, ok := args[0].(string); ok && f.Code == check.CodePrivate {
		args[0] = sayPrivate(kinds)
	}
	if what, ok := args[0].(photo.What); ok {
		args[0] = what.Say(assets.T)
	}
	if pe, ok := args[0].(*photo.Error); ok && f.Code == check.CodeActive {
		args[0] = pe.Because(assets.T)
	}
	if err, ok := args[0].(error); ok && f.Code == check.CodePhoto {
		var pe *photo.Error
		if errors.As(err, &pe) { // a sentence that names the file
			return strings.TrimRight(ask.Explain(pe), ".。")
		}
		args[0] = ask.Explain(err)
	}
	if _, detail, ok := strings.Cut(f.Message, ": "); ok && f.Code == check.CodeFrontMatter {
		args[0] = detail
	}
	return assets.T(id, args...)
}

// sayPrivate names the kinds of private data in the author's language.
func sayPrivate(kinds string) string {
	list := strings.Split(kinds, ", ")
	for i, k := range list {
		if id := "photo.private." + k; assets.Has(id) {
			list[i] = assets.T(id)
		}
	}
	return strings.Join(list, assets.T("window.and"))
}

func sayFix(f *check.Fix) string {
	if id := "window.fix." + f.Code; assets.Has(id) {
		return assets.T(id)
	}
	return f.Label
}

func (w *Workbench) jumpTo(p *openPost, f check.Finding) {
	if p != w.active {
		return
	}
	w.status.Say(sayFinding(f)) // the row may be too short for it
	if f.Line == 0 {
		return
	}
	if f.From < p.Copy.BodyFrom() && !p.Copy.MetaAsText() {
		w.form.SetOpen(true)
		if f.Name != "" && w.form.FocusKey(f.Name) {
			return
		}
	}
	w.GoToOffset(min(f.From, p.Copy.State().Doc.Len()))
}

// applyFix makes the finding's edits as one step and checks again. They speak of the text that was checked; what was typed since stays.
func (w *Workbench) applyFix(p *openPost, f check.Finding) {
	if p != w.active {
		return
	}
	switch f.Fix.Code { // what no edit of the text can mend
	case "clean-photo":
		w.clean(p, filepath.Dir(f.Path), []string{filepath.Base(f.Path)}, func() {
			if p == w.active && w.sheet.IsOpen() {
				w.Check()
			}
		})
		return
	case "make-bundle":
		w.MakeBundle()
		return
	}
	w.showConflicts(p, p.Copy.Join(p.checked, frontmatter.Apply(p.checked.String(), f.Fix.Edits), session.ByWord()))
	w.Check()
}
