package photo

import (
	"encoding/binary"
	"io"
	"os"

	"lanyard/store/photo/internal/exif"
)

// headBytes is what Size reads of a JPEG at first; phones put the frame header within it.
const headBytes = 192 << 10

// maxChunks is how many parts of a PNG Size looks at before it reads all.
const maxChunks = 1 << 14

// Size gives the upright width and height in pixels. Of a JPEG or PNG it reads heads alone and does not notice that the file is cut off.
func Size(path string) (w, h int, err error) { return Opener(nil).Size(path) }

// Size is [Size] of a file that o opens.
func (o Opener) Size(path string) (w, h int, err error) {
	f, st, err := o.open("look at", path)
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	w, h, ok := jpegHead(f, st.Size())
	if !ok {
		w, h, ok = pngHead(f, st.Size())
	}
	if ok {
		return w, h, nil
	}
	data, err := readOpen("look at", path, f, st)
	if err != nil {
		return 0, 0, err
	}
	s, err := look("look at", path, data)
	if err != nil {
		return 0, 0, err
	}
	return s.info.Width, s.info.Height, nil
}

// pngHead reads size and orientation of a PNG; ok is false when that is not enough, or more than may be decoded.
func pngHead(f *os.File, size int64) (w, h int, ok bool) {
	head := make([]byte, 33)
	if _, err := f.ReadAt(head, 0); err != nil || string(head[:8]) != "\x89PNG\r\n\x1a\n" || string(head[12:16]) != "IHDR" {
		return 0, 0, false
	}
	width, height := binary.BigEndian.Uint32(head[16:]), binary.BigEndian.Uint32(head[20:])
	if width == 0 || height == 0 || width > maxSide || height > maxSide || width*height > maxOther || size > maxBytes {
		return 0, 0, false
	}
	turned := false
	for at, n := int64(33), 0; ; n++ { // the orientation may stand anywhere
		part := head[:8]
		if n > maxChunks {
			return 0, 0, false
		}
		if _, err := f.ReadAt(part, at); err != nil || string(part[4:]) == "IEND" {
			break
		}
		length := int64(binary.BigEndian.Uint32(part))
		if string(part[4:]) == "eXIf" && length < headBytes {
			b := make([]byte, length)
			if _, err := f.ReadAt(b, at+8); err != nil {
				break
			}
			if d, ok := exif.Parse(b); ok && d.Orientation > 0 {
				turned = d.Orientation >= 5
			}
		}
		at += 12 + length
	}
	if turned {
		width, height = height, width
	}
	return int(width), int(height), true
}

// jpegHead reads size and orientation from the head of a JPEG; ok is false when that is not enough.
func jpegHead(f *os.File, size int64) (w, h int, ok bool) {
	b := make([]byte, 3)
	if _, err := f.ReadAt(b, 0); err != nil || string(b) != "\xff\xd8\xff" {
		return 0, 0, false
	}
	b = make([]byte, min(headBytes, size))
	if n, err := io.ReadFull(f, b); err != nil || n < 4 {
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
