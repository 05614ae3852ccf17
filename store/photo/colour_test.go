package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"path/filepath"
	"slices"
	"testing"

	"lanyard/store/photo/internal/exif"
	"lanyard/store/photo/internal/fixture"
)

// with puts chunks into a PNG, behind its header.
func with(p []byte, chunks ...[]byte) []byte {
	return slices.Concat(p[:33], slices.Concat(chunks...), p[33:])
}

func u32(v ...uint32) (b []byte) {
	for _, v := range v {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

func flat(t *testing.T, w, h int, c color.Color) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, c)
		}
	}
	return encodedPNG(t, m)
}

// TestOtherMeaningIsAnotherPhoto: the same coded pixels, turned or coloured otherwise, are another photo; with other metadata they are the same.
func TestOtherMeaningIsAnotherPhoto(t *testing.T) {
	scene := fixture.Scene(64, 48, 3)
	j := func(block, profile []byte) []byte { return fixture.JPEG(scene, 85, block, profile) }
	p := flat(t, 64, 48, color.RGBA{120, 130, 140, 255})
	p3 := fixture.Profile(fixture.DisplayP3, 0)
	for name, c := range map[string]struct {
		a, b []byte
		same bool
	}{
		"other metadata":       {j(nil, nil), j(fixture.EXIF(1, "2024:05:06 10:11:12", ""), nil), true},
		"turned JPEG":          {j(nil, nil), j(exif.Turned(8), nil), false},
		"another profile":      {j(nil, nil), j(nil, p3), false},
		"two profiles":         {j(nil, fixture.Profile(fixture.AdobeRGB, 2.2)), j(nil, p3), false},
		"sRGB and untagged":    {j(nil, nil), j(nil, fixture.Profile(fixture.SRGB, 0)), true},
		"turned PNG":           {p, with(p, chunk("eXIf", exif.Turned(6))), false},
		"linear PNG":           {p, with(p, chunk("gAMA", u32(100_000))), false},
		"PNG of usual gamma":   {p, with(p, chunk("gAMA", u32(45_455))), true},
		"PNG that says sRGB":   {p, with(p, chunk("sRGB", []byte{0}), chunk("gAMA", u32(45_455))), true},
		"PNG with code points": {p, with(p, chunk("cICP", []byte{12, 13, 0, 1})), false},
		"PNG of P3 primaries": {
			p, with(p, chunk("cHRM", u32(31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000))), false,
		},
	} {
		for range 2 {
			c.a, c.b = c.b, c.a // whichever comes first
			dir, s := post(t)
			src := t.TempDir()
			first, err := Import(t.Context(), write(t, src, "a", c.a), dir, s)
			if err != nil {
				t.Fatal(err)
			}
			second, err := Import(t.Context(), write(t, src, "b", c.b), dir, s)
			if err != nil || second.Reused != c.same || (first.Name == second.Name) != c.same {
				t.Errorf("%s: stored as %q and %q, reused %v (%v)", name, first.Name, second.Name, second.Reused, err)
			}
		}
	}
}

// TestColourChunksAreHonouredWhenPixelsAreWritten: what a browser shows of the original is what the shrunk copy shows.
func TestColourChunksAreHonouredWhenPixelsAreWritten(t *testing.T) {
	grey := color.RGBA{120, 120, 120, 255}
	red := color.RGBA{200, 60, 40, 255}
	for name, c := range map[string]struct {
		in     color.Color
		chunks [][]byte
		want   color.RGBA
	}{
		"untagged":     {grey, nil, grey},
		"usual gamma":  {grey, [][]byte{chunk("gAMA", u32(45_455))}, grey},
		"linear":       {grey, [][]byte{chunk("gAMA", u32(100_000))}, color.RGBA{181, 181, 181, 255}},
		"gamma .551":   {grey, [][]byte{chunk("gAMA", u32(55_100))}, color.RGBA{137, 137, 137, 255}},
		"sRGB first":   {grey, [][]byte{chunk("sRGB", []byte{0}), chunk("gAMA", u32(100_000))}, grey},
		"P3":           {red, [][]byte{chunk("cICP", []byte{12, 13, 0, 1})}, color.RGBA{217, 45, 26, 255}},
		"P3 by cHRM":   {red, [][]byte{chunk("cHRM", u32(31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000))}, color.RGBA{217, 45, 26, 255}},
		"PQ":           {color.Gray{148}, [][]byte{chunk("cICP", []byte{9, 16, 0, 1})}, color.RGBA{237, 237, 237, 255}},
		"HLG":          {color.Gray{162}, [][]byte{chunk("cICP", []byte{9, 18, 0, 1})}, color.RGBA{189, 189, 189, 255}},
		"grey profile": {color.Gray{120}, [][]byte{chunk("gAMA", u32(100_000))}, color.RGBA{181, 181, 181, 255}},
	} {
		dir, s := post(t)
		s.Max = 20
		data := with(flat(t, 40, 30, c.in), c.chunks...)
		if g, ok := c.in.(color.Gray); ok {
			m := image.NewGray(image.Rect(0, 0, 40, 30))
			copy(m.Pix, bytes.Repeat([]byte{g.Y}, len(m.Pix)))
			data = with(encodedPNG(t, m), c.chunks...)
		}
		r, err := Import(t.Context(), write(t, t.TempDir(), "a.png", data), dir, s)
		if err != nil {
			t.Fatal(err)
		}
		stored := read(t, filepath.Join(dir, r.Name))
		m, err := DecodeData(t.Context(), r.Name, stored, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.RGBAAt(10, 7); !near(got, c.want, 3) {
			t.Errorf("%s: %v became %v, want %v", name, c.in, got, c.want)
		}
		for _, kind := range []string{"gAMA", "cHRM", "cICP"} {
			if bytes.Contains(stored, []byte(kind)) {
				t.Errorf("%s: converted, and still says %s", name, kind)
			}
		}
	}
	// What is only stripped keeps them, and its pixels.
	dir, s := post(t)
	data := with(flat(t, 40, 30, grey), chunk("gAMA", u32(100_000)), chunk("tEXt", []byte("Comment\x00x")))
	r, err := Import(t.Context(), write(t, t.TempDir(), "a.png", data), dir, s)
	if err != nil || !r.Stripped || !bytes.Contains(read(t, filepath.Join(dir, r.Name)), []byte("gAMA")) {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestStrayBytesBetweenSegmentsAreDropped: what libjpeg only warns of is no reason to refuse a photo, and does not go out.
func TestStrayBytesBetweenSegmentsAreDropped(t *testing.T) {
	j := fixture.JPEG(fixture.Scene(80, 60, 5), 85, fixture.EXIF(1, "2024:05:06 10:11:12", ""), nil)
	app := bytes.Index(j, []byte{0xff, 0xe1})
	end := app + 2 + int(binary.BigEndian.Uint16(j[app+2:]))
	put := func(at int, s string) []byte { return slices.Concat(j[:at], []byte(s), j[at:]) }
	want, err := DecodeData(t.Context(), "a.jpg", j, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"two zeros": put(end, "\x00\x00"), "after SOI": put(2, "\x00\x01\x02"), "a stuffed byte": put(end, "\xff\x00"), "a restart": put(end, "\xff\xd3"),
		"a segment longer than it says": put(end, "\xff\xe4\x00\x04ab and more"), "text": put(end, "SN77"),
	} {
		dir, s := post(t)
		r, err := Import(t.Context(), write(t, t.TempDir(), "a.jpg", b), dir, s)
		if err != nil || !r.Stripped {
			t.Errorf("%s: %+v, %v", name, r, err)
			continue
		}
		got := read(t, filepath.Join(dir, r.Name))
		clean, _, err := Strip(j)
		if err != nil || !bytes.Equal(got, clean) {
			t.Errorf("%s: %d bytes are stored, want the %d of the photo without them", name, len(got), len(clean))
		}
		if m, err := DecodeData(t.Context(), name, b, 0, 0); err != nil || !bytes.Equal(m.Pix, want.Pix) {
			t.Errorf("%s: decoded to other pixels (%v)", name, err)
		}
	}
}

// TestScreenshotsOfWindowsAreTaken: Alt+PrintScreen gives 32 bits with masks, which the library leaves out.
func TestScreenshotsOfWindowsAreTaken(t *testing.T) {
	le := binary.LittleEndian
	b := make([]byte, 66, 66+20*10*4)
	copy(b, "BM")
	le.PutUint32(b[10:], 66)
	le.PutUint32(b[14:], 40)
	le.PutUint32(b[18:], 20)
	le.PutUint32(b[22:], 10)
	le.PutUint16(b[26:], 1)
	le.PutUint16(b[28:], 32)
	le.PutUint32(b[30:], 3)
	for i, m := range []uint32{0xff0000, 0xff00, 0xff} {
		le.PutUint32(b[54+4*i:], m)
	}
	b = append(b, bytes.Repeat([]byte{50, 100, 200, 0}, 200)...)
	dir, s := post(t)
	r, err := Import(t.Context(), write(t, t.TempDir(), "shot.bmp", b), dir, s)
	if err != nil || r.Format != PNG || r.Width != 20 {
		t.Fatalf("%+v, %v", r, err)
	}
	m, err := Decode(t.Context(), filepath.Join(dir, r.Name), 0, 0)
	if err != nil || m.RGBAAt(3, 3) != (color.RGBA{200, 100, 50, 255}) {
		t.Errorf("%v, %v", m.RGBAAt(3, 3), err)
	}
}

// A chunk of side data whose checksum is wrong is passed over, as libpng and browsers do; one that the picture needs is not.
func TestAWrongChecksumOfSideData(t *testing.T) {
	good := flat(t, 40, 30, color.RGBA{120, 120, 120, 255})
	spoil := func(b []byte, kind string) []byte {
		b = bytes.Clone(b)
		i := bytes.Index(b, []byte(kind))
		n := int(binary.BigEndian.Uint32(b[i-4:]))
		b[i+4+n] ^= 0xff
		return b
	}
	want, err := DecodeData(t.Context(), "a.png", good, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	bad := spoil(with(good, chunk("iCCP", []byte("icc\x00\x00 no profile"))), "iCCP")
	dir, s := post(t)
	r, err := Import(t.Context(), write(t, t.TempDir(), "a.png", bad), dir, s)
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, filepath.Join(dir, r.Name)); bytes.Contains(got, []byte("iCCP")) {
		t.Error("the chunk that nobody can trust is stored")
	}
	if m, err := DecodeData(t.Context(), "a.png", bad, 0, 0); err != nil || !bytes.Equal(m.Pix, want.Pix) {
		t.Errorf("decoded to other pixels (%v)", err)
	}
	if _, err := DecodeData(t.Context(), "a.png", spoil(good, "IDAT"), 0, 0); err == nil {
		t.Error("a picture whose own data are damaged was taken")
	}
}

// TestInksBecomeWhatTheirProfileSays: a CMYK JPEG that has to shrink goes through its table; a small one is only stripped and keeps it.
func TestInksBecomeWhatTheirProfileSays(t *testing.T) {
	data := fixture.CMYK(40, 30, [4]byte{255, 0, 255, 0}, fixture.InkProfile(true))
	dir, s := post(t)
	path := write(t, t.TempDir(), "a.jpg", data)
	if r, err := Import(t.Context(), path, dir, s); err != nil || !r.Stripped || !bytes.Contains(read(t, filepath.Join(dir, r.Name)), []byte("CMYKLab")) {
		t.Errorf("%+v, %v", r, err)
	}
	dir, s = post(t)
	s.Max, s.Quality = 20, 95
	r, err := Import(t.Context(), path, dir, s)
	if err != nil || r.Width != 20 {
		t.Fatalf("%+v, %v", r, err)
	}
	m, err := Decode(t.Context(), filepath.Join(dir, r.Name), 0, 0)
	if want := (color.RGBA{89, 255, 89, 255}); err != nil || !near(m.RGBAAt(10, 7), want, 4) {
		t.Errorf("got %v, want about %v: .1 of red's light and blue's are left (%v)", m.RGBAAt(10, 7), want, err)
	}
}
