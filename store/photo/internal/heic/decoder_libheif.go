//go:build !cgo && nodynamic

package heic

import (
	"bytes"
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

// decode runs libheif or libavif in wasm. libheif turns the picture by itself; that is undone, for everybody expects it as coded.
func decode(data []byte, p bmff.Picture) (image.Image, error) {
	if p.Codec == "av01" {
		m, err := avif.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		return raster.RGBA(m), nil
	}
	m, err := heicwasm.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	switch m := m.(type) {
	case *image.Gray:
		mend(m.Pix, m.Stride)
		if c := p.Signal(); c.Set && !c.FullRange {
			raster.Expand(m)
		}
	case *image.YCbCr:
		mend(m.Y, m.YStride)
	}
	return raster.Upright(m, raster.Inverse(p.Orientation)), nil
}

// mend puts the beginning of the second row in place of that of the first: the wrapper gives a view of memory that it has freed, and the
// allocator of the wasm module has written over its first bytes (gen2brain/heic v0.4.9, decode.go).
func mend(pix []byte, stride int) {
	const spoilt = 32
	if n := min(spoilt, stride); len(pix) >= stride+n {
		copy(pix[:n], pix[stride:stride+n])
	}
}
