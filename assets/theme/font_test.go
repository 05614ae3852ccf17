package theme

import (
	"bytes"
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"

	"lanyard/assets"
)

func TestFaceWrittenAloneKeepsItsGlyphsButMarksSharedWithLatin(t *testing.T) {
	assets.SetLanguage(assets.English)
	t.Cleanup(func() { assets.SetLanguage("") })
	src := fynetheme.DefaultTextFont().Content()
	data, err := face(bytes.NewReader(src), 0, false)
	if err != nil {
		t.Fatal(err)
	}
	want, err := font.ParseTTF(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	got, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := got.NominalGlyph('“'); ok {
		t.Error("an English window would take its quotation marks from the Chinese font")
	}
	for _, r := range "Ab0é€" {
		g, ok := got.NominalGlyph(r)
		w, _ := want.NominalGlyph(r)
		if !ok || g != w || got.HorizontalAdvance(g) != want.HorizontalAdvance(w) {
			t.Errorf("glyph of %q is %d, want %d", r, g, w)
		}
	}
}

func TestFaceRefusesWhatIsNoFont(t *testing.T) {
	for _, data := range [][]byte{nil, []byte("no font"), bytes.Repeat([]byte{0xff}, 4096)} {
		if _, err := face(bytes.NewReader(data), 0, false); err == nil {
			t.Errorf("%d bytes of no font were taken", len(data))
		}
	}
	if _, err := face(bytes.NewReader(fynetheme.DefaultTextFont().Content()), 3, false); err == nil {
		t.Error("a face that is not there was taken")
	}
}

func TestRegionDecidesTheFamily(t *testing.T) {
	for locale, want := range map[string]string{
		"zh_CN.UTF-8": "Noto Sans CJK SC", "en": "Noto Sans CJK SC", "zh-Hant-TW": "Noto Sans CJK TC",
		"zh_HK": "Noto Sans CJK TC", "ja_JP": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR", "": "Noto Sans CJK SC",
	} {
		if got := regions(locale)[0]; got != want {
			t.Errorf("first family for %q is %q, want %q", locale, got, want)
		}
	}
}

// The system's fonts are a matter of the machine, so the test says so where they are missing.
func TestChineseFontOfTheSystemCanBeUsed(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the system's fonts")
	}
	regular, bold, err := CJK(t.TempDir(), "zh_CN.UTF-8")
	if errors.Is(err, ErrNoFont) {
		t.Skip("no Chinese font is installed")
	}
	if err != nil {
		t.Skipf("the system's fonts cannot be listed: %v", err)
	}
	for _, res := range []fyne.Resource{regular, bold} {
		if res == nil {
			continue
		}
		f, err := font.ParseTTF(bytes.NewReader(res.Content()))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range "开源会议" {
			if _, ok := f.NominalGlyph(r); !ok {
				t.Errorf("%s has no glyph for %q", res.Name(), r)
			}
		}
	}
	if bold != nil && bold.Name() == regular.Name() {
		t.Errorf("both faces are named %q: Fyne keys its caches by the name", bold.Name())
	}
	th := New(Options{Regular: regular, Bold: bold})
	if got := th.Font(fyne.TextStyle{}); got != regular {
		t.Error("the theme does not use the font")
	}
	if got := th.Font(fyne.TextStyle{Monospace: true}); got == regular {
		t.Error("code is not monospaced")
	}
}
