// Package dialog owns how a person picks folders and files: with the system's own choosers where there are any, with
// Fyne's else.
//
// On Linux the desktop portal is asked first, then the picker program that is built from gtkpicker and lies beside the
// main one, then Fyne's dialog in the window. On Windows and macOS it is the system's dialog in this process.
package dialog

import (
	"context"
	"errors"
	"log/slog"

	"fyne.io/fyne/v2"
)

// ErrCancelled says that the person closed the chooser without a choice.
var ErrCancelled = errors.New("nothing was chosen")

// errUnavailable says that a chooser cannot be shown here, so that the next one is tried.
var errUnavailable = errors.New("this kind of file chooser is not available")

// Filter is one kind of files on offer: a name to show and extensions in lower case without a dot. A file passes
// whatever the case of its extension.
type Filter struct {
	Name       string
	Extensions []string
}

// Chooser asks a person for a path. Every method blocks until there is an answer or ctx ends, so it is called off the
// UI goroutine; the answers are absolute paths, and a closed chooser is [ErrCancelled]. start is the folder to begin
// in, "" for the chooser's own idea.
type Chooser interface {
	// Folder asks for a folder that exists.
	Folder(ctx context.Context, title, start string) (string, error)
	// Files asks for files that exist, one or more; some systems let only one be picked.
	Files(ctx context.Context, title, start string, filters []Filter) ([]string, error)
	// Save asks for a file to write. The file may exist: to replace it the person has agreed where the system's
	// chooser asks, so the caller still refuses what it must not overwrite.
	Save(ctx context.Context, title, start, name string) (string, error)
}

// Options are what the choosers need from the window.
type Options struct {
	Window fyne.Window
	// Do runs a function on the UI goroutine, later or at once.
	Do  func(func())
	Log *slog.Logger // nil is no log
}

// New returns the choosers of this system.
func New(o Options) Chooser {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return chain{choosers: system(o), log: o.Log}
}

// chain asks the first of its choosers that is available.
type chain struct {
	choosers []Chooser
	log      *slog.Logger
}

func (c chain) Folder(ctx context.Context, title, start string) (string, error) {
	return first(ctx, c, func(ch Chooser) (string, error) { return ch.Folder(ctx, title, start) })
}

func (c chain) Files(ctx context.Context, title, start string, filters []Filter) ([]string, error) {
	return first(ctx, c, func(ch Chooser) ([]string, error) { return ch.Files(ctx, title, start, filters) })
}

func (c chain) Save(ctx context.Context, title, start, name string) (string, error) {
	return first(ctx, c, func(ch Chooser) (string, error) { return ch.Save(ctx, title, start, name) })
}

func first[T any](ctx context.Context, c chain, ask func(Chooser) (T, error)) (T, error) {
	var none T
	for _, ch := range c.choosers {
		answer, err := ask(ch)
		if ctx.Err() != nil {
			return none, ctx.Err()
		}
		if !errors.Is(err, errUnavailable) {
			return answer, err
		}
		c.log.Debug("file chooser left out", "reason", err)
	}
	return none, errUnavailable
}
