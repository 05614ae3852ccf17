// Package watch owns the notice of what other programs do in a content folder.
//
// The system tells about most changes. Where it does not (a network file system, whose other users' writes no local kernel sees; more
// folders than the system watches for one user), the folders are looked at every few seconds instead. What is hidden, and the temporary
// files of store/atomicfile, are overlooked; symbolic links are not followed.
//
// [Run] starts the goroutines it needs and ends them before it returns.
package watch

import (
	"context"
	"log/slog"
	"time"
)

// Options say how a folder is watched. The zero Options are good.
type Options struct {
	Log  *slog.Logger // nil: no log
	Flat bool         // only what is in the root itself, not in its sub-folders

	// What the tests put in place of the system.
	open   func() (*source, error)
	remote func(root string) bool
	anchor func(root string) *anchor
	ready  func(folders, polled int) // all folders that were there are watched
}

// Changes is a batch of what happened. Paths are absolute, below the root as it was given to Run, sorted, and each is there once: files and
// folders that were made, written, removed, or moved from or to there, or whose permissions changed. Of a folder that vanished, the
// Markdown files that were known in it are named too, of one that appeared all files. A path may be named although its bytes are the same.
type Changes struct {
	Paths      []string
	Everything bool // too much happened to tell, or events were lost: look at all
	RootGone   bool // the folder itself is not there; Everything follows when it is back
}

// Times of the batches and of what is done where no events come.
const (
	quiet     = 150 * time.Millisecond // without a further change, before a batch is told
	latest    = time.Second            // after its first change a batch is told whatever follows
	pollEvery = 3 * time.Second        // between two looks at folders that send no events
	pollShare = 20                     // a look at them takes at most one part in so many of the time
	rootEvery = 5 * time.Second        // between two looks for the root where the system does not tell
	backEvery = time.Second            // between two looks for a root that is gone
	maxPaths  = 1000                   // of a batch; more are Everything
)

// Run watches root until ctx ends, and calls notify on the calling goroutine, which should only pass the changes on. A change that happens
// once Run was called is told, also while the folders are still being gone through. A root that is not there is told and waited for.
func Run(ctx context.Context, root string, o Options, notify func(Changes)) error {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.open == nil {
		o.open = openSource
	}
	if o.remote == nil {
		o.remote = isRemote
	}
	if o.anchor == nil {
		o.anchor = newAnchor
	}
	newWatcher(root, o, notify).run(ctx)
	return nil
}
