//go:build linux && x11 && !ci

package driver

import (
	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// Primary is the X11 primary selection: what was selected last in any window, and is pasted by the middle button. Fyne knows only the
// clipboard, GLFW below it knows both. For the UI goroutine, while a window is open.
func Primary() fyne.Clipboard { return primarySelection{} }

type primarySelection struct{}

// Content is for fyne.Clipboard.
func (primarySelection) Content() string {
	s := glfw.GetX11SelectionString()
	glfw.GetError() // that nobody has selected anything is one, and would be reported with the next call
	return s
}

// SetContent is for fyne.Clipboard.
func (primarySelection) SetContent(s string) { glfw.SetX11SelectionString(s) }
