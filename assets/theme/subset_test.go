package theme

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

// noto is a font of the Noto CJK family with some characters, see typesettest.
func noto(t testing.TB) ([]opentype.Table, *font.Face) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "typeset", "typesettest", "fonts", "NotoSansCJKsc-Regular.subset.otf"))
	if err != nil {
		t.Fatal(err)
	}
	loaders, err := opentype.NewLoaders(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var tables []opentype.Table
	for _, tag := range loaders[0].Tables() {
		content, err := loaders[0].RawTable(tag)
		if err != nil {
			t.Fatal(err)
		}
		tables = append(tables, opentype.Table{Content: content, Tag: tag})
	}
	face, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return tables, face
}

func TestShrunkOutlinesDrawWhatIsKept(t *testing.T) {
	tables, whole := noto(t)
	keep := make([]bool, 1<<16)
	gone, _ := whole.NominalGlyph('直')
	for i := range keep {
		keep[i] = font.GID(i) != gone
	}
	for i, table := range tables {
		if table.Tag.String() != "CFF " {
			continue
		}
		small, err := shrinkCFF(table.Content, keep)
		if err != nil {
			t.Skipf("the test font is built in another way: %v", err)
		}
		tables[i].Content = small
	}
	part, err := font.ParseTTF(bytes.NewReader(opentype.WriteTTF(tables)))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range "中粗，。Ab" {
		g, ok := whole.NominalGlyph(r)
		if ok && !reflect.DeepEqual(part.GlyphData(g), whole.GlyphData(g)) {
			t.Errorf("%q is drawn in another way", r)
		}
	}
	if outline, ok := part.GlyphData(gone).(font.GlyphOutline); ok && len(outline.Segments) > 0 {
		t.Error("a glyph that was taken out is drawn")
	}
}

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

func FuzzShrinkCFF(f *testing.F) {
	tables, _ := noto(f)
	for _, table := range tables {
		if table.Tag.String() == "CFF " {
			f.Add(table.Content)
		}
	}
	f.Add([]byte{})
	f.Add([]byte{1, 0, 4, 1, 0, 0, 0, 0})
	keep := make([]bool, 1<<16)
	f.Fuzz(func(t *testing.T, data []byte) {
		if out, err := shrinkCFF(data, keep); err == nil && len(out) > len(data) {
			t.Errorf("%d bytes grew to %d", len(data), len(out))
		} else if err != nil && !errors.Is(err, errNoSubset) {
			t.Errorf("unexpected error %v", err)
		}
	})
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
