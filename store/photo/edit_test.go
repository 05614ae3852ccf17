package photo

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/tiff"

	"lanyard/store/photo/internal/fixture"
)

func read(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Another program writes the photo while it is cleaned: the newer picture is the one that is cleaned, and one that never rests is left alone.
func TestCleanTakesAPhotoAgainThatChanges(t *testing.T) {
	old, newer := phone(400, 300, 1, 1, nil), phone(300, 200, 2, 1, nil)
	for _, c := range []struct {
		name  string
		first []byte
		times int // that it changes
		err   error
	}{{"a newer one", old, 1, nil}, {"half a one", old[:5000], 1, nil}, {"never at rest", old, 100, ErrChanged}} {
		dir, s := post(t)
		write(t, dir, "a.jpg", c.first)
		s.Open = func(path string) (*os.File, fs.FileInfo, error) {
			f, st, err := openRegular("clean", path)
			if c.times--; c.times >= 0 && err == nil {
				other := filepath.Join(dir, "other")
				write(t, dir, "other", slices.Concat(newer, make([]byte, max(c.times, 0))))
				err = os.Rename(other, path)
			}
			return f, st, err
		}
		done, err := Clean(t.Context(), dir, "a.jpg", s)
		if !errors.Is(err, c.err) || err == nil && (!done.Changed || done.Width != 300) {
			t.Errorf("%s: %+v, %v", c.name, done, err)
		}
		if now := read(t, filepath.Join(dir, "a.jpg")); c.err != nil && !bytes.HasPrefix(now, newer) {
			t.Errorf("%s: the photo of the other program is overwritten", c.name)
		}
	}
}

func TestCleanMendsAnOlderBundle(t *testing.T) {
	dir, s := post(t)
	var ti bytes.Buffer
	if err := tiff.Encode(&ti, fixture.Chart(300, 200), nil); err != nil {
		t.Fatal(err)
	}
	old := map[string][]byte{
		"gps.jpg":    phone(400, 300, 1, 1, nil),
		"large.jpg":  fixture.JPEG(fixture.Scene(2500, 1000, 2), 85, nil, nil),
		"turned.jpg": fixture.JPEG(fixture.Scene(400, 300, 3), 85, fixture.EXIF(6, "2024:05:06 10:11:12", ""), nil),
		"scan.tif":   ti.Bytes(),
		"p3.jpg":     fixture.JPEG(fixture.Scene(300, 300, 4), 85, nil, fixture.Profile(fixture.DisplayP3, 0)),
		"fine.jpg":   fixture.JPEG(fixture.Scene(300, 200, 5), 85, nil, nil),
		"broken.jpg": phone(400, 300, 1, 1, nil)[:5000],
	}
	for n, b := range old {
		write(t, dir, n, b)
	}
	all := names(t, dir)
	found, err := Inspect(t.Context(), dir, all, s)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range found {
		if f.Err != nil {
			got[f.Name] = "error"
			continue
		}
		for _, r := range f.Reasons {
			got[f.Name] = strings.TrimSpace(got[f.Name] + " " + string(r))
		}
	}
	want := map[string]string{
		"gps.jpg": "private", "large.jpg": "large", "turned.jpg": "private turned", "scan.tif": "format", "p3.jpg": "colour", "broken.jpg": "error",
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Error(diff)
	}
	var undo []Swap
	for _, n := range all {
		c, err := Clean(t.Context(), dir, n, s)
		if n == "broken.jpg" {
			var e *Error
			if !errors.As(err, &e) || e.Kind != KindTruncated {
				t.Errorf("broken: %v", err)
			}
			continue
		}
		if err != nil || c.StateErr != nil {
			t.Fatalf("%s: %v, %v", n, err, c.StateErr)
		}
		if c.Changed != (want[n] != "") {
			t.Errorf("%s: changed %v", n, c.Changed)
		}
		if n == "scan.tif" && (c.NewName != "scan.png" || exists(filepath.Join(dir, "scan.tif"))) {
			t.Errorf("scan.tif became %q", c.NewName)
		}
		if c.Changed {
			undo = append(undo, c.Undo)
		}
	}
	if left, err := Inspect(t.Context(), dir, names(t, dir), s); err != nil || len(left) != 1 {
		t.Errorf("after cleaning: %+v, %v", left, err)
	}
	if c, ok := Captures(s.State, dir)["gps.jpg"]; !ok || c.Taken.Year() != 2024 {
		t.Errorf("capture time of gps.jpg is lost: %+v", c)
	}
	for _, u := range undo {
		for _, step := range []func(string) error{u.Undo, u.Redo, u.Undo} {
			if err := step(s.State); err != nil {
				t.Fatal(err)
			}
		}
	}
	if diff := cmp.Diff(names(t, dir), all); diff != "" {
		t.Errorf("after undo: %s", diff)
	}
	for n, b := range old {
		if !bytes.Equal(read(t, filepath.Join(dir, n)), b) {
			t.Errorf("%s is not what it was", n)
		}
	}
}

func TestRedactMakesTheAreaUnreadableAndCanBeUndone(t *testing.T) {
	dir, s := post(t)
	m := image.NewRGBA(image.Rect(0, 0, 400, 300))
	for y := range 300 {
		for x := range 400 {
			v := uint8(255 * ((x/3 + y/3) & 1)) // as fine as letters
			m.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	path := write(t, dir, "slide.jpg", fixture.JPEG(m, 95, nil, nil))
	before := read(t, path)
	badge := image.Rect(80, 60, 200, 120)
	for _, how := range []Cover{Pixelate, Blur, Fill} {
		w, err := Redact(t.Context(), dir, "slide.jpg", Edits{Areas: []Area{{badge, how}}}, s)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(t.Context(), path, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		if d := spread(got, badge.Inset(8)); d > 40 {
			t.Errorf("cover %d: the area still spans %d levels", how, d)
		}
		if d := spread(got, image.Rect(220, 150, 380, 280)); d < 150 {
			t.Errorf("cover %d: the rest of the picture spans %d levels only", how, d)
		}
		after := read(t, path)
		if err := w.Undo(s.State); err != nil || !bytes.Equal(read(t, path), before) {
			t.Errorf("undo: %v", err)
		}
		if err := w.Redo(s.State); err != nil || !bytes.Equal(read(t, path), after) {
			t.Errorf("redo: %v", err)
		}
		if err := w.Undo(s.State); err != nil {
			t.Fatal(err)
		}
	}
	write(t, dir, "slide.jpg", fixture.JPEG(fixture.Chart(40, 30), 90, nil, nil))
	w := Swap{Dir: dir, OldName: "slide.jpg", NewName: "slide.jpg"}
	if err := w.Undo(s.State); !errors.Is(err, ErrChanged) {
		t.Errorf("got %v, want ErrChanged", err)
	}
	if _, err := Redact(t.Context(), dir, "slide.jpg", Edits{Turn: 1}, Settings{}); err == nil {
		t.Error("redacted without a place to keep the old picture")
	}
}

// spread gives the span of the green channel within r.
func spread(m *image.RGBA, r image.Rectangle) int {
	lo, hi := 255, 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			v := int(m.RGBAAt(x, y).G)
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	return hi - lo
}

func TestEditsAreDoneInOrderAndLeaveThePictureAlone(t *testing.T) {
	m := fixture.Chart(80, 60)
	before := bytes.Clone(m.Pix)
	got := Edits{Crop: image.Rect(40, 0, 80, 60), Turn: 1}.Apply(m)
	if got.Rect != image.Rect(0, 0, 60, 40) {
		t.Fatalf("got %v", got.Rect)
	}
	// The right half is green over white; turned clockwise, white is on the left.
	if !near(got.RGBAAt(5, 20), color.RGBA{240, 240, 240, 255}, 2) || !near(got.RGBAAt(55, 20), color.RGBA{30, 200, 30, 255}, 2) {
		t.Errorf("left %v, right %v", got.RGBAAt(5, 20), got.RGBAAt(55, 20))
	}
	if !bytes.Equal(m.Pix, before) {
		t.Error("the picture itself was changed")
	}
	for turn := -5; turn <= 5; turn++ {
		back := Edits{Turn: -turn}.Apply(Edits{Turn: turn}.Apply(m))
		if !bytes.Equal(back.Pix, m.Pix) {
			t.Errorf("turn %d and back is another picture", turn)
		}
	}
	wild := Edits{Areas: []Area{{image.Rect(-50, -50, 500, 20), Blur}, {image.Rect(3, 3, 3, 9), Fill}}, Crop: image.Rect(500, 500, 600, 600)}.Apply(m)
	if wild.Rect != m.Rect {
		t.Errorf("a crop beside the picture gave %v", wild.Rect)
	}
}

func TestThumbComesFromTheCache(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	path := write(t, dir, "a.jpg", fixture.JPEG(fixture.Chart(400, 300), 90, fixture.EXIF(6, "2024:05:06 10:11:12", ""), nil))
	first, err := Thumb(t.Context(), path, cache, 100)
	if err != nil || first.Rect != image.Rect(0, 0, 75, 100) {
		t.Fatalf("%v, %v", first, err)
	}
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	// Same size and time, other content: only the cache can answer with the old picture.
	garbage := make([]byte, st.Size())
	write(t, dir, "a.jpg", garbage)
	if err := os.Chtimes(path, st.ModTime(), st.ModTime()); err != nil {
		t.Fatal(err)
	}
	again, err := Thumb(t.Context(), path, cache, 100)
	if err != nil || again.Rect != first.Rect || !sameCorners(corners(again), corners(first)) {
		t.Errorf("%v", err)
	}
	if err := TrimThumbs(cache, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := Thumb(t.Context(), path, cache, 100); err == nil {
		t.Error("an emptied cache still answered")
	}
}

func TestEmbeddedThumbnailIsUpright(t *testing.T) {
	path := write(t, t.TempDir(), "a.jpg", phone(400, 300, 6, 1, nil))
	m := Embedded(t.Context(), path, 288)
	if m == nil || m.Rect != image.Rect(0, 0, 24, 32) {
		t.Errorf("got %v", m)
	}
	if m := Embedded(t.Context(), path, 16); m == nil || m.Rect != image.Rect(0, 0, 12, 16) {
		t.Errorf("got %v, want it shrunk", m)
	}
	if m := Embedded(t.Context(), write(t, t.TempDir(), "b.jpg", fixture.JPEG(fixture.Chart(40, 30), 90, nil, nil)), 288); m != nil {
		t.Errorf("got %v, want none", m.Rect)
	}
}

func TestStripTellsTheTurnAndNothingElse(t *testing.T) {
	for _, data := range [][]byte{
		fixture.JPEG(fixture.Chart(80, 60), 90, fixture.EXIF(6, "2024:05:06 10:11:12", ""), nil), withExif(encodedPNG(t, fixture.Chart(80, 60))),
	} {
		out, changed, err := Strip(data)
		if err != nil || !changed || bytes.Contains(out, []byte("Mallory")) {
			t.Fatal(changed, err)
		}
		i, err := LookData("x", out)
		if err != nil || i.Orientation != 6 || i.Width != 60 || i.Metadata || len(i.Private) > 0 {
			t.Errorf("%+v, %v", i, err)
		}
		if _, changed, err := Strip(out); changed || err != nil {
			t.Errorf("stripping again changed it: %v", err)
		}
	}
}

func TestModelPostsPhotosCarryGPS(t *testing.T) {
	const samples = "../../../shared/samples/seed-post"
	if _, err := os.Stat(samples); err != nil {
		t.Skip("the model post is not here")
	}
	var gps []string
	for _, n := range names(t, samples) {
		if filepath.Ext(n) != ".jpg" {
			continue
		}
		i, err := Look(t.Context(), filepath.Join(samples, n))
		if err != nil {
			t.Errorf("%s: %v", n, err)
		}
		t.Logf("%s: %d × %d, %v, %s, profile %q, metadata %v", n, i.Width, i.Height, i.Private, i.Camera, i.Profile, i.Metadata)
		for _, p := range i.Private {
			if p == PrivateGPS {
				gps = append(gps, n)
			}
		}
	}
	if diff := cmp.Diff(gps, []string{"germany-friend.jpg", "scenery1.jpg"}); diff != "" {
		t.Error(diff)
	}
}

// TestSizeIsWhatTheWholeFileSays: reading only heads gives what Look gives, wherever a PNG has its orientation.
func TestSizeIsWhatTheWholeFileSays(t *testing.T) {
	plain, turn := encodedPNG(t, fixture.Chart(40, 30)), chunk("eXIf", fixture.EXIF(6, "2024:05:06 10:11:12", ""))
	end := len(plain) - 12
	files := map[string][]byte{
		"plain.png": plain, "before.png": slices.Concat(plain[:33], turn, plain[33:]), "after.png": slices.Concat(plain[:end], turn, plain[end:]),
	}
	for name, data := range samples(t) {
		files[name] = data
	}
	dir := t.TempDir()
	for name, data := range files {
		path := write(t, dir, name, data)
		info, err := Look(t.Context(), path)
		if err != nil {
			continue
		}
		if w, h, err := Size(path); err != nil || w != info.Width || h != info.Height {
			t.Errorf("%s: %d × %d, %v; want %d × %d", name, w, h, err, info.Width, info.Height)
		}
	}
	if w, h, err := Size(filepath.Join(dir, "after.png")); w != 30 || h != 40 {
		t.Errorf("turned: %d × %d, %v", w, h, err)
	}
}
