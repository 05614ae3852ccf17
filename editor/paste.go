package editor

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"lanyard/assets"
	"lanyard/editor/clip"
	"lanyard/editor/edit"
	"lanyard/editor/text"
	"lanyard/store"
)

// Paste inserts the clipboard's text as it is. When it holds no text but a picture, the picture goes into the bundle like a dropped one.
func (w *Workbench) Paste() {
	if w.active == nil {
		return
	}
	if s := w.env.App.Clipboard().Content(); s != "" {
		if paths := droppable(s); paths != nil {
			w.AddPhotos(paths, w.active.Copy.State().Selection.MainRange().To())
			return
		}
		w.pasteText(s)
		return
	}
	w.pastePicture(w.active, w.active.marks.Add(w.active.Copy.State().Selection.MainRange().To(), 1))
}

// pasteText inserts copied text at the carets: an address over selected words makes them a link, as many lines as there are carets are
// dealt out to them, cells of a spreadsheet fill those of a table. All else goes in as it is.
func (w *Workbench) pasteText(s string) {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	tr, ok := edit.Paste(w.active.Copy.State(), w.commandEnv(), strings.ToValidUTF8(s, "\ufffd"))
	if ok {
		w.active.Copy.Dispatch(tr)
	}
}

// droppable are the picture files that copied text names, as file managers put them on the clipboard; nil when it is anything else.
func droppable(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		path, isURI := fileURI(line)
		if !isURI {
			path = line
		}
		if !filepath.IsAbs(path) || !store.IsPicture(path) {
			return nil
		}
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			return nil
		}
		out = append(out, path)
	}
	return out
}

func (w *Workbench) pastePicture(p *openPost, mark text.Mark) {
	if !p.Copy.Post().Bundle {
		w.session.OfferBundle(p.Post, func() { w.pastePicture(p, mark) })
		return
	}
	release := p.Work.Hold()
	dir, settings, record := p.Copy.Post().Dir, w.photoSettings(), w.session.NewRecord()
	settings.Record = record
	name := w.now().Format("20060102-150405") + ".png"
	w.session.Writer.Go(func(ctx context.Context) {
		data, err := clip.Picture(ctx)
		item := imported{path: name, err: err}
		if err == nil {
			item.result, item.err = w.pool.ImportData(ctx, name, data, dir, settings)
		}
		w.env.Sched.Do(func() {
			defer release()
			at, ok := p.marks.Pos(mark)
			p.marks.Remove(mark)
			switch {
			case err != nil:
				record.End()
				w.status.Say(assets.T("window.paste.picture"))
			case ok:
				w.placed(p, at, []imported{item}, settings.State, record)
			}
		})
	})
}

// PasteMarkdown inserts the clipboard's formatted text as Markdown.
func (w *Workbench) PasteMarkdown() {
	p := w.active
	if p == nil {
		return
	}
	w.env.Sched.Go("clipboard", func(ctx context.Context) {
		html, err := clip.HTML(ctx)
		out := ""
		if err == nil {
			out, err = clip.Markdown(html)
		}
		w.env.Sched.Do(func() {
			if err != nil || out == "" {
				w.status.Say(assets.T("window.paste.none"))
				return
			}
			if p == w.active {
				state := p.Copy.State()
				out = strings.ReplaceAll(out, "\n", state.Doc.EOL())
				r := state.Selection.MainRange()
				p.Copy.Dispatch(text.Transaction{
					Change: state.Doc.Replace(r.From(), r.To(), out), Selection: new(text.Caret(r.From() + len(out))), Kind: text.Paste, Scroll: true,
				})
			}
		})
	})
}
