//go:build !linux || !x11 || ci

package driver

import (
	"fyne.io/fyne/v2"

	"lanyard/editor/inputmethod"
)

// BeforeWindow does nothing where there is no X11.
func BeforeWindow(*inputmethod.Client) (after func()) { return func() {} }

// Attach does nothing where there is no X11.
func Attach(*inputmethod.Client, fyne.Window, func() (fyne.Position, fyne.Size, bool)) {}
