package sfnt

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

// noto is a font of the Noto CJK family with some characters, see typesettest.
func noto(t testing.TB) ([]opentype.Table, *font.Face) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "typesettest", "fonts", "NotoSansCJKsc-Regular.subset.otf"))
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
		small, err := Shrink(table.Content, func(g int) bool { return keep[g] })
		if err != nil {
			t.Fatal(err)
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

func FuzzShrink(f *testing.F) {
	tables, _ := noto(f)
	for _, table := range tables {
		if table.Tag.String() == "CFF " {
			f.Add(table.Content)
		}
	}
	f.Add([]byte{})
	f.Add([]byte{1, 0, 4, 1, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		if out, err := Shrink(data, func(int) bool { return false }); err == nil && len(out) > len(data) {
			t.Errorf("%d bytes grew to %d", len(data), len(out))
		} else if err != nil && !errors.Is(err, ErrOther) {
			t.Errorf("unexpected error %v", err)
		}
	})
}

// notoFile is the same font as a file.
func notoFile(t *testing.T) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "typesettest", "fonts", "NotoSansCJKsc-Regular.subset.otf"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestOutlinesAreReadAsTheyAreAskedFor(t *testing.T) {
	_, whole := noto(t)
	f, outlines, err := Open(notoFile(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	lean := font.NewFace(f)
	for _, r := range "中直粗，。Ab 1" {
		g, ok := whole.NominalGlyph(r)
		if !ok {
			continue
		}
		if got, _ := lean.NominalGlyph(r); got != g || lean.HorizontalAdvance(g) != whole.HorizontalAdvance(g) {
			t.Errorf("%q is another glyph", r)
		}
		if _, ok := lean.GlyphDataOutline(g); ok {
			t.Errorf("%q was read at once", r)
		}
		for range 2 {
			want, _ := whole.GlyphDataOutline(g)
			if got := outlines.Glyph(g); !reflect.DeepEqual(got, want.Segments) {
				t.Errorf("%q has %d segments, want %d", r, len(got), len(want.Segments))
			}
		}
	}
	if got := outlines.Glyph(1 << 20); got != nil {
		t.Errorf("a glyph beyond the font has %d segments", len(got))
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	for _, data := range []string{"", "no font at all", "OTTO\x00\x01\x00\x00\x00\x00\x00\x00CFF \x00\x00\x00\x00\x00\x00\x00\x1c\x00\x00\x00\x01\x01", "ttcf\x00\x01\x00\x00\xff\xff\xff\xff\x00\x00\x00\x00"} {
		path := filepath.Join(t.TempDir(), "font")
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := Open(f, 0); err == nil {
			t.Errorf("%q was taken", data)
		}
		f.Close()
	}
	if _, _, err := Open(notoFile(t), 1); err == nil {
		t.Error("a face that is not there was taken")
	}
}
