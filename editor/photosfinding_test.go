package editor

import (
	"os"
	"path/filepath"
	"testing"

	"lanyard/assets"
	"lanyard/store"
	"lanyard/store/check"
)

// TestAPictureThatCannotBeReadIsSaidInOneLanguage: what the check finds about a file that is no picture has no English in a Chinese sentence.
func TestAPictureThatCannotBeReadIsSaidInOneLanguage(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": "---\ntitle: A\n---\n\n![会场](hall.jpg)\n", "a/hall.jpg": "%PDF-1.4\n"})
	t.Cleanup(func() { assets.SetLanguage("en") })
	folder, _, err := store.Open(a.dir)
	if err != nil {
		t.Fatal(err)
	}
	post, err := folder.Load(filepath.Join(a.dir, "a", "index.md"))
	if err != nil {
		t.Fatal(err)
	}
	said := func() string {
		list, err := check.Text(t.Context(), folder, post, check.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			if f.Code == check.CodePhoto {
				return sayFinding(f)
			}
		}
		return ""
	}
	assets.SetLanguage("zh")
	if got, want := said(), "hall.jpg 其实是 PDF 文档，不是可以放进文章的图片"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	assets.SetLanguage("en")
	if got, want := said(), "hall.jpg is a PDF document, not a picture that can go into a post"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := os.WriteFile(filepath.Join(a.dir, "a", "hall.jpg"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got, want := said(), "hall.jpg is an empty file"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
