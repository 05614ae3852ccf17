package editor

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/editor/text"
	"lanyard/store/check"
	"lanyard/store/versions"
)

// Reload replaces the text by the file's, as one step that undo takes back.
func (w *Workbench) Reload() {
	if w.active != nil {
		w.takeTheirs(w.active)
	}
}

// MakeBundle turns a single file into a folder that can hold photos.
func (w *Workbench) MakeBundle() {
	if w.active != nil {
		w.makeBundle(w.active, func() {})
	}
}

// ShowInFiles opens the post's folder in the file manager.
func (w *Workbench) ShowInFiles() {
	if w.active == nil {
		return
	}
	dir := showInFiles(w.active.copy.Post())
	if err := w.env.App.OpenURL(uriOf(dir)); err != nil {
		w.fail(assets.T("window.link.failed", dir), err)
	}
}

// About says which version this is.
func (w *Workbench) About() {
	w.bars.Ask(bar{id: "about", sticky: true, text: assets.T("window.about", w.env.Version)})
}

// postMenu is the context menu of a row of the list.
func (w *Workbench) postMenu(path string, at fyne.Position) {
	w.OpenPost(path, func(err error) {
		if err == nil {
			w.popUp(at, "file.reveal", "post.check", "post.export", "", "post.versions", "", "file.trash")
		}
	})
}

// contextMenu is the menu over the text: what fits the selection, or the caret.
func (w *Workbench) contextMenu(at fyne.Position) {
	if w.active == nil {
		return
	}
	ids := []string{"edit.cut", "edit.copy", "edit.paste", ""}
	if w.active.copy.State().Selection.MainRange().Empty() {
		ids = append(ids, "insert.photo", "insert.link", "insert.table", "", "post.reveal")
	} else {
		ids = append(ids, "format.bold", "format.italic", "format.code", "insert.link")
	}
	w.popUp(at, ids...)
}

// Settings opens the sheet with what the author can choose.
func (w *Workbench) Settings() {
	s := &w.settings
	themes := []string{"", "light", "dark"}
	theme := widget.NewSelect([]string{assets.T("window.theme.system"), assets.T("window.theme.light"), assets.T("window.theme.dark")}, nil)
	for i, t := range themes {
		if t == s.Theme {
			theme.SetSelectedIndex(i)
		}
	}
	theme.OnChanged = func(string) { w.SetTheme(themes[max(theme.SelectedIndex(), 0)]) }
	pixels := newSheetEntry(w, nil)
	pixels.Set(strconv.Itoa(s.PhotoMax))
	pixels.Typed = func(v string) {
		if n, err := strconv.Atoi(v); err == nil && n >= 320 && n <= 8192 {
			s.PhotoMax = n
			s.save()
		}
	}
	keep := widget.NewCheck(assets.T("window.settings.originals"), func(on bool) { s.KeepOriginals = on; s.save() })
	keep.SetChecked(s.KeepOriginals)
	sync := widget.NewCheck(assets.T("window.settings.sync"), func(on bool) { s.Sync = on; s.save() })
	sync.SetChecked(s.Sync)
	form := widget.NewForm(
		widget.NewFormItem(assets.T("window.settings.theme"), theme),
		widget.NewFormItem(assets.T("window.settings.pixels"), pixels),
		widget.NewFormItem("", keep),
		widget.NewFormItem("", sync),
	)
	w.sheet.Open("", form, pixels)
}

// Versions lists what earlier saves replaced; each can be compared with the text and brought back as one step.
func (w *Workbench) Versions() {
	p := w.active
	if p == nil {
		return
	}
	path := p.copy.Post().Path
	w.journal.Go(func(context.Context) {
		list, err := w.versions.List(path)
		w.env.Sched.Do(func() {
			switch {
			case err != nil:
				w.fail(assets.T("window.versions.failed"), err)
			case len(list) == 0:
				w.status.Say(assets.T("window.versions.none"))
			case p == w.active:
				w.showVersions(p, list)
			}
		})
	})
}

// versionsHeight is where the list begins to scroll.
const versionsHeight = 200

func (w *Workbench) showVersions(p *openPost, list []versions.Version) {
	rows := container.NewVBox()
	for _, v := range list {
		when := v.When.In(w.now().Location()).Format("2006-01-02 15:04")
		label := widget.NewLabel(assets.T("window.version", when, group(v.Size)))
		compare := widget.NewButton(assets.T("window.version.compare"), func() {
			w.withVersion(v, func(s string) {
				w.showDiff(assets.T("window.version.changes", when), s, p.copy.State().Doc.String())
			})
		})
		compare.Importance = widget.LowImportance
		restore := widget.NewButton(assets.T("window.version.restore"), func() {
			w.withVersion(v, func(s string) {
				p.copy.Replace(s, text.Command)
				w.sheet.Close()
				w.status.Say(assets.T("window.version.restored", when))
				w.focusSource()
			})
		})
		restore.Importance = widget.LowImportance
		rows.Add(container.NewBorder(nil, nil, nil, container.NewHBox(compare, restore), label))
	}
	scroll := container.NewVScroll(rows)
	scroll.SetMinSize(fyne.NewSize(100, min(rows.MinSize().Height, versionsHeight)))
	w.sheet.Open("", scroll, nil)
}

func (w *Workbench) withVersion(v versions.Version, use func(string)) {
	w.journal.Go(func(context.Context) {
		s, err := w.versions.Load(v)
		w.env.Sched.Do(func() {
			if err != nil {
				w.fail(assets.T("window.versions.failed"), err)
				return
			}
			use(s)
		})
	})
}

// FindingStep jumps to the next or previous finding of the last check, from the caret.
func (w *Workbench) FindingStep(n int) {
	p := w.active
	if p == nil || len(w.findings) == 0 {
		w.Check()
		return
	}
	head := p.copy.State().Selection.MainRange().Head
	var best *check.Finding
	for i := range w.findings {
		f := &w.findings[i]
		if f.Line == 0 {
			continue
		}
		if n > 0 && f.From > head && (best == nil || f.From < best.From) || n < 0 && f.From < head && (best == nil || f.From > best.From) {
			best = f
		}
	}
	if best != nil {
		w.jumpTo(p, *best)
		w.status.Say(sayFinding(*best))
	}
}

// missingFonts tells which scripts cannot be drawn and what to install.
func (w *Workbench) missingFonts() {
	for _, m := range w.env.Book.Missing() {
		w.bars.Ask(bar{id: "font:" + m.Script, sticky: true, tone: toneWarning, text: assets.T("window.font", m.Script, m.Font)})
	}
}
