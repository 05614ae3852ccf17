//go:build cgo

package dialog

import "context"

// onThread shows the dialog on the UI goroutine, which AppKit's panels ask for.
func (n native) onThread(ctx context.Context, show func() (string, error)) (string, error) {
	if n.o.Do == nil {
		return "", errUnavailable
	}
	answers := newAnswers()
	n.o.Do(func() {
		path, err := show()
		answers.give(answer{path, err})
	})
	select {
	case a := <-answers.c:
		return a.path, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
