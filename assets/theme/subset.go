package theme

import (
	"encoding/binary"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"

	"lanyard/assets/typeset/sfnt"
)

// kept reports whether the widgets' font has r: everything up to the ideographs of the first block, that is all that
// is in daily use, and the wide forms. Hangul, with its 11,000 syllables, is for Korean only. Fyne finds what is
// missing in the system's fonts itself, at the price of loading one whole.
func kept(r rune, korean bool) bool {
	switch {
	case r >= 0x3400 && r < 0x4e00: // rare ideographs
		return false
	case r <= 0x9fff, r >= 0xfe30 && r <= 0xfe4f, r >= 0xff00 && r <= 0xffef:
		return true
	}
	return korean && r >= 0xac00 && r <= 0xd7ff
}

// subset returns the tables that a font of one face needs to draw labels: without vertical metrics, kerning and the
// outlines of rare characters, which its character map then does not claim. Fyne copies a font's tables once for each
// style, and of the 16 MB of a Chinese font a third is left.
//
// Only fonts with CFF outlines are known, as the Noto and Source Han families have them; others are sfnt.ErrOther.
func subset(tables []opentype.Table, full *font.Font, korean bool) ([]opentype.Table, error) {
	keep := make([]bool, 1<<16)
	keep[0] = true // what is shown for a character without a glyph
	var groups []mapGroup
	iter := full.Cmap.Iter()
	runes := map[rune]font.GID{}
	for iter.Next() {
		r, g := iter.Char()
		if kept(r, korean) && int(g) < len(keep) {
			runes[r], keep[g] = g, true
		}
	}
	for r := rune(0); r <= 0xffff; r++ {
		if g, ok := runes[r]; ok {
			groups = addToMap(groups, uint32(r), uint32(g))
		}
	}
	var out []opentype.Table
	shrunk := false
	for _, t := range tables {
		switch t.Tag.String() {
		case "CFF ":
			small, err := sfnt.Shrink(t.Content, func(glyph int) bool { return keep[glyph] })
			if err != nil {
				return nil, err
			}
			t.Content, shrunk = small, true
		case "cmap":
			t.Content = characterMap(groups)
		case "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post":
		default:
			continue
		}
		out = append(out, t)
	}
	if !shrunk || len(groups) == 0 {
		return nil, sfnt.ErrOther
	}
	return out, nil
}

// mapGroup is a run of characters whose glyphs follow each other.
type mapGroup struct{ from, to, glyph uint32 }

func addToMap(groups []mapGroup, r, glyph uint32) []mapGroup {
	if n := len(groups); n > 0 {
		if last := &groups[n-1]; last.to+1 == r && last.glyph+(r-last.from) == glyph {
			last.to = r
			return groups
		}
	}
	return append(groups, mapGroup{r, r, glyph})
}

// characterMap is a cmap table with one subtable of format 12.
func characterMap(groups []mapGroup) []byte {
	be := binary.BigEndian
	b := be.AppendUint16(nil, 0) // version
	b = be.AppendUint16(b, 1)    // subtables
	b = be.AppendUint16(b, 3)    // Windows
	b = be.AppendUint16(b, 10)   // the whole of Unicode
	b = be.AppendUint32(b, 12)   // where the subtable is
	b = be.AppendUint16(b, 12)
	b = be.AppendUint16(b, 0)
	b = be.AppendUint32(b, uint32(16+12*len(groups)))
	b = be.AppendUint32(b, 0)
	b = be.AppendUint32(b, uint32(len(groups)))
	for _, g := range groups {
		b = be.AppendUint32(b, g.from)
		b = be.AppendUint32(b, g.to)
		b = be.AppendUint32(b, g.glyph)
	}
	return b
}
