package bmff_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"testing"

	"lanyard/store/photo/internal/bmff"
	"lanyard/store/photo/internal/fixture"
)

func gray() *image.Gray {
	m := image.NewGray(image.Rect(0, 0, 64, 32))
	for i := range m.Pix {
		m.Pix[i] = byte(20 + i%200)
	}
	return m
}

// seeds are containers of one picture, of a grid, and of an AVIF, bare and with an EXIF item and user boxes.
func seeds() [][]byte {
	var out [][]byte
	for _, x := range []fixture.Extras{
		{},
		{Exif: fixture.EXIF(6, "2024:05:06 10:11:12", "")},
		{Alpha: gray(), Props: [][]byte{fixture.Box("irot", []byte{1}), fixture.Box("colr", []byte("prof"), fixture.Profile(fixture.DisplayP3, 0))}},
	} {
		out = append(out, fixture.HEIC(gray(), 1, x), fixture.HEIC(gray(), 2, x), fixture.AVIF(64, 48, x))
	}
	return append(out, append(bytes.Clone(out[0]), fixture.Box("uuid", []byte("sixteen bytes id"), []byte("GPSLatitude"))...))
}

func TestContainersAreRead(t *testing.T) {
	for i, c := range []struct {
		codec    string
		w, h     int
		tiles, d int
	}{{"hvc1", 64, 32, 1, 8}, {"hvc1", 64, 32, 2, 8}, {"av01", 64, 48, 1, 8}} {
		p, err := bmff.Parse(seeds()[i])
		if err != nil || p.Codec != c.codec || p.Width != c.w || p.Height != c.h || p.Tiles != c.tiles || p.Depth != c.d || p.Orientation != 1 {
			t.Errorf("%d: %+v, %v", i, p, err)
		}
	}
}

func TestMetadataItemsAreFound(t *testing.T) {
	for i, b := range seeds() {
		p, err := bmff.Parse(b)
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
		exif, user := bytes.Contains(b, []byte("MakerNote")), bytes.Contains(b, []byte("GPSLatitude"))
		if exif != bytes.HasPrefix(p.Exif, []byte("II*\x00")) || (exif || user) != (len(p.Hidden) == 1) {
			t.Errorf("%d: EXIF %d bytes, hidden %v", i, len(p.Exif), p.Hidden)
		}
		if alpha := bytes.Contains(b, []byte("auxC")); alpha != (p.Alpha != 0) || alpha != p.Extra {
			t.Errorf("%d: alpha %v, extra %v", i, p.Alpha, p.Extra)
		}
	}
}

func TestTurnsAndMirrorsFollowEachOther(t *testing.T) {
	turn := func(v byte) []byte { return fixture.Box("irot", []byte{v}) }
	mirror := func(v byte) []byte { return fixture.Box("imir", []byte{v}) }
	for name, c := range map[string]struct {
		props [][]byte
		want  int
	}{
		"nothing":                {nil, 1},
		"a quarter to the left":  {[][]byte{turn(1)}, 8},
		"half":                   {[][]byte{turn(2)}, 3},
		"a quarter to the right": {[][]byte{turn(3)}, 6},
		"mirrored up and down":   {[][]byte{mirror(0)}, 4},
		"mirrored left to right": {[][]byte{mirror(1)}, 2},
		"turned, then mirrored":  {[][]byte{turn(1), mirror(1)}, 7},
		"mirrored, then turned":  {[][]byte{mirror(1), turn(1)}, 5},
	} {
		p, err := bmff.Parse(fixture.HEIC(gray(), 1, fixture.Extras{Props: c.props}))
		if err != nil || p.Orientation != c.want {
			t.Errorf("%s: orientation %d, want %d (%v)", name, p.Orientation, c.want, err)
		}
	}
}

func TestCutsAreNoticed(t *testing.T) {
	for i, b := range seeds()[:3] {
		for n := range b {
			if _, err := bmff.Parse(b[:n]); err == nil {
				t.Errorf("%d: %d of %d bytes pass for the whole", i, n, len(b))
				break
			}
		}
	}
}

// FuzzParse has the laws: what is to be blanked lies in the file and apart from what is coded; blanked, it is the same picture, and says nothing.
func FuzzParse(f *testing.F) {
	for _, b := range seeds() {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := bmff.Parse(b)
		if err != nil {
			if !errors.Is(err, bmff.ErrTruncated) && !errors.Is(err, bmff.ErrCorrupt) {
				t.Errorf("%v wraps no error of the package", err)
			}
			return
		}
		if p.Width <= 0 || p.Height <= 0 || p.Orientation < 1 || p.Orientation > 8 || p.Tiles < 1 {
			t.Errorf("%+v", p)
		}
		if p.End > len(b) || p.CropX+p.Width > p.CodedW || p.CropY+p.Height > p.CodedH || p.CropX < 0 || p.CropY < 0 {
			t.Errorf("%+v", p)
		}
		if x, err := bmff.Extract(b, 0); err != nil {
			t.Errorf("read, but not extracted: %v", err)
		} else if q, err := bmff.Parse(x); err != nil || q.CodedW != p.CodedW || q.CodedH != p.CodedH || q.Tiles != p.Tiles {
			t.Errorf("extracted: %+v, %v; was %+v", q, err, p)
		}
		out := bytes.Clone(b)
		for _, e := range p.Hidden {
			if e.From < 0 || e.To < e.From || e.To > len(b) {
				t.Fatalf("hidden at %+v of %d bytes", e, len(b))
			}
			clear(out[e.From:e.To])
		}
		q, err := bmff.Parse(out)
		if err != nil || q.Width != p.Width || q.Height != p.Height || q.Orientation != p.Orientation || q.Tiles != p.Tiles || q.Codec != p.Codec {
			t.Fatalf("blanked: %+v, %v; was %+v", q, err, p)
		}
		if len(bytes.Trim(q.Exif, "\x00")) > 0 || len(bytes.Trim(q.XMP, "\x00")) > 0 {
			t.Errorf("blanked, it still says something: %q %q", q.Exif, q.XMP)
		}
	})
}

func TestAnItemThatClaimsTheWholeFileIsNoReasonToBlankIt(t *testing.T) {
	b := fixture.HEIC(gray(), 1, fixture.Extras{Exif: fixture.EXIF(1, "2024:05:06 10:11:12", "")})
	// The EXIF item's extent is made to begin where the picture's does.
	p, err := bmff.Parse(b)
	if err != nil || len(p.Hidden) != 1 {
		t.Fatalf("%+v, %v", p.Hidden, err)
	}
	at := bytes.Index(b, binary.BigEndian.AppendUint32(nil, uint32(p.Hidden[0].From)))
	mdat := bytes.Index(b, []byte("mdat")) + 4
	binary.BigEndian.PutUint32(b[at:], uint32(mdat))
	if _, err := bmff.Parse(b); !errors.Is(err, bmff.ErrCorrupt) {
		t.Errorf("got %v, want ErrCorrupt", err)
	}
}

// TestAnExtractedItemIsAllThatADecoderNeeds: the same coded data and size, and nothing else.
func TestAnExtractedItemIsAllThatADecoderNeeds(t *testing.T) {
	for i, b := range seeds() {
		p, err := bmff.Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		x, err := bmff.Extract(b, 0)
		if err != nil {
			t.Fatal(err)
		}
		q, err := bmff.Parse(x)
		if err != nil || q.CodedW != p.CodedW || q.CodedH != p.CodedH || q.Tiles != p.Tiles || q.Codec != p.Codec || q.Depth != p.Depth || q.Mono != p.Mono {
			t.Errorf("%d: %+v, %v; was %+v", i, q, err, p)
		}
		if q.Exif != nil || q.ICC != nil || q.Alpha != 0 || q.Orientation != 1 || len(q.Hidden) > 0 {
			t.Errorf("%d: more than the picture: %+v", i, q)
		}
		if again, err := bmff.Extract(x, 0); err != nil || !bytes.Equal(again, x) {
			t.Errorf("%d: extracted twice it is another file (%v)", i, err)
		}
		if p.Alpha != 0 {
			a, err := bmff.Extract(b, p.Alpha)
			if q, perr := bmff.Parse(a); err != nil || perr != nil || q.CodedW != 64 {
				t.Errorf("%d: its transparency: %+v, %v, %v", i, q, err, perr)
			}
		}
	}
	if _, err := bmff.Extract(seeds()[0], 999); !errors.Is(err, bmff.ErrCorrupt) {
		t.Errorf("an item that is not there: %v", err)
	}
}

func TestCleanAperture(t *testing.T) {
	frac := func(v ...int32) (b []byte) {
		for _, v := range v {
			b = binary.BigEndian.AppendUint32(b, uint32(v))
		}
		return fixture.Box("clap", b)
	}
	for name, c := range map[string]struct {
		box        []byte
		x, y, w, h int
	}{
		"centred":         {frac(32, 1, 16, 1, 0, 1, 0, 1), 16, 8, 32, 16},
		"at the top left": {frac(63, 1, 31, 1, -1, 2, -1, 2), 0, 0, 63, 31},
		"at the bottom":   {frac(64, 1, 10, 1, 0, 1, 11, 1), 0, 22, 64, 10},
		"outside":         {frac(64, 1, 10, 1, 0, 1, 30, 1), 0, 0, 64, 32},
		"too large":       {frac(65, 1, 10, 1, 0, 1, 0, 1), 0, 0, 64, 32},
		"no number":       {frac(32, 0, 16, 1, 0, 1, 0, 1), 0, 0, 64, 32},
		"cut off":         {frac(32, 1, 16), 0, 0, 64, 32},
	} {
		p, err := bmff.Parse(fixture.HEIC(gray(), 1, fixture.Extras{Props: [][]byte{c.box}}))
		if err != nil || p.CropX != c.x || p.CropY != c.y || p.Width != c.w || p.Height != c.h || p.CodedW != 64 || p.CodedH != 32 {
			t.Errorf("%s: %d × %d at %d, %d (%v)", name, p.Width, p.Height, p.CropX, p.CropY, err)
		}
	}
}
