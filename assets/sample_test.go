package assets

import (
	"bytes"
	"errors"
	"image/jpeg"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func writeSample(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	if err := Sample(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestSampleLinksOnlyPicturesItHas(t *testing.T) {
	bundle := filepath.Join(writeSample(t), filepath.FromSlash(SamplePost))
	text, err := os.ReadFile(filepath.Join(bundle, "index.md"))
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`!\[[^\]]+\]\(([^) ]+)`).FindAllStringSubmatch(string(text), -1) {
		used[m[1]] = true
		if _, err := os.Stat(filepath.Join(bundle, m[1])); err != nil {
			t.Errorf("linked picture: %v", err)
		}
	}
	for _, p := range pictures() {
		if !used[p.name] {
			t.Errorf("%s is not in the post", p.name)
		}
	}
}

func TestSamplePicturesAreSmallPhotos(t *testing.T) {
	for _, p := range pictures() {
		data, err := p.jpeg()
		if err != nil {
			t.Fatal(err)
		}
		cfg, err := jpeg.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if cfg.Width != pictureWidth || cfg.Height != pictureHeight || len(data) > 80<<10 {
			t.Errorf("%s: %dx%d, %d bytes", p.name, cfg.Width, cfg.Height, len(data))
		}
	}
	first, last := pictures()[0], pictures()[0]
	a, _ := first.jpeg()
	b, _ := last.jpeg()
	if !bytes.Equal(a, b) {
		t.Errorf("%s differs when drawn again", first.name)
	}
}

func TestSampleOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "hugo.toml")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Sample(dir); !errors.Is(err, fs.ErrExist) {
		t.Errorf("error %v, want %v", err, fs.ErrExist)
	}
	if got, _ := os.ReadFile(mine); string(got) != "mine" {
		t.Errorf("the file is now %q", got)
	}
}

func TestSampleNeedsAFolderItMayWriteTo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Sample(filepath.Join(file, "site")); err == nil {
		t.Error("a folder inside a file was made")
	}
}

func TestHugoBuildsTheSample(t *testing.T) {
	hugo, err := exec.LookPath("hugo")
	if err != nil {
		t.Skip("hugo is not installed")
	}
	dir := writeSample(t)
	cmd := exec.Command(hugo, "--quiet", "--destination", "public", "--cacheDir", t.TempDir())
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil || len(bytes.TrimSpace(out)) > 0 {
		t.Fatalf("hugo: %v\n%s", err, out)
	}
	page, err := os.ReadFile(filepath.Join(dir, "public/posts/gophers-by-the-river/index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"stage.jpg", "hall.jpg", "<table>", "胸牌", "footnote"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the built page has no %q", want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "public/posts/second-day/index.html")); err == nil {
		t.Error("the draft was published")
	}
	for _, p := range pictures() {
		if _, err := os.Stat(filepath.Join(dir, "public/posts/gophers-by-the-river", p.name)); err != nil {
			t.Errorf("built picture: %v", err)
		}
	}
}
