package editor

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/dialog"
	"lanyard/editor/field"
	"lanyard/store"
	"lanyard/store/check"
	"lanyard/store/export"
)

// exportSheet asks where the finished bundle goes.
type exportSheet struct {
	w      *Workbench
	target *field.Picker
	where  *sheetEntry
	zip    *field.Check
	ids    []string
}

// Export opens the sheet that asks where to. The post is saved first when the author starts the export.
func (w *Workbench) Export() {
	if w.active == nil {
		return
	}
	e := &exportSheet{w: w}
	var names []string
	for _, t := range export.Targets() {
		e.ids = append(e.ids, t.ID)
		names = append(names, t.Name)
	}
	e.target = w.picker(names, max(slices.Index(e.ids, w.settings.ExportTarget), 0), nil)
	e.where = newSheetEntry(w, func() { e.run(false) })
	e.where.SetPlaceHolder(assets.T("window.export.where"))
	e.where.Set(w.settings.ExportFolder)
	e.zip = w.check(assets.T("window.export.zip"), w.settings.ExportZip, nil)
	choose := w.button(assets.T("window.choose"), "folder", field.Normal, e.choose)
	start := w.button(assets.T("window.export.start"), "", field.Main, func() { e.run(false) })
	w.exporting = e
	place := container.New(&flowLayout{gap: 8, stretch: e.where, least: 180}, e.where, choose)
	how := container.New(&flowLayout{gap: 12}, e.target, e.zip, start)
	w.sheet.Open(assets.T("window.export.title"), container.New(&stackLayout{gap: 8}, place, how), e.where)
}

// choose asks for the folder, or for the zip file, with the system's dialog.
func (e *exportSheet) choose() {
	w, start := e.w, e.where.Text
	if e.zip.Checked {
		name := slugOf(w.active.Copy.Post()) + ".zip"
		w.choose(func(ctx context.Context) ([]string, error) {
			path, err := w.env.Chooser.Save(ctx, assets.T("window.export.choosezip"), start, name)
			return []string{path}, err
		}, e.chosen)
		return
	}
	w.choose(func(ctx context.Context) ([]string, error) {
		path, err := w.env.Chooser.Folder(ctx, assets.T("window.export.choosefolder"), start)
		return []string{path}, err
	}, e.chosen)
}

func (e *exportSheet) chosen(paths []string) {
	if len(paths) > 0 && paths[0] != "" {
		e.where.Set(paths[0])
	}
	e.w.keyboard.Give(e.where)
}

func slugOf(p *store.Post) string { return nameOf(p.Path, p.Bundle) }

// run saves, plans and writes. An existing bundle that differs is replaced only after a second yes.
func (e *exportSheet) run(force bool) {
	w, p := e.w, e.w.active
	where := strings.TrimSpace(e.where.Text)
	if p == nil {
		return
	}
	if where == "" {
		w.status.Say(assets.T("window.export.nowhere"))
		w.keyboard.Give(e.where)
		return
	}
	if !filepath.IsAbs(where) {
		w.fail(assets.T("window.export.failed"), store.Fail("export to", where, store.BadName, errRelative))
		return
	}
	zip := e.zip.Checked
	target := e.ids[e.target.Selected]
	w.settings.ExportFolder, w.settings.ExportZip, w.settings.ExportTarget = where, zip, target
	w.settings.save()
	write := func() { w.export(p, target, where, zip, force, e) }
	if !p.Copy.Dirty() {
		write()
		return
	}
	w.session.Save(p.Post, store.SaveOptions{}, func(err error) {
		if err == nil {
			write()
		}
	})
}

// export plans and writes off the UI goroutine, behind the saves.
func (w *Workbench) export(p *openPost, target, where string, zip, force bool, e *exportSheet) {
	folder, path, slug := w.session.Folder(), p.Copy.Post().Path, slugOf(p.Copy.Post())
	progress, installed := w.status.Begin(assets.T("window.exporting")), w.installedHugo()
	w.session.Writer.Go(func(context.Context) {
		out := where
		if zip && !strings.EqualFold(filepath.Ext(out), ".zip") {
			out = filepath.Join(out, slug+".zip")
		}
		plan, err := export.Prepare(progress.ctx, folder, []string{path}, target, export.Options{Hugo: installed})
		if err == nil {
			if zip {
				err = export.ToZip(progress.ctx, plan, out, force)
			} else {
				err = export.ToDir(progress.ctx, plan, out, force)
			}
		}
		w.env.Sched.Do(func() {
			progress.End()
			w.exported(plan, out, err, e)
		})
	})
}

func (w *Workbench) exported(plan export.Plan, out string, err error, e *exportSheet) {
	switch {
	case err == nil:
		w.bars.Close("export")
		w.sheet.Close()
		w.log.Debug("exported", "files", len(plan.Files))
		w.status.Say(assets.N("window.exported", len(plan.Files), out))
		if unused := count1(plan.Notes, check.CodeUnused); unused > 0 {
			w.bars.Ask(ask.Question{ID: "export", Text: assets.N("window.export.unused", unused, names(plan.Notes, check.CodeUnused))})
		}
	case export.IsExists(err):
		w.bars.Ask(ask.Question{
			ID: "export", Tone: ask.Warning, Text: assets.T("window.export.exists", out),
			Answers: []ask.Answer{{Label: assets.T("window.export.replace"), Run: func() { e.run(true) }}},
		})
	default:
		w.exportFailed(err)
	}
}

// exportFailed names the place that stops the export, with a way there.
func (w *Workbench) exportFailed(err error) {
	b := ask.Question{ID: "export", Tone: ask.Error, Text: assets.T("window.export.failed") + " " + ask.Explain(err)}
	if line, col := ask.Place(err); line > 0 {
		b.Answers = []ask.Answer{{Label: assets.T("window.meta.goto"), Main: true, Keep: true, Run: func() { w.GoTo(line, col) }}}
	}
	w.bars.Ask(b)
}

func count1(list []check.Finding, code string) int {
	n := 0
	for _, f := range list {
		if f.Code == code {
			n++
		}
	}
	return n
}

func names(list []check.Finding, code string) string {
	var out []string
	for _, f := range list {
		if f.Code == code {
			out = append(out, f.Name)
		}
	}
	return strings.Join(out, ", ")
}

// choose runs a file dialog off the UI goroutine and hands over what was chosen; nothing when the author canceled.
func (w *Workbench) choose(ask func(context.Context) ([]string, error), use func([]string)) {
	w.env.Sched.Go("dialog", func(ctx context.Context) {
		paths, err := ask(ctx)
		w.env.Sched.Do(func() {
			if err != nil {
				if !isCanceled(err) {
					w.fail(assets.T("window.dialog.failed"), err)
				}
				paths = nil
			}
			use(paths)
		})
	})
}

// isCanceled reports whether the author called it off.
func isCanceled(err error) bool {
	return errors.Is(err, dialog.ErrCancelled) || errors.Is(err, context.Canceled)
}

// errRelative: a folder was typed that does not begin at the root.
var errRelative = errors.New("write the whole path of the folder")
