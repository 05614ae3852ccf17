//go:build cgo

package heic

// The C++ runtime goes into the program: a desktop without a compiler may not have it.

// #cgo linux LDFLAGS: -static-libstdc++ -static-libgcc
import "C"

import (
	"bytes"
	"errors"
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
	var m image.Image
	var err error
	switch {
	case p.Mono && p.Codec != "av01":
		m, err = joined(data, p, decodeMono)
	case p.Mono:
		goheif.SafeEncoding = false // what that copies of a grey picture are rows of another length; this process decodes nothing else
		fallthrough
	default:
		m, err = goheif.Decode(bytes.NewReader(data))
	}
	if err != nil {
		return nil, err
	}
	c := p.Signal()
	switch m := m.(type) {
	case *image.YCbCr:
		if p.Mono {
			return nil, errors.New("chroma where none was promised")
		}
		if c.Set {
			raster.JFIF(m, c.Matrix, c.FullRange)
		}
		return m, nil
	case *image.Gray:
		if c.Set && !c.FullRange {
			raster.Expand(m)
		}
		return m, nil
	case *image.Gray16:
		g := image.NewGray(m.Rect)
		for i := range g.Pix {
			g.Pix[i] = m.Pix[2*i]
		}
		if c.Set && !c.FullRange {
			raster.Expand(g)
		}
		return g, nil
	}
	return nil, fmt.Errorf("a picture of type %T", m)
}
