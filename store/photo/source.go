package photo

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"golang.org/x/image/tiff"

	"lanyard/store/photo/internal/bmff"
	"lanyard/store/photo/internal/bmp"
	"lanyard/store/photo/internal/container"
	"lanyard/store/photo/internal/exif"
	"lanyard/store/photo/internal/icc"
)

// source is a photo whose header was looked at: its bytes, and what they say.
type source struct {
	op, path string
	data     []byte
	info     Info
	w, h     int // as coded
	walk     *container.Walk
	pic      bmff.Picture
	icc      []byte
	colour   *icc.Transform
	kind     icc.Kind
	thumb    []byte
	drawing  []byte // an SVG without what editors leave in it
	hazard   error  // why an SVG cannot go into a post as it is: it runs or fetches something
	nested   int    // how deep the picture is embedded in others
	turn     int    // quarter turns clockwise, by hand, of what is upright by the metadata; 0 … 3
}

// open reads and looks at a photo.
func open(ctx context.Context, op, path string) (*source, error) {
	return Opener(nil).source(ctx, op, path)
}

func (o Opener) source(ctx context.Context, op, path string) (*source, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data, mod, err := o.read(op, path)
	if err != nil {
		return nil, err
	}
	s, err := look(op, path, data)
	if err != nil {
		return nil, err
	}
	s.info.ModTime = mod
	return s, ctx.Err()
}

func tooManyBytes(op, path string, n int64) error {
	return &Error{
		Op: op, Path: path, Kind: KindTooManyBytes,
		Why:    Why{"file-bytes", []any{n >> 20, maxBytes >> 20}},
		Detail: fmt.Sprintf("%d MB; a photo may have at most %d MB", n>>20, maxBytes>>20),
	}
}

// fail makes an error about this photo from what a walk or a decoder said.
func (s *source) fail(err error) error {
	var e *Error
	if errors.As(err, &e) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	kind := KindCorrupt
	switch {
	case errors.Is(err, container.ErrTruncated), errors.Is(err, bmff.ErrTruncated), errors.Is(err, io.ErrUnexpectedEOF):
		kind = KindTruncated
	case errors.Is(err, container.ErrFrames):
		kind = KindFrames
	}
	return &Error{Op: s.op, Path: s.path, Kind: kind, Actual: s.info.Format.what(), Err: err}
}

// look reads everything that can be known without decoding pixels, and refuses what is over the limits, and a drawing that is unsafe.
func look(op, path string, data []byte) (*source, error) {
	s, err := examine(op, path, data, 0)
	if err == nil && s.hazard != nil {
		return nil, s.hazard
	}
	return s, err
}

// examine is look that takes unsafe drawings.
func examine(op, path string, data []byte, nested int) (*source, error) {
	s := &source{op: op, path: path, data: data, nested: nested}
	if len(data) > maxBytes {
		return nil, tooManyBytes(op, path, int64(len(data)))
	}
	if len(data) == 0 {
		return nil, &Error{Op: op, Path: path, Kind: KindEmpty, Actual: WhatEmpty, Detail: "the file is empty"}
	}
	format, what := sniff(data)
	if format == Unknown {
		return nil, unsupported(op, path, what)
	}
	s.info = Info{Format: format, Bytes: int64(len(data)), Orientation: 1}
	var err error
	switch format {
	case HEIC, AVIF:
		err = s.lookHEIF()
	case TIFF:
		err = s.lookTIFF()
	case BMP:
		err = s.lookBMP()
	case SVG:
		err = s.lookSVG()
	default:
		err = s.lookWalk()
	}
	if err != nil {
		return nil, s.fail(err)
	}
	if format == SVG {
		return s, nil
	}
	s.info.Width, s.info.Height = s.w, s.h
	if s.info.Orientation >= 5 {
		s.info.Width, s.info.Height = s.h, s.w
	}
	if err := s.limits(); err != nil {
		return nil, err
	}
	// No kind of TIFF packs more than some ten thousand pixels into a byte.
	if s.walk != nil && s.walk.Thin || s.info.Format == TIFF && s.w*s.h > 1<<20 && s.w*s.h/10_000 > len(data) {
		return nil, s.fail(fmt.Errorf("%w: too little data for %d × %d pixels", container.ErrTruncated, s.w, s.h))
	}
	// A profile that cannot be read is treated as none: that is what browsers do.
	if s.colour, s.kind, err = icc.Parse(s.icc); err != nil {
		s.icc, s.kind = nil, icc.None
	}
	s.info.Profile = s.kind.String()
	return s, nil
}

// limits refuses sizes that would take too much memory to decode.
func (s *source) limits() error {
	most := maxOther
	switch {
	case s.info.Format == JPEG && s.walk.Components == 4:
	case s.info.Format == JPEG && s.walk.Progressive:
		most = maxProgressive
	case s.info.Format == JPEG:
		most = maxBaseline
	case s.info.Format == HEIC:
		most = maxHEIC
	}
	if s.w <= 0 || s.h <= 0 {
		return s.fail(fmt.Errorf("%w: a picture of %d × %d pixels", container.ErrCorrupt, s.w, s.h))
	}
	if s.w > maxSide || s.h > maxSide || s.w*s.h > most {
		return &Error{
			Op: s.op, Path: s.path, Kind: KindTooManyPixels, Actual: s.info.Format.what(),
			Why:    Why{"pixels", []any{s.w, s.h, most / 1_000_000, maxSide}},
			Detail: fmt.Sprintf("%d × %d pixels; a picture of this kind may have at most %d million, and %d on a side", s.w, s.h, most/1_000_000, maxSide),
		}
	}
	return nil
}

// lookWalk looks at the formats that a walk reads: JPEG, PNG, GIF and WebP.
func (s *source) lookWalk() error {
	var err error
	switch s.info.Format {
	case JPEG:
		s.walk, err = container.JPEG(s.data)
	case PNG:
		s.walk, err = container.PNG(s.data)
	case GIF:
		s.walk, err = container.GIF(s.data)
	default:
		s.walk, err = container.WebP(s.data)
	}
	if err != nil {
		return err
	}
	w := s.walk
	s.w, s.h, s.icc = w.Width, w.Height, w.ICC
	s.info.Progressive = w.Progressive
	s.info.Animated = w.Frames > 1
	d := w.Facts()
	s.facts(d)
	bare := bytes.Equal(w.Exif, exif.Turned(s.info.Orientation)) // what Strip leaves
	s.info.Metadata = len(w.Exif) > 0 && !bare || len(w.XMP) > 0 || w.IPTC || w.Comment || w.Vendor || w.Trailer > 0
	s.private(PrivateComment, w.Comment)
	s.private(PrivateTrailer, w.Trailer > 0)
	return nil
}

// facts takes over what an EXIF block says.
func (s *source) facts(d exif.Data) {
	if d.Orientation > 0 && s.info.Format != HEIC && s.info.Format != AVIF { // there irot and imir count (ISO 23008-12 A.2.1)
		s.info.Orientation = d.Orientation
	}
	s.info.Taken, s.info.HasTaken, s.info.HasZone = d.Taken, d.HasTaken, d.HasZone
	s.info.Edited, s.info.Camera, s.info.Body = d.Edited, d.Camera(), d.Body()
	s.thumb = d.Thumb
	s.private(PrivateGPS, d.GPS)
	s.private(PrivateSerial, d.Serial)
	s.private(PrivateName, d.Name)
	s.private(PrivateMaker, d.Maker)
	s.private(PrivateComment, d.Comment)
	s.private(PrivateThumbnail, d.Thumb != nil)
}

func (s *source) private(kind Private, there bool) {
	if !there {
		return
	}
	for _, p := range s.info.Private {
		if p == kind {
			return
		}
	}
	s.info.Private = append(s.info.Private, kind)
}

func (s *source) lookHEIF() error {
	p, err := bmff.Parse(s.data)
	if brands, ok := bmff.Sniff(s.data); err != nil && ok && slices.Contains(brands, "mif3") {
		return &Error{Op: s.op, Path: s.path, Kind: KindNoDecoder, Actual: s.info.Format.what(), Detail: "an AVIF of the small form (mif3), which is not read here"}
	}
	if err != nil {
		return err
	}
	s.pic, s.w, s.h, s.icc = p, p.Width, p.Height, p.ICC
	s.info.Orientation = p.Orientation
	s.info.Animated = p.Brand == "avis" || p.Brand == "msf1" || p.Brand == "hevc"
	if p.CodedW*p.CodedH > maxHEIC && p.Codec != "av01" {
		s.w, s.h = p.CodedW, p.CodedH // limits says it
	}
	if p.Tiles > 1 && s.w*s.h <= maxHEIC && p.TileW*p.TileH*p.Tiles > 2*maxHEIC {
		return fmt.Errorf("%w: a grid of %d tiles of %d × %d pixels", bmff.ErrCorrupt, p.Tiles, p.TileW, p.TileH)
	}
	// The decoder goes by the codec, not by the brand: a .heic may hold AV1.
	if p.Codec == "av01" {
		s.info.Format = AVIF
	} else {
		s.info.Format = HEIC
	}
	d, _ := exif.Parse(p.Exif)
	container.AddXMP(&d, p.XMP)
	s.facts(d)
	trailer := len(bytes.Trim(s.data[p.End:], "\x00\xff\r\n ")) > 0
	s.info.Metadata = trailer
	s.private(PrivateTrailer, trailer)
	for _, e := range p.Hidden { // what Strip blanked stays as zeros
		s.info.Metadata = s.info.Metadata || len(bytes.Trim(s.data[e.From:e.To], "\x00")) > 0
	}
	return nil
}

func (s *source) lookTIFF() error {
	d, ok := exif.Parse(s.data)
	if !ok {
		return fmt.Errorf("%w: no TIFF", container.ErrCorrupt)
	}
	cfg, err := tiff.DecodeConfig(newReader(s.data))
	if err != nil {
		return tiffError(err)
	}
	s.w, s.h, s.icc = cfg.Width, cfg.Height, d.ICC
	s.facts(d)
	s.info.Metadata = true
	return nil
}

// tiffError tells the end of the file from a break in it.
func tiffError(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: no end of image", container.ErrTruncated)
	}
	return err
}

func (s *source) lookBMP() error {
	b := s.data
	if len(b) < 30 {
		return fmt.Errorf("%w: header", container.ErrTruncated)
	}
	off, head := int(binary.LittleEndian.Uint32(b[10:])), int(binary.LittleEndian.Uint32(b[14:]))
	if head < 40 {
		return fmt.Errorf("%w: a header of %d bytes", container.ErrCorrupt, head)
	}
	w, h := int(int32(binary.LittleEndian.Uint32(b[18:]))), int(int32(binary.LittleEndian.Uint32(b[22:])))
	if h < 0 {
		h = -h
	}
	s.w, s.h = w, h
	if w <= 0 || h == 0 || w > maxSide || h > maxSide {
		return nil // limits says it
	}
	if bmp.Packed(b) && w*h > 1<<20 && w*h/10_000 > len(b) {
		return fmt.Errorf("%w: too little data for %d × %d pixels", container.ErrTruncated, w, h)
	}
	bits := int(binary.LittleEndian.Uint16(b[28:]))
	if row := (w*bits + 31) / 32 * 4; off+row*h > len(b) && !bmp.Packed(b) {
		return fmt.Errorf("%w: no end of image", container.ErrTruncated)
	}
	return nil
}

// Look reads a photo's header and walks its segments; it decodes nothing. An *[Error] says why the file is no photo of ours.
func Look(ctx context.Context, path string) (Info, error) { return Opener(nil).Look(ctx, path) }

// Look is [Look] on a file that o opens.
func (o Opener) Look(ctx context.Context, path string) (Info, error) {
	s, err := o.source(ctx, "look at", path)
	if err != nil {
		return Info{}, err
	}
	return s.info, nil
}

// LookData is [Look] for bytes; name is what errors call them.
func LookData(name string, data []byte) (Info, error) {
	s, err := look("look at", name, data)
	if err != nil {
		return Info{}, err
	}
	return s.info, nil
}
