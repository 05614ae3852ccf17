// Package container owns the walk over the segments, chunks and blocks of picture files. One walk finds the size, the colour profile and
// the metadata, finds out whether the file is whole, and gives the same picture without anything private, its coded pixels untouched.
// Nothing is decoded and nothing is allocated from numbers that a file claims.
package container

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"lanyard/store/photo/internal/exif"
	"lanyard/store/photo/internal/icc"
	"lanyard/store/photo/internal/xmp"
)

// Errors. What a walk returns wraps one of them.
var (
	ErrTruncated = errors.New("cut off")
	ErrCorrupt   = errors.New("broken")
	ErrFrames    = errors.New("too many frames")
)

// MaxFrames bounds an animation.
const MaxFrames = 2000

// maxICC bounds a colour profile, inflated.
const maxICC = 4 << 20

// Walk is what one walk found.
type Walk struct {
	Width, Height int // as coded
	Components    int // of a JPEG
	Progressive   bool
	AdobeRGB      bool // a JPEG of three components without the YCbCr transform
	Stray         bool // what not every decoder skips: bytes between the segments of a JPEG, a PNG's chunk of side data whose checksum is wrong; Stripped has none
	Sampling      bool // a JPEG whose luma is sampled finer than its chroma
	Alpha         bool // the format's header promises transparency
	Colour        Colour
	Thin          bool // a JPEG or PNG with less data than its size needs at the very least
	Frames        int  // of an animation; 1 for a still
	ICC           []byte
	Exif          []byte
	XMP           []byte
	IPTC          bool // Photoshop's resources or IPTC data, whatever it says
	Said          exif.Said
	Comment       bool
	Vendor        bool // makers' own segments or chunks
	Trailer       int  // bytes after the picture's end that are no padding

	oldExif   []byte // where it does not turn the picture: in a text chunk of a PNG, in a frame of a WebP
	resources []byte // Photoshop's, joined
	pieces    []piece
	pixels    []piece // what Key hashes
	size      int
}

// Colour is what the chunks of a PNG beside the profile say about colours (PNG §11.3.2); the first that is there counts.
type Colour struct {
	CICP   []byte // four bytes: primaries, transfer, matrix, full range; it counts before the profile
	SRGB   bool
	Gamma  float64        // 0 without
	Chroma *icc.Primaries // nil without
}

// piece is a range of the file, or new bytes that stand for one.
type piece struct {
	b   []byte
	own bool // not taken from the file
}

func (w *Walk) keep(b []byte, pixels bool) {
	w.pieces = append(w.pieces, piece{b: b})
	if pixels {
		w.pixels = append(w.pixels, piece{b: b})
	}
}

func (w *Walk) put(b []byte) { w.pieces = append(w.pieces, piece{b: b, own: true}) }

// Stripped gives the file without its metadata, and whether that is another file than before.
func (w *Walk) Stripped() (out []byte, changed bool) {
	n, own := 0, false
	for _, p := range w.pieces {
		n += len(p.b)
		own = own || p.own
	}
	out = make([]byte, 0, n)
	for _, p := range w.pieces {
		out = append(out, p.b...)
	}
	return out, own || n != w.size
}

// Key identifies the picture by its coded pixels: the same photo sent again with other metadata has the same key.
func (w *Walk) Key() [32]byte {
	h := sha256.New()
	for _, p := range w.pixels {
		h.Write(p.b)
	}
	return [32]byte(h.Sum(nil))
}

// Facts reads the EXIF block and what the XMP packet says about people and places.
func (w *Walk) Facts() exif.Data {
	d, _ := exif.Parse(w.Exif)
	if old, ok := exif.Parse(w.oldExif); ok {
		d.GPS, d.Serial, d.Name = d.GPS || old.GPS, d.Serial || old.Serial, d.Name || old.Name
		d.Maker, d.Comment = d.Maker || old.Maker, d.Comment || old.Comment
	}
	AddXMP(&d, w.XMP)
	d.Name, d.GPS = d.Name || w.Said.Name, d.GPS || w.Said.Place
	return d
}

// iptc notes what Photoshop's resources, or IPTC records alone, say.
func (w *Walk) iptc(b []byte) {
	w.IPTC = true
	said := exif.Resources(b)
	w.Said.Name, w.Said.Place = w.Said.Name || said.Name, w.Said.Place || said.Place
}

// AddXMP adds what an XMP packet says about people, places and the time.
func AddXMP(d *exif.Data, x []byte) {
	if len(x) == 0 {
		return
	}
	s := xmp.Read(x)
	d.GPS, d.Serial, d.Name = d.GPS || s.Place, d.Serial || s.Serial, d.Name || s.Name
	if !d.HasTaken {
		d.Taken, d.HasZone, d.HasTaken = xmp.Taken(x)
	}
}

func truncated(what string) error { return fmt.Errorf("%w: %s", ErrTruncated, what) }

func corrupt(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrCorrupt, fmt.Sprintf(format, args...))
}

// Turn puts an EXIF block into what Stripped gives: the only metadata that it then has. The format is the walk's own.
func (w *Walk) Turn(format string, block []byte) {
	at, own := 1, []byte(nil)
	switch format {
	case "JPEG":
		n := len(block) + 8
		own = append([]byte{0xff, mAPP1, byte(n >> 8), byte(n)}, "Exif\x00\x00"...)
		own = append(own, block...)
		if len(w.pieces) > 1 && bytes.HasPrefix(w.pieces[1].b, []byte{0xff, mAPP0}) {
			at = 2
		}
	case "PNG":
		at, own = 2, PNGChunk("eXIf", block)
	case "WebP":
		w.turnWebP(block)
		return
	default:
		return
	}
	w.pieces = slices.Insert(w.pieces, at, piece{b: own, own: true})
}
