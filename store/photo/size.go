package photo

import (
	"encoding/binary"
	"io"

	"lanyard/store/photo/internal/exif"
)

// headBytes is what Size reads of a JPEG at first; phones put the frame header within it.
const headBytes = 192 << 10

// Size gives the upright width and height in pixels. Of a JPEG it reads the head alone and does not notice that the file is cut off.
func Size(path string) (w, h int, err error) {
	if w, h, ok := jpegHead(path); ok {
		return w, h, nil
	}
	data, _, err := readFile("look at", path)
	if err != nil {
		return 0, 0, err
	}
	s, err := look("look at", path, data)
	if err != nil {
		return 0, 0, err
	}
	return s.info.Width, s.info.Height, nil
}

// jpegHead reads size and orientation from the head of a JPEG; ok is false when that is not enough.
func jpegHead(path string) (w, h int, ok bool) {
	f, st, err := openRegular("look at", path)
	if err != nil {
		return 0, 0, false
	}
	defer f.Close()
	b := make([]byte, min(headBytes, st.Size()))
	if n, err := io.ReadFull(f, b); err != nil || n < 4 || string(b[:3]) != "\xff\xd8\xff" {
		return 0, 0, false
	}
	turned := false
	for at := 2; at+9 < len(b) && b[at] == 0xff; {
		m := b[at+1]
		if m == 0xff {
			at++
			continue
		}
		n := int(binary.BigEndian.Uint16(b[at+2:]))
		if n < 2 || at+2+n > len(b) && m != 0xc0 && m != 0xc1 && m != 0xc2 {
			return 0, 0, false
		}
		switch m {
		case 0xc0, 0xc1, 0xc2:
			h, w = int(binary.BigEndian.Uint16(b[at+5:])), int(binary.BigEndian.Uint16(b[at+7:]))
			if turned {
				w, h = h, w
			}
			return w, h, w > 0 && h > 0
		case 0xe1:
			if d, ok := exif.Parse(b[at+4 : at+2+n]); ok && d.Orientation > 0 {
				turned = d.Orientation >= 5
			}
		case 0xda, 0xd9:
			return 0, 0, false
		}
		at += 2 + n
	}
	return 0, 0, false
}
