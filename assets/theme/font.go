package theme

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/fontscan"

	"lanyard/assets"
)

// ErrNoFont says that no font with Chinese characters is installed.
var ErrNoFont = errors.New("no font with Chinese characters is installed")

// regions are the families to try for a locale, the best first. Noto and Source Han draw the same character as each
// region writes it.
func regions(locale string) []string {
	sc := []string{"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB"}
	tc := []string{"Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "Microsoft JhengHei", "PingFang TC"}
	jp := []string{"Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans", "Yu Gothic", "Hiragino Sans"}
	kr := []string{"Noto Sans CJK KR", "Noto Sans KR", "Source Han Sans KR", "Malgun Gothic", "Apple SD Gothic Neo"}
	all := func(first []string, rest ...[]string) []string {
		out := append([]string(nil), first...)
		for _, r := range rest {
			out = append(out, r...)
		}
		return append(out, "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "SimHei", "SimSun", "Arial Unicode MS")
	}
	l := strings.ToLower(strings.ReplaceAll(locale, "_", "-"))
	switch {
	case strings.HasPrefix(l, "zh-tw"), strings.HasPrefix(l, "zh-hk"), strings.HasPrefix(l, "zh-mo"), strings.HasPrefix(l, "zh-hant"):
		return all(tc, sc, jp, kr)
	case strings.HasPrefix(l, "ja"):
		return all(jp, sc, tc, kr)
	case strings.HasPrefix(l, "ko"):
		return all(kr, sc, tc, jp)
	}
	return all(sc, tc, jp, kr)
}

// CJK finds the system's Chinese font for a locale such as "zh_CN.UTF-8" or "en" and returns it and its bold face as
// fonts that [Options] takes; bold is nil where the family has none. Fyne takes only single fonts and panics at the
// collections in which nearly every system keeps its Chinese ones, so the face is written anew as a font of its own,
// without what labels do not need. What was written is kept in cacheDir for [CachedCJK]; "" keeps nothing.
//
// It blocks for 0.1 to 0.6 seconds: call it off the UI goroutine. No font at all is [ErrNoFont].
func CJK(cacheDir, locale string) (regular, bold fyne.Resource, err error) {
	faces, err := fontscan.SystemFonts(quiet{}, cacheDir)
	if err != nil {
		return nil, nil, fmt.Errorf("look for fonts: %w", err)
	}
	korean := regions(locale)[0] == "Noto Sans CJK KR"
	var problems []error
	for _, family := range regions(locale) {
		plain, heavy := pick(faces, family)
		if plain == nil {
			continue
		}
		found := []fontscan.Footprint{*plain}
		if heavy != nil {
			found = append(found, *heavy)
		}
		var out [2]fyne.Resource
		var kept []cachedFont
		for i, f := range found {
			data, err := single(f, korean)
			if err != nil {
				problems = append(problems, err)
				break
			}
			name := fmt.Sprintf("%s-%d-%s.otf", filepath.Base(f.Location.File), f.Location.Index, assets.Language())
			out[i] = fyne.NewStaticResource(name, data)
			if c, err := keepFont(cacheDir, f.Location.File, name, data); err == nil {
				kept, out[i] = append(kept, c), c.resource(cacheDir)
			}
		}
		if out[0] == nil {
			continue
		}
		if len(problems) > 0 {
			slog.Warn("Chinese font left out", "error", errors.Join(problems...))
		} else if len(kept) == len(found) {
			if err := keepList(cacheDir, locale, kept); err != nil {
				slog.Warn("fonts of the window not kept", "error", err)
			}
		}
		return out[0], out[1], nil
	}
	return nil, nil, errors.Join(append([]error{ErrNoFont}, problems...)...)
}

// pick returns the upright faces of a family that are nearest to the weights 400 and 700; nil where there is none
// (bold: none of at least 600).
func pick(faces []fontscan.Footprint, family string) (plain, bold *fontscan.Footprint) {
	name := font.NormalizeFamily(family)
	near := func(old *fontscan.Footprint, f *fontscan.Footprint, weight font.Weight) *fontscan.Footprint {
		if old == nil || distance(f.Aspect.Weight, weight) < distance(old.Aspect.Weight, weight) {
			return f
		}
		return old
	}
	for i := range faces {
		f := &faces[i]
		if font.NormalizeFamily(f.Family) != name || f.Aspect.Style == font.StyleItalic {
			continue
		}
		if f.Aspect.Weight < 600 {
			plain = near(plain, f, font.WeightNormal)
		} else {
			bold = near(bold, f, font.WeightBold)
		}
	}
	return plain, bold
}

func distance(a, b font.Weight) font.Weight { return max(a-b, b-a) }

// single reads one face of a file and returns it as a font file of its own.
func single(f fontscan.Footprint, korean bool) ([]byte, error) {
	path := f.Location.File
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := face(file, int(f.Location.Index), korean)
	if err != nil {
		return nil, fmt.Errorf("read font %q, face %d: %w", path, f.Location.Index, err)
	}
	return data, nil
}

// face returns the tables of one face as a font file, as small as [subset] can make it, after a check that Fyne's
// reader takes it.
func face(file opentype.Resource, index int, korean bool) ([]byte, error) {
	all, err := opentype.NewLoaders(file)
	if err != nil {
		return nil, err
	}
	if index >= len(all) {
		return nil, fmt.Errorf("the file has %d faces: %w", len(all), io.ErrUnexpectedEOF)
	}
	latin := assets.Language() == assets.English
	var tables []opentype.Table
	for _, tag := range all[index].Tables() {
		content, err := all[index].RawTable(tag)
		if err != nil {
			return nil, err
		}
		if latin && tag == opentype.MustNewTag("cmap") {
			if content, err = withoutShared(all[index]); err != nil {
				return nil, err
			}
		}
		tables = append(tables, opentype.Table{Content: content, Tag: tag})
	}
	data := opentype.WriteTTF(tables)
	whole, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	small, err := subset(tables, whole.Font, korean)
	if err != nil {
		return data, nil // of another build; whole it does as well
	}
	less := opentype.WriteTTF(small)
	part, err := font.ParseTTF(bytes.NewReader(less))
	if err != nil || !same(whole, part) {
		return data, nil
	}
	return less, nil
}

// same reports whether the smaller font draws some characters as the whole one does.
func same(whole, part *font.Face) bool {
	for _, r := range "Ag0 。，一中国语の龥" {
		w, ok := whole.NominalGlyph(r)
		p, has := part.NominalGlyph(r)
		if ok != has || ok && (w != p || whole.HorizontalAdvance(w) != part.HorizontalAdvance(p) || !reflect.DeepEqual(whole.GlyphData(w), part.GlyphData(p))) {
			return false
		}
	}
	return true
}

// shared are marks that Chinese and Latin text write alike but space differently. In an English window they come from
// Fyne's own font, which is asked for what the Chinese one has not.
const shared = "\u2010\u2013\u2014\u2018\u2019\u201c\u201d\u2026"

// withoutShared returns the character map of a face without the shared marks.
func withoutShared(ld *opentype.Loader) ([]byte, error) {
	f, err := font.NewFont(ld)
	if err != nil {
		return nil, err
	}
	runes := map[rune]font.GID{}
	for it := f.Cmap.Iter(); it.Next(); {
		if r, g := it.Char(); !strings.ContainsRune(shared, r) {
			runes[r] = g
		}
	}
	var groups []mapGroup
	for _, r := range slices.Sorted(maps.Keys(runes)) {
		groups = addToMap(groups, uint32(r), uint32(runes[r]))
	}
	return characterMap(groups), nil
}

// quiet drops what the font scan has to say about fonts that it cannot read.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
