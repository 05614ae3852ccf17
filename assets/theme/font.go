package theme

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/fontscan"
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
// collections in which nearly every system keeps its Chinese ones, so the face is written anew as a font of its own.
//
// cacheDir keeps the index of the scan ("" is Fyne's own place). It blocks for 0.1 to 0.6 seconds and holds about
// 30 MB a face: call it off the UI goroutine. No font at all is [ErrNoFont].
func CJK(cacheDir, locale string) (regular, bold fyne.Resource, err error) {
	faces, err := fontscan.SystemFonts(quiet{}, cacheDir)
	if err != nil {
		return nil, nil, fmt.Errorf("look for fonts: %w", err)
	}
	var problems []error
	for _, family := range regions(locale) {
		plain, heavy := pick(faces, family)
		if plain == nil {
			continue
		}
		if regular, err = single(*plain); err != nil {
			problems = append(problems, err)
			continue
		}
		if heavy != nil {
			if bold, err = single(*heavy); err != nil {
				slog.Warn("bold Chinese font left out", "error", err)
				bold = nil
			}
		}
		return regular, bold, nil
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

// single reads one face of a file and returns it as a font file of its own. The resource's name is unique to the
// face, because Fyne keys its caches by it.
func single(f fontscan.Footprint) (fyne.Resource, error) {
	path := f.Location.File
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := face(file, int(f.Location.Index))
	if err != nil {
		return nil, fmt.Errorf("read font %q, face %d: %w", path, f.Location.Index, err)
	}
	return fyne.NewStaticResource(fmt.Sprintf("%s-%d.otf", filepath.Base(path), f.Location.Index), data), nil
}

// face returns the tables of one face as a font file, after a check that Fyne's reader takes it.
func face(file opentype.Resource, index int) ([]byte, error) {
	all, err := opentype.NewLoaders(file)
	if err != nil {
		return nil, err
	}
	if index >= len(all) {
		return nil, fmt.Errorf("the file has %d faces: %w", len(all), io.ErrUnexpectedEOF)
	}
	var tables []opentype.Table
	for _, tag := range all[index].Tables() {
		content, err := all[index].RawTable(tag)
		if err != nil {
			return nil, err
		}
		tables = append(tables, opentype.Table{Content: content, Tag: tag})
	}
	data := opentype.WriteTTF(tables)
	if _, err := font.ParseTTF(bytes.NewReader(data)); err != nil {
		return nil, err
	}
	return data, nil
}

// quiet drops what the font scan has to say about fonts that it cannot read.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
