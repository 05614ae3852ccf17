// Package bmp owns the kinds of BMP that golang.org/x/image/bmp leaves out and Windows writes: pixels of 16 and 32 bits whose channels are
// told by masks (what Alt+PrintScreen and the clipboard give), and packed ones (RLE4, RLE8).
package bmp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"math/bits"
)

// ErrUnsupported is said of a kind that is not read here.
var ErrUnsupported = errors.New("an unknown kind of BMP")

// The ways in which pixels are stored (BITMAPINFOHEADER.biCompression).
const (
	rgb, rle8, rle4, bitFields, alphaFields = 0, 1, 2, 3, 6
)

// file is a BMP whose header was read.
type file struct {
	b      []byte
	w, h   int
	down   bool // the first row is the upper one
	depth  int
	how    uint32
	pixels []byte
	masks  [4]uint32 // red, green, blue, alpha
	colors [][3]byte
}

// Packed reports whether the size of the pixels cannot be told from the header.
func Packed(b []byte) bool {
	if len(b) < 34 {
		return false
	}
	how := binary.LittleEndian.Uint32(b[30:])
	return how == rle8 || how == rle4
}

// Decode reads a BMP with a header of at least 40 bytes.
func Decode(b []byte) (*image.RGBA, error) {
	f, err := open(b)
	if err != nil {
		return nil, err
	}
	m := image.NewRGBA(image.Rect(0, 0, f.w, f.h))
	switch {
	case f.how == rle8 && f.depth == 8, f.how == rle4 && f.depth == 4:
		f.packed(m)
		return m, nil
	case (f.how == bitFields || f.how == alphaFields || f.how == rgb) && (f.depth == 16 || f.depth == 32):
		return m, f.masked(m)
	}
	return nil, fmt.Errorf("%w: %d bits, compression %d", ErrUnsupported, f.depth, f.how)
}

func open(b []byte) (*file, error) {
	le := binary.LittleEndian
	if len(b) < 54 || string(b[:2]) != "BM" {
		return nil, io.ErrUnexpectedEOF
	}
	at, head := uint64(le.Uint32(b[10:])), uint64(le.Uint32(b[14:]))
	f := &file{b: b, w: int(int32(le.Uint32(b[18:]))), h: int(int32(le.Uint32(b[22:]))), depth: int(le.Uint16(b[28:])), how: le.Uint32(b[30:])}
	if f.h < 0 {
		f.h, f.down = -f.h, true
	}
	if head < 40 || f.w <= 0 || f.h <= 0 || f.w > 1<<16 || f.h > 1<<16 || at > uint64(len(b)) {
		return nil, fmt.Errorf("%w: a header of %d bytes, %d × %d pixels", ErrUnsupported, head, f.w, f.h)
	}
	f.pixels = b[at:]
	table := 14 + head
	f.masks = [4]uint32{0x7c00, 0x3e0, 0x1f}
	if f.depth == 32 {
		f.masks = [4]uint32{0xff0000, 0xff00, 0xff}
	}
	if f.how == bitFields || f.how == alphaFields {
		// The masks stand behind a header of 40 bytes, and in a longer one at the same place.
		n := 3
		if f.how == alphaFields || head >= 56 {
			n = 4
		}
		if len(b) < 54+4*n {
			return nil, io.ErrUnexpectedEOF
		}
		for i := range n {
			f.masks[i] = le.Uint32(b[54+4*i:])
		}
	}
	if f.depth <= 8 {
		n := uint64(le.Uint32(b[46:]))
		if n == 0 || n > 1<<f.depth {
			n = 1 << f.depth
		}
		for i := range n {
			if table+4*i+4 > uint64(len(b)) {
				break
			}
			c := b[table+4*i:]
			f.colors = append(f.colors, [3]byte{c[2], c[1], c[0]})
		}
	}
	return f, nil
}

// masked reads pixels whose channels are told by masks.
func (f *file) masked(m *image.RGBA) error {
	size := f.depth / 8
	stride := (f.w*size + 3) &^ 3
	if stride*f.h > len(f.pixels) {
		return io.ErrUnexpectedEOF
	}
	clear4 := true // nothing is opaque: then the fourth byte is no alpha
	for y := range f.h {
		row, out := f.pixels[y*stride:], m.Pix[f.row(y)*m.Stride:]
		for x := range f.w {
			v := uint32(binary.LittleEndian.Uint16(row[x*size:]))
			if size == 4 {
				v = binary.LittleEndian.Uint32(row[x*size:])
			}
			p := out[4*x : 4*x+4 : 4*x+4]
			p[0], p[1], p[2], p[3] = channel(v, f.masks[0]), channel(v, f.masks[1]), channel(v, f.masks[2]), 255
			if f.masks[3] != 0 {
				p[3] = channel(v, f.masks[3])
				clear4 = clear4 && p[3] == 0
			}
		}
	}
	if f.masks[3] == 0 {
		return nil
	}
	for i := 0; i < len(m.Pix); i += 4 {
		p := m.Pix[i : i+4 : i+4]
		if clear4 {
			p[3] = 255
			continue
		}
		for j := range 3 {
			p[j] = uint8((int(p[j])*int(p[3]) + 127) / 255)
		}
	}
	return nil
}

// row is where a row of the file is in the picture.
func (f *file) row(y int) int {
	if f.down {
		return y
	}
	return f.h - 1 - y
}

// channel takes the bits of a mask as a value of 8 bits.
func channel(v, mask uint32) uint8 {
	if mask == 0 {
		return 0
	}
	shift := bits.TrailingZeros32(mask)
	most := mask >> shift
	return uint8((uint64(v&mask>>shift)*255 + uint64(most)/2) / uint64(most))
}

// packed reads RLE4 and RLE8. What no run covers is the first colour; a picture that ends early is as far as it came, as everywhere.
func (f *file) packed(m *image.RGBA) {
	for i := range f.w * f.h {
		f.set(m, i%f.w, i/f.w, 0)
	}
	b := f.pixels
	for x, y := 0, 0; len(b) >= 2 && y < f.h; {
		n, v := int(b[0]), b[1]
		b = b[2:]
		switch {
		case n > 0:
			for i := range n {
				f.set(m, x, y, f.index(v, i))
				x++
			}
		case v == 0:
			x, y = 0, y+1
		case v == 1:
			return
		case v == 2:
			if len(b) < 2 {
				return
			}
			x, y, b = x+int(b[0]), y+int(b[1]), b[2:]
		default:
			n = int(v)
			size := n
			if f.how == rle4 {
				size = (n + 1) / 2
			}
			if size > len(b) {
				return
			}
			for i := range n {
				at := i
				if f.how == rle4 {
					at = i / 2
				}
				f.set(m, x, y, f.index(b[at], i))
				x++
			}
			b = b[min(size+size&1, len(b)):]
		}
	}
}

// index is the i-th pixel of a byte of a run.
func (f *file) index(v byte, i int) byte {
	if f.how == rle8 {
		return v
	}
	if i%2 == 0 {
		return v >> 4
	}
	return v & 15
}

func (f *file) set(m *image.RGBA, x, y int, index byte) {
	if x >= f.w || y >= f.h {
		return
	}
	var c [3]byte
	if int(index) < len(f.colors) {
		c = f.colors[index]
	}
	copy(m.Pix[f.row(y)*m.Stride+4*x:], []byte{c[0], c[1], c[2], 255})
}
