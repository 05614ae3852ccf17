//go:build cgo

package heic

// goheif asks libde265 for three planes and fails for a picture that has one. So such a picture is decoded here, with the functions of the
// library that goheif links into the program. Its header is out of reach in another module; what is declared is its stable interface.

/*
#include <stdint.h>

typedef struct de265_image de265_image;
extern void* de265_new_decoder(void);
extern int de265_free_decoder(void*);
extern int de265_push_NAL(void*, const void* data, int length, int64_t pts, void* user_data);
extern int de265_flush_data(void*);
extern int de265_decode(void*, int* more);
extern int de265_get_warning(void*);
extern const de265_image* de265_get_next_picture(void*);
extern int de265_get_chroma_format(const de265_image*);
extern int de265_get_image_width(const de265_image*, int channel);
extern int de265_get_image_height(const de265_image*, int channel);
extern int de265_get_bits_per_pixel(const de265_image*, int channel);
extern const uint8_t* de265_get_image_plane(const de265_image*, int channel, int* out_stride);
*/
import "C"

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"unsafe"

	"github.com/jdeng/goheif/heif"

	"lanyard/store/photo/internal/bmff"
)

// decodeMono decodes a HEIC that has luma alone and is no grid. What comes is as coded.
func decodeMono(data []byte, _ bmff.Picture) (*image.Gray, error) {
	f := heif.Open(bytes.NewReader(data))
	it, err := f.PrimaryItem()
	if err != nil {
		return nil, err
	}
	if it.Info == nil {
		return nil, errors.New("a picture of no kind")
	}
	sets, ok := it.HevcConfig()
	if !ok {
		return nil, errors.New("no hvcC")
	}
	data, err = f.GetItemData(it)
	if err != nil {
		return nil, err
	}
	dec := C.de265_new_decoder()
	if dec == nil {
		return nil, errors.New("no decoder")
	}
	defer C.de265_free_decoder(dec)
	for _, units := range [][]byte{sets.AsHeader(), data} {
		if err := push(dec, units); err != nil {
			return nil, err
		}
	}
	if e := C.de265_flush_data(dec); e != 0 {
		return nil, fmt.Errorf("libde265: error %d", e)
	}
	for more := C.int(1); more != 0; {
		if e := C.de265_decode(dec, &more); e != 0 {
			return nil, fmt.Errorf("libde265: error %d", e)
		}
		for C.de265_get_warning(dec) != 0 {
		}
		if m := C.de265_get_next_picture(dec); m != nil {
			return plane(m)
		}
	}
	return nil, errors.New("no picture came out")
}

// push hands over units, each behind its length in four bytes.
func push(dec unsafe.Pointer, units []byte) error {
	for len(units) > 0 {
		if len(units) < 4 {
			return errors.New("a unit that is cut off")
		}
		n := uint64(binary.BigEndian.Uint32(units))
		if units = units[4:]; n == 0 || n > uint64(len(units)) {
			return errors.New("a unit that is cut off")
		}
		if e := C.de265_push_NAL(dec, unsafe.Pointer(&units[0]), C.int(n), 0, nil); e != 0 {
			return fmt.Errorf("libde265: error %d", e)
		}
		units = units[n:]
	}
	return nil
}

// plane copies the first plane, in 8 bits.
func plane(m *C.de265_image) (*image.Gray, error) {
	if C.de265_get_chroma_format(m) != 0 {
		return nil, errors.New("chroma where none was promised")
	}
	w, h, bits := int(C.de265_get_image_width(m, 0)), int(C.de265_get_image_height(m, 0)), int(C.de265_get_bits_per_pixel(m, 0))
	var stride C.int
	plane := C.de265_get_image_plane(m, 0, &stride)
	wide := 1
	if bits > 8 {
		wide = 2
	}
	if plane == nil || w <= 0 || h <= 0 || bits < 8 || bits > 16 || int(stride) < w*wide || int(stride)*h > 1<<30 {
		return nil, fmt.Errorf("a plane of %d × %d samples of %d bits", w, h, bits)
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	src := unsafe.Slice((*byte)(unsafe.Pointer(plane)), int(stride)*h)
	for y := range h {
		row, to := src[y*int(stride):], out.Pix[y*out.Stride:(y+1)*out.Stride]
		if wide == 1 {
			copy(to, row)
			continue
		}
		for x := range to {
			to[x] = byte(binary.NativeEndian.Uint16(row[2*x:]) >> (bits - 8))
		}
	}
	return out, nil
}
