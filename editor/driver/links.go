package driver

// glfwPackage is where Fyne's driver for desktops stands.
const glfwPackage = fyneModule + "/internal/driver/glfw"

// A link is an unexported name of Fyne that this package uses, as the version that it was written for declares it. links_test.go compares
// them with the source of Fyne, so that an upgrade fails there and not in a window.
type link struct {
	pkg, name string // name as linkname has it
	decl      string // as go/printer prints the declaration, without the body
}

var links = []link{
	{glfwPackage, "(*gLDriver).drawSingleFrame", "func (d *gLDriver) drawSingleFrame()"},
	{glfwPackage, "(*glCanvas).paint", "func (c *glCanvas) paint(size fyne.Size)"},
	{fyneModule + "/internal/painter", "shaper", "var shaper = &shaping.HarfbuzzShaper{}"},
}
