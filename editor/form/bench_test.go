package form

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lanyard/assets/theme"
)

// BenchmarkTypeInTitle is one character in the title with the fields folded, front matter patched and form updated.
func BenchmarkTypeInTitle(b *testing.B) {
	app := test.NewApp()
	app.Settings().SetTheme(theme.New(theme.Options{}))
	m := &fileModel{text: post}
	w := test.NewWindow(nil)
	f := New(m, Options{Now: fixedNow, Zone: china()})
	m.seen = f.Update
	w.SetContent(f)
	w.Resize(fyne.NewSize(640, 800))
	f.Focus()
	b.ReportAllocs()
	for b.Loop() {
		f.title.entry.TypedRune('x')
		f.title.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
}

// BenchmarkUpdateWithoutNews is what each key in the source costs the form.
func BenchmarkUpdateWithoutNews(b *testing.B) {
	test.NewApp()
	test.NewWindow(nil)
	m := &fileModel{text: post}
	f := New(still{m, m.Block()}, Options{})
	b.ReportAllocs()
	for b.Loop() {
		f.Update()
	}
}
