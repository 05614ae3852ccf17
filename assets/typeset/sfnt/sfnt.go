// Package sfnt owns what we do to font files to spare memory: a large Chinese font is 17 MB, nearly all of it outlines in a CFF table
// (Adobe Technical Note 5176), of which a post needs some hundred. [Shrink] takes outlines out of a table, [Open] leaves them in the file
// until they are drawn.
package sfnt

import (
	"encoding/binary"
	"errors"
)

// ErrOther says that a font is not built in the way that this package knows: CFF outlines with glyphs named by number, as the Noto and
// Source Han families have them.
var ErrOther = errors.New("not a font that can be taken apart")

// Shrink returns a CFF table whose glyphs that are not kept draw nothing. The glyphs keep their numbers; keep is asked once for each.
func Shrink(src []byte, keep func(glyph int) bool) (out []byte, err error) {
	defer broken(&out, &err)
	from, err := outlinesAt(src)
	if err != nil {
		return nil, err
	}
	x := readIndex(src, from)
	fresh := newIndex(src[from:], len(x))
	for i, item := range x {
		if keep(i) {
			fresh.add(src[item[0]:item[1]])
		} else {
			fresh.add([]byte{endchar})
		}
	}
	return replaced(src[:from], fresh.bytes(), src[x.end():], x.end())
}

// broken makes an error of a slice bound that a broken font led us beyond: the one way in which reading it can fail.
func broken(out *[]byte, err *error) {
	if recover() != nil {
		*out, *err = nil, ErrOther
	}
}

// outlinesAt returns the offset of the INDEX of outlines, which head, the beginning of a table, names.
func outlinesAt(head []byte) (int, error) {
	top, err := topDict(head)
	if err != nil {
		return 0, err
	}
	at, ok := top[opCharStrings]
	if _, named := top[opFDArray]; !ok || !named || at.value <= 0 || top[opPrivate].width != 0 {
		return 0, ErrOther
	}
	return at.value, nil
}

func topDict(head []byte) (map[int]number, error) {
	names := readIndex(head, int(head[2]))
	at := int(head[2]) + 2
	if len(names) > 0 {
		at = names.end()
	}
	tops := readIndex(head, at)
	if len(tops) != 1 {
		return nil, ErrOther
	}
	return readDict(head, tops[0])
}

// replaced joins the parts of a table in which the INDEX of outlines, which was before between len(head) and end, has become a shorter one.
// What follows it has moved forward, so the offsets that name it are written anew in the room that they had.
func replaced(head, fresh, tail []byte, end int) ([]byte, error) {
	from := len(head)
	moved := end - from - len(fresh)
	if moved < 0 {
		return nil, ErrOther
	}
	out := make([]byte, 0, from+len(fresh)+len(tail))
	out = append(append(append(out, head...), fresh...), tail...)
	top, err := topDict(out)
	if err != nil {
		return nil, err
	}
	move := func(n number) (int, error) {
		switch {
		case n.width == 0 || n.value <= from:
			return n.value, nil
		case n.value < end || n.width < 3:
			return 0, ErrOther
		case n.width == 5:
			binary.BigEndian.PutUint32(out[n.at+1:], uint32(n.value-moved))
		default:
			binary.BigEndian.PutUint16(out[n.at+1:], uint16(n.value-moved))
		}
		return n.value - moved, nil
	}
	fonts := 0
	for _, op := range []int{opCharset, opFDSelect, opFDArray} {
		if fonts, err = move(top[op]); err != nil {
			return nil, err
		}
	}
	for _, item := range readIndex(out, fonts) {
		d, err := readDict(out, item)
		if err != nil {
			return nil, err
		}
		if _, err := move(d[opPrivate]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Operators of CFF dictionaries; those of two bytes are 0x0c00 and the second.
const (
	opCharset     = 15
	opCharStrings = 17
	opPrivate     = 18
	opFDArray     = 0x0c00 | 36
	opFDSelect    = 0x0c00 | 37
)

// endchar is the whole of an outline that draws nothing.
const endchar = 14

// index is the items of an INDEX as from and to in the table.
type index [][2]int

// end is the first byte behind an INDEX that is not empty.
func (x index) end() int { return x[len(x)-1][1] }

func readIndex(src []byte, at int) index {
	n := int(binary.BigEndian.Uint16(src[at:]))
	if n == 0 {
		return nil
	}
	size := int(src[at+2])
	offsets := src[at+3 : at+3+(n+1)*size]
	base := at + 3 + len(offsets) - 1
	x := make(index, n)
	for i := range x {
		x[i] = [2]int{base + offset(offsets, size, i), base + offset(offsets, size, i+1)}
	}
	_ = src[:x.end()]
	return x
}

// offset reads number i of an INDEX's offsets.
func offset(offsets []byte, size, i int) int {
	v := 0
	for _, b := range offsets[i*size : (i+1)*size] {
		v = v<<8 | int(b)
	}
	return v
}

// indexWriter writes an INDEX of as many items as another one, none of them longer, with offsets of the same size.
type indexWriter struct {
	head, data []byte
	size       int
}

// newIndex takes the beginning of the INDEX that is to be replaced.
func newIndex(old []byte, n int) *indexWriter {
	w := &indexWriter{size: int(old[2])}
	w.head = append(make([]byte, 0, 3+(n+1)*w.size), old[:3]...)
	w.mark()
	return w
}

func (w *indexWriter) mark() {
	for shift := 8 * (w.size - 1); shift >= 0; shift -= 8 {
		w.head = append(w.head, byte((len(w.data)+1)>>shift))
	}
}

func (w *indexWriter) add(item []byte) {
	w.data = append(w.data, item...)
	w.mark()
}

func (w *indexWriter) bytes() []byte { return append(w.head, w.data...) }

// number is the last operand of an operator: its value, where it is written and in how many bytes. The zero number is an operator that
// is not there.
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
			return nil, ErrOther
		}
		i += n.width
		last = n
	}
	return out, nil
}
