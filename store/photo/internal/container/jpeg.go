package container

import (
	"bytes"
	"encoding/binary"

	"lanyard/store/photo/internal/exif"
	"lanyard/store/photo/internal/icc"
)

// JPEG markers (ITU-T T.81 table B.1).
const (
	mSOF0, mSOF1, mSOF2                               = 0xc0, 0xc1, 0xc2
	mDHT, mSOI, mEOI, mSOS, mDQT, mDNL, mDRI          = 0xc4, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd
	mAPP0, mAPP1, mAPP2, mAPP13, mAPP14, mAPP15, mCOM = 0xe0, 0xe1, 0xe2, 0xed, 0xee, 0xef, 0xfe
)

// jpegWalk is the state of a walk.
type jpegWalk struct {
	Walk
	b      []byte
	iccAt  int // index of the first ICC segment among the pieces
	iccRaw [][]byte
	chunks map[byte][]byte
	total  byte
	scan   int // bytes of coded data
	sof    bool
	adobe  int // the transform of APP14, -1 without
}

// JPEG walks a JPEG file: JFIF, Adobe and ICC segments, tables, frames and scans are kept; every other APPn, comments and all that
// follows the end of the picture goes.
func JPEG(b []byte) (*Walk, error) {
	w := &jpegWalk{b: b, adobe: -1, iccAt: -1, chunks: map[byte][]byte{}}
	w.Frames, w.size = 1, len(b)
	if len(b) < 4 || b[0] != 0xff || b[1] != mSOI {
		return nil, corrupt("no JPEG")
	}
	w.keep(b[:2], true)
	for at := 2; ; {
		start := at
		at = marker(b, at)
		if at < 0 {
			return nil, truncated("no end of image")
		}
		m := b[at]
		at++
		w.Stray = w.Stray || !bytes.Equal(bytes.TrimLeft(b[start:at], "\xff"), b[at-1:at])
		if m == mEOI {
			w.keep([]byte{0xff, mEOI}, true)
			return w.finish(at)
		}
		if m == mSOI {
			return nil, corrupt("marker %#x at byte %d", m, start)
		}
		if m >= 0xd0 && m <= 0xd7 || m == 1 { // a restart outside of a scan, which readers pass over
			w.Stray = true
			continue
		}
		if at+2 > len(b) {
			return nil, truncated("no end of image")
		}
		n := int(binary.BigEndian.Uint16(b[at:]))
		if n < 2 {
			return nil, corrupt("a segment of %d bytes", n)
		}
		if at+n > len(b) {
			return nil, truncated("no end of image")
		}
		if err := w.segment(m, b[at+2:at+n], b[at-2:at+n]); err != nil {
			return nil, err
		}
		at += n
		if m == mSOS {
			end := entropy(b, at)
			if end < 0 {
				return nil, truncated("no end of image")
			}
			w.keep(b[at:end], true)
			w.scan += end - at
			at = end
		}
	}
}

// marker gives where the byte behind the next 0xff is that makes a marker with it; -1: nowhere. Between segments there should be nothing, but
// some cameras and programs leave bytes there, and every reader skips them (next_marker of libjpeg).
func marker(b []byte, at int) int {
	for at < len(b) {
		i := bytes.IndexByte(b[at:], 0xff)
		if i < 0 {
			return -1
		}
		for at += i; at < len(b) && b[at] == 0xff; {
			at++
		}
		if at < len(b) && b[at] != 0 {
			return at
		}
	}
	return -1
}

// entropy gives where the coded data that begins at at ends: at the next marker that is neither a stuffed byte nor a restart. -1: nowhere.
func entropy(b []byte, at int) int {
	for {
		i := bytes.IndexByte(b[at:], 0xff)
		if i < 0 || at+i+1 >= len(b) {
			return -1
		}
		at += i
		switch m := b[at+1]; {
		case m == 0 || m >= 0xd0 && m <= 0xd7:
			at += 2
		case m == 0xff:
			at++
		default:
			return at
		}
	}
}

// segment takes one segment: its payload, and all of it with marker and length.
func (w *jpegWalk) segment(m byte, p, all []byte) error {
	switch {
	case m >= mSOF0 && m <= 0xcf && m != mDHT && m != 0xc8 && m != 0xcc:
		w.keep(all, true)
		return w.frame(m, p)
	case m == mSOS:
		if !w.sof {
			return corrupt("a scan before its frame")
		}
		w.keep(all, true)
	case m == mAPP0:
		w.jfif(p, all)
	case m == mAPP2 && bytes.HasPrefix(p, []byte("ICC_PROFILE\x00")) && len(p) >= 14:
		w.profile(p, all)
	case m == mAPP14 && bytes.HasPrefix(p, []byte("Adobe")) && len(p) >= 12:
		w.adobe = int(p[11])
		if len(p) == 12 {
			w.keep(all, false)
		} else {
			w.put(append([]byte{0xff, mAPP14, 0, 14}, p[:12]...))
		}
	case m == mCOM:
		w.Comment = w.Comment || exif.Remark(string(p))
		w.Vendor = true
	case m >= mAPP1 && m <= mAPP15:
		w.app(m, p)
	case m >= 0xf0:
		w.Vendor = true
	default:
		w.keep(all, true)
	}
	return nil
}

// jfif keeps a JFIF segment without its thumbnail, and drops any other APP0.
func (w *jpegWalk) jfif(p, all []byte) {
	if !bytes.HasPrefix(p, []byte("JFIF\x00")) || len(p) < 14 {
		w.Vendor = w.Vendor || !bytes.HasPrefix(p, []byte("JFXX"))
		return
	}
	if len(p) == 14 && p[12] == 0 && p[13] == 0 {
		w.keep(all, false)
		return
	}
	w.put(append(append([]byte{0xff, mAPP0, 0, 16}, p[:12]...), 0, 0))
}

func (w *jpegWalk) app(m byte, p []byte) {
	switch {
	case m == mAPP1 && bytes.HasPrefix(p, []byte("Exif\x00\x00")):
		if w.Exif == nil {
			w.Exif = p[6:]
		}
	case m == mAPP1 && bytes.HasPrefix(p, []byte("http://ns.adobe.com/xap/1.0/\x00")):
		w.XMP = append(w.XMP, p[29:]...)
	case m == mAPP1 && bytes.HasPrefix(p, []byte("http://ns.adobe.com/xmp/extension/\x00")):
		w.XMP = append(w.XMP, p[35:]...)
	case m == mAPP13 && bytes.HasPrefix(p, []byte("Photoshop 3.0\x00")):
		w.resources = append(w.resources, p[14:]...) // one block may go on in the next segment
	case m == mAPP2 && bytes.HasPrefix(p, []byte("MPF\x00")):
	default:
		w.Vendor = true
	}
}

func (w *jpegWalk) profile(p, all []byte) {
	if w.iccAt < 0 {
		w.iccAt = len(w.pieces)
		w.total = p[13]
		w.pieces = append(w.pieces, piece{}) // stands for the whole profile
	}
	w.iccRaw = append(w.iccRaw, all)
	if _, dup := w.chunks[p[12]]; !dup {
		w.chunks[p[12]] = p[14:]
	}
}

func (w *jpegWalk) frame(m byte, p []byte) error {
	if m != mSOF0 && m != mSOF1 && m != mSOF2 {
		return corrupt("a JPEG of the rare kind SOF%d", m-mSOF0)
	}
	if w.sof {
		return corrupt("two frames")
	}
	if len(p) < 6 || len(p) < 6+3*int(p[5]) {
		return truncated("frame header")
	}
	w.sof = true
	w.Height, w.Width = int(binary.BigEndian.Uint16(p[1:])), int(binary.BigEndian.Uint16(p[3:]))
	w.Components, w.Progressive = int(p[5]), m == mSOF2
	if p[0] != 8 {
		return corrupt("%d bits per sample", p[0])
	}
	if w.Width == 0 || w.Height == 0 {
		return corrupt("a picture of %d × %d pixels", w.Width, w.Height)
	}
	if w.Components != 1 && w.Components != 3 && w.Components != 4 {
		return corrupt("%d colour components", w.Components)
	}
	for i := range w.Components {
		if hv := p[7+3*i]; hv>>4 == 0 || hv>>4 > 4 || hv&15 == 0 || hv&15 > 4 {
			return corrupt("a sampling of %#x", hv)
		}
	}
	w.Sampling = w.Components == 3 && p[7] != p[10]
	ids := string([]byte{p[6]})
	if w.Components == 3 {
		ids = string([]byte{p[6], p[9], p[12]})
	}
	w.AdobeRGB = ids == "RGB"
	return nil
}

// finish is called behind the end of the image.
func (w *jpegWalk) finish(end int) (*Walk, error) {
	if !w.sof || w.scan == 0 {
		return nil, truncated("no picture data")
	}
	// A coded block takes two bits at least, in the first scan of a progressive file one: less is a header that lies.
	blocks := ((w.Width + 7) / 8) * ((w.Height + 7) / 8)
	if need := blocks / 8; w.scan < need && w.Progressive && w.scan < need/8 || w.scan < need/4 && !w.Progressive {
		w.Thin = true
	}
	if w.adobe == 0 && w.Components == 3 {
		w.AdobeRGB = true
	} else if w.adobe > 0 {
		w.AdobeRGB = false
	}
	w.Trailer = trailing(w.b[end:])
	if len(w.resources) > 0 {
		w.iptc(w.resources)
	}
	if w.iccAt >= 0 {
		w.joinProfile()
	}
	return &w.Walk, nil
}

// joinProfile puts the profile's chunks together; a profile with a chunk missing is dropped.
func (w *jpegWalk) joinProfile() {
	var all []byte
	for i := range int(w.total) {
		c, ok := w.chunks[byte(i+1)]
		if !ok || len(all)+len(c) > maxICC {
			all = nil
			break
		}
		all = append(all, c...)
	}
	if len(all) == 0 {
		w.pieces = append(w.pieces[:w.iccAt], w.pieces[w.iccAt+1:]...)
		return
	}
	w.ICC = all
	raw := bytes.Join(w.iccRaw, nil)
	if clean := icc.Scrub(all); &clean[0] != &all[0] {
		w.pieces[w.iccAt] = piece{b: ICCSegments(clean), own: true}
		return
	}
	w.pieces[w.iccAt] = piece{b: raw}
}

// ICCSegments wraps a profile in as many APP2 segments as it needs.
func ICCSegments(profile []byte) []byte {
	const most = 65533 - 14
	total := (len(profile) + most - 1) / most
	if total > 255 {
		return nil
	}
	var out []byte
	for i := range total {
		c := profile[i*most : min((i+1)*most, len(profile))]
		n := len(c) + 16
		out = append(out, 0xff, mAPP2, byte(n>>8), byte(n))
		out = append(out, "ICC_PROFILE\x00"...)
		out = append(out, byte(i+1), byte(total))
		out = append(out, c...)
	}
	return out
}

// trailing counts what follows the picture, unless it is nothing but padding.
func trailing(b []byte) int {
	if len(bytes.Trim(b, "\x00\xff\r\n ")) == 0 {
		return 0
	}
	return len(b)
}
