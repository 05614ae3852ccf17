package photo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gen2brain/jpegn"

	"lanyard/store/atomicfile"
	"lanyard/store/photo/internal/raster"
)

// Embedded gives the small picture that a camera put into the photo, upright and shrunk to fit side × side pixels; nil when there is none.
// It is there in microseconds, for the first paint of a list, and may be a little off in colour and in its edges.
func Embedded(ctx context.Context, path string, side int) *image.RGBA {
	s, err := open(ctx, "look at", path)
	if err != nil || len(s.thumb) == 0 || len(s.thumb) > 256<<10 {
		return nil
	}
	t, err := look("look at", path, s.thumb)
	if err != nil || t.info.Format != JPEG || t.w*t.h > 1<<20 {
		return nil
	}
	w, h := raster.FitBox(t.w, t.h, side, side)
	m, err := t.coded(ctx, w, h, 0)
	if err != nil {
		return nil
	}
	if b := m.Bounds(); b.Dx() != w || b.Dy() != h {
		m = raster.Resize(m, w, h)
	}
	return raster.RGBA(raster.Upright(m, s.info.Orientation))
}

// Thumb gives the picture shrunk to fit side × side pixels, from a cache on disk where it can. cache is a directory for this alone; ""
// keeps nothing. A cache that cannot be written is no error.
func Thumb(ctx context.Context, path, cache string, side int) (*image.RGBA, error) {
	return thumb(ctx, nil, path, cache, side, func(ctx context.Context, o Opener, path string, w, h int) (*image.RGBA, error) {
		return o.Decode(ctx, path, w, h)
	})
}

// thumb is Thumb with the way to decode what the cache does not have.
func thumb(
	ctx context.Context, o Opener, path, cache string, side int,
	decode func(_ context.Context, o Opener, path string, w, h int) (*image.RGBA, error),
) (*image.RGBA, error) {
	if cache == "" {
		return decode(ctx, o, path, side, side)
	}
	f, st, err := o.open("decode", path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	file, err := thumbPath(path, cache, side, st)
	if err != nil {
		return nil, err
	}
	if b, err := os.ReadFile(file); err == nil {
		if m, err := DecodeData(ctx, path, b, side, side); err == nil {
			return m, nil
		}
	}
	m, err := decode(ctx, func(string) (*os.File, fs.FileInfo, error) { return f, st, nil }, path, side, side)
	if err != nil {
		return nil, err
	}
	storeThumb(file, m)
	return m, nil
}

// thumbPath names a thumbnail after everything that it depends on.
func thumbPath(path, cache string, side int, st fs.FileInfo) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "1\x00%s\x00%d\x00%d\x00%d", abs, st.Size(), st.ModTime().UnixNano(), side))
	name := hex.EncodeToString(sum[:16])
	return filepath.Join(cache, name[:2], name[2:]), nil
}

// storeThumb writes a thumbnail; what goes wrong costs only time later.
func storeThumb(file string, m *image.RGBA) {
	var b []byte
	if m.Opaque() {
		var out bytes.Buffer
		if jpegn.Encode(&out, raster.YCbCr(m, true), &jpegn.EncodeOptions{Quality: 88}) != nil {
			return
		}
		b = out.Bytes()
	} else {
		var err error
		if b, err = encodePNG(m, nil); err != nil {
			return
		}
	}
	if os.MkdirAll(filepath.Dir(file), 0o700) == nil {
		_ = atomicfile.Write(file, b, 0o600) //nolint:errcheck // see above
	}
}

// TrimThumbs deletes the oldest thumbnails of a cache until it has at most so many bytes. Only files that Thumb made are touched.
func TrimThumbs(cache string, most int64) error {
	type file struct {
		path string
		size int64
		mod  time.Time
	}
	var files []file
	var sum int64
	err := filepath.WalkDir(cache, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if st, err := d.Info(); err == nil && st.Mode().IsRegular() && len(d.Name()) == 30 && !strings.Contains(d.Name(), ".") {
			files = append(files, file{path, st.Size(), st.ModTime()})
			sum += st.Size()
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(files, func(a, b file) int { return a.mod.Compare(b.mod) })
	for _, f := range files {
		if sum <= most {
			break
		}
		if err := os.Remove(f.path); err != nil {
			return err
		}
		sum -= f.size
	}
	return nil
}
