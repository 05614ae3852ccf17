//go:build !cgo && nodynamic

package heic

import (
	"bytes"
	"encoding/binary"
	"image"

	"github.com/gen2brain/avif"
	heicwasm "github.com/gen2brain/heic"

	"lanyard/store/photo/internal/bmff"
	"lanyard/store/photo/internal/raster"
)

// decoder names what decodes; "" is nothing.
const decoder = "wasm"

// What the child may take: compiled modules, and libheif's several copies of the picture in wasm memory.
const (
	baseMemory    = 1 << 30
	bytesPerPixel = 96
)

// decode runs libheif or libavif in wasm. What they cannot do they say in their own words, down to the functions of the wasm module, so a person
// is told only that it is this decoder's limit: that the file is whole is known.
func decode(data []byte, p bmff.Picture) (image.Image, error) {
	if p.Codec == "av01" {
		m, err := avif.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, ErrUnsupported
		}
		return raster.RGBA(m), nil
	}
	if p.Mono {
		m, err := joined(data, p, decodeMono)
		if err != nil {
			return nil, err
		}
		if c := p.Signal(); c.Set && !c.FullRange {
			raster.Expand(m)
		}
		return m, nil
	}
	m, err := heicwasm.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, ErrUnsupported
	}
	if m, ok := m.(*image.YCbCr); ok {
		m.Y, m.Cb, m.Cr = bytes.Clone(m.Y), bytes.Clone(m.Cb), bytes.Clone(m.Cr) // views of memory that the next picture may get
		mend(m.Y, m.YStride)
		if c := p.Signal(); c.Set {
			raster.JFIF(m, c.Matrix, c.FullRange)
		}
	}
	return m, nil
}

// decodeMono decodes a HEIC that has luma alone and is no grid. What comes is as coded, in 8 bits.
func decodeMono(data []byte, p bmff.Picture) (*image.Gray, error) {
	deep := p.Depth > 8
	room := max(p.CodedW, minRow)
	if deep {
		room *= 2
	}
	m, err := heicwasm.Decode(bytes.NewReader(widened(data, room)))
	if err != nil {
		return nil, ErrUnsupported
	}
	g, ok := m.(*image.Gray)
	if !ok {
		return nil, ErrUnsupported
	}
	g.Pix = bytes.Clone(g.Pix) // a view of memory that the next picture may get
	mend(g.Pix, g.Stride)
	if deep {
		narrow(g, p.Depth)
	}
	return g.SubImage(image.Rect(0, 0, p.CodedW, g.Rect.Dy())).(*image.Gray), nil
}

// minRow is the least number of samples that libheif keeps of a row; the wrapper, which copies whole rows, makes no room for more than there are.
const minRow = 64

// widened gives the file of one grey picture with another width, so that the wrapper makes room for rows of so many bytes: for it a sample is a
// byte, and libheif fills two for each of a deep picture (gen2brain/heic v0.4.9, lib/heif.c).
func widened(data []byte, w int) []byte {
	out := bytes.Clone(data)
	if i := bytes.Index(out, []byte("ispe")); i >= 0 && i+12 <= len(out) {
		binary.BigEndian.PutUint32(out[i+8:], uint32(w))
	}
	return out
}

// narrow makes 8-bit samples of those of two bytes, in place, at half the width.
func narrow(m *image.Gray, depth int) {
	m.Rect.Max.X /= 2
	for y := range m.Rect.Dy() {
		row := m.Pix[y*m.Stride:]
		for x := range m.Rect.Dx() {
			row[x] = byte(binary.LittleEndian.Uint16(row[2*x:]) >> (depth - 8))
		}
	}
}

// mend puts the beginning of a later row in place of that of the first: the wrapper gives a view of memory that it has freed, and the
// allocator of the wasm module has written over its first bytes (gen2brain/heic v0.4.9, decode.go).
func mend(pix []byte, stride int) {
	const spoilt = 64
	rows := (spoilt + stride - 1) / stride // that have a spoilt byte
	if n := min(spoilt, rows*stride); len(pix) >= rows*stride+stride {
		for i := range n {
			pix[i] = pix[rows*stride+i%stride]
		}
	}
}
