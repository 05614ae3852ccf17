//go:build !ci

package driver

import "github.com/go-gl/glfw/v3.4/glfw"

// Flat asks for windows without a depth and a stencil buffer. Fyne draws in two dimensions and needs neither, but GLFW makes both and
// Fyne clears them with every picture: half of what an empty picture costs in software OpenGL (measured 5.2 to 2.7 ms at 1280×775), and
// four bytes for each pixel. It must be called after the first window was made, which starts GLFW, and before it is shown.
func Flat() {
	glfw.WindowHint(glfw.DepthBits, 0)
	glfw.WindowHint(glfw.StencilBits, 0)
}
