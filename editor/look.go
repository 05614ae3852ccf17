package editor

import (
	"image/color"

	"fyne.io/fyne/v2"

	"lanyard/assets/theme"
	"lanyard/editor/desktop"
	"lanyard/editor/textedit"
)

// fyneColor is any colour that a canvas object takes.
type fyneColor = color.Color

func panelColor() fyneColor { return theme.Current().Panel }

func chipColor() fyneColor { return theme.Current().Chip }

func secondaryColor() fyneColor { return theme.Current().Secondary }

func hairlineColor() fyneColor { return theme.Current().Hairline }

// palette is the colours in force.
func palette() theme.Palette { return theme.Current() }

func dividerColor(active bool) fyneColor {
	if active {
		return theme.Current().Accent
	}
	return theme.Current().Hairline
}

// applyTheme puts the settings' theme in force. Setting a theme clears Fyne's font caches, so it is done once and on a change.
func (w *Workbench) applyTheme() {
	o := theme.Options{Regular: w.fonts.regular, Bold: w.fonts.bold}
	switch w.settings.Theme {
	case "light":
		o.Dark = new(false)
	case "dark":
		o.Dark = new(true)
	default:
		if s := w.settings.Scheme; s != desktop.Unknown {
			o.Dark = new(s == desktop.Dark)
		}
	}
	w.env.App.Settings().SetTheme(theme.New(o))
}

// widgetFonts are the fonts of Fyne's own widgets; nil is Fyne's own font, without Chinese.
type widgetFonts struct{ regular, bold fyne.Resource }

// SetWidgetFonts uses a font with Chinese for labels, fields and menus.
func (w *Workbench) SetWidgetFonts(regular, bold fyne.Resource) {
	w.log.Debug("label fonts")
	w.fonts = widgetFonts{regular, bold}
	w.applyTheme()
}

// SetTheme forces "light" or "dark"; "" follows the system.
func (w *Workbench) SetTheme(name string) {
	w.settings.Theme = name
	w.settings.save()
	w.applyTheme()
}

// textSize is the em of the source and of the preview, in Fyne units, before zoom.
const (
	sourceSize  = 15
	previewSize = 16
)

// Zoom makes the text of source and preview larger or smaller; 0 puts it back.
func (w *Workbench) Zoom(step int) {
	if step == 0 {
		w.settings.Zoom = 1
	} else {
		w.settings.Zoom = clamp(w.settings.Zoom+float32(step)*0.1, 0.5, 3)
	}
	w.settings.save()
	w.restyle()
}

// restyle draws source and preview in the present theme, zoom and options.
func (w *Workbench) restyle() {
	w.source.SetStyle(w.sourceStyle())
	w.form.SetColumn(w.columnWidth(), columnMargin)
	w.restylePreview()
	w.root.Refresh()
}

func (w *Workbench) sourceStyle() textedit.Style {
	p := theme.Current()
	s := w.settings
	return textedit.Style{
		Size: sourceSize * s.Zoom, LineHeight: 1.6, Measure: sourceMeasure, Mono: s.Mono, Lang: w.lang(),
		Focus: s.Focus, Typewriter: s.Typewriter, Numbers: s.Numbers, Trailing: s.Trailing, Guide: s.Guide,
		Colours: p,
	}
}

// lang is the language of the open post, for the choice of Chinese, Japanese or Korean shapes; empty leaves it to the locale.
func (w *Workbench) lang() string {
	if w.session.Folder() == nil {
		return ""
	}
	return w.session.Folder().Config().DefaultLanguage
}
