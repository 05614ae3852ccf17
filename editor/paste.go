package editor

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"lanyard/assets"
	"lanyard/editor/clip"
	"lanyard/editor/command"
	"lanyard/editor/text"
	"lanyard/store"
	"lanyard/store/atomicfile"
	"lanyard/store/watch"
)

// Paste inserts the clipboard's text as it is. When it holds no text but a picture, the picture goes into the bundle like a dropped one.
func (w *Workbench) Paste() {
	if w.active == nil {
		return
	}
	if s := w.env.App.Clipboard().Content(); s != "" {
		if paths := droppable(s); paths != nil {
			w.AddPhotos(paths, w.active.copy.State().Selection.MainRange().To())
			return
		}
		w.pasteText(s)
		return
	}
	w.pastePicture(w.active, w.active.marks.Add(w.active.copy.State().Selection.MainRange().To(), 1))
}

// pasteText inserts copied text at the carets: an address over selected words makes them a link, as many lines as there are carets are
// dealt out to them, cells of a spreadsheet fill those of a table. All else goes in as it is.
func (w *Workbench) pasteText(s string) {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	tr, ok := command.Paste(w.active.copy.State(), w.commandEnv(), strings.ToValidUTF8(s, "\ufffd"))
	if ok {
		w.active.copy.Dispatch(tr)
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
	if !p.copy.Post().Bundle {
		w.offerBundle(p, func() { w.pastePicture(p, mark) })
		return
	}
	release := p.work.Hold()
	dir, settings := p.copy.Post().Dir, w.photoSettings()
	name := w.now().Format("20060102-150405") + ".png"
	w.writer.Go(func(ctx context.Context) {
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
				w.status.Say(assets.T("window.paste.picture"))
			case ok:
				w.placed(p, at, []imported{item}, settings.State)
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
				state := p.copy.State()
				out = strings.ReplaceAll(out, "\n", state.Doc.EOL())
				r := state.Selection.MainRange()
				p.copy.Dispatch(text.Transaction{
					Change: state.Doc.Replace(r.From(), r.To(), out), Selection: new(text.Caret(r.From() + len(out))), Kind: text.Paste, Scroll: true,
				})
			}
		})
	})
}

// keysFile is where the author's keys stand.
func keysFile() (string, error) {
	dir, err := os.UserConfigDir()
	return filepath.Join(dir, "lanyard", "keys.yaml"), err
}

// loadKeys puts the author's keys in force and follows their file.
func (w *Workbench) loadKeys() {
	path, err := keysFile()
	if err != nil {
		return
	}
	w.readKeys(path, false)
	if info, err := os.Stat(filepath.Dir(path)); err == nil && info.IsDir() {
		w.followKeys(path)
	}
}

func (w *Workbench) followKeys(path string) {
	w.env.Sched.Serve("keys", func(ctx context.Context) {
		err := w.env.Watch(ctx, filepath.Dir(path), watch.Options{Log: w.log}, func(watch.Changes) {
			w.env.Sched.Do(func() { w.readKeys(path, true) })
		})
		if err != nil && ctx.Err() == nil {
			w.log.Warn("keys", "error", err)
		}
	})
}

func (w *Workbench) readKeys(path string, say bool) {
	data, err := os.ReadFile(path)
	if err != nil {
		return
	}
	if err := w.table.Override(data); err != nil {
		w.bars.Ask(bar{id: "keys", sticky: true, tone: toneWarning, text: assets.T("window.keys.bad", err.Error())})
	} else if say {
		w.bars.Close("keys")
		w.status.Say(assets.T("window.keys.loaded"))
	}
	w.menus.rebuild()
	w.bindKeys()
}

// CustomiseKeys opens the file with the author's keys in the system's editor; a new one says what can be written.
func (w *Workbench) CustomiseKeys() {
	path, err := keysFile()
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err == nil {
		if _, missing := os.Stat(path); isMissing(missing) {
			err = atomicfile.Create(path, []byte(keysTemplate(w.table)), 0o644)
			w.followKeys(path)
		}
	}
	if err != nil {
		w.fail(assets.T("window.link.failed", path), err)
		return
	}
	if err := w.env.App.OpenURL(uriOf(path)); err != nil {
		w.fail(assets.T("window.link.failed", path), err)
	}
}

// keysTemplate is a first keys file: every command with its key, all commented out.
func keysTemplate(t *command.Table) string {
	var b strings.Builder
	b.WriteString("# " + assets.T("window.keys.head") + "\n#\n#   edit.line.sort: Ctrl+Alt+S\n#   format.bold:\n\n")
	for _, c := range t.All() {
		if !c.Hidden {
			b.WriteString("# " + c.ID + ": " + t.Key(c.ID) + "   # " + c.Title() + "\n")
		}
	}
	return b.String()
}
