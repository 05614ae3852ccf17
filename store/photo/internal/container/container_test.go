package container_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"github.com/gen2brain/jpegn"

	"lanyard/store/photo/internal/container"
	"lanyard/store/photo/internal/exif"
	"lanyard/store/photo/internal/fixture"
)

// walkers are the four walks by the format's name.
var walkers = map[string]func([]byte) (*container.Walk, error){
	"JPEG": container.JPEG, "PNG": container.PNG, "GIF": container.GIF, "WebP": container.WebP,
}

// formatOf names the walk for a file.
func formatOf(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8")):
		return "JPEG"
	case bytes.HasPrefix(b, []byte("\x89PNG")):
		return "PNG"
	case bytes.HasPrefix(b, []byte("GIF8")):
		return "GIF"
	case len(b) > 12 && string(b[8:12]) == "WEBP":
		return "WebP"
	}
	return ""
}

// seeds are files of all four formats, bare and with everything that is taken out.
func seeds() [][]byte {
	k := fixture.Kinds()
	block := fixture.EXIF(6, "2024:05:06 10:11:12", "+02:00")
	remark := jpegn.Segment{Marker: 0xfe, Data: []byte("remark")}
	iptc := jpegn.Segment{Marker: 0xed, Data: []byte("Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x06\x1c\x02\x50\x00\x01M")}
	full := fixture.JPEG(fixture.Chart(40, 30), 80, block, fixture.Profile(fixture.DisplayP3, 0), remark, iptc)
	png := k["png"]
	text := slices.Concat(
		container.PNGChunk("eXIf", block), container.PNGChunk("tEXt", []byte("Author\x00Mallory")), container.PNGChunk("tIME", make([]byte, 7)),
		container.PNGProfile(fixture.Profile(fixture.AdobeRGB, 2.2)), container.PNGChunk("zTXt", []byte("Raw profile type exif\x00\x00x")),
	)
	at := bytes.Index(k["gif"], []byte{0x2c}) // the first frame's mark: there is no palette byte like it in the chart
	gif := slices.Concat(k["gif"][:at], []byte("\x21\xfe\x06remark\x00"), k["gif"][at:])
	return [][]byte{
		k["jpg"], full, append(slices.Clone(full), "trailer"...), fixture.JPEG(fixture.Scene(64, 48, 1), 80, nil, nil),
		png, slices.Concat(png[:33], text, png[33:]), k["gif"], gif,
		k["webp"], fixture.WebP(container.RIFFChunk("EXIF", block), container.RIFFChunk("XMP ", []byte("GPSLatitude"))),
	}
}

// check holds a file to the laws of a walk: what it keeps is a file of the same picture that has nothing more to lose.
func check(t *testing.T, b []byte) {
	t.Helper()
	format := formatOf(b)
	walk := walkers[format]
	if walk == nil {
		return
	}
	w, err := walk(b)
	if err != nil {
		if !errors.Is(err, container.ErrTruncated) && !errors.Is(err, container.ErrCorrupt) && !errors.Is(err, container.ErrFrames) {
			t.Errorf("%s: %v wraps no error of the package", format, err)
		}
		return
	}
	w.Facts()
	out, changed := w.Stripped()
	if !changed && !bytes.Equal(out, b) {
		t.Errorf("%s: unchanged, but other bytes", format)
	}
	v, err := walk(out)
	if err != nil {
		t.Fatalf("%s: stripped, it is %v", format, err)
	}
	if v.Width != w.Width || v.Height != w.Height || v.Frames != w.Frames || v.Key() != w.Key() {
		t.Errorf("%s: stripped, it is another picture: %d × %d, %d frames", format, v.Width, v.Height, v.Frames)
	}
	if len(v.Exif) > 0 || len(v.XMP) > 0 || v.IPTC || v.Comment || v.Trailer > 0 {
		t.Errorf("%s: stripped, it still has metadata: %+v", format, v)
	}
	if again, changed := v.Stripped(); changed && !bytes.Equal(again, out) {
		t.Errorf("%s: stripped twice it is another file", format)
	}
	if format == "WebP" {
		container.FirstFrame(b)
	}
}

func TestStrippedFilesHaveNothingMoreToLose(t *testing.T) {
	for _, b := range seeds() {
		check(t, b)
	}
}

func TestEveryCutIsNoticed(t *testing.T) {
	for _, b := range seeds() {
		walk := walkers[formatOf(b)]
		w, err := walk(b)
		if err != nil {
			t.Fatal(err)
		}
		for n := range len(b) - w.Trailer {
			if _, err := walk(b[:n]); err == nil {
				t.Errorf("%s: %d of %d bytes pass for the whole", formatOf(b), n, len(b))
				break
			}
		}
	}
}

func TestTheTurnIsAllThatTurnAdds(t *testing.T) {
	for _, b := range seeds() {
		format := formatOf(b)
		_, err := walkers[format](b)
		if err != nil || format == "GIF" {
			continue
		}
		for o := 2; o <= 8; o++ {
			w, _ := walkers[format](b)
			w.Turn(format, exif.Turned(o))
			out, _ := w.Stripped()
			v, err := walkers[format](out)
			if err != nil || v.Facts().Orientation != o || v.Key() != w.Key() {
				t.Errorf("%s: turned to %d: %v, %v", format, o, v, err)
				continue
			}
			if d := v.Facts(); d.GPS || d.Serial || d.Name || d.HasTaken {
				t.Errorf("%s: the turn tells more: %+v", format, d)
			}
		}
	}
}

func TestMetadataIsNoPartOfTheKey(t *testing.T) {
	a, b := fixture.JPEG(fixture.Chart(40, 30), 80, nil, nil), fixture.JPEG(fixture.Chart(40, 30), 80, fixture.EXIF(1, "2024:05:06 10:11:12", ""), nil)
	v, err := container.JPEG(a)
	w, werr := container.JPEG(b)
	if err != nil || werr != nil || v.Key() != w.Key() {
		t.Errorf("the same pixels have two keys (%v, %v)", err, werr)
	}
}

func TestProfilesInPiecesAreJoined(t *testing.T) {
	profile := make([]byte, 150_000)
	copy(profile, fixture.Profile(fixture.DisplayP3, 0))
	j := fixture.JPEG(fixture.Chart(16, 16), 80, nil, nil)
	b := slices.Concat(j[:2], container.ICCSegments(profile), j[2:])
	w, err := container.JPEG(b)
	if err != nil || !bytes.Equal(w.ICC, profile) {
		t.Errorf("%d of %d bytes, %v", len(w.ICC), len(profile), err)
	}
	// One piece is missing: there is no profile then, in what is kept neither.
	first := 2 + int(binary.BigEndian.Uint16(b[4:]))
	w, err = container.JPEG(slices.Concat(b[:2], b[2+first:]))
	if err != nil || w.ICC != nil {
		t.Fatalf("%d bytes of a profile with a gap, %v", len(w.ICC), err)
	}
	if out, _ := w.Stripped(); bytes.Contains(out, []byte("ICC_PROFILE")) {
		t.Error("a profile with a gap is kept")
	}
}

func FuzzWalk(f *testing.F) {
	for _, b := range seeds() {
		f.Add(b)
	}
	f.Fuzz(check)
}
