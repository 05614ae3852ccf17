package watch

import (
	"errors"

	"github.com/fsnotify/fsnotify"
)

// source is what tells about events. Its functions may be called from several goroutines at once; after close the others do nothing.
type source struct {
	events <-chan fsnotify.Event
	errs   <-chan error
	add    func(dir string) error
	remove func(dir string)
	close  func() error
}

// fsnotifySource watches each folder by itself.
func fsnotifySource() (*source, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	return &source{
		events: w.Events, errs: w.Errors,
		add:    func(dir string) error { return w.Add(dir) },
		remove: func(dir string) { _ = w.Remove(dir) }, // a folder that is gone has lost its watch already
		close:  w.Close,
	}, nil
}

// lost reports whether an error of a source says that events are missing.
func lost(err error) bool { return errors.Is(err, fsnotify.ErrEventOverflow) }
