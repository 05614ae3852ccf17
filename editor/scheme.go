package editor

import (
	"encoding/json"
	"log/slog"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"lanyard/editor/desktop"
	"lanyard/editor/driver"
	"lanyard/editor/sched"
)

// schemePatience is how long a start waits for the colour scheme, counted from its beginning: making the window fills most of it.
const schemePatience = 150 * time.Millisecond

// schemeOfDesktop gives what [Env] has as Scheme; nil where Fyne decides, because the person told it to or the system is one that Fyne
// knows the scheme of. Else it keeps Fyne from following the desktop too, by FYNE_THEME, until settled is called when Fyne's loop runs.
// What Fyne takes the scheme for makes no difference then, as long as ours is known.
func schemeOfDesktop(s *sched.Scheduler, log *slog.Logger) (scheme func(func(desktop.Scheme)) desktop.Scheme, settled func()) {
	const variable = "FYNE_THEME"
	var fynes app.SettingsSchema
	if data, err := os.ReadFile(fynes.StoragePath()); err == nil {
		_ = json.Unmarshal(data, &fynes)
	}
	if fynes.ThemeName != "" || os.Getenv(variable) != "" {
		return nil, func() {}
	}
	f := desktop.Follow(s, log)
	if f == nil {
		return nil, func() {}
	}
	os.Setenv(variable, "dark")
	return func(told func(desktop.Scheme)) desktop.Scheme { return f.Listen(schemePatience, told) }, func() { os.Unsetenv(variable) }
}

// followDesktop takes up the colour scheme of the desktop. Where it does not say one in time, the window begins with that of last time.
func (w *Workbench) followDesktop() {
	if w.env.Scheme == nil {
		w.settings.Scheme = desktop.Unknown
		return
	}
	s := w.env.Scheme(func(s desktop.Scheme) {
		w.desktopAsks(s)
		if w.settings.Theme == "" {
			w.applyTheme()
		}
	})
	if s != desktop.Unknown {
		w.desktopAsks(s)
	}
}

func (w *Workbench) desktopAsks(s desktop.Scheme) {
	w.log.Debug("desktop", "scheme", s)
	if s != w.settings.Scheme {
		w.settings.Scheme = s
		w.settings.save()
	}
}

// followTheme draws in the app's theme whenever its settings change, by whom ever: by a setting of ours, by the font of the labels, or by
// the desktop, whose colour scheme may change at any time. Source and preview draw by themselves and are told here; all else is refreshed by
// Fyne, before or after. It is done once that is over and before the next picture.
func (w *Workbench) followTheme() {
	w.env.App.Settings().AddListener(func(fyne.Settings) {
		w.env.Sched.BeforeFrame(func() {
			driver.ForgetFonts()
			w.restyle()
		})
	})
}
