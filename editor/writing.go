package editor

import (
	"context"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
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
	narrow := func() bool { return w.panes != nil && w.panes.isNarrow() }
	x.outline = newOutline(outlineNeeds{
		sched: w.env.Sched, env: w.commandEnv, back: w.uncoverText, home: w.focusHome, ways: w.ways(),
		post: func() *workcopy.Copy {
			if w.active == nil {
				return nil
			}
			return w.active.Copy
		},
		wanted: func() bool { return w.settings.Outline },
		goOff:  func(off, top int) { w.GoToOffset(off); w.source.RevealTop(top) },
		key:    func(chord string) { w.router.Key(chord) },
	})
	x.left = newLeftColumn(leftNeeds{
		list: w.list, outline: x.outline, narrow: narrow, part: &w.settings.OutlineShare, keep: w.settings.save,
		shows: func() bool {
			return w.settings.Outline && w.active != nil && (!narrow() || w.panes.asked == columnOutline)
		},
	})
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

// ToggleOutline shows the outline, or hides it. Where the left column is hidden it comes back; in a narrow window the outline has it to
// itself.
func (w *Workbench) ToggleOutline() {
	show, p := !w.outlineShows(), w.panes
	w.settings.Outline = show
	switch {
	case p.isNarrow() && show:
		p.ask(columnOutline)
		if p.alone() {
			w.env.Window.Canvas().Focus(w.outline)
		}
	case p.isNarrow():
		p.ask(columnNone)
	case show && p.state.Hidden[paneList]:
		p.Toggle(paneList)
	case !show && p.asked == columnOutline:
		p.asked = columnNone
	}
	if !show && w.env.Window.Canvas().Focused() == fyne.Focusable(w.outline) {
		w.focusSource()
	}
	w.settings.save()
	w.left.Refresh()
	w.outline.changed()
}

func (w *Workbench) outlineShows() bool {
	return w.settings.Outline && w.panes.Shows(paneList) && (!w.panes.isNarrow() || w.panes.asked == columnOutline)
}

// uncoverText brings the text back where the outline stands in its place.
func (w *Workbench) uncoverText() {
	if w.panes.alone() {
		w.panes.ask(columnNone)
	}
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
