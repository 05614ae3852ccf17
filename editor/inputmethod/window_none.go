//go:build !linux || !x11 || ci

package inputmethod

import "fyne.io/fyne/v2"

// BeforeWindow does nothing where there is no X11.
func BeforeWindow(*Client) (after func()) { return func() {} }

// Attach does nothing where there is no X11.
func (c *Client) Attach(fyne.Window, func() (fyne.Position, fyne.Size, bool)) {}
