package editor

import (
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

// newApp makes Fyne's app. The settings of the window have a file of their own (settings.go), and Fyne's preferences are never written: Fyne
// writes them whenever a program ends, in place, so that another window, or this one, read half of the file and complained of it.
func newApp() fyne.App {
	file := filepath.Join(filepath.Dir((&app.SettingsSchema{}).StoragePath()), appID, "preferences.json")
	if info, err := os.Stat(file); err == nil && info.Size() == 0 {
		_ = os.Remove(file) // of a program that was killed while it wrote
	}
	a := app.NewWithID(appID)
	a.SetCloudProvider(inMemory{})
	return a
}

// inMemory is a provider of preferences that keeps them as long as the program runs: what Fyne gives out as its own it writes.
type inMemory struct{}

type preferences struct{ fyne.Preferences }

// CloudPreferences is for Fyne.
func (inMemory) CloudPreferences(a fyne.App) fyne.Preferences { return preferences{a.Preferences()} }

// ProviderName is for Fyne.
func (inMemory) ProviderName() string { return "memory" }

// ProviderDescription is for Fyne.
func (inMemory) ProviderDescription() string { return "" }

// ProviderIcon is for Fyne.
func (inMemory) ProviderIcon() fyne.Resource { return nil }

// Setup is for Fyne.
func (inMemory) Setup(fyne.App) error { return nil }

// Cleanup is for Fyne.
func (inMemory) Cleanup(fyne.App) {}
