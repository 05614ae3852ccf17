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
	return raster.Upright(m, raster.Inverse(p.Orientation)), nil
}
