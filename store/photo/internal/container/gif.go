package container

import (
	"bytes"
	"encoding/binary"
)

// GIF walks a GIF file: frames, their timing and the loop count are kept; comments, XMP and other applications' blocks go.
func GIF(b []byte) (*Walk, error) {
	if !bytes.HasPrefix(b, []byte("GIF87a")) && !bytes.HasPrefix(b, []byte("GIF89a")) {
		return nil, corrupt("no GIF")
	}
	if len(b) < 13 {
		return nil, truncated("header")
	}
	w := &Walk{size: len(b), Alpha: true}
	w.Width, w.Height = int(binary.LittleEndian.Uint16(b[6:])), int(binary.LittleEndian.Uint16(b[8:]))
	at := 13
	if b[10]&0x80 != 0 {
		at += 3 << (b[10]&7 + 1)
	}
	if at > len(b) {
		return nil, truncated("palette")
	}
	w.keep(b[:at], true)
	for {
		if at >= len(b) {
			return nil, truncated("no end of image")
		}
		start := at
		switch b[at] {
		case 0x3b:
			if w.Frames == 0 {
				return nil, truncated("no frame")
			}
			w.keep(b[at:at+1], true)
			w.Trailer = trailing(b[at+1:])
			return w, nil
		case 0x21:
			if at+2 > len(b) {
				return nil, truncated("no end of image")
			}
			end := subBlocks(b, at+2)
			if end < 0 {
				return nil, truncated("no end of image")
			}
			w.extension(b[at+1], b[at+2:end], b[start:end])
			at = end
		case 0x2c:
			if at+10 > len(b) {
				return nil, truncated("no end of image")
			}
			at += 10
			if p := b[at-1]; p&0x80 != 0 {
				at += 3 << (p&7 + 1)
			}
			end := subBlocks(b, at+1)
			if end < 0 {
				return nil, truncated("no end of image")
			}
			w.keep(b[start:end], true)
			if w.Frames++; w.Frames > MaxFrames {
				return nil, ErrFrames
			}
			at = end
		default:
			return nil, corrupt("block %#x at byte %d", b[at], at)
		}
	}
}

// subBlocks gives where the chain of length-prefixed blocks at at ends, -1 when it does not.
func subBlocks(b []byte, at int) int {
	for at < len(b) {
		n := int(b[at])
		at += 1 + n
		if n == 0 {
			return at
		}
	}
	return -1
}

func (w *Walk) extension(kind byte, p, all []byte) {
	switch kind {
	case 0xf9:
		w.keep(all, true)
	case 0xfe:
		w.Comment = true
	case 0xff:
		switch {
		case len(p) > 12 && (string(p[1:12]) == "NETSCAPE2.0" || string(p[1:12]) == "ANIMEXTS1.0"):
			w.keep(all, true)
		case len(p) > 12 && string(p[1:12]) == "XMP DataXMP":
			w.XMP = p[12:]
		default:
			w.Vendor = true
		}
	default:
		w.Comment = true
	}
}
