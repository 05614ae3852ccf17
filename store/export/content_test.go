package export_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/tiff"

	"lanyard/store"
	"lanyard/store/check"
	"lanyard/store/export"
)

func box(kind, body string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))) + kind + body
}

// clip is a movie whose user data tells a place, and a photo with a remark.
func clip() string {
	place := box("udta", box("\xa9xyz", "\x00\x0b\x15\xc7+48.85+002/"))
	return box("ftyp", "mp42\x00\x00\x00\x00mp42isom") + box("moov", box("mvhd", strings.Repeat("\x00", 100))+place) + box("mdat", "pictures")
}

func remarked() string {
	p := picture(9)
	remark := "Mallory was here"
	return p[:2] + "\xff\xfe" + string([]byte{0, byte(len(remark) + 2)}) + remark + p[2:]
}

func scan(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	if err := tiff.Encode(&b, image.NewGray(image.Rect(0, 0, 16, 16)), nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestEveryCopyIsJudgedByItsContent exports files under names that do not tell what they are.
func TestEveryCopyIsJudgedByItsContent(t *testing.T) {
	drawing := `<svg xmlns="http://www.w3.org/2000/svg"><!-- Mallory --><image href="data:image/jpeg;base64,` +
		base64.StdEncoding.EncodeToString([]byte(remarked())) + `"/></svg>`
	dir := tree(t, map[string]string{
		"hugo.toml": "",
		"content/a/index.md": "---\ntitle: A\ncover: scan.tif\n---\n![x](photo.JPE) ![y](noext) [clip](v.mp4) ![d](d.svg) ![j](scan.jpg)\n\n![s](scan.tif)\n\n" +
			"{{< img src=\"scan.tif\" >}}\n\nThe file scan.tif is a scan.\n",
		"content/a/photo.JPE": remarked(), "content/a/noext": remarked(), "content/a/v.mp4": clip(), "content/a/d.svg": drawing,
		"content/a/scan.tif": scan(t), "content/a/scan.jpg": picture(3), "content/a/x.jpg": picture(4),
	})
	plan, err := prepare(t, dir, "content/a/index.md")
	plan = must(t, plan, err)
	out, zipped := t.TempDir(), filepath.Join(t.TempDir(), "a.zip")
	if err := export.ToDir(context.Background(), plan, out, false); err != nil {
		t.Fatal(err)
	}
	if err := export.ToZip(context.Background(), plan, zipped, false); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a/d.svg", "a/index.md", "a/noext", "a/photo.JPE", "a/scan-2.jpg", "a/scan.jpg", "a/v.mp4"}, list(t, out)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, name := range list(t, out) {
		data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"Mallory", "48.85", base64.StdEncoding.EncodeToString([]byte("Mallory was")), "TWFsbG9yeSB3YXMgaGVyZ"} {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s still tells %q", name, secret)
			}
		}
		if got := unzipped(t, zipped, name); !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes in the zip file, %d in the folder", name, len(got), len(data))
		}
	}
	text, _ := os.ReadFile(filepath.Join(out, "a", "index.md"))
	if got := string(text); !strings.Contains(got, "cover: scan-2.jpg") || !strings.Contains(got, "![s](scan-2.jpg)") || !strings.Contains(got, `src="scan-2.jpg"`) {
		t.Errorf("references do not follow the new name:\n%s", got)
	}
	if len(unzipped(t, zipped, "a/v.mp4")) != len(clip()) {
		t.Error("the movie changed its length")
	}
	renamed := 0
	for _, n := range plan.Notes {
		if n.Code == check.CodeRenamed && n.Line == 11 && n.Name == "scan.tif" {
			renamed++
		}
	}
	if renamed != 1 {
		t.Errorf("%d notes tell of the place that still has the old name: %v", renamed, plan.Notes)
	}
}

func unzipped(t *testing.T, path, name string) []byte {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestFilesThatCannotBeCleanedStopTheExport: a raw file, under any name, is named with the reason, and nothing is written.
func TestFilesThatCannotBeCleanedStopTheExport(t *testing.T) {
	for name, data := range map[string]string{
		"r.raf": "FUJIFILMCCD-RAW 0201", "noext": "IIRO\x08\x00\x00\x00", "photo.jpg": "8BPS\x00\x01", "clip.mp4": clip()[:40],
		"t.mov": box("ftyp", "qt  \x00\x00\x00\x00qt  ") + box("moov", box("cmov", "zlib")),
	} {
		dir := tree(t, map[string]string{"hugo.toml": "", "content/a/index.md": "---\ntitle: A\n---\n[x](" + name + ")\n", "content/a/" + name: data})
		_, err := prepare(t, dir, "content/a/index.md")
		var e *store.Error
		if !errors.As(err, &e) || e.Kind != store.BadReference || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
