package heic

import (
	"bytes"
	"errors"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	if ChildMain(os.Args) {
		return
	}
	os.Exit(m.Run())
}

// camel finds a real HEIC in the sources of the decoder.
func camel(t *testing.T) []byte {
	t.Helper()
	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err == nil {
		files, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "github.com/jdeng/goheif@*/testdata/camel.heic"))
		for _, f := range files {
			if b, err := os.ReadFile(f); err == nil {
				return b
			}
		}
	}
	t.Skip("camel.heic is not in the module cache")
	return nil
}

func TestChildOverItsMemoryLimitIsAnError(t *testing.T) {
	if !Available() || Slow() || raced {
		t.Skip("this build has no native HEIC decoder, or no limit under the race detector; make check runs it as it is shipped")
	}
	data := camel(t)
	for _, limit := range []string{"1000000", "24000000"} {
		if m, err := run(t.Context(), data, limit, 100, 100); err == nil || m != nil {
			t.Errorf("%s bytes were enough", limit)
		} else if !errors.Is(err, ErrLimit) {
			t.Errorf("%s bytes: %v, want ErrLimit", limit, err)
		}
	}
	if m, err := run(t.Context(), data, "300000000", 100, 60); err != nil || m.Bounds() != image.Rect(0, 0, 100, 60) {
		t.Errorf("%v, %v", m, err)
	}
}

func TestPicturesTravelWhole(t *testing.T) {
	for _, r := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio444} {
		m := image.NewYCbCr(image.Rect(0, 0, 7, 5), r)
		for _, p := range [][]byte{m.Y, m.Cb, m.Cr} {
			for i := range p {
				p[i] = byte(i * 7)
			}
		}
		var b bytes.Buffer
		if err := send(&b, m); err != nil {
			t.Fatal(err)
		}
		whole := b.Bytes()
		got, err := receive(bytes.NewReader(whole), 7, 5)
		if err != nil {
			t.Fatal(err)
		}
		g := got.(*image.YCbCr)
		if !bytes.Equal(g.Y, m.Y) || !bytes.Equal(g.Cb, m.Cb) || !bytes.Equal(g.Cr, m.Cr) {
			t.Errorf("%v: planes differ", r)
		}
		if _, err := receive(bytes.NewReader(whole), 6, 5); err == nil {
			t.Errorf("%v: a larger picture than asked for was taken", r)
		}
		for n := range whole {
			if _, err := receive(bytes.NewReader(whole[:n]), 7, 5); err == nil {
				t.Fatalf("%v: %d of %d bytes were taken for all", r, n, len(whole))
			}
		}
	}
}
