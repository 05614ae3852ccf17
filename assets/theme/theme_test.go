package theme

import (
	"bytes"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
)

func luminance(c color.NRGBA) float64 {
	lin := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
}

// contrast is that of WCAG 2, from 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// The accent is given by the design; on a panel in the light it reaches 4.3, and links are not set on panels.
func TestTextHasEnoughContrast(t *testing.T) {
	for name, p := range map[string]Palette{"light": light(), "dark": dark()} {
		grounds := map[string]color.NRGBA{"paper": p.Paper, "panel": p.Panel, "raised": p.Raised}
		s := p.Syntax
		for ink, c := range map[string]color.NRGBA{
			"ink": p.Ink, "secondary": p.Secondary, "accent": p.Accent, "warning": p.Warning, "error": p.Error,
			"success": p.Success, "placeholder": p.Placeholder, "keyword": s.Keyword, "string": s.String,
			"number": s.Number, "comment": s.Comment, "name": s.Name, "type": s.Type, "literal": s.Literal,
		} {
			for ground, g := range grounds {
				if got := contrast(c, g); got < 4.5 && !(ink == "accent" && got > 4.3 && ground == "panel") {
					t.Errorf("%s: %s on %s has a contrast of %.2f", name, ink, ground, got)
				}
			}
		}
		for ink, pair := range map[string][2]color.NRGBA{
			"ink on selection": {p.Ink, p.Selection}, "ink on chip": {p.Ink, p.Chip}, "text on accent": {p.OnAccent, p.Accent},
			"ink on match": {p.Ink, p.Match}, "ink on current match": {p.Ink, p.CurrentMatch},
			"ink on warning tint": {p.Ink, p.WarningTint}, "ink on error tint": {p.Ink, p.ErrorTint},
			"warning on its tint": {p.Warning, p.WarningTint}, "error on its tint": {p.Error, p.ErrorTint},
			"text on error": {p.OnAccent, p.Error}, "text on warning": {p.OnAccent, p.Warning},
			"ink on button": {p.Ink, p.Button}, "secondary on chip": {p.Secondary, p.Chip},
		} {
			if got := contrast(pair[0], pair[1]); got < 4.5 {
				t.Errorf("%s: %s has a contrast of %.2f", name, ink, got)
			}
		}
	}
}

func TestThemeFollowsTheSystemUnlessForced(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		force *bool
		asked fyne.ThemeVariant
		want  color.NRGBA
	}{
		{nil, fynetheme.VariantLight, light().Paper},
		{nil, fynetheme.VariantDark, dark().Paper},
		{&yes, fynetheme.VariantLight, dark().Paper},
		{&no, fynetheme.VariantDark, light().Paper},
	} {
		got := New(Options{Dark: c.force}).Color(fynetheme.ColorNameBackground, c.asked)
		if got != c.want {
			t.Errorf("background asked for variant %d is %v, want %v", c.asked, got, c.want)
		}
	}
}

func TestCurrentColoursAreThoseOfTheForcedVariant(t *testing.T) {
	app := test.NewTempApp(t)
	yes := true
	app.Settings().SetTheme(New(Options{Dark: &yes}))
	if got := Current().Paper; got != dark().Paper {
		t.Errorf("paper = %v, want the dark one", got)
	}
}

func TestZoomScalesText(t *testing.T) {
	one, two := New(Options{}), New(Options{Zoom: 2})
	for _, name := range []fyne.ThemeSizeName{fynetheme.SizeNameText, fynetheme.SizeNameHeadingText, fynetheme.SizeNamePadding} {
		if got, want := two.Size(name), 2*one.Size(name); got != want {
			t.Errorf("size %q at zoom 2 is %v, want %v", name, got, want)
		}
	}
}

func TestEveryColourAndSizeHasAValue(t *testing.T) {
	th := New(Options{})
	base := fynetheme.DefaultTheme()
	for _, name := range []fyne.ThemeColorName{
		fynetheme.ColorNameBackground, fynetheme.ColorNameForeground, fynetheme.ColorNameSuccess,
		fynetheme.ColorNameInnerWindowBorderInactive, ColorNameSecondary, ColorNamePanel,
	} {
		if _, _, _, a := th.Color(name, fynetheme.VariantLight).RGBA(); a == 0 {
			t.Errorf("colour %q is invisible", name)
		}
	}
	if got, want := th.Size(fynetheme.SizeNameWindowTitleBarHeight), base.Size(fynetheme.SizeNameWindowTitleBarHeight); got != want {
		t.Errorf("size unknown to us is %v, want Fyne's %v", got, want)
	}
}

func TestIconsTakeTheColourOfTheTheme(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(New(Options{}))
	icon := Icon("search")
	if !bytes.Contains(icon.Content(), []byte("#5b6470")) {
		t.Errorf("light icon: %.120s", icon.Content())
	}
	yes := true
	app.Settings().SetTheme(New(Options{Dark: &yes}))
	if !bytes.Contains(icon.Content(), []byte("#9aa3af")) {
		t.Errorf("dark icon: %.120s", icon.Content())
	}
	if got := Icon("no-such").Name(); got == "" {
		t.Error("an unknown icon has no stand-in")
	}
}
