package document

import (
	"bytes"
	"strings"
	"testing"

	"lanyard/store/photo/internal/fixture"
)

func clean(t testing.TB, b []byte) ([]byte, *File) {
	t.Helper()
	f, err := Look(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if n, err := f.WriteTo(&out); err != nil || n != int64(len(b)) {
		t.Fatalf("%d of %d bytes, %v", n, len(b), err)
	}
	return out.Bytes(), f
}

func TestDocumentsAreOverwrittenInPlace(t *testing.T) {
	for in, want := range map[string]string{
		"%PDF-1.4 /Author (Jane (J.) Roe\\)) /Title (x)":              "%PDF-1.4 /Author (" + strings.Repeat(" ", 15) + ") /Title (x)",
		"%PDF-1.4 /Author\n<FEFF004A> >>":                             "%PDF-1.4 /Author\n<20202020> >>",
		"%PDF-1.4 /Author 12 0 R":                                     "%PDF-1.4 /Author 12 0 R",
		"%PDF-1.4 /Author (never closed":                              "%PDF-1.4 /Author (never closed",
		"%PDF-1.4 %%For: nobody":                                      "%PDF-1.4 %%For: nobody",
		"%!PS\n%%For: (jane)\n%%Title: x\n":                           "%!PS\n%%For:       \n%%Title: x\n",
		"%!PS\n%BeginPhotoshop: 9\n% 3842AF\r% 00\n%EndPhotoshop\n%%": "%!PS\n%BeginPhotoshop: 9\n% 000000\r% 00\n%EndPhotoshop\n%%",
		"%PDF-1.4 <?xpacket begin='' id='W5M'?><x:xmpmeta>GPSLatitude</x:xmpmeta>    <?xpacket end='w'?> z": "%PDF-1.4 <?xpacket begin='' id='W5M'?>" +
			strings.Repeat(" ", len("<x:xmpmeta>GPSLatitude</x:xmpmeta>    ")) + "<?xpacket end='w'?> z",
		"%PDF-1.4 <x:xmpmeta>pdf:Title</x:xmpmeta>": "%PDF-1.4 <x:xmpmeta>pdf:Title</x:xmpmeta>",
	} {
		got, _ := clean(t, []byte(in))
		if string(got) != want {
			t.Errorf("%q:\n got %q\nwant %q", in, got, want)
		}
	}
}

func TestMarksAcrossTheWindows(t *testing.T) {
	for _, n := range []int{4<<10 - 3, 12<<10 - 5, 1<<20 + 1} {
		b := []byte("%PDF-1.4 " + strings.Repeat("x", n) + "/Author (Jane)" + strings.Repeat("y", n) + "<x:xmpmeta>dc:creator" + strings.Repeat("z", n) + "</x:xmpmeta>")
		if got, f := clean(t, b); bytes.Contains(got, []byte("Jane")) || bytes.Contains(got, []byte("dc:creator")) || !f.Said.Name {
			t.Errorf("%d bytes between: %+v", n, f.Said)
		}
	}
}

// FuzzLook has the laws: as many bytes as before, and looked at again there is nothing to change.
func FuzzLook(f *testing.F) {
	f.Add(fixture.PDF())
	f.Add(fixture.PostScript())
	f.Add([]byte("%PDF-1.4 /Author (a\\)b) <?xpacket begin='x'?>GPSLatitude<?xpacket end='w'?> /Creator <00>"))
	f.Add([]byte("%!PS\n%%For: x\n%BeginPhotoshop: 3\n% 38\n%EndPhotoshop"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if !Sniff(b) || len(b) < 5 {
			return
		}
		out, _ := clean(t, b)
		again, err := Look(bytes.NewReader(out), int64(len(out)))
		if err != nil {
			t.Fatal(err)
		}
		if changed, err := again.Changed(); err != nil || changed {
			t.Errorf("cleaned twice %q is another file (%v)", b, err)
		}
	})
}
