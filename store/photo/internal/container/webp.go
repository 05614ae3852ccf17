package container

import (
	"bytes"
	"encoding/binary"

	"lanyard/store/photo/internal/icc"
)

// Flags of the VP8X chunk (RFC 9649 §2.7).
const (
	webpXMP, webpExif, webpAlpha, webpICC = 0x04, 0x08, 0x10, 0x20
)

// WebP walks a WebP file: pictures, alpha, animation and profile are kept, all else goes.
func WebP(b []byte) (*Walk, error) {
	if len(b) < 12 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WEBP" {
		return nil, corrupt("no WebP")
	}
	end := int(binary.LittleEndian.Uint32(b[4:])) + 8
	if end > len(b) {
		return nil, truncated("no end of image")
	}
	w := &Walk{size: len(b)}
	w.keep(b[:12], false)
	still := 0
	for at := 12; at < end; {
		if at+8 > end {
			return nil, truncated("chunk")
		}
		n, kind := int(binary.LittleEndian.Uint32(b[at+4:])), string(b[at:at+4])
		if n > end-at-8 {
			return nil, truncated("chunk " + kind)
		}
		all, p := b[at:min(at+8+n+n&1, end)], b[at+8:at+8+n]
		at += 8 + n + n&1
		if kind == "VP8 " || kind == "VP8L" {
			if still++; still > 1 {
				return nil, corrupt("two pictures")
			}
		}
		if err := w.riff(kind, p, all); err != nil {
			return nil, err
		}
	}
	if still == 0 && w.Frames == 0 {
		return nil, truncated("no picture data")
	}
	w.Frames = max(w.Frames, still)
	w.Trailer = trailing(b[end:])
	return w, w.sealWebP(b)
}

func (w *Walk) riff(kind string, p, all []byte) error {
	switch kind {
	case "VP8X":
		if len(p) < 10 {
			return truncated("header")
		}
		w.Width, w.Height = 1+int24(p[4:]), 1+int24(p[7:])
		w.Alpha = p[0]&webpAlpha != 0
		w.keep(all, false)
	case "VP8 ", "VP8L":
		width, height, err := webpSize(kind, p)
		if err != nil {
			return err
		}
		if w.Width == 0 {
			w.Width, w.Height = width, height
			w.Alpha = kind == "VP8L" && p[4]&0x10 != 0
		} else if w.Frames == 0 && (w.Width != width || w.Height != height) {
			return corrupt("a canvas of another size than the picture")
		}
		w.keep(all, true)
	case "ALPH":
		w.keep(all, true)
	case "ANIM":
		w.keep(all, true)
	case "ANMF":
		if len(p) < 16 {
			return truncated("frame")
		}
		if w.Frames++; w.Frames > MaxFrames {
			return ErrFrames
		}
		return w.webpFrame(p, all)
	case "ICCP":
		if len(p) > maxICC || len(p) == 0 {
			return nil
		}
		w.ICC = p
		if clean := icc.Scrub(p); &clean[0] != &p[0] {
			w.put(RIFFChunk("ICCP", clean))
		} else {
			w.keep(all, false)
		}
	case "EXIF":
		w.Exif = bytes.TrimPrefix(p, []byte("Exif\x00\x00"))
	case "XMP ":
		w.XMP = append(w.XMP, p...)
	default:
		w.Vendor = true
	}
	return nil
}

// webpFrame keeps of a frame its head, alpha and pixels. Chunks of other kinds may lie between them and are to be ignored by readers
// (RFC 9649 §2.7.1.1): nobody would look for the EXIF block that is there.
func (w *Walk) webpFrame(p, all []byte) error {
	clean := append([]byte(nil), p[:16]...)
	for at := 16; at < len(p); {
		if at+8 > len(p) {
			return truncated("frame")
		}
		n, kind := int(binary.LittleEndian.Uint32(p[at+4:])), string(p[at:at+4])
		if n > len(p)-at-8 {
			return truncated("frame")
		}
		body := p[at+8 : at+8+n]
		switch kind {
		case "ALPH", "VP8 ", "VP8L":
			clean = append(clean, RIFFChunk(kind, body)...)
		case "EXIF":
			w.oldExif = bytes.TrimPrefix(body, []byte("Exif\x00\x00")) // it turns nothing
			w.Vendor = true
		case "XMP ":
			w.XMP = append(w.XMP, body...)
			w.Vendor = true
		default:
			w.Vendor = true
		}
		at += 8 + n + n&1
	}
	w.pixels = append(w.pixels, piece{b: clean})
	if len(clean) == len(p) {
		w.keep(all, false)
	} else {
		w.put(RIFFChunk("ANMF", clean))
	}
	return nil
}

// sealWebP writes the file's length and flags anew where chunks went.
func (w *Walk) sealWebP(b []byte) error {
	n, cut := 0, false
	for _, p := range w.pieces {
		n += len(p.b)
		cut = cut || p.own
	}
	if n == w.size && !cut && (w.XMP == nil && w.Exif == nil) {
		return nil
	}
	head := append([]byte(nil), b[:12]...)
	binary.LittleEndian.PutUint32(head[4:], uint32(n-8))
	w.pieces[0] = piece{b: head, own: true}
	for i, p := range w.pieces {
		if bytes.HasPrefix(p.b, []byte("VP8X")) {
			x := append([]byte(nil), p.b...)
			x[8] &^= webpXMP | webpExif
			if w.ICC == nil {
				x[8] &^= webpICC
			}
			w.pieces[i] = piece{b: x, own: true}
		}
	}
	return nil
}

// turnWebP appends an EXIF chunk. Only an extended file can have told a turn, so the header with its flag is there.
func (w *Walk) turnWebP(block []byte) {
	own := RIFFChunk("EXIF", block)
	grown := len(own)
	if len(w.pieces) > 1 && bytes.HasPrefix(w.pieces[1].b, []byte("VP8X")) {
		x := append([]byte(nil), w.pieces[1].b...)
		x[8] |= webpExif
		w.pieces[1] = piece{b: x, own: true}
	}
	w.pieces = append(w.pieces, piece{b: own, own: true})
	head := append([]byte(nil), w.pieces[0].b...)
	n := grown - 8
	for _, p := range w.pieces[:len(w.pieces)-1] {
		n += len(p.b)
	}
	binary.LittleEndian.PutUint32(head[4:], uint32(n))
	w.pieces[0] = piece{b: head, own: true}
}

func int24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

func webpSize(kind string, p []byte) (w, h int, err error) {
	if kind == "VP8L" {
		if len(p) < 5 || p[0] != 0x2f {
			return 0, 0, corrupt("lossless header")
		}
		v := binary.LittleEndian.Uint32(p[1:])
		return int(v&0x3fff) + 1, int(v>>14&0x3fff) + 1, nil
	}
	if len(p) < 10 || p[3] != 0x9d || p[4] != 1 || p[5] != 0x2a {
		return 0, 0, corrupt("lossy header")
	}
	return int(binary.LittleEndian.Uint16(p[6:]) & 0x3fff), int(binary.LittleEndian.Uint16(p[8:]) & 0x3fff), nil
}

// RIFFChunk makes a chunk with its length and padding.
func RIFFChunk(kind string, body []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(body)))
	out = append(out, body...)
	if len(body)&1 == 1 {
		out = append(out, 0)
	}
	return out
}

// FirstFrame gives the first frame of an animated WebP as a still of its own, or nil.
func FirstFrame(b []byte) []byte {
	for at := 12; at+8 <= len(b); {
		n, kind := int(binary.LittleEndian.Uint32(b[at+4:])), string(b[at:at+4])
		if n > len(b)-at-8 {
			return nil
		}
		p := b[at+8 : at+8+n]
		if kind == "ANMF" && n > 16 {
			x := make([]byte, 10)
			copy(x[4:], p[6:12])
			if string(p[16:min(20, n)]) == "ALPH" {
				x[0] = webpAlpha
			}
			body := append([]byte("WEBP"), RIFFChunk("VP8X", x)...)
			body = append(body, p[16:]...)
			return RIFFChunk("RIFF", body)
		}
		at += 8 + n + n&1
	}
	return nil
}
