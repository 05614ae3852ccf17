package theme

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
)

func TestSubsetClaimsNoRareCharacters(t *testing.T) {
	for r, want := range map[rune]bool{'a': true, '，': true, '中': true, '㐀': false, '𠀀': false, '한': false, '！': true} {
		if got := kept(r, false); got != want {
			t.Errorf("%q is kept: %v, want %v", r, got, want)
		}
	}
	if !kept('한', true) {
		t.Error("a Korean window has no Hangul")
	}
}

func TestWindowFontsAreKeptUntilTheirSourceChanges(t *testing.T) {
	dir := t.TempDir()
	source := filepath.Join(dir, "system.ttc")
	if err := os.WriteFile(source, []byte("one"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := keepFont(dir, source, "system.ttc-2.otf", []byte("a font"))
	if err != nil {
		t.Fatal(err)
	}
	if err := keepList(dir, "zh_CN", []cachedFont{c}); err != nil {
		t.Fatal(err)
	}
	regular, bold := CachedCJK(dir, "zh_CN.UTF-8")
	if regular == nil || bold != nil || string(regular.Content()) != "a font" || regular.Name() != "system.ttc-2.otf" {
		t.Fatalf("got %v and %v", regular, bold)
	}
	if other, _ := CachedCJK(dir, "ja_JP"); other != nil {
		t.Error("another region got it too")
	}
	if err := os.WriteFile(source, []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	if old, _ := CachedCJK(dir, "zh_CN.UTF-8"); old != nil {
		t.Error("the font of a source that changed is used")
	}
	if err := os.Remove(c.path(dir)); err != nil {
		t.Fatal(err)
	}
	if len(regular.Content()) == 0 {
		t.Error("without its file the window has no font")
	}
	var _ fyne.Resource = regular
}
