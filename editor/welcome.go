package editor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/assets/theme"
	"lanyard/editor/field"
	"lanyard/store"
)

// newWelcome is the first screen: open a folder, make one, or look at the sample.
func newWelcome(w *Workbench) fyne.CanvasObject {
	mark := canvas.NewImageFromResource(theme.AppIcon())
	mark.FillMode = canvas.ImageFillContain
	mark.SetMinSize(fyne.NewSize(72, 72))
	name := widget.NewLabelWithStyle(assets.T("app.name"), fyne.TextAlignCenter, fyne.TextStyle{Bold: true})
	name.SizeName = fynetheme.SizeNameHeadingText
	comment := newNote(fynetheme.SizeNameText, fyne.TextAlignCenter)
	comment.Truncation = fyne.TextTruncateOff
	comment.SetText(assets.T("app.comment"))
	button := func(id, icon string, run func()) *field.Button {
		b := w.button(assets.T(id), icon, field.Normal, run)
		b.Leading = true
		return b
	}
	choices := container.New(&stackLayout{gap: 8},
		button("window.welcome.open", "folder", w.OpenFolder),
		button("window.welcome.new", "plus", w.NewFolder),
		button("window.welcome.sample", "photo", w.OpenSample),
	)
	column := container.NewVBox(mark, name, comment, widget.NewLabel(""), choices)
	return container.NewCenter(column)
}

// newEmpty says what to do while no post is open.
func newEmpty() fyne.CanvasObject {
	hint := newNote(fynetheme.SizeNameText, fyne.TextAlignCenter)
	hint.Truncation = fyne.TextTruncateOff
	hint.SetText(assets.T("window.empty"))
	return container.NewCenter(hint)
}

// lastPost is the post of the folder that was left last, "" when none of them was ever open here.
func (w *Workbench) lastPost() string {
	for _, c := range slices.Backward(w.settings.Carets) {
		if slices.ContainsFunc(w.list.pages, func(p store.Summary) bool { return p.Path == c.Path }) {
			return c.Path
		}
	}
	return ""
}

func (w *Workbench) showWelcome(on bool) {
	if on {
		w.panes.Hide()
		w.welcome.Show()
	} else {
		w.welcome.Hide()
		w.panes.Show()
	}
}

// OpenFolder asks for a content folder or a site and opens it.
func (w *Workbench) OpenFolder() {
	start := w.settings.Folder
	w.choose(func(ctx context.Context) ([]string, error) {
		path, err := w.env.Chooser.Folder(ctx, assets.T("window.folder.choose"), start)
		return []string{path}, err
	}, func(paths []string) {
		if len(paths) > 0 && paths[0] != "" {
			w.SwitchFolder(paths[0])
		}
	})
}

// SwitchFolder leaves the folder that is open and opens another. Unsaved text stays in the journal of its own folder.
func (w *Workbench) SwitchFolder(path string) {
	w.form.Commit()
	w.session.LeaveAll(func() {
		w.session.CloseFolder()
		w.active = nil
		w.showPost(nil)
		w.Open(path, nil)
	})
}

// openDropped opens a post or a folder that was dropped on the window; a post of the folder that is open stays in it. Anything else is
// left to photos.
func (w *Workbench) openDropped(path string, photos func()) {
	w.env.Sched.Go("dropped", func(context.Context) {
		info, err := os.Stat(path)
		w.env.Sched.Do(func() {
			inside := func() bool {
				if w.session.Folder() == nil {
					return false
				}
				rel, err := filepath.Rel(w.session.Folder().Content, path)
				return err == nil && filepath.IsLocal(rel)
			}
			switch {
			case err == nil && !info.IsDir() && store.IsMarkdown(path) && inside():
				w.OpenPost(path, nil)
			case err == nil && (info.IsDir() || store.IsMarkdown(path)):
				w.SwitchFolder(path)
			default:
				photos()
			}
		})
	})
}

// NewFolder asks where and begins a content folder there.
func (w *Workbench) NewFolder() {
	start := filepath.Dir(w.settings.Folder)
	w.choose(func(ctx context.Context) ([]string, error) {
		path, err := w.env.Chooser.Save(ctx, assets.T("window.folder.new"), start, assets.T("window.folder.name"))
		if err == nil {
			err = os.MkdirAll(filepath.Join(path, "posts"), 0o755)
		}
		return []string{path}, err
	}, func(paths []string) {
		if len(paths) > 0 && paths[0] != "" {
			w.SwitchFolder(paths[0])
		}
	})
}

// OpenSample writes the sample site into the user's documents, where it is not there yet, and opens it.
func (w *Workbench) OpenSample() {
	w.env.Sched.Go("sample", func(context.Context) {
		dir, err := SampleDir()
		if err == nil {
			err = assets.Sample(dir)
		}
		if errors.Is(err, fs.ErrExist) { // written before, and perhaps written in
			err = nil
		}
		w.env.Sched.Do(func() {
			if err != nil {
				w.fail(assets.T("window.sample.failed"), err)
				return
			}
			w.SwitchFolder(filepath.Join(dir, filepath.FromSlash(assets.SamplePost), "index.md"))
		})
	})
}

// SampleDir is where the sample site is copied to.
func SampleDir() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	for _, documents := range []string{filepath.Join(home, "Documents"), home} {
		if info, err := os.Stat(documents); err == nil && info.IsDir() {
			return filepath.Join(documents, "Lanyard sample"), nil
		}
	}
	return filepath.Join(home, "Lanyard sample"), nil
}
