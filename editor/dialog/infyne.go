package dialog

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	fynedialog "fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// inFyne shows Fyne's own dialogs in the window. They take one file, and a save asks only for the folder, because
// Fyne's save dialog opens and empties the file that was picked.
type inFyne struct {
	o Options
}

type answer struct {
	path string
	err  error
}

// shown is what the three dialogs of Fyne have in common.
type shown interface {
	Show()
	Hide()
	Resize(fyne.Size)
	SetLocation(fyne.ListableURI)
}

func (d inFyne) Folder(ctx context.Context, _, start string) (string, error) {
	return d.ask(ctx, start, func(done func(answer)) shown {
		return fynedialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
			if u == nil {
				done(answer{err: orCancelled(err)})
				return
			}
			done(answer{path: u.Path()})
		}, d.o.Window)
	})
}

func (d inFyne) Files(ctx context.Context, _, start string, filters []Filter) ([]string, error) {
	path, err := d.ask(ctx, start, func(done func(answer)) shown {
		open := fynedialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
			if r == nil {
				done(answer{err: orCancelled(err)})
				return
			}
			done(answer{path: r.URI().Path(), err: r.Close()})
		}, d.o.Window)
		if len(filters) > 0 {
			open.SetFilter(anyOf(filters))
		}
		return open
	})
	if err != nil {
		return nil, err
	}
	return []string{path}, nil
}

func (d inFyne) Save(ctx context.Context, title, start, name string) (string, error) {
	dir, err := d.Folder(ctx, title, start)
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, name), nil
}

// ask shows a dialog and waits for what it hands to done, which Fyne calls once at most.
func (d inFyne) ask(ctx context.Context, start string, make func(done func(answer)) shown) (string, error) {
	if d.o.Window == nil || d.o.Do == nil {
		return "", errUnavailable
	}
	answers := newAnswers()
	var dlg shown // touched on the UI goroutine only
	d.o.Do(func() {
		dlg = make(answers.give)
		if dir, err := storage.ListerForURI(storage.NewFileURI(start)); start != "" && err == nil {
			dlg.SetLocation(dir)
		}
		dlg.Show() // before Resize, which panics on a dialog that was never shown
		size := d.o.Window.Canvas().Size()
		dlg.Resize(fyne.NewSize(max(size.Width*0.8, 360), max(size.Height*0.8, 300)))
	})
	select {
	case a := <-answers.c:
		return a.path, a.err
	case <-ctx.Done():
		d.o.Do(func() { dlg.Hide() })
		return "", ctx.Err()
	}
}

// answers passes the first answer on and drops the rest, so that giving one never blocks the UI goroutine.
type answers struct{ c chan answer }

func newAnswers() answers { return answers{make(chan answer, 1)} }

func (a answers) give(v answer) {
	select {
	case a.c <- v:
	default:
	}
}

func orCancelled(err error) error {
	if err == nil {
		return ErrCancelled
	}
	return err
}

// anyOf passes the files of any of the filters, whatever the case of the extension.
func anyOf(filters []Filter) storage.FileFilter { return extensions(filters) }

type extensions []Filter

func (e extensions) Matches(u fyne.URI) bool {
	ext := strings.ToLower(strings.TrimPrefix(u.Extension(), "."))
	return slices.ContainsFunc(e, func(f Filter) bool {
		return slices.Contains(f.Extensions, "*") || slices.Contains(f.Extensions, ext)
	})
}
