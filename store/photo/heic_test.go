package photo

import (
	"bytes"
	"context"
	"errors"
	"image"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lanyard/store/photo/internal/bmff"
	"lanyard/store/photo/internal/fixture"
	"lanyard/store/photo/internal/heic"
)

// heicSamples finds whole HEIC and AVIF files in the sources of our own dependencies, as large as the decoder takes in a moment; none can be made by
// code without an encoder.
func heicSamples(t testing.TB) []string {
	t.Helper()
	if heic.Slow() {
		return heicSamplesBelow(t, 64<<10)
	}
	return heicSamplesBelow(t, 8<<20)
}

func heicSamplesBelow(t testing.TB, most int) []string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		return nil
	}
	root := strings.TrimSpace(string(out))
	var files []string
	for _, p := range []string{
		"github.com/jdeng/goheif@*/testdata/*", "github.com/jdeng/goheif@*/heif/testdata/*", "github.com/gen2brain/avif@*/testdata/*.avif",
		"github.com/bep/imagemeta@*/testdata/images/*.heic",
	} {
		more, _ := filepath.Glob(filepath.Join(root, p))
		for _, f := range more {
			if b, err := os.ReadFile(f); err == nil && len(b) < most {
				if i, err := LookData(f, b); err == nil && (i.Format == HEIC || i.Format == AVIF) {
					files = append(files, f)
				}
			}
		}
	}
	return files
}

func sample(t *testing.T, base string) string {
	t.Helper()
	for _, f := range heicSamplesBelow(t, 8<<20) {
		if filepath.Base(f) == base {
			return f
		}
	}
	t.Skipf("%s is not in the module cache", base)
	return ""
}

func TestHEICBecomesJPEG(t *testing.T) {
	if !heic.Available() {
		t.Skip("this build has no HEIC decoder (it needs cgo, or the tag nodynamic)")
	}
	for _, f := range heicSamples(t) {
		dir, s := post(t)
		r, err := Import(t.Context(), f, dir, s)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || filepath.Base(f) != "camel.heic" { // wasm cannot read that one
				t.Errorf("%s: %v", filepath.Base(f), err)
			}
			continue
		}
		if r.From == HEIC && r.Format != JPEG {
			t.Errorf("%s: stored as %s", f, r.Format)
		}
		t.Logf("%s: %s %d × %d, taken %v, %s", filepath.Base(f), r.From, r.Width, r.Height, r.Taken, r.Camera)
	}
}

func TestHEICWithoutDecoderIsNamed(t *testing.T) {
	if heic.Available() {
		t.Skip("this build has a HEIC decoder")
	}
	dir, s := post(t)
	_, err := Import(t.Context(), sample(t, "camel.heic"), dir, s)
	var e *Error
	if !errors.As(err, &e) || e.Kind != KindNoDecoder || !strings.Contains(err.Error(), "camel.heic") {
		t.Errorf("got %v", err)
	}
}

// TestHEICDecoderCannotTakeTheProgramDown mutates a real file; each child may fail, this process may not.
func TestHEICDecoderCannotTakeTheProgramDown(t *testing.T) {
	if !heic.Available() {
		t.Skip("this build has no HEIC decoder")
	}
	data, err := os.ReadFile(sample(t, "camel.heic"))
	if err != nil {
		t.Fatal(err)
	}
	n := 4
	if testing.Short() || heic.Slow() {
		n = 2
	}
	for i := range n {
		bad := bytes.Clone(data)
		for j := range 40 {
			bad[len(bad)/3+(i*7919+j*104729)%(len(bad)*2/3)] ^= byte(1 << (j % 8))
		}
		if _, err := DecodeData(t.Context(), "bad.heic", bad, 256, 256); err != nil {
			var e *Error
			if !errors.As(err, &e) {
				t.Errorf("mutation %d: %T %v", i, err, err)
			}
		}
	}
}

func TestHEICDecoderIsConfined(t *testing.T) {
	if !heic.Available() || heic.Slow() {
		t.Skip("this build has no native HEIC decoder, or is too large for its limits; make check runs it as it is shipped")
	}
	data, err := os.ReadFile(sample(t, "camel.heic"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := bmff.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	m, err := heic.Decode(t.Context(), data, p, 400, 300)
	if err != nil || m.Bounds().Dx() != 400 || m.Bounds().Dy() != 300 {
		t.Errorf("%v, %v", m, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := heic.Decode(ctx, data, p, 400, 300); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

func TestHEICIsTurnedOnce(t *testing.T) {
	if !heic.Available() {
		t.Skip("this build has no HEIC decoder")
	}
	turned := 0
	for _, f := range heicSamples(t) {
		i, err := Look(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Decode(t.Context(), f, 0, 0)
		if err != nil {
			t.Logf("%s: %v", filepath.Base(f), err)
			continue
		}
		if m.Rect.Dx() != i.Width || m.Rect.Dy() != i.Height {
			t.Errorf("%s: decoded %v, header says %d × %d", filepath.Base(f), m.Rect, i.Width, i.Height)
		}
		if i.Orientation != 1 {
			turned++
		}
		t.Logf("%s: orientation %d, mean colour %v, %+v", filepath.Base(f), i.Orientation, meanOfPicture(m), i)
	}
	if turned == 0 {
		t.Skip("none of the samples at hand is turned")
	}
}

// meanOfPicture gives the mean colour.
func meanOfPicture(m *image.RGBA) (c [3]float64) {
	for i := 0; i < len(m.Pix); i += 4 {
		for k := range c {
			c[k] += float64(m.Pix[i+k])
		}
	}
	for k := range c {
		c[k] = math.Round(c[k]*40/float64(len(m.Pix))) / 10
	}
	return c
}

// TestGreyHEICIsDecoded: a HEIC may have luma alone. Its samples are in limited range.
func TestGreyHEICIsDecoded(t *testing.T) {
	if !heic.Available() {
		t.Skip("this build has no HEIC decoder, or is too large for its limits; make check runs it as it is shipped")
	}
	m := image.NewGray(image.Rect(0, 0, 96, 64))
	for i := range m.Pix {
		m.Pix[i] = uint8(16 + (i%96)*219/95)
		if i/96 >= 32 {
			m.Pix[i] = 0x80
		}
	}
	for _, tiles := range []int{1, 3} {
		data := fixture.HEIC(m, tiles)
		info, err := LookData("grey.heic", data)
		if err != nil || info.Format != HEIC || info.Width != 96 || info.Height != 64 {
			t.Fatalf("%d tiles: %+v, %v", tiles, info, err)
		}
		got, err := DecodeData(t.Context(), "grey.heic", data, 0, 0)
		if err != nil {
			t.Errorf("%d tiles: %v", tiles, err)
			continue
		}
		for i, v := range m.Pix {
			want, c := (int(v)-16)*255/219, got.RGBAAt(i%96, i/96)
			if c.R != c.G || c.G != c.B || math.Abs(float64(int(c.R)-want)) > 1 {
				t.Fatalf("%d tiles: pixel %d, %d is %v, want grey of %d", tiles, i%96, i/96, c, want)
			}
		}
		dir, s := post(t)
		path := filepath.Join(t.TempDir(), "grey.heic")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if r, err := Import(t.Context(), path, dir, s); err != nil || r.Format != JPEG || r.Width != 96 {
			t.Errorf("%d tiles: %+v, %v", tiles, r, err)
		}
	}
}

// shades is a picture of grey bars, in limited range as coded.
func shades(w, h int, values ...byte) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Pix[y*m.Stride+x] = values[x*len(values)/w]
		}
	}
	return m
}

// clap is the box of a clean aperture, centred.
func clap(w, h uint32) []byte {
	return fixture.Box("clap", u32(w, 1, h, 1, 0, 1, 0, 1))
}

func TestTheCropOfAContainerIsApplied(t *testing.T) {
	data := fixture.HEIC(shades(64, 32, 30, 60, 90, 120, 150, 180, 210, 230), 1, fixture.Extras{Props: [][]byte{clap(32, 20), fixture.Box("irot", []byte{1})}})
	i, err := LookData("a.heic", data)
	if err != nil || i.Width != 20 || i.Height != 32 {
		t.Errorf("%d × %d, want 20 × 32: cropped, then turned (%v)", i.Width, i.Height, err)
	}
	if !heic.Available() {
		t.Skip("this build has no HEIC decoder")
	}
	m, err := DecodeData(t.Context(), "a.heic", data, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	// A quarter to the left: what was at the right of the crop (180 as coded) is at the top.
	if top, want := m.RGBAAt(10, 2).R, byte((180-16)*255/219); diff8(top, want) > 2 {
		t.Errorf("the top is %d, want %d", top, want)
	}
}

func diff8(a, b byte) int { return max(int(a)-int(b), int(b)-int(a)) }

func TestATransparentHEICBecomesPNG(t *testing.T) {
	if !heic.Available() {
		t.Skip("this build has no HEIC decoder")
	}
	alpha := shades(64, 32, 16, 235) // nothing, then all
	data := fixture.HEIC(shades(64, 32, 126), 1, fixture.Extras{Alpha: alpha, Props: [][]byte{clap(60, 30)}})
	dir, s := post(t)
	r, err := Import(t.Context(), write(t, t.TempDir(), "a.heic", data), dir, s)
	if err != nil || r.Format != PNG || r.Width != 60 {
		t.Fatalf("%+v, %v", r, err)
	}
	m, err := Decode(t.Context(), filepath.Join(dir, r.Name), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if l, r := m.RGBAAt(5, 5), m.RGBAAt(50, 5); l.A != 0 || l.R != 0 || r.A != 255 || diff8(r.R, 128) > 2 {
		t.Errorf("left %v, right %v", l, r)
	}
}

func TestHDRHEICIsMapped(t *testing.T) {
	nclx := func(transfer byte) []byte {
		return fixture.Box("colr", []byte("nclx"), []byte{0, 9, 0, transfer, 0, 9, 0x80})
	}
	for transfer, bars := range map[byte][]byte{16: {0, 112, 130, 148, 167, 192}, 18: {0, 128, 162, 192, 223, 255}} {
		want := []byte{0, 137, 188, 236, 254, 255} // 0 50 100 203 400 1000 cd/m²
		if transfer == 18 {
			want[1] = 138
		}
		data := fixture.HEIC(shades(192, 32, bars...), 1, fixture.Extras{Props: [][]byte{nclx(transfer)}})
		i, err := LookData("a.heic", data)
		if err != nil || i.Width != 192 {
			t.Fatalf("%+v, %v", i, err)
		}
		if !heic.Available() {
			t.Skip("this build has no HEIC decoder")
		}
		m, err := DecodeData(t.Context(), "a.heic", data, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		for i, w := range want {
			if got := m.RGBAAt(i*32+16, 16).G; diff8(got, w) > 3 {
				t.Errorf("transfer %d, bar %d: %d, want %d", transfer, i, got, w)
			}
		}
	}
}

func TestAHugeHEICIsTooLargeAndNotBroken(t *testing.T) {
	data := fixture.HEIC(shades(64, 32, 90), 2)
	huge := bytes.ReplaceAll(data, slices.Concat([]byte("ispe"), u32(0, 64, 32)), slices.Concat([]byte("ispe"), u32(0, 16320, 12240)))
	for _, d := range [][]byte{huge, fixture.HEIC(shades(32, 32, 90), 1, fixture.Extras{})} {
		_, err := LookData("a.heic", bytes.ReplaceAll(d, slices.Concat([]byte("ispe"), u32(0, 32, 32)), slices.Concat([]byte("ispe"), u32(0, 16320, 12240))))
		var e *Error
		if !errors.As(err, &e) || e.Kind != KindTooManyPixels {
			t.Errorf("got %v, want the sentence about the size", err)
		}
	}
	small := bytes.ReplaceAll(fixture.AVIF(64, 48), []byte("avif"), []byte("mif3"))
	_, err := LookData("a.avif", bytes.Replace(small, []byte("meta"), []byte("mini"), 1))
	var e *Error
	if !errors.As(err, &e) || e.Kind != KindNoDecoder || e.Actual != "AVIF" {
		t.Errorf("got %v, want that this AVIF is not read here", err)
	}
}

// TestNothingFollowsAPhotoTakenOverUnchanged: the movie of a motion photo, second pictures and makers' data are not taken along.
func TestNothingFollowsAPhotoTakenOverUnchanged(t *testing.T) {
	movie := fixture.Movie("mp42", nil)
	webp, gif, png := fixture.WebP(), gifOf(t, 2), encodedPNG(t, fixture.Chart(20, 20))
	for name, data := range map[string][]byte{
		"motion.jpg":  fixture.JPEG(fixture.Chart(40, 30), 85, nil, nil),
		"motion.webp": webp, "motion.gif": gif, "motion.png": png, "motion.avif": fixture.AVIF(64, 48),
	} {
		for kind, behind := range map[string][]byte{"a movie": movie, "a box": fixture.Box("mpvd", movie), "a trailer": []byte("SEFH SN77 no box")} {
			dir, s := post(t)
			r, err := Import(t.Context(), write(t, t.TempDir(), name, slices.Concat(data, behind)), dir, s)
			if err != nil || !r.Stripped {
				t.Errorf("%s with %s: %+v, %v", name, kind, r, err)
				continue
			}
			got := read(t, filepath.Join(dir, r.Name))
			if bytes.Contains(got, []byte("mp42")) || bytes.Contains(got, []byte("SN77")) || !bytes.HasPrefix(got, data[:20]) {
				t.Errorf("%s with %s: %d bytes are stored of %d", name, kind, len(got), len(data))
			}
			if strings.HasSuffix(name, "avif") {
				continue // its boxes may stay, blank
			}
			if !bytes.Equal(got, data) {
				t.Errorf("%s with %s: %d bytes, want the picture's %d", name, kind, len(got), len(data))
			}
		}
	}
	// A HEIC with a movie behind it is read.
	i, err := LookData("a.heic", slices.Concat(fixture.HEIC(shades(64, 32, 90), 1), []byte("SEFH no box")))
	if err != nil || i.Width != 64 || len(i.Private) != 1 || i.Private[0] != PrivateTrailer {
		t.Errorf("%+v, %v", i, err)
	}
}
