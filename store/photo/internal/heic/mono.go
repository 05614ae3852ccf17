//go:build cgo || nodynamic

package heic

import (
	"fmt"
	"image"

	"lanyard/store/photo/internal/bmff"
)

// joined decodes a picture that has luma alone. Neither decoder knows a grid of such tiles, so the tiles are decoded one by one, each from a file
// that has nothing else. one gives a picture as coded.
func joined(data []byte, p bmff.Picture, one func(data []byte, p bmff.Picture) (*image.Gray, error)) (*image.Gray, error) {
	if p.Tiles == 1 {
		return one(data, p)
	}
	ids, columns, err := bmff.Tiles(data)
	if err != nil {
		return nil, err
	}
	out := image.NewGray(image.Rect(0, 0, p.CodedW, p.CodedH))
	for i, id := range ids {
		alone, err := bmff.Extract(data, id)
		if err != nil {
			return nil, err
		}
		q, err := bmff.Parse(alone)
		if err != nil {
			return nil, err
		}
		m, err := one(alone, q)
		if err != nil {
			return nil, err
		}
		if m.Rect.Dx() != p.TileW || m.Rect.Dy() != p.TileH {
			return nil, fmt.Errorf("a tile of %d × %d pixels, %d × %d were promised", m.Rect.Dx(), m.Rect.Dy(), p.TileW, p.TileH)
		}
		at := image.Pt(i%columns*p.TileW, i/columns*p.TileH)
		for y := range min(p.TileH, p.CodedH-at.Y) {
			copy(out.Pix[(at.Y+y)*out.Stride+min(at.X, p.CodedW):(at.Y+y+1)*out.Stride], m.Pix[y*m.Stride:(y+1)*m.Stride])
		}
	}
	return out, nil
}
