package check_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/tiff"

	"lanyard/store"
	"lanyard/store/check"
)

// TestFilesAreJudgedByTheirContent puts private data into files of many kinds, under names that do not tell what they are.
func TestFilesAreJudgedByTheirContent(t *testing.T) {
	box := func(kind, body string) string {
		return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))) + kind + body
	}
	var scan bytes.Buffer
	if err := tiff.Encode(&scan, image.NewGray(image.Rect(0, 0, 16, 16)), nil); err != nil {
		t.Fatal(err)
	}
	svg := func(body string) string {
		return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape">` + body + `</svg>`
	}
	for name, c := range map[string]struct {
		data string
		want []string
	}{
		"scan":       {scan.String(), []string{"error heic"}},
		"clip.bin":   {box("ftyp", "mp42\x00\x00\x00\x00mp42") + box("moov", box("udta", box("\xa9xyz", "\x00\x01\x15\xc7+48.85"))), []string{"error private-data gps"}},
		"plain.mp4":  {box("ftyp", "mp42\x00\x00\x00\x00mp42") + box("moov", box("mvhd", strings.Repeat("\x00", 100))), nil},
		"raw.jpg":    {"FUJIFILMCCD-RAW 0201", []string{"error sealed"}},
		"notes.jpg":  {"just text", []string{"error bad-photo"}},
		"notes.txt":  {"just text", nil},
		"draw.svg":   {svg(`<g inkscape:export-filename="/home/jane/x.png"/>`), []string{"error private-data name"}},
		"plain.svg":  {svg(`<!-- Generator: Adobe Illustrator --><g/>`), nil},
		"diagram":    {svg(`<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">x</div></foreignObject>`), []string{"warning active-svg"}},
		"slides.pdf": {"%PDF-1.4\n/Author (Jane)\n", nil},
	} {
		dir := t.TempDir()
		page := "---\ntitle: T\ndate: 2026-01-01T00:00:00Z\nsummary: s\n---\n[x](" + name + ")\n"
		for n, text := range map[string]string{"hugo.toml": "", "content/p/index.md": page, "content/p/" + name: c.data} {
			path := filepath.Join(dir, filepath.FromSlash(n))
			if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		f, path, err := store.Open(filepath.Join(dir, "content", "p"))
		if err != nil {
			t.Fatal(err)
		}
		list, err := check.Post(context.Background(), f, path, check.Options{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range list {
			s := x.Severity.String() + " " + x.Code
			if x.Code == check.CodePrivate {
				_, kinds, _ := strings.Cut(x.Message, ": ")
				s += " " + kinds
			}
			got = append(got, s)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
