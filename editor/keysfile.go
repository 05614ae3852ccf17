package editor

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/command"
	"lanyard/store/atomicfile"
	"lanyard/store/watch"
)

// keysFile is where the author's keys stand.
func keysFile() (string, error) {
	dir, err := os.UserConfigDir()
	return filepath.Join(dir, "lanyard", "keys.yaml"), err
}

// loadKeys puts the author's keys in force and follows their file, be it there yet or not. The window's settings stand beside it, so that most of
// what is heard of their folder is about those.
func (w *Workbench) loadKeys() {
	path, err := keysFile()
	if err != nil {
		return
	}
	text, _ := readKeys(path)
	w.setKeys(text, false)
	follow, log := w.env.Watch, w.log
	w.env.Sched.Serve("keys", func(ctx context.Context) {
		err := os.MkdirAll(filepath.Dir(path), 0o700)
		if err == nil {
			err = follow(ctx, filepath.Dir(path), watch.Options{Log: log}, func(watch.Changes) {
				if text, ok := readKeys(path); ok {
					w.env.Sched.Do(func() { w.setKeys(text, true) })
				}
			})
		}
		if err != nil && ctx.Err() == nil {
			log.Warn("keys", "error", err)
		}
	})
}

// readKeys gives the text of the keys file; one that is not there is as good as an empty one. It is not ok when the file cannot be read.
func readKeys(path string) (text string, ok bool) {
	data, err := os.ReadFile(path)
	return string(data), err == nil || isMissing(err)
}

// setKeys puts the keys of a text in force that is another one than the last.
func (w *Workbench) setKeys(text string, say bool) {
	if text == w.keys {
		return
	}
	w.keys = text
	if err := w.table.Override([]byte(text)); err != nil {
		w.bars.Ask(ask.Question{ID: "keys", Sticky: true, Tone: ask.Warning, Text: assets.T("window.keys.bad", err.Error())})
	} else if say {
		w.bars.Close("keys")
		w.status.Say(assets.T("window.keys.loaded"))
	}
	w.menus.rebuild()
	w.router.bind()
}

// CustomiseKeys opens the file with the author's keys in the system's editor; a new one says what can be written.
func (w *Workbench) CustomiseKeys() {
	path, err := keysFile()
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o700)
	}
	if err == nil {
		if _, missing := os.Stat(path); isMissing(missing) {
			text := keysTemplate(w.table)
			if err = atomicfile.Create(path, []byte(text), 0o644); err == nil {
				w.setKeys(text, false) // nothing in it changes a key
			}
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
