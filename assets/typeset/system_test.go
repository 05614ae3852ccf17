package typeset

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
)

// installed writes test fonts to a folder and returns the footprints that a
// scan would find, under the families given.
func installed(t *testing.T, families map[string]string) []fontscan.Footprint {
	t.Helper()
	dir := t.TempDir()
	var prints []fontscan.Footprint
	for family, file := range families {
		data, err := os.ReadFile(filepath.Join("typesettest", "fonts", file))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, family+filepath.Ext(file))
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		f := &face{path: path}
		p := fontscan.Footprint{Family: font.NormalizeFamily(family), Aspect: f.loaded().Describe().Aspect}
		p.Location.File = path
		for _, r := range "中直粗 abc" {
			if f.covers(r) {
				p.Runes.Add(r)
			}
		}
		prints = append(prints, p)
	}
	return prints
}

// systemBook returns an otherwise empty book with prints as its system fonts.
func systemBook(locale string, prints []fontscan.Footprint) *Book {
	b := NewBook()
	b.replace(func(s *faceSet) {
		s.locale, s.system = locale, true
		addFootprints(s, prints)
	})
	return b
}

func TestRegionFollowsLanguageAndLocale(t *testing.T) {
	const file = "NotoSansCJKsc-Regular.subset.otf"
	prints := installed(t, map[string]string{
		"Noto Sans CJK JP": file, "Noto Sans CJK KR": file, "Noto Sans CJK SC": file, "Noto Sans CJK TC": file,
		"Noto Sans CJK HK": file, "Noto Serif CJK SC": file, "Noto Sans Mono CJK SC": file, "WenQuanYi Micro Hei": file,
	})
	for _, tc := range []struct{ locale, lang, want string }{
		{"en_US.UTF-8", "", "notosanscjksc"},
		{"zh_CN.UTF-8", "", "notosanscjksc"},
		{"zh_TW.UTF-8", "", "notosanscjktc"},
		{"ja_JP.UTF-8", "", "notosanscjkjp"},
		{"zh_CN.UTF-8", "ja", "notosanscjkjp"},
		{"ja_JP.UTF-8", "zh-Hans", "notosanscjksc"},
		{"zh_CN.UTF-8", "zh-Hant-HK", "notosanscjkhk"},
		{"zh_CN.UTF-8", "zh-Hant", "notosanscjktc"},
		{"zh_CN.UTF-8", "ko", "notosanscjkkr"},
		{"zh_CN.UTF-8", "de", "notosanscjksc"},
	} {
		b := systemBook(tc.locale, prints)
		p := newChain(b.set.Load(), chainKey{lang: tc.lang}).lookup(b, '中')
		if p.face == nil {
			t.Fatalf("%s, %s: no face", tc.locale, tc.lang)
		}
		got := font.NormalizeFamily(filepath.Base(p.face.path[:len(p.face.path)-len(".otf")]))
		if got != tc.want {
			t.Errorf("locale %s, language %q: got %s, want %s", tc.locale, tc.lang, got, tc.want)
		}
	}
}

// TestCodeIsNotSetWithTheFontOfIdeographs: without given fonts the Latin of code
// comes from a monospaced font, and ideographs within it from that of prose.
func TestCodeIsNotSetWithTheFontOfIdeographs(t *testing.T) {
	prints := installed(t, map[string]string{
		"Noto Sans CJK SC": "NotoSansCJKsc-Regular.subset.otf", "Noto Sans": "NotoSans-Regular.subset.ttf", "DejaVu Sans Mono": "DejaVuSansMono.subset.ttf",
	})
	b := systemBook("zh", prints)
	for r, want := range map[rune]string{'a': "DejaVu Sans Mono.ttf", '中': "Noto Sans CJK SC.otf"} {
		p := newChain(b.set.Load(), chainKey{mono: true}).lookup(b, r)
		if p.face == nil || filepath.Base(p.face.path) != want {
			t.Errorf("%q: got %+v, want %s", r, p.face, want)
		}
	}
}

func TestRealFacesComeBeforeSyntheticOnes(t *testing.T) {
	prints := installed(t, map[string]string{"Noto Sans CJK SC": "NotoSansCJKsc-Regular.subset.otf"})
	bold := installed(t, map[string]string{"Noto Sans CJK SC": "NotoSansCJKsc-Bold.subset.otf"})
	b := systemBook("zh", append(prints, bold...))
	if p := newChain(b.set.Load(), chainKey{bold: true}).lookup(b, '粗'); p.bold || p.face.weight != font.WeightBold {
		t.Errorf("got %+v, want the real bold face", p)
	}
	if p := newChain(b.set.Load(), chainKey{bold: true, italic: true}).lookup(b, '粗'); p.bold || !p.skew {
		t.Errorf("got %+v, want the bold face slanted", p)
	}
	b = systemBook("zh", prints)
	if p := newChain(b.set.Load(), chainKey{bold: true}).lookup(b, '粗'); !p.bold {
		t.Errorf("got %+v, want an emboldened face", p)
	}
}

func TestAFontThatCannotBeReadIsPassedOver(t *testing.T) {
	prints := installed(t, map[string]string{"Noto Sans CJK SC": "NotoSansCJKsc-Regular.subset.otf", "WenQuanYi Micro Hei": "NotoSansCJKsc-Bold.subset.otf"})
	for _, p := range prints {
		if p.Family == "notosanscjksc" {
			if err := os.WriteFile(p.Location.File, []byte("no font"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	b := systemBook("zh", prints)
	p := newChain(b.set.Load(), chainKey{}).lookup(b, '中')
	if p.face == nil || p.face.font == nil {
		t.Errorf("got %+v, want the other font", p)
	}
}

func TestLargeFontsAreLoadedOnDemand(t *testing.T) {
	prints := installed(t, map[string]string{"Noto Sans CJK SC": "NotoSansCJKsc-Regular.subset.otf"})
	b := systemBook("zh", prints)
	for _, g := range b.set.Load().groups {
		for _, f := range g.faces {
			f.size = largeFont
		}
	}
	var jobs []func()
	b.OnDemand(func(load func()) { jobs = append(jobs, load) })
	s := NewShaper(b)
	o := Options{Base: Style{Size: 15}}
	before := s.Shape("中直", nil, o).items[0].piece.face
	s.Shape("中直", nil, o)
	if before != nil || len(jobs) != 1 {
		t.Fatalf("got face %v and %d jobs, want none and one", before, len(jobs))
	}
	if got := b.Missing(); len(got) != 0 {
		t.Errorf("while it is loaded, %v is called missing", got)
	}
	revision := b.Revision()
	jobs[0]()
	if b.Revision() <= revision {
		t.Error("the revision did not grow")
	}
	if s.Shape("中直", nil, o).items[0].piece.face == nil {
		t.Error("the loaded face is not used")
	}
}

func TestOneLargeFontAScriptIsLoaded(t *testing.T) {
	const file = "NotoSansCJKsc-Regular.subset.otf"
	b := systemBook("zh", installed(t, map[string]string{"Noto Sans CJK SC": file, "Noto Sans CJK JP": file, "Noto Serif CJK SC": file}))
	for _, g := range b.set.Load().groups {
		for _, f := range g.faces {
			f.size = largeFont
		}
	}
	jobs := 0
	b.OnDemand(func(load func()) { jobs++ })
	s := NewShaper(b)
	s.Shape("中直粗", nil, Options{Base: Style{Size: 15}})
	if jobs != 1 {
		t.Errorf("%d fonts were asked for, want the best one alone", jobs)
	}
}

func TestPreparedTextNeedsNoFontAnyMore(t *testing.T) {
	const file = "NotoSansCJKsc-Regular.subset.otf"
	b := systemBook("zh", installed(t, map[string]string{"Noto Sans CJK SC": file, "Noto Sans CJK JP": file}))
	for _, g := range b.set.Load().groups {
		g.faces[0].size = largeFont
	}
	b.OnDemand(func(func()) { t.Error("a font was asked for") })
	revision := b.Revision()
	b.Prepare("zh", "中直")
	if b.Revision() <= revision {
		t.Error("the revision did not grow")
	}
	s := NewShaper(b)
	if s.Shape("中直 中", nil, Options{Base: Style{Size: 15}}).items[0].piece.face == nil {
		t.Error("the face is not used")
	}
	revision = b.Revision()
	b.Prepare("zh", "直中")
	if b.Revision() != revision {
		t.Error("nothing was loaded and the revision grew")
	}
}

func TestScriptsWithoutAFaceAreNamed(t *testing.T) {
	b := NewBook()
	s := NewShaper(b)
	s.Shape("中 x ש 😀", nil, Options{})
	if got := b.Missing(); len(got) != 0 {
		t.Errorf("before the system's fonts are there: %v", got)
	}
	b = systemBook("zh", installed(t, map[string]string{"Sans": "NotoSans-Regular.subset.ttf"}))
	s = NewShaper(b)
	s.Shape("中 abc ש 😀 …", nil, Options{})
	got := b.Missing()
	if len(got) != 3 || got[0].Script != "Hani" || got[0].Package != "fonts-noto-cjk" || got[1].Script != "Hebr" || got[2].Script != "Zsye" {
		t.Errorf("got %v", got)
	}
}

func TestABookIsSafeForConcurrentUse(t *testing.T) {
	prints := installed(t, map[string]string{"Noto Sans CJK SC": "NotoSansCJKsc-Regular.subset.otf", "Sans": "NotoSans-Regular.subset.ttf"})
	b := NewBook()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			s := NewShaper(b)
			for range 50 {
				s.Shape("中 abc 直粗", nil, Options{}).Wrap(40)
				b.Missing()
				b.Revision()
			}
		})
	}
	b.replace(func(s *faceSet) {
		s.system = true
		addFootprints(s, prints)
	})
	wg.Wait()
}

func TestTheIndexFolderMayBeReadOnly(t *testing.T) {
	dir, drop, err := writableDir(filepath.Join(t.TempDir(), "new", "folder"))
	if err != nil {
		t.Fatal(err)
	}
	drop()
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("got %v, %v", entries, err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tmp, drop, err := writableDir(filepath.Join(file, "below"))
	if err != nil {
		t.Fatal(err)
	}
	drop()
	if _, err := os.Stat(tmp); !os.IsNotExist(err) {
		t.Errorf("the temporary folder is still there: %v", err)
	}
}

// TestAVariableFontHasARealBold uses testdata/variable.ttf, a font made for this
// test whose one letter is half as wide again, in ink and advance, when bold.
func TestAVariableFontHasARealBold(t *testing.T) {
	data, err := os.ReadFile("testdata/variable.ttf")
	if err != nil {
		t.Fatal(err)
	}
	s := NewShaper(NewBook(Font{Name: "variable", Data: data}))
	r := NewRasterizer(1 << 20)
	width := func(bold bool) (w int, advance float32) {
		p := s.Shape("a", nil, Options{Base: Style{Size: 100, Bold: bold}})
		pc := p.items[0].piece
		if pc.bold {
			t.Error("bold is synthetic")
		}
		m := r.mask(maskKey{face: pc.face, id: pc.glyphs[0].id, size: 6400}, r.face(pc.face))
		return m.w, p.Row(0).Width
	}
	if w, advance := width(false); w != 20 || advance != 50 {
		t.Errorf("regular: %d wide, advance %v, want 20 and 50", w, advance)
	}
	if w, advance := width(true); w != 30 || advance < 59.9 || advance > 60 {
		t.Errorf("bold: %d wide, advance %v, want 30 and 60", w, advance)
	}
}
