// Package theme owns how the window looks: its colours in light and dark, the sizes of text and padding, the icons in
// those colours, and the Chinese font of Fyne's own widgets.
//
// A Theme is immutable; to change the variant, the zoom or the fonts make another and give it to the app's settings.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Options describe a theme. The zero value follows the system, unzoomed, with Fyne's own fonts.
type Options struct {
	// Dark forces dark or light; nil follows the system.
	Dark *bool
	// Zoom multiplies text sizes and paddings; 0 is 1.
	Zoom float32
	// Regular and Bold are the fonts of Fyne's own widgets, from [CJK]; nil leaves Fyne's.
	Regular, Bold fyne.Resource
}

// Theme is the program's theme.
type Theme struct {
	o    Options
	base fyne.Theme
}

var _ fyne.Theme = (*Theme)(nil)

// New makes the theme that o describes.
func New(o Options) *Theme {
	if o.Zoom <= 0 {
		o.Zoom = 1
	}
	return &Theme{o: o, base: fynetheme.DefaultTheme()}
}

// Variant returns the variant in force where the system asks for v.
func (t *Theme) Variant(v fyne.ThemeVariant) fyne.ThemeVariant {
	switch {
	case t.o.Dark == nil:
		return v
	case *t.o.Dark:
		return fynetheme.VariantDark
	}
	return fynetheme.VariantLight
}

// Current returns the colours in force: those of the app's theme when it is a *Theme, else of the system's variant.
// It belongs to the UI goroutine.
func Current() Palette {
	s := fyne.CurrentApp().Settings()
	v := s.ThemeVariant()
	if t, ok := s.Theme().(*Theme); ok {
		v = t.Variant(v)
	}
	return Colours(v)
}

// Color is called by Fyne.
func (t *Theme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	v = t.Variant(v)
	p := Colours(v)
	switch name {
	case fynetheme.ColorNameBackground:
		return p.Paper
	case fynetheme.ColorNameInputBackground, fynetheme.ColorNameHeaderBackground, fynetheme.ColorNameDisabledButton:
		return p.Panel
	case fynetheme.ColorNameMenuBackground, fynetheme.ColorNameOverlayBackground:
		return p.Raised
	case fynetheme.ColorNameForeground:
		return p.Ink
	case fynetheme.ColorNamePlaceHolder:
		return p.Placeholder
	case fynetheme.ColorNameDisabled:
		return p.Faint
	case fynetheme.ColorNameInputBorder:
		return p.FieldBorder
	case fynetheme.ColorNameSeparator, fynetheme.ColorNameInnerWindowBorder:
		return p.Hairline
	case fynetheme.ColorNameButton:
		return p.Button
	case fynetheme.ColorNamePrimary, fynetheme.ColorNameHyperlink:
		return p.Accent
	case fynetheme.ColorNameForegroundOnPrimary, fynetheme.ColorNameForegroundOnError,
		fynetheme.ColorNameForegroundOnSuccess, fynetheme.ColorNameForegroundOnWarning:
		return p.OnAccent
	}
	return t.stateColor(name, v, p)
}

func (t *Theme) stateColor(name fyne.ThemeColorName, v fyne.ThemeVariant, p Palette) color.Color {
	switch name {
	case ColorNameSecondary:
		return p.Secondary
	case ColorNamePanel:
		return p.Panel
	case fynetheme.ColorNameFocus:
		return p.Focus
	case fynetheme.ColorNameSelection:
		return p.Selection
	case fynetheme.ColorNameHover:
		return p.Hover
	case fynetheme.ColorNamePressed:
		return p.Pressed
	case fynetheme.ColorNameError:
		return p.Error
	case fynetheme.ColorNameWarning:
		return p.Warning
	case fynetheme.ColorNameSuccess:
		return p.Success
	case fynetheme.ColorNameScrollBar:
		return p.ScrollBar
	case fynetheme.ColorNameScrollBarBackground:
		return color.NRGBA{}
	case fynetheme.ColorNameShadow:
		return p.Shadow
	}
	return t.base.Color(name, v)
}

// Size is called by Fyne.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	z := t.o.Zoom
	switch name {
	case fynetheme.SizeNameText:
		return 13 * z
	case fynetheme.SizeNameCaptionText:
		return 11.5 * z
	case fynetheme.SizeNameSubHeadingText:
		return 15 * z
	case fynetheme.SizeNameHeadingText:
		return 22 * z
	case fynetheme.SizeNamePadding:
		return 4 * z
	case fynetheme.SizeNameInnerPadding:
		return 6 * z
	case fynetheme.SizeNameInlineIcon:
		return 17 * z
	case fynetheme.SizeNameLineSpacing:
		return 4 * z
	case fynetheme.SizeNameScrollBar:
		return 10
	case fynetheme.SizeNameScrollBarSmall:
		return 4
	case fynetheme.SizeNameScrollBarRadius:
		return 4
	case fynetheme.SizeNameInputRadius, fynetheme.SizeNameButtonRadius, fynetheme.SizeNameMenuRadius:
		return 5
	case fynetheme.SizeNameSelectionRadius:
		return 3
	case fynetheme.SizeNamePopupRadius, fynetheme.SizeNameDialogRadius:
		return 8
	case fynetheme.SizeNameInputBorder, fynetheme.SizeNameSeparatorThickness:
		return 1
	}
	return t.base.Size(name)
}

// Font is called by Fyne.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	if !style.Monospace && !style.Symbol {
		switch {
		case style.Bold && t.o.Bold != nil:
			return t.o.Bold
		case !style.Bold && t.o.Regular != nil:
			return t.o.Regular
		}
	}
	return t.base.Font(style)
}

// Icon is called by Fyne: our line icons where we have one of that meaning, else Fyne's.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	if own := stock(name); own != "" {
		return Icon(own)
	}
	return t.base.Icon(name)
}
