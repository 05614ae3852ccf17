package form

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
)

// bare is the app's theme for an entry that shows neither a border nor a ground of its own. scale multiplies its text.
type bare struct{ scale float32 }

var _ fyne.Theme = bare{}

func (b bare) app() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

func (b bare) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch name {
	case fynetheme.ColorNameInputBackground, fynetheme.ColorNameInputBorder, fynetheme.ColorNamePrimary,
		fynetheme.ColorNameScrollBar, fynetheme.ColorNameShadow:
		return color.NRGBA{}
	}
	return b.app().Color(name, v)
}

func (b bare) Font(s fyne.TextStyle) fyne.Resource        { return b.app().Font(s) }
func (b bare) Icon(name fyne.ThemeIconName) fyne.Resource { return b.app().Icon(name) }
func (b bare) Size(name fyne.ThemeSizeName) float32 {
	s := b.app().Size(name)
	if name == fynetheme.SizeNameText {
		s *= b.scale
	}
	return s
}

// naked wraps an entry in that theme.
func naked(o fyne.CanvasObject, scale float32) *container.ThemeOverride {
	return container.NewThemeOverride(o, bare{scale})
}
