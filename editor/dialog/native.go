//go:build windows || (darwin && cgo)

package dialog

import (
	"context"
	"errors"

	sqweek "github.com/sqweek/dialog"
)

// native shows the system's dialog in this process; onThread puts it on the thread the system wants. The dialog cannot
// be closed from outside: when ctx ends the question stays until it is answered, and the answer is dropped.
type native struct {
	o Options
}

func (n native) Folder(ctx context.Context, title, start string) (string, error) {
	return n.ask(ctx, func() (string, error) {
		return sqweek.Directory().Title(title).SetStartDir(start).Browse()
	})
}

func (n native) Files(ctx context.Context, title, start string, filters []Filter) ([]string, error) {
	path, err := n.ask(ctx, func() (string, error) {
		b := sqweek.File().Title(title).SetStartDir(start)
		for _, f := range filters {
			b = b.Filter(f.Name, f.Extensions...)
		}
		return b.Load()
	})
	if err != nil {
		return nil, err
	}
	return []string{path}, nil
}

func (n native) Save(ctx context.Context, title, start, name string) (string, error) {
	return n.ask(ctx, func() (string, error) {
		return sqweek.File().Title(title).SetStartDir(start).SetStartFile(name).Save()
	})
}

func (n native) ask(ctx context.Context, show func() (string, error)) (string, error) {
	path, err := n.onThread(ctx, show)
	if errors.Is(err, sqweek.ErrCancelled) {
		err = ErrCancelled
	}
	return path, err
}
