package typeset

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"github.com/go-text/typesetting/fontscan"

	"lanyard/assets/typeset/sfnt"
)

// largeFont is the size of a font file in bytes from which loading it would
// cost a frame.
const largeFont = 3 << 20

// A face is idle until it is first wanted.
const (
	faceIdle int32 = iota
	faceLoading
	faceLoaded
	faceFailed
)

// face is one face of a family, loaded when it is first needed.
type face struct {
	path  string // empty for a given font
	index int    // in a collection
	size  int64  // of the file, in bytes
	runes fontscan.RuneSet

	weight  font.Weight
	italic  bool
	stretch font.Stretch

	state atomic.Int32
	once  sync.Once
	font  *font.Font
	// outlines are those of a large font, which stay in its file; nil where font has them.
	outlines *sfnt.Outlines
	// coords are the normalised variation coordinates; nil for the default.
	coords []tables.Coord
	// axis is the weight axis of a variable font, if it reaches bold.
	axis bool
	// boldOnce makes variant, the face's own bold instance.
	boldOnce sync.Once
	variant  *face
}

func newLoadedFace(ld *ot.Loader) *face {
	f := &face{}
	fnt, err := font.NewFont(ld)
	if err != nil {
		return nil
	}
	f.once.Do(func() { f.font = fnt })
	f.axis = reachesBold(ld)
	f.state.Store(faceLoaded)
	return f
}

func (f *face) setAspect(a font.Aspect) {
	a.SetDefaults()
	f.weight, f.italic, f.stretch = a.Weight, a.Style == font.StyleItalic, a.Stretch
}

// loaded returns the font, loading it if need be; nil if it cannot be read.
func (f *face) loaded() *font.Font {
	f.load()
	return f.font
}

func (f *face) load() {
	f.once.Do(func() {
		if err := f.read(); err != nil {
			f.font = nil
			f.state.Store(faceFailed)
			return
		}
		f.state.Store(faceLoaded)
	})
}

// read loads the tables of the face; of a collection only its own.
func (f *face) read() error {
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	if f.size >= largeFont {
		if f.font, f.outlines, err = sfnt.Open(file, f.index); err == nil {
			return nil // the outlines keep the file
		}
	}
	defer file.Close()
	loaders, err := ot.NewLoaders(file)
	if err != nil {
		return fmt.Errorf("read font %q: %w", f.path, err)
	}
	if f.index >= len(loaders) {
		return fmt.Errorf("read font %q: no face %d", f.path, f.index)
	}
	ld := loaders[f.index]
	if f.font, err = font.NewFont(ld); err != nil {
		return fmt.Errorf("read font %q: %w", f.path, err)
	}
	f.axis = reachesBold(ld)
	return nil
}

func (f *face) setWeight(w float32) {
	tmp := font.NewFace(f.font)
	tmp.SetVariations([]font.Variation{{Tag: ot.MustNewTag("wght"), Value: w}})
	f.coords = tmp.Coords()
}

// reachesBold reports whether the font has a weight axis up to bold.
func reachesBold(ld *ot.Loader) bool {
	raw, err := ld.RawTable(ot.MustNewTag("fvar"))
	if err != nil {
		return false
	}
	table, _, err := tables.ParseFvar(raw)
	if err != nil {
		return false
	}
	for _, a := range table.FvarRecords.Axis {
		if a.Tag == ot.MustNewTag("wght") && a.Maximum >= 700 {
			return true
		}
	}
	return false
}

// boldInstance returns the bold instance of a loaded variable font, or nil. It
// has a font of its own: shapers keep what they know of a face by its font.
func (f *face) boldInstance() *face {
	if !f.axis || f.weight >= font.WeightSemibold {
		return nil
	}
	f.boldOnce.Do(func() {
		own := *f.font
		v := &face{path: f.path, index: f.index, size: f.size, weight: font.WeightBold, italic: f.italic}
		v.once.Do(func() { v.font = &own })
		v.setWeight(700)
		v.state.Store(faceLoaded)
		f.variant = v
	})
	return f.variant
}

// newFace returns a face for one goroutine.
func (f *face) newFace() *font.Face {
	fc := font.NewFace(f.font)
	if f.coords != nil {
		fc.SetCoords(f.coords)
	}
	return fc
}

// segments returns the outline of a glyph, drawn with fc, a face of one goroutine's own.
func (f *face) segments(fc *font.Face, id font.GID) []ot.Segment {
	if f.outlines != nil {
		return f.outlines.Glyph(id)
	}
	outline, _ := fc.GlyphDataOutline(id)
	return outline.Segments
}

// covers reports whether the face has a glyph for r, loading nothing.
func (f *face) covers(r rune) bool {
	if f.state.Load() == faceLoaded {
		_, ok := f.font.NominalGlyph(r)
		return ok
	}
	return f.runes.Contains(r)
}

// group is a family: faces that differ in weight and slant only.
type group struct {
	family string // as normalised by font.NormalizeFamily
	given  bool
	mono   bool
	serif  bool
	emoji  bool
	cjk    bool
	region region
	rank   int // among the known fonts of ideographs
	faces  []*face
}

func newGroup(family string) *group {
	name := font.NormalizeFamily(family)
	g := &group{family: name}
	g.mono = strings.Contains(name, "mono") || strings.Contains(name, "courier") ||
		strings.Contains(name, "consolas") || strings.Contains(name, "menlo")
	g.serif = strings.Contains(name, "serif") && !strings.Contains(name, "sansserif") ||
		strings.Contains(name, "song") || strings.Contains(name, "ming") || strings.Contains(name, "times")
	g.emoji = strings.Contains(name, "emoji")
	g.cjk, g.region, g.rank = cjkFamily(name)
	return g
}

// pick returns the face of the family that covers r and is nearest to the
// wanted weight and slant.
func (g *group) pick(r rune, bold, italic bool) *face {
	var best *face
	bestScore := 0
	want := float32(font.WeightNormal)
	if bold {
		want = float32(font.WeightBold)
	}
	for _, f := range g.faces {
		score := int(f.weight) - int(want)
		if score < 0 {
			score = -score
		}
		if f.italic != italic {
			score += 350 // a wrong slant is worse than a near weight
		}
		if f.stretch != 0 && f.stretch != font.StretchNormal {
			score += 2000
		}
		if (best == nil || score < bestScore) && f.state.Load() != faceFailed && f.covers(r) {
			best, bestScore = f, score
		}
	}
	return best
}
