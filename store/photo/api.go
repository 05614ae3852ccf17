package photo

import (
	"context"
	"errors"
	"image"
)

var errSkeleton = errors.New("being written")

// Look reads a photo's header.
func Look(ctx context.Context, path string) (Info, error) { return Info{}, errSkeleton }

// Size gives the upright width and height in pixels, from the header alone.
func Size(path string) (w, h int, err error) { return 0, 0, errSkeleton }

// Decode gives the picture upright and in sRGB, shrunk to fit maxW×maxH pixels (0: no bound), never enlarged.
func Decode(ctx context.Context, path string, maxW, maxH int) (*image.RGBA, error) {
	return nil, errSkeleton
}

// Import places one photo into dir.
func Import(ctx context.Context, src, dir string, s Settings) (Result, error) {
	return Result{}, errSkeleton
}

// ImportData places one picture from the clipboard into dir.
func ImportData(ctx context.Context, name string, data []byte, dir string, s Settings) (Result, error) {
	return Result{}, errSkeleton
}

// Strip removes metadata and trailing data; the pixels stay bit for bit what they were.
func Strip(data []byte) (out []byte, changed bool, err error) { return nil, false, errSkeleton }

// ChildMain runs the decoder when the process was started as one; main calls it first and ends when it reports true.
func ChildMain(args []string) bool { return false }

// Placed names one file that an import put into a folder; undo and redo move it out and back.
type Placed struct {
	Dir, Name string
	Sum       [32]byte // SHA-256 of the stored file
	Reused    bool     // the file was there before; Withdraw and Restore leave it alone
}

// Withdraw moves a placed file to the state directory.
func Withdraw(p Placed, state string) error { return errSkeleton }

// Restore moves a withdrawn file back.
func Restore(p Placed, state string) error { return errSkeleton }

// Pool bounds how much is decoded at once.
type Pool struct{}

// NewPool makes a pool of so many workers and so many bytes.
func NewPool(workers int, budget int64) *Pool { return &Pool{} }

// Import is [Import] within the pool's bounds.
func (p *Pool) Import(ctx context.Context, src, dir string, s Settings) (Result, error) {
	return Result{}, errSkeleton
}

// ImportAll imports srcs, reporting each from the goroutine that called it.
func (p *Pool) ImportAll(ctx context.Context, srcs []string, dir string, s Settings, report func(i int, r Result, err error)) {
}

// Decode is [Decode] within the pool's bounds.
func (p *Pool) Decode(ctx context.Context, path string, maxW, maxH int) (*image.RGBA, error) {
	return nil, errSkeleton
}
