package photo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/gif"
	stdjpeg "image/jpeg"
	"image/png"
	"io"

	"github.com/gen2brain/jpegn"
	xbmp "golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"lanyard/store/photo/internal/bmp"
	"lanyard/store/photo/internal/container"
	"lanyard/store/photo/internal/heic"
	"lanyard/store/photo/internal/icc"
	"lanyard/store/photo/internal/raster"
)

func newReader(b []byte) *bytes.Reader { return bytes.NewReader(b) }

// errSVG is why an SVG has no pixels here.
var errSVG = errors.New("an SVG is drawn by the browser only")

// Decode gives the picture upright and in sRGB, shrunk to fit maxW × maxH pixels (0: no bound) and never enlarged. Of an animation it is
// the first frame. A large JPEG is decoded at the size that is needed, which costs a fraction of the memory.
func Decode(ctx context.Context, path string, maxW, maxH int) (*image.RGBA, error) {
	return Opener(nil).Decode(ctx, path, maxW, maxH)
}

// Decode is [Decode] on a file that o opens.
func (o Opener) Decode(ctx context.Context, path string, maxW, maxH int) (*image.RGBA, error) {
	s, err := o.source(ctx, "decode", path)
	if err != nil {
		return nil, err
	}
	return s.rgba(ctx, maxW, maxH)
}

// DecodeData is [Decode] for bytes; name is what errors call them.
func DecodeData(ctx context.Context, name string, data []byte, maxW, maxH int) (*image.RGBA, error) {
	s, err := look("decode", name, data)
	if err != nil {
		return nil, err
	}
	return s.rgba(ctx, maxW, maxH)
}

func (s *source) rgba(ctx context.Context, maxW, maxH int) (*image.RGBA, error) {
	if s.info.Format == SVG {
		return nil, &Error{Op: s.op, Path: s.path, Kind: KindUnsupported, Actual: SVG.what(), Err: errSVG}
	}
	w, h := raster.FitBox(s.info.Width, s.info.Height, maxW, maxH)
	m, err := s.pixels(ctx, w, h, 0)
	if err != nil {
		return nil, err
	}
	return raster.RGBA(m), nil
}

// pixels decodes to w × h pixels, upright and in sRGB. With a slack of n per cent, a scaled decode that comes out up to n per cent smaller
// is taken as it is. The result is *image.YCbCr, *image.Gray or *image.RGBA.
func (s *source) pixels(ctx context.Context, w, h, slack int) (image.Image, error) {
	if s.info.Orientation >= 5 {
		w, h = h, w
	}
	m, err := s.coded(ctx, w, h, slack)
	if err != nil {
		return nil, s.fail(err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if b := m.Bounds(); b.Dx() > w || b.Dy() > h || slack == 0 && (b.Dx() != w || b.Dy() != h) {
		fw, fh := s.extent(b)
		m = raster.ResizePart(m, w, h, fw, fh)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	m = s.toSRGB(m)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return raster.Upright(m, s.info.Orientation), nil
}

// extent is how much of what was decoded is picture: the scaled decode of a JPEG rounds up to whole samples.
func (s *source) extent(b image.Rectangle) (fw, fh float64) {
	for d := 2; d <= 8 && s.info.Format == JPEG; d *= 2 {
		if (s.w+d-1)/d == b.Dx() && (s.h+d-1)/d == b.Dy() && s.w > b.Dx() {
			return float64(s.w) / float64(d), float64(s.h) / float64(d)
		}
	}
	return float64(b.Dx()), float64(b.Dy())
}

// coded decodes the picture as it is coded, at w × h pixels or more (or up to slack per cent less).
func (s *source) coded(ctx context.Context, w, h, slack int) (m image.Image, err error) {
	defer func() { // decoders are other people's code that reads hostile bytes
		if p := recover(); p != nil {
			m, err = nil, fmt.Errorf("%w: the decoder gave up: %v", container.ErrCorrupt, p)
		}
		if err == nil && m.Bounds().Empty() { // the first frame of a GIF may have none
			m, err = nil, fmt.Errorf("%w: a picture without a pixel", container.ErrCorrupt)
		}
	}()
	switch s.info.Format {
	case JPEG:
		return s.codedJPEG(w, h, slack)
	case PNG:
		data := s.data
		if s.walk.Stray {
			data, _ = s.walk.Stripped()
		}
		return normal(png.Decode(newReader(data)))
	case GIF:
		return normal(gif.Decode(newReader(s.data)))
	case WebP:
		return s.codedWebP()
	case TIFF:
		m, err := tiff.Decode(newReader(s.data))
		if err != nil {
			return nil, tiffError(err)
		}
		return normal(s.inks(m), nil)
	case BMP:
		m, err := xbmp.Decode(newReader(s.data))
		if errors.Is(err, xbmp.ErrUnsupported) {
			return normal(bmp.Decode(s.data))
		}
		return normal(m, err)
	}
	return s.codedHEIF(ctx, w, h)
}

// codedJPEG decodes with the inverse transform scaled by ½, ¼ or ⅛ where that is enough.
func (s *source) codedJPEG(w, h, slack int) (image.Image, error) {
	data := s.data
	if s.walk.Stray {
		data, _ = s.walk.Stripped()
	}
	if s.walk.Components == 4 {
		// jpegn gets these wrong; see facts/photos.md §2.
		m, err := stdjpeg.Decode(newReader(data))
		if err != nil {
			return nil, err
		}
		return s.inks(m), nil
	}
	denom := 1
	for d := 2; d <= 8; d *= 2 {
		if cw, ch := (s.w+d-1)/d, (s.h+d-1)/d; cw*100 >= w*(100-slack) && ch*100 >= h*(100-slack) {
			denom = d
		}
	}
	m, err := jpegn.Decode(newReader(data), &jpegn.Options{ScaleDenom: denom})
	if err != nil {
		return nil, err
	}
	return m, nil
}

// inks brings a picture of four inks to pixels, by its profile where that can be; another picture stays.
func (s *source) inks(m image.Image) image.Image {
	c, ok := m.(*image.CMYK)
	switch {
	case ok && s.kind == icc.Ink:
		return s.colour.CMYK(c)
	case ok:
		return raster.RGBA(m)
	}
	return m
}

// normal brings the kinds of picture that Go's decoders give to RGBA or Gray of 8 bits.
func normal(m image.Image, err error) (image.Image, error) {
	if err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			err = fmt.Errorf("%w: no end of image", container.ErrTruncated)
		}
		return nil, err
	}
	if g, ok := m.(*image.Gray); ok && g.Rect.Min == (image.Point{}) {
		return g, nil
	}
	return raster.RGBA(m), nil
}

func (s *source) codedWebP() (image.Image, error) {
	data := s.data
	if s.info.Animated {
		if data = container.FirstFrame(data); data == nil {
			return nil, fmt.Errorf("%w: no first frame", container.ErrCorrupt)
		}
	}
	m, err := webp.Decode(newReader(data))
	if err != nil {
		return normal(nil, err)
	}
	// Go's decoder gives the planes of a lossy WebP in studio range (golang/go#40173).
	switch m := m.(type) {
	case *image.YCbCr:
		raster.JFIF(m, 6, false)
		return m, nil
	case *image.NYCbCrA:
		raster.JFIF(&m.YCbCr, 6, false)
		return raster.RGBA(m), nil
	}
	return normal(m, nil)
}

// codedHEIF decodes in a child process, which also shrinks to w × h at once.
func (s *source) codedHEIF(ctx context.Context, w, h int) (image.Image, error) {
	m, err := heic.Decode(ctx, s.data, s.pic, w, h)
	switch {
	case err == nil:
		return m, nil
	case errors.Is(err, heic.ErrNoDecoder), errors.Is(err, heic.ErrUnsupported):
		return nil, &Error{Op: s.op, Path: s.path, Kind: KindNoDecoder, Actual: s.info.Format.what(), Err: err}
	case errors.Is(err, heic.ErrLimit):
		return nil, &Error{Op: s.op, Path: s.path, Kind: KindLimit, Actual: s.info.Format.what(), Err: err}
	}
	return nil, err
}

// transform is how the picture's samples become sRGB, by what its file says: the code points of a PNG before the profile, the profile, and
// without one the other chunks of a PNG or what a HEIF says instead. Nil: they are sRGB, or nobody knows.
func (s *source) transform() *icc.Transform {
	if t := s.signalled(); t != nil {
		return t
	}
	if s.kind != icc.None || s.walk == nil {
		if c := s.pic.Signal(); s.kind == icc.None && c.Set {
			return icc.FromCICP(c.Primaries, c.Transfer)
		}
		return s.colour
	}
	if c := s.walk.Colour; !c.SRGB && c.CICP == nil && (c.Gamma > 0 || c.Chroma != nil) {
		return icc.FromGamma(c.Gamma, c.Chroma)
	}
	return nil
}

// signalled is the transform of a cICP chunk.
func (s *source) signalled() *icc.Transform {
	if s.walk == nil || s.walk.Colour.CICP == nil {
		return nil
	}
	return icc.FromCICP(int(s.walk.Colour.CICP[0]), int(s.walk.Colour.CICP[1]))
}

// toSRGB converts in place.
func (s *source) toSRGB(m image.Image) image.Image {
	t := s.transform()
	if t == nil {
		return m
	}
	switch m := m.(type) {
	case *image.YCbCr:
		t.YCbCr(m)
	case *image.Gray:
		t.Gray(m.Pix)
	case *image.RGBA:
		t.RGBA(m.Pix, false)
	}
	return m
}

// ChildMain runs the HEIC and AVIF decoder and reports true when the process was started as one; main calls it before anything else, with
// os.Args, and ends when it reports true. It also lets this process start such children: without the call HEIC is refused.
func ChildMain(args []string) bool { return heic.ChildMain(args) }
