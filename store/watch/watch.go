// Package watch owns the notice of what other programs do in a content folder.
package watch

import (
	"context"
	"log/slog"
)

// Options say how a folder is watched.
type Options struct {
	Log *slog.Logger
}

// Changes is a batch of what happened. Paths are absolute.
type Changes struct {
	Paths      []string
	Everything bool // events were lost: look at all
	RootGone   bool // the folder itself is not there
}

// Run watches root until ctx ends and calls notify on its own goroutine.
func Run(ctx context.Context, root string, o Options, notify func(Changes)) error {
	<-ctx.Done()
	return nil
}
