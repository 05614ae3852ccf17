//go:build !ci

package window

import "lanyard/editor"

// Open opens the window on paths and returns the exit code when it is closed. It must be called on the main goroutine.
func Open(paths []string, version string) int { return editor.Run(paths, version) }
