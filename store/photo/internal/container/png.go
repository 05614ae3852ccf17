package container

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"io"
	"strings"

	"lanyard/store/photo/internal/exif"
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
			if kind[0]&0x20 == 0 {
				return nil, corrupt("chunk %q has a wrong checksum", kind)
			}
			w.Stray = true // one that a picture can do without: libpng and browsers pass over it too
			at += 12 + n
			continue
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
	case "gAMA", "cHRM", "sRGB", "cICP":
		w.pngColour(kind, p)
		w.keep(all, false)
	case "acTL", "sBIT", "bKGD", "pHYs", "mDCV", "cLLI":
		w.keep(all, false)
	case "iCCP":
		w.pngProfile(p, all)
	case "eXIf":
		w.Exif = p
	case "iTXt", "tEXt", "zTXt":
		w.text(kind, p)
	case "tIME", "hIST", "sPLT":
	default:
		w.Vendor = true
	}
	return nil
}

func (w *Walk) pngColour(kind string, p []byte) {
	c := &w.Colour
	switch {
	case kind == "sRGB" && len(p) == 1:
		c.SRGB = true
	case kind == "cICP" && len(p) == 4:
		c.CICP = p
	case kind == "gAMA" && len(p) == 4:
		c.Gamma = float64(binary.BigEndian.Uint32(p)) / 100_000
	case kind == "cHRM" && len(p) == 32:
		var x [8]float64
		for i := range x {
			x[i] = float64(binary.BigEndian.Uint32(p[4*i:])) / 100_000
		}
		c.Chroma = &icc.Primaries{x[2], x[3], x[4], x[5], x[6], x[7], x[0], x[1]} // white comes first in the file
	}
}

// text looks into a text chunk; ImageMagick and older programs keep EXIF, IPTC and XMP there too.
func (w *Walk) text(kind string, p []byte) {
	key, rest, ok := bytes.Cut(p, []byte{0})
	if !ok {
		return
	}
	switch key := string(key); {
	case key == "XML:com.adobe.xmp":
		w.XMP = append(w.XMP, textOf(kind, rest)...)
	case strings.HasPrefix(key, "Raw profile type "):
		w.rawProfile(strings.TrimPrefix(key, "Raw profile type "), textOf(kind, rest))
	case key == "Software" || key == "Creation Time" || key == "date:create" || key == "date:modify":
		w.Vendor = true
	default:
		w.Comment = w.Comment || exif.Remark(string(textOf(kind, rest)))
		w.Vendor = true
	}
}

// maxText bounds the text of a chunk, inflated.
const maxText = 4 << 20

// textOf gives the text of a chunk from behind its key (PNG §11.3.3); "" when it cannot be inflated.
func textOf(kind string, p []byte) []byte {
	packed := kind == "zTXt"
	switch kind {
	case "zTXt":
		if len(p) < 1 {
			return nil
		}
		p = p[1:]
	case "iTXt":
		if len(p) < 2 {
			return nil
		}
		packed, p = p[0] == 1, p[2:]
		for range 2 { // language and translated key
			_, p, _ = bytes.Cut(p, []byte{0})
		}
	}
	if !packed {
		return p
	}
	z, err := zlib.NewReader(bytes.NewReader(p))
	if err != nil {
		return nil
	}
	text, err := io.ReadAll(io.LimitReader(z, maxText))
	if err != nil {
		return nil
	}
	return text
}

// rawProfile reads metadata in ImageMagick's form: its kind, its length and its bytes in hexadecimal, on lines of their own.
func (w *Walk) rawProfile(kind string, text []byte) {
	w.Vendor = true
	lines := bytes.SplitN(bytes.TrimSpace(text), []byte("\n"), 3)
	if len(lines) < 3 {
		return
	}
	digits := bytes.Join(bytes.Fields(lines[2]), nil)
	raw := make([]byte, len(digits)/2)
	n, _ := hex.Decode(raw, digits[:len(digits)/2*2]) // up to the first wrong digit
	raw = raw[:n]
	switch {
	case kind == "iptc" || kind == "8bim":
		w.iptc(raw)
	case bytes.HasPrefix(raw, []byte("http://ns.adobe.com/xap/1.0/\x00")):
		w.XMP = append(w.XMP, raw[29:]...)
	case kind == "xmp":
		w.XMP = append(w.XMP, raw...)
	case kind == "exif" || kind == "APP1":
		w.oldExif = raw
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
