package media

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"lanyard/store/photo/internal/fixture"
)

func walk(t testing.TB, b []byte) (*File, error) {
	t.Helper()
	return Walk(bytes.NewReader(b), int64(len(b)), Sniff(b))
}

func clean(t testing.TB, b []byte) ([]byte, *File) {
	t.Helper()
	f, err := walk(t, b)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if n, err := f.WriteTo(&out); err != nil || n != int64(len(b)) {
		t.Fatalf("%d bytes, %v", n, err)
	}
	return out.Bytes(), f
}

// secret is user data with a place, as phones write it.
func secret(s string) []byte {
	return fixture.Box("udta", fixture.Box("\xa9xyz", []byte{0, byte(len(s)), 0x15, 0xc7}, []byte(s)), make([]byte, 4))
}

func TestMovieStaysAsLongAsItWas(t *testing.T) {
	b := fixture.Movie("mp42", secret("+48.8582+002.2945/"))
	out, f := clean(t, b)
	if !f.GPS || !f.Metadata || f.Serial || f.Name {
		t.Errorf("%+v", f)
	}
	if bytes.Contains(out, []byte("48.85")) || len(out) != len(b) {
		t.Errorf("the place stayed, or %d bytes became %d", len(b), len(out))
	}
	if mdat := bytes.Index(b, []byte("mdat")); !bytes.Equal(out[mdat:], b[mdat:]) {
		t.Error("the picture changed")
	}
	again, f := clean(t, out)
	if f.Metadata || f.GPS || !bytes.Equal(again, out) {
		t.Errorf("cleaned twice it is another file: %+v", f)
	}
}

func TestMeasurementsAreBlanked(t *testing.T) {
	b := fixture.Movie("qt  ", nil, "gpmd", "mebx")
	out, f := clean(t, b)
	if !f.GPS || bytes.Contains(out, []byte("GPS 48")) {
		t.Errorf("a camera's track of places stayed: %+v", f)
	}
	mdat := bytes.Index(b, []byte("mdat")) + 4
	if !bytes.Equal(out[mdat:mdat+64], b[mdat:mdat+64]) {
		t.Error("the picture's sample changed")
	}
	if !bytes.Equal(out[mdat+64:], make([]byte, 128)) {
		t.Error("the samples of the measurements are not all blank")
	}
}

func TestDronesSubtitlesAreBlanked(t *testing.T) {
	b := bytes.Replace(fixture.Movie("mp42", nil, "text"), []byte("meta"), []byte("sbtl"), 1)
	if out, f := clean(t, b); !f.GPS || bytes.Contains(out, []byte("48.8582")) {
		t.Errorf("subtitles with a place: %+v", f)
	}
	b = bytes.ReplaceAll(b, []byte("GPS 48.8582,2.29"), []byte("Nothing to hide!"))
	if out, f := clean(t, b); f.GPS || !bytes.Contains(out, []byte("Nothing to hide!")) {
		t.Errorf("subtitles: %+v", f)
	}
}

func TestWhatLiesBehindTheBoxesIsATrailer(t *testing.T) {
	tail := "\x00\x00\x00\x02 no box, but a serial number: SN77"
	out, f := clean(t, append(fixture.Movie("mp42", nil), tail...))
	if !f.Trailer || bytes.Contains(out, []byte("SN77")) {
		t.Errorf("%+v", f)
	}
}

func TestSecretsThatCannotBeTakenOut(t *testing.T) {
	for name, b := range map[string][]byte{
		"a compressed header":       fixture.Movie("qt  ", fixture.Box("cmov", []byte("zlib"))),
		"measurements in fragments": append(fixture.Movie("mp42", nil, "camm"), fixture.Box("moof", fixture.Box("traf"))...),
	} {
		if _, err := walk(t, b); !errors.Is(err, ErrHidden) {
			t.Errorf("%s: %v, want ErrHidden", name, err)
		}
	}
}

func TestKeysSayWhatTheyHold(t *testing.T) {
	key := func(name string) []byte { return fixture.Box("mdta", []byte(name)) }
	for name, want := range map[string]func(*File) bool{
		"com.apple.quicktime.location.ISO6709":  func(f *File) bool { return f.GPS },
		"com.apple.quicktime.author":            func(f *File) bool { return f.Name },
		"com.apple.quicktime.make":              func(f *File) bool { return f.Maker },
		"com.apple.quicktime.camera.identifier": func(f *File) bool { return f.Serial },
		"com.apple.quicktime.software":          func(f *File) bool { return !f.GPS && !f.Name && !f.Maker && !f.Serial && f.Metadata },
	} {
		meta := fixture.Box("meta", fixture.Box("hdlr", make([]byte, 24)), fixture.Box("keys", []byte{0, 0, 0, 0, 0, 0, 0, 1}, key(name)))
		f, err := walk(t, fixture.Movie("qt  ", meta))
		if err != nil || !want(f) {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}

func TestReadErrorsAreNotSwallowed(t *testing.T) {
	b := fixture.Movie("mp42", secret("x"))
	broken := errors.New("the disk gave up")
	r := iotest.ErrReader(broken)
	if _, err := Walk(readerAt{r}, int64(len(b)), Movie); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

type readerAt struct{ io.Reader }

func (r readerAt) ReadAt(b []byte, _ int64) (int, error) { return r.Read(b) }

// FuzzWalk has the laws: a walk ends, writes as many bytes as it read, and what it wrote it finds clean.
func FuzzWalk(f *testing.F) {
	for ext, b := range fixture.Kinds() {
		if Sniff(b) != None {
			f.Add(b)
			f.Add(append(bytes.Clone(b), strings.Repeat(ext, 9)...))
		}
	}
	f.Add(fixture.Movie("mp42", secret("+48.8582+002.2945/"), "gpmd"))
	f.Fuzz(func(t *testing.T, b []byte) {
		w, err := walk(t, b)
		if err != nil {
			if !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrHidden) {
				t.Errorf("got %v", err)
			}
			return
		}
		var out bytes.Buffer
		if n, err := w.WriteTo(&out); err != nil || n != int64(len(b)) || out.Len() != len(b) {
			t.Fatalf("%d of %d bytes, %v", n, len(b), err)
		}
		if !w.Metadata != bytes.Equal(out.Bytes(), b) {
			t.Errorf("metadata %v, but the same bytes: %v", w.Metadata, bytes.Equal(out.Bytes(), b))
		}
		again, err := walk(t, out.Bytes())
		if err != nil || again.Metadata {
			t.Errorf("what was written is not clean: %+v, %v", again, err)
		}
	})
}

func TestWriteToAnyCutOfThePatches(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		b := make([]byte, 1+rnd.IntN(700_000))
		for i := range b {
			b[i] = byte(1 + rnd.IntN(255))
		}
		want := bytes.Clone(b)
		f := &File{r: bytes.NewReader(b), size: int64(len(b))}
		for at := 0; ; {
			from := at + rnd.IntN(300_000)
			to := from + rnd.IntN(100_000)
			if to > len(b) {
				break
			}
			f.patches = append(f.patches, patch{from: int64(from), to: int64(to)})
			clear(want[from:to])
			at = to
		}
		var out bytes.Buffer
		if _, err := f.WriteTo(&out); err != nil || !bytes.Equal(out.Bytes(), want) {
			t.Fatalf("%d bytes, %+v: differs (%v)", len(b), f.patches, err)
		}
	}
}
