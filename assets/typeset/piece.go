package typeset

import (
	"strings"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// Pieces are shaped at this size and scaled afterwards, so that one piece
// serves every size; there is no hinting that would make sizes differ.
const shapeScale = 1 << 14

// glyph is a glyph of a piece; lengths are in ems, y grows upwards.
type glyph struct {
	x, y float32
	id   uint32
	cell uint16 // of the piece, in logical order
}

// piece is a shaped stretch of text of one face, script and direction. Pieces
// are shared between paragraphs and never changed.
type piece struct {
	face   *face
	glyphs []glyph   // from left to right
	adv    []float32 // of the cells in logical order, in ems
	rtl    bool
	bold   bool // to be emboldened
	skew   bool // to be slanted
}

func (p *piece) bytes() int { return 96 + 16*len(p.glyphs) + 4*len(p.adv) }

type pieceKey struct {
	text   string
	pick   pick
	script language.Script
	lang   string
	rtl    bool
}

// pieceCacheBytes bounds what a shaper keeps: about 300,000 glyphs.
const pieceCacheBytes = 8 << 20

// pieceCache keeps pieces in two generations: when the young one has grown to
// half the limit it becomes the old one, and what the old one then holds and
// nobody asked for is dropped.
type pieceCache struct {
	young, old map[pieceKey]*piece
	size       int // of young, in bytes
	limit      int
}

func (c *pieceCache) get(key pieceKey) *piece {
	if p := c.young[key]; p != nil {
		return p
	}
	p := c.old[key]
	if p != nil {
		key.text = strings.Clone(key.text)
		c.put(key, p)
	}
	return p
}

// put stores p; key.text must not be part of a longer string.
func (c *pieceCache) put(key pieceKey, p *piece) {
	if c.young == nil || c.size > c.limit/2 {
		c.old, c.young, c.size = c.young, map[pieceKey]*piece{}, 0
	}
	c.young[key] = p
	c.size += p.bytes() + len(key.text) + 96
}

// font returns the shaper's font for a face.
func (s *Shaper) font(f *face) *harfbuzz.Font {
	hb := s.fonts[f]
	if hb == nil {
		hb = harfbuzz.NewFont(f.newFace())
		hb.XScale, hb.YScale = shapeScale, shapeScale
		s.fonts[f] = hb
	}
	return hb
}

// shapePiece shapes runes, which are text after the substitution of control
// characters; rel[i] is the cell of rune i, of n cells.
func (s *Shaper) shapePiece(key pieceKey, runes []rune, rel []uint16, n int) *piece {
	if p := s.pieces.get(key); p != nil {
		return p
	}
	key.text = strings.Clone(key.text)
	p := &piece{face: key.pick.face, adv: make([]float32, n), rtl: key.rtl, bold: key.pick.bold, skew: key.pick.skew}
	if p.face == nil {
		for i := range p.adv {
			p.adv[i] = 0.6 // an empty book: hollow boxes are drawn
		}
	} else {
		s.runHarfbuzz(key, runes)
		collect(p, s.buf, rel)
	}
	s.pieces.put(key, p)
	return p
}

// runHarfbuzz leaves the glyphs of runes in the buffer.
func (s *Shaper) runHarfbuzz(key pieceKey, runes []rune) {
	s.buf.Clear()
	s.buf.AddRunes(runes, 0, len(runes))
	s.buf.Props.Direction = harfbuzz.LeftToRight
	if key.rtl {
		s.buf.Props.Direction = harfbuzz.RightToLeft
	}
	s.buf.Props.Script = key.script
	s.buf.Props.Language = language.NewLanguage(key.lang)
	s.buf.Shape(s.font(key.pick.face), nil)
}

// collect turns the buffer into the piece's glyphs and cell advances. The
// advance of a ligature is shared out evenly among its cells.
func collect(p *piece, buf *harfbuzz.Buffer, rel []uint16) {
	const em = 1.0 / shapeScale
	p.glyphs = make([]glyph, 0, len(buf.Info))
	var pen float32
	for i := 0; i < len(buf.Info); {
		cluster := buf.Info[i].Cluster
		start := pen
		cell := rel[cluster]
		for ; i < len(buf.Info) && buf.Info[i].Cluster == cluster; i++ {
			pos := buf.Pos[i]
			p.glyphs = append(p.glyphs, glyph{
				x: pen + float32(pos.XOffset)*em, y: float32(pos.YOffset) * em,
				id: uint32(buf.Info[i].Glyph), cell: cell,
			})
			pen += float32(pos.XAdvance) * em
		}
		last := rel[clusterEnd(p.rtl, buf, i, cluster, len(rel))-1]
		share := max((pen-start)/float32(int(last)-int(cell)+1), 0)
		for k := cell; k <= last; k++ {
			p.adv[k] += share
		}
	}
}

// clusterEnd returns the rune after the cluster whose glyphs end before i.
func clusterEnd(rtl bool, buf *harfbuzz.Buffer, i, cluster, n int) int {
	if !rtl {
		if i < len(buf.Info) {
			return max(buf.Info[i].Cluster, cluster+1)
		}
		return n
	}
	// The logically next cluster is the one drawn before this one.
	for k := i - 1; k >= 0; k-- {
		if c := buf.Info[k].Cluster; c > cluster {
			return c
		}
	}
	return n
}
