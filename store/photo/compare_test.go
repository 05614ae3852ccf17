package photo

import (
	"bytes"
	"fmt"
	"image"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"lanyard/store/photo/internal/fixture"
	"lanyard/store/photo/internal/raster"
)

// compared makes 60 pictures of all the kinds that can be made by code: turns, profiles, subsamplings, formats and shapes.
func compared(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	profiles := map[string][]byte{"plain": nil, "p3": fixture.Profile(fixture.DisplayP3, 0), "adobe": fixture.Profile(fixture.AdobeRGB, 2.19921875)}
	for o := 1; o <= 8; o++ {
		odd := natural(640+o, 480-o, uint64(o))
		m := natural(640, 480, uint64(o)) // even sizes, for the halved chroma of an odd one lies half a pixel off when it is mirrored
		for name, p := range profiles {
			out[fmt.Sprintf("turn%d-%s.jpg", o, name)] = fixture.JPEG(m, 92, fixture.EXIF(o, "2024:05:06 10:11:12", ""), p)
			full := raster.YCbCr(raster.RGBA(odd), false)
			if name != "adobe" {
				out[fmt.Sprintf("full%d-%s.jpg", o, name)] = fixture.JPEG(full, 92, fixture.EXIF(o, "2024:05:06 10:11:12", ""), p)
			}
		}
	}
	for i, size := range []image.Point{{1200, 300}, {200, 900}, {255, 255}, {700, 701}, {513, 257}} {
		m := raster.RGBA(natural(size.X, size.Y, uint64(40+i)))
		var b, ti bytes.Buffer
		if err := bmp.Encode(&b, m); err != nil {
			t.Fatal(err)
		}
		if err := tiff.Encode(&ti, m, &tiff.Options{Compression: tiff.Deflate, Predictor: true}); err != nil {
			t.Fatal(err)
		}
		gray := image.NewGray(m.Rect)
		for i := range gray.Pix {
			gray.Pix[i] = m.Pix[4*i+1]
		}
		out[fmt.Sprintf("shape%d.png", i)], out[fmt.Sprintf("shape%d.bmp", i)], out[fmt.Sprintf("shape%d.tif", i)] = encodedPNG(t, m), b.Bytes(), ti.Bytes()
		out[fmt.Sprintf("grey%d.jpg", i)] = fixture.JPEG(gray, 92, nil, nil)
	}
	return out
}

// natural is a scene as it looks when a lens drew it: a small one made as it is would be noise from pixel to pixel.
func natural(w, h int, seed uint64) *image.YCbCr {
	return raster.Resize(fixture.Scene(3*w, 3*h, seed), w, h).(*image.YCbCr)
}

// TestPicturesAreThoseOfImageMagick: over 60 made pictures, what an import stores differs from what ImageMagick makes of them (turned, brought to
// sRGB, shrunk with Lanczos) by at most two levels in the mean.
func TestPicturesAreThoseOfImageMagick(t *testing.T) {
	tool, err := exec.LookPath("magick")
	if err != nil {
		tool, err = exec.LookPath("convert")
	}
	if err != nil {
		t.Skip("ImageMagick is not installed; .ci/deps all installs it")
	}
	files := compared(t)
	if len(files) != 60 {
		t.Errorf("%d pictures", len(files))
	}
	src := t.TempDir()
	srgb := write(t, t.TempDir(), "srgb.icc", fixture.Profile(fixture.SRGB, 0))
	worst := 0.0
	for name, data := range files {
		dir, s := post(t)
		s.Max, s.Quality = 240, 96
		path := write(t, src, name, data)
		r, err := Import(t.Context(), path, dir, s)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sampling := "4:2:0"
		if strings.HasPrefix(name, "full") { // an import keeps it
			sampling = "4:4:4"
		}
		size := fmt.Sprintf("%dx%d!", r.Width, r.Height)
		args := []string{path, "-auto-orient", "-profile", srgb, "-filter", "Lanczos", "-resize", size, "-colorspace", "sRGB", "-quality", "96", "-sampling-factor", sampling}
		if !bytes.Contains(data, []byte("ICC_PROFILE")) { // it would only tag it
			args = append(args[:2], args[4:]...)
		}
		theirs := filepath.Join(dir, "theirs"+r.Format.Ext()) // in the same format, so that both lose what it loses
		if out, err := exec.Command(tool, append(args, theirs)...).CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", name, err, out)
			continue
		}
		raw := []string{"-type", "TrueColor", "-depth", "8", "rgb:-"}
		want, err := exec.Command(tool, append([]string{theirs}, raw...)...).Output()
		got, gerr := exec.Command(tool, append([]string{filepath.Join(dir, r.Name)}, raw...)...).Output()
		if err != nil || gerr != nil || len(want) != 3*r.Width*r.Height || len(got) != len(want) {
			t.Errorf("%s: ImageMagick gave %d and %d bytes for %s: %v, %v", name, len(want), len(got), size, err, gerr)
			continue
		}
		sum := 0
		for i := range want {
			sum += diff8(got[i], want[i])
		}
		mean := float64(sum) / float64(len(want))
		worst = max(worst, mean)
		if mean > 2 {
			t.Errorf("%s: differs by %.2f levels in the mean", name, mean)
		}
	}
	t.Logf("the worst differs by %.2f levels", worst)
}
