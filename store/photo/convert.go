package photo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"

	"github.com/gen2brain/jpegn"

	"lanyard/store/photo/internal/container"
	"lanyard/store/photo/internal/exif"
	"lanyard/store/photo/internal/icc"
	"lanyard/store/photo/internal/raster"
)

// slack is by how many per cent a scaled decode may come out below the maximum; it halves the work on 12 MP photos (4032 / 2 = 2016).
const slack = 2

// photoLike is from how many bytes on a PNG that had to be written anew becomes a JPEG, if that is less than half as big.
const photoLike = 512 << 10

// stored is a photo as it goes into a post.
type stored struct {
	data          []byte
	format        Format
	width, height int
	stripped      bool // pixels untouched
	hash          uint64
}

// convert makes what is stored of a photo. What is small, upright and sRGB (or has a profile that is kept) and shown by browsers is only
// stripped.
func (s *source) convert(ctx context.Context, set Settings) (stored, error) {
	if s.turn != 0 && (s.info.Format == SVG || s.info.Animated) {
		return stored{}, &Error{Op: s.op, Path: s.path, Kind: KindOther, Actual: s.info.Format.what(), Why: Why{Code: "no-turn"}, Detail: "an animation or drawing cannot be turned here"}
	}
	if s.info.Format == SVG {
		return stored{data: s.drawing, format: SVG, width: s.info.Width, height: s.info.Height, stripped: true}, nil
	}
	if s.keepable(set) {
		out, err := s.strip()
		if err != nil {
			return stored{}, s.fail(err)
		}
		st := stored{data: out, format: s.info.Format, width: s.info.Width, height: s.info.Height, stripped: true}
		st.hash = s.similarity(ctx)
		return st, ctx.Err()
	}
	w, h := raster.Fit(s.info.Width, s.info.Height, set.max())
	m, err := s.pixels(ctx, w, h, slack)
	if err != nil {
		return stored{}, err
	}
	m = raster.Upright(m, exifTurn(s.turn))
	st := stored{width: m.Bounds().Dx(), height: m.Bounds().Dy(), hash: difference(m)}
	st.data, st.format, err = s.encode(m, set.quality())
	if err != nil {
		return stored{}, s.fail(err)
	}
	return st, ctx.Err()
}

// keepable reports whether stripping is all that is needed.
func (s *source) keepable(set Settings) bool {
	if s.turn != 0 {
		return false
	}
	i := s.info
	switch i.Format {
	case JPEG, PNG, WebP, GIF:
	case AVIF: // browsers turn and colour it by its own boxes
		return max(i.Width, i.Height) <= set.max()
	default:
		return false
	}
	if i.Animated {
		return true // an animation stays one, whatever its size
	}
	colour := s.kind == icc.None || s.kind == icc.SRGB || s.kind == icc.Table || s.kind == icc.Ink
	return i.Orientation == 1 && colour && max(i.Width, i.Height) <= set.max()
}

// encode writes pixels as JPEG, or as PNG where there is transparency or where the picture is rather a drawing.
func (s *source) encode(m image.Image, quality int) ([]byte, Format, error) {
	profile := s.keptProfile()
	if rgba, ok := m.(*image.RGBA); ok {
		clear4 := !rgba.Opaque()
		if clear4 || s.lossless() {
			p, err := encodePNG(rgba, profile)
			if err != nil || clear4 || len(p) < photoLike {
				return p, PNG, err
			}
			j, err := encodeJPEG(raster.YCbCr(rgba, true), quality, profile)
			if err == nil && len(j) < len(p)/2 {
				return j, JPEG, nil
			}
			return p, PNG, nil
		}
		m = raster.YCbCr(rgba, true)
	}
	j, err := encodeJPEG(m, quality, profile)
	return j, JPEG, err
}

// lossless reports whether the photo came in a format that drawings come in.
func (s *source) lossless() bool {
	switch s.info.Format {
	case PNG, GIF, BMP, TIFF:
		return true
	case WebP:
		return bytes.Contains(s.data[:min(len(s.data), 64)], []byte("VP8L"))
	}
	return false
}

func encodeJPEG(m image.Image, quality int, profile []byte) ([]byte, error) {
	var out bytes.Buffer
	b := m.Bounds()
	out.Grow(b.Dx()*b.Dy()/3 + len(profile) + 1024)
	if err := jpegn.Encode(&out, m, &jpegn.EncodeOptions{Quality: quality}); err != nil {
		return nil, err
	}
	if profile == nil {
		return out.Bytes(), nil
	}
	// Behind SOI and the JFIF segment, where readers look for it.
	j := out.Bytes()
	at := 2
	if len(j) > 6 && j[2] == 0xff && j[3] == 0xe0 {
		at += 2 + int(j[4])<<8 | int(j[5])
	}
	seg := container.ICCSegments(profile)
	return append(append(append(make([]byte, 0, len(j)+len(seg)), j[:at]...), seg...), j[at:]...), nil
}

func encodePNG(m *image.RGBA, profile []byte) ([]byte, error) {
	var out bytes.Buffer
	e := png.Encoder{CompressionLevel: png.DefaultCompression}
	if err := e.Encode(&out, m); err != nil {
		return nil, err
	}
	if profile == nil {
		return out.Bytes(), nil
	}
	const head = 8 + 25 // signature and IHDR
	p := out.Bytes()
	return append(append(append([]byte(nil), p[:head]...), container.PNGProfile(profile)...), p[head:]...), nil
}

// strip gives the file without metadata, pixels untouched.
func (s *source) strip() ([]byte, error) {
	if s.info.Format == AVIF {
		out, _, err := s.blank()
		return out, err
	}
	out, _ := s.walk.Stripped()
	return out, nil
}

// Strip removes metadata and trailing data from a picture that browsers show; its coded pixels stay bit for bit what they were, and a
// turn that the metadata told is told again by a block that says nothing else. HEIC, TIFF and BMP are refused: they must be converted; so
// is an SVG that runs or fetches something.
func Strip(data []byte) (out []byte, changed bool, err error) {
	s, err := look("strip", "", data)
	if err != nil {
		return nil, false, err
	}
	return s.bare()
}

// bare is the picture without metadata, in its own format.
func (s *source) bare() (out []byte, changed bool, err error) {
	switch s.info.Format {
	case SVG:
		return s.drawing, s.info.Metadata, nil
	case AVIF:
		return s.blank()
	case JPEG, PNG, GIF, WebP:
	default:
		return nil, false, &Error{
			Op: s.op, Path: s.path, Kind: KindUnsupported, Actual: s.info.Format.what(),
			Why:    Why{"no-publish", []any{s.info.Format.what()}},
			Detail: fmt.Sprintf("a %s cannot be published as it is", s.info.Format),
		}
	}
	if s.info.Orientation > 1 {
		s.walk.Turn(s.info.Format.String(), exif.Turned(s.info.Orientation))
	}
	out, changed = s.walk.Stripped()
	if !changed || bytes.Equal(out, s.data) {
		return s.data, false, nil
	}
	return out, true, nil
}

// blank overwrites the metadata items of an AVIF with zeros, so that the offsets of everything else stay, and cuts off what is behind the last
// box.
func (s *source) blank() ([]byte, bool, error) {
	if len(s.pic.Hidden) == 0 && s.pic.End == len(s.data) {
		return s.data, false, nil
	}
	out := bytes.Clone(s.data[:s.pic.End])
	for _, e := range s.pic.Hidden {
		clear(out[e.From:e.To])
	}
	return out, !bytes.Equal(out, s.data), nil
}

// keptProfile is the profile that goes into what is written anew: one of tables, unless it is for CMYK and the pixels no longer are.
func (s *source) keptProfile() []byte {
	if s.kind == icc.Table && s.signalled() == nil && !(s.info.Format == JPEG && s.walk.Components == 4) {
		return icc.Scrub(s.icc)
	}
	return nil
}
