package typeset

import (
	"bytes"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// Font is a font file in memory.
type Font struct {
	// Name is used in messages only.
	Name string
	// Data is a TrueType or OpenType font or a collection of them. It is kept
	// and must not change.
	Data []byte
	// Mono marks the font as one for [Style.Mono]; monospaced fonts that say so
	// themselves need no mark.
	Mono bool
}

// Book is the set of faces that text is set with: the fonts given to [NewBook]
// first, in their order, then the system's. All methods may be called from any
// goroutine.
type Book struct {
	mu       sync.Mutex // serialises writers of set, and guards missing and onDemand
	set      atomic.Pointer[faceSet]
	missing  map[string]Missing
	onDemand func(load func())
}

// faceSet is one immutable version of a book.
type faceSet struct {
	revision uint64
	groups   []*group
	locale   string
	system   bool // the system's fonts are in
	// ascent and descent, in ems, give every row its baseline. They are those of
	// the first given face, so that no face that comes later moves a row.
	ascent, descent float32
}

// NewBook returns a book of the given fonts. A font that cannot be read is left
// out: its text falls to the next one.
func NewBook(fonts ...Font) *Book {
	b := &Book{missing: map[string]Missing{}}
	set := &faceSet{revision: 1, ascent: 1.0, descent: 0.25}
	measured := false
	for _, f := range fonts {
		loaders, err := ot.NewLoaders(bytes.NewReader(f.Data))
		if err != nil {
			continue
		}
		for _, ld := range loaders {
			face := newLoadedFace(ld)
			if face == nil {
				continue
			}
			desc, _ := font.Describe(ld, nil)
			face.setAspect(desc.Aspect)
			g := newGroup(desc.Family)
			g.given = true
			g.mono = g.mono || f.Mono
			set.add(g, face)
			if !measured && !g.emoji {
				set.ascent, set.descent, measured = verticalMetrics(face.loaded())
			}
		}
	}
	b.set.Store(set)
	return b
}

// verticalMetrics returns the ascent and the descent of f in ems.
func verticalMetrics(f *font.Font) (ascent, descent float32, ok bool) {
	ext, ok := font.NewFace(f).FontHExtents()
	upem := float32(f.Upem())
	if !ok || upem == 0 || ext.Ascender <= 0 || ext.Ascender > 2*upem || -ext.Descender > upem {
		return 1.0, 0.25, false
	}
	return ext.Ascender / upem, -ext.Descender / upem, true
}

// OnDemand makes the book load large fonts through run, which is called with a
// function that blocks for up to a tenth of a second and must be run once, off
// the UI goroutine. Until it has run, text is set in the faces that are there;
// then [Book.Revision] grows. Without OnDemand every face is loaded when a
// shaper first needs it.
func (b *Book) OnDemand(run func(load func())) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.onDemand = run
}

// Revision grows when faces were added; what was shaped before should then be
// shaped again.
func (b *Book) Revision() uint64 { return b.set.Load().revision }

// replace stores a changed copy of the face set with the next revision.
func (b *Book) replace(change func(*faceSet)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	next := *b.set.Load()
	next.revision++
	next.groups = slices.Clone(next.groups)
	change(&next)
	b.missing = map[string]Missing{}
	b.set.Store(&next)
}

// add puts a face into its family, which g describes and becomes if it is new.
func (s *faceSet) add(g *group, f *face) {
	for i, old := range s.groups {
		if old.family == g.family && old.given == g.given && old.mono == g.mono {
			grown := *old
			grown.faces = append(slices.Clone(old.faces), f)
			s.groups[i] = &grown
			return
		}
	}
	g.faces = []*face{f}
	s.groups = append(s.groups, g)
}

// wanted asks for a face that is not loaded yet. It reports whether the face
// can be used now.
func (b *Book) wanted(f *face) bool {
	switch f.state.Load() {
	case faceLoaded:
		return true
	case faceFailed, faceLoading:
		return false
	}
	b.mu.Lock()
	run := b.onDemand
	b.mu.Unlock()
	if run == nil || f.size < largeFont {
		return f.loaded() != nil
	}
	if f.state.CompareAndSwap(faceIdle, faceLoading) {
		run(func() {
			f.load()
			b.replace(func(*faceSet) {})
		})
	}
	return false
}
