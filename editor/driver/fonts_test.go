//go:build linux && x11 && !ci && !arm && !arm64

package driver

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

func TestFontsOfEarlierSettingsAreForgotten(t *testing.T) {
	kept := func() int { return reflect.ValueOf(shaper).Elem().FieldByName("fonts").FieldByName("m").Len() }
	done := make(chan struct{})
	ui.Do(func() {
		defer close(done)
		settings := fyne.CurrentApp().Settings()
		size := float32(14)
		measure := func() {
			size++ // Fyne remembers what it has measured
			for _, s := range []fyne.TextStyle{{}, {Bold: true}} {
				fyne.MeasureText("What a label says", size, s)
			}
		}
		ForgetFonts()
		measure()
		once := kept()
		if once == 0 {
			t.Error("nothing is kept: Fyne shapes with something else")
		}
		for range 3 {
			settings.SetTheme(theme.DefaultTheme())
			measure()
		}
		if kept() <= once {
			t.Errorf("Fyne keeps %d fonts after its settings changed, and %d before: ForgetFonts may not be needed any more", kept(), once)
		}
		ForgetFonts()
		measure()
		if got := kept(); got != once {
			t.Errorf("%d fonts are kept, want %d", got, once)
		}
	})
	<-done
}
