package typeset

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/go-text/typesetting/fontscan"
)

// quiet keeps the font scan from writing to the program's log: a font that
// cannot be read is no news to an author.
type quiet struct{}

func (quiet) Printf(string, ...any) {}

// LoadSystem adds the fonts of the system to the book and remembers locale (a
// BCP 47 or POSIX name), which decides between Chinese, Japanese and Korean
// shapes where a style does not. The index of the fonts is kept in cacheDir, so
// that only the first call on a machine has to read them all.
//
// It blocks, up to a second at the first call ever and some hundredths later:
// call it off the UI goroutine. A second call only changes the locale. Where the locale is Chinese, Japanese or
// Korean its regular and bold faces are loaded before it returns.
func (b *Book) LoadSystem(cacheDir, locale string) error {
	dir, drop, err := writableDir(cacheDir)
	if err != nil {
		return fmt.Errorf("load system fonts: %w", err)
	}
	defer drop()
	prints, err := fontscan.SystemFonts(quiet{}, dir)
	b.replace(func(s *faceSet) {
		s.locale = locale
		if !s.system {
			addFootprints(s, prints)
		}
		s.system = true
	})
	if err != nil {
		return fmt.Errorf("load system fonts: %w", err)
	}
	if regionOf(locale) != regionNone {
		b.preload(locale)
	}
	return nil
}

// addFootprints groups the scanned faces into families in one pass.
func addFootprints(s *faceSet, prints []fontscan.Footprint) {
	families := map[string]*group{}
	sizes := map[string]int64{}
	for i := range prints {
		p := &prints[i]
		g := families[p.Family]
		if g == nil {
			g = newGroup(p.Family)
			families[p.Family] = g
			s.groups = append(s.groups, g)
		}
		size, known := sizes[p.Location.File]
		if !known {
			if info, err := os.Stat(p.Location.File); err == nil {
				size = info.Size()
			}
			sizes[p.Location.File] = size
		}
		f := &face{path: p.Location.File, index: int(p.Location.Index), size: size, runes: p.Runes}
		f.setAspect(p.Aspect)
		g.faces = append(g.faces, f)
	}
}

// preload loads the faces of the locale's ideographs.
func (b *Book) preload(locale string) {
	c := newChain(b.set.Load(), chainKey{lang: locale})
	for _, bold := range []bool{false, true} {
		for _, g := range c.groups {
			if f := g.pick('中', bold, false); f != nil {
				f.load()
				break
			}
		}
	}
	b.replace(func(*faceSet) {})
}

// Prepare loads the upright faces that text in a language needs, so that it need not be set twice. It blocks for
// some hundredths of a second a face: call it off the UI goroutine. Bold faces come when they are needed.
func (b *Book) Prepare(lang, text string) {
	c := newChain(b.set.Load(), chainKey{lang: lang})
	seen, grown := map[rune]bool{}, false
	for _, r := range text {
		if seen[r] {
			continue
		}
		seen[r] = true
		for _, g := range c.groups {
			f := g.pick(r, false, false)
			if f == nil {
				continue
			}
			if f.state.Load() != faceLoaded {
				f.load()
				grown = true
			}
			if f.state.Load() == faceLoaded {
				break
			}
		}
	}
	if grown {
		b.replace(func(*faceSet) {})
	}
}

// writableDir returns dir if a file can be made in it, else a temporary folder
// that drop removes: without a place for its index the scan would fail.
func writableDir(dir string) (string, func(), error) {
	if dir != "" && os.MkdirAll(dir, 0o700) == nil {
		probe := filepath.Join(dir, ".probe")
		if f, err := os.OpenFile(probe, os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
			f.Close()
			os.Remove(probe)
			return dir, func() {}, nil
		}
	}
	tmp, err := os.MkdirTemp("", "lanyard-fonts")
	if err != nil {
		return "", nil, err
	}
	return tmp, func() { os.RemoveAll(tmp) }, nil
}
