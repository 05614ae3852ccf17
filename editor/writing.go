package editor

import (
	"context"
	"os"
	"path/filepath"

	fynetheme "fyne.io/fyne/v2/theme"

	"lanyard/assets"
	"lanyard/assets/theme"
	"lanyard/editor/workcopy"
	"lanyard/preview/paint"
	"lanyard/store/atomicfile"
	"lanyard/store/markdown"
)

// writing is what helps the author beside the text: the outline, the spelling, the daily goal and the fields of a snippet.
type writing struct {
	left     *leftColumn
	outline  *outline
	spelling *speller
	goal     *dailyGoal
	fields   fieldWalk
	version  int // grows with every change of the text that is shown
}

// build makes them; the list is there.
func (x *writing) build(w *Workbench) {
	x.outline = newOutline(w)
	x.left = newLeftColumn(w)
	x.spelling = newSpeller(w)
	x.goal = newDailyGoal(w)
}

// postShown is called when another post, or none, is shown.
func (w *Workbench) postShown() {
	w.version++
	w.fields.end()
	w.outline.changed()
	w.spelling.changed()
	w.left.Refresh()
}

// wrote follows every transaction of the post that is shown.
func (w *Workbench) wrote(p *openPost, u workcopy.Update) {
	if u.Tr.Change.Empty() {
		return
	}
	w.version++
	w.goal.changed(p, u.Tr.Kind)
	w.outline.changed()
}

// HelpPage writes the page of all commands and their keys and shows it in the browser.
func (w *Workbench) HelpPage() {
	path := filepath.Join(w.env.CacheDir, "help.html")
	md := w.table.Help()
	dark := palette() == theme.Colours(fynetheme.VariantDark)
	w.env.Sched.Go("help", func(context.Context) {
		page := paint.HTMLPage(paint.Head{}, markdown.Page(md, 0, markdown.Default(), nil), dark, assets.Language(), nil)
		err := os.MkdirAll(w.env.CacheDir, 0o700)
		if err == nil {
			err = atomicfile.Write(path, []byte(page), 0o600)
		}
		w.env.Sched.Do(func() {
			if err == nil {
				err = w.env.App.OpenURL(uriOf(path))
			}
			if err != nil {
				w.fail(assets.T("writing.help.failed"), err)
			}
		})
	})
}
