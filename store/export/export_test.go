package export_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
	"lanyard/store/export"
)

func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if text == "jpeg" {
			text = picture(len(name))
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func picture(w int) string {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, 8)), nil); err != nil {
		panic(err)
	}
	return b.String()
}

func list(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			out = append(out, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return out
}

func prepare(t testing.TB, dir string, posts ...string) (export.Plan, error) {
	t.Helper()
	f, _, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i := range posts {
		posts[i] = filepath.Join(dir, filepath.FromSlash(posts[i]))
	}
	return export.Prepare(context.Background(), f, posts, "hugo", export.Options{})
}

func must(t testing.TB, plan export.Plan, err error) export.Plan {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

var site = map[string]string{
	"hugo.toml":             "",
	"content/a/index.md":    "---\ntitle: A\nresources:\n- src: 'gal/*'\n---\n![x](1.jpg)\n\n{{< gallery match=\"more/*.jpg\" >}}\n\n[slides](talk.pdf)\n",
	"content/a/index.zh.md": "---\ntitle: 甲\n---\n![x](zh.jpg)\n",
	"content/a/1.jpg":       "jpeg",
	"content/a/zh.jpg":      "jpeg",
	"content/a/gal/g.jpg":   "jpeg",
	"content/a/more/m.jpg":  "jpeg",
	"content/a/more/n.png":  "no picture, and not used",
	"content/a/talk.pdf":    "%PDF",
	"content/a/feature.jpg": "jpeg",
	"content/a/.DS_Store":   "x",
	"content/a/page.md":     "a page resource",
	"content/b/index.md":    "---\ntitle: B\n---\n![y](1.jpg)\n",
	"content/b/1.jpg":       "jpeg",
}

func TestBundleTakesAlongWhatIsUsed(t *testing.T) {
	dir := tree(t, site)
	plan, err := prepare(t, dir, "content/a/index.md", "content/a/index.zh.md")
	plan = must(t, plan, err)
	out := filepath.Join(t.TempDir(), "deep", "out")
	if err := export.ToDir(context.Background(), plan, out, false); err != nil {
		t.Fatal(err)
	}
	want := []string{"a/1.jpg", "a/feature.jpg", "a/gal/g.jpg", "a/index.md", "a/index.zh.md", "a/more/m.jpg", "a/talk.pdf", "a/zh.jpg"}
	if diff := cmp.Diff(want, list(t, out)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var unused []string
	for _, n := range plan.Notes {
		if n.Code == "unused-file" {
			unused = append(unused, n.Name)
		}
	}
	if diff := cmp.Diff([]string{"n.png", "page.md"}, unused); diff != "" {
		t.Errorf("unused (-want +got):\n%s", diff)
	}
}

func TestPrepareWritesNothing(t *testing.T) {
	dir := tree(t, site)
	before := list(t, dir)
	if _, err := prepare(t, dir, "content/a/index.md"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, list(t, dir)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

func TestAllPostsOrNone(t *testing.T) {
	dir := tree(t, site)
	plan, err := prepare(t, dir, "content/a/index.md", "content/b/index.md")
	plan = must(t, plan, err)
	out := t.TempDir()

	// b cannot be placed, so a must not stay.
	if err := os.WriteFile(filepath.Join(out, "b"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	err = export.ToDir(context.Background(), plan, out, false)
	if !export.IsExists(err) {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff([]string{"b"}, list(t, out)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	// A photo that vanishes between plan and sink.
	out = filepath.Join(t.TempDir(), "out")
	if err := os.Remove(filepath.Join(dir, "content/b/1.jpg")); err != nil {
		t.Fatal(err)
	}
	if err = export.ToDir(context.Background(), plan, out, false); err == nil || !strings.Contains(err.Error(), "1.jpg") {
		t.Errorf("got %v", err)
	}
	if err = export.ToZip(context.Background(), plan, filepath.Join(out, "x.zip"), false); err == nil {
		t.Error("no error")
	}
	if got := list(t, out); len(got) > 0 {
		t.Errorf("left behind: %v", got)
	}
	if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the folder was left behind")
	}
}

func TestCancelledExportLeavesNothing(t *testing.T) {
	dir := tree(t, site)
	plan, err := prepare(t, dir, "content/a/index.md")
	plan = must(t, plan, err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	out := t.TempDir()
	if err := export.ToDir(ctx, plan, out, false); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := export.ToZip(ctx, plan, filepath.Join(out, "x.zip"), false); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := list(t, out); len(got) > 0 {
		t.Errorf("left behind: %v", got)
	}
}

func TestBrokenPhotoIsNotExportedUnseen(t *testing.T) {
	dir := tree(t, map[string]string{"hugo.toml": "", "content/a/index.md": "---\ntitle: A\n---\n![x](1.jpg)\n", "content/a/1.jpg": picture(8)[:100]})
	_, err := prepare(t, dir, "content/a/index.md")
	var e *store.Error
	if !errors.As(err, &e) || e.Kind != store.BadReference || !strings.Contains(err.Error(), "1.jpg") {
		t.Errorf("got %v", err)
	}

	// One that breaks between plan and sink.
	path := filepath.Join(dir, "content/a/1.jpg")
	if err := os.WriteFile(path, []byte(picture(8)), 0o644); err != nil {
		t.Fatal(err)
	}
	plan, err := prepare(t, dir, "content/a/index.md")
	plan = must(t, plan, err)
	if err := os.Truncate(path, 100); err != nil {
		t.Fatal(err)
	}
	if err := export.ToDir(context.Background(), plan, t.TempDir(), false); !errors.As(err, &e) || e.Kind != store.BadReference {
		t.Errorf("got %v", err)
	}
}

func TestForceReplacesOnlyAnEarlierExport(t *testing.T) {
	dir := tree(t, site)
	plan, err := prepare(t, dir, "content/b/index.md")
	plan = must(t, plan, err)
	out := tree(t, map[string]string{"b/index.md": "older", "b/old.jpg": "x"})
	if err := export.ToDir(context.Background(), plan, out, true); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b/1.jpg", "b/index.md"}, list(t, out)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	out = tree(t, map[string]string{"b/letters/love.txt": "x"})
	if err := export.ToDir(context.Background(), plan, out, true); err == nil {
		t.Error("a folder of the author's was replaced")
	}
	if diff := cmp.Diff([]string{"b/letters/love.txt"}, list(t, out)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTargetInsideTheSourceIsRefused(t *testing.T) {
	dir := tree(t, site)
	plan, err := prepare(t, dir, "content/a/index.md")
	plan = must(t, plan, err)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(dir, "content"), link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	for _, out := range []string{
		filepath.Join(dir, "content"), filepath.Join(dir, "content", "a"), filepath.Join(dir, "content", "a", "x", "y"),
		link, filepath.Join(link, "a"),
	} {
		if err := export.ToDir(context.Background(), plan, out, true); err == nil || export.IsExists(err) {
			t.Errorf("%s: got %v", out, err)
		}
	}
	if err := export.ToZip(context.Background(), plan, filepath.Join(link, "a", "x.zip"), true); err == nil {
		t.Error("a zip file in the bundle")
	}
	want := 0
	for name := range site {
		if strings.HasPrefix(name, "content/a/") {
			want++
		}
	}
	if got := list(t, filepath.Join(dir, "content", "a")); len(got) != want {
		t.Errorf("the source changed: %v", got)
	}
}

func TestZipIsTheSameForTheSameInput(t *testing.T) {
	var sums [][]byte
	for range 2 {
		dir := tree(t, site)
		plan, err := prepare(t, dir, "content/b/index.md", "content/a/index.md")
		plan = must(t, plan, err)
		path := filepath.Join(t.TempDir(), "x.zip")
		if err := export.ToZip(context.Background(), plan, path, false); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, data)
	}
	if !bytes.Equal(sums[0], sums[1]) {
		t.Error("the bytes differ")
	}
}

func TestAwkwardNamesAreKept(t *testing.T) {
	names := []string{"a b.jpg", "c#1.jpg", "100%.jpg", "会场.jpg", "x'y.jpg", "[z].jpg"}
	text := "---\ntitle: N\n---\n"
	files := map[string]string{"hugo.toml": ""}
	for _, n := range names {
		text += "![x](" + store.Escape(n) + ")\n"
		files["content/n/"+n] = "jpeg"
	}
	files["content/n/index.md"] = text
	dir := tree(t, files)
	plan, err := prepare(t, dir, "content/n/index.md")
	plan = must(t, plan, err)
	out := t.TempDir()
	if err := export.ToDir(context.Background(), plan, out, false); err != nil {
		t.Fatal(err)
	}
	want := append(slices.Clone(names), "index.md")
	slices.Sort(want)
	if diff := cmp.Diff(want, list(t, filepath.Join(out, "n"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if data, _ := os.ReadFile(filepath.Join(out, "n", "index.md")); string(data) != text {
		t.Errorf("the text changed:\n%s", data)
	}
}

// TestAFileAboveTheLimitIsRefusedByName: it is neither cut nor copied in part.
func TestAFileAboveTheLimitIsRefusedByName(t *testing.T) {
	dir := tree(t, map[string]string{
		"hugo.toml": "", "content/a/index.md": "---\ntitle: A\n---\n[film](talk.bin)\n", "content/a/talk.bin": "",
	})
	if err := os.Truncate(filepath.Join(dir, "content", "a", "talk.bin"), 5<<30); err != nil { // takes no place on the disk
		t.Skip("no sparse files here:", err)
	}
	plan, perr := prepare(t, dir, "content/a/index.md")
	out := t.TempDir()
	for what, write := range map[string]func() error{
		"folder": func() error { return export.ToDir(t.Context(), plan, out, false) },
		"zip":    func() error { return export.ToZip(t.Context(), plan, filepath.Join(out, "a.zip"), false) },
	} {
		err := perr
		if err == nil {
			err = write()
		}
		var e *store.Error
		if !errors.As(err, &e) || e.Kind != store.TooLarge || !strings.Contains(err.Error(), "talk.bin") {
			t.Errorf("%s: got %v", what, err)
		}
		if got := list(t, out); len(got) > 0 {
			t.Errorf("%s: left behind %v", what, got)
		}
	}
}
