package editor

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/field"
	"lanyard/editor/session"
	"lanyard/store/check"
	"lanyard/store/versions"
)

// Reload replaces the text by the file's, as one step that undo takes back.
func (w *Workbench) Reload() {
	if w.active != nil {
		w.session.TakeTheirs(w.active.Post)
	}
}

// MakeBundle turns a single file into a folder that can hold photos.
func (w *Workbench) MakeBundle() {
	if w.active != nil {
		w.session.MakeBundle(w.active.Post, func() {})
	}
}

// ShowInFiles opens the post's folder in the file manager.
func (w *Workbench) ShowInFiles() {
	if w.active == nil {
		return
	}
	dir := showInFiles(w.active.Copy.Post())
	if err := w.env.App.OpenURL(uriOf(dir)); err != nil {
		w.fail(assets.T("window.link.failed", dir), err)
	}
}

// About says which version this is.
func (w *Workbench) About() {
	w.bars.Ask(ask.Question{ID: "about", Sticky: true, Text: assets.T("window.about", w.env.Version)})
}

// postMenu is the context menu of a row of the list.
func (w *Workbench) postMenu(path string, at fyne.Position) {
	w.OpenPost(path, func(err error) {
		if err == nil {
			w.popUp(at, "file.reveal", "post.check", "post.export", "", "post.versions", "", "file.rename", "file.duplicate", "file.trash")
		}
	})
}

// contextMenu is the menu over the text: what fits the selection, or the caret.
func (w *Workbench) contextMenu(at fyne.Position) {
	if w.active == nil {
		return
	}
	ids := []string{"edit.cut", "edit.copy", "edit.paste", ""}
	if w.active.Copy.State().Selection.MainRange().Empty() {
		ids = append(ids, "insert.photo", "insert.link", "insert.table", "", "post.reveal")
		if w.photoAt(w.active, w.active.Copy.State().Selection.MainRange().Head) != "" {
			ids = append([]string{"insert.photo.edit", ""}, ids...)
		}
	} else {
		ids = append(ids, "format.bold", "format.italic", "format.code", "insert.link")
	}
	if !w.spelling.menu(at, ids) {
		w.popUp(at, ids...)
	}
}

// Settings opens the sheet with what the author can choose.
func (w *Workbench) Settings() {
	s := &w.settings
	themes := []string{"", "light", "dark"}
	names := []string{assets.T("window.theme.system"), assets.T("window.theme.light"), assets.T("window.theme.dark")}
	theme := w.picker(names, max(slices.Index(themes, s.Theme), 0), func(i int) { w.SetTheme(themes[i]) })
	languages := []string{"", "en", "zh"}
	spoken := []string{assets.T("window.language.system"), "English", "中文"}
	language := w.picker(spoken, max(slices.Index(languages, s.Language), 0), func(i int) { w.SetLanguage(languages[i]) })
	pixels := newSheetEntry(w, nil)
	pixels.Set(strconv.Itoa(s.PhotoMax))
	pixels.Typed = func(v string) {
		if n, err := strconv.Atoi(v); err == nil && n >= 320 && n <= 8192 {
			s.PhotoMax = n
			s.save()
		}
	}
	pixels.Focused = func(on bool) { // what is out of range goes back to what is in force
		if !on {
			pixels.Set(strconv.Itoa(s.PhotoMax))
		}
	}
	box := func(id string, v *bool) fyne.CanvasObject {
		return w.check(assets.T(id), *v, func(on bool) { *v = on; s.save() })
	}
	rows := container.New(&rowsLayout{gap: 8},
		caption(assets.T("window.settings.theme")), container.New(leftLayout{}, theme),
		caption(assets.T("window.settings.language")), container.New(leftLayout{}, language),
		caption(assets.T("window.settings.pixels")), container.NewGridWrap(fyne.NewSize(84, pixels.MinSize().Height), pixels),
	)
	all := container.New(&stackLayout{gap: 8}, rows, box("window.settings.originals", &s.KeepOriginals), box("window.settings.sync", &s.Sync))
	w.sheet.Open(assets.T("window.settings"), all, theme)
}

// Versions lists what earlier saves replaced; each can be compared with the text and brought back as one step.
func (w *Workbench) Versions() {
	p := w.active
	if p == nil {
		return
	}
	w.session.Versions(p.Post, func(list []versions.Version) {
		switch {
		case len(list) == 0:
			w.status.Say(assets.T("window.versions.none"))
		case p == w.active:
			w.showVersions(p, list)
		}
	})
}

func (w *Workbench) showVersions(p *openPost, list []versions.Version) {
	rows := container.New(&stackLayout{})
	var first *field.Button
	for _, v := range list {
		when := v.When.In(w.now().Location()).Format("2006-01-02 15:04")
		compare := w.button(assets.T("window.version.compare"), "", field.Quiet, func() {
			w.session.Version(v, func(s string) {
				w.showDiff(assets.T("window.version.changes", when), s, p.Copy.State().Doc.String())
			})
		})
		restore := w.button(assets.T("window.version.restore"), "", field.Quiet, func() {
			from := p.Copy.Now()
			w.session.Version(v, func(s string) {
				w.showConflicts(p, p.Copy.Join(from, s, session.ByWord()))
				w.sheet.Close()
				w.status.Say(assets.T("window.version.restored", when))
				w.focusSource()
			})
		})
		if first == nil {
			first = compare
		}
		rows.Add(container.New(&rowLayout{}, newPlain(assets.T("window.version", when, group(v.Size))), compare, restore))
	}
	w.sheet.Open(assets.T("window.versions"), newScroll(rows, w.sheetHeight()), first)
}

// FindingStep jumps to the next or previous finding of the last check, from the caret.
func (w *Workbench) FindingStep(n int) {
	p := w.active
	if p == nil || len(w.findings) == 0 {
		w.Check()
		return
	}
	head := p.Copy.State().Selection.MainRange().Head
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
	}
}

// missingFonts tells which scripts cannot be drawn and what to install.
func (w *Workbench) missingFonts() {
	for _, m := range w.env.Book.Missing() {
		w.bars.Ask(ask.Question{ID: "font:" + m.Script, Sticky: true, Tone: ask.Warning, Text: assets.T("window.font", m.Script, m.Font)})
	}
}
