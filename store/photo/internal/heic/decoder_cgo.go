//go:build cgo

package heic

// The C++ runtime goes into the program: a desktop without a compiler may not have it.

// #cgo linux LDFLAGS: -static-libstdc++ -static-libgcc
import "C"

import (
	"bytes"
	"fmt"
	"image"

	"github.com/jdeng/goheif"

	"lanyard/store/photo/internal/bmff"
	"lanyard/store/photo/internal/raster"
)

// decoder names what decodes; "" is nothing.
const decoder = "goheif"

// What the child may take: libde265 keeps the coded picture, goheif copies its planes, and 10 bit doubles both.
const (
	baseMemory    = 256 << 20
	bytesPerPixel = 24
)

// decode runs libde265 or dav1d. They give planes as coded; matrix and range are brought to JPEG's here.
func decode(data []byte, p bmff.Picture) (image.Image, error) {
	m, err := goheif.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	y, ok := m.(*image.YCbCr)
	if !ok {
		if g, gray := m.(*image.Gray); gray {
			return g, nil
		}
		return nil, fmt.Errorf("a picture of type %T", m)
	}
	if c := p.Signal(); c.Set {
		raster.JFIF(y, c.Matrix, c.FullRange)
	}
	return y, nil
}
