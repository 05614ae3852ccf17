package exif_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"lanyard/store/photo/internal/exif"
	"lanyard/store/photo/internal/fixture"
)

func TestABlockSaysWhatIsInIt(t *testing.T) {
	d, ok := exif.Parse(fixture.EXIF(6, "2024:05:06 10:11:12", "+02:00"))
	want := time.Date(2024, 5, 6, 10, 11, 12, 0, time.FixedZone("", 7200))
	if !ok || d.Orientation != 6 || !d.Taken.Equal(want) || !d.HasZone || d.Camera() != "Example Phone 15" {
		t.Errorf("%+v", d)
	}
	if !d.GPS || !d.Serial || !d.Name || !d.Maker || !d.Comment || len(d.Thumb) == 0 {
		t.Errorf("not all that is private was found: %+v", d)
	}
}

// Two cameras of a model are told apart by their serial numbers, which are not told; a time of the last change is said to be one.
func TestABlockTellsTheBodyAndWhatItsTimeIs(t *testing.T) {
	block := fixture.EXIF(1, "2024:05:06 10:11:12", "+02:00")
	parse := func(b []byte) exif.Data {
		t.Helper()
		d, ok := exif.Parse(b)
		if !ok {
			t.Fatal("no block")
		}
		return d
	}
	replaced := func(old, with string) []byte { return bytes.ReplaceAll(block, []byte(old), []byte(with)) }
	one := parse(block)
	if one.Body() == "" || strings.Contains(one.Body(), "0123456789") || one.Edited {
		t.Errorf("body %q, edited %v", one.Body(), one.Edited)
	}
	if again := parse(fixture.EXIF(6, "2024:05:07 00:00:00", "")); again.Body() != one.Body() {
		t.Errorf("another photo of the camera is of %q, not of %q", again.Body(), one.Body())
	}
	for _, other := range [][]byte{replaced("SN-0123456789", "SN-0123456780"), replaced("Phone 15", "Phone 16")} {
		if got := parse(other).Body(); got == one.Body() || got == "" {
			t.Errorf("another camera is %q too", got)
		}
	}
	late := fixture.EXIF(1, "2024:05:06 10:11:12", "")
	at := bytes.Index(late, []byte("2024:05:06 10:11:12"))            // of the last change
	at += 1 + bytes.Index(late[at+1:], []byte("2024:05:06 10:11:12")) // of the shutter
	copy(late[at:], "0000:00:00 00:00:00")
	if d := parse(late); !d.HasTaken || !d.Edited {
		t.Errorf("the time of the last change: taken %v, edited %v", d.HasTaken, d.Edited)
	}
	if none := parse(exif.Turned(3)); none.Body() != "" || none.Edited {
		t.Errorf("no camera: body %q, edited %v", none.Body(), none.Edited)
	}
}

func TestTurnedTellsTheTurnAlone(t *testing.T) {
	for o := -1; o <= 10; o++ {
		b := exif.Turned(o)
		if b == nil {
			if o >= 2 && o <= 8 {
				t.Errorf("%d: no block", o)
			}
			continue
		}
		if d, ok := exif.Parse(b); !ok || d.Orientation != o || d.GPS || d.HasTaken || d.Thumb != nil {
			t.Errorf("%d: %+v", o, d)
		}
	}
}

func TestTimesOfTheShutter(t *testing.T) {
	for _, c := range []struct {
		s, offset, want string
		zone            bool
	}{
		{"2024:05:06 10:11:12", "+08:00", "2024-05-06T10:11:12+08:00", true},
		{"2024:05:06 10:11:12", "", "2024-05-06T10:11:12Z", false},
		{"2024:05:06 10:11:12", "east", "2024-05-06T10:11:12Z", false},
		{"2024:05:06 10:11:12.75", "-03:30", "2024-05-06T10:11:12-03:30", true},
		{"0000:00:00 00:00:00", "", "", false},
		{"    :  :     :  :  ", "", "", false},
		{"1700:01:01 00:00:00", "", "", false},
	} {
		at, zone, ok := exif.Time(c.s, c.offset)
		got := ""
		if ok {
			got = at.Format(time.RFC3339)
		}
		if got != c.want || zone != c.zone {
			t.Errorf("Time(%q, %q) = %q, %v; want %q, %v", c.s, c.offset, got, zone, c.want, c.zone)
		}
	}
}

func TestRawFilesAreToldFromPictures(t *testing.T) {
	kinds := fixture.Kinds()
	for _, ext := range []string{"dng", "nef", "cr2"} {
		if !exif.Raw(kinds[ext]) {
			t.Errorf("%s is taken for a picture", ext)
		}
	}
	if exif.Raw(kinds["tif"]) {
		t.Error("a scan is taken for a raw file")
	}
	if n := exif.Pages(kinds["tif"]); n != 1 {
		t.Errorf("a scan of %d pages", n)
	}
}

// FuzzParse has the laws: what is said lies in the block, and the head of a segment before it changes nothing.
func FuzzParse(f *testing.F) {
	f.Add(fixture.EXIF(6, "2024:05:06 10:11:12", "+02:00"))
	f.Add(exif.Turned(8))
	for _, ext := range []string{"tif", "dng", "cr2"} {
		f.Add(fixture.Kinds()[ext])
	}
	big := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03\x00\x00\x00\x00\x00\x00")
	f.Add(big)
	f.Fuzz(func(t *testing.T, b []byte) {
		d, ok := exif.Parse(b)
		exif.Raw(b)
		exif.Pages(b)
		if d.Orientation < 0 || d.Orientation > 8 {
			t.Errorf("orientation %d", d.Orientation)
		}
		if len(d.Camera()) > 1024 || strings.ContainsAny(d.Camera(), "\x00\n") {
			t.Errorf("camera %q", d.Camera())
		}
		if len(d.Thumb) > 0 && !bytes.Contains(b, d.Thumb) {
			t.Error("a thumbnail from elsewhere")
		}
		if e, ok2 := exif.Parse(append([]byte("Exif\x00\x00"), b...)); !bytes.HasPrefix(b, []byte("Exif\x00\x00")) && (ok2 != ok || e.Taken != d.Taken || e.GPS != d.GPS || e.Orientation != d.Orientation) {
			t.Errorf("behind the head of a segment it says something else: %+v, %+v", d, e)
		}
	})
}
