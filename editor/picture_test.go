package editor

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

func photoOf(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestARemotePictureIsFetchedWithinBounds(t *testing.T) {
	data := photoOf(t, 300, 200)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/good.jpg":
			_, _ = w.Write(data)
		case "/endless.jpg":
			block := make([]byte, 1<<20)
			for range fetchSize>>20 + 2 {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		case "/page":
			_, _ = w.Write([]byte("<html>no picture</html>"))
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	m, err := fetchPicture(context.Background(), server.URL+"/good.jpg")
	if err != nil || m.Bounds().Dx() != 300 {
		t.Errorf("%v, %v", m, err)
	}
	for _, path := range []string{"/endless.jpg", "/page", "/none.jpg"} {
		if m, err := fetchPicture(context.Background(), server.URL+path); err == nil {
			t.Errorf("%s: a picture of %v", path, m.Bounds())
		}
	}
	if _, err := fetchPicture(context.Background(), "file:///etc/passwd"); err == nil {
		t.Error("a file was fetched")
	}
}

func TestLargePhotosAreKeptSmallOnTheDisk(t *testing.T) {
	a := newAuthor(t, map[string]string{"p/index.md": "---\ntitle: P\n---\n![](big.jpg)\n"})
	big := filepath.Join(a.dir, "p", "big.jpg")
	if err := os.WriteFile(big, photoOf(t, 2000, 1500), 0o600); err != nil {
		t.Fatal(err)
	}
	a.Open("p/index.md")
	m, err := a.w.loadPicture(context.Background(), big, 400, 300)
	if err != nil || m.Bounds().Dx() < 400 {
		t.Fatalf("%v, %v", m, err)
	}
	kept, _ := filepath.Glob(filepath.Join(a.w.pictureDir(), "*", "*"))
	if len(kept) == 0 {
		t.Error("nothing is kept")
	}
	if m, err = a.w.loadPicture(context.Background(), big, 400, 300); err != nil || m.Bounds().Dx() < 400 {
		t.Errorf("the second time: %v, %v", m, err)
	}
}
