package theme

import (
	"encoding/binary"
	"errors"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

// errNoSubset says that a font is not built in a way that [subset] knows.
var errNoSubset = errors.New("not a font that can be made smaller")

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
// Only fonts with CFF outlines are known, as the Noto and Source Han families have them; others are errNoSubset.
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
			small, err := shrinkCFF(t.Content, keep)
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
		return nil, errNoSubset
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

// shrinkCFF returns a CFF table (Adobe Technical Note 5176) whose glyphs that are not kept draw nothing. The glyphs
// keep their numbers. What follows the outlines moves forward, so the offsets that name it are written anew in the
// room that they had.
func shrinkCFF(src []byte, keep []bool) (out []byte, err error) {
	defer func() { // a slice bound is the one way in which the reading below can fail on a broken font
		if recover() != nil {
			out, err = nil, errNoSubset
		}
	}()
	names := readIndex(src, int(src[2]))
	tops := readIndex(src, names.end)
	if len(tops.items) != 1 {
		return nil, errNoSubset
	}
	top, err := readDict(src, tops.items[0])
	if err != nil {
		return nil, err
	}
	at, ok := top[17]
	if !ok || top[opPrivate].width != 0 { // fonts with one private dictionary are not the large ones
		return nil, errNoSubset
	}
	from := at.value
	outlines := readIndex(src, from)
	if len(outlines.items) == 0 {
		return nil, errNoSubset
	}
	fresh := writeIndex(src, outlines, keep)
	moved := outlines.end - from - len(fresh)
	if moved <= 0 {
		return nil, errNoSubset
	}
	out = append(append(append(make([]byte, 0, len(src)-moved), src[:from]...), fresh...), src[outlines.end:]...)
	shift := func(n number) error {
		switch {
		case n.width == 0 || n.value <= from:
			return nil
		case n.value < outlines.end || n.width < 3:
			return errNoSubset
		}
		place := n.at
		if place >= outlines.end {
			place -= moved
		}
		if n.width == 5 {
			binary.BigEndian.PutUint32(out[place+1:], uint32(n.value-moved))
		} else {
			binary.BigEndian.PutUint16(out[place+1:], uint16(n.value-moved))
		}
		return nil
	}
	for _, op := range []int{15, opFDArray, opFDSelect} {
		if err := shift(top[op]); err != nil {
			return nil, err
		}
	}
	fonts, ok := top[opFDArray]
	if !ok {
		return nil, errNoSubset
	}
	for _, item := range readIndex(src, fonts.value).items {
		d, err := readDict(src, item)
		if err != nil {
			return nil, err
		}
		if err := shift(d[opPrivate]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Operators of CFF dictionaries; those of two bytes are 0x0c00 and the second.
const (
	opPrivate  = 18
	opFDArray  = 0x0c00 | 36
	opFDSelect = 0x0c00 | 37
)

// cffIndex is an INDEX: where it starts in the table, its items as from and to, and the first byte behind it.
type cffIndex struct {
	items      [][2]int
	start, end int
}

func readIndex(src []byte, at int) cffIndex {
	n := int(binary.BigEndian.Uint16(src[at:]))
	if n == 0 {
		return cffIndex{start: at, end: at + 2}
	}
	size := int(src[at+2])
	base := at + 3 + (n+1)*size - 1
	offset := func(i int) int {
		v := 0
		for _, b := range src[at+3+i*size : at+3+(i+1)*size] {
			v = v<<8 | int(b)
		}
		return base + v
	}
	x := cffIndex{items: make([][2]int, n), start: at, end: offset(n)}
	for i := range x.items {
		x.items[i] = [2]int{offset(i), offset(i + 1)}
	}
	_ = src[:x.end]
	return x
}

// writeIndex writes the outlines that are kept, and for the others one that ends at once.
func writeIndex(src []byte, x cffIndex, keep []bool) []byte {
	const endchar = 14
	n, size := len(x.items), int(src[x.start+2]) // the offsets only become smaller
	out := append(make([]byte, 0, x.end-x.start), src[x.start:x.start+3]...)
	offset := 1
	var data []byte
	put := func() {
		for shift := 8 * (size - 1); shift >= 0; shift -= 8 {
			out = append(out, byte(offset>>shift))
		}
	}
	for i := range n {
		put()
		before := len(data)
		if item := x.items[i]; keep[i] || item[1] == item[0] {
			data = append(data, src[item[0]:item[1]]...)
		} else {
			data = append(data, endchar)
		}
		offset += len(data) - before
	}
	put()
	return append(out, data...)
}

// number is the last operand of an operator: its value, where it is written and in how many bytes. The zero number
// is an operator that is not there.
type number struct{ value, at, width int }

// readDict returns the last operands by operator.
func readDict(src []byte, item [2]int) (map[int]number, error) {
	out := map[int]number{}
	var last number
	for i := item[0]; i < item[1]; {
		b := int(src[i])
		n := number{at: i}
		switch {
		case b == 12:
			out[0x0c00|int(src[i+1])], last = last, number{}
			i += 2
			continue
		case b <= 21:
			out[b], last = last, number{}
			i++
			continue
		case b == 28:
			n.value, n.width = int(int16(binary.BigEndian.Uint16(src[i+1:]))), 3
		case b == 29:
			n.value, n.width = int(int32(binary.BigEndian.Uint32(src[i+1:]))), 5
		case b == 30: // a real number, in half bytes up to 15
			n.width = 2
			for src[i+n.width-1]&15 != 15 && src[i+n.width-1]>>4 != 15 {
				n.width++
			}
		case b >= 32 && b <= 246:
			n.value, n.width = b-139, 1
		case b >= 247 && b <= 250:
			n.value, n.width = (b-247)*256+int(src[i+1])+108, 2
		case b >= 251 && b <= 254:
			n.value, n.width = -(b-251)*256-int(src[i+1])-108, 2
		default:
			return nil, errNoSubset
		}
		i += n.width
		last = n
	}
	return out, nil
}
