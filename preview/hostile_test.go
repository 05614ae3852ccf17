package preview

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"lanyard/preview/paint"
	"lanyard/store"
	"lanyard/store/markdown"
	"lanyard/store/photo"
)

// giantPNG is a picture of 100,000 × 100,000 pixels of which only the header is
// there.
func giantPNG() []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	head := []byte("IHDR\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x02\x00\x00\x00")
	_ = binary.Write(&b, binary.BigEndian, uint32(13))
	b.Write(head)
	_ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(head))
	return b.Bytes()
}

func animated(t *testing.T) []byte {
	t.Helper()
	pal := color.Palette{color.White, color.RGBA{200, 0, 0, 255}}
	g := &gif.GIF{}
	for range 3 {
		g.Image, g.Delay = append(g.Image, image.NewPaletted(image.Rect(0, 0, 300, 200), pal)), append(g.Delay, 5)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// hostileSite is a bundle in a site, with a secret beside the site, and gives its
// folder and the post's.
func hostileSite(t *testing.T) (*store.Folder, string) {
	t.Helper()
	root := t.TempDir()
	dir := filepath.Join(root, "site", "content", "post")
	if err := os.MkdirAll(filepath.Join(dir, "folder.jpg"), 0o700); err != nil {
		t.Fatal(err)
	}
	write := func(path string, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	good := jpegOf(t, 900, 600)
	write(filepath.Join(root, "site", "hugo.toml"), []byte("title = \"t\"\n"))
	write(filepath.Join(dir, "index.md"), []byte("---\ntitle: x\n---\n"))
	write(filepath.Join(root, "secret.jpg"), good)
	write(filepath.Join(dir, "good.jpg"), good)
	write(filepath.Join(dir, "cut.jpg"), good[:len(good)/3])
	write(filepath.Join(dir, "text.jpg"), []byte("root:x:0:0"))
	write(filepath.Join(dir, "empty.png"), nil)
	write(filepath.Join(dir, "giant.png"), giantPNG())
	write(filepath.Join(dir, "moving.gif"), animated(t))
	if runtime.GOOS != "windows" {
		for name, to := range map[string]string{"link.jpg": filepath.Join(root, "secret.jpg"), "zero.jpg": "/dev/zero", "loop.jpg": "loop.jpg"} {
			if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	f, _, err := store.Open(filepath.Join(root, "site"))
	if err != nil {
		t.Fatal(err)
	}
	return f, dir
}

// TestHostilePicturesAreShownAsRefused: what lies outside of the site, is no
// picture or is too large to be one is neither read nor decoded.
func TestHostilePicturesAreShownAsRefused(t *testing.T) {
	f, dir := hostileSite(t)
	r := newRig(t, 500, 600)
	var loaded []string
	r.opt.Size = photo.Size
	r.opt.Load = func(ctx context.Context, path string, w, h int) (*image.RGBA, error) {
		loaded = append(loaded, filepath.Base(path))
		return photo.Decode(ctx, path, w, h)
	}
	site := f.Resolver(&store.Post{Path: filepath.Join(dir, "index.md"), Dir: dir, Bundle: true})
	meta := Meta{Resolve: func(dest string) (string, error) {
		to, err := site.Picture(dest)
		if err == nil && to.Place != store.File {
			err = errors.New("names no file of the site")
		}
		return to.Path, err
	}}
	cases := map[string]paint.PictureState{
		"good.jpg": paint.PictureReady, "moving.gif": paint.PictureReady,
		"none.jpg":   paint.PictureMissing,
		"folder.jpg": paint.PictureRefused, "text.jpg": paint.PictureRefused, "empty.png": paint.PictureRefused, "giant.png": paint.PictureRefused,
		"cut.jpg":             paint.PictureRefused, // found out when it is decoded
		"../../../secret.jpg": paint.PictureRefused, "../../../../../../../../etc/passwd": paint.PictureRefused,
		"/../../secret.jpg": paint.PictureRefused, "file:///etc/passwd": paint.PictureRefused, "C:\\secret.jpg": paint.PictureRefused,
		"https://e.org/a.jpg": paint.PictureRemote, "//e.org/a.jpg": paint.PictureRemote,
	}
	if runtime.GOOS != "windows" {
		for _, name := range []string{"link.jpg", "zero.jpg", "loop.jpg"} {
			cases[name] = paint.PictureRefused
		}
	}
	for dest, want := range cases {
		loaded = nil
		d := markdown.Parse(fmt.Sprintf("![](<%s>)\n", dest), 0, markdown.Options{})
		r.SetDocument(d, meta)
		r.work()
		if got := r.pics.Look(markdownDest(d)).State; got != want && !(want == paint.PictureRefused && got == paint.PictureMissing) {
			t.Errorf("%s: state %d, want %d", dest, got, want)
		}
		if want != paint.PictureReady && dest != "cut.jpg" && len(loaded) > 0 {
			t.Errorf("%s was decoded", dest)
		}
	}
	if len(r.fetchd) > 0 {
		t.Errorf("fetched without a click: %v", r.fetchd)
	}
}

// markdownDest is the destination of the only picture.
func markdownDest(d *markdown.Document) string {
	if refs := d.References(); len(refs) > 0 {
		return refs[0].Dest
	}
	return ""
}

// TestHostileTextsAreDrawn: the first screen, the last one and a key come in
// seconds, whatever the post holds.
func TestHostileTextsAreDrawn(t *testing.T) {
	many := strings.Repeat
	n := 4
	if os.Getenv("LANYARD_SLOW") != "" {
		n = 1
	}
	for name, src := range map[string]string{
		"quotes":      many(">", 10000/n) + " a",
		"lists":       many("- ", 10000/n) + "a",
		"asterisks":   many("*", 1000000/n),
		"table":       "|a|b|c|\n|-|-|-|\n" + many("|cell *one*|two `x`|[l](u)|\n", 190000/n),
		"definitions": many("[a]: [b]\n[b]: [a]\n\n", 5000/n) + "[a] [b]",
		"one word":    many("x", 1000000/n),
		"pictures":    many("![](none.jpg)", 20000/n),
		"details":     many("<details>\n\n", 20000/n) + "x",
		"code":        "```go\n" + many("x := 1\n", 100000/n),
	} {
		start := time.Now()
		r := newRig(t, 500, 600)
		d := markdown.Parse(src, 0, markdown.Options{Unsafe: true})
		r.SetDocument(d, r.meta())
		r.scrollEnd()
		d = markdown.Update(d, src+"x", 0, markdown.Options{Unsafe: true})
		r.SetDocument(d, r.meta())
		r.RevealPlace(float64(len(src)/2), 0.5)
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		} else {
			t.Logf("%-12s %v", name, took)
		}
	}
}
