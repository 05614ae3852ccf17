package dialog

import (
	"context"
	"runtime"
)

// onThread shows the dialog on the caller's goroutine, tied to its thread: the dialog has a message loop of its own,
// which must not run on the window's thread.
func (n native) onThread(_ context.Context, show func() (string, error)) (string, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return show()
}
