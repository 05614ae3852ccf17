package bmp

import (
	"encoding/binary"
	"errors"
	"image/color"
	"io"
	"testing"
)

// header makes a BMP of a header of 40 bytes, masks or colours, and pixels.
func header(w, h, depth, how int, table, pixels []byte) []byte {
	le := binary.LittleEndian
	b := make([]byte, 54)
	copy(b, "BM")
	le.PutUint32(b[10:], uint32(54+len(table)))
	le.PutUint32(b[14:], 40)
	le.PutUint32(b[18:], uint32(w))
	le.PutUint32(b[22:], uint32(h))
	le.PutUint16(b[26:], 1)
	le.PutUint16(b[28:], uint16(depth))
	le.PutUint32(b[30:], uint32(how))
	return append(append(b, table...), pixels...)
}

func masks(v ...uint32) (b []byte) {
	for _, v := range v {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

var palette = []byte{0, 0, 0, 0, 30, 20, 10, 0, 60, 50, 40, 0}

func TestKindsOfWindows(t *testing.T) {
	red, one, two := color.RGBA{200, 100, 50, 255}, color.RGBA{10, 20, 30, 255}, color.RGBA{40, 50, 60, 255}
	black := color.RGBA{0, 0, 0, 255}
	for name, c := range map[string]struct {
		b    []byte
		want []color.RGBA // row by row
	}{
		"32 bits by masks":     {header(1, 1, 32, bitFields, masks(0xff0000, 0xff00, 0xff), []byte{50, 100, 200, 0}), []color.RGBA{red}},
		"other masks":          {header(1, 1, 32, bitFields, masks(0xff, 0xff00, 0xff0000), []byte{200, 100, 50, 0}), []color.RGBA{red}},
		"alpha":                {header(1, 1, 32, alphaFields, masks(0xff0000, 0xff00, 0xff, 0xff000000), []byte{50, 100, 200, 255}), []color.RGBA{red}},
		"alpha that is none":   {header(1, 1, 32, alphaFields, masks(0xff0000, 0xff00, 0xff, 0xff000000), []byte{50, 100, 200, 0}), []color.RGBA{red}},
		"16 bits, 565":         {header(2, 1, 16, bitFields, masks(0xf800, 0x7e0, 0x1f), []byte{0x00, 0xf8, 0xff, 0xff}), []color.RGBA{{255, 0, 0, 255}, {255, 255, 255, 255}}},
		"16 bits, 555":         {header(1, 1, 16, rgb, nil, []byte{0x1f, 0, 0, 0}), []color.RGBA{{0, 0, 255, 255}}},
		"from the bottom":      {header(1, 2, 32, bitFields, masks(0xff0000, 0xff00, 0xff), []byte{50, 100, 200, 0, 0, 0, 0, 0}), []color.RGBA{black, red}},
		"from the top":         {header(1, -2, 32, bitFields, masks(0xff0000, 0xff00, 0xff), []byte{50, 100, 200, 0, 0, 0, 0, 0}), []color.RGBA{red, black}},
		"RLE8":                 {header(3, 2, 8, rle8, palette, []byte{2, 1, 1, 2, 0, 0, 0, 3, 2, 1, 2, 0, 0, 1}), []color.RGBA{two, one, two, one, one, two}},
		"RLE8 with a jump":     {header(2, 2, 8, rle8, palette, []byte{0, 2, 1, 1, 1, 2, 0, 1}), []color.RGBA{black, two, black, black}},
		"RLE4":                 {header(3, 1, 4, rle4, palette, []byte{3, 0x12, 0, 1}), []color.RGBA{one, two, one}},
		"RLE4 written out":     {header(3, 1, 4, rle4, palette, []byte{0, 3, 0x21, 0x20, 0, 1}), []color.RGBA{two, one, two}},
		"RLE8 that ends early": {header(2, 1, 8, rle8, palette, []byte{1, 1}), []color.RGBA{one, black}},
	} {
		m, err := Decode(c.b)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, want := range c.want {
			if got := m.RGBAAt(i%m.Rect.Dx(), i/m.Rect.Dx()); got != want {
				t.Errorf("%s, pixel %d: %v, want %v", name, i, got, want)
			}
		}
	}
}

func TestCutOffPixelsAreAnError(t *testing.T) {
	b := header(4, 4, 32, bitFields, masks(0xff0000, 0xff00, 0xff), make([]byte, 60))
	if _, err := Decode(b); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(header(3, 2, 8, rle8, palette, []byte{2, 1, 1, 2, 0, 0, 0, 3, 2, 1, 2, 0, 0, 1}))
	f.Add(header(3, 1, 4, rle4, palette, []byte{0, 3, 0x21, 0x20, 0, 1}))
	f.Add(header(2, 1, 16, bitFields, masks(0xf800, 0x7e0, 0x1f), []byte{0x00, 0xf8, 0xff, 0xff}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 26 && int64(int32(binary.LittleEndian.Uint32(b[18:])))*int64(int32(binary.LittleEndian.Uint32(b[22:]))) > 1<<20 {
			return // the caller's limits say it
		}
		m, err := Decode(b)
		if err == nil && (m.Rect.Empty() || len(m.Pix) != 4*m.Rect.Dx()*m.Rect.Dy()) {
			t.Errorf("%v, %d bytes", m.Rect, len(m.Pix))
		}
	})
}
