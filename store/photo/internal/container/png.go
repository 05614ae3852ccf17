package container

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"

	"lanyard/store/photo/internal/icc"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// deflateMost is how many bytes one byte of deflate can become.
const deflateMost = 1032

// PNG walks a PNG file, animated ones included: what draws the picture is kept, everything else goes.
func PNG(b []byte) (*Walk, error) {
	if !bytes.HasPrefix(b, []byte(pngSignature)) {
		return nil, corrupt("no PNG")
	}
	w := &Walk{Frames: 1, size: len(b)}
	w.keep(b[:8], false)
	data := 0
	for at := 8; ; {
		if at+12 > len(b) {
			return nil, truncated("no end of image")
		}
		n, kind := int(binary.BigEndian.Uint32(b[at:])), string(b[at+4:at+8])
		if n < 0 || n > len(b)-at-12 {
			return nil, truncated("no end of image")
		}
		all, p := b[at:at+12+n], b[at+8:at+8+n]
		if crc32.ChecksumIEEE(all[4:8+n]) != binary.BigEndian.Uint32(all[8+n:]) {
			return nil, corrupt("chunk %q has a wrong checksum", kind)
		}
		if at == 8 && kind != "IHDR" {
			return nil, corrupt("no header")
		}
		if err := w.chunk(kind, p, all); err != nil {
			return nil, err
		}
		if kind == "IDAT" {
			data += n
		}
		at += 12 + n
		if kind == "IEND" {
			if data == 0 {
				return nil, truncated("no picture data")
			}
			channels := [8]int{1, 1, 3, 1, 2, 1, 4, 1}[b[25]&7]
			row := (w.Width*int(b[24])*channels + 7) / 8
			w.Thin = w.Height > 0 && data*deflateMost < row*(w.Height-1)
			w.Trailer = trailing(b[at:])
			return w, nil
		}
	}
}

func (w *Walk) chunk(kind string, p, all []byte) error {
	switch kind {
	case "IHDR":
		if len(p) != 13 || w.Width != 0 {
			return corrupt("a header of %d bytes", len(p))
		}
		w.Width, w.Height = int(binary.BigEndian.Uint32(p)), int(binary.BigEndian.Uint32(p[4:]))
		w.Alpha = p[9]&4 != 0
		w.keep(all, true)
	case "tRNS":
		w.Alpha = true
		w.keep(all, true)
	case "IDAT", "PLTE", "IEND":
		w.keep(all, true)
	case "fcTL", "fdAT":
		if kind == "fcTL" {
			if w.Frames++; w.Frames > MaxFrames+1 {
				return ErrFrames
			}
		}
		w.keep(all, true)
	case "acTL", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs", "cICP", "mDCV", "cLLI":
		w.keep(all, false)
	case "iCCP":
		w.pngProfile(p, all)
	case "eXIf":
		w.Exif = p
	case "iTXt", "tEXt", "zTXt":
		w.text(p)
	case "tIME", "hIST", "sPLT":
	default:
		w.Vendor = true
	}
	return nil
}

// text looks into a text chunk; ImageMagick and exiftool keep EXIF and IPTC there too.
func (w *Walk) text(p []byte) {
	i := bytes.IndexByte(p, 0)
	if i < 0 {
		return
	}
	switch key := string(p[:i]); {
	case key == "XML:com.adobe.xmp" && len(p) > i+5:
		w.XMP = p[i+5:]
	case key == "Raw profile type iptc":
		w.IPTC = true
	case key == "Software" || key == "Creation Time" || key == "date:create" || key == "date:modify":
	default:
		w.Comment = true
	}
}

// pngProfile reads and keeps a profile under the name "icc": the name may be that of somebody's display.
func (w *Walk) pngProfile(p, all []byte) {
	i := bytes.IndexByte(p, 0)
	if i < 0 || i+2 > len(p) {
		return
	}
	z, err := zlib.NewReader(bytes.NewReader(p[i+2:]))
	if err != nil {
		return
	}
	profile, err := io.ReadAll(io.LimitReader(z, maxICC+1))
	if err != nil || len(profile) > maxICC || len(profile) == 0 {
		return
	}
	w.ICC = profile
	clean := icc.Scrub(profile)
	if string(p[:i]) == "icc" && &clean[0] == &profile[0] {
		w.keep(all, false)
		return
	}
	body := append([]byte("icc\x00\x00"), p[i+2:]...)
	if &clean[0] != &profile[0] {
		body = append([]byte("icc\x00\x00"), deflate(clean)...)
	}
	w.put(PNGChunk("iCCP", body))
}

func deflate(b []byte) []byte {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	_, _ = z.Write(b) // a bytes.Buffer takes everything
	_ = z.Close()
	return out.Bytes()
}

// PNGChunk makes a chunk with its length and checksum.
func PNGChunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// PNGProfile gives an iCCP chunk for a profile.
func PNGProfile(profile []byte) []byte {
	return PNGChunk("iCCP", append([]byte("icc\x00\x00"), deflate(profile)...))
}
